"""Which statistic is asked for in a conversation: of what was spoken of, the same again, or what it found?"""

from __future__ import annotations

from collections.abc import Sequence

from plan_store.questions.merging import merged
from plan_store.questions.query import Asked, Conditions, Extreme, Part, Query, Subject, Talk, TimeCondition
from plan_store.questions.readings import Reading
from plan_store.questions.thread import Thread
from plan_store.questions.words import Sense
from plan_store.value import replace


def statistic_in(reading: Reading, query: Query, thread: Thread) -> Query:
    query = replace(query, talk=Talk.STATISTIC)
    leans = reading.marker or Sense.OTHER in reading.senses
    if thread.query is not None and leans and not reading.parts:
        parts = thread.query.parts
        if reading.statistic is not None and reading.statistic.subject is Subject.MONTHS:
            # After 九月有几个 it asks for the month among all of them.
            parts = tuple(part.without(Part.TIMES) if _is_one_month(part.times) else part for part in parts)
        return replace(query, parts=parts, excluded=thread.query.excluded, follow_up=True)
    return query


def _is_one_month(times: Sequence[TimeCondition]) -> bool:
    return len(times) == 1 and times[0].span.first == times[0].span.last


def names_the_found(reading: Reading, thread: Thread) -> bool:
    """最多的那个月有哪些 after it was found which month has the most: what there is in it."""
    last = thread.query
    if last is None or last.talk is not Talk.STATISTIC or last.statistic != reading.statistic:
        return False
    return reading.back_in_time and Asked.WHEN not in reading.asked


def same_statistic(reading: Reading, last: Query) -> Query | None:
    """部门呢 and 最少的呢 after a statistic: the same one of other entries, or its other end."""
    assert last.statistic is not None
    if reading.senses & {Sense.MOST, Sense.FEWEST}:
        extreme = Extreme.MOST if Sense.MOST in reading.senses else Extreme.FEWEST
        statistic = replace(last.statistic, extreme=extreme)
        return replace(last, text=reading.text, statistic=statistic, asked=reading.asked, follow_up=True)
    if not reading.marker or reading.asked or not reading.parts or len(reading.text) > 12:
        return None
    if last.statistic.subject is Subject.MONTHS and reading.named.times and len(reading.kinds) > 1:
        return None  # 那就看六月街道的
    part = merged(last.parts[0] if last.parts else Conditions(), reading, last)
    return replace(last, text=reading.text, parts=(part,), asked=(), follow_up=True)
