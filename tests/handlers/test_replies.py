"""What does a person read? Replies to questions on the published plan, by their words."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from handlers.replies import Reply, around, examples, reply_to
from plan_store.answers import Answer, Kind
from plan_store.inquiry import ask
from plan_store.plan import Details, Period, Session
from plan_store.questions.query import (
    Asked,
    Conditions,
    FormCondition,
    Query,
    TopicCondition,
    TopicWord,
    UnitCondition,
)
from plan_store.questions.thread import EMPTY
from tests.handlers.fits import assert_fits
from tests.handlers.plans import MAY_20, SHANGHAI, entry, plan_of, published, published_snapshot


def replies(*questions: str, now: dt.datetime = MAY_20) -> list[Reply]:
    """The replies to questions of one conversation."""
    snapshot, thread = published_snapshot(), EMPTY
    told = []
    for question in questions:
        answer, thread = ask(question, thread, now, snapshot)
        told.append(reply_to(answer, around=around(snapshot.plans, now)))
        assert_fits(told[-1])
    return told


def first_line(*questions: str, now: dt.datetime = MAY_20) -> str:
    return replies(*questions, now=now)[-1].text.partition("\n")[0]


def last_line(*questions: str) -> str:
    return replies(*questions)[-1].text.rpartition("\n")[2]


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("六月有什么活动", "6月有 17 项活动。"),
        ("六月街道有活动吗", "有，6月街道有 9 项活动。"),
        ("六月街道有几场座谈", "共 6 场。"),
        ("科技局什么时候搞活动", "3月-5月。"),
        ("世界环境日谁负责", "由生态环境分局负责。"),
        ("第17项是什么形式", "形式是设点宣传。"),
        ("七月科技局有活动吗", "没有，7月区科技局没有活动。"),
        ("13月有什么活动", "一年只有 1 到 12 月，没有13月。"),
        ("第99项", "没有第 99 项，开福区2023年计划的序号从 1 到 42。"),
        ("2024年六月有什么活动", "还没有 2024 年的计划。"),
        ("哪个月活动最多", "6月最多，有 17 项。"),
        ("六月比五月多吗", "6月最多，有 17 项。"),
        ("街道多还是部门多", "街道 16 项，部门 26 项，部门更多。"),
        ("六月和七月的座谈各有几场", "6月 9 项，7月 5 项，6月更多。"),
        ("哪个月活动最少", "有活动的月份里，3月、10月最少，各 2 项。（1月、2月、11月、12月没有活动。）"),
        ("有没有哪个月没有活动", "有，1月、2月、11月、12月没有活动。"),
        ("哪个月没有活动", "1月、2月、11月、12月没有活动。"),
        ("有没有参观的活动", "有，参观活动有 1 项。"),
        ("除了街道，六月有什么", "除了街道，6月有 8 项活动。"),
        ("卫健局的活动结束了吗", "按计划已经结束，时间是4月。"),
        ("月湖街道的活动开始了没", "按计划正在进行，时间是5月-6月。"),
        ("节水宣传日过了吗", "按计划就在本月，时间是5月。"),
        ("17号活动办完了没有", "按计划还没开始，时间是6月。"),
        ("四月的活动都结束了吗", "按计划已经结束 3 项，正在进行 1 项。"),
    ],
)
def test_the_direct_answer_comes_first(question: str, said: str) -> None:
    assert first_line(question) == said


def test_a_day_that_staff_added_decides_whether_an_entry_is_over_and_not_its_month() -> None:
    query = Query("", parts=(Conditions(numbers=(1,)),), asked=(Asked.STAGE,))
    days_ago = replace(DETAILS, sessions=(Session(dt.date(2023, 5, 9)),))
    held = entry(1, month=5, details=days_ago)
    assert told(query, held).startswith("按计划已经结束，时间是2023年5月9日（星期二）。")


def test_a_place_that_the_list_does_not_have_is_said_and_the_list_stays() -> None:
    asked = ("六月街道的座谈", "第九个")
    assert first_line(*asked) == "刚才列出的里面没有第 9 个。"
    assert "秀峰街道" in replies(*asked, "第一个")[-1].text


def test_the_last_line_says_how_it_was_understood_and_which_plan_it_comes_from() -> None:
    assert last_line("六月街道的座谈") == "按 6月 · 街道 · 座谈 查到 6 项，出自开福区2023年计划"


def test_a_relative_time_is_said_with_its_months() -> None:
    assert "下个月（6月）" in last_line("下个月有什么活动")


def test_a_plan_of_another_year_is_named_in_the_first_line() -> None:
    assert first_line("六月有什么活动", now=MAY_20.replace(year=2026)).startswith("2023年6月有 17 项")


def test_an_entry_of_a_list_shows_number_theme_unit_period_and_forms() -> None:
    assert (
        "15. “政务公开化，服务透明化”政务公开主题活动\n秀峰街道 · 5月-6月 · 现场观摩、座谈交流、广泛宣传"
        in replies("六月街道的座谈")[0].text
    )


def test_a_single_entry_is_shown_whole_with_its_theme_in_lines() -> None:
    text = replies("司法局的活动")[0].text
    assert "第 16 项 开展农村法治宣传\n开展国际禁毒日宣传\n开展青少年法治宣传" in text
    assert "单位：区司法局\n时间：2023年5月-9月\n形式：问卷调查、现场观摩、座谈交流" in text


def test_a_correction_is_said() -> None:
    assert first_line("月胡街道有什么活动") == "“月胡街道”我按“月湖街道”查的。"


def test_what_another_time_has_is_shown_where_the_asked_time_has_nothing() -> None:
    text = replies("七月科技局有活动吗")[0].text
    assert "在3月-5月有 1 项：\n\n2. 政策宣传零距离，服务群众暖民心" in text


def test_the_same_months_of_the_latest_plan_are_offered_for_a_year_without_one() -> None:
    text = replies("2024年六月有什么活动")[0].text
    assert "最近的一份是开福区2023年计划，同样的月份有 17 项：" in text


def test_what_the_plan_does_not_say_is_said_to_be_unknown_with_the_unit() -> None:
    assert first_line("秀峰街道的活动在哪里") == "计划里没写具体地点，可以问主办的秀峰街道。"


@pytest.mark.parametrize(
    "question", ["免费的吗", "有没有饭吃", "月湖街道的活动取消了吗", "下雨还办吗", "这个活动靠谱吗"]
)
def test_what_no_plan_tells_is_neither_affirmed_nor_denied(question: str) -> None:
    assert first_line("月湖街道的", question) == "计划里没写这个，可以问主办的月湖街道。"


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("6月17日有什么活动", "6月有 17 项活动。"),
        ("明天有活动吗", "5月有 13 项活动。"),
        ("下周有什么", "5月有 13 项活动。"),
    ],
)
def test_no_more_than_the_month_is_claimed_where_a_day_is_asked_for(question: str, said: str) -> None:
    assert first_line(question) == f"{said}计划只写到月份，具体哪天可以问各项的责任单位。"


def test_the_day_is_not_known_but_the_month_is() -> None:
    assert (
        first_line("秀峰街道的活动是几号")
        == "计划只写到月份（5月-6月），没写哪天、几点，可以问主办的秀峰街道。"
    )


def test_statistics_are_drawn_as_bars() -> None:
    assert "6月 ▇▇▇▇▇▇▇▇▇▇▇▇ 17\n5月 ▇▇▇▇▇▇▇▇▇ 13\n" in replies("哪个月活动最多")[0].text


def test_units_that_all_have_the_same_number_are_not_listed() -> None:
    assert replies("哪个单位活动最多")[0].text.startswith("都一样多，各 1 项。\n\n出自")


def test_choices_are_numbered_and_stand_on_buttons() -> None:
    reply = replies("坪街道有什么活动")[0]
    assert "1. 沙坪街道\n2. 四方坪街道" in reply.text
    assert [[button.label for button in row] for row in reply.buttons] == [["沙坪街道"], ["四方坪街道"]]


def test_all_streets_are_offered_some_in_a_row() -> None:
    plan = published_snapshot().plan(2023)
    assert plan is not None
    streets = {entry.unit for entry in plan.entries if entry.unit.endswith("街道")}
    reply = replies("我们街道有没有")[0]
    assert {button.label for row in reply.buttons for button in row} == streets
    assert max(len(row) for row in reply.buttons) == 3
    assert f"{len(streets)}. " in reply.text


def test_off_topic_talk_gets_three_examples_that_find_something() -> None:
    reply = replies("今天天气怎么样")[0]
    asked = [row[0].label for row in reply.buttons]
    assert len(asked) == 3
    assert all(f"· {question}" in reply.text for question in asked)
    for question in asked:
        answer, _ = ask(question, EMPTY, MAY_20, published_snapshot())
        assert answer.kind is Kind.ENTRIES


@pytest.mark.parametrize("month", range(1, 13))
@pytest.mark.parametrize("year", [2022, 2023, 2026])
def test_the_examples_find_something_on_any_day(year: int, month: int) -> None:
    now = dt.datetime(year, month, 28, 9, 0, tzinfo=SHANGHAI)
    snapshot = published_snapshot()
    for question in examples(snapshot.plans, now):
        answer, _ = ask(question, EMPTY, now, snapshot)
        assert answer.kind is Kind.ENTRIES, question


def test_there_are_no_examples_without_a_plan() -> None:
    assert examples((), MAY_20) == ()


def test_a_list_goes_on_when_asked_for_more_and_says_when_it_is_at_its_end() -> None:
    told = replies("六月有什么活动", "还有吗", "还有吗", "还有吗")
    assert told[1].text.startswith("共 17 项，第 2 页，共 3 页：\n\n22. ")
    assert told[2].text.startswith("共 17 项，第 3 页，共 3 页：\n\n30. ")
    assert told[3].text == "没有别的了，17 项都在上面。"


def test_a_long_list_has_buttons_for_its_entries_its_pages_and_ways_to_narrow() -> None:
    labels = [[button.label for button in row] for row in replies("所有活动")[0].buttons]
    assert labels == [
        ["1", "2", "3", "4"],
        ["5", "6", "7", "8"],
        ["下一页 ›"],
        ["按月份", "按单位", "按形式"],
        ["提醒我", "加入日历"],
    ]


def test_a_short_list_has_buttons_for_its_entries_and_for_keeping_it() -> None:
    labels = [[button.label for button in row] for row in replies("七月街道的座谈")[0].buttons]
    assert labels == [["31", "32"], ["提醒我", "加入日历"]]


# --- answers made by hand ---------------------------------------------------------------------------------
DETAILS = Details(
    sessions=(Session(dt.date(2023, 6, 9), dt.time(9, 30), dt.time(11, 0)),),
    place="区政务服务中心三楼",
    contact="0731-1234567",
    note="自带水杯",
)


def told(query: Query, *entries: str | object) -> str:
    plan = plan_of(*entries)  # type: ignore[arg-type]
    answer = Answer(Kind.ENTRIES, query, plan, plan.entries)
    reply = reply_to(answer, around=around([plan], MAY_20))
    assert_fits(reply)
    return reply.text


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (Asked.PLACE, "地点：区政务服务中心三楼。"),
        (Asked.TIME, "日期：2023年6月9日（星期五）9:30—11:00。"),
        (Asked.WHEN, "2023年6月9日（星期五）9:30—11:00。"),
        (Asked.STAGE, "按计划还没开始，时间是2023年6月9日（星期五）9:30—11:00。"),
        (Asked.CONTACT, "联系方式：0731-1234567。"),
        (Asked.SIGNUP, "计划里没写怎么报名，可以问主办的区司法局。"),
        (Asked.UNTOLD, "备注写在下面，没提到的可以问主办的区司法局。"),
    ],
)
def test_what_staff_have_added_is_said_and_nothing_else(asked: Asked, said: str) -> None:
    query = Query("", parts=(Conditions(numbers=(1,)),), asked=(asked,))
    assert told(query, entry(1, details=DETAILS)).partition("\n")[0] == said


def test_where_only_some_entries_have_a_place_those_are_shown_and_the_others_named_as_unknown() -> None:
    query = Query("", parts=(Conditions(units=(UnitCondition("区", frozenset()),)),), asked=(Asked.PLACE,))
    text = told(query, entry(1, details=DETAILS), entry(2, unit="区民政局"))
    assert text.startswith("有 1 项写明了地点，见下；其余计划里没写，可以问主办的区民政局。")
    assert text.count("地点：区政务服务中心三楼") == 1


def test_a_topic_that_only_the_units_remit_explains_is_not_claimed_of_the_theme() -> None:
    topic = TopicCondition(
        "游泳", (TopicWord(units=frozenset({"区文旅体局"})),), reason="“游泳”属于区文旅体局"
    )
    text = told(Query("游泳", parts=(Conditions(topics=(topic,)),)), entry(1, unit="区文旅体局"))
    assert text.startswith("“游泳”属于区文旅体局。\n可能相关的活动有 1 项。")


@pytest.mark.parametrize(
    ("text", "yes"),
    [
        ("17号是不是司法局办的", "是的，"),
        ("六月是不是没有座谈", "有，"),
        ("是不是只有座谈", "有，"),
        ("有没有座谈", "有，"),
    ],
)
def test_yes_is_said_only_to_what_the_set_proves(text: str, yes: str) -> None:
    form = FormCondition("座谈", frozenset({"座谈交流"}))
    query = Query(text, parts=(Conditions(forms=(form,)),), asked=(Asked.WHETHER,))
    assert told(query, entry(1), entry(2)).startswith(yes)


def test_entries_of_two_plans_are_listed_with_their_years() -> None:
    older = entry(1)
    newer = replace(older, year=2024, period=Period((5,)))
    plan = plan_of(older)
    answer = Answer(Kind.ENTRIES, Query(""), plan, (older, newer))
    text = reply_to(answer).text
    assert "区司法局 · 2023年6月" in text
    assert "区司法局 · 2024年5月" in text


def test_markup_in_a_theme_is_shown_as_it_stands() -> None:
    plan = plan_of(entry(1, '<b>&"</b>'), entry(2))
    reply = reply_to(Answer(Kind.ENTRIES, Query(""), plan, plan.entries))
    assert_fits(reply)
    assert '1. <b>&"</b>' in reply.text


def test_a_theme_of_3000_characters_is_shortened_in_a_list_and_whole_by_itself() -> None:
    theme = "政" * 3000
    plan = plan_of(entry(1, theme), entry(2))
    listed = reply_to(Answer(Kind.ENTRIES, Query(""), plan, plan.entries))
    alone = reply_to(Answer(Kind.ENTRIES, Query(""), plan, plan.entries[:1]))
    assert_fits(listed)
    assert_fits(alone)
    assert theme not in listed.text
    assert theme in alone.text


def test_a_theme_beyond_a_message_is_cut_and_the_cut_is_said() -> None:
    plan = plan_of(entry(1, "政" * 9000))
    reply = reply_to(Answer(Kind.ENTRIES, Query(""), plan, plan.entries))
    assert_fits(reply)
    assert "（主题全文 9000 字，这里只放得下开头）" in reply.text


def test_an_entry_fits_where_the_theme_and_every_detail_are_as_long_as_can_be() -> None:
    long = "😀" * 3000
    session = Session(dt.date(2023, 6, 9), dt.time(9, 30), dt.time(11, 0))
    details = Details((session,) * 40, long, long, long, long, long)
    plan = plan_of(entry(1, long, unit=long, details=details))
    for asked in Asked:
        query = Query("", parts=(Conditions(numbers=(1,)),), asked=(asked,))
        assert_fits(reply_to(Answer(Kind.ENTRIES, query, plan, plan.entries)))


def test_the_published_plan_fits_whichever_entry_is_asked_for() -> None:
    plan = published()
    for one in plan.entries:
        assert_fits(reply_to(Answer(Kind.ENTRIES, Query(""), plan, (one,))))
