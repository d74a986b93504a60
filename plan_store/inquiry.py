"""How is a question answered? The one way that it takes on every surface: pure and synchronous."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from plan_store.answers import UNANSWERED, Answer, Kind, Reason, find
from plan_store.plan import Entry, Month
from plan_store.questions.asking_back import chosen
from plan_store.questions.clauses import asking_alone
from plan_store.questions.follow_up import resolve
from plan_store.questions.query import Query
from plan_store.questions.reading import read
from plan_store.questions.readings import stands_alone
from plan_store.questions.thread import Thread
from plan_store.questions.widening import wider
from plan_store.snapshot import Snapshot


def ask(text: str, thread: Thread, now: dt.datetime, snapshot: Snapshot) -> tuple[Answer, Thread]:
    """The answer to `text`, and the thread after it. Never raises; takes well under a millisecond.

    `now` is aware and in the plan's time zone.
    """
    thread = thread.current(now)
    plan_year = snapshot.plan_year(now.year)

    def entries_of(query: Query) -> tuple[Entry, ...]:
        return find(query, snapshot).entries

    reading = read(text, now.date(), plan_year, snapshot.vocabulary)
    if (question := chosen(reading, thread)) is not None:
        reading = read(question, now.date(), plan_year, snapshot.vocabulary)
        thread = replace(thread, choices=())

    def months_of(query: Query) -> tuple[Month, ...]:
        return find(query, snapshot).months

    query = resolve(reading, thread, plan_year, snapshot.vocabulary, entries_of, months_of)
    answer = find(query, snapshot)
    if answer.kind in (Kind.NONE, Kind.UNKNOWN):
        for alone in asking_alone(reading.text, reading.marks):
            clause = read(alone, now.date(), plan_year, snapshot.vocabulary)
            other = resolve(clause, thread, plan_year, snapshot.vocabulary, entries_of, months_of)
            found = find(other, snapshot)
            if found.kind is Kind.ENTRIES and stands_alone(clause, reading, answer.kind is Kind.NONE):
                query, answer = replace(other, text=query.text), found
                break
    if answer.kind is Kind.NONE:
        for other in wider(query, snapshot.vocabulary):
            found = find(other, snapshot)
            if found.kind is Kind.ENTRIES:
                query, answer = other, found
                break
    if answer.kind in UNANSWERED:
        answer = _with_standing(answer, text, now.date(), snapshot)
        if answer.standing is not None:
            return answer, thread.after(now)
    if query.more:
        page = thread.page + 1
        return replace(answer, page=page), replace(thread, page=page, at=now)
    if answer.reason is Reason.NO_SUCH_PLACE:
        return answer, thread.after(now)
    if answer.kind in (Kind.ENTRIES, Kind.NONE, Kind.STATISTIC) and query.trouble is None:
        return answer, thread.spoken_of(query, now)
    if answer.kind is Kind.CLARIFY:
        return answer, thread.after(now, answer.choices)
    return answer, thread.after(now)


def _with_standing(answer: Answer, text: str, day: dt.date, snapshot: Snapshot) -> Answer:
    if (standing := snapshot.standing.to(text, day)) is not None:
        return replace(answer, standing=standing)
    near = snapshot.standing.near(text, day) if answer.kind is Kind.UNKNOWN else None
    return replace(answer, near=near) if near else answer
