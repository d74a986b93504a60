"""What is said about inquiries, to residents and to staff?"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from handlers.replies.inquiry_taps import (
    AddTo,
    Again,
    Close,
    Offer,
    PassOn,
    Rewrite,
    Show,
    Withdraw,
    data_of,
    inquiry_button,
)
from handlers.replies.keyboards import LABEL
from handlers.replies.reply import Button, Keyboard, Reply, escape, quoted, shorten, units
from plan_store.answers import Answer, Kind
from plan_store.inquiries.letters import Inquiry, Letter, Purpose, Side, State, Waiting
from plan_store.personal_data import PersonalNumber, Sort
from plan_store.questions.query import Trouble

PIECE = 3500
"""The longest stretch of a letter in one message: room is left for the lines around it."""
CAPTION = 1024
_WITHDRAW = inquiry_button("不问了", Withdraw())
_LISTED = 10
_MEDIA = {
    "photo": "照片",
    "document": "文件",
    "voice": "语音",
    "audio": "音频",
    "video": "视频",
    "video_note": "视频",
    "animation": "动图",
    "sticker": "表情",
    "location": "位置",
    "contact": "名片",
}
_SORTS = {Sort.IDENTITY: "身份证号", Sort.MOBILE: "手机号", Sort.BANK_CARD: "银行卡号"}

# --- the offer under an answer ----------------------------------------------------------------------------
_OFFERED = (None, Trouble.SERVICE, Trouble.UNEXPLAINED)


def with_offer(reply: Reply, answer: Answer, words: str) -> Reply:
    """The reply with a button that passes the question on, where staff may know what the plan does not."""
    unanswered = answer.kind is Kind.UNKNOWN and answer.query.trouble in _OFFERED
    if answer.standing is not None or not (unanswered or answer.missing):
        return reply
    entry = None
    if answer.missing and len(answer.entries) == 1:
        entry = (answer.entries[0].year, answer.entries[0].number)
    unit = unit_of(answer)
    label = f"问问{unit}的工作人员" if unit else "转给工作人员"
    data = data_of(Offer(words, entry))
    if data is None:
        reply = replace(reply, quotes=True)
        data = data_of(Offer("", entry))
    return replace(reply, buttons=(*reply.buttons, (Button(shorten(label, LABEL), data or ""),)))


def unit_of(answer: Answer) -> str:
    """The one unit that a question is about; empty where it is about none, or several."""
    found = {entry.unit for entry in answer.entries or answer.nearest}
    if len(found) == 1:
        return found.pop()
    named = {unit for part in answer.query.parts for one in part.units for unit in one.units}
    return named.pop() if len(named) == 1 else ""


def about(answer: Answer) -> str:
    """What a question is about, for staff who have not seen the conversation; empty where that is unclear."""
    if len(answer.entries) != 1:
        return ""
    entry = answer.entries[0]
    return f"{entry.year}年第 {entry.number} 项 {entry.theme}"


# --- to the resident, before anything is passed on --------------------------------------------------------
IN_PRIVATE = Reply("请到和我的私聊里发 /ask，这样只有工作人员看得到。")
WITHDRAWN = Reply("好，没有转。想查计划里的活动，直接问我就行。")
WRITE_AGAIN = Reply("好，请重新写一条发给我，我转给工作人员。", ((_WITHDRAW,),))
NOT_TAKEN = Reply("这种消息我转不了，请用文字、照片或者文件。", ((_WITHDRAW,),))
ALREADY_PASSED_ON = "这个问题已经转过了。"
OUT_OF_DATE = "这一步已经过去了。要找工作人员，请发 /ask。"
ALREADY_CLOSED = "已经结束了。"
GONE = Reply("这个咨询已经不在了。要找工作人员，请发 /ask。")


def write_it_down(unit: str = "") -> Reply:
    """After 转人工: the next message is the question."""
    return Reply(
        f"请把想问的写成一条消息发给我，可以带照片或文件，我转给{_staff_of(unit)}。\n"
        "只有这一条会转过去，不用写身份证号、手机号这些。",
        ((_WITHDRAW,),),
    )


def add_to(inquiry: Inquiry) -> Reply:
    """After 补充: the next message belongs to the inquiry."""
    return Reply(f"请发来要补充的一条消息，我转给{_staff_of(inquiry.unit)}。", ((_WITHDRAW,),))


def warning(numbers: Sequence[PersonalNumber], media: str, message: int) -> Reply:
    """There are personal numbers in it: nothing is passed on before their owner says so."""
    found = [f"{_SORTS[number.sort]}（{number.masked}）" for number in numbers]
    if media == "contact":
        found.append("名片里的电话")
    return Reply(
        f"先别急，里面好像有{'、'.join(found)}。\n不是非说不可的话，建议去掉再发。现在还没有转出去。",
        (
            (inquiry_button("改一改", Rewrite(message)), inquiry_button("继续发送", PassOn(message))),
            (_WITHDRAW,),
        ),
    )


EDIT_NOT_PASSED_ON = Reply("你改过的内容里有身份证号、手机号或银行卡号，所以改动没有转给工作人员。")


def closed(inquiry: Inquiry) -> Reply:
    """The resident has ended it."""
    return Reply(f"好，咨询 #{inquiry.number} 结束了。还有要问的，回复这条消息就会重新打开。")


# --- what became of a letter ------------------------------------------------------------------------------
def receipt(letter: Letter, *, anybody: bool = True) -> Reply:
    """What its author is told; `anybody`: whether there are staff at all to whom it may go."""
    return _told_resident(letter, anybody) if letter.side is Side.RESIDENT else _told_staff(letter)


def _told_resident(letter: Letter, anybody: bool) -> Reply:
    inquiry = letter.inquiry
    number, staff = inquiry.number, _staff_of(inquiry.unit)
    what = "改动" if letter.purpose is Purpose.CORRECTION else "消息"
    buttons = _resident_buttons(inquiry)
    match letter.state:
        case State.SENT:
            text = (
                f"{what}已经送到{staff}（咨询 #{number}），有回音我马上转给你。\n"
                "要补充就回复这条消息；想查活动照常问我。"
            )
        case State.FAILED if not anybody:
            text = (
                f"{what}记下了（咨询 #{number}）。不过现在还没有工作人员值守，没人能马上看到；"
                "一有人值守我就转过去，送到了告诉你。"
            )
        case State.FAILED:
            text = (
                f"{what}记下了（咨询 #{number}），但现在联系不上{staff}。我会接着试，送到了告诉你；"
                "急的话请直接找办事窗口。"
            )
        case _:
            text = f"{what}记下了（咨询 #{number}），正在转给{staff}。"
    return Reply(text, buttons)


def _told_staff(letter: Letter) -> Reply:
    number = letter.inquiry.number
    match letter.state:
        case State.SENT:
            return Reply(f"✓ 居民收到了（咨询 #{number}）。", ((_close(letter.inquiry),),))
        case State.FAILED:
            return Reply(
                f"✗ 居民没有收到（咨询 #{number}）：他停用了这个机器人，或者注销了账号。"
                "这条会留着，他回来时再发给他。"
            )
        case State.UNKNOWN:
            again = inquiry_button("再发一次", Again(letter.number))
            return Reply(f"？不知道居民收到没有（咨询 #{number}）：发的时候连接断了。", ((again,),))
        case _:
            return Reply(f"记下了，正在转给居民（咨询 #{number}）。")


def _resident_buttons(inquiry: Inquiry) -> Keyboard:
    return ((inquiry_button("补充", AddTo(inquiry.number)), _close(inquiry)),)


def _close(inquiry: Inquiry) -> Button:
    return inquiry_button("结束咨询", Close(inquiry.number))


# --- letters as they arrive -------------------------------------------------------------------------------
def to_staff(letter: Letter, *, doubtful: bool = False) -> list[Reply]:
    """A resident's letter: one message, or several where it is long."""
    inquiry = letter.inquiry
    head = f"<b>咨询 #{inquiry.number}</b> · {quoted(inquiry.unit) or '没有指明单位'}"
    if letter.purpose is Purpose.CLOSING:
        return [Reply(f"{head}\n居民说可以结束了。")]
    lines = [head]
    if letter.purpose is Purpose.CORRECTION:
        lines.append("居民改了前面的一条，现在是：")
    if letter.content.about:
        lines.append(f"关于：{quoted(letter.content.about, 200)}")
    if doubtful:
        lines.append("（前一次发的时候连接断了，这条可能是重复的。）")
    foot = "<i>回复这条消息，就会转给居民。居民看不到你的名字。</i>"
    return _pieces(lines, letter.content.text, foot, ((_close(inquiry),),))


