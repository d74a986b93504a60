"""Is the double a Telegram? What people and a bot do through it is kept and shown as Telegram does."""

from __future__ import annotations

import asyncio
import json
import time
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.telegram.conftest import Api, button, keyboard, until
from tests.telegram.double import Broken, Double, HangUp, Silent, Slow, too_many_requests
from tests.telegram.double.api import CALLS
from tests.telegram.double.methods import METHODS

SPECIFICATION = Path(__file__).parents[3] / "shared/bot_api/methods.json"


@pytest.mark.skipif(not SPECIFICATION.exists(), reason="the Bot API's table is not at hand")
def test_methods_and_fields_are_those_of_the_bot_api() -> None:
    official = json.loads(SPECIFICATION.read_text())["methods"]
    for method in METHODS.values():
        fields = {name: required for name, _, required in official[method.name]["fields"]}
        assert set(method.types) == set(fields), method.name
        assert {name for name, required in fields.items() if required} == set(method.required), method.name


def test_every_method_of_the_table_does_something() -> None:
    assert set(METHODS) - {"getupdates"} == set(CALLS)


async def test_html_becomes_text_and_entities_in_utf16_units(api: Api, double: Double) -> None:
    alice = double.person()
    text = '😀 <b>六月 &amp; <i>七月</i></b>\n<a href="https://t.me/x">看</a> &lt;'
    await api.result("sendMessage", chat_id=alice.chat.id, text=text, parse_mode="HTML")
    message = await alice.reply()
    assert message.text == "😀 六月 & 七月\n看 <"
    assert [(mark["type"], mark["offset"], mark["length"]) for mark in message.entities] == [
        ("bold", 3, 7),
        ("italic", 8, 2),
        ("text_link", 11, 1),
    ]
    assert message.shown() == "😀 **六月 & _七月_**\n[看](https://t.me/x) <"


async def test_updates_stay_until_they_are_confirmed(api: Api, double: Double) -> None:
    alice = double.person()
    await alice.says("一")
    await alice.says("二")
    first = await api.result("getUpdates")
    assert [update["message"]["text"] for update in first] == ["一", "二"]
    assert await api.result("getUpdates") == first
    assert await api.result("getUpdates", offset=first[1]["update_id"]) == first[1:]
    assert await api.result("getUpdates", offset=first[1]["update_id"] + 1) == []


async def test_a_poll_waits_for_what_comes(api: Api, double: Double) -> None:
    polling = asyncio.create_task(api.result("getUpdates", timeout=5))
    await until(lambda: double.server.polling)
    await double.person().says("来了")
    assert [update["message"]["text"] for update in await polling] == ["来了"]


async def test_only_the_wished_kinds_of_updates_come(api: Api, double: Double) -> None:
    await api.result("getUpdates", allowed_updates=["callback_query"])
    alice = double.person()
    message = await alice.says("一")
    alice.sends_tap(message, "n")
    assert [[*update][1] for update in await api.result("getUpdates")] == ["callback_query"]


async def test_what_people_write_has_commands_and_mentions_marked(api: Api, double: Double) -> None:
    await double.person().says("/start m6 问 @plan_inquiry_bot 六月")
    [update] = await api.result("getUpdates")
    marks = [(mark["type"], mark["offset"], mark["length"]) for mark in update["message"]["entities"]]
    assert marks == [("bot_command", 0, 6), ("mention", 12, 17)]


async def test_a_tap_reaches_the_bot_and_its_answer_the_person(api: Api, double: Double) -> None:
    alice = double.person()
    await api.result(
        "sendMessage", chat_id=alice.chat.id, text="第一页", reply_markup=keyboard([button("下一页 ▶", "p1")])
    )
    tapping = asyncio.create_task(alice.taps("下一页"))
    await asyncio.sleep(0)
    [update] = await api.result("getUpdates")
    tap = update["callback_query"]
    assert (tap["data"], tap["message"]["text"]) == ("p1", "第一页")
    await api.result("answerCallbackQuery", callback_query_id=tap["id"], text="好", show_alert=True)
    toast = await tapping
    assert (toast.text, toast.alert) == ("好", True)
    await api.result(
        "editMessageText", chat_id=alice.chat.id, message_id=tap["message"]["message_id"], text="第二页"
    )
    assert (await alice.edit()).shown() == "第二页"


async def test_a_button_that_is_not_there_cannot_be_tapped(double: Double) -> None:
    with pytest.raises(AssertionError, match="no button '下一页' in sight"):
        await double.person().taps("下一页")


