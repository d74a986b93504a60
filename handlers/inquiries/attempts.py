"""How does a try to send something end? On record, whatever happens: refused, unclear, or broken off."""

from __future__ import annotations

import asyncio
import contextlib
import datetime as dt
import logging
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any, Protocol, TypeVar

from telegram.error import TelegramError

from handlers.inquiries.lanes import Lanes
from handlers.inquiries.outage import Outage
from handlers.telegram.departure import Departure
from plan_store.deliveries import State
from plan_store.store import StoreError

_log = logging.getLogger(__name__)

Item = TypeVar("Item", contravariant=True)
Claimed = TypeVar("Claimed", bound="_Claimed")


class _Claimed(Protocol):
    @property
    def chat_id(self) -> int: ...

    @property
    def tries(self) -> int: ...


class Records(Protocol[Item]):
    """Where it stands what is to be sent, and what became of it."""

    async def later(self, item: Item, wait: dt.timedelta | None = None) -> None: ...

    async def unclear(self, item: Item) -> None: ...


class Attempts:
    """Tries to send what was claimed."""

    def __init__(self, lanes: Lanes, outage: Outage) -> None:
        self._lanes = lanes
        self._outage = outage

    async def attempt(
        self,
        records: Records[Claimed],
        item: Claimed,
        departure: Departure,
        send: Callable[[], Awaitable[bool]],
        give_up: Callable[[], Awaitable[Any]],
    ) -> None:
        """`send` it, which records what arrives; where it says False, as where it never can go, `give_up`."""
        try:
            await self._ended(records, item, send, give_up)
        except asyncio.CancelledError:
            # Not waited for: where the store does not take it, the lapse of the lease says the same.
            with contextlib.suppress(StoreError):
                if departure.may_have_left:
                    await records.unclear(item)
                else:
                    await records.later(item, dt.timedelta(0))
            raise

    async def _ended(
        self,
        records: Records[Claimed],
        item: Claimed,
        send: Callable[[], Awaitable[bool]],
        give_up: Callable[[], Awaitable[Any]],
    ) -> None:
        try:
            record = None if await send() else give_up
        except TelegramError as error:
            record = self._refused(records, item, error, give_up)
        except StoreError as error:
            # Before anything left: it did not say to whom, or in which topic.
            _log.warning("what was to be sent to chat %d waits: %s", item.chat_id, error)
            record = partial(records.later, item)
        except Exception:
            _log.exception("what was to be sent to chat %d ended in an error", item.chat_id)
            record = partial(records.unclear, item)
        if record is not None:
            await self._outage.outlasted(record)

    def _refused(
        self,
        records: Records[Claimed],
        item: Claimed,
        error: TelegramError,
        give_up: Callable[[], Awaitable[Any]],
    ) -> Callable[[], Awaitable[Any]]:
        """What is to be recorded of an error of Telegram's or of the way there."""
        # The transport is there where it is used; the terminal starts without it.
        from handlers.reminders.outcomes import Trouble, result_of

        result = result_of(error, item.tries)
        _log.warning("what was to be sent to chat %d did not arrive: %s", item.chat_id, error)
        if result.trouble is Trouble.TOO_FAST and result.wait is not None:
            self._lanes.rest(item.chat_id, result.wait.total_seconds())
        if result.state is State.FAILED or result.moved_to is not None:
            return give_up
        if result.state is State.UNKNOWN:
            return partial(records.unclear, item)
        return partial(records.later, item, result.wait)
