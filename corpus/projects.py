"""A plausible, consistent 项目支出绩效目标申报表 from a seed."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any

from corpus.amounts import TOTAL, cents
from corpus.draw import draw_body, draw_goal, draw_person, draw_phone
from corpus.goals import Aim, Frame, draw_aim, draw_ideas, weights_of, with_costs_first
from corpus.tree import TreeDraft
from corpus.vocabulary import COSTS, FIELDS, PROJECT_COMMON, TASK_TAILS, TASK_VERBS, Field
from corpus.written import BLANK, Hand, Written, draw_hand, filing_date, money, text

FORM = "项目支出绩效目标申报表"
CATEGORIES = ("特定目标类", "其他运转类", "特定目标类", "专项资金")
NATURES = ("新增项目", "延续项目")
PURCHASES = ("政府采购", "自行采购", "不采购")
TICKS = (("■", "□"), ("√", "□"), ("☑", "□"), ("☑", "☐"))
COMMON_TICKS = TICKS[:2]
"""Those that all fonts for Chinese have: the ticked boxes of Unicode few do."""


@dataclass(frozen=True, slots=True)
class Needs:
    """What a layout asks of the draft.

    `items` are its kinds of money under the total, as named in the half of the
    whole period and in the year's (None: that half has no such row). `in_yuan` writes money
    in 元 with thousands and cents. `dated` has a period of days, else of years.
    `whole` is what the total is called in print, `ticked` writes the nature as check boxes.
    `parts` are what the first of the items consists of, in half of the filings named below it.
    `yearly` has no half for the whole period. `bracketed` writes `≥90.00(%)`, `columned`
    has the sign and the unit of a target in columns of their own.
    """

    items: tuple[tuple[str | None, str | None], ...]
    whole: str = "资金总额"
    parts: tuple[str, ...] = ()
    ticked: bool = False
    in_yuan: bool = False
    dated: bool = False
    yearly: bool = False
    bracketed: bool = False
    columned: bool = False


def draw_project(rng: Random, style: str, simple_ticks: bool, needs: Needs) -> TreeDraft:
    """A consistent filing: sums close, years agree, this year's targets fit the period's.

    `simple_ticks` keeps to check marks that every font has.
    """
    hand = draw_hand(rng)
    field = rng.choice(FIELDS)
    year = rng.randint(2021, 2026)
    since = year - rng.choice((0, 0, 1))
    until = year if needs.yearly else since + rng.randint(2 if since < year else 1, 3)
    name = rng.choice((*field.projects, *PROJECT_COMMON))
    amounts = _draw_amounts(rng, needs)
    ten_thousands = [cents(value / (10000 if needs.in_yuan else 1)) for value in amounts.whole]
    whole, of_year = (plain(amount) for amount in ten_thousands)
    frame = Frame(year, until, of_year, whole, needs.bracketed, needs.columned)
    ideas = draw_ideas(rng, field)
    if rng.random() < 0.4:
        ideas = with_costs_first(ideas)
    aims = [draw_aim(rng, hand, idea, frame) for idea in ideas]
    weights = weights_of(ideas, 100)
    body = draw_body(rng, field)
    ticks = rng.choice(COMMON_TICKS if simple_ticks else TICKS)
    date = datetime.date(year - 1, rng.randint(9, 12), rng.randint(1, 30))
    tree: dict[str, Any] = {
        "stated_year": Written(year, str(year)),
        "filed_on": filing_date(rng, date),
        "currency_unit": text("元" if needs.in_yuan else "万元"),
        "preparer": text(draw_person(rng)),
        "phone": text(draw_phone(rng)),
        "project": text(name),
        "project_code": text(draw_code(rng, year)),
        "department": text(body),
        "unit": text(body if rng.random() < 0.4 else draw_unit(rng, body)),
        "manager": text(draw_person(rng)),
        "category": text(rng.choice(CATEGORIES)),
        "nature": _nature(rng, since < year, ticks if needs.ticked else None),
        "period": _period(rng, since, until, needs.dated),
        "funding": amounts.rows(needs.whole, clerk(hand) if needs.in_yuan else hand),
        "long_term": {
            "goal": text(project_goal(rng, field, name)),
            "indicators": [_row(a, a.long, w) for a, w in zip(aims, weights, strict=True)],
        },
        "annual": {
            "goal": text(project_goal(rng, field, name)),
            "indicators": [_row(a, a.annual, w) for a, w in zip(aims, weights, strict=True)],
        },
        "choices": _choices(rng, ticks),
        "attributes": _attributes(rng, field, name, year) | {"填报部门": text(body)},
    }
    if needs.parts and rng.random() < 0.5:
        tree["funding"][2:2] = _parts(rng, tree["funding"][1], needs.parts, hand)
    shapes = {aim.idea.level3: aim.idea.shape for aim in aims}
    return TreeDraft(FORM, style, year, tree, hand, shapes)


def _row(aim: Aim, target: Written, weight: int) -> dict[str, Written]:
    idea = aim.idea
    return {
        "level1": text(idea.level1),
        "level2": text(idea.level2),
        "level3": text(idea.level3),
        "target": target,
        "_sign": text(_SIGNS[aim.meant.op]) if aim.meant else text("定性"),
        "_unit": text(aim.meant.unit) if aim.meant else BLANK,
        "weight": text(str(weight)),
    }


_SIGNS = {">=": "≥", "<=": "≤", "=": "="}


def plain(value: Decimal) -> str:
    """An amount as a target names it: no cents where there are none."""
    return format(value, "f").removesuffix(".00")


# --- who and what -------------------------------------------------------------------------


def draw_unit(rng: Random, body: str) -> str:
    """A body that the department charges with the work."""
    return f"{body}{rng.choice(('机关', '项目管理办公室', '综合服务中心', '信息中心'))}"


def draw_code(rng: Random, year: int) -> str:
    """A project's code as budget systems number them."""
    return f"42{rng.randrange(10**8):08d}T{year}{rng.randrange(10**5):05d}"


