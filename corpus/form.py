"""The 部门整体绩效目标申报表 as a sheet: which cell holds what, in which layout."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate, groupby
from random import Random

from corpus.amounts import TOTAL
from corpus.filing import FilingDraft, FundingRow, IndicatorRow, TaskRow
from corpus.layout import Layout
from corpus.sheet import Block, Box, Line, Role, Run, Sheet, stacked
from corpus.written import Written

NOTES = (
    "填报说明：",
    "1. 部门（单位）名称：填写本表的预算部门全称。",
    "2. 部门职能：填写部门主要职能。",
    "3. 年度工作任务：填写根据部门主要职责和工作计划确定的本年度主要工作任务。",
    "4. 长期目标：描述本部门在三年内通过履行部门职责所达到的部门整体及核心业务效果，"
    "并以相应的绩效指标予以细化、量化描述。",
    "5. 长期绩效指标：主要包括运行成本、管理效率、履职效能、社会效应、可持续发展能力和满意度等"
    "六个一级指标，每一类一级指标细分为若干二级指标、三级指标，三级指标对应具体的指标值。",
    "6. 年度目标：描述本部门在本年度内通过履行部门职责所达到的部门整体及核心业务效果。",
    "7. 年度绩效指标参照长期绩效指标填报。",
    "8. 指标值确定依据。通过收集相关基础数据，明确指标值确定依据，主要包括计划标准、行业标准、"
    "历史标准、预算支出标准或其他标准。",
    "9. 指标分类。按照绩效提升与创新程度将整体绩效目标分为绩效基本型、绩效创新型指标。",
)

_NUMERALS = "一二三四五六七八九十"
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


@dataclass(frozen=True, slots=True)
class Columns:
    """Column edges of each block as fractions of the table's width."""

    label: float
    basic: tuple[float, ...]
    funding: tuple[float, ...]
    projects: tuple[float, ...]
    long_term: tuple[float, ...]
    annual: tuple[float, ...]
    tasks: tuple[float, ...]
    goal: float


def sheet_of(filing: FilingDraft, layout: Layout) -> Sheet:
    """The filing on its sheet: one table, or three where the layout splits it."""
    columns = draw_columns(layout, _is_weighted(filing))
    above = _above(filing, layout)
    below = tuple(Line((Run(note),), scale=0.95) for note in NOTES) if layout.notes else ()
    front = [
        _basic(filing, columns),
        _funding(filing, layout, columns),
        _numbered("部门职能概述", "/functions", filing.functions, layout, columns),
        _main_tasks(filing, layout, columns)
        if filing.main_tasks
        else _numbered("年度工作任务", "/tasks", filing.tasks, layout, columns),
        _projects(filing, layout, columns),
    ]
    long_goal = _long_goal(filing, columns)
    annual_goal = _annual_goal(filing, columns)
    if not layout.split:
        long_term = _labelled("长期绩效指标", _long_rows(filing, layout, columns), layout, columns)
        annual = _labelled("年度绩效指标", _annual_rows(filing, layout, columns), layout, columns)
        grid = stacked([*front, long_goal, long_term, annual_goal, annual])
        return Sheet(above, (grid,), below)
    main = stacked([*front, long_goal, annual_goal])
    apart = [
        stacked([_band(name), rows], 1 + header, layout.repeat_header)
        for name, rows, header in (
            ("长期绩效指标", _widened(_long_rows(filing, layout, columns), columns), 1),
            ("年度绩效指标", _widened(_annual_rows(filing, layout, columns), columns), 3),
        )
    ]
    return Sheet(above, (main, *apart), below)


# --- columns ------------------------------------------------------------------------------


def _is_weighted(filing: FilingDraft) -> bool:
    return any(row.weight is not None for row in filing.annual)


