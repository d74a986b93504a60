"""Is a value changed as `dataclasses` would?"""

from __future__ import annotations

import dataclasses

import pytest

from plan_store.questions.query import Conditions, Query
from plan_store.value import replace


def test_a_changed_value_is_another_that_differs_in_what_was_named() -> None:
    query = Query("六月", year=2023)
    changed = replace(query, text="七月", parts=(Conditions(earliest=True),))
    assert changed == dataclasses.replace(query, text="七月", parts=(Conditions(earliest=True),))
    assert query == Query("六月", year=2023)


def test_what_a_value_does_not_hold_cannot_be_changed() -> None:
    with pytest.raises(AttributeError):
        replace(Query("六月"), no_such_field=1)  # type: ignore[call-arg]
