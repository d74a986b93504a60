"""Which units is a written name like, and by how much does the best lead the next?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz

from plan_store.questions.sounds import Sound, readings, sound
from plan_store.questions.vocabulary import Vocabulary
from plan_store.unit_classes import STREET

_NEAR = 74.0
"""Least likeness of names (0 to 100): one of three characters may be wrong, one of two may not."""
_NEAR_IF_LONG = 60.0
_LONG = 3
_MARGIN = 8.0
"""By how much the best name must lead the second."""
_SHOWN = 3


class Way(StrEnum):
    """How a name was found to be like a unit's."""

    PART = "part"
    """河 is in 新河."""
    SHORT = "short"
    """规自 are the first characters of words of 规划和自然资源."""
    SOUND = "sound"
    """月胡 sounds as 月湖."""
    SOUND_OF_PART = "sound of a part"
    GAP = "gap"
    """湘路: the middle of 湘雅路 is missing."""
    SHAPE = "shape"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Likeness:
    units: tuple[str, ...]
    """None: no unit is near enough; several: none leads by the margin."""
    way: Way
    ranked: tuple[tuple[float, str], ...]
    """(likeness from 0 to 100, unit) of the best few by their characters."""


def likeness(core: str, tail: str, vocabulary: Vocabulary) -> Likeness:
    """The units that `core` may be, a name without its `tail` 街道 or 局."""
    cores = vocabulary.street_cores if tail.startswith(STREET) else vocabulary.other_cores
    sounds = vocabulary.core_sounds
    spoken = sound(core)
    scored = sorted(((fuzz.ratio(core, name), unit) for name, unit in cores.items()), reverse=True)
    ranked = tuple(scored[:_SHOWN])
    ways: tuple[tuple[Way, Iterable[str]], ...] = (
        (Way.PART, (unit for name, unit in cores.items() if core in name)),
        (Way.SHORT, () if tail.startswith(STREET) else _shortened(core, vocabulary)),
        (Way.SOUND, sounding_alike(core, cores, vocabulary)),
        (Way.SOUND, _bureaus_sounding(core, spoken, vocabulary) if tail == "局" else ()),
        (Way.GAP, (unit for name, unit in cores.items() if _has_gap(core, name))),
        (Way.SOUND_OF_PART, (unit for name, unit in cores.items() if spoken in sounds[name])),
        (Way.GAP, (unit for name, unit in cores.items() if _has_gap(spoken, sounds[name]))),
        (Way.SHAPE, _near(core, ranked)),
    )
    for way, found in ways:
        if units := tuple(dict.fromkeys(found)):
            return Likeness(units, way, ranked)
    return Likeness((), Way.NONE, ranked)


def sounding_alike(core: str, cores: Mapping[str, str], vocabulary: Vocabulary) -> list[str]:
    """The units of `cores` that sound as `core`, in whichever way its characters may be read."""
    spoken = readings(core)
    return [unit for name, unit in cores.items() if not spoken.isdisjoint(vocabulary.core_readings[name])]


def _bureaus_sounding(core: str, spoken: Sound, vocabulary: Vocabulary) -> list[str]:
    """Those whose name sounds so and has the most characters as they are: 税物 is 税务 and not 水务."""
    names = vocabulary.bureaus_by_sound.get(spoken, {})
    same = {name: sum(a == b for a, b in zip(core, name, strict=True)) for name in names}
    most = max(same.values(), default=0)
    return [unit for name, units in names.items() if same[name] == most for unit in units]


def is_short_for_a_bureau(core: str, vocabulary: Vocabulary) -> bool:
    """Whether the name of a bureau has `core` in it, or begins its words so."""
    return any(core in name for name in vocabulary.other_cores) or any(_shortened(core, vocabulary))


def _shortened(core: str, vocabulary: Vocabulary) -> Iterator[str]:
    """The units that `core` shortens as usual: by first characters of the words of its name."""
    for unit, initials in vocabulary.initials.items():
        left = iter(initials)
        if core[0] == initials[0] and all(character in left for character in core):
            yield unit


def _near(core: str, ranked: tuple[tuple[float, str], ...]) -> list[str]:
    floor = _NEAR_IF_LONG if len(core) >= _LONG else _NEAR
    near = [(score, unit) for score, unit in ranked if score >= floor]
    return [unit for score, unit in near if score > near[0][0] - _MARGIN]


def _has_gap(said: str, name: str) -> bool:
    """Whether the middle one of three characters is missing."""
    return len(said) == 2 and len(name) == 3 and name[0] + name[2] == said and said[0] != said[1]
