"""Which unit of the plan does a staff member mean? Known names first; what is only close is asked about."""

from __future__ import annotations

import re
from dataclasses import dataclass

from rapidfuzz import fuzz

from plan_store.questions.sounds import sound
from plan_store.questions.text import normalise
from plan_store.questions.vocabulary import Vocabulary

_SUFFIX = re.compile("(?:街道办事处|街道办|街道|分局|局|委员会|委|办|镇|乡)$")
_CLOSE = 60.0
"""Least likeness (0 to 100) of two names without 区 and 局 at which it is asked whether one was meant."""
_MARGIN = 15.0
"""Names that are so much less like it than the likest are not offered."""
_OFFERED = 4


@dataclass(frozen=True, slots=True)
class UnitMeant:
    """What was said, and the units that it may mean."""

    said: str
    units: tuple[str, ...]
    """None: nothing is even close."""
    certain: bool
    """It is a known name of the one unit; else staff are asked."""


def unit_meant(said: str, vocabulary: Vocabulary) -> UnitMeant:
    """The unit that goes by this name in any plan of the vocabulary, or those that come close."""
    said = said.strip()
    if said in vocabulary.units:
        return UnitMeant(said, (said,), certain=True)
    plain = normalise(said).replace(" ", "")
    meaning = vocabulary.phrases.get(plain)
    if meaning is not None and meaning.units:
        return UnitMeant(said, meaning.units[:_OFFERED], certain=len(meaning.units) == 1)
    return UnitMeant(said, _close(plain, vocabulary), certain=False)


def _close(said: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    core = _core(said)
    if not core:
        return ()
    spoken = sound(core)
    scored = []
    for unit in vocabulary.units:
        name = _core(normalise(unit))
        likeness = 100.0 if sound(name) == spoken else fuzz.ratio(core, name)
        scored.append((likeness, unit))
    best = max((likeness for likeness, _ in scored), default=0.0)
    near = [(likeness, unit) for likeness, unit in scored if likeness >= max(_CLOSE, best - _MARGIN)]
    return tuple(unit for _, unit in sorted(near, key=lambda one: -one[0])[:_OFFERED])


def _core(name: str) -> str:
    """月湖 of 月湖街道, 卫健 of 区卫健局."""
    bare = _SUFFIX.sub("", re.sub("^[区县市旗](?=..)", "", name))
    return bare or name
