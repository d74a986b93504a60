"""Which spans of a question say one thing together: a year far from its month, 今年还没开始的?"""

from __future__ import annotations

import datetime as dt

from plan_store.patterns import pattern
from plan_store.questions.query import Relation
from plan_store.questions.times.calendar import calendar_months
from plan_store.questions.times.pieces import Progress
from plan_store.questions.times.relations import Related, one_month, related
from plan_store.questions.times.spans.gaps import Gap
from plan_store.questions.times.spans.joining import round_the_year
from plan_store.questions.times.spans.span import Span
from plan_store.questions.times.values import TimePhrase, YearBasis


def to_phrases(
    text: str, spans: list[Span], now: dt.date, plan_year: int
) -> tuple[tuple[TimePhrase, ...], tuple[tuple[int, int], ...]]:
    """The spans as phrases, and the offsets of those that have no phrase of their own."""
    readings: list[Related] = []
    for index, span in enumerate(spans):
        left = spans[index - 1].end if index else 0
        right = spans[index + 1].start if index + 1 < len(spans) else len(text)
        if span.end == span.start:
            right = span.end
        readings.append(related(text, span, left, right, now))
    passed: list[tuple[int, int]] = []
    if len(readings) > 1:
        _share_relations(readings)
        readings = _between_two_ends(readings, passed)
        readings = _from_beginning_to_end(text, readings)
        readings = _without_bare_years(readings, passed)
        readings = _without_filler(readings, passed)
        readings = _narrowed_by_progress(text, readings, passed, now)
    phrases: list[TimePhrase] = []
    for reading in readings:
        phrases.extend(_phrases(reading))
    return tuple(phrases), tuple(sorted(passed))


def _share_relations(readings: list[Related]) -> None:
    """五月和九月开始的: what is said of the last of a union is meant of all."""
    for index in range(len(readings) - 1, 0, -1):
        here, before = readings[index], readings[index - 1]
        if here.span.gap not in (Gap.UNION, Gap.GLUE) or before.relation is not None:
            continue
        if here.relation in (Relation.BEGINS, Relation.ENDS) and here.span.progress is None:
            before.relation = here.relation
            before.said += "开始" if here.relation is Relation.BEGINS else "结束"


def _between_two_ends(readings: list[Related], passed: list[tuple[int, int]]) -> list[Related]:
    """十月之前、八月之后: what lies between, not all that is before or after."""
    ends = [reading for reading in readings if reading.said.endswith(("以前", "以后"))]
    if len(ends) != 2:
        return readings
    before, after = sorted(ends, key=lambda reading: not reading.said.endswith("以前"))
    if (
        not before.said.endswith("以前")
        or not after.said.endswith("以后")
        or before.relation is not None
        or after.relation is not None
        or before.span.last is None
        or after.span.first is None
        or after.span.first > before.span.last
    ):
        return readings
    after.span.last = before.span.last
    after.said = f"{after.said}{before.said}"
    passed.append((before.span.start, before.span.end))
    return [reading for reading in readings if reading is not before]


_THEN = pattern(r"(?:的)?[，,、]?\s*(?:并|而|并且|然后|再)?(?:一直|持续)?(?:[到至在])?\Z")


def _from_beginning_to_end(text: str, readings: list[Related]) -> list[Related]:
    """五月开始，九月结束的 is one period, not two alternatives."""
    kept: list[Related] = []
    for reading in readings:
        before = kept[-1] if kept else None
        if (
            before is not None
            and before.relation is Relation.BEGINS
            and reading.relation in (Relation.ENDS, Relation.LASTS_UNTIL)
            and before.span.progress is None
            and reading.span.progress is None
            and before.span.first is not None
            and reading.span.last is not None
            and one_month(before.span)
            and one_month(reading.span)
            and before.span.first <= reading.span.last
            and _THEN.match(text, before.span.end, reading.span.start)
        ):
            before.said = f"{before.span.said}-{reading.span.said}整段"
            before.span.end, before.span.last = reading.span.end, reading.span.last
            before.relation = Relation.EXACTLY
            continue
        kept.append(reading)
    return kept


