"""What does somebody see who asks what they follow? All of it, each to be changed or ended by buttons."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from handlers.replies.keyboards import TO_CALENDAR, in_rows, reminder_button
from handlers.replies.reminder_taps import (
    Confirm,
    FollowedCalendar,
    Grave,
    Offer,
    SetPause,
    Setting,
    ShowFollowed,
    ShowOne,
    Switch,
    Unfollow,
)
from handlers.replies.reply import Button, Keyboard, Reply, shorten
from handlers.replies.subscribing.beginning import SAY_IT_SO
from handlers.replies.subscribing.followed import (
    KINDS,
    Followed,
    clock,
    day,
    how_it_comes,
    lead_words,
    moment,
    size,
    when_next,
)
from plan_store.subscriptions import Habits

PAGE = 8
"""Subscriptions on one page: one row of buttons for each."""
BACK = "‹ 我的订阅"


def list_of(all_followed: Sequence[Followed], habits: Habits, today: dt.date, page: int = 0) -> Reply:
    """All that a chat follows, to be changed by buttons."""
    if not all_followed:
        return Reply(
            f"现在没有订阅。{SAY_IT_SO}",
            in_rows([[reminder_button("看看可以订阅什么", Offer(Setting.WHAT))]]),
        )
    pages = -(-len(all_followed) // PAGE)
    page = min(page, pages - 1)
    shown = list(enumerate(all_followed, 1))[page * PAGE : (page + 1) * PAGE]
    head = f"现在订阅了 {len(all_followed)} 条{f'，第 {page + 1}/{pages} 页' if pages > 1 else ''}："
    lines = [f"{place}. <b>{one.words}</b>\n{_state(one, today)}" for place, one in shown]
    foot = f"{clock(habits.time)} 提醒，活动{lead_words(habits.lead_days)}。"
    if habits.paused_until and habits.paused(today):
        foot = f"提醒暂停着，{day(habits.paused_until, today)}恢复。{foot}"
    return Reply(
        "\n\n".join((head, *lines, foot)),
        _list_buttons(shown, page, pages, paused=habits.paused(today)),
    )


def _state(one: Followed, today: dt.date) -> str:
    kinds = "、".join(name for kind, name in KINDS.items() if kind in one.subscription.kinds)
    if not kinds:
        return "两种提醒都关着"
    if one.next is None:
        return f"{kinds} · 照现在的计划没有提醒了"
    return f"{kinds} · 下一次 {moment(one.next, today)}"


def _list_buttons(shown: Sequence[tuple[int, Followed]], page: int, pages: int, *, paused: bool) -> Keyboard:
    rows: list[list[Button | None]] = [
        [reminder_button(f"{place}. {_label(one)}", ShowOne(one.subscription.id))] for place, one in shown
    ]
    back = reminder_button("‹ 上一页", ShowFollowed(page - 1)) if page else None
    forward = reminder_button("下一页 ›", ShowFollowed(page + 1)) if page + 1 < pages else None
    pausing = (
        reminder_button("恢复提醒", SetPause(None))
        if paused
        else reminder_button("暂停", Offer(Setting.PAUSE))
    )
    return in_rows(
        [
            *rows,
            [back, forward],
            [
                reminder_button("提前几天", Offer(Setting.LEAD)),
                reminder_button("几点提醒", Offer(Setting.HOUR)),
                pausing,
            ],
            [
                reminder_button(TO_CALENDAR, FollowedCalendar()),
                reminder_button("全部退订", Confirm(Grave.UNFOLLOW_ALL, 1)),
            ],
        ]
    )


def _label(one: Followed) -> str:
    return shorten(Reply(one.words).text, 30)


def one_of(followed: Followed, habits: Habits, today: dt.date) -> Reply:
    """One subscription: what it is, and what can be changed."""
    subscription = followed.subscription
    lines = (
        f"<b>{followed.words}</b>，{size(followed)}。",
        f"{how_it_comes(subscription.kinds, habits)}。",
        when_next(followed, habits, today),
    )
    switches = [
        reminder_button(
            f"{name}：{'开' if kind in subscription.kinds else '关'}",
            Switch(subscription.id, kind, kind not in subscription.kinds),
        )
        for kind, name in KINDS.items()
    ]
    ending = [
        reminder_button("退订这条", Unfollow(subscription.id)),
        reminder_button(BACK, ShowFollowed()),
    ]
    return Reply("\n".join(line for line in lines if line), in_rows([switches, ending]))
