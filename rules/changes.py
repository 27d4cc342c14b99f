"""Changes and rates that a text states: do they hold by the text's own figures?"""

import re
from collections.abc import Iterator
from decimal import Decimal

from rules.columns import SIDES
from rules.rule import DEPARTMENT_FORM, EVERY_FORM, PASS, Verdicts, fail, rule
from rules.sums import HUNDRED, ZERO, last_unit
from rules.texts import Said
from rules.view import View

SOURCE = "the filing's own words (the catalogue of inconsistencies, part H)"

_UP = "增加|增长|提高|提升|上升|扩大"
_DOWN = "减少|降低|下降|压缩|缩减|缩短"
_CHANGE = f"{_UP}|{_DOWN}"
_NUMBER = r"\d[\d,]*(?:\.\d+)?"

# 由85%提高到90%, 从2022年的53314人增加至55000人.
FROM_TO = re.compile(
    r"[从由](?:20\d\d年度?|上年度?|去年|目前|原来?)?的?"
    rf"(?P<first>{_NUMBER})(?P<one>[^\d，。；、至到]{{0,4}}?)"
    rf"(?P<verb>{_CHANGE})(?:到|至|为)(?:20\d\d年度?)?的?"
    rf"(?P<second>{_NUMBER})(?P<unit>[^\d，。；、]{{0,4}})"
)


