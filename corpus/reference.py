"""The reference filing: a real 部门整体绩效目标申报表, rebuilt as the form it was.

Department, figures and wording are as published in 2023; the preparer's name and
telephone number are replaced. A recogniser's text dump of it shifts columns where
cells are merged; here the tree stands as a person reads it from the page.
"""

# ruff: noqa: E501 - a row of the form's data stays on one line.

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from corpus.filing import FilingDraft, FundingRow, IndicatorRow, ProjectRow
from corpus.layout import Layout, Producer
from corpus.make import Made, write_all
from corpus.plant import Planted
from corpus.written import BLANK, Hand, Written, text, words

_DOTS = Written(None, ".....")


def _quantity(op: str, sign: str, value: str, unit: str) -> Written:
    truth = {"kind": "threshold", "op": op, "value": value, "unit": unit, "approximate": False}
    return Written(truth, f"{sign}{value}{unit}")


def _ge(value: str, unit: str = "%") -> Written:
    return _quantity(">=", "≥", value, unit)


def _le(value: str, unit: str = "%") -> Written:
    return _quantity("<=", "≤", value, unit)


def _eq(value: str, unit: str = "%") -> Written:
    return _quantity("=", "", value, unit)


def _amount(value: str) -> Written:
    return text(value) if value else BLANK


def _share(value: str) -> Written:
    return Written(value, f"{value}%") if value else BLANK


def _funding(item: str, amount: str, share: str, earlier: str, later: str) -> FundingRow:
    name = Written("合计", "合 计") if item == "合计" else text(item)
    return FundingRow(name, _amount(amount), _share(share), (_amount(earlier), _amount(later)))


_INCOME = (
    _funding("财政拨款", "428.34", "98.62", "279.77", "416.97"),
    _funding("财政专户管理资金", "", "", "", ""),
    _funding("单位资金", "6", "1.38", "11.4", "3.5"),
    _funding("合计", "434.34", "100", "291.17", "420.47"),
)

_EXPENDITURE = (
    _funding("人员类项目支出", "293.75", "67.63", "269.77", "238.97"),
    _funding("运转类项目支出", "", "", "", ""),
    _funding("特定目标类项目支出", "140.59", "32.37", "10", "181.5"),
    _funding("合计", "434.34", "100", "279.77", "420.47"),
)

_FUNCTIONS = (
    "贯彻落实国家关于社会保险方面的方针政策和决策部署，参与我市企业单位及其职工养老保险办法和规章制度起草工作，"
    "提出政策建议。",
    "承担全市国有企业、城镇集体企业、外商投资企业、城镇私营企业、其他城镇企业及其职工、城镇个体工商户和灵活就业人员的"
    "社会基本养老保险费的核定、申报、登记、管理、发放等相关事务性工作，规范养老保险基金收入、支出、结余等管理程序相关"
    "事务性工作，确保基金安全运营，保值增值。",
    "负责参保单位离退休人员待遇的核准、发放及离退休人员档案管理工作；负责指导、协调全市社区对企业离退休人员管理服务，"
    "组织开展各项活动。",
    "负责参保单位及个人的保险信息管理工作。",
    "承担全市企业养老保险稽核监督、查处违规冒领等有关事务性工作，协助处理企业职工上访等问题。",
    "参与全市工伤保险配套管理办法的制定，并组织实施。",
    "完成市委市政府及上级主管部门交办的其他任务。",
)

_TASKS = (
    "宣传养老、工伤保险政策，扩大覆盖面。",
    "参保在职人员及离退休人员管理。",
    "养老、工伤保险稽核工作。",
    "养老、工伤保险基金风险管控自查自纠。",
    "深化“互联网+放管服”改革，推进“一网覆盖、一次办好”。",
    "开展“双评双治双促”活动，主动“转作风、提效能”。",
    "切实做好养老、工伤保险数据清理工作，顺利完成养老、工伤基金省级统筹交接工作。",
    "以党建为引领，加强文明创建和党建工作，加强档案管理，保证保类档案的完整和规范，强化责任目标，加强工作业务的提升。",
    "确保巩固拓展脱贫攻坚成果同乡村振兴有效衔接。",
    "保证全体职工社保缴费及单位“定编到人”前差额退休人员待遇补差。",
    "完成上级交办的其它工作任务。",
)

