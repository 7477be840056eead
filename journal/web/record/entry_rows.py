"""Turn an entry into the row of a list: what it says in words, remarks on it and where it leads."""

from collections.abc import Collection, Mapping
from functools import lru_cache, singledispatch
from typing import NamedTuple

from flask import request, url_for

from journal.core.medicine.liquids import amount_and_ml
from journal.core.record.checkins import CheckIn, mood_word
from journal.core.record.doses import Dose
from journal.core.record.entries import KINDS, Detail, Entry, Kind, Version
from journal.core.record.episodes import Episode
from journal.core.record.forms import severity_word
from journal.core.values.amounts import write_amount
from journal.core.values.durations import duration_words
from journal.core.values.languages import _, in_a_row, listed, ngettext, pgettext
from journal.core.values.sentences import inside
from journal.web.site import context, wording
from journal.web.site.names import written_by

MOST_NAMED = 2  # effects that were worst together, in the line that says what was saved


class Row(NamedTuple):
    """What a list shows of an entry. A tuple, since templates read those fastest."""

    id: str
    kind: str
    time: str
    strong: str
    title: str
    tags: list[tuple[str, int]]
    note: str
    remarks: list[str]
    href: str
    deleted: bool


def row(entry: Entry, names: Mapping[str, str], alert: str = "", *, is_ticked: bool = False) -> Row:
    """The row of an entry; `names` are the short names of what is rated, `alert` is that the journal spoke up, and
    `is_ticked` that it was ticked for the doctor."""
    strong, title = says(entry.detail)
    return Row(
        id=entry.id,
        kind=entry.kind,
        time=wording.clock_words(entry.moment),
        strong=strong,
        title=title,
        tags=tags(entry.detail, names),
        note=entry.detail.note,
        remarks=[*remarks(entry), *([_("for my doctor")] if is_ticked else []), *filter(None, (alert,))],
        href=address(entry),
        deleted=entry.deleted,
    )


def address(entry: Entry) -> str:
    """Where an entry is read and changed."""
    return address_of(entry.kind, entry.id)


def address_of(kind: Kind, entry_id: str) -> str:
    """The same where no more is at hand than the id of an entry of that kind."""
    return f"{_collection(request.script_root, kind)}/{entry_id}"


@singledispatch
def says(detail: Detail) -> tuple[str, str]:
    """The entry in words: what stands out, and the rest. Each kind registers its own."""
    raise TypeError(detail)


@says.register
def _dose_says(detail: Dose) -> tuple[str, str]:
    medicine = context.find_medicine(detail.medicine_id)
    known = context.known_of(medicine)
    form, amount = inside(known.form_names.get(detail.form, detail.form)), write_amount(detail.amount, medicine.unit)
    if detail.form in known.liquids:
        amount = amount_and_ml(detail.amount, medicine.unit, known.liquids[detail.form])
    if context.has_several():
        form = in_a_row([known.name, form]) if form else known.name
    return (amount, form) if detail.status == "taken" else (_("Skipped %(amount)s", amount=amount), form)


@says.register
def _check_in_says(detail: CheckIn) -> tuple[str, str]:
    return _("Check-in"), _check_in_words(detail)


@says.register
def _episode_says(detail: Episode) -> tuple[str, str]:
    name = context.all_known().episode_names.get(detail.what, detail.what)
    return name, wording.minutes_words(detail.minutes) if detail.minutes else ""


def said(detail: Detail, names: Mapping[str, str]) -> str:
    """The entry in the line that says it was saved: of a check-in what was worst, "check-in, dizziness severe"."""
    if not isinstance(detail, CheckIn):
        return _in_one(*says(detail))
    worst = max((rated.severity for rated in detail.ratings), default=0)
    order = {effect: n for n, effect in enumerate(names)}
    rated = sorted(detail.ratings, key=lambda r: order.get(r.effect, len(order)))
    which = [inside(_name(r.effect, r.direction, names)) for r in rated if worst and r.severity == worst]
    if not which:
        rest = _check_in_words(detail)
        return _("check-in, %(answers)s", answers=rest) if rest else pgettext("saved", "check-in")
    unnamed = len(which) - MOST_NAMED
    if unnamed > 0:
        which = [*which[:MOST_NAMED], ngettext("%(num)s more", "%(num)s more", unnamed)]
    return _("check-in, %(effects)s %(severity)s", effects=listed(which), severity=severity_word(worst))


