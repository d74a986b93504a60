"""Which calendar file does somebody get? Its name, and what stands in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from handlers.replies import Reply, reply_to
from handlers.replies.labels import understood
from handlers.services import Services
from plan_store.answers import Kind
from plan_store.documents.tables import DocumentError
from plan_store.patterns import pattern
from plan_store.plan import Entry
from plan_store.questions.thread import EMPTY
from plan_store.subscriptions import Habits, Preferences
from plan_store.wishes import wished_for

_NOT_IN_NAMES = pattern(r"[^\w\-—～]+")


@dataclass(frozen=True, slots=True)
class CalendarFile:
    name: str
    """Of the file, ending in `.ics`."""
    content: bytes
    words: str
    """What of, plain; empty: all that somebody follows."""
    count: int
    """How many activities stand in it."""


def calendar_of(entries: Sequence[Entry], words: str, services: Services, habits: Habits) -> CalendarFile:
    """A file of `entries`, named after `words` (`6月-街道.ics`), whose alarms ring when reminders come."""
    # icalendar costs as much to import as all else that answers a question.
    from plan_store.calendar_file import Alarms, Edition, calendar_file

    now = services.clock()
    plan = services.plan
    edition = Edition(
        name=f"{words or '我关注的'}（政务公开活动）",
        district=plan.district if plan else "",
        zone=now.tzinfo or dt.UTC,
        made_at=now,
        revision=services.snapshots.current.revision,
    )
    content = calendar_file(entries, edition, Alarms(habits.lead_days, habits.time))
    return CalendarFile(_file_name(words), content, words, len(entries))


def calendar_for(words: str, services: Services) -> CalendarFile:
    """A file of what a question finds, of the whole plan without one. Raises `DocumentError` for nothing."""
    answer, _ = services.look_up(wished_for(words) or "所有活动", EMPTY)
    if answer.kind is not Kind.ENTRIES:
        raise DocumentError(
            None, reply_to(answer, around=services.around).text.partition("\n")[0].rstrip("。")
        )
    habits = Preferences().within(services.reminders)
    return calendar_of(answer.entries, Reply(understood(answer.query)).text, services, habits)


def _file_name(words: str) -> str:
    """Short, and without what file systems mind."""
    return f"{_NOT_IN_NAMES.sub('-', words).strip('-')[:40] or '政务公开活动'}.ics"
