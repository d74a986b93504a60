"""For which public service does a question ask, instead of for an activity?"""

from __future__ import annotations

from collections.abc import Sequence

from plan_store.patterns import pattern
from plan_store.questions.marks import Mark
from plan_store.questions.query import Asked
from plan_store.questions.readings import Reading
from plan_store.questions.tokens import STRANGE, Token, Weight
from plan_store.questions.vocabulary import Vocabulary
from plan_store.questions.words import Sense

HOW_TO = pattern("怎么|如何|为什么|为啥|咋|怎样")
_HIDDEN = 4
"""Characters of the shortest service that is looked for inside other phrases."""


def service_asked(reading: Reading, asking: Sequence[Mark], vocabulary: Vocabulary) -> str:
    """The words that ask for a service; empty where none do. `asking`: the marks of the clauses that ask."""
    said = _service(reading, asking, vocabulary)
    return said if said and not _about_activities(reading) else ""


def _service(reading: Reading, asking: Sequence[Mark], vocabulary: Vocabulary) -> str:
    """As `service_asked`; where a theme is named, a story around it may tell of a service."""
    if done := _done_how(reading) or _mended_or_booked(reading) or _of_a_house(reading):
        return done
    if _only_a_remit(reading) and _WISH.search(reading.text):
        return reading.named.topics[0].said
    themed = [mark for mark in reading.marks if mark.theme]
    if not themed and (service := _hidden_service(reading, vocabulary)):
        return service
    said = reading.marks.of(Sense.SERVICE)
    if not said:
        return ""
    if (
        themed
        or reading.subject_words
        or any(mark.means(Sense.EVENT) or mark.meaning.forms for mark in asking)
        or (any(mark.means(Sense.ACT) for mark in asking) and _speaks_of_a_theme(reading, vocabulary))
        or (Asked.WHETHER in reading.asked and any(mark.meaning.remit for mark in asking))
    ):
        said = [
            mark
            for mark in said
            if mark in asking
            or (_QUESTION.search(mark.text) and not _UNSURE.search(reading.text, 0, mark.start))
        ]
    return said[0].text if said else ""


_UNSURE = pattern(
    "(?:[没不]|没有)(?:太|大)?(?:搞|弄|闹)?(?:得|不)?(?:清楚?|懂|明白|知道|晓得|会)[^,，。?？]{0,8}$"
)
"""我还没搞清养老金怎么算，人社局的活动在哪里搞."""
_QUESTION = pattern("[什么啥几多哪怎如何吗谁咋]")


_DONE = pattern("(?:怎么样?|如何|咋个?|怎样|何式)(?:能|去|才能|可以|来)?办(?:个|张|一张|一个|本)?$")

_THEN_DONE = pattern(
    "(?:丢了|掉了|遗失了?|到期了?|过期了?|坏了)?[,，]?(?:要|该|应该|得)?"
    "(?:怎么样?|如何|咋个?|怎样|何式|(?:在|去|到|上)?哪(?:里|儿|个地方|个单位)?(?:可以|能够?)?|找谁)"
    "(?:能|去|才能|可以|来)?(?:补?办|换|领|申请|开|补)(?:理|取)?"
)


_OF_THE_PLAN = frozenset({Sense.ACTIVITY, Sense.EVENT})


def _done_how(reading: Reading) -> str:
    """怎么办身份证 and 身份证怎么办 are 怎么办理身份证: what is to be got is nothing that the plan names."""
    named = reading.named
    if named.forms or named.units or not reading.senses.isdisjoint(_OF_THE_PLAN):
        return ""
    things: list[Mark | Token] = [*reading.marks.of(Sense.OFF_TOPIC)]
    things += [token for token in reading.tokens if token.weight is Weight.UNKNOWN]
    for thing in things:
        if asked := _DONE.search(reading.text[: thing.start]):
            return f"{asked[0]}{thing.text}"
        if asked := _THEN_DONE.match(reading.text, thing.end):
            return f"{thing.text}{asked[0]}"
    return ""


_BROKEN = pattern(
    "(?:[坏漏堵停断裂塌倒掉碎臭脏乱吵黑](?:了|死|得)|(?:老是?|总是?|经常|又|天天|三天两头)(?:坏|漏|堵|停|断|卡)|漏[水电气]|太[吵脏臭乱黑]|堆满|不亮|不通|不管|没[水电气暖]|没人[管收修扫])"
    "[^。?？]{0,10}?(?:找(?:谁|哪)|谁(?:来|给|帮)?(?:管|修|收|清|处理)|(?:打|拨)(?:给谁|哪|什么|啥|多少)|怎么办|咋办|咋整|怎么修"
    "|投诉|反映|报修|哪个?(?:部门|单位|局|街道)(?:来)?(?:管|修|处理))"
)
_BOOKED = pattern(
    "(?:疫苗|登记|门诊|专家号|检测)(?:是|要|都|得)*(?:怎么样?|如何|咋|(?:在|去|到)?哪(?:里|儿)?|什么时候|啥时候|几点)(?:能|才能|可以|去)?"
    "(?:预约|约|打|接种|做|挂)|(?:怎么|如何|咋|(?:在|去|到)?哪(?:里|儿)?|什么时候|啥时候)(?:能|才能|可以|去)?"
    "(?:预约|约|打|接种)[^,，。?？]{0,4}疫苗"
)


