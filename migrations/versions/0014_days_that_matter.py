"""Days that matter: a kind of entry for what happened on a day, and a table of its answers

Going back is refused while such entries are there: the version before has no room for them.

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

from journal.core.values.errors import JournalError

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

BEFORE = (
    "(kind = 'dose' AND status IS NOT NULL AND amount IS NOT NULL AND form IS NOT NULL AND medicine_id IS NOT NULL)"
    " OR (kind = 'check_in' AND answer IS NOT NULL) OR (kind = 'episode' AND what IS NOT NULL)"
)
NOW = f"{BEFORE} OR kind = 'day'"


def upgrade() -> None:
    _allow(NOW)
    op.create_table(
        "day_answer",
        sa.Column("patient_id", sa.String(length=36), nullable=False),
        sa.Column("entry_id", sa.String(length=36), nullable=False),
        sa.Column("question", sa.String(length=40), nullable=False),
        sa.Column("value", sa.SmallInteger(), nullable=False),
        sa.Column("day_on", sa.Date(), nullable=False),
        sa.CheckConstraint("value BETWEEN 0 AND 48", name=op.f("ck_day_answer_value")),
        sa.ForeignKeyConstraint(
            ["patient_id", "entry_id"],
            ["entry.patient_id", "entry.id"],
            name=op.f("fk_day_answer_patient_id_entry_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("patient_id", "entry_id", "question", name=op.f("pk_day_answer")),
    )
    op.create_index("ix_day_answer_day", "day_answer", ["patient_id", "day_on", "question", "value"])


def downgrade() -> None:
    days: int = op.get_bind().execute(sa.text("SELECT count(*) FROM entry WHERE kind = 'day'")).scalar_one()
    if days:
        raise JournalError(
            f"There {'is 1 entry' if days == 1 else f'are {days} entries'} about what mattered on a day. "
            "The version before cannot hold them, so nothing was changed."
        )
    op.drop_table("day_answer")
    _allow(BEFORE)


def _allow(kinds: str) -> None:
    """Let entries be of these kinds."""
    with op.batch_alter_table("entry") as batch_op:
        batch_op.drop_constraint(op.f("ck_entry_kind"), type_="check")
        batch_op.create_check_constraint(op.f("ck_entry_kind"), kinds)
