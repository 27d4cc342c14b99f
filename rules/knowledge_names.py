"""The ends of indicators' names, by what they tell; rules/knowledge.py looks them up.

Names whose better way depends on the case (使用率, 检出率, 报销比例, 淘汰率, 贡献率) are left
out on purpose.

Sources: (a) the catalogue of inconsistencies, part D, gathered from 财预〔2020〕10号
and 财预〔2021〕101号; (b) the common indicators of 部门整体支出 in 财预〔2013〕53号
预算绩效评价共性指标体系框架, with their formulas; (c) the reference filing;
(d) 中国教育监测与评价统计指标体系（2020年版）; (e) 国家基本公共卫生服务规范（第三版）;
(f) CJJ 92 城镇供水管网漏损控制及评定标准; (g) JTG 5210 公路技术状况评定标准;
(h) the word itself: what is 整改, 兑现 or 接种 of all that ought to be.
"""

import re

# Parts of a whole that was counted or asked, better high, none can pass 100%: each word
# is the name of a 率. 完成率, 执行率, 增长率 and 参保率 can pass it and are not here.
PARTS_OF_A_WHOLE = (
    # asked of people: (a) 满意度指标
    "满意 好评 知晓 知悉 认知 认可 认同 支持 信任 赞成",
    # quality and correctness: (a) 质量指标
    "合格 达标 优良 优秀 良好 优质 优等 合规 规范 符合 相符 吻合 一致 通过 完整 齐全 完备 健全"
    " 真实 有效 准确 正确 正常 稳定 完好 成功 验收 标准化 规范化",
    # promptness: (a) 时效指标
    "及时 按时 准时 按期 如期 准点 正点 正班",
    # reach
    "覆盖 普及 公开 公示 开展 举办 开放 应用 共享 归集 汇聚 入库 挂接 上线 上网 联网 接入 在线"
    " 可用 网办 可办 通办 即办 办成 网上办理 服务 通达 通车 通客车 通公交 通硬化路 通邮 通水"
    " 通电 通气 通网 畅通 连通 亮灯",
    # handling of cases, duties and faults
    "办结 回复 答复 回应 响应 反馈 回访 受理 处理 处置 整改 整治 落实 兑现 查处 化解 调处 息诉"
    " 息访 采纳 排查 巡查 巡检 核查 监测 检验 检测 检疫 监管 管控 管护 管理 养护 清除 消除 排除"
    " 拆除 取缔 清零 修复 恢复 改造 修缮 归档 备案 登记 确权 颁证 签收 送达 履约 建档 建卡 建册"
    " 报告 上报 报送 评估 评价 审核 接听 接通 备份",
    # money and goods that reach those they are meant for
    "领取 发放 兑付 代发 救助 供养 帮扶 安置 认证 尽保 尽助 尽收 尽治 尽检 尽管 尽发 尽享 尽救"
    " 尽参 尽缴 尽退 尽评",
    # people at work, in training, in school: (d)
    "出勤 到岗 在岗 上岗 持证 参会 出席 出庭 到校 到课 参加 培训 净入学 净入园 毕业 保学 报到",
    # health: (e)
    "接种 免疫 筛查 体检 随访 访视 服药 签约 康复 治愈 好转 缓解 生存 救治 住院分娩 母乳喂养"
    " 血压控制 血糖控制 高血压控制 糖尿病控制 有效控制",
    # environment, water, roads, farming, culture: (g) 优良路率
    "治理 绿化 绿地 净化 硬化 亮化 无害化 资源化 防治 保护 保存 成活 去除 回用 截污 纳管 收集"
    " 收运 清运 清扫 保洁 分类 回收 良种 机械化 机耕 机播 机收 优良路 优等路 优路 好路 安全"
    " 安全播出 播出 安全运行 运行 投运 投用 建成 竣工 完工 电子化 数字化 信息化 社会化发放",
)  # fmt: skip

# The same with another last character; 发放比例 or 报销比例 would be limits as often.
PARTS_OF_A_WHOLE_IN_WORDS = (
    "满意度", "满意程度", "认可度", "知晓度", "信任度", "好评度",
    *(f"{word}{end}"
      for word in ("合格", "达标", "优良", "优秀", "优良天数", "满意", "覆盖", "完好")
      for end in ("比例", "比率", "占比")),
)  # fmt: skip

