"""What do the numbers say? As text that reads well on a phone."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from handlers.replies.reply import Reply, quoted
from plan_store.counts import STANDING, Sort, Tally
from plan_store.deliveries.values import State
from plan_store.followers import Counts as FollowerCounts
from plan_store.inquiries.letters import Waiting
from plan_store.staff.spans import Days

_BARS = 14
"""So many days have a line each; longer spans have one for each month."""
_WIDTH = 10
_MOST = 5

NO_SUCH_DAYS = Reply(
    "要看哪段时间的？例如 /stats 上周、/stats 六月、/stats 最近30天、/stats 5月1日到5月20日。"
)


@dataclass(frozen=True, slots=True)
class Numbers:
    """All that /stats tells."""

    days: Days
    tally: Tally
    followers: FollowerCounts
    open: Sequence[Waiting]
    asked: int
    """Letters of residents to staff in these days."""
    sent: Counter[State]
    """What became of reminders and announcements that fell due in these days."""


def numbers(found: Numbers) -> Reply:
    days = found.days
    parts = [
        f"<b>{_span(days)}</b>（{days.count} 天）",
        _questions(found.tally, days),
        _asked_about(found.tally),
        _followers(found.followers, found.sent),
        _inquiries(found.open, found.asked),
        "换一段时间：/stats 上周、/stats 六月、/stats 最近30天",
    ]
    return Reply("\n\n".join(part for part in parts if part))


def _span(days: Days) -> str:
    first, last = _day(days.first), _day(days.last)
    if days.first.year != days.last.year:
        first, last = f"{days.first.year}年{first}", f"{days.last.year}年{last}"
    return first if days.count == 1 else f"{first}—{last}"


def _day(day: dt.date) -> str:
    return f"{day.month}月{day.day}日"


def _questions(tally: Tally, days: Days) -> str:
    count = tally.questions
    if not count:
        return "<b>提问</b> 没有人提问"
    kinds = tally.names[Sort.ANSWER]
    real = count - kinds["chat"]
    found = kinds["entries"] + kinds["statistic"] + kinds[STANDING]
    daily = f"，每天 {count / days.count:.1f} 条" if days.count > 1 else ""
    lines = [f"<b>提问</b> {count} 条{daily}"]
    if real:
        lines.append(
            f"答上 {(found + kinds['none']) * 100 / real:.0f}%：查到 {found}，"
            f"查明没有 {kinds['none']}，反问 {kinds['clarify']}，没答上 {kinds['unknown']}"
        )
    if days.count > 1:
        lines += _bars(tally, days)
    return "\n".join(lines)


def _bars(tally: Tally, days: Days) -> Iterator[str]:
    if days.count <= _BARS:
        bars = Counter({_day(day): count for day, count in sorted(tally.by_day.items())})
    else:
        bars = Counter()
        for day, count in sorted(tally.by_day.items()):
            bars[f"{day.year}年{day.month}月"] += count
    most = max(bars.values())
    for label, count in bars.items():
        bar = "▇" * max(1, round(count * _WIDTH / most)) if count else ""
        yield f"{label} {bar} {count}".replace("  ", " ")


def _asked_about(tally: Tally) -> str:
    months = Counter({_month(name): count for name, count in tally.names[Sort.MONTH].items()})
    lines = [
        f"{label}：{'、'.join(f'{quoted(name, 20)} {count}' for name, count in names.most_common(_MOST))}"
        for label, names in (
            ("月份", months),
            ("单位", tally.names[Sort.UNIT]),
            ("主题", tally.names[Sort.TOPIC]),
        )
        if names
    ]
    return "\n".join(["<b>问得最多的</b>", *lines]) if lines else ""


def _month(name: str) -> str:
    year, number = name.split("-")
    return f"{year}年{int(number)}月"


def _followers(counts: FollowerCounts, sent: Counter[State]) -> str:
    gone = f"，其中 {counts.unreachable} 个现在联系不上" if counts.unreachable else ""
    reminders = f"送到 {sent[State.SENT]}，没送到 {sent[State.FAILED]}"
    if sent[State.UNKNOWN]:
        reminders += f"，不确定 {sent[State.UNKNOWN]}"
    if waiting := sent[State.PENDING] + sent[State.RETRY] + sent[State.SENDING]:
        reminders += f"，还在发 {waiting}"
    return (
        f"<b>订阅</b> {counts.chats} 个聊天订了 {counts.subscriptions} 项提醒{gone}\n"
        f"这段时间的提醒和通知：{reminders}"
    )


def _inquiries(waiting: Sequence[Waiting], asked: int) -> str:
    unanswered = sum(one.since is not None for one in waiting)
    answered = len(waiting) - unanswered
    return f"<b>咨询</b> 这段时间收到 {asked} 条；现在 {unanswered} 件等答复，{answered} 件已答复没结束"
