"""Which entries of what was shown are meant? 第一个, 最后一个, 三个都, 刚才那个座谈."""

from __future__ import annotations

from collections.abc import Callable

from plan_store.patterns import pattern
from plan_store.plan import Entry
from plan_store.questions.numbers import Ordinal
from plan_store.questions.query import Asked, Conditions, Query
from plan_store.questions.readings import Reading
from plan_store.questions.thread import Thread
from plan_store.value import replace

Finder = Callable[[Query], tuple[Entry, ...]]
"""The entries that a query finds."""

Keys = tuple[tuple[int, int], ...]
"""(year, number) of entries."""


def by_place(reading: Reading, query: Query, thread: Thread, find: Finder) -> Query:
    """The entries that are counted out: of the list last shown, else of the plan."""
    shown = find(_whole(thread.query)) if thread.query is not None else ()
    own = bool(reading.parts) and not reading.named.empty
    own = own and not asks_which_kind(reading) and _GUESSED_WHOSE.fullmatch(reading.text) is None
    fragment = thread.query is not None and not reading.subject_words
    if fragment and reading.named == Conditions(topics=reading.named.topics):
        own = False  # 第二个解决什么问题的
    if own and not reading.named.numbers and not fragment:
        shown = find(query)
    if not shown and any(ordinal.list_only or ordinal.place < 0 for ordinal in reading.ordinals):
        shown = find(replace(query, parts=(), everything=True))
    if _was_named(thread) and len(shown) == 1 and not own and len(named := _one_by_one(thread, find)) > 1:
        shown = named
    pinned: list[tuple[int, int]] = []
    for ordinal in reading.ordinals:
        if ordinal.other and (left := _other_of_two(thread, shown, find)):
            pinned += left
            continue
        if ordinal.step:
            pinned += _step(thread, shown, ordinal.step)
            continue
        at = ordinal.place - 1 if ordinal.place > 0 else len(shown) + ordinal.place
        if shown and not ordinal.number_only and 0 <= at < len(shown):
            pinned.append(_key(shown[at]))
        elif again := _named_again(ordinal, shown):
            pinned.append(again)
        elif (
            _counts_in_the_plan(ordinal, shown, reading)
            or _by_number(thread, ordinal)
            or (own and not ordinal.list_only and at >= len(shown))
        ):
            places = tuple(ordinal.place for ordinal in reading.ordinals)
            return replace(query, parts=(replace(reading.named, numbers=places),))
        elif not ordinal.list_only:
            return replace(query, parts=(replace(reading.named, numbers=(ordinal.place,)),), pinned=())
    base = thread.query.parts if thread.query and not own else query.parts
    whole = thread.query.everything if thread.query and not own else False
    excluded = thread.query.excluded if thread.query and not own else query.excluded
    asked = thread.query.asked if thread.query and reading.marker and not query.asked else query.asked
    return replace(
        query,
        parts=base,
        excluded=excluded,
        asked=asked,  # 第二个几号 and 那第一个呢
        pinned=tuple(pinned),
        everything=whole,
        follow_up=bool(thread.query),
    )


_GUESSED_WHOSE = pattern(
    "(?:那|不)*(?:第[^,，。]{1,3}[个项场]|最后一[个项场]|[前后上下]面?(?:那|一)[个项场])(?:也|就|应该|好像)?(?:是|归)[^,，。?？]{2,14}?(?:[办搞管]的?|的)"
    "(?:吧|吗|么|对吧|对吗|是吧|是吗|对不对|是不是|没错吧|不)[呀啊]?[?？]?"
)
"""第二个是民政局的吧: guesses whose it is, and names none."""
_WHICH_KIND = pattern("哪一?个(?:街道|部门|局|乡镇|镇|乡|单位)")


def asks_which_kind(reading: Reading) -> bool:
    """第一个是哪个街道 asks whose it is, and not for the first of the streets."""
    named = reading.named
    return (
        named == Conditions(units=named.units)
        and all(unit.is_class for unit in named.units)
        and _WHICH_KIND.search(reading.text) is not None
    )


_WHETHER_THEIRS = pattern(
    "(?:那|这|它|这个|那个)?(?:也|都|就)?(?:是不是|是否|是|归)?(?!什么|哪|几|谁)[^,，。?？]{2,14}?来?"
    "(?:办|搞|组织|牵头|负责|主办|承办|举办|弄|管)的?(?:吗|么|嘛|吧|不|不是|是吧|对吧|是不是|对不对)[?？]?"
    "|(?:那|这|它|这个|那个)?(?:也|都|就)?(?:是不是|是否)(?!什么|哪|几|谁)[^,，。?？]{2,14}?来?"
    "(?:办|搞|组织|牵头|负责|主办|承办|举办|弄|管)的?[?？]?"
)


