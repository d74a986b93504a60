"""Which of the named parts are taken away: 除了街道, 不要座谈的, 哪些部门六月不搞活动?"""

from __future__ import annotations

import re
from collections.abc import Sequence

from plan_store.patterns import pattern
from plan_store.questions.items import Item
from plan_store.questions.marks import Mark, Marks
from plan_store.questions.text import touches
from plan_store.questions.words import Sense

_STOP = pattern("[,，。;；!！?？]|以外|之外|外[,，的]?|除外")
_OTHER_FORM = pattern(
    "还(?:有|采用|采取|用|搞)?了?(?:什么|哪些|哪种|何种|啥|么子|别的|其他的?|几种)(?:活动)?(?:形式|方式)(?!的)"
)
_EXCEPT = (Sense.EXCEPT_BEFORE, Sense.EXCEPT_AFTER)
_NOT_DONE = pattern(
    "(?<![是要用想能会行好对得])(?<!座谈)(?<!宣传)不(?:搞|办|做|开|用|含|带|安排|采用|进行|开展)?$"
    "|(?<!有)没有?(?:采?用到?|采取|使用|搞|安排|组织|开展|举行|举办|进行|涉及|设)过?$"
)
_OF = pattern("(?:形式|环节)?的")
"""有没有不座谈的: those of another form."""
_NEITHER = pattern(
    "不(?:是|在)[^,，。]{1,12}?[,，]?也不(?:是|在)[^,，。的]{1,12}(?=的)|既(?:不|没|非|无)[^,，。]{1,20}?[,，]?[也又亦](?:不|没|非|无)(?:是|有|属于)?[^,，。的]{1,12}"
)
_NOT = pattern("[没不未]")
_LACKING = pattern(
    "(?:哪些|哪几个|哪个|哪几家|有没有(?:哪个)?|有无|是否有)(?:街道|部门|单位|局|乡镇|镇|乡)[^,，。]{0,8}?"
    "(?P<not>没(?![记看听搞弄说])有?|(?<!知道)(?<!晓得)(?<!清楚)(?<!明白)不(?![止只少要]|$)|未)(?:有|安排|搞|办|做|开展|举办|举行|参加)?(?:任何)?.{0,6}?(?:活动)?的?[?？吗呢]?$"
)


_NEGATES = pattern("[不非无未]")
_NEGATED = pattern(
    "(?:(?<![是要有会能对办搞做开好差得说哦啊呃噢嗯])不(?:是?在|属于|涉及)?|(?<!除)(?<!并)非|"
    "不(?:需要|必|采用|采取|使用|安排|组织|开展|举行|举办|进行|涉及|设|带)|未(?:采用|采取|安排|设)|无[需须]|不以)$"
)
"""非六月, 不在六月, 不需要座谈: what stands right behind is not wanted."""


_QUOTES = "“”\"《》「」'‘’"
_ENDS = pattern("[了的咯啦啊呢吧哈哦呀嘛哇噻]|[^一-鿿]|$|有|还|都|剩|其|就[要看只]")
"""座谈的不要，座谈的不要列; and not 不要骗我."""


def _ends_it(mark: Mark, text: str) -> bool:
    return mark.text[0] not in "不就别没我" or _ENDS.match(text, mark.end) is not None


def excluded(text: str, items: Sequence[Item], marks: Marks) -> list[Item]:
    out = _taken_away(text, items, marks) or _without(text, items)
    if out and _OTHER_FORM.search(text):
        out = [item for item in out if not item.form]
    return out


def lacking(text: str) -> re.Match[str] | None:
    """Where it is asked who has nothing of the kind: 哪些部门六月不搞活动."""
    return _LACKING.search(text) if _NOT.search(text) else None


def _without(text: str, items: Sequence[Item]) -> list[Item]:
    """哪些部门六月不搞活动, 有没有街道不搞座谈: who has nothing of the kind, or nothing then."""
    asked = lacking(text) if items else None
    if asked is None:
        return []
    lacked = [item for item in items if item.start >= asked.start("not") and (item.form or item.topic)]
    return lacked or [item for item in items if item.time]


def _taken_away(text: str, items: Sequence[Item], marks: Marks) -> list[Item]:
    out: list[Item] = []
    if "既" in text or "也不" in text:
        spans = [neither.span() for neither in _NEITHER.finditer(text)]
        out += [item for item in items if touches((item.start, item.end), spans)]
    if _NEGATES.search(text):
        out += [
            item for item in items if _NEGATED.search(text, 0, item.start) and not _is_whether(item, text)
        ]
    if "不" in text or "没" in text:
        out += [
            item
            for item in items
            if item.form
            and _NOT_DONE.search(text, 0, item.start)
            and _OF.match(text, item.end)
            and not _is_whether(item, text)
        ]
    for mark in marks.of(*_EXCEPT):
        if _is_whether(mark, text):
            continue
        following = _after(mark, text, items, marks) if mark.means(Sense.EXCEPT_BEFORE) else []
        out += following
        if mark.means(Sense.EXCEPT_AFTER) and not following and _ends_it(mark, text):
            before = [item for item in items if item.end <= mark.start]
            between = _TOO.sub("", text[before[-1].end : mark.start]) if before else ""
            if before and not between.strip("了的那这种类些样都就全活动也个承办主牵头组织开展搞举负责"):
                last = before[-1]
                clause = max(text.rfind(stop, 0, last.start) for stop in ",，。;；?？!！")
                opened = any(m.means(Sense.EXCEPT_BEFORE) and clause < m.start < last.start for m in marks)
                if not opened:
                    out += _joined([item for item in before if item.start > clause], text)
    return list(dict.fromkeys(out)) if out else out


