// The table of filings; which view is shown; keys; paper.

/* ---- The table of filings ---- */

const COLUMNS = [
  ["department", (filing) => office(filing)], ["project", (filing) => filing.project || ""],
  ["year", (filing) => filing.year || 0], ["form", (filing) => filing.form || words.unknown_form],
  ["file", (filing) => filing.file], ["pages", (filing) => filing.pages],
  ...WEIGHTS.map((weight) => [weight, (filing) => filing.weights[weight]]),
  ["problems", (filing) => filing.problems.length],
];
const FIGURES = new Set([...WEIGHTS, "pages", "problems"]);

function showFilings() {
  const chosen = filings.filter((filing) => !state.state || filing.state === state.state);
  const rest = DATA.failed.filter((file) => !state.state || file.status === state.state);
  const column = COLUMNS.find(([name]) => name === state.sort);
  const ordered = column ? sorted(chosen, (filing) => [column[1](filing)], state.down) : chosen;
  const titles = { ...words, ...severities, file: words.file_column, pages: words.pages_column };
  const head = COLUMNS.map(([name]) => el("th", { scope: "col", class: FIGURES.has(name) ? "figure" : null, "aria-sort": direction(name) },
  el("button", { type: "button", "data-sort": direction(name),
    click: () => go({ sort: name, down: (state.sort === name ? !state.down : FIGURES.has(name)) ? "1" : "" }) },
  WEIGHTS.includes(name) && badge(name), titles[name])));
  const part = paged([...ordered, ...rest], FILINGS_PER_PAGE);
  const row = (filing) => el("tr", {}, COLUMNS.map(([name, value]) => el("td", { class: FIGURES.has(name) ? "figure" : null },
    name === "file" || name === "department"
      ? el("a", { href: address({ ...DEFAULTS, view: "findings", filing: filing.name }), title: filing.path }, value(filing))
      : (value(filing) || (FIGURES.has(name) ? "·" : "")))));
  const failed = (file) => el("tr", {}, el("td", { colspan: 4, class: "soft" }, el("i", { class: `swatch ${file.status}` }), `${DATA.states[file.status]}${words.colon}${file.reason}`),
    el("td", { colspan: COLUMNS.length - 4 }, file.file));
  const rows = part.shown.map((item) => ("status" in item ? failed(item) : row(item)));
  const options = [el("option", { value: "" }, `${words.state}${words.colon}${words.all}`), ...Object.entries(DATA.states).map(([key, word]) => el("option", { value: key }, word))];
  const chooser = el("select", { "aria-label": words.state, change: (event) => go({ state: event.target.value }) }, options);
  chooser.value = state.state;
  document.getElementById("table").replaceChildren(
    pager(part, chooser),
    el("div", { class: "wide" }, el("table", { class: "grid" }, el("thead", {}, el("tr", {}, head)), el("tbody", {}, rows))));
}

/* ---- Views, keys, paper ---- */

function show() {
  readAddress();
  document.body.dataset.view = state.view;
  for (const link of document.querySelectorAll(".top nav a")) {
    if (link.dataset.view === state.view) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  if (state.view === "findings") showFindings();
  if (state.view === "filings") showFilings();
}

function move(by) {
  const lines = [...document.querySelectorAll("button.line")];
  const at = lines.indexOf(document.activeElement.closest(".finding")?.querySelector(".line"));
  const next = lines[at < 0 ? 0 : at + by];
  if (!next) return;
  next.focus({ preventScroll: true });
  next.scrollIntoView({ block: "nearest" });
}

document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "p") { event.preventDefault(); printAll(); return; }
  if (event.ctrlKey || event.metaKey || event.altKey || state.view !== "findings") return;
  if (event.key === "Escape") { document.activeElement.blur(); move(1); return; }
  if (event.target.matches("input, select")) return;
  const act = { j: () => move(1), k: () => move(-1), e: openAll, "/": () => document.getElementById("filters").elements.q.focus() }[event.key];
  if (act) { event.preventDefault(); act(); }
});

function prepare() {
  if (printing) return;
  printing = true;
  if (state.view === "filings") showFilings();
  else showFindings();
  const used = new Set(found.map((finding) => finding.rule));
  document.getElementById("appendix").replaceChildren(el("h2", {}, words.explain),
    ...Object.entries(rules).filter(([id]) => used.has(id)).map(([, rule]) =>
      el("section", {}, el("h3", {}, `${rule.number} ${rule.title}`), explained(rule))));
}

function restore() {
  printing = false;
  document.getElementById("appendix").replaceChildren();
  show();
}

async function printAll() {
  const button = document.getElementById("print");
  button.textContent = words.preparing;
  prepare();
  await Promise.allSettled([...document.images].map((image) => image.decode()));
  button.textContent = words.print;
  window.print();
}

addEventListener("beforeprint", prepare);
addEventListener("afterprint", restore);
addEventListener("hashchange", show);
addEventListener("popstate", show);
document.getElementById("print").addEventListener("click", printAll);
document.getElementById("print").hidden = false;
show();
document.documentElement.dataset.ready = "";
