"""What a form that is not saved yet says: as the row it would become, or in the words that were typed."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import NamedTuple

from journal.core.record.checkins import CheckIn
from journal.core.record.doses import Dose
from journal.core.record.entries import Detail
from journal.core.values.amounts import InvalidAmount, read_amount, write_amount, write_number
from journal.core.values.errors import InvalidEntry
from journal.core.values.languages import _
from journal.store.database.database import FAULTS
from journal.web.record import entry_rows
from journal.web.site import context, wording

Fields = Mapping[str, str]


class Preview(NamedTuple):
    """The row a form would become, its day in words and what the button that saves it says."""

    row: entry_rows.Row
    day: str
    button: str


def preview(read: Callable[[Fields], Detail], fields: Fields) -> Preview | None:
    """What a form would save, as `read` reads it; None when it cannot be read or nobody is logged in."""
    if context.asking() is None:
        return None
    with suppress(InvalidEntry, *FAULTS):
        return _preview(read(fields))
    return None


def plain(fields: Fields) -> list[str]:
    """What was typed, in its own words: for a page that cannot read more of it."""
    written = [fields.get(name, "") for name in ("said", "note", "new_symptom", "other_amount")]
    with suppress(InvalidAmount):
        amount = read_amount(fields.get("amount", ""))
        written.insert(0, write_number(amount) if fields.get("medicine") else write_amount(amount))
    if fields.get("when") == "earlier":
        written.insert(0, f"{fields.get('on', '')} {fields.get('at', '')}".strip())
    return [text for text in written if text]


def _preview(detail: Detail) -> Preview:
    strong, title = entry_rows.says(detail)
    at = wording.clock_words(detail.moment)
    zone = wording.zone_words(detail.moment)
    row = entry_rows.Row(
        id="",
        kind=detail.kind,
        time=at,
        strong=strong,
        title=title,
        tags=entry_rows.tags(detail, _names(detail)),
        note=detail.note,
        remarks=[zone] if zone else [],
        href="",
        deleted=False,
    )
    taken = isinstance(detail, Dose) and detail.status == "taken"
    return Preview(
        row,
        wording.day_words(detail.moment.on),
        _("Save %(entry)s at %(time)s", entry=strong, time=at) if taken else _("Save it now"),
    )


def _names(detail: Detail) -> Mapping[str, str]:
    """Short names of what is rated, a symptom named here for the first time among them."""
    new = {r.effect: r.symptom for r in detail.ratings if r.symptom} if isinstance(detail, CheckIn) else {}
    return {**wording.effect_names(), **new}
