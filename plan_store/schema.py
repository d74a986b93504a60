"""Which tables does the store have? The shape that `plan_store/migrations` brings every database to."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
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

HEAD = "0011"
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

inbox = Table(
    "inbox",
    metadata,
    Column("bot_id", BigInteger, primary_key=True, autoincrement=False),
    Column("update_id", BigInteger, primary_key=True, autoincrement=False),
    Column("content", Text, nullable=False, comment="JSON as Telegram gave it"),
    Column("tries", Integer, nullable=False, server_default="0", comment="at how many starts"),
    comment="Messages that were taken from Telegram and not yet answered.",
)

leases = Table(
    "leases",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("owner", String(32), nullable=False, comment="empty for nobody"),
    Column("owned_until", Moment, nullable=False),
    Column("process", Text, nullable=False, comment="the owner's; see `plan_store.processes`"),
    comment="What one process does at a time, and which; of the running bots, and in no backup.",
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

staff = Table(
    "staff",
    metadata,
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("name", Text, nullable=False, comment="as Telegram showed it on joining"),
    Column("role", String(20), nullable=False),
    Column("unit", Text, nullable=False, comment="of an editor of one unit; empty for others"),
    Column("invited_by", BigInteger, nullable=False),
    Column("joined_at", Moment, nullable=False),
    comment="Who may change the plan; owners stand in the settings.",
)

invitations = Table(
    "invitations",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("digest", String(64), nullable=False, unique=True, comment="SHA-256 of the link's secret"),
    Column("role", String(20), nullable=False),
    Column("unit", Text, nullable=False),
    Column("invited_by", BigInteger, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("withdrawn", Boolean, nullable=False),
    Column("used_by", BigInteger, nullable=True),
)

staff_drafts = Table(
    "staff_drafts",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("user_id", BigInteger, primary_key=True, autoincrement=False),
    Column("key", String(20), nullable=False, comment="of the present step; the buttons of it carry it"),
    Column("draft", JSON, nullable=False),
    Column("kept_at", Moment, nullable=False),
    comment="What staff have begun and not finished; kept two days.",
)

changes = Table(
    "changes",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("plan_id", ForeignKey(plans.c.id), nullable=False, index=True),
    Column("kind", String(20), nullable=False),
    Column("by_id", BigInteger, nullable=False, index=True, comment="Telegram's number of them"),
    Column("by_name", Text, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("source", Text, nullable=False, comment="the name of a document; empty for none"),
    Column("undoes", ForeignKey("changes.id"), nullable=True, index=True),
    comment="Every change of entries since the import; never deleted.",
)

entry_changes = Table(
    "entry_changes",
    metadata,
    Column("change_id", ForeignKey(changes.c.id), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("plan_id", ForeignKey(plans.c.id), nullable=False),
    Column("before", JSON(none_as_null=True), nullable=True, comment="null: it was not in the plan"),
    Column("after", JSON(none_as_null=True), nullable=True, comment="null: it was deleted"),
    Index(None, "plan_id", "number"),
)

inquiries = Table(
    "inquiries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("resident", BigInteger, nullable=False, comment="Telegram's number of them"),
    Column("unit", Text, nullable=False, comment="as in the plan; empty where it is about none"),
    Column("open", Boolean, nullable=False),
    Column("opened_at", Moment, nullable=False),
    UniqueConstraint("resident", "unit"),
    # A number is never used again: answers begun for one resident must not reach another.
    sqlite_autoincrement=True,
    comment="Conversations of a resident with a unit; kept 180 days.",
)

inquiry_letters = Table(
    "inquiry_letters",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("inquiry_id", ForeignKey(inquiries.c.id, ondelete="CASCADE"), nullable=False, index=True),
    Column("side", String(10), nullable=False),
    Column("purpose", String(10), nullable=False),
    Column("text", Text, nullable=False),
    Column("media", String(20), nullable=False),
    Column("about", Text, nullable=False),
    Column("album", String(64), nullable=False),
    Column("author", BigInteger, nullable=False),
    Column("source_chat", BigInteger, nullable=True),
    Column("source_id", BigInteger, nullable=True),
    Column("source_edit", BigInteger, nullable=False),
    Column("written_at", Moment, nullable=False, comment="by the bot's clock, which --now may set"),
    Column("kept_at", Moment, nullable=False, index=True, comment="by the clock on the wall"),
    Column("state", String(10), nullable=False),
    Column("told", String(10), nullable=False, comment="the state that its author was last told of"),
    Column("receipt_id", BigInteger, nullable=True),
    UniqueConstraint("source_chat", "source_id", "source_edit"),
    sqlite_autoincrement=True,
)

inquiry_deliveries = Table(
    "inquiry_deliveries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("letter_id", ForeignKey(inquiry_letters.c.id, ondelete="CASCADE"), nullable=False),
    Column("chat_id", BigInteger, nullable=False),
    Column("state", String(10), nullable=False),
    Column("due_at", Moment, nullable=False, comment="of one that is being sent: the end of its lease"),
    Column("claim", String(32), nullable=False, server_default="", comment="who sends it, or sent it last"),
    Column("tries", Integer, nullable=False),
    Column("doubtful", Boolean, nullable=False, comment="an earlier try may have arrived"),
    Column("parts", Integer, nullable=False, server_default="0", comment="how many of its messages arrived"),
    Column("sent_id", BigInteger, nullable=True, comment="the first message as which it arrived"),
    UniqueConstraint("letter_id", "chat_id"),
    Index(None, "state", "due_at"),
    sqlite_autoincrement=True,
)

inquiry_posts = Table(
    "inquiry_posts",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("post_id", BigInteger, primary_key=True, autoincrement=False),
    Column("inquiry_id", ForeignKey(inquiries.c.id, ondelete="CASCADE"), nullable=False, index=True),
    comment="The bot's messages about inquiries: what replies to them belongs to the inquiry.",
)

inquiry_topics = Table(
    "inquiry_topics",
    metadata,
    Column("group_id", BigInteger, primary_key=True, autoincrement=False),
    Column("resident", BigInteger, primary_key=True, autoincrement=False),
    Column("topic_id", BigInteger, nullable=False),
    comment="The forum topic of each resident in the group of staff.",
)

inquiry_drafts = Table(
    "inquiry_drafts",
    metadata,
    Column("resident", BigInteger, primary_key=True, autoincrement=False),
    Column("draft", JSON, nullable=False),
    Column("kept_at", Moment, nullable=False, index=True),
    comment="What residents are about to ask of staff; kept a day.",
)

inquiry_reminders = Table(
    "inquiry_reminders",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("day", String(10), primary_key=True, comment="2023-05-20"),
    Column("state", String(10), nullable=False),
    Column("due_at", Moment, nullable=False, comment="of one that is being sent: the end of its lease"),
    Column("claim", String(32), nullable=False, server_default="", comment="who sends it, or sent it last"),
    Column("tries", Integer, nullable=False),
    Column("doubtful", Boolean, nullable=False, comment="an earlier try may have arrived"),
    comment="Whom of the staff to remind of open inquiries, and on which days they were.",
)

chats = Table(
    "chats",
    metadata,
    Column("chat_id", BigInteger, primary_key=True, autoincrement=False),
    Column("kind", String(20), nullable=False, comment="private, group, supergroup or channel"),
    Column("lead_days", Integer, comment="null, as in the next two: as the settings say"),
    Column("time", String(5), comment="HH:MM in the plan's time zone"),
    Column("paused_until", Date, comment="the first day on which reminders come again"),
    Column("reachable", Boolean, nullable=False),
    Column("unreachable_since", Moment),
    Column("seen_at", Moment, nullable=False),
    comment="Chats that follow something, or have chosen how reminders come.",
)

subscriptions = Table(
    "subscriptions",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("chat_id", ForeignKey(chats.c.chat_id, ondelete="CASCADE", onupdate="CASCADE"), nullable=False),
    Column("digest", String(64), nullable=False, index=True, comment="of `following`: tells it from others"),
    Column("following", Text, nullable=False, comment="JSON"),
    Column("monthly", Boolean, nullable=False),
    Column("before", Boolean, nullable=False),
    Column("since", Moment, nullable=False),
    UniqueConstraint("chat_id", "digest"),
    # Old buttons name subscriptions by their number: it must never mean another one.
    sqlite_autoincrement=True,
)

standing_answers = Table(
    "standing_answers",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("questions", JSON, nullable=False, comment="as residents asked them"),
    Column("reply", Text, nullable=False),
    Column("until", Date, nullable=False, comment="the last day on which it is said"),
    Column("by_id", BigInteger, nullable=False),
    Column("by_name", Text, nullable=False),
    Column("taught_on", Date, nullable=False),
    Column("withdrawn_by", BigInteger, nullable=True),
    Column("withdrawn_at", Moment, nullable=True),
    comment="What staff answered once for all; never deleted.",
)

planning = Table(
    "planning",
    metadata,
    Column("id", Integer, CheckConstraint("id = 1", name="only_one"), primary_key=True, autoincrement=False),
    Column("planned_until", Moment, comment="what fell due before is in `deliveries`, by the bot's clock"),
    comment="One row: how far it was looked what falls due.",
)

bulletins = Table(
    "bulletins",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", String(12), nullable=False),
    Column("body", JSON, nullable=False, comment="what is said; see `plan_store.deliveries.bulletins`"),
    Column("change_id", ForeignKey(changes.c.id), unique=True, comment="of a change alone"),
    Column("made_at", Moment, nullable=False),
    Column("spread", Boolean, nullable=False, comment="whether its deliveries are written"),
    Column("halted", Boolean, nullable=False),
    Index(None, "spread"),
    comment="What goes to many at once: changes of the plan, announcements.",
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("chat_id", BigInteger, nullable=False),
    Column("kind", String(12), nullable=False),
    Column("occasion", String(10), nullable=False),
    Column("bulletin_id", ForeignKey(bulletins.c.id, ondelete="CASCADE")),
    Column("state", String(8), nullable=False),
    Column("due_at", Moment, nullable=False, index=True),
    Column("next_at", Moment, comment="when it may be sent; null unless it waits to be"),
    Column("tries", Integer, nullable=False),
    Column("owner", String(32), comment="who sends it, or did"),
    Column("ended_at", Moment),
    Column("note", Text),
    Column("told", Text, comment="the entries that it spoke of: ` 2023:17 2023:18 `"),
    UniqueConstraint("chat_id", "kind", "occasion"),
    comment="Who was, is or will be sent what; kept 400 days.",
)
Index(
    "deliveries_by_next_at",
    deliveries.c.next_at,
    deliveries.c.chat_id,
    sqlite_where=deliveries.c.next_at.is_not(None),
    postgresql_where=deliveries.c.next_at.is_not(None),
)
Index(
    "deliveries_by_bulletin_id",
    deliveries.c.bulletin_id,
    sqlite_where=deliveries.c.bulletin_id.is_not(None),
    postgresql_where=deliveries.c.bulletin_id.is_not(None),
)
Index(
    "deliveries_being_sent",
    deliveries.c.owner,
    sqlite_where=deliveries.c.state == "sending",
    postgresql_where=deliveries.c.state == "sending",
)

daily_counts = Table(
    "daily_counts",
    metadata,
    Column("day", Date, primary_key=True),
    Column("sort", String(10), primary_key=True),
    Column("name", String(100), primary_key=True),
    Column("questions", Integer, nullable=False),
    comment="How many questions there were, and about what; nothing of who asked; kept 400 days.",
)

announcements = Table(
    "announcements",
    metadata,
    Column("bulletin_id", ForeignKey(bulletins.c.id, ondelete="CASCADE"), primary_key=True),
    Column("by_id", BigInteger, nullable=False, comment="Telegram's number of the staff member"),
    Column("by_name", Text, nullable=False),
    Column("whom", Text, nullable=False, comment="in words"),
    Column("chat_id", BigInteger, nullable=False, comment="where its author is told how it goes"),
    Column("post_id", BigInteger, nullable=True, comment="the message that tells it"),
    Column("reported", Boolean, nullable=False, comment="whether its author knows the outcome"),
    comment="Who announced what to whom.",
)
