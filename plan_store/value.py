"""How is a value made that nobody changes, and of which every question makes dozens?"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar, dataclass_transform

_T = TypeVar("_T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def value(kind: type[_T]) -> type[_T]:
    """A frozen dataclass; mypy holds to it, since doing so at run time makes one cost five times as much."""
    return dataclass(slots=True, unsafe_hash=True)(kind)
