"""Does all of it work in the terminal too, and as whoever is named?"""

from __future__ import annotations

import logging
import re
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from handlers.services import Services, Snapshots
from handlers.terminal import TerminalTelegram, converse, log_to_file
from plan_store.store import Store
from tests.handlers.plans import MAY_20, ROOT, cache_folder, words
from tests.plan_store.documents import files
from tests.stores import new_file

OWNER, COLLEAGUE = 7, 8


@pytest.fixture
async def parts(tmp_path: Path) -> AsyncIterator[tuple[Services, Store]]:
    store = await Store.open(new_file(tmp_path), owners=[OWNER])
    await store.fill([ROOT / "data" / "kaifu_2023.txt"])
    snapshots = Snapshots(store, words(), cache=cache_folder())
    await snapshots.refresh()
    yield Services(snapshots, store.conversations, store.unanswered, lambda: MAY_20), store
    await store.close()


async def said_to(parts: tuple[Services, Store], user: int, *lines: str) -> str:
    """What a person is shown who types these lines."""
    shown: list[str] = []

    async def typed() -> AsyncIterator[str]:
        for line in lines:
            yield line

    services, store = parts
    await converse(services, store, typed(), shown.append, user)
    return "\n".join(shown)


async def test_a_number_taps_the_button_of_a_change(parts: tuple[Services, Store]) -> None:
    said = await said_to(parts, OWNER, "/edit 17 时间 7月-8月", "1", "/history")

    assert "好了，已修改。" in said
    assert "#1 用户7 5月20日 9:00 修改" in said


async def test_an_invited_colleague_joins_and_the_owner_is_told(parts: tuple[Services, Store]) -> None:
    link = re.search(r"start=(\S+)", await said_to(parts, OWNER, "/grant 全部"))
    assert link is not None

    said = await said_to(parts, COLLEAGUE, f"/start {link[1]}", "把17号的时间改到7月", "1")

    assert "欢迎！你现在是全部活动的编辑。" in said
    assert "（发给 7）用户8（8）用了你的邀请" in said
    assert "好了，已修改。" in said


async def test_an_edit_without_buttons_takes_them_away() -> None:
    chat = TerminalTelegram(lambda _: None)
    button = {"inline_keyboard": [[{"text": "好", "callback_data": "1"}]]}
    sent = chat._answer("sendmessage", {"chat_id": 1, "text": "好吗", "reply_markup": button})
    again = {"message_id": sent["message_id"], "chat_id": 1, "text": "好了"}
    assert "reply_markup" not in chat._answer("editmessagetext", again)
    assert chat.typed("1")["message"]["text"] == "1"


def test_warnings_go_to_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logging.root, "handlers", [])
    log_to_file(tmp_path / "var" / "terminal.log")
    logging.getLogger("handlers.staff.gate").warning("no right to it")
    for handler in logging.root.handlers:
        handler.close()
    assert "no right to it" in (tmp_path / "var" / "terminal.log").read_text()


async def test_whoever_is_not_named_is_no_staff(parts: tuple[Services, Store]) -> None:
    assert "没有这个命令。" in await said_to(parts, COLLEAGUE, "/edit 17 时间 7月-8月")


async def test_subscriptions_are_made_changed_and_ended_by_numbers(parts: tuple[Services, Store]) -> None:
    said = await said_to(parts, COLLEAGUE, "六月街道的座谈", "提醒我", "3", "1", "2", "退订")

    assert "好的，订阅了：6月 · 街道 · 座谈，2023年计划里有 6 项。" in said
    assert "1. 6月 · 街道 · 座谈\n月初汇总、活动前提醒 · 下一次 5月29日（星期一）9:00" in said
    assert "[1] 月初汇总：开  [2] 活动前提醒：开" in said
    assert "[1] 月初汇总：开  [2] 活动前提醒：关" in said
    assert "已经退订：6月 · 街道 · 座谈。" in said


async def test_a_file_is_sent_by_its_path_and_taken_over(
    parts: tuple[Services, Store], tmp_path: Path
) -> None:
    path = tmp_path / "2024年 计划.xlsx"
    path.write_bytes(files.xlsx())

    said = await said_to(parts, OWNER, f"/file {path}", "1", "2024年六月有什么活动", "/file 没有这个")

    assert "新增 3 项" in said
    assert "好了，已导入" in said
    assert "食品安全宣传" in said
    assert said.rstrip().endswith("没有这个文件：没有这个")


async def test_a_resident_and_the_owner_speak_with_each_other_in_two_terminals(
    parts: tuple[Services, Store],
) -> None:
    asked = await said_to(parts, 100, "转人工", "几点上班")
    assert "消息记下了（咨询 #1），正在转给工作人员。" in asked

    answered = await said_to(parts, OWNER, ">早上九点", "/inquiries")
    assert "咨询 #1 · 没有指明单位\n\n几点上班" in answered
    assert "记下了，正在转给居民（咨询 #1）。" in answered
    assert "0 件等答复，1 件已答复还没结束。" in answered

    heard = await said_to(parts, 100, ">明白了", "结束")
    assert "消息已经送到工作人员（咨询 #1）" in heard
    assert "工作人员回复你（咨询 #1）：\n\n早上九点" in heard
    assert "好，咨询 #1 结束了。" in heard

    after = await said_to(parts, OWNER, "你好")
    assert "✓ 居民收到了（咨询 #1）。" in after
    assert "居民说可以结束了。" in after
