"""What kind of turn is a reading: a question to the plan, a statistic, small talk, or not for this bot?"""

from __future__ import annotations

from collections.abc import Sequence

from plan_store.patterns import pattern
from plan_store.questions.clauses import in_question
from plan_store.questions.comparing import months_compared
from plan_store.questions.excluding import lacking
from plan_store.questions.guarding import passed_over
from plan_store.questions.marks import Mark
from plan_store.questions.other_talk import is_other_talk, told_or_asked_else
from plan_store.questions.query import (
    Asked,
    Chat,
    Conditions,
    Extreme,
    Statistic,
    Subject,
    TopicCondition,
    Trouble,
)
from plan_store.questions.readings import Reading
from plan_store.questions.services import service_asked
from plan_store.questions.tokens import Weight
from plan_store.questions.vocabulary import Vocabulary
from plan_store.questions.words import RANKING, Sense
from plan_store.value import replace

_CHAT = {
    Sense.GREETING: Chat.GREETING,
    Sense.THANKS: Chat.THANKS,
    Sense.HELP: Chat.HELP,
    Sense.WHO_ARE_YOU: Chat.WHO_ARE_YOU,
    Sense.GOODBYE: Chat.GOODBYE,
    Sense.AGREED: Chat.AGREED,
}
_TALK_ONLY = frozenset(_CHAT)
_ABOUT_ELSE = frozenset({Sense.OFF_TOPIC, Sense.SERVICE})
_MOST_OF = 6
"""Small talk is at least a sixth of what is said; 哇 in the midst of nonsense is none."""
_SIGNS = pattern("[^一-鿿a-z0-9]")


def judged(reading: Reading, vocabulary: Vocabulary) -> Reading:
    """`reading` with its statistic, its small talk or its trouble told."""
    if chat := _chat(reading):
        return replace(reading, chat=chat)
    if statistic := _statistic(reading):
        reading = replace(reading, statistic=statistic)
    anchored = bool(reading.parts) or not reading.excluded.empty or reading.ordinals or statistic
    if reading.times.impossible:
        return replace(reading, trouble=Trouble.NO_SUCH_MONTH, trouble_said=reading.times.impossible[0][2])
    if (place := _elsewhere(reading, vocabulary)) and not _is_no_matter_of_places(reading):
        return replace(reading, trouble=Trouble.ELSEWHERE, trouble_said=place)
    asking: Sequence[Mark] = reading.marks
    if not reading.senses.isdisjoint(_ABOUT_ELSE):
        asking = in_question(reading.asking, reading.marks)
    if service := service_asked(reading, asking, vocabulary):
        return replace(reading, trouble=Trouble.SERVICE, trouble_said=service)
    off_topic = Sense.OFF_TOPIC in reading.senses and any(mark.means(Sense.OFF_TOPIC) for mark in asking)
    if off_topic and not _is_firm(reading):
        return replace(reading, trouble=Trouble.OFF_TOPIC, trouble_said=_said(reading, Sense.OFF_TOPIC))
    if weather := _weather(reading):
        return replace(reading, trouble=Trouble.OFF_TOPIC, trouble_said=weather)
    if told := told_or_asked_else(reading):
        return replace(reading, trouble=Trouble.OFF_TOPIC, trouble_said=told)
    if not reading.subject_words and not statistic and is_other_talk(reading):
        return replace(reading, trouble=Trouble.OFF_TOPIC, trouble_said=(*reading.ignored, reading.text)[0])
    only_time = _names_only_times(reading.parts) and not reading.ordinals and not statistic
    if reading.unknown and not reading.subject_words and (only_time or not anchored) and not reading.asked:
        return replace(reading, trouble=Trouble.OFF_TOPIC, trouble_said=reading.unknown[0])
    if (
        only_time
        and reading.excluded.empty
        and not (reading.asked or reading.subject_words or reading.marker)
        and any(token.weight is Weight.EVERYDAY for token in reading.tokens)
    ):
        return replace(reading, trouble=Trouble.OFF_TOPIC, trouble_said=reading.ignored[0])
    if reading.unknown and only_time and not reading.subject_words:
        return replace(reading, trouble=Trouble.OFF_TOPIC, trouble_said=reading.unknown[0])
    if not statistic and (said := passed_over(reading, vocabulary)):
        return replace(reading, trouble=Trouble.UNEXPLAINED, trouble_said=said)
    return reading