def project_goal(rng: Random, field: Field, name: str) -> str:
    """What the project is to achieve: one paragraph, now and then numbered parts."""
    if rng.random() < 0.4:
        parts = rng.sample(field.objects, rng.randint(2, 4))
        return "".join(
            f"{i}.{rng.choice(TASK_VERBS)}{part}工作，{rng.choice(TASK_TAILS)}。"
            for i, part in enumerate(parts, start=1)
        )
    return f"通过实施{name}，{draw_goal(rng, field)}"


def _attributes(rng: Random, field: Field, name: str, year: int) -> dict[str, Written]:
    """Labels of one form or another that have no field of their own."""
    objects = rng.sample(field.objects, 3)
    number = rng.randint(3, 88)
    policy = (
        f"《关于进一步加强{objects[0]}的意见》（财发〔{year - 1}〕{number}号）"
        f"；《{objects[1]}管理办法》"
    )
    costs = rng.sample(COSTS, 3)
    return {
        "项目期": text(rng.choice(("长期", "一次性", "阶段性"))),
        "政策依据": text(policy),
        "立项依据": text(f"根据{policy}，结合本单位职责开展{name}。"),
        "项目概况": text(f"{name}主要内容为{objects[0]}、{objects[1]}，{draw_goal(rng, field)}"),
        "项目立项必要性": text(f"{objects[2]}任务重、覆盖面广，现有经费不足以保障工作开展。"),
        "实施计划": text(
            f"第一季度制定{objects[0]}实施方案；第二、三季度组织实施，开展过程检查；"
            f"第四季度组织验收并支付{costs[0]}等尾款。"
        ),
        "测算依据": text(f"主要用于{costs[0]}、{costs[1]}和{costs[2]}，参照上年支出水平测算。"),
        "管理制度": text(f"《{name}资金管理办法》《政府采购内部控制制度》"),
        "邮政编码": text(f"4{rng.randrange(10**5):05d}") if rng.random() < 0.8 else BLANK,
        "单位地址": text(f"{rng.choice(('人民路', '建设大道', '迎宾路'))}{number}号"),
    }


def _nature(rng: Random, continued: bool, ticks: tuple[str, str] | None) -> Written:
    """New or continued; as check boxes where `ticks` are given."""
    name = NATURES[continued]
    if ticks is None:
        return text(name)
    return Written(name, boxes(NATURES, [name], ticks, rng.random() < 0.3).paper)


def _choices(rng: Random, ticks: tuple[str, str]) -> dict[str, Written]:
    """Check boxes by their group's label; nature and category have fields of their own.

    项目属性 is a group of boxes only where its ticks name no nature.
    """
    after = rng.random() < 0.3
    return {
        "项目属性": BLANK,
        "采购形式": boxes(PURCHASES, [rng.choice(PURCHASES)], ticks, after),
        "资金用途": boxes(
            ("业务类", "投资类", "发展类", "补助类"),
            sorted(rng.sample(("业务类", "投资类", "发展类", "补助类"), rng.choice((1, 1, 2))),
                   key=("业务类", "投资类", "发展类", "补助类").index),
            ticks, after,
        ),
        "是否政府购买服务": boxes(("是", "否"), [rng.choice(("是", "否"))], ticks, after),
    }  # fmt: skip


def boxes(
    names: Sequence[str], ticked: Sequence[str], ticks: tuple[str, str], after: bool
) -> Written:
    """`☑新增项目 □延续项目`, or with the boxes after the words."""
    parts = ((ticks[name not in ticked], name) for name in names)
    paper = "  ".join(f"{name}{mark}" if after else f"{mark}{name}" for mark, name in parts)
    return Written(list(ticked), paper)