def to_resident(letter: Letter, unit: str) -> list[Reply]:
    """An answer: in the name of the unit, never of the person."""
    inquiry = letter.inquiry
    who = quoted(unit) or "工作人员"
    if letter.purpose is Purpose.CLOSING:
        return [Reply(f"{who}结束了咨询 #{inquiry.number}。还有要问的，回复这条消息就会重新打开。")]
    head = f"<b>{who}</b>回复你（咨询 #{inquiry.number}）："
    if letter.purpose is Purpose.CORRECTION:
        head = f"<b>{who}</b>改了前面的回复（咨询 #{inquiry.number}），现在是："
    foot = "<i>还有要说的，直接回复这条消息。</i>"
    return _pieces([head], letter.content.text, foot, _resident_buttons(inquiry))


def to_colleague(letter: Letter, name: str) -> list[Reply]:
    """An answer, or the end, for the others of the staff who have the inquiry."""
    head = f"<b>咨询 #{letter.inquiry.number}</b> · {quoted(letter.inquiry.unit) or '没有指明单位'}"
    who = quoted(name) or "同事"
    if letter.purpose is Purpose.CLOSING:
        return [Reply(f"{head}\n{who}结束了这个咨询。")]
    done = "改了答复，现在是：" if letter.purpose is Purpose.CORRECTION else "已经答复："
    return _pieces([head, f"{who}{done}"], letter.content.text, "", ())


