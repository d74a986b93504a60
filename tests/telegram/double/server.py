"""How does a bot reach the double? The Bot API over real HTTP: polling, webhook, files, faults."""

from __future__ import annotations

import asyncio
import contextlib
import json
import re
import time
from collections import deque
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

import aiohttp
from aiohttp import web

from tests.telegram.double.api import CALLS, COUNTED
from tests.telegram.double.faults import Broken, Faults, HangUp, Silent, Slow
from tests.telegram.double.flood import FloodLimits
from tests.telegram.double.methods import Upload, method_named, read_fields
from tests.telegram.double.refusals import Refusal, bad_request
from tests.telegram.double.world import World

LARGEST_REQUEST = 64 * 1024 * 1024
_TOKEN = re.compile(r"\d+:[A-Za-z0-9_-]{30,}")

Control = Callable[[str, dict[str, Any]], Coroutine[Any, Any, Any]]


@dataclass(frozen=True, slots=True)
class Request:
    """One call of the Bot API, as it came and as it was answered."""

    method: str
    fields: dict[str, Any]
    at: float
    """Of time.monotonic()."""
    result: Any = None
    refusal: Refusal | None = None
    lost: bool = False
    """Whether the bot was left without an answer."""


class Server:
    """The Bot API of one token, on a port of 127.0.0.1."""

    def __init__(
        self, world: World, token: str, *, flood: FloodLimits | None, record: int | None, control: Control
    ) -> None:
        self.world = world
        self.token = token
        self.flood = flood
        self.faults = Faults()
        self.requests: deque[Request] = deque(maxlen=record)
        self.handled = 0
        self.control = control
        self.port = 0
        self._runner: web.ServerRunner | None = None
        self._poll: asyncio.Future[None] | None = None
        self._update_came = asyncio.Event()
        self._delivery: asyncio.Task[None] | None = None
        self._webhook_due = asyncio.Event()
        world.on_update = self._wake

    async def start(self, port: int = 0) -> None:
        def request(message: Any, payload: Any, protocol: Any, writer: Any, task: Any) -> web.BaseRequest:
            loop = asyncio.get_running_loop()
            return web.BaseRequest(
                message, payload, protocol, writer, task, loop, client_max_size=LARGEST_REQUEST
            )

        server = web.Server(
            self._handle,
            request_factory=request,
            access_log=None,
            keepalive_timeout=75,
            # A poll whose bot has gone away is no poll, so that the next one is not a second one.
            handler_cancellation=True,
        )
        self._runner = web.ServerRunner(server, handle_signals=False, shutdown_timeout=0.1)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", port, backlog=4096)
        await site.start()
        self.port = self._runner.addresses[0][1]
        self._delivery = asyncio.create_task(self._deliver())

    async def stop(self) -> None:
        if self._delivery is not None:
            self._delivery.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._delivery
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def polling(self) -> bool:
        """Whether a bot waits for updates at this moment."""
        return self._poll is not None and not self._poll.done()

    def _wake(self) -> None:
        (self._webhook_due if self.world.webhook.get("url") else self._update_came).set()

    # --- one request ---

    async def _handle(self, request: web.BaseRequest) -> web.StreamResponse:
        path = request.path
        if path.startswith("/bot"):
            token, _, name = path[4:].partition("/")
            return await self._call(request, token, name)
        if path.startswith("/file/bot"):
            return self._download(path)
        if path.startswith("/control/"):
            body = await request.read()
            answer = await self.control(path.removeprefix("/control/"), json.loads(body or b"{}"))
            return _json({"ok": True, "result": answer})
        return _json({"ok": False, "error_code": 404, "description": "Not Found"}, 404)

    async def _call(self, request: web.BaseRequest, token: str, name: str) -> web.StreamResponse:
        at = time.monotonic()
        given: dict[str, Any] = {}
        try:
            if token != self.token:
                raise Refusal(401, "Unauthorized") if _TOKEN.fullmatch(token) else Refusal(404, "Not Found")
            method = method_named(name)
            given = await _given(request)
            fields = read_fields(method, given)
        except Refusal as refusal:
            self.requests.append(Request(name, given, at, refusal=refusal))
            return _refused(refusal)
        key = method.name.lower()
        fault = self.faults.next_for(key, fields) if self.faults.planned else None
        if fault is not None:
            if isinstance(fault, Refusal):
                self.requests.append(Request(method.name, fields, at, refusal=fault))
                return _refused(fault)
            if isinstance(fault, Broken):
                self.requests.append(Request(method.name, fields, at, lost=True))
                return web.Response(status=fault.status, text="<html>Bad Gateway</html>")
            if fault is HangUp.BEFORE or (isinstance(fault, Silent) and not fault.handled):
                self.requests.append(Request(method.name, fields, at, lost=True))
                return await _no_answer(request, silent=isinstance(fault, Silent))
            if isinstance(fault, Slow):
                await asyncio.sleep(fault.seconds)
        lost = fault is HangUp.AFTER or isinstance(fault, Silent)
        try:
            if key == "getupdates":
                result = await self._get_updates(fields)
            else:
                if self.flood is not None and key in COUNTED and isinstance(fields.get("chat_id"), int):
                    self.flood.check(fields["chat_id"], time.monotonic())
                result = CALLS[key](self.world, fields)
        except Refusal as refusal:
            self.requests.append(Request(method.name, fields, at, refusal=refusal, lost=lost))
            answer: web.StreamResponse = _refused(refusal)
        else:
            self.handled += 1
            self.requests.append(Request(method.name, fields, at, result, lost=lost))
            answer = _json({"ok": True, "result": result})
        return await _no_answer(request, silent=isinstance(fault, Silent)) if lost else answer

    def _download(self, path: str) -> web.StreamResponse:
        token, _, rest = path.removeprefix("/file/bot").partition("/")
        parts = unquote(rest).split("/")
        if token != self.token or len(parts) != 3 or parts[1] not in self.world.files:
            return _refused(Refusal(404, "Not Found"))
        return web.Response(body=self.world.files[parts[1]][1])

    # --- updates ---

    async def _get_updates(self, fields: dict[str, Any]) -> list[dict[str, Any]]:
        world = self.world
        if world.webhook.get("url"):
            raise Refusal(
                409,
                "Conflict: can't use getUpdates method while webhook is active;"
                " use deleteWebhook to delete the webhook first",
            )
        if "allowed_updates" in fields:
            world.allowed = frozenset(fields["allowed_updates"] or ()) or None
        offset = fields.get("offset", 0)
        if offset < 0:
            offset = [*world.updates][offset:][0] if world.updates else 0
        for number in [number for number in world.updates if number < offset]:
            del world.updates[number]
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)
        limit = min(max(fields.get("limit", 100), 1), 100)
        deadline = time.monotonic() + min(fields.get("timeout", 0), 50)
        mine = self._poll = asyncio.get_running_loop().create_future()
        try:
            while not world.updates and (left := deadline - time.monotonic()) > 0:
                self._update_came.clear()
                came = asyncio.ensure_future(self._update_came.wait())
                await asyncio.wait((came, mine), timeout=left, return_when=asyncio.FIRST_COMPLETED)
                came.cancel()
                if mine.done():
                    raise Refusal(
                        409,
                        "Conflict: terminated by other getUpdates request;"
                        " make sure that only one bot instance is running",
                    )
        finally:
            if self._poll is mine:
                self._poll = None
        return [update for update, _ in zip(world.updates.values(), range(limit), strict=False)]

    async def _deliver(self) -> None:
        """Hands updates to the webhook, where one is set; what it does not take is tried again."""
        async with aiohttp.ClientSession() as session:
            while True:
                await self._webhook_due.wait()
                self._webhook_due.clear()
                most = self.world.webhook.get("max_connections", 40)
                batch = [*self.world.updates.values()][:most]
                await asyncio.gather(*(self._post(session, update) for update in batch))
                if self.world.updates:
                    self._wake()

    async def _post(self, session: aiohttp.ClientSession, update: dict[str, Any]) -> None:
        webhook = self.world.webhook
        secret = webhook.get("secret_token")
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
        try:
            async with session.post(webhook["url"], json=update, headers=headers) as response:
                taken = response.status // 100 == 2
        except aiohttp.ClientError:
            taken = False
        if taken:
            self.world.updates.pop(update["update_id"], None)
        else:
            await asyncio.sleep(0.05)


