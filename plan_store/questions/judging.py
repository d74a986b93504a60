"""What kind of turn is a reading: a question to the plan, a statistic, small talk, or not for this bot?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from plan_store.questions.clauses import marks_in_question
from plan_store.questions.comparing import months_compared
from plan_store.questions.excluding import lacking
from plan_store.questions.guarding import passed_over
from plan_store.questions.marks import Mark
from plan_store.questions.query import Asked, Chat, Extreme, Statistic, Subject, TopicCondition, Trouble
from plan_store.questions.readings import Reading
from plan_store.questions.tokens import Token, Weight
from plan_store.questions.vocabulary import Vocabulary
from plan_store.questions.words import Sense

_CHAT = {
    Sense.GREETING: Chat.GREETING,
    Sense.THANKS: Chat.THANKS,
    Sense.HELP: Chat.HELP,
    Sense.WHO_ARE_YOU: Chat.WHO_ARE_YOU,
    Sense.GOODBYE: Chat.GOODBYE,
    Sense.AGREED: Chat.AGREED,
}
_TALK_ONLY = frozenset(_CHAT)
_HIDDEN = 4
"""Characters of the shortest service that is looked for inside other phrases."""


def judged(reading: Reading, vocabulary: Vocabulary) -> Reading:
    """`reading` with its statistic, its small talk or its trouble told."""
    if chat := _chat(reading):
        return replace(reading, chat=chat)
    if statistic := _statistic(reading):
        reading = replace(reading, statistic=statistic)
    anchored = bool(reading.parts) or not reading.excluded.empty or reading.ordinals or statistic
    if reading.times.impossible:
        return replace(reading, trouble=Trouble.NO_SUCH_MONTH, trouble_said=reading.times.impossible[0][2])
    if place := _elsewhere(reading, vocabulary):
        return replace(reading, trouble=Trouble.ELSEWHERE, trouble_said=place)
    asking: Sequence[Mark] = reading.marks
    if Sense.OFF_TOPIC in reading.senses or Sense.SERVICE in reading.senses:
        asking = marks_in_question(reading.text, reading.marks)
    if (service := _service(reading, asking, vocabulary)) and not _about_activities(reading):
        return replace(reading, trouble=Trouble.SERVICE, trouble_said=service)
    off_topic = Sense.OFF_TOPIC in reading.senses and any(mark.means(Sense.OFF_TOPIC) for mark in asking)
    if off_topic and not _is_firm(reading):
        return replace(reading, trouble=Trouble.OFF_TOPIC, trouble_said=_said(reading, Sense.OFF_TOPIC))
    if allowed := _asks_what_is_allowed(reading):
        return replace(reading, trouble=Trouble.OFF_TOPIC, trouble_said=allowed)
    if whose := _WHOSE_PLAN.search(reading.text):
        return replace(reading, trouble=Trouble.OFF_TOPIC, trouble_said=whose[0])
    if work := _WORK.search(reading.text):
        return replace(reading, trouble=Trouble.OFF_TOPIC, trouble_said=work[0])
    if "把" in reading.text and (order := _EDIT.search(reading.text)):
        return replace(reading, trouble=Trouble.OFF_TOPIC, trouble_said=order[0])
    if Sense.OFF_TOPIC in reading.senses and (order := _ORDER.search(reading.text)):
        return replace(reading, trouble=Trouble.OFF_TOPIC, trouble_said=order[0])
    if (
        not reading.subject_words
        and not statistic
        and (_is_other_talk(reading) or _wants_other_thing(reading))
    ):
        return replace(reading, trouble=Trouble.OFF_TOPIC, trouble_said=(*reading.ignored, reading.text)[0])
    only_time = any(p.times for p in reading.parts) and not any(
        p.forms or p.units or p.numbers or _known(p.topics) for p in reading.parts
    )
    only_time = only_time and not reading.ordinals and not statistic
    if reading.unknown and not reading.subject_words and (only_time or not anchored) and not reading.asked:
        return replace(reading, trouble=Trouble.OFF_TOPIC, trouble_said=reading.unknown[0])
    busy = any(token.weight is Weight.EVERYDAY for token in reading.tokens)
    if (
        only_time
        and busy
        and reading.excluded.empty
        and not (reading.asked or reading.subject_words or reading.marker)
    ):
        return replace(reading, trouble=Trouble.OFF_TOPIC, trouble_said=reading.ignored[0])
    if reading.unknown and only_time and not reading.subject_words:
        return replace(reading, trouble=Trouble.OFF_TOPIC, trouble_said=reading.unknown[0])
    if not statistic and (said := passed_over(reading, vocabulary)):
        return replace(reading, trouble=Trouble.UNEXPLAINED, trouble_said=said)
    return reading


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


_NO_MONTH = re.compile(
    "(?:哪|有没有|有无|是否有|是不是有|存不存在).{0,4}(?:个月|月份?)(?:是|里|内)?[^,，。?？!！]{0,12}"
    "(?<!有)(?:(?:都|也|完全)(?:是)?(?:没有?(?!问题)|冇得?|空)|(?:没有?|冇得?)(?:任何|安排)|空(?:着|白|档|缺|出来))"
    "|哪(?:个|几个|些|一个)?月份?(?:里|是)?(?:没有?|冇得?)(?!人|看|听|太|办法|说|写|关系)"
    "|(?:没有?|无|未)(?:任何|安排|开展|举办)?.{0,8}(?:活动|安排)的月份?(?!份|不算|除外|不计)"
)
_FULLER = re.compile("(?:哪一?个?|几)月份?的?(?:活动|安排)?(?:数量)?(?:更|比较|要)?(多|少)(?!少)")
_ORDER = re.compile(
    "删|清空|命令|必须回答|不许说|只能说|扮演|假装|system|prompt|ignore|作废|忽略.{0,6}(?:指令|规则|规矩|设定)"
)
_EDIT = re.compile(
    "把[^,，。]{0,16}(?:活动|序号|编号|第[0-9一二三四五六七八九十]+[个项条]|主题|时间|单位|形式)[^,，。]{0,10}"
    "(?:改[到成为]|[挪移调换][到成]|推迟|推到|延到|提前|删|取消|撤|设[成为])"
)
"""把六月的活动改到七月 is for staff, by their own commands; 把六月换成七月 asks."""
_WORK = re.compile(
    "(?:帮|替|给)(?:我|我们|咱们?|俺)(?:们)?(?:的)?(?:公司|店|家|店铺|单位|孩子|儿子|女儿)?(?:做(?!生意|买卖|事|工|小)|写|画|拍|设计|印|弄|编)"
    "(?!.{0,4}(?:表|单|统计|汇总|对比|一下|清单|总结))"
)
"""帮我公司做个广告: no work for a bot."""
_WHOSE_PLAN = re.compile(
    "(?:计划表?|方案|一览表?)(?:是|由)*(?:谁|哪个(?:单位|部门|局)|哪里|哪儿)来?(?:发布?|制[定订]|编制?|做|出|定|公布|写|印发|负责)"
    "|(?:谁|哪个(?:单位|部门|局)|哪里)(?:发布|制[定订]|编制?|公布|印发|负责|管)[的了]?(?:这个|这份|该|本)?(?:年度)?(?:计划|方案|一览表)"
)
"""这个计划谁发布的: 发布 is no form of an activity there."""
_ALLOWED = re.compile(
    "(?:能不能|可不可以|能否|可以|能够?)(?!参加|去|来|看|听|报名|带)([^,，。]{2,6}?)[吗不么嘛]?[?？]?$"
)
_HOW_TO = re.compile("怎么|如何|为什么|为啥|咋|怎样")


def _is_other_talk(reading: Reading) -> bool:
    """Talk that merely touches a name or a word of the plan: 月湖公园的荷花开了, 节水马桶哪个牌子好."""
    strange = any(token.weight is Weight.UNKNOWN and not token.organ for token in reading.tokens)
    restless = strange or any(token.weight is Weight.EVERYDAY for token in reading.tokens)
    restless = restless or _goes_on(reading)
    named = reading.named
    asks = set(reading.asked) - {Asked.WHETHER, Asked.COUNT}
    left_how = any(
        not any(mark.start <= how.start() < mark.end for mark in reading.marks)
        for how in _HOW_TO.finditer(reading.text)
    )
    if left_how and restless and not reading.senses & {Sense.ACT}:
        return True
    light = all(unit.is_class for unit in named.units) and not named.numbers
    bare = any(mark.meaning.bare for mark in reading.marks)
    if named.forms and light and not any(not topic.absent for topic in named.topics):
        return False
    if (
        strange
        and not asks
        and (
            (bare and not named.forms)
            or (light and not any(len(t.said) >= 4 and not t.reason for t in named.topics))
        )
    ):
        return bool(reading.parts)
    only_class = bool(named.units) and light and not named.topics and not named.forms
    return only_class and restless and not reading.asked and not reading.senses & {Sense.ACT}


def _asks_what_is_allowed(reading: Reading) -> str:
    """浏阳河里能钓鱼吗: may one, and not whether there is an activity."""
    allowed = _ALLOWED.search(reading.text)
    if allowed is None or reading.named.forms or reading.subject_words or reading.everything:
        return ""
    asked = set(reading.asked) - {Asked.WHETHER}
    strange = [
        t.text for t in reading.tokens if t.start >= allowed.start(1) and t.weight is not Weight.NOTHING
    ]
    strange += [m.text for m in reading.marks if m.start >= allowed.start(1) and m.meaning.remit]
    return strange[0] if strange and not asked else ""


def _goes_on(reading: Reading) -> bool:
    """Whether a topic is only the beginning of a longer word: 桂花糕."""
    ends = {token.end for token in reading.tokens if token.weight is Weight.TOPIC}
    return any(
        token.start in ends and len(token.text) == 1 and not _PLAIN.match(token.text)
        for token in reading.tokens
    )


_PLAIN = re.compile("[的了吗呢吧嘛啊呀是在有会要都也就个那这和与跟或及去来看听说讲]")
_WANTED = re.compile("(?:什么|啥|么子|哪些|哪家|(?<![在去到])哪个|哪种|几家)(?:好.{1,2}的?|的)?$")


def _wants_other_thing(reading: Reading) -> bool:
    """Whether the noun that is asked for is none of the plan's: 运河边有什么酒吧, 沙坪湘绣, 桂花糕."""
    if not reading.senses.isdisjoint((Sense.ACT, Sense.EVENT)):
        return False
    if any(mark.meaning.forms or "活动" in mark.text for mark in reading.marks):
        return False
    if _goes_on(reading) and _HOW_TO.search(reading.text):
        return True
    ends = {mark.end for mark in reading.marks if mark.meaning.bare or mark.meaning.remit or mark.theme}
    ends |= {token.end for token in reading.tokens if token.weight is Weight.TOPIC}
    owners = {mark.end for mark in reading.marks if mark.meaning.units}
    for token in reading.tokens:
        if token.weight is not Weight.UNKNOWN or token.organ:
            continue
        of_unit = reading.text[token.start - 1 : token.start] == "的" and token.start - 1 in owners
        if token.start in ends or of_unit or _WANTED.search(reading.text[: token.start]):
            return True
    return False


