"""One filing from Python: an object with the contract's fields, and data frames."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from normalize.models import Filing
from shenbao.process import ReadOptions, process_all
from shenbao.single import read_file_all

if TYPE_CHECKING:
    from shenbao.frames import Frames


class ReadFiling(Filing):
    """A filing as read: `Filing` with conveniences, none of them a field."""

    def frames(self) -> "Frames":
        """Data frames by name: funding, execution, main_tasks, projects, indicators,
        attributes, findings.

        One row a record, with the file, the department, the fiscal year and the
        page it stands on; numbers are `Decimal`. Names and telephone numbers of
        persons are left out.
        """
        from shenbao.frames import frames_of  # pandas takes a second to import

        return frames_of([self])


def read_filing(
    source: str | os.PathLike[str] | bytes,
    *,
    reader: Literal["pdfium", "pdfplumber"] = "pdfium",
    ocr: Literal["rapidocr", "tesseract", "none"] = "rapidocr",
    verify: bool = False,
    password: str | None = None,
    max_pages: int = 2000,
    name: str | None = None,
    forms: str | os.PathLike[str] | None = None,
) -> ReadFiling:
    """Read a filing from a path or from its bytes, in this process.

    Of a file with several filings this is the first; `read_filings` gives all.
    No limit on time or memory holds here: for files of strangers use
    `shenbao.batch.run_limited`, as the command line does. `name` is what
    `source.file` says (the file's own name by default), `forms` a folder with form
    definitions beside the shipped ones.

    Raises:
        UnreadableFile: nothing can be read; the subclass says why.
        FormsError: a definition in `forms` is wrong.
    """
    return read_filings(
        source,
        reader=reader,
        ocr=ocr,
        verify=verify,
        password=password,
        max_pages=max_pages,
        name=name,
        forms=forms,
    )[0]


def read_filings(
    source: str | os.PathLike[str] | bytes,
    *,
    reader: Literal["pdfium", "pdfplumber"] = "pdfium",
    ocr: Literal["rapidocr", "tesseract", "none"] = "rapidocr",
    verify: bool = False,
    password: str | None = None,
    max_pages: int = 2000,
    name: str | None = None,
    forms: str | os.PathLike[str] | None = None,
) -> list[ReadFiling]:
    """Read all filings of a file, in order, at least one; else as `read_filing`.

    Raises:
        UnreadableFile: nothing can be read; the subclass says why.
        FormsError: a definition in `forms` is wrong.
    """
    folder = Path(forms) if forms is not None else None
    options = ReadOptions(reader, ocr, verify, password, max_pages, forms=folder)
    if isinstance(source, bytes):
        filings = process_all(source, options, name)
    else:
        filings = read_file_all(os.fspath(source), options, name)
    return [ReadFiling.model_construct(**dict(filing)) for filing in filings]
