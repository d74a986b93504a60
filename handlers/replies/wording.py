"""In which words does a reply say its facts? Every Chinese sentence about an answer stands here.

All texts are Telegram HTML: what comes from the plan or from the person is escaped by `quoted`.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from handlers.replies.reply import escape, quoted, shorten
from plan_store.answers import Answer, Reason
from plan_store.plan import Details, Entry, Month, Plan, Session
from plan_store.questions.query import (
    NOTHING_NAMED,
    Asked,
    Chat,
    Conditions,
    Extreme,
    FormCondition,
    Query,
    Relation,
    Statistic,
    Subject,
    TimeCondition,
    TopicCondition,
    Trouble,
    UnitCondition,
)

_T = TypeVar("_T")
WEEKDAYS = "一二三四五六日"
_MEASURES = "场个次件条项"

# --- what the plan does not say ---------------------------------------------------------------------------
_UNSAID = {
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


# --- how a question was understood ------------------------------------------------------------------------
def time_label(time: TimeCondition) -> str:
    """`6月`; `下个月（6月）` where the words alone do not tell the months."""
    first, last = time.span.first, time.span.last
    if first is None or last is None or any(sign.isdigit() for sign in time.said):
        return quoted(time.said)
    return f"{quoted(time.said)}（{span(first, last)}）"


def _months_label(time: TimeCondition) -> str:
    """The months alone where a day was named, of which the plan says nothing."""
    first, last = time.span.first, time.span.last
    return span(first, last) if time.finer and first and last else time_label(time)


def span(first: Month, last: Month) -> str:
    if first == last:
        return f"{first.number}月"
    if first.year == last.year:
        return f"{first.number}月-{last.number}月"
    return f"{first.year}年{first.number}月-{last.year}年{last.number}月"


def understood(query: Query) -> str:
    """`6月 · 街道 · 座谈`; empty where the question names nothing."""
    parts = [" · ".join(_labels(part)) for part in query.parts[:4] if not part.empty]
    if query.pinned is not None:
        few = len(query.pinned) <= 3
        parts = ["、".join(f"第{number}项" for _, number in query.pinned)] if few else []
    if query.everything and not any(parts):
        parts = ["整个计划"]
    taken = "；".join(part for part in parts if part)
    without = "、".join(_labels(query.excluded)[:6])
    if not without:
        return taken
    return f"{taken} · 不含{without}" if taken else f"不含{without}"


def _labels(part: Conditions) -> list[str]:
    labels: list[str] = []
    if part is NOTHING_NAMED:
        return labels
    if part.times:
        labels.append(_joined(part.times, time_label))
    if part.units:
        labels.append(_joined(part.units, _said))
    if part.forms:
        labels.append(_joined(part.forms, _said))
    if part.topics:
        labels.append(_joined(part.topics, _quoted_topic))
    if part.numbers:
        labels.append(_joined(part.numbers, lambda number: f"第{number}项"))
    if part.min_months is not None or part.max_months is not None:
        labels.append(_lasting(part.min_months, part.max_months))
    if part.min_forms is not None or part.max_forms is not None:
        labels.append(_of_forms(part.min_forms, part.max_forms))
    if part.min_by_unit:
        labels.append(f"同一单位 {part.min_by_unit} 项以上")
    if part.joint:
        labels.append("几个单位联合")
    if part.earliest:
        labels.append("最早")
    if part.latest:
        labels.append("最晚")
    if part.longest:
        labels.append("持续最久")
    if part.richest:
        labels.append("形式最多")
    return labels


def _said(condition: UnitCondition | FormCondition | TopicCondition) -> str:
    return quoted(condition.said)


def _quoted_topic(topic: TopicCondition) -> str:
    return f"“{quoted(topic.said)}”"


def _joined(values: Sequence[_T], label: Callable[[_T], str]) -> str:
    if len(values) == 1:
        return label(values[0])
    shown = "、".join(dict.fromkeys([label(value) for value in values[:6]]))
    return f"{shown}等" if len(values) > 6 else shown


def _lasting(least: int | None, most: int | None) -> str:
    if least == most:
        return f"正好{least}个月"
    if most is None:
        return f"持续{least}个月以上"
    if least is None:
        return f"不超过{most}个月"
    return f"{least}到{most}个月"


def _of_forms(least: int | None, most: int | None) -> str:
    return f"{least}种形式" if least == most else f"{least}种以上形式"


def plan_name(plan: Plan) -> str:
    return f"{quoted(plan.district, 20)}{plan.year}年计划"


def source(plan: Plan) -> str:
    return f"出自{plan_name(plan)}"


def remarks(query: Query) -> list[str]:
    """What the person should know of how the words were taken: slips put right, topics traced to a unit."""
    said = [
        f"“{quoted(written, 20)}”我按“{quoted(taken, 20)}”查的。" for written, taken in query.corrections[:3]
    ]
    reasons = [topic.reason for part in query.parts for topic in part.topics if topic.reason]
    said += [f"{quoted(reason, 80).rstrip('。')}。" for reason in dict.fromkeys(reasons[:3])]
    return said


# --- the direct answer ------------------------------------------------------------------------------------
def lead(answer: Answer, this_year: int | None) -> str:
    """The first line of a reply that has entries: yes or no, number, month, unit, form, or what was asked."""
    return f"{_direct(answer, this_year)}{_only_the_month(answer)}"


def _only_the_month(answer: Answer) -> str:
    """That a day was asked for and the plan tells the month: nobody shall go on a day that is not known."""
    query = answer.query
    if Asked.TIME in query.asked or not _asks_finer(query):
        return ""
    undated = [entry for entry in answer.entries if not entry.details.sessions]
    if not undated:
        return "具体日期写在各项里。"
    whose = "计划" if len(undated) == len(answer.entries) else "没写日期的，计划"
    return f"{whose}只写到月份，具体哪天可以问{_hosts(undated)}。"


def _asks_finer(query: Query) -> bool:
    """Whether a day or a week was asked for: of it no more than its months can be said."""
    return query.pinned is None and any(time.finer for part in query.parts for time in part.times)


def _direct(answer: Answer, this_year: int | None) -> str:
    query, entries = answer.query, answer.entries
    if answer.tallies:
        return f"{_year_of(answer, this_year, '，')}{_of_each(answer)}。"
    clauses = [clause for asked in query.asked if (clause := _clause(asked, answer, this_year))]
    details = [_said_or_not(asked, entries) for asked in query.asked if asked in _UNSAID]
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
    said = _plain_words(query, _months_label)
    if said is not None:
        before, what = said
        before = f"{_without(query)}{'' if before.startswith(year) else year}{before}"
        return f"{before}有 {count} 项{what}" if before else f"{what}有 {count} 项"
    if query.everything and query.excluded.empty:
        return f"{year or '全年'}计划共有 {count} 项活动"
    if len(query.parts) == 1 and query.pinned is None and query.excluded.empty:
        return f"{f'{year}，' if year else ''}{'、'.join(_labels(query.parts[0]))}的活动有 {count} 项"
    return f"{year}共有 {count} 项活动"


def _without(query: Query) -> str:
    excluded = _labels(query.excluded)
    return f"除了{'、'.join(excluded[:6])}，" if excluded else ""


def _plain_words(query: Query, label: Callable[[TimeCondition], str] = time_label) -> tuple[str, str] | None:
    """(`6月街道`, `座谈活动`) where a question can be said back as one plain sentence; else None."""
    if len(query.parts) != 1 or query.pinned is not None:
        return None
    part = query.parts[0]
    if part.empty or part.numbers or not part.only_parts:
        return None
    if any(time.relation is not Relation.OVERLAPS for time in part.times):
        return None
    when = _joined(part.times, label)
    who = _joined(part.units, _said)
    about = f"和{_joined(part.topics, _quoted_topic)}有关的" if part.topics else ""
    if any(topic.reason for topic in part.topics):
        # The themes do not name it: only the unit's remit leads there, and no more may be claimed.
        about = "可能相关的"
    return f"{when}{who}", f"{about}{_joined(part.forms, _said)}活动"


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
    return bool({Asked.WHEN, Asked.WHO, Asked.HOW, *_UNSAID} & set(query.asked))


def _when(answer: Answer, this_year: int | None) -> str:
    entries, year = answer.entries, _year_of(answer, this_year)
    if len(entries) == 1 and entries[0].details.sessions:
        return quoted("；".join(session(one) for one in entries[0].details.sessions[:4]), 160)
    periods = list(dict.fromkeys(str(entry.period) for entry in entries))
    if len(periods) == 1:
        return f"{'都在' if len(entries) > 1 else ''}{year}{periods[0]}"
    if len(periods) <= 3:
        return f"分别在{year}{'、'.join(periods)}"
    first = min(entry.period.first for entry in entries)
    last = max(entry.period.last for entry in entries)
    return f"最早{year}{first}月，最晚到{last}月，见下面各项"


def _said_or_not(asked: Asked, entries: Sequence[Entry]) -> str:
    name, unsaid = DETAIL_NAMES[asked], _UNSAID[asked]
    known = [entry for entry in entries if detail(entry.details, asked)]
    unknown = [entry for entry in entries if not detail(entry.details, asked)]
    if asked is Asked.UNTOLD and known:
        # A note may speak of something else.
        return f"{name}写在下面，没提到的可以问{_hosts(entries)}"
    if known and len(entries) == 1:
        return f"{name}：{quoted(detail(entries[0].details, asked), 300).rstrip('。')}"
    if not unknown:
        return f"{name}写在下面各项里"
    whom = f"可以问{_hosts(unknown)}"
    if known:
        return f"有 {len(known)} 项写明了{name}，见下；其余计划里没写，{whom}"
    if asked is Asked.TIME:
        periods = dict.fromkeys(str(entry.period) for entry in unknown)
        months = f"（{'、'.join(periods)}）" if len(periods) <= 3 else ""
        return f"计划只写到月份{months}，没写{unsaid}，{whom}"
    return f"计划里没写{unsaid}，{whom}"


def _hosts(entries: Iterable[Entry]) -> str:
    names = list(dict.fromkeys(entry.unit for entry in entries))
    if len(names) > 3:
        return "各项的责任单位"
    return f"主办的{'、'.join(quoted(name) for name in names)}"


# --- nothing found ----------------------------------------------------------------------------------------
def not_found(answer: Answer) -> str:
    """What was understood, and why there is nothing."""
    query = answer.query
    plan = answer.plan or answer.nearest_plan
    name = plan_name(plan) if plan else "计划"
    match answer.reason:
        case Reason.NO_SUCH_MONTH:
            return f"一年只有 1 到 12 月，没有{quoted(query.trouble_said or '这个月', 20)}。"
        case Reason.NO_PLAN_FOR_YEAR:
            asked = answer.first.year if answer.first else query.year
            return f"还没有{f' {asked} 年' if asked else '那一年'}的计划。"
        case Reason.NO_SUCH_NUMBER:
            wanted = "、".join(f"第 {number} 项" for part in query.parts for number in part.numbers[:4])
            return f"没有{wanted or quoted(query.trouble_said, 20) or '这一项'}，{name}{_numbers(plan)}。"
        case Reason.UNIT_ABSENT:
            absent = [unit.said for part in query.parts for unit in part.units if not unit.units]
            unit = "、".join(quoted(said) for said in absent[:3]) or quoted(query.trouble_said) or "这个单位"
            return f"没有，{name}里没有{unit}的活动。发 /units 可以看有哪些单位。"
        case Reason.ELSEWHERE:
            where = quoted(query.trouble_said, 20) or "别处"
            ours = quoted(plan.district, 20) if plan and plan.district else "本区"
            return f"我只有{ours}的计划，不清楚{where}的安排。"
        case Reason.OTHER_TIME:
            return f"没有，{_nothing(query)}。"
        case Reason.TOPIC_ABSENT:
            topics = [topic.said for part in query.parts for topic in part.topics]
            topic = "、".join(f"“{quoted(said)}”" for said in topics[:3]) or f"“{quoted(query.trouble_said)}”"
            return f"没有，{name}里没有和{topic}有关的活动。"
        case Reason.FORM_ABSENT:
            forms = [form.said for part in query.parts for form in part.forms]
            return f"没有，{name}里没有{'、'.join(quoted(said) for said in forms[:3])}。"
        case _:
            return f"没有，{_nothing(query)}。"


def _nothing(query: Query) -> str:
    """`7月区科技局没有活动`: what was asked said back, that it is not there."""
    said = _plain_words(query)
    if said is not None:
        before, what = said
        return f"{_without(query)}{before or '计划里'}没有{what}"
    taken = understood(query)
    return f"按 {taken} 没有查到活动" if taken else "没有查到这样的活动"


def _numbers(plan: Plan | None) -> str:
    if plan is None or not plan.entries:
        return "还是空的"
    return f"的序号从 {plan.entries[0].number} 到 {plan.entries[-1].number}"


def nearest_lead(answer: Answer) -> str:
    """The line over the nearest thing that does exist."""
    count = len(answer.nearest)
    if answer.nearest_plan is not None and answer.nearest_plan != answer.plan:
        months = answer.first is not None and not _is_whole_year(answer)
        what = "同样的月份" if months else "全年"
        return f"最近的一份是{plan_name(answer.nearest_plan)}，{what}有 {count} 项："
    if answer.reason is Reason.OTHER_TIME:
        periods = list(dict.fromkeys(str(entry.period) for entry in answer.nearest))
        when = "、".join(periods) if len(periods) <= 4 else "别的月份"
        return f"在{when}有 {count} 项："
    return "最接近的是：" if count == 1 else f"最接近的有 {count} 项："


def _is_whole_year(answer: Answer) -> bool:
    first, last = answer.first, answer.last
    return first is not None and last is not None and (first.number, last.number) == (1, 12)


# --- statistics -------------------------------------------------------------------------------------------
def statistic_lead(answer: Answer) -> str:
    statistic = answer.query.statistic
    if statistic is None:
        return ""
    names = _winners(answer, statistic)
    empty = [f"{month.number}月" for month in answer.empty_months]
    if statistic.extreme is Extreme.NONE:
        if statistic.subject is Subject.MONTHS:
            gaps = names or empty
            yes = "有，" if Asked.WHETHER in answer.query.asked else ""
            return f"{yes}{'、'.join(gaps)}没有活动。" if gaps else "没有，每个月都有活动。"
        return f"有，{'、'.join(names)}没有活动。" if names else "没有，都有活动。"
    if not names:
        return "没有可以统计的活动。"
    counts = [bar.count for bar in answer.tallies if bar.count]
    most = statistic.extreme is Extreme.MOST
    number = (max(counts) if most else min(counts)) if counts else 0
    word = "最多" if most else "最少"
    if len(names) == len(answer.tallies) > 1:
        return f"都一样多，各 {number} 项。"
    shown = "、".join(names[:8]) + (f"等 {len(names)} 个" if len(names) > 8 else "")
    first = f"{shown}{word}，{'各' if len(names) > 1 else '有'} {number} 项。"
    if not most and statistic.subject is Subject.MONTHS and empty:
        return f"有活动的月份里，{first}（{'、'.join(empty)}没有活动。）"
    return first


def _winners(answer: Answer, statistic: Statistic) -> list[str]:
    match statistic.subject:
        case Subject.MONTHS:
            return [f"{month.number}月" for month in answer.months]
        case Subject.UNITS:
            return [quoted(name) for name in answer.units]
        case Subject.FORMS:
            return [quoted(name, 20) for name in answer.forms]


# --- talk -------------------------------------------------------------------------------------------------
OUT_OF_DATE = "这条消息有点旧了，请再问一次。"
THAT_WAS_ALL = "没有别的了，{count} 项都在上面。"
WHICH_ONE = "你问的是哪一个？"
BY_STAFF = "工作人员 {day} 的答复"
ANSWERED_BEFORE = "有个相近的问题工作人员答过：“{question}”，你问的是这个吗？"
_EXAMPLES = "可以这样问我："
NO_PLAN_YET = "不过现在还没有计划，等工作人员放进来就能查了。"
WORDS_ONLY = "我只看得懂文字。把想问的打出来就行。"

_CHAT = {
    Chat.GREETING: "你好！想知道有哪些政务公开活动，直接问我就行。",
    Chat.THANKS: "不客气，有想知道的随时问我。",
    Chat.HELP: "我会查政务公开活动的年度计划：哪个月有什么活动、哪个单位负责、什么形式，都可以问。",
    Chat.WHO_ARE_YOU: "我是查政务公开活动计划的机器人，照着公布的计划回答，计划里没有的不会编。",
    Chat.GOODBYE: "再见，想起什么随时来问。",
    Chat.AGREED: "好的。还想查什么，直接说就行。",
}
_UNKNOWN = {
    Trouble.SERVICE: "怎么办理这类事，活动计划里没有写，我怕说错，就不乱答了。",
    Trouble.OFF_TOPIC: "这个我答不了，我只会查政务公开活动的计划。",
    Trouble.UNEXPLAINED: "这句我没全看懂，怕答偏了，就不乱答了。换个说法，或者只说月份、单位、形式再问我。",
    Trouble.NOTHING_SHOWN: "我不确定你说的是哪一项，请说说月份、单位或者序号。",
    Trouble.ELSEWHERE: "我只有本区的计划，别处的不清楚。",
    Trouble.NO_SUCH_MONTH: "一年只有 1 到 12 月，请换个月份问我。",
}
_NOT_UNDERSTOOD = "我没听懂，我只会查政务公开活动的计划。"


def chat(kind: Chat | None) -> str:
    return _CHAT[kind or Chat.HELP]


def invites(kind: Chat | None) -> bool:
    """Whether after such a turn the person may want to know what can be asked."""
    return kind in (None, Chat.GREETING, Chat.HELP, Chat.WHO_ARE_YOU)


def unknown(trouble: Trouble | None) -> str:
    return _UNKNOWN[trouble] if trouble else _NOT_UNDERSTOOD


def related(count: int) -> str:
    return "计划里和它有关的活动：" if count == 1 else f"计划里和它有关的活动有 {count} 项："


def example_lines(examples: Sequence[str]) -> str:
    if not examples:
        return ""
    return "\n".join((_EXAMPLES, *(f"· {escape(shorten(example, 60))}" for example in examples)))
