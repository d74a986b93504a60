"""Published texts: the plan of 2023 as it stands, those of other districts, and broken ones."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plan_store.documents.published import read_published, read_published_bytes, read_published_text
from plan_store.documents.tables import DocumentError
from plan_store.plan import Entry, Plan

PUBLISHED = Path(__file__).parent.parent.parent.parent / "data" / "kaifu_2023.txt"
TEXT = PUBLISHED.read_text("utf-8")


@pytest.fixture(scope="module")
def plan() -> Plan:
    return read_published(PUBLISHED)


def entry(plan: Plan, number: int) -> Entry:
    found = plan.entry(number)
    assert found is not None
    return found


# The plan of 2023


def test_the_heading_gives_title_year_and_district(plan: Plan) -> None:
    assert plan.title == "开福区2023年“政务公开主题日”活动计划安排表"
    assert (plan.year, plan.district) == (2023, "开福区")


def test_all_42_entries_are_there_in_their_order(plan: Plan) -> None:
    assert [entry.number for entry in plan.entries] == list(range(1, 43))


def test_every_word_of_the_table_is_in_the_plan(plan: Plan) -> None:
    """What is left of the text when all that the plan holds is taken away: the headers and the title."""
    rest = "".join(TEXT.split()).replace("、", "")
    for one in plan.entries:
        words = f"{one.number}{one.theme}{''.join(one.forms)}{one.unit}{one.period}"
        row = "".join(words.split()).replace("、", "")
        assert row in rest, one
        rest = rest.replace(row, "|", 1)
    header = "序号活动主题活动形式责任单位活动时间"
    assert rest.replace(header, "").strip("|") == plan.title
    assert rest.count(header) == TEXT.count("责任单位") == 4


def test_each_entry_has_its_unit_once(plan: Plan) -> None:
    units = [entry.unit for entry in plan.entries]
    assert len(set(units)) == 42
    assert sum(unit.endswith("街道") for unit in units) == 16


@pytest.mark.parametrize(
    ("number", "theme", "forms", "unit", "period"),
    [
        (
            1,
            "推行政务公开，打造阳光政府“政务公开主题日”活动",
            ("广泛宣传", "座谈交流", "实地观摩"),
            "捞刀河街道",
            "3月-4月",
        ),
        (
            12,
            "坚持依法行政，深化政务公开，加强法制政府建设",
            ("政策宣传", "现场解答"),
            "芙蓉北路街道",
            "5月",
        ),
        (
            16,
            "开展农村法治宣传\n开展国际禁毒日宣传\n开展青少年法治宣传",
            ("问卷调查", "现场观摩", "座谈交流"),
            "区司法局",
            "5月-9月",
        ),
        (
            19,
            "“打好安全生产翻身仗，护好三湘四水大安全”湖南省2023年“安全生产月”\n咨询日活动",
            ("设点宣传", "政策发布", "现场观摩"),
            "区应急局",
            "6月",
        ),
        (23, "政务公开主题日活动暨“一件事一次办”政务公开活动", ("讲解", "问卷调查"), "洪山街道", "6月"),
        (32, "加强网格治理\n解决群众难题", ("座谈交流",), "清水塘街道", "7月"),
        (42, "百街千巷品质提升", ("现场观摩", "座谈交流"), "区城管局", "10月"),
    ],
)
def test_an_entry_is_read_as_published(
    plan: Plan, number: int, theme: str, forms: tuple[str, ...], unit: str, period: str
) -> None:
    one = entry(plan, number)
    assert (one.theme, one.forms, one.unit, str(one.period)) == (theme, forms, unit, period)


def test_the_published_table_adds_no_details(plan: Plan) -> None:
    assert all(one.details == type(one.details)() for one in plan.entries)


def test_june_has_the_entries_that_overlap_it(plan: Plan) -> None:
    june = [one.number for one in plan.entries if 6 in one.period.months]
    assert june == [14, 15, 16, *range(17, 29), 29, 30]


@pytest.mark.parametrize(
    "content",
    [
        TEXT.replace("\n", "\r\n").encode(),
        TEXT.replace("\n", "\r").encode(),
        b"\xef\xbb\xbf" + TEXT.encode(),
        TEXT.encode("gb18030"),
        TEXT.encode("utf-16"),
    ],
    ids=["CRLF", "CR", "BOM", "GB18030", "UTF-16"],
)
def test_line_ends_and_encodings_change_nothing(plan: Plan, content: bytes) -> None:
    assert read_published_bytes(content) == plan


def test_blank_lines_between_the_rows_may_be_missing(plan: Plan) -> None:
    head, table = TEXT.split("\n\n", 1)
    dense = "\n".join(line for line in table.splitlines() if line)
    assert read_published_text(f"{head}\n\n{dense}") == plan


# Other districts, other layouts

BY_LINE = """附件1

