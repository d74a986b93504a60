"""What do the pieces of one question come to: its parts, what is asked of them, and how it is said?"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import chain, islice

from plan_store.patterns import pattern
from plan_store.questions.absent import ANYBODY
from plan_store.questions.clauses import clauses_that_ask, in_question
from plan_store.questions.comparing import alternatives, counts_each
from plan_store.questions.extras import extras
from plan_store.questions.items import Item
from plan_store.questions.marks import Mark, Marks
from plan_store.questions.numbers import SHIFT, entry_numbers, numeral, ordinals
from plan_store.questions.parts import arrange
from plan_store.questions.query import (
    NOTHING_NAMED,
    Asked,
    Conditions,
    FormCondition,
    Relation,
    TimeCondition,
    UnitCondition,
)
from plan_store.questions.readings import Reading
from plan_store.questions.slips import NameSlip
from plan_store.questions.sounds import sounds_within
from plan_store.questions.stages import asks_how_far_along
from plan_store.questions.story import without_story
from plan_store.questions.text import normalise, said_twice, touches
from plan_store.questions.times import TimePhrase, Times, YearBasis
from plan_store.questions.tokens import STRANGE, Token, Weight
from plan_store.questions.topics import Topics, find_topics
from plan_store.questions.vocabulary import Vocabulary
from plan_store.questions.words import RANKING, Sense
from plan_store.value import replace

_ASKED = {
    Sense.WHEN: Asked.WHEN,
    Sense.TIME: Asked.TIME,
    Sense.WHO: Asked.WHO,
    Sense.HOW: Asked.HOW,
    Sense.WHAT: Asked.WHAT,
    Sense.COUNT: Asked.COUNT,
    Sense.WHETHER: Asked.WHETHER,
    Sense.PLACE: Asked.PLACE,
    Sense.NEAR: Asked.PLACE,
    Sense.CONTACT: Asked.CONTACT,
    Sense.SIGNUP: Asked.SIGNUP,
    Sense.AUDIENCE: Asked.AUDIENCE,
    Sense.UNTOLD: Asked.UNTOLD,
}
_FOR_THEM = pattern("们?(?:专场|办|搞|参加|参与|去|玩)?的?活动|们?有(?:什么|啥子?|哪些|么子|没有)活动")
"""老年人的活动: whom it is for, no plan tells."""
_POINTED_AT = pattern("(?<![区县市下里们咱])[这那][两三几]个$")
"""这两个街道: those that were shown, and no class."""
_HOUR = pattern(
    "(?:早上|上午|中午|下午|傍晚|晚上|晚间|夜里)(?:的(?:活动)?)?(?:有|办|搞|也|能|可以|场|$|[?？])"
)
"""晚上有吗: no plan tells the hour."""
_TIME_AND_PLACE = pattern(
    "(?:时间|日期)[、和及与,，](?:活动)?(?:地点|地址|场地)|(?:地点|地址|场地)[、和及与,，](?:活动)?(?:时间|日期)"
)
"""请提供时间、地点: by the month alone nobody can come."""
_THAT_TIME = pattern("[这那](?:段|个|些|几)?(?:时间|期间|时候|日子|天|阵子?|会儿?)里?")
"""我四月到五月在长沙，这段时间有活动吗: what has just been named."""
_THOSE_MONTHS = pattern("[这那]([两二三四五六])个月份?里?")
"""我七月和十月休假，这两个月都有什么: those that were named."""
_LEANS = pattern(
    "(?:(?:这么|那么|真|太|挺)[^,，]{1,6}[,，])?那(?!个|些|么多)|换(?!个?问题|个?话题)|其中|改|还有|还是"
)
_LEANS_AT_END = pattern(
    "呢[?？!。~ ]*$|就(?:没|不).{0,2}了|(?:同类|同样|类似|相同)的?(?:主题|题材|内容|活动)?的?[?？吗]*$"
    "|又(?:会|该)?(?:有|是|搞|办|如何|怎样|怎么样)(?!空)[^,，。!！]{0,8}$|条件不变$"
)
_FROM_TO = pattern("(?:严格|恰好?|刚好|正好)(?:为|是|在)$|恰好?$|起止(?:时间|月份|月)?(?:为|是|在|:)?$")
_MANY = 500
"""So many places of a list are counted out at most."""
_TROUPES = ("队", "团", "社")
"""合唱队 is who comes, and no kind of event."""
_LATER = "下晚往后"
_ASKS_WHO = pattern("哪(?:个|家|一个)|什么|啥")
_WHICH_ACTIVITIES = pattern("(?:什么|啥|么子|哪些)活动")
_CLASSES = (Sense.STREETS, Sense.TOWNS, Sense.DEPARTMENTS)
_NAMING = frozenset({Sense.EVENT, *_CLASSES})
"""What a mark without unit or form means that names a part all the same."""
_BUREAU = pattern(
    "活动|一级|承办|承担|实施|开展|执行|经办|举办|负责|牵头|主办|组织|[这那本今下上]个?月|今年|现在|最近|都|在|的"
    "|和|跟|与|有|搞|办|呢|哪|多|[以之]外|$|[,， ?？]|里"
)
_BEFORE_TOWNS = (*"月年度份季半上下中成开把加留列查里涉除了和跟与及或的看要由是为于属换只光个,， 、:", "")
"""镇的呢, 街道和镇哪个多: no end of a town's name."""


