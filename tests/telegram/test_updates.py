"""Is an update read as python-telegram-bot reads it, and is a plain message read quickly?"""

from __future__ import annotations

import copy
from typing import Any

import pytest
import telegram

from handlers.telegram.updates import read_update
from tests.telegram.double import Double

FROM = {"id": 1001, "is_bot": False, "first_name": "居民", "language_code": "zh-hans", "is_premium": True}
CHAT = {"id": 1001, "type": "private", "first_name": "居民", "username": "jumin"}
MESSAGE = {"message_id": 5, "date": 1_700_000_000, "chat": CHAT, "from": FROM, "text": "六月有什么活动"}
GROUP = {"id": -100_500, "type": "supergroup", "title": "社区群", "is_forum": True}
BOT = telegram.Bot("1:a")


def message(**changes: Any) -> dict[str, Any]:
    return {"update_id": 7, "message": {**MESSAGE, **changes}}


def told(value: object) -> object:
    """All that PTB keeps of an object and of those in it."""
    if not isinstance(value, telegram.TelegramObject):
        return value
    names = {name for kind in type(value).__mro__ for name in getattr(kind, "__slots__", ())}
    return {name: told(getattr(value, name)) for name in sorted(names)}


UPDATES = {
    "a question": message(),
    "in a group": message(chat=GROUP),
    "with an entity": message(entities=[{"type": "bold", "offset": 0, "length": 2}]),
    "a reply": message(reply_to_message=MESSAGE),
    "edited": {"update_id": 7, "edited_message": {**MESSAGE, "edit_date": 1_700_000_009}},
    "what this version of PTB does not know of a person": message(**{"from": {**FROM, "mood": "good"}}),
    "what this version of PTB does not know of a message": message(mood="good"),
    "what this version of PTB does not know of an update": {**message(), "mood": "good"},
    "without a date": message(date=0),
    "a tap": {
        "update_id": 7,
        "callback_query": {"id": "1", "from": FROM, "chat_instance": "2", "message": MESSAGE, "data": "p"},
    },
}


@pytest.mark.parametrize("data", UPDATES.values(), ids=UPDATES)
def test_an_update_is_read_as_by_the_library(data: dict[str, Any]) -> None:
    as_it_came = copy.deepcopy(data)
    read, by_the_library = read_update(data, BOT), telegram.Update.de_json(data, BOT)
    assert told(read) == told(by_the_library)
    assert read.to_json() == by_the_library.to_json()
    assert read.effective_user == by_the_library.effective_user
    assert read.get_bot() is BOT
    assert data == as_it_came


@pytest.mark.parametrize("name", ["a question", "in a group"])
def test_a_plain_message_is_read_the_quick_way(name: str) -> None:
    assert type(read_update(UPDATES[name], BOT)) is not telegram.Update


def test_what_the_double_sends_of_a_question_is_a_plain_message() -> None:
    double = Double()
    double.person().writes("六月有什么活动")
    (update,) = double.world.updates.values()
    assert type(read_update(update, BOT)) is not telegram.Update
