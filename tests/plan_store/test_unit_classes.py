"""To which class does a unit belong, however its name is written?"""

from __future__ import annotations

import pytest

from plan_store.unit_classes import is_street, is_town, place


@pytest.mark.parametrize("unit", ["月湖街道", "月湖街道办事处", "周家坪街道办", "汉山街道党工委"])
def test_a_street_that_signs_as_its_office_is_a_street(unit: str) -> None:
    assert is_street(unit)
    assert place(unit).endswith("街道")


@pytest.mark.parametrize("unit", ["沙坪镇", "沙坪镇人民政府", "小村乡政府", "白音苏木人民政府"])
def test_a_town_that_signs_as_its_government_is_a_town(unit: str) -> None:
    assert is_town(unit)
    assert not is_street(unit)


@pytest.mark.parametrize("unit", ["区政府办公室", "政务服务中心", "区行政审批服务局", "新乡市人民政府"])
def test_others_are_departments(unit: str) -> None:
    assert not is_street(unit)
    assert not is_town(unit)
    assert place(unit) == unit
