"""Own symptoms: hidden, merged and removed ones; what the search looks through is spelled one way

`words` was case-folded as it was typed: "é" as one sign and as two did not find each other. Each entry's words are
brought into the form in which texts are compared now. The rule is written out here, as it was when this was made:
a later change of it must not change what this step does.

Revision ID: 0004
Revises: 0003
"""

import re
import unicodedata
from collections.abc import Callable

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

A_BATCH = 1000
ENTRY = sa.table("entry", *(sa.column(name, sa.String) for name in ("patient_id", "id", "note", "words")))
INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
ALIKE = str.maketrans(dict.fromkeys("’‘‛ʼʻʹ′´`＇", "'") | dict.fromkeys("‐‑﹣－", "-"))


def upgrade() -> None:
    op.add_column("patient", sa.Column("symptom_states", sa.JSON(), nullable=True))
    _rewrite_words(str.casefold, _comparable)


def downgrade() -> None:
    _rewrite_words(_comparable, str.casefold)
    with op.batch_alter_table("patient", schema=None) as batch_op:
        batch_op.drop_column("symptom_states")


def _rewrite_words(before: Callable[[str], str], after: Callable[[str], str]) -> None:
    """The words of every entry: its note, written anew, and the names that stand below it, a line each."""
    connection, last = op.get_bind(), ("", "")
    query = sa.select(ENTRY).order_by(ENTRY.c.patient_id, ENTRY.c.id).limit(A_BATCH)
    change = (
        sa.update(ENTRY)
        .where(ENTRY.c.patient_id == sa.bindparam("whose"), ENTRY.c.id == sa.bindparam("which"))
        .values(words=sa.bindparam("anew"))
    )
    while rows := connection.execute(query.where(sa.tuple_(ENTRY.c.patient_id, ENTRY.c.id) > last)).all():
        anew = [(row, _rewritten(row.note, row.words, before, after)) for row in rows]
        changed = [
            {"whose": row.patient_id, "which": row.id, "anew": words} for row, words in anew if words != row.words
        ]
        if changed:
            connection.execute(change, changed)
        last = (rows[-1].patient_id, rows[-1].id)


def _rewritten(note: str, words: str, before: Callable[[str], str], after: Callable[[str], str]) -> str:
    head = before(note)
    begins = words == head or words.startswith(f"{head}\n")
    parts = [note, *words[len(head) :].split("\n")] if begins else words.split("\n")
    return "\n".join(filter(None, map(after, parts)))


def _comparable(text: str) -> str:
    folded = unicodedata.normalize("NFD", INVISIBLE.sub("", text)).casefold()
    return " ".join(unicodedata.normalize("NFC", folded).translate(ALIKE).split())
