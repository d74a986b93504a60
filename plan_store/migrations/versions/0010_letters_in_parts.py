"""Who sends a letter or a daily reminder of staff, which of its messages arrived, and what is tried again."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    with op.batch_alter_table("inquiry_deliveries") as table:
        table.add_column(
            sa.Column(
                "claim",
                sa.String(32),
                server_default="",
                nullable=False,
                comment="who sends it, or sent it last",
            )
        )
        table.add_column(
            sa.Column(
                "parts",
                sa.Integer(),
                server_default="0",
                nullable=False,
                comment="how many of its messages arrived",
            )
        )
        table.alter_column("sent_id", comment="the first message as which it arrived")
    # Which days staff were reminded on: nothing of that is needed after the day.
    op.drop_table("inquiry_reminders")
    op.create_table(
        "inquiry_reminders",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("day", sa.String(10), nullable=False, comment="2023-05-20"),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column(
            "due_at",
            sa.DateTime(timezone=True),
            nullable=False,
            comment="of one that is being sent: the end of its lease",
        ),
        sa.Column(
            "claim",
            sa.String(32),
            server_default="",
            nullable=False,
            comment="who sends it, or sent it last",
        ),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("doubtful", sa.Boolean(), nullable=False, comment="an earlier try may have arrived"),
        sa.PrimaryKeyConstraint("chat_id", "day", name=op.f("inquiry_reminders_key")),
        comment="Whom of the staff to remind of open inquiries, and on which days they were.",
    )


def downgrade() -> None:
    op.drop_table("inquiry_reminders")
    op.create_table(
        "inquiry_reminders",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("day", sa.String(10), nullable=False, comment="2023-05-20"),
        sa.PrimaryKeyConstraint("chat_id", "day", name=op.f("inquiry_reminders_key")),
        comment="On which days staff were reminded of open inquiries.",
    )
    with op.batch_alter_table("inquiry_deliveries") as table:
        table.drop_column("parts")
        table.drop_column("claim")
        table.alter_column("sent_id", comment="the message as which it arrived")
