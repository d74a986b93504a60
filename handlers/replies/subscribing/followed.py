"""How is it said what somebody follows, how reminders come, and when the next one does?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from handlers.replies import labels, points
from handlers.replies.reply import quoted
from plan_store.due import About, Occasion
from plan_store.plan import Entry
from plan_store.subscriptions import Following, Habits, Reminder, Subscription

KINDS = {Reminder.MONTHLY: "月初汇总", Reminder.BEFORE: "活动前提醒"}


@dataclass(frozen=True, slots=True)
class Followed:
    """One subscription, with what it means today."""

    subscription: Subscription
    entries: tuple[Entry, ...]
    """What is followed as the plans stand."""
    next: Occasion | None
    """What comes next; None: nothing more as the plans stand."""

    @property
    def words(self) -> str:
        return followed_words(self.subscription.following, self.entries)


def followed_words(following: Following, entries: Sequence[Entry]) -> str:
    """`6月 · 街道 · 座谈`, in Telegram's HTML."""
    query = following.query
    if query.pinned is None:
        return labels.understood(query) or "整个计划"
    if len(query.pinned) == 1 and entries:
        return f"第{entries[0].number}项 {quoted(entries[0].title, 60)}"
    if len(query.pinned) <= 6:
        return f"第{'、'.join(str(number) for _, number in query.pinned)}项"
    return f"选出来的 {len(query.pinned)} 项活动"


def size(followed: Followed) -> str:
    """`2023年计划里有 9 项`."""
    entries = followed.entries
    if not entries:
        return "现在的计划里还没有"
    years = sorted({entry.year for entry in entries})
    which = f"{'、'.join(str(year) for year in years[:3])}年计划里"
    if len(entries) == 1:
        return f"{which}是第{entries[0].number}项，{entries[0].period}"
    return f"{which}有 {len(entries)} 项"


def clock(time: dt.time) -> str:
    return f"{time.hour}:{time.minute:02}"


def day(date: dt.date, today: dt.date) -> str:
    """`5月29日（星期一）`; with the year where it is not this one."""
    year = "" if date.year == today.year else f"{date.year}年"
    return f"{year}{date.month}月{date.day}日（星期{points.WEEKDAYS[date.weekday()]}）"


def lead_words(days: int) -> str:
    return "当天" if days == 0 else f"提前 {days} 天"


def how_it_comes(kinds: Iterable[Reminder], habits: Habits) -> str:
    """`每月 1 号 9:00 告诉你当月的活动，每项开始前 3 天再提醒一次`."""
    kinds = frozenset(kinds)
    monthly_day = "最后一天" if habits.monthly_day == 31 else f" {habits.monthly_day} 号"
    monthly = f"每月{monthly_day} {clock(habits.time)} 告诉你当月的活动"
    before = "每项开始当天" if habits.lead_days == 0 else f"每项开始前 {habits.lead_days} 天"
    match Reminder.MONTHLY in kinds, Reminder.BEFORE in kinds:
        case True, True:
            return f"{monthly}，{before}再提醒一次"
        case True, False:
            return monthly
        case False, True:
            return f"{before}的 {clock(habits.time)} 提醒你"
    return "两种提醒都关着，不会再提醒"


def when_next(followed: Followed, habits: Habits, today: dt.date) -> str:
    """The next moment and what it is about; or honestly that nothing more comes."""
    until = habits.paused_until
    pause = f"提醒暂停到 {day(until, today)}。" if until and habits.paused(today) else ""
    if not followed.subscription.kinds:
        return pause
    if followed.next is None:
        hope = "，有了新的计划会接着提醒" if followed.subscription.following.every_year else ""
        return f"{pause}照现在的计划，不会再有提醒了{hope}。"
    return f"{pause}下一次：{moment(followed.next, today)}{_about(followed.next)}。"


def moment(occasion: Occasion, today: dt.date) -> str:
    return f"{day(occasion.due.date(), today)}{clock(occasion.due.time())}"


def _about(occasion: Occasion) -> str:
    first, count = occasion.entries[0], len(occasion.entries)
    title = f"第{first.number}项“{quoted(first.title, 40)}”"
    if occasion.about is About.MONTH:
        return f"，说 {occasion.day.month} 月的{f' {count} 项活动' if count > 1 else title}"
    return f"，说的是{title}{f'等 {count} 项' if count > 1 else ''}"
