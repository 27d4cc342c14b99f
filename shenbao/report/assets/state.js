"use strict";
// What there is, what is asked for, and the pieces that pages are made of. All that filings say
// reaches the page as text nodes and attributes, never as HTML.

/* ---- What is there ---- */

const DATA = JSON.parse(document.getElementById("data").textContent);
const { words, severities, rules } = DATA;
const WEIGHTS = ["error", "warning", "info", "undetermined"];
const PER_PAGE = 50;
const FILINGS_PER_PAGE = 200;
const SCALE = DATA.scale;


const filings = DATA.filings;
const findings = filings.flatMap((filing, place) =>
  filing.findings.map((finding, order) => ({ ...finding, filing, place, order })));
findings.forEach((finding, id) => { finding.id = id; });
const collator = new Intl.Collator(DATA.language === "zh" ? "zh-CN" : "en", { numeric: true });

function ruleOf(finding) {
  return rules[finding.rule] || { number: "", title: finding.rule };
}

function folded(text) {
  return text.normalize("NFKC").toLowerCase();
}

function haystack(finding) {
  if (finding.text === undefined) {
    const { filing } = finding, rule = ruleOf(finding);
    const stated = finding.stated.flatMap((one) => [one.label, one.text, one.filing]);
    finding.text = folded([
      finding.message, finding.expected, finding.actual, finding.rule, rule.number, rule.title,
      filing.department, filing.project, filing.file, filing.name, filing.year, ...stated,
    ].filter((part) => part !== null && part !== undefined).join("\n"));
  }
  return finding.text;
}

const pictures = new Map();
function picture(filing, place) {
  if (!pictures.has(filing)) {
    const block = document.getElementById(`pictures-${filing}`);
    pictures.set(filing, block ? JSON.parse(block.textContent) : []);
  }
  return pictures.get(filing)[place];
}

/* ---- What is asked for: the address keeps it ---- */

const DEFAULTS = { severity: WEIGHTS.join(","), rule: "", department: "", form: "", year: "", filing: "", q: "", sort: "file", down: "", page: "1", open: "", state: "" };
let state = { view: "overview", ...DEFAULTS };

function readAddress() {
  const [view, query] = location.hash.slice(1).split("?");
  const known = ["overview", "findings", "filings"].includes(view) ? view : "overview";
  const given = Object.fromEntries(new URLSearchParams(query || ""));
  state = { view: known, ...DEFAULTS };
  for (const name of Object.keys(DEFAULTS)) if (name in given) state[name] = given[name];
}

function address(changes) {
  const wanted = { ...state, ...changes };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(DEFAULTS)) if (wanted[name] !== value) query.set(name, wanted[name]);
  const text = query.toString();
  return `#${wanted.view}${text ? `?${text}` : ""}`;
}

function go(changes, { keep = false } = {}) {
  const next = address({ page: "1", open: "", ...changes });
  history[keep ? "replaceState" : "pushState"](null, "", next);
  show();
}

/* ---- Small pieces ---- */

function el(tag, attributes, ...children) {
  const node = document.createElement(tag);
  fill(node, attributes, children);
  return node;
}

function svg(tag, attributes, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  fill(node, attributes, children);
  return node;
}

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === "function") node.addEventListener(name, value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
}

function say(template, values) {
  return template.replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

// What no Chinese is known for stays English.
function langOf(text) {
  return DATA.language === "zh" && !/[㐀-鿿]/.test(text) ? "en" : null;
}

function badge(weight) {
  return el("i", { class: `badge ${weight}`, "aria-hidden": "true" });
}

function office(filing) {
  return filing.department || words.no_department;
}

function filingTitle(filing) {
  return [office(filing), filing.project, filing.year].filter(Boolean).join(" · ");
}
