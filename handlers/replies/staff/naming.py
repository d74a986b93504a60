"""In which words are other names of units taught, listed and taken back?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from handlers.replies.reply import Reply, laid_out, quoted, shorten
from handlers.replies.staff.taps import Cancel, Confirm, Unname, staff_button
from handlers.replies.taps import tag
from plan_store.answers import Answer, Kind
from plan_store.staff.other_names import Objection, Trouble
from plan_store.staff.rights import Rights

_NAMES_SHOWN = 40

HOW_TO_NAME = Reply(
    "请写成：/alias 别名 = 计划里的单位，例如 /alias 卫健委 = 区卫健局，也可以直接说“卫健委就是区卫健局”。"
)


class Effect(NamedTuple):
    """What a question is answered with now, and what it would be with the name."""

    said: str
    now: Answer
    then: Answer


def asked_so(name: str) -> str:
    """A question that anybody might ask about a unit of that name."""
    return f"{name}有什么活动"


def ask_name(name: str, unit: str, before: str | None, effect: Sequence[Effect], key: str) -> Reply:
    """What a name would change, before it is taught; `before`: the unit that staff gave it to until now."""
    lines = [f"要记住“{quoted(name, 30)}”就是{quoted(unit, 30)}吗？记住以后，居民这样问就按这个单位查。"]
    if before is not None:
        lines.append(f"它现在指的是{quoted(before, 30)}。")
    lines += [
        f"· {quoted(one.said, 60)}\n　现在：{_outcome(one.now)}\n　以后：{_outcome(one.then)}"
        for one in effect
    ]
    return Reply(
        "\n\n".join(lines), ((staff_button("确认别名", Confirm(key)), staff_button("取消", Cancel(key))),)
    )


def named(name: str, unit: str, answers: Sequence[tuple[str, Answer]] | None) -> Reply:
    """A name was taught: what the questions that held it and found nothing are answered with now.

    `answers` is None where it could not be looked at yet.
    """
    when = "存储这会儿读不出来，过一会儿自动生效" if answers is None else "马上生效"
    lines = [f"记住了，“{quoted(name, 30)}”就是{quoted(unit, 30)}，{when}。"]
    if answers:
        shown = [f"· {quoted(said, 60)}\n　{_outcome(answer)}" for said, answer in answers]
        lines.append("以前没答上来的，现在：\n" + "\n".join(shown))
    return Reply("\n\n".join(lines), ((staff_button("收回这个别名", Unname(tag(name))),),))


def _outcome(answer: Answer) -> str:
    if answer.standing is not None:
        return "会得到统一答复"
    match answer.kind:
        case Kind.ENTRIES:
            numbers = "、".join(str(entry.number) for entry in answer.entries[:8])
            more = "等" if len(answer.entries) > 8 else ""
            return f"查到 {len(answer.entries)} 项：{numbers}{more}"
        case Kind.NONE:
            return "听懂了，但没有查到"
        case Kind.CLARIFY:
            return "会反问是哪一个"
        case Kind.UNKNOWN:
            return "还是答不上来"
        case _:
            return "能回答了"


def unnamed(name: str, unit: str) -> Reply:
    return Reply(f"收回了，“{quoted(name, 30)}”不再指{quoted(unit, 30)}。")


def no_such_name(name: str) -> Reply:
    return Reply(f"没有“{quoted(name, 30)}”这个别名。发 /alias 可以看有哪些。")


def names(pairs: Sequence[tuple[str, str]]) -> Reply:
    if not pairs:
        return Reply(f"还没有教过别名。\n\n{HOW_TO_NAME.html}")
    shown = pairs[:_NAMES_SHOWN]
    lines = [f"<b>教过的别名</b>（{len(pairs)} 个）"]
    lines += [f"· {quoted(name, 30)} = {quoted(unit, 30)}" for name, unit in shown]
    if len(pairs) > len(shown):
        lines.append(f"……另有 {len(pairs) - len(shown)} 个")
    buttons = [staff_button(f"收回 {shorten(name, 16)}", Unname(tag(name))) for name, _ in shown]
    rows = laid_out(buttons, 2)
    return Reply("\n".join(lines) + f"\n\n{HOW_TO_NAME.html}", rows)


def unknown_unit(said: str) -> Reply:
    return Reply(f"计划里没有“{quoted(said, 30)}”这个单位。发 /units 可以看有哪些。")


def not_yours(rights: Rights) -> Reply:
    return Reply(f"你只能教{quoted(rights.unit)}的别名，别的单位的不能改。")


def refused(name: str, unit: str, found: Objection) -> Reply:
    """Why a name cannot be taught, and what would be right."""
    said = f"“{quoted(name, 30)}”"
    match found.trouble:
        case Trouble.KNOWN_ALREADY:
            return Reply(f"不用教，{said}本来就认得，是{quoted(unit, 30)}。")
        case Trouble.OF_ANOTHER_UNIT:
            whose = "、".join(quoted(one, 30) for one in found.units[:3])
            return Reply(f"{said}说的是{whose}，不能再指{quoted(unit, 30)}。")
        case Trouble.OF_ANOTHER_ORGAN:
            return Reply(
                f"{said}是另一个机构的名称，这份计划里没有它的活动，居民这样问会如实告诉他没有。"
                f"当成{quoted(unit, 30)}会答错，所以没有记。"
                "如果你们这里它已经并入这个单位，请维护机器人的人改 data/vocabulary/organs.toml。"
            )
        case Trouble.MEANS_SOMETHING:
            return Reply(f"{said}在提问里有别的意思，当成单位会答错。请换一个只指这个单位的说法。")
