"""How does a plan stand in comma-separated values? With the mark by which Excel knows that it is UTF-8."""

from __future__ import annotations

import csv
import io

from plan_store.documents.defusing import defused
from plan_store.documents.writing import table_of, title_of
from plan_store.plan import Plan


def write_csv(plan: Plan) -> bytes:
    header, rows = table_of(plan)
    written = io.StringIO(newline="")
    lines = csv.writer(written)
    lines.writerows([[defused(cell) for cell in row] for row in ([title_of(plan)], header, *rows)])
    return written.getvalue().encode("utf-8-sig")