_PROJECTS = (
    ("后勤保障服务", "116.88", "20.16", "慰问困难职工活动，发放工会会员福利。"),
    ("绩效激励量化考核机制", "349.56", "48.79", "职工的绩效考核给予的奖金，保障退休人员待遇发放。"),
    ("劳动保险事务运行", "77.39", "14.98", "保障单位基本运行。"),
    ("社会保障补短板", "189.40", "28.66", "按时缴纳在职职工的住房公积金、工伤保险、医疗保险。"),
    (
        "社会保险业务经办服务", "148.26", "22.59",
        "企业职工基本养老保险业务经办服务和工伤保险业务经办服务中所产生的办公费用。",
    ),
    ("乡村振兴", "17.89", "3.32", "巩固拓展脱贫攻坚成果同乡村振兴有效衔接"),
    ("争先创优", "16.1", "2.1", "加强文明创建和党建工作"),
)  # fmt: skip

_LONG_GOAL = (
    "确保我市工伤保险参保人数和企业职工基本养老保险在职参保人数逐年递增，扩大宣传力度，让大家应保尽保，提高服务质量，"
    "让服务对象满意度稳步提高。"
)
_ANNUAL_GOAL = (
    "企业职工基本养老保险超目标完成随州下发分解任务，征缴任务超预算完成，基本养老金支出控制在预算数105%以内。"
    "工伤保险待遇发放人数、征缴收入等业务经办工作目标全额完成，同时保证工伤保险基金征缴核定准确率、待遇计发准确率达100%。"
)

_COST, _MANAGE, _DUTY = "运行成本", "管理效率", "履职效能"
_SOCIAL, _SUSTAIN, _CONTENT = "社会效应", "可持续发展能力", "满意度"
_ZERO_BASIS = "无100万以上的项目"

_LongRow = tuple[str, str, str, Written, str, str]
_LONG: tuple[_LongRow, ...] = (
    (_COST, "公用经费控制", "公用经费控制率", _le("100"), "预算支出标准", "基本"),
    (_COST, "在职人员控制", "在职人员控制率", _le("100"), "行业标准", "基本"),
    (_COST, "项目支出成本控制", "会议费控制率", _le("100"), "无会议会", "基本"),
    (_COST, "项目支出成本控制", "“三公经费”变动率", _le("0"), "无“三公经费”", "基本"),
    (_COST, "项目支出成本控制", "项目支出成本控制率", _le("100"), "计划标准", "基本"),
    (_MANAGE, "战略管理", "中长期规划相符性", words("基本相符"), "计划标准", "创新"),
    (_MANAGE, "战略管理", "工作计划健全性", words("基本健全"), "计划标准", "创新"),
    (_MANAGE, "预算编制", "预算编制科学性", words("基本科学"), "计划标准", "基本"),
    (_MANAGE, "预算编制", "预算编制合理性", words("基本合理"), "计划标准", "基本"),
    (_MANAGE, "预算编制", "立项规范性", words("规范"), "计划标准", "基本"),
    (_MANAGE, "预算编制", "预算调整率", _le("5"), "计划标准", "基本"),
    (_MANAGE, "预算执行", "预算执行率", _le("100"), "计划标准", "基本"),
    (_MANAGE, "预算执行", "结转结余率", _le("2"), "计划标准", "基本"),
    (_MANAGE, "预算执行", "政府采购执行率", _ge("100"), "计划标准", "基本"),
    (_MANAGE, "预算执行", "非税收入预算完成率", _ge("100"), "计划标准", "基本"),
    (_MANAGE, "绩效管理", "事前绩效评估完成率", _eq("0"), _ZERO_BASIS, "基本"),
    (_MANAGE, "绩效管理", "绩效目标合理性", words("基本合理"), "计划标准", "基本"),
    (_MANAGE, "绩效管理", "绩效监控开展率", _ge("100"), "计划标准", "基本"),
    (_MANAGE, "绩效管理", "绩效评价覆盖率", _ge("100"), "计划标准", "基本"),
    (_MANAGE, "绩效管理", "评价结果应用率", _ge("100"), "计划标准", "基本"),
    (_MANAGE, "资产管理", "资产管理制度健全性", words("基本健全"), "行业标准", "基本"),
    (_MANAGE, "资产管理", "资产管理规范性", words("基本规范"), "行业标准", "基本"),
    (_MANAGE, "财务管理", "财务管理制度健全性", words("基本健全"), "行业标准", "基本"),
    (_MANAGE, "财务管理", "会计核算规范性", words("基本规范"), "行业标准", "基本"),
    (_MANAGE, "财务管理", "资金使用合规性", words("基本合规"), "行业标准", "基本"),
    (_DUTY, "核心业务产出1", "企业职工基本养老保险参保人数", _ge("58000", "人"), "计划标准", "基本"),
    (_DUTY, "核心业务产出1", "企业职工基本养老保险待遇领取率", _eq("100"), "计划标准", "基本"),
    (_DUTY, "核心业务产出2", "工伤保险参保人数", _ge("29100", "人"), "计划标准", "基本"),
    (_DUTY, ".....", "工伤保险基金征缴核定准确率、待遇计发准确率", _eq("100"), "计划标准", "基本"),
    (_SOCIAL, "经济效益", ".....", BLANK, "", ""),
    (
        _SOCIAL, "社会效益", "解决工伤人员及遗属的后顾之忧。",
        words(
            "确保工伤事故受伤人员医疗保障、工伤事故伤残人员后期补偿待遇、工亡人员丧葬抚恤待遇、"
            "工亡人员遗属补助待遇足额及时发放，维护社会稳定。"
        ),
        "计划标准", "基本",
    ),
    (
        _SOCIAL, "社会效益", "保障离退休人员老年生活",
        words("每月按时发放退休金，保障退休人员的老年生活。"), "计划标准", "基本",
    ),
    (_SOCIAL, "生态效益", ".....", BLANK, "", ""),
    (_SUSTAIN, "体制机制改革", "服务体制改革成效", words("有序推进，初见成效"), "计划标准", "创新"),
    (_SUSTAIN, "体制机制改革", "行政管理体制改革成效", BLANK, "", ""),
    (_SUSTAIN, "人才支撑", "业务学习与培训完成率", _ge("100"), "行业标准", "基本"),
    (_SUSTAIN, "人才支撑", "干部队伍体系建设规划情况", _le("100"), "行业标准", "基本"),
    (_SUSTAIN, "人才支撑", "高学历、高层次人才储备率", _ge("0"), "行业标准", "基本"),
    (_SUSTAIN, "科技支撑", "信息化建设情况", words("管理信息化、决策科学化"), "计划标准", "创新"),
    (_SUSTAIN, ".....", "", BLANK, "", ""),
    (_CONTENT, "服务对象满意度", "办事人员满意率", _ge("98"), "计划标准", "基本"),
    (_CONTENT, "联系部门满意度", "服务社区满意率", _le("100"), "计划标准", "基本"),
)  # fmt: skip

