"""Observations: what somebody else saw, in a table of its own

Going back is refused while there are observations: the version before has no room for them.

Revision ID: 0020
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op

from journal.core.values.errors import JournalError

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "observation",
        sa.Column("patient_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("offset_minutes", sa.SmallInteger(), nullable=False),
        sa.Column("day_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.Column("recorded_by", sa.String(length=36), nullable=False),
        sa.Column("deleted_at", sa.BigInteger(), nullable=True),
        sa.Column("fingerprint", sa.LargeBinary(length=32), nullable=False),
        sa.Column("what", sa.String(length=40), nullable=False),
        sa.Column("severity", sa.SmallInteger(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), nullable=False),
        sa.CheckConstraint("severity BETWEEN 0 AND 4", name=op.f("ck_observation_severity")),
        sa.CheckConstraint("minutes > 0", name=op.f("ck_observation_minutes")),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_observation_patient_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("patient_id", "id", name=op.f("pk_observation")),
    )
    op.create_index("ix_observation_day", "observation", ["patient_id", "day_on", "at"])


def downgrade() -> None:
    there: int = op.get_bind().execute(sa.text("SELECT count(*) FROM observation")).scalar_one()
    if there:
        raise JournalError(
            f"There {'is 1 observation' if there == 1 else f'are {there} observations'} of somebody else's. "
            "The version before cannot hold them, so nothing was changed."
        )
    op.drop_index("ix_observation_day", table_name="observation")
    op.drop_table("observation")
