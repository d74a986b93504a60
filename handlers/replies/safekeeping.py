"""In which words is a backup made and brought back? For the command line."""

from __future__ import annotations

from plan_store.backup import Backup

KEPT = "没有改动。"


def backed_up(path: str, size: int) -> str:
    return f"已备份到 {path}（{max(1, size // 1024)} KB）。里面有居民和工作人员的信息，请妥善保管。"


def nothing_there(path: str) -> str:
    return f"没有数据库文件 {path}，没有什么可以备份。请检查 [store] url 里的路径有没有写错。"


def really(backup: Backup) -> str:
    return (
        f"备份做于 {backup.made_at:%Y-%m-%d %H:%M}：{_content(backup)}。\n"
        "恢复以后，库里现有的内容全部换成备份里的；备份之后的修改会丢失。确定吗？"
    )


def restored(backup: Backup, unknown: int) -> str:
    """`unknown`: how many messages may have been sent after the backup was made."""
    if not unknown:
        return f"已恢复：{_content(backup)}。"
    return (
        f"已恢复：{_content(backup)}。有 {unknown} 条消息备份时还没发完，后来可能已经发出，所以没有再发；"
        "备份以后机器人没有运行过（例如搬家）的话，请加 --not-run-since 再恢复一次，它们会照常发出。"
    )


def _content(backup: Backup) -> str:
    plans, entries = (len(backup.rows.get(name, ())) for name in ("plans", "entries"))
    return f"{plans} 份计划，{entries} 项活动，共 {backup.count} 行"


def exists_already(path: str) -> str:
    return f"{path} 已经有了，没有覆盖；要覆盖请加 --force"


def not_readable(path: str, why: str) -> str:
    return f"{path} 读不出来（{why}）"


def not_writable(path: str, why: str) -> str:
    return f"{path} 写不了（{why}）"
