// The list of findings, each with its place on paper, and its filters.

/* ---- The list of findings ---- */

const FILTERS = {
  rule: (finding) => finding.rule,
  department: (finding) => finding.filing.department || "-",
  form: (finding) => finding.filing.form || "-",
  year: (finding) => String(finding.filing.year || "-"),
  filing: (finding) => finding.filing.name,
};

const SORTS = {
  file: (finding) => [finding.place, finding.page || 0, finding.order],
  severity: (finding) => [WEIGHTS.indexOf(finding.weight), finding.place, finding.order],
  message: (finding) => [finding.message],
  rule: (finding) => [ruleOf(finding).number, finding.rule, finding.place, finding.order],
  department: (finding) => [office(finding.filing), finding.place, finding.order],
  year: (finding) => [finding.filing.year || 0, finding.place, finding.order],
  page: (finding) => [finding.page || 0, finding.place],
};

function compare(one, other) {
  for (let i = 0; i < one.length; i += 1) {
    const by = typeof one[i] === "number" ? one[i] - other[i] : collator.compare(one[i], other[i]);
    if (by) return by;
  }
  return 0;
}

function sorted(items, key, down) {
  const keyed = items.map((item) => [key(item), item]);
  keyed.sort((one, other) => compare(one[0], other[0]) * (down ? -1 : 1));
  return keyed.map(([, item]) => item);
}

function matching({ severities: bySeverity = true } = {}) {
  const wanted = new Set(state.severity.split(","));
  const terms = folded(state.q).split(/\s+/).filter(Boolean);
  const set = Object.entries(FILTERS).filter(([name]) => state[name]);
  return findings.filter((finding) =>
    (!bySeverity || wanted.has(finding.weight))
    && set.every(([name, key]) => key(finding) === state[name])
    && terms.every((term) => haystack(finding).includes(term)));
}

let found = [];
const opened = new Set();
let allOpen = false;
let printing = false;

function showFindings() {
  found = sorted(matching(), SORTS[state.sort] || SORTS.file, state.down);
  const part = paged(found, PER_PAGE);
  const grouped = state.sort === "file";
  const list = document.getElementById("list");
  list.className = grouped ? "grouped" : "flat";
  const parts = [pager(part, el("span", { class: "keys" }, words.keys)), heads(grouped)];
  if (!part.shown.length) {
    parts.push(...filings.map((filing, place) => [filing, place]).filter(([filing]) => filing.name === state.filing)
      .map(([filing, place]) => filingHead(filing, place)), el("p", {}, words.none));
  }
  let group = null;
  for (const finding of part.shown) {
    if (!group || (grouped && group.place !== finding.place)) {
      if (grouped) parts.push(filingHead(finding.filing, finding.place));
      group = { place: finding.place, node: el("ol", { class: "findings" }) };
      parts.push(group.node);
    }
    group.node.append(row(finding, grouped));
  }
  if (part.pages > 1) parts.push(pager(part));
  list.replaceChildren(...parts);
  showFilters();
}

function paged(items, perPage) {
  if (printing) return { shown: items, from: 0, page: 1, pages: 1, total: items.length };
  const pages = Math.max(1, Math.ceil(items.length / perPage));
  const page = Math.min(Math.max(1, Number(state.page) || 1), pages);
  const from = (page - 1) * perPage;
  return { shown: items.slice(from, from + perPage), from, page, pages, total: items.length };
}

function pager({ shown, from, page, pages, total }, ...more) {
  const turn = (to, word) => el("button", { type: "button", disabled: to < 1 || to > pages,
    click: () => { go({ page: String(to) }); scrollTo(0, 0); } }, word);
  return el("div", { class: "bottom" },
    el("span", { role: "status" }, say(words.shown, { from: total ? from + 1 : 0, to: from + shown.length, n: total })),
    pages > 1 && turn(page - 1, words.previous), pages > 1 && turn(page + 1, words.next), more);
}

function direction(name) {
  if (state.sort !== name) return null;
  return state.down ? "descending" : "ascending";
}

function heads(grouped) {
  const head = (name, word) => el("button", { type: "button", "aria-pressed": String(state.sort === name), "data-sort": direction(name),
    click: () => go({ sort: name, down: state.sort === name && !state.down ? "1" : "" }) }, word);
  return el("div", { class: "line heads" }, head("severity", words.severity), head("message", words.message),
    head("rule", words.rule), !grouped && head("department", words.department), head("page", words.page_column));
}

