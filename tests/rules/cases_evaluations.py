"""Cases of the rules over self-evaluations."""

from case import Cases
from declaring import evaluate, result, spent

from normalize.models import EvaluatedIndicator, ProjectEvaluation

ROW = "/annual/indicators/0"


def money(*cells: str | None, weight: str = "10") -> ProjectEvaluation:
    """One row of 预算执行: initial, adjusted, executed, rate, score."""
    return evaluate(execution=[spent(*cells, weight=weight)], currency_unit="万元")


def one(
    raw: str, actual: str | None, score: str | None = "10", reason: str | None = None
) -> ProjectEvaluation:
    return evaluate(result("培训人次", raw, actual, score, reason=reason))


def cost(actual: str, name: str = "项目总成本") -> ProjectEvaluation:
    row = result(name, "≤90万元", actual, level1="成本指标", level2="经济成本指标")
    return evaluate(row, execution=[spent(None, "90", "89.974")], currency_unit="万元")


def scored(total: str | None, *scores: str | None) -> ProjectEvaluation:
    rows = [result(f"指标{place}", "≥1个", "1个", score) for place, score in enumerate(scores)]
    return evaluate(*rows, execution=[spent(score="9.7")], total_score=total)


def graded(total: str, grade: str | None) -> ProjectEvaluation:
    return evaluate(total_score=total, grade=grade)


def copies(*actuals: str) -> ProjectEvaluation:
    limits = ("≥500个", "≥20个", "≥95%", "≥90%", "≤30天")
    return evaluate(
        *(
            result(f"指标{place}", raw, actual)
            for place, (raw, actual) in enumerate(zip(limits, actuals, strict=False))
        )
    )


SAME = ("500个", "20个", "95%", "90%", "30天")


def outputs(executed: str, *actuals: str, score: str = "10") -> ProjectEvaluation:
    rows = [result(f"完成数量{a}", "≥10个", a, score) for a in actuals]
    return evaluate(*rows, execution=[spent(None, "100", executed)])


def worded(actual: str, score: str) -> ProjectEvaluation:
    return evaluate(result("服务水平", "明显提升", actual, score, level2="社会效益指标"))


def told(actual: str, *rows: EvaluatedIndicator) -> ProjectEvaluation:
    return evaluate(*rows, actual=actual)


MET, MISSED = result("培训人次", "≥500人次", "510人次"), result("培训人次", "≥500人次", "400人次")
LATE = "进度滞后，部分未完成"

