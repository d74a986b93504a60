"""Would Telegram take this keyboard?"""

from __future__ import annotations

import json
from typing import Any

from tests.telegram.double.refusals import bad_request

MOST_BUTTONS = 100
MOST_IN_A_ROW = 8
MOST_BYTES_OF_DATA = 64
MOST_BYTES = 10_000
"""Of the whole keyboard as JSON."""

_KINDS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)
_OTHER_FIELDS = ("text", "icon_custom_emoji_id", "style")

Keyboard = list[list[dict[str, Any]]]


def read_markup(markup: Any) -> Keyboard | None:
    """The rows of an inline keyboard; None where the markup is none or another kind.

    Raises:
        Refusal: for what Telegram refuses, and for rows that it would silently break.
    """
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise bad_request("object expected as reply markup")
    if "inline_keyboard" not in markup:
        known = ("keyboard", "remove_keyboard", "force_reply")
        if not any(name in markup for name in known):
            raise bad_request("can't parse reply keyboard markup JSON object")
        return None
    rows = markup["inline_keyboard"]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    if not rows:
        return []
    for row in rows:
        if len(row) > MOST_IN_A_ROW:
            raise bad_request(f"reply markup is too long: {len(row)} buttons in a row")
        for button in row:
            _check_button(button)
    if (
        sum(map(len, rows)) > MOST_BUTTONS
        or len(json.dumps(markup, ensure_ascii=False).encode()) > MOST_BYTES
    ):
        raise bad_request("reply markup is too long")
    return [row for row in rows if row]


def _check_button(button: Any) -> None:
    if not isinstance(button, dict) or "text" not in button:
        raise bad_request("can't parse inline keyboard button: can't find field \"text\"")
    if not str(button["text"]).strip():
        raise bad_request("BUTTON_TEXT_INVALID")
    unknown = [name for name in button if name not in _KINDS and name not in _OTHER_FIELDS]
    if unknown:
        raise bad_request(f"can't parse inline keyboard button: no such field {unknown}")
    kinds = [name for name in _KINDS if name in button]
    if len(kinds) != 1:
        raise bad_request(
            "can't parse inline keyboard button: Text buttons are unallowed in the inline keyboard"
        )
    if kinds == ["callback_data"] and not 1 <= len(button["callback_data"].encode()) <= MOST_BYTES_OF_DATA:
        raise bad_request("BUTTON_DATA_INVALID")
    if kinds == ["url"] and not str(button["url"]).startswith(("http://", "https://", "tg://", "t.me/")):
        raise bad_request(f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL")
