"""What does the notice of an activity say? Date, hours, place, contact, how to take part, and every doubt.

It is read by its labels (活动时间：…, 二、活动地点); where time and place have none, by the sentence that
tells them (定于6月9日上午9点半在月湖公园举行). What it does not say stays empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from plan_store.documents.notice_dates import read_dates
from plan_store.plan import Session

LONGEST = 500
"""Characters of one detail, as in `plan_store.staff.fields`."""


class Part(Enum):
    """What a label of a notice announces."""

    TIME = "活动时间|举办时间|开展时间|举行时间|活动日期|时间安排|时间|日期"
    PLACE = "活动地点|举办地点|举行地点|开展地点|活动地址|活动场所|集合地点|会议地点|地点|地址"
    PERSON = "活动联系人|联系人员|联系人"
    PHONE = (
        "联系人及(?:联系)?(?:电话|方式)|联系(?:电话|方式|号码)|咨询(?:电话|方式|热线)"
        "|服务热线|联系人电话|热线|电话"
    )
    SIGNUP = (
        "报名(?:参与)?方[式法]|参与方式|参加方式|报名(?:途径|渠道|办法)|参与(?:途径|渠道)"
        "|如何(?:报名|参与|参加)|报名"
    )
    SIGNUP_PHONE = "报名(?:电话|热线|联系电话|地点|链接|邮箱)"
    DEADLINE = "报名(?:截止)?(?:时间|日期|期限)|报名截止|截止(?:时间|日期)"
    PLACES_LEFT = "活动名额|报名名额|活动人数|招募人数|名额|人数"
    AUDIENCE = (
        "参[加与](?:对象|人员|范围|群体)|参会(?:对象|人员)|活动对象|邀请对象|报名(?:对象|条件)"
        "|招募对象|面向(?:对象|人群)"
    )
    THEME = "活动主题|活动名称|主题|名称"
    UNIT = "(?:主办|责任|承办|举办|组织|牵头)(?:单位|部门|方)|主办|承办"
    OTHER = (
        "活动(?:内容|形式|方式|安排|流程|要求|目的|背景|议程|程序|须知|费用)|主要内容|(?:注意|其他|有关|相关)(?:事项|要求)|温馨提示"
        "|协办单位|指导单位|支持单位|参与单位|备注|附件|附|内容|形式|流程|议程|发布(?:时间|日期)|来源"
    )


_LABELS = [(part, re.compile(part.value)) for part in Part]
_ANY = "|".join(part.value for part in Part)
_HEAD = (
    r"(?:[(（]?(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）、.．:：]{1,2}\s*"
    r"|第[一二三四五六七八九十]+[、，:：]?"
    r"|[^\w\s:：,，.。;；、()（）\[\]【】「」]\s*)*"
)
"""What may stand before a label: its number, or a sign."""
_MOVED_TO = "(?:(?:调整|变更|改)为|为)?"
_AT_HEAD = re.compile(
    rf"^\s*{_HEAD}[【\[「]?(?P<label>{_ANY})[】\]」]?\s*(?:{_MOVED_TO}\s*[:：]\s*(?P<rest>.*)|\s*)$"
)
_WITHIN = re.compile(
    rf"(?<=[\s,，;；。、(（])(?P<label>{_ANY})\s*(?:{_MOVED_TO}\s*[:：]|(?<![(（]..)(?<![(（]....)(?=\d[\d-]{{6,}}))"
)
"""A label in the midst of a line; before a telephone number it needs no colon."""
_CELL = re.compile(rf"(?<![^\t\n])(?P<label>{_ANY})[ \u3000]*\t+(?=[^\t\n])")
"""A label in a cell of its own, as tables are pasted."""
_DIGITS = {ord("０") + digit: ord("0") + digit for digit in range(10)} | {ord("－"): ord("-")}
_SPACED = re.compile(r"[一-鿿](?:[ \u3000]{1,4}[一-鿿]){1,4}(?=\s*[:：])")
"""A label that is drawn apart: 时　间：."""
_NUMBERED = re.compile(r"^\s*(?:[(（]?[一二三四五六七八九十]{1,3}[)）、.．]|\d{1,2}[、.．](?!\d))")
_DATE_LINE = re.compile(r"^\s*\d{4}\s*(?:年\s*\d{1,2}\s*月\s*\d{1,2}\s*日|[-./]\d{1,2}[-./]\d{1,2})\s*$")
_HELD = r"(?:开展|举办|举行|召开|组织|进行|启动|集中)"
_PROSE_TIME = re.compile(
    rf"(?:拟?(?:定|订)于|将于|拟于|计划于|决定于|现定于|兹定于|(?<![发日])于)(?P<time>[^。；;\n]{{2,80}}?)(?=在|,|，|{_HELD})"
    rf"|(?<![于\d年前])(?P<bare>(?:\d{{4}}年)?\d{{1,2}}月\d{{1,2}}[日号][^，,。；;\n在]{{0,40}}?)(?=，?在[^，,。；;\n]{{2,40}}?{_HELD})"
)
_PROSE_SIGNUP = re.compile(
    r"(?:请|可|须|需|应|有意)[^。！!；;\n]{0,60}(?:报名|预约)|(?:无需|不用|免)(?:提前)?(?:报名|预约)"
)
"""In a sentence that tells how to take part, where no label does."""
_PROSE_PLACE = re.compile(rf"在(?P<place>[^，,。；;\n在]{{2,40}}?){_HELD}")
_ANNOUNCED = re.compile(r"\s*[【\[]?(?:活动)?(?:通知|公告|通告|预告)[】\]]?(?=[\s:：,，\d])")
"""Begins a notice of one line, as staff write it to the bot: 通知 6月8日下午3点 …"""
_DAY = re.compile(r"\d{1,2}月\d{1,2}[日号]")
_ASKS = re.compile(r"[?？吗]|哪(?:里|儿|天|个|些)|什么|几[点号时]")
_BEFORE = re.compile(r"\d\s*(?:[日号点时]|:\d\d)[^，,]{0,8}(?:前|截止)")
_TELEPHONE = re.compile(r"\d[\d-]{6,}")
_NUMBER_ALONE = re.compile(r"[\d() +-]{7,}").fullmatch
_SIGNED = re.compile(r"(?:局|街道|街道办|办公室|办事处|中心|委员会|委|院|办|分局|馆|所|队)$")
"""Ends the name of an organ that signs."""
_MOVED = re.compile(r"改期|延期|推迟|提前至|提前到|时间(?:调整|变更)|调整(?:为|至|到)|变更(?:为|至|到)")
_CANCELLED = re.compile(r"(?:活动|本次|原定|予以|现已|暂时)(?:[^。\n]{0,20})取消(?!报名|资格|预约)")


@dataclass(frozen=True, slots=True)
class Notice:
    """What a notice says; empty where it says nothing."""

    title: str
    theme: str
    unit: str
    """As written: the organiser, else who signed."""
    sessions: tuple[Session, ...]
    place: str
    contact: str
    signup: str
    """How to take part, the deadline included."""
    audience: str
    moved: bool
    """Whether it takes the place of an earlier date."""
    doubts: tuple[str, ...]

    @property
    def says_something(self) -> bool:
        return bool(self.sessions or self.place or self.contact or self.signup or self.audience)


def looks_like_notice(text: str) -> bool:
    """Whether the words of a staff member are a notice rather than a question or a wish."""
    text = _in_plain_cells(text)
    if _ANNOUNCED.match(text) and _DAY.search(text) and not _ASKS.search(text):
        return True
    if len(text) < 20:
        return False
    parts = {part for part, _ in _labelled(text)}
    if len(parts & _TELLING) >= 2:
        return True
    dated = bool(_PROSE_TIME.search(text)) and not _ASKS.search(text)
    return dated and ("活动" in text or bool(parts & _TELLING)) and len(text) > 40


def of_one_line(text: str) -> str:
    """The words of a notice of one line without 通知 before them; empty for all others."""
    text = text.strip()
    return (
        _ANNOUNCED.sub("", text, count=1).strip(" :：,，")
        if _ANNOUNCED.match(text) and "\n" not in text
        else ""
    )


_TELLING = frozenset(
    {Part.TIME, Part.PLACE, Part.PERSON, Part.PHONE, Part.SIGNUP, Part.DEADLINE, Part.AUDIENCE}
)


def read_notice(text: str, year: int) -> Notice:
    """Read a notice; a date without a year is of `year`."""
    text = _in_plain_cells("\n".join(line.strip(" \t\u3000\xa0*_") for line in text.splitlines()))
    said: dict[Part, list[str]] = {}
    for part, value in _labelled(text):
        if value and value not in said.setdefault(part, []):
            said[part].append(value)
    doubts: list[str] = []
    timing = "\n".join(said.get(Part.TIME, ())) or _prose_time(text) or _announced_time(text)
    sessions, unsure = read_dates(timing, year)
    doubts += unsure
    if timing and not sessions:
        doubts.append(f"“{_short(timing)}”里没有读到日期")
    place = _one_line(said.get(Part.PLACE, ())) or _prose_place(text)
    contact = _one_line([*said.get(Part.PERSON, ()), *said.get(Part.PHONE, ())])
    if not contact:
        calls = [*said.get(Part.SIGNUP_PHONE, ()), *filter(_NUMBER_ALONE, said.get(Part.SIGNUP, ()))]
        contact = _one_line([one for one in calls if _TELEPHONE.search(one)])
    if _CANCELLED.search(text):
        doubts.append("通知里说到取消，请看一看活动是不是还办")
    doubts += _deadline_doubts(said.get(Part.DEADLINE, ()), sessions, year)
    return Notice(
        title=_title(text),
        theme=_one_line(said.get(Part.THEME, ())),
        unit=_one_line(said.get(Part.UNIT, ())) or _signature(text),
        sessions=sessions,
        place=place[:LONGEST],
        contact=contact[:LONGEST],
        signup=_signup(said, text)[:LONGEST],
        audience=_one_line(said.get(Part.AUDIENCE, ()))[:LONGEST],
        moved=bool(_MOVED.search(text)),
        doubts=tuple(dict.fromkeys(doubts)),
    )


def _labelled(text: str) -> Iterator[tuple[Part, str]]:
    """What follows each label, up to the next one."""
    lines = [_SPACED.sub(_closed_up, line) for line in text.splitlines()]
    present: Part | None = None
    value: list[str] = []
    for line in lines:
        match = _AT_HEAD.match(line)
        if match:
            if present is not None:
                yield present, "\n".join(value).strip()
            pieces = list(_pieces(match["label"], match["rest"] or ""))
            yield from pieces[:-1]
            present, first = pieces[-1]
            value = [first]
            continue
        if present is not None and _ends(line, value):
            yield present, "\n".join(value).strip()
            present = None
        if present is not None and line.strip():
            value.append(line.strip())
        elif present is None:
            yield from _in_prose(line)
    if present is not None:
        yield present, "\n".join(value).strip()


def _closed_up(match: re.Match[str]) -> str:
    return "".join(match[0].split())


def _pieces(label: str, rest: str) -> Iterator[tuple[Part, str]]:
    """Several labels of one line: 联系人：张三，联系电话：…"""
    at, name = 0, label
    padded = f" {rest}"
    for match in _WITHIN.finditer(padded):
        yield _part(name), padded[at : match.start()].strip(" ,，;；、。(（")
        at, name = match.end(), match["label"]
    yield _part(name), padded[at:].strip()


def _in_prose(line: str) -> Iterator[tuple[Part, str]]:
    """Labels in the midst of sentences: …欢迎参加。咨询电话：84512345。"""
    match = _WITHIN.search(f" {line}")
    if match is not None:
        for part, value in _pieces(match["label"], f" {line}"[match.end() :]):
            yield part, re.split("[。\n]", value)[0].strip()


def _part(label: str) -> Part:
    return next(part for part, pattern in _LABELS if pattern.fullmatch(label))


def _ends(line: str, value: list[str]) -> bool:
    """Whether a line is no more of the value above it: another section, a blank after it, or who signed."""
    if not any(value):
        return False
    if not line.strip() or _DATE_LINE.match(line) or (len(line) <= 30 and _SIGNED.search(line)):
        return True
    return (
        bool(_NUMBERED.match(line)) and not _NUMBERED.match(value[-1]) and len(value) < 2 and bool(value[0])
    )


def _in_plain_cells(text: str) -> str:
    """Digits of one width; what stood in cells side by side as a label and what it announces."""
    return _CELL.sub(r"\g<label>：", text.translate(_DIGITS))


def _signup(said: dict[Part, list[str]], text: str) -> str:
    lines = [f"报名电话：{one}" if _NUMBER_ALONE(one) else one for one in said.get(Part.SIGNUP, ())]
    lines += [
        f"报名电话：{one}" if re.match(r"[\d(（+]", one) else one for one in said.get(Part.SIGNUP_PHONE, ())
    ]
    for one in said.get(Part.DEADLINE, ()):
        # What follows in further sentences is no deadline.
        until = re.split("[。！!\n]", one)[0].strip()
        lines.append(f"{'报名时间' if re.search('[起至到—~～-]', until) else '报名截止'}：{until}")
    lines += [f"名额：{' '.join(one.split())}" for one in said.get(Part.PLACES_LEFT, ())]
    known = "".join("".join(lines).split())
    for one in _prose_signup(text):
        # Beside what has a label only a deadline adds anything.
        if "".join(one.split()) not in known and (not lines or _BEFORE.search(one)):
            lines.append(one)
    return "\n".join(lines)


def _prose_signup(text: str) -> Iterator[str]:
    """The sentences without a label that tell how to take part."""
    for line in text.splitlines():
        for sentence in re.split("[。！!；;]", line):
            if _PROSE_SIGNUP.search(sentence) and not re.search("[:：]", sentence):
                yield sentence.strip(" ,，\u3000")[:120]


def _prose_time(text: str) -> str:
    match = _PROSE_TIME.search(text)
    time = (match["time"] or match["bare"]) if match else ""
    return time if re.search(r"\d|[一二三四五六七八九十]月", time) else ""


def _announced_time(text: str) -> str:
    """The part of a notice of one line that names a day, whatever follows it."""
    if not _ANNOUNCED.match(text):
        return ""
    return next((piece for piece in re.split("[，,。；;\n]", text) if _DAY.search(piece)), "")


def _prose_place(text: str) -> str:
    match = _PROSE_PLACE.search(text)
    return match["place"].strip() if match else ""


def _deadline_doubts(
    said: list[str] | tuple[str, ...], sessions: tuple[Session, ...], year: int
) -> Iterator[str]:
    for one in said:
        days, doubts = read_dates(one, sessions[0].day.year if sessions else year)
        yield from (f"报名截止：{doubt}" for doubt in doubts)
        if days and sessions and days[-1].day > sessions[-1].day:
            yield f"报名截止（{_short(one)}）晚于活动日期"


def _title(text: str) -> str:
    """The first lines up to the greeting or the first sentence."""
    lines: list[str] = []
    for line in text.splitlines():
        if not line.strip():
            if lines:
                break
            continue
        labelled = _AT_HEAD.match(line) and re.search("[:：]", line)
        if labelled or line.endswith(("：", ":", "。")) or len(lines) == 3:
            break
        lines.append(line.strip())
    return "".join(lines)[:120]


def _signature(text: str) -> str:
    """The line above the date at the end, or the last line where it is short and names an organ."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    for at in range(len(lines) - 1, max(len(lines) - 4, -1), -1):
        line = lines[at]
        if len(line) <= 30 and _SIGNED.search(line) and not re.search("[:：]", line):
            return line
    return ""


def _one_line(parts: list[str] | tuple[str, ...]) -> str:
    return " ".join(" ".join(part.split()).rstrip("。；;") for part in parts)


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 30 else f"{flat[:30]}…"