function filingHead(filing, place) {
  const alone = state.filing === filing.name;
  const counts = WEIGHTS.filter((weight) => filing.weights[weight]).map((weight) =>
    el("span", {}, badge(weight), `${severities[weight]} ${filing.weights[weight]}`));
  const step = (to, word) => filings[to] && el("a", { href: address({ filing: filings[to].name, page: "1", open: "" }) }, word);
  const away = { gone: words.gone, changed: words.changed, unreadable: words.undrawable, off: words.off }[filing.source];
  return el("section", { class: `filing ${filing.state}` },
    el("span", { class: "links" }, alone
      ? [step(place - 1, words.earlier), step(place + 1, words.later), el("a", { href: address({ filing: "", page: "1" }) }, words.all)]
      : el("a", { href: address({ filing: filing.name, page: "1", open: "" }) }, words.only_this)),
    el("h3", {}, filingTitle(filing)), counts.map((node) => [node, " "]),
    el("div", { class: "facts" },
      el("span", { title: filing.path }, filing.file), el("span", {}, filing.form || words.unknown_form),
      el("span", {}, say(words.facts, { pages: filing.pages, kind: DATA.kinds[filing.kind] })),
      filing.part && el("span", {}, say(words.part, { n: filing.part[0], of: filing.part[1] })),
      el("span", {}, say(words.passed, { n: filing.outcomes.pass })),
      el("span", {}, say(words.not_applicable, { n: filing.outcomes.not_applicable }))),
    away && el("p", { class: "away" }, away),
    filing.problems.length > 0 && el("details", { open: printing }, el("summary", {}, `${words.problems} ${filing.problems.length}`),
      el("ul", {}, filing.problems.map((problem) =>
        el("li", { lang: langOf(problem.message) }, `${problem.page ? `${say(words.page, { n: problem.page })} · ` : ""}${problem.message}`)))));
}

function isOpen(finding) {
  return printing || allOpen || opened.has(finding.id);
}

function row(finding, grouped) {
  const rule = ruleOf(finding), body = `body-${finding.id}`;
  const line = el("button", { type: "button", class: "line", "aria-expanded": String(isOpen(finding)), "aria-controls": body,
    "data-id": finding.id, click: (event) => toggle(finding, event.currentTarget) },
  el("span", { class: "weight" }, badge(finding.weight), severities[finding.weight]),
  el("span", { class: "message" }, finding.message),
  el("span", { class: "rule" }, `${rule.number} ${rule.title}`),
  !grouped && el("span", { class: "where" }, filingTitle(finding.filing)),
  el("span", { class: "page" }, finding.page ? say(words.page, { n: finding.page }) : ""));
  const item = el("li", { class: "finding" }, line);
  if (isOpen(finding)) item.append(detail(finding, body));
  return item;
}

function toggle(finding, line) {
  const open = line.getAttribute("aria-expanded") === "true";
  opened[open ? "delete" : "add"](finding.id);
  line.setAttribute("aria-expanded", String(!open));
  if (open) line.nextElementSibling.remove();
  else line.after(detail(finding, `body-${finding.id}`));
}

function detail(finding, id) {
  const rule = ruleOf(finding);
  const said = (name, word, text) => text !== null && el("div", { class: name }, el("dt", {}, word), el("dd", {}, text));
  return el("div", { class: "body", id },
    el("div", {},
      (finding.expected !== null || finding.actual !== null) && el("dl", { class: "said" },
        said("actual", words.actual, finding.actual), said("expected", words.expected, finding.expected)),
      el("table", { class: "stated" }, el("caption", { class: "unseen" }, words.stated), finding.stated.map(statedRow)),
      el("details", { class: "about" }, el("summary", {}, `${words.explain}${words.colon}${rule.number} ${rule.title}`), explained(rule))),
    el("div", { class: "views" },
      finding.views.length ? finding.views.map((view) => seen(view, finding)) : el("p", { class: "soft" }, finding.filing.source === "off" ? words.off : words.no_place),
      finding.more_others > 0 && el("p", { class: "soft" }, say(words.more_others, { n: finding.more_others })),
      finding.more_views > 0 && el("p", { class: "soft" }, say(words.more_views, { n: finding.more_views }))));
}

// A narrow cell breaks its lines anywhere; a new line behind a full stop is meant.
function rejoined(text) {
  return text.replace(/(?<![。；：！？])\n/g, "");
}

function statedRow(one) {
  return el("tr", {}, el("th", { scope: "row" }, one.label,
    one.filing && el("div", {}, el("a", { href: address({ view: "findings", ...DEFAULTS, filing: one.filing }) }, `${words.other_filing}${words.colon}${one.filing}`))),
  el("td", { class: "text" }, one.text === null ? el("span", { class: "soft" }, words.blank) : rejoined(one.text),
    !one.sure && el("div", { class: "doubt" }, words.doubt)),
  el("td", {}, one.page ? say(words.page, { n: one.page }) : ""));
}

function explained(rule) {
  const parts = [[words.decides, rule.decides], [words.example, rule.example], [words.slack, rule.slack], [words.source, rule.source], [words.forms, (rule.forms || []).join("、")]];
  return el("dl", {}, parts.filter(([, text]) => text).map(([word, text]) =>
    [el("dt", {}, word), el("dd", {}, text)]));
}

