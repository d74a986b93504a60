"""Asking as the surfaces ask: one turn, or a conversation."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

from plan_store.answers import Answer
from plan_store.inquiry import ask
from plan_store.questions.thread import EMPTY, Thread
from plan_store.snapshot import Snapshot

MAY_20 = dt.datetime(2023, 5, 20, 10, tzinfo=ZoneInfo("Asia/Shanghai"))


def converse(snapshot: Snapshot, *turns: str, now: dt.datetime = MAY_20) -> Answer:
    """The answer to the last of `turns`."""
    thread: Thread = EMPTY
    for turn in turns:
        answer, thread = ask(turn, thread, now, snapshot)
    return answer


def numbers(answer: Answer) -> list[int]:
    return [entry.number for entry in answer.entries]