def draw_columns(layout: Layout, weighted: bool = False) -> Columns:
    """Column edges from the layout's seed; a narrow layout squeezes the values."""
    rng = Random(layout.seed)
    em = layout.size / layout.width
    label = {
        "horizontal": max(0.06, 3.2 * em) + rng.uniform(0, 0.06),
        "narrow": max(0.036, 1.9 * em),
        "vertical": max(0.04, 2.1 * em),
    }[layout.labels]
    level1 = {"horizontal": rng.uniform(70, 95), "narrow": 45.0, "vertical": 48.0}[layout.labels]
    value = rng.uniform(58, 66) if layout.narrow else rng.uniform(75, 105)
    small = rng.uniform(58, 64) if layout.narrow else rng.uniform(68, 95)
    number = [58.0] if layout.numbered else []
    level3 = rng.uniform(150, 230)
    weight = [58.0] if weighted else []
    names = [*number, level1, rng.uniform(80, 110), level3, *weight]
    annual = [*names, value, value, value + 10, small, small]
    aligned = rng.random() < 0.6
    target = 3 * value + 10 if aligned else rng.uniform(110, 220)
    long_term = [*annual[:-5], target, small, small]
    money = 80 if layout.narrow else 120
    project_number = [60.0] if layout.numbered else []
    projects = [*project_number, rng.uniform(150, 240), rng.uniform(80, 120), money, money,
                rng.uniform(200, 330)]  # fmt: skip
    shares = rng.uniform(85, 110)
    funding = [rng.uniform(62, 90), rng.uniform(180, 260), money, shares, money, money]
    return Columns(
        label=label,
        basic=_edges(0.0, (label * 1000 + rng.uniform(80, 140), 320, 130, 250)),
        funding=_edges(label, funding),
        projects=_edges(label, projects),
        long_term=_edges(label, long_term),
        annual=_edges(label, annual),
        tasks=_edges(label, (150.0, 300.0, money, money, money)),
        goal=max(label, 0.1) if layout.labels == "horizontal" else label + rng.uniform(0.09, 0.13),
    )


def _edges(start: float, weights: Sequence[float]) -> tuple[float, ...]:
    """Edges from `start` to 1, the space shared out by weight."""
    total = sum(weights)
    inner = [start + (1 - start) * value / total for value in accumulate(weights)]
    return (start, *inner[:-1], 1.0)


def _widened(block: Block, columns: Columns) -> Block:
    """The block stretched over the label column, for a table of its own."""

    def stretch(value: float) -> float:
        return (value - columns.label) / (1 - columns.label)

    boxes = tuple(
        Box(b.row, stretch(b.left), stretch(b.right), b.paragraphs, b.row_span, b.role, b.align,
            b.vertical)
        for b in block.boxes
    )  # fmt: skip
    return Block(block.rows, boxes)


# --- cells --------------------------------------------------------------------------------


def _plain(text: str) -> tuple[tuple[Run, ...], ...]:
    return ((Run(text),),) if text else ()


def _leaf(value: Written, *pointers: str) -> tuple[tuple[Run, ...], ...]:
    return ((Run(value.paper, pointers),),) if value.paper else ()


def _row_boxes(
    row: int,
    edges: Sequence[float],
    contents: Sequence[tuple[tuple[Run, ...], ...]],
    role: Role = "value",
) -> list[Box]:
    return [
        Box(row, edges[i], edges[i + 1], content, role=role) for i, content in enumerate(contents)
    ]


def _label(name: str, rows: int, right: float, layout: Layout) -> Box:
    vertical = layout.labels == "vertical" and rows > 1
    return Box(0, 0.0, right, _plain(name), rows, "label", vertical=vertical)


def _band(name: str) -> Block:
    return Block(1, (Box(0, 0.0, 1.0, _plain(name), role="label"),))


def _labelled(name: str, block: Block, layout: Layout, columns: Columns) -> Block:
    return Block(block.rows, (_label(name, block.rows, columns.label, layout), *block.boxes))


# --- the blocks of the form ---------------------------------------------------------------