def asks_whether_theirs(reading: Reading) -> bool:
    """是不是教育局办的 of one entry asks whose it is, and not for all of that bureau."""
    named = reading.named
    only_units = bool(named.units) and named == Conditions(units=named.units)
    return only_units and len(reading.parts) == 1 and _WHETHER_THEIRS.fullmatch(reading.text) is not None


def _was_named(thread: Thread) -> bool:
    """Whether what was spoken of last was named by itself, and is no list that has just one entry."""
    return thread.query is not None and any(part.names_one for part in thread.query.parts)


def _step(thread: Thread, shown: tuple[Entry, ...], step: int) -> Keys:
    """下一个: the entry after the one that was spoken of last."""
    keys = [_key(entry) for entry in shown]
    spoken = thread.query.pinned if thread.query else None
    at = keys.index(spoken[0]) + step if spoken and spoken[0] in keys else min(step, 0) + max(step - 1, 0)
    return (keys[at],) if 0 <= at < len(keys) else ()


def _whole(query: Query) -> Query:
    """The list that `query` was about, before one entry of it was picked out."""
    return (
        replace(query, pinned=None)
        if query.pinned is not None and (query.parts or query.everything)
        else query
    )


def _key(entry: Entry) -> tuple[int, int]:
    return entry.year, entry.number


def _counts_in_the_plan(ordinal: Ordinal, shown: tuple[Entry, ...], reading: Reading) -> bool:
    unlisted = not shown or ordinal.number_only or (reading.subject_words and not ordinal.list_only)
    return ordinal.place > 0 and not ordinal.other and unlisted


def _named_again(ordinal: Ordinal, shown: tuple[Entry, ...]) -> tuple[int, int] | None:
    """第17项 of a list that has no seventeenth place, but the entry 17."""
    if ordinal.other or ordinal.place < 1:
        return None
    return next((_key(entry) for entry in shown if entry.number == ordinal.place), None)


def _by_number(thread: Thread, ordinal: Ordinal) -> bool:
    """第18项 after 第17项: who names entries by their numbers goes on so."""
    last = thread.query
    return last is not None and ordinal.place > 0 and any(part.numbers for part in last.parts)


def _other_of_two(thread: Thread, shown: tuple[Entry, ...], find: Finder) -> Keys:
    """另一个: of two, the one that was not spoken of last."""
    last = thread.query
    if last and last.pinned and len(shown) == 2:
        return tuple(_key(entry) for entry in shown if _key(entry) not in last.pinned)
    for earlier in thread.earlier if len(shown) == 1 else ():
        before = find(_whole(earlier))
        if shown[0] not in before:
            break
        if len(before) == 2:
            return tuple(_key(entry) for entry in before if entry != shown[0])
    return ()


# --- several that were spoken of one after the other ---------------------------------------------------

_COUNTED = pattern(
    "([两俩三四五二])(?:个|者)?(?:都|是|的|分别|在|单位|街道|局|项|场|活动)|([两三四五二])[个项场者]"
)
_THEY = pattern(
    "它们|(?<!联系)(?<![找问打])他们|这些|这几个|那几个|分别|各自|哪一?个(?:的)?(?:时间)?(?:更|先|早|晚|长|久|近|最先)"
)
_ONE_OFFICE = pattern("他们(?!.{0,4}(?:分别|各|都|全|两|几|谁|哪))")
"""他们用什么形式 asks of the office that was named last."""
_NUMBERS = {"两": 2, "二": 2, "俩": 2, "三": 3, "四": 4, "五": 5}


def spoken_of_together(reading: Reading, query: Query, thread: Thread, find: Finder) -> Query | None:
    """两个都在几月, 它们分别是什么形式: what was answered with one entry each is taken together."""
    only_when = reading.named.times and Asked.WHETHER in reading.asked
    first_or_last = _is_first_or_last(reading.named)
    these_units = _are_these_units(reading)
    if (reading.parts and not (only_when or first_or_last or these_units)) or not reading.excluded.empty:
        return None
    counted = _COUNTED.search(reading.text)
    if counted is None and not _THEY.search(reading.text):
        return None
    found = _one_by_one(thread, find)
    if _ONE_OFFICE.search(reading.text) and counted is None:
        found = found[-1:]
    if these_units and any(entry.unit not in reading.named.units[0].units for entry in found):
        return None
    if counted is not None:
        number = _NUMBERS[counted[1] or counted[2]]
        found = found[-number:] if len(found) >= number else ()
    if len(found) < 2:
        return None
    if first_or_last:
        found = _first_or_last(reading.named, found)
    keys = tuple(sorted(_key(entry) for entry in found))
    return replace(query, parts=(), pinned=keys, everything=False, follow_up=True)


