"""Broken and hostile files: each ends in one clear line, in time, and the bot lives on."""

from __future__ import annotations

import asyncio
import os
import random
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from plan_store.documents import DocumentError
from plan_store.documents.safely import read_plan_document
from tests.plan_store.documents import files


async def refusal(content: bytes, name: str) -> str:
    began = time.monotonic()
    with pytest.raises(DocumentError) as caught:
        await read_plan_document(content, name)
    # 10 seconds for the child, and what it takes to start it on a machine that is busy.
    assert time.monotonic() - began < 12
    return str(caught.value)


@pytest.mark.parametrize(
    ("make", "name", "said"),
    [
        (files.exploding_docx, "计划.docx", "展开后大得不正常"),
        (files.docx_with_entities, "计划.docx", "不该有的 XML 声明"),
        (files.docx_of_many_elements, "计划.docx", "大得不正常"),
        (files.xlsx_of_many_rows, "计划.xlsx", "超过5000行"),
        (files.xlsx_with_a_cell_far_away, "计划.xlsx", "大得不正常"),
        (files.zip_that_lies, "计划.docx", "不完整或已损坏"),
        (files.encrypted_zip, "计划.docx", "有密码"),
        (files.pdf_with_a_bomb, "计划.pdf", "大得不正常|没读完"),
        (lambda: files.with_part(files.xlsx(), "xl/vbaProject.bin", b"x"), "计划.xlsm", "有宏"),
        (lambda: files.compound("Workbook", "_VBA_PROJECT_CUR"), "计划.xls", "有宏"),
        (lambda: files.compound("EncryptedPackage"), "计划.xlsx", "有密码"),
        (lambda: files.compound("Workbook"), "计划.xls", "不完整或已损坏"),
        (lambda: files.docx()[:3000], "计划.docx", "不完整或已损坏"),
        (lambda: files.xlsx()[:-200], "计划.xlsx", "不完整或已损坏"),
        (lambda: files.pdf([(files.HEADER, *files.ROWS)])[:400], "计划.pdf", "没有|不完整或已损坏"),
        (lambda: files.packed({"计划.docx": files.docx()}), "计划.zip", "请先解开"),
        (lambda: files.packed({}), "计划.zip", "什么也没有"),
        (lambda: files.docx((("姓名", "电话"), ("张三", "1"))), "通讯录.docx", "没有找到活动计划的表格"),
        (lambda: b"", "计划.xlsx", "是空的"),
        (lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 100, "计划.xlsx", "这是图片"),
        (lambda: b"\x7fELF" + b"\0" * 100, "计划.pdf", "这是程序"),
        (lambda: random.Random(1).randbytes(5000), "计划.docx", "不完整或已损坏"),
        (lambda: "只是一句话".encode(), "2024年计划.txt", "没有找到活动计划的表格"),
        (lambda: b'{"entries": [{"number": 1}], "form": "plan/1", "year": 2024}', "计划.json", "不完整"),
        (lambda: b"[" * 100_000, "计划.json", "没有找到活动计划的表格"),
        (lambda: b'{"entries":' + b"[" * 100_000, "计划.json", "不完整"),
        (lambda: b"x" * (20 * 1024 * 1024 + 1), "计划.txt", "超过20兆"),
        (
            lambda: files.docx((("序号", "活动主题", "责任单位", "活动时间"), ("1", "甲", "乙", "5月"))),
            "计划.docx",
            "表头缺少“活动形式”",
        ),
        (lambda: files.docx(title="活动计划"), "计划.docx", "没有写明是哪一年"),
    ],
)
async def test_a_file_that_is_no_plan_ends_in_a_clear_line(
    make: Callable[[], bytes], name: str, said: str
) -> None:
    line = await refusal(make(), name)

    assert any(one in line for one in said.split("|")), line
    assert line.startswith(name)
    assert "\n" not in line


@pytest.mark.parametrize("name", ["计划.doc", "计划.wps"])
async def test_an_old_word_document_is_asked_for_in_another_format_where_no_office_program_is(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    line = await refusal(files.compound("WordDocument"), name)

    assert "另存为 .docx" in line


async def test_others_are_answered_while_a_hostile_file_is_read() -> None:
    """The loop turns all the while: no step of reading takes place in the bot's own process."""
    longest, last = 0.0, time.monotonic()

    async def heartbeat() -> None:
        nonlocal longest, last
        while True:
            await asyncio.sleep(0.01)
            longest, last = max(longest, time.monotonic() - last), time.monotonic()

    content = files.docx_of_many_elements()
    last = time.monotonic()
    beating = asyncio.create_task(heartbeat())
    with pytest.raises(DocumentError):
        await read_plan_document(content, "计划.docx")
    beating.cancel()

    assert longest < 1


async def test_a_reader_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    from plan_store.documents.safely import read_document

    with pytest.raises(DocumentError, match="还没读完"):
        await read_document(files.docx(), "计划.docx", seconds=0.01)


@pytest.mark.parametrize("name", ["计划.docx", "计划.xlsx", "计划.pdf", "计划.txt", "计划"])
@pytest.mark.parametrize(
    "content",
    [
        files.docx(),
        files.xlsx(),
        files.ods(),
        files.pdf([(files.HEADER, *files.ROWS)]),
        "\n".join(",".join(row) for row in ((files.TITLE,), files.HEADER, *files.ROWS)).encode("gb18030"),
    ],
    ids=["docx", "xlsx", "ods", "pdf", "csv"],
)
async def test_a_wrong_extension_does_not_matter(content: bytes, name: str) -> None:
    plan = await read_plan_document(content, name)

    assert [row.entry.unit for row in plan.rows] == ["月湖街道", "区市监局", "区卫健局"]


async def test_nothing_that_the_bot_keeps_secret_reaches_the_process_that_reads(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An office program, stood in for by a script, tells what it was given and how much it may take."""
    office = tmp_path / "soffice"
    office.write_text(f"#!/bin/sh\nenv > {tmp_path}/env\nulimit -d > {tmp_path}/limit\nexit 1\n")
    office.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("BOT__TELEGRAM__TOKEN", "123:secret")

    await refusal(files.compound("WordDocument"), "计划.doc")

    assert "secret" not in (tmp_path / "env").read_text()
    assert (tmp_path / "limit").read_text().strip() == str(512 * 1024)


async def test_an_error_of_ours_is_logged_with_its_cause(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The child is given a module of that name that breaks."""
    (tmp_path / "sitecustomize.py").write_text(
        "import plan_store.documents.reading as reading\n"
        "def broken(*_):\n    raise ZeroDivisionError('ours')\n"
        "reading.read_plan = broken\n"
    )
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}{os.pathsep}{Path.cwd()}")

    assert "程序出错了" in await refusal(files.docx(), "计划.docx")
    assert "ZeroDivisionError: ours" in caplog.text
