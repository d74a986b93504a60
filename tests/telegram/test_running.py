"""Does the bot start, survive and stop as it should? Outages, signals, errors, menus, secrets."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import os
import signal
import sys
from pathlib import Path
from typing import Any

import pytest
import structlog
from telegram import BotCommand, BotCommandScopeAllPrivateChats, Update
from telegram.error import InvalidToken
from telegram.ext import TypeHandler

from handlers.telegram.connection import build_application
from handlers.telegram.polling import run_polling
from handlers.telegram.redaction import hide_tokens, redact, redact_event
from handlers.telegram.words import TROUBLE, TROUBLE_ALERT, TROUBLE_INLINE
from tests.telegram.conftest import (
    Alone,
    Bot,
    Connection,
    Slips,
    connection_to,
    echo,
    serving,
    until,
    with_echo,
)
from tests.telegram.double import Double, HangUp, bad_request, forbidden

ROOT = Path(__file__).parents[2]
NO_CONNECTION = "no connection to Telegram for getMe"


async def fail(update: Update, context: Any) -> None:
    raise ValueError("something that nobody should see")


def with_failure(application: Bot) -> None:
    application.add_handler(TypeHandler(Update, fail))


async def test_a_message_is_answered(double: Double) -> None:
    async with serving(double, with_echo):
        assert (await double.person().asks("六月")).text == "六月"
    assert double.refusals == []


async def test_the_bot_waits_for_a_telegram_that_is_away_at_the_start(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async with Double() as gone:
        port = gone.server.port
    double = Double()
    settings = Connection(double.token, f"http://127.0.0.1:{port}/bot", f"http://127.0.0.1:{port}/file/bot")
    application = build_application(settings)
    with_echo(application)
    stop = asyncio.Event()
    running = asyncio.create_task(
        run_polling(application, inbox=Slips(), lease=Alone(), stop=stop, back_off=(0.05,))
    )
    await until(lambda: NO_CONNECTION in caplog.text)
    await double.start(port)
    try:
        assert (await double.person().asks("来了吗", within=10)).text == "来了吗"
    finally:
        stop.set()
        await running
        await double.stop()


async def test_a_stop_comes_through_while_telegram_is_away(caplog: pytest.LogCaptureFixture) -> None:
    settings = Connection("1:A", "http://127.0.0.1:9/bot", "http://127.0.0.1:9/file/bot")
    stop = asyncio.Event()
    running = asyncio.create_task(
        run_polling(build_application(settings), inbox=Slips(), lease=Alone(), stop=stop)
    )
    await until(lambda: NO_CONNECTION in caplog.text)
    stop.set()
    await asyncio.wait_for(running, 1)


async def test_broken_polls_are_tried_again_with_one_line_in_the_log(
    double: Double, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "handlers.telegram")
    double.faults.add("getUpdates", HangUp.AFTER, times=4)
    async with serving(double, with_echo, run={"back_off": (0.01,)}):
        assert (await double.person().asks("六月")).text == "六月"
    lines = [record.getMessage() for record in caplog.records]
    assert sum("cannot be reached" in line for line in lines) == 1
    assert "Telegram is back" in lines


async def test_a_wrong_token_ends_the_run(double: Double) -> None:
    settings = Connection("99:" + "A" * 35, double.base_url, double.base_file_url)
    with pytest.raises(InvalidToken):
        await run_polling(build_application(settings), inbox=Slips(), lease=Alone(), stop=asyncio.Event())


async def test_a_second_poller_is_named_in_the_log(double: Double, caplog: pytest.LogCaptureFixture) -> None:
    async with serving(double, with_echo, run={"back_off": (0.05,)}):
        await until(lambda: double.server.polling)
        async with serving(double, with_echo, run={"back_off": (0.05,)}):
            await until(lambda: "another bot polls with this token and not with this store" in caplog.text)


async def test_a_webhook_is_not_taken_for_another_bot(
    double: Double, caplog: pytest.LogCaptureFixture
) -> None:
    double.world.webhook["url"] = "https://example.org/hook"
    async with serving(double, with_echo, run={"back_off": (0.05,)}):
        await until(lambda: "while a webhook is set" in caplog.text)
    assert "another bot polls" not in caplog.text


async def test_menus_are_set_by_scope(double: Double) -> None:
    menus = [(BotCommandScopeAllPrivateChats(), [BotCommand("help", "帮助")])]
    async with serving(double, with_echo, run={"menus": menus}):
        await until(lambda: double.world.commands)
    key = (json.dumps({"type": "all_private_chats"}), "")
    assert double.world.commands == {key: [{"command": "help", "description": "帮助"}]}


async def test_what_was_fetched_is_answered_before_the_stop(
    double: Double, monkeypatch: pytest.MonkeyPatch
) -> None:
    stopping = asyncio.Event()

    async def when_stopping(update: Update, context: Any) -> None:
        await stopping.wait()
        await echo(update, context)

    def prepare(application: Bot) -> None:
        application.add_handler(TypeHandler(Update, when_stopping))
        monkeypatch.setattr(application.update_processor, "hurry", stopping.set)

    alice, bob = double.person(), double.person()
    async with serving(double, prepare, limits=None):
        for number in range(3):
            alice.writes(str(number))
        bob.writes("x")
        await until(lambda: double.world.updates == {})
        assert double.calls("sendMessage") == []
    assert [message.text for message in await alice.replies(3)] == ["0", "1", "2"]
    assert (await bob.reply()).text == "x"
    assert double.world.updates == {}


async def test_what_was_not_fetched_waits_for_the_next_start(double: Double) -> None:
    alice = double.person()
    async with serving(double, with_echo):
        pass
    alice.writes("还在吗")
    async with serving(double, with_echo):
        assert (await alice.reply()).text == "还在吗"


async def test_a_stop_does_not_wait_for_ever_for_a_flood(
    double: Double, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("handlers.telegram.polling.FAREWELL", 0.05)

    async def hang(update: Update, context: Any) -> None:
        await asyncio.Event().wait()

    def prepare(application: Bot) -> None:
        application.add_handler(TypeHandler(Update, hang))

    async with asyncio.timeout(10), serving(double, prepare, run={"drain": 0.1}):
        alice = double.person()
        for number in range(50):
            alice.writes(str(number))
        await until(lambda: not double.world.updates)
    assert "49 messages wait for the next start" in caplog.text


async def test_a_stop_breaks_off_what_hangs_and_the_next_start_answers_it(
    double: Double, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("handlers.telegram.polling.FAREWELL", 0.05)
    began: list[int] = []

    async def hang(update: Update, context: Any) -> None:
        began.append(update.update_id)
        await asyncio.Event().wait()

    slips = Slips()
    people = [double.person() for _ in range(3)]
    async with (
        asyncio.timeout(5),
        serving(
            double,
            lambda application: application.add_handler(TypeHandler(Update, hang)),
            run={"drain": 0.01, "inbox": slips},
            slots=2,  # so that one of them has not even begun
        ),
    ):
        for person in people:
            person.writes("六月")
        await until(lambda: len(began) == 2 and len(slips.kept) == 3)
    assert "3 messages were being handled, and wait for the next start" in caplog.text
    assert double.world.updates == {}
    async with serving(double, with_echo, run={"inbox": slips}):
        assert [(await person.reply()).text for person in people] == ["六月"] * 3
    assert slips.kept == {}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_stops_the_process_cleanly(double: Double, number: signal.Signals) -> None:
    program = """
