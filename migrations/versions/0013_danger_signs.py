"""Danger signs that are ticked in a check-in; pregnancy and breastfeeding, where a person notes them

Going back is refused where one is recorded: the version before has no room for it.

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op

from journal.core.values.errors import JournalError

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

NOTED = ("pregnant_since", "breastfeeding_since")
RECORDED = {
    "check-ins with danger signs": "SELECT count(*) FROM entry WHERE signs IS NOT NULL",
    "earlier versions with danger signs": (
        "SELECT count(*) FROM entry_version WHERE CAST(content AS TEXT) LIKE '%\"signs\"%'"
    ),
    "persons who noted pregnancy or breastfeeding": (
        "SELECT count(*) FROM patient WHERE pregnant_since IS NOT NULL OR breastfeeding_since IS NOT NULL"
    ),
}


def upgrade() -> None:
    op.add_column("entry", sa.Column("signs", sa.Text(), nullable=True))
    for name in NOTED:
        op.add_column("patient", sa.Column(name, sa.Date(), nullable=True))


def downgrade() -> None:
    for what, query in RECORDED.items():
        count = op.get_bind().execute(sa.text(query)).scalar_one()
        if count:
            raise JournalError(
                f"There are {count} {what}. The version before cannot hold them, so nothing was changed."
            )
    with op.batch_alter_table("entry", schema=None) as batch_op:
        batch_op.drop_column("signs")
    with op.batch_alter_table("patient", schema=None) as batch_op:
        for name in NOTED:
            batch_op.drop_column(name)
