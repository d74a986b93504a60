"""Opening the store: new or old, several processes at once, and what goes wrong in words with a remedy."""

from __future__ import annotations

import asyncio
import os
import sqlite3
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.operations import Operations
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, event, text
from sqlalchemy.pool import Pool

from plan_store.database import PROJECT, Database, prepare_sqlite
from plan_store.migrations import configuration, upgrade
from plan_store.schema import HEAD, metadata
from plan_store.store import Store, StoreError

FILLING = """
import asyncio, sys
from pathlib import Path
from plan_store.store import Store

async def main():
    store = await Store.open(sys.argv[1])
    (filled,) = await store.fill([Path("data/kaifu_2023.txt")])
    (plan,) = await store.plans()
    print(filled.outcome, len(plan.entries), await store.revision(), "alembic" in sys.modules)
    await store.close()

asyncio.run(main())
"""


async def process(program: str, *arguments: str) -> str:
    """What a Python process of its own prints."""
    running = await asyncio.create_subprocess_exec(
        sys.executable, "-c", program, *arguments, cwd=PROJECT, stdout=-1, stderr=-1
    )
    out, err = await asyncio.wait_for(running.communicate(), 60)
    assert running.returncode == 0, err.decode()
    return out.decode().strip()


async def test_processes_that_start_at_once_on_nothing_all_find_the_plan(empty_store_url: str) -> None:
    printed = await asyncio.gather(*(process(FILLING, empty_store_url) for _ in range(4)))

    assert sorted(line.split()[:3] for line in printed) == sorted(
        [["imported", "42", "1"], *([["unchanged", "42", "1"]] * 3)]
    )


async def test_stores_that_are_opened_and_filled_in_the_same_moment_take_turns(empty_store_url: str) -> None:
    """Steps of one process interleave at every wait, which those of several do only with luck."""
    stores = await asyncio.gather(*(Store.open(empty_store_url) for _ in range(6)))
    filled = await asyncio.gather(*(store.fill([PROJECT / "data" / "kaifu_2023.txt"]) for store in stores))
    revisions = await asyncio.gather(*(store.revision() for store in stores))
    await asyncio.gather(*(store.close() for store in stores))

    assert sorted(one.outcome for (one,) in filled) == ["imported", *["unchanged"] * 5]
    assert set(revisions) == {1}


async def test_an_up_to_date_store_is_opened_without_alembic(empty_store_url: str) -> None:
    await process(FILLING, empty_store_url)

    assert (await process(FILLING, empty_store_url)).endswith("False")


def test_the_head_of_the_schema_is_the_newest_migration() -> None:
    with create_engine("sqlite://").begin() as connection:
        assert ScriptDirectory.from_config(configuration(connection)).get_current_head() == HEAD


async def test_the_migrations_make_the_schema(empty_store_url: str) -> None:
    database = await Database.open(empty_store_url)
    async with database.reading() as connection:
        differences = await connection.run_sync(
            lambda sync: compare_metadata(MigrationContext.configure(sync), metadata)
        )
    await database.close()

    assert differences == []


