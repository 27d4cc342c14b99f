"""What is known of indicators by their names: which way is better, what they can reach.

Tables, not code. A name is looked up by its end (`服务社区满意率` ends in `满意率`),
the longest entry wins. What no table knows has no direction and no bounds, and no
rule claims anything of it.

Sources: (a) the catalogue of inconsistencies, part D, gathered from 财预〔2020〕10号
and 财预〔2021〕101号; (b) the common indicators of 部门整体支出 in 财预〔2013〕53号
预算绩效评价共性指标体系框架, with their formulas; (c) the reference filing.
"""

import re
from functools import lru_cache
from typing import Literal, NamedTuple

Direction = Literal["high", "low"]


class Trait(NamedTuple):
    """What the name of an indicator tells.

    `direction`: which way is better, None if not known. `capped`: a percentage
    that cannot pass 100. `signed`: may be negative. `change`: measures a change
    from one year to the next, which swings by nature.
    """

    direction: Direction | None = None
    capped: bool = False
    signed: bool = False
    change: bool = False


UNKNOWN = Trait()

# Parts of a whole that was counted or asked, better high: (a) 质量指标, 满意度指标.
# None of them can pass 100%. 完成率, 执行率, 增长率 and 参保率 can and are not here.
BETTER_HIGH_CAPPED = (
    "满意度", "满意率", "满意程度", "好评率",
    "合格率", "达标率", "优良率", "优秀率", "良好率", "合规率",
    "覆盖率", "普及率", "知晓率", "公开率",
    "准确率", "正确率", "及时率", "按时率", "准时率",
    "办结率", "回复率", "答复率", "开展率", "应用率", "领取率",
    "完好率", "成活率", "成功率", "治愈率", "出勤率",
)  # fmt: skip

# Better high, may pass 100%: (a) 数量指标; 参保人数 from (c). Bare 人数, 数量 and 次数
# are not here: 会议数量 and 在职人员数量 are rightly kept down.
BETTER_HIGH_OPEN = (
    "完成率", "参保人数", "参保率", "缴费人数", "参保缴费人数",
    "就业人数", "新增就业人数", "脱贫人数", "受益人数", "受益人次", "受益户数",
    "惠及人数", "救助人数", "资助人数", "服务人次",
)  # fmt: skip

# 完成率 of money is as often a limit as a promise (预算完成率 ≤100%): no claim.
UNCLEAR_COMPLETION = re.compile(r"预算|支出|经费|成本|费用|资金|控制|执行|收入")

# Better low: (b) gives the formulas of 公用经费控制率 (spent / budgeted), 在职人员控制率
# (staff / posts), “三公经费”控制率 and 变动率, 预算调整率, 结转结余率; the rest is (a).
# Bare 控制率 is not here: 病虫害控制率 is better high.
BETTER_LOW = (
    "公用经费控制率", "三公经费控制率", "在职人员控制率", "编制控制率", "会议费控制率",
    "接待费控制率", "项目支出成本控制率", "三公经费变动率", "预算调整率", "结转结余率",
    "投诉率", "投诉量", "投诉数", "投诉数量", "投诉次数", "投诉件数", "投诉起数",
    "故障率", "故障数", "故障次数", "故障发生率",
    "事故率", "事故数", "事故数量", "事故次数", "事故起数", "事故发生率", "事故发生数",
    "事故发生次数", "事故发生起数", "事件发生率", "事件发生次数", "事件发生数",
    "死亡率", "死亡人数", "伤亡率", "伤亡人数",
    "差错率", "错误率", "失误率", "出错率", "漏报率", "误报率", "误差率",
    "不合格率", "不满意率", "流失率", "辍学率", "失业率", "逾期率", "拖欠率",
    "办理时限", "办结时限", "响应时间", "响应时限", "等待时间",
    "成本", "人均公用经费",
)  # fmt: skip

# Counts of work done, better high: under 履职效能 a name that begins with a verb of
# doing (培训人次, 开展审计项目数量, 检查生产经营单位数量). A rate is no count; things
# better kept down, money and time are none either (组织会议次数, 新增债务).
OUTPUT_LEVEL1 = "履职效能"
OUTPUT_VERBS = (
    "开展", "组织", "培训", "建设", "改造", "养护", "维修", "检查", "检测", "抽检", "资助", "救助",
    "推广", "发放", "治理", "修缮", "排查", "发布", "培育", "接种", "完成", "办理", "新增", "保障",
    "职业技能培训",
)  # fmt: skip
NO_OUTPUT = re.compile(
    r"率|比例|比重|占比|债务|违|投诉|信访|上访|事故|案件|亏损|赤字|病|死|伤|费|成本|金额|支出"
    r"|会议|接待|公务|出国|时间|时限|天数|时长|不|未|无"
)

