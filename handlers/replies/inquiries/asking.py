"""What is said to residents before anything is passed on, and when it is over?"""

from __future__ import annotations

from collections.abc import Sequence

from handlers.replies.inquiries.letters import staff_of
from handlers.replies.inquiry_taps import PassOn, Rewrite, Withdraw, inquiry_button
from handlers.replies.reply import Reply
from plan_store.inquiries.letters import Inquiry
from plan_store.personal_data import PersonalNumber, Sort

_WITHDRAW = inquiry_button("不问了", Withdraw())
_SORTS = {Sort.IDENTITY: "身份证号", Sort.MOBILE: "手机号", Sort.BANK_CARD: "银行卡号"}

IN_PRIVATE = Reply("请到和我的私聊里发 /ask，这样只有工作人员看得到。")
WITHDRAWN = Reply("好，没有转。想查计划里的活动，直接问我就行。")
INTERRUPTED = Reply("先办这个。要问工作人员的还没写，所以没有转；要问的时候再发“转人工”。")
WRITE_AGAIN = Reply("好，请重新写一条发给我，我转给工作人员。", ((_WITHDRAW,),))
NOT_TAKEN = Reply("这种消息我转不了，请用文字、照片或者文件。", ((_WITHDRAW,),))
ALREADY_PASSED_ON = "这个问题已经转过了。"
OUT_OF_DATE = "这一步已经过去了。要找工作人员，请发 /ask。"
ALREADY_CLOSED = "已经结束了。"
GONE = Reply("这个咨询已经不在了。要找工作人员，请发 /ask。")


def write_it_down(unit: str = "") -> Reply:
    """After 转人工: the next message is the question."""
    return Reply(
        f"请把想问的写成一条消息发给我，可以带照片或文件，我转给{staff_of(unit)}。\n"
        "只有这一条会转过去，是提问我也不自己答；不用写身份证号、手机号这些。",
        ((_WITHDRAW,),),
    )


def add_to(inquiry: Inquiry) -> Reply:
    """After 补充: the next message belongs to the inquiry."""
    return Reply(f"请发来要补充的一条消息，我转给{staff_of(inquiry.unit)}。", ((_WITHDRAW,),))


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
