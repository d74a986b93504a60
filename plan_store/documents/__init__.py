"""Which plan does a file hold, and which file holds a plan? Documents in and out."""

from __future__ import annotations

from plan_store import RefusedError


class DocumentError(RefusedError, ValueError):
    """A document cannot be taken over as a plan; nothing has been changed."""

    def __init__(self, row: int | None, reason: str, document: str = "") -> None:
        """`row` counts the rows below the header from 1; None where the whole document is meant."""
        self.row = row
        self.reason = reason
        self.document = document
        where = f"表格第{row}行：" if row else ""
        super().__init__(f"{document}：{where}{reason}" if document else f"{where}{reason}")
