"""Which questions can go to staff, whom are they for, and which words ask for that?"""

from __future__ import annotations

import re
from dataclasses import replace

from handlers.replies.inquiry_taps import Offer, data_of
from handlers.replies.keyboards import LABEL
from handlers.replies.reply import Button, Reply, shorten
from plan_store.answers import Answer, Kind
from plan_store.patterns import pattern
from plan_store.questions.query import Asked, Trouble

_OFFERED = (None, Trouble.SERVICE, Trouble.UNEXPLAINED)


def with_offer(reply: Reply, answer: Answer, words: str) -> Reply:
    """The reply with a button that passes the question on, where staff may know what the plan does not."""
    unanswered = answer.kind is Kind.UNKNOWN and answer.query.trouble in _OFFERED
    # 收费吗 and the like no plan tells, and what staff noted may be of something else.
    missing = bool(answer.missing or (answer.entries and Asked.UNTOLD in answer.query.asked))
    if answer.standing is not None or not (unanswered or missing):
        return reply
    entry = None
    if missing and len(answer.entries) == 1:
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


# --- words that mean it -----------------------------------------------------------------------------------
_PLEASE = "(?:请|麻烦|我要|我想|想|帮我|给我|能不能|可以|可不可以|能)*"
_PEOPLE = "(?:人工客服|人工服务|人工|客服|工作人员|真人)"
_ASK = pattern(
    rf"{_PLEASE}(?:(?:转接|转给|转|接|找|联系|叫|换)(?:一?个|一?下)?{_PEOPLE}|人工客服|人工服务|人工|客服)"
    r"(?:一下|吗|吧|谢谢|可以吗)*"
)
_ASK_ABOUT = pattern(rf"{_PLEASE}转(?:接|给)?{_PEOPLE}[\s,，。:：!！、]+(.+)", re.DOTALL)
_PUNCTUATION = " 　,，。.!！?？~～、"
ENDS = frozenset({"结束", "结束咨询", "结束对话", "可以结束了"})
WITHDRAWS = frozenset({"不问了", "算了", "取消", "没事了", "不用了"})


def wish_for_staff(words: str) -> str | None:
    """The question that comes with 转人工, empty where it is yet to come; None for all other words."""
    plain = words.strip(_PUNCTUATION)
    if len(plain) <= 20 and _ASK.fullmatch(plain):
        return ""
    match = _ASK_ABOUT.fullmatch(words.strip())
    return match[1].strip() if match else None