def tags(detail: Detail, names: Mapping[str, str], zeros: Collection[str] = ()) -> list[tuple[str, int]]:
    """Ratings as tags, worst first; real zeros are told in the words of the check-in, not as ten tags, but for those
    of the effects in `zeros`."""
    if isinstance(detail, Episode) and detail.severity is not None:
        return [(severity_word(detail.severity), detail.severity)]
    if not isinstance(detail, CheckIn):
        return []
    rated = sorted((r for r in detail.ratings if r.severity or r.effect in zeros), key=lambda r: -r.severity)
    return [(_rated(_name(r.effect, r.direction, names), r.severity, r.now_severity), r.severity) for r in rated]


@lru_cache(maxsize=64)
def _collection(_root: str, kind: Kind) -> str:
    """The address of all entries of a kind. Asking url_for for each of fifty rows was a tenth of the page."""
    return url_for(f"{KINDS[kind].noun}.create")


def version_words(version: Version, names: Mapping[str, str]) -> tuple[str, list[tuple[str, int]]]:
    """What an entry said before, in words and tags."""
    detail = version.detail
    said = [wording.plain_day(detail.moment.on), wording.clock_words(detail.moment), _in_one(*says(detail))]
    return in_a_row(said), tags(detail, names)


def _in_one(strong: str, rest: str) -> str:
    return _("%(what)s %(rest)s", what=strong, rest=rest) if rest else strong


def _rated(effect: str, severity: int, now: int | None) -> str:
    if now is not None:
        worst, present = severity_word(severity), severity_word(now)
        return _("%(effect)s %(severity)s, %(now)s right now", effect=effect, severity=worst, now=present)
    return _("%(effect)s %(severity)s", effect=effect, severity=severity_word(severity))


def _name(effect: str, direction: str, names: Mapping[str, str]) -> str:
    name = names.get(effect, effect)
    for rating in context.all_known().ratings:
        if rating.key == effect and direction:
            direction = next((choice.name for choice in rating.directions if choice.key == direction), direction)
    return _("%(effect)s (%(direction)s)", effect=name, direction=direction) if direction else name


def _check_in_words(check_in: CheckIn) -> str:
    names = context.all_known().alert_names if check_in.signs else {}
    parts = [inside(names.get(key, key)) for key in check_in.signs]
    if check_in.answer == "too_sleepy":
        parts.append(_("too sleepy to answer"))
    if check_in.mood:
        parts.append(_("mood %(mood)s", mood=mood_word(check_in.mood)))
    zeros = sum(rated.severity == 0 for rated in check_in.ratings)
    if zeros:
        everything = zeros >= len(context.all_known().ratings)
        parts.append(_("none of the side effects") if everything else rated_none(zeros))
    return in_a_row(parts)


def none_too(detail: Detail) -> str:
    """That "none" is recorded for what was folded, too, where a check-in answers all of the list; else ""."""
    if not isinstance(detail, CheckIn):
        return ""
    rated = {rating.effect: rating.severity for rating in detail.ratings}
    zeros = sum(severity == 0 for severity in rated.values())
    if not zeros or not context.all_known().rating_names.keys() <= rated.keys():
        return ""
    if zeros == len(rated):
        return _("“None” is recorded for all %(number)s, those under “Anything else?” too.", number=zeros)
    return ngettext(
        "“None” is recorded for the other one too.",
        "“None” is recorded for the other %(num)s, those under “Anything else?” too.",
        zeros,
    )


def rated_none(count: int) -> str:
    """That so many effects were rated "none": "2 rated none"."""
    return ngettext("%(num)s rated none", "%(num)s rated none", count)


def remarks(entry: Entry) -> list[str]:
    """What is remarked on an entry: lived in another zone or after midnight, entered later, edited,
    recorded by somebody else."""
    said = []
    zone = wording.zone_words(entry.moment)
    if zone:
        said.append(zone)
    if entry.moment.on != entry.day_on:
        said.append(_("after midnight, counted to %(day)s", day=wording.plain_day(entry.day_on)))
    if entry.entered_later is not None:
        said.append(_("entered %(duration)s later", duration=duration_words(entry.entered_later)))
    if entry.edited:
        said.append(_("edited"))
    if entry.recorded_by is not None:
        said.append(written_by(entry.recorded_by))
    return said
