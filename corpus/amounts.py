"""The money of a filing: projects, income and expenditure that add up."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from random import Random

from corpus.filing import FundingRow, ProjectRow
from corpus.vocabulary import COSTS, PROJECT_COMMON, PROJECT_SUFFIXES, Field
from corpus.written import BLANK, Hand, Written, money, placeholder, share, spread, text

TOTAL = "合计"
SPECIFIC = "特定目标类"
OPERATING = "运转类"
CENT = Decimal("0.01")


def cents(value: Decimal) -> Decimal:
    """Rounded to two decimals, half up."""
    return value.quantize(CENT, ROUND_HALF_UP)


def percent(part: Decimal, whole: Decimal) -> Decimal:
    """`part` in percent of `whole`, two decimals, half up."""
    return cents(part * 100 / whole)


def draw_projects(
    rng: Random, hand: Hand, field: Field
) -> tuple[tuple[ProjectRow, ...], dict[str, Decimal]]:
    """1 to 30 projects, and the sum of the year's budgets per category."""
    count = rng.choices((rng.randint(1, 4), rng.randint(5, 12), rng.randint(13, 30)), (3, 5, 2))[0]
    names = _project_names(rng, field, count)
    annual = [cents(Decimal(str(10 ** rng.uniform(0.3, 2.6)))) for _ in names]
    if rng.random() < 0.25:
        annual = [cents(amount / 20) + CENT for amount in annual]
    operating = rng.random() < 0.2 and count > 3
    categories = [OPERATING if operating and i % 4 == 3 else SPECIFIC for i in range(count)]
    # As in the reference filing: the projects' sum may differ by a cent of rounding.
    noted = 0 if rng.random() < 0.15 and count > 2 else -1
    rows = tuple(
        ProjectRow(
            name=text(name),
            category=text(category),
            total_budget=money(_multi_year(rng, amount), hand),
            annual_budget=money(amount + (CENT if i == noted else 0), hand),
            purpose=text(_draw_purpose(rng, field)) if rng.random() < 0.97 else placeholder(rng),
        )
        for i, (name, category, amount) in enumerate(zip(names, categories, annual, strict=True))
    )
    sums = {
        key: sum((a for a, c in zip(annual, categories, strict=True) if c == key), Decimal(0))
        for key in set(categories)
    }
    return rows, sums


def _multi_year(rng: Random, annual: Decimal) -> Decimal:
    if rng.random() < 0.3:
        return annual
    return cents(annual * Decimal(str(rng.uniform(2.2, 3.6))))


def _project_names(rng: Random, field: Field, count: int) -> list[str]:
    pool = [*field.projects, *PROJECT_COMMON]
    pool += [f"{obj}{suffix}" for obj in field.objects for suffix in PROJECT_SUFFIXES]
    return rng.sample(list(dict.fromkeys(pool)), count)


def _draw_purpose(rng: Random, field: Field) -> str:
    costs = "、".join(rng.sample(COSTS, rng.randint(1, 4)))
    form = rng.choice(("用于{o}{c}支出", "{o}所需{c}", "保障{o}工作正常开展，支付{c}等", "支付{c}"))
    end = rng.choice(("。", "。", ""))
    return form.format(o=rng.choice(field.objects), c=costs) + end


_INCOME_FORMS = (
    ("财政拨款", "财政专户管理资金", "单位资金"),
    ("财政拨款", "财政专户管理资金", "单位资金"),
    (
        "一般公共预算财政拨款",
        "政府性基金预算财政拨款",
        "财政专户管理资金",
        "单位资金",
        "上年结转结余",
    ),
)


def draw_funding(
    rng: Random, hand: Hand, category_sums: dict[str, Decimal], sign: bool
) -> tuple[tuple[FundingRow, ...], tuple[FundingRow, ...]]:
    """Income and expenditure that add up and balance, in this year and the two before."""
    operating = category_sums.get(OPERATING)
    if operating is None and rng.random() < 0.5:
        operating = cents(Decimal(str(rng.uniform(5, 400))))
    specific = category_sums.get(SPECIFIC, Decimal(0))
    staff = cents(specific * Decimal(str(rng.uniform(0.6, 3))) + 20)
    now = [staff, operating, specific]
    total = sum((part for part in now if part is not None), Decimal(0))
    pasts = [_past_parts(rng, now, Decimal(str(rng.uniform(0.75, 1.1)))) for _ in range(2)]
    names = rng.choice(_INCOME_FORMS)
    present = _present(rng, len(names))
    income_now = _spread_over(rng, total, present)
    income_pasts = [_spread_over(rng, _total(past), present) for past in pasts]
    joiner = rng.choice((TOTAL, "合 计", "合　计", "合  计"))
    empty = rng.choice((BLANK, BLANK, Written(None, "/"), Written(None, "—"), Written("0", "0")))
    expenditure_names = ("人员类项目支出", "运转类项目支出", "特定目标类项目支出")

    def rows(
        labels: Sequence[str],
        current: Sequence[Decimal | None],
        earlier: Sequence[Sequence[Decimal | None]],
    ) -> tuple[FundingRow, ...]:
        parts = [
            _funding_row(text(label), current[i], [e[i] for e in earlier], total, hand, sign, empty)
            for i, label in enumerate(labels)
        ]
        whole = _funding_row(
            spread(TOTAL, joiner), total, [_total(e) for e in earlier], total, hand, sign, empty
        )
        return (*parts, whole)

    return rows(names, income_now, income_pasts), rows(expenditure_names, now, pasts)


def _total(parts: Sequence[Decimal | None]) -> Decimal:
    return sum((part for part in parts if part is not None), Decimal(0))


def _past_parts(rng: Random, now: Sequence[Decimal | None], scale: Decimal) -> list[Decimal | None]:
    return [
        None if part is None else cents(part * scale * Decimal(str(rng.uniform(0.85, 1.15))))
        for part in now
    ]


def _present(rng: Random, count: int) -> list[bool]:
    """Which income items have money; the first always has."""
    return [True, *(rng.random() < 0.5 for _ in range(count - 1))]


def _spread_over(rng: Random, total: Decimal, present: Sequence[bool]) -> list[Decimal | None]:
    """The first item takes most of the total, the others a little."""
    others = sum(present) - 1
    small = [cents(total * Decimal(str(rng.uniform(0.01, 0.08)))) for _ in range(others)]
    amounts = iter([total - sum(small, Decimal(0)), *small])
    return [next(amounts) if here else None for here in present]


def _funding_row(
    item: Written,
    amount: Decimal | None,
    earlier: Sequence[Decimal | None],
    total: Decimal,
    hand: Hand,
    sign: bool,
    empty: Written,
) -> FundingRow:
    if amount is None:
        return FundingRow(item, empty, _empty_share(empty, sign), (empty, empty))
    part = Decimal(100) if amount == total else percent(amount, total)
    first, second = (money(value, hand) for value in earlier)
    return FundingRow(item, money(amount, hand), share(part, hand, sign), (first, second))


def _empty_share(empty: Written, sign: bool) -> Written:
    return empty if empty.truth is None else Written("0", "0%" if sign else "0")
