"""What a text is about: its words without those that every department's texts are made of.

Source: the wording of 部门职能, 年度工作任务 and 绩效目标 in public filings. With these words
gone, what two texts have in common is their subject.
"""

import re
from functools import lru_cache

_DOING = (
    "贯彻 落实 执行 拟订 拟定 制定 起草 组织 实施 负责 承担 参与 协助 指导 协调 统筹 推进"
    " 推动 开展 加强 强化 深化 深入 完善 健全 建立 构建 建设 提高 提升 提供 促进 优化 规范"
    " 确保 保障 保证 保持 做好 做到 抓好 抓实 完成 实现 达到 达成 巩固 拓展 扩大 增强 监督"
    " 检查 管理 监管 审核 审批 核定 考核 评价 评估 研究 分析 统计 汇总 编制 编报 宣传 培训"
    " 服务 支持 配合 处理 处置 办理 承办 交办 发挥 围绕 坚持 聚焦 压实 堵塞 力争 着力 扎实"
    " 切实 全面 有效 有序 持续 不断 进一步 逐步 稳步 依法 查处 防范 防控 化解 形成 打造 引领"
    " 主动 认真 履行 顺利 按时 及时 积极 大力 严格"
)
_THINGS = (
    "工作 任务 目标 职责 职能 责任 业务 事务 事项 活动 项目 计划 规划 方案 措施 政策 制度"
    " 机制 体系 体制 改革 办法 规章 法律 法规 条例 标准 方针 决策 部署 建议 意见 要求 精神"
    " 情况 问题 漏洞 风险 行为 违法 违规 能力 水平 质量 效率 效益 成效 成果 作用 环境 条件"
    " 信息 公开 资料 台账 档案 数据 系统 平台 网络 互联网 信息化 资金 经费 预算 财政 绩效 指标"
    " 年度 全年 上年 本年 季度 日常 长效 群众 满意度 社会 经济 发展 基层 乡镇 街道 社区 乡村"
    " 振兴 衔接 脱贫 攻坚 党的 党建 党组织 党风 廉政 干部 队伍 人员 职工 单位 部门 机关 机构"
    " 主管 上级 下级 所属 本级 有关 相关 其他 其它 市委 市政府 县委 县政府 区委 区政府 省委"
    " 省政府 政府 全市 全县 全区 全省 我市 我县 我区 我省 国家 中央 地方 各级 各类 各项 重大"
    " 重点 主要 基本 放管服 营商 安全 运行 运转 维护 正常"
)
_PARTICLES = (
    "以及 或者 并且 等 和 与 及 的 了 为 对 在 由 以 将 把 其 该 本 各 一 不 无 有 中 上 下 内 外"
)

_STOCK = re.compile(
    "|".join(sorted(f"{_DOING} {_THINGS} {_PARTICLES}".split(), key=len, reverse=True))
)
_CHINESE = re.compile("[一-龥]+")


@lru_cache(maxsize=4096)
def topics(text: str) -> frozenset[str]:
    """The pairs of characters that say what a text is about: `参保`, `登记` of 参保登记工作."""
    parts = (part for run in _CHINESE.findall(text) for part in _STOCK.split(run))
    return frozenset(part[i : i + 2] for part in parts for i in range(len(part) - 1))
