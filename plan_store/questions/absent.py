"""Which subject does a question ask for that the plan knows nothing of? 养猫 in 有没有养猫的活动."""

from __future__ import annotations

from collections.abc import Sequence

from plan_store.patterns import pattern
from plan_store.questions.marks import Mark, Marks
from plan_store.questions.text import said_twice
from plan_store.questions.tokens import STRANGE, Token, Weight
from plan_store.questions.vocabulary import Vocabulary
from plan_store.questions.words import Sense
from plan_store.value import replace

_THEN_HEAD = pattern("(?:的|类|方面|方面的|相关的?|主题的?|有关的?|类型的?|性质的?|知识|知识的)?")
_THEN_ASKED = pattern("(?:是|在|都|要|会|定在|安排在)?")
ABOUT = pattern("(?:关于|有关|讲|讲讲|讲解|涉及|围绕)(?:的|一下|下)?$")
_RELATED = pattern(
    "(?:跟|和|与|同)([^,，。?？!！跟和与]{2,8}?)(?:有关|相关|沾边|挂钩|搭边|相干)|关于([^,，。?？!！的]{2,8}?)(?:方面)?的"
)
_RELATING = pattern("有关|相关|沾边|挂钩|搭边|相干|关于")
"""One of them stands in every match of `_RELATED`."""
_US = pattern("(?:我|咱|俺)们?")
_SAYS = pattern("说(?!明)|告诉|提醒")
"""网格员说…: who told of it."""
_POINTING = frozenset(
    (
        "这个",
        "那个",
        "这些",
        "那些",
        "什么",
        "哪些",
        "我们",
        "你们",
        "他们",
        "它们",
        "本区",
        "我区",
        "今年",
        "去年",
    )
)
_PASSED = frozenset(
    "挑拣选且含并兼的了吗呢吧嘛哈啦哦是有在想去看听爱喜要能会可就也都还再又先快刚正很太更最挺来到给把被让跟和与或及光单净说讲谈问列"
)
_INSIDE, _GOES = "里上", tuple("去到进来")
"""Where one goes to see something is no subject."""
_HOLDS = pattern(
    "(?:里面|里|上面|上|那里|那边|那儿)?"
    "(?:在?(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})月份?|这个月|本月|下个?月|上个?月|今年|最近|近期|周末)?"
    "(?:都|也|还|会|要|能|最近|现在)?"
    "(?:有没有|有无|是否有|有|搞|办|开展|举办|举行|组织|安排)"
    "(?:了|过|没有|没)?(?:一些|些)?(?:什么|啥子?|么子|哪些|几个|几场|几项|多少)?(?:样|好)?的?"
)
"""Between whom or where an activity is looked for and 活动: 有什么 in 火星有什么活动."""
ANYBODY = pattern(
    "[人者们生员友家长民户工族师客众哥姐弟妹叔婶嫂婆爷舅姨姑伯婿侄甥媳]$"
    "(?<!养生|卫生|花生|民生|出生|逃生|写生|人生|手工|加工|施工|移民|搬家|居家|国家|播客|成长|特长|增长|开户|账户|落户)"
    "|孩子?$|娃|宝宝|儿童|群众|妈|爸|父母|子女|夫妻|情侣|家庭|亲子|一族$|党$"
    "|百姓$|奶奶|姥姥|公公|外公|老伴|老太|老头|闺女|丫头|伢子|妹子|媳妇|亲家|亲戚|邻居|街坊|乡亲|闺蜜|发小|同桌|伙伴"
)
"""People who may come, whom the plan does not name: their activities are all. 养生 only ends like some."""
_HEREABOUTS = pattern(
    "[边口下外内地处场线日节天晚假周季期年时早午间旬夜区县市旗省城镇街乡村](?:里面?|上)?$|附近|周围|身边|我|咱|你"
)
"""Some place or time that is no narrower than the plan."""
_NO_PART_OF_A_NAME = frozenset(
    "我你您他她它咱俺贵本该全各某区市省县街镇乡村城这那哪处谁啥妈爸爷奶人家年月日天周号第几多好新老大小"
)
_EVENTS = (Sense.ACTIVITY, Sense.EVENT)
_LEAST = 2
"""Characters of a subject."""
_BEFORE_NAMES = frozenset("小老阿大")
"""Familiar beginnings of a name: 小明, 老王."""
_BEFORE_ONE = "请问那咱们区今年的, ，"
"""All that stands before a subject of one character: 猫有活动吗."""


