"""Which pieces make one span: 2023年 + 6月 + 17日, 5月 到 7月?"""

from __future__ import annotations

import datetime as dt

from plan_store.questions.times import calendar
from plan_store.questions.times.pieces import Kind, Piece, whole_month
from plan_store.questions.times.spans.building import (
    Context,
    bare_day_span,
    date_span,
    day_of,
    fixed_span,
    month_span,
    narrow,
    part_span,
    progress_span,
    year_span,
)
from plan_store.questions.times.spans.gaps import GLUE, GLUE_OF_A_YEAR, gap_between
from plan_store.questions.times.spans.joining import join
from plan_store.questions.times.spans.span import Span
from plan_store.questions.times.values import YearBasis


def make_spans(
    text: str, pieces: list[Piece], now: dt.date, plan_year: int
) -> tuple[list[Span], list[Piece]]:
    """All spans of the text in order, and the pieces that no calendar has."""
    context = Context(now, plan_year)
    spans: list[Span] = []
    impossible: list[Piece] = []
    index = 0
    while index < len(pieces):
        before = spans[-1] if spans else None
        gap = gap_between(text, before.end, pieces[index].start) if before else None
        span, index = _compose(text, pieces, index, context, before if gap else None, impossible)
        if span is None:
            continue
        while index < len(pieces) and _is_part_of(text, span, pieces[index]):
            narrow(span, pieces[index])
            index += 1
        span.gap = gap
        if before is not None and gap is not None:
            joined = join(text, before, span, gap)
            if joined is not None:
                spans[-1:] = joined
                continue
        spans.append(span)
    return spans, impossible


def _compose(
    text: str, pieces: list[Piece], index: int, context: Context, before: Span | None, impossible: list[Piece]
) -> tuple[Span | None, int]:
    """The span that begins with the piece at `index`, and the index of the next piece."""
    piece = pieces[index]
    following = _glued(text, pieces, index, GLUE_OF_A_YEAR if piece.kind is Kind.YEAR else GLUE)
    if piece.kind is Kind.YEAR and following is not None and following.kind is Kind.IMPOSSIBLE:
        return None, index + 1
    if piece.kind is Kind.YEAR:
        if context.year is not None and text[piece.start] in "次翌第":
            # 2022年11月到次年2月: the year after the one just named.
            piece.numbers = (context.year + 1,) * 2
            piece.said = f"{context.year + 1}年"
        year = piece.numbers[0]
        alone = len(set(piece.numbers)) == 1
        usable = following is not None and alone and calendar.FIRST_YEAR <= year <= calendar.LAST_YEAR
        if (
            usable
            and following is not None
            and following.kind in (Kind.MONTH, Kind.PART, Kind.DATE, Kind.FIXED)
        ):
            if following.kind is Kind.FIXED and not _moves_to_year(following):
                context.year = year
                return year_span(piece), index + 1
            context.year = year
            span, after = _compose(text, pieces, index + 1, context, None, impossible)
            if span is not None:
                if following.kind is Kind.FIXED:
                    _move_to_year(span, year)
                span.start = piece.start
                span.basis = YearBasis.NAMED
            return span, after
        if alone:
            context.year = year
        span = year_span(piece)
        if (
            usable
            and following is not None
            and following.kind is Kind.BACK
            and following.said.startswith("同")
        ):
            # 去年同期: the month that it is now.
            _to_month(span, year, context.now.month)
            span.end = following.end
            return span, index + 2
        return span, index + 1
    if piece.kind is Kind.IMPOSSIBLE:
        impossible.append(piece)
        return None, index + 1
    if piece.kind in (Kind.MONTH, Kind.FIXED):
        if _year_behind(text, piece, following):
            assert following is not None
            context.year = following.numbers[0]
            span = month_span(piece, context)
            span.end = following.end
            return span, index + 2
        span = month_span(piece, context) if piece.kind is Kind.MONTH else fixed_span(piece)
        if (
            following is not None
            and following.kind is Kind.DAY
            and span.month is not None
            and span.single_month
        ):
            return day_of(span, following, impossible), index + 2
        if following is not None and following.kind is Kind.MONTH and following.numbers == piece.numbers:
            return None, index + 1
        if piece.named_year and span.first is not None:
            context.year = span.first.year
        return span, index + 1
    if piece.kind is Kind.PART:
        first, last = piece.numbers
        if _year_behind(text, piece, following):
            assert following is not None
            context.year = following.numbers[0]
            span = part_span(piece, context)
            span.end = following.end
            return span, index + 2
        if following is not None and following.kind is Kind.MONTH and first <= following.numbers[0] <= last:
            span, after = _compose(text, pieces, index + 1, context, None, impossible)
            if span is not None:
                span.start = piece.start
            return span, after
        return part_span(piece, context), index + 1
    if piece.kind is Kind.DATE:
        span_or_none = date_span(piece, context)
        if span_or_none is None:
            impossible.append(piece)
        elif following is not None and following.kind is Kind.DATE and following.by_name and piece.by_name:
            other = date_span(following, context)
            if other is not None and (other.first, other.last) == (span_or_none.first, span_or_none.last):
                span_or_none.end = following.end
                return span_or_none, index + 2
        return span_or_none, index + 1
    if piece.kind is Kind.DAY:
        return bare_day_span(text, piece, context, before, impossible), index + 1
    if piece.kind is Kind.BACK:
        return Span(piece.start, piece.end, piece.said, None, None, YearBasis.RELATIVE, back=True), index + 1
    if piece.kind is Kind.PROGRESS:
        return progress_span(piece, context.now), index + 1
    return None, index + 1


def _is_part_of(text: str, span: Span, piece: Piece) -> bool:
    if piece.kind is Kind.OF_SPAN:
        return True
    return piece.of_span is not None and span.first != span.last and text[span.end : piece.start] in GLUE


def _year_behind(text: str, piece: Piece, following: Piece | None) -> bool:
    """June 2023, Q3 2023: in Latin letters the year comes last."""
    return following is not None and following.kind is Kind.YEAR and text[piece.start] in _LATIN


_LATIN = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ")


def _glued(text: str, pieces: list[Piece], index: int, glue: frozenset[str]) -> Piece | None:
    if index + 1 < len(pieces) and text[pieces[index].end : pieces[index + 1].start] in glue:
        return pieces[index + 1]
    return None


def _moves_to_year(piece: Piece) -> bool:
    """去年这个月: a month counted from now that a year before it moves."""
    return not piece.named_year and piece.days is not None and (piece.present or whole_month(piece.days))


def _move_to_year(span: Span, year: int) -> None:
    if span.first is not None:
        _to_month(span, year, span.first.month)


def _to_month(span: Span, year: int, month: int) -> None:
    span.first, span.last = calendar.months(year, month, month)
    span.said, span.month, span.single_month = f"{year}年{month}月", (year, month), True
    span.whole_year = span.present = span.fine = False
