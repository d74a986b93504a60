"""What is sent to whom and what became of it, what goes to many at once, and who sends."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    sending = op.create_table(
        "sending",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("owner", sa.String(32), nullable=False, comment="who may send now; empty for nobody"),
        sa.Column(
            "owned_until", sa.DateTime(timezone=True), nullable=False, comment="by the machines' clocks"
        ),
        sa.Column(
            "planned_until",
            sa.DateTime(timezone=True),
            comment="what fell due before is in `deliveries`, by the bot's clock",
        ),
        sa.CheckConstraint("id = 1", name=op.f("sending_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("sending_key")),
        comment="One row: of all processes that share a token, one sends at a time.",
    )
    never = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    op.bulk_insert(sending, [{"id": 1, "owner": "", "owned_until": never, "planned_until": None}])
    op.create_table(
        "bulletins",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column(
            "body", sa.JSON(), nullable=False, comment="what is said; see `plan_store.deliveries.bulletins`"
        ),
        sa.Column("change_id", sa.Integer(), nullable=True, comment="of a change alone"),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("spread", sa.Boolean(), nullable=False, comment="whether its deliveries are written"),
        sa.Column("halted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["change_id"], ["changes.id"], name=op.f("bulletins_change_id_exists")),
        sa.PrimaryKeyConstraint("id", name=op.f("bulletins_key")),
        sa.UniqueConstraint("change_id", name=op.f("bulletins_change_id_unique")),
        comment="What goes to many at once: changes of the plan, announcements.",
    )
    op.create_index(op.f("bulletins_by_spread"), "bulletins", ["spread"])
    op.create_table(
        "deliveries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("chat_id", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.String(12), nullable=False),
        sa.Column("occasion", sa.String(10), nullable=False),
        sa.Column("bulletin_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(8), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "next_at",
            sa.DateTime(timezone=True),
            nullable=True,
            comment="when it may be sent; null unless it waits to be",
        ),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(32), nullable=True, comment="who sends it, or did"),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column(
            "told", sa.Text(), nullable=True, comment="the entries that it spoke of: ` 2023:17 2023:18 `"
        ),
        sa.ForeignKeyConstraint(
            ["bulletin_id"], ["bulletins.id"], name=op.f("deliveries_bulletin_id_exists"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("deliveries_key")),
        sa.UniqueConstraint(
            "chat_id", "kind", "occasion", name=op.f("deliveries_chat_id_kind_occasion_unique")
        ),
        comment="Who was, is or will be sent what; kept 400 days.",
    )
    op.create_index(op.f("deliveries_by_due_at"), "deliveries", ["due_at"])
    for name, columns, where in (
        ("deliveries_by_next_at", ["next_at", "chat_id"], "next_at IS NOT NULL"),
        ("deliveries_by_bulletin_id", ["bulletin_id"], "bulletin_id IS NOT NULL"),
        ("deliveries_being_sent", ["owner"], "state = 'sending'"),
    ):
        op.create_index(
            op.f(name),
            "deliveries",
            columns,
            sqlite_where=sa.text(where),
            postgresql_where=sa.text(where),
        )


def downgrade() -> None:
    for table in ("deliveries", "bulletins", "sending"):
        op.drop_table(table)
