"""Is something on its way to a chat of which the store does not know yet? A reply to it may be faster."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator

LONGEST = 15.0
"""Seconds that a reply waits at most: longer than Telegram takes to answer a request."""


class Unrecorded:
    """Chats that are being sent something, and whose record follows."""

    def __init__(self) -> None:
        self._chats: dict[int, asyncio.Event] = {}

    @contextlib.contextmanager
    def sending(self, chat_id: int) -> Iterator[None]:
        """What the block sends there is on record at its end."""
        recorded = self._chats[chat_id] = asyncio.Event()
        try:
            yield
        finally:
            del self._chats[chat_id]
            recorded.set()

    async def settled(self, chat_id: int) -> bool:
        """Waits for what is on its way to that chat, not to any other; False where nothing was."""
        recorded = self._chats.get(chat_id)
        if recorded is None:
            return False
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(LONGEST):
                await recorded.wait()
        return True
