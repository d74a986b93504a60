"""What is said with a calendar file?"""

from __future__ import annotations

from handlers.replies.reply import Reply, quoted

NOTHING_FOLLOWED = Reply(
    "还没有订阅，没有可以导出的。想要某些活动的日历，可以说“6月的活动加入日历”，或者点回答下面的“加入日历”。"
)


def caption(words: str, count: int) -> str:
    """In HTML; `words`: what was exported, plain."""
    what = f"{quoted(words, 60)}，" if words else ""
    return (
        f"{what}共 {count} 项。用手机打开文件就能加到日历里；计划有变动时，重新导出、打开新的文件就会更新。"
    )


def not_exported(reply: Reply) -> Reply:
    """`reply` says why there is nothing."""
    return Reply(f"没有可以导出的：{reply.html}", reply.buttons)
