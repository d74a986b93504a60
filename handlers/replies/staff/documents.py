"""In which words do staff see what a file or a notice would change, and get the plan as a file?"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from handlers.replies import documents as plain
from handlers.replies import labels
from handlers.replies.keyboards import LABEL
from handlers.replies.reply import MESSAGE_UNITS, Button, Reply, escape, laid_out, quoted, shorten, units
from handlers.replies.staff.changes import reach
from handlers.replies.staff.taps import Cancel, Confirm, Export, Pick, staff_button
from plan_store.documents.difference import Difference
from plan_store.documents.writers import Format
from plan_store.plan import Entry, Plan
from plan_store.staff.rights import Rights

SOME, WITH_MISSING, PAGES = 0, 1, 10
"""Places of `Pick`: only some, all and the missing deleted, and from there on the pages."""
MOST_TO_TAP = 30
"""So many entries can be chosen by buttons; of more the numbers are written."""
_ROOM = MESSAGE_UNITS - 900
_FORMATS = {
    Format.XLSX: "Excel（.xlsx）",
    Format.DOCX: "Word（.docx）",
    Format.CSV: "CSV",
    Format.JSON: "JSON",
    Format.ICS: "日历（.ics）",
}


def unreadable(reason: str) -> Reply:
    return Reply(f"{quoted(reason, 300)}。\n没有改动。")


NOT_YOURS = "不归你的单位负责的没有列出"
CHOOSE = "请发来要采用的序号，例如 1-3、8。"
CHOOSE_OR_TAP = "要采用哪几项？点一下选中，再点一下取消；也可以直接发序号，例如 1-3、8。"
NO_NUMBERS = "没看懂是哪几项，请只写序号，例如 1-3、8；不要了就发“取消”。"


def choose(numbers: Sequence[int], chosen: Collection[int], key: str) -> Reply:
    """Which entries are to be taken: to tap where they are few, else to write.

    `chosen` are places in `numbers`.
    """
    if len(numbers) > MOST_TO_TAP:
        return Reply(CHOOSE, ((staff_button("取消", Cancel(key)),),))
    taps = [
        staff_button(f"✓ {number}" if place in chosen else str(number), Pick(key, place))
        for place, number in enumerate(numbers)
    ]
    rows = [*laid_out(taps, 5)]
    if chosen:
        rows.append((staff_button(f"采用选中的 {len(chosen)} 项", Confirm(key)),))
    return Reply(CHOOSE_OR_TAP, (*rows, (staff_button("取消", Cancel(key)),)))


def not_proposed(numbers: Sequence[int]) -> Reply:
    said = "、".join(map(str, numbers[:20]))
    return Reply(f"文件里没有要新增或修改的第 {said} 项，请重新写序号；不要了就发“取消”。")


def pages(found: Difference) -> list[str]:
    """What the file would do and leaves open, as the texts of as many messages as it takes."""
    texts: list[str] = []
    room = 0
    for item in plain.items(found):
        said = escape(shorten(item, 1200))
        if units(said) + 2 > room:
            texts.append(said)
            room = _ROOM - units(said)
        else:
            texts[-1] += f"\n\n{said}"
            room -= units(said) + 2
    return texts or [""]


def document(
    name: str, head: str, body: Sequence[str], page: int, count: int, missing: int, followers: int, key: str
) -> Reply:
    """One page of what a file would change; `count` is of new and changed, `missing` of what it lacks."""
    parts = [f"<b>{quoted(name, 60)}</b>\n{escape(head)}", body[page]]
    if len(body) > 1:
        parts.append(f"第 {page + 1}/{len(body)} 页")
    if count:
        parts.append(f"{reach(followers)}采用以前什么也不改。")
    return Reply("\n\n".join(part for part in parts if part), _buttons(body, page, count, missing, key))


def _buttons(
    body: Sequence[str], page: int, count: int, missing: int, key: str
) -> tuple[tuple[Button, ...], ...]:
    rows: list[tuple[Button, ...]] = []
    turns = []
    if page > 0:
        turns.append(staff_button("‹ 上一页", Pick(key, PAGES + page - 1)))
    if page + 1 < len(body):
        turns.append(staff_button("下一页 ›", Pick(key, PAGES + page + 1)))
    if turns:
        rows.append(tuple(turns))
    if count:
        rows.append(
            (
                staff_button(f"全部采用（{count} 项）", Confirm(key)),
                staff_button("只采用…", Pick(key, SOME)),
            )
        )
    if missing:
        verb = "全部采用，" if count else ""
        rows.append((staff_button(f"{verb}删除缺少的 {missing} 项", Pick(key, WITH_MISSING)),))
    rows.append((staff_button("取消", Cancel(key)),))
    return tuple(rows)


def same(found: Difference) -> Reply:
    """A file that changes nothing; what is doubtful in it is still said."""
    return Reply("\n\n".join([escape(plain.nothing_to_do(found)), *filter(None, pages(found)[:1])]))


# --- notices ----------------------------------------------------------------------------------------------
NOTHING_READ = Reply(
    "这像是一份活动通知，但没读出日期、地点、联系方式或报名办法。请检查文字，或者发 /edit 和序号手工补充。"
)


def which_entry(entries: Sequence[Entry], plan: Plan, key: str) -> Reply:
    """Which entry a notice is of; any other number can be written."""
    rows = [
        (staff_button(shorten(f"{entry.number}. {entry.unit} {entry.title}", LABEL), Pick(key, place)),)
        for place, entry in enumerate(entries)
    ]
    lead = "这份通知是哪一项活动的？" if entries else f"没找到这份通知是{labels.plan_name(plan)}里哪一项的。"
    ask = "都不是的话，请直接发序号。" if entries else "请发来它的序号，例如 17。"
    return Reply(f"{lead}\n{ask}", (*rows, (staff_button("取消", Cancel(key)),)))


def of_another_unit(entry: Entry, rights: Rights, key: str) -> Reply:
    """The notice seems to be of an entry that is not theirs; the number of one of theirs can be written."""
    return Reply(
        f"这份通知像是第 {entry.number} 项“{quoted(entry.title, 60)}”（{quoted(entry.unit)}）的，"
        f"你可以改的是{quoted(rights.unit)}的活动，没有改动。\n如果是你们哪一项的，请发来它的序号。",
        ((staff_button("取消", Cancel(key)),),),
    )


def no_such_number(number: int, plan: Plan) -> Reply:
    return Reply(f"{labels.plan_name(plan)}里没有第 {number} 项，请重新写序号；不要了就发“取消”。")


def known_already(entry: Entry) -> Reply:
    return Reply(f"通知里的内容，第 {entry.number} 项“{quoted(entry.title, 60)}”都已经有了，不用改。")


# --- export -----------------------------------------------------------------------------------------------
def formats(plan: Plan) -> Reply:
    buttons = [staff_button(_FORMATS[form], Export(plan.year, place)) for place, form in enumerate(Format)]
    lead = f"导出{labels.plan_name(plan)}（{len(plan.entries)} 项），要哪种格式？改好再发给我，就能采用。"
    return Reply(lead, laid_out(buttons, 2))


def caption(plan: Plan) -> str:
    return f"{labels.plan_name(plan)}，{len(plan.entries)} 项"


def unknown_format(said: str) -> Reply:
    return Reply(f"没有“{quoted(said, 20)}”这种格式，可以用：{'、'.join(form.value for form in Format)}。")
