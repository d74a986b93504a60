"""What does a tapped button mean? Callback data that still works after a restart and in old messages.

All that a button means stands in its data, so nothing has to be remembered between showing and tapping.
The first character is the version of this scheme, the second says what kind of tap it is.
"""

from __future__ import annotations

import base64
import hashlib
import re
from enum import StrEnum
from functools import lru_cache

from handlers.replies.reply import DATA_BYTES
from plan_store.patterns import pattern
from plan_store.value import value


class Dimension(StrEnum):
    """By what a long list can be narrowed."""

    MONTH = "m"
    UNIT = "u"
    FORM = "f"


@value
class View:
    """A list that was shown: which plan, which entries of it, and which page."""

    year: int
    numbers: frozenset[int] | None = None
    """The very entries; None: all that meet the conditions below."""
    months: frozenset[int] = frozenset()
    """Entries whose period has one of these; empty: any month."""
    unit: str = ""
    """The tag of a unit's name, or of 街道 or 部门 as a class; empty: any unit."""
    form: str = ""
    """The tag of a form; empty: any form."""
    page: int = 0


@value
class Say:
    """The tap stands for words, as if the person had sent them."""

    words: str


@value
class ShowEntry:
    year: int
    number: int


@value
class ShowPage:
    """Another page of the same list, in the same message."""

    view: View


@value
class ShowNarrowed:
    """A part of the list, as a message of its own."""

    view: View


@value
class Choose:
    """The months, units or forms by which the list can be narrowed."""

    view: View
    dimension: Dimension
    page: int = 0


Tap = Say | ShowEntry | ShowPage | ShowNarrowed | Choose


@lru_cache(maxsize=1024)
def tag(name: str) -> str:
    """A name in five characters: 30 bits, so that two names of one plan hardly ever share it."""
    return base64.urlsafe_b64encode(hashlib.blake2s(name.encode(), digest_size=4).digest()).decode()[:5]


def data_of(tap: Tap) -> str | None:
    """The callback data of a tap; None where it does not fit into Telegram's 64 bytes."""
    match tap:
        case Say(words):
            data = f"1q{words}"
        case ShowEntry(year, number):
            data = f"1e{year}.{number}"
        case ShowPage(view):
            data = f"1l{view_data(view)}"
        case ShowNarrowed(view):
            data = f"1o{view_data(view)}"
        case Choose(view, dimension, page):
            data = f"1n{dimension.value}{page:x}.{view_data(view)}"
    return data if len(data.encode("utf-8", "replace")) <= DATA_BYTES else None


_ENTRY = pattern(r"([0-9]{4})\.([0-9]{1,9})", re.ASCII)
_VIEW = pattern(
    r"([0-9]{4})\.([0-9a-f]{1,4})\.([0-9a-f]{0,3})\.([\w-]{5})?\.([\w-]{5})?\.((?:b|r)[\w-]+)?", re.ASCII
)
_CHOOSE = pattern(r"([muf])([0-9a-f]{1,3})\.(.*)", re.ASCII)


def read_tap(data: str) -> Tap | None:
    """What callback data means; None for data of another version, or forged. Never raises."""
    kind, rest = data[:2], data[2:]
    if kind == "1q" and rest.strip():
        return Say(rest)
    if kind == "1e" and (match := _ENTRY.fullmatch(rest)):
        return ShowEntry(int(match[1]), int(match[2]))
    if kind == "1l" and (view := read_view(rest)):
        return ShowPage(view)
    if kind == "1o" and (view := read_view(rest)):
        return ShowNarrowed(view)
    if kind == "1n" and (match := _CHOOSE.fullmatch(rest)) and (view := read_view(match[3])):
        return Choose(view, Dimension(match[1]), int(match[2], 16))
    return None


def turned(view: View, page: int) -> View:
    if view.page == page:
        return view
    return View(view.year, view.numbers, view.months, view.unit, view.form, page)


def view_data(view: View) -> str:
    """A view as part of callback data."""
    numbers = "" if view.numbers is None else _pack(view.numbers)
    return f"{view.year}.{view.page:x}.{_bits(view.months)}.{view.unit}.{view.form}.{numbers}"


@lru_cache(maxsize=256)
def _bits(months: frozenset[int]) -> str:
    mask = sum(1 << (month - 1) for month in months)
    return f"{mask:x}" if mask else ""


def read_view(text: str) -> View | None:
    """The view that `view_data` wrote; None where `text` is none."""
    match = _VIEW.fullmatch(text)
    if match is None:
        return None
    mask = int(match[3] or "0", 16)
    numbers = _unpack(match[6]) if match[6] else None
    if match[6] and numbers is None:
        return None
    return View(
        year=int(match[1]),
        page=int(match[2], 16),
        months=frozenset(month for month in range(1, 13) if mask >> (month - 1) & 1),
        unit=match[4] or "",
        form=match[5] or "",
        numbers=numbers,
    )


_MOST_NUMBERS = 20_000
"""No plan is longer; forged runs must not unfold to more."""


@lru_cache(maxsize=1024)
def _pack(numbers: frozenset[int]) -> str:
    """Numbers as bits from the lowest on (`b`) or as lengths of gaps and runs (`r`), as is shorter."""
    lowest = min(numbers, default=0)
    gaps: list[int] = []
    after = 0
    for number in sorted(numbers):
        if gaps and number == after:
            gaps[-1] += 1
        else:
            gaps += (number - after, 1)
        after = number + 1
    runs = b"".join(map(_varint, gaps))
    if after - lowest > 8 * len(runs):
        return f"r{_base64(runs)}"
    bits = sum(1 << (number - lowest) for number in numbers)
    dense = _varint(lowest) + bits.to_bytes((bits.bit_length() + 7) // 8, "little")
    return f"b{_base64(dense)}" if len(dense) <= len(runs) else f"r{_base64(runs)}"


def _unpack(text: str) -> frozenset[int] | None:
    try:
        data = base64.urlsafe_b64decode(text[1:] + "=" * (-len(text[1:]) % 4))
    except ValueError:
        return None
    if text[0] == "b":
        lowest, rest = _read_varint(data)
        bits = int.from_bytes(rest, "little")
        return frozenset(lowest + place for place in range(bits.bit_length()) if bits >> place & 1)
    numbers: set[int] = set()
    at = 0
    while data:
        gap, data = _read_varint(data)
        run, data = _read_varint(data)
        if len(numbers) + run > _MOST_NUMBERS:
            return None
        numbers.update(range(at + gap, at + gap + run))
        at += gap + run
    return frozenset(numbers)


def _varint(value: int) -> bytes:
    low: list[int] = []
    while value > 0x7F:
        low.append(value & 0x7F | 0x80)
        value >>= 7
    return bytes((*low, value))


def _read_varint(data: bytes) -> tuple[int, bytes]:
    value = 0
    for index, byte in enumerate(data):
        value |= (byte & 0x7F) << (7 * index)
        if byte < 0x80:
            return value, data[index + 1 :]
    return value, b""


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
