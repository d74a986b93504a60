"""Messages that were taken from Telegram and not yet answered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    op.create_table(
        "inbox",
        sa.Column("bot_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("update_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("content", sa.Text(), nullable=False, comment="JSON as Telegram gave it"),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False, comment="at how many starts"),
        sa.PrimaryKeyConstraint("bot_id", "update_id", name=op.f("inbox_key")),
        comment="Messages that were taken from Telegram and not yet answered.",
    )


def downgrade() -> None:
    op.drop_table("inbox")
