"""What is said to somebody who wants to be reminded? What was subscribed, or why not, and what could be."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from handlers.replies import talk
from handlers.replies.keyboards import (
    OFFERED,
    REMIND_ME,
    TO_CALENDAR,
    choice_width,
    in_rows,
    reminder_button,
    say_keyboard,
)
from handlers.replies.reminder_taps import Follow, FollowedCalendar, ShowFollowed, ShowOne, Unfollow
from handlers.replies.reply import Keyboard, Reply
from handlers.replies.subscribing.followed import Followed, how_it_comes, size, when_next
from handlers.replies.taps import View
from plan_store.answers import Answer, Kind
from plan_store.plan import Plan
from plan_store.subscriptions import Habits, Reminder

MOST = 50
"""A chat follows no more: the list must stay one that a person can read."""
NOT_UNDERSTOOD = "没有订阅成：我没看出你想让我提醒什么。"
SAY_IT_SO = "说单位、月份、形式或者序号就行，比如“订阅 月湖街道”“订阅 6月的座谈”“订阅 17”。"
MY_SUBSCRIPTIONS = "我的订阅"


def to_my_subscriptions() -> Keyboard:
    return in_rows([[reminder_button(MY_SUBSCRIPTIONS, ShowFollowed(anew=True))]])


def subscribed(
    followed: Followed, habits: Habits, today: dt.date, *, new: bool, remarks: Sequence[str] = ()
) -> Reply:
    """What was subscribed, said back, with how it comes and when next."""
    said = f"{'好的，订阅了' if new else '这个已经订阅过了'}：<b>{followed.words}</b>，{size(followed)}。"
    how = f"{how_it_comes(followed.subscription.kinds, habits)}。"
    lines = [*remarks, said, how, when_next(followed, habits, today)]
    number = followed.subscription.id
    buttons = in_rows(
        [
            [
                reminder_button("改提醒方式", ShowOne(number, anew=True)),
                reminder_button("退订", Unfollow(number)),
            ],
            [
                reminder_button(MY_SUBSCRIPTIONS, ShowFollowed(anew=True)),
                reminder_button(TO_CALENDAR, FollowedCalendar()),
            ],
        ]
    )
    return Reply("\n".join(line for line in lines if line), buttons)


def not_subscribed(answer: Answer, reply: Reply) -> Reply:
    """`reply` says why there is nothing to follow; this says first that nothing was subscribed."""
    if answer.kind is Kind.CLARIFY:
        return Reply(f"先问一句再订阅。{reply.html}", choices_to("订阅", answer, reply))
    if answer.kind is Kind.NONE:
        return Reply(f"没有订阅成：{reply.html}", reply.buttons)
    return Reply(f"{NOT_UNDERSTOOD}\n{SAY_IT_SO}", to_my_subscriptions())


def choices_to(do: str, answer: Answer, reply: Reply) -> Keyboard:
    """The choices, each of which does it: 订阅 or 退订."""
    offered = answer.choices[:OFFERED]
    asking = [(one.label, f"{do} {one.question}") for one in offered]
    choices = say_keyboard(asking, choice_width(offered))
    return choices if sum(map(len, choices)) == len(offered) else reply.buttons


def too_many() -> Reply:
    return Reply(f"已经订阅了 {MOST} 条，先退掉几条再加吧，或者直接订阅全部活动。", to_my_subscriptions())


def what_to_follow(plan: Plan | None, today: dt.date) -> Reply:
    """Nothing was named: what can be, to tap."""
    if plan is None:
        return Reply(talk.NO_PLAN_YET)
    months = sorted({month for entry in plan.entries for month in entry.period.months})
    if plan.year == today.year:
        months = [month for month in months if month >= today.month]
    ahead = [
        reminder_button(f"{month}月的活动", Follow(View(plan.year, months=frozenset((month,)))))
        for month in months[:6]
    ]
    buttons = in_rows(
        [
            [reminder_button("全部活动", Follow(View(plan.year)))],
            *(ahead[at : at + 3] for at in range(0, len(ahead), 3)),
            [reminder_button(MY_SUBSCRIPTIONS, ShowFollowed(anew=True))],
        ]
    )
    return Reply(f"想让我提醒什么？\n{SAY_IT_SO}", buttons)


def how_to(words: str, habits: Habits) -> Reply:
    """怎么订阅, answered; with a button that does it where something was named."""
    text = (
        "可以订阅，到时候我来提醒你：\n"
        "· 发“订阅 月湖街道”“订阅 6月的座谈”“订阅 17”，说法和平常提问一样；\n"
        f"· 或者点回答下面的“{REMIND_ME}”。\n\n"
        f"{how_it_comes(Reminder, habits)}。发“我的订阅”可以改时间、暂停或者退订，发“退订”就不再提醒。"
    )
    named = say_keyboard([(f"订阅 {words}", f"订阅 {words}")], 1) if words else ()
    return Reply(text, (*named, *to_my_subscriptions()))
