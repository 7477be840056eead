"""Pauses: days on which nothing is owed of what is planned, and why

Going back is refused while pauses are there: the doses of their days would be missed again.

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

from journal.core.values.errors import JournalError

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "pause",
        sa.Column("patient_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=100), nullable=False),
        sa.Column("saved_at", sa.BigInteger(), nullable=False),
        sa.Column("removed_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("first_on <= last_on", name=op.f("ck_pause_days")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_pause_patient_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("patient_id", "id", name=op.f("pk_pause")),
    )


def downgrade() -> None:
    pauses: int = op.get_bind().execute(sa.text("SELECT count(*) FROM pause")).scalar_one()
    if pauses:
        raise JournalError(
            f"There {'is 1 pause' if pauses == 1 else f'are {pauses} pauses'} of a plan. "
            "The version before would count their doses as missed, so nothing was changed."
        )
    op.drop_table("pause")
