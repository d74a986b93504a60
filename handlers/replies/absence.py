"""Why was nothing found, and what is nearest? In words, escaped for Telegram."""

from __future__ import annotations

from handlers.replies.labels import plain_words, plan_name, understood, without
from handlers.replies.reply import quoted
from plan_store.answers import Answer, Reason
from plan_store.plan import Plan
from plan_store.questions.query import Query


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
        case Reason.NO_SUCH_PLACE:
            places = "、".join(f"第 {number} 个" for part in query.parts for number in part.numbers[:4])
            return f"刚才列出的里面没有{places}。"
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
    said = plain_words(query)
    if said is not None:
        before, what = said
        return f"{without(query)}{before or '计划里'}没有{what}"
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
