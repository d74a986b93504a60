"""What plan is a published text? A table whose cells are parted by tabs, a title above it.

Two layouts occur: each cell starts a line with a tab and runs on over lines without one (a table copied from
a web page), or a row is one line with tabs between the cells (a table copied from a spreadsheet). In both,
the header may be repeated at page breaks, and notes may stand above and below.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from plan_store.documents.headings import read_heading
from plan_store.documents.tables import Column, DocumentError, header_columns, header_name, read_entries
from plan_store.plan import Plan


def read_published(path: Path) -> Plan:
    """Read a published text from a file (UTF-8, UTF-16 or GB18030).

    Raises `DocumentError` where it is not a whole plan, `OSError` where the file cannot be read.
    """
    return read_published_bytes(path.read_bytes())


def read_published_bytes(content: bytes) -> Plan:
    """As `read_published`, from the bytes of the file."""
    return read_published_text(_decoded(content))


def read_published_text(text: str) -> Plan:
    """As `read_published`, from text."""
    lines = text.removeprefix("\ufeff").splitlines()
    start, header, columns, by_line = _find_header(lines)
    heading = read_heading(lines[:start])
    if heading.year is None:
        raise DocumentError(None, "表格上方没有写明是哪一年的计划")
    names = [header_name(cell) for cell in header]
    rows = [
        row
        for row in _rows(lines[start:], len(header), by_line)
        if any(cell.strip() for cell in row) and [header_name(cell) for cell in row] != names
    ]
    return Plan(
        year=heading.year,
        title=heading.title,
        district=heading.district,
        entries=read_entries(header, columns, rows, heading.year),
    )


def _decoded(content: bytes) -> str:
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


def _find_header(lines: Sequence[str]) -> tuple[int, list[str], dict[Column, int], bool]:
    """The line where the table starts, the header's cells, its columns, and whether a row is one line."""
    for number, line in enumerate(lines):
        if "\t" not in line:
            continue
        if line.strip("\t ").count("\t") >= 2:
            cells, by_line = line.split("\t"), True
        else:
            cells, by_line = list(_stacked_header(lines[number:])), False
        columns = header_columns(cells)
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


def _rows(lines: Sequence[str], width: int, by_line: bool) -> Iterator[list[str]]:
    """Rows of at most `width` cells; one with fewer lacks some, and the caller refuses it."""
    row: list[str] = []
    after_blank = False
    for line in lines:
        if not line.strip(" \t\u3000"):
            after_blank = after_blank or "\t" not in line
            if "\t" not in line or by_line:
                continue
        pieces = line.split("\t")
        starts = by_line or not pieces[0].strip()
        cells = pieces if by_line else pieces[1:]
        continued = len(pieces) - 1
        if len(pieces) > 1 and starts and (after_blank or not row or len(row) + continued > width):
            if row:
                yield _unquoted(row)
            row = cells[:width] if not any(cells[width:]) else cells
        elif not row or (len(row) >= width and (after_blank or _NOTE.match(line))):
            continue
        else:
            row[-1] += "\n" + pieces[0] if pieces[0] else ""
            row.extend(pieces[1:])
        after_blank = False
    if row:
        yield _unquoted(row)


def _unquoted(row: list[str]) -> list[str]:
    """Cells of several lines without the quotation marks that spreadsheets put around them."""
    return [
        cell[1:-1].replace('""', '"') if "\n" in cell and re.fullmatch(r'"[^"]*(?:""[^"]*)*"', cell) else cell
        for cell in row
    ]
