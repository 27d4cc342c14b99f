"""Cases of the rules that hold what a filing's parts are about against each other."""

from case import Cases
from declaring import declare, indicator, item

from normalize.models import Annual, DepartmentDeclaration, DepartmentIndicator, MainTask

GOAL = "/annual/goal"

INSURANCE = ["承担企业职工基本养老保险费核定、工伤保险基金稽核。", "负责离退休待遇核准发放。"]
ROADS = ["养护农村公路。", "检测桥梁隧道。", "治理超限超载运输。", "监管水上交通和营运车辆。"]


def tasked(functions: list[str], tasks: list[str]) -> DepartmentDeclaration:
    return declare(functions=functions, tasks=tasks)


def aims(goal: str, names: tuple[str, ...] = ("培训人次", "疫苗接种率", "满意度")) -> object:
    rows = [indicator(name, "≥90%") for name in names[1:]] + [indicator(names[0], "≥500人次")]
    return declare(annual=rows).model_copy(update={"annual": Annual(goal=goal, indicators=rows)})


def output(head: str, name: str) -> DepartmentIndicator:
    return indicator(name, "≥20次", level1="产出指标", level2=head)


def laid_out(*rows: DepartmentIndicator, third: str = "公交线路优化", amount: str = "30") -> object:
    """Three main tasks with money; the rows of the indicators beside those of two of them."""
    tasks = [("农村道路养护", "300"), ("桥梁隧道检测", "70"), (third, amount)]
    return declare(
        annual=[output("农村道路养护", "养护里程"), output("桥梁隧道检测", "检测座数"), *rows],
        main_tasks=[MainTask(name=name, amount=amount) for name, amount in tasks],
    )


BRIDGES = [output("桥梁隧道检测", f"检测{n}") for n in "甲乙丙丁戊"]
BUSES = output("公交线路优化", "优化条数")


def measured(goal: str, raw: str = "≥5亩") -> object:
    rows = [indicator("新增灌溉面积", raw)]
    return declare(annual=rows).model_copy(update={"annual": Annual(goal=goal, indicators=rows)})


def says(goal: str, **more: str) -> object:
    return declare(**more).model_copy(update={"annual": Annual(goal=goal)})


def amounted(amount: str | None) -> DepartmentDeclaration:
    return declare([item("财政拨款", amount)])


AMOUNT = "/funding/income/0/amount"
THREE = "其中：因公出国（境）费0万元，公务接待费4万元，公务用车购置及运行维护费{}万元"

CASES = {
    "tasks.beside_functions": Cases(
        passes=tasked(INSURANCE, [*INSURANCE, *ROADS]),
        fails=tasked(INSURANCE, ROADS),
        edge=tasked(INSURANCE, [*ROADS, "宣传工伤保险。"]),
        edge_ends="pass",
        silent=tasked(INSURANCE, ["抓好桥梁检测。"]),
        doubted="/tasks/1",
    ),
    "goal.without_indicator": Cases(
        passes=aims("培训农民500人次。"),
        fails=aims("新建高标准农田800亩。"),
        edge=aims("接种疫苗800头。"),
        edge_ends="pass",
        silent=aims("累计新建高标准农田800亩，抓好3个片区。"),
        doubted="/annual/indicators/0/level3",
    ),
    "tasks.without_indicator": Cases(
        passes=laid_out(BUSES),
        fails=laid_out(),
        edge=laid_out(output("民生实事", "公交准点次数")),
        edge_ends="pass",
        silent=declare(main_tasks=[MainTask(name="公交线路优化", amount="30")], annual=[BUSES]),
        doubted="/main_tasks/2/amount",
    ),
    "tasks.few_indicators": Cases(
        passes=laid_out(BUSES),
        fails=laid_out(*BRIDGES, BUSES),
        edge=laid_out(*BRIDGES[:2], BUSES),
        edge_ends="pass",
        silent=declare(annual=[BUSES]),
        doubted="/main_tasks/0/amount",
    ),
    "indicator.of_no_task": Cases(
        passes=laid_out(output("其他产出", "公交车辆检修")),
        fails=laid_out(output("文艺演出", "演出场次")),
        edge=laid_out(output("民生实事", "线路新增")),
        edge_ends="pass",
        silent=declare(annual=[output("文艺演出", "演出场次")]),
        doubted="/main_tasks/1/name",
    ),
    "unit.measure_said": Cases(
        passes=measured("新增灌溉面积5亩。"),
        fails=measured("新增灌溉面积5万亩。"),
        edge=measured("新增灌溉面积1公顷。", "≥15亩"),
        edge_ends="not_applicable",
        silent=measured("修建道路5公里。"),
        doubted="/annual/indicators/0/level3",
    ),
    "statement.department_or_unit": Cases(
        passes=says("保障本部门运转。"),
        fails=says("保障本部门运转，发放本单位人员经费。"),
        edge=says("保障本部门及所属单位运转。"),
        edge_ends="pass",
        silent=says("保障机关运转，各部门配合。"),
        doubted=GOAL,
    ),
    "statement.official_expenses": Cases(
        passes=says(f"三公经费预算12万元，{THREE.format(8)}。"),
        fails=says(f"“三公”经费12万元，{THREE.format('6.00')}。"),
        edge=says(f"三公经费12.01万元，{THREE.format('8.00')}。"),
        edge_ends="pass",
        silent=says("三公经费12万元，其中公务接待费4万元。"),
        doubted=GOAL,
    ),
    "amount.not_a_number": Cases(
        passes=amounted("12.50"),
        fails=amounted(None),
        edge=declare([item("财政拨款", None), item("单位资金", "5")]),
        edge_ends="fail",
        silent=declare(),
        doubted=AMOUNT,
        blanks={AMOUNT: "见附件"},
        unread=frozenset({AMOUNT}),
    ),
}