_AnnualRow = tuple[str, str, str, Written, Written, Written, str, str]


def _steady(level1: str, level2: str, level3: str, value: str, basis: str, kind: str) -> _AnnualRow:
    word = words(value)
    return (level1, level2, level3, word, word, word, basis, kind)


_ANNUAL: tuple[_AnnualRow, ...] = (
    (_COST, "公用经费控制", "公用经费控制率", _eq("100"), _eq("89"), _le("100"), "预算支出标准", "基本"),
    (_COST, "在职人员控制", "在职人员控制率", _eq("93"), _eq("89"), _le("100"), "行业标准", "基本"),
    (_COST, "项目支出成本控制", "会议费控制率", _eq("100"), _eq("100"), _le("100"), "预算支出标准", "基本"),
    (_COST, "项目支出成本控制", "“三公经费”变动率", _eq("0"), _eq("0"), _eq("0"), "预算支出标准", "基本"),
    (
        _COST, "项目支出成本控制", "项目支出成本控制率", _eq("100"), _eq("94.5"), _le("100"),
        "预算支出标准", "基本",
    ),
    _steady(_MANAGE, "战略管理", "中长期规划相符性", "基本相符", "其他标准", "创新"),
    _steady(_MANAGE, "战略管理", "工作计划健全性", "基本健全", "其他标准", "创新"),
    _steady(_MANAGE, "预算编制", "预算编制科学性", "基本符合科学性", "计划标准", "基本"),
    _steady(_MANAGE, "预算编制", "预算编制合理性", "基本合理", "计划标准", "基本"),
    _steady(_MANAGE, "预算编制", "立项规范性", "基本规范", "计划标准", "基本"),
    (_MANAGE, "预算编制", "预算调整率", _eq("0"), _eq("18.81"), _le("5"), "预算支出标准", "基本"),
    (_MANAGE, "预算执行", "预算执行率", _eq("99.38"), _eq("97.8"), _le("100"), "预算支出标准", "基本"),
    (_MANAGE, "预算执行", "结转结余率", _eq("0"), _eq("2.23"), _le("2"), "预算支出标准", "基本"),
    (_MANAGE, "预算执行", "政府采购执行率", _eq("100"), _eq("100"), _ge("100"), "历史标准", "基本"),
    (_MANAGE, "预算执行", "非税收入预算完成率", _eq("100"), _eq("100"), _ge("100"), "历史标准", "基本"),
    (_MANAGE, "绩效管理", "事前绩效评估完成率", _eq("0"), _eq("0"), _eq("0"), _ZERO_BASIS, "基本"),
    _steady(_MANAGE, "绩效管理", "绩效目标合理性", "基本合理", "计划标准", "基本"),
    (_MANAGE, "绩效管理", "绩效监控开展率", _eq("100"), _eq("100"), _ge("100"), "计划标准", "基本"),
    (_MANAGE, "绩效管理", "绩效评价覆盖率", _eq("100"), _eq("100"), _ge("100"), "计划标准", "基本"),
    (_MANAGE, "绩效管理", "评价结果应用率", _eq("100"), _eq("100"), _ge("100"), "计划标准", "基本"),
    _steady(_MANAGE, "资产管理", "资产管理制度健全性", "健全", "行业标准", "基本"),
    _steady(_MANAGE, "资产管理", "资产管理规范性", "基本规范", "行业标准", "基本"),
    _steady(_MANAGE, "财务管理", "财务管理制度健全性", "健全", "行业标准", "基本"),
    _steady(_MANAGE, "财务管理", "会计核算规范性", "基本规范", "行业标准", "基本"),
    _steady(_MANAGE, "财务管理", "资金使用合规性", "基本合规", "行业标准", "基本"),
    (
        _DUTY, "核心业务产出1", "企业职工基本养老保险参保人数", _eq("53314", ""), _eq("54000", ""),
        _ge("55000", ""), "计划标准", "基本",
    ),
    (
        _DUTY, "核心业务产出2", "工伤保险参保人数", _eq("27498", ""), _eq("28000", ""),
        _ge("28600", ""), "计划标准", "基本",
    ),
    (_DUTY, ".....", ".....", BLANK, BLANK, BLANK, "", ""),
    (_SOCIAL, "经济效益", ".....", BLANK, BLANK, BLANK, "", ""),
    _steady(_SOCIAL, "社会效益", "离退休人员老年生活", "得到保障", "计划标准", "基本"),
    _steady(_SOCIAL, "社会效益", "企业职工工伤保险参保权益", "有效保障", "计划标准", "基本"),
    (_SOCIAL, "生态效益", ".....", BLANK, BLANK, BLANK, "", ""),
    (
        _SUSTAIN, "体制机制改革", "服务体制改革成效", words("有序推进"), words("有序推进"),
        words("初见成效"), "计划标准", "创新",
    ),
    (_SUSTAIN, "体制机制改革", "行政管理体制改革成效", BLANK, BLANK, BLANK, "", ""),
    (_SUSTAIN, "人才支撑", "业务学习与培训完成率", _eq("100"), _eq("100"), _ge("100"), "行业标准", "基本"),
    (_SUSTAIN, "人才支撑", "干部队伍体系建设规划情况", _eq("100"), _eq("100"), _eq("100"), "行业标准", "基本"),
    (_SUSTAIN, "人才支撑", "高学历、高层次人才储备率", _eq("0"), _eq("0"), _ge("0"), "行业标准", "基本"),
    _steady(_SUSTAIN, "科技支撑", "信息化建设情况", "管理信息化、决策科学化", "计划标准", "基本"),
    (_SUSTAIN, ".....", "", BLANK, BLANK, BLANK, "", ""),
    (_CONTENT, "服务对象满意度", "办事人员满意率", _eq("98"), _eq("98"), _le("100"), "计划标准", "基本"),
    (_CONTENT, "联系部门满意度", "服务社区满意率", _eq("100"), _eq("100"), _le("100"), "计划标准", "基本"),
)  # fmt: skip


