"""What do the words between two times make of them: a range, a union, one time?"""

from __future__ import annotations

from enum import Enum, auto

from plan_store.patterns import pattern


class Gap(Enum):
    """What the words between two pieces make of them."""

    GLUE = auto()
    RANGE = auto()
    LASTING = auto()
    """A range through which a period lasts: 从五月一直到九月的."""
    UNION = auto()
    ASIDE = auto()
    """A bracket opens: 6月17日(周六)."""


GLUE = frozenset(
    {
        "",
        " ",
        "的",
        "里",
        "里的",
        "份",
        "份的",
        "中的",
        "当中的",
        "之中的",
        "内的",
        "间的",
        "期间的",
        "在的",
        "所在的",
    }
)
GLUE_OF_A_YEAR = GLUE | {",", "，"}
"""2023年，六月"""
_UNION = frozenset(
    {
        "、",
        ",",
        "，",
        "和",
        "及",
        "与",
        "跟",
        "同",
        "或",
        "或者",
        "还有",
        "以及",
        "加",
        "加上",
        "&",
        "+",
        "/",
        "还是",
        "并",
        ";",
        "；",
        "又",
        "，还有",
        "、和",
    }
)
_OPENING = frozenset({"(", "（", "[", "【"})
CLOSING = frozenset({")", "）", "]", "】"})
_RANGE = pattern(
    r"\s*(?:份|初|里|上旬|[起开]?始?|号|的)?\s*[，,]?\s*"
    r"(?:(?P<lasting>一直(?:持续|办|搞|开展|开|进行|举办|延续|延续下去)?|持续|连续|延续)(?:会|要)?(?:到|至)|(?:一?直)?(?:[往向](?:后|下)(?:数|推|算|看)?)?[到至迄](?:了|第)?|[~～\-－—–→―一]{1,3}|>+)\s*"
)


def gap_between(text: str, start: int, end: int) -> Gap | None:
    between = text[start:end]
    if between in GLUE:
        return Gap.GLUE
    stripped = between.strip()
    if stripped in _UNION:
        return Gap.UNION
    if stripped in _OPENING:
        return Gap.ASIDE
    if len(between) > 10:
        return None
    found = _RANGE.fullmatch(between)
    if found is None:
        return None
    return Gap.LASTING if found["lasting"] else Gap.RANGE
