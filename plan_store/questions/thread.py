"""What was said so far? One person's conversation in one chat, small enough to be kept after every turn."""

from __future__ import annotations

import datetime as dt
import logging
from collections import OrderedDict
from functools import cache
from typing import Any

from plan_store.questions.query import Choice, Query
from plan_store.value import value

_HISTORY = 5
"""How many questions one can go back."""
IDLE = dt.timedelta(hours=1)
"""After so long a pause a conversation starts afresh."""


@value
class Thread:
    query: Query | None = None
    """The last question that found something to speak of."""
    earlier: tuple[Query, ...] = ()
    """Those before it, the latest first."""
    page: int = 0
    """The page of the list that was shown last."""
    choices: tuple[Choice, ...] = ()
    """What the bot has asked back and not been told yet."""
    at: dt.datetime | None = None

    def spoken_of(self, query: Query, now: dt.datetime) -> Thread:
        """The thread after `query` was answered."""
        earlier = (self.query, *self.earlier)[:_HISTORY] if self.query is not None else self.earlier
        return Thread(query, tuple(q for q in earlier if q is not None), 0, (), now)

    def after(self, now: dt.datetime, choices: tuple[Choice, ...] | None = None) -> Thread:
        """The thread after a turn that leaves what is spoken of; `choices` are what was asked back in it."""
        return Thread(self.query, self.earlier, self.page, self.choices if choices is None else choices, now)

    def current(self, now: dt.datetime) -> Thread:
        """This thread, or an empty one where it was left for an hour or comes from a later clock."""
        if self.at is None or not dt.timedelta(0) <= now - self.at <= IDLE:
            return EMPTY
        return self

    def dump(self) -> str:
        rest = _json(Thread(page=self.page, choices=self.choices, at=self.at))
        spoken_of = f'"query":{_dumped(self.query)}' if self.query is not None else ""
        earlier = f'"earlier":[{",".join(map(_dumped, self.earlier))}]' if self.earlier else ""
        return "{" + ",".join(part for part in (spoken_of, earlier, rest[1:-1]) if part) + "}"

    @staticmethod
    def load(text: str) -> Thread:
        """The thread that `dump` wrote; an empty one where `text` is none."""
        try:
            thread: Thread = _adapter().validate_json(text)
        except ValueError:
            logging.getLogger(__name__).warning("a kept conversation could not be read; it starts afresh")
            return EMPTY
        return thread


EMPTY = Thread()

_KEPT = 4096
"""So many queries' JSON is at hand: all but one of a thread were in it the turn before."""

_at_hand: OrderedDict[int, tuple[Query, str]] = OrderedDict()


def _dumped(query: Query) -> str:
    """A query in JSON; found by which object it is, since a hash of all in it takes as long as writing it."""
    kept = _at_hand.get(id(query))
    if kept is None:
        kept = query, _json(Thread(query)).removeprefix('{"query":').removesuffix("}")
        _at_hand[id(query)] = kept
        if len(_at_hand) > _KEPT:
            _at_hand.popitem(last=False)
    return kept[1]


def _json(thread: Thread) -> str:
    return str(_adapter().dump_json(thread, exclude_defaults=True), "utf-8")


@cache
def _adapter() -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(Thread)
