"""What is said to somebody who wants no more reminders, or to be forgotten altogether?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from handlers.replies.keyboards import in_rows, reminder_button
from handlers.replies.reminder_taps import Confirm, Grave, Leave, ShowFollowed
from handlers.replies.reply import Reply, quoted
from handlers.replies.subscribing.beginning import choices_to, to_my_subscriptions
from handlers.replies.subscribing.followed import Followed, clock, day, lead_words
from handlers.replies.subscribing.overview import BACK
from plan_store.answers import Answer
from plan_store.subscriptions import Habits

NOTHING_CHANGED = "好的，什么也没动。"
ADMINISTRATORS_ONLY = "群和频道的提醒只有管理员能改。想自己收提醒，请到私聊里找我。"
IN_PRIVATE_ONLY = "这件事请到私聊里发给我。"


# --- no more reminders ------------------------------------------------------------------------------------
def ended(words: Sequence[str]) -> Reply:
    """What was followed and is no longer."""
    if not words:
        return Reply("本来就没有订阅，不会收到提醒。")
    said = "、".join(words[:6]) + (f"等 {len(words)} 条" if len(words) > 6 else "")
    return Reply(f"已经退订：{said}。想再要提醒，随时发“订阅”。", to_my_subscriptions())


def not_followed(listed: Reply) -> Reply:
    """Asked to end what is not followed: what is, stands below."""
    return Reply(f"你没有订阅过这个，所以什么也没动。\n\n{listed.html}", listed.buttons)


def which_one(answer: Answer, reply: Reply) -> Reply:
    """`reply` asks back what was meant; each of its choices ends that."""
    return Reply(f"先问一句再退订。{reply.html}", choices_to("退订", answer, reply))


def which_to_end(listed: Reply) -> Reply:
    return Reply(f"要退哪一条？点一下；要全退就点“全部退订”。\n\n{listed.html}", listed.buttons)


def confirm_unfollow_all(count: int) -> Reply:
    buttons = [
        reminder_button("确定全部退订", Confirm(Grave.UNFOLLOW_ALL, 2)),
        reminder_button(BACK, ShowFollowed()),
    ]
    return Reply(f"确定全部 {count} 条都退订吗？", in_rows([buttons]))


# --- everything that is kept ------------------------------------------------------------------------------
NOTHING_KEPT = Reply("我这里没有和你有关的记录。")


def forgotten(left: Sequence[str]) -> Reply:
    """After /forget; `left`: what is kept on, a line of HTML each."""
    if not left:
        return Reply("都删掉了，我这里没有关于你的记录了。想再用，直接问我就行。")
    return Reply(f"能删的都删掉了。还留着：\n\n{_listed(left)}")


def my_data(kept: Sequence[str]) -> Reply:
    """/mydata: everything that is kept of somebody, a line of HTML each."""
    text = (
        f"这里记着的、和你有关的全部内容：\n\n{_listed(kept)}\n\n除此以外没有别的。发 /forget 可以全部删掉。"
    )
    return Reply(text, in_rows([[reminder_button("全部删掉", Confirm(Grave.FORGET, 1))]]))


def confirm_forget(step: int, kept: Sequence[str]) -> Reply:
    """Asked twice: first with what there is, then that it is lost for good."""
    if step == 1:
        text, yes = f"要把我记着的、和你有关的内容全部删掉吗？\n\n{_listed(kept)}", "删掉"
    else:
        text, yes = "再确认一次：删掉以后找不回来，也不会再收到提醒。", "确定，全部删掉"
    buttons = [
        reminder_button(yes, Confirm(Grave.FORGET, step + 1)),
        reminder_button("不删了", Leave()),
    ]
    return Reply(text, in_rows([buttons]))


def _listed(kept: Sequence[str]) -> str:
    return "\n".join(f"· {line}" for line in kept)


def kept_letters(texts: Sequence[str]) -> str:
    """Letters of an inquiry, of either side, the oldest first."""
    said = "、".join(f"“{quoted(text, 30)}”" for text in texts[-6:] if text)
    return f"和工作人员的来往：{len(texts)} 条{f'，最近的是{said}' if said else ''}"


KEPT_DRAFT = "要问工作人员、还没转过去的（一天后删掉）"


def kept_role(role: str) -> str:
    return f"工作人员身份：{role}。由负责人管理，不随 /forget 删除"


def kept_changes(count: int) -> str:
    return f"改过计划的记录：{count} 条（谁、什么时候、改了什么），要留存，不随 /forget 删除"


def kept_words(count: int) -> str:
    return f"教过的叫法、写过的固定答复和公告：{count} 条（谁写的），要留存，不随 /forget 删除"


def kept_begun(count: int) -> str:
    return f"开了头、还没确认的修改：{count} 份（两天后删掉）"


def kept_talk(questions: Sequence[str]) -> str:
    said = "、".join(f"“{quoted(words, 30)}”" for words in questions[:10])
    return f"最近的问题（一天后删掉）：{said}"


def kept_subscriptions(followed: Sequence[Followed]) -> str:
    words = "；".join(one.words for one in followed[:20])
    return f"订阅：{words}{f'等 {len(followed)} 条' if len(followed) > 20 else ''}"


def kept_habits(habits: Habits, today: dt.date) -> str:
    until = habits.paused_until
    pause = f"，暂停到 {day(until, today)}" if until and habits.paused(today) else ""
    return f"提醒方式：{clock(habits.time)}，活动{lead_words(habits.lead_days)}{pause}"


def kept_deliveries(count: int) -> str:
    return f"提醒记录（什么时候提醒过，400 天后删掉）：{count} 条"
