"""What does a staff member want done, in a command's words or in plain ones? Read without guessing."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from plan_store.questions.times.numerals import CHINESE, read_number
from plan_store.staff.fields import DETAIL_FIELDS, FIELD_NAMES, Field


@dataclass(frozen=True, slots=True)
class Target:
    """An entry that was named."""

    number: int
    year: int | None = None
    """None: of the plan that is meant where no year is named."""


@dataclass(frozen=True, slots=True)
class Described:
    """An entry in words, as a question would name it: 卫健局那个宣传."""

    words: str


@dataclass(frozen=True, slots=True)
class SetField:
    target: Target | Described
    field: Field | None
    """None: no part was named; the value tells (把17号改到7月)."""
    said: str
    """Empty: something is to be changed, and it was not said to what (环境日活动推迟了)."""
    somewhere: bool = False
    """Whether the words may lead to a place: 改在月湖公园."""


@dataclass(frozen=True, slots=True)
class DeleteEntry:
    target: Target | Described


@dataclass(frozen=True, slots=True)
class DeleteSeveral:
    numbers: frozenset[int]
    """Of the plan that is meant where no year is named."""


@dataclass(frozen=True, slots=True)
class RestoreEntry:
    target: Target


@dataclass(frozen=True, slots=True)
class UndoChange:
    """撤销, 撤销 12."""

    number: int | None
    """None: one's own last change."""


@dataclass(frozen=True, slots=True)
class SameUnit:
    """One name means what the other means: 卫健委就是区卫健局."""

    name: str
    unit: str


Order = SetField | DeleteEntry | DeleteSeveral | RestoreEntry | UndoChange | SameUnit