def _weather(reading: Reading) -> str:
    """今天多少度，要不要带伞: what no plan tells is asked of a day alone, and of no activity."""
    named = reading.named
    if (
        set(reading.asked) != {Asked.UNTOLD}
        or reading.subject_words
        or named != Conditions(times=named.times)
    ):
        return ""
    if Sense.OFF_TOPIC in reading.senses:
        return _said(reading, Sense.OFF_TOPIC)
    of_days = bool(named.times) and all(time.finer for time in named.times)
    return _said(reading, Sense.UNTOLD) if of_days else ""


def _is_no_matter_of_places(reading: Reading) -> bool:
    """Whether a service or something quite else is asked for, wherever it is: 到杭州坐高铁要多久."""
    senses = reading.senses
    if (Sense.SERVICE in senses or Asked.UNTOLD in reading.asked) and Sense.ACTIVITY not in senses:
        return True
    if not reading.subject_words and ((reading.unknown and not reading.parts) or is_other_talk(reading)):
        return True  # 贵州茅台股价多少
    named = reading.named
    return Sense.OFF_TOPIC in senses and not reading.subject_words and named == Conditions(times=named.times)


def _is_firm(reading: Reading) -> bool:
    """Whether a question is surely about activities, whatever else it speaks of."""
    marks = reading.marks
    return (
        Sense.ACTIVITY in reading.senses
        or (
            any(mark.meaning.units and not mark.meaning.bare for mark in marks)
            and any(mark.meaning.forms or mark.means(Sense.ACT) for mark in marks)
        )
        or any(p.numbers or any(len(topic.said) >= 4 for topic in p.topics) for p in reading.parts)
    )


_NO_MONTH = pattern(
    "(?:哪|有没有|有无|是否有|是不是有|存不存在).{0,4}(?:个月|月份?)(?:是|里|内)?[^,，。?？!！]{0,12}"
    "(?<!有)(?:(?:都|也|完全)(?:是)?(?:没有?(?!问题)|空)|没有?(?:任何|安排)|空(?:着|白|档|缺)|(?<!人)(?<!时间)空出来)"
    "|(?:有没有|有无|哪些|哪几个)(?:空|空着|空闲|闲)的月份?"
    "|哪(?:个|几个|些|一个)?月份?(?:里|是)?没有?(?!人|看|听|太|办法|说|写|关系)"
    "|(?:没有?|无|未)(?:任何|安排|开展|举办)?.{0,8}(?:活动|安排)的月份?(?!份|不算|除外|不计)"
)
_NOTHING = pattern("[没空闲无未]")
"""One of them stands in every match of `_NO_MONTH`."""


_BRACKET = pattern("[(][^()]*[)]")
"""活动最少的月份(不含没有活动的月份) asks for no empty month."""


def _names_only_times(parts: Sequence[Conditions]) -> bool:
    for part in parts:
        if part.forms or part.units or part.numbers or (part.topics and _known(part.topics)):
            return False
    return any(part.times for part in parts)


def _known(topics: tuple[TopicCondition, ...]) -> bool:
    return any(not topic.absent or topic.reason for topic in topics)


def _said(reading: Reading, sense: Sense) -> str:
    said = reading.marks.of(sense)
    return said[0].text if said else ""


