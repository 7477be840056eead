"""A step of the plan has doses with an amount each, on some days, or as needed; a plan can pause

What is there becomes the same times with one amount each, every day. Going back is refused where a plan holds what
steps could not hold before: it would be cut.

Revision ID: 0008
Revises: 0007
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

from journal.core.values.errors import JournalError

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

STEP = sa.table(
    "regimen_step",
    *(sa.column(name, sa.String) for name in ("patient_id", "id", "times", "doses", "days")),
    *(sa.column(name, sa.BigInteger) for name in ("amount", "as_needed_amount")),
)


def upgrade() -> None:
    with op.batch_alter_table("regimen_step") as batch_op:
        batch_op.add_column(sa.Column("doses", sa.String(length=600), nullable=True))
        batch_op.add_column(sa.Column("days", sa.String(length=30), nullable=True))
        batch_op.add_column(sa.Column("as_needed_amount", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("most_a_day", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("least_hours", sa.SmallInteger(), nullable=True))
    for row in _rows():
        _set(row, doses=" ".join(f"{at}={row.amount}" for at in row.times.split()), days="every 1")
    with op.batch_alter_table("regimen_step") as batch_op:
        batch_op.drop_constraint("amount", type_="check")
        batch_op.drop_column("times")
        batch_op.drop_column("amount")
        batch_op.alter_column("doses", existing_type=sa.String(length=600), nullable=False)
        batch_op.alter_column("days", existing_type=sa.String(length=30), nullable=False)
        batch_op.create_check_constraint("as_needed_amount", "as_needed_amount > 0")
        batch_op.create_check_constraint("most_a_day", "most_a_day > 0")
        batch_op.create_check_constraint("least_hours", "least_hours > 0")
        batch_op.create_check_constraint(
            "as_needed", "as_needed_amount IS NOT NULL OR (most_a_day IS NULL AND least_hours IS NULL)"
        )


def downgrade() -> None:
    with op.batch_alter_table("regimen_step") as batch_op:
        batch_op.add_column(sa.Column("times", sa.String(length=150), nullable=True))
        batch_op.add_column(sa.Column("amount", sa.BigInteger(), nullable=True))
    rows = _rows()
    _refuse(rows)
    for row in rows:
        pairs = [dose.split("=") for dose in row.doses.split()]
        _set(row, times=" ".join(at for at, _ in pairs), amount=int(pairs[0][1]))
    with op.batch_alter_table("regimen_step") as batch_op:
        for check in ("as_needed", "as_needed_amount", "most_a_day", "least_hours"):
            batch_op.drop_constraint(check, type_="check")
        for column in ("doses", "days", "as_needed_amount", "most_a_day", "least_hours"):
            batch_op.drop_column(column)
        batch_op.alter_column("times", existing_type=sa.String(length=150), nullable=False)
        batch_op.alter_column("amount", existing_type=sa.BigInteger(), nullable=False)
        batch_op.create_check_constraint("amount", "amount > 0")


def _refuse(rows: list[Any]) -> None:
    others = [
        row
        for row in rows
        if row.days != "every 1"
        or row.as_needed_amount is not None
        or len({dose.split("=")[1] for dose in row.doses.split()}) != 1
    ]
    if others:
        raise JournalError(
            f"{len(others)} steps of a plan have other amounts at other times, some days alone, or doses as needed. "
            "The version before cannot hold them, so nothing was changed."
        )


def _rows() -> list[Any]:
    return list(op.get_bind().execute(sa.select(*_there()).order_by(STEP.c.patient_id, STEP.c.id)).all())


def _there() -> list[Any]:
    """The columns that the table has at this moment."""
    names = {column["name"] for column in sa.inspect(op.get_bind()).get_columns("regimen_step")}
    return [column for column in STEP.c if column.name in names]


def _set(row: Any, **values: object) -> None:
    op.get_bind().execute(
        sa.update(STEP).where(STEP.c.patient_id == row.patient_id, STEP.c.id == row.id).values(**values)
    )
