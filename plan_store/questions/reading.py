"""What does one question say by itself, whatever was said before?"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from plan_store.plan import Month
from plan_store.questions.clauses import in_question, without_story
from plan_store.questions.extras import extras
from plan_store.questions.judging import judged
from plan_store.questions.marks import Mark, find_marks
from plan_store.questions.numbers import NUMBER, SHIFT, Ordinal, entry_numbers, ordinals
from plan_store.questions.parts import Item, arrange
from plan_store.questions.query import (
    NOTHING_NAMED,
    Asked,
    Chat,
    Conditions,
    FormCondition,
    Months,
    Relation,
    Statistic,
    TimeCondition,
    Trouble,
    UnitCondition,
)
from plan_store.questions.slips import NameSlip, mend, unit_slips
from plan_store.questions.sounds import has_pinyin
from plan_store.questions.text import normalise, shortened
from plan_store.questions.times import NOTHING, TimePhrase, Times, YearBasis, read_times
from plan_store.questions.tokens import Token, Weight, cut
from plan_store.questions.topics import find_topics
from plan_store.questions.vocabulary import STREET, TOWNS, Vocabulary
from plan_store.questions.words import Sense

_ASKED = {
    Sense.WHEN: Asked.WHEN,
    Sense.TIME: Asked.TIME,
    Sense.WHO: Asked.WHO,
    Sense.HOW: Asked.HOW,
    Sense.WHAT: Asked.WHAT,
    Sense.COUNT: Asked.COUNT,
    Sense.WHETHER: Asked.WHETHER,
    Sense.PLACE: Asked.PLACE,
    Sense.CONTACT: Asked.CONTACT,
    Sense.SIGNUP: Asked.SIGNUP,
    Sense.AUDIENCE: Asked.AUDIENCE,
}


@dataclass(frozen=True, slots=True)
class Reading:
    """A question by itself."""

    text: str
    """Normalised and mended."""
    parts: tuple[Conditions, ...] = ()
    excluded: Conditions = NOTHING_NAMED
    asked: tuple[Asked, ...] = ()
    senses: frozenset[Sense] = frozenset()
    statistic: Statistic | None = None
    chat: Chat | None = None
    ordinals: tuple[Ordinal, ...] = ()
    slip: NameSlip | None = None
    """A unit's name that fits several units."""
    trouble: Trouble | None = None
    trouble_said: str = ""
    year: int | None = None
    back_in_time: bool = False
    """那个月/当时."""
    shifted: int = 0
    """再下个月: so many months on from those last spoken of."""
    times_basis: frozenset[YearBasis] = frozenset()
    everything: bool = False
    subject_words: bool = False
    """It speaks of 活动 or of the plan's shared words."""
    unknown: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    corrections: tuple[tuple[str, str], ...] = ()
    marker: bool = False
    """那 … 呢: a fragment that leans on what was said before."""
    marks: tuple[Mark, ...] = ()
    tokens: tuple[Token, ...] = ()
    times: Times = NOTHING

    @property
    def named(self) -> Conditions:
        return self.parts[0] if self.parts else NOTHING_NAMED


def read(text: str, now: dt.date, plan_year: int, vocabulary: Vocabulary) -> Reading:
    """The reading of `text`; never raises."""
    plain = normalise(shortened(text))
    spelled = plain
    for word, common in vocabulary.words.dialect.items():
        spelled = spelled.replace(word, common)
    if has_pinyin(spelled):
        spelled = vocabulary.sounds.in_characters(spelled)
    reading, loose = _read_once(spelled, now, plan_year, vocabulary)
    corrections: list[tuple[str, str]] = [(plain, spelled)] if spelled != plain else []
    if loose and len(spelled) <= 200:
        mended, changes = mend(spelled, loose, reading.marks, vocabulary)
        if changes:
            again, _ = _read_once(mended, now, plan_year, vocabulary)
            if again.trouble is None or reading.trouble is not None:
                reading, corrections = again, [*corrections, *changes]
    if corrections:
        reading = replace(reading, corrections=(*corrections, *reading.corrections))
    return reading


