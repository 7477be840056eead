"""A step of the plan may say that the medicine was taken like that before its record began

Going back is refused where one says so: the version before has no room for it.

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

from journal.core.values.errors import JournalError

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("regimen_step", sa.Column("taken_before", sa.Boolean(), nullable=True))


def downgrade() -> None:
    query = sa.text("SELECT count(*) FROM regimen_step WHERE taken_before IS NOT NULL")
    steps: int = op.get_bind().execute(query).scalar_one()
    if steps:
        raise JournalError(
            f"{'1 step of a plan says' if steps == 1 else f'{steps} steps of plans say'} that it was like that before. "
            "The version before cannot hold that, so nothing was changed."
        )
    with op.batch_alter_table("regimen_step", schema=None) as batch_op:
        batch_op.drop_column("taken_before")
