"""Tables as districts publish them, in every format: columns, merged cells, pages, notes, doubts."""

from __future__ import annotations

import datetime as dt
import io
import os
import stat
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from plan_store.documents import DocumentError
from plan_store.documents.kinds import kind_of
from plan_store.documents.readers import read_blocks
from plan_store.documents.reading import Reading, read_plan
from plan_store.documents.safely import read_document, read_plan_document
from tests.plan_store.documents import files
from tests.plan_store.documents.files import HEADER, ROWS, TITLE, Table


def read(content: bytes, *hints: str) -> Reading:
    return read_plan(read_blocks(content, kind_of(content)), hints)


def units(reading: Reading) -> list[str]:
    return [row.entry.unit for row in reading.rows]


def doubts(reading: Reading) -> list[str]:
    return [doubt for row in reading.rows for doubt in row.doubts]


EVERY: dict[str, Callable[[], bytes]] = {
    "docx": files.docx,
    "xlsx": files.xlsx,
    "xls": files.xls,
    "ods": files.ods,
    "pdf": lambda: files.pdf([(HEADER, *ROWS)]),
    "csv": lambda: "\n".join(",".join(row) for row in ((TITLE,), HEADER, *ROWS)).encode("utf-8-sig"),
    "semicolons": lambda: "\n".join(";".join(row) for row in ((TITLE,), HEADER, *ROWS)).encode("gb18030"),
    "tabs": lambda: "\n".join("\t".join(row) for row in ((TITLE,), HEADER, *ROWS)).encode("utf-16"),
    "markdown": lambda: "\n".join(
        [TITLE, "", *("| " + " | ".join(row) + " |" for row in (HEADER, ("---",) * 5, *ROWS))]
    ).encode(),
    "html": lambda: (
        f"<html><meta charset=utf-8><body><h1>{TITLE}</h1><table>"
        + "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in (HEADER, *ROWS))
        + "</table></body></html>"
    ).encode(),
}


@pytest.mark.parametrize("form", EVERY)
def test_every_format_gives_the_same_plan(form: str) -> None:
    plan = read(EVERY[form]())

    assert (plan.year, plan.district, plan.title) == (2024, "开福区", TITLE)
    assert [
        (
            str(row.entry.number),
            row.entry.title,
            "、".join(row.entry.forms),
            row.entry.unit,
            str(row.entry.period),
        )
        for row in plan.rows
    ] == list(ROWS)
    assert not plan.unread
    assert not doubts(plan)


def test_a_file_that_is_named_for_another_year_than_it_says_is_doubtful() -> None:
    plan = read(files.docx(), "开福区2025年活动计划.docx")

    assert plan.year == 2024
    assert plan.remarks == ("文件名写的是2025年，表格上方写的是2024年，按2024年读",)
    assert not read(files.docx(), "开福区2024年活动计划.docx").remarks


def test_columns_may_have_other_names_and_another_order() -> None:
    rows = (
        ("编号", "时间安排", "牵头单位", "活动名称", "开展方式", "配合单位", "活动地点", "联系电话"),
        ("１", "第二季度", "县林业局", "森林防火", "入户走访", "县公安局", "林场", "0731-1"),
        ("２", "５—６月", "县水利局", "节水周", "线上直播", "", "", ""),
        ("３", "全年", "县医保局", "医保政策", "现场解答", "", "", ""),
    )
    plan = read(files.docx(rows, title="星河县2025年活动安排表"))

    assert [str(row.entry.period) for row in plan.rows] == ["4月-6月", "5月-6月", "1月-12月"]
    assert [row.entry.unit for row in plan.rows] == ["县林业局", "县水利局", "县医保局"]
    assert (plan.rows[0].entry.details.place, plan.rows[0].entry.details.contact) == ("林场", "0731-1")


