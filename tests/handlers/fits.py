"""Would Telegram take this message? The same judgement as that of the double of its API."""

from __future__ import annotations

from handlers.replies import Reply
from handlers.replies.reply import MESSAGE_UNITS
from tests.telegram.double.entities import read_html, utf16_length
from tests.telegram.double.markup import read_markup


def assert_fits(reply: Reply) -> None:
    """Fails where Telegram would refuse the message, or would show other words than the terminal does."""
    shown, _ = read_html(reply.html)
    assert shown.strip()
    assert utf16_length(shown) <= MESSAGE_UNITS
    assert shown == reply.text
    rows = [[{"text": button.label, "callback_data": button.data} for button in row] for row in reply.buttons]
    if rows:
        read_markup({"inline_keyboard": rows})
