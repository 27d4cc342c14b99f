"""An archive in memory: many departments' filings over years, and what contradicts what.

Each department files a declaration every year, its projects file theirs and evaluate
last year's. Budgets and targets move on from year to year, 近两年收支金额 repeats what
was declared. Some departments get a contradiction between two filings planted.
"""

import datetime
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, Decimal
from itertools import count, product
from random import Random
from typing import Any

from pydantic import TypeAdapter

from corpus.amounts import CENT, cents, percent
from corpus.draw import draw_filing, draw_goal
from corpus.filing import FilingDraft, declaration_of
from corpus.plant import draw_plants
from corpus.projects import project_goal
from corpus.vocabulary import FIELDS, PLACES, Field
from normalize.models import Declaration

Json = dict[str, Any]

SIGNS = {">=": "≥", "<=": "≤", ">": ">", "<": "<", "=": ""}

_DECLARATION: TypeAdapter[Declaration] = TypeAdapter(Declaration)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A filing of an archive. `planted` are the rules across filings that it breaks."""

    name: str
    declaration: Json
    planted: tuple[str, ...] = ()

    def model(self) -> Declaration:
        """The declaration as a reader gives it."""
        return _DECLARATION.validate_python(self.declaration)


def draw_archive(
    departments: int,
    years: int,
    seed: int,
    planted: float = 0.0,
    faulty: float = 0.0,
    first_year: int = 2022,
) -> Iterator[Drawn]:
    """The filings of `departments` over `years`, department by department.

    A share `planted` of the departments has one contradiction between two filings, a share
    `faulty` one to four within that of the first year; the same seed gives the same filings,
    and those of a department don't depend on how many there are.
    """
    for place, (name, field) in zip(range(departments), _bodies(), strict=False):
        rng = Random(f"{seed}/{place}")
        stem, draft = f"d{place:05d}", draw_filing(rng)
        first = _first_year(rng, draft, name, first_year)
        drawn = _filings(rng, stem, first, field, range(first_year, first_year + years))
        if rng.random() < faulty:
            broken = _first_year(rng, draw_plants(rng, draft)[0], name, first_year)
            drawn[0] = replace(drawn[0], declaration=broken)
        if rng.random() < planted:
            drawn = _planted(rng, drawn)
        yield from drawn


def _bodies() -> Iterator[tuple[str, Field]]:
    """Names of departments, each once, with their fields; places and fields mixed."""
    fields = [(body, field) for field in FIELDS for body in field.bodies]
    wider = (f"{whole}{part}" for whole, part in product(PLACES, PLACES))
    numbered = (f"第{number}{place}" for number in count(1) for place in PLACES)
    for places in (PLACES, tuple(wider)):
        named = [(f"{place}{body}", field) for place in places for body, field in fields]
        Random(len(named)).shuffle(named)
        yield from named
    yield from ((f"{place}{body}", field) for place in numbered for body, field in fields)


def _filings(rng: Random, stem: str, first: Json, field: Field, years: range) -> list[Drawn]:
    found: list[Drawn] = []
    whole = first
    forms: dict[str, Json] = {}
    for year in years:
        if year > years[0]:
            whole = _next_year(rng, whole, field)
        found.append(Drawn(f"{stem}-{year}", whole))
        evaluated = [_evaluation(rng, form) for form in forms.values()]
        forms = {
            row["name"]: _project_form(rng, whole, row, field, forms.get(row["name"]))
            for row in _largest(whole["projects"])
        }
        numbered = enumerate([*forms.values(), *evaluated])
        found += [Drawn(f"{stem}-{year}-{place}", form) for place, form in numbered]
    return found


def _largest(projects: list[Json]) -> list[Json]:
    """The projects that file forms of their own."""
    return sorted(projects, key=lambda row: -Decimal(row["annual_budget"] or 0))[:4]


# --- a department's declaration -----------------------------------------------------------


def _first_year(rng: Random, draft: FilingDraft, name: str, year: int) -> Json:
    drawn = declaration_of(draft)
    shift = year - drawn["fiscal_year"]
    moved: Json = _spelled(_shifted(drawn, shift))
    filed = datetime.date(year - 1, 10, rng.randint(8, 28)).isoformat()
    return moved | {"department": name, "fiscal_year": year, "filed_on": filed, "stated_year": year}


def _shifted(value: Any, years: int) -> Any:
    """Everything that names a year, moved."""
    if isinstance(value, list):
        return [_shifted(item, years) for item in value]
    if not isinstance(value, dict):
        return value
    moved = {key: _shifted(item, years) for key, item in value.items()}
    if value.get("kind") == "date":
        day = datetime.date.fromisoformat(value["date"])
        moved["date"] = day.replace(year=day.year + years, day=min(day.day, 28)).isoformat()
    for key in ("fiscal_year", "until"):
        if isinstance(moved.get(key), int):
            moved[key] += years
    if isinstance(value.get("history"), dict):
        moved["history"] = {str(int(year) + years): item for year, item in moved["history"].items()}
    return moved


def _spelled(value: Any) -> Any:
    """Every target with what a reader derives: its text, its number on one scale."""
    if isinstance(value, list):
        return [_spelled(item) for item in value]
    if not isinstance(value, dict):
        return value
    value = {key: _spelled(item) for key, item in value.items()}
    kind = value.get("kind")
    if kind in ("threshold", "range"):
        scale = 10**4 if value["unit"].startswith("万") else 1
        value["base_unit"] = value["unit"].removeprefix("万") if scale > 1 else value["unit"]
        for number in {"value", "low", "high"} & value.keys():
            value[f"base_{number}"] = f"{Decimal(value[number]) * scale:f}"
    return value if kind is None else value | {"raw": _raw(value)}


def _raw(target: Json) -> str:
    if target["kind"] == "threshold":
        about = "约" if target.get("approximate") else ""
        return f"{about}{SIGNS[target['op']]}{target['value']}{target['unit']}"
    if target["kind"] == "range":
        return f"{target['low']}-{target['high']}{target['unit']}"
    return str(target.get("text") or target.get("date"))


def _next_year(rng: Random, before: Json, field: Field, growth: Decimal | None = None) -> Json:
    """The same department a year later: budgets within a tenth, counts somewhat higher."""
    factor = growth or Decimal(rng.randint(95, 112)) / 100
    year = before["fiscal_year"] + 1
    whole: Json = deepcopy(_shifted(before, 1))
    whole["filed_on"] = f"{year - 1}{before['filed_on'][4:]}"
    whole["stated_year"] = year
    whole["annual"]["goal"] = draw_goal(rng, field)
    for row in whole["projects"]:
        row["annual_budget"] = _grown(row["annual_budget"], factor)
        row["total_budget"] = _at_least(row["total_budget"], row["annual_budget"])
    _grow_funding(whole, before, factor)
    for row, was in zip(whole["annual"]["indicators"], before["annual"]["indicators"], strict=True):
        row["history"] = {str(year - 2): was["history"].get(str(year - 2)), str(year - 1): None}
        if _is_count(was["target"]):
            row["history"][str(year - 1)] = _moved(was["target"], Decimal("1.01"), "=")
            row["target"] = _moved(was["target"], Decimal("1.04"))
    for row in whole["long_term"]["indicators"]:
        if _is_count(row["target"]):
            row["target"] = _moved(row["target"], Decimal("1.05"))
    return whole


def _grown(amount: str | None, factor: Decimal) -> str | None:
    return None if amount is None else f"{cents(Decimal(amount) * factor)}"


def _at_least(total: str | None, annual: str | None) -> str | None:
    return total if total is None or annual is None else max(total, annual, key=Decimal)


def _is_count(target: Json | None) -> bool:
    return bool(
        target and target["kind"] == "threshold" and target["op"] == ">=" and target["unit"] != "%"
    )


def _moved(target: Json, factor: Decimal, op: str | None = None) -> Json:
    """A count times `factor`, rounded up in its last printed digit."""
    was = Decimal(target["value"])
    value = (was * factor).quantize(was, ROUND_CEILING)
    return dict(_spelled(target | {"value": f"{value:f}", "op": op or target["op"]}))


def _grow_funding(whole: Json, before: Json, factor: Decimal) -> None:
    """Rows grown, categories as their projects sum, both totals the same, shares anew."""
    year = str(before["fiscal_year"])
    income, expenditure = whole["funding"]["income"], whole["funding"]["expenditure"]
    for side in ("income", "expenditure"):
        for row, was in zip(whole["funding"][side], before["funding"][side], strict=True):
            row["amount"] = _grown(was["amount"], factor)
            row["history"] = {str(int(year) - 1): was["history"].get(str(int(year) - 1))}
            row["history"][year] = was["amount"]
    for row in expenditure[:-1]:
        budgets = [
            Decimal(project["annual_budget"])
            for project in whole["projects"]
            if project["annual_budget"] and row["item"].startswith(project["category"] or "-")
        ]
        row["amount"] = f"{sum(budgets)}" if budgets else row["amount"]
    total = _sum(expenditure[:-1])
    filled = next(row for row in income if row["amount"])
    others = [row for row in income[:-1] if row is not filled]
    filled["amount"] = f"{total - _sum(others)}"
    for row in (*income, *expenditure):
        if row in (income[-1], expenditure[-1]):
            row["amount"] = f"{total}"
        elif row["share"] is not None and row["amount"] is not None:
            row["share"] = f"{percent(Decimal(row['amount']), total)}"


def _sum(rows: list[Json]) -> Decimal:
    return sum((Decimal(row["amount"]) for row in rows if row["amount"]), Decimal(0))


# --- projects -----------------------------------------------------------------------------

_AIMS = (
    ("产出指标", "数量指标", "{name}完成数量", ">=", "项"),
    ("产出指标", "数量指标", "{name}服务人次", ">=", "人次"),
    ("产出指标", "质量指标", "{name}验收合格率", ">=", "%"),
    ("产出指标", "时效指标", "{name}完成及时率", ">=", "%"),
    ("效益指标", "社会效益指标", "{name}受益人数", ">=", "人"),
    ("满意度指标", "服务对象满意度指标", "{name}服务对象满意度", ">=", "%"),
)


def _project_form(rng: Random, whole: Json, row: Json, field: Field, before: Json | None) -> Json:
    """The declaration of a project that the department lists."""
    return {
        "form": "项目支出绩效目标申报表",
        "fiscal_year": whole["fiscal_year"],
        "filed_on": whole["filed_on"],
        "currency_unit": "万元",
        "project": row["name"],
        "department": whole["department"],
        "nature": "延续项目",
        "funding": [
            {
                "item": "年度资金总额",
                "total": row["total_budget"],
                "annual": row["annual_budget"],
            }
        ],
        "annual": {
            "goal": project_goal(rng, field, row["name"]),
            "indicators": _grown_aims(before) if before else _first_aims(rng, row["name"]),
        },
    }


def _first_aims(rng: Random, name: str) -> list[Json]:
    return [
        {
            "level1": level1,
            "level2": level2,
            "level3": level3.format(name=name),
            "target": _threshold(op, rng.randint(*(85, 99) if unit == "%" else (20, 900)), unit),
        }
        for level1, level2, level3, op, unit in _AIMS
    ]  # fmt: skip


def _threshold(op: str, value: int, unit: str) -> Json:
    target = {"kind": "threshold", "op": op, "value": str(value), "unit": unit}
    return dict(_spelled(target))


def _grown_aims(before: Json) -> list[Json]:
    rows = deepcopy(before["annual"]["indicators"])
    for row in rows:
        if _is_count(row["target"]):
            row["target"] = _moved(row["target"], Decimal("1.04"))
    return list(rows)


def _evaluation(rng: Random, form: Json) -> Json:
    """The self-evaluation of a project: all of it reached, most of the money spent."""
    budget = form["funding"][0]["annual"]
    spent = budget and cents(Decimal(budget) * Decimal(rng.randint(92, 100)) / 100)
    return {
        "form": "项目支出绩效自评表",
        "fiscal_year": form["fiscal_year"],
        "currency_unit": "万元",
        "project": form["project"],
        "department": form["department"],
        "execution": [
            {
                "item": "年度资金总额",
                "initial": budget,
                "adjusted": budget,
                "executed": None if spent is None else f"{spent}",
                "weight": None,
                "rate": None,
                "score": None,
            }
        ],
        "annual": {
            "goal": form["annual"]["goal"],
            "indicators": [
                row | {"actual": _reached(row["target"])} for row in form["annual"]["indicators"]
            ],
        },
    }


def _reached(target: Json) -> Json:
    if _is_count(target):
        return _moved(target, Decimal("1.03"), "=")
    return _threshold("=", min(100, int(target["value"]) + 2), target["unit"])


# --- contradictions -----------------------------------------------------------------------

Planter = Callable[[Random, list[Drawn]], list[Drawn] | None]


def _planted(rng: Random, drawn: list[Drawn]) -> list[Drawn]:
    """The filings of a department with one contradiction between two of them."""
    for rule in rng.sample(sorted(PLANTS), len(PLANTS)):
        if changed := PLANTS[rule](rng, deepcopy(drawn)):
            return changed
    return drawn


def plant_across(rule: str, rng: Random, drawn: list[Drawn]) -> list[Drawn] | None:
    """The department's filings with that rule broken once; None where there is no place."""
    return PLANTS[rule](rng, deepcopy(drawn))