# A limit that the definition itself sets (b): ≤100% is what the rate means, not a
# goal someone chose, so last year's 89% does not make it a weak target.
LIMIT_BY_DEFINITION = re.compile(r"控制率$")

# A change of a thing is not the thing: 投诉率下降, 满意度提升, 成本节约.
CHANGE = re.compile(
    r"增长|增减|变动|变化|增幅|降幅|增速|下降|降低|减少|上升|提升|提高|改善|同比|环比|压降|压减|节约|节省|缩短|增加"
)

# What can be below zero besides a change: ≥0 promises something there.
SIGNED = re.compile(
    r"调整|偏差|偏离|差异|误差|差额|收益|利润|盈|亏|净|结余|余额|增值|温度|超支|顺差|回报"
)

# A negated name is not its last two characters: 不及时率, 未完成率, 非准确率.
NEGATIONS = frozenset("不未非无")

# Shares that cannot be below zero, when `SIGNED` and `CHANGE` do not speak.
SHARE_NAME = re.compile(r"(率|比例|占比|比重|满意度)$")

# Things that are counted: fewer than none cannot be (contract: base units of counts).
COUNT_UNITS = frozenset(
    (
        "人", "人次", "名", "户", "户次", "家", "个", "件", "次", "起", "篇", "场", "场次", "期",
        "条", "项", "台", "套", "辆", "份", "处", "座", "所", "村",
    )
)  # fmt: skip

_TABLE: dict[str, Trait] = {
    **{name: Trait("high", capped=True) for name in BETTER_HIGH_CAPPED},
    **{name: Trait("high") for name in BETTER_HIGH_OPEN},
    **{name: Trait("low") for name in BETTER_LOW},
}
_LONGEST = max(map(len, _TABLE))

_MARKS = re.compile(r"[\s“”\"'‘’《》]+")
_BRACKETS = re.compile(r"[（(\[【][^（(\[【）)\]】]*[）)\]】]")


def _entry(name: str) -> str | None:
    for length in range(min(len(name), _LONGEST), 1, -1):
        if name[-length:] in _TABLE:
            return name[-length:]
    return None


def _known(name: str, entry: str) -> Trait:
    before = name[: -len(entry)]
    if before and before[-1] in NEGATIONS:
        return UNKNOWN
    if CHANGE.search(before):
        return UNKNOWN
    if entry == "完成率" and UNCLEAR_COMPLETION.search(before):
        return UNKNOWN
    return _TABLE[entry]


@lru_cache(maxsize=8192)
def trait(name: str) -> Trait:
    """What the name tells; brackets and quotation marks in it are passed over.

    `服务社区满意率` is better high and capped, `“三公经费”变动率` better low and
    signed, `干部队伍体系建设规划情况` unknown.
    """
    bare = _BRACKETS.sub("", _MARKS.sub("", name))
    entry = _entry(bare)
    known = _known(bare, entry) if entry else UNKNOWN
    change = bool(CHANGE.search(bare))
    return known._replace(change=change, signed=change or bool(SIGNED.search(bare)))


@lru_cache(maxsize=8192)
def trait_of(name: str, level1: str | None) -> Trait:
    """What the name tells together with its 一级指标.

    `资助家庭经济困难学生人次` under 履职效能 counts work done, and is better high.
    """
    known = trait(name)
    if known.direction or known.signed or (level1 or "").strip() != OUTPUT_LEVEL1:
        return known
    done = name.startswith(OUTPUT_VERBS) and not NO_OUTPUT.search(name)
    return known._replace(direction="high") if done else known


@lru_cache(maxsize=8192)
def is_share(name: str) -> bool:
    """Whether the name is that of a part of a whole (`…率`, `…占比`)."""
    return bool(SHARE_NAME.search(_BRACKETS.sub("", _MARKS.sub("", name))))


def is_limit_by_definition(name: str) -> bool:
    """Whether 100% is what the rate means and not a goal (`公用经费控制率`)."""
    return bool(LIMIT_BY_DEFINITION.search(name))
