"""Counts of questions by day."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "daily_counts",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("sort", sa.String(10), nullable=False),
        sa.Column("name", sa.String(100), nullable=False),
        sa.Column("questions", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "sort", "name", name=op.f("daily_counts_key")),
        comment="How many questions there were, and about what; nothing of who asked; kept 400 days.",
    )


def downgrade() -> None:
    op.drop_table("daily_counts")