def _of_form(drawn: list[Drawn], part: str) -> list[int]:
    return [place for place, one in enumerate(drawn) if part in one.declaration["form"]]


def _marked(drawn: list[Drawn], place: int, *rules: str) -> list[Drawn]:
    drawn[place] = replace(drawn[place], planted=rules)
    return drawn


def _copy_last_year(rng: Random, drawn: list[Drawn]) -> list[Drawn] | None:
    before, place = _of_form(drawn, "部门整体")[-2:]
    then, now = drawn[before].declaration["annual"], drawn[place].declaration["annual"]
    now["goal"] = then["goal"]
    for row, was in zip(now["indicators"], then["indicators"], strict=True):
        row["target"] = was["target"]
    return _marked(drawn, place, "across.copied_year")


def _grow_money_alone(rng: Random, drawn: list[Drawn]) -> list[Drawn] | None:
    """A project's money grows by four fifths; its targets and the department's table stay."""
    place = _of_form(drawn, "项目支出绩效目标")[-1]
    form = drawn[place].declaration
    before = _same_project(drawn, form, form["fiscal_year"] - 1)
    budget = before and before["funding"][0]["annual"]
    if not before or not budget:
        return None
    form["funding"][0]["annual"] = _grown(budget, Decimal("1.8"))
    form["annual"]["indicators"] = before["annual"]["indicators"]
    _marked(drawn, _of_form(drawn, "部门整体")[-1], "across.project_amount")
    return _marked(drawn, place, "across.budget_without_targets")


