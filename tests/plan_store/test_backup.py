"""A backup brings everything back, on any engine; a damaged one changes nothing."""

from __future__ import annotations

import asyncio
import datetime as dt
import gzip
import random
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from handlers.replies.safekeeping import restored
from handlers.safekeeping import back_up, restore
from plan_store import schema
from plan_store.backup import Backup, BackupError, read, take, write
from plan_store.documents.published import read_published
from plan_store.inquiries.letters import Side
from plan_store.inquiries.letters import State as LetterState
from plan_store.inquiries.rows import settle
from plan_store.staff.edits import Edit
from plan_store.staff.rights import CONSOLE, Person, Rights, Role
from plan_store.store import Store
from tests.handlers.plans import MAY_20, ROOT

PUBLISHED = ROOT / "data" / "kaifu_2023.txt"


@pytest.fixture
async def other(tmp_path: Path) -> AsyncIterator[Store]:
    """A store of the other kind than `store` half of the time, with content of its own."""
    store = await Store.open(f"sqlite+aiosqlite:///{tmp_path / 'other.db'}", owners=[1])
    yield store
    await store.close()


async def fill(store: Store) -> None:
    """Something in many tables, texts of every kind among it."""
    await store.fill([PUBLISHED])
    (plan,) = await store.plans()
    seventeen = plan.entries[16]
    await store.changes.make(
        plan, [Edit(seventeen, replace(seventeen, theme='引号 " 换行\n表情 🎉'))], CONSOLE, MAY_20
    )
    await store.changes.make(plan, [Edit(plan.entries[3], None)], CONSOLE, MAY_20)
    await store.changes.undo(1, CONSOLE, MAY_20)
    await store.add_unit_name("卫健委", "区卫健局", CONSOLE.id)
    await store.members.invite(Rights(Role.EDITOR), CONSOLE.id, MAY_20)
    await store.drafts.put(1, 2, {"do": "edit"}, MAY_20)


async def everything(store: Store) -> dict[str, list[dict[str, object]]]:
    held = (await take(store._database, MAY_20)).rows
    return {name: rows for name, rows in held.items() if name != "revisions"}


async def test_what_was_backed_up_comes_back_whole_on_the_other_engine(store: Store, other: Store) -> None:
    await fill(store)

    await other.restore(await store.backup(MAY_20), MAY_20, sent_since=False)

    assert await everything(other) == await everything(store)
    assert await other.plans() == await store.plans()


async def test_what_came_after_the_backup_is_gone(store: Store) -> None:
    await fill(store)
    before = await everything(store)
    content = await store.backup(MAY_20)
    (plan,) = await store.plans()
    await store.changes.make(plan, [Edit(plan.entries[0], None)], CONSOLE, MAY_20)

    await store.restore(content, MAY_20, sent_since=False)

    assert await everything(store) == before


async def test_a_bot_that_runs_meanwhile_notices(store: Store) -> None:
    await fill(store)
    content = await store.backup(MAY_20)
    revision = await store.revision()

    await store.restore(content, MAY_20, sent_since=False)

    assert await store.revision() > revision


async def test_new_rows_get_new_numbers_after_a_restore(store: Store, other: Store) -> None:
    await fill(other)
    await store.restore(await other.backup(MAY_20), MAY_20, sent_since=False)
    (plan,) = await store.plans()

    change = await store.changes.make(plan, [Edit(plan.entries[0], None)], CONSOLE, MAY_20)

    assert change.number == 4


async def test_a_file_damaged_anywhere_changes_nothing(store: Store) -> None:
    await fill(store)
    content = await store.backup(MAY_20)
    before = await everything(store)
    dice = random.Random(1)
    broken = [content[: dice.randrange(len(content))] for _ in range(8)]
    for _ in range(25):
        at = dice.randrange(10, len(content))
        broken.append(content[:at] + bytes([content[at] ^ (1 << dice.randrange(8))]) + content[at + 1 :])
    lines = gzip.decompress(content).splitlines(keepends=True)
    broken.append(gzip.compress(b"".join([*lines[:3], *lines[4:]])))
    broken.append(gzip.compress(b"".join([*lines[:3], lines[3].replace(b"5", b"6"), *lines[4:]])))
    broken += [b"", b"x", PUBLISHED.read_bytes(), gzip.compress(b""), gzip.compress(b"{}\n{}\n")]

    for one in broken:
        with pytest.raises(BackupError):
            await store.restore(one, MAY_20, sent_since=False)
    assert await everything(store) == before