function seen(view, finding) {
  const [width, height] = view.size;
  const where = say(view.picture === null ? words.outlined : words.cropped, { n: view.page });
  const caption = view.filing ? `${words.other_filing}${words.colon}${view.filing} · ${where}` : where;
  if (view.picture === null) {
    const boxes = view.marks.map(({ box, sure }) => svg("rect", { class: sure ? "box" : "box doubt",
      x: box[0] / 100 * width, y: box[1] / 100 * height, width: box[2] / 100 * width, height: box[3] / 100 * height }));
    return el("figure", {}, svg("svg", { class: "outline", role: "img", "aria-label": caption, viewBox: `-1 -1 ${width + 2} ${height + 2}`, width: Math.round(width / 2), height: Math.round(height / 2) },
      svg("rect", { class: "edge", x: 0, y: 0, width, height }), boxes), el("figcaption", {}, caption));
  }
  const sheet = el("div", { class: "sheet" }, el("img", { src: picture(finding.place, view.picture), alt: `${caption}${words.colon}${finding.message}`,
    width: Math.round(width * SCALE), height: Math.round(height * SCALE), loading: printing ? "eager" : "lazy", decoding: printing ? "sync" : "async" }));
  for (const { box, sure } of view.marks) {
    const mark = el("span", { class: sure ? "mark" : "mark doubt", "aria-hidden": "true" });
    [mark.style.left, mark.style.top, mark.style.width, mark.style.height] = box.map((part) => `${part}%`);
    sheet.append(mark);
  }
  const scroll = el("div", { class: "scroll" }, sheet);
  const first = Math.min(...view.marks.map(({ box }) => box[0]));
  // Where the picture is wider than the screen, begin at what is marked.
  requestAnimationFrame(() => { scroll.scrollLeft = first / 100 * sheet.scrollWidth - 60; });
  return el("figure", {}, scroll, el("figcaption", {}, caption));
}

/* ---- The filters ---- */

function showFilters() {
  const form = document.getElementById("filters");
  if (!form.childElementCount) buildFilters(form);
  const counts = {};
  for (const finding of matching({ severities: false })) counts[finding.weight] = (counts[finding.weight] || 0) + 1;
  const wanted = state.severity.split(",");
  for (const weight of WEIGHTS) {
    const button = form.querySelector(`[data-weight=${weight}]`);
    button.setAttribute("aria-pressed", String(wanted.includes(weight)));
    button.lastChild.data = ` ${severities[weight]} ${counts[weight] || 0}`;
  }
  for (const name of [...Object.keys(FILTERS), "sort"]) form.elements[name].value = state[name];
  if (document.activeElement !== form.elements.q) form.elements.q.value = state.q;
  form.querySelector("#all").textContent = allOpen ? words.collapse : words.expand;
  form.querySelector("#clear").hidden = address({ view: "findings", page: "1", sort: "file", down: "" }) === "#findings";
}

function buildFilters(form) {
  let timer = 0;
  form.addEventListener("submit", (event) => event.preventDefault());
  const search = el("input", { type: "search", name: "q", placeholder: words.search, "aria-label": words.search_label, autocomplete: "off",
    input: (event) => { clearTimeout(timer); timer = setTimeout(() => go({ q: event.target.value }, { keep: true }), 120); } });
  const toggles = WEIGHTS.map((weight) => el("button", { type: "button", class: "toggle", "data-weight": weight, click: () => {
    const now = new Set(state.severity.split(",").filter(Boolean));
    now[now.has(weight) ? "delete" : "add"](weight);
    go({ severity: WEIGHTS.filter((one) => now.has(one)).join(",") });
  } }, badge(weight), document.createTextNode("")));
  const select = (name, word, options, hidden = false) => el("select", { name, hidden, "aria-label": word, change: (event) => go({ [name]: event.target.value }) }, options);
  const choices = (name, word, nameOf = (value) => value) => {
    const counted = new Map();
    for (const finding of findings) { const key = FILTERS[name](finding); counted.set(key, (counted.get(key) || 0) + 1); }
    if (name === "filing") for (const filing of filings) if (!counted.has(filing.name)) counted.set(filing.name, 0);
    const keys = [...counted.keys()].sort((one, other) => collator.compare(nameOf(one), nameOf(other)));
    return select(name, word, [el("option", { value: "" }, `${word}${words.colon}${words.all}`),
      ...keys.map((key) => el("option", { value: key }, `${nameOf(key)} (${counted.get(key)})`))], keys.length < 2);
  };
  const orders = [["file", words.sort_file], ["severity", words.severity], ["rule", words.rule], ["department", words.department], ["year", words.year], ["page", words.page_column], ["message", words.message]];
  form.append(search, ...toggles,
    choices("rule", words.rule, (id) => (rules[id] ? `${rules[id].number} ${rules[id].title}` : id)),
    choices("department", words.department, (key) => (key === "-" ? words.no_department : key)),
    choices("form", words.form), choices("year", words.year), choices("filing", words.filing),
    select("sort", words.sort, orders.map(([value, word]) => el("option", { value }, `${words.sort}${words.colon}${word}`))),
    el("button", { type: "button", id: "all", click: openAll }, words.expand),
    el("button", { type: "button", id: "clear", click: () => go({ ...DEFAULTS, sort: state.sort, down: state.down }) }, words.clear));
}

function openAll() {
  allOpen = !allOpen;
  opened.clear();
  showFindings();
}
