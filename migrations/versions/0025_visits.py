"""Visits: appointments with what is to be said and what was decided, entries ticked for them, steps that say where

Going back is refused while there are any: the version before has no room for them.

Revision ID: 0025
Revises: 0024
"""

import sqlalchemy as sa
from alembic import op

from journal.core.values.errors import JournalError

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "visit",
        sa.Column("patient_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("day_on", sa.Date(), nullable=True),
        sa.Column("at", sa.String(length=5), nullable=True),
        sa.Column("person", sa.String(length=80), nullable=False),
        sa.Column("place", sa.String(length=80), nullable=False),
        sa.Column("changed", sa.Text(), nullable=False),
        sa.Column("bothers", sa.Text(), nullable=False),
        sa.Column("to_ask", sa.Text(), nullable=False),
        sa.Column("decided", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.Column("recorded_by", sa.String(length=36), nullable=True),
        sa.Column("edited_at", sa.BigInteger(), nullable=True),
        sa.Column("deleted_at", sa.BigInteger(), nullable=True),
        sa.Column("fingerprint", sa.LargeBinary(length=32), nullable=False),
        sa.CheckConstraint("at IS NULL OR day_on IS NOT NULL", name=op.f("ck_visit_time")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_visit_patient_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("patient_id", "id", name=op.f("pk_visit")),
    )
    op.create_index("ix_visit_day", "visit", ["patient_id", "day_on", "id"])
    op.create_table(
        "visit_version",
        sa.Column("patient_id", sa.String(length=36), nullable=False),
        sa.Column("visit_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("change", sa.String(length=10), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("changed_by", sa.String(length=36), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["patient_id", "visit_id"],
            ["visit.patient_id", "visit.id"],
            name=op.f("fk_visit_version_patient_id_visit_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("patient_id", "visit_id", "version", name=op.f("pk_visit_version")),
    )
    op.create_table(
        "doctor_mark",
        sa.Column("patient_id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=11), nullable=False),
        sa.Column("entry_id", sa.String(length=36), nullable=False),
        sa.Column("marked_at", sa.BigInteger(), nullable=False),
        sa.Column("marked_by", sa.String(length=36), nullable=False),
        sa.CheckConstraint("kind IN ('entry', 'observation')", name=op.f("ck_doctor_mark_kind")),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_doctor_mark_patient_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("patient_id", "kind", "entry_id", name=op.f("pk_doctor_mark")),
    )
    op.create_index("ix_doctor_mark_marked", "doctor_mark", ["patient_id", "marked_at"])
    op.add_column("regimen_step", sa.Column("visit_id", sa.String(length=36), nullable=True))


def downgrade() -> None:
    for table, one, many in (("visit", "visit", "visits"), ("doctor_mark", "tick for a doctor", "ticks for a doctor")):
        there: int = op.get_bind().execute(sa.text(f"SELECT count(*) FROM {table}")).scalar_one()  # noqa: S608 - names of ours
        if there:
            raise JournalError(
                f"There {f'is 1 {one}' if there == 1 else f'are {there} {many}'}. "
                "The version before cannot hold them, so nothing was changed."
            )
    with op.batch_alter_table("regimen_step", schema=None) as batch_op:
        batch_op.drop_column("visit_id")
    op.drop_index("ix_doctor_mark_marked", table_name="doctor_mark")
    op.drop_table("doctor_mark")
    op.drop_table("visit_version")
    op.drop_index("ix_visit_day", table_name="visit")
    op.drop_table("visit")