async def _given(request: web.BaseRequest) -> dict[str, Any]:
    """The fields as sent: in the address, as a form, as a form with files, or as JSON."""
    given: dict[str, Any] = dict(request.query) if request.query_string else {}
    kind = request.content_type
    if kind == "application/json":
        try:
            given.update(json.loads(await request.read() or b"{}"))
        except ValueError:
            raise bad_request("can't parse request JSON object") from None
    elif kind == "application/x-www-form-urlencoded":
        given.update(_form(await request.read()))
    elif kind == "multipart/form-data":
        for name, value in (await request.post()).items():
            if isinstance(value, web.FileField):
                given[name] = Upload(value.filename, value.file.read())
            else:
                given[name] = value
    return given


_ESCAPES = re.compile(rb"(?:%[0-9A-Fa-f]{2})+")


def _form(body: bytes) -> dict[str, str]:
    """As urllib's parse_qsl, but ten times as fast where the text is Chinese."""

    def decoded(part: bytes) -> str:
        return _ESCAPES.sub(lambda run: bytes.fromhex(run[0].replace(b"%", b"").decode()), part).decode()

    pairs = (pair.partition(b"=") for pair in body.replace(b"+", b" ").split(b"&") if pair)
    return {decoded(name): decoded(value) for name, _, value in pairs}


async def _no_answer(request: web.BaseRequest, *, silent: bool) -> web.StreamResponse:
    if silent:
        await asyncio.sleep(3600)
    if request.transport is not None:
        request.transport.abort()
    return web.Response()


def _refused(refusal: Refusal) -> web.StreamResponse:
    return _json(refusal.body(), refusal.code)


def _json(value: Any, status: int = 200) -> web.Response:
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    return web.Response(body=body, status=status, content_type="application/json")
