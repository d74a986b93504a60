"""Does a reminder say what it should, and no more than the plan does? The texts, by string and by limit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings

from handlers.replies import Reply
from handlers.replies.reminder_taps import NoMore, read_reminder_tap
from handlers.replies.reminders import NO_MORE, reminder
from plan_store.due import About, Occasion, occasions
from plan_store.plan import Details, Entry, Plan, Session
from plan_store.subscriptions import Habits
from tests.handlers.fits import assert_fits
from tests.handlers.plans import any_plan, published

ZONE = ZoneInfo("Asia/Shanghai")
MAY_20 = dt.datetime(2023, 5, 20, 9, tzinfo=ZONE)
JUNE_9 = Session(dt.date(2023, 6, 9), dt.time(10))


def june() -> list[Entry]:
    return [entry for entry in published().entries if 6 in entry.period.months]


def said(entries: Iterable[Entry], about: About, at: dt.datetime | None = None) -> Reply:
    """The first reminder of that kind, read when it fell due or at `at`."""
    found = occasions(entries, Habits(), ZONE, after=MAY_20)
    one = next(one for one in found if one.about is about)
    return reminder([one], at or one.due)


def dated(number: int, *sessions: Session, **details: str) -> Entry:
    entry = published().entry(number)
    assert entry is not None
    return replace(entry, details=Details(sessions=sessions, **details))


def labels(reply: Reply) -> list[str]:
    return [button.label for row in reply.buttons for button in row]


def test_a_month_tells_what_begins_goes_on_and_ends() -> None:
    text = said(june(), About.MONTH).text
    assert text.startswith(
        "提醒：6月有你关注的活动 17 项。\n只在这个月（12 项）\n17. 世界环境日纪念活动（生态环境分局）"
    )
    assert "这个月开始（2 项）\n29. " in text
    assert "正在进行（1 项）\n16. " in text
    assert "这个月结束（2 项）\n14. " in text
    assert "区司法局，5月-9月）" in text


def test_a_month_gives_the_days_that_are_known() -> None:
    text = said([dated(17, JUNE_9)], About.MONTH).text
    assert "世界环境日纪念活动（生态环境分局，9日 10:00）" in text


def test_the_first_of_a_month_is_not_said_to_be_the_day_of_an_activity() -> None:
    text = said(june(), About.BEFORE).text
    assert text.startswith("提醒：3 天后进入6月，计划里从6月开始（没写哪天）的有 14 项：\n17. ")
    assert "6月1日" not in text


def test_an_exact_date_is_said_with_its_hour_and_place() -> None:
    reply = said([dated(17, JUNE_9, place="月湖公园", signup="电话报名")], About.BEFORE)
    assert reply.text.startswith("提醒：3 天后（6月9日，星期五）举办：\n17. 世界环境日纪念活动")
    assert "2023年6月9日（星期五）10:00" in reply.text
    assert "地点：月湖公园" in reply.text
    assert "参与方式：电话报名" in reply.text
    assert labels(reply) == ["看详情", NO_MORE]


def test_the_morning_says_today() -> None:
    assert said([dated(17, JUNE_9)], About.MORNING).text.startswith("提醒：今天（6月9日，星期五）举办：")


@pytest.mark.parametrize(("days", "words"), [(1, "后天"), (2, "明天"), (3, "今天")])
def test_days_are_counted_from_when_it_is_read(days: int, words: str) -> None:
    at = dt.datetime(2023, 5, 29, 9, tzinfo=ZONE) + dt.timedelta(days=days)
    assert f"{words}进入6月" in said(june(), About.BEFORE, at).text


def test_one_that_comes_after_the_day_does_not_say_that_it_is_yet_to_come() -> None:
    at = dt.datetime(2023, 6, 2, 9, tzinfo=ZONE)
    assert "已经是6月" in said(june(), About.BEFORE, at).text


def test_a_late_reminder_says_that_it_is_late() -> None:
    (one, *_) = occasions(june(), Habits(), ZONE, after=MAY_20)
    text = reminder([one], one.due + dt.timedelta(hours=3), late=one.due.astimezone(dt.UTC)).text
    assert text.startswith("抱歉，这条提醒来晚了，本来是5月29日 9:00 的。\n\n提醒：3 天后")


def test_several_occasions_are_one_message_with_the_nearest_first() -> None:
    both = [dated(17, Session(dt.date(2023, 6, 1))), *june()]
    found = [one for one in occasions(both, Habits(), ZONE, after=MAY_20) if one.due.day == 1]
    text = reminder(found, found[0].due).text
    assert text.index("今天（6月1日") < text.index("6月有你关注的活动")


def test_no_more_holds_what_the_reminder_was_about() -> None:
    reply = said(june(), About.BEFORE)
    tap = next(read_reminder_tap(b.data) for row in reply.buttons for b in row if b.label == NO_MORE)
    assert isinstance(tap, NoMore)
    assert tap.view.year == 2023
    assert tap.view.numbers == frozenset(range(17, 31))


def test_more_than_a_screen_can_be_seen_as_a_list() -> None:
    assert labels(said(june(), About.BEFORE)) == [*(str(n) for n in range(17, 25)), "看详情", NO_MORE]
    assert labels(said(june()[:3], About.MONTH)) == ["14", "15", "16", NO_MORE]


@given(any_plan())
@settings(max_examples=50)
def test_whatever_the_plan_a_reminder_fits_into_a_message(plan: Plan) -> None:
    by_moment: dict[dt.datetime, list[Occasion]] = {}
    for one in occasions(plan.entries, Habits(), ZONE, after=MAY_20 - dt.timedelta(days=200)):
        by_moment.setdefault(one.due, []).append(one)
    for due, several in by_moment.items():
        assert_fits(reminder(several, due, late=due))
