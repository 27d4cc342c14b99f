"""Sources that make trouble when they are drawn: what they cost, and what they don't."""

import hashlib
import json
from pathlib import Path

import pytest
from bad_files import encrypted, nested_forms
from sample_filing import filing

from shenbao.batch import Limits
from shenbao.report import gather as gathering
from shenbao.report.gather import Gathered, gather
from shenbao.report.looking import Options
from shenbao.report.results import find_results


def gathered(folder: Path, files: dict[str, bytes], options: Options) -> Gathered:
    """The filings that were read from these files."""
    (folder / "out" / "filings").mkdir(parents=True)
    rows = []
    for name, data in files.items():
        (folder / name).write_bytes(data)
        one = filing(name)
        source = one.source.model_copy(update={"sha256": hashlib.sha256(data).hexdigest()})
        document = folder / "out" / "filings" / f"{Path(name).stem}.json"
        text = one.model_copy(update={"source": source}).model_dump_json(by_alias=True)
        document.write_text(text, "utf-8")
        output = f"filings/{document.name}"
        rows.append({"file": str(folder / name), "status": "read", "output": output})
    (folder / "out" / "run.json").write_text(json.dumps({"files": rows}), "utf-8")
    return gather(find_results(folder / "out"), options, workers=1)


def test_a_file_that_never_ends_costs_its_own_pictures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathering, "LIMITS", Limits(seconds=4))
    files = {"bomb.pdf": nested_forms(), "sound.pdf": encrypted("")}
    found = gathered(tmp_path, files, Options())
    assert [(one.name, one.source) for one in found.filings] == [
        ("bomb", "unreadable"), ("sound", "same"),
    ]  # fmt: skip
    (failure,) = found.undrawn
    assert failure.path.endswith("bomb.json")
    # Which limit it meets first is the machine's to say.
    assert "4 s" in failure.reason or "memory" in failure.reason
    bomb, sound = found.filings
    assert bomb.findings[0].views[0].picture is None
    assert sound.findings[0].views[0].picture == 0
    assert bomb.findings[0].message == sound.findings[0].message


@pytest.mark.parametrize(
    ("password", "source"), [(None, "unreadable"), ("wrong", "unreadable"), ("secret", "same")]
)
def test_an_encrypted_file_is_drawn_with_its_password(
    tmp_path: Path, password: str | None, source: str
) -> None:
    files = {"a.pdf": encrypted("secret")}
    (one,) = gathered(tmp_path, files, Options(password=password)).filings
    assert one.source == source
