"""What does each column of a table hold? Names of columns, as districts write them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from enum import Enum

from plan_store.documents import DocumentError
from plan_store.patterns import pattern


class Column(Enum):
    """What a column holds: as the reply calls it, and its other names, the best first."""

    NUMBER = ("序号", ("编号", "序", "号", "项目序号", "活动序号", "活动编号", "no", "no."))
    THEME = (
        "活动主题",
        ("主题", "活动名称", "活动主题名称", "主题名称", "名称", "活动项目", "项目名称", "活动内容", "活动"),
    )
    FORMS = (
        "活动形式",
        ("形式", "开展形式", "活动方式", "开展方式", "举办形式", "组织形式", "公开形式", "方式"),
    )
    UNIT = (
        "责任单位",
        (
            *("牵头单位", "主办单位", "承办单位", "组织单位", "实施单位", "负责单位", "开展单位", "举办单位"),
            *("责任部门", "牵头部门", "主办部门", "承办部门", "单位名称", "单位", "部门"),
        ),
    )
    PERIOD = (
        "活动时间",
        (
            *("时间安排", "开展时间", "活动月份", "举办时间", "活动日期", "计划时间", "实施时间"),
            *("时间", "月份", "日期"),
        ),
    )
    START = ("开始时间", ("开始日期", "开始月份", "起始时间", "起始日期", "启动时间"))
    END = ("结束时间", ("结束日期", "结束月份", "终止时间", "完成时间", "完成时限"))
    SESSIONS = ("具体时间", ("具体日期", "场次时间"))
    PLACE = ("活动地点", ("地点", "举办地点", "开展地点", "活动地址", "地址", "活动场所"))
    PERSON = ("联系人", ("活动联系人", "联系人员"))
    CONTACT = ("联系方式", ("联系人及联系方式", "联系人及电话", "联系人及联系电话", "联系电话", "咨询电话"))
    SIGNUP = ("参与方式", ("报名方式", "参加方式", "参与途径", "报名途径"))
    AUDIENCE = ("参加对象", ("参与对象", "参加人员", "参与人员", "邀请对象", "活动对象", "面向对象"))
    NOTE = ("备注", ("备注说明",))

    def __init__(self, title: str, others: tuple[str, ...]) -> None:
        self.title = title
        self.names = (title, *others)


PUBLISHED = (Column.NUMBER, Column.THEME, Column.FORMS, Column.UNIT, Column.PERIOD)
"""The columns of a published table. The rest may be there or not, and are known by their whole name only."""
NEVER_EMPTY = frozenset({*PUBLISHED, Column.START})
"""A row ends in one of these at the earliest: editors drop the empty cells after the last full one."""

_NEVER = pattern(r"配合|协[办助作]|参[与加]|联[系络]|报名|截止|填报|备注")
"""A name with one of these is not taken by its ending: 配合单位 is no 责任单位, 联系方式 no 活动形式."""


def header_columns(cells: Sequence[str], needed: Iterable[Column] = PUBLISHED) -> dict[Column, int] | None:
    """Where each column stands if `cells` are the names of the columns of a plan; None if they are not.

    Columns of other names are passed over. Raises `DocumentError` for a header that lacks a column of
    `needed`; two columns for the beginning and the end do for the time.
    """
    names = [header_name(cell) for cell in cells]
    found: dict[Column, int] = {}
    for column in Column:
        place = _place(column, names)
        if place is not None and place not in found.values():
            found[column] = place
    said = set(found) & set(PUBLISHED)
    if {Column.START, Column.END} <= set(found):
        said.add(Column.PERIOD)
    if len(said) < 3 or len(said & {Column.THEME, Column.UNIT, Column.PERIOD}) < 2:
        return None
    lacking = [column.title for column in needed if column not in said]
    if lacking:
        raise DocumentError(None, f"表头缺少“{'”“'.join(lacking)}”这一列")
    return found


def header_name(cell: str) -> str:
    """The name of a column without blanks and remarks in brackets: `活动 时间（月）` → `活动时间`."""
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", cell)).lower()
    return re.sub(r"\([^)]*\)", "", plain).rstrip(":")


def _place(column: Column, names: Sequence[str]) -> int | None:
    for name in column.names:
        if names.count(name) > 1:
            raise DocumentError(None, f"表头有不止一列“{name}”")
        if name in names:
            return names.index(name)
    if column not in PUBLISHED:
        return None
    endings = tuple(name for name in column.names if len(name) > 1)
    places = [i for i, name in enumerate(names) if name.endswith(endings) and not _NEVER.search(name)]
    return places[0] if len(places) == 1 else None