# --- when ---------------------------------------------------------------------------------


def _period(rng: Random, since: int, until: int, dated: bool) -> dict[str, Written]:
    if dated:
        first, last = f"{since}-01-01", f"{until}-12-31"
        paper = (first, last)
        if rng.random() < 0.4:
            paper = (f"{since}年1月1日", f"{until}年12月31日")
        return {"from": Written(first, paper[0]), "to": Written(last, paper[1])}
    if rng.random() < 0.4:
        return {
            "from": Written(f"{since}-01", f"{since}年1月"),
            "to": Written(f"{until}-12", f"{until}年12月"),
        }
    return {"from": Written(f"{since}", f"{since}年"), "to": Written(f"{until}", f"{until}年")}


# --- money --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Amounts:
    """Money by item: the whole period's and the year's; the total is the first."""

    names: tuple[tuple[str | None, str | None], ...]
    total: tuple[Decimal | None, ...]
    annual: tuple[Decimal | None, ...]

    @property
    def whole(self) -> tuple[Decimal, Decimal]:
        """The whole period's total and the year's."""
        return (_sum(self.total), _sum(self.annual))

    def rows(self, whole: str, hand: Hand) -> list[dict[str, Written]]:
        """A row for the total, then one for each name: two where the halves differ in it."""
        rows = [_money_row(Written(TOTAL, whole), *self.whole, hand)]
        for (left, right), total, annual in zip(self.names, self.total, self.annual, strict=True):
            if left == right and left is not None:
                rows.append(_money_row(text(left), total, annual, hand))
                continue
            if left is not None:
                rows.append(_money_row(text(left), total, None, hand))
            if right is not None:
                rows.append(_money_row(text(right), None, annual, hand))
        return rows


def _sum(parts: Sequence[Decimal | None]) -> Decimal:
    return sum((part for part in parts if part is not None), Decimal(0))


def _money_row(
    item: Written, total: Decimal | None, annual: Decimal | None, hand: Hand
) -> dict[str, Written]:
    return {"item": item, "total": money(total, hand), "annual": money(annual, hand)}


def _parts(
    rng: Random, row: dict[str, Written], names: Sequence[str], hand: Hand
) -> list[dict[str, Written]]:
    """Rows for the parts of an item, most of it the first's."""
    amounts = [Decimal(row[name].truth) for name in ("total", "annual")]
    parts = shared(amounts, [rng.choice((0, 5, 15, 30)) for _ in names[1:]], names)
    return [_money_row(item, total, annual, hand) for item, (total, annual) in parts]


def shared(
    amounts: Sequence[Decimal], shares: Sequence[int], names: Sequence[str]
) -> list[tuple[Written, list[Decimal]]]:
    """The parts of an item by name: their amounts in each column, of which `shares` (in percent)
    go to all parts but the first.
    """
    others = [[cents(amount * share / 100) for amount in amounts] for share in shares]
    columns = zip(amounts, zip(*others, strict=True), strict=True)
    first = [amount - _sum(rest) for amount, rest in columns]
    items = [Written(names[0], f"其中：{names[0]}"), *map(text, names[1:])]
    return list(zip(items, [first, *others], strict=True))


def clerk(hand: Hand) -> Hand:
    """Amounts in 元 come out of a system: thousands and cents, always."""
    return Hand(hand.spelling, False, True, hand.spaced_unit, hand.stray)


def draw_annual(rng: Random, in_yuan: bool) -> Decimal:
    """A year's money of a project: 3 to 2,000 万元, often round."""
    amount = cents(Decimal(str(10 ** rng.uniform(0.5, 3.3))))
    if rng.random() < 0.4:
        amount = cents(amount.quantize(Decimal(1)) + 1)
    return cents(amount * 10000) if in_yuan else amount


def _draw_amounts(rng: Random, needs: Needs) -> Amounts:
    """The first item takes most, the others little or nothing; the period more than the year."""
    annual_whole = draw_annual(rng, needs.in_yuan)
    factor = Decimal(str(round(rng.uniform(1.6, 3.2), 1)))
    annual = split(rng, annual_whole, [right is not None for _, right in needs.items])
    total: list[Decimal | None] = []
    for (left, _), part in zip(needs.items, annual, strict=True):
        # A project of one year has one amount, printed as the year's.
        total.append(None if left is None else cents((part or Decimal(0)) * factor))
    return Amounts(needs.items, tuple(total), tuple(annual))


def split(rng: Random, whole: Decimal, present: Sequence[bool]) -> list[Decimal | None]:
    """The whole shared out over the items that are there."""
    others = [
        cents(whole * Decimal(str(round(rng.uniform(0.05, 0.3), 2)))) * (rng.random() < 0.5)
        for _ in present[1:]
    ]
    kept = [part if here else None for part, here in zip(others, present[1:], strict=True)]
    return [whole - _sum(kept), *kept]
