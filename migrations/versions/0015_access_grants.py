"""Access grants: who else may act on a record, with which code they come in; and who recorded an entry or did
something that is written down

Going back is refused while there are grants, or entries and events that somebody else recorded: the version before has
no room for them.

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

from journal.core.values.errors import JournalError

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("entry", sa.Column("recorded_by", sa.String(length=36), nullable=True))
    op.add_column("audit_event", sa.Column("actor_id", sa.String(length=36), nullable=True))
    op.create_table(
        "access_grant",
        sa.Column("patient_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=22), nullable=False),
        sa.Column("other_id", sa.String(length=36), nullable=True),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("medicines", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(length=32), nullable=False),
        sa.Column("code_expires_at", sa.BigInteger(), nullable=False),
        sa.Column("accepted_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_by", sa.String(length=36), nullable=True),
        sa.CheckConstraint("kind IN ('care', 'observe')", name=op.f("ck_access_grant_kind")),
        sa.CheckConstraint("starts_on <= ends_on", name=op.f("ck_access_grant_days")),
        sa.CheckConstraint("patient_id <> other_id", name=op.f("ck_access_grant_other")),
        sa.ForeignKeyConstraint(
            ["other_id"], ["patient.id"], name=op.f("fk_access_grant_other_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_access_grant_patient_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("patient_id", "id", name=op.f("pk_access_grant")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_access_grant_code_hash")),
    )
    op.create_index("ix_access_grant_other", "access_grant", ["other_id", "id"])


def downgrade() -> None:
    bind = op.get_bind()
    grants: int = bind.execute(sa.text("SELECT count(*) FROM access_grant")).scalar_one()
    if grants:
        raise JournalError(
            f"{'1 person was' if grants == 1 else f'{grants} people were'} invited to somebody else's record. "
            "The version before cannot hold that, so nothing was changed."
        )
    entries: int = bind.execute(sa.text("SELECT count(*) FROM entry WHERE recorded_by IS NOT NULL")).scalar_one()
    if entries:
        raise JournalError(
            f"{'1 entry was' if entries == 1 else f'{entries} entries were'} recorded by somebody else than the "
            "patient. The version before cannot hold that, so nothing was changed."
        )
    events: int = bind.execute(sa.text("SELECT count(*) FROM audit_event WHERE actor_id IS NOT NULL")).scalar_one()
    if events:
        raise JournalError(
            f"{'1 event' if events == 1 else f'{events} events'} of the audit log "
            f"{'names' if events == 1 else 'name'} somebody else than the patient. "
            "The version before cannot hold that, so nothing was changed."
        )
    op.drop_index("ix_access_grant_other", table_name="access_grant")
    op.drop_table("access_grant")
    with op.batch_alter_table("entry") as batch_op:
        batch_op.drop_column("recorded_by")
    with op.batch_alter_table("audit_event") as batch_op:
        batch_op.drop_column("actor_id")