import asyncio, sys
from telegram.ext import MessageHandler, filters
from handlers.telegram.connection import build_application
from handlers.telegram.polling import run_polling, told_to_stop
from tests.telegram.conftest import Alone, Connection, Slips
async def run():
    async with told_to_stop() as stop:
        async def when_told_to_stop(update, context):
            print("begun", flush=True)
            await stop.wait()
            await update.effective_message.reply_text("好")
        application = build_application(Connection(*sys.argv[1:]))
        application.add_handler(MessageHandler(filters.TEXT, when_told_to_stop))
        await run_polling(application, inbox=Slips(), lease=Alone(), stop=stop)
asyncio.run(run())
"""
    settings = connection_to(double)
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-c", program, settings.token, settings.base_url, settings.base_file_url),
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    alice = double.person()
    alice.writes("六月")
    assert await asyncio.wait_for(process.stdout.readline(), 20) == b"begun\n"
    process.send_signal(number)
    _, errors = await asyncio.wait_for(process.communicate(), 10)
    assert (process.returncode, errors.decode()) == (0, "")
    assert (await alice.reply()).text == "好"
    assert double.world.updates == {}


async def test_an_error_leaves_a_kind_line_and_the_operator_the_traceback(
    double: Double, caplog: pytest.LogCaptureFixture
) -> None:
    async with serving(double, with_failure):
        reply = await double.person().asks("六月")
    assert reply.text == TROUBLE
    assert "something that nobody should see" in caplog.text
    assert "Traceback" in caplog.text


async def test_an_error_after_a_tap_is_an_alert(double: Double) -> None:
    async with serving(double, with_failure):
        alice = double.person()
        message = await alice.says("x")
        await alice.reply()
        callback = alice.sends_tap(message, "n")
        answer = await asyncio.wait_for(callback.answer, 5)
    assert (answer["text"], answer["show_alert"]) == (TROUBLE_ALERT, True)
    assert len(TROUBLE_ALERT) <= 200


async def test_an_error_in_inline_mode_leads_to_the_private_chat(double: Double) -> None:
    async with serving(double, with_failure):
        found = await double.person().asks_inline("六月")
    assert found.titles == []
    assert found.button == {"text": TROUBLE_INLINE, "start_parameter": "inline"}


@pytest.mark.parametrize(
    "refusal", [bad_request("message is not modified: x"), forbidden("bot was blocked by the user")]
)
async def test_refusals_of_no_consequence_are_not_apologized_for(double: Double, refusal: Any) -> None:
    double.faults.add("sendMessage", refusal)
    async with serving(double, with_echo):
        alice = double.person()
        await alice.says("六月")
        await until(lambda: double.calls("sendMessage"))
    assert len(double.calls("sendMessage")) == 1


async def test_a_lost_answer_is_apologized_for_and_not_doubled(double: Double) -> None:
    double.faults.add("sendMessage", HangUp.AFTER)
    async with serving(double, with_echo):
        alice = double.person()
        await alice.says("六月")
        assert [message.text for message in await alice.replies(2)] == ["六月", TROUBLE]


async def test_typing_is_shown_only_where_it_takes_long(double: Double) -> None:
    async def slowly(update: Update, context: Any) -> None:
        if update.effective_message and update.effective_message.text == "慢":
            await until(lambda: double.calls("sendChatAction"))
        await echo(update, context)

    async with serving(double, lambda application: application.add_handler(TypeHandler(Update, slowly))):
        alice = double.person()
        await alice.asks("快")
        assert double.calls("sendChatAction") == []
        await alice.asks("慢")
        assert [call.fields["action"] for call in double.calls("sendChatAction")] == ["typing"]


async def test_the_token_is_in_no_log_at_any_level(double: Double) -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        hide_tokens([handler])
        double.faults.add("getMe", HangUp.BEFORE)
        async with serving(double, with_failure, run={"back_off": (0.01,)}):
            await double.person().asks("六月")
            logging.getLogger("x").error("at %s%s/getMe", double.base_url, double.token)
            try:
                raise ValueError(double.token)
            except ValueError:
                logging.getLogger("x").exception("oh")
        stranger = build_application(Connection("99:" + "A" * 35, double.base_url, ""))
        with pytest.raises(InvalidToken):
            await run_polling(stranger, inbox=Slips(), lease=Alone(), stop=asyncio.Event())
    finally:
        root.removeHandler(handler)
        root.setLevel(before)
    lines = stream.getvalue()
    assert "<token>" in lines
    assert double.token.partition(":")[2] not in lines
    assert "A" * 35 not in lines


def test_structlog_and_plain_texts_are_redacted() -> None:
    secret = "123456:" + "Az_-9" * 7
    assert (
        redact(f"https://api.telegram.org/bot{secret}/getMe") == "https://api.telegram.org/bot<token>/getMe"
    )
    processors: list[Any] = [
        structlog.processors.format_exc_info,
        redact_event,
        structlog.processors.JSONRenderer(),
    ]
    stream = io.StringIO()
    log = structlog.wrap_logger(structlog.PrintLogger(stream), processors=processors)
    try:
        raise ValueError(secret)
    except ValueError:
        log.error(f"with {secret}", url=f"/bot{secret}/x", exc_info=True)
    assert secret not in stream.getvalue()
    assert stream.getvalue().count("<token>") >= 3
