"""Which entry did a staff member mean by their words? Offered to tap, or asked for by its number."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.replies.keyboards import LABEL
from handlers.replies.reply import Reply, quoted, shorten
from handlers.replies.staff.taps import Cancel, Pick, staff_button
from plan_store.plan import Entry

OFFERED = 8


def which_entry(said: str, entries: Sequence[Entry], key: str) -> Reply:
    """Which of several was meant; those beyond the buttons by their number."""
    rows = [
        (staff_button(shorten(f"{entry.number}. {entry.unit} {entry.title}", LABEL), Pick(key, place)),)
        for place, entry in enumerate(entries[:OFFERED])
    ]
    more = "不在下面的话，请" if len(entries) > OFFERED else "也可以"
    return Reply(
        f"“{quoted(said, 40)}”有 {len(entries)} 项，是哪一项？{more}直接发序号。",
        (*rows, (staff_button("取消", Cancel(key)),)),
    )


def not_found(said: str) -> Reply:
    return Reply(
        f"没找到“{quoted(said, 40)}”是计划里的哪一项，没有改动。请写上序号，例如 /edit 17 时间 7月-8月。"
    )
