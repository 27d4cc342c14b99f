"""Weights as the notices on self-evaluation set them, by the year that was evaluated.

Sources: (a) 财预〔2020〕10号 项目支出绩效评价管理办法: in a unit's self-evaluation 预算执行率 10%,
产出指标 50%, 效益指标 30%, 服务对象满意度指标 10%; (b) 财预〔2021〕101号 指引: 成本指标 as a level
of its own 20%, 产出 40%, 效益 20%, 满意度 10%, 预算执行率 10%. Both allow for exceptions.
"""

from decimal import Decimal
from typing import NamedTuple


class Split(NamedTuple):
    """The weights of the levels, from the year on that the notice is for."""

    source: str
    since: int
    weights: dict[str, int]


SPLITS = (
    Split("财预〔2020〕10号", 2019, {"产出": 50, "效益": 30, "满意": 10}),
    Split("财预〔2021〕101号", 2021, {"成本": 20, "产出": 40, "效益": 20, "满意": 10}),
)

EXECUTION = Decimal(10)
"""The weight of 预算执行率, in the table or beside it."""

FULL = Decimal(100)
