"""Alerts: what the safety rules found, kept with what they speak of

Of what is recorded already none is written. Going back is refused while there are any: the version before has no room
for them.

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

from journal.core.values.errors import JournalError

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "alert",
        sa.Column("patient_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("rule_version", sa.SmallInteger(), nullable=False),
        sa.Column("level", sa.String(length=10), nullable=False),
        sa.Column("found", sa.JSON(), nullable=False),
        sa.Column("about", sa.String(length=10), nullable=False),
        sa.Column("about_id", sa.String(length=40), nullable=False),
        sa.Column("about_version", sa.Integer(), nullable=True),
        sa.Column("medicine_id", sa.String(length=40), nullable=True),
        sa.Column("day_on", sa.Date(), nullable=False),
        sa.Column("came", sa.String(length=10), nullable=False),
        sa.Column("raised_at", sa.BigInteger(), nullable=False),
        sa.Column("raised_by", sa.String(length=36), nullable=False),
        sa.Column("acknowledged_at", sa.BigInteger(), nullable=True),
        sa.Column("acknowledged_by", sa.String(length=36), nullable=True),
        sa.Column("struck_at", sa.BigInteger(), nullable=True),
        sa.Column("struck_version", sa.Integer(), nullable=True),
        sa.CheckConstraint("level IN ('note', 'caution', 'urgent', 'emergency')", name=op.f("ck_alert_level")),
        sa.CheckConstraint("about IN ('entry', 'medicine', 'step', 'day')", name=op.f("ck_alert_about")),
        sa.CheckConstraint("came IN ('told', 'answered', 'not_asked')", name=op.f("ck_alert_came")),
        sa.CheckConstraint("(acknowledged_at IS NULL) = (acknowledged_by IS NULL)", name=op.f("ck_alert_acknowledged")),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name=op.f("fk_alert_patient_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("patient_id", "id", name=op.f("pk_alert")),
    )
    op.create_index("ix_alert_about", "alert", ["patient_id", "about", "about_id"])
    op.create_index("ix_alert_raised", "alert", ["patient_id", "raised_at", "id"])
    op.create_index("ix_alert_day", "alert", ["patient_id", "day_on"])


def downgrade() -> None:
    alerts: int = op.get_bind().execute(sa.text("SELECT count(*) FROM alert")).scalar_one()
    if alerts:
        raise JournalError(
            f"The journal spoke up {'once' if alerts == 1 else f'{alerts} times'}. "
            "The version before cannot hold that, so nothing was changed."
        )
    op.drop_table("alert")
