"""What makes it impossible to go on: each says what happened and what to do.

An exception is neither a problem (we may have read it wrongly) nor a finding
(the filing contradicts itself). It carries the exit code of the command and
survives the way back from a worker process: what it is made of is its `args`.
"""

import os
from typing import ClassVar, Self


def printable(path: str | os.PathLike[str]) -> str:
    """A file name for one line of a terminal: control characters and bytes that are
    no UTF-8 are written as escapes.
    """
    return "".join(
        char if char.isprintable() else ascii(char)[1:-1].replace("\\udc", "\\x")
        for char in os.fspath(path)
    )


class ShenbaoError(Exception):
    """Nobody can go on. `str()` is one line for a person."""

    exit_code: ClassVar[int] = 1


class UsageError(ShenbaoError):
    """The command was given something that it can't work with."""

    exit_code: ClassVar[int] = 2


class OutputNotWritable(ShenbaoError):  # noqa: N818 (named for what is wrong)
    """The results can't be written where they were asked for."""

    exit_code: ClassVar[int] = 2

    def __init__(self, path: str | os.PathLike[str], reason: str) -> None:
        super().__init__(os.fspath(path), reason)
        self.path = os.fspath(path)
        self.reason = reason

    def __str__(self) -> str:
        return (
            f"{printable(self.path)}: cannot write here: {self.reason}. "
            "Name an output folder that you may write to with --out."
        )


class UnreadableFile(ShenbaoError):  # noqa: N818 (named for what is wrong)
    """A filing that could not be read at all.

    Each kind of failure has its own words; `reason` and `remedy` replace them
    where more is known. `page` is counted from 1.
    """

    exit_code: ClassVar[int] = 3
    default_reason: ClassVar[str] = "cannot be read"
    default_remedy: ClassVar[str] = "Check that the file exists and that you may read it."

    def __init__(
        self,
        path: str | os.PathLike[str],
        reason: str | None = None,
        remedy: str | None = None,
        page: int | None = None,
    ) -> None:
        self.path = os.fspath(path)
        self.reason = self.default_reason if reason is None else reason
        self.remedy = self.default_remedy if remedy is None else remedy
        self.page = page
        super().__init__(self.path, self.reason, self.remedy, self.page)

    def at(self, path: str | os.PathLike[str]) -> Self:
        """The same failure of a file that is known to the reader by another path."""
        return type(self)(path, *self.args[1:])

    def __str__(self) -> str:
        place = "" if self.page is None else f", page {self.page}"
        return f"{printable(self.path)}{place}: {self.reason}. {self.remedy}"


class NotAPdf(UnreadableFile):
    """The bytes are those of something else."""

    default_reason: ClassVar[str] = "is not a PDF or a picture"
    default_remedy: ClassVar[str] = (
        "Give the PDF or the scan of the filing; convert Word or Excel files first."
    )


class EmptyFile(UnreadableFile):
    """No bytes at all."""

    default_reason: ClassVar[str] = "is empty (0 bytes)"
    default_remedy: ClassVar[str] = "Download or copy the file again."


class EncryptedPdf(UnreadableFile):
    """A password is needed, or the one given is wrong."""

    default_reason: ClassVar[str] = "is encrypted"
    default_remedy: ClassVar[str] = "Give its password with --password."


class DamagedPdf(UnreadableFile):
    """Starts like a PDF, but can't be opened."""

    default_reason: ClassVar[str] = "is a damaged PDF"
    default_remedy: ClassVar[str] = "Download or copy the file again, or print it anew to a PDF."


class DamagedPicture(UnreadableFile):
    """Starts like a picture, but can't be opened."""

    default_reason: ClassVar[str] = "is a damaged picture"
    default_remedy: ClassVar[str] = "Scan the page again, or save the picture anew."


class NoPages(UnreadableFile):
    """A PDF without a page."""

    default_reason: ClassVar[str] = "has no pages"
    default_remedy: ClassVar[str] = "Check that this is the file that was filed."


class TooLarge(UnreadableFile):
    """More pages or bytes than shenbao is willing to read."""

    default_reason: ClassVar[str] = "is too large"
    default_remedy: ClassVar[str] = "Split the file into single filings."


class TimeLimit(UnreadableFile):
    """Was not read in the time that a filing may take; its worker was ended."""

    default_reason: ClassVar[str] = "was not read within the time limit"
    default_remedy: ClassVar[str] = "Look at the file; if it is sound, raise --time-limit."


class MemoryLimit(UnreadableFile):
    """Wanted more memory than a filing may take."""

    default_reason: ClassVar[str] = "needs more memory than a filing may take"
    default_remedy: ClassVar[str] = "Look at the file; if it is sound, raise --memory-limit."


class WorkerCrashed(UnreadableFile):
    """The process that read it died (a crash in native code, or the system ended it)."""

    default_reason: ClassVar[str] = "made the reading process crash"
    default_remedy: ClassVar[str] = (
        "Print the file anew to a PDF, or try the other reader (--reader pdfplumber)."
    )


class InternalError(UnreadableFile):
    """A slip of shenbao's own: never the filing's fault.

    `details` is the traceback, for whoever mends it.
    """

    default_reason: ClassVar[str] = "made shenbao stumble"
    default_remedy: ClassVar[str] = "Please report this with the output of --traceback."

    def __init__(
        self,
        path: str | os.PathLike[str],
        reason: str | None = None,
        remedy: str | None = None,
        page: int | None = None,
        details: str = "",
    ) -> None:
        super().__init__(path, reason, remedy, page)
        self.details = details
        self.args = (self.path, self.reason, self.remedy, self.page, details)
