"""What goes out as one message? Its words, its buttons, and the limits that Telegram sets to both."""

from __future__ import annotations

import html
from collections.abc import Sequence
from functools import lru_cache

from plan_store.patterns import pattern
from plan_store.value import value

MESSAGE_UNITS = 4096
"""The longest message, in UTF-16 units, counted after the markup is taken away."""
DATA_BYTES = 64
"""The longest callback data."""

_TAG = pattern(r"</?[a-z]+>")


@value
class Button:
    """One button under a message."""

    label: str
    data: str
    """Callback data: see `handlers.replies.taps`."""


Keyboard = tuple[tuple[Button, ...], ...]


def laid_out(buttons: Sequence[Button], width: int) -> Keyboard:
    """Buttons in rows of `width`."""
    return tuple(tuple(buttons[at : at + width]) for at in range(0, len(buttons), width))


@value
class Reply:
    """One message: Telegram's HTML, and rows of buttons."""

    html: str
    buttons: Keyboard = ()
    quotes: bool = False
    """Whether it shows what it answers, in private too: a button of it needs the words."""

    @property
    def text(self) -> str:
        """The same words without markup, for the terminal and `ask --json`."""
        return html.unescape(_TAG.sub("", self.html))


def units(text: str) -> int:
    """The length of `text` as Telegram counts it: characters outside the basic plane are two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def shorten(text: str, limit: int) -> str:
    """`text`, or as much of it as fits into `limit` UTF-16 units, with an ellipsis for the rest."""
    if len(text) * 2 <= limit or units(text) <= limit:
        return text
    kept = text.encode("utf-16-le", "surrogatepass")[: (limit - 1) * 2].decode("utf-16-le", "ignore")
    return f"{kept.rstrip()}…"


def escape(text: str) -> str:
    """`text` for Telegram's HTML; half a surrogate pair, which no HTTP body can carry, becomes `?`."""
    if not text.isprintable():
        text = text.encode("utf-8", "replace").decode().replace("\x00", "")
    if "&" in text or "<" in text or ">" in text:
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text


@lru_cache(maxsize=4096)
def quoted(text: str, limit: int = 40) -> str:
    """Foreign words inside a sentence of ours: shortened and escaped."""
    return escape(shorten(" ".join(text.split()), limit))
