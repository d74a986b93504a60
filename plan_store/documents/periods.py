"""In which months, and on which days, does an activity take place? The 活动时间 of a table or an edit."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass

from plan_store.patterns import pattern
from plan_store.plan import Period, Session

MOST_DAYS = 10
"""A longer run of days is told as months, with the wording kept beside."""


class PeriodError(ValueError):
    """The text names no months of the plan's year; the message says why, in Chinese."""


@dataclass(frozen=True, slots=True)
class Timing:
    """What a wording such as `5月-9月` or `5月15日` says."""

    period: Period
    sessions: tuple[Session, ...] = ()
    """The exact days, where it names them."""
    exact: bool = True
    """Whether period and sessions say all of it; `5月中旬` is not said by `5月`."""


def read_period(text: str, year: int) -> Timing:
    """Read the time of an activity in the plan of `year`.

    Months and runs of them in any usual writing (`6月`, `5—9月`, `3月至5月`, `3、9月`, `六月份`, `第二季度`,
    `上半年`, `全年`, `2023年6月`), days (`5月15日`, `5月15日-17日 9:00-11:00`), parts of a month (`5月底`).

    Raises `PeriodError` where the text cannot be read for certain, names another year or ends early.
    """
    wording = _without_year(_plain(text), year)
    if not wording:
        raise PeriodError("活动时间是空的")
    if wording in _ALL_YEAR:
        return Timing(Period.span(1, 12), exact=_ALL_YEAR[wording])
    wording, hours, exact = _without_asides(wording)
    spans = _spans(_points(wording, text), text)
    months = sorted({month for span in spans for month in range(span[0].first, span[1].last + 1)})
    days = _days(spans, year)
    if days is None:
        return Timing(Period(tuple(months)), exact=False)
    sessions = tuple(Session(day) for day in days)
    if hours and len(sessions) == len(hours) == 1:
        sessions = (Session(days[0], *hours[0]),)
    elif hours:
        exact = False
    exact = exact and not any(point.part for span in spans for point in span)
    return Timing(Period(tuple(months)), sessions, exact)


_ALL_YEAR = {"全年": True, "全年度": True, "每月": False, "每个月": False, "常年": False, "长期": False}
_CHINESE = {numeral: value for value, numeral in enumerate("一二三四五六七八九", 1)}


def _plain(text: str) -> str:
    """Half width, Arabic numerals, one kind of dash, no blanks; runs and lists cut by `-` and `、`."""
    plain = unicodedata.normalize("NFKC", text)
    plain = re.sub(r"(\d{4})[./-](\d{1,2})[./-](\d{1,2})日?(?!\d)", r"\1年\2月\3日", plain)
    plain = re.sub(r"(\d{4})[./-](\d{1,2})月?(?!\d)", r"\1年\2月", plain)
    plain = re.sub(r"[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九]", _arabic, plain)
    plain = re.sub(r"\s*[-‐‑‒–—―~～−至到]+\s*", "-", plain)
    plain = re.sub(r"\s*[、,;/和及与]\s*|(?<=[月日号度旬年])\s*\n\s*", "、", plain)
    return re.sub(r"\s+|[。.]$", "", plain).strip("、")


def _arabic(match: re.Match[str]) -> str:
    tens, ten, ones = match[0].rpartition("十")
    return str((_CHINESE.get(tens, 1) * 10 if ten else 0) + _CHINESE.get(ones, 0))


def _without_year(wording: str, year: int) -> str:
    if re.search(r"[次翌明来去][年]|跨年", wording):
        raise PeriodError(f"“{wording}”超出了{year}年")
    for found in re.findall(r"(\d{4}|(?<!\d)\d{2})年", wording):
        if int(found) not in (year, year % 100):
            raise PeriodError(f"“{wording}”不在{year}年")
    return re.sub(r"(?:\d{4}|(?<!\d)\d{2}|[今本当])年度?", "", wording)


_HOUR = r"(上午|下午|中午|早上|晚上|晚)?(\d{1,2})(?::(\d{2})|[点时](?:(\d{1,2})分?|(半))?)"
_HOURS = pattern(rf"{_HOUR}(?:-{_HOUR})?")
_Hours = tuple[dt.time, dt.time | None]


def _without_asides(wording: str) -> tuple[str, list[_Hours], bool]:
    """Take hours, weekdays and remarks away: what is left, the hours, and whether no remark was lost."""
    hours: list[_Hours] = []
    for match in _HOURS.finditer(wording):
        start = _time(match.groups()[:5], "")
        end = _time(match.groups()[5:], match[1]) if match[7] else None
        if end is not None and end <= start:
            raise PeriodError(f"“{match[0]}”的结束时刻早于开始时刻")
        hours.append((start, end))
    wording = _HOURS.sub("", wording)
    wording = re.sub(r"\((?:星期|周|礼拜)[\d日天末]\)|(?:星期|周|礼拜)[\d日天]", "", wording)
    bare = re.sub(r"\([^()]*\)|左右|前后|期间|上午|下午|拟|预计|计划|开展|举行|举办", "", wording)
    return bare, hours, bare == wording


