"""How is the database reached? One URL, SQLite or PostgreSQL; its errors in words that name a remedy."""

from __future__ import annotations

import asyncio
import sqlite3
import time
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, Engine, Table, create_engine, event, text
from sqlalchemy.dialects import sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from plan_store import RefusedError
from plan_store.schema import HEAD

PROJECT = Path(__file__).resolve().parent.parent
"""What a relative path in a SQLite URL is relative to."""
WAIT = 10.0
"""Seconds to wait for a lock, or for a server to take a connection."""

T = TypeVar("T")

_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
}


AT_ONCE = 400
"""So many values are named in one statement."""


def in_parts(values: Sequence[str]) -> Iterator[Sequence[str]]:
    """`values`, so many at a time as one statement names."""
    for at in range(0, len(values), AT_ONCE):
        yield values[at : at + AT_ONCE]


class StoreError(RefusedError):
    """The store cannot be used: `reason`, and what to do about it, `remedy`, both in plain Chinese."""

    def __init__(self, reason: str, remedy: str) -> None:
        self.reason = reason
        self.remedy = remedy
        super().__init__(f"{reason}。{remedy}。")


class Database:
    """A database at the present schema, with its pool of connections."""

    def __init__(self, url: URL) -> None:
        self.url = url
        self._engine = _engine(url)
        self._writes = self._engine.execution_options(writes=True)
        self._file = None if self.shared else _file_engine(url)

    @classmethod
    async def open(cls, url: str) -> Database:
        """Reach the database, create it where it is a file, and bring it to the present schema.

        Raises `StoreError` where that cannot be done.
        """
        database = cls(_resolved(url))
        try:
            with database.plain_errors():
                if not database.shared:
                    Path(str(database.url.database)).parent.mkdir(parents=True, exist_ok=True)
                if await database._at() != HEAD:
                    await database._migrate()
        except BaseException:
            await database.close()
            raise
        return database

    async def close(self) -> None:
        await self._engine.dispose()
        if self._file is not None:
            await asyncio.to_thread(self._file.dispose)

    @property
    def shared(self) -> bool:
        """Whether several bots may work on it at once; a SQLite file belongs to one."""
        return self._engine.dialect.name != "sqlite"

    def insert(self, table: Table) -> sqlite.Insert:
        """An INSERT that can say ON CONFLICT; both engines write and mean it alike."""
        if self._engine.dialect.name == "sqlite":
            return sqlite.insert(table)
        from sqlalchemy.dialects import postgresql

        return cast("sqlite.Insert", postgresql.insert(table))

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that only reads. Raises `StoreError`."""
        with self.plain_errors():
            async with self._engine.connect() as connection:
                yield connection

    @asynccontextmanager
    async def snapshot(self) -> AsyncIterator[AsyncConnection]:
        """A transaction in which all reads see one moment, however long they take. Raises `StoreError`."""
        with self.plain_errors():
            async with self._engine.connect() as connection:
                if self.shared:
                    await connection.execution_options(isolation_level="REPEATABLE READ")
                yield connection

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """A transaction that writes: committed at its end, rolled back by an error. Raises `StoreError`.

        On SQLite it holds the write lock from its first moment (BEGIN IMMEDIATE): of transactions that read
        first and then write, all but one would fail at once with "database is locked".
        """
        with self.plain_errors():
            async with self._writes.begin() as connection:
                yield connection

    async def write(self, work: Callable[[Connection], T]) -> T:
        """A transaction as of `writing`, done by `work` in one go; for what is done many times a second.

        A statement to a SQLite file that the loop waits for is handed to another thread and back some four
        times, each of which costs more than the statement. Once begun it is not cancelled.
        """
        if self._file is None:
            async with self.writing() as connection:
                return await connection.run_sync(work)
        with self.plain_errors():
            return await asyncio.to_thread(_written, self._file, work)

    @contextmanager
    def plain_errors(self) -> Iterator[None]:
        """Errors of the database and its driver leave as `StoreError`."""
        try:
            yield
        except (SQLAlchemyError, sqlite3.Error, OSError) as error:
            raise _plain(error, self.url) from error
        except Exception as error:
            if type(error).__module__.startswith("asyncpg."):
                raise _plain(error, self.url) from error
            raise

    async def _at(self) -> str | None:
        """The schema's revision; None where there is none yet."""
        try:
            async with self._engine.connect() as connection:
                version = await connection.scalar(text("SELECT version_num FROM alembic_version"))
                return None if version is None else str(version)
        except DBAPIError as error:
            if "alembic_version" in str(error.orig):
                return None
            raise

    async def _migrate(self) -> None:
        # Alembic costs as much to import as the rest of the store; only a new or old database needs it.
        from plan_store.migrations import NewerDatabaseError, upgrade

        try:
            async with self._writes.connect() as connection:
                if not self.shared:
                    # Alembic changes a SQLite table by copying it; dropping the old one must not take
                    # along what refers to it. `upgrade` checks the references itself.
                    await _switch_off_references(connection)
                async with connection.begin():
                    await connection.run_sync(upgrade)
                await connection.invalidate()
        except NewerDatabaseError as error:
            raise StoreError(
                f"数据库 {_shown(self.url)} 是由更新版本的程序建立的（版本 {error}）",
                "请改用新版本的程序，或在 [store] url 中换一个数据库",
            ) from None


def missing_file(url: str) -> Path | None:
    """The SQLite file of that URL, where it is not there yet; nothing is made. Raises `StoreError`."""
    resolved = _resolved(url)
    if resolved.get_backend_name() != "sqlite":
        return None
    path = Path(str(resolved.database))
    return None if path.exists() else path


