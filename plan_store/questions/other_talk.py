"""Does a question only touch words of the plan, or give the bot orders, and ask for no activity?"""

from __future__ import annotations

from plan_store.patterns import pattern
from plan_store.questions.clauses import clauses
from plan_store.questions.query import Asked
from plan_store.questions.readings import Reading
from plan_store.questions.services import HOW_TO
from plan_store.questions.tokens import STRANGE, Weight
from plan_store.questions.words import Sense

_ALLOWED = pattern(
    "(?:能不能|可不可以|能否|可以|能够?)(?!参加|去|来|看|听|报名|带)([^,，。]{2,6}?)[吗不么嘛]?[?？]?$"
)
_ORDER = pattern(
    "删|清空|命令|必须回答|不许说|只能说|扮演|假装|system|prompt|ignore|作废|忽略.{0,6}(?:指令|规则|规矩|设定)"
)
_EDIT = pattern(
    "把[^,，。]{0,16}(?:活动|序号|编号|第[0-9一二三四五六七八九十]+[个项条]|主题|时间|单位|形式)[^,，。]{0,10}"
    "(?:改[到成为]|[挪移调换][到成]|推迟|推到|延到|提前|删|取消|撤|设[成为])"
)
"""把六月的活动改到七月 is for staff, by their own commands; 把六月换成七月 asks."""
_WORK = pattern(
    "(?:帮|替|给)(?:我|我们|咱们?|俺)(?:们)?(?:的)?(?:公司|店|家|店铺|单位|孩子|儿子|女儿)?(?:做(?!生意|买卖|事|工|小)|写|画|拍|设计|印|弄|编)"
    "(?!.{0,4}(?:表|单|统计|汇总|对比|一下|清单|总结))(?![了过些点个]{0,2}(?:什么|啥|么子|哪|几|成|错))"
)
"""帮我公司做个广告: no work for a bot; 街道给我们弄个啥 asks what they do."""
_MEANING = pattern(
    "(?:是|叫)?(?:什么|啥|么子)(?:意思|意义|好处|用处)|什么叫|有(?:什么|啥|么子)用(?!途)|什么是|是指什么|为什么(?:要)?(?:搞|办|叫|做|设)|为啥要?(?:搞|办|叫)"
)
"""政务公开是什么意思: what a word means, no plan tells."""
_WHOSE_PLAN = pattern(
    "(?:计划表?|方案|一览表?)(?:是|由)*(?:谁|哪个(?:单位|部门|局)|哪里|哪儿)来?(?:发布?|制[定订]|编制?|做|出|定|公布|写|印发|负责)"
    "|(?:谁|哪个(?:单位|部门|局)|哪里)(?:发布|制[定订]|编制?|公布|印发|负责|管)[的了]?(?:这个|这份|该|本)?(?:年度)?(?:计划|方案|一览表)"
)
"""这个计划谁发布的: 发布 is no form of an activity there."""
_SIGNS = pattern(
    "能|可以|意思|意义|好处|用处|什么叫|什么是|指什么|为什么|为啥|有什么用|有啥用|有么子用|计划|方案|一览|帮|替|给|把"
)
"""One of them stands in every match of the patterns above, but for `_ORDER`."""


def told_or_asked_else(reading: Reading) -> str:
    """The words that give an order, or ask for what no plan is about; empty for none."""
    text = reading.text
    if Sense.OFF_TOPIC not in reading.senses and not _SIGNS.search(text):
        return ""
    if allowed := _asks_what_is_allowed(reading):
        return allowed
    if (meaning := _MEANING.search(text)) and not (reading.parts and len(clauses(text)) > 1):
        return meaning[0]
    for wording in (_WHOSE_PLAN, _WORK):
        if said := wording.search(text):
            return said[0]
    if "把" in text and (order := _EDIT.search(text)):
        return order[0]
    if Sense.OFF_TOPIC in reading.senses and (order := _ORDER.search(text)):
        return order[0]
    return ""


