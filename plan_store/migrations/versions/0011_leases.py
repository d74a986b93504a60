"""Polling and sending, which one process does at a time, have the same kind of lease."""

from __future__ import annotations

import datetime as dt

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    op.create_table(
        "leases",
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("owner", sa.String(32), nullable=False, comment="empty for nobody"),
        sa.Column("owned_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("process", sa.Text(), nullable=False, comment="the owner's; see `plan_store.processes`"),
        sa.PrimaryKeyConstraint("name", name=op.f("leases_key")),
        comment="What one process does at a time, and which; of the running bots, and in no backup.",
    )
    op.create_table(
        "planning",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "planned_until",
            sa.DateTime(timezone=True),
            comment="what fell due before is in `deliveries`, by the bot's clock",
        ),
        sa.CheckConstraint("id = 1", name=op.f("planning_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("planning_key")),
        comment="One row: how far it was looked what falls due.",
    )
    op.execute("INSERT INTO planning (id, planned_until) SELECT id, planned_until FROM sending")
    op.drop_table("sending")


def downgrade() -> None:
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
    op.bulk_insert(sending, [{"id": 1, "owner": "", "owned_until": never}])
    op.execute("UPDATE sending SET planned_until = (SELECT planned_until FROM planning)")
    for table in ("planning", "leases"):
        op.drop_table(table)
