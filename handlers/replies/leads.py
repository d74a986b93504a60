"""Which direct answer comes first in a reply that has entries? In words, escaped for Telegram."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from handlers.replies.labels import labels, months_label, plain_words, without
from handlers.replies.points import UNSAID, hosts, said_or_not, session
from handlers.replies.reply import quoted
from plan_store.answers import Answer
from plan_store.plan import Entry, Month
from plan_store.questions.query import Asked, Query

_MEASURES = "场个次件条项"


def lead(answer: Answer, today: dt.date | None) -> str:
    """The first line of a reply that has entries: yes or no, number, month, unit, form, or what was asked."""
    said = _how_far_along(answer, today) if today else ""
    return f"{said or _direct(answer, today.year if today else None)}{_only_the_month(answer)}"


def _how_far_along(answer: Answer, today: dt.date) -> str:
    """Whether the entries are over, under way or ahead, as the plan has it; empty where that is not asked."""
    if Asked.STAGE not in answer.query.asked:
        return ""
    stages = Counter(_stage(entry, today) for entry in answer.entries)
    if len(answer.entries) == 1:
        return f"按计划{next(iter(stages))}，时间是{_when(answer, today.year)}。"
    return f"按计划{'，'.join(f'{stage} {stages[stage]} 项' for stage in _STAGES if stages[stage])}。"


_STAGES = ("已经结束", "正在进行", "就在本月", "还没开始")


def _stage(entry: Entry, today: dt.date) -> str:
    """By the days where staff have added them, else by the months of the plan."""
    over, under_way, this_month, ahead = _STAGES
    now = Month.of(today)
    days = [session.day for session in entry.details.sessions]
    if (max(days) < today) if days else (entry.last_month < now):
        return over
    if (min(days) > today) if days else (entry.first_month > now):
        return ahead
    return this_month if not days and entry.first_month == entry.last_month else under_way


def _only_the_month(answer: Answer) -> str:
    """That a day was asked for and the plan tells the month: nobody shall go on a day that is not known."""
    query = answer.query
    if Asked.TIME in query.asked or not _asks_finer(query):
        return ""
    undated = [entry for entry in answer.entries if not entry.details.sessions]
    if not undated:
        return "具体日期写在各项里。"
    whose = "计划" if len(undated) == len(answer.entries) else "没写日期的，计划"
    return f"{whose}只写到月份，具体哪天可以问{hosts(undated)}。"


def _asks_finer(query: Query) -> bool:
    """Whether a day or a week was asked for: of it no more than its months can be said."""
    return query.pinned is None and any(time.finer for part in query.parts for time in part.times)


def _direct(answer: Answer, this_year: int | None) -> str:
    query, entries = answer.query, answer.entries
    if answer.tallies:
        return f"{_year_of(answer, this_year, '，')}{_of_each(answer)}。"
    clauses = [clause for asked in query.asked if (clause := _clause(asked, answer, this_year))]
    details = [said_or_not(asked, entries) for asked in query.asked if asked in UNSAID]
    counted = ""
    if Asked.COUNT in query.asked:
        counted = f"{_year_of(answer, this_year, '，')}共 {len(entries)} {_measure(query)}"
    if counted or clauses or details:
        return "".join(
            f"{sentence}。" for sentence in (counted, "，".join(dict.fromkeys(clauses)), *details) if sentence
        )
    if len(entries) == 1 and _names_an_entry(query):
        return ""
    found = f"{_scope(answer, this_year)}。"
    if Asked.WHETHER in query.asked and not _asks_finer(query):
        return f"{_yes(query)}，{found}"
    return found


def _of_each(answer: Answer) -> str:
    """`街道 16 项，部门 26 项，部门更多`."""
    bars = answer.tallies
    said = "，".join(f"{quoted(bar.label, 20)} {bar.count} 项" for bar in bars)
    most = max(bar.count for bar in bars)
    more = [quoted(bar.label, 20) for bar in bars if bar.count == most]
    if len(more) == len(bars):
        return f"{said}，一样多"
    return f"{said}，{'、'.join(more)}更多"


def _yes(query: Query) -> str:
    """是的 where a plain 是不是 was asked; 有 elsewhere, which is true of any set that is not empty."""
    text = query.text
    for words in ("是不是", "是否", "对不对", "对吗", "是吗", "是么"):
        if words in text and not any(sign in text.replace(words, "") for sign in "不没只都仅无"):
            return "是的"
    return "有"


def _measure(query: Query) -> str:
    return next((sign for sign in query.text if sign in _MEASURES), "项")


def _names_an_entry(query: Query) -> bool:
    return query.pinned is not None or any(part.numbers for part in query.parts)


def _year_of(answer: Answer, this_year: int | None, after: str = "") -> str:
    """`2023年` where the plan is not this year's, so that nobody takes a past month for a coming one."""
    plan = answer.plan
    return "" if plan is None or plan.year == this_year else f"{plan.year}年{after}"