def _above(filing: FilingDraft, layout: Layout) -> tuple[Line, ...]:
    annex = (Line((Run(layout.annex),), after=0.4),) if layout.annex else ()
    title = Line((Run("部门整体绩效目标申报表"),), "center", 1.7, True, 0.4)
    year = filing.stated_year
    printed = (Run("（"), Run(year.paper, ("/stated_year",)), Run("年度）"))
    stated = (Line(printed, "center", 1.1, after=0.3),)
    below = Line(
        (
            Run("填报日期："),
            Run(filing.filed_on.paper, ("/filed_on",)),
            Run("　　单位："),
            Run(filing.currency_unit.paper, ("/currency_unit",)),
            Run("　　单位领导审签（公章）："),
        ),
        after=0.3,
    )
    return (*annex, title, *(stated if year.paper else ()), below)


def _basic(filing: FilingDraft, columns: Columns) -> Block:
    e = columns.basic
    boxes = (
        Box(0, 0.0, e[1], _plain("部门（单位）名称"), role="label"),
        Box(0, e[1], 1.0, _leaf(filing.department, "/department")),
        Box(1, 0.0, e[1], _plain("填报人"), role="label"),
        Box(1, e[1], e[2], _leaf(filing.preparer, "/preparer")),
        Box(1, e[2], e[3], _plain("联系电话"), role="label"),
        Box(1, e[3], 1.0, _leaf(filing.phone, "/phone")),
    )
    return Block(2, boxes)


def _funding(filing: FilingDraft, layout: Layout, columns: Columns) -> Block:
    e = columns.funding
    earlier, later = filing.years
    gap = " " if layout.seed % 2 else ""
    share = "占比" if filing.share_sign else "占比（%）"
    boxes = [
        Box(0, e[0], e[2], _plain("总体资金情况"), 2, "header"),
        Box(0, e[2], e[3], _plain("当年金额"), 2, "header"),
        Box(0, e[3], e[4], _plain(share), 2, "header"),
        Box(0, e[4], e[6], _plain("近两年收支金额"), role="header"),
        Box(1, e[4], e[5], _plain(f"{earlier}{gap}年"), role="header"),
        Box(1, e[5], e[6], _plain(f"{later}{gap}年"), role="header"),
    ]
    row = 2
    for name, key, items in (
        ("收入构成", "income", filing.income),
        ("支出构成", "expenditure", filing.expenditure),
    ):
        boxes.append(Box(row, e[0], e[1], _plain(name), len(items), "label"))
        for i, item in enumerate(items):
            boxes += _row_boxes(row + i, e[1:], _funding_cells(item, f"/funding/{key}/{i}", filing))
        row += len(items)
    block = Block(row, tuple(boxes))
    return _labelled("部门总体资金情况", block, layout, columns)


def _funding_cells(
    item: FundingRow, pointer: str, filing: FilingDraft
) -> list[tuple[tuple[Run, ...], ...]]:
    earlier, later = filing.years
    return [
        _leaf(item.item, f"{pointer}/item"),
        _leaf(item.amount, f"{pointer}/amount"),
        _leaf(item.share, f"{pointer}/share"),
        _leaf(item.history[0], f"{pointer}/history/{earlier}"),
        _leaf(item.history[1], f"{pointer}/history/{later}"),
    ]


def numeral(number: int) -> str:
    """`1` to `99` in Chinese: `一`, `十二`."""
    tens, ones = divmod(number, 10)
    last = _NUMERALS[ones - 1] if ones else ""
    if not tens:
        return last
    return (_NUMERALS[tens - 1] if tens > 1 else "") + "十" + last


def item_number(number: int, style: str) -> str:
    """The number before an item, in the style of `1、`."""
    if style.startswith("一"):
        return f"{numeral(number)}、"
    wide = "１" in style
    digits = str(number).translate(_WIDE) if wide else str(number)
    return style.replace("１" if wide else "1", digits)