def _name(value: str) -> Written:
    if not value:
        return BLANK
    return _DOTS if value == "....." else text(value)


def _long_row(row: _LongRow) -> IndicatorRow:
    level1, level2, level3, target, basis, kind = row
    category = text(f"绩效{kind}型") if kind else BLANK
    return IndicatorRow(text(level1), _name(level2), _name(level3), target, _name(basis), category)


def _annual_row(row: _AnnualRow) -> IndicatorRow:
    level1, level2, level3, earlier, later, target, basis, kind = row
    category = text(f"{kind}型") if kind else BLANK
    history = (earlier, later)
    return IndicatorRow(
        text(level1), _name(level2), _name(level3), target, _name(basis), category, history
    )


def reference_filing() -> FilingDraft:
    """The reference filing."""
    projects = tuple(
        ProjectRow(text(name), text("特定目标类"), text(total), text(annual), text(purpose))
        for name, total, annual, purpose in _PROJECTS
    )
    return FilingDraft(
        years=(2022, 2023),
        stated_year=BLANK,
        filed_on=Written("2023-10-09", "2023 年 10 月 9 日"),
        currency_unit=text("万元"),
        department=text("广水市劳动保险服务中心"),
        preparer=text("陈安"),
        phone=text("13800000000"),
        share_sign=True,
        income=_INCOME,
        expenditure=_EXPENDITURE,
        functions=tuple(text(item) for item in _FUNCTIONS),
        tasks=tuple(text(item) for item in _TASKS),
        projects=projects,
        until=Written(2026, "2026"),
        long_goal=text(_LONG_GOAL),
        annual_goal=text(_ANNUAL_GOAL),
        long_term=tuple(_long_row(row) for row in _LONG),
        annual=tuple(_annual_row(row) for row in _ANNUAL),
        hand=Hand(0, False, False, False, 0.0),
    )


