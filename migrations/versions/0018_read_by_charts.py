"""Indexes that hold all that charts read: of ten years they are read in a third of the time

Revision ID: 0018
Revises: 0017
"""

from alembic import op

revision = "0018"
down_revision = "0017"
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
RATED = ("patient_id", "day_on", "effect", "severity")


def upgrade() -> None:
    op.create_index("ix_entry_lived", "entry", LIVED)
    op.drop_index("ix_rating_day", table_name="rating")
    op.create_index("ix_rating_day", "rating", (*RATED, "now_severity", "entry_id"))


def downgrade() -> None:
    op.drop_index("ix_rating_day", table_name="rating")
    op.create_index("ix_rating_day", "rating", RATED)
    op.drop_index("ix_entry_lived", table_name="entry")
