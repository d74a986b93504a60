"""What have staff begun? A draft says it by one of these, under `do`, and survives a restart so."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

Content = dict[str, Any]
"""What a draft keeps: the step, and what it needs to go on."""


class Step(StrEnum):
    """Where a draft stands. The values are in the database."""

    VALUE = "value"
    """A new value of one part of an entry is asked for."""
    ADD = "add"
    """One of the parts of a new entry is asked for."""
    ENTRY = "entry"
    """It is asked which of the entries that were described is meant."""
    NOTICE = "notice"
    """It is asked which entry a notice is of."""
    DOCUMENT = "document"
    """What a file would change is shown."""
    SOME = "some"
    """It is asked which of its changes are to be made."""
    CHANGE = "change"
    """A change of the plan is shown, to be confirmed."""
    UNDO = "undo"
    """What a change has done is to be taken back."""
    ANSWER = "answer"
    """The words or the last day of a standing answer are asked for."""
    TEACH = "teach"
    """A standing answer is shown, to be confirmed."""
    ALIAS = "alias"
    """Of another name of a unit that is only close to those of the plan. Comes after `WHICH` alone."""
    NAME = "name"
    """What another name of a unit would change is shown, to be confirmed."""
    ANNOUNCE = "announce"
    """The words of an announcement are asked for, or for whom it is."""
    ANNOUNCED = "announced"
    """An announcement is shown as it will look, to be confirmed."""
    GRANT = "grant"
    """Of an invitation for a unit that is only close to those of the plan. Comes after `WHICH` alone."""
    DISMISS = "dismiss"
    """Somebody's rights are to be taken, to be confirmed."""
    WHICH = "which"
    """It is asked which of some names is meant; `then` says what goes on with it."""


WAITING_FOR_WORDS = frozenset({Step.VALUE, Step.ADD, Step.ENTRY, Step.SOME, Step.ANSWER, Step.ANNOUNCE})
"""A command that begins something else ends these: the next words are not theirs any more."""


def step_of(content: Content) -> Step:
    return Step(content["do"])


def which(choices: list[str], then: Content) -> Content:
    """Ask which of `choices` is meant, and go on with `then`."""
    return {"do": Step.WHICH, "choices": choices, "then": then}