def _targets(block: str, names: Sequence[str]) -> tuple[str, ...]:
    rows = [row[2] for row in (_LONG if block == "long_term" else _ANNUAL)]
    return tuple(f"/{block}/indicators/{rows.index(name)}/target" for name in names)


def reference_faults() -> tuple[Planted, ...]:
    """What contradicts itself in the reference filing as it was published.

    Under `also` stand rules on which careful readers may differ: control rates
    of 89% against a cap of 100%, satisfaction with a cap, an adjustment rate of
    18.81% before a cap of 5%, a cent of rounding between projects and category.
    """
    met = ("办事人员满意率", "服务社区满意率", "高学历、高层次人才储备率")
    also = (
        "target.direction",
        "target.weaker_than_actual",
        "target.long_term_against_annual",
        "target.far_from_history",
        "projects.category_amount",
        "projects.rounding",
    )
    zero = [
        f"/{block}/indicators/{[r[2] for r in rows].index('事前绩效评估完成率')}/basis"
        for block, rows in (("long_term", _LONG), ("annual", _ANNUAL))
    ]
    empty = ("行政管理体制改革成效",)
    return (
        Planted(
            "funding.history_balance",
            ("/funding/income/3/history/2022", "/funding/expenditure/3/history/2022"),
        ),
        Planted("statement.no_project_above", (*zero, "/projects/0/total_budget")),
        Planted(
            "target.always_met", (*_targets("long_term", met[1:]), *_targets("annual", met)), also
        ),
        Planted(
            "indicator.empty_target", (*_targets("long_term", empty), *_targets("annual", empty))
        ),
    )


def reference_layout(producer: Producer) -> Layout:
    """One ruled table over seven A4 pages, as the form was published."""
    font = {"chromium": "AR PL UMing CN", "libreoffice": "AR PL UMing CN"}
    return Layout(
        producer=producer,
        seed=20231009,
        font=font.get(producer, "AR PL UMing CN"),
        size=11.0,
        landscape=False,
        margins=(72.0, 56.0, 68.0, 56.0),
        ruling="thin",
        open_left=False,
        open_right=False,
        filled_rulings=False,
        shaded=False,
        labels="narrow",
        split=False,
        repeat_header=False,
        break_rows=True,
        break_words=True,
        narrow=True,
        numbered=False,
        notes=True,
        footer="dash",
        annex="附件 1",
        numbering="1、",
        merged_levels=True,
        year_headings=False,
    )


def write_reference(out: Path, producers: Sequence[Producer]) -> list[Path]:
    """Writes `reference-<producer>.pdf` with its truth for each producer."""
    return write_all([reference_made(producer) for producer in producers], out)


def reference_made(producer: Producer, size: float = 11.0) -> Made:
    """The reference filing ready to be written."""
    layout = replace(reference_layout(producer), size=size)
    return Made(f"reference-{producer}", reference_filing(), layout, reference_faults())