def is_other_talk(reading: Reading) -> bool:
    """Whether a question that says nothing of activities is about something else."""
    return (
        _asks_of_a_matter(reading)
        or _merely_touches(reading)
        or _wants_other_thing(reading)
        or _asks_of_the_unit(reading)
    )


_OF_ITSELF = frozenset({Asked.WHETHER, Asked.COUNT, Asked.UNTOLD})


def _asks_of_a_matter(reading: Reading) -> bool:
    """开福寺烧香人多不多: of what some unit looks after, and of no activity."""
    named = reading.named
    if (
        set(reading.asked) != {Asked.UNTOLD}
        or not named.topics
        or named.forms
        or named.units
        or named.numbers
    ):
        return False
    if not reading.senses.isdisjoint({Sense.ACT, Sense.EVENT, Sense.IT}):
        return False
    return all(topic.reason for topic in named.topics)


_WAY = pattern("怎么(?:走|去|过去|到)|坐几路|坐什么车")


def _is_bare(reading: Reading) -> bool:
    """Whether units are only named as places are: 芙蓉北路怎么走."""
    return all(mark.meaning.bare for mark in reading.marks if mark.meaning.units)


def _asks_of_the_unit(reading: Reading) -> bool:
    """统计局加班多吗, 浏阳河水质怎么样: of the unit or of the place, and of no activity."""
    named = reading.named
    own = any(mark.meaning.units for mark in reading.marks)
    asked = set(reading.asked) - ({Asked.PLACE} if _WAY.search(reading.text) and _is_bare(reading) else set())
    if set(reading.asked) == {Asked.UNTOLD} and _is_bare(reading) and "票" in reading.text:
        return own and not reading.senses & {Sense.ACT, Sense.EVENT}
    if not own or not asked <= _OF_ITSELF or reading.senses & {Sense.ACT, Sense.EVENT}:
        return False
    if (
        named.forms
        or (named.times and asked == set(reading.asked))
        or named.numbers
        or not reading.asked
        or reading.marker
    ):
        return False
    if any(topic.reason and not topic.absent for topic in named.topics) or asked != set(reading.asked):
        return True
    return not named.topics and any(
        token.weight in STRANGE and len(token.text) > 1 for token in reading.tokens
    )


def _merely_touches(reading: Reading) -> bool:
    """Talk that merely touches a name or a word of the plan: 月湖公园的荷花开了, 节水马桶哪个牌子好."""
    strange = any(token.weight is Weight.UNKNOWN and not token.organ for token in reading.tokens)
    restless = strange or any(token.weight is Weight.EVERYDAY for token in reading.tokens)
    if not (restless or _goes_on(reading)):
        return False
    named = reading.named
    asks = set(reading.asked) - {Asked.WHETHER, Asked.COUNT}
    left_how = any(
        not any(mark.start <= how.start() < mark.end for mark in reading.marks)
        for how in HOW_TO.finditer(reading.text)
    )
    if left_how and not reading.senses & {Sense.ACT}:
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
    return only_class and not reading.asked and not reading.senses & {Sense.ACT}


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


_PLAIN = pattern("[的了吗呢吧嘛啊呀是在有会要都也就个那这和与跟或及去来看听说讲]")
_WANTED = pattern("(?:什么|啥|么子|哪些|哪家|(?<![在去到])哪个|哪种|几家)(?:好.{1,2}的?|的)?$")


def _wants_other_thing(reading: Reading) -> bool:
    """Whether the noun that is asked for is none of the plan's: 运河边有什么酒吧, 沙坪湘绣, 桂花糕."""
    if not reading.senses.isdisjoint((Sense.ACT, Sense.EVENT)):
        return False
    if any(mark.meaning.forms or "活动" in mark.text for mark in reading.marks):
        return False
    if _goes_on(reading) and HOW_TO.search(reading.text):
        return True
    for mark in reading.marks:
        if mark.meaning.remit and not mark.meaning.units and _WANTED.search(reading.text[: mark.start]):
            return True  # 有哪些景点
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
