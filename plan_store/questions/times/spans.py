"""Which pieces make one span: 2023年 + 6月 + 17日, 5月 到 7月, 6、7月?"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from plan_store.questions.query import Relation
from plan_store.questions.times import calendar
from plan_store.questions.times.absolute import months_piece, quarters_piece
from plan_store.questions.times.calendar import Days
from plan_store.questions.times.pieces import Kind, Piece, Progress, month_of, whole_month
from plan_store.questions.times.values import YearBasis
from plan_store.questions.times.within_month import day_piece


class Gap(Enum):
    """What the words between two pieces make of them."""

    GLUE = auto()
    RANGE = auto()
    LASTING = auto()
    """A range through which a period lasts: 从五月一直到九月的."""
    UNION = auto()


_GLUE = frozenset(
    {"", " ", "的", "里", "里的", "份", "份的", "中的", "当中的", "之中的", "内的", "间的", "期间的"}
)
_UNION = frozenset(
    {
        "、",
        ",",
        "，",
        "和",
        "及",
        "与",
        "跟",
        "同",
        "或",
        "或者",
        "还有",
        "以及",
        "加",
        "加上",
        "&",
        "+",
        "还是",
        "并",
        ";",
        "；",
        "又",
        "，还有",
        "、和",
    }
)
_RANGE = re.compile(
    r"\s*(?:份|初|里|上旬|[起开]?始?|号|的)?\s*[，,]?\s*"
    r"(?:(?P<lasting>一直(?:持续|办|搞|开|延续|延续下去)?|持续|连续|延续)(?:会|要)?(?:到|至)|(?:一?直)?[到至迄](?:了|第)?|[~～\-－—–→―一]{1,3}|>+)\s*"
)
_LASTING_GOES_ON = re.compile(
    r"份?(?:底|初|末|止)?(?:都|还|会|要)?(?:在|是)?(?:的|都?(?:办|搞|进行|开展|持续)|[，。？！,.?!]|吗|么|$)(?!有|都有|活动有)"
)


_BETWEEN = re.compile("份?之?间(?!歇)")


def gap_between(text: str, start: int, end: int) -> Gap | None:
    between = text[start:end]
    if between in _GLUE:
        return Gap.GLUE
    stripped = between.strip()
    if stripped in _UNION:
        return Gap.UNION
    if len(between) > 10:
        return None
    found = _RANGE.fullmatch(between)
    if found is None:
        return None
    return Gap.LASTING if found["lasting"] else Gap.RANGE


@dataclass(slots=True)
class Span:
    """Days that belong together, not yet read for 开始, 以后 and their like."""

    start: int
    end: int
    said: str
    first: dt.date | None
    last: dt.date | None
    basis: YearBasis
    at: Callable[[int], Days | None] | None = None
    """The days in another year, for what names none."""
    fine: bool = False
    by_name: bool = False
    back: bool = False
    whole_year: bool = False
    present: bool = False
    weekday: bool = False
    progress: Progress | None = None
    relation: Relation | None = None
    gap: Gap | None = None
    """How it is joined to the span before it."""
    month: tuple[int, int] | None = None
    """(year, month) that a bare day after it belongs to."""
    single_month: bool = False
    ranged: bool = False
    """From one time to another, so that 止 after it adds nothing."""


@dataclass(slots=True)
class Context:
    """What the words so far say about the year and the month of those to come."""

    now: dt.date
    plan_year: int
    year: int | None = None

    def year_of_bare(self) -> tuple[int, YearBasis]:
        return (self.plan_year, YearBasis.PLAN) if self.year is None else (self.year, YearBasis.NAMED)


def give_units(text: str, pieces: list[Piece], now: dt.date) -> list[Piece]:
    """Bare numbers take the unit of what they are joined to: 6、7月, 第1到第3季度, 12-19日."""
    made: list[Piece] = []
    for piece in reversed(pieces):
        if piece.kind is not Kind.NUMBER:
            made.append(piece)
            continue
        after = made[-1] if made else None
        gap = gap_between(text, piece.end, after.start) if after else None
        united = _with_unit(piece, after.unit, now) if after and gap in (Gap.UNION, Gap.RANGE) else None
        if united is None or after is None:
            made.append(piece)
        elif united.kind is Kind.DAY:
            united.plain = "" if _is_entry_number(text, after) else "日"
            made.append(united)
        elif gap is Gap.UNION and _adjoining(united, after):
            made[-1] = _merged(united, after)
        else:
            made.append(united)
    made.reverse()
    return [_after_a_month(made, index, now) for index in range(len(made))]


def _with_unit(piece: Piece, unit: str, now: dt.date) -> Piece | None:
    if unit == "月":
        return months_piece(piece.start, piece.end, piece.numbers)
    if unit == "季度":
        return quarters_piece(piece.start, piece.end, piece.numbers)
    if unit == "日":
        return day_piece(piece.start, piece.end, piece.numbers[0])
    if unit == "年" and len(piece.said) == 2:
        year = calendar.nearest_year(piece.numbers[0], now)
        return Piece(Kind.YEAR, piece.start, piece.end, f"{year}年", numbers=(year, year), unit="年")
    return None


def _adjoining(left: Piece, right: Piece) -> bool:
    return (
        left.kind is right.kind
        and left.kind in (Kind.MONTH, Kind.PART)
        and right.numbers[0] == left.numbers[-1] + 1
    )


def _merged(left: Piece, right: Piece) -> Piece:
    if left.kind is Kind.MONTH:
        return months_piece(left.start, right.end, left.numbers + right.numbers)
    first, last = left.numbers[0], right.numbers[-1]
    quarters = tuple(range((first + 2) // 3, last // 3 + 1))
    return quarters_piece(left.start, right.end, quarters)


def _after_a_month(pieces: list[Piece], index: int, now: dt.date) -> Piece:
    """The 7 of 5月到7, the 10 of 1月3至2月10."""
    piece = pieces[index]
    if piece.kind is Kind.NUMBER and index and pieces[index - 1].unit in ("月", "日"):
        return _with_unit(piece, pieces[index - 1].unit, now) or piece
    return piece


_DAY_FOLLOWS = re.compile(
    r"\s*(?:有(?!什么要求|几个单位|哪些单位)|那[天一]|当[天日]|上午|下午|中午|晚上?|早上|可以|能|我|开始|会|前|后|之|以|到|至|[-~—]|左右|去|"
    r"就?[办搞]|的?活动有|是(?:星期|周)|[，,。？?！!]|呢|吗|$)"
)


def _is_entry_number(text: str, piece: Piece) -> bool:
    """17号 without a month is a day only where nothing says that it is the number of an entry."""
    if piece.plain == "日":
        written = text[piece.start : piece.end]
        return written[0] in "一二两三俩" and len(written) == 2
    if piece.plain != "号" or not 1 <= piece.numbers[0] <= 31:
        return True
    return _DAY_FOLLOWS.match(text, piece.end) is None or (
        piece.start > 0 and text[piece.start - 1] in "第编序"
    )


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
        span.gap = gap
        if before is not None and gap is not None:
            joined = _join(text, before, span, gap)
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
    following = _glued(text, pieces, index)
    if piece.kind is Kind.YEAR and following is not None and following.kind is Kind.IMPOSSIBLE:
        return None, index + 1
    if piece.kind is Kind.YEAR:
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
                return _year_span(piece), index + 1
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
        span = _year_span(piece)
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
        span = _month_span(piece, context) if piece.kind is Kind.MONTH else _fixed_span(piece)
        if (
            following is not None
            and following.kind is Kind.DAY
            and span.month is not None
            and span.single_month
        ):
            return _day_of(span, following, impossible), index + 2
        if following is not None and following.kind is Kind.MONTH and following.numbers == piece.numbers:
            return None, index + 1
        if piece.named_year and span.first is not None:
            context.year = span.first.year
        return span, index + 1
    if piece.kind is Kind.PART:
        first, last = piece.numbers
        if following is not None and following.kind is Kind.MONTH and first <= following.numbers[0] <= last:
            span, after = _compose(text, pieces, index + 1, context, None, impossible)
            if span is not None:
                span.start = piece.start
            return span, after
        return _part_span(piece, context), index + 1
    if piece.kind is Kind.DATE:
        span_or_none = _date_span(piece, context)
        if span_or_none is None:
            impossible.append(piece)
        elif following is not None and following.kind is Kind.DATE and following.by_name and piece.by_name:
            other = _date_span(following, context)
            if other is not None and (other.first, other.last) == (span_or_none.first, span_or_none.last):
                span_or_none.end = following.end
                return span_or_none, index + 2
        return span_or_none, index + 1
    if piece.kind is Kind.DAY:
        return _bare_day_span(text, piece, context, before, impossible), index + 1
    if piece.kind is Kind.BACK:
        return Span(piece.start, piece.end, piece.said, None, None, YearBasis.RELATIVE, back=True), index + 1
    if piece.kind is Kind.PROGRESS:
        return _progress_span(piece, context.now), index + 1
    return None, index + 1


def _glued(text: str, pieces: list[Piece], index: int) -> Piece | None:
    if index + 1 < len(pieces) and text[pieces[index].end : pieces[index + 1].start] in _GLUE:
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


def _year_span(piece: Piece) -> Span:
    first, last = calendar.years(piece.numbers[0], piece.numbers[-1])
    return Span(piece.start, piece.end, piece.said, first, last, YearBasis.NAMED, whole_year=True)


def _prefix(context: Context) -> str:
    return "" if context.year is None else f"{context.year}年"


def _month_span(piece: Piece, context: Context) -> Span:
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


def _fixed_span(piece: Piece) -> Span:
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


def _part_span(piece: Piece, context: Context) -> Span:
    first_month, last_month = piece.numbers
    year, basis = context.year_of_bare()

    def at(year: int) -> Days | None:
        return calendar.months(year, first_month, last_month)

    first, last = calendar.months(year, first_month, last_month)
    return Span(piece.start, piece.end, _prefix(context) + piece.said, first, last, basis, at=at)


def _date_span(piece: Piece, context: Context) -> Span | None:
    year, basis = context.year_of_bare()
    assert piece.of_year is not None
    if not calendar.FIRST_YEAR <= year <= calendar.LAST_YEAR:
        return None
    days = piece.of_year(year)
    if days is None:
        return None
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


def _day_of(span: Span, piece: Piece, impossible: list[Piece]) -> Span | None:
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


def _bare_day_span(
    text: str, piece: Piece, context: Context, before: Span | None, impossible: list[Piece]
) -> Span | None:
    of_month = piece.of_month
    assert of_month is not None
    if before is not None and before.month is not None and before.fine:
        span = Span(piece.start, piece.end, f"{before.month[1]}月", before.first, before.last, before.basis)
        span.month, span.at = before.month, before.at
        return _day_of(span, piece, impossible)
    if piece.plain != "月" and (not piece.numbers or _is_entry_number(text, piece)):
        return None
    span = Span(
        piece.start, piece.end, f"{context.now.month}月", context.now, context.now, YearBasis.RELATIVE
    )
    span.month = (context.now.year, context.now.month)
    return _day_of(span, piece, impossible)


def _progress_span(piece: Piece, now: dt.date) -> Span:
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


def _join(text: str, left: Span, right: Span, gap: Gap) -> list[Span] | None:
    """Two spans as one: a range, or the same time said twice (六月六月中旬). None where they stay two."""
    if right.back and gap is Gap.GLUE and not left.back:
        # 国庆那个月: the words point at what stands before them.
        left.end = right.end
        return [left]
    if left.progress or right.progress or left.back or right.back:
        return None
    if gap is Gap.GLUE:
        if text[left.end : right.start].strip():
            return None
        if right.weekday and left.fine:
            # 6月17日星期六
            left.end = right.end
            return [left]
        if _contains(left, right) and not left.whole_year:
            right.start = left.start
            right.gap = left.gap
            return [right]
        return None
    between = _BETWEEN.match(text, right.end) if gap is Gap.UNION else None
    if between is not None:
        gap, right.end = Gap.RANGE, between.end()
    if gap is Gap.UNION:
        return None
    return _range(text, left, right, gap)


def _contains(outer: Span, inner: Span) -> bool:
    if outer.first is None or outer.last is None or inner.first is None or inner.last is None:
        return False
    return outer.first <= inner.first and inner.last <= outer.last


def _range(text: str, left: Span, right: Span, gap: Gap) -> list[Span] | None:
    if (
        right.at is not None
        and right.basis is YearBasis.PLAN
        and left.first
        and left.basis is not YearBasis.PLAN
    ):
        _place(right, left.first.year)
        if right.last is not None and right.last < left.first:
            _place(right, left.first.year + 1)
    elif (
        left.at is not None
        and left.basis is YearBasis.PLAN
        and right.last
        and right.basis is not YearBasis.PLAN
    ):
        _place(left, right.last.year)
        if left.first is not None and left.first > right.last:
            _place(left, right.last.year - 1)
    elif right.weekday and left.first and right.last and left.fine:
        step = dt.timedelta(days=7)
        right.last += step * -((right.last - left.first).days // 7)
    if left.first is None or right.last is None:
        return None
    basis = right.basis if left.basis is YearBasis.PLAN else left.basis
    said = f"{left.said}-{_without_year(left.said, right.said)}"
    span = Span(
        left.start,
        right.end,
        said,
        left.first,
        right.last,
        basis,
        fine=left.fine or right.fine,
        by_name=left.by_name and right.by_name,
        month=right.month,
        gap=left.gap,
        ranged=True,
    )
    lasting = gap is Gap.LASTING and _LASTING_GOES_ON.match(text, right.end)
    if lasting or (gap is Gap.LASTING and "持续" in text[left.end : right.start]):
        span.relation = Relation.EXACTLY
    if span.first is not None and span.last is not None and span.first <= span.last:
        return [span]
    if left.at is None or right.at is None or right.first is None:
        return None
    if left.basis is YearBasis.NAMED:
        _place(right, left.first.year + 1)
        span.last = right.last
        return [span]
    return round_the_year(span, left.first, right.last)


def round_the_year(span: Span, first: dt.date, last: dt.date) -> list[Span]:
    """11月到2月 of one plan: its last months and its first ones, as two spans."""
    span.first, span.last = first, dt.date(first.year, 12, 31)
    rest = Span(
        span.end,
        span.end,
        span.said,
        dt.date(first.year, 1, 1),
        last,
        span.basis,
        fine=span.fine,
        gap=Gap.UNION,
    )
    return [span, rest]


def _place(span: Span, year: int) -> None:
    """The same months or day in another year."""
    days = span.at(year) if span.at and calendar.FIRST_YEAR <= year <= calendar.LAST_YEAR else None
    if days is not None:
        span.first, span.last = days


def _without_year(left: str, right: str) -> str:
    year = re.match("[0-9]{4}年(?=.)", left)
    return right.removeprefix(year.group()) if year else right
