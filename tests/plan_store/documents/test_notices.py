"""Notices in the styles of district governments: what is read out of them, and what is doubtful."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan_store.documents.notice_dates import read_dates
from plan_store.documents.notice_entry import entries_of_notice, with_notice
from plan_store.documents.notices import Notice, looks_like_notice, read_notice
from plan_store.entry_rows import session_text
from plan_store.plan import Details, Period, Session
from tests.handlers.plans import entry, published_snapshot

FORMAL = """关于开展职业病防治法宣传周活动的通知
各街道办事处、有关单位：
为深入贯彻落实职业病防治法，经研究，决定开展宣传活动。现将有关事项通知如下：
一、活动主题
改善工作环境和条件，保护劳动者身心健康
二、活动时间
2023年4月27日（星期四）上午9:00—11:30
三、活动地点
开福区四方坪街道文化广场（三一大道旁）
四、参加对象
辖区企业职工、居民代表
五、活动内容
1. 现场咨询；
2. 发放宣传资料。
六、报名方式
请于4月25日前电话报名。
七、联系方式
联系人：李敏，联系电话：0731-84558123。
附件：1.报名回执
长沙市开福区卫生健康局
2023年4月18日"""

LABELLED = """【活动预告】“政务公开主题日”走进社区
活动时间：6月9日（周五）上午9点半
活动地点：月湖公园南门广场
主办单位：月湖街道
活动形式：现场咨询
参与方式：现场参与，无需报名
联系人及联系方式：张三 0731-84512345"""

PROSE = """为深化政务公开，搭建政民互动平台，\
秀峰街道定于2023年6月15日（星期四）下午3点在秀峰街道政务服务中心一楼大厅\
举办“政务公开主题日”活动，欢迎广大居民朋友参加。报名电话：0731-86678901。"""

PLAIN = """【活动预告】月湖街道政务公开主题活动，6月9日（周五）上午9点半在月湖街道便民服务中心一楼大厅举行，\
欢迎居民参加，联系电话84612345。"""

SHOUTED = """📢月湖街道“政务公开，你我同行”活动来啦！
⏰时间：6月16日（星期五）14:30—16:00
📍地点：月湖公园南门广场
👥参加对象：辖区居民（30人）
📞报名电话：0731-84410001（王女士）
❗报名截止：6月14日下午5点"""

CELLS = """活动名称\t政务公开化，服务透明化
主办单位\t秀峰街道
活动时间\t5月30日 9:00\t活动地点\t秀峰街道办事处三楼会议室
报名截止时间\t5月28日
联系人\t陈明
联系方式\t84560000"""

DAYS = """沙坪街道拟于2023年6月20日至6月22日（每天上午9:00—11:30）在沙坪街道政务服务中心举办政务公开\
开放日活动，诚邀广大居民走进街道。有意者请于6月18日前发送邮件至spjd@example.com报名。咨询电话：0731-86710000。"""

WEEKLY = """四方坪街道政务公开夜校
活动时间：6月5日、12日、19日（每周一）19:00-20:30
地点：四方坪街道文化站
报名：84440000"""

WIDE = """各位居民：
　　定于６月８日（星期四）下午３：００，在新河街道综合文化站二楼召开政务公开座谈会。
　　请有意参加的居民代表于６月６日前向所在社区报名。
　　联系人：小周，电话：１８９７４８１２３４５
　　　　　　　　　新河街道办事处
　　　　　　　　　２０２３年６月１日"""

SIGNS = """🎉活动来啦
📅 时间：6月9日-6月11日 9:00-11:30、14:30-17:00
📍 地点：开福区政务服务中心
📞 咨询电话：0731-84558888
👥 名额：每场30人"""

SESSIONS = """开福区图书馆亲子阅读系列活动报名公告
1.活动时间：
第一场：2023年7月8日（星期六）9:30-11:00
第二场：2023年7月15日（星期六）9:30-11:00（9:10开始签到）
2.活动地点：区图书馆三楼报告厅
3.报名时间：即日起至7月6日17:00
4.报名方式：关注“开福图书馆”公众号，点击“活动报名”
5.招募对象：6—12岁儿童及家长
6.咨询电话：84488123（工作日9:00-17:00）
开福区图书馆
2023年6月28日"""

ONE_LINE = "活动时间：2023.6.5 14:30，活动地点：蔡锷北路便民服务站；联系人：王五（电话13800001234）"

INVITATION = """开福区市场监督管理局“政府开放日”活动邀请函
尊敬的市民朋友：
为增进了解，我局拟于2023年7月18日（星期二）上午举办开放日活动，现面向社会公开招募15名市民代表。
时　间：2023年7月18日（星期二）上午9:00-11:30。
地　点：开福区食品药品检验所（德雅路1号）。
报名方式：
1、电话报名：0731-84558315；
2、邮箱报名：kf@example.cn。
报名截止时间：2023年7月14日17:30。
欢迎广大市民踊跃报名！
长沙市开福区市场监督管理局
2023年7月5日"""

MOVED = """关于“安全生产月”咨询日活动延期的公告
原定于6月16日举办的活动因天气原因延期，活动时间调整为：6月20日上午九时。活动地点不变。
区应急管理局"""


def said(notice: Notice) -> dict[str, object]:
    return {
        "sessions": [session_text(one) for one in notice.sessions],
        "place": notice.place,
        "contact": notice.contact,
        "signup": notice.signup,
        "audience": notice.audience,
        "doubts": notice.doubts,
    }


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            FORMAL,
            {
                "sessions": ["2023-04-27 09:00-11:30"],
                "place": "开福区四方坪街道文化广场（三一大道旁）",
                "contact": "李敏 0731-84558123",
                "signup": "请于4月25日前电话报名。",
                "audience": "辖区企业职工、居民代表",
                "doubts": (),
            },
        ),
        (
            LABELLED,
            {
                "sessions": ["2023-06-09 09:30"],
                "place": "月湖公园南门广场",
                "contact": "张三 0731-84512345",
                "signup": "现场参与，无需报名",
                "audience": "",
                "doubts": (),
            },
        ),
        (
            PROSE,
            {
                "sessions": ["2023-06-15 15:00"],
                "place": "秀峰街道政务服务中心一楼大厅",
                "contact": "0731-86678901",
                "signup": "报名电话：0731-86678901",
                "audience": "",
                "doubts": (),
            },
        ),
        (
            SIGNS,
            {
                "sessions": [
                    f"2023-06-{day:02} {hours}"
                    for day in (9, 10, 11)
                    for hours in ("09:00-11:30", "14:30-17:00")
                ],
                "place": "开福区政务服务中心",
                "contact": "0731-84558888",
                "signup": "名额：每场30人",
                "audience": "",
                "doubts": (),
            },
        ),
        (
            SESSIONS,
            {
                "sessions": ["2023-07-08 09:30-11:00", "2023-07-15 09:30-11:00"],
                "place": "区图书馆三楼报告厅",
                "contact": "84488123（工作日9:00-17:00）",
                "signup": "关注“开福图书馆”公众号，点击“活动报名”\n报名时间：即日起至7月6日17:00",
                "audience": "6—12岁儿童及家长",
                "doubts": (),
            },
        ),
        (
            ONE_LINE,
            {
                "sessions": ["2023-06-05 14:30"],
                "place": "蔡锷北路便民服务站",
                "contact": "王五（电话13800001234）",
                "signup": "",
                "audience": "",
                "doubts": (),
            },
        ),
        (
            INVITATION,
            {
                "sessions": ["2023-07-18 09:00-11:30"],
                "place": "开福区食品药品检验所（德雅路1号）",
                "contact": "",
                "signup": (
                    "1、电话报名：0731-84558315；\n2、邮箱报名：kf@example.cn。\n报名截止：2023年7月14日17:30"
                ),
                "audience": "",
                "doubts": (),
            },
        ),
        (
            MOVED,
            {
                "sessions": ["2023-06-20 09:00"],
                "place": "",
                "contact": "",
                "signup": "",
                "audience": "",
                "doubts": (),
            },
        ),
        (
            PLAIN,
            {
                "sessions": ["2023-06-09 09:30"],
                "place": "月湖街道便民服务中心一楼大厅",
                "contact": "84612345",
                "signup": "",
                "audience": "",
                "doubts": (),
            },
        ),
        (
            SHOUTED,
            {
                "sessions": ["2023-06-16 14:30-16:00"],
                "place": "月湖公园南门广场",
                "contact": "0731-84410001（王女士）",
                "signup": "报名电话：0731-84410001（王女士）\n报名截止：6月14日下午5点",
                "audience": "辖区居民（30人）",
                "doubts": (),
            },
        ),
        (
            CELLS,
            {
                "sessions": ["2023-05-30 09:00"],
                "place": "秀峰街道办事处三楼会议室",
                "contact": "陈明 84560000",
                "signup": "报名截止：5月28日",
                "audience": "",
                "doubts": (),
            },
        ),
        (
            DAYS,
            {
                "sessions": ["2023-06-20 09:00-11:30", "2023-06-21 09:00-11:30", "2023-06-22 09:00-11:30"],
                "place": "沙坪街道政务服务中心",
                "contact": "0731-86710000",
                "signup": "有意者请于6月18日前发送邮件至spjd@example.com报名",
                "audience": "",
                "doubts": (),
            },
        ),
        (
            WIDE,
            {
                "sessions": ["2023-06-08 15:00"],
                "place": "新河街道综合文化站二楼",
                "contact": "小周 18974812345",
                "signup": "请有意参加的居民代表于6月6日前向所在社区报名",
                "audience": "",
                "doubts": (),
            },
        ),
        (
            WEEKLY,
            {
                "sessions": [f"2023-06-{day:02} 19:00-20:30" for day in (5, 12, 19)],
                "place": "四方坪街道文化站",
                "contact": "84440000",
                "signup": "报名电话：84440000",
                "audience": "",
                "doubts": (),
            },
        ),
    ],
    ids=[
        *("formal", "labelled", "prose", "signs", "sessions", "one line", "invitation", "moved"),
        *("plain", "shouted", "cells", "days", "wide", "weekly"),
    ],
)
def test_a_notice_is_read_whole(text: str, wanted: dict[str, object]) -> None:
    assert looks_like_notice(text)
    assert said(read_notice(text, 2023)) == wanted


def test_the_organiser_is_the_one_that_is_named_or_signed() -> None:
    assert read_notice(FORMAL, 2023).unit == "长沙市开福区卫生健康局"
    assert read_notice(LABELLED, 2023).unit == "月湖街道"
    assert read_notice(MOVED, 2023).unit == "区应急管理局"
    assert read_notice(MOVED, 2023).moved


@pytest.mark.parametrize(
    "words",
    [
        "六月有什么活动",
        "月湖街道的活动时间和活动地点是什么",
        "把17号的时间改到7月",
        "活动地点在哪里？活动时间呢？我想知道怎么报名参加这个活动，谢谢",
        "卫健委就是区卫健局",
        "请问6月9日上午月湖街道在哪里举行政务公开活动，我想带孩子一起去看看，需要提前报名参加这个活动吗",
        "",
    ],
)
def test_questions_and_wishes_are_no_notices(words: str) -> None:
    assert not looks_like_notice(words)


@pytest.mark.parametrize(
    ("words", "sessions"),
    [
        ("2023年6月9日（星期五）上午10:00—11:30", ["2023-06-09 10:00-11:30"]),
        ("6月9日上午9点半", ["2023-06-09 09:30"]),
        ("6月9日-11日", ["2023-06-09", "2023-06-10", "2023-06-11"]),
        ("6月9-11日", ["2023-06-09", "2023-06-10", "2023-06-11"]),
        ("6月30日至7月1日", ["2023-06-30", "2023-07-01"]),
        ("6月9日、16日上午九点半至十一点", ["2023-06-09 09:30-11:00", "2023-06-16 09:30-11:00"]),
        ("6月9日上午9:00-11:00，下午2:30-4:30", ["2023-06-09 09:00-11:00", "2023-06-09 14:30-16:30"]),
        ("十二月五日下午三点", ["2023-12-05 15:00"]),
        ("2023.6.9 14：30", ["2023-06-09 14:30"]),
        ("2023-06-09 9:00～17:00", ["2023-06-09 09:00-17:00"]),
        ("６月９日９时３０分", ["2023-06-09 09:30"]),
        ("6月9日晚7点", ["2023-06-09 19:00"]),
        ("6月9日中午12点", ["2023-06-09 12:00"]),
        ("6月9日上午10点一刻至下午1点", ["2023-06-09 10:15-13:00"]),
        ("6月9日上午10:00开始，12:00结束", ["2023-06-09 10:00-12:00"]),
        ("6月9日（周五）全天", ["2023-06-09"]),
        ("2024年1月8日上午9时", ["2024-01-08 09:00"]),
        ("6月", []),
        ("另行通知", []),
    ],
)
def test_dates_and_hours_are_read_as_they_are_written(words: str, sessions: list[str]) -> None:
    found, doubts = read_dates(words, 2023)

    assert [session_text(one) for one in found] == sessions
    assert doubts == ()


@pytest.mark.parametrize(
    ("words", "doubt"),
    [
        ("2023年6月9日（星期六）上午10:00", "2023年6月9日是星期五，通知写的是星期六"),
        ("6月31日上午9点", "2023年没有6月31日"),
        ("6月9日25:00", "没有25:00这个时刻"),
        ("6月9日2:30-4:30", "没有写上午还是下午，按14:30记"),
        ("6月9日上午10:00-9:30", "结束没有写上午还是下午，按21:30记"),
        ("6月9日下午4点至下午2点", "结束时刻早于开始时刻"),
        ("6月9日起每周五上午9点", "“每周五上午9点”没有写成日期"),
        ("6月9日至8月30日", "太长，没有一天一天记"),
        ("6月20日至6月29日每天9:00（周一闭馆）", "“周一闭馆”没有扣除"),
        ("6月11日至6月9日", "结束早于开始"),
    ],
)
def test_what_is_doubtful_about_a_date_is_named(words: str, doubt: str) -> None:
    assert any(doubt in one for one in read_dates(words, 2023)[1])


def test_a_deadline_after_the_activity_and_a_cancelled_one_are_doubtful() -> None:
    late = LABELLED + "\n报名截止时间：6月12日"
    assert any("晚于活动日期" in doubt for doubt in read_notice(late, 2023).doubts)
    assert any("取消" in doubt for doubt in read_notice(LABELLED + "\n本次活动因故取消。", 2023).doubts)


@given(st.text(max_size=300))
def test_any_text_is_read_without_an_error(text: str) -> None:
    looks_like_notice(text)
    read_notice(text, 2023)


@given(
    st.lists(
        st.sampled_from([*FORMAL.splitlines(), *SESSIONS.splitlines(), *SIGNS.splitlines()]), max_size=12
    )
)
def test_any_shuffled_notice_is_read_without_an_error(lines: list[str]) -> None:
    read_notice("\n".join(lines), 2023)


# --- its entry --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "number"), [(FORMAL, 3), (LABELLED, 14), (PROSE, 15), (MOVED, 19), (INVITATION, 33)]
)
def test_the_entry_of_a_notice_is_found(text: str, number: int) -> None:
    snapshot = published_snapshot()

    found = entries_of_notice(read_notice(text, 2023), text, snapshot.plans[0], snapshot.vocabulary)

    assert found.certain
    assert [one.number for one in found.entries] == [number]


def test_where_nothing_tells_the_unit_it_is_not_certain() -> None:
    snapshot = published_snapshot()

    for text in (SIGNS, ONE_LINE):
        assert not entries_of_notice(
            read_notice(text, 2023), text, snapshot.plans[0], snapshot.vocabulary
        ).certain


def test_what_the_notice_does_not_say_stays() -> None:
    stands = replace(entry(1), details=Details(place="旧地点", contact="旧电话", note="备注"))

    after, _ = with_notice(stands, replace(read_notice(LABELLED, 2023), contact=""))

    assert after.details.place == "月湖公园南门广场"
    assert (after.details.contact, after.details.note) == ("旧电话", "备注")


def test_further_dates_stand_beside_the_earlier_ones_with_their_places() -> None:
    first = Session(dt.date(2023, 6, 2))
    stands = replace(entry(1), details=Details((first,), place="旧地点"))

    after, doubts = with_notice(stands, read_notice(LABELLED, 2023))

    assert after.details.sessions == (first, Session(dt.date(2023, 6, 9), dt.time(9, 30)))
    assert after.details.place == "旧地点；6月9日：月湖公园南门广场"
    assert any("原来的日期保留" in doubt for doubt in doubts)


def test_a_notice_that_moves_the_date_takes_its_place() -> None:
    stands = replace(entry(1), details=Details((Session(dt.date(2023, 6, 16)),), place="旧地点"))

    after, _ = with_notice(stands, read_notice(MOVED, 2023))

    assert [one.day.day for one in after.details.sessions] == [20]
    assert after.details.place == "旧地点"


def test_another_month_than_planned_is_doubtful_and_becomes_the_month() -> None:
    after, doubts = with_notice(entry(1, month=8), read_notice(LABELLED, 2023))

    assert after.period == Period((6,))
    assert any("计划写的是8月，通知是6月" in doubt for doubt in doubts)


def test_dates_of_another_year_are_not_taken() -> None:
    after, doubts = with_notice(entry(1), read_notice("活动时间：2024年6月9日\n活动地点：甲", 2023))

    assert after.details.sessions == ()
    assert any("不在2023年" in doubt for doubt in doubts)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("通知 6月8日下午3点 世界环境日活动在月湖公园举行", 8),
        ("公告：世界环境日活动6月9日上午9点开始", 9),
        ("【通知】6月10日，月湖街道在月湖公园开展咨询", 10),
    ],
)
def test_a_notice_of_one_line_is_one(text: str, day: int) -> None:
    assert looks_like_notice(text)
    assert [one.day.day for one in read_notice(text, 2023).sessions] == [day]


@pytest.mark.parametrize(
    "text", ["通知 6月8日有活动吗", "通知我6月8日的活动", "通知 六月的活动", "公告在哪里看"]
)
def test_what_only_begins_like_a_notice_is_none(text: str) -> None:
    assert not looks_like_notice(text)