def _without_bare_years(readings: list[Related], passed: list[tuple[int, int]]) -> list[Related]:
    """2023年你们区六月有什么: the year belongs to the month, however far away it stands."""
    years = [r for r in readings if r.span.whole_year and r.relation is None and not r.span.progress]
    others = [r for r in readings if r not in years]
    if len(years) != 1 or not others:
        return readings
    year = years[0]
    index = readings.index(year)
    joined = year.span.gap is not None or (
        index + 1 < len(readings) and readings[index + 1].span.gap is Gap.UNION
    )
    if (
        joined
        or year.span.first is None
        or year.span.last is None
        or year.said.endswith(("起", "以后", "以前", "为止"))
    ):
        return readings
    named = year.span.first.year
    if any(
        r.span.basis is YearBasis.NAMED and r.span.first is not None and r.span.first.year != named
        for r in others
    ):
        return readings
    if all(r.span.progress is not None for r in others):
        return readings
    for other in others:
        if (
            other.span.basis is YearBasis.PLAN
            and other.span.first is not None
            and other.span.last is not None
        ):
            _move(other, named)
    passed.append((year.span.start, year.span.end))
    return others


def _move(reading: Related, year: int) -> None:
    span = reading.span
    assert span.first is not None
    assert span.last is not None
    if span.at is not None and reading.said == span.said:
        days = span.at(year)
        if days is not None:
            span.first, span.last = days
    else:
        step = year - span.first.year
        span.first, span.last = _years_later(span.first, step), _years_later(span.last, step)
    span.basis = YearBasis.NAMED
    reading.said = (
        f"{year}年{reading.said}" if reading.said[:1].isdigit() or reading.said[:1] == "第" else reading.said
    )


def _years_later(day: dt.date, years: int) -> dt.date:
    if day.month == 2 and day.day >= 28:
        # The end of February stays its end, in a leap year too.
        return dt.date(day.year + years, 3, 1) - dt.timedelta(days=1)
    return day.replace(year=day.year + years)


def _without_filler(readings: list[Related], passed: list[tuple[int, int]]) -> list[Related]:
    """现在 and 今天 beside another time, to which nothing joins them, ask nothing: 我今天看到六月有…"""
    kept = []
    for index, reading in enumerate(readings):
        joined = reading.span.gap in (Gap.UNION, Gap.RANGE) or (
            index + 1 < len(readings) and readings[index + 1].span.gap in (Gap.UNION, Gap.RANGE)
        )
        if reading.span.present and not joined and reading.relation is None and len(readings) > 1:
            passed.append((reading.span.start, reading.span.end))
        else:
            kept.append(reading)
    return kept or readings


_LONG_SINCE, _PAUSE = pattern("前阵|前段|前些|前几天|前两天"), pattern("[,，。!！]")


_TILL_NOW = ("现在为止", "本月为止", "这个月为止", "当月为止", "今天为止")


_TURNS = pattern("请问|想问|问一?下|那(?![个些])")


def _is_told(text: str, progress: Related, others: list[Related]) -> bool:
    """购房讲座已经结束，请问下半年还有哪些: what is over is told, and of another time is asked."""
    end, start = progress.span.end, others[0].span.start
    pause = _PAUSE.search(text, end, start)
    return pause is not None and text[end - 1] != "的" and _TURNS.search(text, end, start) is not None


