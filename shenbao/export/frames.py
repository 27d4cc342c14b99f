"""The frames of a batch as files for a spreadsheet program."""

import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import xlsxwriter

from shenbao.export.spreadsheet import BOM, defuse, fit
from shenbao.frames import Frames
from shenbao.writing import write_whole, write_whole_with

WORKBOOK = "shenbao.xlsx"
WIDEST_COLUMN = 60


def write_csv(frames: Frames, folder: Path) -> None:
    """One CSV file a frame, in UTF-8 with a BOM; decimals exactly as filed.

    Raises:
        OutputNotWritable
    """
    for name, frame in frames.items():
        text = frame.map(_csv_value).to_csv(index=False, lineterminator="\r\n")
        write_whole(folder / f"{name}.csv", (BOM + text).encode())


def _csv_value(value: Any) -> str:
    match value:
        case str():
            return defuse(value)
        case Decimal():
            return format(value, "f")
        case _:
            return "" if value is None or value is pd.NA or value != value else str(value)


def write_xlsx(frames: Frames, folder: Path) -> None:
    """One workbook, a sheet a frame; numbers are numbers, text is never a formula.

    Raises:
        OutputNotWritable
    """
    write_whole_with(folder / WORKBOOK, lambda path: _write_workbook(frames, path))


def _write_workbook(frames: Frames, path: Path) -> None:
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as workbook:
        bold = workbook.add_format({"bold": True, "bottom": 1})
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        for name, frame in frames.items():
            sheet = workbook.add_worksheet(name)
            sheet.freeze_panes(1, 0)
            for column, title in enumerate(frame.columns):
                sheet.set_column(column, column, _width(frame.iloc[:, column], title))
            for column, title in enumerate(frame.columns):
                sheet.write_string(0, column, title, bold)
            for row, values in enumerate(frame.itertuples(index=False), start=1):
                for column, value in enumerate(values):
                    _write_value(sheet, row, column, value, day)


def _write_value(sheet: Any, row: int, column: int, value: Any, day: Any) -> None:
    match value:
        case None:
            pass
        case bool():
            sheet.write_boolean(row, column, value)
        case int() | float() | Decimal():
            if value == value:
                sheet.write_number(row, column, float(value))
        case datetime.date():
            sheet.write_datetime(row, column, value, day)
        case _:
            sheet.write_string(row, column, fit(str(value)))


def _width(values: "pd.Series[Any]", title: str) -> int:
    """Characters to show most of a column; a Chinese one takes the room of two."""
    longest = max((len(str(value).encode("gb18030")) for value in values if value), default=0)
    return min(max(longest, len(title)) + 2, WIDEST_COLUMN)
