"""A patient may tick a kidney disease, for curves that do not hold with one

Going back is refused while somebody ticked it: the version before would forget it.

Revision ID: 0023
Revises: 0022
"""

import sqlalchemy as sa
from alembic import op

from journal.core.values.errors import JournalError

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("patient", sa.Column("kidney_disease", sa.Boolean(), nullable=True))


def downgrade() -> None:
    query = sa.text("SELECT count(*) FROM patient WHERE kidney_disease IS NOT NULL")
    there: int = op.get_bind().execute(query).scalar_one()
    if there:
        raise JournalError(
            f"{'1 patient' if there == 1 else f'{there} patients'} noted a kidney disease. The version before cannot "
            "hold that, so nothing was changed. Whoever noted it can take it back, under More."
        )
    with op.batch_alter_table("patient", schema=None) as batch_op:
        batch_op.drop_column("kidney_disease")
