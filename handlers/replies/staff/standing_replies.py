"""In which words are standing answers taught, listed and taken back?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from handlers.replies.keyboards import LABEL
from handlers.replies.reply import Button, Reply, laid_out, quoted, shorten
from handlers.replies.speaking import standing_reply
from handlers.replies.staff.taps import Back, Cancel, Confirm, Pick, Unteach, staff_button
from plan_store.standing import Standing

_SHOWN = 15
_WORDINGS = 10

HOW_TO_ANSWER = (
    "给一类问题一个统一的答复：/answer 问题 | 答复 | 到哪一天，例如 "
    "/answer 可以带狗吗 | 活动现场不能带宠物，请谅解。 | 12月31日\n"
    "也可以发 /unanswered，在没答上来的问题下面点“答复”。"
)
NOT_YOURS = Reply("统一答复是对所有单位的，请能改全部活动的同事来写。")
_PERIODS = ("一个月", "三个月", "到今年年底")


def too_many_parts(count: int) -> Reply:
    return Reply(f"这里有 {count} 段，应该是三段，用竖线隔开：问题 | 答复 | 到哪一天。")


def answered_by_plan(question: str) -> Reply:
    return Reply(
        f"“{quoted(question, 60)}”从计划里就能回答，统一答复不会用到。"
        "要改答案，请改那一项活动：/edit 17 备注 ……"
    )


def no_question(question: str) -> Reply:
    return Reply(f"“{quoted(question, 30)}”太短了，看不出是什么问题，请写完整。")


def question_too_long(most: int, length: int) -> Reply:
    return Reply(too_long("问题", most, length))


def too_long(what: str, most: int, length: int) -> str:
    return f"{what}最多 {most} 个字，这里有 {length} 个，请写短一些。"


def which_wordings(questions: Sequence[str], key: str) -> Reply:
    """Several ways of asking stand together by likeness only: are they all to be answered so?"""
    shown = questions[: _WORDINGS - 1]
    rows: list[tuple[Button, ...]] = [(staff_button(f"都这样答（{len(questions)} 种问法）", Pick(key, 0)),)]
    rows += [
        (staff_button(shorten(f"只答：{one}", LABEL), Pick(key, place)),)
        for place, one in enumerate(shown, 1)
    ]
    lines = "\n".join(f"· {quoted(one, 80)}" for one in questions[:20])
    return Reply(
        f"这些问法放在一起，只是因为字面相近：\n{lines}\n\n同一个答复对它们都合适吗？",
        (*rows, (staff_button("取消", Cancel(key)),)),
    )


def ask_reply(questions: Sequence[str], key: str, trouble: str = "") -> Reply:
    lines = [quoted(trouble, 300)] if trouble else []
    lines.append(f"{_questions(questions)}\n\n请发来答复，居民会原样看到。")
    return Reply("\n\n".join(lines), ((staff_button("取消", Cancel(key)),),))


def ask_until(questions: Sequence[str], key: str, trouble: str = "") -> Reply:
    lines = [quoted(trouble, 300)] if trouble else []
    lines.append(f"{_questions(questions)}\n\n这个答复用到哪一天？点一个，或者写日期，例如“12月31日”。")
    choices = tuple(staff_button(label, Pick(key, place)) for place, label in enumerate(_PERIODS))
    return Reply("\n\n".join(lines), (choices, _leaving(key)))


def preview(standing: Standing, replaced: Standing | None, key: str) -> Reply:
    """What residents will be told to which questions, and until when."""
    instead = f"\n\n原来的答复会被换下：\n{quoted(replaced.reply, 200)}" if replaced else ""
    text = (
        f"{_questions(standing.questions)}\n\n到 {_day(standing.until)} 为止，居民这样问会看到：\n\n"
        f"{standing_reply(standing).html}{instead}\n\n请看一看，确认以后才生效。"
    )
    return Reply(text, ((staff_button("确认答复", Confirm(key)), *_leaving(key)),))


def _leaving(key: str) -> tuple[Button, ...]:
    return (staff_button("‹ 上一步", Back(key)), staff_button("取消", Cancel(key)))


def taught(standing: Standing, times: int, wordings: Sequence[str]) -> Reply:
    """It is said from now on; how many questions of before would have got it."""
    lines = [f"记住了，马上生效，用到 {_day(standing.until)}。"]
    if times:
        shown = "\n".join(f"· {quoted(one, 60)}" for one in wordings[:5])
        lines.append(f"以前没答上来的，有 {times} 次现在会得到这个答复：\n{shown}")
    return Reply("\n\n".join(lines), ((staff_button("收回这个答复", Unteach(standing.number)),),))


def withdrawn(standing: Standing) -> Reply:
    return Reply(f"收回了，“{quoted(standing.questions[0], 60)}”不再这样回答。")


def listed(answers: Sequence[Standing], today: dt.date) -> Reply:
    """All that are said now, to be taken back."""
    current = [one for one in answers if today <= one.until]
    past = len(answers) - len(current)
    if not current:
        over = f"（{past} 个已经到期）" if past else ""
        return Reply(f"现在没有统一答复{over}。\n\n{HOW_TO_ANSWER}")
    shown = current[-_SHOWN:]
    lines = [f"<b>统一答复</b>（{len(current)} 个{f'，另有 {past} 个已经到期' if past else ''}）"]
    for one in shown:
        more = f" 等 {len(one.questions)} 种问法" if len(one.questions) > 1 else ""
        lines.append(
            f"{one.number}. <b>{quoted(one.questions[0], 50)}</b>{more}\n"
            f"{quoted(one.reply, 80)}\n用到 {_day(one.until)}"
        )
    buttons = [staff_button(f"收回 {one.number}", Unteach(one.number)) for one in shown]
    rows = laid_out(buttons, 4)
    return Reply("\n\n".join((*lines, HOW_TO_ANSWER)), rows)


def _questions(questions: Sequence[str]) -> str:
    if len(questions) == 1:
        return f"问：<b>{quoted(questions[0], 120)}</b>"
    shown = "\n".join(f"· {quoted(one, 80)}" for one in questions[:_WORDINGS])
    more = f"\n……共 {len(questions)} 种问法" if len(questions) > _WORDINGS else ""
    return f"<b>这些问法</b>\n{shown}{more}"


def _day(day: dt.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
