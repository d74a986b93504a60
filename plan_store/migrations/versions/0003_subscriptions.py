"""Who follows what, and how reminders come to a chat."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_table(
        "chats",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.String(20), nullable=False, comment="private, group, supergroup or channel"),
        sa.Column("lead_days", sa.Integer(), comment="null, as in the next two: as the settings say"),
        sa.Column("time", sa.String(5), comment="HH:MM in the plan's time zone"),
        sa.Column("paused_until", sa.Date(), comment="the first day on which reminders come again"),
        sa.Column("reachable", sa.Boolean(), nullable=False),
        sa.Column("unreachable_since", sa.DateTime(timezone=True)),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", name=op.f("chats_key")),
        comment="Chats that follow something, or have chosen how reminders come.",
    )
    op.create_table(
        "subscriptions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False, comment="of `following`: tells it from others"),
        sa.Column("following", sa.Text(), nullable=False, comment="JSON"),
        sa.Column("monthly", sa.Boolean(), nullable=False),
        sa.Column("before", sa.Boolean(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["chat_id"],
            ["chats.chat_id"],
            name=op.f("subscriptions_chat_id_exists"),
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("subscriptions_key")),
        sa.UniqueConstraint("chat_id", "digest", name=op.f("subscriptions_chat_id_digest_unique")),
        sqlite_autoincrement=True,
    )
    op.create_index(op.f("subscriptions_by_digest"), "subscriptions", ["digest"])


def downgrade() -> None:
    op.drop_table("subscriptions")
    op.drop_table("chats")