_THESE = pattern("[这那](?:[几两三四五]|[2-5])个?(?:街道|部门|单位|局|乡镇|镇)")


def _are_these_units(reading: Reading) -> bool:
    """Whether 这几个街道 is all that is named."""
    named = reading.named
    only = len(named.units) == 1 and named == Conditions(units=named.units)
    return only and _THESE.search(reading.text) is not None


def _one_by_one(thread: Thread, find: Finder) -> tuple[Entry, ...]:
    """The entries of the latest answers that had one each, in the order in which they came."""
    found: list[Entry] = []
    for query in (thread.query, *thread.earlier):
        entries = find(query) if query is not None else ()
        if query is None or len(entries) != 1 or (query.pinned and query.parts):
            break
        if entries[0] not in found:
            found.insert(0, entries[0])
    return tuple(found)


def first_or_last_of(reading: Reading, query: Query, last: Query, find: Finder) -> Query | None:
    """哪个最早 after several were spoken of together: of those, not of the plan."""
    if not last.pinned or len(last.pinned) < 2 or not _is_first_or_last(reading.named):
        return None
    shown = find(last)
    if not shown:
        return None
    found = _first_or_last(reading.named, shown)
    return replace(query, parts=(), pinned=tuple(map(_key, found)), everything=False, follow_up=True)


_WHICH_OF_THEM = pattern("哪一?[个家项场]|其中|里面|有没有|有的吗|有吗")


def among_several(reading: Reading, query: Query, last: Query, find: Finder) -> Query | None:
    """哪个有问卷 after several were spoken of together: of those, not of the plan."""
    named = reading.named
    if not last.pinned or len(last.pinned) < 2 or len(reading.parts) != 1 or reading.subject_words:
        return None
    if named.units or named.numbers or _WHICH_OF_THEM.search(reading.text) is None:
        return None
    meant = frozenset(map(_key, find(query)))
    found = tuple(key for key in last.pinned if key in meant)
    return replace(query, pinned=found, parts=(), everything=False, follow_up=True) if found else None


def _is_first_or_last(named: Conditions) -> bool:
    """Whether 最早, 最晚 or one of their like is all that is named."""
    only = Conditions(
        earliest=named.earliest,
        latest=named.latest,
        last_to_begin=named.last_to_begin,
        first_to_end=named.first_to_end,
    )
    ends = (named.earliest, named.latest, named.last_to_begin, named.first_to_end)
    return sum(ends) == 1 and named == only


def _first_or_last(named: Conditions, shown: tuple[Entry, ...]) -> tuple[Entry, ...]:
    by_first = named.earliest or named.last_to_begin
    months = [entry.first_month if by_first else entry.last_month for entry in shown]
    wanted = min(months) if named.earliest or named.first_to_end else max(months)
    return tuple(entry for entry, month in zip(shown, months, strict=True) if month == wanted)


# --- 刚才那个座谈 ---------------------------------------------------------------------------------------

_POINTS = pattern(
    "(?:刚才|刚刚|刚|上面|前面|之前)(?:说|问|提到|讲|看)?过?的?(?:那|这)?(?:个|场|项|次)?|那[个场项次]|这[个场项次]"
)


_THAT_OF = pattern("(?:那|那么)?[^,，。?？的]{2,10}(?:的)?(?:那|这)[个场项次]")
"""教育局那场是几月, of the list that was shown."""


def _is_one_unit(named: Conditions) -> bool:
    return len(named.units) == 1 and not named.units[0].is_class


def pointed_at(reading: Reading, query: Query, last: Query, find: Finder) -> Query | None:
    """那个培训有电话吗: of the entries last shown those that are so; None where none of them is."""
    named = reading.named
    said = named.forms or named.topics or (_is_one_unit(named) and _THAT_OF.match(reading.text))
    if not said or named.times or len(reading.parts) > 1 or not _POINTS.search(reading.text):
        return None
    if named.units and (named.forms or named.topics):
        return None
    pointed = Conditions(forms=named.forms, topics=named.topics, units=named.units)
    meant = find(replace(query, parts=(pointed,)))
    words = [form.said.removesuffix("会") for form in named.forms]
    shown = find(last)
    found = tuple(
        _key(entry) for entry in shown if entry in meant or any(word in entry.theme for word in words)
    )
    if not found or found == tuple(map(_key, meant)):
        return None
    return replace(query, parts=last.parts, pinned=found, everything=last.everything, follow_up=True)
