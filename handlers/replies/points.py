"""What did staff add on a point, and what does the plan not say? In words, escaped for Telegram."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from handlers.replies.reply import quoted
from plan_store.plan import Details, Entry, Session
from plan_store.questions.query import Asked

WEEKDAYS = "一二三四五六日"
UNSAID = {
    Asked.PLACE: "具体地点",
    Asked.TIME: "哪天、几点",
    Asked.CONTACT: "联系电话",
    Asked.SIGNUP: "怎么报名",
    Asked.AUDIENCE: "谁可以参加",
    Asked.UNTOLD: "这个",
}
DETAIL_NAMES = {
    Asked.PLACE: "地点",
    Asked.TIME: "日期",
    Asked.CONTACT: "联系方式",
    Asked.SIGNUP: "参与方式",
    Asked.AUDIENCE: "参加对象",
    Asked.UNTOLD: "备注",
}


def detail(details: Details, asked: Asked) -> str:
    """What staff have added on one point, not escaped; empty where they have added nothing."""
    match asked:
        case Asked.PLACE:
            return details.place
        case Asked.TIME:
            return "；".join(session(one) for one in details.sessions)
        case Asked.CONTACT:
            return details.contact
        case Asked.SIGNUP:
            return details.signup
        case Asked.AUDIENCE:
            return details.audience
        case Asked.UNTOLD:
            return details.note
        case _:
            return ""


def session(one: Session) -> str:
    day = f"{one.day.year}年{one.day.month}月{one.day.day}日（星期{WEEKDAYS[one.day.weekday()]}）"
    if one.start is None:
        return day
    hours = _clock(one.start) if one.end is None else f"{_clock(one.start)}—{_clock(one.end)}"
    return f"{day}{hours}"


def _clock(time: dt.time) -> str:
    return f"{time.hour}:{time.minute:02}"


def said_or_not(asked: Asked, entries: Sequence[Entry]) -> str:
    name, unsaid = DETAIL_NAMES[asked], UNSAID[asked]
    known = [entry for entry in entries if detail(entry.details, asked)]
    unknown = [entry for entry in entries if not detail(entry.details, asked)]
    if asked is Asked.UNTOLD and known:
        # A note may speak of something else.
        return f"{name}写在下面，没提到的可以问{hosts(entries)}"
    if known and len(entries) == 1:
        return f"{name}：{quoted(detail(entries[0].details, asked), 300).rstrip('。')}"
    if not unknown:
        return f"{name}写在下面各项里"
    whom = f"可以问{hosts(unknown)}"
    if known:
        return f"有 {len(known)} 项写明了{name}，见下；其余计划里没写，{whom}"
    if asked is Asked.TIME:
        periods = dict.fromkeys(str(entry.period) for entry in unknown)
        months = f"（{'、'.join(periods)}）" if len(periods) <= 3 else ""
        return f"计划只写到月份{months}，没写{unsaid}，{whom}"
    return f"计划里没写{unsaid}，{whom}"


def hosts(entries: Iterable[Entry]) -> str:
    names = list(dict.fromkeys(entry.unit for entry in entries))
    if len(names) > 3:
        return "各项的责任单位"
    return f"主办的{'、'.join(quoted(name) for name in names)}"
