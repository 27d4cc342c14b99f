"""What a project aims at: indicators in the tree that the Ministry of Finance lays down.

Indicators are drawn as meant, so that a declaration can write them for the year and
for the whole period, and a self-evaluation can say what became of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from random import Random

from corpus.spellings import QUALITIES, Quantity, around, beside, due, months, span, spelled
from corpus.vocabulary import Field
from corpus.written import Hand, Written, words

OUTPUT, BENEFIT, CONTENT, COST = "产出指标", "效益指标", "满意度指标", "成本指标"


@dataclass(frozen=True, slots=True)
class Idea:
    """An indicator before its values: `shape` as in `vocabulary.Shape`, or

    `months` (a stretch of the year), `duration` (should fall), `budget` (the year's
    money), `none` (accidents: 0), `years` (how long it lasts).
    """

    level1: str
    level2: str
    level3: str
    shape: str
    hints: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Aim:
    """An indicator with its targets; `meant` is None for words and dates."""

    idea: Idea
    long: Written
    annual: Written
    meant: Quantity | None


_WORDS = ("有效提升", "逐步改善", "得到保障", "持续提升", "明显改善", "稳步增长", "逐年增加")

_TIMELY = (
    Idea(OUTPUT, "时效指标", "任务完成及时率", "full"),
    Idea(OUTPUT, "时效指标", "资金支付及时率", "up_rate"),
    Idea(OUTPUT, "时效指标", "年度任务完成时间", "deadline"),
    Idea(OUTPUT, "时效指标", "项目验收完成时间", "deadline"),
    Idea(OUTPUT, "时效指标", "工作开展时间", "months"),
    Idea(OUTPUT, "时效指标", "突发事件响应时间", "duration", ("分钟", "30")),
    Idea(OUTPUT, "时效指标", "业务办结时限", "duration", ("个工作日", "5")),
)
_QUALITY = (
    Idea(OUTPUT, "质量指标", "项目验收合格率", "full"),
    Idea(OUTPUT, "质量指标", "设备质量合格率", "full"),
    Idea(OUTPUT, "质量指标", "任务完成质量", "words", QUALITIES[:5]),
    Idea(OUTPUT, "质量指标", "人员配备比例", "words", QUALITIES[5:]),
)
_COUNTS = (
    ("开展业务培训期数", "期", 6), ("编制技术报告", "份", 12), ("购置设备", "台", 24),
    ("组织现场检查次数", "次", 48), ("开展宣传活动场次", "场次", 20), ("聘用辅助人员", "名", 35),
)  # fmt: skip
_MONEY = (
    Idea(OUTPUT, "成本指标", "项目总成本", "budget"),
    Idea(OUTPUT, "成本指标", "人均培训成本", "cost", ("元/人", "450")),
    Idea(OUTPUT, "成本指标", "单位运行维护成本", "cost", ("万元", "12")),
    Idea(OUTPUT, "成本指标", "成本节约率", "up_small"),
)
_BENEFITS = (
    Idea(BENEFIT, "经济效益指标", "带动群众增收情况", "words", _WORDS),
    Idea(BENEFIT, "经济效益指标", "财政资金使用效益", "words", _WORDS),
    Idea(BENEFIT, "社会效益指标", "政策知晓率", "up_rate"),
    Idea(BENEFIT, "社会效益指标", "公共服务水平", "words", _WORDS),
    Idea(BENEFIT, "社会效益指标", "责任事故发生数", "none", ("起",)),
    Idea(BENEFIT, "生态效益指标", "生态环境改善情况", "words", _WORDS),
    Idea(BENEFIT, "生态效益指标", "废弃物规范处置率", "up_rate"),
    Idea(BENEFIT, "可持续影响指标", "长效管理机制健全性", "words", ("健全", "逐步健全")),
    Idea(BENEFIT, "可持续影响指标", "设施持续使用年限", "years", ("年",)),
)


def draw_ideas(rng: Random, field: Field) -> list[Idea]:
    """5 to 20 indicators with every level 1 and every kind of output, in the form's order."""
    counts = [*field.counts, *rng.sample(_COUNTS, 2)]
    size = rng.choice((1, 1, 2, 3))
    amounts = [
        Idea(OUTPUT, "数量指标", name, "count", (unit, str(n)))
        for name, unit, n in rng.sample(counts, min(len(counts), size + rng.randint(0, 2)))
    ]
    rates = [Idea(OUTPUT, "质量指标", name, "up_rate") for name in field.rates]
    quality = rng.sample([*rates, *_QUALITY], rng.randint(1, size))
    timely = rng.sample(_TIMELY, rng.randint(1, min(2, size)))
    money = rng.sample(_MONEY, rng.randint(1, 2))
    chosen = set(rng.sample(range(len(_BENEFITS)), rng.randint(2, 2 + 2 * size)))
    benefits = [idea for i, idea in enumerate(_BENEFITS) if i in chosen]
    content = [Idea(CONTENT, "服务对象满意度指标", f"{field.people}满意度", "up_rate")]
    if rng.random() < 0.3:
        content.append(Idea(CONTENT, "服务对象满意度指标", "主管部门满意度", "up_rate"))
    return [*amounts, *quality, *timely, *money, *benefits, *content]


