"""Tables to download: the decimal sign of the spreadsheet they are opened in, where somebody chose one

Until then they are written as before, with a point and commas between the columns.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("patient", sa.Column("decimal_sign", sa.String(length=1), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("patient", schema=None) as batch_op:
        batch_op.drop_column("decimal_sign")
