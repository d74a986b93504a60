"""Inquiries of residents: letters, their deliveries, and what belongs to them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "inquiries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("resident", sa.BigInteger(), nullable=False, comment="Telegram's number of them"),
        sa.Column("unit", sa.Text(), nullable=False, comment="as in the plan; empty where it is about none"),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("inquiries_key")),
        sa.UniqueConstraint("resident", "unit", name=op.f("inquiries_resident_unit_unique")),
        sqlite_autoincrement=True,
        comment="Conversations of a resident with a unit; kept 180 days.",
    )
    op.create_table(
        "inquiry_drafts",
        sa.Column("resident", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("draft", sa.JSON(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("resident", name=op.f("inquiry_drafts_key")),
        comment="What residents are about to ask of staff; kept a day.",
    )
    op.create_index(op.f("inquiry_drafts_by_kept_at"), "inquiry_drafts", ["kept_at"])
    op.create_table(
        "inquiry_reminders",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("day", sa.String(10), nullable=False, comment="2023-05-20"),
        sa.PrimaryKeyConstraint("chat_id", "day", name=op.f("inquiry_reminders_key")),
        comment="On which days staff were reminded of open inquiries.",
    )
    op.create_table(
        "inquiry_topics",
        sa.Column("group_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("resident", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("topic_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("group_id", "resident", name=op.f("inquiry_topics_key")),
        comment="The forum topic of each resident in the group of staff.",
    )
    op.create_table(
        "inquiry_letters",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("inquiry_id", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(10), nullable=False),
        sa.Column("purpose", sa.String(10), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("media", sa.String(20), nullable=False),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("album", sa.String(64), nullable=False),
        sa.Column("author", sa.BigInteger(), nullable=False),
        sa.Column("source_chat", sa.BigInteger(), nullable=True),
        sa.Column("source_id", sa.BigInteger(), nullable=True),
        sa.Column("source_edit", sa.BigInteger(), nullable=False),
        sa.Column(
            "written_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="by the bot's clock, which --now may set",
        ),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False, comment="by the clock on the wall"),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column(
            "told", sa.String(10), nullable=False, comment="the state that its author was last told of"
        ),
        sa.Column("receipt_id", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(
            ["inquiry_id"],
            ["inquiries.id"],
            name=op.f("inquiry_letters_inquiry_id_exists"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("inquiry_letters_key")),
        sa.UniqueConstraint(
            "source_chat",
            "source_id",
            "source_edit",
            name=op.f("inquiry_letters_source_chat_source_id_source_edit_unique"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("inquiry_letters_by_inquiry_id"), "inquiry_letters", ["inquiry_id"])
    op.create_index(op.f("inquiry_letters_by_kept_at"), "inquiry_letters", ["kept_at"])
    op.create_table(
        "inquiry_posts",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("post_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("inquiry_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["inquiry_id"], ["inquiries.id"], name=op.f("inquiry_posts_inquiry_id_exists"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("chat_id", "post_id", name=op.f("inquiry_posts_key")),
        comment="The bot's messages about inquiries: what replies to them belongs to the inquiry.",
    )
    op.create_index(op.f("inquiry_posts_by_inquiry_id"), "inquiry_posts", ["inquiry_id"])
    op.create_table(
        "inquiry_deliveries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column(
            "due_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="of one that is being sent: the end of its lease",
        ),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("doubtful", sa.Boolean(), nullable=False, comment="an earlier try may have arrived"),
        sa.Column("sent_id", sa.BigInteger(), nullable=True, comment="the message as which it arrived"),
        sa.ForeignKeyConstraint(
            ["letter_id"],
            ["inquiry_letters.id"],
            name=op.f("inquiry_deliveries_letter_id_exists"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("inquiry_deliveries_key")),
        sa.UniqueConstraint("letter_id", "chat_id", name=op.f("inquiry_deliveries_letter_id_chat_id_unique")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("inquiry_deliveries_by_state_due_at"), "inquiry_deliveries", ["state", "due_at"])


def downgrade() -> None:
    for table in (
        "inquiry_deliveries",
        "inquiry_posts",
        "inquiry_letters",
        "inquiry_topics",
        "inquiry_reminders",
        "inquiry_drafts",
        "inquiries",
    ):
        op.drop_table(table)