def _scope(answer: Answer, this_year: int | None) -> str:
    """`6月街道有 6 项座谈活动`: the whole question said back, with the number."""
    query, count = answer.query, len(answer.entries)
    year = _year_of(answer, this_year)
    said = plain_words(query, months_label)
    if said is not None:
        before, what = said
        before = f"{without(query)}{'' if before.startswith(year) else year}{before}"
        return f"{before}有 {count} 项{what}" if before else f"{what}有 {count} 项"
    if query.everything and query.excluded.empty:
        return f"{year or '全年'}计划共有 {count} 项活动"
    if len(query.parts) == 1 and query.pinned is None and query.excluded.empty:
        return f"{f'{year}，' if year else ''}{'、'.join(labels(query.parts[0]))}的活动有 {count} 项"
    return f"{year}共有 {count} 项活动"


def _clause(asked: Asked, answer: Answer, this_year: int | None) -> str:
    entries = answer.entries
    match asked:
        case Asked.WHEN:
            return _when(answer, this_year)
        case Asked.WHO:
            names = list(dict.fromkeys(entry.unit for entry in entries))
            if len(names) > 4:
                return f"涉及 {len(names)} 个单位，见下面各项"
            return f"由{'、'.join(quoted(name) for name in names)}负责"
        case Asked.HOW:
            forms = list(dict.fromkeys(form for entry in entries for form in entry.forms))
            if len(forms) > 6:
                return f"有 {len(forms)} 种形式，见下面各项"
            return f"形式是{'、'.join(quoted(form, 20) for form in forms)}"
        case Asked.WHAT if _names_an_entry(answer.query) and not _asks_more(answer.query):
            if len(entries) > 1:
                return ""
            return f"是“{quoted(entries[0].title, 80)}”"
        case _:
            return ""


def _asks_more(query: Query) -> bool:
    """什么形式 and 什么时候 hold a 什么 that does not ask for the theme."""
    return bool({Asked.WHEN, Asked.WHO, Asked.HOW, *UNSAID} & set(query.asked))


def _when(answer: Answer, this_year: int | None) -> str:
    entries, year = answer.entries, _year_of(answer, this_year)
    # Beside 报名截止 a bare date would be taken for that of signing up.
    alone = "活动在" if Asked.SIGNUP in answer.query.asked else ""
    if len(entries) == 1 and entries[0].details.sessions:
        return alone + quoted("；".join(session(one) for one in entries[0].details.sessions[:4]), 160)
    periods = list(dict.fromkeys(str(entry.period) for entry in entries))
    if len(periods) == 1:
        return f"{'都在' if len(entries) > 1 else alone}{year}{periods[0]}"
    if len(periods) <= 3:
        return f"分别在{year}{'、'.join(periods)}"
    first = min(entry.period.first for entry in entries)
    last = max(entry.period.last for entry in entries)
    return f"最早{year}{first}月，最晚到{last}月，见下面各项"