def _chat(reading: Reading) -> Chat | None:
    if reading.parts or reading.ordinals or not reading.excluded.empty:
        return None
    if Sense.GREETING in reading.senses and not reading.asked and reading.senses.isdisjoint(_ABOUT_ELSE):
        return None if reading.subject_words else Chat.GREETING
    if reading.unknown or reading.subject_words:
        return None
    talk = reading.marks.of(*_TALK_ONLY)
    if sum(len(mark.text) for mark in talk) * _MOST_OF <= len(_SIGNS.sub("", reading.text)):
        return None  # 呜哩哇啦
    if not talk or any(token.weight in (Weight.TOPIC, Weight.UNKNOWN) for token in reading.tokens):
        return None
    rest = [
        m
        for m in reading.marks
        if not m.means(*_TALK_ONLY) and not m.means(Sense.ACT, Sense.IT, Sense.OTHER, Sense.CORRECTION)
    ]
    beside = {Sense.WHETHER, Sense.OR, Sense.WHOLE_SET, Sense.EXCEPT_BEFORE}
    if Sense.WHO_ARE_YOU in reading.senses:
        beside.add(Sense.WHAT)  # 你是谁开发的，叫什么名字
    if any(not m.means(*beside) for m in rest):
        return None
    for sense in (Sense.HELP, Sense.WHO_ARE_YOU, Sense.THANKS, Sense.GOODBYE, Sense.GREETING, Sense.AGREED):
        if any(mark.means(sense) for mark in talk):
            return _CHAT[sense]
    return None


def _statistic(reading: Reading) -> Statistic | None:
    senses = reading.senses
    if lacking(reading.text):
        return Statistic(Subject.UNITS, Extreme.NONE) if reading.excluded.empty else None
    text = reading.text
    if "月" in text and _NOTHING.search(text) and _NO_MONTH.search(_BRACKET.sub("", text)):
        return Statistic(Subject.MONTHS, Extreme.NONE)
    if Sense.NO_MONTH in senses and Asked.WHEN in reading.asked and senses.isdisjoint(RANKING):
        return Statistic(Subject.MONTHS, Extreme.NONE)
    if compared := months_compared(reading.text, reading.parts):
        return compared
    if senses.isdisjoint(RANKING) or reading.named.richest or reading.named.longest:
        return None
    extreme = Extreme.MOST if Sense.MOST in senses else Extreme.FEWEST
    if Asked.WHEN in reading.asked or ("月" in reading.text and not reading.named.times):
        return Statistic(Subject.MONTHS, extreme)
    if Asked.HOW in reading.asked or "形式" in reading.text:
        return Statistic(Subject.FORMS, extreme)
    if Asked.WHO in reading.asked or senses & {Sense.STREETS, Sense.DEPARTMENTS, Sense.TOWNS}:
        return Statistic(Subject.UNITS, extreme)
    return None


def _elsewhere(reading: Reading, vocabulary: Vocabulary) -> str | None:
    """The other place that the question is about; a place in front of one's own (长沙市开福区) is none."""
    places = [mark for mark in reading.marks if mark.meaning.place]
    if not places:
        return None
    for mark in in_question(reading.asking, reading.marks):
        if mark not in places or mark.meaning.units:
            continue
        if any(district in reading.text[mark.end :] for district in vocabulary.districts):
            continue
        if reading.parts and _is_let_go(reading.text, mark):
            continue
        return mark.text
    return None


_LET_GO = pattern(
    "(?:街道|镇|区|市|县)?(?:那边|那里|这边)?的?(?:活动)?(?:就|都|也)?"
    "(?:(?:没有?|没得)(?:的话|就(?!业)|[哇嘛呀]?[,，](?:那|就|要不))|不管|不看|不要|不算|不去|不问|不考虑|算了|除外|以外|之外)"
)
_LEAVING = pattern("(?:除了|除开|不要|不看|不是|不问|不管|别管)$")


def _is_let_go(text: str, place: Mark) -> bool:
    """玉林没有就算了，那文家街道有啥: the place is named only to be left."""
    return _LET_GO.match(text, place.end) is not None or _LEAVING.search(text, 0, place.start) is not None