def _same_project(drawn: list[Drawn], form: Json, year: int) -> Json | None:
    return next(
        (
            one.declaration
            for one in drawn
            if one.declaration["form"] == form["form"]
            and one.declaration["project"] == form["project"]
            and one.declaration["fiscal_year"] == year
        ),
        None,
    )


def _misstate_last_year(rng: Random, drawn: list[Drawn]) -> list[Drawn] | None:
    place = _of_form(drawn, "部门整体")[-1]
    whole = drawn[place].declaration
    year = str(whole["fiscal_year"] - 1)
    for rows in whole["funding"].values():
        for row in rows:
            row["history"][year] = _grown(row["history"][year], Decimal(10))
    return _marked(drawn, place, "across.last_year_amount")


def _file_twice(rng: Random, drawn: list[Drawn]) -> list[Drawn] | None:
    """A second version, in which one count asks for a third more in the year and after."""
    other = deepcopy(drawn[_of_form(drawn, "部门整体")[-1]])
    whole = other.declaration
    counts = [row for row in whole["annual"]["indicators"] if _is_count(row["target"])]
    if not counts:
        return None
    chosen = rng.choice(counts)
    for row in (*whole["annual"]["indicators"], *whole["long_term"]["indicators"]):
        if row["level3"] == chosen["level3"] and _is_count(row["target"]):
            row["target"] = _moved(row["target"], Decimal(4) / 3)
    again = replace(other, name=f"{other.name}-again", planted=("across.versions",))
    return [*drawn, again]


