"""Names of departments, projects and indicators, made comparable between filings."""

import re
import unicodedata
from functools import lru_cache

from rapidfuzz import fuzz

from rules.names import plain_name

_MARKS = re.compile(r"[\s“”\"'‘’《》〈〉·、，,。．.：:；;()（）\[\]【】\-—–_]+")
_COUNTED = re.compile(r"\d+|[一二三四五六七八九十]+(?=[期批次标段])")

# A name that says where its bearer is: `广水市水务局`. Without a place (`水务局`,
# `市水务局`) two bodies of the same name are as likely as one.
_PLACED = re.compile(
    r".{2,}?(?:省|市|县|区|州|旗|盟|镇|乡|街道|自治|兵团)|国家|中国|中央|全国|最高人民"
)

# 85: `农村饮水安全维修养护` and `农村饮水安全维修养护项目` (91), `城区道路维修` and
# `城区道路养护` (67); a character misread in ten gives 90.
SAME_BUT_FOR_A_SLIP = 85

# 60: `参保人数` and `企业养老保险参保人数` (57), `培训人次` and `培训场次` (75): what is this
# near may be the same under another name, and is not called missing.
PERHAPS_THE_SAME = 60


@lru_cache(maxsize=65536)
def squeezed(text: str | None) -> str:
    """The name without blanks, brackets and marks, full-width characters made ASCII.

    `""` for None and for a placeholder.
    """
    return _MARKS.sub("", unicodedata.normalize("NFKC", plain_name(text)))


def names_its_place(name: str) -> bool:
    """Whether a squeezed department's name belongs to one body alone."""
    return bool(_PLACED.match(name))


def likeness(one: str, other: str) -> float:
    """How alike two squeezed names are, from 0 to 100."""
    return fuzz.ratio(one, other)


def counted(name: str) -> list[str]:
    """The numbers in a name: `二期` and `三期` are two projects, as are 2023 and 2024."""
    return _COUNTED.findall(name)


def nearest(name: str, others: list[str]) -> tuple[str, float]:
    """The most alike of `others` and how alike it is; `("", 0)` of none."""
    return max(((other, likeness(name, other)) for other in others), key=_by_score, default=("", 0))


def _by_score(found: tuple[str, float]) -> float:
    return found[1]
