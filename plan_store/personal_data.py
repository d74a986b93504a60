"""Which numbers in a text should not be passed on unasked? Identity, mobile and bank-card numbers. Pure."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum

from plan_store.patterns import pattern

_RUN = pattern(r"(?<![0-9A-Za-z])\+?[0-9](?:[ -]?[0-9]){9,18}(?:[ -]?[Xx])?(?![0-9A-Za-z])")
"""Digits in a row, single spaces and hyphens between them: as numbers are typed in groups."""
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"
_PROVINCE = pattern("1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[1-3]|91")
"""With which identity numbers begin."""
_CARD = pattern(r"62[0-9]{14,17}|[45][0-9]{15}")
"""UnionPay's and the international ones."""
_MOBILE = pattern(r"(?:86)?1[3-9][0-9]{9}")
_NARROW = str.maketrans("０１２３４５６７８９Ｘｘ－　", "0123456789Xx- ")
_LONG = pattern(r"[0-9]{11,}[Xx]?")
_GROUPED = pattern(r"[0-9](?:[ .-]{0,2}[0-9]){10,17}(?:[ .-]{0,2}[Xx])?")


class Sort(StrEnum):
    """What kind of number it is."""

    IDENTITY = "identity"
    MOBILE = "mobile"
    BANK_CARD = "bank card"


@dataclass(frozen=True, slots=True)
class PersonalNumber:
    sort: Sort
    digits: str
    """Without spaces and hyphens."""

    @property
    def masked(self) -> str:
        """`430***********1234`: enough for its owner to know it again."""
        return _mask(self.digits)


def personal_numbers(text: str) -> tuple[PersonalNumber, ...]:
    """The personal numbers in `text`, each once, in the order they come.

    An identity number is known by its check digit or, as one that was mistyped, by its province and day of
    birth (the old ones of 15 digits by that day alone), a bank card by its check digit; so other long
    numbers, of documents or of the hotline, are passed over.
    """
    found: dict[str, PersonalNumber] = {}
    for run in _RUN.finditer(unicodedata.normalize("NFKC", text)):
        groups = re.split("[ -]", run[0])
        # Two numbers may stand side by side; else the groups are one number.
        for written in groups if any(map(_sort_of, groups)) else ["".join(groups)]:
            digits = written.lstrip("+").upper()
            if (sort := _sort_of(digits)) is not None:
                found.setdefault(digits, PersonalNumber(sort, digits))
    return tuple(found.values())


def without_personal_numbers(text: str) -> str:
    """`text` as it may be kept: every long number, and what looks like a personal one, masked.

    Wider than `personal_numbers`, since nobody is asked: a mistyped identity number is masked as well.
    """
    normal = text.translate(_NARROW)
    kept = _GROUPED.sub(_mask_grouped, _LONG.sub(lambda run: _mask(run[0]), normal))
    return text if kept == normal else kept


def _mask_grouped(run: re.Match[str]) -> str:
    digits = re.sub("[ .-]", "", run[0]).upper()
    return _mask(digits) if len(digits) == 18 or _sort_of(digits) is not None else run[0]


def _mask(digits: str) -> str:
    return f"{digits[:3]}{'*' * (len(digits) - 7)}{digits[-4:]}"


def _sort_of(written: str) -> Sort | None:
    digits = written.lstrip("+").upper()
    if _is_identity(digits):
        return Sort.IDENTITY
    if _MOBILE.fullmatch(digits):
        return Sort.MOBILE
    if _CARD.fullmatch(digits) and _luhn(digits):
        return Sort.BANK_CARD
    return Sort.IDENTITY if _is_mistyped_identity(digits) else None


def _is_identity(digits: str) -> bool:
    if len(digits) == 15 and digits.isdecimal():
        return digits[0] in "12345678" and _is_day(f"19{digits[6:12]}")
    if len(digits) != 18 or not digits[:17].isdecimal():
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits[:17], _WEIGHTS, strict=True))
    return _CHECK_DIGITS[total % 11] == digits[17] and _is_day(digits[6:14])


def _is_mistyped_identity(digits: str) -> bool:
    """Whether the day of birth and the province are as in an identity number, whatever its check digit."""
    in_form = len(digits) == 18 and digits[:17].isdecimal() and _PROVINCE.match(digits) is not None
    return in_form and _is_day(digits[6:14])


def _is_day(eight_digits: str) -> bool:
    try:
        day = dt.date(int(eight_digits[:4]), int(eight_digits[4:6]), int(eight_digits[6:]))
    except ValueError:
        return False
    return 1900 <= day.year < 2100


def _luhn(digits: str) -> bool:
    total = 0
    for place, digit in enumerate(map(int, reversed(digits))):
        doubled = digit * 2 if place % 2 else digit
        total += doubled - 9 if doubled > 9 else doubled
    return total % 10 == 0
