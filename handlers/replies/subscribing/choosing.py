"""How does somebody choose when reminders come? Days before, the hour, and pauses."""

from __future__ import annotations

import datetime as dt

from handlers.replies.keyboards import in_rows, reminder_button
from handlers.replies.reminder_taps import SetHour, SetLead, SetPause, ShowFollowed
from handlers.replies.reply import Reply
from handlers.replies.subscribing.beginning import MY_SUBSCRIPTIONS, to_my_subscriptions
from handlers.replies.subscribing.followed import clock, day, lead_words
from handlers.replies.subscribing.overview import BACK
from plan_store.subscriptions import LEADS, Habits

HOURS = (dt.time(7), dt.time(8), dt.time(9), dt.time(10), dt.time(12), dt.time(18), dt.time(20), dt.time(21))
"""Offered as buttons; any other can be said in words."""


def offer_leads(habits: Habits) -> Reply:
    labels = [
        (f"{'✓ ' if days == habits.lead_days else ''}{lead_words(days)}", SetLead(days)) for days in LEADS
    ]
    buttons = [reminder_button(label, tap) for label, tap in labels]
    return Reply(
        f"活动开始前多久提醒？现在是{lead_words(habits.lead_days)}。",
        in_rows([buttons[:3], buttons[3:], [reminder_button(BACK, ShowFollowed())]]),
    )


def not_a_lead(habits: Habits) -> Reply:
    offered = offer_leads(habits)
    choices = "、".join(lead_words(days) for days in LEADS)
    return Reply(f"只能选{choices}。{offered.html}", offered.buttons)


def offer_hours(habits: Habits) -> Reply:
    buttons = [
        reminder_button(f"{'✓ ' if hour == habits.time else ''}{clock(hour)}", SetHour(hour))
        for hour in HOURS
    ]
    return Reply(
        f"几点提醒？现在是 {clock(habits.time)}。别的时间可以直接说，比如“早上8点半提醒我”。",
        in_rows([buttons[:4], buttons[4:], [reminder_button(BACK, ShowFollowed())]]),
    )


def offer_pauses(today: dt.date) -> Reply:
    days = [today + dt.timedelta(days=count) for count in (7, 14, 30)]
    buttons = [reminder_button(f"到 {one.month}月{one.day}日", SetPause(one)) for one in days]
    return Reply(
        "暂停到哪天？到了那天自动恢复，中间错过的不补发。也可以直接说，比如“暂停提醒到7月1日”。",
        in_rows([buttons, [reminder_button(BACK, ShowFollowed())]]),
    )


def lead_set(habits: Habits) -> Reply:
    return Reply(
        f"好的，以后活动{lead_words(habits.lead_days)}提醒，{clock(habits.time)} 发。", to_my_subscriptions()
    )


def hour_set(habits: Habits) -> Reply:
    return Reply(f"好的，以后都在 {clock(habits.time)} 提醒。", to_my_subscriptions())


def pause_set(habits: Habits, today: dt.date) -> Reply:
    if habits.paused_until is None or not habits.paused(today):
        return Reply("好的，提醒恢复了。", to_my_subscriptions())
    return Reply(
        f"好的，提醒暂停了，{day(habits.paused_until, today)}恢复；中间错过的不补发。",
        in_rows(
            [
                [
                    reminder_button("现在恢复", SetPause(None)),
                    reminder_button(MY_SUBSCRIPTIONS, ShowFollowed(anew=True)),
                ]
            ]
        ),
    )
