import pickle

import pytest

from shenbao import errors
from shenbao.errors import OutputNotWritable, ShenbaoError, UnreadableFile, UsageError, printable

KINDS = [
    kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, UnreadableFile)
]


@pytest.mark.parametrize("kind", KINDS)
def test_a_failure_survives_the_way_back_from_a_worker(kind: type[UnreadableFile]) -> None:
    error = kind("申\n\udcff.pdf", "a reason", page=3)
    back = pickle.loads(pickle.dumps(error))
    assert (type(back), str(back), vars(back)) == (kind, str(error), vars(error))
    assert "\n" not in str(back)
    assert "page 3" in str(back)


@pytest.mark.parametrize("kind", KINDS)
def test_a_failure_says_what_to_do(kind: type[UnreadableFile]) -> None:
    error = kind("a.pdf")
    assert error.exit_code == 3
    assert error.reason and error.remedy.endswith(".")
    assert str(error.at("b.pdf")) == str(error).replace("a.pdf", "b.pdf")


def test_exit_codes() -> None:
    assert OutputNotWritable("out", "read only").exit_code == 2
    assert UsageError("no").exit_code == 2
    assert ShenbaoError("no").exit_code == 1


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("申报 表.pdf", "申报 表.pdf"),
        ("a\nb", "a\\nb"),
        ("\udcff", "\\xff"),
        ("\x1b[31m", "\\x1b[31m"),
    ],
)
def test_a_name_is_one_harmless_line(name: str, shown: str) -> None:
    assert printable(name) == shown