def test_a_unit_merged_over_several_rows_belongs_to_each() -> None:
    rows = (HEADER, ("1", "甲", "讲座", "区卫健局", "5月"), ("2", "乙", "讲座", "", "6月"), ROWS[2])
    plan = read(files.docx_with_merges(rows, (1, 3, 2, 3)))

    assert units(plan) == ["区卫健局", "区卫健局", "区卫健局"]


def test_rows_under_one_merged_number_are_one_entry() -> None:
    rows = (HEADER, ("1", "甲", "讲座", "区卫健局", "5月"), ("", "乙", "座谈", "", ""), ROWS[1])
    merged = read(files.docx_with_merges(rows, (1, 0, 2, 0), (1, 3, 2, 3), (1, 4, 2, 4)))
    in_excel = read(files.xlsx(((TITLE,), *rows), merges=("A3:A4", "D3:D4", "E3:E4")))

    for plan in (merged, in_excel):
        assert [row.entry.number for row in plan.rows] == [1, 2]
        assert plan.rows[0].entry.theme == "甲\n乙"
        assert plan.rows[0].entry.forms == ("讲座", "座谈")
        assert str(plan.rows[0].entry.period) == "5月"


def test_a_header_repeated_on_each_page_and_lines_around_it_are_no_entries() -> None:
    plan = read(files.pdf([(HEADER, *ROWS[:2]), (HEADER, ROWS[2])]))
    without = read(files.pdf([(HEADER, *ROWS[:2]), (ROWS[2],)]))

    assert units(plan) == units(without) == ["月湖街道", "区市监局", "区卫健局"]


def test_section_names_notes_and_the_title_inside_a_sheet_are_no_entries() -> None:
    rows = (
        ("附件1",),
        (TITLE,),
        ("填报单位：区政务公开办",),
        HEADER,
        ("一、街道",),
        ROWS[0],
        ("二", "部门"),
        *ROWS[1:],
        ("合计", "3"),
        ("注：活动时间以通知为准。",),
    )
    plan = read(files.xlsx(rows, merges=("A2:E2", "A5:E5", "A12:E12")))

    assert units(plan) == ["月湖街道", "区市监局", "区卫健局"]
    assert plan.unread == ()
    assert plan.title == TITLE
    assert [row.where for row in plan.rows] == ["第6行", "第8行", "第9行"]


def test_several_tables_are_one_plan_and_numbers_that_begin_anew_go_on() -> None:
    second = (HEADER, ("1", "科普日", "讲座", "区科技局", "9月"))
    plan = read(files.docx((HEADER, *ROWS), second))

    assert [row.entry.number for row in plan.rows] == [1, 2, 3, 4]
    assert any("接着编为 4 起" in remark for remark in plan.remarks)
    assert plan.rows[3].where == "表2第2行"


def test_numbers_that_word_draws_by_itself_are_counted() -> None:
    plan = read(files.docx((HEADER, *(("", *row[1:]) for row in ROWS))))

    assert [row.entry.number for row in plan.rows] == [1, 2, 3]
    assert any("自动编号" in remark for remark in plan.remarks)


def test_sheets_are_named_where_there_are_several() -> None:
    plan = read(files.xlsx(more=[("部门", (HEADER, ("4", "科普日", "讲座", "区科技局", "9月")))]))

    assert plan.rows[3].where == "“部门”第2行"


def test_a_row_broken_by_the_end_of_a_page_is_joined_and_said() -> None:
    broken = ("", "活动的后半句", "", "", "")
    plan = read(files.pdf([(HEADER, *ROWS), (broken,)]))

    assert plan.rows[2].entry.theme == "职业病防治\n活动的后半句"
    assert "分页断开" in doubts(plan)[0]


def test_lines_that_were_only_too_long_for_a_cell_of_a_pdf_are_one() -> None:
    theme = "政务公开主题日进社区活动暨便民服\n务大集"  # Sixteen characters fill the cell.
    plan = read(files.pdf([(HEADER, ("1", theme, "讲座\n座谈", "区卫健局", "5月"), *ROWS[1:])]))

    assert plan.rows[0].entry.theme == theme.replace("\n", "")
    assert plan.rows[0].entry.forms == ("讲座", "座谈")


