"""Does `ask --explain` tell how each word was taken?"""

from __future__ import annotations

from plan_store.questions.explain import explain
from plan_store.snapshot import Snapshot
from tests.questions.asking import MAY_20


def lines(question: str, snapshot: Snapshot) -> list[str]:
    return explain(question, MAY_20.date(), snapshot).splitlines()


def test_a_misspelt_name_is_told_with_its_likeness_and_the_next_best(snapshot: Snapshot) -> None:
    told = lines("月胡街道的活动", snapshot)
    assert "改正　月胡街道 → 月湖街道" in told
    assert any(line.startswith("单位　月胡街道：月湖街道（读音相同；字形 月湖街道 50，") for line in told)


def test_a_name_of_several_units_is_told_to_be_asked_back(snapshot: Snapshot) -> None:
    assert "追问　计局：区统计局、区审计局" in lines("区计局", snapshot)


def test_time_form_topic_and_what_is_taken_away_are_told(snapshot: Snapshot) -> None:
    told = "\n".join(lines("6月看病报销的宣传，不要座谈", snapshot))
    assert "时间　6月：overlaps 2023-06-01/2023-06-30" in told
    assert "“看病报销”（“看病报销”属于区医保局）" in told
    assert "形式 展板宣传、广泛宣传、政策宣传、设点宣传" in told
    assert "不要　座谈" in told


def test_what_the_plan_lacks_and_what_is_ignored_is_told(snapshot: Snapshot) -> None:
    told = lines("有没有反诈讲座", snapshot)
    assert "切分　反诈：归公安局管，计划里没有这个单位" in told
    assert "忽略　反诈" in told


def test_why_a_question_is_not_answered_is_told(snapshot: Snapshot) -> None:
    assert lines("身份证丢了怎么补办", snapshot)[-1] == "判断　service 身份证丢了怎么补办"
