"""Supplies: what somebody counted of a medicine at home, and which count holds

Going back is refused while counts are there: the version before has no room for them.

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

from journal.core.values.errors import JournalError

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("medicine", sa.Column("count_id", sa.String(length=36), nullable=True))
    op.create_table(
        "supply_count",
        sa.Column("patient_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("medicine_id", sa.String(length=40), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_supply_count_amount")),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_supply_count_patient_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["patient_id", "medicine_id"],
            ["medicine.patient_id", "medicine.id"],
            name=op.f("fk_supply_count_patient_id_medicine_id"),
            deferrable=True,
            initially="DEFERRED",
        ),
        sa.PrimaryKeyConstraint("patient_id", "id", name=op.f("pk_supply_count")),
    )


def downgrade() -> None:
    counts: int = op.get_bind().execute(sa.text("SELECT count(*) FROM supply_count")).scalar_one()
    if counts:
        raise JournalError(
            f"There {'is 1 count' if counts == 1 else f'are {counts} counts'} of what is left of a medicine. "
            "The version before cannot hold them, so nothing was changed."
        )
    op.drop_table("supply_count")
    with op.batch_alter_table("medicine") as batch_op:
        batch_op.drop_column("count_id")
