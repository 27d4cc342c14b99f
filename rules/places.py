"""JSON Pointers into a declaration: their order on the page, and their names for people."""

from functools import lru_cache
from typing import Any

from normalize.models import (
    Declaration,
    Execution,
    FundingItem,
    Indicator,
    MainTask,
    Model,
    Project,
    ProjectFunding,
)

# Fields by their Chinese names, in the order of the form.
_FIELDS = {
    "fiscal_year": "预算年度", "stated_year": "表头年度", "filed_on": "填报日期",
    "currency_unit": "金额单位", "project": "项目名称", "project_code": "项目编码",
    "department": "部门名称", "unit": "实施单位", "preparer": "填报人", "manager": "项目负责人",
    "phone": "联系电话", "nature": "项目属性", "period": "起止时间", "from": "起", "to": "止",
    "funding": "", "income": "收入", "expenditure": "支出",
    "item": "项目名称", "total": "总额", "amount": "当年金额", "share": "占比",
    "execution": "预算执行", "initial": "年初预算", "adjusted": "全年预算", "executed": "执行数",
    "rate": "执行率", "functions": "部门职能", "tasks": "年度工作任务",
    "main_tasks": "主要任务", "content": "内容", "fiscal": "财政拨款", "other": "其他资金",
    "projects": "项目", "name": "名称", "category": "类别", "total_budget": "总预算",
    "annual_budget": "本年度预算", "purpose": "用途",
    "long_term": "长期", "annual": "年度", "until": "截止年", "goal": "目标",
    "indicators": "指标", "level1": "一级指标", "level2": "二级指标", "level3": "三级指标",
    "history": "", "target": "指标值", "actual": "完成值", "weight": "分值", "score": "得分",
    "reason": "偏差原因", "basis": "指标值确定依据", "total_score": "总分", "grade": "等级",
    "choices": "", "attributes": "", "unplaced": "表内其他内容",
}  # fmt: skip

_ORDER = {name: place for place, name in enumerate(_FIELDS)}


def tokens(pointer: str) -> list[str]:
    """The steps of a JSON Pointer (RFC 6901)."""
    return [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]


@lru_cache(maxsize=8192)
def page_order(pointer: str) -> tuple[tuple[int, int, str], ...]:
    """A key that sorts pointers as their values stand in the form."""
    return tuple(
        (0, int(token), "") if token.isdecimal() else (1, _ORDER.get(token, len(_ORDER)), token)
        for token in tokens(pointer)
    )


def _step(value: Any, token: str) -> Any:
    if isinstance(value, list):
        return value[int(token)] if token.isdecimal() and int(token) < len(value) else None
    if isinstance(value, dict):
        return value.get(token)
    return getattr(value, token, None) if isinstance(value, Model) else None


def _name(value: Any, token: str) -> str:
    name = None
    if isinstance(value, FundingItem | ProjectFunding | Execution):
        name = value.item
    elif isinstance(value, Project | MainTask):
        name = value.name
    elif isinstance(value, Indicator):
        name = value.level3
    return f"“{name}”" if name else f"第{int(token) + 1}项"


def place_zh(declaration: Declaration, pointer: str) -> str:
    """`收入“财政拨款”当年金额`, `年度指标“预算调整率”2023年`, `项目“乡村振兴”总预算`."""
    words: list[str] = []
    value: Any = declaration
    steps = tokens(pointer)
    for token, before in zip(steps, ["", *steps], strict=False):
        value = _step(value, token)
        if before == "history":
            words.append(f"{token}年")
        elif token.isdecimal():
            words.append(_name(value, token))
        else:
            words.append(_FIELDS.get(token, token))
    return "".join(words)