def _mended_or_booked(reading: Reading) -> str:
    """电梯坏了找谁修, 流感疫苗怎么预约: of the thing itself, though a theme speaks of it."""
    named = reading.named
    if named.forms or not reading.senses.isdisjoint(_OF_THE_PLAN) or Sense.IT in reading.senses:
        return ""
    if any(not unit.is_class for unit in named.units):
        return ""
    wanted = _BROKEN.search(reading.text) or _BOOKED.search(reading.text)
    return wanted[0] if wanted else ""


_HOUSES = ("馆", "所", "站", "院", "宫")
_OF_ITS_OWN = frozenset({Asked.TIME, Asked.SIGNUP, Asked.UNTOLD})


def _of_a_house(reading: Reading) -> str:
    """图书馆几点闭馆, 博物馆要不要预约门票: of the house, and of no activity of its bureau."""
    if _OF_ITS_OWN.isdisjoint(reading.asked) or not reading.senses.isdisjoint((*_TYING, Sense.ACT)):
        return ""
    named = reading.named
    if named.forms or named.topics or named.numbers:
        return ""
    strange = any(len(token.text) > 1 and token.weight in STRANGE for token in reading.tokens)
    for mark in reading.marks if strange else ():
        own = any(unit.endswith(mark.text[-1]) for unit in mark.meaning.units or ())
        if mark.meaning.units and mark.text.endswith(_HOUSES) and not own:
            return mark.text
    return ""


def _speaks_of_a_theme(reading: Reading, vocabulary: Vocabulary) -> bool:
    """有没有讲燃气安全的: what is told before it of 煤气 is not asked for."""
    general = vocabulary.words.general
    return any(
        token.weight is Weight.TOPIC and not token.everyday and token.text not in general
        for token in reading.tokens
    )


def _hidden_service(reading: Reading, vocabulary: Vocabulary) -> str:
    """A service that begins inside another known phrase: 报销比例 in 医保报销比例."""
    text = reading.text
    for mark in reading.marks:
        if not (mark.meaning.remit or mark.meaning.units):
            continue
        for at in range(mark.start + 1, mark.end):
            for length in vocabulary.lengths.get(text[at : at + 2], ()):
                said = text[at : at + length]
                meaning = vocabulary.phrases.get(said) if len(said) >= _HIDDEN else None
                if meaning is not None and Sense.SERVICE in meaning.senses:
                    return said
    return ""


_TYING = frozenset({Sense.ACTIVITY, Sense.EVENT, Sense.IT})


def _only_a_remit(reading: Reading) -> bool:
    """Whether nothing but what some unit looks after ties a question to the plan: 路灯 in 路灯坏了找谁."""
    named, senses = reading.named, reading.senses
    if not named.topics or named.forms or named.units or senses & _TYING:
        return False
    return any(topic.reason for topic in named.topics) and all(
        word.units or not word.is_in(topic.said) for topic in named.topics for word in topic.words
    )


_TAKE_PART = pattern("(?:怎么|咋个?|如何|怎样)(?=报名|参加|参与|去|联系|搞|办的)")
_WISH = pattern(
    "怎么|如何|咋|何解|何式|预约|排队|上不上班|找谁|找哪|找什么|问谁|去哪|到哪|在哪|哪里|哪儿|电话|地址|要什么|需要什么|要带|带什么|多少钱|"
    "(?:要|该|得|能)(?:打|吃|用|买|交|带|填)(?:什么|哪种|哪些|啥|几针)|免费|收费|要钱|不要钱|贵不贵|便宜|堵车|堵不堵|限行|营业|开门|关门|几点|放假|坏了|满了|断了|停了|裂了|塌了|倒了|没水|没电|没气|没人|太吵|太脏|太臭|太乱|堵了|漏水|吵死|不管|不亮|不通|丢了|掉了|过期|被骗|"
    "我要(?!了解|知道|听|看|问|查|参加)|想(?:要)?(?:打|办|开|交|领|补|考|报|租|买|卖|装|申请|咨询)"
)


def _about_activities(reading: Reading) -> bool:
    """办理 and 办手续 may be said of an activity: only then is the question not about a service."""
    if Asked.HOW in reading.asked and "形式" in reading.text:
        return True
    speaks = Sense.ACTIVITY in reading.senses or any("活动" in mark.text for mark in reading.marks)
    if (speaks and reading.parts) or Sense.EVERYTHING in reading.senses:
        return True
    named = any(not unit.is_class for unit in reading.named.units)
    return named and bool(reading.named.forms) and not HOW_TO.search(_TAKE_PART.sub("", reading.text))
