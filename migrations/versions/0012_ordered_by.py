"""Who ordered a step of the plan, as the patient writes it

Going back is refused where it is recorded: the version before has no room for it.

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

from journal.core.values.errors import JournalError

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("regimen_step", sa.Column("ordered_by", sa.String(length=80), nullable=True))


def downgrade() -> None:
    query = sa.text("SELECT count(*) FROM regimen_step WHERE ordered_by IS NOT NULL")
    steps: int = op.get_bind().execute(query).scalar_one()
    if steps:
        raise JournalError(
            f"{'1 step of a plan says' if steps == 1 else f'{steps} steps of plans say'} who ordered it. "
            "The version before cannot hold that, so nothing was changed."
        )
    with op.batch_alter_table("regimen_step", schema=None) as batch_op:
        batch_op.drop_column("ordered_by")
