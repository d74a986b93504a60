"""What may stand in each part of an entry? A staff member's words become a new entry, or are refused."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import replace
from enum import StrEnum
from typing import Any

from plan_store.documents.periods import PeriodError, Timing, read_period
from plan_store.documents.tables import WORDING
from plan_store.plan import Details, Entry, Period, Session
from plan_store.questions.vocabulary import Vocabulary
from plan_store.staff.units import UnitMeant, unit_meant


class Field(StrEnum):
    """A part of an entry that staff can change; the value is what staff call it first."""

    THEME = "主题"
    FORMS = "形式"
    UNIT = "单位"
    PERIOD = "时间"
    DATE = "日期"
    PLACE = "地点"
    CONTACT = "联系方式"
    SIGNUP = "参与方式"
    AUDIENCE = "参加对象"
    NOTE = "备注"


_OTHER_NAMES = {
    Field.THEME: ("活动主题", "活动名称", "名称", "标题", "题目"),
    Field.FORMS: ("活动形式", "开展形式", "方式"),
    Field.UNIT: ("责任单位", "牵头单位", "主办单位", "承办单位", "部门"),
    Field.PERIOD: ("活动时间", "时间安排", "月份"),
    Field.DATE: ("具体日期", "活动日期", "具体时间", "日子"),
    Field.PLACE: ("活动地点", "地址", "地方", "场地"),
    Field.CONTACT: ("联系电话", "联系人", "电话", "联系"),
    Field.SIGNUP: ("报名方式", "怎么报名", "报名", "参加方式"),
    Field.AUDIENCE: ("对象", "参与对象", "谁可以参加"),
    Field.NOTE: ("说明", "备注说明"),
}
FIELD_NAMES: dict[str, Field] = {
    **{field.value: field for field in Field},
    **{name: field for field, names in _OTHER_NAMES.items() for name in names},
}
DETAIL_FIELDS = {
    Field.PLACE: "place",
    Field.CONTACT: "contact",
    Field.SIGNUP: "signup",
    Field.AUDIENCE: "audience",
    Field.NOTE: "note",
}
"""Parts that hold any words, by their name in `Details`."""
MAY_BE_EMPTY = frozenset({Field.DATE, *DETAIL_FIELDS})

_EMPTY = frozenset({"无", "清空", "没有", "删除", "删掉", "空"})
_LONGEST_THEME = 1000
_LONGEST_DETAIL = 500
_LONGEST_NAME = 60
_WORDINGS = ("时间：", WORDING)
"""Begin a line of the note that says the time: staff's, and that of a document."""
_MOST_FORMS = 12


class UnacceptableError(ValueError):
    """Words that cannot stand there; the message says why and what would be right, in Chinese."""


class UnitDoubtError(Exception):
    """The unit's name is close to known ones: which is meant must be asked."""

    def __init__(self, meant: UnitMeant) -> None:
        self.meant = meant
        super().__init__(meant.said)


def with_value(entry: Entry, field: Field, said: str, vocabulary: Vocabulary) -> Entry:
    """`entry` with that part as the words say; the same entry where it is so already.

    Whoever sets an exact date outside the months moves the months along, and new months take dates outside
    them away: both stand in what is shown before it is confirmed.

    Raises `UnacceptableError`, or `UnitDoubtError` where a unit must be asked about.
    """
    said = said.strip()
    if said in _EMPTY and field in MAY_BE_EMPTY:
        if field is Field.DATE:
            return replace(entry, details=replace(entry.details, sessions=()))
        return replace(entry, details=with_words(entry.details, field, ""))
    if not said:
        hint = "；要清空请写“无”" if field in MAY_BE_EMPTY else ""
        raise UnacceptableError(f"{field.value}不能是空的{hint}。")
    match field:
        case Field.THEME:
            return replace(entry, theme=theme_of(said))
        case Field.FORMS:
            return replace(entry, forms=forms_of(said))
        case Field.UNIT:
            return replace(entry, unit=unit_of(said, vocabulary))
        case Field.PERIOD:
            return _timed(entry, timing_of(said, entry.year), said)
        case Field.DATE:
            return _dated(entry, _sessions(said, entry.year))
        case _:
            said = "\n".join(line.strip() for line in said.splitlines() if line.strip())
            if len(said) > _LONGEST_DETAIL:
                raise UnacceptableError(
                    f"{field.value}最多 {_LONGEST_DETAIL} 个字，这里有 {len(said)} 个，请写短一些。"
                )
            return replace(entry, details=with_words(entry.details, field, said))


def new_entry(year: int, theme: str, forms: str, unit: str, period: str, vocabulary: Vocabulary) -> Entry:
    """A new entry, still without its number, from the four cells of a row. Raises as `with_value`."""
    timing = timing_of(period, year)
    entry = Entry(year, 0, theme_of(theme), forms_of(forms), unit_of(unit, vocabulary), timing.period)
    return _timed(entry, timing, period)


