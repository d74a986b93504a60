"""How does one talk with the bot without Telegram? A Telegram that is a terminal, for the same handlers.

`TerminalTelegram` answers the Bot API inside the process: what the handlers send is printed, what is typed
comes to them as an update, a number taps a button of the last message that has some, and `/file PATH` sends a
file.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import sys
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from telegram import Update
from telegram._utils.types import ODVInput
from telegram.ext import Application, ApplicationBuilder
from telegram.request import BaseRequest, RequestData

from handlers import register
from handlers.inquiries.courier import Courier
from handlers.opening import CACHE
from handlers.services import Services
from handlers.terminal_deliveries import TerminalDeliveries
from handlers.warming import warming
from plan_store.patterns import pattern
from plan_store.store import Store

_BOT = {"id": 1, "is_bot": True, "first_name": "政务公开活动助手", "username": "plan_bot"}
_MARKUP = "reply_markup"
_TAG = pattern(r"</?[a-z]+[^>]*>")
REPLY = ">"
"""Begins a line that replies to the message shown last."""
NOBODY = 1
"""Who speaks where nobody in particular was named; a number that Telegram gives to no person."""

FILES = CACHE / "files"
"""Where documents go that the bot sends."""
LOG = CACHE / "terminal.log"
"""Where warnings go while one talks."""

Show = Callable[[str], None]


class TerminalTelegram(BaseRequest):
    """The Bot API's side of one private chat; `show` is given what a person would see."""

    def __init__(self, show: Show, user: int = NOBODY, files: Path = FILES) -> None:
        self._show = show
        self._files = files
        name = "我" if user == NOBODY else f"用户{user}"
        self._user = {"id": user, "is_bot": False, "first_name": name, "language_code": "zh"}
        self._chat = {"id": user, "type": "private", "first_name": name}
        # Other sessions of the same person must not have had the same numbers.
        self._last_message = int(time.time())
        self._last_update = 0
        self._messages: dict[int, dict[str, Any]] = {}
        self._tappable: int | None = None
        self._shown_last: int | None = None

    # --- what the handlers send -----------------------------------------------------------------------
    async def initialize(self) -> None:
        """Nothing to open."""

    async def shutdown(self) -> None:
        """Nothing to close."""

    @property
    def read_timeout(self) -> float | None:
        return None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        write_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        connect_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
        pool_timeout: ODVInput[float] = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Answer one call of the Bot API, in whose names of methods case does not matter."""
        called = url.rsplit("/", 1)[1].lower()
        given = request_data.parameters if request_data else {}
        if called == "senddocument" and request_data is not None:
            result = self._saved(given, request_data.multipart_data)
        else:
            result = self._answer(called, given)
        if result is None:
            refused = {"ok": False, "error_code": 404, "description": f"the terminal has no {called}"}
            return 404, json.dumps(refused).encode()
        return 200, json.dumps({"ok": True, "result": result}).encode()

    def _answer(self, called: str, given: dict[str, Any]) -> Any:
        match called:
            case "getme":
                return _BOT
            case "sendmessage":
                self._last_message += 1
                if int(given["chat_id"]) != self._user["id"]:
                    return self._overheard(given)
                message = self._written(self._last_message, given)
                self._messages[self._last_message] = message
                self._print(message)
                return message
            case "editmessagetext" | "editmessagereplymarkup":
                number = int(given["message_id"])
                # An edit takes the buttons away that it does not bring.
                kept = {key: was for key, was in self._messages.get(number, {}).items() if key != _MARKUP}
                message = {**kept, **self._written(number, given)}
                self._messages[number] = message
                self._print(message, buttons_only=called == "editmessagereplymarkup")
                return message
            case "answercallbackquery":
                if given.get("text"):
                    self._show(f"（{given['text']}）")
                return True
            case "sendchataction" | "setmycommands" | "deletemycommands" | "deletemessage":
                return True
            case "getfile":
                # A path that is there is read by the library from the disk.
                return {"file_id": given["file_id"], "file_unique_id": "1", "file_path": given["file_id"]}
            case "getchatmember":
                return {"status": "member", "user": self._user}
            case _:
                return None

    def _overheard(self, given: dict[str, Any]) -> dict[str, Any]:
        """What the bot says to somebody else: it is shown, and cannot be tapped."""
        message = self._written(self._last_message, given)
        self._show(f"（发给 {given['chat_id']}）{message.get('text', '')}")
        return {**message, "chat": {"id": int(given["chat_id"]), "type": "private", "first_name": ""}}

    def _saved(self, given: dict[str, Any], uploads: dict[str, Any]) -> dict[str, Any]:
        """A document that the bot sent: it is written to a file, and the person told where."""
        name, content = next((upload[0], upload[1]) for upload in uploads.values())
        self._files.mkdir(parents=True, exist_ok=True)
        path = self._files / Path(name).name
        path.write_bytes(content if isinstance(content, bytes) else content.read())
        shown = path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path
        self._last_message += 1
        caption = given.get("caption", "")
        words = f"{caption}\n（文件存到了 {shown}）".lstrip()
        message = self._written(self._last_message, {**given, "text": words})
        message["document"] = {
            "file_id": str(path),
            "file_unique_id": str(self._last_message),
            "file_name": path.name,
            "file_size": path.stat().st_size,
        }
        self._messages[self._last_message] = message
        self._print(message)
        return message

    def _written(self, number: int, given: dict[str, Any]) -> dict[str, Any]:
        message: dict[str, Any] = {"message_id": number, "date": 0, "chat": self._chat, "from": _BOT}
        if "text" in given:
            message["text"] = _plain(str(given["text"])) if given.get("parse_mode") else given["text"]
        markup = given.get("reply_markup")
        if markup:
            message["reply_markup"] = json.loads(markup) if isinstance(markup, str) else markup
        return message

    def _print(self, message: dict[str, Any], *, buttons_only: bool = False) -> None:
        lines = [] if buttons_only else [message.get("text", "")]
        buttons = self._buttons(message)
        self._shown_last = message["message_id"]
        if buttons:
            self._tappable = message["message_id"]
            at = 0
            for row in message["reply_markup"]["inline_keyboard"]:
                lines.append(
                    "  ".join(f"[{at + place}] {button['text']}" for place, button in enumerate(row, 1))
                )
                at += len(row)
        elif self._tappable == message["message_id"] or not buttons_only:
            self._tappable = None
        self._show("\n".join(lines))

    def _buttons(self, message: dict[str, Any]) -> list[dict[str, Any]]:
        keyboard = message.get("reply_markup", {}).get("inline_keyboard", [])
        return [button for row in keyboard for button in row]

    # --- what is typed --------------------------------------------------------------------------------
    def typed(self, line: str) -> dict[str, Any]:
        """The update that a typed line is: a tap where it is the number of a button, else a message."""
        self._last_update += 1
        update: dict[str, Any] = {"update_id": self._last_update}
        shown = self._messages.get(self._tappable) if self._tappable is not None else None
        if shown and line.isascii() and line.isdigit() and 1 <= int(line) <= len(self._buttons(shown)):
            update["callback_query"] = {
                "id": str(self._last_update),
                "from": self._user,
                "chat_instance": "terminal",
                "message": shown,
                "data": self._buttons(shown)[int(line) - 1].get("callback_data", ""),
            }
            return update
        self._last_message += 1
        message: dict[str, Any] = {
            "message_id": self._last_message,
            "date": 0,
            "chat": self._chat,
            "from": self._user,
            "text": line,
        }
        if line.startswith(REPLY) and self._shown_last is not None:
            message["text"] = line = line[len(REPLY) :].lstrip()
            message["reply_to_message"] = self._messages[self._shown_last]
        if (path := _typed_file(line)) is not None:
            del message["text"]
            message["document"] = {
                "file_id": str(path),
                "file_unique_id": str(self._last_message),
                "file_name": path.name,
                "file_size": path.stat().st_size,
            }
        elif line.startswith("/"):
            length = len(line.split(maxsplit=1)[0])
            message["entities"] = [{"type": "bot_command", "offset": 0, "length": length}]
        update["message"] = message
        return update


def _typed_file(line: str) -> Path | None:
    """The file that `/file PATH` sends; None for all other lines and where there is no such file."""
    command, _, said = line.partition(" ")
    if command != "/file" or not said.strip():
        return None
    path = Path(said.strip().strip("\"'")).expanduser().absolute()
    return path if path.is_file() else None


def _missing_file(line: str) -> str:
    """What is said to `/file PATH` where there is no such file; empty for all other lines."""
    command, _, said = line.partition(" ")
    if command != "/file" or _typed_file(line) is not None:
        return ""
    return f"没有这个文件：{said.strip()}" if said.strip() else "请写上文件在哪里：/file 计划.docx"


def _plain(text: str) -> str:
    from html import unescape

    return unescape(_TAG.sub("", text))


async def converse(
    services: Services,
    store: Store,
    lines: AsyncIterator[str],
    show: Show,
    user: int = NOBODY,
    *,
    on_telegram: bool = False,
) -> None:
    """Answer each line, as that person's, until there are no more.

    `on_telegram`: what comes unasked is left for the bot that is there, but for nobody in particular.
    """
    from handlers.telegram.trouble import on_error

    chat = TerminalTelegram(show, user)
    application: Application[Any, Any, Any, Any, Any, Any] = (
        ApplicationBuilder()
        .token("1:terminal")
        .request(chat)
        .get_updates_request(chat)
        .updater(None)
        .job_queue(None)
    ).build()
    # Nobody's chat but this person's is within reach, and no group.
    services = replace(services, staff_group=None, in_terminal=True)
    register(application, services, store)
    application.add_error_handler(on_error)
    courier = Courier(application.bot, services, store, [user])
    unasked = TerminalDeliveries(application.bot, services, store, user)
    here = user == NOBODY or not on_telegram
    coming = unasked.running() if here else contextlib.nullcontext()
    async with application, courier.running(), coming, warming(services.snapshots):
        await courier.catch_up()
        if here:
            await unasked.catch_up()
        async for line in lines:
            if missing := _missing_file(line.strip()):
                show(missing)
            elif line.strip():
                update = Update.de_json(chat.typed(line.strip()), application.bot)
                await application.process_update(update)
                await courier.catch_up()
                if here:
                    await unasked.catch_up()


def log_to_file(path: Path = LOG) -> None:
    """Warnings go to a file, so that they do not stand in the conversation."""
    path.parent.mkdir(parents=True, exist_ok=True)
    logging.basicConfig(
        level=logging.WARNING, handlers=[logging.FileHandler(path, encoding="utf-8", delay=True)]
    )


async def talk(services: Services, store: Store, user: int = NOBODY, *, on_telegram: bool = False) -> None:
    """A conversation with whoever sits at the terminal, or with the lines of a pipe, until it ends.

    `user`: as whom they speak; whoever sits here has the whole store in hand, so nobody asks for a proof.
    `on_telegram` as in `converse`.
    """
    if sys.stdin.isatty():
        plan = services.plan
        print(f"这里是{plan.title if plan else '活动计划'}的问答助手。")
        print("直接打字提问，方括号里的数字可以选按钮，> 开头的是回复上一条消息，Ctrl-D 离开。")
        for example in services.around.examples:
            print(f"　例如：{example}")
        from prompt_toolkit.patch_stdout import patch_stdout

        # What the bot says unasked, a reminder, comes above the line that is being typed.
        with patch_stdout():
            await converse(
                services,
                store,
                _typed_lines(),
                lambda text: print(f"\n{text}\n"),
                user,
                on_telegram=on_telegram,
            )
        print("再见！")
    else:
        await converse(
            services,
            store,
            _piped_lines(),
            lambda text: print(text, flush=True),
            user,
            on_telegram=on_telegram,
        )


async def _typed_lines() -> AsyncIterator[str]:
    from prompt_toolkit import PromptSession
    from prompt_toolkit.history import FileHistory

    CACHE.mkdir(parents=True, exist_ok=True)
    session: PromptSession[str] = PromptSession(history=FileHistory(str(CACHE / "history")))
    while True:
        try:
            yield await session.prompt_async("您问：")
        except KeyboardInterrupt:
            continue
        except EOFError:
            return


async def _piped_lines() -> AsyncIterator[str]:
    while line := await asyncio.to_thread(sys.stdin.readline):
        yield line
