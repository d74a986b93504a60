"""Which words do questions use, whatever plan they are about? The lists of `data/vocabulary`, read once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from pathlib import Path

from plan_store.questions.text import normalise
from plan_store.questions.word_lists import Table, read_plain, read_toml


class Sense(StrEnum):
    """What a phrase does in a question; the names of the lists in phrases.toml."""

    WHEN = "when"
    TIME = "time"
    WHO = "who"
    HOW = "how"
    WHAT = "what"
    COUNT = "count"
    WHETHER = "whether"
    PLACE = "place"
    NEAR = "near"
    CONTACT = "contact"
    SIGNUP = "signup"
    AUDIENCE = "audience"
    UNTOLD = "untold"
    ACTIVITY = "activity"
    EVENT = "event"
    ACT = "act"
    EVERYTHING = "everything"
    MOST = "most"
    FEWEST = "fewest"
    NO_MONTH = "no_month"
    STREETS = "streets"
    TOWNS = "towns"
    DEPARTMENTS = "departments"
    WHICH_ONE = "which_one"
    EXCEPT_BEFORE = "except_before"
    EXCEPT_AFTER = "except_after"
    OR = "or"
    MORE = "more"
    CORRECTION = "correction"
    OTHER = "other"
    ADD = "add"
    DROP = "drop"
    BACK = "back"
    WHOLE_SET = "whole_set"
    IT = "it"
    PASSED = "passed"
    GREETING = "greeting"
    THANKS = "thanks"
    GOODBYE = "goodbye"
    AGREED = "agreed"
    HELP = "help"
    WHO_ARE_YOU = "who_are_you"
    SERVICE = "service"
    OFF_TOPIC = "off_topic"
    LIMIT = "limit"


ASKING = frozenset(
    {
        Sense.WHEN,
        Sense.TIME,
        Sense.WHO,
        Sense.HOW,
        Sense.WHAT,
        Sense.COUNT,
        Sense.WHETHER,
        Sense.PLACE,
        Sense.CONTACT,
        Sense.SIGNUP,
        Sense.AUDIENCE,
    }
)
"""What is asked of entries."""
RANKING = frozenset({Sense.MOST, Sense.FEWEST})


class Beside(StrEnum):
    """What a word stands beside; the names of the lists of `heard` in phrases.toml."""

    AFTER_TIME = "after_time"
    BEFORE_TIME = "before_time"
    BEFORE_NAME = "before_name"
    """Of a unit, a form, or a class of units."""
    BEFORE_STAGE = "before_stage"
    """开始, 结束."""


@dataclass(frozen=True, slots=True)
class Organ:
    """A kind of government organ, and how people call it and what it looks after."""

    names: tuple[str, ...]
    """The full name first; all without 区/县/市 in front."""
    remit: tuple[str, ...]


@dataclass(frozen=True)
class Words:
    phrases: Mapping[Sense, tuple[str, ...]]
    organs: tuple[Organ, ...]
    places: frozenset[str]
    """Names of other places."""
    street_names: frozenset[str]
    """Words of any talk after which streets and towns are named: 幸福街道."""
    function_words: frozenset[str]
    """Say nothing about the subject of a question."""
    forms: Mapping[str, tuple[str, ...]]
    """Part of a form's name -> what people say for it."""
    same: Mapping[str, tuple[str, ...]]
    """What people say -> words of themes that mean the same: 电瓶车 -> 电动自行车."""
    dialect: Mapping[str, str]
    """Word of a dialect -> the common one."""
    spelled: Mapping[str, str]
    """Common words by their pinyin without tones: what else stands in a question typed so."""
    heard: tuple[str, ...]
    """Words of times, beginnings, ends and exclusions, put right where speech made others of them."""
    heard_beside: Mapping[Beside, frozenset[str]]
    """Those of them that are known by what stands beside them."""
    premises: frozenset[str]
    """Said after the bare name of a unit, they make a place of it: 洪山公园."""
    general: frozenset[str]
    """Topic words that say little beside another one: 政策, 服务."""
    describing: frozenset[str]
    """Said before 活动, they narrow nothing: 好玩, 有趣."""
    passing: frozenset[str]
    """Nouns of requests and stories, without which a question means the same: 列表, 素材."""
    light: frozenset[str]
    """Single characters that say nothing by themselves."""
    everyday_words: frozenset[str]
    """Passed over unless they stand right before 活动."""


def load_words(folder: Path) -> Words:
    """The word lists of `folder`; raises `VocabularyError` where one is missing or broken."""
    tables = ("what_you_can", "who_may_come", "how_to_join", "forms", "same", "dialect", "spelled", "heard")
    phrases = read_toml(folder / "phrases.toml")
    phrases.holds([*Sense, *tables, "premises", "general", "describing", "passing", "light"])
    heard = phrases.table("heard").holds(["anywhere", *Beside])
    places = read_toml(folder / "places.toml").holds(["places"])
    return Words(
        phrases={sense: _normal(_phrases(sense, phrases)) for sense in Sense},
        organs=_organs(read_toml(folder / "organs.toml").holds(["organ"])),
        places=frozenset(_normal(places.names("places"))),
        street_names=read_plain(folder / "street_names.txt"),
        function_words=read_plain(folder / "function_words.txt"),
        forms={
            normalise(part): _normal(said.split()) for part, said in phrases.table("forms").texts().items()
        },
        same={
            normalise(said): _normal(words.split()) for said, words in phrases.table("same").texts().items()
        },
        dialect={normalise(said): common for said, common in phrases.table("dialect").texts().items()},
        spelled=phrases.table("spelled").texts(),
        heard=_normal(heard.words("anywhere")),
        heard_beside={beside: frozenset(_normal(heard.words(beside))) for beside in Beside},
        premises=frozenset(_normal(phrases.words("premises"))),
        general=frozenset(_normal(phrases.words("general"))),
        describing=frozenset(_normal(phrases.words("describing"))),
        passing=frozenset(_normal(phrases.words("passing"))),
        light=frozenset("".join(phrases.words("light"))),
        everyday_words=read_plain(folder / "everyday_words.txt"),
    )


def _phrases(sense: Sense, phrases: Table) -> list[str]:
    said = phrases.words(sense)
    if sense is Sense.AUDIENCE:
        return [*said, *_each_of(phrases.table("who_may_come"), "who", "may", "come")]
    if sense is Sense.SIGNUP:
        return [*said, *_each_of(phrases.table("how_to_join"), "how", "may", "join")]
    if sense is Sense.HELP:
        return [*said, *_each_of(phrases.table("what_you_can"), "you", "can", "do", "what")]
    return said


def _each_of(parts: Table, *names: str) -> list[str]:
    """谁都能去, 居民可以参加: every word of each of the lists with every one of the others."""
    return list(map("".join, product(*(parts.words(name) for name in names))))


def _organs(organs: Table) -> tuple[Organ, ...]:
    found = []
    for organ in organs.tables("organ"):
        organ.holds(["name", "names"], also=["remit"])
        found.append(
            Organ(_normal([organ.text("name"), *organ.names("names")]), _normal(organ.names("remit")))
        )
    return tuple(found)


_BETWEEN = "|"
"""It stands in no word."""


def _normal(words: Sequence[str]) -> tuple[str, ...]:
    """All of them at once, for there are thousands and a start waits for them."""
    if not words:
        return ()
    together = normalise(_BETWEEN.join(words))
    return tuple(dict.fromkeys([word.strip() for word in together.split(_BETWEEN)]))
