"""Which number do these characters write? Arabic and Chinese, plain and capital."""

from __future__ import annotations

from itertools import pairwise

DIGITS = {
    **{str(value): value for value in range(10)},
    **dict(zip("〇零一二三四五六七八九", (0, *range(10)), strict=True)),
    **dict(zip("壹贰叁肆伍陆柒捌玖", range(1, 10), strict=True)),
    **dict.fromkeys("○oO", 0),
    "两": 2,
    "俩": 2,
    "仨": 3,
    "幺": 1,
}
TENS = {"十": 10, "拾": 10, "廿": 20, "卅": 30}

CHINESE = "〇零○一二两三四五六七八九十廿卅壹贰叁肆伍陆柒捌玖拾俩仨幺"
ZEROS = "〇零○oO"
"""How people write the nought of a year: 二〇, 二零, 二O."""
FIGURES = ZEROS + "一二三四五六七八九壹贰叁肆伍陆柒捌玖"
NUMBER = rf"(?:[0-9]{{1,2}}|[{CHINESE}]{{1,3}})"
"""A number of at most two figures, as a regular expression without groups."""


def read_number(text: str) -> int | None:
    """The number that `text` writes (`6`, `〇六`, `廿三`, `二〇二三`); None if it writes none or several."""
    if text.isascii():
        return int(text) if text.isdigit() else None
    if not any(character in TENS for character in text):
        if len(text) == 1 or text[0] in "〇零○" or len(text) == 4:
            value = 0
            for character in text:
                if character not in DIGITS:
                    return None
                value = value * 10 + DIGITS[character]
            return value
        return None
    total, pending = 0, None
    for character in text:
        if character in TENS:
            if total:
                return None
            total = (1 if pending is None else pending) * TENS[character]
            pending = None
        elif character in DIGITS and pending is None:
            pending = DIGITS[character]
        else:
            return None
    return total + (pending or 0)


def read_numbers(text: str) -> tuple[int, ...]:
    """One number or several written side by side, as in speech: 六七 → 6 7, 十一二 → 11 12, 十二 → 12."""
    whole = read_number(text)
    if whole is not None:
        return (whole,)
    if len(text) == 3 and text[0] in TENS and text[1] in DIGITS and text[2] in DIGITS:
        return (TENS[text[0]] + DIGITS[text[1]], TENS[text[0]] + DIGITS[text[2]])
    singles = tuple(DIGITS.get(character, TENS.get(character, -1)) for character in text)
    return singles if _rising(singles) else ()


def _rising(values: tuple[int, ...]) -> bool:
    return values[0] > 0 and all(b == a + 1 for a, b in pairwise(values))
