"""How do all parts of the bot run together on Telegram? Answers, reminders, inquiries and reports at once."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from telegram.error import InvalidToken

from handlers import command_menus, register
from handlers.inquiries.courier import Courier
from handlers.logs import set_up_logs
from handlers.opening import Clock, opened, running_clock, settled
from handlers.reminders import Reminders
from handlers.reminders.by_hand import send_due
from handlers.settings import Settings, SettingsError
from handlers.staff.progress import ProgressReports
from handlers.telegram.connection import build_application
from handlers.telegram.pacing import Limits
from handlers.telegram.polling import End, run_polling, told_to_stop
from handlers.warming import warming


@dataclass(frozen=True)
class Connection:
    """What the connection to Telegram needs, the token in the clear."""

    token: str
    base_url: str
    base_file_url: str
    proxy: str | None

    @classmethod
    def of(cls, settings: Settings) -> Connection:
        telegram = settings.telegram
        return cls(
            telegram.token.get_secret_value(), telegram.base_url, telegram.base_file_url, telegram.proxy
        )


async def serve(settings: Settings, start: dt.datetime | None, **connection: Any) -> None:
    """Answer on Telegram until told to stop; `connection` as `build_application` takes it.

    While another process polls with the same store, this one stands by.

    Raises StoreError, DocumentError, and SettingsError where Telegram does not know the token.
    """
    set_up_logs(settings.log)
    clock = running_clock(settings, start)
    async with told_to_stop() as stop:
        # Opened anew after another has taken over: what is in memory is behind what that one does.
        while await _serve(settings, clock, stop, connection) is End.TAKEN_OVER:
            pass


async def _serve(settings: Settings, clock: Clock, stop: asyncio.Event, connection: dict[str, Any]) -> End:
    per_second = settings.reminders.per_second
    async with opened(settings, clock) as (store, services):
        await store.purge(clock())
        limits = Limits.with_bulk(per_second)
        application = build_application(Connection.of(settings), **{"limits": limits, **connection})
        register(application, services, store)
        reminders = Reminders(application.bot, store, services, per_second=per_second)
        courier = Courier(application.bot, services, store)
        reports = ProgressReports(application.bot, store)
        beside = _together(
            courier.running(), reminders.running(), reports.running(), warming(services.snapshots)
        )
        watching = asyncio.create_task(services.snapshots.watch())
        settled()
        try:
            with _known_token():
                return await run_polling(
                    application,
                    stop=stop,
                    inbox=store.inbox,
                    lease=store.polling,
                    menus=command_menus(),
                    alongside=beside,
                )
        finally:
            watching.cancel()


async def send_what_is_due(settings: Settings, start: dt.datetime | None) -> bool:
    """Send the reminders that are due, with a progress bar; whether Telegram could be reached.

    Raises what `serve` does.
    """
    set_up_logs(settings.log.model_copy(update={"level": "error"}))
    per_second = settings.reminders.per_second
    async with opened(settings, running_clock(settings, start)) as (store, services):
        application = build_application(Connection.of(settings), limits=Limits.with_bulk(per_second))
        with _known_token():
            return await send_due(application.bot, store, services, per_second, Console())


@asynccontextmanager
async def _together(*contexts: AbstractAsyncContextManager[None]) -> AsyncIterator[None]:
    """All of them; left in the other order."""
    async with AsyncExitStack() as stack:
        for context in contexts:
            await stack.enter_async_context(context)
        yield


@contextmanager
def _known_token() -> Iterator[None]:
    """Telegram's refusal names the token, which must not be shown; it is a bad setting like any other."""
    try:
        yield
    except InvalidToken:
        raise SettingsError("telegram.token: Telegram 不认这个 token，请向 @BotFather 核对") from None