def _time(parts: tuple[str | None, ...], before: str | None) -> dt.time:
    said, hour, minute, spoken, half = parts
    said = said or before
    clock = int(hour or 0)
    if clock < 12 and (said in ("下午", "晚上", "晚") or (said == "中午" and clock < 10)):
        clock += 12
    try:
        return dt.time(clock, 30 if half else int(minute or spoken or 0))
    except ValueError:
        raise PeriodError(f"没有{hour}点{minute or spoken or ''}这个时刻") from None


@dataclass(frozen=True, slots=True)
class _Point:
    """One end of a run, or a run of its own: a month, a quarter, half a year, a day."""

    first: int
    last: int
    day: int | None = None
    part: str = ""


_POINT = pattern(
    r"(?:(?P<month>\d{1,2})月(?:份|度)?)?"
    r"(?:(?P<day>\d{1,2})[日号]?|(?P<part>上旬|中旬|下旬|上中旬|中下旬|初|中|底|末))?"
    r"|第?(?P<quarter>\d)(?:季度?)"
    r"|(?P<half>[上下])半年"
)
_Raw = tuple[str, str]
"""A wording of one point, and what joins it to the one before: ``-``, ``、`` or nothing."""


def _points(wording: str, said: str) -> list[tuple[_Point, str]]:
    pieces = re.split(r"([-、])", wording)
    raw: list[_Raw] = [
        ("".join(pieces[i : i + 1]), pieces[i - 1] if i else "") for i in range(0, len(pieces), 2)
    ]
    points: list[tuple[_Point, str]] = []
    month: int | None = None
    for place, (piece, joint) in enumerate(raw):
        if re.fullmatch(r"第?\d{1,2}", piece):
            piece += _borrowed_unit(raw, place, points)
        match = _POINT.fullmatch(piece)
        if match is None or not piece:
            raise PeriodError(f"看不懂活动时间“{_short(said)}”，请写成“6月”或“5月-9月”这样的月份")
        point = _point(match, month, said)
        month = point.last if point.first == point.last else None
        points.append((point, joint))
    return points


def _borrowed_unit(raw: list[_Raw], place: int, points: list[tuple[_Point, str]]) -> str:
    """The unit of a bare number: that of the next point that has one (3、9月), else of the one before."""
    for piece, _ in raw[place + 1 :]:
        if "季" in piece:
            return "季度"
        if "月" in piece:
            return "月"
        if re.search(r"[日号]", piece):
            return "日"
    if not points:
        return ""
    return "日" if points[-1][0].day else "月"


def _point(match: re.Match[str], month: int | None, said: str) -> _Point:
    if match["half"]:
        return _Point(1, 6) if match["half"] == "上" else _Point(7, 12)
    if match["quarter"]:
        quarter = int(match["quarter"])
        if not 1 <= quarter <= 4:
            raise PeriodError(f"没有第{quarter}季度")
        return _Point(quarter * 3 - 2, quarter * 3)
    number = int(match["month"]) if match["month"] else month
    if number is None:
        raise PeriodError(f"活动时间“{_short(said)}”没有写明月份")
    if not 1 <= number <= 12:
        raise PeriodError(f"没有{number}月")
    return _Point(number, number, int(match["day"]) if match["day"] else None, match["part"] or "")


def _spans(points: list[tuple[_Point, str]], said: str) -> list[tuple[_Point, _Point]]:
    spans: list[tuple[_Point, _Point]] = []
    open_ended = False
    for point, joint in points:
        if joint != "-":
            spans.append((point, point))
            open_ended = True
            continue
        if not open_ended:
            raise PeriodError(f"看不懂活动时间“{_short(said)}”")
        start = spans.pop()[0]
        if (start.first, start.day or 0) > (point.last, point.day or 31):
            raise PeriodError(f"活动时间“{_short(said)}”的结束早于开始")
        spans.append((start, point))
        open_ended = False
    return spans


def _days(spans: list[tuple[_Point, _Point]], year: int) -> list[dt.date] | None:
    """The days that are named, rising; none where only months are; None where days are too many to list."""
    days: set[dt.date] = set()
    whole = True
    for start, end in spans:
        first, last = _date(year, start), _date(year, end)
        if first is None or last is None:
            whole = whole and first is None and last is None
            continue
        if (last - first).days >= MOST_DAYS:
            whole = False
            continue
        days.update(first + dt.timedelta(days=more) for more in range((last - first).days + 1))
    return sorted(days) if whole else None


def _date(year: int, point: _Point) -> dt.date | None:
    if point.day is None:
        return None
    try:
        return dt.date(year, point.first, point.day)
    except ValueError:
        raise PeriodError(f"{year}年没有{point.first}月{point.day}日") from None


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 20 else flat[:20] + "…"
