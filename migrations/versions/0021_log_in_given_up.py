"""A patient may give up the log-in: since when

Going back is refused while somebody did: the version before would let the last carer leave such a record.

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

from journal.core.values.errors import JournalError

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("patient", sa.Column("log_in_given_up_at", sa.BigInteger(), nullable=True))


def downgrade() -> None:
    query = sa.text("SELECT count(*) FROM patient WHERE log_in_given_up_at IS NOT NULL")
    there: int = op.get_bind().execute(query).scalar_one()
    if there:
        raise JournalError(
            f"{'1 patient' if there == 1 else f'{there} patients'} gave up the log-in. The version before cannot keep "
            "such a record, so nothing was changed. Give the log-in back first: flask --app app account give-back."
        )
    with op.batch_alter_table("patient", schema=None) as batch_op:
        batch_op.drop_column("log_in_given_up_at")
