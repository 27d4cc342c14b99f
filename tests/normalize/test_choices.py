"""Check boxes, and codes beside names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalize.choices import parse_choices
from normalize.codes import split_code

GROUPS = [
    ("□新增项目 ☑延续项目", ["新增项目", "延续项目"], ["延续项目"]),
    ("新建☑改扩建□技改□", ["新建", "改扩建", "技改"], ["新建"]),
    ("（√）新增（ ）延续", ["新增", "延续"], ["新增"]),
    ("[ ]新增 [√]延续", ["新增", "延续"], ["延续"]),
    ("□√新增 □延续", ["新增", "延续"], ["新增"]),
    ("○一次性 ●经常性", ["一次性", "经常性"], ["经常性"]),
    ("■上级专项 □本级专项 □其他___", ["上级专项", "本级专项", "其他"], ["上级专项"]),
    ("☒政府采购\n☒自行采购", ["政府采购", "自行采购"], ["政府采购", "自行采购"]),
    ("项目类型：□甲 ☑乙", ["甲", "乙"], ["乙"]),
    ("√新增", ["新增"], ["新增"]),
    ("□业务类█发展类", ["业务类", "发展类"], ["发展类"]),
    ("政府采购□ 服务□", ["政府采购", "服务"], []),
]


@pytest.mark.parametrize(("text", "options", "ticked"), GROUPS)
def test_groups(text: str, options: list[str], ticked: list[str]) -> None:
    found = parse_choices(text)
    assert found is not None
    assert (list(found.options), list(found.ticked)) == (options, ticked)
    assert found.is_whole


NONE = [
    "",
    "延续项目",
    "●第一步：调研",
    "●调研●招标●验收",
    "方案（含附件）",
    "■完成河道清淤、护岸加固及配套管理设施的建设和验收工作，形成长效管护机制。",
]


@pytest.mark.parametrize("text", NONE)
def test_no_group(text: str) -> None:
    assert parse_choices(text) is None


def test_a_box_that_a_font_lost_is_missed() -> None:
    found = parse_choices("业务类□  投资类  发展类□")
    assert found is not None and found.ticked == () and not found.is_whole
    found = parse_choices("新增项目 □延续项目")
    assert found is not None and found.ticked == () and not found.is_whole
    found = parse_choices("■政府采购  自行采购□不采购")
    assert found is not None and not found.is_whole
    found = parse_choices("□新增项目 □延续项目")
    assert found is not None and found.ticked == () and found.is_whole


@given(
    st.lists(
        st.tuples(st.text("甲乙丙丁", min_size=1, max_size=6), st.booleans()),
        min_size=1,
        max_size=5,
    ),
    st.booleans(),
)
def test_what_is_ticked_is_found(group: list[tuple[str, bool]], behind: bool) -> None:
    parts = [("☑" if on else "□", name) for name, on in group]
    text = " ".join(name + box if behind else box + name for box, name in parts)
    found = parse_choices(text)
    assert found is not None
    assert list(found.ticked) == [name for name, on in group if on]


CODES = [
    ("181", None, "181"),
    ("[181]市水务局", "市水务局", "181"),
    ("市水务局（181001）", "市水务局", "181001"),
    ("181 市水务局", "市水务局", "181"),
    ("181-市水务局", "市水务局", "181"),
    ("420115T000001农村饮水", "农村饮水", "420115T000001"),
    ("农村饮水安全42011522T000123", "农村饮水安全", "42011522T000123"),
    ("2024年农村饮水", "2024年农村饮水", None),
    ("农村饮水2024", "农村饮水2024", None),
    ("农村饮水（2024）", "农村饮水（2024）", None),
    ("农村饮水（二期）", "农村饮水（二期）", None),
]


@pytest.mark.parametrize(("text", "name", "code"), CODES)
def test_codes(text: str, name: str | None, code: str | None) -> None:
    assert split_code(text) == (name, code)