def _number(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def _found(view: View, pattern: re.Pattern[str], need: str) -> Iterator[tuple[Said, re.Match[str]]]:
    """What of the texts a pattern finds; `need` is a character that it cannot do without."""
    if need in view.words:
        for said in view.texts:
            for match in pattern.finditer(said.text) if need in said.text else ():
                yield said, match


@rule(
    "statement.from_to",
    number="N03",
    title="增减方向与数字不符",
    title_en="A rise that falls by its own figures",
    severity="error",
    source=SOURCE,
    forms=EVERY_FORM,
)
def from_to(view: View) -> Verdicts:
    """“From A up to B” has B above A, “down to B” has it below; both in one unit.

    Example: 满意度由95%提高到90%: fail. 由85%提高到90%: pass. 由90%提高到90%: pass.
    """
    matches = [pair for way in "到至为" for pair in _found(view, FROM_TO, way)]
    for said, match in {
        (one.pointer, found.start()): (one, found) for one, found in matches
    }.values():
        first, second = _number(match["first"]), _number(match["second"])
        if match["one"] and not match["unit"].startswith(match["one"]):
            continue
        up = match["verb"] in _UP.split("|")
        if (second >= first) if up else (second <= first):
            yield PASS
            continue
        yield fail(
            f"“{match[0]}”：称{match['verb']}，数字却相反",
            f"“{match[0]}”: the figures say the opposite",
            (said.pointer,),
            actual=match[0],
        )


# The whole budget against the year before, and no part of it.
BUDGET_CHANGE = re.compile(
    r"(?:部门预算|收支预算|收支总预算|年度预算|预算总额)(?:总额)?(?:比|较)(?:上年度?|去年)"
    rf"(?:预算)?(?P<verb>{_UP}|{_DOWN})"
)


@rule(
    "statement.budget_change",
    number="N03",
    title="预算增减表述与表不符",
    title_en="The budget is said to rise and falls in the table, or the reverse",
    severity="error",
    source="the filing's own words against its table “部门总体资金情况”",
    forms=(DEPARTMENT_FORM,),
)
def budget_change(view: View) -> Verdicts:
    """The whole budget is said to rise (fall) against last year, and both totals do the reverse.

    Example: 年度预算较上年减少, the totals are 434.34 and last year 420.47: fail.
    """
    matches = list(_found(view, BUDGET_CHANGE, "预算"))
    year = view.history_years[-1] if matches and view.history_years else None
    if year is None:
        return
    pairs = [(view.amounts(side).total, view.amounts(side, year).total) for side in SIDES]
    totals = [(now, last) for now, last in pairs if now and last]
    values = [(now.value, last.value) for now, last in totals]
    steps = [now - last for now, last in values if now is not None and last is not None]
    if len(steps) != len(SIDES):
        return
    for said, match in matches:
        up = match["verb"] in _UP.split("|")
        if not all((step < ZERO) if up else (step > ZERO) for step in steps):
            yield PASS
            continue
        yield fail(
            f"“{match[0]}”，表中收支合计却{'减少' if up else '增加'} {abs(steps[0])}",
            f"“{match[0]}”, but the totals of the table change by {steps[0]}",
            (said.pointer, *(figure.pointer for pair in totals for figure in pair)),
            actual=match["verb"],
        )


# Both words of the printed pattern are still there, before a figure or the place for one.
TEMPLATE = re.compile(
    rf"(?:(?:{_UP})[（(/／、](?:{_DOWN})[）)]?|(?:{_DOWN})[（(/／、](?:{_UP})[）)]?)"
    r"(?:了|约|:|：)*(?=\d|_|X|×|x|…|万?元|%|，|。|；|$)"
)


# What every match of TEMPLATE has in it: the texts are looked through for it in no time.
_BOTH_WORDS = re.compile(rf"[（(/／、](?:{_CHANGE})")


def _has_word(view: View, words: str) -> bool:
    return any(word in view.words for word in words.split("|"))


def _left(
    view: View, pattern: re.Pattern[str], sign: re.Pattern[str], zh: str, en: str
) -> Verdicts:
    """A `fail` for each match; a pass where a change is spoken of and none matches.

    `sign` is a part of every match that is looked for first.
    """
    if not _has_word(view, _CHANGE):
        return
    texts = view.texts if sign.search(view.words) else ()
    found = [(said.pointer, match[0]) for said in texts for match in pattern.finditer(said.text)]
    for pointer, words in found:
        yield fail(f"“{words}”{zh}", f"“{words}”: {en}", (pointer,), actual=words)
    if not found:
        yield PASS


@rule(
    "statement.template_left",
    number="N04",
    title="增加（减少）模板残留",
    title_en="Both words of a printed pattern were left in",
    severity="error",
    source=SOURCE,
    forms=EVERY_FORM,
)
def template_left(view: View) -> Verdicts:
    """增加（减少） or 增加/减少 stands before a figure, its place, or the end of the clause.

    Example: 较上年增加（减少）13.87万元: fail. 较上年增加13.87万元: pass.
    """
    zh, en = "为模板残留，应保留其一", "one of the two words should go"
    return _left(view, TEMPLATE, _BOTH_WORDS, zh, en)


_ZERO = re.compile(r"0(?:\.0+)?(?![\d.])(?:个百分点|万元|元|%|人|个)")
ZERO_CHANGE = re.compile(rf"(?:{_CHANGE})(?:了|额?为|约)?{_ZERO.pattern}")


@rule(
    "statement.zero_change",
    number="N05",
    title="零变化却写增减",
    title_en="A change of zero is called a rise or a fall",
    severity="warning",
    source=SOURCE,
    forms=EVERY_FORM,
)
def zero_change(view: View) -> Verdicts:
    """增加0万元, 下降0%: the difference is zero, and yet said to change.

    Example: 比上年增加0万元: fail. 与上年持平, 增加0.5万元: pass.
    """
    return _left(view, ZERO_CHANGE, _ZERO, "变化为零，应为持平", "the change is zero")


AGAINST_LAST_YEAR = re.compile(
    rf"(?:比|较)(?:上年度?|去年)[^，。；]{{0,6}}?(?:{_CHANGE})(?:了)?{_NUMBER}"
)
CAUSE = re.compile(r"因|由于|主要|系由|为了|受.{1,10}影响|导致|所致|调整|政策|新增|取消|根据|按照")


def _around(text: str, place: int) -> str:
    """The sentence at a place of the text, and the one after it."""
    start = text.rfind("。", 0, place) + 1
    end = text.find("。", place)
    after = text.find("。", end + 1) if end >= 0 else -1
    return text[start : after if after >= 0 else len(text)]


@rule(
    "statement.change_without_cause",
    number="N06",
    title="增减缺少原因",
    title_en="A change against last year without a cause",
    severity="info",
    source=SOURCE,
    forms=EVERY_FORM,
)
def change_without_cause(view: View) -> Verdicts:
    """A text states by how much something changed against last year, and no word says why.

    The cause may stand in the same sentence or in the next one.

    Example: 预算较上年增加13.87万元。 alone: a note. …主要原因是人员增加: pass.
    """
    for said, match in _found(view, AGAINST_LAST_YEAR, "年"):
        if CAUSE.search(_around(said.text, match.start())):
            yield PASS
            continue
        yield fail(
            f"“{match[0]}”没有说明原因",
            f"“{match[0]}”: no cause is given",
            (said.pointer,),
            actual=match[0],
        )


# A rate of change against a year before, from whatever.
_RATE = re.compile(rf"(?:上年度?|去年|20\d\d年度?)[^。；]{{0,40}}?(?:{_CHANGE})[^，。；]{{0,4}}%")
FROM_ZERO = re.compile(
    r"(?:上年度?|去年|20\d\d年度?)[^，。；\d]{0,8}0(?:\.0+)?(?:万元|元|人|个|件|次)[^。；]{0,20}?"
    rf"(?P<verb>{_CHANGE})(?:了|率为|约)?(?P<rate>{_NUMBER})%"
)


@rule(
    "statement.growth_from_zero",
    number="N07",
    title="零基数却写增长率",
    title_en="A rate of growth from zero",
    severity="warning",
    source=SOURCE,
    forms=EVERY_FORM,
)
def growth_from_zero(view: View) -> Verdicts:
    """Last year's figure is 0 and a rate of change is given: from nothing there is none.

    Example: 上年0万元，增长100%: fail. 上年10万元，增长100%: pass.
    """
    matches = list(_found(view, FROM_ZERO, "%"))
    for said, match in matches:
        yield fail(
            f"“{match[0]}”：基数为零，没有增长率",
            f"“{match[0]}”: there is no rate of change from zero",
            (said.pointer,),
            actual=match["rate"] + "%",
        )
    if not matches and any(_RATE.search(said.text) for said in view.texts if "%" in said.text):
        yield PASS


# 计划培训500人次，实际完成450人次，完成率90%; 预算数300万元，执行数270万元，执行率90%.
RATE_SAID = re.compile(
    rf"(?:计划|目标|预算数?|应)[^，。；\d]{{0,10}}?(?P<plan>{_NUMBER})(?P<unit>[^\d，。；]{{1,4}})[，、]?"
    rf"(?P<how>(?:实际|已|共|完成|执行|支出|支付)[^，。；\d]{{0,10}}?)"
    rf"(?P<done>{_NUMBER})(?P<other>[^\d，。；]{{1,4}})[，、]?"
    rf"[^，。；\d]{{0,6}}(?P<kind>完成|执行|支付|支出|到位|发放)率[^，。；\d]{{0,3}}?(?P<rate>{_NUMBER})%"
)
_DOING = ("完成", "执行", "支付", "支出", "到位", "发放")


def _is_rate_of_it(match: re.Match[str]) -> bool:
    """Whether the rate is one of what was done: 已支付300万元，完成率100% speaks of two things."""
    kind, done = match["kind"], [word for word in _DOING if word in match["how"]]
    if match["unit"] != match["other"]:
        return False
    spent = kind == "执行" and ("支付" in done or "支出" in done)
    return kind in done or spent or (kind == "完成" and not done)


@rule(
    "statement.rate",
    number="N08",
    title="文字所述完成率与数字不符",
    title_en="A stated rate is not actual by plan",
    severity="error",
    source=SOURCE,
    slack="one unit of the last digit of the rate, and what rounding of the two figures moves it",
    forms=EVERY_FORM,
)
def rate_said(view: View) -> Verdicts:
    """Plan, actual and rate stand in one sentence: the rate is actual by plan; of 0 there is none.

    Both figures must have the same unit, and the rate be one of what was done.

    Example: 计划培训500人次，实际完成450人次，完成率95%: 450 / 500 = 90%, fail.
    """
    for said, match in _found(view, RATE_SAID, "率"):
        if not _is_rate_of_it(match):
            continue
        plan, done, rate = (_number(match[name]) for name in ("plan", "done", "rate"))
        exact = done / plan * HUNDRED if plan else None
        near = exact is not None and abs(exact - rate) <= _slack(plan, done, rate)
        if near:
            yield PASS
            continue
        should = "没有完成率（基数为零）" if exact is None else f"应为 {exact:.2f}%"
        yield fail(
            f"“{match[0]}”：{should}",
            f"“{match[0]}”: {done} by {plan} is not {rate}%",
            (said.pointer,),
            expected=None if exact is None else f"{exact:.2f}",
            actual=str(rate),
        )


def _slack(plan: Decimal, done: Decimal, rate: Decimal) -> Decimal:
    half = last_unit([plan, done]) / 2
    moved = HUNDRED * half * (1 + done / plan) / plan if last_unit([plan, done]) < 1 else ZERO
    return last_unit([rate]) + moved
