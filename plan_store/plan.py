"""What is a plan? Months, periods, entries and plans, as plain values without I/O."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month; ordered, so that months can be compared and sorted."""

    year: int
    number: int
    """1 to 12."""

    def __post_init__(self) -> None:
        if not 1 <= self.number <= 12:
            raise ValueError(f"not a month of a year: {self.number}")

    @staticmethod
    def of(day: dt.date) -> Month:
        """The month that holds `day`."""
        return _month(day.year, day.month)

    def plus(self, months: int) -> Month:
        """The month that many months later; earlier where `months` is negative."""
        year, index = divmod(self.year * 12 + self.number - 1 + months, 12)
        return Month(year, index + 1)

    def __str__(self) -> str:
        return f"{self.year:04}-{self.number:02}"


@lru_cache(maxsize=1024)
def _month(year: int, number: int) -> Month:
    """Made once: a question speaks of the same months again and again."""
    return Month(year, number)


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """The months of the plan's year in which an entry takes place (活动时间).

    Nearly always months in a row (`5月-9月`); some tables list single months (`3月、9月`).
    """

    months: tuple[int, ...]
    """Rising, without repetition, each 1 to 12, at least one."""

    def __post_init__(self) -> None:
        if not self.months or list(self.months) != sorted(set(self.months)):
            raise ValueError(f"months must rise and not be empty: {self.months}")
        if self.months[0] < 1 or self.months[-1] > 12:
            raise ValueError(f"not months of a year: {self.months}")

    @classmethod
    def span(cls, first: int, last: int) -> Period:
        """All months from `first` to `last`, both included."""
        if first > last:
            raise ValueError(f"ends before it begins: {first}-{last}")
        return cls(tuple(range(first, last + 1)))

    @property
    def first(self) -> int:
        return self.months[0]

    @property
    def last(self) -> int:
        return self.months[-1]

    def __str__(self) -> str:
        """As in the published table: `6月`, `5月-9月`, `3月、9月`."""
        runs: list[list[int]] = []
        for month in self.months:
            if runs and month == runs[-1][-1] + 1:
                runs[-1].append(month)
            else:
                runs.append([month])
        return "、".join(f"{run[0]}月" if len(run) == 1 else f"{run[0]}月-{run[-1]}月" for run in runs)


@dataclass(frozen=True, slots=True)
class Session:
    """An exact date of an entry, which staff may add; times are those of the plan's time zone."""

    day: dt.date
    start: dt.time | None = None
    end: dt.time | None = None


@dataclass(frozen=True, slots=True)
class Details:
    """What the published table lacks and staff may add later; empty at first."""

    sessions: tuple[Session, ...] = ()
    place: str = ""
    contact: str = ""
    signup: str = ""
    """How to take part, the deadline included."""
    audience: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a plan."""

    year: int
    number: int
    """序号, unique within its plan."""
    theme: str
    """活动主题; lines as published, joined by a line feed."""
    forms: tuple[str, ...]
    """活动形式, at least one."""
    unit: str
    """责任单位."""
    period: Period
    details: Details = field(default_factory=Details)

    def __hash__(self) -> int:
        """Of what tells nearly all entries apart: what is prepared for an entry is looked up by it."""
        return hash((self.year, self.number, self.theme))

    @property
    def title(self) -> str:
        """The theme on one line."""
        return " ".join(line.strip() for line in self.theme.splitlines() if line.strip())

    @property
    def first_month(self) -> Month:
        return Month(self.year, self.period.first)

    @property
    def last_month(self) -> Month:
        return Month(self.year, self.period.last)


@dataclass(frozen=True, slots=True)
class Plan:
    """A year's plan of one district."""

    year: int
    title: str
    """As published, on one line: `开福区2023年“政务公开主题日”活动计划安排表`."""
    district: str
    """The name in the title, such as `开福区`; empty where the title names none."""
    entries: tuple[Entry, ...]
    """By number."""

    def entry(self, number: int) -> Entry | None:
        return next((entry for entry in self.entries if entry.number == number), None)


def in_reading_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """By first month, then number: the order in which every reply lists entries."""
    return tuple(sorted(entries, key=lambda entry: (entry.year, entry.period.first, entry.number)))
