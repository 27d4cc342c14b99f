from decimal import Decimal
from pathlib import Path

import pytest
from bad_files import good_pdf
from other_filings import EVALUATION, OTHER, PROJECT, filing_of
from sample_filing import declaration, filing

import shenbao
from normalize.models import Evidence, Filing
from shenbao import read_filing
from shenbao.errors import NotAPdf, UnreadableFile
from shenbao.frames import COLUMNS, frames_of
from shenbao.places import Places
from shenbao.report.persons import MASK


def test_one_row_a_record_with_where_it_comes_from() -> None:
    frames = frames_of([filing("a.pdf"), filing("b.pdf")])
    assert {name: len(frame) for name, frame in frames.items()} == {
        "funding": 4,
        "execution": 0,
        "main_tasks": 0,
        "projects": 2,
        "indicators": 10,
        "attributes": 0,
        "findings": 4,
    }
    for name, frame in frames.items():
        assert list(frame.columns) == COLUMNS[name]
        if len(frame):
            assert list(frame["file"].unique()) == ["a.pdf", "b.pdf"]
            assert set(frame["fiscal_year"]) == {2024}


def test_funding_keeps_decimals_and_the_two_years_before() -> None:
    row = frames_of([filing()])["funding"].iloc[0]
    assert (str(row["amount"]), type(row["amount"])) == ("428.340", Decimal)
    assert (row["prior_year"], row["prior_year_amount"]) == ("2023", Decimal("416.90"))
    assert (row["prior2_year"], row["prior2_year_amount"]) == ("2022", Decimal("279.77"))
    assert (row["direction"], row["currency_unit"], row["page"]) == ("income", "万元", 1)


def test_targets_stand_in_columns_by_their_kind() -> None:
    frame = frames_of([filing()])["indicators"]
    assert list(frame["block"]) == ["long_term", *["annual"] * 4]
    assert list(frame["target_kind"].dropna()) == ["threshold", "range", "qualitative", "date"]
    assert list(frame.loc[1, ["target_low", "target_high", "target_unit"]]) == [
        Decimal("90"),
        Decimal("95.50"),
        "%",
    ]
    assert (frame.loc[1, "prior_year_actual"], frame.loc[1, "prior2_year_actual"]) == (None, "≥1人")
    assert frame.loc[1, "page"] == 3


def test_a_row_stands_on_the_first_page_of_its_values() -> None:
    assert frames_of([filing()])["projects"].loc[0, "page"] == 2


def test_no_persons_are_in_any_frame() -> None:
    person = declaration()
    for frame in frames_of([filing()]).values():
        text = frame.to_csv()
        assert person.preparer not in text and person.phone not in text


def test_places_know_containers_and_not_neighbours() -> None:
    box = (0.0, 0.0, 1.0, 1.0)
    places = Places(
        {
            "/projects/1/name": Evidence(page=2, bbox=box, raw=""),
            "/projects/10/name": Evidence(page=7, bbox=box, raw=""),
        }
    )
    assert [places.page(f"/projects/{index}") for index in (0, 1, 10)] == [None, 2, 7]
    assert places.first_page(["/nowhere", "/projects/10"]) == 7


def test_read_filing_from_bytes_and_from_a_path(tmp_path: Path) -> None:
    path = tmp_path / "申报.pdf"
    path.write_bytes(good_pdf())
    read = read_filing(path)
    assert isinstance(read, Filing)
    assert read.source.file == "申报.pdf"
    assert len(read.tables) == 1
    assert len(read.frames()["findings"]) == 0
    again = read_filing(good_pdf(), name="b.pdf", reader="pdfplumber")
    assert again.source.file == "b.pdf"
    assert type(read).model_validate_json(read.model_dump_json(by_alias=True)).tables == read.tables


def test_read_filing_says_what_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(NotAPdf):
        read_filing(b"nothing")
    with pytest.raises(UnreadableFile, match="does not exist"):
        read_filing(tmp_path / "missing.pdf")


def test_the_package_has_no_other_attributes() -> None:
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        getattr(shenbao, "nothing")  # noqa: B009


def test_a_project_has_its_rows_in_the_same_frames() -> None:
    frames = frames_of([filing_of(PROJECT)])
    (funding,) = frames["funding"].to_dict("records")
    assert (funding["item"], funding["total"], funding["annual"]) == (
        "合计",
        Decimal("860"),
        Decimal("300"),
    )
    assert (funding["project"], funding["form"]) == ("饮水安全", "项目支出绩效目标申报表")
    (indicator,) = frames["indicators"].to_dict("records")
    assert (indicator["block"], indicator["weight"], indicator["page"]) == (
        "annual",
        Decimal("30"),
        2,
    )
    assert (indicator["target_value"], indicator["target_unit"]) == (Decimal("10"), "处")


def test_what_forms_ask_besides_is_tidy_and_names_nobody() -> None:
    frame = frames_of([filing_of(PROJECT)])["attributes"]
    assert frame[["kind", "name", "value"]].to_numpy().tolist() == [
        ["choice", "采购形式", "政府采购"],
        ["choice", "采购形式", "自行采购"],
        ["attribute", "立项依据", f"河长制方案，由{MASK}执笔"],
        ["attribute", "联系电话(1)", MASK],
    ]
    assert frame.loc[2, "page"] == 3


def test_an_evaluation_says_what_was_reached() -> None:
    frames = frames_of([filing_of(EVALUATION)])
    (spent,) = frames["execution"].to_dict("records")
    assert (spent["adjusted"], spent["rate"]) == (Decimal("310"), Decimal("93.55"))
    (row,) = frames["indicators"].to_dict("records")
    assert (row["target_value"], row["actual_value"], row["actual_raw"]) == (
        Decimal("10"),
        Decimal("8"),
        "8处",
    )
    assert (row["score"], row["reason"]) == (Decimal("24"), "征地未完成")


def test_a_form_of_a_users_own_is_tidy_too() -> None:
    frame = frames_of([filing_of(OTHER)])["attributes"]
    assert frame[["kind", "name", "value"]].to_numpy().tolist() == [
        ["value", "builder", "某公司"],
        ["value", "cost", "6621"],
        ["record", "works/0/name", "管网"],
        ["record", "works/0/length", "≥5公里"],
    ]
