"""How does a plan stand in JSON? Every part of it, for programs and for taking it over elsewhere."""

from __future__ import annotations

import json
from typing import Any

from plan_store.documents import DocumentError
from plan_store.documents.columns import Column
from plan_store.documents.reading import Reading, Row, Unread
from plan_store.entry_rows import from_row, to_row
from plan_store.plan import Plan

FORM = "plan/1"
"""Says which form the file has; another number is another form."""


def write_json(plan: Plan) -> bytes:
    written = {
        "form": FORM,
        "district": plan.district,
        "year": plan.year,
        "title": plan.title,
        "entries": [to_row(entry) for entry in plan.entries],
    }
    return (json.dumps(written, ensure_ascii=False, indent=2) + "\n").encode()


def looks_like_json(content: bytes) -> bool:
    return content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") and b'"entries"' in content


def read_json(content: bytes) -> Reading:
    """What `write_json` wrote. Raises `DocumentError` for anything else."""
    try:
        written = json.loads(content.decode("utf-8-sig"))
        if written.get("form") != FORM:
            raise DocumentError(None, f"不是本程序导出的 JSON（form 应为 {FORM}）")
        year = int(written["year"])
        rows = tuple(
            Row(from_row(year, _texts(row)), frozenset(Column), f"第{at}项")
            for at, row in enumerate(written["entries"], 1)
        )
        reading = Reading(year, str(written["title"]), str(written["district"]), rows)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        if isinstance(error, DocumentError):
            raise
        raise DocumentError(None, "JSON 的内容不完整，不是本程序导出的计划") from None
    numbers = [row.entry.number for row in reading.rows]
    if not numbers or len(set(numbers)) != len(numbers) or min(numbers) < 1:
        raise DocumentError(None, "JSON 里没有活动，或序号有重复")
    return reading


def _texts(row: dict[str, Any]) -> dict[str, Any]:
    """The row, if each part is of its type: what is taken in here is not looked at again."""
    details = row["details"]
    texts = [row["theme"], row["unit"], *row["forms"], *details.get("sessions", ())]
    texts += [said for name, said in details.items() if name != "sessions"]
    if not all(isinstance(text, str) for text in texts) or not row["forms"]:
        raise TypeError("not a text")
    if not all(isinstance(number, int) for number in (row["number"], *row["months"])):
        raise TypeError("not a number")
    return row


def reading_to_json(reading: Reading) -> dict[str, Any]:
    """A reading on its way from the process that read it."""
    return {
        "year": reading.year,
        "title": reading.title,
        "district": reading.district,
        "rows": [
            [to_row(row.entry), [column.name for column in row.said], row.where, list(row.doubts)]
            for row in reading.rows
        ],
        "unread": [[one.where, one.number, one.reason] for one in reading.unread],
        "remarks": list(reading.remarks),
    }


def reading_from_json(written: dict[str, Any]) -> Reading:
    year = written["year"]
    return Reading(
        year,
        written["title"],
        written["district"],
        tuple(
            Row(from_row(year, entry), frozenset(Column[name] for name in said), where, tuple(doubts))
            for entry, said, where, doubts in written["rows"]
        ),
        tuple(Unread(where, number, reason) for where, number, reason in written["unread"]),
        tuple(written["remarks"]),
    )
