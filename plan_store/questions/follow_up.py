"""What does a question mean on top of the one before it? A reading on a thread becomes a query."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Protocol

from plan_store.patterns import pattern
from plan_store.plan import Entry, Month
from plan_store.questions.fragments import (
    CHANGES,
    IS_IT_THEN,
    NEVER_MIND,
    ONLY,
    asks_among_them,
    is_fragment,
    is_only_then,
    speaks_of_all,
)
from plan_store.questions.going_back import gone_back, shifted
from plan_store.questions.merging import ALL_YEAR, dropped, excluded, merged
from plan_store.questions.others import of_its_unit, other_than
from plan_store.questions.places import (
    Finder,
    among_several,
    asks_whether_theirs,
    asks_which_kind,
    first_or_last_of,
    pointed_at,
    spoken_of_together,
)
from plan_store.questions.query import (
    Asked,
    Conditions,
    FormCondition,
    Months,
    Part,
    Query,
    Relation,
    Talk,
    TimeCondition,
    UnitCondition,
)
from plan_store.questions.readings import Reading
from plan_store.questions.statistic_follow_up import same_statistic
from plan_store.questions.thread import Thread
from plan_store.questions.words import Sense
from plan_store.value import replace


class Named(Protocol):
    """What a statistic names."""

    @property
    def months(self) -> tuple[Month, ...]: ...
    @property
    def units(self) -> tuple[str, ...]: ...
    @property
    def forms(self) -> tuple[str, ...]: ...


Counter = Callable[[Query], Named]
"""Finds what a statistic names."""


def on_top(reading: Reading, query: Query, thread: Thread, find: Finder, count: Counter) -> Query | None:
    """`reading` as a follow-up; None where it stands by itself."""
    last = thread.query
    assert last is not None
    reading = _of_the_rest(reading, last)
    if _asks_what_it_is(reading):
        return replace(last, text=reading.text, asked=reading.asked, follow_up=True)
    if reading.shifted and any(part.times for part in last.parts):
        return shifted(reading, last)
    if last.talk is Talk.STATISTIC:
        if reading.back_in_time and (busiest := count(last).months):
            last = replace(last, talk=Talk.FIND, parts=(Conditions(times=tuple(map(_whole_month, busiest))),))
            thread = replace(thread, query=last)
        elif (of_those := _of_those(reading, query, last, count)) is not None:
            return of_those
        elif (again := same_statistic(reading, last)) is not None:
            return again
    if Sense.BACK in reading.senses:
        if (back := gone_back(reading, thread)) is not None:
            return back
        if reading.parts and "回" in reading.text:
            return query
    if (of_the_unit := of_its_unit(reading, query, last, find)) is not None:
        return of_the_unit
    starts_afresh = Sense.ACTIVITY in reading.senses and not reading.marker
    goes_on = Sense.MORE in reading.senses and not reading.parts and not reading.back_in_time
    goes_on = goes_on and reading.excluded.empty
    if goes_on and not starts_afresh:
        listed = bool(last.parts) or last.everything
        return replace(
            last, text=reading.text, pinned=None if listed else last.pinned, more=True, follow_up=True
        )
    if (number := _NUMBER.fullmatch(reading.text)) and any(part.numbers for part in last.parts):
        return replace(query, parts=(Conditions(numbers=(int(number[1]),)),), follow_up=True)
    if (together := spoken_of_together(reading, query, thread, find)) is not None:
        return together
    if reading.back_in_time and not reading.parts and _HOW_IT_WAS.fullmatch(reading.text):
        return _about_the_same(reading, last, find)
    if reading.back_in_time:
        times = last.parts[0].times if last.parts else ()
        if not times or (_spoke_of_one(last) and all(time.span.is_a_year for time in times)):
            times = _months_of(find(last))
        if _UNTIL_THEN.search(reading.text) and (shown := find(last)):
            end = max(entry.last_month for entry in shown)
            times = (replace(_whole_month(end), relation=Relation.LASTS_UNTIL),)
        elif (began := _BEGAN_THEN.search(reading.text)) and (shown := find(last)):
            times = tuple(_at_the_same_end(began[1], shown))
        parts = (replace(reading.named, times=times),)
        out = reading.excluded
        if _BUT_IT.search(reading.text):
            out = Conditions(numbers=tuple(entry.number for entry in find(last)))
        return replace(query, parts=parts, excluded=out, year=last.year, follow_up=True)
    if (others := _but_those(reading, query, last, find) or other_than(reading, last)) is not None:
        return others
    if _WHOLE_YEAR.fullmatch(reading.text) and any(part.times for part in last.parts):
        return _whenever(reading, last)
    if Sense.IT in reading.senses and reading.everything and ALL_YEAR.search(reading.text):
        return _whenever(reading, last)
    if _asks_what_is_left(reading, last) or (not reading.parts and reading.excluded.empty):
        return _about_the_same(reading, last, find)
    if (of_it := _of_the_one(reading, last, find)) is not None:
        return of_it
    if (first_of_them := first_or_last_of(reading, query, last, find)) is not None:
        return first_of_them
    if (of_them := among_several(reading, query, last, find)) is not None:
        return of_them
    if (pointed := pointed_at(reading, query, last, find)) is not None:
        return pointed
    return _changed(reading, query, thread, find)


_THIS_FORM = pattern("[这那该](?:一|两|几)?[种类个些]?(?:活动)?(?:形式|方式)")
_THIS_UNIT = pattern("[这那该](?:一|两|几)?[个家些]?(?:街道|单位|部门|局|镇|乡)")


def _of_those(reading: Reading, query: Query, last: Query, count: Counter) -> Query | None:
    """这种形式的有哪些活动 after it was found which form is the most frequent."""
    named, found = reading.named, count(last)
    if found.forms and _THIS_FORM.search(reading.text) and not named.forms:
        forms = tuple(FormCondition(form, frozenset((form,))) for form in found.forms)
        named = replace(named, forms=forms)
    elif found.units and _THIS_UNIT.search(reading.text) and all(unit.is_class for unit in named.units):
        named = replace(named, units=tuple(UnitCondition(unit, frozenset((unit,))) for unit in found.units))
    else:
        return None
    times = named.times or tuple(time for part in last.parts for time in part.times)
    return replace(query, parts=(replace(named, times=times),), everything=False, follow_up=True)


_WHAT_IS_IT = pattern(
    "(?:这|那|都|就|它|具体|到底|究竟|分别|又)*(?:是|属于|算)(?:个|一个|场|一场|些)?(?!不是|否)[^,，。?？!！]{1,12}"
    "(?:活动|项目)[?？呀啊呢哦嘛]*"
)


def _asks_what_it_is(reading: Reading) -> bool:
    """是什么形式的活动, 是哪个单位的活动: of what was spoken of, and not of the whole plan."""
    if reading.parts or reading.unknown or reading.everything or not reading.excluded.empty:
        return False
    asks = bool(reading.asked) and {Asked.WHETHER, Asked.COUNT}.isdisjoint(reading.asked)
    return asks and _WHAT_IS_IT.fullmatch(reading.text) is not None


def _but_those(reading: Reading, query: Query, last: Query, find: Finder) -> Query | None:
    """除了这个，十月还有别的吗: what is named, without what was spoken of."""
    if not (reading.named.times or reading.named.units) or _BUT_IT.match(reading.text) is None:
        return None
    if not reading.excluded.empty:
        return None
    spoken = tuple(entry.number for entry in find(last))
    return replace(query, excluded=Conditions(numbers=spoken), year=last.year, follow_up=True)


_HOW_IT_WAS = pattern(
    "(?:它|他们)?当时[^,，。活有]*(?:怎么|什么形式|哪里|哪儿|在哪|谁|哪个单位|几点|几号|电话)[^,，。活有]*"
)
"""当时是什么形式搞的: how the one that was spoken of was done, and nothing else of that time."""
_BUT_IT = pattern("(?:除了?|除开|除去)(?:它|[这那][个项场次](?:活动)?|该[^,，。外]{0,6})[以之]?外?[,，]?")
"""除了它，那个月还有什么."""
_UNTIL_THEN = pattern("(?:持续|延续|搞|办|一直)到(?:那|当|同)")


_BEGAN_THEN = pattern("(?:同一?个?|那个?)月份?里?(开始|启动|结束|完成)")


def _at_the_same_end(end: str, shown: tuple[Entry, ...]) -> Iterator[TimeCondition]:
    """跟它同一个月开始的: whose first month is one of theirs."""
    begins = end in ("开始", "启动")
    for month in sorted({entry.first_month if begins else entry.last_month for entry in shown}):
        yield replace(_whole_month(month), relation=Relation.BEGINS if begins else Relation.ENDS)


def _whole_month(month: Month) -> TimeCondition:
    return TimeCondition(Relation.OVERLAPS, Months(month, month), f"{month.number}月")


def _months_of(entries: tuple[Entry, ...]) -> tuple[TimeCondition, ...]:
    if not entries:
        return ()
    span = Months(min(e.first_month for e in entries), max(e.last_month for e in entries))
    return (TimeCondition(Relation.OVERLAPS, span, "当时"),)


_LEFT = pattern(
    "(?:那|现在|这样|这下)*(?:还剩|剩|一共|总共|还有|有)下?的?(?:有|是|下)?(?:多少|几|哪|什么|啥|么子).{0,3}(?:活动)?了?[?？呀啊呢]?"
)


def _of_the_one(reading: Reading, last: Query, find: Finder) -> Query | None:
    """A guess at the length, the form or the unit of the one entry that was spoken of."""
    if asks_which_kind(reading) and _spoke_of_one(last):
        return replace(last, text=reading.text, asked=(Asked.WHO,), follow_up=True)
    theirs = asks_whether_theirs(reading)
    guessed = (Asked.WHETHER in reading.asked and _only_a_length(reading.named)) or (
        _GUESSES.issuperset(reading.asked)
        and Asked.HOW in reading.asked
        and reading.senses.isdisjoint(CHANGES)
        and not reading.subject_words
        and _only_forms(reading.named)
    )
    if not (theirs or guessed) or len(find(last)) != 1:
        return None
    return replace(last, text=reading.text, asked=(Asked.WHO,) if theirs else reading.asked, follow_up=True)


_GUESSES = frozenset({Asked.HOW, Asked.WHETHER})
"""All that a guess at a form asks; 以座谈形式开展的活动有哪些 asks of the plan."""


def _only_a_length(named: Conditions) -> bool:
    """只有一个月吗 of one entry asks how long that one lasts."""
    length = named.min_months or named.max_months
    return bool(length) and named == Conditions(min_months=named.min_months, max_months=named.max_months)


def _only_forms(named: Conditions) -> bool:
    """是看表演还是坐着谈，什么形式 guesses at the form of one entry."""
    return bool(named.forms) and named == Conditions(forms=named.forms)


_NUMBER = pattern("那?([0-9]{1,4})(?:号|项)?(?:呢|的呢|的)?[?？]?")


_WHOLE_YEAR = pattern(
    "(?:那|那么|换成|改成|改为|如果是|要是)?(?:所有月份|全部月份|每个月|全年|一整年|整年|全年度|一年|一年到头)里?的?(?:呢|有哪些|有几个|有多少|怎么样)?[?？]?(?:[,，](?:条件不变|(?:一共|总共|共|共计|合计)?有?(?:几|多少).{0,3}[?？]?))*"
)


def _whenever(reading: Reading, last: Query) -> Query:
    """全年的呢 after 上半年的座谈呢: the same whenever it is."""
    parts = tuple(part for whole in last.parts if not (part := whole.without(Part.TIMES)).empty)
    asked = reading.asked or last.asked
    return replace(
        last, text=reading.text, parts=parts, pinned=None, asked=asked, everything=not parts, follow_up=True
    )


def _asks_what_is_left(reading: Reading, last: Query) -> bool:
    """还剩几个, 现在有几个 after something was taken away: of the list, not of the year or of today."""
    return not last.excluded.empty and _LEFT.fullmatch(reading.text) is not None


_THE_REST = pattern("(?:剩下|剩余|余下)的?")


def _of_the_rest(reading: Reading, last: Query) -> Reading:
    """剩下的有宣传吗 after something was taken away: of the list, whatever is over by now."""
    if last.excluded.empty or len(reading.parts) != 1 or _THE_REST.search(reading.text) is None:
        return reading
    named = reading.named
    rest = replace(named, times=tuple(time for time in named.times if time.relation is not Relation.ENDS))
    return replace(reading, parts=() if rest.empty else (rest,))


_OF_THEM = pattern("[^,，。?？]{1,8}的(?:有吗|有没有|有不|有么|呢|有哪些|是哪些|有几个)[?？]?")
"""五月的有吗: of those spoken of, even where there are none."""


def _says_enough(named: Conditions, last: Query, find: Finder) -> bool:
    """六月街道的座谈 is a question by itself; so are two parts, where one entry was spoken of."""
    return (kinds := _kinds(named)) > 2 or (kinds == 2 and len(find(last)) == 1)


def _kinds(named: Conditions) -> int:
    """How many kinds of parts are named."""
    return sum(map(bool, (named.times, named.units, named.forms, named.topics)))


def _spoke_of_one(last: Query) -> bool:
    return _picked_one(last) or any(part.names_one for part in last.parts)


def _picked_one(last: Query) -> bool:
    return last.pinned is not None and len(last.pinned) == 1


def _was_guessed(thread: Thread) -> bool:
    """Whether the form last spoken of was only a guess at an entry: 它有没有问卷."""
    last = thread.query
    if last is None or len(last.parts) != 1 or not last.parts[0].names_one:
        return False
    units = last.parts[0].units
    return any(part.units == units and not part.forms for query in thread.earlier for part in query.parts)


_IN_WHICH_MONTH = pattern(
    "(?:几月份?|(?:哪|哪一|哪几|哪些)个?月份?|什么时候|啥时候|么子时候)里?(?:才|会|要|能|是|还)*(?:有|搞|办|开展|举办)"
)


def _asks_for_the_month(reading: Reading) -> bool:
    """那太升路街道几月有活动 after what another has in April: whenever it is."""
    if reading.named.times or Asked.WHEN not in reading.asked or reading.named.empty:
        return False
    return reading.named.names_one or _IN_WHICH_MONTH.search(reading.text) is not None


_OF_THE_WHOLE_PLACE = pattern("全[区县市旗](?!级)|整个[区县市旗]")
"""本月全区还有什么活动, after one street: a question by itself."""


def _changed(reading: Reading, query: Query, thread: Thread, find: Finder) -> Query | None:
    """The last question with the parts that `reading` names in place of its own."""
    last = thread.query
    assert last is not None
    fragment = is_fragment(reading)
    if not fragment and (reading.unknown or Sense.IT not in reading.senses or reading.subject_words):
        return None
    if _OF_THE_WHOLE_PLACE.search(reading.text):
        return None
    if len(reading.parts) > 1 or (last.everything and not last.parts and not reading.marker):
        return None
    if Sense.DROP in reading.senses:
        return dropped(reading, last)
    named = reading.named
    elsewhere = named.times or named.units or named.topics or named.numbers
    by_number = len(last.parts) == 1 and len(last.parts[0].numbers) == 1
    of_it = Sense.IT in reading.senses and (by_number or _picked_one(last))
    if of_it and is_only_then(reading) and (one := find(last)):
        numbers = tuple(entry.number for entry in one)
        return replace(
            query, parts=(Conditions(times=named.times, numbers=numbers),), year=last.year, follow_up=True
        )
    if of_it and not elsewhere:
        return replace(last, text=reading.text, asked=reading.asked, follow_up=True)
    part = merged(last.parts[0] if len(last.parts) == 1 else Conditions(), reading, last)
    parts = (part,) if not part.empty else ()
    changed = replace(
        query,
        parts=parts,
        excluded=excluded(last.excluded, reading),
        year=reading.year if reading.year is not None else last.year,
        year_named=reading.year is not None or last.year_named,
        asked=reading.asked or tuple(asked for asked in last.asked if asked is not Asked.WHETHER),
        everything=not parts,
        follow_up=True,
    )
    if named.names_one and part.forms and not named.forms and _was_guessed(thread):
        without = replace(part, forms=(), min_forms=None, max_forms=None, all_forms=False)
        if not find(changed) and find(loose := replace(changed, parts=(without,))):
            changed, part = loose, without
    if part.times and _asks_for_the_month(reading):
        part = part.without(Part.TIMES)
        changed = replace(changed, parts=(part,))
    only_takes_away = not reading.parts and not reading.excluded.empty
    marked = (
        (reading.marker and _kinds(reading.named) < 2)
        or (is_only_then(reading) and part.names_one)
        or reading.senses & CHANGES
        or only_takes_away
        or ONLY.match(reading.text)
        or _OF_THEM.fullmatch(reading.text)
        or asks_among_them(reading)
        or (reading.named.times and IS_IT_THEN.match(reading.text))
        or not (reading.named.names_one or _says_enough(reading.named, last, find))
    )
    if _stands_apart(reading) or not marked:
        return changed if find(changed) or not find(query) else None
    return changed


def _stands_apart(reading: Reading) -> bool:
    """换成九月，所有街道的活动, 流感疫苗那个又是谁办的: may ask anew, for all its words of going on."""
    if reading.named.names_one and reading.named.topics:
        return bool(reading.asked) and reading.senses.isdisjoint(CHANGES)
    whole = Sense.ACTIVITY in reading.senses and _kinds(reading.named) > 1
    return whole or NEVER_MIND.match(reading.text) is not None


_DETAILS = frozenset(
    {Asked.PLACE, Asked.TIME, Asked.CONTACT, Asked.SIGNUP, Asked.AUDIENCE, Asked.UNTOLD, Asked.WHETHER}
)


def _asks_a_detail(reading: Reading) -> bool:
    """活动地点是否已确定: nobody asks the place of a whole plan."""
    return not reading.everything and {Asked.WHETHER} != set(reading.asked) <= _DETAILS


_IN_ALL = pattern("一共|总共|共有|拢共|合计|全部")
"""一共几个来着 after one was picked: of the whole list."""


def _about_the_same(reading: Reading, last: Query, find: Finder) -> Query | None:
    """A question that names no part: it asks something else of the same entries."""
    if reading.everything and (Sense.WHOLE_SET not in reading.senses or speaks_of_all(reading)):
        return None
    if reading.unknown and not (reading.asked and reading.senses & {Sense.IT, Sense.WHOLE_SET}):
        return None
    leans = reading.marker or reading.senses & {Sense.IT, Sense.WHOLE_SET, Sense.OTHER}
    if (
        reading.ignored
        and set(reading.asked) == {Asked.WHETHER}
        and not (leans or IS_IT_THEN.match(reading.text))
    ):
        return None  # 你结婚了吗
    if reading.subject_words and not leans and not _asks_a_detail(reading):
        return None
    if Sense.DROP in reading.senses:
        return dropped(reading, last)
    if not reading.asked and not reading.senses & {Sense.IT, Sense.WHOLE_SET}:
        return None
    if Asked.WHEN in reading.asked and last.parts and not find(last):
        parts = tuple(part.without(Part.TIMES) for part in last.parts)
        last = replace(last, parts=tuple(part for part in parts if not part.empty), everything=True)
    if Asked.COUNT in reading.asked and last.pinned and last.parts and _IN_ALL.search(reading.text):
        last = replace(last, pinned=None)
    return replace(
        last,
        text=reading.text,
        asked=reading.asked,
        statistic=None,
        talk=Talk.FIND,
        more=False,
        follow_up=True,
    )
