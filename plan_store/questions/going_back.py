"""Which earlier question does somebody return to, and which months lie on from those last spoken of?"""

from __future__ import annotations

from plan_store.patterns import pattern
from plan_store.plan import Month
from plan_store.questions.query import Conditions, Months, Query, TimeCondition
from plan_store.questions.readings import Reading
from plan_store.questions.thread import Thread
from plan_store.value import replace

_FIRST = pattern("最开始|一开始|最早")


def gone_back(reading: Reading, thread: Thread) -> Query | None:
    """回到刚才, 回到刚才六月的: the question before, or the latest one that named what is named now.

    None where no earlier question named it.
    """
    back: Query | None
    if reading.parts:
        told = (thread.query, *thread.earlier) if thread.query and thread.query.pinned else thread.earlier
        named = [query for query in told if query and _named(reading.named, query)]
        if reading.everything:  # 退回去看九月所有的: not those of the streets alone
            named.sort(key=lambda query: sum(len(part.kinds) for part in query.parts))
        back = named[0] if named else None
        back = replace(back, pinned=None) if back is not None else None
    else:
        back = thread.earlier[0] if thread.earlier else thread.query
        if thread.earlier and _FIRST.search(reading.text):
            back = thread.earlier[-1]
    if back is None:
        return None
    return replace(back, text=reading.text, asked=reading.asked or back.asked, follow_up=True, more=False)


def _named(named: Conditions, query: Query) -> bool:
    """Whether `query` named all that is named now."""
    return any(
        {time.span for time in named.times} <= {time.span for time in part.times}
        and {unit.units for unit in named.units} <= {unit.units for unit in part.units}
        and {form.forms for form in named.forms} <= {form.forms for form in part.forms}
        and {topic.words for topic in named.topics} <= {topic.words for topic in part.topics}
        and set(named.numbers) <= set(part.numbers)
        for part in query.parts
    )


def shifted(reading: Reading, last: Query) -> Query:
    """再下个月: the months last spoken of, moved."""

    def moved(month: Month | None) -> Month | None:
        return month.plus(reading.shifted) if month else None

    parts = []
    for part in last.parts:
        times = []
        for time in part.times:
            span = Months(moved(time.span.first), moved(time.span.last))
            said = f"{span.first.number}月" if span.first and span.first == span.last else str(span)
            times.append(TimeCondition(time.relation, span, said))
        parts.append(replace(part, times=tuple(times)))
    asked = reading.asked or last.asked
    return replace(
        last, text=reading.text, parts=tuple(parts), pinned=None, asked=asked, more=False, follow_up=True
    )