def assemble(
    text: str,
    marks: Marks,
    times: Times,
    numbers: Sequence[re.Match[str]],
    slips: Sequence[NameSlip],
    tokens: Sequence[Token],
    now: dt.date,
    vocabulary: Vocabulary,
) -> Reading:
    """The reading of `text`, not yet judged."""
    shift = SHIFT.search(text)
    phrases = _of_the_question(text, times)
    if shift:
        phrases = [p for p in phrases if not shift.start() <= p.start < shift.end()]
    asking = clauses_that_ask(text, marks)
    topics = find_topics(
        text, marks, tokens, vocabulary, asking, timed=any(not _is_whole_year(p) for p in phrases)
    )
    items, ambiguous = _items(text, marks, phrases, numbers, slips, topics, vocabulary)
    if numbers:  # 请出示编号三十六的活动: the number says which, whatever else is said
        items = [item for item in items if not (item.topic and item.topic.absent)]
    items = without_story(text, items, phrases, marks, tokens, asking, now)
    if ambiguous and all(item.start != ambiguous.start for item in items):
        ambiguous = None
    tokens = in_question(asking, tokens)
    parts, excluded = arrange(text, items, marks)
    extra = extras(text, times)
    if extra.all_forms and len(parts) > 1:
        parts = _with_all_forms(parts)
    if not extra.empty:
        parts = tuple(part.with_extras(extra) for part in parts or (NOTHING_NAMED,))
    everything = Sense.EVERYTHING in marks.senses
    strange = [token for token in tokens if token.weight in STRANGE]
    unknown = tuple([t.text for t in strange if t.weight is Weight.UNKNOWN and not _is_idle(t.text)])
    asked = dict.fromkeys([asked for mark in marks for asked in _asks(mark.meaning.senses)])
    if "活动" in text and any(_FOR_THEM.match(text, t.end) and ANYBODY.search(t.text) for t in tokens):
        asked[Asked.AUDIENCE] = None
    if _HOUR.search(text) or ("地" in text and _TIME_AND_PLACE.search(text)):
        asked[Asked.TIME] = None
    if any(_ASKS_WHO.match(mark.text) for mark in marks.of(Sense.DEPARTMENTS)):
        asked[Asked.WHO] = None
    if asks_how_far_along(text, phrases):
        asked[Asked.STAGE] = None
    if counts_each(text, counts=Asked.COUNT in asked) and alternatives(parts):
        asked[Asked.EACH] = None
    return Reading(
        text=text,
        parts=parts,
        excluded=excluded,
        asked=tuple(asked),
        senses=marks.senses,
        ordinals=tuple(islice(chain.from_iterable(map(ordinals, numbers)), _MANY)) if numbers else (),
        shifted=(1 if shift["way"] in _LATER else -1) if shift else 0,
        slip=ambiguous,
        year=_year(phrases, items),
        back_in_time=any(p.back for p in phrases),
        times_basis=frozenset([p.basis for p in times.phrases]),
        everything=everything,
        subject_words=everything
        or _speaks_of_activities(text, marks, tokens, vocabulary)
        or vocabulary.title_here.search(text) is not None,
        unknown=unknown,
        ignored=tuple([token.text for token in strange]),
        slips=tuple(slips),
        corrections=tuple([(slip.said, slip.units[0]) for slip in slips if len(slip.units) == 1]),
        marker=bool(_LEANS.match(text) or _LEANS_AT_END.search(text)),
        marks=marks,
        asking=asking,
        tokens=tuple(tokens),
        times=times,
    )