_YEAR = r"(?:(?P<year>[0-9]{4})\s*(?:年的?|[-/.#])\s*)?"
_FIGURES = rf"(?P<number>[0-9]{{1,6}}|[{CHINESE}]{{1,4}})"
_TARGET = re.compile(rf"{_YEAR}(?:第|序号|编号|#)?\s*{_FIGURES}\s*(?:号|项|条|个)?(?:活动)?")
_NAMED = (
    rf"{_YEAR}(?:(?:第|序号|编号)\s*{_FIGURES}(?!\s*个)\s*(?:号|项|条)?"
    rf"|{_FIGURES.replace('number', 'numbered')}\s*(?:号|项))(?:活动)?"
)
"""An entry in plain words: with 第 before or 号 after the number, so that a bare number is none.

第二个 may be that of a list: a question knows.
"""
_FIELD = "|".join(sorted(FIELD_NAMES, key=len, reverse=True))
_FIELD_FIRST = re.compile(rf"(?P<field>{_FIELD})\s*(?:改为|改成|改到|[:：=])?\s*(?P<said>.*)", re.DOTALL)
_PLEASE = r"(?:请|麻烦|帮忙|帮我|给我|你)*(?:把|将)?"
_CHANGED = (
    r"(?:统一|已经|已|临时|现在|要|需要|得|都){0,2}"
    r"(?:修?改期?(?P<e1>到|至|成|为|在)|换(?P<e2>到|成|为|在)|调整?(?P<e3>到|至|成|为|在)|更新(?:到|成|为)"
    r"|变更?(?P<e4>到|成|为)|推迟(?:到|至)|提前(?:到|至)|延[期后]?(?:到|至)|[挪移搬](?P<e5>到|至)"
    r"|定(?P<e6>在|为))"
)
_WRITTEN = r"(?:设(?:成|为)|填(?:上|成|为)|写(?:上|成|为)|补充(?:为)?|加上|[:：])"
_LABELLED = re.compile(rf"(?P<field>{_FIELD})\s*[:：]\s*(?P<said>.+)", re.DOTALL)
_SOMEWHERE = tuple(f"e{number}" for number in range(1, 7))
_SET = re.compile(
    rf"{_PLEASE}{_NAMED}的?\s*(?P<field>{_FIELD})?\s*(?:{_CHANGED}|{_WRITTEN})\s*(?P<said>.+)", re.DOTALL
)
_DESCRIBED = r"(?P<described>[^，,。；;\n]{2,60}?)"
_SET_DESCRIBED = re.compile(rf"{_PLEASE}{_DESCRIBED}的?\s*(?P<field>{_FIELD})?\s*{_CHANGED}\s*(?P<said>.+)")
_SET_IT = re.compile(rf"{_PLEASE}(?P<field>{_FIELD})\s*{_CHANGED}\s*(?P<said>.+)")
"""地点改到月湖公园: of what was last spoken of."""
_OF_ONE = re.compile("活动|[那这][个场次项]|项$")
_SAYS = re.compile(
    rf"(?:{_NAMED}|{_DESCRIBED})的?(?P<field>{_FIELD})(?:就?是在?|定?在|为)\s*(?P<said>.+)", re.DOTALL
)
"""17号的地点是月湖公园: a statement about one part."""
_NO_CONDITION = frozenset({Field.DATE, *DETAIL_FIELDS})
"""Parts by which nobody asks: 六月形式是座谈的 is a question, and no statement."""
_HELD = re.compile(
    rf"(?:{_NAMED}|{_DESCRIBED})(?:将|定|会|就)?在(?P<said>[^，,。；;\n]{{2,40}}?)(?:举行|举办|开展|召开|进行)"
)
"""环境日活动在月湖公园举行."""
_UNSAID = re.compile(
    rf"{_PLEASE}(?:{_NAMED}|{_DESCRIBED})的?(?:活动)?(?:时间|日期|日子|地点)?(?:已经|已|要|临时)?"
    r"(?:(?:推迟|延期|延后|提前|改期|改时间|改地点|改日子)了?|变了|改了|有变(?:动|化))"
)
_GONE_FOR_GOOD = "(?:删除|删掉|删了)"
_GONE = "(?:删除|删掉|删了|去掉)"
"""把科技局去掉 leaves it out of the list that is spoken of: only of a number it is an order."""
_DELETE = re.compile(
    rf"{_PLEASE}(?:{_GONE}{_NAMED}"
    rf"|{_NAMED.replace('year', 'year2').replace('numbered', 'numbered2').replace('<number>', '<number2>')}"
    rf"(?:给)?(?:{_GONE}|取消|不办|不搞))(?:吧|了)*"
)
_DELETE_DESCRIBED = re.compile(
    rf"{_PLEASE}(?:{_GONE_FOR_GOOD}{_DESCRIBED}|{_DESCRIBED.replace('described', 'described2')}(?:给)?"
    rf"(?:{_GONE_FOR_GOOD}|取消了|不办了|不搞了))(?:吧|了)*"
)
_ONE_OF_SEVERAL = r"(?:第|序号|编号)?\s*[0-9]{1,6}\s*[号项]?"
_SEVERAL = rf"{_ONE_OF_SEVERAL}(?:\s*(?:[、,，和及]|以及)\s*{_ONE_OF_SEVERAL})+(?:活动)?"
_DELETE_SEVERAL = re.compile(
    rf"{_PLEASE}(?:{_GONE}(?P<several>{_SEVERAL})|(?P<several2>{_SEVERAL})(?:都)?(?:给)?{_GONE})(?:吧|了)*"
)
_CANCEL_DESCRIBED = re.compile(rf"{_PLEASE}取消(?P<described>[^，,。；;\n]{{2,60}}?活动)(?:吧|了)?")
_RESTORE = re.compile(rf"{_PLEASE}恢复{_NAMED}(?:吧|了)?")
_UNDO = re.compile(
    r"(?:请|帮我|我要)?(?:撤销|撤回|撤消)(?:一下)?(?:(?:刚才|上一?次|上一步|最后一?次|我)?(?:的)?(?:修改|改动|操作)?"
    r"|\s*(?:第|#|＃)?\s*(?P<undone>[0-9]{1,9})\s*(?:次|号)?(?:修改|改动)?)(?:吧|了)?"
)
_OF_ONESELF = re.compile("提醒|订阅|关注|推送|^[我你他她](?!们|局|街道|单位|中心)")
"""Said of one's own reminders or doings, not of the plan."""
_TAIL = re.compile("(?:了|啦|哦|咯|(?<![网酒书茶水氧])吧)+$")
_AS_WRITTEN = frozenset({Field.THEME, Field.SIGNUP, Field.NOTE})
"""Parts whose words may well end so."""
_SAME = re.compile(r"(?P<name>[^\s，,。]{1,30}?)\s*(?:就是(?:指)?|=|＝)\s*(?P<unit>[^\s，,。]{1,30})")
_ASKING = re.compile(r"[?？吗呢没]$|没有$|几|什么|哪|谁|啥|怎|何[时处地]|如何|多少|是不是|有没有")


def read_target(words: str) -> tuple[Target, str] | None:
    """The entry at the head of a command's words (`17 …`, `2024-17 …`, `第十七项 …`), and the rest."""
    match = _TARGET.match(_plain_head(words))
    number = read_number(match["number"]) if match else None
    if match is None or number is None:
        return None
    return Target(number, _year(match["year"])), words.strip()[match.end() :].lstrip(" \t　,，的")


def read_field(words: str) -> tuple[Field, str] | None:
    """A part of an entry at the head of the words (`时间 7月-8月`, `地点：月湖公园`), and what to set."""
    match = _FIELD_FIRST.match(words.strip())
    return (FIELD_NAMES[match["field"]], match["said"].strip()) if match else None


