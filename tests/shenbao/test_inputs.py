import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shenbao.inputs import find_inputs, output_names, safe_stem


def touch(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()


def found(folder: Path, *arguments: str) -> list[str]:
    paths = [item.path for item in find_inputs([str(folder / one) for one in arguments]).inputs]
    return [os.path.relpath(path, folder) for path in paths]


def test_a_folder_gives_its_pdfs_in_order_whatever_the_case(tmp_path: Path) -> None:
    touch(tmp_path, "b.pdf", "a.PDF", "sub/c.Pdf", "note.txt", "pdf")
    assert found(tmp_path, ".") == ["a.PDF", "b.pdf", "sub/c.Pdf"]


def test_a_folder_gives_its_pictures_too(tmp_path: Path) -> None:
    touch(tmp_path, "a.tif", "b.TIFF", "c.jpg", "d.JPEG", "e.Png", "f.bmp", "g.webp", "h.pdf")
    touch(tmp_path, "Thumbs.db", "i.docx", "jpg", "k.jpg.txt")
    assert [name[0] for name in found(tmp_path, ".")] == list("abcdefgh")


def test_what_systems_hide_in_folders_is_left_alone(tmp_path: Path) -> None:
    touch(tmp_path, "._a.jpg", ".b.pdf", ".thumbnails/c.png", "__MACOSX/d.pdf", "@eaDir/e.jpg")
    touch(tmp_path, "f.jpg")
    assert found(tmp_path, ".") == ["f.jpg"]
    assert found(tmp_path, ".b.pdf", ".thumbnails") == [".b.pdf", ".thumbnails/c.png"]


def test_a_file_may_have_any_suffix_and_comes_once(tmp_path: Path) -> None:
    touch(tmp_path, "scan.bin", "a.pdf")
    (tmp_path / "link.pdf").symlink_to("a.pdf")
    assert found(tmp_path, "scan.bin", "a.pdf", ".", "*.pdf", "link.pdf") == ["scan.bin", "a.pdf"]


def test_patterns(tmp_path: Path) -> None:
    touch(tmp_path, "2023/a.pdf", "2024/b.pdf", "2024/deep/c.pdf")
    assert found(tmp_path, "202*/*.pdf") == ["2023/a.pdf", "2024/b.pdf"]
    assert found(tmp_path, "**/*.pdf") == ["2023/a.pdf", "2024/b.pdf", "2024/deep/c.pdf"]
    assert found(tmp_path, "20*4") == ["2024/b.pdf", "2024/deep/c.pdf"]


def test_a_name_with_brackets_is_a_name_first(tmp_path: Path) -> None:
    touch(tmp_path, "a[1].pdf", "a1.pdf")
    assert found(tmp_path, "a[1].pdf") == ["a[1].pdf"]


def test_what_leads_nowhere(tmp_path: Path) -> None:
    touch(tmp_path, "sub/note.txt")
    result = find_inputs([str(tmp_path / "*.pdf"), str(tmp_path / "sub")])
    assert result.inputs == ()
    assert [error.reason for error in result.failures] == ["matches no file"]
    assert result.empty == (str(tmp_path / "sub"),)


def test_links_that_go_in_circles(tmp_path: Path) -> None:
    touch(tmp_path, "sub/a.pdf")
    (tmp_path / "sub/up").symlink_to(tmp_path)
    (tmp_path / "sub/self").symlink_to(".")
    assert found(tmp_path, ".") == ["sub/a.pdf"]


@pytest.mark.parametrize(
    ("path", "stem"),
    [
        ("in/申报表.pdf", "申报表"),
        ("a\nb.pdf", "a_b"),
        ("bad\udcff.pdf", "bad_"),
        ("..pdf", "_"),
        (".pdf", "_pdf"),
        ("a:b*.pdf", "a_b_"),
    ],
)
def test_stems_fit_for_any_file_system(path: str, stem: str) -> None:
    assert safe_stem(path) == stem


def test_colliding_stems_are_counted_in_order() -> None:
    paths = ["x/a.pdf", "y/A.PDF", "z/a.pdf", "a-2.pdf"]
    assert list(output_names(paths)) == ["a", "A-2", "a-3", "a-2-2"]


@given(st.lists(st.text(max_size=300), max_size=20))
def test_output_names_are_unique_and_short_enough(paths: list[str]) -> None:
    names = list(output_names(paths))
    assert len({name.casefold() for name in names}) == len(paths)
    for name in names:
        assert len(f".{name}.json.partial".encode()) <= 255
        assert "/" not in name and name.isprintable()
