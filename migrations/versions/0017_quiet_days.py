"""Quiet days: a kind of entry that says of some days that nothing was wrong, without a rating

Going back is refused while such entries are there: the version before has no room for them.

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op

from journal.core.values.errors import JournalError

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

BEFORE = (
    "(kind = 'dose' AND status IS NOT NULL AND amount IS NOT NULL AND form IS NOT NULL AND medicine_id IS NOT NULL)"
    " OR (kind = 'check_in' AND answer IS NOT NULL) OR (kind = 'episode' AND what IS NOT NULL)"
    " OR kind = 'day'"
)
NOW = f"{BEFORE} OR (kind = 'quiet' AND first_on IS NOT NULL AND last_on IS NOT NULL)"
COLUMNS = ("first_on", "last_on")


def upgrade() -> None:
    with op.batch_alter_table("entry") as batch_op:
        for name in COLUMNS:
            batch_op.add_column(sa.Column(name, sa.Date(), nullable=True))
        batch_op.drop_constraint(op.f("ck_entry_kind"), type_="check")
        batch_op.create_check_constraint(op.f("ck_entry_kind"), NOW)
        batch_op.create_check_constraint(op.f("ck_entry_days"), "first_on <= last_on")


def downgrade() -> None:
    marks: int = op.get_bind().execute(sa.text("SELECT count(*) FROM entry WHERE kind = 'quiet'")).scalar_one()
    if marks:
        raise JournalError(
            f"There {'is 1 entry' if marks == 1 else f'are {marks} entries'} about days that were quiet. "
            "The version before cannot hold them, so nothing was changed."
        )
    with op.batch_alter_table("entry") as batch_op:
        batch_op.drop_constraint(op.f("ck_entry_days"), type_="check")
        batch_op.drop_constraint(op.f("ck_entry_kind"), type_="check")
        for name in COLUMNS:
            batch_op.drop_column(name)
        batch_op.create_check_constraint(op.f("ck_entry_kind"), BEFORE)
