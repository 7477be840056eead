"""Say the times that the form of a dose offers as buttons: just now, before, and planned times without a dose."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from flask import url_for

from journal.core.plan.empty_times import empty_times, open_early, planned_for
from journal.core.plan.windows import PlannedTime
from journal.core.record.forms import read_when
from journal.core.record.pressed_times import PressedTime, read_pressed, times_ago
from journal.core.values.amounts import write_number
from journal.core.values.clock import Moment, moment
from journal.core.values.languages import _
from journal.store.plan.doses import RecentOfMedicine
from journal.web.record import entries
from journal.web.site import context, wording

MOST_EMPTY = 4  # planned times of a plan with many; the page of the day has all of them


class Chip(NamedTuple):
    """A button that saves the form with its time; with `href` a link to the form for that time."""

    words: str
    sub: str
    value: str = ""
    href: str = ""


class Offered(NamedTuple):
    """The buttons: near ones and planned ones of today, those of the days before, and those that say it was skipped."""

    near: list[Chip]
    ago: list[Chip]
    before: list[Chip]
    skips: list[Chip]


def offered(recent: RecentOfMedicine, values: Mapping[str, str], amount: int) -> Offered:
    """The buttons of this moment. Where the address speaks of a time of its own (`on` and `at`), that one comes first,
    and of another day than today it is the only one. A planned time with another amount than `amount` is a link."""
    now, zone = context.now(), context.patient().settings.zone
    own = _own_time(values)
    owed = planned_for(recent.plan, recent.doses, context.patient().zones, own) if own else None
    mine, my_skip = ([_own_chip(own, owed, amount)], [_skip(own)] if owed else []) if own else ([], [])
    if own is not None and own.on != context.today():
        return Offered(mine, [], [], my_skip)
    empty = list(empty_times(recent.plan, recent.doses, zone, now)[:MOST_EMPTY])
    just_now, *ago = times_ago(now, zone)
    shown = {just_now.lived.at, *(pressed.lived.at for pressed in ago)}
    if own is not None:
        empty = [planned for planned in empty if planned.at != own.at]
    todays = [p for p in empty if p.on == context.today() and p.at not in shown]
    before = [p for p in empty if p.on != context.today() and p.at not in shown]
    return Offered(
        [*mine, _ago_chip(just_now), *(_planned_chip(p, amount) for p in todays)],
        [_ago_chip(pressed) for pressed in ago],
        [_planned_chip(p, amount) for p in before],
        [*my_skip, *_skips(recent, empty, amount)],
    )


def chosen(values: Mapping[str, str], now: datetime) -> Chip | None:
    """The time that was pressed, once the form is shown again: a button that saves that time of the clock."""
    pressed = read_pressed(values.get("pressed", ""), now)
    if pressed is None or pressed.is_too_old(now):
        return None
    at = wording.clock_and_day(pressed.lived)
    words = _("Save it as skipped, %(time)s", time=at) if pressed.is_skipped else _("Save it, %(time)s", time=at)
    return Chip(words, "", str(pressed.settled()))


def _own_time(values: Mapping[str, str]) -> Moment | None:
    """The moment an address speaks of, if it is one that can be."""
    if not values.get("on") or not values.get("at") or "pressed" in values:
        return None
    return read_when({"when": "earlier", "day_confirmed": values["on"]} | dict(values), context.form_context(), {})


def _own_chip(lived: Moment, owed: PlannedTime | None, amount: int) -> Chip:
    """The button for a time the address speaks of; below it stands what is planned for that time."""
    if owed is None:
        sub = _("nothing is planned then")
    elif owed.amount == amount:
        sub = _("as planned")
    else:
        sub = _("planned, %(amount)s", amount=wording.dose_words(owed.amount, owed.form))
    return Chip(_("At %(time)s", time=wording.clock_and_day(lived)), sub, str(PressedTime("at", lived)))


def _ago_chip(pressed: PressedTime) -> Chip:
    if not pressed.minutes_ago:
        return Chip(_("Just now"), wording.clock_and_day(pressed.lived), str(pressed))
    ago = wording.short_duration(timedelta(minutes=pressed.minutes_ago))
    return Chip(_("%(duration)s ago", duration=ago), wording.clock_and_day(pressed.lived), str(pressed))


def _planned_chip(planned: PlannedTime, amount: int) -> Chip:
    lived = moment(planned.at, context.patient().settings.zone)
    is_today = lived.on == context.today()
    clock = wording.clock_words(lived)
    words = _("At %(time)s", time=clock) if is_today else _("Yesterday at %(time)s", time=clock)
    if planned.amount != amount:  # another amount than the one above the buttons: it is chosen together with its time
        fields = entries.moment_fields(lived) | {"amount": write_number(planned.amount), "form": planned.form}
        fields |= context.of_medicine()
        sub = _("planned, %(amount)s", amount=wording.dose_words(planned.amount, planned.form))
        return Chip(words, sub, href=url_for("doses.new", **fields))  # type: ignore[arg-type]
    sub = _("as planned") if is_today else _("planned, nothing recorded")
    return Chip(words, sub, str(PressedTime("at", lived)))


def _skips(recent: RecentOfMedicine, empty: Sequence[PlannedTime], amount: int) -> list[Chip]:
    """A button for each planned time that passed empty, else for the one to come whose window is open."""
    zone = context.patient().settings.zone
    same = [moment(planned.at, zone) for planned in empty if planned.amount == amount]
    if same:
        return [_skip(lived) for lived in same]
    early = open_early(recent.plan, recent.doses, zone, context.now())
    if early is None or early.amount != amount:
        return []
    words = _("I skip the one for %(time)s", time=wording.clock_and_day(moment(early.at, zone)))
    return [Chip(words, "", str(PressedTime("skipped_now", moment(context.now(), zone))))]


def _skip(lived: Moment) -> Chip:
    words = _("I skipped the one for %(time)s", time=wording.clock_and_day(lived))
    return Chip(words, "", str(PressedTime("skipped", lived)))
