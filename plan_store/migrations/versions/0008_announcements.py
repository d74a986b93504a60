"""Who announced what to whom."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    op.create_table(
        "announcements",
        sa.Column("bulletin_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=False, comment="Telegram's number of the staff member"),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("whom", sa.Text(), nullable=False, comment="in words"),
        sa.Column("chat_id", sa.BigInteger(), nullable=False, comment="where its author is told how it goes"),
        sa.Column("post_id", sa.BigInteger(), nullable=True, comment="the message that tells it"),
        sa.Column("reported", sa.Boolean(), nullable=False, comment="whether its author knows the outcome"),
        sa.ForeignKeyConstraint(
            ["bulletin_id"],
            ["bulletins.id"],
            name=op.f("announcements_bulletin_id_exists"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("bulletin_id", name=op.f("announcements_key")),
        comment="Who announced what to whom.",
    )


def downgrade() -> None:
    op.drop_table("announcements")
