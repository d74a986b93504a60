"""Which days behind us does a staff member mean? As residents say it: 上周, 六月, 最近30天."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from plan_store.questions.times.reading import read_times
from plan_store.questions.times.values import YearBasis

WEEK = 7
LONGEST = 400
_ALL = frozenset({"全部", "所有", "至今", "一直以来"})


@dataclass(frozen=True, slots=True)
class Days:
    """A span of days, both ends included."""

    first: dt.date
    last: dt.date

    @property
    def count(self) -> int:
        return (self.last - self.first).days + 1


def days_meant(words: str, today: dt.date) -> Days | None:
    """The days up to today that `words` name; the last seven for none; None where they name no such days.

    A month that is yet to come in this year is that of last year.
    """
    words = words.strip()
    longest = today - dt.timedelta(days=LONGEST - 1)
    if not words or words == "最近":
        return Days(today - dt.timedelta(days=WEEK - 1), today)
    if words in _ALL:
        return Days(longest, today)
    for year in (today.year, today.year - 1):
        phrases = read_times(words, today, year).phrases
        firsts = [phrase.first or longest for phrase in phrases if not phrase.back]
        lasts = [phrase.last or today for phrase in phrases if not phrase.back]
        if firsts and min(firsts) <= today:
            return Days(max(longest, min(firsts)), min(today, max(lasts)))
        if not any(phrase.basis is YearBasis.PLAN for phrase in phrases):
            return None
    return None
