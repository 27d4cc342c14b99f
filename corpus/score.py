"""How much of the truth a run got right: per section, kind of value, place and finding.

`python -m corpus.score TRUTH_DIR OUT_DIR` compares each `NAME.truth.json` with
`OUT_DIR/filings/NAME.json`. Rows are aligned by name before they are compared,
so that one lost row costs one row.
"""

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

from rapidfuzz.distance import Levenshtein
from rich.console import Console, Group
from rich.table import Table

from corpus.calibration import Believed, silent_errors
from rules.catalogue import RULES

SECTIONS = (
    "basic", "funding", "functions", "tasks", "main_tasks", "projects", "execution", "long_term",
    "annual", "choices", "attributes",
)  # fmt: skip
ROW_NAMES = ("level3", "item", "name")
"""What a row is known by, the first that it has."""
MONEY = frozenset(
    ("amount", "share", "total_budget", "annual_budget", "total", "annual", "initial", "adjusted",
     "executed", "fiscal", "other")
)  # fmt: skip
SCORES = frozenset(("weight", "rate", "score", "total_score"))
TALLY_OF = {"target": "targets", "money": "money", "score": "scores"}

OVERLAP = 0.5
"""Share of the smaller of two boxes that must lie in the other to be the same place.

The truth's box is that of the text, a reader's may be that of the cell (larger)
or of the glyphs (a little smaller): both keep nearly all of the smaller box.
"""


@dataclass(slots=True)
class Tally:
    """So many of so many."""

    right: int = 0
    total: int = 0

    def add(self, right: bool) -> None:
        """Counts one more."""
        self.right += right
        self.total += 1

    @property
    def share(self) -> float | None:
        """Right in 1, or None where there was nothing to count."""
        return self.right / self.total if self.total else None


@dataclass(frozen=True, slots=True)
class Miss:
    """One thing that is not as the truth has it."""

    file: str
    what: str
    pointer: str
    expected: Any
    got: Any


Tallies = dict[str, Tally]


def _no_tallies() -> Tallies:
    return defaultdict(Tally)


def _leaves(tallies: Tallies) -> Tally:
    parts = [tallies[name] for name in SECTIONS if name in tallies]
    return Tally(sum(t.right for t in parts), sum(t.total for t in parts))


@dataclass(slots=True)
class Score:
    """Tallies over a corpus, and every miss.

    `tallies` has the sections' leaves under their names, then `indicators`
    (rows exact), `targets`, `money`, `scores`, `evidence`, `pages`, `boxes`,
    `placeholders`, `cells` and `findings`; `forms` has the same for each form.
    `false_alarms` counts by severity, `sure_and_wrong` the wrong leaves that claim
    to be sure. `believed` are the amounts, shares and targets that are in the truth or were read.
    `characters` counts those of texts that were read at all: the right ones are the
    length less the edits that make one text the other.
    """

    filings: int = 0
    perfect: int = 0
    missing: list[str] = field(default_factory=list)
    tallies: Tallies = field(default_factory=lambda: defaultdict(Tally))
    forms: dict[str, Tallies] = field(default_factory=lambda: defaultdict(_no_tallies))
    false_alarms: Counter[str] = field(default_factory=Counter)
    by_rule: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    sure_and_wrong: int = 0
    believed: list[Believed] = field(default_factory=list)
    characters: Tally = field(default_factory=Tally)
    misses: list[Miss] = field(default_factory=list)

    @property
    def leaves(self) -> Tally:
        """All sections together."""
        return _leaves(self.tallies)

    @property
    def character_errors(self) -> float:
        """Edits per character of the texts that were read (CER)."""
        share = self.characters.share
        return 0.0 if share is None else 1 - share

    def add(self, form: str, name: str, right: bool) -> None:
        """Counts one more of a kind, in all and for the form."""
        self.tallies[name].add(right)
        self.forms[form][name].add(right)

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        return {
            "filings": self.filings,
            "perfect": self.perfect,
            "missing": self.missing,
            "tallies": _plain(self.tallies),
            "forms": {form: _plain(tallies) for form, tallies in self.forms.items()},
            "findings": {k: {"right": t.right, "total": t.total} for k, t in self.by_rule.items()},
            "false_alarms": dict(self.false_alarms),
            "sure_and_wrong": self.sure_and_wrong,
            "character_errors": self.character_errors,
            "silent": silent_errors(self.believed)._asdict(),
            "misses": [
                {"file": m.file, "what": m.what, "pointer": m.pointer, "expected": m.expected,
                 "got": m.got}
                for m in self.misses
            ],
        }  # fmt: skip

    def __rich__(self) -> Group:
        table = Table(title=f"{self.filings} filings, {self.perfect} without a miss in the values")
        _fill(table, self.tallies)
        table.add_row("false alarms", ", ".join(f"{v} {k}" for k, v in self.false_alarms.items()))
        table.add_row("sure and wrong", str(self.sure_and_wrong))
        table.add_row("characters wrong", "", "", f"{100 * self.character_errors:.3f}")
        silent = silent_errors(self.believed)
        share = f"{100 * silent.sure / silent.values:.2f}" if silent.values else ""
        table.add_row("amounts and targets sure", str(silent.sure), str(silent.values), share)
        table.add_row("of those wrong", str(silent.wrong), str(silent.sure))
        table.add_row("no output", str(len(self.missing)))
        forms = []
        for form, tallies in self.forms.items() if len(self.forms) > 1 else ():
            forms.append(Table(title=form))
            _fill(forms[-1], tallies)
        rules = Table("rule", "hit", "planted", title="Planted findings")
        for rule, tally in sorted(self.by_rule.items()):
            rules.add_row(rule, str(tally.right), str(tally.total))
        return Group(table, *forms, rules)


