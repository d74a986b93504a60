"""How does the bot's token stay out of every log? It is struck out where lines are written."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, MutableMapping
from typing import Any

_TOKEN = re.compile(r"\d+(?::|%3A)[A-Za-z0-9_-]{30,}")
STRUCK_OUT = "<token>"

_CHATTY = ("httpx", "httpcore", "aiohttp.client", "aiohttp.access")
"""Libraries that name every address, the token included, below the level of warnings."""


def redact(text: str) -> str:
    """The text with everything that looks like a bot's token struck out."""
    return _TOKEN.sub(STRUCK_OUT, text) if ":" in text or "%3A" in text else text


class RedactingFormatter(logging.Formatter):
    """Any formatter, with tokens struck out of what it writes, tracebacks included."""

    def __init__(self, inner: logging.Formatter | None = None) -> None:
        super().__init__()
        self._inner = inner or logging.Formatter()

    def format(self, record: logging.LogRecord) -> str:
        return redact(self._inner.format(record))


def redact_event(logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """As a structlog processor; it stands after those that format tracebacks, before the renderer."""
    return {name: redact(value) if isinstance(value, str) else value for name, value in event.items()}


def hide_tokens(handlers: Iterable[logging.Handler] | None = None) -> None:
    """Strike tokens out of all that these handlers write from now on; None: those of the root logger."""
    for handler in handlers if handlers is not None else logging.getLogger().handlers:
        if not isinstance(handler.formatter, RedactingFormatter):
            handler.setFormatter(RedactingFormatter(handler.formatter))
    for name in _CHATTY:
        logging.getLogger(name).setLevel(logging.WARNING)
