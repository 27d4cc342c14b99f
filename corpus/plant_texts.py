"""Plants: sentences that contradict the tables or themselves (catalogue H).

Each adds one sentence to the goal of the year.
"""

from decimal import Decimal
from random import Random

from corpus.planting import DEPARTMENT, EVALUATIONS, EVERY_FORM, PROJECT, Bed, Break, plants
from corpus.written import Written

_GOAL = "/annual/goal"


def _adding(bed: Bed, sentence: str, also: tuple[str, ...] = ()) -> Break | None:
    """The goal with one more sentence; None where the layout has no place for a goal."""
    if not bed.has(_GOAL):
        return None
    leaf: Written = bed.tree["annual"]["goal"]
    stop = "" if leaf.truth.endswith(("。", "；")) else "。"
    added = Written(f"{leaf.truth}{stop}{sentence}", f"{leaf.paper}{stop}{sentence}")
    return Break({_GOAL: added}, also, (_GOAL,))


def _money(rng: Random) -> str:
    """An amount that stands in no table but by a miracle."""
    return f"{rng.randint(20000, 90000)}.{rng.randint(11, 98)}万元"


@plants("N01", EVERY_FORM)
def total_of_no_table(rng: Random, bed: Bed) -> Break | None:
    """The text names a total that no table has."""
    return _adding(bed, f"年度资金总额{_money(rng)}。")


@plants("N02", (PROJECT, *EVALUATIONS))
def count_of_no_indicator(rng: Random, bed: Bed) -> Break | None:
    """The text promises another number than the indicator."""

    def fits(pointer: str) -> bool:
        truth, name = bed.truth(f"{pointer}/target"), bed.truth(f"{pointer}/level3")
        plain = truth["kind"] == "threshold" and truth["op"] == ">=" and truth["unit"] != ""
        if not plain or "万" in truth["unit"] or "/" in truth["unit"]:
            return False
        return len(name) >= 5 and Decimal(truth["value"]) >= 10

    pointer = bed.chosen(rng, bed.indicators("target", blocks=("annual",)), fits)
    if pointer is None:
        return None
    truth, name = bed.truth(f"{pointer}/target"), bed.truth(f"{pointer}/level3")
    value = int(Decimal(truth["value"]) * Decimal("0.6")) + 1
    return _adding(bed, f"{name}达到{value}{truth['unit']}。", ("D01",))


@plants("N03", EVERY_FORM)
def rise_that_falls(rng: Random, bed: Bed) -> Break | None:
    """Up from more to less."""
    high = rng.randint(80, 95)
    return _adding(bed, f"服务覆盖水平由{high}%提高到{high - rng.randint(2, 9)}%。")


@plants("N04", EVERY_FORM)
def both_words_left(rng: Random, bed: Bed) -> Break | None:
    """The printed pattern's two words are still there."""
    words = rng.choice(("增加（减少）", "增长（下降）", "增加/减少"))
    return _adding(bed, f"预算较上年{words}{rng.randint(2, 90)}.5万元。", ("N06",))


@plants("N05", EVERY_FORM)
def change_of_nothing(rng: Random, bed: Bed) -> Break | None:
    """More by nought."""
    return _adding(bed, rng.choice(("较上年增加0万元。", "比上年增长0%。")), ("N06",))


@plants("N06", EVERY_FORM)
def change_for_no_cause(rng: Random, bed: Bed) -> Break | None:
    """More than last year, and no word why."""
    if any(word in (bed.truth(_GOAL) or "") for word in ("因", "主要", "政策", "按照", "根据")):
        return None
    return _adding(bed, f"工作量较上年增加{rng.randint(2, 90)}件。")


@plants("N07", EVERY_FORM)
def rate_from_nothing(rng: Random, bed: Bed) -> Break | None:
    """A rate of growth from nought."""
    return _adding(bed, "上年为0万元，本年增长100%。")


@plants("N08", EVERY_FORM)
def rate_of_other_figures(rng: Random, bed: Bed) -> Break | None:
    """The rate is not actual by plan."""
    plan = rng.randint(40, 90) * 10
    done = plan * rng.randint(60, 85) // 100
    return _adding(bed, f"计划走访{plan}户，实际走访{done}户，完成率95%。")