def with_words(details: Details, field: Field, words: str) -> Details:
    """`details` with those words in the part of `DETAIL_FIELDS`."""
    parts: dict[str, Any] = {DETAIL_FIELDS[field]: words}
    return replace(details, **parts)


def theme_of(said: str) -> str:
    theme = "\n".join(line.strip() for line in said.splitlines() if line.strip())
    if not re.search(r"\w", theme):
        raise UnacceptableError("主题不能是空的，请写活动的名称，例如“世界环境日纪念活动”。")
    if len(theme) > _LONGEST_THEME:
        raise UnacceptableError(f"主题最多 {_LONGEST_THEME} 个字，这里有 {len(theme)} 个，请写短一些。")
    return theme


def forms_of(said: str) -> tuple[str, ...]:
    forms = tuple(
        dict.fromkeys(form.strip() for form in re.split(r"[、，,;；/\n]|\s{1,}", said) if form.strip())
    )
    if not any(re.search(r"\w", form) for form in forms):
        raise UnacceptableError("形式不能是空的，请写一种或几种，例如“座谈交流、政策宣传”。")
    too_long = [form for form in forms if len(form) > _LONGEST_NAME]
    if too_long or len(forms) > _MOST_FORMS:
        raise UnacceptableError("形式请写成短语，用顿号隔开，例如“座谈交流、政策宣传”。")
    return forms


_NEW_UNIT = re.compile(r"^新单位[\s:：]*")


def unit_of(said: str, vocabulary: Vocabulary) -> str:
    """The unit of the plan that is meant; a unit that no plan has yet is written as 新单位 and its name."""
    said = said.strip()
    if _NEW_UNIT.match(said):
        name = _NEW_UNIT.sub("", said)
        if not re.search(r"\w", name) or len(name) > _LONGEST_NAME:
            raise UnacceptableError("请在“新单位”后面写它的全称，例如“新单位 区公安局”。")
        return name
    if not re.search(r"\w", said):
        raise UnacceptableError("单位不能是空的，请写计划里的单位名称，例如“区卫健局”。")
    meant = unit_meant(said, vocabulary)
    if meant.certain:
        return meant.units[0]
    if meant.units:
        raise UnitDoubtError(meant)
    name = _short(said)
    raise UnacceptableError(
        f"计划里没有“{name}”这个单位。发 /units 可以看有哪些；确实是新单位，请写“新单位 {name}”。"
    )


def timing_of(said: str, year: int) -> Timing:
    try:
        return read_period(said, year)
    except PeriodError as error:
        hint = "" if "请写成" in str(error) else "，请写成“6月”或“5月-9月”这样的月份"
        raise UnacceptableError(f"{error}{hint}。") from None


def _timed(entry: Entry, timing: Timing, said: str) -> Entry:
    details = entry.details
    if timing.sessions:
        details = replace(details, sessions=timing.sessions)
    else:
        inside = tuple(one for one in details.sessions if one.day.month in timing.period.months)
        details = replace(details, sessions=inside)
    details = _with_wording(details, "" if timing.exact else said)
    return replace(entry, period=timing.period, details=details)


def _with_wording(details: Details, said: str) -> Details:
    """The words that the months alone do not say are kept in the note, in place of those of a time before."""
    kept = [line for line in details.note.splitlines() if not line.startswith(_WORDINGS)]
    wording = [f"时间：{' '.join(said.split())}"] if said else []
    return replace(details, note="\n".join((*kept, *wording)))


def _sessions(said: str, year: int) -> tuple[Session, ...]:
    sessions: set[Session] = set()
    for piece in re.split(r"[;；\n]", unicodedata.normalize("NFKC", said)):
        if not piece.strip():
            continue
        try:
            timing = read_period(piece, year)
        except PeriodError as error:
            raise UnacceptableError(
                f"{str(error).split('，请写成')[0]}，请写成“{year}-06-05 9:30”或“6月5日 9:30-11:30”。"
            ) from None
        if not timing.sessions:
            raise UnacceptableError(
                f"“{_short(piece)}”没有写明哪一天，请写成“{year}-06-05 9:30”或“6月5日 9:30-11:30”。"
            )
        sessions.update(timing.sessions)
    return tuple(sorted(sessions, key=lambda one: (one.day, str(one.start or ""))))


def _dated(entry: Entry, sessions: tuple[Session, ...]) -> Entry:
    months = {one.day.month for one in sessions}
    planned = set(entry.period.months)
    if not months & planned:
        planned = months
    period = Period(tuple(sorted(planned | months)))
    return replace(entry, period=period, details=replace(entry.details, sessions=sessions))


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 20 else flat[:20] + "…"
