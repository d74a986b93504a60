"""Which things does a question set beside each other: 街道多还是部门多, 五月和六月哪个多?"""

from __future__ import annotations

from collections.abc import Sequence

from plan_store.patterns import pattern
from plan_store.questions.query import Conditions, Extreme, Relation, Statistic, Subject
from plan_store.value import replace

_MORE = (
    "(?:的|活动|安排|开展|举办|举行|组织|项目|场次|次数|数量|总数){{0,4}}(?:要|更|会|比较|相对)*(?P<{0}>多|少)"
    "(?!少|久|长|方)"
)
_COMPARES = pattern(
    f"(?:哪一?个|哪边|哪种|哪类|哪家|哪头|谁)(?:月份?|季度?|单位|街道|形式)?{_MORE.format('which')}"
    f"|比[^,，。?？较如方]{{1,8}}?{_MORE.format('than')}"
    f"|(?P<either>多|少)还是[^,，。?？]{{1,8}}(?:多|少)"
)
"""Not 最多, which is a statistic of all."""
_FULLER = pattern("(?:哪一?个?|几)月份?的?(?:活动|安排)?(?:数量)?(?:更|比较|要)?(多|少)(?!少)")
_EACH = pattern("各(?:自|有|是)|分别")


def extreme_compared(text: str) -> Extreme | None:
    """Whether the one with more or with fewer is asked for; None where nothing is compared."""
    found = _COMPARES.search(text) if "多" in text or "少" in text else None
    if found is None:
        return None
    word = found["which"] or found["than"] or found["either"]
    return Extreme.FEWEST if word == "少" else Extreme.MOST


def counts_each(text: str, *, counts: bool) -> bool:
    """Whether the number of each is asked for, or which has more; `counts`: 几个 is asked."""
    return (counts and _EACH.search(text) is not None) or extreme_compared(text) is not None


def months_compared(text: str, parts: Sequence[Conditions]) -> Statistic | None:
    """The statistic that 五月和六月哪个多, or 几月份的活动比较多 of all months, asks for."""
    if "多" not in text and "少" not in text:
        return None
    times = [time for part in parts for time in part.times]
    plain = all(time.relation is Relation.OVERLAPS and time.span.first == time.span.last for time in times)
    if len(times) > 1 and plain and (extreme := extreme_compared(text)) is not None:
        return Statistic(Subject.MONTHS, extreme)
    fuller = _FULLER.search(text) if not parts or len(parts[0].times) != 1 else None
    if fuller is None:
        return None
    return Statistic(Subject.MONTHS, Extreme.FEWEST if fuller[1] == "少" else Extreme.MOST)


def alternatives(parts: Sequence[Conditions]) -> list[tuple[str, Conditions]]:
    """What is set beside each other, as it was said; empty where the question names no two of a kind."""
    if len(parts) != 1 or parts[0].all_forms or parts[0].all_times:
        return []
    (part,) = parts
    kinds = (
        [(one.said, replace(part, times=(one,))) for one in part.times],
        [(one.said, replace(part, units=(one,))) for one in part.units],
        [(one.said, replace(part, forms=(one,))) for one in part.forms],
        [(one.said, replace(part, topics=(one,))) for one in part.topics],
    )
    return next((kind for kind in kinds if len(kind) > 1), [])