def _resolved(url: str) -> URL:
    """The URL with the driver that this program uses, and the absolute path of a SQLite file."""
    try:
        parsed = make_url(url)
        driver = _DRIVERS[parsed.drivername]
    except (ArgumentError, KeyError, ValueError):
        raise StoreError(
            "[store] url 不是可用的数据库地址",
            "请写成 sqlite+aiosqlite:///var/bot.db 或 postgresql+asyncpg://用户:密码@主机/库名",
        ) from None
    parsed = parsed.set(drivername=driver)
    if parsed.get_backend_name() == "postgresql":
        mode = parsed.query.get("sslmode")
        if mode is not None:
            parsed = parsed.difference_update_query(["sslmode"]).update_query_dict({"ssl": mode})
        return parsed
    if not parsed.database or parsed.database == ":memory:":
        raise StoreError(
            "[store] url 没有写明数据库文件", "请写成 sqlite+aiosqlite:///var/bot.db 这样带文件名的地址"
        )
    return parsed.set(database=str(PROJECT / Path(parsed.database).expanduser()))


def _engine(url: URL) -> AsyncEngine:
    if url.get_backend_name() == "postgresql":
        return create_async_engine(url, **_OPTIONS, pool_pre_ping=True, connect_args=_POSTGRESQL)
    engine = create_async_engine(url, **_OPTIONS, connect_args=_SQLITE)
    _listen(engine.sync_engine)
    return engine


def _file_engine(url: URL) -> Engine:
    engine = create_engine(url.set(drivername="sqlite"), **_OPTIONS, connect_args=_SQLITE)
    _listen(engine)
    return engine.execution_options(writes=True)


def _listen(engine: Engine) -> None:
    event.listen(engine, "connect", prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    event.listen(engine, "invalidate", _roll_back)


def _written(engine: Engine, work: Callable[[Connection], T]) -> T:
    with engine.begin() as connection:
        return work(connection)


def _json(value: object) -> str:
    import json

    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


_POSTGRESQL = {
    "timeout": WAIT,
    # One that stands still in the midst of a transaction would keep its locks, and others from its lease.
    "server_settings": {"idle_in_transaction_session_timeout": "20s"},
}
_SQLITE = {"timeout": WAIT, "isolation_level": None}
# What residents write is bound to statements; without hide_parameters an error would carry it into the log.
_OPTIONS: dict[str, Any] = {"json_serializer": _json, "hide_parameters": True}


async def _switch_off_references(connection: AsyncConnection) -> None:
    driver: Any = (await connection.get_raw_connection()).driver_connection
    await driver.execute("PRAGMA foreign_keys = OFF")


def prepare_sqlite(connection: Any, _record: object) -> None:
    """Settings of each new connection to a SQLite file; safe while others open the same new file."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    deadline = time.monotonic() + WAIT
    while True:
        try:
            cursor.execute("PRAGMA journal_mode = WAL")
            break
        except sqlite3.OperationalError as error:
            # Two processes that make one new file WAL: SQLite does not wait here by itself.
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.01)
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _roll_back(connection: Any, _record: object, _error: object) -> None:
    """A statement that was broken off holds SQLite's lock, its connection closed, until it is garbage."""
    with suppress(Exception):
        connection.rollback()


def _shown(url: URL) -> str:
    """The file, or the address without its password."""
    if url.get_backend_name() == "sqlite":
        return str(url.database)
    return url.render_as_string(hide_password=True)


_CAUSES: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (("disk is full", "no space left", "diskfull"), "磁盘已满，{where} 写不进去", "请腾出空间后重试"),
    (("readonly", "read-only"), "数据库 {where} 是只读的", "请检查文件及所在文件夹的写权限"),
    (("not a database", "malformed"), "{where} 不是完好的数据库文件", "请换一个文件名，或用备份恢复它"),
    (("disk i/o error",), "读写 {where} 时磁盘出错", "请检查磁盘，并备份这个文件"),
    (("is locked", "is busy"), "数据库 {where} 被别的程序占用", "请关闭占用它的程序后重试"),
    (
        ("unable to open", "permission denied", "file exists", "not a directory"),
        "数据库文件 {where} 打不开",
        "请检查 [store] url 中的路径，以及文件夹的写权限",
    ),
    (
        ("password", "authentication", "invalidauthorization", "role "),
        "数据库 {where} 拒绝了用户名或密码",
        "请检查 [store] url 中的用户名和密码",
    ),
    (
        ("does not exist", "invalidcatalogname"),
        "数据库 {where} 不存在",
        "请先建库，或改正 [store] url 中的库名",
    ),
    (("permission", "privilege"), "数据库 {where} 没有给足权限", "请为该用户授予建表和读写的权限"),
    (
        ("connect", "timeout", "timed out", "name or service", "getaddrinfo", "errno", "closed"),
        "连不上数据库 {where}",
        "请确认数据库服务已启动，并检查 [store] url 中的主机和端口",
    ),
)


def _plain(error: BaseException, url: URL) -> StoreError:
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    said = f"{type(cause).__name__} {cause}".lower()
    for signs, reason, remedy in _CAUSES:
        if any(sign in said for sign in signs):
            return StoreError(reason.format(where=_shown(url)), remedy)
    return StoreError(
        f"数据库 {_shown(url)} 出错（{type(cause).__name__}）", "详情见日志；可先运行 python bot.py check"
    )