def _plain(tallies: Tallies) -> dict[str, dict[str, int]]:
    named = {"leaves": _leaves(tallies), **tallies}
    return {name: {"right": t.right, "total": t.total} for name, t in named.items()}


def _fill(table: Table, tallies: Tallies) -> None:
    for heading in ("", "right", "of", "%"):
        table.add_column(heading, justify="left" if not heading else "right")
    for name, tally in {"leaves": _leaves(tallies), **tallies}.items():
        if tally.share is not None:
            table.add_row(name, str(tally.right), str(tally.total), f"{100 * tally.share:.2f}")


def score(truth_dir: Path, out_dir: Path) -> Score:
    """Compares every truth file with its output; a missing output loses all its leaves."""
    total = Score()
    for path in sorted(truth_dir.glob("*.truth.json")):
        name = path.name.removesuffix(".truth.json")
        truth = json.loads(path.read_text(encoding="utf-8"))
        made = out_dir / "filings" / f"{name}.json"
        got = json.loads(made.read_text(encoding="utf-8")) if made.exists() else {}
        if not got:
            total.missing.append(name)
        score_filing(name, truth, got, total)
    return total


def score_filing(name: str, truth: Mapping[str, Any], got: Mapping[str, Any], total: Score) -> None:
    """Adds one filing to the score."""
    total.filings += 1
    before = len(total.misses)
    pairs = list(leaf_pairs(truth["declaration"], got.get("declaration") or {}))
    evidence = got.get("evidence") or {}
    one = _Filing(name, truth["declaration"]["form"], total)
    _score_leaves(one, pairs, evidence)
    total.perfect += len(total.misses) == before
    _score_evidence(one, pairs, truth["evidence"], evidence)
    _score_tables(one, truth["tables"], got.get("tables") or [])
    _score_findings(one, truth["planted"], got.get("findings") or [])


@dataclass(frozen=True, slots=True)
class _Filing:
    """A filing that is being scored, and the score that it adds to."""

    name: str
    form: str
    total: Score

    def add(self, kind: str, right: bool) -> None:
        self.total.add(self.form, kind, right)

    def miss(self, what: str, pointer: str, expected: Any, got: Any) -> None:
        self.total.misses.append(Miss(self.name, what, pointer, expected, got))


