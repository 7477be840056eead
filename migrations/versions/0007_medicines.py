"""Amounts are whole millionths of the unit instead of whole micrograms: half of a 0.125 mg tablet is 0.0625 mg

Every amount is a thousand times the number it was, in entries, in what they said before and in the plan. Going back is
refused where an amount is no whole microgram, since it would be cut.

Revision ID: 0007
Revises: 0006
"""

from collections.abc import Callable
from typing import Any

import sqlalchemy as sa
from alembic import op

from journal.core.values.errors import JournalError

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

A_BATCH = 1000
FINER = 1000  # millionths of a mg in a microgram
ENTRY, STEP = (sa.table(name, sa.column("amount", sa.BigInteger)) for name in ("entry", "regimen_step"))
VERSION = sa.table(
    "entry_version",
    sa.column("patient_id", sa.String),
    sa.column("entry_id", sa.String),
    sa.column("version", sa.Integer),
    sa.column("content", sa.JSON),
)
KEY = (VERSION.c.patient_id, VERSION.c.entry_id, VERSION.c.version)


def upgrade() -> None:
    for table in (ENTRY, STEP):
        op.execute(f"ALTER TABLE {table.name} RENAME COLUMN amount_ug TO amount")
        op.execute(sa.update(table).where(table.c.amount.is_not(None)).values(amount=table.c.amount * FINER))
    _rewrite_versions("amount_ug", "amount", lambda amount: amount * FINER)


def downgrade() -> None:
    _refuse_finer_amounts()
    _rewrite_versions("amount", "amount_ug", lambda amount: amount // FINER)
    for table in (ENTRY, STEP):
        op.execute(sa.update(table).where(table.c.amount.is_not(None)).values(amount=table.c.amount // FINER))
        op.execute(f"ALTER TABLE {table.name} RENAME COLUMN amount TO amount_ug")


def _refuse_finer_amounts() -> None:
    connection = op.get_bind()
    counts = (sa.select(sa.func.count()).where(table.c.amount % FINER != 0) for table in (ENTRY, STEP))
    finer: int = sum(connection.execute(count).scalar_one() for count in counts)
    finer += sum(bool(_amount(row, "amount") % FINER) for rows in _versions() for row in rows)
    if finer:
        raise JournalError(
            f"{finer} {'amount has' if finer == 1 else 'amounts have'} more than three decimals. "
            "The version before would cut that off, so nothing was changed."
        )


def _rewrite_versions(before: str, after: str, changed: Callable[[int], int]) -> None:
    """What doses said before they were changed; every key keeps its place."""
    change = (
        sa.update(VERSION)
        .where(VERSION.c.patient_id == sa.bindparam("whose"), VERSION.c.entry_id == sa.bindparam("which"))
        .where(VERSION.c.version == sa.bindparam("number"))
        .values(content=sa.bindparam("anew", type_=sa.JSON))
    )
    for rows in _versions():
        anew = [
            {
                "whose": row.patient_id,
                "which": row.entry_id,
                "number": row.version,
                "anew": {
                    after if key == before else key: changed(value) if key == before else value
                    for key, value in row.content.items()
                },
            }
            for row in rows
            if _amount(row, before)
        ]
        if anew:
            op.get_bind().execute(change, anew)


def _versions() -> Any:
    """Every version, in batches."""
    connection, last = op.get_bind(), ("", "", 0)
    query = sa.select(VERSION).order_by(*KEY).limit(A_BATCH)
    while rows := connection.execute(query.where(sa.tuple_(*KEY) > last)).all():
        yield rows
        last = (rows[-1].patient_id, rows[-1].entry_id, rows[-1].version)


def _amount(row: Any, key: str) -> int:
    """The amount of a dose; 0 for whatever is no dose."""
    amount: int = row.content[key] if row.content.get("kind") == "dose" else 0
    return amount
