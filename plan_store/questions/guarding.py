"""Which word of a question would a broad answer pass over, so that it would be no answer to it?"""

from __future__ import annotations

from plan_store.patterns import pattern
from plan_store.questions.absent import ANYBODY
from plan_store.questions.asides import purposes
from plan_store.questions.query import Asked, Conditions
from plan_store.questions.readings import Reading
from plan_store.questions.text import said_twice, touches
from plan_store.questions.tokens import Token, Weight
from plan_store.questions.vocabulary import Vocabulary
from plan_store.questions.words import Sense

_ANSWERED_AT_ALL = frozenset({Sense.ACTIVITY, Sense.EVENT, Sense.ACT})
_QUANTITY = 2
"""Characters of 全部 and 所有; longer phrases name the activities."""
_TURNS_TO_US = pattern(
    "请问|想问|问一?下|问问|想知道|想了解|了解一?下|帮我|帮忙|麻烦|查一?下|查查"
    + "".join(f"|{us}(?:这|那)?(?:个|边|里)?[区县市]" for us in ("你们", "咱们?", "我们", "俺们"))
)
_FOR_WHAT = pattern("(?:可以?)?供(?![电水气热暖应销])|用于|用来|作为|以便|以备|以供|便于")
"""可供媒体采访: what the answer is good for, and none of what is asked."""
_AS_REQUESTED = pattern("给|我|一份|一下|出来|过来|上来|下来|成表|个表|到群|到我")
_POINTED = pattern("[,，。;；!！?？].*?((?:这|那|此)方面)的?")
"""A story, and 这方面的活动: what it is about has not been found."""
_BEST = pattern(
    "最(?!近|新|先|初|终|后|[早晚迟]|[多少长久短]|[怕爱想喜烦恨愁关担讨]|好(?!的|吗|呢|[?？]|$))[一-鿿]{1,2}"
)
"""哪个街道最好: by what, no plan tells."""
_CONCERNS = pattern("(?:跟|和|与|同)([^,，。?？!！跟和与]{1,8}?)(?:有关|相关|有关系|沾边|搭边|搭界|挂钩)")
"""跟我有关的活动, 和钱有关的: with what, nothing that is known says."""
_BARE_FIGURE = pattern("(?:^|(?<= ))([0-9]{1,2})(?= |$)")
"""街道 6 座谈: what is counted is not said."""
_NEAR = pattern(
    "[一-鿿]{1,6}"
    "(?:寺|庙|公园|广场|路|桥|站|医院|小学|中学|大学|商场|市场|超市|大厦|大道|塔|馆)"
    "(?:附近|周边|周围|旁边?|边上|对面)"
)
_BESIDE = pattern("附近|周[边围]|旁|边上|对面")
_CALENDAR = pattern(
    "(?:是|在|从|到|大概|大约|具体|一般|会|要|都)*"
    "(?:哪一?天|几号|几月几号|几月几日|几月|哪月|哪个月|什么时候|啥时候|星期几|周几|礼拜几|多少天|几天|多久)"
    "(?:放假|放|开始|结束|过|来|到|呢|呀|啊|了|的)*[?？]?$"
)

_WEEKDAY = pattern("(?:是|那天)*(?:星期|周|礼拜)几(?:呢|呀|啊)?[?？]?")


def passed_over(reading: Reading, vocabulary: Vocabulary) -> str:
    """What is not understood of a question that names no more than months, forms or a class of units.

    Empty where all that it says is accounted for, or where it names what is narrow by itself.
    """
    if place := _near_a_place(reading):
        return place
    if not _is_broad(reading):
        return ""
    if limits := reading.marks.of(Sense.LIMIT):
        return limits[0].text
    if (best := _best(reading)) is not None:
        return best
    if reading.excluded.empty and (unwanted := _unwanted(reading)):
        return unwanted
    if pointed := _POINTED.search(reading.text):
        return pointed[1]
    if concerned := _concerned(reading, vocabulary):
        return concerned
    if only_calendar := _asks_the_calendar(reading):
        return only_calendar
    told = purposes(reading.text) if reading.asking else []
    tokens = [
        token
        for token in _after_the_story(reading)
        if not said_twice(reading.text[max(0, token.start - 1) : token.end])
        and not _tells_what_like(token, reading.text, vocabulary)
        and not touches((token.start, token.end), told)
    ]
    for token in tokens:
        if token.weight is Weight.UNKNOWN and not _says_little(token, vocabulary):
            return token.text
    if "月" not in reading.text and (figure := _BARE_FIGURE.search(reading.text)) is not None:
        return figure[1]
    speaks = reading.subject_words and not _is_only_a_quantity(reading)
    if speaks or Asked.WHO in reading.asked or reading.senses & _ANSWERED_AT_ALL or _is_tied(reading.named):
        return ""
    for token in tokens:
        if (token.weight is Weight.EVERYDAY and not _says_little(token, vocabulary)) or _is_loose(
            token, vocabulary
        ):
            return token.text
    return ""


_OF_WHICH_KIND = pattern("(?:什么|啥子?|么子|哪些)(?:比较|特别|挺)?$")
"""有啥好看的: which activities there are."""


def _tells_what_like(token: Token, text: str, vocabulary: Vocabulary) -> bool:
    return (
        token.text in vocabulary.words.describing and _OF_WHICH_KIND.search(text, 0, token.start) is not None
    )