# --- leaves -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Pair:
    """A leaf of the truth beside what stands in its place in the output.

    `got_pointer` differs from `pointer` where rows were lost or added; it is
    None where the output has no such row. `extra` marks a row of the output
    that the truth does not have.
    """

    section: str
    kind: str
    pointer: str
    got_pointer: str | None
    expected: Any
    got: Any
    row: str | None = None
    extra: bool = False

    @property
    def right(self) -> bool:
        """Whether the output says what the truth says."""
        if self.extra or self.got_pointer is None:
            return False
        return same(self.expected, self.got)


def same(expected: Any, got: Any) -> bool:
    """Equality on the keys that the truth has: it leaves out what a reader derives."""
    if isinstance(expected, dict):
        return isinstance(got, dict) and all(same(expected[k], got.get(k)) for k in expected)
    return type(expected) is type(got) and bool(expected == got)


def leaf_pairs(truth: Mapping[str, Any], got: Mapping[str, Any]) -> Iterator[Pair]:
    """Every leaf of the truth with its counterpart; a target is one leaf, and so is what
    is ticked in a group of boxes.
    """
    for key, value in truth.items():
        whole = isinstance(value, dict | list)
        section = key if whole and key in SECTIONS else "basic"
        yield from _pairs(section, key, f"/{key}", value, got.get(key))


def _pairs(section: str, key: str, pointer: str, truth: Any, got: Any) -> Iterator[Pair]:
    """What lies at and below a pointer of the truth."""
    if isinstance(truth, list) and section != "choices":
        if truth and isinstance(truth[0], str):
            yield from _text_pairs(section, truth, got or [])
        else:
            yield from _row_pairs(section, pointer, truth, got or [])
    elif isinstance(truth, dict) and "kind" not in truth:
        there = got or {}
        for name, value in truth.items():
            yield from _pairs(section, name, f"{pointer}/{name}", value, there.get(name))
        if section in ("choices", "attributes"):
            for name in there.keys() - truth.keys():
                extra = f"{pointer}/{name}"
                yield Pair(section, "text", extra, extra, None, there[name], extra=True)
    else:
        yield Pair(section, _kind(key), pointer, pointer, truth, got)


def _kind(key: str, in_indicator: bool = False, in_history: bool = False) -> str:
    if in_history:
        return "target" if in_indicator else "money"
    if key == "target" or (key == "actual" and in_indicator):
        return "target"
    return "money" if key in MONEY else "score" if key in SCORES else "text"


def aligned(truth: Sequence[Any], got: Sequence[Any]) -> Iterator[tuple[int | None, int | None]]:
    """Index pairs of two lists of keys; None where one side has no counterpart."""
    matcher = SequenceMatcher(a=list(truth), b=list(got), autojunk=False)
    for _, a0, a1, b0, b1 in matcher.get_opcodes():
        for step in range(max(a1 - a0, b1 - b0)):
            yield (
                a0 + step if a0 + step < a1 else None,
                b0 + step if b0 + step < b1 else None,
            )


def _text_pairs(section: str, truth: Sequence[str], got: Sequence[str]) -> Iterator[Pair]:
    for i, j in aligned(truth, got):
        pointer = f"/{section}/{i if i is not None else j}"
        expected = truth[i] if i is not None else None
        there = None if j is None else f"/{section}/{j}"
        value = got[j] if j is not None else None
        yield Pair(section, "text", pointer, there, expected, value, extra=i is None)


def _row_pairs(
    section: str,
    pointer: str,
    truth: Sequence[Mapping[str, Any]],
    rows: Sequence[Mapping[str, Any]],
) -> Iterator[Pair]:
    for i, j in aligned([_row_key(row) for row in truth], [_row_key(row) for row in rows]):
        if i is None:
            extra = f"{pointer}/{j}"
            yield Pair(section, "row", extra, extra, None, rows[j or 0], extra, extra=True)
            continue
        here, there = f"{pointer}/{i}", None if j is None else f"{pointer}/{j}"
        row = rows[j] if j is not None else {}
        for key, kind, expected, value in _row_leaves(truth[i], row):
            at = None if there is None else f"{there}/{key}"
            yield Pair(section, kind, f"{here}/{key}", at, expected, value, here)


def _row_key(row: Mapping[str, Any]) -> str:
    return next((f"{row[name]}" for name in ROW_NAMES if name in row), "")