def _evaluate_less(rng: Random, drawn: list[Drawn]) -> list[Drawn] | None:
    place = rng.choice(_of_form(drawn, "自评"))
    row = drawn[place].declaration["annual"]["indicators"][0]
    row["target"] = _moved(row["target"], Decimal("0.6"))
    return _marked(drawn, place, "across.evaluated_target")


def _forget_indicator(rng: Random, drawn: list[Drawn]) -> list[Drawn] | None:
    place = rng.choice(_of_form(drawn, "自评"))
    aims = drawn[place].declaration["annual"]["indicators"]
    aims[1] = aims[1] | {"level3": "宣传册发放数量"}
    found = ("across.evaluation_lacks_indicator", "across.evaluation_adds_indicator")
    return _marked(drawn, place, *found)


def _misstate_initial(rng: Random, drawn: list[Drawn]) -> list[Drawn] | None:
    place = rng.choice(_of_form(drawn, "自评"))
    row = drawn[place].declaration["execution"][0]
    if not row["initial"]:
        return None
    row["initial"] = _grown(row["initial"], Decimal("1.3"))
    return _marked(drawn, place, "across.initial_budget")


def _misstate_project(rng: Random, drawn: list[Drawn]) -> list[Drawn] | None:
    place = _of_form(drawn, "部门整体")[0]
    rows = [row for row in _largest(drawn[place].declaration["projects"]) if row["annual_budget"]]
    if not rows:
        return None
    row = rng.choice(rows)
    row["annual_budget"] = f"{Decimal(row['annual_budget']) + 3 + CENT}"
    return _marked(drawn, place, "across.project_amount")


def _call_it_new(rng: Random, drawn: list[Drawn]) -> list[Drawn] | None:
    place = _of_form(drawn, "项目支出绩效目标")[-1]
    drawn[place].declaration["nature"] = "新增项目"
    return _marked(drawn, place, "across.project_nature")


PLANTS: Mapping[str, Planter] = {
    "across.budget_without_targets": _grow_money_alone,
    "across.copied_year": _copy_last_year,
    "across.evaluated_target": _evaluate_less,
    "across.evaluation_lacks_indicator": _forget_indicator,
    "across.initial_budget": _misstate_initial,
    "across.last_year_amount": _misstate_last_year,
    "across.project_amount": _misstate_project,
    "across.project_nature": _call_it_new,
    "across.versions": _file_twice,
}
"""How to plant each; all need at least two years."""