def _best(reading: Reading) -> str | None:
    best = _BEST.search(reading.text) if "最" in reading.text else None
    if best is not None and reading.asking and not touches(best.span(), reading.asking):
        return None  # 看看宣传最安逸，九月哪里有
    if best is None or any(mark.start <= best.start() < mark.end for mark in reading.marks):
        return None
    return best[0]


def _concerned(reading: Reading, vocabulary: Vocabulary) -> str:
    """With what an activity is to have to do, where that is none of the named parts."""
    with_what = _CONCERNS.search(reading.text)
    if with_what is None or with_what[1] in vocabulary.shared or _is_tied(reading.named):
        return ""
    known = [
        *(
            (mark.start, mark.end)
            for mark in reading.marks
            if mark.means(Sense.ACTIVITY) or mark.meaning.forms
        ),
        *((phrase.start, phrase.end) for phrase in reading.times.phrases),
    ]
    return "" if touches(with_what.span(1), known) else with_what[1]


_UNWANTED = pattern(
    "(?:除了?|除去|除开|排除|不用|不需要|不必|无需|不含|不包括|不想|不爱|不喜欢|讨厌)"
    "(?!了|我|咱|你|您|大家|说|讲)([一-鿿]{1,4}?)的(?=活动|[?？吗呢有]|$)"
)


def _unwanted(reading: Reading) -> str:
    """不用开会的: what is not wanted has to be known, or all of it would be shown."""
    unwanted = _UNWANTED.search(reading.text)
    if unwanted is None or touches(unwanted.span(1), [(mark.start, mark.end) for mark in reading.marks]):
        return ""
    return unwanted[1]


def _near_a_place(reading: Reading) -> str:
    """开福寺附近, 烈士公园旁边: the plan names units and no places."""
    near = _NEAR.search(reading.text) if _BESIDE.search(reading.text) else None
    if near is None:
        return ""
    if reading.parts and not touches(near.span(), reading.asking or ((0, len(reading.text)),)):
        return ""  # 我在开福寺附近，六月有什么活动
    named = any(mark.meaning.units and near.start() <= mark.start < near.end() for mark in reading.marks)
    return "" if named else near[0]


def _is_broad(reading: Reading) -> bool:
    """Whether the answer would be a whole plan, whole months, or all units of a class."""
    if reading.ordinals or Sense.IT in reading.senses or reading.marker or reading.back_in_time:
        return False
    if not (reading.parts or reading.subject_words):
        return False
    return not any(
        part.topics or part.numbers or any(not unit.is_class for unit in part.units) for part in reading.parts
    )


def _is_tied(named: Conditions) -> bool:
    return bool(named.forms or named.units or not named.only_parts)


def _asks_the_calendar(reading: Reading) -> str:
    """清明是几月几号, 寒假什么时候放: asks for the day of a feast and for nothing of the plan."""
    if set(reading.asked).isdisjoint({Asked.WHEN, Asked.TIME}) or len(reading.times.phrases) != 1:
        return ""
    phrase = reading.times.phrases[0]
    named = (
        phrase.holiday or reading.text[: phrase.end].endswith(("假", "节", "半")) or "农历" in reading.text
    )
    weekday = phrase.day and _WEEKDAY.fullmatch(reading.text, phrase.end)
    asked = weekday or (named and _CALENDAR.fullmatch(reading.text, phrase.end))
    return reading.text if asked else ""


def _is_only_a_quantity(reading: Reading) -> bool:
    """全部 in 解除全部限制, which says of nothing that it is an activity."""
    said = [mark.text for mark in reading.marks.of(Sense.EVERYTHING)]
    return bool(said) and all(len(text) == _QUANTITY for text in said)


_TELLERS = "我你您咱俺"
_LONG = 6
"""Characters of a story that is told in one breath with the question: 我打字慢用语音说的六月有什么活动."""


def _first_part(reading: Reading) -> int:
    starts = [phrase.start for phrase in reading.times.phrases]
    starts += [mark.start for mark in reading.marks if mark.meaning.units or mark.meaning.forms]
    return min(starts, default=0)


def _after_the_story(reading: Reading) -> list[Token]:
    """Without what is told before 请问 or 你们区 in the same breath, and without 发给我 at its end."""
    turns = list(_TURNS_TO_US.finditer(reading.text))
    begins = turns[-1].end() if turns else 0
    if reading.text[0] in _TELLERS and (first := _first_part(reading)) >= _LONG:
        begins = max(begins, first)
    heads = [mark.end for mark in reading.marks.of(Sense.ACTIVITY, Sense.EVERYTHING)]
    named = max(heads, default=len(reading.text))
    purpose = _FOR_WHAT.match(reading.text, named)
    if purpose is not None:
        return [token for token in reading.tokens if begins <= token.start < purpose.start()]
    return [
        token
        for token in reading.tokens
        if token.start >= begins
        and not (token.start >= named and _AS_REQUESTED.match(reading.text, token.end))
    ]


def _says_little(token: Token, vocabulary: Vocabulary) -> bool:
    text, words = token.text, vocabulary.words
    return (
        text in words.passing
        or text in words.general
        or text in words.function_words
        or bool(ANYBODY.search(text))
        or said_twice(text)
    )


def _is_loose(token: Token, vocabulary: Vocabulary) -> bool:
    text = token.text
    return len(text) == 1 and "一" <= text <= "鿿" and text not in vocabulary.words.light