def _read_once(
    text: str, now: dt.date, plan_year: int, vocabulary: Vocabulary
) -> tuple[Reading, list[Token]]:
    marks = find_marks(text, vocabulary)
    named = [
        (m.start, m.end) for m in marks if m.theme or (m.meaning.units and len(m.text) > 2) or m.meaning.place
    ]
    times = read_times(text, now, plan_year, named)
    times = _without_theme_words(text, times, vocabulary)
    timed = [(p.start, p.end) for p in times.phrases if p.end > p.start]
    timed += [*((start, end) for start, end, _ in times.impossible), *times.duration_at, *times.extreme_at]
    timed += times.passed
    numbers = [
        m for m in NUMBER.finditer(text) if not _touches(m.span(), timed) and not _touches(m.span(), named)
    ]
    timed_only = [(p.start, p.end) for p in times.phrases] + list(times.extreme_at) + list(times.duration_at)
    marks = [mark for mark in marks if not _touches((mark.start, mark.end), timed_only)]
    marks = [mark for mark in marks if not any(_touches((mark.start, mark.end), [m.span()]) for m in numbers)]
    taken = [*timed, *((m.start, m.end) for m in marks), *(m.span() for m in numbers)]
    tokens = cut(text, taken, vocabulary)
    loose = list(tokens)
    slips = unit_slips(text, marks, tokens, vocabulary)
    covered = [(slip.start, slip.end) for slip in slips]
    marks = [mark for mark in marks if not _touches((mark.start, mark.end), covered)]
    tokens = [token for token in tokens if not _touches((token.start, token.end), covered)]
    loose = [t for t in loose if t in tokens]
    return _assemble(text, marks, times, numbers, slips, tokens, now, vocabulary), loose


