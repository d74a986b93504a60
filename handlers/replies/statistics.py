"""Which month, unit or form has the most or the fewest? In words, escaped for Telegram."""

from __future__ import annotations

from handlers.replies.reply import quoted
from plan_store.answers import Answer
from plan_store.questions.query import Asked, Extreme, Statistic, Subject


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
