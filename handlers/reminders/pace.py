"""How many may go out now? The rate of bulk sending, and patience while something is wrong at Telegram."""

from __future__ import annotations

import math
from collections.abc import Callable

from handlers.reminders.outcomes import Result, Trouble

_QUANTUM = 0.2
"""Seconds of sending that go out together: fewer, larger steps, each of which costs a write to the disk."""
_SLACK = 1.6
"""Of a quantum may be made up for after a delay; more would be a burst."""
_FIRST, _LAST = 1.0, 60.0
"""Seconds of patience after a failure; doubled with each further one up to the last."""
_SEVERAL = 3
"""Refusals in a row mean that the bot is too fast, not one chat."""


class Pace:
    """Counts what may be sent and what is in flight.

    While all is well, `per_second` messages go out, and never more than `in_flight` wait for an answer. After
    a failure that says that Telegram is away nothing goes out for a while; then one message at a time, and
    twice as many with each success. So an outage costs few messages their certainty, not all.
    """

    def __init__(self, per_second: float, in_flight: int, seconds: Callable[[], float]) -> None:
        """`per_second`: may be infinite. `seconds`: a steady clock."""
        self._per_second = per_second
        self._most = in_flight
        self._seconds = seconds
        self._window = float(in_flight)
        self._step = max(1, math.ceil(per_second * _QUANTUM)) if math.isfinite(per_second) else in_flight
        self._tokens = float(self._step)
        self._counted_at = seconds()
        self._in_flight = 0
        self._held_until = 0.0
        self._patience = _FIRST
        self._refused = 0

    @property
    def in_flight(self) -> int:
        return self._in_flight

    def room(self) -> int:
        """How many may be sent now; 0 until it is worth while."""
        now = self._seconds()
        if now < self._held_until:
            return 0
        self._fill(now)
        free = int(self._window) - self._in_flight
        if math.isfinite(self._per_second):
            if self._tokens < min(self._step, self._window):
                return 0
            free = min(free, int(self._tokens))
        elif free * 2 < self._window:
            return 0
        return max(free, 0)

    def wait(self) -> float | None:
        """Seconds until there may be room; None: only an answer makes room."""
        now = self._seconds()
        if now < self._held_until:
            return self._held_until - now
        if int(self._window) <= self._in_flight or not math.isfinite(self._per_second):
            return None
        self._fill(now)
        return max((min(self._step, self._window) - self._tokens) / self._per_second, 0.001)

    def went_out(self, count: int) -> None:
        self._in_flight += count
        self._tokens -= count

    def ended(self, result: Result) -> None:
        """A message's request has ended so."""
        self._in_flight -= 1
        match result.trouble:
            case Trouble.NONE:
                self._refused = 0
                self._patience = _FIRST
                self._window = min(self._window * 2, self._most)
            case Trouble.TOO_FAST:
                self._refused += 1
                if self._refused >= _SEVERAL and result.wait is not None:
                    self._hold(result.wait.total_seconds())
            case Trouble.AWAY | Trouble.UNCLEAR:
                if self._seconds() >= self._held_until:
                    self._hold(self._patience)
                    self._patience = min(self._patience * 2, _LAST)
                self._window = 1.0

    def _hold(self, seconds: float) -> None:
        self._held_until = max(self._held_until, self._seconds() + seconds)

    def _fill(self, now: float) -> None:
        if math.isfinite(self._per_second):
            gained = (now - self._counted_at) * self._per_second
            self._tokens = min(self._tokens + gained, self._step * _SLACK)
        self._counted_at = now
