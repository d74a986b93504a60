"""What does the operator see of reminders? What is due, for how many; what was sent, and what went wrong."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table

from handlers.services import Services
from plan_store.deliveries import Ahead, Kind, Run, State, Trouble
from plan_store.due import About
from plan_store.store import Store

DAYS_AHEAD = 31
DAYS_BACK = 14

_STATES = {
    State.SENT: "已发",
    State.PENDING: "待发",
    State.SENDING: "在发",
    State.RETRY: "稍后再试",
    State.FAILED: "失败",
    State.SKIPPED: "略过",
    State.UNKNOWN: "不明",
}
_WHY = {
    "too late": "过了时效",
    "out of reach": "对方收不到",
    "paused": "对方暂停了提醒",
    "halted": "已叫停",
    "taken back": "变更已撤销",
    "nothing to say any more": "已经没有要提醒的内容",
    "could not be put into words": "写不成消息，见日志",
    "the sender stopped before the answer": "发送时程序中断，没等到 Telegram 的回音",
}


async def show(store: Store, services: Services, console: Console) -> None:
    """Print it all, by the bot's clock."""
    now = services.clock()
    ahead = await store.planning.ahead(now, DAYS_AHEAD, services.snapshots.current, services.reminders)
    since = now - dt.timedelta(days=DAYS_BACK)
    runs, troubles = await store.overview.runs(since), await store.overview.troubles(since)
    counts = await store.subscriptions.counts()
    console.print(
        f"{counts.chats} 个会话订阅了 {counts.subscriptions} 条，其中 {counts.unreachable} 个现在收不到消息。"
    )
    if ahead:
        console.print(_ahead(ahead))
    else:
        console.print(f"接下来 {DAYS_AHEAD} 天没有要提醒的。")
    if runs:
        console.print(_runs(runs, now))
    if troubles:
        console.print(_troubles(troubles))


def _ahead(ahead: Iterable[Ahead]) -> Table:
    table = Table(title=f"接下来 {DAYS_AHEAD} 天", title_justify="left")
    for name in ("时间", "内容"):
        table.add_column(name)
    table.add_column("人数", justify="right")
    for one in ahead:
        table.add_row(f"{one.due:%Y-%m-%d %H:%M}", about(Kind(one.about.value), one.day), str(one.chats))
    return table


def _runs(runs: Sequence[Run], now: dt.datetime) -> Table:
    table = Table(title=f"最近 {DAYS_BACK} 天", title_justify="left")
    for name in ("时间", "内容"):
        table.add_column(name, no_wrap=True)
    shown = [state for state in _STATES if any(run.counts.get(state) for run in runs)]
    for state in shown:
        table.add_column(_STATES[state], justify="right")
    for run in runs:
        day = dt.date.fromisoformat(run.occasion) if run.kind.about else None
        counts = (str(run.counts.get(state, "")) for state in shown)
        at = run.due_at.astimezone(now.tzinfo)
        table.add_row(f"{at:%Y-%m-%d %H:%M}", about(run.kind, day, run.occasion), *counts)
    return table


def _troubles(troubles: Iterable[Trouble]) -> Table:
    table = Table(title="没有发成的", title_justify="left")
    table.add_column("结果")
    table.add_column("原因")
    table.add_column("条数", justify="right")
    for one in troubles:
        table.add_row(_STATES[one.state], _WHY.get(one.note, one.note), str(one.count))
    return table


def about(kind: Kind, day: dt.date | None, number: str = "") -> str:
    """`6月汇总`, `6月1日开始的活动`."""
    if day is None:
        return f"{'计划变更' if kind is Kind.CHANGE else '公告'} {number}"
    match kind.about:
        case About.MONTH:
            return f"{day.year}年{day.month}月汇总"
        case About.BEFORE:
            return f"{day.year}年{day.month}月{day.day}日开始的活动"
        case _:
            return f"{day.year}年{day.month}月{day.day}日当天的活动"
