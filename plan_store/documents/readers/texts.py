"""What stands in a text file? A published table, separated values, or only lines."""

from __future__ import annotations

import csv
import io

from plan_store.documents import DocumentError
from plan_store.documents.blocks import Block, Grid, Measure
from plan_store.documents.columns import header_columns
from plan_store.documents.defusing import bare
from plan_store.documents.published import decoded, published_table

_SEPARATORS = (",", ";", "|", "，", "；", "\t")


def read_text(content: bytes) -> list[Block]:
    text = decoded(content)
    measure = Measure()
    if "\t" in text:
        try:
            above, _, _, rows = published_table(text, needed=())
        except DocumentError:
            pass
        else:
            return [*map(measure.line, above), Grid(tuple(measure.row(row) for row in rows))]
    for separator in _SEPARATORS:
        rows = _separated(text, separator)
        if any(len(row) > 2 and header_columns(row, needed=()) for row in rows):
            width = max(map(len, rows))
            return [Grid(tuple(measure.row([*row, *[""] * (width - len(row))]) for row in rows))]
    return [measure.line(line.strip()) for line in text.splitlines()]


def _separated(text: str, separator: str) -> list[list[str]]:
    if separator not in text:
        return []
    try:
        read = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        rows = [[bare(cell.strip()) for cell in row] for row in read]
    except csv.Error:
        return []
    if separator == "|":
        # A table in Markdown has bars at its edges and a line of dashes.
        rows = [row[1:-1] if len(row) > 2 and not (row[0] or row[-1]) else row for row in rows]
        rows = [row for row in rows if not row or any(set(cell) - set("-: ") for cell in row)]
    return rows
