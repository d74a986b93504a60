"""May a unit be given another name? What the name means already decides; nothing is taught here."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, auto

from plan_store.inquiry import ask
from plan_store.questions.text import normalise
from plan_store.questions.thread import EMPTY
from plan_store.snapshot import Snapshot

_SHORTEST, _LONGEST = 2, 30


class Trouble(Enum):
    """Why a name cannot be given to a unit."""

    KNOWN_ALREADY = auto()
    OF_ANOTHER_UNIT = auto()
    """Of units of the plan."""
    OF_ANOTHER_ORGAN = auto()
    """Of one that the plan has nothing of; what is asked about it is answered so."""
    MEANS_SOMETHING = auto()
    """Questions use it for something else: a month, a form, a word of asking."""


@dataclass(frozen=True, slots=True)
class Objection:
    trouble: Trouble
    units: tuple[str, ...] = ()
    """Whose name it is."""


def objection(
    name: str, unit: str, taught: Mapping[str, str], snapshot: Snapshot, now: dt.datetime
) -> Objection | None:
    """What speaks against `name` for `unit`; None where it may be taught.

    `taught` are the names that staff have given: those may be given to another unit.
    """
    vocabulary, plain = snapshot.vocabulary, normalise(name)
    meaning = vocabulary.phrases.get(plain)
    if name in vocabulary.units:
        return Objection(Trouble.OF_ANOTHER_UNIT, (name,))
    if meaning is not None and meaning.units is not None and name not in taught:
        if meaning.units == (unit,) and not meaning.bare:
            return Objection(Trouble.KNOWN_ALREADY)
        if not meaning.units:
            return Objection(Trouble.OF_ANOTHER_ORGAN)
        if unit not in meaning.units:
            return Objection(Trouble.OF_ANOTHER_UNIT, meaning.units)
    if taught.get(name) == unit:
        return Objection(Trouble.KNOWN_ALREADY)
    if not _SHORTEST <= len(name) <= _LONGEST or not re.search(r"\w", name):
        return Objection(Trouble.MEANS_SOMETHING)
    return Objection(Trouble.MEANS_SOMETHING) if _speaks_of_more(plain, name, snapshot, now) else None


def _speaks_of_more(plain: str, name: str, snapshot: Snapshot, now: dt.datetime) -> bool:
    vocabulary = snapshot.vocabulary
    meaning = vocabulary.phrases.get(plain)
    if meaning is not None and (meaning.senses or meaning.forms):
        return True
    if plain in vocabulary.shared or plain in vocabulary.words.function_words:
        return True
    return ask(name, EMPTY, now, snapshot)[0].first is not None
