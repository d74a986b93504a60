"""How does a cell stay text in a spreadsheet program? What begins like a formula gets a mark before it."""

from __future__ import annotations

import re

_LIKE_A_FORMULA = re.compile(r"'*[=+\-@＝＋－＠\t\r]")


def defused(cell: str) -> str:
    """The cell with a `'` before what a spreadsheet program might run."""
    return f"'{cell}" if _LIKE_A_FORMULA.match(cell) else cell


def bare(cell: str) -> str:
    """The cell without the mark that `defused` has set."""
    return cell[1:] if cell.startswith("'") and _LIKE_A_FORMULA.match(cell) else cell
