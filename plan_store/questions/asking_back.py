"""What does the bot ask back, and which of its choices does an answer take?"""

from __future__ import annotations

import re

from plan_store.patterns import pattern
from plan_store.questions.numbers import numeral
from plan_store.questions.query import Choice
from plan_store.questions.readings import Reading
from plan_store.questions.thread import Thread
from plan_store.questions.vocabulary import Vocabulary
from plan_store.questions.words import Sense
from plan_store.unit_classes import STREET, TOWNS, is_town


def name_choices(reading: Reading) -> tuple[Choice, ...]:
    """The units that a name fits, each with the question that would have named it."""
    slip = reading.slip
    assert slip is not None
    before, after = reading.text[: slip.start], reading.text[slip.end :]
    return tuple(Choice(unit, f"{before}{unit}{after}") for unit in slip.units)


_BARE_NUMBER = pattern("(?:[0-9]{1,2}|[一二两三四五六七八九十]{1,2})[?？。]?")


def number_choices(reading: Reading) -> tuple[Choice, ...]:
    """A bare 6 may be the month or the entry; none where it is no number of a month."""
    said = _BARE_NUMBER.fullmatch(reading.text)
    number = numeral(said[0].rstrip("?？。")) if said else 0
    if not 1 <= number <= 12:
        return ()
    return Choice(f"{number}月", f"{number}月有什么活动"), Choice(f"序号{number}", f"序号{number}")


def own_unit_choices(reading: Reading, vocabulary: Vocabulary) -> tuple[Choice, ...]:
    """The streets, the towns or the departments, one of which is 我们街道."""
    mark = reading.marks.of(Sense.WHICH_ONE)[0]
    before, after = reading.text[: mark.start], reading.text[mark.end :]
    kinds = (STREET,) if STREET in mark.text else TOWNS if mark.text.endswith(TOWNS) else ()
    others = not kinds
    units = [unit for unit in vocabulary.units if is_town(unit, kinds or (STREET, *TOWNS)) != others]
    return tuple(Choice(unit, f"{before}{unit}{after}") for unit in units)


def chosen(reading: Reading, thread: Thread) -> str | None:
    """The question that an answer to the bot's own question stands for; None where it is no such answer."""
    choices = thread.choices
    if not choices:
        return None
    if reading.ordinals and not reading.parts:
        place = reading.ordinals[0].place
        at = place - 1 if place > 0 else len(choices) + place
        return choices[at].question if 0 <= at < len(choices) else None
    if reading.text.isdigit() and 1 <= int(reading.text) <= len(choices):
        return choices[int(reading.text) - 1].question
    if re.fullmatch(
        "(?:全部|所有|都|两个|三个|这两个|几个)?(?:都|全)?(?:要|看|看看|行|可以|查|想看|算上|来|说说)?(?:的|吧|呀|啊)?",
        reading.text,
    ):
        labels = [choice.label for choice in choices]
        return choices[0].question.replace(labels[0], "和".join(labels), 1)
    meant = [choice for choice in choices if reading.text.strip("的吧呀啊。") and _is_choice(reading, choice)]
    return meant[0].question if len(meant) == 1 and _only_a_name(reading) else None


def _is_choice(reading: Reading, choice: Choice) -> bool:
    named = {unit for condition in reading.named.units for unit in condition.units}
    return choice.label in named or reading.text.strip("的吧呀啊。是") in choice.label


def _only_a_name(reading: Reading) -> bool:
    named = reading.named
    return (
        not (named.times or named.forms or named.topics or named.numbers)
        and Sense.ACTIVITY not in reading.senses
    )
