"""What is in a file, whatever its format? Lines of text and grids of cells, in their order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from plan_store.documents import DocumentError

MOST_ROWS = 5_000
"""Rows of all tables of a file; a year's plan has some dozens."""
MOST_COLUMNS = 200
MOST_CHARACTERS = 2_000_000
"""In all cells and lines of a file; a book has fewer."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its rows from above, all of one width, a merged cell's text in each cell that it covers."""

    rows: tuple[tuple[str, ...], ...]
    name: str = ""
    """Of the sheet; empty where there is only one."""
    covered: frozenset[tuple[int, int]] = frozenset()
    """(row, column) of cells that only continue a merged one."""


Block = str | Grid
"""A line of text outside of tables, or a table."""


class Measure:
    """Keeps what a reader takes in within limits; refuses what goes beyond with a `DocumentError`."""

    def __init__(self) -> None:
        self._rows = 0
        self._characters = 0

    def row(self, cells: Iterable[str]) -> tuple[str, ...]:
        row = tuple(cells)
        self._rows += 1
        if self._rows > MOST_ROWS:
            raise DocumentError(None, f"表格超过{MOST_ROWS}行，不像一年的活动计划，没有读")
        if len(row) > MOST_COLUMNS:
            raise DocumentError(None, f"表格超过{MOST_COLUMNS}列，不像活动计划，没有读")
        self._count(sum(map(len, row)))
        return row

    def line(self, text: str) -> str:
        self._count(len(text) + 1)
        return text

    def _count(self, characters: int) -> None:
        self._characters += characters
        if self._characters > MOST_CHARACTERS:
            raise DocumentError(None, "文件里的文字太多，不像活动计划，没有读")


def text_of(blocks: Iterable[Block], most: int = 20_000) -> str:
    """All text in its order, a line for each row; for a notice that came as a file."""
    lines: list[str] = []
    for block in blocks:
        if isinstance(block, str):
            lines.append(block)
            continue
        for at, row in enumerate(block.rows):
            cells = [cell for column, cell in enumerate(row) if (at, column) not in block.covered]
            # Two cells are a name and what it says: 活动时间 | 6月9日.
            lines.append(("：" if len(cells) == 2 and len(cells[0]) <= 12 else " ").join(filter(None, cells)))
    return "\n".join(lines)[:most]