def absent_subject(
    text: str, marks: Marks, tokens: Sequence[Token], story: Sequence[Token], vocabulary: Vocabulary
) -> Token | None:
    """The word that names what is asked for and that the plan does not know; None where all is known.

    Such a word stands right before 活动 or the name of a form, behind 关于, or before 是几月; or 这方面的活动
    points at it in the story told around the question (`story` are all tokens, `tokens` the question's).
    """
    if (
        len(tokens) == len(story)
        and all(token.weight is Weight.TOPIC for token in tokens)
        and not _RELATING.search(text)
        and Sense.OFF_TOPIC not in marks.senses
    ):
        return None
    events = {mark.start for mark in marks.of(*_EVENTS)}
    forms = {mark.start for mark in marks if mark.meaning.forms}
    general = {token.start for token in tokens if token.text in vocabulary.words.general}
    heads = events | forms | general
    for token in tokens:
        if token.weight not in STRANGE or _SAYS.match(text, token.end) or said_twice(token.text):
            continue  # 提提意见
        if token.text[-1] in _INSIDE and text[token.start - 1 : token.start] in _GOES:
            continue  # 去厂里参观
        after = _THEN_HEAD.match(text, token.end)
        ends = {token.end, after.end() if after else token.end}
        if token.text in vocabulary.words.describing:
            continue
        if token.weight is Weight.UNKNOWN and (ends & heads or ABOUT.search(text[: token.start])):
            return _whole(token, tokens)
        if token.weight is Weight.EVERYDAY and _narrows(token, ends & (events - forms), vocabulary):
            if _of_that_title(token, marks, vocabulary):
                continue
            return token
    if (strange := _strange_kind(text, marks) or _to_be_learnt(text, marks, story, vocabulary)) is not None:
        return strange
    if (with_it := _related(text, marks, tokens, vocabulary)) is not None:
        return with_it
    if (garbled := _garbled(tokens, heads, vocabulary)) is not None:
        return garbled
    if (pointed := _pointed_at(text, marks, tokens, story, vocabulary)) is not None:
        return pointed
    if Sense.ACTIVITY in marks.senses:
        return _without_any(text, marks, tokens, events, vocabulary)
    asking = {mark.start for mark in marks.of(Sense.WHEN, Sense.WHO)}
    for token in tokens:
        after = _THEN_ASKED.match(text, token.end) if token.weight is Weight.UNKNOWN else None
        if after and {token.end, after.end()} & asking:
            return token
    return next((token for token in tokens if token.organ), None)


def _narrows(token: Token, before: set[int], vocabulary: Vocabulary) -> bool:
    """Whether a verb before 活动 says of what kind it is: 下棋的活动, and not 好玩的活动."""
    if said_twice(token.text):
        return False
    if token.end in before:
        return not token.text.isdigit()
    words = vocabulary.words
    return (
        bool(before)
        and not token.text.isdigit()
        and not (token.text in words.describing or token.text in words.passing)
    )


def _of_that_title(token: Token, marks: Marks, vocabulary: Vocabulary) -> bool:
    """Whether a theme that is named has the event behind the word: 打分 in 物业服务打分评议."""
    index = vocabulary.index
    held = [index.with_text(mark.text) for mark in marks.of(Sense.EVENT) if mark.start == token.end]
    return any(mask & index.with_text(mark.text) for mask in held for mark in marks if mark.theme)


_OF_KIND = pattern("(?:来|去|看|听|学|玩)?(?:的|类|类的)?")


def _strange_kind(text: str, marks: Marks) -> Token | None:
    """减肥 in 减肥的活动, 抖音 in 抖音有活动吗: what no plan is about, asked for as a kind of activity."""
    events = {mark.start for mark in marks.of(Sense.ACTIVITY)}
    for mark in marks.of(Sense.OFF_TOPIC) if events else ():
        of_kind = _OF_KIND.match(text, mark.end)
        holds = _HOLDS.match(text, mark.end)
        if (of_kind and of_kind.end() in events) or (holds and holds.end() in events):
            return Token(mark.start, mark.end, mark.text, Weight.UNKNOWN)
    return None


_LEARNS = pattern(
    "(?:想|要|打算|准备)(?:去|来)?学(?![习校生期区院历])(?:点|个|一下|学)?([一-鿿]{1,6}?)(?:的)?[,，]"
)
_ANYTHING = ("东西", "知识", "技能", "技术", "什么", "啥", "本事", "手艺")


def _to_be_learnt(text: str, marks: Marks, story: Sequence[Token], vocabulary: Vocabulary) -> Token | None:
    """车 in 我想学车，有没有活动: what somebody wants to learn is what he asks for."""
    wish = _LEARNS.search(text) if "学" in text and Sense.ACTIVITY in marks.senses else None
    if wish is None or wish[1].endswith(_ANYTHING) or vocabulary.index.with_text(wish[1]):
        return None
    known: list[Mark | Token] = [t for t in story if t.weight is Weight.TOPIC]
    known += [m for m in marks if m.theme or m.meaning.remit or m.meaning.units or m.meaning.forms]
    if any(wish.start() < piece.end and piece.start < wish.end() for piece in known):
        return None
    return Token(*wish.span(1), wish[1], Weight.UNKNOWN)


