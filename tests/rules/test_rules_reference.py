"""The reference filing: what the rules find there, and nothing else."""

from reference import reference

from rules.catalogue import RULES
from rules.check import check

SHORT = {"annual": "年度", "long_term": "长期"}


def found(severity: str) -> set[tuple[str, str]]:
    """Rule and the name, block or year that the finding speaks of first."""
    declaration = reference()
    pairs = set()
    for finding in check(declaration).findings:
        assert finding.outcome == "fail"
        parts = finding.pointers[0].split("/")
        about = parts[-1]
        if "indicators" in parts:
            row = getattr(declaration, parts[1]).indicators[int(parts[3])]
            about = f"{SHORT[parts[1]]} {row.level3}"
        if finding.severity == severity:
            pairs.add((finding.rule, about))
    return pairs


def test_errors() -> None:
    assert found("error") == {
        ("funding.history_balance", "2022"),
        ("statement.no_project_above", "长期 事前绩效评估完成率"),
        ("statement.no_project_above", "年度 事前绩效评估完成率"),
        ("target.always_met", "长期 服务社区满意率"),
        ("target.always_met", "年度 服务社区满意率"),
        ("target.always_met", "年度 办事人员满意率"),
        ("target.always_met", "长期 高学历、高层次人才储备率"),
        ("target.always_met", "年度 高学历、高层次人才储备率"),
    }


def test_warnings() -> None:
    assert found("warning") == {
        ("target.far_from_history", "年度 预算调整率"),
        ("target.long_term_against_annual", "年度 办事人员满意率"),
        ("indicator.empty_target", "长期 行政管理体制改革成效"),
        ("indicator.empty_target", "年度 行政管理体制改革成效"),
    }


def test_notes() -> None:
    assert found("info") == {
        ("projects.rounding", "annual_budget"),
        ("target.equals_full", "长期 绩效监控开展率"),
        ("target.equals_full", "年度 绩效监控开展率"),
        ("goals.missing_in_annual", "长期 中长期规划相符性"),
    }


def test_messages_carry_both_figures() -> None:
    findings = {finding.rule: finding for finding in check(reference()).findings}
    balance = findings["funding.history_balance"]
    assert balance.message == "2022年收入合计 291.17 与支出合计 279.77 应相等"
    assert (balance.expected, balance.actual) == ("291.17", "279.77")
    note = findings["projects.rounding"]
    assert (note.expected, note.actual) == ("140.60", "140.59")
    far = findings["target.far_from_history"]
    assert far.message == "年度指标“预算调整率”的指标值 ≤5% 与 2023 年实际 18.81% 相差悬殊"


def test_outcomes_count_each_rule_once() -> None:
    report = check(reference())
    outcomes = report.outcomes.model_dump(by_alias=True)
    assert sum(outcomes.values()) == len(RULES)
    assert outcomes["fail"] == len({finding.rule for finding in report.findings})
    assert outcomes["undetermined"] == 0
