"""What does each phrase mean on this plan? Names of units and forms, and the words of questions."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, lru_cache, partial
from itertools import pairwise
from pathlib import Path

from plan_store.index import Index
from plan_store.patterns import pattern
from plan_store.plan import Plan
from plan_store.questions.cutting import Tokenizer, tokenizer
from plan_store.questions.naming import Meaning, cities_of, name_forms, name_units, without_city
from plan_store.questions.query import UnitCondition
from plan_store.questions.sounds import Sound, Sounds, readings, sound, spelling
from plan_store.questions.text import normalise
from plan_store.questions.words import ASKING, Organ, Sense, Words
from plan_store.unit_classes import STREET, TOWNS, is_street, is_town

_SEVERAL_WORDS = (4, 6)
"""Characters of a word that is made of words of two: 城市更新, of which 城 and 更 are the first ones."""
_LEAST_OF_A_BUREAU = 2
"""Characters of 分局, which is no name by itself."""
_HEARD = ASKING | frozenset(
    (
        Sense.EVERYTHING,
        Sense.EVENT,
        Sense.MOST,
        Sense.FEWEST,
        Sense.STREETS,
        Sense.DEPARTMENTS,
    )
)
"""What phrases mean that are put right where speech made others of them."""
_LONGEST_HEARD = 5
_LONG_NAME = 5
_RARE = 3
"""How often a word comes up that jieba has to know, among 60 million."""


@dataclass(frozen=True)
class Vocabulary:
    """The phrases of all plans and of all questions. Never changed once built."""

    words: Words
    index: Index
    phrases: dict[str, Meaning]
    lengths: dict[str, tuple[int, ...]]
    """Lengths of the phrases that begin with these two characters, longest first."""
    units: tuple[str, ...]
    cores: dict[str, str]
    """Bare name -> unit: 月湖 -> 月湖街道."""
    remits: dict[str, frozenset[str]]
    """Subject -> the units of the plan that look after it."""
    lacking: dict[str, str]
    """Subject -> the organ that looks after it, where the plan has nothing of that organ."""
    shared: frozenset[str]
    """Words of the plan's own title, which select nothing."""
    districts: tuple[str, ...]
    """Of the plans, with and without 区, and the cities above that titles or units name: 广州市, 广州."""
    tokenizer: Tokenizer = field(repr=False)

    @cached_property
    def words_of(self) -> Callable[[str], list[str]]:
        """A run of characters cut into words; the same short runs come up in question after question."""
        return lru_cache(maxsize=4096)(partial(self.tokenizer.lcut, HMM=False))

    @cached_property
    def beginnings(self) -> frozenset[str]:
        """The first two characters of each phrase and of each run in a theme, and phrases of one."""
        return frozenset((*self.lengths, *self.index.pairs))

    @cached_property
    def streets(self) -> UnitCondition:
        """街道 as a class."""
        return self._class(STREET, (STREET,))

    @cached_property
    def towns(self) -> UnitCondition:
        """乡镇 as a class."""
        return self._class("乡镇", TOWNS)

    @cached_property
    def _towns_of_a_kind(self) -> dict[str, UnitCondition]:
        return {kind: self._class(kind, (kind,)) for kind in TOWNS}

    def towns_called(self, said: str) -> UnitCondition:
        """镇 alone means no 乡, where the plan has any 镇; 乡镇 means all."""
        kinds = [kind for kind in TOWNS if kind in said]
        named = self._towns_of_a_kind[kinds[0]] if len(kinds) == 1 else self.towns
        return named if named.units else self.towns

    @cached_property
    def towns_and_streets(self) -> UnitCondition:
        return self._class("镇街", (STREET, *TOWNS))

    @cached_property
    def departments(self) -> UnitCondition:
        """部门 as a class: all units that are no 街道."""
        return UnitCondition("部门", frozenset(self.units) - self.streets.units, is_class=True)

    def _class(self, said: str, endings: tuple[str, ...]) -> UnitCondition:
        return UnitCondition(said, frozenset(u for u in self.units if is_town(u, endings)), is_class=True)

    @cached_property
    def title_here(self) -> re.Pattern[str]:
        """Matches the longer of the plan's shared words, which speak of its activities."""
        return re.compile("|".join(re.escape(word) for word in self.shared if len(word) >= 4))

    @cached_property
    def dialect_here(self) -> re.Pattern[str]:
        """Matches the longest word of a dialect."""
        words = sorted(self.words.dialect, key=len, reverse=True)
        return re.compile("|".join(map(re.escape, words)) or "(?!)")

    @cached_property
    def shared_here(self) -> re.Pattern[str]:
        """Matches, without width, where one of `shared` or `districts` begins; its group is the longest."""
        words = sorted((*self.shared, *self.districts), key=len, reverse=True)
        return re.compile(f"(?=({'|'.join(map(re.escape, words))}))")

    @cached_property
    def core_sounds(self) -> dict[str, Sound]:
        """How each bare name of a unit sounds."""
        return {name: sound(name) for name in self.cores}

    @cached_property
    def core_readings(self) -> dict[str, frozenset[Sound]]:
        """All ways in which each bare name of a unit may sound."""
        return {name: readings(name) for name in self.cores}

    @cached_property
    def spoken_cores(self) -> frozenset[Sound]:
        return frozenset().union(*self.core_readings.values())

    @cached_property
    def bureaus_by_sound(self) -> dict[Sound, dict[str, tuple[str, ...]]]:
        """The names of bureaus that sound so, without 局, and whose they are: also 卫健 of 区卫生健康局."""
        found: defaultdict[Sound, dict[str, tuple[str, ...]]] = defaultdict(dict)
        for name, meaning in self.phrases.items():
            if meaning.units and name.endswith("局") and len(name) > _LEAST_OF_A_BUREAU:
                found[sound(name[:-1])][name[:-1]] = meaning.units
        return dict(found)

    @cached_property
    def cores_but_one(self) -> frozenset[str]:
        """`cores` with any one of their characters left open."""
        return frozenset(name for core in self.cores for name in but_one(core))

    @cached_property
    def street_cores(self) -> dict[str, str]:
        """Those of `cores` that are streets."""
        return {name: unit for name, unit in self.cores.items() if is_street(unit)}

    @cached_property
    def other_cores(self) -> dict[str, str]:
        return {name: unit for name, unit in self.cores.items() if not is_street(unit)}

    @cached_property
    def initials(self) -> dict[str, str]:
        """Unit that is no street -> the first characters of the words of its name, without the city above."""
        return {
            unit: "".join(
                word[::2] if len(word) in _SEVERAL_WORDS else word[0]
                for word in self.words_of(without_city(name))
            )
            for name, unit in self.other_cores.items()
        }

    @cached_property
    def in_letters(self) -> Vocabulary:
        """Itself with the names that letters alone leave open; made when somebody first writes in pinyin."""
        open_names = dict(_names_by_letters(self.phrases))
        phrases = self.phrases | open_names
        return replace(self, phrases=phrases, lengths=_lengths(phrases)) if open_names else self

    @cached_property
    def sounds(self) -> Sounds:
        months = [f"{number}月{more}" for number in "一二三四五六七八九十" for more in ("", "份")]
        theme_words = {
            token
            for theme in self.index.themes
            for token in self.tokenizer.lcut(theme)
            if len(token) >= 2 and token not in self.words.function_words
        }
        phrases = [
            phrase
            for phrase in self.phrases
            if not phrase.isascii() and "".join(spelling(phrase)) not in self.phrases
        ]
        # yaojia is 姚家街道 before it is 药价
        phrases.sort(key=lambda phrase: not self.phrases[phrase].units)
        spelled = self.words.spelled
        several = (word for word in spelled.values() if len(word) > 1)
        single = {letters: word for letters, word in spelled.items() if len(word) == 1}
        return Sounds([*phrases, *months, *theme_words, *several], single)

    @cached_property
    def phrases_of_units(self) -> dict[str, tuple[str, ...]]:
        """All names of which each means units of the plan, and no subject."""
        return {
            phrase: meaning.units
            for phrase, meaning in self.phrases.items()
            if meaning.units and not meaning.bare
        }

    @cached_property
    def long_names(self) -> dict[tuple[int, str], list[str]]:
        """Those of `phrases_of_units` of more than five characters, by their length and their first one."""
        found: defaultdict[tuple[int, str], list[str]] = defaultdict(list)
        for name in self.phrases_of_units:
            if len(name) > _LONG_NAME:
                found[len(name), name[0]].append(name)
        return dict(found)

    @cached_property
    def names(self) -> Sounds:
        """Words by which slips are mended: units, forms, words of themes and of activities, months."""
        named = [
            phrase
            for phrase, meaning in self.phrases.items()
            if meaning.units is not None
            or meaning.forms
            or Sense.ACTIVITY in meaning.senses
            or phrase in (STREET, "部门", "什么", "什么时候", "几月", "哪些")
        ]
        months = [f"{number}月{more}" for number in "一二三四五六七八九十" for more in ("", "份")]
        pairs = {
            one + other
            for theme in self.index.themes
            for one, other in pairwise(self.tokenizer.lcut(theme))
            if len(one) == len(other) == 2
        }
        themes = {
            token
            for theme in self.index.themes
            for token in self.tokenizer.lcut_for_search(theme)
            if len(token) >= 2 and token not in self.words.function_words
        }
        remits = [phrase for phrase, meaning in self.phrases.items() if meaning.remit and len(phrase) >= 3]
        return Sounds([*named, *months, *themes, *pairs, *remits])

    @cached_property
    def asking(self) -> Sounds:
        """The words of questions, by which what speech made of them is put right."""
        asked = (
            phrase
            for phrase, meaning in self.phrases.items()
            if len(phrase) <= _LONGEST_HEARD
            and not meaning.senses.isdisjoint(_HEARD)
            and (len(phrase) > 2 or self.tokenizer.frequency(phrase))  # 又不 is no 有不
        )
        return Sounds([*self.words.heard, *asked])

    def prepare(self) -> None:
        """Find out now how all words sound, which is otherwise found out when a question first needs it."""
        self.sounds.prepare()
        self.names.prepare()
        _ = (
            self.core_sounds,
            self.spoken_cores,
            self.long_names,
            self.initials,
            self.bureaus_by_sound,
            self.beginnings,
        )
        self.asking.prepare()