def _service(reading: Reading, asking: Sequence[Mark], vocabulary: Vocabulary) -> str:
    """The words that ask for a service; where a theme is named, those of a story around it do not."""
    if done := _done_how(reading):
        return done
    if _only_a_remit(reading) and _WISH.search(reading.text):
        return reading.named.topics[0].said
    if any(mark.theme for mark in reading.marks):
        return next((mark.text for mark in asking if mark.means(Sense.SERVICE)), "")
    if service := _hidden_service(reading, vocabulary):
        return service
    speaks = reading.subject_words or any(mark.means(Sense.EVENT) or mark.meaning.forms for mark in asking)
    if speaks:
        asked = [mark for mark in reading.marks if mark in asking or _QUESTION.search(mark.text)]
        return next((mark.text for mark in asked if mark.means(Sense.SERVICE)), "")
    return _said(reading, Sense.SERVICE)


_QUESTION = re.compile("[什么啥几多哪怎如何吗谁咋]")


_DONE = re.compile("(?:怎么样?|如何|咋个?|怎样|何式)(?:能|去|才能|可以|来)?办(?:个|张|一张|一个|本)?$")

_THEN_DONE = re.compile(
    "(?:丢了|掉了|遗失了?|到期了?|过期了?|坏了)?[,，]?(?:要|该|应该|得)?"
    "(?:怎么样?|如何|咋个?|怎样|何式|(?:在|去|到|上)?哪(?:里|儿|个地方|个单位)?(?:可以|能够?)?|找谁)"
    "(?:能|去|才能|可以|来)?(?:补?办|换|领|申请|开|补)(?:理|取)?"
)


