"""When are two spans one: a range, or the same time said twice?"""

from __future__ import annotations

import datetime as dt
import re

from plan_store.patterns import pattern
from plan_store.questions.query import Relation
from plan_store.questions.times import calendar
from plan_store.questions.times.spans.gaps import CLOSING, Gap
from plan_store.questions.times.spans.span import Span
from plan_store.questions.times.values import YearBasis

_LASTING_GOES_ON = pattern(
    r"份?(?:底|初|末|止)?(?:都|还|会|要)?(?:在|是)?(?:的|都?(?:办|搞|进行|开展|持续)|[，。？！,.?!]|吗|么|$)(?!有|都有|活动有)"
)


_GOES_ON = pattern("持续|一直(?:办|搞|开展|进行|举办|延续)")
_ENDED = pattern("份?底?(?:结束|截止|收尾)的")
_BETWEEN = pattern("份?之?间(?!歇)")


def join(text: str, left: Span, right: Span, gap: Gap) -> list[Span] | None:
    """Two spans as one: a range, or the same time said twice (六月六月中旬). None where they stay two."""
    if right.back and gap is Gap.GLUE and not left.back:
        # 国庆那个月: the words point at what stands before them.
        left.end = right.end
        return [left]
    if left.progress or right.progress or left.back or right.back:
        return None
    if gap is Gap.GLUE:
        if right.weekday and left.fine and _is_a_week(left):
            # 12月第二周的周三
            _place_in_week(right, left)
            right.start, right.gap = left.start, left.gap
            return [right]
        if right.weekday and left.single_month:
            # 六月的周末
            left.end = right.end
            return [left]
        if text[left.end : right.start].strip():
            return None
        if right.by_name and left.single_month and not _contains(left, right):
            # 八月中秋: the month is that of the lunar calendar.
            right.start, right.gap = left.start, left.gap
            return [right]
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
    if gap is Gap.ASIDE and left.present and _in_one_month(left, right):
        # 截至目前(五月下旬)
        left.end = _behind_bracket(text, right)
        return [left]
    if gap is Gap.LASTING and left.whole_year and _contains(left, right):
        return None  # 2024年持续到九月的: in which year, and not since when
    if gap in (Gap.UNION, Gap.ASIDE):
        return _day_and_weekday(text, left, right, gap)
    return _range(text, left, right, gap)


def _day_and_weekday(text: str, left: Span, right: Span, gap: Gap) -> list[Span] | None:
    """10月12号，星期一; 周日, 二月十号; 6月17日(周六); 端午节(6月22日): one day, said twice.

    六月(周末) is no one weekend, but those of the month.
    """
    between = text[left.end : right.start].strip()
    if between not in _BESIDE_A_DAY:
        return None
    if left.weekday == right.weekday:
        same = left.fine and right.fine and (left.first, left.last) == (right.first, right.last)
        if not same or between in ",，":
            return None
        named = right if left.by_name else left
    elif gap is Gap.ASIDE and right.weekday and left.single_month:
        named = left
    else:
        named, weekday = (left, right) if right.weekday else (right, left)
        if not named.fine or named.present or named.first != named.last or weekday.first != weekday.last:
            return None
    named.start, named.end, named.gap = left.start, _behind_bracket(text, right), left.gap
    return [named]


_BESIDE_A_DAY = frozenset({",", "，", "(", "（", "[", "【"})


def _behind_bracket(text: str, inside: Span) -> int:
    return inside.end + (text[inside.end : inside.end + 1] in CLOSING)


def _in_one_month(one: Span, other: Span) -> bool:
    if one.last is None or other.first is None or other.last is None:
        return False
    months = {(day.year, day.month) for day in (one.last, other.first, other.last)}
    return len(months) == 1


def _is_a_week(span: Span) -> bool:
    return span.first is not None and span.last is not None and (span.last - span.first).days == 6


def _place_in_week(weekday: Span, week: Span) -> None:
    assert week.first is not None
    assert weekday.first is not None
    assert weekday.last is not None
    to_week = dt.timedelta(days=(weekday.first - week.first).days // 7 * 7)
    weekday.first, weekday.last = weekday.first - to_week, weekday.last - to_week
    weekday.basis, weekday.said = week.basis, week.said + weekday.said


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
    elif right.of_month and right.month and left.first and right.last and right.last < left.first:
        _to_next_month(right)
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
        tail=right.first,
    )
    lasting = gap is Gap.LASTING and _LASTING_GOES_ON.match(text, right.end)
    ended = "开始" in text[left.end : right.start] and _ENDED.match(text, right.end)
    if lasting or ended or (gap is Gap.LASTING and _GOES_ON.search(text, left.end, right.start)):
        span.relation = Relation.EXACTLY
    if span.first is not None and span.last is not None and span.first <= span.last:
        return [span]
    if left.at is None or right.at is None or right.first is None:
        return None
    if left.basis is YearBasis.NAMED or (left.fine and right.fine):
        # Days of two months adjoin each other, 12月底到1月初; 11月到2月 of a plan are its last and its first.
        _place(right, left.first.year + 1)
        span.last = right.last
        span.basis = span.basis if span.basis is YearBasis.NAMED else YearBasis.RELATIVE
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


def _to_next_month(span: Span) -> None:
    """12号到3号: the 3rd is that of the month after."""
    assert span.month is not None
    assert span.of_month is not None
    year, month = span.month
    span.month = (year + month // 12, month % 12 + 1)
    days = span.of_month(*span.month)
    if days is not None:
        span.first, span.last = days


def _without_year(left: str, right: str) -> str:
    year = re.match("[0-9]{4}年(?=.)", left)
    return right.removeprefix(year.group()) if year else right