def but_one(name: str) -> list[str]:
    """`name` with each of its characters left open in turn: 望绿园 and 望麓园 have one of them in common."""
    return [f"{name[:at]}\x00{name[at + 1 :]}" for at in range(len(name))]


def build_vocabulary(
    plans: Sequence[Plan],
    words: Words,
    index: Index,
    unit_names: Sequence[tuple[str, str]],
    cache: Path | None,
) -> Vocabulary:
    """The vocabulary of these plans; `cache` is where jieba keeps its dictionary in a form quick to load."""
    districts = tuple(dict.fromkeys(normalise(plan.district) for plan in plans if plan.district))
    units = tuple(dict.fromkeys(entry.unit for entry in index.entries))
    meanings = defaultdict(Meaning, _meanings(words, index))
    above = cities_of(map(normalise, (*units, *(plan.title for plan in plans)))) & words.places
    for said, means in words.same.items():
        if not index.with_text(said) and (texts := tuple(word for word in means if index.with_text(word))):
            meanings[said] = replace(meanings[said], texts=texts)
    elsewhere = Meaning(place=True)
    for place in words.places:
        local = place in above or any(place in one or one in place for one in districts)
        if not local and not index.with_text(place):
            known = meanings.get(place)
            meanings[place] = elsewhere if known is None else replace(known, place=True)
    cores = name_units(units, districts, words.organs, unit_names, meanings)
    name_forms({form for entry in index.entries for form in entry.forms}, words, meanings, index)
    for name, _ in unit_names:
        # What staff have taught is a name and nothing else, whatever the lists say of the words.
        meanings[normalise(name)] = Meaning(units=meanings[normalise(name)].units)
    cutting = tokenizer(cache)
    lacking = _lacking(words.organs, meanings, index)
    districts = (*districts, *(one[:-1] for one in districts if len(one) > 2), *sorted(above))
    for word in (*lacking, *districts):
        cutting.teach(word, _RARE)
    return Vocabulary(
        words=words,
        index=index,
        phrases=dict(meanings),
        lengths=_lengths(meanings),
        units=units,
        cores=cores,
        remits={word: meaning.remit for word, meaning in meanings.items() if meaning.remit},
        lacking=lacking,
        shared=_shared(plans, cutting, words),
        districts=districts,
        tokenizer=cutting,
    )