def _with_all_forms(parts: tuple[Conditions, ...]) -> tuple[Conditions, ...]:
    """既安排参观、同时又配有展览的: one conjunction, and no two that differ in their forms alone."""
    if len({replace(part, forms=()) for part in parts}) > 1:
        return parts
    return (replace(parts[0], forms=tuple(form for part in parts for form in part.forms)),)


def _is_idle(word: str) -> bool:
    """散散心; two characters alike may as well be nonsense (叭叭)."""
    return len(word) > len("叭叭") and said_twice(word)


def _items(
    text: str,
    marks: Marks,
    phrases: Sequence[TimePhrase],
    numbers: Sequence[re.Match[str]],
    slips: Sequence[NameSlip],
    topics: Topics,
    vocabulary: Vocabulary,
) -> tuple[list[Item], NameSlip | None]:
    """All named parts in order, and the unit's name that fits several units."""
    items = [_timed(text, phrase) for phrase in phrases if not phrase.back]
    items += [Item(start, end, topic=topic) for start, end, topic in topics.conditions]
    items += [item for match in numbers for item in _numbered(text, match)]
    ambiguous: NameSlip | None = None
    ranked = not marks.senses.isdisjoint(RANKING)
    for mark in marks:
        units, forms = mark.meaning.units, mark.meaning.forms
        if units is None and not forms and mark.meaning.senses.isdisjoint(_NAMING):
            continue
        if topics.taken and touches((mark.start, mark.end), topics.taken):
            continue
        if units is not None:
            if len(units) > 1 and not _exact(mark.text, units):
                units = _of_that_name(text, mark.start, units)
            if len(units) > 1 and ambiguous is None and not _exact(mark.text, units):
                ambiguous = NameSlip(mark.start, mark.end, mark.text, units)
            items.append(Item(mark.start, mark.end, unit=_unit(mark.text, units)))
        elif (forms or mark.means(Sense.EVENT)) and text[mark.end : mark.end + 1] not in _TROUPES:
            # A kind of event that the plan has in no form: nothing is held so.
            items.append(Item(mark.start, mark.end, form=FormCondition(mark.text, forms)))
        elif mark.means(*_CLASSES) and (group := _class_of(mark, text, vocabulary, ranked)) is not None:
            if _POINTED_AT.search(text, 0, mark.start) and not any(item.unit for item in items):
                continue
            items.append(Item(mark.start, mark.end, unit=group))
    for slip in slips:
        if len(slip.units) > 1:
            ambiguous = ambiguous or slip
        items.append(Item(slip.start, slip.end, unit=_unit(slip.said, slip.units)))
    items.sort(key=lambda item: item.start)
    if ambiguous and any(
        i.unit and len(i.unit.units) == 1 and i.unit.units <= set(ambiguous.units) for i in items
    ):
        return [item for item in items if item.start != ambiguous.start], None
    return items, ambiguous


_LEAST_OF_A_NAME = 2


def _of_that_name(text: str, end: int, units: tuple[str, ...]) -> tuple[str, ...]:
    """临港管委会, where two have a 管委会: the one whose name has what is said before it."""
    for length in (4, 3, _LEAST_OF_A_NAME):
        said = text[max(0, end - length) : end]
        if len(said) < length:
            continue
        named = tuple(unit for unit in units if said in normalise(unit))
        if not named and length > _LEAST_OF_A_NAME:
            named = tuple(unit for unit in units if sounds_within(said, normalise(unit)))
        if len(named) == 1:
            return named
    return units


def _timed(text: str, phrase: TimePhrase) -> Item:
    relation, said = phrase.relation, phrase.said
    if relation is Relation.OVERLAPS and text[phrase.start - 1 : phrase.start] == "仅":
        relation, said = Relation.WITHIN, f"只在{said}"
    elif relation is Relation.OVERLAPS and _FROM_TO.search(text, 0, phrase.start):
        relation = Relation.EXACTLY
    return Item(
        phrase.start,
        phrase.end,
        time=TimeCondition(relation, phrase.months, said, phrase.day and said != "现在"),
    )


def _numbered(text: str, match: re.Match[str]) -> Iterator[Item]:
    for start, end, number in entry_numbers(text, match):
        yield Item(start, end, number=number)