def read_order(words: str) -> Order | None:
    """What plain words want done; None where they are a question or anything else.

    An order is only proposed and never done unconfirmed, so a sentence that is read wrongly does no harm.
    """
    words = words.strip().rstrip("。！!")
    plain = _plain_head(words)
    if (order := _of_number_to_go(plain)) is not None:
        return order
    if _ASKING.search(words):
        return None
    return _to_set(words, plain) or _stated(words, plain) or _described_to_go(plain) or _same(words)


def _of_number_to_go(plain: str) -> Order | None:
    """An entry of that number is to go or come back, or a change to be taken back."""
    if match := _UNDO.fullmatch(plain):
        return UndoChange(int(match["undone"]) if match["undone"] else None)
    if match := _DELETE.fullmatch(plain):
        figures = match["number"] or match["numbered"] or match["number2"] or match["numbered2"]
        number = read_number(figures)
        return None if number is None else DeleteEntry(Target(number, _year(match["year"] or match["year2"])))
    if match := _DELETE_SEVERAL.fullmatch(plain):
        figures = re.findall("[0-9]+", match["several"] or match["several2"])
        return DeleteSeveral(frozenset(int(one) for one in figures))
    if match := _RESTORE.fullmatch(plain):
        return None if (target := _numbered(match)) is None else RestoreEntry(target)
    return None


def _to_set(words: str, plain: str) -> Order | None:
    match = _SET.fullmatch(plain)
    target: Target | Described | None = _numbered(match) if match else None
    if target is None and (match := _SET_IT.fullmatch(plain)):
        target = Described("它")
    if target is None and (match := _SET_DESCRIBED.fullmatch(plain)):
        target = None if _narrows(match) else _described(words, match, "described")
    if match is not None and target is not None:
        field = FIELD_NAMES[match["field"]] if match["field"] else None
        said = _value(words[match.start("said") :], field)
        if field is None and (part := _LABELLED.fullmatch(said)):
            return SetField(target, FIELD_NAMES[part["field"]], part["said"])
        return SetField(target, field, said, any(match[name] in ("到", "至", "在") for name in _SOMEWHERE))
    if match := _UNSAID.fullmatch(_TAIL.sub("", plain)):
        target = _numbered(match) or _described(words, match, "described")
        return None if target is None else SetField(target, None, "")
    return None


def _narrows(match: re.Match[str]) -> bool:
    """Whether the words may as well ask for something else than before: 六月换成九月, 街道改成部门."""
    becomes = any(match[name] in ("成", "为") for name in _SOMEWHERE)
    return becomes and not match["field"] and not _OF_ONE.search(match["described"])


def _stated(words: str, plain: str) -> Order | None:
    """Of a statement: its part is to be so."""
    match = _SAYS.fullmatch(plain) or _HELD.fullmatch(_TAIL.sub("", plain))
    if match is None:
        return None
    target = _numbered(match) or _described(words, match, "described")
    field = FIELD_NAMES[match["field"]] if match.re is _SAYS else Field.PLACE
    condition = isinstance(target, Described) and (
        field not in _NO_CONDITION or words.endswith(("的", "活动"))
    )
    said = _value(words[match.start("said") : match.end("said")], field)
    return None if target is None or condition else SetField(target, field, said)


def _described_to_go(plain: str) -> Order | None:
    match = _DELETE_DESCRIBED.fullmatch(plain) or _CANCEL_DESCRIBED.fullmatch(plain)
    if match is None:
        return None
    target = _described(plain, match, "described" if match["described"] else "described2")
    return None if target is None else DeleteEntry(target)


def _same(words: str) -> Order | None:
    match = _SAME.fullmatch(words)
    return SameUnit(match["name"], match["unit"]) if match else None


def _value(said: str, field: Field | None) -> str:
    """What is to be set, without the 了 of a sentence that tells of it."""
    return said.strip() if field in _AS_WRITTEN else _TAIL.sub("", said.strip())


def _numbered(match: re.Match[str]) -> Target | None:
    figures = match["number"] or match["numbered"]
    number = read_number(figures) if figures else None
    return None if number is None else Target(number, _year(match["year"]))


def _described(words: str, match: re.Match[str], name: str) -> Described | None:
    if match[name] is None:
        return None
    said = words[match.start(name) : match.end(name)].strip()
    return None if _OF_ONESELF.search(words) or len(said) < 2 else Described(said)


def _plain_head(words: str) -> str:
    """Half width figures, every character in its place."""
    return "".join(
        unicodedata.normalize("NFKC", sign) if len(unicodedata.normalize("NFKC", sign)) == 1 else sign
        for sign in words.strip()
    )


def _year(text: str | None) -> int | None:
    return int(text) if text else None