# Better high, may pass 100%: 小学毛入学率 was 109.5% in 1991 (中国教育统计年鉴), 结案率
# counts cases of earlier years, 利用率 is also that of a plant that works overtime.
OPEN_RATES = (
    "完成 参保 续保 缴费 征缴 收缴 扩面 清欠 追缴 挽损 持卡 激活 入园 入学 毛入园 毛入学 入托"
    " 巩固 升学 就业 稳岗 返岗 脱贫 参训 参与 结案 审结 执结 破案 侦破 到位 储备 利用 重复利用"
    " 自给 供应 保证 保障 上座 收视 借阅 外借 流通 入住 开工 投产 达产 节水 节能 保值增值"
    " 成果转化 机械化覆盖 城镇化 见警 县域内就诊 基层就诊 公交分担 出行分担 应急保障",
)  # fmt: skip

# Better high, may pass 100%: (a) 数量指标; 参保人数 from (c). Bare 人数, 数量 and 次数
# are not here: 会议数量 and 在职人员数量 are rightly kept down.
BETTER_HIGH_OPEN = (
    "参保人数", "缴费人数", "参保缴费人数", "持卡人数",
    "就业人数", "新增就业人数", "脱贫人数", "受益人数", "受益人次", "受益人口", "受益户数",
    "惠及人数", "惠及人口", "救助人数", "资助人数", "服务人次", "参训人数", "参训人次",
    "体检人数", "接种人数", "接种剂次", "签约人数", "健康管理人数",
    "办结件数", "办结数", "办结数量", "办结案件数", "审结件数", "审结案件数", "结案数", "调解件数",
    "化解件数", "受益面积", "灌溉面积", "造林面积", "绿化面积", "治理面积", "养护里程",
    "优良天数", "安全感", "幸福感", "获得感", "覆盖面", "受益面", "美誉度", "知名度", "免疫密度",
)  # fmt: skip

# What is spent, paid or reached of a budget: better high (b), but ≤100% is right too, for
# nobody may spend more than the budget (the reference filing: 预算执行率 ≤100%).
HELD_TO_THE_BUDGET = (
    "执行率", "执行进度", "支出进度", "支付进度", "拨付进度", "拨付率", "资金支付率", "资金支出率",
    "资金到位率", "资金使用率",
)  # fmt: skip

# Where thrift is wanted, spending less than the budget is no fault.
THRIFT = re.compile(r"三公|公用经费|一般性支出|(?<!经)费$|会议|接待|公务|出国|成本")

# 完成率 of money is as often a limit as a promise (预算完成率 ≤100%): no claim.
UNCLEAR_COMPLETION = re.compile(r"预算|支出|经费|成本|费用|资金|控制|执行|收入")

# Better low: each word is the name of a 率. 检出率 and 使用率 are not here, nor 控制率:
# 病虫害控制率 is better high.
BAD_RATES = (
    # complaints, faults, accidents, delays: (a)
    "投诉 被投诉 有责投诉 差评 信访 重复信访 上访 故障 事故 发生 差错 错误 失误 出错 误差 漏报"
    " 误报 错报 迟报 瞒报 漏检 漏管 漏保 脱保 脱管 断保 断缴 欠缴 欠费 拖欠 逾期 超期 延误 延期"
    " 迟到 缺勤 旷课 不合格 不满意 返工 返修 退件 退货 丢失 破损 损坏 缺损 缺失 流失 离职 闲置"
    " 空置 积压 沉淀 流标 废标",
    # health and life: (e)
    "死亡 伤亡 病死 致死 致残 发病 患病 感染 复发 漏诊 误诊 近视 肥胖 贫血 低体重 缺陷 早产"
    " 剖宫产",
    # school, work, order: (d) 辍学率, 文盲率
    "辍学 失学 退学 文盲 失业 返贫 犯罪 再犯罪 重新犯罪 发案 违法 违规 违章 违纪 违约 败诉 改判"
    " 发回重审",
    # water, roads, farming, environment: (f) 漏损率, (g) 次差路率
    "漏损 漏失 产销差 渗漏 超标 超载 超限 拥堵 空驶 差路 次差路 停电 中断 宕机 丢包 成灾 受害"
    " 受灾 损失 损耗 沙化 荒漠化 石漠化 恶化",
    # money: (b)
    "结转结余 预算调整 三公经费变动 资产负债 不良贷款 坏账 亏损",
)  # fmt: skip

# Better low: (b) gives the formulas of 公用经费控制率 (spent / budgeted), 在职人员控制率
# (staff / posts), “三公经费”控制率 and 变动率, 预算调整率, 结转结余率; the rest is (a).
BETTER_LOW = (
    "公用经费控制率", "三公经费控制率", "在职人员控制率", "编制控制率", "会议费控制率",
    "接待费控制率", "项目支出成本控制率",
    "投诉量", "投诉数", "投诉数量", "投诉次数", "投诉件数", "投诉起数", "投诉比例",
    "上访人次", "上访批次", "上访次数", "故障数", "故障次数",
    "事故数", "事故数量", "事故次数", "事故起数", "事故发生数", "安全事故", "责任事故",
    "事故发生次数", "事故发生起数", "事件发生次数", "事件发生数", "群体性事件",
    "死亡人数", "伤亡人数", "发案数", "超标比例", "亏损面",
    "碳排放量", "二氧化碳排放量", "污染物排放量", "废水排放量", "废气排放量", "能耗", "水耗",
    "电耗", "油耗", "药占比", "耗占比", "平均住院日", "次均费用", "成本", "人均公用经费",
)  # fmt: skip

