"""How strong an effect is right now, beside its worst; what a person chose about the questions of a check-in

Going back is refused where such an answer or choice is recorded: the version before has no room for it.

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

from journal.core.values.errors import JournalError

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

RECORDED = {
    "answers to “And right now?”": "SELECT count(*) FROM rating WHERE now_severity IS NOT NULL",
    "earlier versions with such an answer": (
        "SELECT count(*) FROM entry_version WHERE CAST(content AS TEXT) LIKE '%now_severity%'"
    ),
    "persons' choices of what is asked first": "SELECT count(*) FROM patient WHERE asking IS NOT NULL",
}


def upgrade() -> None:
    with op.batch_alter_table("rating") as batch_op:
        batch_op.add_column(sa.Column("now_severity", sa.SmallInteger(), nullable=True))
        batch_op.create_check_constraint("now_severity", "now_severity BETWEEN 0 AND severity")
    op.add_column("patient", sa.Column("asking", sa.JSON(), nullable=True))


def downgrade() -> None:
    for what, query in RECORDED.items():
        count = op.get_bind().execute(sa.text(query)).scalar_one()
        if count:
            raise JournalError(
                f"There are {count} {what}. The version before cannot hold them, so nothing was changed."
            )
    with op.batch_alter_table("patient") as batch_op:
        batch_op.drop_column("asking")
    with op.batch_alter_table("rating") as batch_op:
        batch_op.drop_constraint("now_severity", type_="check")
        batch_op.drop_column("now_severity")
