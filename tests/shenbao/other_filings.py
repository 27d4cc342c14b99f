"""Small filings of the other forms, for `show` and the frames."""

from typing import Any

from pydantic import TypeAdapter

from normalize.models import Declaration, Evidence, Filing, Outcomes, Source

BOX = (0.0, 0.0, 1.0, 1.0)


def target(raw: str, value: str, unit: str = "") -> dict[str, Any]:
    return {
        "kind": "threshold",
        "raw": raw,
        "op": ">=",
        "value": value,
        "unit": unit,
        "base_value": value,
        "base_unit": unit,
    }


PROJECT: dict[str, Any] = {
    "form": "项目支出绩效目标申报表",
    "fiscal_year": 2024,
    "currency_unit": "万元",
    "project": "饮水安全",
    "department": "某市水务局",
    "unit": "水务中心",
    "manager": "蔡某某",
    "phone": "13800000000",
    "period": {"from": "2024-01", "to": "2026-12"},
    "funding": [{"item": "合计", "total": "860", "annual": "300"}],
    "long_term": {"goal": "建成。"},
    "annual": {
        "goal": "开工。",
        "indicators": [
            {
                "level1": "产出指标",
                "level2": "数量指标",
                "level3": "供水工程",
                "target": target("≥10处", "10", "处"),
                "weight": "30",
            }
        ],
    },
    "choices": {"采购形式": ["政府采购", "自行采购"]},
    "attributes": {"立项依据": "河长制方案，由蔡某某执笔", "联系电话(1)": "027-88880000"},
    "unplaced": ["以上由某处核定"],
}
EVALUATION: dict[str, Any] = {
    "form": "项目支出绩效自评表",
    "fiscal_year": 2023,
    "project": "饮水安全",
    "execution": [
        {
            "item": "年度资金总额",
            "initial": "300",
            "adjusted": "310",
            "executed": "290",
            "weight": "10",
            "rate": "93.55",
            "score": "9.36",
        }
    ],
    "annual": {
        "goal": "开工。",
        "actual": "已经开工。",
        "indicators": [
            {
                "level1": "产出指标",
                "level2": "数量指标",
                "level3": "供水工程",
                "target": target("≥10处", "10", "处"),
                "weight": "30",
                "actual": target("8处", "8", "处"),
                "score": "24",
                "reason": "征地未完成",
            }
        ],
    },
    "total_score": "88.36",
}
OTHER: dict[str, Any] = {
    "form": "项目总体情况",
    "values": {"builder": "某公司", "cost": "6621"},
    "records": {"works": [{"name": "管网", "length": target("≥5公里", "5", "公里")}]},
}


def filing_of(declared: dict[str, Any]) -> Filing:
    declaration: Any = TypeAdapter(Declaration).validate_python(declared)
    return Filing(
        source=Source(file="p.pdf", sha256="0" * 64, pages=3, kind="digital"),
        declaration=declaration,
        evidence={
            "/annual/indicators/0/level3": Evidence(page=2, bbox=BOX, raw="供水工程"),
            "/attributes/立项依据": Evidence(page=3, bbox=BOX, raw="河长制方案"),
            "/manager": Evidence(page=1, bbox=BOX, raw="蔡某某"),
        },
        findings=[],
        outcomes=Outcomes.model_validate({}),
        tables=[],
        problems=[],
    )
