"""Indexes that hold an effect's ratings in the order of its days, and what kind of episode an entry was

Revision ID: 0022
Revises: 0021
"""

from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

LIVED = (
    "patient_id",
    "medicine_id",
    "day_on",
    "kind",
    "at",
    "offset_minutes",
    "status",
    "amount",
    "recorded_at",
    "deleted_at",
    "id",
)
BY_DAY = ("patient_id", "day_on", "effect", "severity")
BY_EFFECT = ("patient_id", "effect", "day_on", "severity", "now_severity", "entry_id")


def upgrade() -> None:
    op.drop_index("ix_entry_lived", table_name="entry")
    op.create_index("ix_entry_lived", "entry", (*LIVED, "what"))
    op.drop_index("ix_rating_day", table_name="rating")
    op.create_index("ix_rating_day", "rating", BY_DAY)
    op.create_index("ix_rating_effect", "rating", BY_EFFECT)


def downgrade() -> None:
    op.drop_index("ix_rating_effect", table_name="rating")
    op.drop_index("ix_rating_day", table_name="rating")
    op.create_index("ix_rating_day", "rating", (*BY_DAY, "now_severity", "entry_id"))
    op.drop_index("ix_entry_lived", table_name="entry")
    op.create_index("ix_entry_lived", "entry", LIVED)
