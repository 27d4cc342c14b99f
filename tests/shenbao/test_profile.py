"""Profiles: what they set, and errors that name file, line, key and the nearest rule."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from shenbao.cli import cli
from shenbao.profile import ProfileError, line_of, load_profile


def write(folder: Path, text: str | bytes) -> Path:
    path = folder / "hubei.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


GOOD = """\
name = "湖北省 2024"

[rules."funding.share"]
severity = "warning"
tolerance = "0.05"

[rules]
"target.direction" = { on = false }

[names."发放进度"]
direction = "high"
capped = true
"""


def test_a_profile_is_read(tmp_path: Path) -> None:
    profile = load_profile(write(tmp_path, GOOD.replace("[rules]\n", "").replace(
        '"target.direction" = { on = false }', '[rules."target.direction"]\non = false'
    )))  # fmt: skip
    assert profile.name == "湖北省 2024"
    assert dict(profile.settings)["funding.share"].severity == "warning"
    assert not dict(profile.settings)["target.direction"].on
    assert profile.names[0][0] == "发放进度" and profile.names[0][1].capped


def test_a_byte_order_mark_is_no_error(tmp_path: Path) -> None:
    assert load_profile(write(tmp_path, b"\xef\xbb\xbf" + 'name = "甲"\n'.encode())).name == "甲"


WRONG = {
    "no such rule": (
        'name = "甲"\n\n[rules."funding.shar"]\non = false\n',
        'line 3: rules."funding.shar": there is no such rule. Did you mean "funding.share"?',
    ),
    "severity": (
        '[rules."funding.share"]\non = true\nseverity = "fatal"\n',
        'line 3: rules."funding.share".severity: must be one of "error", "warning", "info"',
    ),
    "a float": (
        '[rules."funding.share"]\ntolerance = 0.05\n',
        'line 2: rules."funding.share".tolerance: must be a number in quotes',
    ),
    "negative": (
        '[rules."funding.share"]\ntolerance = "-1"\n',
        'line 2: rules."funding.share".tolerance: must be a number in quotes',
    ),
    "no figures": (
        '[rules."target.direction"]\ntolerance = "1"\n',
        'rules."target.direction".tolerance: target.direction compares no figures',
    ),
    "unknown key": (
        '[rules."funding.share"]\nseverty = "info"\n',
        'line 2: rules."funding.share".severty: is no key here',
    ),
    "unknown part": ('[rule."funding.share"]\non = true\n', 'Did you mean "rules"?'),
    "unquoted id": (
        "[rules.funding.share]\non = false\n",
        "line 1: rules.funding: there is no such rule.",
    ),
    "on": ('[rules."funding.share"]\non = "no"\n', "must be true or false"),
    "direction": ('[names."甲率"]\ndirection = "up"\n', 'line 2: names."甲率".direction: must be'),
    "flag": ('[names."甲率"]\ncapped = 1\n', 'names."甲率".capped: must be true or false'),
    "no table": ("rules = 5\n", "line 1: rules: must be a table"),
    "name": ("name = 5\n", "line 1: name: must be a text"),
    "inline": (
        'rules = { "funding.share" = { severity = 1 } }\n',
        'line 1: rules."funding.share".severity: must be one of',
    ),
    "syntax": ("[rules\n", "is no TOML: "),
    "not UTF-8": ("湖北".encode("gb18030"), "is not UTF-8"),
}


@pytest.mark.parametrize(("text", "message"), WRONG.values(), ids=WRONG)
def test_an_error_names_file_line_and_key(tmp_path: Path, text: str | bytes, message: str) -> None:
    path = write(tmp_path, text)
    with pytest.raises(ProfileError) as error:
        load_profile(path)
    assert str(error.value).startswith(str(path))
    assert message in str(error.value)


def test_every_slip_is_told_at_once(tmp_path: Path) -> None:
    text = '[rules."funding.share"]\non = 1\nseverity = "x"\n[rules.nothing]\n'
    with pytest.raises(ProfileError) as error:
        load_profile(write(tmp_path, text))
    assert len(str(error.value).splitlines()) == 3


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("name",), 1),
        (("rules", "funding.share"), 3),
        (("rules", "funding.share", "tolerance"), 5),
        (("rules", "target.direction", "on"), 8),
        (("names", "发放进度", "capped"), 12),
        (("nowhere",), None),
    ],
)
def test_lines(path: tuple[str, ...], line: int | None) -> None:
    assert line_of(GOOD, path) == line


def test_rules_are_listed_as_a_profile_sets_them(tmp_path: Path) -> None:
    text = GOOD.replace("[rules]\n", "").replace(
        '"target.direction" = { on = false }', '[rules."target.direction"]\non = false'
    )
    path = write(tmp_path, text)
    listed = CliRunner().invoke(cli, ["rules", "list", "--profile", str(path)])
    lines = {line.split()[0]: line for line in listed.output.splitlines() if line.strip()}
    assert "warning (error), ±0.05" in lines["funding.share"]
    assert " off " in lines["target.direction"]
    assert " off " not in lines["funding.balance"]


@pytest.mark.parametrize("command", [["rules", "list"], ["check", "."], ["show", "a.pdf"]])
def test_a_wrong_profile_is_wrong_usage(tmp_path: Path, command: list[str]) -> None:
    path = write(tmp_path, "[rules.x]\n")
    result = CliRunner().invoke(cli, [*command, "--profile", str(path)])
    assert result.exit_code == 2
    assert "there is no such rule" in result.output