长沙市岳麓区2024年政务公开活动
计划表

填报单位：区政务公开办

编号\t牵头单位\t活动名称\t配合单位\t时间安排\t开展方式\t备注
1\t区数据局\t政务服务“好差评”解读\t各街道\t５—６月\t线上宣传（微信、抖音）、座谈\t
2\t岳麓街道\t走进直播间\t\t第二季度\t现场观摩，直播；问卷/答题\t可提前报名
编号\t牵头单位\t活动名称\t配合单位\t时间安排\t开展方式\t备注
3\t区城管局\t垃圾分类
进社区\t\t5月15日\t1.讲座
2.参观\t
4\t望月湖街道\t老旧小区改造\t\t6月上旬\t座谈交流 现场观摩
\t\t\t\t\t\t

注：以上安排如有变动，另行通知。
"""


@pytest.fixture(scope="module")
def other() -> Plan:
    return read_published_text(BY_LINE)


def test_the_smallest_district_of_a_title_is_meant(other: Plan) -> None:
    assert (other.title, other.year, other.district) == (
        "长沙市岳麓区2024年政务公开活动计划表",
        2024,
        "岳麓区",
    )


def test_columns_in_another_order_under_other_names_are_found(other: Plan) -> None:
    assert [(one.number, one.unit, str(one.period)) for one in other.entries] == [
        (1, "区数据局", "5月-6月"),
        (2, "岳麓街道", "4月-6月"),
        (3, "区城管局", "5月"),
        (4, "望月湖街道", "6月"),
    ]


def test_forms_are_parted_but_not_within_brackets(other: Plan) -> None:
    assert [one.forms for one in other.entries] == [
        ("线上宣传（微信、抖音）", "座谈"),
        ("现场观摩", "直播", "问卷", "答题"),
        ("讲座", "参观"),
        ("座谈交流", "现场观摩"),
    ]


def test_a_cell_of_several_lines_stays_in_its_row(other: Plan) -> None:
    assert entry(other, 3).theme == "垃圾分类\n进社区"


def test_an_exact_day_becomes_a_session(other: Plan) -> None:
    assert [str(session.day) for session in entry(other, 3).details.sessions] == ["2024-05-15"]


def test_what_months_cannot_say_is_kept_in_the_note(other: Plan) -> None:
    assert entry(other, 4).details.note == "活动时间：6月上旬"


@pytest.mark.parametrize("unit", ["承办单位", "主办单位", "责任单位（盖章）", "责任 单位", "活动牵头单位"])
@pytest.mark.parametrize("period", ["开展时间", "活动月份", "拟开展时间"])
def test_names_of_columns_vary(unit: str, period: str) -> None:
    plan = read_published_text(
        f"望城区2025年计划\n序号\t活动主题\t形式\t{unit}\t{period}\t联系方式\n1\t甲\t座谈\t区局\t6月\t123\n"
    )
    assert [(one.unit, str(one.period), one.forms) for one in plan.entries] == [("区局", "6月", ("座谈",))]


def test_bare_numbers_under_months_are_months() -> None:
    plan = read_published_text("望城区2025年计划\n序号\t主题\t形式\t单位\t活动月份\n1\t甲\t座谈\t区局\t5-6\n")
    assert str(plan.entries[0].period) == "5月-6月"


def test_a_spreadsheets_quoted_cell_loses_its_quotation_marks() -> None:
    plan = read_published_text(
        '望城区2025年计划\n序号\t主题\t形式\t单位\t时间\n1\t"甲\n""乙"""\t座谈\t区局\t6月\n'
    )
    assert plan.entries[0].theme == '甲\n"乙"'


def test_a_unit_broken_between_lines_is_one_name() -> None:
    broken = TEXT.replace("\t区退役军人事务局", "\t区退役军人\n事务局")
    assert entry(read_published_text(broken), 30).unit == "区退役军人事务局"


@pytest.mark.parametrize(
    ("title", "district"),
    [
        ("长沙县2024年计划", "长沙县"),
        ("浏阳市2024年计划", "浏阳市"),
        ("湖南省长沙市天心区2024年计划", "天心区"),
        ("2024年雨花区政务公开计划", "雨花区"),
        ("市北区2024年计划", "市北区"),
        ("上海市浦东新区2024年计划", "浦东新区"),
        ("开福区市场监管局2024年计划", "开福区"),
        ("月湖街道2024年计划", ""),
    ],
)
def test_the_district_leads_the_title(title: str, district: str) -> None:
    text = f"{title}\n序号\t主题\t形式\t单位\t时间\n1\t甲\t座谈\t区局\t6月\n"
    assert read_published_text(text).district == district


