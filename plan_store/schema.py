"""Which tables does the store have? The shape that `plan_store/migrations` brings every database to."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)
from sqlalchemy.engine import Dialect

HEAD = "0001"
"""The migration that makes this shape; a test holds it to the newest one in `migrations/versions`."""


class Moment(TypeDecorator[dt.datetime]):
    """A point in time, aware; kept in UTC on engines that know no time zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        return None if value is None else value.astimezone(dt.UTC)

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        if value is None or value.tzinfo is not None:
            return value
        return value.replace(tzinfo=dt.UTC)


metadata = MetaData(
    naming_convention={
        "pk": "%(table_name)s_key",
        "uq": "%(table_name)s_%(column_0_N_name)s_unique",
        "fk": "%(table_name)s_%(column_0_N_name)s_exists",
        "ck": "%(table_name)s_%(constraint_name)s",
        "ix": "%(table_name)s_by_%(column_0_N_name)s",
    }
)

revisions = Table(
    "revisions",
    metadata,
    Column("id", Integer, CheckConstraint("id = 1", name="only_one"), primary_key=True, autoincrement=False),
    Column("revision", BigInteger, nullable=False),
    comment="One row: grows in the transaction of every change of plans, entries or unit names.",
)

plans = Table(
    "plans",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("district", String(100), nullable=False),
    Column("year", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("source", Text, nullable=False, comment="the name of the document it came from"),
    Column("imported_at", Moment, nullable=False),
    UniqueConstraint("district", "year"),
)

entries = Table(
    "entries",
    metadata,
    Column("plan_id", ForeignKey(plans.c.id, ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("theme", Text, nullable=False),
    Column("forms", JSON, nullable=False, comment="names in their order"),
    Column("unit", Text, nullable=False),
    Column("months", JSON, nullable=False, comment="1 to 12, rising"),
    Column("details", JSON, nullable=False, comment="what staff have added; {} at first"),
    Column("deleted", Boolean, nullable=False),
)

documents = Table(
    "documents",
    metadata,
    Column("digest", String(64), primary_key=True, comment="SHA-256 of the file"),
    Column("plan_id", ForeignKey(plans.c.id, ondelete="CASCADE"), nullable=False),
    comment="Files whose content the store has; a file found here is not parsed again.",
)

unit_names = Table(
    "unit_names",
    metadata,
    Column("name", String(100), primary_key=True, comment="another name"),
    Column("unit", Text, nullable=False, comment="the unit as in the plan"),
    Column("added_by", BigInteger, nullable=False, comment="Telegram's number of the staff member"),
    Column("added_at", Moment, nullable=False),
)

conversations = Table(
    "conversations",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("thread", Text, nullable=False),
    Column("kept_at", Moment, nullable=False, index=True),
)

unanswered_questions = Table(
    "unanswered_questions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("text", Text, nullable=False),
    Column("kind", String(20), nullable=False),
    Column("asked_at", Moment, nullable=False),
    Index(None, "asked_at"),
    comment="What found nothing: the words, and nobody's name; kept 90 days.",
)