def _pieces(head: list[str], text: str, foot: str, buttons: Keyboard) -> list[Reply]:
    """The letter whole, in as many messages as it takes."""
    stretches = _stretches(text) or [""]
    replies = []
    for place, stretch in enumerate(stretches):
        first, last = place == 0, place == len(stretches) - 1
        parts = ["\n".join(head) if first else "", escape(stretch), foot if last else ""]
        replies.append(Reply("\n\n".join(part for part in parts if part), buttons if last else ()))
    return replies


def _stretches(text: str) -> list[str]:
    found = []
    while text:
        kept = text.encode("utf-16-le", "surrogatepass")[: PIECE * 2].decode("utf-16-le", "ignore")
        found.append(kept)
        text = text[len(kept) :]
    return found


def without_attachment(reply: Reply) -> Reply:
    """The words of a letter whose attachment cannot be had any more."""
    return replace(reply, html=f"{reply.html}\n\n（原来带的附件取不到了，可能已经被删掉。）")


def fits_caption(reply: Reply) -> bool:
    return units(reply.text) <= CAPTION


def topic_name(letter: Letter) -> str:
    """Of a resident's forum topic: at most 128 characters."""
    return shorten(f"#{letter.inquiry.number} {' '.join(letter.content.text.split()) or '居民来信'}", 60)


# --- to staff ---------------------------------------------------------------------------------------------
NOT_TAKEN_OF_STAFF = Reply("这条没有转给居民：这种消息转不了，请用文字、照片或者文件。")
ARRIVED_MEANWHILE = "已经送到了，不用再发。"
NOT_STAFF = Reply("这条没有转给居民：只有登记过的工作人员的回复才会转。请让负责人用 /grant 发邀请。")


def closed_by_staff(inquiry: Inquiry) -> Reply:
    return Reply(f"咨询 #{inquiry.number} 结束了，居民会收到通知。要重新打开，回复它就行。")


def not_yours(inquiry: Inquiry) -> Reply:
    return Reply(f"这条没有转给居民：咨询 #{inquiry.number} 问的是{quoted(inquiry.unit)}，由他们来答。")


def open_list(waiting: Sequence[Waiting], now: dt.datetime) -> Reply:
    """/inquiries: what waits for an answer, and what is answered and not closed."""
    if not waiting:
        return Reply("现在没有要处理的咨询。")
    unanswered = [one for one in waiting if one.since is not None]
    head = f"<b>{len(unanswered)} 件等答复</b>，{len(waiting) - len(unanswered)} 件已答复还没结束。"
    lines = [_line(one, now) for one in waiting[:_LISTED]]
    if len(waiting) > _LISTED:
        lines.append(f"还有 {len(waiting) - _LISTED} 件，处理完上面的再发 /inquiries。")
    return Reply("\n\n".join([head, *lines, "点号码看全文，再回复它。"]), _number_buttons(waiting))


