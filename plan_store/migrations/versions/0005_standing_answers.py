"""What staff answered once for all."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.create_table(
        "standing_answers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("questions", sa.JSON(), nullable=False, comment="as residents asked them"),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False, comment="the last day on which it is said"),
        sa.Column("by_id", sa.BigInteger(), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("taught_on", sa.Date(), nullable=False),
        sa.Column("withdrawn_by", sa.BigInteger(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("standing_answers_key")),
        comment="What staff answered once for all; never deleted.",
    )


def downgrade() -> None:
    op.drop_table("standing_answers")
