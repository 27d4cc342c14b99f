"""Words of targets and texts that a reviewer stumbles over.

Sources: (a) 财预〔2021〕101号 指引: 绩效指标应细化、量化, 指标值应可衡量; (b) the catalogue of
inconsistencies, D08 (“不断提高”“有所改善”“效果明显” have no standard) and N12; (c) GB/T 15834
标点符号用法 for doubled marks.
"""

import re
from functools import lru_cache

_ADVERBS = (
    "不断|持续|逐步|逐年|稳步|明显|显著|有效|有所|进一步|大幅度?|大力|切实|全面|得到|较大|很大|一定|较为"
    "|日益|充分|积极"
)
_VERBS = (
    "提高|提升|改善|增强|加强|增加|促进|推进|推动|优化|好转|增长|扩大|降低|减少|下降|缓解|改进|向好|完善"
    "|发展|带动"
)
_EFFECTS = "效果|成效|效益|作用|影响|成果|效率|水平|能力"
_PRAISE = "明显|显著|良好|较好|突出|很好|好|较高|高|较大|较强"

# The whole target is a direction or a praise, with nothing to hold it against.
VAGUE = re.compile(
    rf"(?:{_ADVERBS})+(?:{_VERBS})?|(?:{_ADVERBS})*(?:{_VERBS})了?(?:明显|显著|有效|较大|{_EFFECTS})?"
    rf"|(?:{_EFFECTS})(?:{_PRAISE})|{_PRAISE}"
)


@lru_cache(maxsize=4096)
def is_vague(words: str) -> bool:
    """Whether a target is a direction or a praise and nothing else."""
    return bool(VAGUE.fullmatch(words.rstrip("。")))


# A word or mark twice in a row that cannot be meant. Left out is what may be the end of one
# word and the beginning of the next: 以及及时, 参与与, 应对对策, 社会组织组织活动.
# Every way begins with a character of its own: then most of a text is passed over at once.
_TWICE = "进行|完成|提高|提升|开展|加强|推进|确保|通过|我市|我县|我区"
DOUBLED = re.compile(
    r"的(?<!目的)的(?!确)|了(?<!为了)了(?![解结然如])|或或|将将|被被|、、|，，|。。|；；|：：|"
    + "|".join(word * 2 for word in _TWICE.split("|"))
)

# Slips of input methods seen again and again in filings; none of them is a word.
TYPOS = {
    "帐务": "账务", "帐目": "账目", "侯选": "候选", "气侯": "气候", "布署": "部署",
    "绩校": "绩效", "预祘": "预算", "标淮": "标准", "满意渡": "满意度", "覆盖卒": "覆盖率",
    "完成卒": "完成率", "合格卒": "合格率", "竟争": "竞争", "防碍": "妨碍", "辩别": "辨别",
    "幅射": "辐射", "粗旷": "粗犷", "报消": "报销", "凑和": "凑合", "松驰": "松弛",
    "渡假": "度假", "追朔": "追溯", "震憾": "震撼", "迁徒": "迁徙", "按装": "安装",
    "既使": "即使", "己完成": "已完成",
}  # fmt: skip

# Three of them begin or end other words: 按装配式, 既使用, 自己完成.
_MORE = {"按装": "按装(?!配)", "既使": "既使(?![用得])", "己完成": "己(?<!自己)完成"}
TYPO = re.compile("|".join(_MORE.get(slip, slip) for slip in TYPOS))

# The three classes of a target in words, as the form's notes name them, and the part of
# the weight that each may earn: 100-80%, 80-60%, 60-0%.
BANDS = (
    (re.compile(r"部分达成|部分完成|部分实现"), 60, 80),
    (re.compile(r"未达成|未完成|未实现|没有达成"), 0, 60),
    (re.compile(r"(?:全部|完全|已)?达成(?:年度|预期|绩效)?(?:指标|目标)?"), 80, 100),
)


def band_of(text: str) -> tuple[int, int] | None:
    """The part of the weight, in percent, that a class earns; None for other words."""
    return next((band[1:] for band in BANDS if band[0].match(text)), None)