def _narrowed_by_progress(
    text: str, readings: list[Related], passed: list[tuple[int, int]], now: dt.date
) -> list[Related]:
    """今年还没开始的, 下半年还剩的: what is under way or over, within the other time."""
    progress = next((r for r in readings if r.span.progress is not None), None)
    others = [r for r in readings if r.span.progress is None and not r.span.back]
    if progress is None or not others:
        return readings
    if progress.span.progress is Progress.DONE:
        passed.extend((r.span.start, r.span.end) for r in readings if r.span.progress is not None)
        return others
    if _is_told(text, progress, others):
        passed.append((progress.span.start, progress.span.end))
        return others
    if progress.span.progress is Progress.LEFT and any(r.span.whole_year for r in others):
        for other in others:
            if other.span.whole_year and other.span.first and other.span.first.year != now.year:
                return readings
    told = [other for other in others if _LONG_SINCE.match(text, other.span.start)]
    if told and _PAUSE.search(text, told[-1].span.end, progress.span.start):
        passed.extend((r.span.start, r.span.end) for r in told)  # 前阵子一直住院，已经结束的有哪些
        others = [other for other in others if other not in told]
        if not others:
            return [progress]
    so_far = [other for other in others if other.said in _TILL_NOW]
    if len(others) > len(so_far) > 0:  # 截至目前，今年还没开始的
        passed.extend((r.span.start, r.span.end) for r in so_far)
        others = [other for other in others if other not in so_far]
    if any(other.span.present for other in others):
        passed.extend((r.span.start, r.span.end) for r in others if r.span.present)
        others = [other for other in others if not other.span.present]
        if not others:
            return [progress]
    kept = others
    if any(other.relation is None for other in others):
        # 上半年启动、下半年仍在持续的: what begins then is told apart from what goes on.
        others = [other for other in others if other.relation not in (Relation.BEGINS, Relation.ENDS)]
    for other in others:
        if other.relation is None and other.said.endswith("为止") and not _ends_the_year(other.span):
            _as_of_then(other, progress)
            continue
        if progress.span.progress is Progress.ONGOING and other.said.endswith(("以后", "起")):
            continue  # 十月之后仍在开展的, however far on that is
        first = max((day for day in (other.span.first, progress.span.first) if day), default=None)
        last = min((day for day in (other.span.last, progress.span.last) if day), default=None)
        if progress.span.progress is Progress.OVER and other.said == "最近":
            other.span.first, other.span.last = calendar_months(now, -1, 0)
        elif first is None or last is None or first <= last:
            other.span.first, other.span.last = first, last
        if not (progress.span.progress is Progress.LEFT and one_month(other.span)):
            other.relation = other.relation or progress.relation  # 这个月还没结束的 may go on for long
        other.said = f"{other.said}{progress.said}"
    passed.extend((r.span.start, r.span.end) for r in readings if r.span.progress is not None)
    return kept


def _ends_the_year(span: Span) -> bool:
    """年底前还没搞的: after it nothing is left, so that it says until when."""
    return span.last is None or (span.last.month, span.last.day) == (12, 31)


def _as_of_then(other: Related, progress: Related) -> None:
    """截至五月底还没启动的: how far along things are by a day, instead of now."""
    assert other.span.last is not None
    other.relation = Relation.BEGINS if progress.span.progress is Progress.AHEAD else Relation.ENDS
    if progress.span.progress in (Progress.AHEAD, Progress.LEFT):
        year_end = dt.date(other.span.last.year, 12, 31)
        other.span.first, other.span.last = min(other.span.last + dt.timedelta(days=1), year_end), year_end
    elif progress.span.progress is Progress.ONGOING:
        other.relation, other.span.first = None, other.span.last
    other.said += progress.said


def _phrases(reading: Related) -> list[TimePhrase]:
    span = reading.span
    spans = [span]
    if (
        span.basis is YearBasis.PLAN
        and span.first is not None
        and span.last is not None
        and span.first.year < span.last.year
    ):
        spans = round_the_year(span, span.first, _years_later(span.last, span.first.year - span.last.year))
    return [
        TimePhrase(
            start=one.start,
            end=one.end,
            relation=reading.relation or Relation.OVERLAPS,
            first=one.first,
            last=one.last,
            basis=one.basis,
            said=reading.said,
            day=one.fine and not one.back,
            holiday=one.by_name,
            back=one.back,
        )
        for one in spans
    ]
