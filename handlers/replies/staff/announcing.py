"""How is an announcement written, seen before it is sent, and followed on its way?"""

from __future__ import annotations

from collections.abc import Mapping

from handlers.replies.reply import MESSAGE_UNITS, Reply, quoted, units
from handlers.replies.staff.changes import LATER
from handlers.replies.staff.taps import Back, Cancel, Confirm, Halt, Pick, staff_button
from plan_store.deliveries import Progress, State
from plan_store.staff.rights import Rights

EVERYBODY = "全部订阅者"
ALL = frozenset({EVERYBODY, "全部", "所有", "所有人", "大家", "所有订阅者"})

WRITE_AGAIN = Reply("请把公告重新写一遍发给我。")


def which_audience(key: str) -> Reply:
    return Reply(
        "要发给谁？点下面的按钮发给全部订阅者；也可以写月份、单位或者主题，只发给关注它的人，例如“月湖街道”“六月”。",
        ((staff_button(EVERYBODY, Pick(key, 0)),), (staff_button("取消", Cancel(key)),)),
    )


def no_such_audience(said: str) -> Reply:
    return Reply(
        f"“{quoted(said)}”我不能确定是指谁。请写月份、单位或者主题，例如“月湖街道”“六月”；"
        f"发给所有人就写“{EVERYBODY}”。"
    )


def write_it(whom: str) -> Reply:
    return Reply(f"发给{quoted(whom, 100)}。请把公告写成一条消息发给我，我先给你看样子。")


def not_yours(rights: Rights) -> Reply:
    return Reply(f"你只能发给关注{quoted(rights.unit)}活动的人。")


def too_long(text: str) -> Reply:
    return Reply(f"公告有 {units(text)} 个字符，超过了一条消息的 {MESSAGE_UNITS} 个。请写短一些再发给我。")


def nobody(whom: str) -> Reply:
    return Reply(f"现在{quoted(whom, 100)}里没有能收到的人，所以没有发。")


def confirm(whom: str, count: int, key: str) -> Reply:
    """Under the announcement as it will look."""
    return Reply(
        f"上面就是大家收到的样子。\n会发给 {count} 个聊天：{quoted(whom, 100)}。"
        "暂停提醒的、联系不上的不算在内。",
        (
            (staff_button(f"发送给 {count} 个聊天", Confirm(key)),),
            (staff_button("改一改", Back(key)), staff_button("取消", Cancel(key))),
        ),
    )


def progress(whom: str, found: Progress, *, elsewhere: bool = False) -> Reply:
    """How far it has come; what came of it, once nothing waits any more.

    `elsewhere`: whether others get it by the bot on Telegram, which need not run now.
    """
    counts = found.counts
    if found.waiting:
        done = found.total - found.waiting
        state = "正在停下来" if found.halted else "正在发"
        halt = () if found.halted else ((staff_button("停止发送", Halt(found.number)),),)
        later = f"\n{LATER}" if elsewhere and not found.halted else ""
        said = f"{state}：{done} / {found.total}，发给{quoted(whom, 100)}。{_trouble(counts)}{later}"
        return Reply(said, halt)
    head = "已经停止" if found.halted else "发完了"
    return Reply(f"{head}：{found.total} 个聊天里送到 {counts.get(State.SENT, 0)} 个。{_trouble(counts)}")


def _trouble(counts: Mapping[State, int]) -> str:
    parts = [
        f"{label} {counts[state]}"
        for state, label in (
            (State.FAILED, "没送到（停用了机器人，或者群没有了）"),
            (State.UNKNOWN, "不确定（发的时候连接断了，不会重发）"),
            (State.SKIPPED, "没有发"),
        )
        if counts.get(state)
    ]
    return f"\n{'，'.join(parts)}。" if parts else ""
