"""Staff and their invitations, what they have begun, and the history of entries."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_table(
        "invitations",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False, comment="SHA-256 of the link's secret"),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("invited_by", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("used_by", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("invitations_key")),
        sa.UniqueConstraint("digest", name=op.f("invitations_digest_unique")),
    )
    op.create_table(
        "staff",
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False, comment="as Telegram showed it on joining"),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False, comment="of an editor of one unit; empty for others"),
        sa.Column("invited_by", sa.BigInteger(), nullable=False),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("user_id", name=op.f("staff_key")),
        comment="Who may change the plan; owners stand in the settings.",
    )
    op.create_table(
        "staff_drafts",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column(
            "key", sa.String(20), nullable=False, comment="of the present step; the buttons of it carry it"
        ),
        sa.Column("draft", sa.JSON(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("chat_id", "user_id", name=op.f("staff_drafts_key")),
        comment="What staff have begun and not finished; kept two days.",
    )
    op.create_table(
        "changes",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("by_id", sa.BigInteger(), nullable=False, comment="Telegram's number of them"),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.Text(), nullable=False, comment="the name of a document; empty for none"),
        sa.Column("undoes", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("changes_plan_id_exists")),
        sa.ForeignKeyConstraint(["undoes"], ["changes.id"], name=op.f("changes_undoes_exists")),
        sa.PrimaryKeyConstraint("id", name=op.f("changes_key")),
        comment="Every change of entries since the import; never deleted.",
    )
    op.create_index(op.f("changes_by_by_id"), "changes", ["by_id"])
    op.create_index(op.f("changes_by_plan_id"), "changes", ["plan_id"])
    op.create_index(op.f("changes_by_undoes"), "changes", ["undoes"])
    op.create_table(
        "entry_changes",
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("plan_id", sa.Integer(), nullable=False),
        sa.Column(
            "before", sa.JSON(none_as_null=True), nullable=True, comment="null: it was not in the plan"
        ),
        sa.Column("after", sa.JSON(none_as_null=True), nullable=True, comment="null: it was deleted"),
        sa.ForeignKeyConstraint(["change_id"], ["changes.id"], name=op.f("entry_changes_change_id_exists")),
        sa.ForeignKeyConstraint(["plan_id"], ["plans.id"], name=op.f("entry_changes_plan_id_exists")),
        sa.PrimaryKeyConstraint("change_id", "number", name=op.f("entry_changes_key")),
    )
    op.create_index(op.f("entry_changes_by_plan_id_number"), "entry_changes", ["plan_id", "number"])


def downgrade() -> None:
    for table in ("entry_changes", "changes", "staff_drafts", "staff", "invitations"):
        op.drop_table(table)
