"""The record: patients, entries, ratings, versions, regimen

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "patient",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("login_name", sa.String(length=240), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("day_starts", sa.String(length=5), nullable=False),
        sa.Column("hours", sa.String(length=2), nullable=False),
        sa.Column("medicine", sa.String(length=40), nullable=False),
        sa.Column("own_symptoms", sa.JSON(), nullable=False),
        sa.Column("revision", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patient")),
        sa.UniqueConstraint("login_name", name=op.f("uq_patient_login_name")),
    )
    op.create_table(
        "entry",
        sa.Column("patient_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("zone", sa.String(length=64), nullable=False),
        sa.Column("offset_minutes", sa.SmallInteger(), nullable=False),
        sa.Column("day_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.Column("medicine", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("edited_at", sa.BigInteger(), nullable=True),
        sa.Column("deleted_at", sa.BigInteger(), nullable=True),
        sa.Column("fingerprint", sa.LargeBinary(length=32), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("status", sa.String(length=10), nullable=True),
        sa.Column("amount_ug", sa.BigInteger(), nullable=True),
        sa.Column("form", sa.String(length=40), nullable=True),
        sa.Column("answer", sa.String(length=10), nullable=True),
        sa.Column("mood", sa.SmallInteger(), nullable=True),
        sa.Column("what", sa.String(length=40), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=True),
        sa.Column("severity", sa.SmallInteger(), nullable=True),
        sa.CheckConstraint(
            "(kind = 'dose' AND status IS NOT NULL AND amount_ug IS NOT NULL AND form IS NOT NULL) OR (kind = 'check_in' AND answer IS NOT NULL) OR (kind = 'episode' AND what IS NOT NULL)",
            name=op.f("ck_entry_kind"),
        ),
        sa.CheckConstraint("amount_ug > 0", name=op.f("ck_entry_amount")),
        sa.CheckConstraint("mood BETWEEN 1 AND 5", name=op.f("ck_entry_mood")),
        sa.CheckConstraint("severity BETWEEN 0 AND 4", name=op.f("ck_entry_severity")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_entry_patient_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("patient_id", "id", name=op.f("pk_entry")),
    )
    with op.batch_alter_table("entry", schema=None) as batch_op:
        batch_op.create_index("ix_entry_day", ["patient_id", "day_on", "at", "id"], unique=False)
        batch_op.create_index("ix_entry_kind", ["patient_id", "kind", "at"], unique=False)

    op.create_table(
        "login_session",
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("patient_id", sa.String(length=36), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("last_seen_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("device", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_login_session_patient_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_login_session")),
    )
    with op.batch_alter_table("login_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_login_session_patient_id"), ["patient_id"], unique=False)

    op.create_table(
        "regimen_step",
        sa.Column("patient_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("times", sa.String(length=120), nullable=False),
        sa.Column("amount_ug", sa.BigInteger(), nullable=False),
        sa.Column("form", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("superseded_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("amount_ug > 0", name=op.f("ck_regimen_step_amount")),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_regimen_step_patient_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("patient_id", "id", name=op.f("pk_regimen_step")),
    )
    op.create_table(
        "entry_version",
        sa.Column("patient_id", sa.String(length=36), nullable=False),
        sa.Column("entry_id", sa.String(length=36), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("change", sa.String(length=10), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["patient_id", "entry_id"],
            ["entry.patient_id", "entry.id"],
            name=op.f("fk_entry_version_patient_id_entry_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("patient_id", "entry_id", "version", name=op.f("pk_entry_version")),
    )
    op.create_table(
        "rating",
        sa.Column("patient_id", sa.String(length=36), nullable=False),
        sa.Column("entry_id", sa.String(length=36), nullable=False),
        sa.Column("effect", sa.String(length=40), nullable=False),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("severity", sa.SmallInteger(), nullable=False),
        sa.Column("direction", sa.String(length=40), nullable=False),
        sa.Column("day_on", sa.Date(), nullable=False),
        sa.CheckConstraint("severity BETWEEN 0 AND 4", name=op.f("ck_rating_severity")),
        sa.ForeignKeyConstraint(
            ["patient_id", "entry_id"],
            ["entry.patient_id", "entry.id"],
            name=op.f("fk_rating_patient_id_entry_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("patient_id", "entry_id", "effect", name=op.f("pk_rating")),
    )
    with op.batch_alter_table("rating", schema=None) as batch_op:
        batch_op.create_index("ix_rating_day", ["patient_id", "day_on", "effect", "severity"], unique=False)


def downgrade() -> None:

    with op.batch_alter_table("rating", schema=None) as batch_op:
        batch_op.drop_index("ix_rating_day")

    op.drop_table("rating")
    op.drop_table("entry_version")
    op.drop_table("regimen_step")
    with op.batch_alter_table("login_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_login_session_patient_id"))

    op.drop_table("login_session")
    with op.batch_alter_table("entry", schema=None) as batch_op:
        batch_op.drop_index("ix_entry_kind")
        batch_op.drop_index("ix_entry_day")

    op.drop_table("entry")
    op.drop_table("patient")