_JOINS = pattern(
    "(?:的|份|里|这个|那个|那些|那种)*(?:[和与跟及、或]|以及|还有|或者)?(?:的|那个|那些|那种|这个|跨入|跨到|延续到|进入)*"
)


def _joined(items: Sequence[Item], text: str) -> list[Item]:
    """The last of `items` with those of its kind that are named in one breath with it: 座谈和宣传不要.

    In 五月的都说一下六月不要 it is the last alone.
    """
    joined = [items[-1]]
    for item in reversed(items[:-1]):
        if item.kind != joined[-1].kind or not _JOINS.fullmatch(text, item.end, joined[-1].start):
            break
        joined.append(item)
    return joined


_JOINED_AWAY = pattern(
    "(?:(?:(?:承|主|举)办|负责|牵头|组织|办|搞)?的?(?:那些|活动)?(?:和|与|跟|及|以及|、|或者?|还有)(?:含有?|带有?|有|属于|采用|涉及)?)?"
)
"""剔除街道承办的以及含问卷调查的."""
_TOO = pattern("(?:那边)?的?(?:活动)?(?:太|有点|嫌|实在太?)[远近吵累闹贵早晚多枯难没挤][^,，。]{0,2}[,，]?")
"""镇上的太远，就别说了."""
_IS_THERE_NONE = pattern("没有[^,，。的]{1,8}的?吧[?？]?")
"""那没有座谈的吧 asks whether there is any."""
_WHICH_HAVE = pattern("哪(?:几|些|一)?(?:个|项|场|些)?(?:活动)?(?:是|都|还)*$")
"""里头哪几个没有座谈."""
_OF_NONE = pattern("(?:[也又]没有?[^,，。的]{1,8}|[和、或与及跟][^,，。的]{1,8})?(?:的|环节|形式|这)")
"""没有座谈也没有宣传的."""


def _is_whether(said: Item | Mark, text: str) -> bool:
    """摆不摆摊, 用不用开会."""
    if text[said.start] == "不":
        return said.start > 0 and text.startswith(text[said.start - 1], said.start + 1)
    return text[said.start - 2 : said.start] == f"{text[said.start]}不"


def _after(mark: Mark, text: str, items: Sequence[Item], marks: Sequence[Mark]) -> list[Item]:
    """What 除了 or 不要 takes away: the parts that follow, up to 以外 or the end of the clause."""
    following = [item for item in items if item.start >= mark.end]
    if not following:
        return []
    if mark.text == "除" and not re.search("外", text[mark.end :]):
        return following[:1] if following[0].start == mark.end else []
    if mark.text in ("没有", "不是", "不办", "不搞", "没有安排", "不做", "非"):
        first = following[0]
        if first.time:
            outside = (
                mark.text == "不是" and not text[mark.end : first.start].strip("在") and text[first.end :]
            )
            return [first] if outside and re.match("(?:份|里|内)?(?:办|搞|举|开展|的)", outside) else []
        if text[mark.end : first.start].strip(_QUOTES):
            return []
        if _WHICH_HAVE.search(text, 0, mark.start):
            return [first]
        rest = text[first.end :].lstrip(_QUOTES)
        if mark.text != "不是" and mark.text != "非" and not _OF_NONE.match(rest):
            return []
        if mark.text == "没有" and _IS_THERE_NONE.fullmatch(text, mark.start):
            return []
        if mark.text == "不是" and rest.startswith(("吗", "么", "嘛")):
            return []
        return [first]
    if text[mark.end : following[0].start].strip(
        '“"《了掉去开却的看那些个是含有包括说讲提列采用取走以形式为办搞由'
    ):
        return []
    stop = _STOP.search(text, mark.end)
    end = stop.start() if stop else len(text)
    inside = [item for item in following if item.start < end]
    if stop is None or stop[0] in ",，。;；!！?？":
        closing = next((m.start for m in marks if m.start >= mark.end and m.means(Sense.EXCEPT_AFTER)), end)
        inside = [item for item in inside if item.start < closing]
    if not stop or not stop[0].startswith(("以外", "之外", "外", "除外")):
        # 不要座谈的六月活动: without an end that is said, only parts that are joined belong to it
        joined = inside[:1]
        for item in inside[1:]:
            if item.time and not joined[-1].time:
                break  # 除了街道六月还有什么
            between = text[joined[-1].end : item.start]
            if not _JOINED_AWAY.fullmatch(between):
                break
            if between == "" and item.kind != joined[-1].kind:
                if mark.text.startswith("除"):
                    joined.append(item)
                    continue
                break
            joined.append(item)
        inside = joined
    return inside
