"""Does every message to staff fit into Telegram's limits, whatever stands in the plan?"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from handlers.replies.staff import changes, naming, rights, standing_replies, unanswered, wizards
from plan_store.plan import Details, Entry, Plan
from plan_store.staff.edits import Change, Conflict, Edit, Kind
from plan_store.staff.fields import Field
from plan_store.staff.likeness import grouped
from plan_store.staff.members import Invitation, Member
from plan_store.staff.rights import Person, Rights, Role
from plan_store.staff.units import UnitMeant
from plan_store.standing import Standing
from plan_store.unanswered import Question
from tests.handlers.fits import assert_fits
from tests.handlers.plans import MAY_20, any_plan, entry, plan_of

KEY = "AbCdEf12"


def change_of(edits: list[Edit], name: str = "张主任", number: int = 7) -> Change:
    return Change(number, "开福区", 2023, Kind.EDIT, Person(1, name), MAY_20, tuple(edits), name, 3, 9)


def turned_round(plan: Plan) -> list[Edit]:
    """Every entry changed into its neighbour in all parts, one new, one deleted."""
    entries = plan.entries
    edits = [
        Edit(one, changed)
        for one, other in pairwise(entries)
        if (changed := replace(other, number=one.number)) != one
    ]
    return [*edits, Edit(None, replace(entries[0], number=9000)), Edit(entries[-1], None)]


@settings(max_examples=25, deadline=None)
@given(any_plan(), st.text(max_size=60))
def test_changes_fit_before_and_after_and_in_the_history(plan: Plan, name: str) -> None:
    edits = turned_round(plan)
    change = change_of(edits, name)
    for kind in Kind:
        assert_fits(changes.preview(edits, kind, plan, 12, KEY, back=True))
    assert_fits(changes.preview(edits[:1], Kind.EDIT, plan, 12, KEY, back=True))
    assert_fits(changes.made(change, plan, 12))
    assert_fits(changes.undo_preview(change, plan, 12, KEY, MAY_20))
    assert_fits(changes.history([change] * 8, MAY_20, None))
    assert_fits(changes.history([change_of([edit], name) for edit in edits], MAY_20, plan.entries[0]))
    conflicts = [Conflict(edit, edit.before, change) for edit in edits]
    assert_fits(changes.undo_overtaken(conflicts, plan, MAY_20))
    assert_fits(changes.many_overtaken(conflicts, plan, MAY_20))
    for conflict in conflicts[:2]:
        assert_fits(changes.overtaken(conflict, plan, KEY, MAY_20))
    assert_fits(changes.trash(plan.entries, plan))


@given(any_plan(), st.text(max_size=2000))
def test_the_steps_of_a_wizard_fit(plan: Plan, said: str) -> None:
    one = plan.entries[0]
    assert_fits(wizards.edit_menu(one, plan))
    for field in Field:
        assert_fits(wizards.ask_value(one, plan, field, KEY, said))
    values = {"theme": said, "forms": said, "unit": said}
    for step in wizards.STEPS:
        assert_fits(wizards.ask_step(step, values, plan, KEY, said))
    assert_fits(
        wizards.which_unit(UnitMeant(said, tuple(entry.unit for entry in plan.entries[:4]), False), KEY)
    )
    assert_fits(wizards.unknown_field(said))


@given(st.lists(st.text(max_size=300), min_size=1, max_size=40), st.text(max_size=80))
def test_rosters_and_questions_fit(texts: list[str], name: str) -> None:
    unit = name.strip() or "月湖街道"
    member = Member(Person(10**10, name), Rights(Role.UNIT_EDITOR, unit), MAY_20)
    invitation = Invitation(12, member.rights, 1, MAY_20)
    assert_fits(rights.roster([member] * 50, [invitation] * 50, may_grant=True))
    assert_fits(rights.somebody_joined(member))
    questions = [Question(text, "unknown", MAY_20) for text in texts]
    assert_fits(unanswered.unanswered(grouped(questions), 0, MAY_20, may_answer=True))
    assert_fits(naming.names([(text, unit) for text in texts]))
    standing = Standing(7, tuple(texts), "答" * 1000, dt.date(2023, 12, 31), MAY_20.date())
    assert_fits(standing_replies.preview(standing, standing, KEY))
    assert_fits(standing_replies.listed([standing] * 40, MAY_20.date()))
    assert_fits(standing_replies.which_wordings(texts, KEY))
    assert_fits(standing_replies.taught(standing, 3, texts))


def test_a_change_of_many_entries_fits_whoever_is_told_of_it() -> None:
    before = [entry(number, theme=f"第{number}项" + "题" * 60) for number in range(1, 21)]
    details = Details((), place="地" * 90, contact="联" * 90, note="备" * 90)
    edits = [Edit(one, replace(one, details=details)) for one in before]
    plan = plan_of(*before)

    for count in range(1, 21):
        for followers in (0, 12):
            change = change_of(edits[:count])
            made = changes.made(change, plan, followers)
            assert_fits(made)
            assert made.text.startswith("好了，已修改")
            assert ("12 位订阅者" in made.text) == bool(followers)
            assert_fits(changes.preview(edits[:count], Kind.IMPORT, plan, followers, KEY, back=True))
            assert_fits(changes.undo_preview(change, plan, followers, KEY, MAY_20))
    assert "……等共 20 项" in made.text


def test_doubts_and_whom_it_reaches_are_said_below_the_largest_change() -> None:
    before = entry(17, theme="主" * 1000)
    details = Details((), "地" * 500, "联" * 500, "参" * 500, "对" * 500, "备" * 500)
    edit = Edit(before, replace(before, theme="题" * 1000, details=details))

    doubts = [f"{number}、" + "疑" * 200 for number in range(8)]
    reply = changes.preview([edit], Kind.NOTICE, plan_of(before), 12, KEY, back=True, doubts=doubts)

    assert_fits(reply)
    for said in ("主题：", "备注：", "请核对：0", "请核对：7", "12 位订阅者", "确认以后才生效"):
        assert said in reply.text


def test_the_largest_change_of_one_entry_shows_every_part() -> None:
    details = Details((), "地" * 500, "联" * 500, "参" * 500, "对" * 500, "备" * 500)
    before = entry(17, theme="主" * 1000)
    after = replace(before, theme="题" * 1000, details=details)
    reply = changes.preview([Edit(before, after)], Kind.NOTICE, plan_of(before), 1, KEY, back=False)

    assert_fits(reply)
    for name in ("主题", "地点", "联系方式", "参与方式", "参加对象", "备注"):
        assert f"{name}：" in reply.text


def test_of_long_words_the_place_where_they_part_is_shown() -> None:
    before = Entry(2023, 17, "很长的主题" * 100 + "甲", ("座谈",), "月湖街道", entry(1).period)
    after = replace(before, theme="很长的主题" * 100 + "乙")

    shown = changes.differences(Edit(before, after), 1000)

    assert "甲 → " in shown
    assert shown.endswith("乙")