@plants("N11", EVERY_FORM)
def code_of_another_class(rng: Random, bed: Bed) -> Break | None:
    """The code is that of another class."""
    code, name = rng.choice((("206", "教育支出"), ("210", "农林水支出"), ("213", "卫生健康支出")))
    return _adding(bed, f"所需资金列{code}{name}。")


@plants("N12", EVERY_FORM)
def word_twice(rng: Random, bed: Bed) -> Break | None:
    """A word stands twice, or is misspelt."""
    said = rng.choice(("按期进行进行验收。", "认真做好工作布署。", "切实提高提高服务质量。"))
    return _adding(bed, said)


@plants("N14", (DEPARTMENT,))
def other_project_spending(rng: Random, bed: Bed) -> Break | None:
    """The text names project spending that no table has."""
    return _adding(bed, f"项目支出共{_money(rng)}。")


@plants("N15", (PROJECT,))
def money_of_all_years(rng: Random, bed: Bed) -> Break | None:
    """The year's goal names the money of all years alone."""
    leaves = ("/funding/0/total", "/funding/0/annual", "/currency_unit")
    if not bed.has(*leaves) or bed.number(leaves[0]) == bed.number(leaves[1]):
        return None
    total, unit = bed.truth("/funding/0/total"), bed.truth("/currency_unit")
    return _adding(bed, f"投入{total}{unit}用于项目实施。", ("N01",))


@plants("N16", EVERY_FORM)
def document_of_the_future(rng: Random, bed: Bed) -> Break | None:
    """A document that was not yet written."""
    return _adding(bed, f"依据财预〔{rng.randint(2032, 2039)}〕{rng.randint(2, 99)}号组织实施。")


@plants("B12", EVERY_FORM)
def product_of_other_factors(rng: Random, bed: Bed) -> Break | None:
    """Price times number is another amount."""
    number, price = rng.randint(3, 9) * 10, rng.randint(2, 9) * 100
    amount = Decimal(number * price) / 10000 + rng.randint(2, 9)
    return _adding(bed, f"劳务费按{number}人×{price}元/人={amount}万元测算。", ("W07",))


@plants("B13", EVERY_FORM)
def official_expenses_of_other_parts(rng: Random, bed: Bed) -> Break | None:
    """三公经费 is more than its three parts."""
    hosting, cars = rng.randint(2, 9), rng.randint(5, 30)
    whole = hosting + cars + rng.randint(2, 9)
    return _adding(
        bed,
        f"“三公”经费预算{whole}.00万元，其中：因公出国（境）费0万元，公务接待费{hosting}.00万元，"
        f"公务用车购置及运行维护费{cars}.00万元。",
    )


@plants("C07", EVERY_FORM)
def measure_of_another_unit(rng: Random, bed: Bed) -> Break | None:
    """The text has ten thousand times the area, length or weight."""

    def fits(pointer: str) -> bool:
        truth = bed.truth(f"{pointer}/target")
        measured = truth["kind"] == "threshold" and not truth["approximate"]
        return bool(measured and truth["unit"] in ("亩", "公里", "平方米", "吨"))

    pointer = bed.chosen(rng, bed.indicators("target"), fits)
    if pointer is None:
        return None
    truth, name = bed.truth(f"{pointer}/target"), bed.truth(f"{pointer}/level3")
    return _adding(bed, f"{name}共{truth['value']}万{truth['unit']}。", ("N02",))


@plants("C08", EVERY_FORM)
def department_and_unit(rng: Random, bed: Bed) -> Break | None:
    """The filing calls itself both."""
    said = ("保障本部门运转，规范本单位管理。", "由我单位会同我部门落实。")
    return _adding(bed, rng.choice(said))


_UNHEARD_OF = ("开凿机井{}口", "栽植行道树{}株", "放养鱼苗{}羽", "架设凉棚{}座", "印制挂历{}册")


@plants("W07", EVERY_FORM)
def promise_of_no_indicator(rng: Random, bed: Bed) -> Break | None:
    """The goal promises a number of what no indicator speaks of."""
    promise = rng.choice(_UNHEARD_OF).format(rng.randint(311, 989))
    return _adding(bed, f"{promise}。")