def _done_how(reading: Reading) -> str:
    """怎么办身份证 and 身份证怎么办 are 怎么办理身份证: what is to be got is nothing that the plan names."""
    named = reading.named
    if named.forms or named.units or reading.senses & {Sense.ACTIVITY, Sense.EVENT}:
        return ""
    things: list[Mark | Token] = [*reading.marks.of(Sense.OFF_TOPIC)]
    things += [token for token in reading.tokens if token.weight is Weight.UNKNOWN]
    for thing in things:
        if asked := _DONE.search(reading.text[: thing.start]):
            return f"{asked[0]}{thing.text}"
        if asked := _THEN_DONE.match(reading.text, thing.end):
            return f"{thing.text}{asked[0]}"
    return ""


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
    words = [word for topic in named.topics for word in topic.words]
    return any(topic.reason for topic in named.topics) and all(word.units for word in words)


_TAKE_PART = re.compile("(?:怎么|咋个?|如何|怎样)(?=报名|参加|参与|去|联系|搞|办的)")
_WISH = re.compile(
    "怎么|如何|咋|何解|何式|预约|排队|上不上班|找谁|找哪|找什么|问谁|去哪|到哪|在哪|哪里|哪儿|电话|地址|要什么|需要什么|要带|带什么|多少钱|"
    "(?:要|该|得|能)(?:打|吃|用|买|交|带|填)(?:什么|哪种|哪些|啥|几针)|免费|收费|要钱|不要钱|贵不贵|便宜|堵车|堵不堵|限行|营业|开门|关门|几点|放假|坏了|没人|太吵|太脏|太臭|太乱|堵了|漏水|吵死|不管|不亮|不通|丢了|掉了|过期|被骗|"
    "我要(?!了解|知道|听|看|问|查|参加)|想(?:要)?(?:打|办|开|交|领|补|考|报|租|买|卖|装|申请|咨询)"
)


