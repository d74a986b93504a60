"""How does a letter look where it arrives, and what is its author told of that?"""

from __future__ import annotations

import re
from dataclasses import replace

from handlers.replies.inquiry_taps import AddTo, Again, Close, inquiry_button
from handlers.replies.reply import Button, Keyboard, Reply, escape, quoted, shorten, units
from plan_store.inquiries.letters import Inquiry, Letter, Purpose, Side, State

PIECE = 3500
"""The longest stretch of a letter in one message: room is left for the lines around it."""
CAPTION = 1024
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


# --- what became of a letter ------------------------------------------------------------------------------
def receipt(letter: Letter, *, anybody: bool = True) -> Reply:
    """What its author is told; `anybody`: whether there are staff at all to whom it may go."""
    return _told_resident(letter, anybody) if letter.side is Side.RESIDENT else _told_staff(letter)


def _told_resident(letter: Letter, anybody: bool) -> Reply:
    inquiry = letter.inquiry
    number, staff = inquiry.number, staff_of(inquiry.unit)
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
            return Reply(f"✓ 居民收到了（咨询 #{number}）。", ((close_button(letter.inquiry),),))
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
    return ((inquiry_button("补充", AddTo(inquiry.number)), close_button(inquiry)),)


def close_button(inquiry: Inquiry) -> Button:
    return inquiry_button("结束咨询", Close(inquiry.number))


# --- letters as they arrive -------------------------------------------------------------------------------
def is_letter(shown: str) -> bool:
    """Whether a message of the bot is a resident's letter, as `to_staff` heads it."""
    return re.match(r"咨询 #\d+ · ", shown) is not None


def to_staff(letter: Letter) -> list[Reply]:
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
    foot = "<i>回复这条消息，就会转给居民。居民看不到你的名字。</i>"
    return pieces(lines, letter.content.text, foot, ((close_button(inquiry),),))


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
    return pieces([head], letter.content.text, foot, _resident_buttons(inquiry))


def to_colleague(letter: Letter, name: str) -> list[Reply]:
    """An answer, or the end, for the others of the staff who have the inquiry."""
    head = f"<b>咨询 #{letter.inquiry.number}</b> · {quoted(letter.inquiry.unit) or '没有指明单位'}"
    who = quoted(name) or "同事"
    if letter.purpose is Purpose.CLOSING:
        return [Reply(f"{head}\n{who}结束了这个咨询。")]
    done = "改了答复，现在是：" if letter.purpose is Purpose.CORRECTION else "已经答复："
    return pieces([head, f"{who}{done}"], letter.content.text, "", ())


def pieces(head: list[str], text: str, foot: str, buttons: Keyboard) -> list[Reply]:
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


def perhaps_again(reply: Reply) -> Reply:
    """What may have arrived before says so."""
    return replace(reply, html=f"<i>（不知道前一次发到没有，这条可能是重复的。）</i>\n{reply.html}")


def without_attachment(reply: Reply) -> Reply:
    """The words of a letter whose attachment cannot be had any more."""
    return replace(reply, html=f"{reply.html}\n\n（原来带的附件取不到了，可能已经被删掉。）")


def fits_caption(reply: Reply) -> bool:
    return units(reply.text) <= CAPTION


def topic_name(letter: Letter) -> str:
    """Of a resident's forum topic: at most 128 characters."""
    return shorten(f"#{letter.inquiry.number} {' '.join(letter.content.text.split()) or '居民来信'}", 60)


def said(letter: Letter) -> str:
    """A letter in a line."""
    media = _MEDIA.get(letter.content.media, "附件") if letter.content.media else ""
    return f"[{media}]{letter.content.text}" if media else letter.content.text


def staff_of(unit: str) -> str:
    return f"{quoted(unit)}的工作人员" if unit else "工作人员"
