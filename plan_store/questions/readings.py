"""What does one question say by itself? The value that reading it gives."""

from __future__ import annotations

from plan_store.questions.marks import Marks
from plan_store.questions.numbers import Ordinal
from plan_store.questions.query import NOTHING_NAMED, Asked, Chat, Conditions, Statistic, Trouble
from plan_store.questions.slips import NameSlip
from plan_store.questions.times import NOTHING, Times, YearBasis
from plan_store.questions.tokens import STRANGE, Token, Weight
from plan_store.questions.words import Sense
from plan_store.value import value


@value
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
    slips: tuple[NameSlip, ...] = ()
    """Names of units that are written unlike any."""
    corrections: tuple[tuple[str, str], ...] = ()
    marker: bool = False
    """那 … 呢: a fragment that leans on what was said before."""
    marks: Marks = Marks()
    asking: tuple[tuple[int, int], ...] = ()
    """The clauses that ask, where others stand around them."""
    tokens: tuple[Token, ...] = ()
    times: Times = NOTHING

    @property
    def named(self) -> Conditions:
        return self.parts[0] if self.parts else NOTHING_NAMED

    @property
    def kinds(self) -> frozenset[str]:
        """Which kinds of conditions it names."""
        return frozenset().union(*[part.kinds for part in (*self.parts, self.excluded)])


def is_lost(reading: Reading) -> bool:
    """Whether a text is not understood, or asks for what the plan lacks."""
    if reading.chat is not None:
        return False
    absent = any(topic.absent for part in reading.parts for topic in part.topics)
    return (
        reading.trouble is not None or bool(reading.unknown) or absent or not (reading.parts or reading.asked)
    )


def stands_alone(clause: Reading, whole: Reading, found_nothing: bool) -> bool:
    """Whether the clause that asks names enough to be answered without what is told around it.

    Where the whole was understood and `found_nothing`, it takes a unit, a topic or a number; where a service
    was asked for, a time or a form beside it.
    """
    named = clause.named
    if whole.trouble is Trouble.SERVICE:
        return bool(named.times) or (named.names_one and bool(named.forms))
    return named.names_one or (not found_nothing and bool(named.times or named.forms or named.units))


def holds_strange_words(reading: Reading) -> bool:
    """Whether some word of it is not understood, and no more is wrong with it."""
    if len(reading.text) < _TOLD_AND_ASKED:
        if reading.trouble not in (None, Trouble.UNEXPLAINED, Trouble.OFF_TOPIC):
            return False
        if not reading.senses.isdisjoint({Sense.OFF_TOPIC, Sense.SERVICE}):
            return False
    if any(not unit.units for part in reading.parts for unit in part.units):
        return False  # 区委宣传部 is known to be lacking
    absent = any(topic.absent and not topic.reason for part in reading.parts for topic in part.topics)
    return absent or any(token.weight in STRANGE for token in reading.tokens)


_TOLD_AND_ASKED = 24
"""Characters from which on a text may tell of a service or of something else and ask of the plan after it."""


def asks_clearly(reading: Reading) -> bool:
    """Whether each word of the clauses that ask is understood, beside others that are not."""
    return bool(reading.asking) and not any(token.weight in STRANGE for token in reading.tokens)


_FEW = 3
"""Characters that say nothing: 的, 在."""


def only_names(clause: Reading) -> bool:
    """Whether a clause names parts and says nothing else: 6月，除街道."""
    beside = [token for token in clause.tokens if token.weight is not Weight.TOPIC]
    if any(token.weight is not Weight.NOTHING for token in beside):
        return False
    return clause.trouble is None and sum(len(token.text) for token in beside) <= _FEW


def says_nothing(clause: Reading) -> bool:
    """Whether a clause neither names a part nor asks: 问个问题, 方便说一下吗."""
    return (
        not clause.kinds
        and not clause.ordinals
        and set(clause.asked) <= {Asked.WHETHER}
        and clause.senses.isdisjoint({Sense.OFF_TOPIC, Sense.SERVICE})
    )
