"""Does a question lean on what was said, naming only a part: 七月呢, 座谈的有哪些, 六月有吗?"""

from __future__ import annotations

import re

from plan_store.patterns import pattern
from plan_store.questions.query import Asked, Conditions
from plan_store.questions.readings import Reading
from plan_store.questions.words import Sense

COMPLETE = {Asked.WHAT, Asked.WHO, Asked.WHEN, Asked.HOW, Asked.COUNT, Asked.WHETHER}
CHANGES = {Sense.CORRECTION, Sense.OTHER, Sense.ADD, Sense.DROP}
IS_IT_THEN = pattern(
    "(?:那|它|这)?(?:个|也|都)?(?:是不是|是|就?在|会不会是)(?!什么|哪|几)"
    "|.{1,8}?(?:也|还)(?:在|会|要|是|有)?(?:搞|办|进行|开展|举办)?的?(?:吗|么|嘛|不|没)?[?？]?$"
)
_IF_AND_WHEN = {Asked.WHETHER, Asked.TIME, Asked.WHEN}
NEVER_MIND = pattern("(?:还是)?(?:算了|不问这个了?|不问了|不说这个了?|换个问题|换个话题)")
"""算了，七月有什么活动 lets go of all that was said, and corrects nothing."""
_WHICH_UNITS = pattern("(?:哪些|什么|哪几个|哪几家)(?:单位|部门|街道)(?:在)?(?:搞|办|用|采用|开展|做)")
"""问卷调查都有哪些单位搞 asks of the whole plan."""


def is_fragment(reading: Reading) -> bool:
    """Whether a question leans on what was said: it names a part and asks for nothing whole."""
    if (
        NEVER_MIND.match(reading.text)
        and reading.subject_words
        and (reading.everything or COMPLETE & set(reading.asked))
    ):
        return False
    if asks_among_them(reading):
        return True
    if reading.senses & CHANGES and not _is_said_of_its_own(reading):
        return True
    if reading.marker and not _is_whole(reading):
        return True
    if not reading.parts and not reading.excluded.empty and _TAKES_AWAY.match(reading.text):
        return True
    if reading.subject_words:
        return False
    if ONLY.match(reading.text) or _WHICH_IS_THEIRS.fullmatch(reading.text):
        return True
    if not (set(reading.asked) & COMPLETE and reading.parts) or is_only_then(reading):
        return True
    return _is_one_part(reading)


ONLY = pattern("(?:那|就|我|请)*(?:只|光|单|仅)(?:要|看|说|算|留|查|列|保留)")
"""只要科技局的 narrows what was spoken of, be it to nothing."""
_WHICH_IS_THEIRS = pattern(
    "[^,，。?？]{2,12}的是哪一?[个项场][?？]?|(?:里面|其中)?哪(?:些|个|几个)是[^,，。?？]{2,10}[办搞管]的[?？]?"
)
"""农业农村局的是哪个, 哪些是消防办的: which of those spoken of."""
_AMONG_THEM = pattern(
    "(?:那|里面|里头|其中|当中)*(?:有没有|有无|有)[^,，。?？有]{1,10}的(?:吗|么|嘛|没有?|不)?[呀啊]?[?？]?"
)


_TAKES_AWAY = pattern(
    "(?:请|再|把|那|另|麻烦|帮我|给我)*(?:剔除|去掉|除去|除掉|排除|扣除|去除|刨掉|划掉|删掉)"
)
"""请再剔除水务局负责的条目: of those that were spoken of."""


def asks_among_them(reading: Reading) -> bool:
    """有卫健局的吗 asks of those spoken of, even where there are none."""
    return not reading.named.topics and _AMONG_THEM.fullmatch(reading.text) is not None


def speaks_of_all(reading: Reading) -> bool:
    """所有的活动: of the plan, and not of a list."""
    return any("活动" in mark.text for mark in reading.marks.of(Sense.EVERYTHING))


def _is_whole(reading: Reading) -> bool:
    """那六月有什么活动, 正在进行的部门活动呢, 那财政局的活动是几月: all that a question by itself says."""
    if speaks_of_all(reading):
        return True
    if Sense.ACTIVITY not in reading.senses:
        return False
    when_theirs_is = Asked.WHEN in reading.asked and reading.named.names_one
    return Asked.WHAT in reading.asked or when_theirs_is or len(reading.kinds) > 1


_TOGETHER = ("一起", "一并")


def _is_said_of_its_own(reading: Reading) -> bool:
    """甲局和乙局的活动请一并列出: together with each other, and added to nothing."""
    named = reading.named
    several = max(map(len, (named.times, named.units, named.forms))) > 1 or len(reading.parts) > 1
    added = reading.marks.of(*CHANGES)
    return several and reading.subject_words and all(mark.text in _TOGETHER for mark in added)


def is_only_then(reading: Reading) -> bool:
    """六月有吗: of whom is not said, so it is asked of whom was spoken of; 六月有活动吗 says all."""
    if (
        not {Asked.WHETHER} <= set(reading.asked) <= _IF_AND_WHEN
        or reading.unknown
        or len(reading.parts) != 1
    ):
        return False
    only_times = not reading.named.empty and reading.named == Conditions(times=reading.named.times)
    return only_times and not reading.subject_words and not reading.everything


def _is_one_part(reading: Reading) -> bool:
    """街道占几个, 座谈的有哪些, 八月的有吗, 哪个最早: one part, said as one of what was spoken of."""
    named = reading.named
    if (
        len(reading.parts) > 1
        or named.topics
        or named.numbers
        or any(not unit.is_class for unit in named.units)
    ):
        return False
    length = named.min_months or named.max_months or named.has_extreme
    if sum(bool(part) for part in (named.times, named.units, named.forms, length)) != 1:
        return False
    if named.forms and _WHICH_UNITS.search(reading.text):
        return False
    said_of_them = (
        named.units
        or named.forms
        or named.has_extreme
        or re.search("的|就|也|有几[场个项][呀啊呢]?[?？]?$|^有(?:几|多少)[场个项]", reading.text)
        or IS_IT_THEN.match(reading.text)
    )
    return bool(said_of_them) and len(reading.text) <= 12
