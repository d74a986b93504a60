"""On which days, from when to when? The 活动时间 of a notice becomes sessions and doubts."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from plan_store.plan import Session

_WEEKDAYS = "一二三四五六日"
_MOST_DAYS = 31
_CHINESE = {numeral: value for value, numeral in enumerate("一二三四五六七八九", 1)}

_DAY = r"(?:(?P<year{n}>\d{{4}})年)?(?:(?P<month{n}>\d{{1,2}})月(?:份)?)?(?P<day{n}>\d{{1,2}})[日号]"
_WEEKDAY = r"(?:\s*\(?\s*(?:星期|周|礼拜)(?P<weekday{n}>[一二三四五六日天])\s*\)?)?"
_TO = r"\s*[-]\s*"
_HOUR = (
    r"(?P<half{n}>上午|下午|中午|早上|早晨|清晨|晚上|傍晚|晚间|晚)?\s*"
    r"(?P<hour{n}>\d{{1,2}})\s*(?::(?P<minute{n}>\d{{2}})(?::00)?|[点时](?:(?P<spoken{n}>半|一刻|三刻|\d{{1,2}}分?|整))?)"
)
_DATES = re.compile(
    rf"(?:{_DAY.format(n=1)}|(?:(?P<year3>\d{{4}})年)?(?P<month3>\d{{1,2}})月(?P<day3>\d{{1,2}})(?=\s*[-、]\s*\d{{1,2}}[日号]))"
    rf"{_WEEKDAY.format(n=1)}(?:{_TO}{_DAY.format(n=2)}{_WEEKDAY.format(n=2)})?"
)
_HOURS = re.compile(rf"{_HOUR.format(n=1)}(?:{_TO}(?:次日)?{_HOUR.format(n=2)})?")
_TOKEN = re.compile(
    f"(?P<dates>{re.sub('P<', 'P<d_', _DATES.pattern)})|(?P<hours>{re.sub('P<', 'P<h_', _HOURS.pattern)})"
)
_ASIDE = re.compile(
    r"\([^()]*(?:签到|入场|报到|集合|候场)[^()]*\)|(?:提前|请于)[^,，。;；]*?(?:签到|入场|到场|集合)"
)


@dataclass
class _Group:
    """Days in a row of words, and the hours that follow them and so are theirs."""

    days: list[dt.date] = field(default_factory=list)
    hours: list[tuple[dt.time, dt.time | None]] = field(default_factory=list)


def read_dates(said: str, year: int) -> tuple[tuple[Session, ...], tuple[str, ...]]:
    """The sessions that the words name, rising, and what is doubtful; days without a year are of `year`."""
    plain = _plain(said)
    doubts: list[str] = []
    groups: list[_Group] = []
    month: int | None = None
    for match in _TOKEN.finditer(plain):
        try:
            if match["dates"]:
                if not groups or groups[-1].hours:
                    groups.append(_Group())
                days, year, month = _days(match["dates"], year, month, doubts)
                groups[-1].days += days
            elif groups:
                groups[-1].hours.append(_hours(match["hours"], doubts))
        except ValueError as error:
            doubts.append(str(error))
    found = {session for group in groups for session in _sessions(group)}
    doubts += _recurring(plain, [group.days for group in groups])
    return tuple(sorted(found, key=lambda one: (one.day, one.start or dt.time.min))), tuple(doubts)


def _recurring(plain: str, days: list[list[dt.date]]) -> Iterator[str]:
    """What is said of each day or week, save where all the days that it means are named."""
    several = [run for run in days if len(run) > 1]
    said = re.search(r"每(?P<each>周|月|天|日|个?星期)(?P<rest>[^,，。;；\n()]{0,12})", plain)
    if said is not None:
        weekday = _WEEKDAYS.find(said["rest"][:1].replace("天", "日")) if said["rest"] else -1
        daily = said["each"] in "天日" and bool(several)
        weekly = bool(several) and all(day.weekday() == weekday for run in several for day in run)
        if not (daily or weekly):
            yield f"“{said[0]}”没有写成日期，只记下写明的日期"
    if several and (closed := re.search(r"[^,，。;；\n(]{0,10}(?:闭馆|休息|除外|不开放)", plain)):
        yield f"“{closed[0].strip()}”没有扣除，请看一看日期"


def _sessions(group: _Group) -> Iterator[Session]:
    for day in group.days:
        if not group.hours:
            yield Session(day)
        for start, end in group.hours:
            yield Session(day, start, end)


def _plain(said: str) -> str:
    plain = _ASIDE.sub("", unicodedata.normalize("NFKC", said))
    plain = re.sub(r"(?:开始|起)[,、]?\s*(?=[^,。;\n]{0,12}结束)", "-", plain)
    plain = re.sub(r"(\d{4})[./-](\d{1,2})[./-](\d{1,2})日?(?!\d)", r"\1年\2月\3日", plain)
    plain = re.sub(
        r"(?<=[^\d])([一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])(?=[月日号点时])",
        _arabic,
        f" {plain}",
    )
    return re.sub(r"[—–―‐‑−~～至到]+", "-", plain.replace("﹣", "-"))


def _arabic(match: re.Match[str]) -> str:
    tens, ten, ones = match[1].rpartition("十")
    return str((_CHINESE.get(tens, 1) * 10 if ten else 0) + _CHINESE.get(ones, 0))


def _days(
    said: str, year: int, month: int | None, doubts: list[str]
) -> tuple[list[dt.date], int, int | None]:
    """The days of one date or run of dates, and the year and month that go on to what follows."""
    match = _DATES.fullmatch(said)
    assert match is not None
    year = int(match["year1"] or match["year3"] or year)
    number = match["month1"] or match["month3"]
    month = int(number) if number else month
    if month is None:
        raise ValueError(f"“{said}”没有写明是哪个月")
    first = _date(year, month, int(match["day1"] or match["day3"]))
    _check_weekday(first, match["weekday1"], doubts)
    if not match["day2"]:
        return [first], year, month
    month = int(match["month2"] or month)
    last = _date(int(match["year2"] or year), month, int(match["day2"]))
    _check_weekday(last, match["weekday2"], doubts)
    if last < first:
        raise ValueError(f"“{said}”的结束早于开始")
    if (last - first).days >= _MOST_DAYS:
        raise ValueError(f"“{said}”太长，没有一天一天记")
    return [first + dt.timedelta(days=more) for more in range((last - first).days + 1)], year, month


def _date(year: int, month: int, day: int) -> dt.date:
    try:
        return dt.date(year, month, day)
    except ValueError:
        raise ValueError(f"{year}年没有{month}月{day}日") from None


def _check_weekday(day: dt.date, said: str | None, doubts: list[str]) -> None:
    real = _WEEKDAYS[day.weekday()]
    if said and said.replace("天", "日") != real:
        doubts.append(f"{day.year}年{day.month}月{day.day}日是星期{real}，通知写的是星期{said}")


def _hours(said: str, doubts: list[str]) -> tuple[dt.time, dt.time | None]:
    match = _HOURS.fullmatch(said)
    assert match is not None
    half = match["half1"] or ""
    start = _clock(half, match["hour1"], match["minute1"], match["spoken1"])
    if not half and 1 <= start.hour < 7:
        start = start.replace(hour=start.hour + 12)
        doubts.append(f"“{said.strip()}”没有写上午还是下午，按{start:%H:%M}记")
    if not match["hour2"]:
        return start, None
    half = "下午" if start.hour > 12 and not half else half
    end = _clock(match["half2"] or half, match["hour2"], match["minute2"], match["spoken2"])
    if end <= start and end.hour < 12 and not match["half2"]:
        end = end.replace(hour=end.hour + 12)
        if half:
            doubts.append(f"“{said.strip()}”的结束没有写上午还是下午，按{end:%H:%M}记")
    if end <= start:
        raise ValueError(f"“{said.strip()}”的结束时刻早于开始时刻")
    return start, end


def _clock(half: str, hour: str, minute: str | None, spoken: str | None) -> dt.time:
    number = int(hour)
    if number < 12 and (half in ("下午", "晚上", "傍晚", "晚间", "晚") or (half == "中午" and number < 10)):
        number += 12
    minutes = {"半": 30, "一刻": 15, "三刻": 45, "整": 0, None: 0}.get(spoken)
    if minutes is None:
        minutes = int((spoken or "0").rstrip("分"))
    try:
        return dt.time(number, int(minute) if minute else minutes)
    except ValueError:
        raise ValueError(f"没有{hour}:{minute or minutes}这个时刻") from None