def test_each_row_that_cannot_be_read_is_named_and_keeps_no_other_from_being_taken() -> None:
    rows: Table = (
        HEADER,
        ROWS[0],
        ("2", "", "讲座", "区科技局", "5月"),
        ("3", "丙", "讲座", "区科技局", "13月"),
        ("3", "丁", "讲座", "区科技局", "待定"),
        ("6", "戊", "讲座", "区科技局", "5月中旬"),
        ("七", "己", "讲座", "区科技局", "5月"),
    )
    plan = read(files.docx(rows))

    assert [(one.where, one.number) for one in plan.unread][:2] == [("第3行", 2), ("第4行", 3)]
    assert "没有13月" in plan.unread[1].reason
    assert "前面已经有了" in plan.unread[2].reason
    assert "不是数字" in plan.unread[3].reason
    assert [row.entry.number for row in plan.rows] == [1, 6]
    assert any("缺4到5" in doubt for doubt in doubts(plan))
    assert any("原话留在备注里" in doubt for doubt in doubts(plan))


def test_a_month_that_a_spreadsheet_made_a_day_of_is_asked_about() -> None:
    rows = ((TITLE,), HEADER, (*ROWS[0][:4], dt.date(2024, 6, 1)), (*ROWS[1][:4], dt.date(2024, 6, 9)))
    plan = read(files.xlsx(rows))

    assert str(plan.rows[0].entry.period) == "6月"
    assert plan.rows[0].entry.details.sessions == ()
    assert plan.rows[1].entry.details.sessions[0].day == dt.date(2024, 6, 9)
    assert all("日期格式" in doubt for doubt in doubts(plan))
    assert len(doubts(plan)) == 2


def test_the_name_of_the_file_may_tell_the_year() -> None:
    plan = read(files.docx(title="政务公开主题日活动计划"), "开福区2025年计划.docx")

    assert (plan.year, plan.district) == (2025, "开福区")
    assert plan.remarks


def test_what_was_struck_out_in_a_revision_is_not_read() -> None:
    content = files.docx()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read("word/document.xml").decode()
    revised = xml.replace(
        "<w:r><w:t>月湖街道</w:t></w:r>",
        "<w:del><w:r><w:delText>月湖街道</w:delText></w:r></w:del><w:ins><w:r><w:t>秀峰街道</w:t></w:r></w:ins>",
    )
    assert revised != xml

    assert units(read(files.with_part(content, "word/document.xml", revised.encode())))[0] == "秀峰街道"


async def test_an_old_word_document_is_read_through_an_office_program_where_there_is_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The program is stood in for by a script that hands out the document it would have made."""
    (tmp_path / "made.docx").write_bytes(files.docx())
    office = tmp_path / "soffice"
    office.write_text(
        f'#!/bin/sh\nwhile [ "$1" != --outdir ]; do shift; done\ncp {tmp_path}/made.docx "$2/document.docx"\n'
    )
    office.chmod(office.stat().st_mode | stat.S_IEXEC)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")

    plan = await read_plan_document(files.compound("WordDocument"), "计划.doc")

    assert units(plan) == ["月湖街道", "区市监局", "区卫健局"]


async def test_an_office_program_that_fails_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    office = tmp_path / "soffice"
    office.write_text("#!/bin/sh\nexit 1\n")
    office.chmod(office.stat().st_mode | stat.S_IEXEC)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")

    with pytest.raises(DocumentError, match="另存为"):
        await read_plan_document(files.compound("WordDocument"), "计划.doc")


async def test_a_document_without_a_plan_still_gives_its_text() -> None:
    document = await read_document(
        files.docx((("活动时间", "6月9日上午10:00"), ("活动地点", "月湖公园"))), "通知.docx"
    )

    assert document.plan is None
    assert "活动时间：6月9日上午10:00\n活动地点：月湖公园" in document.text
