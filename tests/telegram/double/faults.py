"""What goes wrong on demand? Refusals, broken connections, silence and slowness, by method and count."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from tests.telegram.double.refusals import Refusal


class HangUp(Enum):
    BEFORE = "before the request was handled"
    AFTER = "after the request was handled, so that the bot cannot know"


@dataclass(frozen=True, slots=True)
class Slow:
    """Handled and answered after so many seconds."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Silent:
    """Never answered; handled all the same where `handled`."""

    handled: bool = False


@dataclass(frozen=True, slots=True)
class Broken:
    """An answer that is no Bot API answer: a gateway's error page."""

    status: int = 502


Fault = Refusal | HangUp | Slow | Silent | Broken


@dataclass(slots=True)
class Planned:
    method: str
    """In lower case; * is any but getUpdates."""
    fault: Fault
    times: int
    """How often yet; below 0: for ever."""
    when: Callable[[dict[str, Any]], bool] | None
    met: int = 0


@dataclass(slots=True)
class Faults:
    planned: list[Planned] = field(default_factory=list)

    def add(
        self,
        method: str,
        fault: Fault,
        *,
        times: int = 1,
        when: Callable[[dict[str, Any]], bool] | None = None,
    ) -> Planned:
        """From now on, so many `times` (below 0: until cleared), for the requests that `when` picks."""
        plan = Planned(method.lower(), fault, times, when)
        self.planned.append(plan)
        return plan

    def clear(self) -> None:
        self.planned.clear()

    def next_for(self, method: str, fields: dict[str, Any]) -> Fault | None:
        for plan in self.planned:
            fits = plan.method == method or (plan.method == "*" and method != "getupdates")
            if fits and plan.times and (plan.when is None or plan.when(fields)):
                plan.times -= 1
                plan.met += 1
                return plan.fault
        return None
