"""How does the bot run? It polls until it is told to stop, and stops with nothing half done."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Sequence
from enum import Enum, auto
from functools import partial
from typing import Any

from telegram import BotCommand, BotCommandScope, Update
from telegram.error import BadRequest, Conflict, InvalidToken, RetryAfter, TelegramError

from handlers.telegram.connection import Bot
from handlers.telegram.ordering import InOrder
from handlers.telegram.pacing import seconds_to_wait
from handlers.telegram.receiving import Inbox, Receiving
from handlers.telegram.standby import Lease, Turn, turn, unless
from handlers.telegram.trouble import on_error
from handlers.telegram.updates import get_updates

_log = logging.getLogger(__name__)

LONG_POLL = 30
"""Seconds that Telegram holds a poll open."""
FAREWELL = 3.0
"""Seconds at most for each of the last words at the stop."""
BACK_OFF = (0.5, 1.0, 2.0, 4.0, 8.0, 15.0)
"""Seconds between tries while Telegram is away; the last goes on."""
AT_A_TIME = 20
"""So many of the messages that came together are begun, and answered, before the next are: all at
once would leave Telegram waiting and then this process; one at a time would be as many turns of the loop."""
UPDATES = (
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CHANNEL_POST,
    Update.CALLBACK_QUERY,
    Update.INLINE_QUERY,
    Update.MY_CHAT_MEMBER,
)

_ANOTHER_BOT = (
    "another bot polls with this token and not with this store: end one, or give it a token of its own"
)
_A_WEBHOOK = (
    "nothing can be polled while a webhook is set for this token; python bot.py check says how to end it"
)

Menus = Sequence[tuple[BotCommandScope, Sequence[BotCommand]]]


class End(Enum):
    """Why no more is polled."""

    TOLD_TO = auto()
    TAKEN_OVER = auto()
    """By another process, which answers what this one did not."""


async def run_polling(
    application: Bot,
    *,
    stop: asyncio.Event,
    inbox: Inbox,
    lease: Lease,
    menus: Menus = (),
    updates: Sequence[str] = UPDATES,
    drain: float = 20.0,
    back_off: Sequence[float] = BACK_OFF,
    on_ready: Callable[[], None] = lambda: None,
    alongside: contextlib.AbstractAsyncContextManager[Any] | None = None,
) -> End:
    """Serve until `stop`, or until another process has taken over.

    Telegram may be away, at the start or later: it is tried again and again, with one line in the log. At
    the end no more is fetched, what was fetched is answered, and the rest waits at Telegram. Whatever way it
    ends, what it has taken and not answered comes first at the next start.

    Args:
        inbox: where messages are written down that take longer than a moment.
        lease: which of several processes polls; while another does, this one waits.
        menus: the commands that Telegram shows, by scope.
        updates: the kinds of updates to ask for.
        drain: seconds at most that unanswered messages are still worked on after the stop; those begun by
            then have `FAREWELL` seconds more.
        on_ready: called once Telegram has been reached, and this process polls.
        alongside: entered after that, left before the connection is closed.

    Raises:
        InvalidToken: Telegram does not know the token.
    """
    try:
        if not await _until_reached(application.initialize, stop, back_off):
            return End.TOLD_TO
        async with turn(lease, application.bot.id, stop) as ours:
            if ours is None:
                return End.TOLD_TO
            receiving = Receiving(application.bot, inbox, application.update_queue.put_nowait)
            _order(application).on_handled = receiving.handled
            _order(application).may_begin = ours.may_go_on
            application.add_error_handler(partial(on_error, unanswered=receiving.unanswered))
            for update in await receiving.left():
                application.update_queue.put_nowait(update)
            await application.start()
            on_ready()
            _log.info("connected to Telegram as @%s", application.bot.username)
            settling = asyncio.create_task(_settle(application, menus, ours.over, back_off))
            try:
                async with alongside or contextlib.nullcontext():
                    await _poll(application, receiving, updates, ours, back_off)
            finally:
                settling.cancel()
                await _finish(application, receiving, ours, drain)
            return End.TAKEN_OVER if ours.lost.is_set() else End.TOLD_TO
    finally:
        await application.shutdown()
        # The application closes its connections only where it has once been reached.
        await application.bot.shutdown()


async def _poll(
    application: Bot, receiving: Receiving, updates: Sequence[str], ours: Turn, back_off: Sequence[float]
) -> None:
    bot, queue, order = application.bot, application.update_queue, _order(application)

    async def fetch() -> Sequence[Update]:
        await ours.may_go_on()
        # Telegram forgets what lies before the offset.
        await receiving.safe()
        await ours.may_go_on()
        batch = await get_updates(bot, receiving.offset, LONG_POLL, updates)
        await ours.may_go_on()
        return receiving.take(batch)

    failures = 0
    while not ours.over.is_set():
        try:
            await unless(ours.over, order.room())
            for place, update in enumerate(await unless(ours.over, fetch()) or (), 1):
                queue.put_nowait(update)
                if place % AT_A_TIME == 0:
                    await asyncio.sleep(0)
            if failures:
                _log.info("Telegram is back")
            failures = 0
        except InvalidToken:
            raise
        except Exception as error:
            wait = _wait_after(error, failures, back_off)
            _note(error, failures, wait)
            failures += 1
            await unless(ours.over, asyncio.sleep(wait))
            if isinstance(error, Conflict):
                await unless(ours.over, ours.surely())
    if ours.lost.is_set():
        # At once, and not only when what runs alongside has come to its end.
        _leave_to_the_other(order)


def _leave_to_the_other(order: InOrder) -> None:
    if count := order.abandon() + order.cut_off():
        _log.warning("%d messages that were not answered yet are left to the other process", count)


async def _finish(application: Bot, receiving: Receiving, ours: Turn, drain: float) -> None:
    order = _order(application)
    order.hurry()
    receiving.leave_unanswered()
    try:
        async with asyncio.timeout(drain):
            await unless(ours.lost, application.update_queue.join())
    except TimeoutError:
        _log.error("%d messages wait for the next start", order.abandon())
    if ours.lost.is_set():
        _leave_to_the_other(order)
    stopping = asyncio.create_task(application.stop())
    await asyncio.wait((stopping,), timeout=FAREWELL)
    if not stopping.done():
        # Of these no outcome is on record either: they stay in the inbox.
        _log.error("%d messages were being handled, and wait for the next start", order.cut_off())
    await stopping
    if not ours.lost.is_set():
        await _confirm(application, receiving)
    _log.info("stopped")


async def _confirm(application: Bot, receiving: Receiving) -> None:
    """Telegram is told what need not come again; without it the last batch would."""
    if receiving.offset is None:
        return
    try:
        await asyncio.wait_for(receiving.safe(at_once=0), FAREWELL)
        async with asyncio.timeout(FAREWELL):
            await application.bot.get_updates(offset=receiving.offset, timeout=0, limit=1)
    except (TimeoutError, TelegramError) as error:
        _log.warning("the last messages may come twice: %s", error)


def _order(application: Bot) -> InOrder:
    order = application.update_processor
    assert isinstance(order, InOrder)
    return order


async def _settle(application: Bot, menus: Menus, stop: asyncio.Event, back_off: Sequence[float]) -> None:
    """What should be so at Telegram, and need not be waited for."""

    async def show_menus() -> None:
        for scope, commands in menus:
            await application.bot.set_my_commands(commands, scope=scope)

    try:
        await _until_reached(show_menus, stop, back_off)
    except TelegramError as error:
        _log.warning("the command menu could not be set: %s", error)


async def _until_reached(
    action: Callable[[], Coroutine[Any, Any, None]], stop: asyncio.Event, back_off: Sequence[float]
) -> bool:
    """Tries until it succeeds; False where the stop came before."""
    failures = 0
    while not stop.is_set():
        try:
            return await unless(stop, _true_after(action())) is True
        except (InvalidToken, BadRequest):
            raise
        except TelegramError as error:
            wait = _wait_after(error, failures, back_off)
            _note(error, failures, wait)
            failures += 1
            await unless(stop, asyncio.sleep(wait))
    return False


async def _true_after(action: Awaitable[None]) -> bool:
    await action
    return True


def _wait_after(error: Exception, failures: int, back_off: Sequence[float]) -> float:
    if isinstance(error, RetryAfter):
        return seconds_to_wait(error)
    return back_off[min(failures, len(back_off) - 1)]


def _note(error: Exception, failures: int, wait: float) -> None:
    if isinstance(error, Conflict):
        cause = _A_WEBHOOK if "webhook" in str(error) else _ANOTHER_BOT
        _log.error("%s; trying again in %.0f s: %s", cause, wait, error)
    elif not isinstance(error, TelegramError):
        _log.error("updates could not be read; trying again in %.0f s", wait, exc_info=error)
    elif not failures:
        _log.warning("Telegram cannot be reached, and is tried again until it can: %s", error)


@contextlib.asynccontextmanager
async def told_to_stop() -> AsyncIterator[asyncio.Event]:
    """Set by SIGTERM or SIGINT while the block runs."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    caught: list[signal.Signals] = []
    for number in (signal.SIGINT, signal.SIGTERM):
        # Not there on Windows, nor outside the main thread: tests stop by the event.
        with contextlib.suppress(NotImplementedError, ValueError, RuntimeError):
            loop.add_signal_handler(number, stop.set)
            caught.append(number)
    try:
        yield stop
    finally:
        for number in caught:
            loop.remove_signal_handler(number)
