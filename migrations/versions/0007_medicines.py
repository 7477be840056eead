"""Any number of medicines; amounts are whole millionths of the unit: half of a 0.125 mg tablet is 0.0625 mg

What a patient took so far becomes the first medicine, with the key of its monograph as its id. Doses and steps name
their medicine; check-ins and episodes belong to none. Every amount is a thousand times the number it was, in entries, in
what they said before and in the plan. Going back is refused where something would be lost: an amount that is no whole
microgram, a medicine that the version before cannot know.

Revision ID: 0007
Revises: 0006
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

from journal.core.values.errors import JournalError

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

A_BATCH = 1000
FINER = 1000  # millionths of a mg in a microgram
MEDICINE = sa.table(
    "medicine",
    sa.column("patient_id", sa.String),
    sa.column("id", sa.String),
    sa.column("name", sa.String),
    sa.column("monograph", sa.String),
    sa.column("unit", sa.String),
    sa.column("amounts", sa.JSON),
    sa.column("starts_on", sa.Date),
    sa.column("ends_on", sa.Date),
    sa.column("position", sa.SmallInteger),
    sa.column("created_at", sa.BigInteger),
)
PATIENT = sa.table(
    "patient", sa.column("id", sa.String), sa.column("medicine", sa.String), sa.column("created_at", sa.BigInteger)
)
ENTRY = sa.table(
    "entry",
    sa.column("patient_id", sa.String),
    sa.column("id", sa.String),
    sa.column("kind", sa.String),
    sa.column("medicine_id", sa.String),
    sa.column("amount", sa.BigInteger),
)
STEP = sa.table(
    "regimen_step",
    sa.column("patient_id", sa.String),
    sa.column("medicine_id", sa.String),
    sa.column("amount", sa.BigInteger),
)
VERSION = sa.table(
    "entry_version",
    sa.column("patient_id", sa.String),
    sa.column("entry_id", sa.String),
    sa.column("version", sa.Integer),
    sa.column("content", sa.JSON),
)
KEY = (VERSION.c.patient_id, VERSION.c.entry_id, VERSION.c.version)
KINDS = (
    "(kind = 'dose' AND status IS NOT NULL AND amount IS NOT NULL AND form IS NOT NULL{of_a_medicine})"
    " OR (kind = 'check_in' AND answer IS NOT NULL) OR (kind = 'episode' AND what IS NOT NULL)"
)
OF_A_MEDICINE = " AND medicine_id IS NOT NULL"


def upgrade() -> None:
    _add_medicines()
    for table in (ENTRY, STEP):
        op.execute(f"ALTER TABLE {table.name} RENAME COLUMN amount_ug TO amount")
        op.execute(sa.update(table).where(table.c.amount.is_not(None)).values(amount=table.c.amount * FINER))
    _rewrite_versions(_to_millionths)
    with op.batch_alter_table("entry", schema=None) as batch_op:
        batch_op.alter_column("medicine", new_column_name="medicine_id", existing_type=sa.String(40), nullable=True)
        batch_op.drop_constraint(op.f("ck_entry_kind"), type_="check")
        batch_op.create_check_constraint(op.f("ck_entry_kind"), KINDS.format(of_a_medicine=OF_A_MEDICINE))
    op.execute(sa.update(ENTRY).where(ENTRY.c.kind != "dose").values(medicine_id=None))
    with op.batch_alter_table("entry", schema=None) as batch_op:
        batch_op.create_index("ix_entry_medicine", ["patient_id", "medicine_id", "at"])
        _name_their_medicine(batch_op, "entry")
    op.add_column("regimen_step", sa.Column("medicine_id", sa.String(length=40), nullable=True))
    op.execute(sa.update(STEP).values(medicine_id=_of_the_patient(PATIENT.c.medicine, PATIENT.c.id, STEP)))
    with op.batch_alter_table("regimen_step", schema=None) as batch_op:
        batch_op.alter_column("medicine_id", existing_type=sa.String(40), nullable=False)
        _name_their_medicine(batch_op, "regimen_step")
    with op.batch_alter_table("patient", schema=None) as batch_op:
        batch_op.drop_column("medicine")


def downgrade() -> None:
    _refuse_more_medicines()
    _refuse_finer_amounts()
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    before = "own_symptoms" if is_sqlite else None  # where it was: the digests of copies read the columns in order
    with op.batch_alter_table("patient", schema=None, recreate="always" if is_sqlite else "never") as batch_op:
        batch_op.add_column(sa.Column("medicine", sa.String(length=40), nullable=True), insert_before=before)
    op.execute(sa.update(PATIENT).values(medicine=_of_the_patient(MEDICINE.c.id, MEDICINE.c.patient_id, PATIENT)))
    with op.batch_alter_table("patient", schema=None) as batch_op:
        batch_op.alter_column("medicine", existing_type=sa.String(40), nullable=False)
    with op.batch_alter_table("entry", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("fk_entry_patient_id_medicine_id"), type_="foreignkey")
        batch_op.drop_index("ix_entry_medicine")
    op.execute(
        sa.update(ENTRY)
        .where(ENTRY.c.kind != "dose")
        .values(medicine_id=_of_the_patient(MEDICINE.c.id, MEDICINE.c.patient_id, ENTRY))
    )
    with op.batch_alter_table("entry", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("ck_entry_kind"), type_="check")
        batch_op.create_check_constraint(op.f("ck_entry_kind"), KINDS.format(of_a_medicine=""))
        batch_op.alter_column("medicine_id", new_column_name="medicine", existing_type=sa.String(40), nullable=False)
    with op.batch_alter_table("regimen_step", schema=None) as batch_op:
        batch_op.drop_constraint(op.f("fk_regimen_step_patient_id_medicine_id"), type_="foreignkey")
        batch_op.drop_column("medicine_id")
    op.drop_table("medicine")
    _rewrite_versions(_to_micrograms)
    for table in (ENTRY, STEP):
        op.execute(sa.update(table).where(table.c.amount.is_not(None)).values(amount=table.c.amount // FINER))
        op.execute(f"ALTER TABLE {table.name} RENAME COLUMN amount TO amount_ug")


def _add_medicines() -> None:
    """A row for what each patient takes, under the key of its monograph; it is called as there."""
    op.create_table(
        "medicine",
        sa.Column("patient_id", sa.String(length=36), nullable=False),
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=True),
        sa.Column("monograph", sa.String(length=40), nullable=True),
        sa.Column("unit", sa.String(length=10), nullable=False),
        sa.Column("amounts", sa.JSON(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("position", sa.SmallInteger(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("name IS NOT NULL OR monograph IS NOT NULL", name=op.f("ck_medicine_name")),
        sa.ForeignKeyConstraint(
            ["patient_id"], ["patient.id"], name=op.f("fk_medicine_patient_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("patient_id", "id", name=op.f("pk_medicine")),
    )
    patients = op.get_bind().execute(sa.select(PATIENT)).all()
    if patients:
        rows = [
            {
                "patient_id": row.id,
                "id": row.medicine,
                "name": None,
                "monograph": row.medicine,
                "unit": "mg",
                "amounts": [],
                "starts_on": None,
                "ends_on": None,
                "position": 0,
                "created_at": row.created_at,
            }
            for row in patients
        ]
        op.get_bind().execute(sa.insert(MEDICINE), rows)


def _name_their_medicine(batch_op: BatchOperations, table: str) -> None:
    batch_op.create_foreign_key(
        op.f(f"fk_{table}_patient_id_medicine_id"),
        "medicine",
        ["patient_id", "medicine_id"],
        ["patient_id", "id"],
        deferrable=True,
        initially="DEFERRED",
    )


def _of_the_patient(wanted: sa.Column[Any], whose: sa.Column[Any], table: sa.TableClause) -> Any:
    owner = table.c.id if table is PATIENT else table.c.patient_id
    return sa.select(wanted).where(whose == owner).scalar_subquery()


def _refuse_more_medicines() -> None:
    """The version before knows one medicine of each patient, by the key of its monograph and by nothing else."""
    known = MEDICINE.c
    is_more = (known.position > 0) | known.name.is_not(None) | known.monograph.is_(None) | (known.id != known.monograph)
    is_more |= known.starts_on.is_not(None) | known.ends_on.is_not(None) | (sa.cast(known.amounts, sa.Text) != "[]")
    connection = op.get_bind()
    more: int = connection.execute(sa.select(sa.func.count()).where(is_more)).scalar_one()
    has_one = sa.exists().where(known.patient_id == PATIENT.c.id)
    more += connection.execute(sa.select(sa.func.count()).select_from(PATIENT).where(~has_one)).scalar_one()
    if more:
        raise JournalError(
            "The version before knows one medicine of each patient and nothing of it but its monograph. "
            f"{more} {'medicine would' if more == 1 else 'medicines would'} lose something, so nothing was changed."
        )


def _refuse_finer_amounts() -> None:
    connection = op.get_bind()
    counts = (sa.select(sa.func.count()).where(table.c.amount % FINER != 0) for table in (ENTRY, STEP))
    finer: int = sum(connection.execute(count).scalar_one() for count in counts)
    contents = (row.content for rows in _versions_of_doses("medicine_id") for row in rows)
    finer += sum(content["amount"] % FINER != 0 for content in contents)
    if finer:
        raise JournalError(
            f"{finer} {'amount has' if finer == 1 else 'amounts have'} more than three decimals. "
            "The version before would cut that off, so nothing was changed."
        )


def _to_millionths(content: dict[str, Any], medicine_id: str) -> dict[str, Any]:
    """What a dose said before it was changed; every key keeps its place, and the medicine comes last."""
    said = {"amount" if key == "amount_ug" else key: value for key, value in content.items()}
    return said | {"amount": content["amount_ug"] * FINER, "medicine_id": medicine_id}


def _to_micrograms(content: dict[str, Any], _medicine_id: str) -> dict[str, Any]:
    said = {"amount_ug" if key == "amount" else key: value for key, value in content.items() if key != "medicine_id"}
    return said | {"amount_ug": content["amount"] // FINER}


def _rewrite_versions(changed: Callable[[dict[str, Any], str], dict[str, Any]]) -> None:
    change = (
        sa.update(VERSION)
        .where(VERSION.c.patient_id == sa.bindparam("whose"), VERSION.c.entry_id == sa.bindparam("which"))
        .where(VERSION.c.version == sa.bindparam("number"))
        .values(content=sa.bindparam("anew", type_=sa.JSON))
    )
    for rows in _versions_of_doses():
        anew = [
            {
                "whose": row.patient_id,
                "which": row.entry_id,
                "number": row.version,
                "anew": changed(row.content, row.medicine),
            }
            for row in rows
        ]
        op.get_bind().execute(change, anew)


def _versions_of_doses(column: str = "medicine") -> Iterator[Sequence[Any]]:
    """What doses said before they were changed, in batches, each with the medicine of its entry."""
    connection, last = op.get_bind(), ("", "", 0)
    query = (
        sa.select(VERSION, sa.literal_column(f"entry.{column}").label("medicine"))
        .join_from(VERSION, ENTRY, (ENTRY.c.patient_id == VERSION.c.patient_id) & (ENTRY.c.id == VERSION.c.entry_id))
        .where(ENTRY.c.kind == "dose")
        .order_by(*KEY)
        .limit(A_BATCH)
    )
    while rows := connection.execute(query.where(sa.tuple_(*KEY) > last)).all():
        yield rows
        last = (rows[-1].patient_id, rows[-1].entry_id, rows[-1].version)
