"""Compare two versions of an entry in words, a diff for somebody who has to choose between them in a conflict."""

from collections.abc import Mapping

from journal.core.record.checkins import CheckIn
from journal.core.record.entries import Detail
from journal.core.values import clock
from journal.core.values.clock import Moment
from journal.core.values.languages import NP_, _, pgettext
from journal.core.values.sentences import inside

NOTE = {"note": NP_("field", "note")}  # what every kind of entry has


def differences(one: Detail, other: Detail, names: Mapping[str, str]) -> list[str]:
    """The words for everything that is not the same in both; `names` are those of what is rated."""
    if one.kind != other.kind:
        return [_("what kind of entry it is")]
    rated = [inside(names.get(effect, effect)) for effect in rated_otherwise(one, other)]
    words = {**one.field_names, **NOTE}
    fields = [pgettext("field", word) for name, word in words.items() if getattr(one, name) != getattr(other, name)]
    return [*_moments(one.moment, other.moment), *rated, *fields]


def rated_otherwise(one: Detail, other: Detail) -> list[str]:
    """The effects that two check-ins do not rate the same: with another answer, or only one of them at all."""
    if not (isinstance(one, CheckIn) and isinstance(other, CheckIn)):
        return []
    before, after = (
        {r.effect: (r.severity, r.direction, r.now_severity) for r in check_in.ratings} for check_in in (one, other)
    )
    return [effect for effect in before | after if before.get(effect) != after.get(effect)]


def _moments(one: Moment, other: Moment) -> list[str]:
    found = []
    if one.on != other.on:
        found.append(pgettext("field", "day"))
    if (f"{one.local:%H:%M}", clock.is_fold(one)) != (f"{other.local:%H:%M}", clock.is_fold(other)):
        found.append(pgettext("field", "time"))
    if one.zone != other.zone:
        found.append(_("time zone"))
    return found