def _row_leaves(
    truth: Mapping[str, Any], got: Mapping[str, Any]
) -> Iterator[tuple[str, str, Any, Any]]:
    indicator = "level3" in truth
    for key, expected in truth.items():
        if key == "history":
            past = got.get("history") or {}
            for year, value in expected.items():
                kind = _kind(key, indicator, in_history=True)
                yield f"history/{year}", kind, value, past.get(year)
        else:
            yield key, _kind(key, indicator), expected, got.get(key)


def _score_leaves(one: _Filing, pairs: Sequence[Pair], evidence: Mapping[str, Any]) -> None:
    rows: dict[str, bool] = {}
    for pair in pairs:
        right = pair.right
        one.add(pair.section, right)
        if isinstance(pair.expected, str) and isinstance(pair.got, str):
            one.total.characters.total += len(pair.expected)
            one.total.characters.right += len(pair.expected) - Levenshtein.distance(
                pair.expected, pair.got
            )
        if pair.kind in TALLY_OF:
            one.add(TALLY_OF[pair.kind], right)
            if not pair.extra and not (pair.expected is None and pair.got is None):
                one.total.believed.append(_believed(pair, evidence))
        if pair.row is not None and "/indicators/" in pair.row:
            rows[pair.row] = rows.get(pair.row, True) and right
        if not right:
            found = _evidence_at(evidence, pair.got_pointer)
            one.total.sure_and_wrong += found is not None and found.get("sure", True)
            one.miss(pair.section, pair.pointer, pair.expected, pair.got)
    for right in rows.values():
        one.add("indicators", right)


def _believed(pair: Pair, evidence: Mapping[str, Any]) -> Believed:
    """How surely the value of a leaf was read."""
    found = _evidence_at(evidence, pair.got_pointer)
    if found is None:
        return Believed(0.0, False, pair.right)
    return Believed(found.get("confidence", 1.0), found.get("sure", True), pair.right)


# --- places -------------------------------------------------------------------------------


def _evidence_at(evidence: Mapping[str, Any], pointer: str | None) -> Mapping[str, Any] | None:
    """The evidence of a leaf: at its pointer or, for a target, at its parts."""
    if pointer is None:
        return None
    if pointer in evidence:
        return dict(evidence[pointer])
    inside = f"{pointer}/"
    return next((dict(v) for k, v in evidence.items() if k.startswith(inside)), None)


def _score_evidence(
    one: _Filing,
    pairs: Sequence[Pair],
    truth: Mapping[str, Sequence[Mapping[str, Any]]],
    evidence: Mapping[str, Any],
) -> None:
    for pair in pairs:
        places = truth.get(pair.pointer)
        if not places or pair.extra:
            continue
        found = _evidence_at(evidence, pair.got_pointer)
        kind = "placeholders" if pair.expected is None else "evidence"
        one.add(kind, found is not None)
        if found is None:
            one.miss(kind, pair.pointer, places, None)
            continue
        there = [found, *found.get("continues", ())]
        right_page = places[0]["page"] in {place["page"] for place in there}
        right_box = any(_overlap(a, b) for a in places for b in there)
        one.add("pages", right_page)
        one.add("boxes", right_box)
        if not right_page or not right_box:
            what = "boxes" if right_page else "pages"
            got = [{"page": place["page"], "bbox": place["bbox"]} for place in there]
            one.miss(what, pair.pointer, places, got)


def _overlap(first: Mapping[str, Any], second: Mapping[str, Any]) -> bool:
    if first["page"] != second["page"]:
        return False
    a, b = first["bbox"], second["bbox"]
    width = min(a[2], b[2]) - max(a[0], b[0])
    height = min(a[3], b[3]) - max(a[1], b[1])
    smaller = min((box[2] - box[0]) * (box[3] - box[1]) for box in (a, b))
    return bool(width > 0 and height > 0 and width * height >= OVERLAP * smaller)


# --- tables -------------------------------------------------------------------------------


def _score_tables(
    one: _Filing, truth: Sequence[Mapping[str, Any]], got: Sequence[Mapping[str, Any]]
) -> None:
    """Cells that stand in the right row and column with the right spans and text."""
    for number, table in enumerate(truth):
        best = max((_right_cells(table, other) for other in got), key=len, default=set())
        for cell in table["cells"]:
            at = (cell["row"], cell["column"])
            one.add("cells", at in best)
            if at not in best:
                pointer = f"/tables/{number}/cells/{at[0]},{at[1]}"
                one.miss("cells", pointer, cell, None)


