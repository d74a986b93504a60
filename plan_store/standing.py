"""Which questions have staff answered once for all? A standing answer to all questions of that kind.

It is given only where the plan itself answers nothing, and only to a question that says the same: a question
that is near is offered, never taken for it.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz, process

from plan_store.patterns import pattern
from plan_store.questions.text import normalise, shortened

ALIKE = 70.0
"""Likeness (0 to 100) of what two questions say from which the one is offered for the other."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What staff want to be said, until a day, to questions that say the same as some."""

    number: int
    questions: tuple[str, ...]
    """As they were asked; at least one."""
    reply: str
    until: dt.date
    """The last day on which it is said."""
    taught_on: dt.date
    """In the plan's time zone."""


@dataclass(frozen=True, slots=True)
class StandingAnswers:
    """All that stand, the earliest first; of two to the same question the later one counts."""

    answers: tuple[Standing, ...] = ()
    _by_gist: dict[str, tuple[Standing, ...]] = field(default_factory=dict)

    @classmethod
    def of(cls, answers: Sequence[Standing]) -> StandingAnswers:
        by_gist: dict[str, tuple[Standing, ...]] = {}
        for answer in answers:
            for said in {gist(question) for question in answer.questions} - {""}:
                by_gist[said] = (answer, *by_gist.get(said, ()))
        return cls(tuple(answers), by_gist)

    def to(self, question: str, day: dt.date) -> Standing | None:
        """The answer to a question, said as it may be; None where none says the same."""
        if not self._by_gist:
            return None
        return next((one for one in self._by_gist.get(gist(question), ()) if day <= one.until), None)

    def near(self, question: str, day: dt.date) -> str | None:
        """A question that has an answer, and that this one may have meant."""
        if not self._by_gist:
            return None
        current = {
            said: standing
            for said, answers in self._by_gist.items()
            if (standing := next((one for one in answers if day <= one.until), None))
        }
        found = process.extractOne(gist(question), list(current), scorer=fuzz.ratio, score_cutoff=ALIKE)
        if found is None:
            return None
        return next((one for one in current[found[0]].questions if gist(one) == found[0]), None)


_POLITE = pattern(
    "^(?:(?:你好|您好|请问|请教|麻烦|劳驾|打扰|咨询|打听|了解|告诉我|我想|想要?|我要?|要)*"
    "(?:问问|问一下|问下|问|知道|咨询|打听|了解|一下|下)+|你好|您好|请问|请教|麻烦)"
)
_CLOSING = pattern("(?:谢谢你?您?|多谢|麻烦了?|[吗呢吧啊呀哦噢嘛么嘞哈])+$")
_ALTERNATIVE = pattern(r"([\u4e00-\u9fff])[不没]\1")
"""能不能, 有没有, 收不收费."""
_SAME: tuple[tuple[re.Pattern[str], str], ...] = (
    (pattern("(?<=不)(?:可以|可)"), "能"),
    (pattern("(?<!不)(?:是否)?(?:可以|能够|能否|可否)|(?<![功节性职不技智才潜])能(?![源力耗量够手])"), ""),
    (pattern("是否"), "是"),
    (pattern("有无"), "有"),
    (pattern("为什么|为啥|为何|凭什么"), "为何"),
    (pattern("什么时候|什么时间|啥时候|何时|几时"), "何时"),
    (pattern("在?(?:什么|啥)(?:地方|位置)|在?哪里|在?哪儿|在哪块?(?![个些天月年])"), "哪里"),
    (pattern("怎么样|怎样|如何|咋样|怎么|咋"), "怎么"),
    (pattern("啥"), "什么"),
    (pattern("需要|需"), "要"),
    (pattern(r"[的\W_]+"), ""),
)


def gist(question: str) -> str:
    """What a question says without how it is put: 请问可不可以带狗呀 and 能带狗吗 are 带狗."""
    said = re.sub(r"[\W_]+", "", normalise(shortened(question)))
    said = _CLOSING.sub("", _POLITE.sub("", said) or said)
    said = _ALTERNATIVE.sub(r"\1", said)
    for wording, instead in _SAME:
        said = wording.sub(instead, said)
    return said