def _numbered(
    name: str, pointer: str, items: Sequence[Written], layout: Layout, columns: Columns
) -> Block:
    paragraphs = tuple(
        (Run(item_number(i + 1, layout.numbering)), Run(item.paper, (f"{pointer}/{i}",)))
        for i, item in enumerate(items)
    )
    label = _label(name, 1, columns.label, layout)
    content = Box(0, columns.label, 1.0, paragraphs, role="text", align="left")
    return Block(1, (label, content))


def _main_tasks(filing: FilingDraft, layout: Layout, columns: Columns) -> Block:
    e = columns.tasks
    boxes = [
        Box(0, e[0], e[1], _plain("任务名称"), 2, "header"),
        Box(0, e[1], e[2], _plain("主要内容"), 2, "header"),
        Box(0, e[2], e[5], _plain("预算金额（万元）"), role="header"),
        *_row_boxes(1, e[2:], [_plain(h) for h in ("总额", "财政拨款", "其他资金")], "header"),
    ]
    for i, row in enumerate(filing.main_tasks):
        boxes += _row_boxes(i + 2, e, _task_cells(row, f"/main_tasks/{i}"))
    block = Block(2 + len(filing.main_tasks), tuple(boxes))
    return _labelled("年度主要任务", block, layout, columns)


def _task_cells(row: TaskRow, pointer: str) -> list[tuple[tuple[Run, ...], ...]]:
    return [
        _leaf(row.name, f"{pointer}/name"),
        _leaf(row.content, f"{pointer}/content"),
        _leaf(row.amount, f"{pointer}/amount"),
        _leaf(row.fiscal, f"{pointer}/fiscal"),
        _leaf(row.other, f"{pointer}/other"),
    ]


def _projects(filing: FilingDraft, layout: Layout, columns: Columns) -> Block:
    heads = ["项目名称", "支出项目类别", "项目总预算", "项目本年年度预算", "项目主要支出方向和用途"]
    numbers = layout.numbered
    e = columns.projects
    boxes = _row_boxes(0, e, [_plain(h) for h in (["序号"] if numbers else []) + heads], "header")
    for i, row in enumerate(filing.projects):
        p = f"/projects/{i}"
        cells = [
            _leaf(row.name, f"{p}/name"),
            _leaf(row.category, f"{p}/category"),
            _leaf(row.total_budget, f"{p}/total_budget"),
            _leaf(row.annual_budget, f"{p}/annual_budget"),
            _leaf(row.purpose, f"{p}/purpose"),
        ]
        number = "" if row.name.truth == TOTAL else str(i + 1)
        boxes += _row_boxes(i + 1, e, ([_plain(number)] if numbers else []) + cells)
    block = Block(1 + len(filing.projects), tuple(boxes))
    return _labelled("项目支出情况", block, layout, columns)


def _goal_text(goal: Written, pointer: str, columns: Columns) -> Box:
    return Box(0, columns.goal, 1.0, _leaf(goal, pointer), role="text", align="left")


def _long_goal(filing: FilingDraft, columns: Columns) -> Block:
    until = Run(filing.until.paper, ("/long_term/until",))
    label = ((Run("长期目标："),), (Run("（截止"), until, Run("年）")))
    boxes = (
        Box(0, 0.0, columns.goal, label, role="label"),
        _goal_text(filing.long_goal, "/long_term/goal", columns),
    )
    return Block(1, boxes)


def _annual_goal(filing: FilingDraft, columns: Columns) -> Block:
    boxes = (
        Box(0, 0.0, columns.goal, _plain("年度目标："), role="label"),
        _goal_text(filing.annual_goal, "/annual/goal", columns),
    )
    return Block(1, boxes)


def _long_rows(filing: FilingDraft, layout: Layout, columns: Columns) -> Block:
    e = columns.long_term
    heads = [*_names_before(filing, layout), "指标值", "指标值确定依据", "指标分类"]
    boxes = _row_boxes(0, e, [_plain(head) for head in heads], "header")
    boxes += _indicator_boxes(filing, filing.long_term, "/long_term", e, 1, layout)
    return Block(1 + len(filing.long_term), tuple(boxes))