def with_costs_first(ideas: Sequence[Idea]) -> list[Idea]:
    """The tree since 2021: 成本指标 is a level 1 of its own and stands before the outputs."""
    costs = [
        Idea(COST, "经济成本指标", idea.level3, idea.shape, idea.hints)
        for idea in ideas
        if idea.level2 == "成本指标"
    ]
    return [*costs, *(idea for idea in ideas if idea.level2 != "成本指标")]


@dataclass(frozen=True, slots=True)
class Frame:
    """What targets depend on: years, the year's and the whole money in 万元, the layout.

    `bracketed` writes `≥90.00(%)`; `columned` has columns for sign and unit, so that
    the value's cell holds a bare number.
    """

    year: int
    until: int
    annual: str
    total: str
    bracketed: bool = False
    columned: bool = False


def draw_aim(rng: Random, hand: Hand, idea: Idea, frame: Frame) -> Aim:
    """Targets of this year and of the whole period that agree with each other."""
    if idea.shape == "words":
        first, last = sorted(rng.sample(range(len(idea.hints)), 2)) if idea.hints[2:] else (0, 0)
        return Aim(idea, words(idea.hints[last]), words(idea.hints[first]), None)
    if idea.shape == "deadline":
        return Aim(idea, due(rng, frame.until), due(rng, frame.year, yearless=True), None)
    if idea.shape == "months":
        value = months(rng, frame.year)
        return Aim(idea, words("按年度计划"), value, None)
    long, annual = _meant(rng, idea, frame)
    if frame.columned:
        return Aim(idea, beside(hand, long, False), beside(hand, annual, False), annual)
    if idea.shape in ("count", "up_rate") and not frame.bracketed and rng.random() < 0.05:
        named = replace(idea, level3=f"{idea.level3}（{annual.unit}）")
        return Aim(named, beside(hand, long, True), beside(hand, annual, True), annual)
    if idea.shape == "count" and not frame.bracketed and rng.random() < 0.08:
        about = around(rng, hand, annual.value, annual.unit)
        return Aim(idea, spelled(rng, hand, long), about, Quantity("=", annual.value, annual.unit))
    if idea.shape == "up_rate" and not frame.bracketed and rng.random() < 0.05:
        top = str(min(100, int(annual.value) + 3))
        return Aim(idea, spelled(rng, hand, long), span(rng, hand, annual.value, top, "%"), annual)
    return Aim(
        idea,
        spelled(rng, hand, long, frame.bracketed),
        spelled(rng, hand, annual, frame.bracketed),
        annual,
    )


def _meant(rng: Random, idea: Idea, frame: Frame) -> tuple[Quantity, Quantity]:
    """The quantity of the whole period and of the year."""
    match idea.shape:
        case "count":
            unit, size = idea.hints
            annual = max(2, int(int(size) * rng.uniform(0.4, 1.3)))
            annual -= annual % 10 ** max(0, len(str(annual)) - 2)
            years = frame.until - frame.year + 1
            return Quantity(">=", str(annual * years), unit), Quantity(">=", str(annual), unit)
        case "up_rate":
            annual = rng.randint(85, 96)
            top = min(98, annual + rng.randint(0, 3))
            return Quantity(">=", str(top), "%"), Quantity(">=", str(annual), "%")
        case "up_small":
            annual = rng.randint(1, 4)
            return Quantity(">=", str(annual + 1), "%"), Quantity(">=", str(annual), "%")
        case "full":
            return Quantity("=", "100", "%"), Quantity("=", "100", "%")
        case "budget":
            return Quantity("<=", frame.total, "万元"), Quantity("<=", frame.annual, "万元")
        case "cost" | "duration":
            unit, size = idea.hints
            value = str(max(2, int(Decimal(size) * Decimal(str(rng.uniform(0.6, 1.4))))))
            return Quantity("<=", value, unit), Quantity("<=", value, unit)
        case "years":
            value = str(rng.randint(3, 10))
            return Quantity(">=", value, "年"), Quantity(">=", value, "年")
        case "none":
            return Quantity("=", "0", idea.hints[0]), Quantity("=", "0", idea.hints[0])
    raise ValueError(f"no such shape: {idea.shape}")


_CLASSES = (
    {OUTPUT: 50, BENEFIT: 30, CONTENT: 10},
    {COST: 20, OUTPUT: 40, BENEFIT: 20, CONTENT: 10},
)
"""Points of each level 1 beside 10 for 预算执行率: 财预〔2020〕10号, and the tree since 2021."""


def weights_of(ideas: Sequence[Idea], whole: int) -> list[int]:
    """Points that sum to `whole` (90 beside the 执行率, else 100), shared evenly in a level 1."""
    present = {idea.level1 for idea in ideas}
    shares = dict(_CLASSES[COST in present])
    shares[OUTPUT] += whole - sum(shares.values())
    weights = []
    for level1 in dict.fromkeys(idea.level1 for idea in ideas):
        count = sum(idea.level1 == level1 for idea in ideas)
        base, rest = divmod(shares[level1], count)
        weights += [base + (i < rest) for i in range(count)]
    return weights