async def test_an_inline_question_and_the_shared_result(api: Api, double: Double) -> None:
    alice = double.person()
    group = double.group(members=[alice])
    asking = asyncio.create_task(alice.asks_inline("六月"))
    await asyncio.sleep(0)
    [update] = await api.result("getUpdates")
    content = {"message_text": "<b>六月</b>", "parse_mode": "HTML"}
    result: dict[str, Any] = {"type": "article", "id": "6", "title": "六月", "input_message_content": content}
    result["reply_markup"] = keyboard([button()])
    await api.result("answerInlineQuery", inline_query_id=update["inline_query"]["id"], results=[result])
    answer = await asking
    assert answer.titles == ["六月"]
    message = await alice.shares(answer.results[0], group)
    assert (message.text, message.via_bot) == ("六月", double.bot)
    await api.result("editMessageText", inline_message_id=message.inline_id, text="七月")
    assert message.text == "七月"


async def test_in_a_private_group_the_bot_hears_only_what_is_said_to_it(api: Api, double: Double) -> None:
    alice = double.person()
    seat = alice.at(double.group(members=[alice], privacy=True))
    await seat.says("大家好")
    await seat.says("@plan_inquiry_bot 六月")
    await seat.says("/all")
    texts = [update["message"]["text"] for update in await api.result("getUpdates")]
    assert texts == ["@plan_inquiry_bot 六月", "/all"]


async def test_files_go_both_ways(api: Api, double: Double) -> None:
    alice = double.person()
    await alice.sends_document(b"PK plan", "计划.xlsx")
    [update] = await api.result("getUpdates")
    file_id = update["message"]["document"]["file_id"]
    path = (await api.result("getFile", file_id=file_id))["file_path"]
    async with aiohttp.request("GET", f"{double.base_file_url}{double.token}/{path}") as response:
        assert await response.read() == b"PK plan"
    await api.upload("sendDocument", "document", b"BEGIN:VCALENDAR", chat_id=alice.chat.id, caption="日历")
    message = await alice.reply()
    assert (message.text, message.file) == ("日历", b"BEGIN:VCALENDAR")


async def test_who_leaves_and_blocks_is_told_to_the_bot(api: Api, double: Double) -> None:
    alice = double.person()
    alice.blocks()
    [update] = await api.result("getUpdates")
    change = update["my_chat_member"]
    assert (change["old_chat_member"]["status"], change["new_chat_member"]["status"]) == ("member", "kicked")


async def test_commands_are_kept_by_scope_and_language(api: Api) -> None:
    commands = [{"command": "help", "description": "帮助"}]
    scope = {"type": "all_private_chats"}
    await api.result("setMyCommands", commands=commands, scope=scope, language_code="zh")
    assert await api.result("getMyCommands", scope=scope, language_code="zh") == commands
    assert await api.result("getMyCommands", scope=scope) == []


async def test_planned_faults_come_as_often_as_planned(api: Api, double: Double) -> None:
    chat_id = double.person().chat.id
    double.faults.add("sendMessage", too_many_requests(3), times=2)
    for _ in range(2):
        said = await api.refusal("sendMessage", chat_id=chat_id, text="x")
        assert said == "429 Too Many Requests: retry after 3"
    await api.result("sendMessage", chat_id=chat_id, text="x")


@pytest.mark.parametrize(("fault", "arrived"), [(HangUp.BEFORE, 0), (HangUp.AFTER, 1)])
async def test_a_hang_up_loses_the_request_or_only_the_answer(
    api: Api, double: Double, fault: HangUp, arrived: int
) -> None:
    alice = double.person()
    double.faults.add("sendMessage", fault)
    with pytest.raises(aiohttp.ServerDisconnectedError):
        await api("sendMessage", chat_id=alice.chat.id, text="x")
    assert len(alice.chat.messages) == arrived


async def test_silence_slowness_and_a_gateways_error_page(api: Api, double: Double) -> None:
    chat_id = double.person().chat.id
    double.faults.add("getMe", Silent())
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(api("getMe"), 0.1)
    double.faults.add("getMe", Slow(0.1))
    began = time.monotonic()
    await api.result("getMe")
    assert time.monotonic() - began >= 0.1
    double.faults.add("sendMessage", Broken(502))
    with pytest.raises(json.JSONDecodeError):
        await api("sendMessage", chat_id=chat_id, text="x")


async def test_a_webhook_gets_updates_until_it_takes_them(api: Api, double: Double) -> None:
    from aiohttp import web

    came: list[tuple[str | None, str]] = []

    async def hook(request: web.BaseRequest) -> web.Response:
        secret = request.headers.get("X-Telegram-Bot-Api-Secret-Token")
        came.append((secret, (await request.json())["message"]["text"]))
        return web.Response(status=500 if len(came) == 1 else 200)

    runner = web.ServerRunner(web.Server(hook))
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        port = runner.addresses[0][1]
        await api.result("setWebhook", url=f"http://127.0.0.1:{port}/", secret_token="s3cret")
        await double.person().says("六月")
        await until(lambda: not double.world.updates)
        assert came == [("s3cret", "六月")] * 2
    finally:
        await runner.cleanup()
