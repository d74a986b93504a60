"""Is a pattern that is compiled late the same as one that is compiled at once?"""

from __future__ import annotations

import re

import pytest

from plan_store import patterns
from plan_store.patterns import pattern


def test_it_is_compiled_when_a_text_first_comes_to_it() -> None:
    late = pattern("(?P<n>[0-9]+)月")
    assert "search" not in vars(late)

    found = late.search("在6月")

    assert found is not None
    assert found["n"] == "6"
    assert late.sub("x", "6月7月") == "xx"
    assert [said.span() for said in late.finditer("6月7月")] == [(0, 2), (2, 4)]


def test_flags_hold() -> None:
    assert pattern("a.b", re.DOTALL).fullmatch("a\nb")
    assert not pattern("a.b").fullmatch("a\nb")


def test_what_no_pattern_has_it_has_not() -> None:
    with pytest.raises(AttributeError):
        _ = pattern("a").search_all  # type: ignore[attr-defined]


def test_all_of_them_can_be_compiled() -> None:
    patterns.prepare()