def test_a_migration_that_fails_leaves_nothing_behind(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    file = tmp_path / "bot.db"
    monkeypatch.setattr("alembic.op.create_index", lambda *_: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        asyncio.run(Store.open(f"sqlite:///{file}"))

    assert sqlite3.connect(file).execute("SELECT name FROM sqlite_master").fetchall() == []


async def test_a_migration_that_copies_a_table_keeps_what_refers_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def copy_plans(connection: Connection) -> None:
        operations = Operations(MigrationContext.configure(connection))
        with operations.batch_alter_table("plans", recreate="always") as plans:
            plans.alter_column("source", nullable=True)

    url = f"sqlite:///{tmp_path / 'bot.db'}"
    store = await Store.open(url)
    await store.fill([PROJECT / "data" / "kaifu_2023.txt"])
    await store.close()
    database = await Database.open(url)
    async with database.writing() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '0000'"))
    await database.close()
    monkeypatch.setattr("plan_store.migrations.upgrade", copy_plans)

    store = await Store.open(url)
    (plan,) = await store.plans()
    await store.close()

    assert len(plan.entries) == 42


def test_going_back_and_forth_through_the_migrations_makes_the_schema_again() -> None:
    from alembic import command

    with create_engine("sqlite://").begin() as connection:
        upgrade(connection)
        command.downgrade(configuration(connection), "base")
        upgrade(connection)
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


async def test_how_far_was_planned_is_known_after_leases_have_come(empty_store_url: str) -> None:
    """Else what fell due while the release was changed would be passed over."""
    from alembic import command

    database = await Database.open(empty_store_url)
    async with database.writing() as connection:
        await connection.run_sync(lambda sync: command.downgrade(configuration(sync), "0010"))
        await connection.execute(text("UPDATE sending SET planned_until = '2023-05-29 09:00:00+00:00'"))
        await connection.run_sync(lambda sync: command.upgrade(configuration(sync), "head"))
        await connection.run_sync(lambda sync: command.downgrade(configuration(sync), "0010"))
        await connection.run_sync(lambda sync: command.upgrade(configuration(sync), "head"))
        (kept,) = await connection.scalars(text("SELECT planned_until FROM planning"))
    await database.close()

    assert str(kept).startswith("2023-05-29 09:00:00")


async def test_sqlite_files_write_ahead_and_hold_to_foreign_keys(tmp_path: Path) -> None:
    database = await Database.open(f"sqlite:///{tmp_path / 'bot.db'}")
    async with database.reading() as connection:
        pragmas = [
            await connection.scalar(text(f"PRAGMA {name}"))
            for name in ("journal_mode", "foreign_keys", "busy_timeout", "synchronous")
        ]
    await database.close()

    assert pragmas == ["wal", 1, 10_000, 2]


def test_connections_to_a_new_file_in_the_same_moment_all_succeed(tmp_path: Path) -> None:
    """SQLite's own waiting does not cover the change to write-ahead: without care some 7 % fail."""
    together = Barrier(6)

    def connect(file: Path) -> None:
        together.wait()
        connection = sqlite3.connect(file, timeout=10, isolation_level=None)
        prepare_sqlite(connection, None)
        connection.close()

    with ThreadPoolExecutor(6) as threads:
        for number in range(40):
            list(threads.map(connect, [tmp_path / f"{number}.db"] * 6))


async def test_transactions_that_read_and_then_write_take_turns(empty_store_url: str) -> None:
    database = await Database.open(empty_store_url)

    async def count_up() -> None:
        async with database.writing() as connection:
            now = (await connection.execute(text("SELECT revision FROM revisions" + for_update))).scalar_one()
            await asyncio.sleep(0.01)
            await connection.execute(text("UPDATE revisions SET revision = :next"), {"next": now + 1})

    for_update = " FOR UPDATE" if empty_store_url.startswith("postgresql") else ""
    await asyncio.gather(*(count_up() for _ in range(12)))
    async with database.reading() as connection:
        assert await connection.scalar(text("SELECT revision FROM revisions")) == 12
    await database.close()


async def refused(url: str) -> StoreError:
    with pytest.raises(StoreError) as refusal:
        await Store.open(url)
    return refusal.value


@pytest.mark.parametrize("url", ["", "bot.db", "mysql://localhost/bot", "sqlite", "postgresql+psycopg://h/d"])
async def test_an_address_of_no_known_kind_is_told_with_an_example(url: str) -> None:
    error = await refused(url)

    assert error.reason == "[store] url 不是可用的数据库地址"
    assert "sqlite+aiosqlite:///var/bot.db" in error.remedy


@pytest.mark.parametrize("url", ["sqlite://", "sqlite+aiosqlite:///:memory:"])
async def test_a_database_in_memory_is_refused_because_it_would_forget(url: str) -> None:
    assert "没有写明数据库文件" in (await refused(url)).reason


async def test_a_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("")

    assert "打不开" in (await refused(f"sqlite:///{tmp_path}/var/bot.db")).reason


async def test_a_file_that_is_no_database_is_told_and_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "bot.db"
    file.write_text("这不是数据库" * 1000, "utf-8")

    assert "不是完好的数据库文件" in (await refused(f"sqlite:///{file}")).reason
    assert file.read_text("utf-8") == "这不是数据库" * 1000


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_write_permission_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)

    assert "打不开" in asyncio.run(refused(f"sqlite:///{tmp_path}/bot.db")).reason


@pytest.fixture
def small_disk() -> Iterator[None]:
    """SQLite files may not grow beyond 16 pages: the same error as on a full disk."""

    def limit(connection: Any, _record: object) -> None:
        connection.cursor().execute("PRAGMA max_page_count = 16")

    event.listen(Pool, "connect", limit)
    yield
    event.remove(Pool, "connect", limit)


@pytest.mark.usefixtures("small_disk")
async def test_a_full_disk_is_told(tmp_path: Path) -> None:
    assert (await refused(f"sqlite:///{tmp_path}/bot.db")).reason.startswith("磁盘已满")


async def test_a_database_of_a_newer_release_is_told(empty_store_url: str) -> None:
    database = await Database.open(empty_store_url)
    async with database.writing() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    await database.close()

    assert "更新版本的程序" in (await refused(empty_store_url)).reason


async def test_a_server_that_is_down_is_told_without_the_password() -> None:
    error = await refused("postgresql://bot:geheim@127.0.0.1:1/plans")

    assert error.reason.startswith("连不上数据库")
    assert "geheim" not in str(error)


async def test_a_database_that_the_server_lacks_is_told(postgres: str) -> None:
    error = await refused(postgres.replace("/postgres?", "/nowhere?"))

    assert error.reason.endswith("不存在")


async def test_a_user_that_the_server_does_not_know_is_told(postgres: str) -> None:
    error = await refused(postgres.replace("//postgres", "//nobody"))

    assert "拒绝了用户名或密码" in error.reason


async def test_a_relative_path_is_relative_to_the_project(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("plan_store.database.PROJECT", tmp_path)
    monkeypatch.chdir("/")
    store = await Store.open("sqlite+aiosqlite:///var/bot.db")
    await store.close()

    assert (tmp_path / "var" / "bot.db").exists()