def _names_before(filing: FilingDraft, layout: Layout) -> list[str]:
    """Headers of the columns before the values."""
    weight = [("分值", "权重")[layout.seed % 2]] if _is_weighted(filing) else []
    number = ["序号"] if layout.numbered else []
    return [*number, "一级指标", "二级指标", "三级指标", *weight]


def _annual_rows(filing: FilingDraft, layout: Layout, columns: Columns) -> Block:
    e = columns.annual
    before = _names_before(filing, layout)
    n = len(before)
    years = [f"{y}年" for y in filing.years] if layout.year_headings else ["前年", "上年"]
    boxes = [Box(0, e[i], e[i + 1], _plain(h), 3, "header") for i, h in enumerate(before)]
    boxes += [
        Box(0, e[n], e[n + 3], _plain("指标值"), role="header"),
        Box(1, e[n], e[n + 2], _plain("近两年指标值"), role="header"),
        Box(1, e[n + 2], e[n + 3], _plain("预期当年实现值"), 2, "header"),
        Box(2, e[n], e[n + 1], _plain(years[0]), role="header"),
        Box(2, e[n + 1], e[n + 2], _plain(years[1]), role="header"),
        Box(0, e[n + 3], e[n + 4], _plain("指标值确定依据"), 3, "header"),
        Box(0, e[n + 4], e[n + 5], _plain("指标分类"), 3, "header"),
    ]
    boxes += _indicator_boxes(filing, filing.annual, "/annual", e, 3, layout)
    return Block(3 + len(filing.annual), tuple(boxes))


def _indicator_boxes(
    filing: FilingDraft,
    rows: Sequence[IndicatorRow],
    block: str,
    edges: Sequence[float],
    first: int,
    layout: Layout,
) -> list[Box]:
    boxes: list[Box] = []
    if layout.numbered:
        boxes += [Box(first + i, edges[0], edges[1], _plain(str(i + 1))) for i in range(len(rows))]
        edges = edges[1:]
    boxes += _level_boxes(rows, block, "level1", edges[0], edges[1], first, layout)
    boxes += _level_boxes(rows, block, "level2", edges[1], edges[2], first, layout)
    for i, row in enumerate(rows):
        p = f"{block}/indicators/{i}"
        past = [
            _leaf(value, f"{p}/history/{year}")
            for value, year in zip(row.history, filing.years, strict=False)
        ]
        cells = [
            _leaf(row.level3, f"{p}/level3"),
            *([] if row.weight is None else [_leaf(row.weight, f"{p}/weight")]),
            *past,
            _leaf(row.target, f"{p}/target"),
            _leaf(row.basis, f"{p}/basis"),
            _leaf(row.category, f"{p}/category"),
        ]
        boxes += _row_boxes(first + i, edges[2:], cells)
    return boxes


def _level_boxes(
    rows: Sequence[IndicatorRow],
    block: str,
    level: str,
    left: float,
    right: float,
    first: int,
    layout: Layout,
) -> list[Box]:
    """Cells of level 1 or 2, equal neighbours merged unless the layout repeats them."""
    key: Callable[[int], object] = (
        (lambda i: (rows[i].level1.paper, _level2_key(rows[i], i, level)))
        if layout.merged_levels
        else (lambda i: i)
    )
    boxes = []
    for _, group in groupby(range(len(rows)), key=key):
        indices = list(group)
        value = rows[indices[0]].level1 if level == "level1" else rows[indices[0]].level2
        pointers = tuple(f"{block}/indicators/{i}/{level}" for i in indices)
        vertical = level == "level1" and layout.labels == "vertical" and len(indices) > 1
        boxes.append(
            Box(first + indices[0], left, right, _leaf(value, *pointers), len(indices), "label",
                vertical=vertical)
        )  # fmt: skip
    return boxes


def _level2_key(row: IndicatorRow, index: int, level: str) -> object:
    if level == "level1":
        return ""
    return row.level2.paper if row.level2.truth is not None else index
