from decimal import Decimal
from pathlib import Path

import pytest
from bad_files import good_pdf
from sample_filing import declaration, filing

import shenbao
from normalize.models import Evidence, Filing
from shenbao import read_filing
from shenbao.errors import NotAPdf, UnreadableFile
from shenbao.frames import COLUMNS, frames_of
from shenbao.places import Places


def test_one_row_a_record_with_where_it_comes_from() -> None:
    frames = frames_of([filing("a.pdf"), filing("b.pdf")])
    assert {name: len(frame) for name, frame in frames.items()} == {
        "funding": 4,
        "projects": 2,
        "indicators": 10,
        "findings": 4,
    }
    for name, frame in frames.items():
        assert list(frame.columns) == COLUMNS[name]
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
