"""Planned times: the minute a step stopped counting, and the zones that were set before

A step that was replaced on the day the next one began stopped at the minute that one was saved. Until now only the day
was kept: the minute is filled in here from the step that followed. Which zones were set before is not known; the
present one stands for them.

Revision ID: 0003
Revises: 0002
"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

STEP = sa.table(
    "regimen_step",
    sa.column("patient_id", sa.String),
    sa.column("id", sa.String),
    sa.column("starts_on", sa.Date),
    sa.column("ends_on", sa.Date),
    sa.column("created_at", sa.BigInteger),
    sa.column("ended_at", sa.BigInteger),
    sa.column("superseded_at", sa.BigInteger),
)
PATIENT = sa.table("patient", sa.column("id", sa.String), sa.column("zone", sa.String))


def upgrade() -> None:

    op.add_column("patient", sa.Column("past_zones", sa.JSON(), nullable=True))
    op.execute("UPDATE patient SET past_zones = '[]'")
    with op.batch_alter_table("patient", schema=None) as batch_op:
        batch_op.alter_column("past_zones", existing_type=sa.JSON(), nullable=False)
    op.add_column("regimen_step", sa.Column("ended_at", sa.BigInteger(), nullable=True))
    _times_of_length(120, 150)
    _fill_ended_at()


def downgrade() -> None:

    with op.batch_alter_table("patient", schema=None) as batch_op:
        batch_op.drop_column("past_zones")
    with op.batch_alter_table("regimen_step", schema=None) as batch_op:
        batch_op.drop_column("ended_at")
    _times_of_length(150, 120)


def _times_of_length(present: int, wanted: int) -> None:
    """Room for 24 times a day is 150 letters. The way down leaves longer rows to whoever has them: SQLite keeps them."""
    with op.batch_alter_table("regimen_step", schema=None) as batch_op:
        batch_op.alter_column(
            "times", existing_type=sa.String(length=present), type_=sa.String(length=wanted), existing_nullable=False
        )


def _fill_ended_at() -> None:
    connection = op.get_bind()
    zones = dict(connection.execute(sa.select(PATIENT.c.id, PATIENT.c.zone)).all())
    rows = connection.execute(
        sa.select(
            STEP.c.patient_id, STEP.c.id, STEP.c.starts_on, STEP.c.ends_on, STEP.c.created_at, STEP.c.superseded_at
        )
    ).all()
    begun_at: dict[tuple[str, date], int] = {}  # the first step of each day that was saved on that very day
    for row in rows:
        saved_on = (EPOCH + timedelta(microseconds=row.created_at)).astimezone(ZoneInfo(zones[row.patient_id])).date()
        if saved_on == row.starts_on:
            key = row.patient_id, row.starts_on
            begun_at[key] = min(row.created_at, begun_at.get(key, row.created_at))
    for row in rows:
        if row.superseded_at is None and row.ends_on is not None:
            ended_at = begun_at.get((row.patient_id, row.ends_on + timedelta(days=1)))
            if ended_at is not None:
                connection.execute(
                    sa.update(STEP)
                    .where(STEP.c.patient_id == row.patient_id, STEP.c.id == row.id)
                    .values(ended_at=ended_at)
                )