def _touches(span: tuple[int, int], spans: Iterable[tuple[int, int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in spans)


def _without_theme_words(text: str, times: Times, vocabulary: Vocabulary) -> Times:
    """A holiday that goes on as in a theme (六五环境日, 八月桂花节) is a word of the theme."""
    index = vocabulary.index
    kept = tuple(
        p
        for p in times.phrases
        if not (
            (p.holiday or p.end - p.start <= 3)
            and "一" <= text[p.end : p.end + 1] <= "鿿"
            and len(text) >= p.end + 2
            and index.with_text(text[p.start : p.end + 2])
        )
    )
    return times if len(kept) == len(times.phrases) else replace(times, phrases=kept)


def _assemble(
    text: str,
    marks: Sequence[Mark],
    times: Times,
    numbers: Sequence[re.Match[str]],
    slips: Sequence[NameSlip],
    tokens: Sequence[Token],
    now: dt.date,
    vocabulary: Vocabulary,
) -> Reading:
    senses = frozenset(sense for mark in marks for sense in mark.meaning.senses)
    phrases = _of_the_question(text, times)
    shift = SHIFT.search(text)
    if shift:
        phrases = [p for p in phrases if not shift.start() <= p.start < shift.end()]
    topics = find_topics(text, marks, tokens, vocabulary, bool(phrases))
    items = [
        Item(p.start, p.end, time=_time(p, text[p.start - 1 : p.start] == "仅"))
        for p in phrases
        if not p.back
    ]
    items += [Item(at, end, topic=topic) for at, end, topic in topics.conditions]
    ambiguous: NameSlip | None = None
    for mark in marks:
        if _touches((mark.start, mark.end), topics.taken):
            continue
        units = mark.meaning.units
        if units is not None:
            if len(units) > 1 and ambiguous is None and not _exact(mark.text, units):
                ambiguous = NameSlip(mark.start, mark.end, mark.text, units)
            items.append(
                Item(mark.start, mark.end, unit=UnitCondition(_said_unit(mark.text, units), frozenset(units)))
            )
        elif mark.meaning.forms:
            items.append(Item(mark.start, mark.end, form=FormCondition(mark.text, mark.meaning.forms)))
        elif mark.means(Sense.EVENT):
            items.append(Item(mark.start, mark.end, form=FormCondition(mark.text, frozenset())))
        elif (group := _class_of(mark, text, vocabulary)) is not None:
            items.append(Item(mark.start, mark.end, unit=group))
    for slip in slips:
        if len(slip.units) > 1:
            ambiguous = ambiguous or slip
        items.append(
            Item(
                slip.start,
                slip.end,
                unit=UnitCondition(_said_unit(slip.said, slip.units), frozenset(slip.units)),
            )
        )
    items += [
        Item(start, end, number=number) for m in numbers for start, end, number in entry_numbers(text, m)
    ]
    items.sort(key=lambda item: item.start)
    if ambiguous and any(
        i.unit and len(i.unit.units) == 1 and i.unit.units <= set(ambiguous.units) for i in items
    ):
        items = [i for i in items if i.start != ambiguous.start]
        ambiguous = None
    items = without_story(text, items, phrases, marks, tokens, now)
    told = {item.start for item in items if item.time}
    tokens = in_question(text, marks, tokens)
    if ambiguous and all(item.start != ambiguous.start for item in items):
        ambiguous = None
    parts, excluded = arrange(text, items, marks)
    extra = extras(text, times)
    if not extra.empty:
        parts = tuple(part.with_extras(extra) for part in parts or (NOTHING_NAMED,))
    asked = tuple(
        dict.fromkeys(
            _ASKED[sense] for mark in marks for sense in sorted(mark.meaning.senses & _ASKED.keys())
        )
    )
    title = any(word in text for word in vocabulary.shared if len(word) >= 4)
    reading = Reading(
        text=text,
        parts=parts,
        excluded=excluded,
        asked=asked,
        senses=senses,
        ordinals=tuple(ordinal for m in numbers for ordinal in ordinals(m)),
        shifted=(1 if shift["way"] in "下晚往后" else -1) if shift else 0,
        slip=ambiguous,
        year=next(
            (p.first.year for p in phrases if p.basis is YearBasis.NAMED and p.first and p.start in told),
            None,
        ),
        back_in_time=any(p.back for p in times.phrases),
        times_basis=frozenset(p.basis for p in times.phrases),
        everything=Sense.EVERYTHING in senses,
        subject_words=_speaks_of_activities(marks, tokens) or title or Sense.EVERYTHING in senses,
        unknown=tuple(token.text for token in tokens if token.weight is Weight.UNKNOWN),
        ignored=tuple(token.text for token in tokens if token.weight in (Weight.UNKNOWN, Weight.EVERYDAY)),
        corrections=tuple((slip.said, next(iter(slip.units))) for slip in slips if len(slip.units) == 1),
        marker=bool(re.match("那(?!个|些|么多)|换|其中|改|还有|还是", text))
        or bool(re.search("呢[?？!。~ ]*$|就(?:没|冇|不).{0,2}了", text)),
        marks=tuple(marks),
        tokens=tuple(tokens),
        times=times,
    )
    return judged(reading, vocabulary)


def _of_the_question(text: str, times: Times) -> list[TimePhrase]:
    """Without what only says a time again: 六月当月, 八月起往后."""
    kept: list[TimePhrase] = []
    for phrase in times.phrases:
        said = text[phrase.start : phrase.end]
        adjoins = bool(kept) and phrase.start == kept[-1].end and said
        if adjoins and (phrase.basis is YearBasis.RELATIVE or said in ("以后", "往后")):
            continue
        if kept and said == "当月":
            continue
        # 想报道暑期的活动，请问七八两个月里…: the same days in other words.
        kept = [p for p in kept if p.said == phrase.said or _days(p) != _days(phrase)]
        kept.append(phrase)
    return kept


def _days(phrase: TimePhrase) -> tuple[object, ...]:
    return phrase.first, phrase.last, phrase.relation, phrase.back


def _time(phrase: TimePhrase, alone: bool = False) -> TimeCondition:
    first = Month.of(phrase.first) if phrase.first else None
    last = Month.of(phrase.last) if phrase.last else None
    if alone and phrase.relation is Relation.OVERLAPS:
        return TimeCondition(Relation.WITHIN, Months(first, last), f"只在{phrase.said}")
    return TimeCondition(phrase.relation, Months(first, last), phrase.said)


def _exact(said: str, units: tuple[str, ...]) -> bool:
    return any(said == normalise(unit) for unit in units)


def _said_unit(said: str, units: tuple[str, ...]) -> str:
    return units[0] if len(units) == 1 else said


def _speaks_of_activities(marks: Sequence[Mark], tokens: Sequence[Token]) -> bool:
    """Whether 活动 stands there by itself, not as part of 活动策划公司."""
    strange = {token.start for token in tokens if token.weight is Weight.UNKNOWN}
    return any(mark.means(Sense.ACTIVITY) and mark.end not in strange for mark in marks)


def _class_of(mark: Mark, text: str, vocabulary: Vocabulary) -> UnitCondition | None:
    """街道, 乡镇 and 部门 as classes; 哪个部门 asks who and names no class."""
    if mark.means(Sense.STREETS, Sense.TOWNS):
        if len(mark.text) == 1:
            return None
        kinds = (*((STREET,) if "街" in mark.text else ()), *(TOWNS if mark.means(Sense.TOWNS) else ()))
        said = mark.text.strip("各所有每个哪几些") if mark.means(Sense.TOWNS) else STREET
        return UnitCondition(said, frozenset(u for u in vocabulary.units if u.endswith(kinds)), is_class=True)
    if not mark.means(Sense.DEPARTMENTS) or re.match("哪(?:个|家|一个)|什么|啥", mark.text):
        return None
    if mark.text == "局" and not re.match("的|和|跟|与|有|搞|办|$|[,， ]|里", text[mark.end :]):
        return None
    return UnitCondition(
        "部门", frozenset(u for u in vocabulary.units if not u.endswith(STREET)), is_class=True
    )