def _meanings(words: Words, index: Index) -> dict[str, Meaning]:
    """What phrases of questions mean; thousands of them mean the same and share one value."""
    senses: defaultdict[str, tuple[Sense, ...]] = defaultdict(tuple)
    for sense, phrases in words.phrases.items():
        about_else = sense in (Sense.OFF_TOPIC, Sense.LIMIT, Sense.SERVICE)
        for phrase in phrases:
            if not (about_else and index.with_text(phrase)):
                senses[phrase] += (sense,)
    meaning = {several: Meaning(frozenset(several)) for several in set(senses.values())}
    return {phrase: meaning[several] for phrase, several in senses.items()}


def _lengths(phrases: Iterable[str]) -> dict[str, tuple[int, ...]]:
    lengths: defaultdict[str, set[int]] = defaultdict(set)
    for phrase in phrases:
        lengths[phrase[:2]].add(len(phrase))
    return {head: tuple(sorted(found, reverse=True)) for head, found in lengths.items()}


def _names_by_letters(meanings: Mapping[str, Meaning]) -> Iterator[tuple[str, Meaning]]:
    """What is a name of several units in letters alone: shuiwuju is 税务局 and 水务局."""
    spelled: defaultdict[str, dict[tuple[str, ...], None]] = defaultdict(dict)
    for name, meaning in meanings.items():
        if meaning.units and not meaning.bare and not name.isascii():
            spelled["".join(spelling(name))][meaning.units] = None
    for letters, named in spelled.items():
        if len(named) > 1 and all(len(units) == 1 for units in named):
            yield letters, Meaning(units=tuple(unit for units in named for unit in units))


def _lacking(organs: Sequence[Organ], meanings: defaultdict[str, Meaning], index: Index) -> dict[str, str]:
    """The remits of organs of which the plan has nothing: 反诈 where there is no 公安局."""
    return {
        word: organ.names[0]
        for organ in organs
        for word in organ.remit
        if word not in meanings
        and not any(index.with_text(word[:length]) for length in range(2, len(word) + 1))
    }


_QUOTED = pattern('["“「《]([^"”」》]{2,16})["”」》]')


def _shared(plans: Sequence[Plan], tokenizer: Tokenizer, words: Words) -> frozenset[str]:
    titles = [normalise(plan.title) for plan in plans]
    pieces = {token for title in titles for token in tokenizer.lcut(title) if len(token) >= 2}
    named = {name for title in titles for name in _QUOTED.findall(title)}
    return frozenset(pieces | named | {"政务公开", "主题日", "主题活动", "政务公开主题日", "政务公开日"})
