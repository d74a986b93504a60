"""Which words do questions use, whatever plan they are about? The lists of `data/vocabulary`, read once."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from pathlib import Path
from typing import Any

from plan_store.questions.text import normalise


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
    function_words: frozenset[str]
    """Say nothing about the subject of a question."""
    forms: Mapping[str, tuple[str, ...]]
    """Part of a form's name -> what people say for it."""
    dialect: Mapping[str, str]
    """Word of the dialect -> the common one."""
    spelled: Mapping[str, str]
    """Common words by their pinyin without tones: what else stands in a question typed so."""
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
    """The word lists of `folder`; raises OSError or ValueError where one is missing or broken."""
    phrases = _toml(folder / "phrases.toml")
    phrases["audience"] += " " + _who_may_come(phrases["who_may_come"])
    organs = _toml(folder / "organs.toml")["organ"]
    places = _toml(folder / "places.toml")["places"]
    return Words(
        phrases={sense: _normal(phrases[sense.value].split()) for sense in Sense},
        organs=tuple(
            Organ(_normal([organ["name"], *organ["names"]]), _normal(organ.get("remit", ())))
            for organ in organs
        ),
        places=frozenset(_normal(places)),
        function_words=_plain(folder / "function_words.txt"),
        forms={normalise(part): _normal(said.split()) for part, said in phrases["forms"].items()},
        dialect=phrases["dialect"],
        spelled=phrases["spelled"],
        premises=frozenset(_normal(phrases["premises"].split())),
        general=frozenset(_normal(phrases["general"].split())),
        describing=frozenset(_normal(phrases["describing"].split())),
        passing=frozenset(_normal(phrases["passing"].split())),
        light=frozenset("".join(phrases["light"].split())),
        everyday_words=_plain(folder / "everyday_words.txt"),
    )


def _who_may_come(parts: Mapping[str, str]) -> str:
    """谁都能去, 居民可以参加: every one of them."""
    return " ".join(map("".join, product(*(parts[name].split() for name in ("who", "may", "come")))))


def _normal(words: list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(normalise(word) for word in words))


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def _plain(path: Path) -> frozenset[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
