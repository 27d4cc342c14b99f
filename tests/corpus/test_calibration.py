"""Confidence held against what is right."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from corpus.calibration import Believed, Silent, bins, plot, silent_errors

VALUES = st.lists(st.builds(Believed, st.floats(0, 1), st.booleans(), st.booleans()))


def test_silent_errors_are_sure_and_wrong() -> None:
    values = [Believed(0.99, True, True), Believed(0.95, True, False), Believed(0.4, False, False)]
    assert silent_errors(values) == Silent(values=3, sure=2, wrong=1)


@given(VALUES)
def test_every_value_is_in_one_bin(values: list[Believed]) -> None:
    found = bins(values)
    assert sum(one.values for one in found) == len(values)
    assert [one.confidence for one in found] == sorted(one.confidence for one in found)
    assert all(0 <= one.right <= 1 for one in found)


def test_the_plot_is_a_picture(tmp_path: Path) -> None:
    target = tmp_path / "calibration.png"
    plot([Believed(0.2, False, False), Believed(1.0, True, True)], target)
    with Image.open(target) as picture:
        assert min(picture.size) > 300