def _known(topics: tuple[TopicCondition, ...]) -> bool:
    return any(not topic.absent or topic.reason for topic in topics)


def _said(reading: Reading, sense: Sense) -> str:
    said = reading.marks.of(sense)
    return said[0].text if said else ""


def _about_activities(reading: Reading) -> bool:
    """办理 and its like may be said of an activity: only then is the question not about a service."""
    if (Sense.ACTIVITY in reading.senses and reading.parts) or Sense.EVERYTHING in reading.senses:
        return True
    named = any(not unit.is_class for unit in reading.named.units)
    return named and bool(reading.named.forms) and not _HOW_TO.search(_TAKE_PART.sub("", reading.text))


def _chat(reading: Reading) -> Chat | None:
    if reading.parts or reading.ordinals or not reading.excluded.empty:
        return None
    if (
        Sense.GREETING in reading.senses
        and not reading.asked
        and not reading.senses & {Sense.OFF_TOPIC, Sense.SERVICE}
    ):
        return None if reading.subject_words else Chat.GREETING
    if reading.unknown or reading.subject_words:
        return None
    talk = reading.marks.of(*_TALK_ONLY)
    if not talk or any(token.weight in (Weight.TOPIC, Weight.UNKNOWN) for token in reading.tokens):
        return None
    rest = [
        m
        for m in reading.marks
        if not m.means(*_TALK_ONLY) and not m.means(Sense.ACT, Sense.IT, Sense.OTHER, Sense.CORRECTION)
    ]
    if any(not m.means(Sense.WHETHER, Sense.OR, Sense.WHOLE_SET, Sense.EXCEPT_BEFORE) for m in rest):
        return None
    for sense in (Sense.HELP, Sense.WHO_ARE_YOU, Sense.THANKS, Sense.GOODBYE, Sense.GREETING, Sense.AGREED):
        if any(mark.means(sense) for mark in talk):
            return _CHAT[sense]
    return None


def _statistic(reading: Reading) -> Statistic | None:
    senses = reading.senses
    if lacking(reading.text):
        return Statistic(Subject.UNITS, Extreme.NONE) if reading.excluded.empty else None
    if "月" in reading.text and _NO_MONTH.search(reading.text):
        return Statistic(Subject.MONTHS, Extreme.NONE)
    if Sense.NO_MONTH in senses and Asked.WHEN in reading.asked and not senses & {Sense.MOST, Sense.FEWEST}:
        return Statistic(Subject.MONTHS, Extreme.NONE)
    if compared := months_compared(reading.text, reading.parts):
        return compared
    if len(reading.named.times) != 1 and (fuller := _FULLER.search(reading.text)):
        return Statistic(Subject.MONTHS, Extreme.FEWEST if fuller[1] == "少" else Extreme.MOST)
    if not senses & {Sense.MOST, Sense.FEWEST} or reading.named.richest or reading.named.longest:
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
    if not any(mark.meaning.place for mark in reading.marks):
        return None
    for mark in marks_in_question(reading.text, reading.marks):
        if not mark.meaning.place or mark.meaning.units:
            continue
        if any(district in reading.text[mark.end :] for district in vocabulary.districts):
            continue
        return mark.text
    return None
