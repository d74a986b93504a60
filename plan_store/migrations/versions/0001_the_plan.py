"""The plan and its entries, other names of units, conversations, and questions that found nothing."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    revisions = op.create_table(
        "revisions",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("revisions_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("revisions_key")),
        comment="One row: grows in the transaction of every change of plans, entries or unit names.",
    )
    op.bulk_insert(revisions, [{"id": 1, "revision": 0}])
    op.create_table(
        "plans",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("district", sa.String(100), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False, comment="the name of the document it came from"),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("plans_key")),
        sa.UniqueConstraint("district", "year", name=op.f("plans_district_year_unique")),
    )
    op.create_table(
        "entries",
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("theme", sa.Text(), nullable=False),
        sa.Column("forms", sa.JSON(), nullable=False, comment="names in their order"),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("months", sa.JSON(), nullable=False, comment="1 to 12, rising"),
        sa.Column("details", sa.JSON(), nullable=False, comment="what staff have added; {} at first"),
        sa.Column("deleted", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["plans.id"], name=op.f("entries_plan_id_exists"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("plan_id", "number", name=op.f("entries_key")),
    )
    op.create_table(
        "documents",
        sa.Column("digest", sa.String(64), nullable=False, comment="SHA-256 of the file"),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["plan_id"], ["plans.id"], name=op.f("documents_plan_id_exists"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f("documents_key")),
        comment="Files whose content the store has; a file found here is not parsed again.",
    )
    op.create_table(
        "unit_names",
        sa.Column("name", sa.String(100), nullable=False, comment="another name"),
        sa.Column("unit", sa.Text(), nullable=False, comment="the unit as in the plan"),
        sa.Column(
            "added_by", sa.BigInteger(), nullable=False, comment="Telegram's number of the staff member"
        ),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("unit_names_key")),
    )
    op.create_table(
        "conversations",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("thread", sa.Text(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", "user_id", name=op.f("conversations_key")),
    )
    op.create_index(op.f("conversations_by_kept_at"), "conversations", ["kept_at"])
    op.create_table(
        "unanswered_questions",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("unanswered_questions_key")),
        comment="What found nothing: the words, and nobody's name; kept 90 days.",
    )
    op.create_index(op.f("unanswered_questions_by_asked_at"), "unanswered_questions", ["asked_at"])


def downgrade() -> None:
    for table in (
        "unanswered_questions",
        "conversations",
        "unit_names",
        "documents",
        "entries",
        "plans",
        "revisions",
    ):
        op.drop_table(table)
