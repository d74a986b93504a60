"""To which class does a unit belong by its name: is it a street, a town, or a department?"""

from __future__ import annotations

from functools import lru_cache

from plan_store.patterns import pattern

STREET = "街道"
TOWNS = ("镇", "乡", "苏木")
_SEAT = pattern("(?<=街道)(?:党工委|办事处|办公室|办|管委会)$|(?<=[镇乡木])(?:人民)?政府$")


@lru_cache(maxsize=4096)
def place(unit: str) -> str:
    """月湖街道 of 月湖街道办事处, 沙坪镇 of 沙坪镇人民政府; any other name as it is."""
    return _SEAT.sub("", unit)


def is_street(unit: str) -> bool:
    return place(unit).endswith(STREET)


def is_town(unit: str, kinds: tuple[str, ...] = TOWNS) -> bool:
    return place(unit).endswith(kinds)
