"""Which days does one piece name by itself, in the year that the words so far give?"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from plan_store.questions.query import Relation
from plan_store.questions.times import calendar
from plan_store.questions.times.calendar import Days
from plan_store.questions.times.pieces import Kind, Piece, Progress, month_of, whole_month
from plan_store.questions.times.spans.span import Span
from plan_store.questions.times.spans.units import is_entry_number
from plan_store.questions.times.values import YearBasis


@dataclass(slots=True)
class Context:
    """What the words so far say about the year and the month of those to come."""

    now: dt.date
    plan_year: int
    year: int | None = None

    def year_of_bare(self) -> tuple[int, YearBasis]:
        return (self.plan_year, YearBasis.PLAN) if self.year is None else (self.year, YearBasis.NAMED)


def year_span(piece: Piece) -> Span:
    first, last = calendar.years(piece.numbers[0], piece.numbers[-1])
    return Span(piece.start, piece.end, piece.said, first, last, YearBasis.NAMED, whole_year=True)


def _prefix(context: Context) -> str:
    return "" if context.year is None else f"{context.year}年"


def month_span(piece: Piece, context: Context) -> Span:
    numbers = piece.numbers
    year, basis = context.year_of_bare()

    def at(year: int) -> Days | None:
        return calendar.months(year, numbers[0], numbers[-1])

    first, last = calendar.months(year, numbers[0], numbers[-1])
    return Span(
        piece.start,
        piece.end,
        _prefix(context) + piece.said,
        first,
        last,
        basis,
        at=at,
        month=(year, numbers[-1]),
        single_month=len(numbers) == 1,
    )


def fixed_span(piece: Piece) -> Span:
    assert piece.days is not None
    first, last = piece.days
    basis = YearBasis.NAMED if piece.named_year else YearBasis.RELATIVE
    return Span(
        piece.start,
        piece.end,
        piece.said,
        first,
        None if piece.plain == "open" else last,
        basis,
        fine=piece.fine,
        present=piece.present,
        weekday=piece.unit == "周",
        month=month_of(piece.days),
        single_month=whole_month(piece.days),
    )


def part_span(piece: Piece, context: Context) -> Span:
    first_month, last_month = piece.numbers
    year, basis = context.year_of_bare()

    def at(year: int) -> Days | None:
        return calendar.months(year, first_month, last_month)

    first, last = calendar.months(year, first_month, last_month)
    return Span(piece.start, piece.end, _prefix(context) + piece.said, first, last, basis, at=at)


def date_span(piece: Piece, context: Context) -> Span | None:
    year, basis = context.year_of_bare()
    assert piece.of_year is not None
    if not calendar.FIRST_YEAR <= year <= calendar.LAST_YEAR:
        return None
    days = piece.of_year(year)
    if days is None:
        return None
    if basis is YearBasis.PLAN and days[0] == days[1] and days[0].year > year:
        # 腊月二十三 of a plan's year is the one that falls in it.
        days = piece.of_year(year - 1) or days
    return Span(
        piece.start,
        piece.end,
        _prefix(context) + piece.said,
        *days,
        basis,
        at=piece.of_year,
        fine=piece.fine,
        by_name=piece.by_name,
        month=month_of(days),
    )


def day_of(span: Span, piece: Piece, impossible: list[Piece]) -> Span | None:
    assert span.month is not None
    assert piece.of_month is not None
    of_month, (year, month) = piece.of_month, span.month
    said = span.said + piece.said.removeprefix("月")
    days = of_month(year, month)
    if days is None:
        impossible.append(Piece(Kind.IMPOSSIBLE, span.start, piece.end, said))
        return None
    span.at = (lambda other: of_month(other, month)) if span.at is not None else None
    span.end, span.said, span.fine, span.single_month = piece.end, said, True, False
    span.first, span.last = days
    return span


def narrow(span: Span, piece: Piece) -> None:
    """The part of `span` that `piece` means, or what lies beside it; no change where it has no such part."""
    if span.first is None or span.last is None or piece.of_span is None:
        return
    of_span, at = piece.of_span, span.at
    days = of_span((span.first, span.last))
    if days is None or days[0] > days[1]:
        return
    if span.basis is YearBasis.PLAN and days[1].year < span.first.year and at is not None:
        # 元旦前一天 of a plan's year is the one that falls in it.
        later = at(span.first.year + 1)
        days = (later and of_span(later)) or days
    if span.basis is YearBasis.PLAN and days[0].year < days[1].year:
        span.basis = YearBasis.RELATIVE
    span.at = (lambda year: (whole := at(year)) and of_span(whole)) if at is not None else None
    span.first, span.last = days
    span.end, span.said = piece.end, span.said + piece.said
    span.month, span.single_month = month_of(days), whole_month(days)
    span.fine, span.whole_year, span.by_name = piece.fine, False, False


def bare_day_span(
    text: str, piece: Piece, context: Context, before: Span | None, impossible: list[Piece]
) -> Span | None:
    of_month = piece.of_month
    assert of_month is not None
    if before is not None and before.month is not None and before.fine:
        span = Span(piece.start, piece.end, f"{before.month[1]}月", before.first, before.last, before.basis)
        span.month, span.at = before.month, before.at
        return _bare(day_of(span, piece, impossible), piece)
    if piece.plain != "月" and (not piece.numbers or is_entry_number(text, piece)):
        return None
    span = Span(
        piece.start, piece.end, f"{context.now.month}月", context.now, context.now, YearBasis.RELATIVE
    )
    span.month = (context.now.year, context.now.month)
    return _bare(day_of(span, piece, impossible), piece)


def _bare(span: Span | None, piece: Piece) -> Span | None:
    if span is not None:
        span.of_month = piece.of_month
    return span


def progress_span(piece: Piece, now: dt.date) -> Span:
    assert piece.progress is not None
    this, end_of_last = now.replace(day=1), now.replace(day=1) - dt.timedelta(days=1)
    relation, first, last = {
        Progress.AHEAD: (Relation.BEGINS, calendar.plus_months(this, 1), None),
        Progress.ONGOING: (Relation.OVERLAPS, this, calendar.calendar_months(now, 0, 0)[1]),
        Progress.OVER: (Relation.ENDS, None, end_of_last),
        Progress.DONE: (Relation.ENDS, None, end_of_last),
        Progress.LEFT: (Relation.ENDS, this, dt.date(now.year, 12, 31)),
    }[piece.progress]
    return Span(
        piece.start,
        piece.end,
        piece.said,
        first,
        last,
        YearBasis.RELATIVE,
        relation=relation,
        progress=piece.progress,
    )
