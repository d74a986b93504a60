"""What does a question mean in its conversation: nothing to search for, a follow-up, a question by itself?"""

from __future__ import annotations

import re

from plan_store.patterns import pattern
from plan_store.questions.asking_back import name_choices, number_choices, own_unit_choices
from plan_store.questions.clauses import in_question
from plan_store.questions.follow_up import Counter, on_top
from plan_store.questions.places import Finder, by_place
from plan_store.questions.query import Asked, Chat, Choice, Query, Talk, Trouble
from plan_store.questions.readings import Reading
from plan_store.questions.statistic_follow_up import names_the_found, statistic_in
from plan_store.questions.thread import Thread
from plan_store.questions.vocabulary import Vocabulary
from plan_store.questions.words import Sense
from plan_store.value import replace, value


def resolve(
    reading: Reading, thread: Thread, plan_year: int, vocabulary: Vocabulary, find: Finder, count: Counter
) -> Query:
    """The query that `reading` stands for in `thread`."""
    spoken = _SEARCH if _asks_when_it_opens(reading, thread) else _no_search(reading, vocabulary)
    query = Query(
        text=reading.text,
        talk=spoken.talk,
        parts=reading.parts,
        excluded=reading.excluded,
        year=reading.year if reading.year is not None else plan_year,
        year_named=reading.year is not None,
        asked=reading.asked,
        statistic=reading.statistic,
        chat=spoken.chat,
        trouble=spoken.trouble,
        trouble_said=reading.trouble_said if spoken.trouble is not None else "",
        choices=spoken.choices,
        corrections=reading.corrections,
        ignored=reading.ignored,
        everything=reading.everything,
    )
    if spoken is not _SEARCH:
        return query
    if reading.ordinals and not _is_named_besides(reading):
        if thread.query is None and not reading.parts and all(one.step for one in reading.ordinals):
            return replace(query, talk=Talk.UNKNOWN, trouble=Trouble.NOTHING_SHOWN)
        return by_place(reading, query, thread, find)
    if reading.statistic is not None:
        if not names_the_found(reading, thread):
            return statistic_in(reading, query, thread)
        query = replace(query, statistic=None)
    if thread.query is not None and (followed := on_top(reading, query, thread, find, count)) is not None:
        return followed
    return _afresh(reading, query, vocabulary)


def _is_named_besides(reading: Reading) -> bool:
    """前面那个通泰街的, 另外一个呢，湿地那个: meant by what it is, not by its place."""
    named = reading.named
    if named.numbers and all(ordinal.step for ordinal in reading.ordinals):
        return True  # 下一个，13号活动呢
    if not named.names_one or named.numbers:
        return False
    others = all(ordinal.other for ordinal in reading.ordinals)
    return (others and bool(named.topics or named.units)) or _WHICHEVER.search(reading.text) is not None


_WHICHEVER = pattern("(?:前面|上面|后面|下面)那[个项场](?=[^的,，。]{2,10}的)")


@value
class _Spoken:
    """A turn for which no plan is searched."""

    talk: Talk = Talk.FIND
    chat: Chat | None = None
    trouble: Trouble | None = None
    choices: tuple[Choice, ...] = ()


_NOTHING_THERE = (Trouble.NO_SUCH_MONTH, Trouble.ELSEWHERE)
_SEARCH = _Spoken()
"""Any other turn."""


def _asks_when_it_opens(reading: Reading, thread: Thread) -> bool:
    """几点开门 after an entry was spoken of: of the entry, and not when an office is open."""
    return (
        reading.trouble is Trouble.SERVICE
        and Asked.TIME in reading.asked
        and not reading.parts
        and thread.query is not None
        and reading.trouble_said.startswith("几点")
    )


def _asks_whose(reading: Reading) -> bool:
    """我们街道; but not 我局接待考察团，其间有哪些活动, where a bureau only tells of itself."""
    return any(
        not mark.text.endswith("局") or mark in in_question(reading.asking, reading.marks)
        for mark in reading.marks.of(Sense.WHICH_ONE)
    )


def _no_search(reading: Reading, vocabulary: Vocabulary) -> _Spoken:
    """Small talk, what cannot be met, and what the bot has to ask back."""
    if reading.chat is not None:
        return _Spoken(Talk.CHAT, reading.chat)
    if reading.trouble in _NOTHING_THERE:
        return _Spoken(trouble=reading.trouble)
    if reading.slip is not None:
        return _Spoken(Talk.CLARIFY, choices=name_choices(reading))
    if reading.trouble is Trouble.SERVICE:
        return _Spoken(Talk.UNKNOWN, trouble=reading.trouble)
    if _asks_whose(reading) and all(unit.is_class for unit in reading.named.units):
        return _Spoken(Talk.CLARIFY, choices=own_unit_choices(reading, vocabulary))
    if reading.trouble is not None:
        return _Spoken(Talk.UNKNOWN, trouble=reading.trouble)
    return _SEARCH


def _says_that_street(reading: Reading) -> bool:
    if Sense.IT not in reading.senses or any(part.units for part in reading.parts):
        return False
    return any(mark.text in ("那个街道", "这个街道") for mark in reading.marks.of(Sense.IT))


def _afresh(reading: Reading, query: Query, vocabulary: Vocabulary) -> Query:
    """A question that stands by itself, or that says nothing about the plan."""
    leans = Sense.IT in reading.senses or reading.back_in_time
    if reading.parts or not reading.excluded.empty:
        if _says_that_street(reading):
            # 下个月那个街道的活动, with no street to point at: 那个 is what people say while they think
            parts = tuple(replace(part, units=(vocabulary.streets,)) for part in reading.parts)
            return replace(query, parts=parts)
        return query
    if numbered := number_choices(reading):
        return replace(query, talk=Talk.CLARIFY, choices=numbered)
    if reading.everything or (reading.subject_words and not leans):
        return replace(query, everything=True)
    counts_all = Asked.COUNT in reading.asked and re.search("一共|总共|共|合计|总数", reading.text)
    if counts_all and not reading.unknown:
        return replace(query, everything=True)
    if leans or Sense.MORE in reading.senses:
        return replace(query, talk=Talk.UNKNOWN, trouble=Trouble.NOTHING_SHOWN)
    for_whom = {Asked.AUDIENCE, Asked.WHAT} <= set(reading.asked)
    if for_whom and not reading.unknown:
        return replace(query, everything=True)
    trouble = Trouble.OFF_TOPIC if reading.unknown or not reading.asked else Trouble.NOTHING_SHOWN
    return replace(query, talk=Talk.UNKNOWN, trouble=trouble)