async def test_a_backup_of_a_later_release_is_refused(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(schema, "HEAD", "9999")
        content = await store.backup(MAY_20)

    with pytest.raises(BackupError, match="更新版本的程序做的"):
        await store.restore(content, MAY_20, sent_since=False)


async def test_a_backup_of_an_earlier_release_is_brought_up_to_date(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first schema had only the tables that are named here; their rows are the same today."""
    await store.fill([PUBLISHED])
    await store.add_unit_name("卫健委", "区卫健局", CONSOLE.id)
    before = await everything(store)
    taken = await take(store._database, MAY_20)
    first = ("revisions", "plans", "entries", "documents", "unit_names", "conversations")
    with monkeypatch.context() as patch:
        patch.setattr(schema, "HEAD", "0001")
        content = write(Backup(MAY_20, {name: taken.rows[name] for name in first}))
    await store.changes.make(
        (await store.plans())[0], [Edit((await store.plans())[0].entries[0], None)], CONSOLE, MAY_20
    )

    await store.restore(content, MAY_20, sent_since=False)

    assert await everything(store) == before


async def test_rows_that_do_not_fit_together_roll_everything_back(store: Store) -> None:
    await fill(store)
    before = await everything(store)
    taken = read(await store.backup(MAY_20))
    orphan = [{**taken.rows["entries"][0], "plan_id": 999}]

    with pytest.raises(Exception):  # noqa: B017, PT011  # Which one depends on the engine.
        await store.restore(
            write(Backup(MAY_20, {**taken.rows, "entries": orphan})), MAY_20, sent_since=False
        )

    assert await everything(store) == before


async def test_a_backup_is_of_one_moment(store: Store) -> None:
    """While rows are read, others are written: entries and their history never fall apart."""
    await fill(store)
    (plan,) = await store.plans()

    async def edit() -> None:
        entry = plan.entries[0]
        for turn in range(20):
            changed = replace(entry, theme=f"第{turn}次")
            await store.changes.make(plan, [Edit(entry, changed)], CONSOLE, MAY_20)
            entry = changed

    editing = asyncio.create_task(edit())
    backups = [read(await store.backup(MAY_20)) for _ in range(5)]
    await editing
    for one in backups:
        theme = next(row["theme"] for row in one.rows["entries"] if row["number"] == 1)
        last = [row["after"] for row in one.rows["entry_changes"] if row["number"] == 1]
        assert theme == (last[-1]["theme"] if last else plan.entries[0].theme)


async def test_every_column_of_time_comes_back_as_a_time(store: Store) -> None:
    await store.members.join(
        (await store.members.invite(Rights(Role.EDITOR), CONSOLE.id, MAY_20))[1], Person(7, "甲"), MAY_20
    )

    await store.restore(await store.backup(MAY_20), MAY_20, sent_since=False)

    async with store._database.reading() as connection:
        joined = await connection.scalar(select(schema.staff.c.joined_at))
    assert joined == MAY_20


async def test_the_commands_write_and_bring_back_a_file(tmp_path: Path, store_url: str) -> None:
    path = tmp_path / "备份.gz"
    store = await Store.open(store_url)
    await store.fill([PUBLISHED])
    await store.close()
    asked: list[str] = []

    assert "已备份到" in await back_up(store_url, path, MAY_20, force=False)
    assert path.stat().st_mode & 0o077 == 0
    with pytest.raises(BackupError, match="没有覆盖"):
        await back_up(store_url, path, MAY_20, force=False)

    def declined(words: str) -> bool:
        asked.append(words)
        return False

    assert await restore(store_url, path, MAY_20, declined) == "没有改动。"
    assert "1 份计划，42 项活动" in asked[0]
    assert "已恢复" in await restore(store_url, path, MAY_20, lambda _: True)
    path.write_bytes(path.read_bytes()[:-20])
    with pytest.raises(BackupError, match="不完整或已损坏"):
        await restore(store_url, path, MAY_20, lambda _: True)

    store = await Store.open(store_url)
    assert await store.plans() == (read_published(PUBLISHED),)
    await store.close()


async def test_a_store_that_is_not_there_is_not_backed_up_as_an_empty_one(tmp_path: Path) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'mistyped.db'}"
    with pytest.raises(BackupError, match=r"没有数据库文件 .*mistyped\.db"):
        await back_up(url, tmp_path / "backup", MAY_20, force=False)
    assert list(tmp_path.iterdir()) == []  # noqa: ASYNC240


async def waiting_reminder(store: Store, chat: int, due_at: dt.datetime, state: str = "pending") -> None:
    async with store._database.writing() as connection:
        await connection.execute(
            schema.deliveries.insert().values(
                chat_id=chat,
                kind="month",
                occasion="2023-06-01",
                state=state,
                due_at=due_at,
                next_at=due_at,
                tries=0,
            )
        )


async def states(store: Store) -> list[tuple[int, str]]:
    table = schema.deliveries
    async with store._database.reading() as connection:
        rows = await connection.execute(select(table.c.chat_id, table.c.state).order_by(table.c.chat_id))
        return [(row.chat_id, row.state) for row in rows]


async def test_what_waited_at_the_backup_is_not_sent_blindly_again(store: Store) -> None:
    day = dt.timedelta(days=1)
    for chat, due_at, state in (
        (1, MAY_20 - day, "pending"),
        (2, MAY_20 - day, "sending"),
        (3, MAY_20 + day, "pending"),
    ):
        await waiting_reminder(store, chat, due_at, state)
    content = await store.backup(MAY_20 - day)

    assert await store.restore(content, MAY_20) == 2
    assert await states(store) == [(1, "unknown"), (2, "unknown"), (3, "pending")]


async def test_where_no_bot_ran_since_what_waited_goes_out(store: Store) -> None:
    await waiting_reminder(store, 1, MAY_20 - dt.timedelta(days=1))
    content = await store.backup(MAY_20)

    assert await store.restore(content, MAY_20, sent_since=False) == 0
    assert await states(store) == [(1, "pending")]


async def letter(store: Store, side: Side, to: dict[int, str]) -> int:
    """A letter between resident 1 and staff, with the states that its deliveries have."""
    async with store._database.writing() as connection:
        found = await connection.scalar(select(schema.inquiries.c.id))
        if found is None:
            opened = await connection.execute(
                schema.inquiries.insert().values(resident=1, unit="", open=True, opened_at=MAY_20)
            )
            (found,) = opened.inserted_primary_key or (0,)
        inserted = await connection.execute(
            schema.inquiry_letters.insert().values(
                inquiry_id=found,
                side=side.value,
                purpose="words",
                text="几点",
                media="",
                about="",
                album="",
                author=1,
                source_edit=0,
                written_at=MAY_20,
                kept_at=MAY_20,
                state="pending",
                told="pending",
            )
        )
        (number,) = inserted.inserted_primary_key or (0,)
        for chat, state in to.items():
            await connection.execute(
                schema.inquiry_deliveries.insert().values(
                    letter_id=number, chat_id=chat, state=state, due_at=MAY_20, tries=0, doubtful=False
                )
            )
        await settle(connection, int(number))
        return int(number)


async def test_of_letters_only_an_answer_that_was_just_being_sent_becomes_unknown(store: Store) -> None:
    arrived = await letter(store, Side.RESIDENT, {7: "sent", 8: "sending", 9: "pending"})
    asked = await letter(store, Side.RESIDENT, {7: "sending"})
    answered = await letter(store, Side.STAFF, {1: "sent", 7: "sending"})
    going = await letter(store, Side.STAFF, {1: "sending", 7: "sent"})
    waiting = await letter(store, Side.STAFF, {1: "pending"})
    refused = await letter(store, Side.STAFF, {1: "failed"})
    content = await store.backup(MAY_20)

    assert await store.restore(content, MAY_20) == 2

    state = {one.number: one.state for one in await store.letters.letters(1)}
    assert state == {
        arrived: LetterState.SENT,
        asked: LetterState.PENDING,
        answered: LetterState.SENT,
        going: LetterState.UNKNOWN,
        waiting: LetterState.PENDING,
        refused: LetterState.FAILED,
    }
    go_out = [one for _ in range(3) for one in await store.mail.claim()]
    assert {(one.letter.number, one.chat_id) for one in go_out} >= {(arrived, 8), (arrived, 9), (waiting, 1)}
    assert all(one.doubtful for one in go_out)


async def test_a_reminder_of_staff_that_waited_says_that_it_may_come_twice(store: Store) -> None:
    await store.inquiry_reminders.plan(MAY_20.date(), [7])

    await store.restore(await store.backup(MAY_20), MAY_20)

    (reminder,) = await store.inquiry_reminders.claim(MAY_20.date())
    assert reminder.doubtful


async def test_where_no_bot_ran_since_letters_go_out_as_they_would_have(store: Store) -> None:
    await letter(store, Side.STAFF, {1: "pending"})

    assert await store.restore(await store.backup(MAY_20), MAY_20, sent_since=False) == 0

    (delivery,) = await store.mail.claim()
    assert not delivery.doubtful


def test_it_is_said_how_many_were_not_sent_again() -> None:
    backup = Backup(MAY_20, {})

    assert "2 条消息" in restored(backup, 2)
    assert "--not-run-since" in restored(backup, 2)
    assert "条消息" not in restored(backup, 0)
