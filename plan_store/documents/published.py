"""What plan is a published text? A table whose cells are parted by tabs, a title above it.

Two layouts occur: each cell starts a line with a tab and runs on over lines without one (a table copied from
a web page), or a row is one line with tabs between the cells (a table copied from a spreadsheet). In both,
the header may be repeated at page breaks, and notes may stand above and below.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from plan_store.documents import DocumentError
from plan_store.documents.columns import NEVER_EMPTY, PUBLISHED, Column, header_columns, header_name
from plan_store.documents.headings import read_heading
from plan_store.documents.tables import read_entries
from plan_store.plan import Plan


def read_published(path: Path) -> Plan:
    """Read a published text from a file (UTF-8, UTF-16 or GB18030).

    Raises `DocumentError` where it is not a whole plan, `OSError` where the file cannot be read.
    """
    return read_published_bytes(path.read_bytes())


def read_published_bytes(content: bytes) -> Plan:
    """As `read_published`, from the bytes of the file."""
    return read_published_text(decoded(content))


def read_published_text(text: str) -> Plan:
    """As `read_published`, from text."""
    above, header, columns, rows = published_table(text)
    heading = read_heading(above)
    if heading.year is None:
        raise DocumentError(None, "表格上方没有写明是哪一年的计划")
    names = [header_name(cell) for cell in header]
    rows = [
        row
        for row in rows
        if [header_name(cell) for cell in row] != names and not _is_aside(row, heading.title)
    ]
    return Plan(
        year=heading.year,
        title=heading.title,
        district=heading.district,
        entries=read_entries(header, columns, rows, heading.year),
    )


def published_table(
    text: str, needed: Iterable[Column] = PUBLISHED
) -> tuple[list[str], list[str], dict[Column, int], list[list[str]]]:
    """The lines above the table, the cells of its header, its columns, and all its rows with those cells too.

    A row that lacks cells is left as it is. Raises `DocumentError` where there is no table of a plan, or one
    without a column of `needed`.
    """
    lines = text.removeprefix("\ufeff").splitlines()
    start, header, columns, by_line = _find_header(lines, tuple(needed))
    least = 1 + max(place for column, place in columns.items() if column in NEVER_EMPTY)
    return lines[:start], header, columns, list(_rows(lines[start:], len(header), least, by_line))


def decoded(content: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 or GB18030. Raises `DocumentError` where it is no text."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise DocumentError(None, "这不是文本文件，或编码无法识别（请另存为 UTF-8 文本）")


def _find_header(
    lines: Sequence[str], needed: tuple[Column, ...]
) -> tuple[int, list[str], dict[Column, int], bool]:
    """The line where the table starts, the header's cells, its columns, and whether a row is one line."""
    for number, line in enumerate(lines):
        if "\t" not in line:
            continue
        if line.strip("\t ").count("\t") >= 2:
            cells, by_line = line.split("\t"), True
        else:
            cells, by_line = list(_stacked_header(lines[number:])), False
        columns = header_columns(cells, needed)
        if columns is not None:
            return number, cells, columns, by_line
    raise DocumentError(None, "没有找到表头（序号、活动主题、活动形式、责任单位、活动时间）")


def _stacked_header(lines: Sequence[str]) -> Iterator[str]:
    """The cells from here to the blank line or the first number that ends the header."""
    cell: str | None = None
    for line in lines:
        if not line.strip() or line.strip().isdecimal():
            break
        if line.startswith("\t"):
            if cell is not None:
                yield cell
            cell = line[1:]
        else:
            cell = f"{cell}\n{line}"
    if cell is not None:
        yield cell


_NOTE = re.compile(
    r"^\s*(?:[(（]?(?:注|备注|说明|附注|填表|联系人|第\s*\d+\s*页)|[—\-–]\s*\d+\s*[—\-–]\s*$|[（(]?[一二三四五六七八九十]+[、）)])"
)
"""A line below a whole row that starts so is no part of its last cell."""


def _rows(lines: Sequence[str], width: int, needed: int, by_line: bool) -> Iterator[list[str]]:
    """Rows of `width` cells, of which the first `needed` matter; one with fewer is refused by the caller."""
    row: list[str] = []
    after_blank = False
    for line in lines:
        if not line.strip(" \t\u3000") and (by_line or "\t" not in line):
            after_blank = True
            continue
        pieces = line.split("\t")
        whole = len(row) >= needed
        if len(pieces) > 1 and (by_line or not pieces[0].strip()):
            overflows = len(row) + len(pieces) - 1 > width
            starts = not row or overflows or (after_blank and (whole or not by_line))
        else:
            starts = False
        if starts:
            if row:
                yield _filled_up(row, width, needed)
            row = pieces if by_line else pieces[1:]
        elif row and not (whole and (after_blank or _NOTE.match(line))):
            row[-1] += "\n" + pieces[0]
            row.extend(pieces[1:])
        else:
            # A note below the table or a title above its next page, which may go on in the next line.
            after_blank = True
            continue
        after_blank = False
    if row:
        yield _filled_up(row, width, needed)


def _is_aside(row: Sequence[str], title: str) -> bool:
    """Whether a row holds nothing, or in one cell a note, a section's name or the title once more."""
    filled = [cell.strip() for cell in row if cell.strip()]
    return not filled or (len(filled) == 1 and (bool(_NOTE.match(filled[0])) or filled[0] == title))


def _filled_up(row: list[str], width: int, needed: int) -> list[str]:
    """The row with the last empty cells, which editors drop, if it lacks nothing else."""
    while len(row) > width and not row[-1].strip():
        row.pop()
    cells = [_unquoted(cell) for cell in row]
    return cells + [""] * (width - len(cells)) if len(cells) >= needed else cells


def _unquoted(cell: str) -> str:
    """A cell of several lines without the quotation marks that spreadsheets put around it."""
    if "\n" in cell and re.fullmatch(r'"[^"]*(?:""[^"]*)*"', cell):
        return cell[1:-1].replace('""', '"')
    return cell
