"""Shares: links to the report of some days, for whoever opens them

Going back ends every link, as putting a copy back does: the version before opens none.

Revision ID: 0026
Revises: 0025
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "share",
        sa.Column("patient_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("pin_hash", sa.LargeBinary(length=32), nullable=True),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("medicines", sa.JSON(), nullable=False),
        sa.Column("charts", sa.JSON(), nullable=False),
        sa.Column("with_name", sa.Boolean(), nullable=False),
        sa.Column("with_notes", sa.Boolean(), nullable=False),
        sa.Column("with_typed", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("most_views", sa.SmallInteger(), nullable=False),
        sa.Column("views", sa.SmallInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.CheckConstraint("first_on <= last_on", name=op.f("ck_share_days")),
        sa.CheckConstraint("views BETWEEN 0 AND most_views", name=op.f("ck_share_views")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_share_patient_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("patient_id", "id", name=op.f("pk_share")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_share_token_hash")),
        sa.UniqueConstraint("id", name=op.f("uq_share_id")),
    )


def downgrade() -> None:
    op.drop_table("share")