# Bad things that were dealt with, and not those that happened: 受理投诉件数, 查处安全事故.
BAD_EVENT = re.compile(r"投诉|上访|事故|故障|事件|发案")
DEALT_WITH = re.compile(
    r"受理|处理|办理|办结|查处|处置|调查|化解|调解|接待|排除|排查|整治|整改|抢修"
)

# Time that people wait or an office takes: (a) 时限. A deadline in the calendar is no number.
WAITING = (
    "办理 办结 审批 审核 评审 响应 处置 处理 答复 回复 反馈 整改 到达 到场 出警 修复 抢修 送达"
    " 拨付 等待 等候 候诊 排队 停电 停水 停机 中断 延误"
)  # fmt: skip
WAITING_ENDS = ("时间", "时限", "时长", "天数", "用时", "耗时")

# Counts of work done, better high: under 履职效能 a name that begins with a verb of
# doing (培训人次, 开展审计项目数量, 检查生产经营单位数量). A rate is no count; things
# better kept down, money and time are none either (组织会议次数, 新增债务).
OUTPUT_LEVEL1 = frozenset(("履职效能", "产出指标", "产出", "履职产出", "部门产出"))
OUTPUT_VERBS = (
    "开展", "组织", "培训", "建设", "改造", "养护", "维修", "检查", "检测", "抽检", "资助", "救助",
    "推广", "发放", "治理", "修缮", "排查", "发布", "培育", "接种", "完成", "办理", "新增", "保障",
    "职业技能培训",
)  # fmt: skip
NO_OUTPUT = re.compile(
    r"率|比例|比重|占比|债务|违|投诉|信访|上访|事故|案件|亏损|赤字|病|死|伤|费|成本|金额|支出"
    r"|会议|接待|公务|出国|时间|时限|天数|时长|不|未|无"
)

# Money and time that ≥ does not make better high: the operator is as likely the slip.
KEPT_DOWN = re.compile(r"成本|费用|支出|债务|能耗|时限|时间|时长|天数|用时|工期|平均住院日")

# A limit that the definition itself sets (b): ≤100% is what the rate means, not a
# goal someone chose, so last year's 89% does not make it a weak target.
LIMIT_BY_DEFINITION = re.compile(r"控制率$")

# A change of a thing is not the thing: 投诉率下降, 满意度提升, 成本节约.
CHANGE = re.compile(
    r"增长|增减|变动|变化|增幅|降幅|增速|下降|降低|减少|上升|提升|提高|改善|同比|环比|压降|压减|削减|节约|节省"
    r"|缩短|压缩|提前|增加"
)

# What can be below zero besides a change: ≥0 promises something there.
SIGNED = re.compile(
    r"调整|偏差|偏离|差异|误差|差额|收益|利润|盈|亏|净|结余|余额|增值|温度|超支|顺差|回报"
)

# A negated name is not its last two characters: 不及时率, 未完成率, 非准确率, 零投诉率;
# an adverb may stand between (未按时发放率).
NEGATIONS = frozenset("不未非无零")
ADVERBS = re.compile(
    r"(?:按时|按期|如期|及时|准时|足额|全额|规范|全面|有效|正确|准确|依法|充分|正常|完全)+$"
)

# Done, but not as it should be: 违规发放率 and 超期办结率 are no promises.
AMISS = (
    "违规",
    "违法",
    "超期",
    "逾期",
    "虚假",
    "错误",
    "重复",
    "盲目",
    "无效",
    "过度",
    "超标",
    "超范围",
)

# Shares that cannot be below zero, when `SIGNED` and `CHANGE` do not speak.
SHARE_NAME = re.compile(r"(率|比例|占比|比重|满意度)$")

# Things that are counted or measured: less than none cannot be (contract: base units).
COUNT_UNITS = frozenset(
    (
        "人", "人次", "名", "户", "户次", "家", "家次", "个", "件", "件次", "次", "起", "篇",
        "场", "场次", "期", "批", "批次", "条", "项", "项次", "台", "台次", "套", "辆", "辆次",
        "份", "处", "座", "所", "村", "头", "只", "羽", "株", "棵", "张", "册", "本", "部", "间",
        "栋", "口", "支", "剂次", "班次", "车次", "课时", "学时", "亩", "平方米", "千克",
        "立方米",
    )
)  # fmt: skip
