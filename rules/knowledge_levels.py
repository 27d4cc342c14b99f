"""What is known of the levels of indicators: what kind of value a 二级指标 asks for.

Sources: (a) 财预〔2015〕88号 中央部门预算绩效目标管理办法, its 项目支出绩效目标申报表 with 产出
(数量, 质量, 时效, 成本), 效益 and 满意度指标; (b) 财预〔2021〕101号, the guide to 核心绩效指标,
which makes 成本指标 (经济, 社会, 生态环境成本) a level of its own; (c) forms seen that
print 进度指标 for 时效指标.
"""

import re
from functools import lru_cache
from typing import Literal

Level2 = Literal["count", "quality", "time", "cost", "satisfaction"]

# The 二级指标 without 指标, 产出 before it and a number after it.
_KINDS: dict[str, Level2] = {
    "数量": "count",
    "质量": "quality",
    "时效": "time",
    "进度": "time",
    "成本": "cost",
    "经济成本": "cost",
    "社会成本": "cost",
    "生态环境成本": "cost",
    "满意度": "satisfaction",
    "服务对象满意度": "satisfaction",
}

_ADORNMENT = re.compile(r"\s+|^产出(?=.)|^\d+[.、]|指标|[（(][^（()）]*[)）]|\d+$")


@lru_cache(maxsize=1024)
def level2_kind(level2: str | None) -> Level2 | None:
    """What kind of value a 二级指标 asks for; None for those that say nothing of it.

    `数量指标`, `产出数量`, `数量指标（20分）` are counts; `核心业务产出1` says nothing.
    """
    return _KINDS.get(_ADORNMENT.sub("", level2 or ""))
