"""In which file does a plan leave? A writer for each format; all but a calendar can be taken over again."""

from __future__ import annotations

import datetime as dt
from enum import StrEnum

from plan_store.plan import Plan


class Format(StrEnum):
    """A format of a whole plan, named as its files end."""

    XLSX = "xlsx"
    DOCX = "docx"
    CSV = "csv"
    JSON = "json"
    ICS = "ics"


TABLES = (Format.XLSX, Format.DOCX, Format.CSV, Format.JSON)
"""Those that can be taken over again."""


def write_calendar(plan: Plan, now: dt.datetime, revision: int) -> bytes:
    """The plan for a phone's calendar; `now` is aware, in the plan's zone, `revision` that of the store."""
    from plan_store.calendar_file import Edition, calendar_file

    assert now.tzinfo is not None
    edition = Edition(plan.title, plan.district, now.tzinfo, now, revision)
    return calendar_file(plan.entries, edition, alarms=None)


def write_plan(plan: Plan, form: Format) -> bytes:
    """The file, in one of `TABLES`. Each writer loads its library when it is first needed."""
    match form:
        case Format.ICS:
            raise ValueError("a calendar is of a moment and a revision: write_calendar")
        case Format.XLSX:
            from plan_store.documents.writers.workbook import write_xlsx as write
        case Format.DOCX:
            from plan_store.documents.writers.word import write_docx as write
        case Format.CSV:
            from plan_store.documents.writers.separated import write_csv as write
        case Format.JSON:
            from plan_store.documents.plan_json import write_json as write
    return write(plan)


def file_name(plan: Plan, form: Format) -> str:
    """`开福区2023年活动计划.xlsx`."""
    return f"{plan.district}{plan.year}年活动计划.{form.value}"
