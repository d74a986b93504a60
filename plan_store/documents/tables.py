"""Which entries does a table hold? The cells of a row, read one by one."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from plan_store.documents import DocumentError
from plan_store.documents.columns import PUBLISHED, Column
from plan_store.documents.periods import Timing, read_period
from plan_store.documents.sessions import read_sessions
from plan_store.patterns import pattern
from plan_store.plan import Details, Entry

__all__ = ["DocumentError", "named_values", "read_entries", "read_entry", "read_number"]

WORDING = "活动时间："
"""Begins the line of a note that keeps what months cannot say: `活动时间：5月中旬`."""


def read_entries(
    header: Sequence[str], columns: Mapping[Column, int], rows: Iterable[Sequence[str]], year: int
) -> tuple[Entry, ...]:
    """The entries of a table, by number.

    Raises `DocumentError` with the row and the reason where a cell is missing, empty or unreadable, or where
    the numbers do not go 1, 2, 3 …
    """
    entries: list[Entry] = []
    for row, cells in enumerate(rows, 1):
        if len(cells) != len(header):
            raise DocumentError(row, f"应有{len(header)}格，却读到{len(cells)}格：{_start_of(cells)}")
        try:
            values = named_values(header, columns, cells)
            if not values[Column.NUMBER]:
                raise ValueError(f"“{Column.NUMBER.title}”是空的")
            _check_number(read_number(values[Column.NUMBER]), row)
            entries.append(read_entry(values, row, year))
        except ValueError as error:
            raise DocumentError(row, str(error)) from None
    if not entries:
        raise DocumentError(None, "表格里没有活动")
    return tuple(entries)


def named_values(
    header: Sequence[str], columns: Mapping[Column, int], cells: Sequence[str]
) -> dict[Column, str]:
    """The cells of a row by what they hold; the time as PERIOD, with its 月 where only the header has it."""
    values = {column: cells[place].strip() for column, place in columns.items()}
    if Column.PERIOD not in values:
        start, end = values[Column.START], values[Column.END]
        values[Column.PERIOD] = start if end in (start, "") else f"{start}-{end}" if start else end
    said = values[Column.PERIOD]
    heads = "".join(header[columns[column]] for column in (Column.PERIOD, Column.START) if column in columns)
    if said and "月" in heads and "月" not in said and not re.search("季|年", said):
        values[Column.PERIOD] = f"{said}月"
    return values


def read_entry(values: Mapping[Column, str], number: int, year: int) -> Entry:
    """The entry that a row's cells say. Raises `ValueError` for an empty or unreadable one, in Chinese."""
    for column in PUBLISHED[1:]:
        if not values[column]:
            raise ValueError(f"“{column.title}”是空的")
    timing = read_period(values[Column.PERIOD], year)
    return Entry(
        year=year,
        number=number,
        theme=_lines(values[Column.THEME]),
        forms=read_forms(values[Column.FORMS]),
        unit=read_unit(values[Column.UNIT]),
        period=timing.period,
        details=_details(timing, values, year),
    )


def read_number(said: str) -> int:
    """The number of a row: `3`, `３.`, `（3）`. Raises `ValueError` where it is none."""
    digits = unicodedata.normalize("NFKC", said).strip(" .、．()")
    if not digits.isdecimal() or len(digits) > 6:
        raise ValueError(f"序号“{' '.join(said.split())[:20]}”不是数字")
    return int(digits)


def _check_number(number: int, expected: int) -> None:
    if number < expected:
        raise ValueError(f"序号{number}重复或倒退，应为{expected}")
    if number > expected:
        raise ValueError(f"序号应为{expected}，却是{number}，中间可能漏了活动")


def _start_of(cells: Sequence[str]) -> str:
    return " | ".join(" ".join(cell.split())[:20] for cell in cells)[:60]


def _lines(cell: str) -> str:
    return "\n".join(line.strip() for line in cell.splitlines() if line.strip())


_FORM_BREAK = pattern(r"[、,，;；/\n](?![^（(]*[)）])|(?<=[一-鿿]{2})[ \u3000]+(?=[一-鿿]{2})")
_FORM_NUMBER = pattern(r"^\s*[(（]?\d{1,2}[)）.．、]\s*(?=\S)", re.MULTILINE)


def read_forms(cell: str) -> tuple[str, ...]:
    """The forms of a cell, each once, in their order: parted by 、 ， ； / or a line break, not in brackets.

    Raises `ValueError` where there is none.
    """
    forms = (part.strip(" \t\u3000。") for part in _FORM_BREAK.split(_FORM_NUMBER.sub("", cell)))
    named = tuple(dict.fromkeys(form for form in forms if form))
    if not named:
        raise ValueError(f"“{cell.strip()}”里没有活动形式")
    return named


_WHOLE_UNIT = pattern(r"(?:局|街道|办|办公室|办事处|中心|委|委员会|院|镇|乡|公司|大队|支队|分局|会|部)$")


def read_unit(cell: str) -> str:
    """The unit of a cell; where it broke between lines it is joined, several units keep a 、 between them."""
    lines = [re.sub(r"\s", "", line) for line in cell.splitlines() if line.strip()]
    if len(lines) > 1 and all(_WHOLE_UNIT.search(line) for line in lines):
        return "、".join(line.rstrip("、，,;；") for line in lines)
    return "".join(lines)


def _details(timing: Timing, values: Mapping[Column, str], year: int) -> Details:
    """What further columns say, days that the time names, and its wording where months say less."""

    def said(*columns: Column) -> str:
        return " ".join(_lines(values[column]) for column in columns if values.get(column))

    wording = "" if timing.exact else f"{WORDING}{' '.join(values[Column.PERIOD].split())}"
    note = said(Column.NOTE)
    if wording in note.splitlines():
        wording = ""
    return Details(
        sessions=read_sessions(said(Column.SESSIONS), year) or timing.sessions,
        place=said(Column.PLACE),
        contact=said(Column.PERSON, Column.CONTACT),
        signup=said(Column.SIGNUP),
        audience=said(Column.AUDIENCE),
        note="\n".join(line for line in (note, wording) if line),
    )
