"""How does a figure stand beside what it is compared with, and is the goal reached?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """One figure of a bench."""

    what: str
    ours: str
    beside: str
    """What it is compared with, measured in the same run."""
    ratio: float
    goal: str
    """`≤ 6` or `≥ 1`: what the ratio should be."""

    @property
    def reached(self) -> bool:
        sign, _, bound = self.goal.partition(" ")
        return self.ratio <= float(bound) if sign == "≤" else self.ratio >= float(bound)


def show(title: str, rows: Iterable[Row]) -> bool:
    """Print a table; whether every goal was reached."""
    rows = list(rows)
    cells = [("", "here", "beside", "ratio", "goal", "")]
    cells += [
        (row.what, row.ours, row.beside, f"{row.ratio:.2f}", row.goal, "yes" if row.reached else "NO")
        for row in rows
    ]
    widths = [max(len(line[place]) for line in cells) for place in range(len(cells[0]))]
    print(f"\n{title}")
    for line in cells:
        print("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip())
    return all(row.reached for row in rows)