def reminder(waiting: Sequence[Waiting], now: dt.datetime) -> Reply:
    """Once a day: what still waits for an answer."""
    lines = [_line(one, now) for one in waiting[:_LISTED]]
    if len(waiting) > _LISTED:
        lines.append(f"还有 {len(waiting) - _LISTED} 件，发 /inquiries 看。")
    head = f"早上好，有 {len(waiting)} 件居民咨询还在等答复："
    return Reply("\n\n".join([head, *lines, "点号码看全文，再回复它。"]), _number_buttons(waiting))


def _line(one: Waiting, now: dt.datetime) -> str:
    asked = quoted(said(one.last), 60)
    state = f"等了 {_ago(now - one.since)}" if one.since else "已答复"
    return f"#{one.inquiry.number} {quoted(one.inquiry.unit) or '没有指明单位'} · {state}\n{asked}"


def said(letter: Letter) -> str:
    """A letter in a line."""
    media = _MEDIA.get(letter.content.media, "附件") if letter.content.media else ""
    return f"[{media}]{letter.content.text}" if media else letter.content.text


def _ago(waited: dt.timedelta) -> str:
    minutes = max(0, int(waited.total_seconds()) // 60)
    if minutes < 60:
        return f"{minutes} 分钟"
    return f"{minutes // 60} 小时" if minutes < 48 * 60 else f"{minutes // 1440} 天"


def _number_buttons(waiting: Sequence[Waiting]) -> Keyboard:
    buttons = [
        inquiry_button(f"#{one.inquiry.number}", Show(one.inquiry.number)) for one in waiting[:_LISTED]
    ]
    return tuple(tuple(buttons[at : at + 5]) for at in range(0, len(buttons), 5))


def whole(letters: Sequence[Letter], zone: dt.tzinfo | None) -> list[Reply]:
    """All of an inquiry, for staff to read and to reply to; in as many messages as it takes."""
    inquiry = letters[0].inquiry
    lines = []
    for letter in letters:
        if letter.purpose is not Purpose.CLOSING:
            who = "居民" if letter.side is Side.RESIDENT else "答复"
            about = f"（关于：{letter.content.about}）" if letter.content.about else ""
            at = letter.written_at.astimezone(zone)
            lines.append(f"{who} {at:%m-%d %H:%M}：{said(letter)}{about}")
    head = f"<b>咨询 #{inquiry.number}</b> · {quoted(inquiry.unit) or '没有指明单位'}"
    foot = "<i>回复这条消息，就会转给居民。居民看不到你的名字。</i>"
    buttons = ((_close(inquiry),),) if inquiry.open else ()
    return _pieces([head], "\n\n".join(lines), foot, buttons)


def _staff_of(unit: str) -> str:
    return f"{quoted(unit)}的工作人员" if unit else "工作人员"


# --- words that mean it -----------------------------------------------------------------------------------
_PLEASE = "(?:请|麻烦|我要|我想|想|帮我|给我|能不能|可以|可不可以|能)*"
_PEOPLE = "(?:人工客服|人工服务|人工|客服|工作人员|真人)"
_ASK = re.compile(
    rf"{_PLEASE}(?:(?:转接|转给|转|接|找|联系|叫|换)(?:一?个|一?下)?{_PEOPLE}|人工客服|人工服务|人工|客服)"
    r"(?:一下|吗|吧|谢谢|可以吗)*"
)
_ASK_ABOUT = re.compile(rf"{_PLEASE}转(?:接|给)?{_PEOPLE}[\s,，。:：!！、]+(.+)", re.DOTALL)
_PUNCTUATION = " 　,，。.!！?？~～、"
ENDS = frozenset({"结束", "结束咨询", "结束对话", "可以结束了"})
WITHDRAWS = frozenset({"不问了", "算了", "取消", "没事了", "不用了", "/cancel"})


def wish_for_staff(words: str) -> str | None:
    """The question that comes with 转人工, empty where it is yet to come; None for all other words."""
    plain = words.strip(_PUNCTUATION)
    if len(plain) <= 20 and _ASK.fullmatch(plain):
        return ""
    match = _ASK_ABOUT.fullmatch(words.strip())
    return match[1].strip() if match else None
