"""Which part of an entry does a value mean that stands alone? A day, months, or a place."""

from __future__ import annotations

import datetime as dt
import re

from plan_store.plan import Entry
from plan_store.questions.times.reading import read_times
from plan_store.questions.vocabulary import Vocabulary
from plan_store.staff.fields import Field, UnacceptableError, with_value

_OF_TIME = re.compile(
    r"[0-9０-９一二三四五六七八九十]\s*[月日号点时年]|[周星期]|季度|上午|下午|晚上|月[初中底]|[今明后]天"
)
"""What speaks of time, even where no day or month can be read from it."""
_HOURS = re.compile(r"(?:早上|[上中下]午|晚上)?\s*[0-9一二三四五六七八九十两]{1,3}\s*[点时:：].*")


def part_meant(
    entry: Entry, said: str, today: dt.date, vocabulary: Vocabulary, *, somewhere: bool
) -> tuple[Field, str] | None:
    """The part, and the value in the writing in which it is set; None where it is none of the three.

    What is said from today (下周三, 下个月) becomes a date or months. `somewhere`: words that are no time may
    be a place. What speaks of time and cannot be read comes back as a date: the refusal tells what is right.
    """
    for value in (said, _from_today(said, today, entry.year)):
        for field in (Field.DATE, Field.PERIOD):
            if value and _stands(entry, field, value, vocabulary):
                return field, value
    if _OF_TIME.search(said):
        return Field.DATE, said
    return (Field.PLACE, said) if somewhere and len(said) >= 2 else None


def counted_from_today(entry: Entry, field: Field, said: str, today: dt.date, vocabulary: Vocabulary) -> str:
    """What is to be set: 下周三 as the date that it is; all else as it was said."""
    if field not in (Field.DATE, Field.PERIOD) or _stands(entry, field, said, vocabulary):
        return said
    written = _from_today(said, today, entry.year)
    return written if written and _stands(entry, field, written, vocabulary) else said


def _stands(entry: Entry, field: Field, said: str, vocabulary: Vocabulary) -> bool:
    try:
        with_value(entry, field, said, vocabulary)
    except UnacceptableError:
        return False
    return True


def _from_today(said: str, today: dt.date, year: int) -> str:
    """The words with the one time that they name as a date or as months; empty where they name no such."""
    times = read_times(said, today, year)
    if len(times.phrases) != 1 or times.impossible:
        return ""
    (phrase,) = times.phrases
    if phrase.first is None or phrase.last is None or phrase.first.year != phrase.last.year:
        return ""
    first, last = phrase.first, phrase.last
    if last < today:
        return ""
    if phrase.day:
        if first != last:
            return ""
        written = f"{first.year}年{first.month}月{first.day}日"
    else:
        written = f"{first.year}年{first.month}月"
        if (first.year, first.month) != (last.year, last.month):
            written += f"-{last.month}月"
    hours = _HOURS.search(said, phrase.start)
    return said[: phrase.start] + written + (hours[0] if hours else said[phrase.end :])