def _unit(said: str, units: tuple[str, ...]) -> UnitCondition:
    return UnitCondition(units[0] if len(units) == 1 else said, frozenset(units))


def _exact(said: str, units: tuple[str, ...]) -> bool:
    return any(said == normalise(unit) for unit in units)


def _class_of(mark: Mark, text: str, vocabulary: Vocabulary, ranked: bool) -> UnitCondition | None:
    """街道, 乡镇 and 部门 as classes; 哪个部门 asks who and names none, unless for the most or the fewest."""
    if mark.means(Sense.STREETS, Sense.TOWNS):
        if len(mark.text) == 1 and not (
            text[mark.start - 1 : mark.start] in _BEFORE_TOWNS and _BUREAU.match(text, mark.end)
        ):
            return None
        if not mark.means(Sense.TOWNS):
            return vocabulary.streets
        return vocabulary.towns_and_streets if "街" in mark.text else vocabulary.towns_called(mark.text)
    if _ASKS_WHO.match(mark.text) and not ranked:
        return None
    if mark.text == "局" and not _BUREAU.match(text, mark.end):
        return None
    return vocabulary.departments


def _of_the_question(text: str, times: Times) -> list[TimePhrase]:
    """Without what only says a time again: 六月当月, 八月起往后."""
    if len(times.phrases) < 2:
        return list(times.phrases)
    kept: list[TimePhrase] = []
    said_before: dict[tuple[object, ...], TimePhrase] = {}
    for phrase in times.phrases:
        said = text[phrase.start : phrase.end]
        adjoins = bool(kept) and phrase.start == kept[-1].end and said
        if adjoins and (phrase.basis is YearBasis.RELATIVE or said in ("以后", "往后")):
            continue
        if kept and not kept[-1].back and (phrase.back or said == "当月" or _THAT_TIME.fullmatch(said)):
            # It stands where it is asked: 拟于七月组织观摩，请问当月有什么
            kept[-1] = replace(kept[-1], start=phrase.start, end=phrase.end)
            continue
        if (count := _THOSE_MONTHS.fullmatch(said)) and sum(map(_months, kept)) == numeral(count[1]):
            kept = [replace(one, start=phrase.start, end=phrase.end) for one in kept]
            continue
        # 想报道暑期的活动，请问七八两个月里…: the same days in other words.
        if (same := said_before.get(_days(phrase))) is not None and same.said != phrase.said:
            # By their days, for 当月 may have moved it since.
            kept = [one for one in kept if _days(one) != _days(phrase)]
        said_before[_days(phrase)] = phrase
        kept.append(phrase)
    return kept


def _is_whole_year(phrase: TimePhrase) -> bool:
    return phrase.relation is Relation.OVERLAPS and phrase.months.is_a_year


def _months(phrase: TimePhrase) -> int:
    if phrase.first is None or phrase.last is None:
        return 0
    return (phrase.last.year - phrase.first.year) * 12 + phrase.last.month - phrase.first.month + 1


def _days(phrase: TimePhrase) -> tuple[object, ...]:
    return phrase.first, phrase.last, phrase.relation, phrase.back


@lru_cache(maxsize=1024)
def _asks(senses: frozenset[Sense]) -> tuple[Asked, ...]:
    return tuple(_ASKED[sense] for sense in sorted(senses) if sense in _ASKED)


def _year(phrases: Sequence[TimePhrase], items: Sequence[Item]) -> int | None:
    """The year that the question names; that of a story around it counts for nothing."""
    named = [p for p in phrases if p.basis is YearBasis.NAMED and p.first]
    if not named:
        return None
    told = {item.start for item in items if item.time}
    return next((p.first.year for p in named if p.first and p.start in told), None)


def _speaks_of_activities(text: str, marks: Marks, tokens: Sequence[Token], vocabulary: Vocabulary) -> bool:
    """Whether 活动 stands there by itself, not as part of 活动策划公司."""
    if Sense.ACTIVITY not in marks.senses and "活动" not in text:
        return False
    passing = vocabulary.words.passing
    strange = {t.start for t in tokens if t.weight is Weight.UNKNOWN and t.text not in passing}
    return any(
        (mark.means(Sense.ACTIVITY) or _WHICH_ACTIVITIES.fullmatch(mark.text)) and mark.end not in strange
        for mark in marks
    )
