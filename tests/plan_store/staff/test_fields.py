"""What becomes of an entry whose time staff write in their own words?"""

from __future__ import annotations

from dataclasses import replace

import pytest

from plan_store.plan import Details
from plan_store.staff.fields import Field, with_value
from tests.handlers.plans import entry, published_snapshot


@pytest.mark.parametrize("stale", ["时间：6月中旬", "活动时间：6月中旬"])
@pytest.mark.parametrize(("said", "note"), [("8月上旬", "雨天顺延\n时间：8月上旬"), ("9月", "雨天顺延")])
def test_a_new_time_takes_the_place_of_the_words_of_the_one_before(stale: str, said: str, note: str) -> None:
    before = replace(entry(17), details=Details(note=f"{stale}\n雨天顺延"))

    after = with_value(before, Field.PERIOD, said, published_snapshot().vocabulary)

    assert after.details.note == note