@pytest.mark.parametrize(
    "aside",
    [
        "\n开福区2023年“政务公开主题日”活动计划\n安排表\n\n",
        "\n— 2 —\n\n",
        "第 2 页\n",
        "\n二、街道\n",
        "\n注：以上安排如有变动，\n另行通知。\n\n",
    ],
)
def test_what_stands_between_the_rows_belongs_to_none(plan: Plan, aside: str) -> None:
    assert read_published_text(TEXT.replace("\n\t17\n", f"{aside}\t17\n")) == plan


def test_a_note_in_a_row_of_its_own_is_no_entry() -> None:
    plan = read_published_text(
        "望城区2025年计划\n序号\t主题\t形式\t单位\t时间\n一、部门\t\t\t\t\n1\t甲\t座谈\t区局\t6月\n注：时间待定\t\t\t\t\n"
    )
    assert [one.theme for one in plan.entries] == ["甲"]


@given(
    st.lists(st.sampled_from(["\t", "\n", "\n\t", "1", "2", "甲", "座谈", "6月", " ", "注：", *TEXT[:80]]))
)
def test_any_text_below_the_header_is_a_plan_or_is_refused(pieces: list[str]) -> None:
    for header in ("\t序号\n\t主题\n\t形式\n\t单位\n\t时间\n", "序号\t主题\t形式\t单位\t时间\n"):
        try:
            plan = read_published_text(f"望城区2025年计划\n{header}{''.join(pieces)}")
        except DocumentError:
            continue
        assert all(one.theme and one.forms and one.unit for one in plan.entries)


# Broken tables


@pytest.mark.parametrize(
    ("before", "after", "row", "reason"),
    [
        ("\t区卫健局\n", "", 3, "应有5格，却读到4格"),
        ("\t区卫健局\n", "\t\n", 3, "“责任单位”是空的"),
        ("\t节水宣传日\n", "\t \n", 6, "“活动主题”是空的"),
        ("\t展板宣传\n", "\t、\n", 6, "没有活动形式"),
        ("\t7月-8月\n", "\t13月\n", 33, "没有13月"),
        ("\t7月-8月\n", "\t8月-7月\n", 33, "结束早于开始"),
        ("\t7月-8月\n", "\t暑期\n", 33, "看不懂活动时间“暑期”"),
        ("\t7月-8月\n", "\t2024年7月\n", 33, "不在2023年"),
        ("\t8\n", "\t7\n", 8, "序号7重复或倒退，应为8"),
        ("\t8\n", "\t9\n", 8, "序号应为8，却是9"),
        ("\t8\n", "\t甲\n", 8, "序号“甲”不是数字"),
        ("\t42\n", "\t43\n", 42, "序号应为42，却是43"),
    ],
)
def test_a_broken_row_is_refused_with_its_number_and_the_reason(
    before: str, after: str, row: int, reason: str
) -> None:
    assert TEXT.count(before) == 1
    with pytest.raises(DocumentError, match=reason) as refusal:
        read_published_text(TEXT.replace(before, after))
    assert refusal.value.row == row


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "没有找到表头"),
        ("今天天气很好。\n" * 50, "没有找到表头"),
        (TEXT.replace("2023年", ""), "没有写明是哪一年"),
        (TEXT.replace("\t责任单位\n", ""), "缺少“责任单位”"),
        (TEXT[: TEXT.index("\t1\n")], "表格里没有活动"),
        ("2025年计划\n序号\t主题\t形式\t单位\t时间\t时间\n", "不止一列“时间”"),
    ],
)
def test_a_text_without_a_whole_table_is_refused(text: str, reason: str) -> None:
    with pytest.raises(DocumentError, match=reason):
        read_published_text(text)


def test_a_file_that_is_no_text_is_refused() -> None:
    with pytest.raises(DocumentError, match="不是文本文件"):
        read_published_bytes(b"PK\x03\x04" + bytes(range(256)) * 10)


def test_a_row_that_ends_with_the_file_before_it_is_whole_is_refused() -> None:
    cut = TEXT[: TEXT.index("\t区城管局")]
    with pytest.raises(DocumentError, match="应有5格，却读到3格") as refusal:
        read_published_text(cut)
    assert refusal.value.row == 42