def _related(
    text: str, marks: Sequence[Mark], tokens: Sequence[Token], vocabulary: Vocabulary
) -> Token | None:
    """老人 in 跟老人有关的活动: even a word that never is a subject is one there."""
    for frame in _RELATED.finditer(text) if _RELATING.search(text) else ():
        start, end = frame.span(frame.lastindex or 0)
        inside = [token for token in tokens if start <= token.start and token.end <= end]
        if text[start:end] in vocabulary.shared or any(token.weight is Weight.TOPIC for token in inside):
            continue
        if (
            _US.match(text, start, end)
            and ANYBODY.search(text[start:end])
            and any(m.meaning.units for m in marks)
        ):
            continue  # 城管局有什么跟我们商户有关: who asks, and of whom
        said = [token for token in inside if len(token.text) >= _LEAST and token.text not in _POINTING]
        strange = [m for m in marks if start <= m.start and m.end <= end and m.means(Sense.OFF_TOPIC)]
        known = sum(t.end - t.start for t in inside) + sum(m.end - m.start for m in strange)
        if (said or strange) and known == end - start:
            return Token(start, end, text[start:end], Weight.UNKNOWN)
    return None


def _whole(token: Token, tokens: Sequence[Token]) -> Token:
    """`token` with the unknown words right before it: 宠物 and 医疗 are one subject."""
    for before in reversed(tokens):
        if before.end == token.start and before.weight in STRANGE:
            token = replace(token, start=before.start, text=before.text + token.text)
    return token


_POINTS = pattern("(?:这|那|此|该)(?:一)?(?:方面|类|种|块|主题|题材)(?!年纪|年龄|岁数|人|情况)")


def _pointed_at(
    text: str, marks: Sequence[Mark], tokens: Sequence[Token], story: Sequence[Token], vocabulary: Vocabulary
) -> Token | None:
    """节水 in 看了个节水的视频，有这方面的活动吗."""
    if len(tokens) == len(story) or (points := _POINTS.search(text)) is None:
        return None
    if any(m.start == points.end() and (m.meaning.forms or m.theme) for m in marks):
        return None  # 有这种赶场宣传
    told = [token for token in story if token.end <= points.start()]
    if any(token.weight is Weight.TOPIC for token in told) or any(
        mark.theme or mark.meaning.remit for mark in marks if mark.end <= points.start()
    ):
        return None
    strange = [
        token
        for token in told
        if token.weight is Weight.UNKNOWN and token.text not in vocabulary.words.passing
    ]
    return strange[-1] if strange and strange[-1].end < points.start() else None


def _garbled(tokens: Sequence[Token], heads: set[int], vocabulary: Vocabulary) -> Token | None:
    """Single characters in a row that make no word, right before a form: 禁堵 in 禁堵宣传."""
    run: list[Token] = []
    passed = vocabulary.words.function_words
    for token in tokens:
        said = token.text
        if len(said) != 1 or said in _PASSED or said in passed or not "一" <= said <= "鿿":
            run = []
            continue
        run = [*(run if run and run[-1].end == token.start else []), token]
        if len(run) >= _LEAST and token.end in heads:
            text = "".join(token.text for token in run)
            return Token(run[0].start, token.end, text, Weight.UNKNOWN)
    return None


def _without_any(
    text: str, marks: Sequence[Mark], tokens: Sequence[Token], events: set[int], vocabulary: Vocabulary
) -> Token | None:
    """火星 in 火星有活动吗: who or where an activity is looked for, nothing else being named."""
    if any(mark.meaning.units is not None or mark.meaning.forms or mark.theme for mark in marks):
        return None
    if any(token.weight is Weight.TOPIC for token in tokens):
        return None
    name: list[Token] = []
    for token in tokens:
        joined = name if name and name[-1].end == token.start else []
        if (token.weight is Weight.UNKNOWN and not token.organ) or _is_loose(token, vocabulary):
            name = [*joined, token]
        else:
            name = [token] if token.text in _BEFORE_NAMES or token.text in vocabulary.districts else []
            continue
        said = "".join(part.text for part in name)
        holds = _HOLDS.match(text, token.end)
        if not holds or holds.end() not in events or ANYBODY.search(said):
            continue
        if any(mark.end == name[0].start and len(mark.text) == 1 for mark in marks):
            continue
        if said in vocabulary.districts or (len(name) > 1 and name[-1].text == name[-2].text):
            continue  # 瞅瞅
        if _HEREABOUTS.search(said) and (len(name) == 1 or len(token.text) == 1):
            continue
        if len(said) < _LEAST and (said in vocabulary.words.light or text[: token.start].strip(_BEFORE_ONE)):
            continue
        return Token(name[0].start, token.end, said, Weight.UNKNOWN)
    return None


def _is_loose(token: Token, vocabulary: Vocabulary) -> bool:
    """A single character that may be one of a name: 张 and 三."""
    text = token.text
    return (
        len(text) == 1
        and "一" <= text <= "鿿"
        and text not in _PASSED
        and text not in _NO_PART_OF_A_NAME
        and (text not in vocabulary.words.function_words or text in "一二三四五六七八九十")
    )
