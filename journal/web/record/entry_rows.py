"""Turn an entry into the row of a list: what it says in words, remarks on it and where it leads."""

from collections.abc import Collection, Mapping
from functools import lru_cache, singledispatch
from typing import NamedTuple

from flask import request, url_for

from journal.core.record.checkins import MOODS, CheckIn
from journal.core.record.doses import Dose
from journal.core.record.entries import KINDS, Detail, Entry, Kind, Version
from journal.core.record.episodes import Episode
from journal.core.record.forms import SEVERITIES
from journal.core.values.sentences import inside
from journal.web.site import context, wording

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


def row(entry: Entry, names: Mapping[str, str]) -> Row:
    """The row of an entry; `names` are the short names of what is rated."""
    strong, title = says(entry.detail)
    return Row(
        id=entry.id,
        kind=entry.kind,
        time=wording.clock_words(entry.moment),
        strong=strong,
        title=title,
        tags=tags(entry.detail, names),
        note=entry.detail.note,
        remarks=_remarks(entry),
        href=f"{_collection(request.script_root, entry.kind)}/{entry.id}",
        deleted=entry.deleted,
    )


@singledispatch
def says(detail: Detail) -> tuple[str, str]:
    """The entry in words: what stands out, and the rest. Each kind registers its own."""
    raise TypeError(detail)


@says.register
def _dose_says(detail: Dose) -> tuple[str, str]:
    form = inside(context.monograph().form_names.get(detail.form, detail.form))
    amount = wording.mg(detail.amount_ug)
    return (amount, form) if detail.status == "taken" else (f"Skipped {amount}", form)


@says.register
def _check_in_says(detail: CheckIn) -> tuple[str, str]:
    return "Check-in", _check_in_words(detail)


@says.register
def _episode_says(detail: Episode) -> tuple[str, str]:
    name = context.monograph().episode_names.get(detail.what, detail.what)
    return name, wording.minutes_words(detail.minutes) if detail.minutes else ""


def said(detail: Detail, names: Mapping[str, str]) -> str:
    """The entry in the line that says it was saved: of a check-in what was worst, "check-in, dizziness severe"."""
    strong, rest = says(detail)
    if not isinstance(detail, CheckIn):
        return f"{strong} {rest}".strip()
    worst = max((rated.severity for rated in detail.ratings), default=0)
    order = {effect: n for n, effect in enumerate(names)}
    rated = sorted(detail.ratings, key=lambda r: order.get(r.effect, len(order)))
    which = [inside(_name(r.effect, r.direction, names)) for r in rated if worst and r.severity == worst]
    if not which:
        return ", ".join(part for part in ("check-in", rest) if part)
    *most, last = which if len(which) <= MOST_NAMED else [*which[:MOST_NAMED], f"{len(which) - MOST_NAMED} more"]
    told = f"{', '.join(most)} and {last}" if most else last
    return f"check-in, {told} {SEVERITIES[worst]}"


def tags(detail: Detail, names: Mapping[str, str], zeros: Collection[str] = ()) -> list[tuple[str, int]]:
    """Ratings as tags, worst first; real zeros are told in the words of the check-in, not as ten tags, but for those
    of the effects in `zeros`."""
    if isinstance(detail, Episode) and detail.severity is not None:
        return [(SEVERITIES[detail.severity], detail.severity)]
    if not isinstance(detail, CheckIn):
        return []
    rated = sorted((r for r in detail.ratings if r.severity or r.effect in zeros), key=lambda r: -r.severity)
    return [(f"{_name(r.effect, r.direction, names)} {SEVERITIES[r.severity]}", r.severity) for r in rated]


@lru_cache(maxsize=64)
def _collection(_root: str, kind: Kind) -> str:
    """The address of all entries of a kind. Asking url_for for each of fifty rows was a tenth of the page."""
    return url_for(f"{KINDS[kind].noun}.create")


def version_words(version: Version, names: Mapping[str, str]) -> tuple[str, list[tuple[str, int]]]:
    """What an entry said before, in words and tags."""
    detail = version.detail
    strong, rest = says(detail)
    said = [wording.plain_day(detail.moment.on), wording.clock_words(detail.moment), f"{strong} {rest}".strip()]
    return ", ".join(said), tags(detail, names)


def _name(effect: str, direction: str, names: Mapping[str, str]) -> str:
    name = names.get(effect, effect)
    for rating in context.monograph().ratings:
        if rating.key == effect and direction:
            direction = next((choice.name for choice in rating.directions if choice.key == direction), direction)
    return f"{name} ({direction})" if direction else name


def _check_in_words(check_in: CheckIn) -> str:
    parts = []
    if check_in.answer == "too_sleepy":
        parts.append("too sleepy to answer")
    if check_in.mood:
        parts.append(f"mood {MOODS[check_in.mood - 1]}")
    zeros = sum(rated.severity == 0 for rated in check_in.ratings)
    if zeros:
        everything = zeros >= len(context.monograph().ratings)
        parts.append("none of the side effects" if everything else f"{zeros} rated none")
    return ", ".join(parts)


def _remarks(entry: Entry) -> list[str]:
    remarks = []
    zone = wording.zone_words(entry.moment)
    if zone:
        remarks.append(zone)
    if entry.moment.on != entry.day_on:
        remarks.append(f"after midnight, counted to {wording.plain_day(entry.day_on)}")
    if entry.entered_later is not None:
        remarks.append(f"entered {wording.duration_words(entry.entered_later)} later")
    if entry.edited:
        remarks.append("edited")
    return remarks
