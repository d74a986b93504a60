"""In which file does a plan leave? A writer for each format; what it writes can be taken over again."""

from __future__ import annotations

from enum import StrEnum

from plan_store.plan import Plan


class Format(StrEnum):
    """A format of a whole plan, named as its files end."""

    XLSX = "xlsx"
    DOCX = "docx"
    CSV = "csv"
    JSON = "json"


def write_plan(plan: Plan, form: Format) -> bytes:
    """The file. Each writer loads its library when it is first needed."""
    match form:
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