def _right_cells(truth: Mapping[str, Any], got: Mapping[str, Any]) -> set[tuple[int, int]]:
    """Row and column (in the truth) of the cells that the other table has too."""
    if truth["columns"] != got["columns"]:
        return set()
    keys = _row_texts(truth), _row_texts(got)
    rows = {i: j for i, j in aligned(*keys) if i is not None and j is not None}
    there = {_cell_key(cell, cell["row"]) for cell in got["cells"]}
    return {
        (cell["row"], cell["column"])
        for cell in truth["cells"]
        if cell["row"] in rows and _cell_key(cell, rows[cell["row"]]) in there
    }


def _cell_key(cell: Mapping[str, Any], row: int) -> tuple[int, int, int, int, str]:
    text = "".join(str(cell["text"]).split())
    return row, cell["column"], cell["row_span"], cell["column_span"], text


def _row_texts(table: Mapping[str, Any]) -> list[str]:
    texts = [""] * table["rows"]
    for cell in sorted(table["cells"], key=lambda c: (c["row"], c["column"])):
        # A merged label is left out: where a reader puts it must not shift the rows.
        if cell["row_span"] == 1:
            texts[cell["row"]] += "|" + "".join(str(cell["text"]).split())
    return texts


# --- findings -----------------------------------------------------------------------------


def _score_findings(
    one: _Filing, planted: Sequence[Mapping[str, Any]], found: Sequence[Mapping[str, Any]]
) -> None:
    failed = [finding for finding in found if finding["outcome"] == "fail"]
    rules = {name for finding in failed for name in _names(finding["rule"])}
    for plant in planted:
        known = rules | (_asked(found, plant["pointers"]) if plant.get("asks") else set())
        hit = not known.isdisjoint(plant["rule"].split("/"))
        one.add("findings", hit)
        one.total.by_rule[plant["rule"]].add(hit)
        if not hit:
            one.miss("findings", plant["pointers"][0], plant["rule"], None)
    excused = {rule for plant in planted for rule in (*plant["rule"].split("/"), *plant["also"])}
    for finding in failed:
        if not excused & _names(finding["rule"]):
            one.total.false_alarms[finding["severity"]] += 1
            pointer = (finding["pointers"] or [""])[0]
            got = f"{finding['rule']}: {finding['message']}"
            one.miss(f"false {finding['severity']}", pointer, None, got)


def _asked(found: Sequence[Mapping[str, Any]], pointers: Sequence[str]) -> set[str]:
    """The rules that ask a person to look at one of these leaves."""
    asking = [finding for finding in found if finding["outcome"] == "undetermined"]
    named = [finding for finding in asking if not set(pointers).isdisjoint(finding["pointers"])]
    return {name for finding in named for name in _names(finding["rule"])}


def _names(rule: str) -> frozenset[str]:
    """What a plant may call a rule: its id, or its row in the catalogue (`D04`)."""
    known = RULES.get(rule)
    numbers = known.number.split("/") if known is not None else ()
    return frozenset((rule, *numbers))


def main() -> None:
    """Command line of the scorer."""
    parser = argparse.ArgumentParser(description="Compare a run with the truth.")
    parser.add_argument("truth_dir", type=Path)
    parser.add_argument("out_dir", type=Path)
    parser.add_argument("--misses", type=int, default=20, help="how many misses to print")
    parser.add_argument("--json", type=Path, help="write everything here as JSON")
    args = parser.parse_args()
    result = score(args.truth_dir, args.out_dir)
    console = Console()
    console.print(result)
    for miss in result.misses[: args.misses]:
        console.print(
            f"{miss.file} {miss.what} {miss.pointer}: {miss.expected!r} / {miss.got!r}",
            markup=False,
        )
    if args.json:
        args.json.write_text(json.dumps(result.as_dict(), ensure_ascii=False, indent=1))


if __name__ == "__main__":
    main()
