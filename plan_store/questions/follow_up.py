"""What does a question mean after what was said before? A reading on a thread becomes a query."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from plan_store.plan import Entry, Month
from plan_store.questions.asking_back import name_choices, own_unit_choices
from plan_store.questions.query import (
    Asked,
    Conditions,
    Extreme,
    Months,
    Part,
    Query,
    Relation,
    Talk,
    TimeCondition,
    Trouble,
)
from plan_store.questions.reading import Reading
from plan_store.questions.thread import Thread
from plan_store.questions.times import YearBasis
from plan_store.questions.vocabulary import Vocabulary
from plan_store.questions.words import Sense

Finder = Callable[[Query], tuple[Entry, ...]]
"""The entries that a query finds."""
Counter = Callable[[Query], tuple[Month, ...]]
"""The months that a statistic names."""

_COMPLETE = {Asked.WHAT, Asked.WHO, Asked.WHEN, Asked.HOW, Asked.COUNT, Asked.WHETHER}
_DROPPED = {
    Part.TIMES: "月份|时间|日期|月",
    Part.UNITS: "单位|街道|部门|局",
    Part.FORMS: "形式|方式",
    Part.TOPICS: "主题|内容|题材",
}


def resolve(
    reading: Reading, thread: Thread, plan_year: int, vocabulary: Vocabulary, find: Finder, months: Counter
) -> Query:
    """The query that `reading` stands for in `thread`."""
    query = Query(
        text=reading.text,
        parts=reading.parts,
        excluded=reading.excluded,
        year=_year(reading, plan_year),
        year_named=reading.year is not None,
        asked=reading.asked,
        statistic=reading.statistic,
        corrections=reading.corrections,
        ignored=reading.ignored,
        everything=reading.everything,
    )
    if reading.chat is not None:
        return replace(query, talk=Talk.CHAT, chat=reading.chat)
    if reading.trouble in (Trouble.NO_SUCH_MONTH, Trouble.ELSEWHERE):
        return replace(query, trouble=reading.trouble, trouble_said=reading.trouble_said)
    if reading.slip is not None:
        return replace(query, talk=Talk.CLARIFY, choices=name_choices(reading))
    if Sense.WHICH_ONE in reading.senses and not any(
        unit for unit in reading.named.units if not unit.is_class
    ):
        return replace(query, talk=Talk.CLARIFY, choices=own_unit_choices(reading, vocabulary))
    if reading.trouble is not None:
        return replace(query, talk=Talk.UNKNOWN, trouble=reading.trouble, trouble_said=reading.trouble_said)
    if reading.ordinals:
        return _by_place(reading, query, thread, find)
    if reading.statistic is not None:
        return _statistic(reading, query, thread)
    last = thread.query
    if last is not None:
        if reading.shifted and last.parts and any(part.times for part in last.parts):
            return _shifted(reading, last)
        if last.talk is Talk.STATISTIC and (again := _same_statistic(reading, query, last)):
            return again
        if last.talk is Talk.STATISTIC and reading.back_in_time and (busiest := months(last)):
            last = replace(last, parts=(Conditions(times=tuple(_whole_month(month) for month in busiest)),))
            thread = replace(thread, query=last)
        if Sense.BACK in reading.senses and not reading.parts:
            return _gone_back(reading, thread)
        if Sense.MORE in reading.senses and not reading.parts and not _starts_afresh(reading):
            return replace(last, text=reading.text, more=True, follow_up=True)
        if followed := _followed(reading, query, thread, find):
            return followed
    return _afresh(reading, query)


def _year(reading: Reading, plan_year: int) -> int:
    return reading.year if reading.year is not None else plan_year


def _afresh(reading: Reading, query: Query) -> Query:
    """A question that stands by itself, or that says nothing about the plan."""
    if reading.parts or not reading.excluded.empty:
        if reading.back_in_time and not reading.parts:
            return replace(query, talk=Talk.UNKNOWN, trouble=Trouble.NOTHING_SHOWN)
        return query
    if reading.everything or (reading.subject_words and not _leans(reading)):
        return replace(query, everything=True)
    if (
        Asked.COUNT in reading.asked
        and re.search("一共|总共|共|合计|总数", reading.text)
        and not reading.unknown
    ):
        return replace(query, everything=True)
    if reading.back_in_time or Sense.IT in reading.senses or Sense.MORE in reading.senses:
        return replace(query, talk=Talk.UNKNOWN, trouble=Trouble.NOTHING_SHOWN)
    if (
        reading.asked
        and not reading.unknown
        and Sense.ACT in reading.senses
        and _COMPLETE & set(reading.asked)
    ):
        return replace(query, everything=True)
    trouble = Trouble.OFF_TOPIC if reading.unknown or not reading.asked else Trouble.NOTHING_SHOWN
    return replace(query, talk=Talk.UNKNOWN, trouble=trouble)


def _leans(reading: Reading) -> bool:
    return bool(reading.senses & {Sense.IT}) or reading.back_in_time


# --- places, pages, back ------------------------------------------------------------------------------


def _by_place(reading: Reading, query: Query, thread: Thread, find: Finder) -> Query:
    shown = find(_whole(thread.query)) if thread.query is not None else ()
    own = reading.parts and not reading.named.empty
    if own and not reading.named.numbers and not (thread.query and _fragment(reading)):
        shown = find(query)
    pinned: list[tuple[int, int]] = []
    for ordinal in reading.ordinals:
        if ordinal.other and thread.query and thread.query.pinned and len(shown) == 2:
            pinned += [(e.year, e.number) for e in shown if (e.year, e.number) not in thread.query.pinned]
            continue
        if ordinal.other and len(shown) == 1 and thread.earlier:
            before = find(_whole(thread.earlier[0]))
            if len(before) == 2 and shown[0] in before:
                pinned += [(e.year, e.number) for e in before if e != shown[0]]
                continue
        at = ordinal.place - 1 if ordinal.place > 0 else len(shown) + ordinal.place
        if shown and not ordinal.number_only and 0 <= at < len(shown):
            pinned.append((shown[at].year, shown[at].number))
        elif (
            ordinal.place > 0
            and not ordinal.other
            and (not shown or ordinal.number_only or reading.subject_words)
        ):
            number = replace(reading.named, numbers=(ordinal.place,))
            return replace(query, parts=(number,))
        elif ordinal.place < 0 and not shown:
            everything = find(replace(query, parts=(), everything=True))
            if everything and -ordinal.place <= len(everything):
                pinned.append((everything[ordinal.place].year, everything[ordinal.place].number))
        else:
            return replace(query, parts=(replace(reading.named, numbers=(ordinal.place,)),), pinned=())
    base = thread.query.parts if thread.query and not own else query.parts
    whole = thread.query.everything if thread.query and not own else False
    return replace(query, parts=base, pinned=tuple(pinned), everything=whole, follow_up=bool(thread.query))


def _whole(query: Query) -> Query:
    """The list that `query` was about, before one entry of it was picked out."""
    return replace(query, pinned=None) if query.pinned and (query.parts or query.everything) else query


def _gone_back(reading: Reading, thread: Thread) -> Query:
    back = thread.earlier[0] if thread.earlier else thread.query
    assert back is not None
    if re.search("最开始|一开始|最早", reading.text) and thread.earlier:
        back = thread.earlier[-1]
    return replace(back, text=reading.text, follow_up=True, more=False)


def _whole_month(month: Month) -> TimeCondition:
    return TimeCondition(Relation.OVERLAPS, Months(month, month), f"{month.number}月")


def _shifted(reading: Reading, last: Query) -> Query:
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


def _same_statistic(reading: Reading, query: Query, last: Query) -> Query | None:
    """部门呢 and 最少的呢 after a statistic: the same one of other entries, or its other end."""
    assert last.statistic is not None
    if reading.senses & {Sense.MOST, Sense.FEWEST}:
        extreme = Extreme.MOST if Sense.MOST in reading.senses else Extreme.FEWEST
        statistic = replace(last.statistic, extreme=extreme)
        return replace(last, text=reading.text, statistic=statistic, asked=reading.asked, follow_up=True)
    if not reading.marker or reading.asked or not reading.parts or len(reading.text) > 12:
        return None
    base = last.parts[0] if last.parts else Conditions()
    part = _merged(base, reading, last)
    return replace(last, text=reading.text, parts=(part,), asked=(), follow_up=True)


def _statistic(reading: Reading, query: Query, thread: Thread) -> Query:
    query = replace(query, talk=Talk.STATISTIC)
    if thread.query is not None and (reading.marker or Sense.OTHER in reading.senses) and not reading.parts:
        return replace(query, parts=thread.query.parts, excluded=thread.query.excluded, follow_up=True)
    return query


# --- following on -------------------------------------------------------------------------------------


def _starts_afresh(reading: Reading) -> bool:
    return Sense.ACTIVITY in reading.senses and not reading.marker


def _fragment(reading: Reading) -> bool:
    """Whether a question leans on what was said: it names a part and asks for nothing whole."""
    if reading.senses & {Sense.CORRECTION, Sense.OTHER, Sense.ADD, Sense.DROP}:
        return True
    if reading.marker and not (Sense.ACTIVITY in reading.senses and set(reading.asked) & {Asked.WHAT}):
        return True
    if reading.subject_words:
        return False
    if not (set(reading.asked) & _COMPLETE and reading.parts):
        return True
    return _is_one_part(reading)


def _is_one_part(reading: Reading) -> bool:
    """街道占几个, 座谈的有哪些, 八月的有吗: one part, said as one of what was spoken of."""
    named = reading.named
    if (
        len(reading.parts) > 1
        or named.topics
        or named.numbers
        or any(not unit.is_class for unit in named.units)
    ):
        return False
    if sum(bool(part) for part in (named.times, named.units, named.forms)) != 1:
        return False
    return bool(named.units or named.forms or re.search("的|就|也", reading.text)) and len(reading.text) <= 12


def _followed(reading: Reading, query: Query, thread: Thread, find: Finder) -> Query | None:
    """`reading` on top of the last question; None where it stands by itself."""
    last = thread.query
    assert last is not None
    nothing_named = not reading.parts and reading.excluded.empty
    if nothing_named and not reading.back_in_time:
        return _about_the_same(reading, query, thread, find)
    if reading.back_in_time:
        times = last.parts[0].times if last.parts else ()
        times = times or _months_of(find(last))
        part = replace(reading.named, times=times)
        return replace(query, parts=(part,), year=last.year, follow_up=True)
    if reading.unknown and not _fragment(reading):
        return None
    if not _fragment(reading) and not (Sense.IT in reading.senses and not reading.subject_words):
        return None
    if len(reading.parts) > 1 or (last.everything and not last.parts and not reading.marker):
        return None
    base = last.parts[0] if len(last.parts) == 1 else Conditions()
    if Sense.DROP in reading.senses:
        return _dropped(reading, last)
    if last.pinned and len(last.pinned) == 1 and Sense.IT in reading.senses and not reading.named.times:
        return replace(last, text=reading.text, asked=reading.asked, follow_up=True)
    part = _merged(base, reading, last)
    excluded = _excluded(last.excluded, reading)
    parts = (part,) if not part.empty else ()
    merged = replace(
        query,
        parts=parts,
        excluded=excluded,
        year=reading.year if reading.year is not None else last.year,
        year_named=reading.year is not None or last.year_named,
        asked=reading.asked or tuple(a for a in last.asked if a not in (Asked.WHETHER,)),
        everything=not parts,
        follow_up=True,
    )
    marked = reading.marker or reading.senses & {Sense.CORRECTION, Sense.OTHER, Sense.ADD, Sense.DROP}
    if not marked and not find(merged) and find(query):
        return None
    return merged


def _about_the_same(reading: Reading, query: Query, thread: Thread, find: Finder) -> Query | None:
    last = thread.query
    assert last is not None
    if reading.everything and Sense.WHOLE_SET not in reading.senses:
        return None
    if reading.unknown and not reading.asked:
        return None
    if (
        reading.subject_words
        and not reading.senses & {Sense.IT, Sense.WHOLE_SET, Sense.OTHER}
        and not reading.marker
    ):
        return None
    asks = reading.asked or reading.senses & {Sense.IT, Sense.WHOLE_SET}
    if Sense.DROP in reading.senses:
        return _dropped(reading, last)
    if not asks:
        return None
    if Sense.IT in reading.senses and Asked.WHEN in reading.asked and last.parts and not find(last):
        last = replace(last, parts=tuple(replace(part, times=()) for part in last.parts))
    if re.search("两个|两项|两场|俩", reading.text) and thread.earlier:
        entries = find(last)
        before = find(thread.earlier[0])
        if len(entries) == 1 and len(before) == 1:
            keys = sorted({(entry.year, entry.number) for entry in (*before, *entries)})
            return replace(query, parts=(), pinned=tuple(keys), follow_up=True)
    return replace(
        last,
        text=reading.text,
        asked=reading.asked,
        statistic=None,
        talk=Talk.FIND,
        more=False,
        follow_up=True,
    )


def _months_of(entries: tuple[Entry, ...]) -> tuple[TimeCondition, ...]:
    if not entries:
        return ()
    span = Months(min(e.first_month for e in entries), max(e.last_month for e in entries))
    return (TimeCondition(Relation.OVERLAPS, span, "当时"),)


def _dropped(reading: Reading, last: Query) -> Query:
    """不限街道: that part is let go; what else is named takes its place as ever."""
    base = last.parts[0] if last.parts else Conditions()
    let_go = re.split("[,，。]", reading.text)[0]
    new = reading
    for name, words in _DROPPED.items():
        if re.search(
            rf"(?:不限|不管|不论|不分|无论|放开|取消|别管|不光|不只).{{0,3}}(?:{words})|(?:{words})(?:不限|都行)",
            let_go,
        ):
            base = base.without(name)
            new = replace(new, parts=tuple(part.without(name) for part in new.parts))
    base = _merged(base, new, last)
    parts = (base,) if not base.empty else ()
    return replace(last, text=reading.text, parts=parts, pinned=None, everything=not parts, follow_up=True)


def _merged(base: Conditions, reading: Reading, last: Query) -> Conditions:
    """`base` with the parts that `reading` names in the place of its own."""
    new = reading.named
    if Sense.ADD in reading.senses:
        return replace(
            base,
            times=tuple(dict.fromkeys((*base.times, *new.times))) if new.times else base.times,
            units=(*base.units, *new.units) if base.units else new.units if new.units else (),
            forms=(*base.forms, *new.forms) if base.forms else new.forms,
            topics=(*base.topics, *new.topics) if base.topics else new.topics,
        )
    out = reading.excluded
    base = replace(
        base,
        units=() if out.units else base.units,
        forms=() if out.forms else base.forms,
        topics=() if out.topics else base.topics,
    )
    times = _retimed(base, reading, last) if new.times else base.times
    length = new if new.times or new.min_months or new.max_months else base
    units, topics, numbers, forms = base.units, base.topics, base.numbers, base.forms
    if new.units:
        named = any(not unit.is_class for unit in new.units)
        units = new.units
        if named or any(not unit.is_class for unit in base.units):
            topics = ()
        numbers = ()
    if new.topics:
        topics, numbers = new.topics, ()
        units = new.units or tuple(unit for unit in base.units if unit.is_class)
    if new.forms:
        forms, numbers = new.forms, ()
    if new.numbers:
        return new
    if new.times and base.numbers:
        numbers = ()
    extreme = new if new.earliest or new.latest or new.longest else Conditions()
    return Conditions(
        times=times,
        units=units,
        forms=forms,
        topics=topics,
        numbers=numbers,
        min_months=length.min_months,
        max_months=length.max_months,
        earliest=extreme.earliest,
        latest=extreme.latest,
        all_forms=new.all_forms,
        longest=extreme.longest,
    )


def _retimed(base: Conditions, reading: Reading, last: Query) -> tuple[TimeCondition, ...]:
    """The new times: a bare year (那2024年的呢) keeps the months, a bare month a year that was named."""
    new = reading.named.times
    year = reading.year
    whole = len(new) == 1 and year is not None and new[0].span == Months(Month(year, 1), Month(year, 12))
    if whole and base.times:
        return tuple(_in_year(time, year) for time in base.times if year is not None)
    if last.year_named and last.year is not None and reading.times_basis == {YearBasis.PLAN}:
        return tuple(_in_year(time, last.year) for time in new)
    return new


def _in_year(time: TimeCondition, year: int) -> TimeCondition:
    def moved(month: Month | None) -> Month | None:
        return Month(year, month.number) if month else None

    span = Months(moved(time.span.first), moved(time.span.last))
    return replace(time, span=span, said=re.sub("^[0-9]{4}年", "", time.said) or f"{year}年")


def _excluded(base: Conditions, reading: Reading) -> Conditions:
    new, named = reading.excluded, reading.named
    if reading.parts == () and new.empty:
        return base
    return Conditions(
        times=(*(() if named.times else base.times), *new.times),
        units=(*(() if named.units else base.units), *new.units),
        forms=(*(() if named.forms else base.forms), *new.forms),
        topics=(*(() if named.topics else base.topics), *new.topics),
        numbers=(*base.numbers, *new.numbers),
    )
