"""Does the double refuse what Telegram refuses, in its words? Each refusal once."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import pytest

from tests.telegram.conftest import Api, button, keyboard, until
from tests.telegram.double import Double, FloodLimits, Limit
from tests.telegram.double.world import InlineQuestion


async def test_a_token_that_telegram_does_not_know(api: Api) -> None:
    assert await api.refusal("getMe", token="99:" + "A" * 35) == "401 Unauthorized"


async def test_a_token_that_is_none(api: Api) -> None:
    assert await api.refusal("getMe", token="nonsense") == "404 Not Found"


async def test_an_unknown_method(api: Api) -> None:
    assert await api.refusal("sendMesage") == "404 Not Found: method not found"


async def test_an_unknown_field(api: Api) -> None:
    said = await api.refusal("sendMessage", chat_id=1, text="x", disable_web_page_preview=True)
    assert said == '400 Bad Request: sendMessage has no field "disable_web_page_preview"'


async def test_a_missing_field(api: Api) -> None:
    assert await api.refusal("getFile") == '400 Bad Request: parameter "file_id" is required'


TEXTS = [
    ({"text": ""}, "message text is empty"),
    ({"text": " \n "}, "message text is empty"),
    ({"text": "<b></b>", "parse_mode": "HTML"}, "message text is empty"),
    ({"text": "字" * 4097}, "message is too long"),
    ({"text": "😀" * 2049}, "message is too long"),
    ({"text": "x", "parse_mode": "Wiki"}, "unsupported parse_mode"),
    (
        {"text": "<b>x", "parse_mode": "HTML"},
        "can't parse entities: Can't find end tag corresponding to start tag \"b\"",
    ),
    (
        {"text": "一<x>", "parse_mode": "HTML"},
        'can\'t parse entities: Unsupported start tag "x" at byte offset 3',
    ),
    (
        {"text": "3 < 5", "parse_mode": "HTML"},
        "can't parse entities: Unclosed start tag at byte offset 2",
    ),
    ({"text": "x</b>", "parse_mode": "HTML"}, "can't parse entities: Unexpected end tag at byte offset 1"),
    (
        {"text": "<b><i>x</b></i>", "parse_mode": "HTML"},
        'can\'t parse entities: Unmatched end tag at byte offset 7, expected "</i>", found "</b>"',
    ),
    ({"text": "<b>x</b", "parse_mode": "HTML"}, "can't parse entities: Unclosed end tag at byte offset 4"),
    (
        {"text": "<span>x</span>", "parse_mode": "HTML"},
        'can\'t parse entities: Tag "span" must have class "tg-spoiler" at byte offset 0',
    ),
]


@pytest.mark.parametrize(("fields", "reason"), TEXTS)
async def test_a_text_that_cannot_be_shown(
    api: Api, double: Double, fields: dict[str, Any], reason: str
) -> None:
    said = await api.refusal("sendMessage", chat_id=double.person().chat.id, **fields)
    assert said == f"400 Bad Request: {reason}"


async def test_length_is_counted_after_entities(api: Api, double: Double) -> None:
    text = "<b>" + "&lt;" * 4096 + "</b>"
    sent = await api.result("sendMessage", chat_id=double.person().chat.id, text=text, parse_mode="HTML")
    assert sent["text"] == "<" * 4096


KEYBOARDS = [
    (keyboard([button(data="x" * 65)]), "BUTTON_DATA_INVALID"),
    (keyboard([button(data="字" * 22)]), "BUTTON_DATA_INVALID"),
    (keyboard([button(data="")]), "BUTTON_DATA_INVALID"),
    (keyboard([button(text=" ")]), "BUTTON_TEXT_INVALID"),
    (keyboard([button()] * 9), "reply markup is too long: 9 buttons in a row"),
    (keyboard(*[[button()]] * 101), "reply markup is too long"),
    (keyboard(*[[button("字" * 60)]] * 90), "reply markup is too long"),
    (
        keyboard([{"text": "x"}]),
        "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard",
    ),
    (
        keyboard([{"text": "x", "url": "nowhere"}]),
        "inline keyboard button URL 'nowhere' is invalid: Wrong HTTP URL",
    ),
    ("[", "can't parse reply markup JSON object"),
    (["x"], "object expected as reply markup"),
    ({"buttons": []}, "can't parse reply keyboard markup JSON object"),
]


@pytest.mark.parametrize(("markup", "reason"), KEYBOARDS)
async def test_a_keyboard_that_cannot_be_shown(api: Api, double: Double, markup: Any, reason: str) -> None:
    said = await api.refusal("sendMessage", chat_id=double.person().chat.id, text="x", reply_markup=markup)
    assert said == f"400 Bad Request: {reason}"


async def test_a_chat_that_is_none(api: Api) -> None:
    assert await api.refusal("sendMessage", chat_id=42, text="x") == "400 Bad Request: chat not found"


async def test_no_chat_at_all(api: Api) -> None:
    assert await api.refusal("sendMessage", text="x") == "400 Bad Request: chat_id is empty"


async def test_someone_who_never_wrote(api: Api, double: Double) -> None:
    said = await api.refusal("sendMessage", chat_id=double.person(started=False).chat.id, text="x")
    assert said == "403 Forbidden: bot can't initiate conversation with a user"


async def test_someone_who_blocked_the_bot(api: Api, double: Double) -> None:
    alice = double.person()
    alice.blocks()
    said = await api.refusal("sendMessage", chat_id=alice.chat.id, text="x")
    assert said == "403 Forbidden: bot was blocked by the user"


async def test_a_deleted_account(api: Api, double: Double) -> None:
    alice = double.person()
    alice.deletes_account()
    said = await api.refusal("sendMessage", chat_id=alice.chat.id, text="x")
    assert said == "403 Forbidden: user is deactivated"


async def test_a_group_that_threw_the_bot_out(api: Api, double: Double) -> None:
    group = double.group(bot_is="kicked")
    said = await api.refusal("sendMessage", chat_id=group.id, text="x")
    assert said == "403 Forbidden: bot was kicked from the supergroup chat"


async def test_a_group_that_was_upgraded_names_its_new_id(api: Api, double: Double) -> None:
    group = double.group(kind="group")
    new = group.upgrade()
    answer = await api("sendMessage", chat_id=group.id, text="x")
    assert answer["description"] == "Bad Request: group chat was upgraded to a supergroup chat"
    assert answer["parameters"] == {"migrate_to_chat_id": new.id}


async def test_a_reply_to_nothing(api: Api, double: Double) -> None:
    chat_id = double.person().chat.id
    said = await api.refusal("sendMessage", chat_id=chat_id, text="x", reply_parameters={"message_id": 9})
    assert said == "400 Bad Request: message to be replied not found"


async def test_an_edit_that_changes_nothing(api: Api, double: Double) -> None:
    chat_id = double.person().chat.id
    markup = keyboard([button()])
    sent = await api.result("sendMessage", chat_id=chat_id, text="x", reply_markup=markup)
    said = await api.refusal(
        "editMessageText", chat_id=chat_id, message_id=sent["message_id"], text="x", reply_markup=markup
    )
    assert said == (
        "400 Bad Request: message is not modified: specified new message content and reply markup are exactly"
        " the same as a current content and reply markup of the message"
    )


async def test_an_edit_of_nothing(api: Api, double: Double) -> None:
    chat_id = double.person().chat.id
    said = await api.refusal("editMessageText", chat_id=chat_id, message_id=9, text="x")
    assert said == "400 Bad Request: message to edit not found"


async def test_an_edit_of_another_persons_message(api: Api, double: Double) -> None:
    alice = double.person()
    message = await alice.says("你好")
    said = await api.refusal("editMessageText", chat_id=alice.chat.id, message_id=message.id, text="x")
    assert said == "400 Bad Request: message can't be edited"


async def test_a_text_put_where_a_caption_is(api: Api, double: Double) -> None:
    chat_id = double.person().chat.id
    sent = (await api.upload("sendDocument", "document", b"x", chat_id=chat_id))["result"]
    said = await api.refusal("editMessageText", chat_id=chat_id, message_id=sent["message_id"], text="x")
    assert said == "400 Bad Request: there is no text in the message to edit"


async def test_a_message_that_is_not_there_cannot_be_deleted(api: Api, double: Double) -> None:
    said = await api.refusal("deleteMessage", chat_id=double.person().chat.id, message_id=9)
    assert said == "400 Bad Request: message to delete not found"


async def test_the_bot_cannot_delete_a_message_of_somebody_else_in_a_group(api: Api, double: Double) -> None:
    alice = double.person()
    group = double.group(members=[alice])
    message = await alice.at(group).says("你好")
    said = await api.refusal("deleteMessage", chat_id=group.id, message_id=message.id)
    assert said == "400 Bad Request: message can't be deleted"


async def test_a_tap_that_nobody_made_cannot_be_answered(api: Api) -> None:
    said = await api.refusal("answerCallbackQuery", callback_query_id="1")
    assert said == ("400 Bad Request: query is too old and response timeout expired or query ID is invalid")


async def test_a_tap_answered_twice(api: Api, double: Double) -> None:
    alice = double.person()
    callback = alice.sends_tap(await alice.says("x"), "n")
    await api.result("answerCallbackQuery", callback_query_id=callback.id)
    said = await api.refusal("answerCallbackQuery", callback_query_id=callback.id)
    assert "query is too old" in said


async def test_a_long_answer_to_a_tap(api: Api, double: Double) -> None:
    alice = double.person()
    callback = alice.sends_tap(await alice.says("x"), "n")
    said = await api.refusal("answerCallbackQuery", callback_query_id=callback.id, text="字" * 201)
    assert said == "400 Bad Request: MESSAGE_TOO_LONG"


def article(number: str, **more: Any) -> dict[str, Any]:
    content = {"message_text": "x"}
    return {"type": "article", "id": number, "title": "六月", "input_message_content": content, **more}


INLINE = [
    ([article(str(number)) for number in range(51)], "RESULTS_TOO_MUCH"),
    ([article("1"), article("1")], "RESULT_ID_DUPLICATE"),
    ([article("x" * 65)], "RESULT_ID_INVALID"),
    ([article("1", title="")], "ARTICLE_TITLE_EMPTY"),
    ([article("1", input_message_content={"message_text": ""})], "message text is empty"),
    ([article("1", reply_markup=keyboard([button(data="x" * 65)]))], "BUTTON_DATA_INVALID"),
]


@pytest.mark.parametrize(("results", "reason"), INLINE)
async def test_inline_results_that_cannot_be_shown(
    api: Api, double: Double, results: list[Any], reason: str
) -> None:
    asked = InlineQuestion("7", double.person().user, "六月", asyncio.get_running_loop().create_future())
    double.world.inline["7"] = asked
    said = await api.refusal("answerInlineQuery", inline_query_id="7", results=results)
    assert said == f"400 Bad Request: {reason}"


COMMANDS = [
    ([{"command": "Help", "description": "x"}], "BOT_COMMAND_INVALID"),
    ([{"command": "帮助", "description": "x"}], "BOT_COMMAND_INVALID"),
    ([{"command": "x" * 33, "description": "x"}], "BOT_COMMAND_INVALID"),
    ([{"command": "help", "description": ""}], "BOT_COMMAND_DESCRIPTION_INVALID"),
    ([{"command": "help", "description": "字" * 257}], "BOT_COMMAND_DESCRIPTION_INVALID"),
    ([{"command": "help", "description": "x"}] * 101, "BOT_COMMANDS_TOO_MUCH"),
]


@pytest.mark.parametrize(("commands", "reason"), COMMANDS)
async def test_commands_that_cannot_be_shown(api: Api, commands: list[Any], reason: str) -> None:
    assert await api.refusal("setMyCommands", commands=commands) == f"400 Bad Request: {reason}"


async def test_commands_for_a_chat_that_is_none(api: Api) -> None:
    said = await api.refusal("setMyCommands", commands=[], scope={"type": "chat", "chat_id": 42})
    assert said == "400 Bad Request: chat not found"


async def test_an_action_that_is_none(api: Api, double: Double) -> None:
    said = await api.refusal("sendChatAction", chat_id=double.person().chat.id, action="thinking")
    assert said == "400 Bad Request: wrong parameter action in request"


async def test_a_long_description_of_the_bot(api: Api) -> None:
    said = await api.refusal("setMyShortDescription", short_description="字" * 121)
    assert said == "400 Bad Request: short description is too long"


async def test_an_empty_file(api: Api, double: Double) -> None:
    answer = await api.upload("sendDocument", "document", b"", chat_id=double.person().chat.id)
    assert answer["description"] == "Bad Request: file must be non-empty"


async def test_a_long_caption(api: Api, double: Double) -> None:
    chat_id = double.person().chat.id
    answer = await api.upload("sendDocument", "document", b"x", chat_id=chat_id, caption="字" * 1025)
    assert answer["description"] == "Bad Request: message caption is too long"


async def test_a_file_that_is_none(api: Api) -> None:
    assert await api.refusal("getFile", file_id="x") == "400 Bad Request: invalid file_id"


async def test_a_file_too_big_to_fetch(api: Api, double: Double) -> None:
    file_id = double.world.add_file("big.pdf", bytes(20 * 1024 * 1024 + 1))
    assert await api.refusal("getFile", file_id=file_id) == "400 Bad Request: file is too big"


async def test_a_topic_where_there_is_no_forum(api: Api, double: Double) -> None:
    group = double.group(bot_is="administrator")
    said = await api.refusal("createForumTopic", chat_id=group.id, name="咨询")
    assert said == "400 Bad Request: the chat is not a forum"


async def test_a_message_to_a_topic_that_is_gone(api: Api, double: Double) -> None:
    group = double.group(bot_is="administrator", forum=True)
    said = await api.refusal("sendMessage", chat_id=group.id, text="x", message_thread_id=5)
    assert said == "400 Bad Request: message thread not found"


async def test_a_closed_topic_is_open_to_administrators_alone(api: Api, double: Double) -> None:
    group = double.group(bot_is="administrator", forum=True)
    topic = (await api.result("createForumTopic", chat_id=group.id, name="咨询"))["message_thread_id"]
    await api.result("closeForumTopic", chat_id=group.id, message_thread_id=topic)
    await api.result("sendMessage", chat_id=group.id, text="x", message_thread_id=topic)
    group.chat.members[double.bot.id] = "member"
    said = await api.refusal("sendMessage", chat_id=group.id, text="x", message_thread_id=topic)
    assert said == "400 Bad Request: TOPIC_CLOSED"


async def test_pinning_without_the_right(api: Api, double: Double) -> None:
    alice = double.person()
    group = double.group(members=[alice])
    message = await alice.at(group).says("你好")
    said = await api.refusal("pinChatMessage", chat_id=group.id, message_id=message.id)
    assert said == "400 Bad Request: not enough rights to manage pinned messages in the chat"


async def test_copying_and_forwarding_nothing(api: Api, double: Double) -> None:
    chat_id = double.person().chat.id
    wish = {"chat_id": chat_id, "from_chat_id": chat_id, "message_id": 9}
    assert await api.refusal("copyMessage", **wish) == "400 Bad Request: message to copy not found"
    assert await api.refusal("forwardMessage", **wish) == "400 Bad Request: message to forward not found"


async def test_a_webhook_without_https(api: Api) -> None:
    said = await api.refusal("setWebhook", url="http://example.org/hook")
    assert said == "400 Bad Request: bad webhook: An HTTPS URL must be provided for webhook"


async def test_polling_beside_a_webhook(api: Api) -> None:
    await api.result("setWebhook", url="https://example.org/hook")
    assert (await api.refusal("getUpdates")).startswith(
        "409 Conflict: can't use getUpdates method while webhook"
    )


async def test_two_polls_at_once_end_the_first(api: Api) -> None:
    first = asyncio.create_task(api("getUpdates", timeout=5))
    await until(lambda: api.double.server.polling)
    await api.result("getUpdates", timeout=0)
    answer = await first
    assert answer["description"].startswith("Conflict: terminated by other getUpdates request")


async def test_a_chat_that_gets_too_much_is_named_the_seconds_to_wait() -> None:
    limits = FloodLimits(chat_burst=2, chat_seconds=10.0)
    async with Double(flood=limits) as double, aiohttp.ClientSession() as session:
        api = Api(double, session)
        alice, bob = double.person(), double.person()
        for _ in range(2):
            await api.result("sendMessage", chat_id=alice.chat.id, text="x")
        answer = await api("sendMessage", chat_id=alice.chat.id, text="x")
        assert answer["description"] == "Too Many Requests: retry after 10"
        assert answer["parameters"] == {"retry_after": 10}
        await api.result("sendMessage", chat_id=bob.chat.id, text="x")


async def test_a_bot_that_sends_too_much_is_refused_in_every_chat() -> None:
    async with Double(flood=FloodLimits(overall=Limit(3, 5.0))) as double, aiohttp.ClientSession() as session:
        api = Api(double, session)
        people = [double.person() for _ in range(4)]
        for person in people[:3]:
            await api.result("sendMessage", chat_id=person.chat.id, text="x")
        said = await api.refusal("sendMessage", chat_id=people[3].chat.id, text="x")
        assert said == "429 Too Many Requests: retry after 5"