CASES = {
    "execution.rate": Cases(
        passes=money("300", "300", "291.9", "97.3"),
        fails=money("300", "300", "291.9", "93.7"),
        edge=money("300", "280", "291.9", "97.30"),
        edge_ends="pass",
        silent=money("300", "300", "291.9", None),
        doubted="/execution/0/executed",
    ),
    "execution.score": Cases(
        passes=money(None, "300", "291.9", "97.3", "9.73"),
        fails=money(None, "300", "291.9", "97.3", "8"),
        edge=money(None, "300", "285", "95", "10"),
        edge_ends="pass",
        silent=money(None, "300", "291.9", "97.3", None),
        doubted="/execution/0/weight",
    ),
    "execution.zero_budget": Cases(
        passes=money("0", "0", "0", "0", "0"),
        fails=money("0", "0", "0", "100", "10"),
        edge=money("0", "0", "0", None, None),
        edge_ends="pass",
        silent=money("0", "5", "5", "100", "10"),
        doubted="/execution/0/adjusted",
    ),
    "execution.over_budget": Cases(
        passes=money("300", "320", "319"),
        fails=money("300", "300", "319"),
        edge=money("300", "300", "301"),
        edge_ends="pass",
        silent=money("300", None, None),
        doubted="/execution/0/executed",
    ),
    "execution.cost": Cases(
        passes=cost("89.974万元"),
        fails=cost("95万元"),
        edge=cost("90万元"),
        edge_ends="pass",
        silent=cost("95万元", "设备单价"),
        doubted=f"{ROW}/actual/value",
    ),
    "score.within_weight": Cases(
        passes=one("≥500人次", "510人次", "9"),
        fails=one("≥500人次", "510人次", "12"),
        edge=one("≥500人次", "510人次", "10"),
        edge_ends="pass",
        silent=one("≥500人次", "510人次", None),
        doubted=f"{ROW}/score",
    ),
    "score.total": Cases(
        passes=scored("89.7", "40", "30", "10"),
        fails=scored("98.7", "40", "30", "10"),
        edge=scored("80", "40", "30", "10"),
        edge_ends="pass",
        silent=scored("98.7", "40", "30", None),
        doubted="/annual/indicators/1/score",
    ),
    "score.grade": Cases(
        passes=graded("85.5", "良"),
        fails=graded("85.5", "优"),
        edge=graded("90", "优"),
        edge_ends="pass",
        silent=graded("85.5", "优□良□"),
        doubted="/total_score",
    ),
    "result.missed_full_score": Cases(
        passes=one("≥500人次", "450人次", "9"),
        fails=one("≥500人次", "450人次", "10"),
        edge=one("≥500人次", "499人次", "9.99"),
        edge_ends="pass",
        silent=one("≥500人次", "500人次", "10"),
        doubted=f"{ROW}/actual/value",
    ),
    "result.met_points_lost": Cases(
        passes=one("≥500人次", "510人次", "10"),
        fails=one("≥500人次", "510人次", "8"),
        edge=one("≥500人次", "650人次", "8"),
        edge_ends="pass",
        silent=one("≥500人次", "450人次", "8"),
        doubted=f"{ROW}/reason",
    ),
    "result.not_in_proportion": Cases(
        passes=one("≥500人次", "400人次", "8"),
        fails=one("≥500人次", "400人次", "9.5"),
        edge=one("≥500人次", "400人次", "9"),
        edge_ends="pass",
        silent=one("≥500人次", "400人次", "10"),
        doubted=f"{ROW}/score",
    ),
    "result.missed_without_reason": Cases(
        passes=one("≥500人次", "400人次", "8", LATE),
        fails=one("≥500人次", "400人次", "8"),
        edge=one("≥500人次", "499人次", "8"),
        edge_ends="fail",
        silent=one("≥500人次", "500人次"),
        doubted=f"{ROW}/target/value",
    ),
    "result.vacuous_reason": Cases(
        passes=one("≥500人次", "400人次", "8", LATE),
        fails=one("≥500人次", "400人次", "8", "已完成。"),
        edge=one("≥500人次", "400人次", "8", "已完成大部分"),
        edge_ends="pass",
        silent=one("≥500人次", "510人次", "10", "已完成"),
        doubted=f"{ROW}/reason",
    ),
    "result.reason_without_deviation": Cases(
        passes=one("≥500人次", "510人次", "10", "按计划完成"),
        fails=one("≥500人次", "510人次", "10", LATE),
        edge=one("≥500人次", "650人次", "10", "年初目标偏低"),
        edge_ends="pass",
        silent=one("≥500人次", "400人次", "8", LATE),
        doubted=f"{ROW}/reason",
    ),
    "result.far_over_without_reason": Cases(
        passes=one("≥500人次", "900人次", "9", "年初目标偏低"),
        fails=one("≥500人次", "900人次", "10"),
        edge=one("≥500人次", "649人次", "10"),
        edge_ends="pass",
        silent=one("≤500人次", "100人次", "10"),
        doubted=f"{ROW}/actual/value",
    ),
    "result.unit": Cases(
        passes=one("≥1.2万人", "12100人"),
        fails=one("≥95%", "95人"),
        edge=one("≥95件", "95起"),
        edge_ends="pass",
        silent=one("≥95件", "95"),
        doubted=f"{ROW}/actual/unit",
    ),
    "evaluation.actuals_copied": Cases(
        passes=copies("510个", *SAME[1:]),
        fails=copies(*SAME),
        edge=copies(*SAME[:4], "29天"),
        edge_ends="pass",
        silent=copies(*SAME[:4]),
        doubted="/annual/indicators/4/actual",
    ),
    "evaluation.all_full_scores": Cases(
        passes=outputs("85", "10个", "11个", "12个"),
        fails=outputs("62", "10个", "11个", "12个"),
        edge=outputs("80", "10个", "11个", "12个"),
        edge_ends="pass",
        silent=outputs("62", "10个", "11个"),
        doubted="/execution/0/executed",
    ),
    "evaluation.output_without_money": Cases(
        passes=outputs("60", "10个", "11个", "12个"),
        fails=outputs("42", "10个", "11个", "12个"),
        edge=outputs("50", "10个", "11个", "12个"),
        edge_ends="pass",
        silent=outputs("42", "10个", "11个"),
        doubted="/execution/0/adjusted",
    ),
    "result.outside_band": Cases(
        passes=worded("部分达成年度指标并具有一定效果", "7"),
        fails=worded("部分达成年度指标并具有一定效果", "10"),
        edge=worded("部分达成年度指标并具有一定效果", "8"),
        edge_ends="pass",
        silent=worded("服务水平有所提升", "10"),
        doubted=f"{ROW}/actual",
    ),
    "evaluation.words_against_values": Cases(
        passes=told("各项指标均已完成。", MET),
        fails=told("各项指标均已完成。", MISSED),
        edge=told("各项指标均已完成。", result("培训人次", "≥500人次", "500人次")),
        edge_ends="pass",
        silent=told("全面完成各项目标任务。", MISSED),
        doubted="/annual/actual",
    ),
}
