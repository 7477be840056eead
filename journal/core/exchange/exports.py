"""Everything of one patient, as values: what goes into which file, and the words that explain it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from journal.core.accounts.accounts import Settings
from journal.core.medicine.circumstances import NOTHING_NOTED, Circumstances
from journal.core.medicine.medicines import Called, Medicine
from journal.core.medicine.monograph import Monograph
from journal.core.record.asking import Asking
from journal.core.record.checkins import CheckIn, severities_right_now
from journal.core.record.days import BY_KEY, LOOKS, Day
from journal.core.record.doses import Dose
from journal.core.record.entries import Entry, Kind
from journal.core.record.episodes import Episode
from journal.core.record.quiet_days import QuietDays
from journal.core.record.symptoms import Symptoms
from journal.core.values.amounts import Amount, write_number
from journal.core.values.clock import wall_at
from journal.core.values.languages import N_

FORMAT = "side-effect-journal"
FORMAT_VERSION = 3

Cell = str | int | Decimal | None
Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Account:
    """The account, its settings and the words of the symptoms that are not on the list."""

    id: str
    name: str
    created_at: datetime
    settings: Settings
    medicines: tuple[Medicine, ...]
    own_symptoms: Symptoms = field(default_factory=Symptoms)
    past_zones: tuple[tuple[datetime, str], ...] = ()
    asking: Asking = field(default_factory=Asking)
    circumstances: Circumstances = NOTHING_NOTED
    log_in_given_up_at: datetime | None = None


# An entry stands in journal.json and in the table of its kind: each of its instants is written out once for both.
_OF_ONE_ENTRY = 8


@lru_cache(maxsize=_OF_ONE_ENTRY)
def instant(at: datetime | None) -> str | None:
    """An instant as every file writes it."""
    return None if at is None else at.astimezone(UTC).isoformat().replace("+00:00", "Z")


@lru_cache(maxsize=_OF_ONE_ENTRY)
def wall(at: datetime, offset_minutes: int) -> str:
    """What the clock on the wall showed, with its offset, as every file writes it."""
    return wall_at(at, offset_minutes).isoformat()


MOMENT_HEAD = ("date", "time", "zone", "minutes from UTC", "instant (UTC)")
TAIL_HEAD = ("note", "recorded (UTC)", "edited (UTC)", "recorded by")


Medicines = Mapping[str, Called]  # the words for each medicine, by its id
Writers = Mapping[str, str]  # the names of those who were let in, by the ids of their accounts


@dataclass(frozen=True, slots=True)
class Effects:
    """The columns of what is rated: `heads` by key, and of which effects there is a column for right now."""

    heads: Mapping[str, str]
    right_now: tuple[str, ...] = ()


Cells = Callable[[Any], Row]


@dataclass(frozen=True, slots=True)
class KindTable:
    """How a kind of entry is exported: the `file` of its table and what README.txt says `about` it, its own `columns`
    there as their heads and what gives the cells of an entry, and its own `values` in journal.json.

    The columns stand between the moment and the note; `day` puts the day an entry counts for in front.
    """

    file: str
    about: str
    columns: Callable[[Monograph, Effects, Medicines], tuple[Sequence[str], Cells]]
    values: Callable[[Any, Medicines], dict[str, Any]]
    day: bool = False


def sheet(
    kind: Kind,
    entries: Iterable[Entry],
    monograph: Monograph,
    effects: Effects,
    medicines: Medicines,
    writers: Writers,
) -> Iterator[Row]:
    """The table of a kind: a row an entry, oldest first. The first row says what the columns are."""
    table = TABLES[kind]
    head, cells = table.columns(monograph, effects, medicines)
    yield (*(["day"] if table.day else []), *MOMENT_HEAD, *head, *TAIL_HEAD)
    for entry in entries:
        row = (*_moment_cells(entry), *cells(entry.detail), *_tail_cells(entry, writers))
        yield (entry.day_on.isoformat(), *row) if table.day else row


def _dose_columns(_: Monograph, _effects: Effects, medicines: Medicines) -> tuple[Sequence[str], Cells]:
    """The amount stands there in its unit, in mg once more where that is its unit, and of a liquid in ml too."""

    def cells(dose: Dose) -> Row:
        of, amount = medicines[dose.medicine_id], exact(dose.amount)
        in_mg = amount if of.unit == "mg" else None
        ml = of.ml(dose.amount, dose.form)
        in_ml = None if ml is None else exact(ml)
        return dose.status, in_mg, of.forms.get(dose.form, dose.form), of.name, amount, of.unit, in_ml

    return ("status", "amount in mg", "form", "medicine", "amount", "unit", "ml"), cells


def _dose_values(dose: Dose, medicines: Medicines) -> dict[str, Any]:
    of = medicines[dose.medicine_id]
    ml = of.ml(dose.amount, dose.form)
    in_ml = {} if ml is None else {"ml": write_number(ml)}
    amount = amount_values(dose.amount, of.unit)
    return {"medicine": dose.medicine_id, "status": dose.status, **amount, "form": dose.form, **in_ml}


def amount_values(amount: Amount, unit: str) -> dict[str, Any]:
    """An amount for journal.json: written out with its unit, and whole."""
    return {"amount": write_number(amount), "unit": unit, "amount_millionths": amount}


def _check_in_columns(monograph: Monograph, effects: Effects, _: Medicines) -> tuple[Sequence[str], Cells]:
    """A column an effect, since a person reads it in a spreadsheet so. What was not answered is empty, never 0."""
    directed = {rating.key: {c.key: c.name for c in rating.directions} for rating in monograph.ratings}
    heads = effects.heads
    asked = [key for key in heads if directed.get(key)]

    def cells(check_in: CheckIn) -> Row:
        severities = {each.effect: each.severity for each in check_in.ratings}
        ways = {each.effect: each.direction for each in check_in.ratings if each.direction}
        directions = [directed[key].get(ways[key], "") if key in ways else "" for key in asked]
        now = severities_right_now(check_in)
        return (
            check_in.answer,
            check_in.mood,
            *map(severities.get, heads),
            *directions,
            *map(now.get, effects.right_now),
            *("yes" if key in check_in.signs else None for key in monograph.alert_names),
        )

    directions = [f"{heads[key]}: direction" for key in asked]
    return (
        "answer",
        "mood",
        *heads.values(),
        *directions,
        *(f"{heads[k]}: right now" for k in effects.right_now),
        *monograph.alert_names.values(),
    ), cells


def _check_in_values(check_in: CheckIn, _: Medicines) -> dict[str, Any]:
    ratings = [
        {"effect": r.effect, "severity": r.severity, "direction": r.direction, "now_severity": r.now_severity}
        for r in check_in.ratings
    ]
    return {"answer": check_in.answer, "mood": check_in.mood, "signs": list(check_in.signs), "ratings": ratings}


def _episode_columns(monograph: Monograph, _effects: Effects, _: Medicines) -> tuple[Sequence[str], Cells]:
    names = monograph.episode_names

    def cells(episode: Episode) -> Row:
        return names.get(episode.what, episode.what), episode.minutes, episode.severity

    return ("what", "minutes", "severity"), cells


def _episode_values(episode: Episode, _: Medicines) -> dict[str, Any]:
    return {"what": episode.what, "minutes": episode.minutes, "severity": episode.severity}


def _day_columns(monograph: Monograph, _effects: Effects, _medicines: Medicines) -> tuple[Sequence[str], Cells]:
    """Yes, no, or nothing where it was not answered; hours of sleep; the weekly look, and what a medicine is for, in
    numbers, as in README.txt."""

    def cells(day: Day) -> Row:
        said = ({True: "yes", False: "no"}.get(getattr(day, key)) for key in BY_KEY)
        slept = None if day.sleep is None else Decimal(day.sleep) / 2
        return *said, slept, *day.look, *map(day.benefits.get, monograph.benefit_names)

    looks = ("hard days of the week", "left undone", "living with the medicine")
    heads = ("drove", "fell or nearly fell", "missed work or school", "alcohol", "another sedative")
    benefits = (f"{name} that day (lower is better)" for name in monograph.benefit_names.values())
    return (*heads, "hours of sleep", *looks, *benefits), cells


def _day_values(day: Day, _: Medicines) -> dict[str, Any]:
    """The same; sleep in whole half hours, so that no program rounds it."""
    values = {key: getattr(day, key) for key in (*BY_KEY, "sleep", *(look.key for look in LOOKS))}
    return values | {"benefits": dict(day.benefits)}


def _quiet_columns(_: Monograph, _effects: Effects, _medicines: Medicines) -> tuple[Sequence[str], Cells]:
    def cells(quiet: QuietDays) -> Row:
        return quiet.first_on.isoformat(), quiet.last_on.isoformat()

    return ("first day", "last day"), cells


def _quiet_values(quiet: QuietDays, _: Medicines) -> dict[str, Any]:
    return {"first_on": quiet.first_on.isoformat(), "last_on": quiet.last_on.isoformat()}


TABLES: Mapping[Kind, KindTable] = {
    "dose": KindTable("doses.csv", N_("One row a dose."), _dose_columns, _dose_values),
    "check_in": KindTable(
        "check_ins.csv", N_("One row a check-in, one column an effect."), _check_in_columns, _check_in_values, day=True
    ),
    "episode": KindTable("episodes.csv", N_("One row an episode."), _episode_columns, _episode_values),
    "day": KindTable(
        "days.csv", N_("One row a day about which something was answered."), _day_columns, _day_values, day=True
    ),
    "quiet": KindTable(
        "quiet_days.csv",
        N_("One row for days of which was said that nothing was wrong. They are not rated."),
        _quiet_columns,
        _quiet_values,
    ),
}


def effect_columns(monograph: Monograph, own_symptoms: Symptoms, rated: Mapping[str, bool]) -> Effects:
    """The effects a table of check-ins has columns for: the list, the person's own, and whatever else was rated.

    `rated` are the keys of what was, each with whether it was ever answered for right now.
    """
    own = {key: f"{words} (own)" for key, words in own_symptoms.choices.items()}
    known = {**monograph.rating_names, **own}
    heads = known | {key: own_symptoms.get(key, key) for key in sorted(rated) if key not in known}
    asks = {rating.key for rating in monograph.ratings if rating.asks_now}
    return Effects(heads, tuple(key for key in heads if key in asks or rated.get(key)))


def named_effects(
    monograph: Monograph, own_symptoms: Symptoms, rated: Mapping[str, bool]
) -> tuple[tuple[str, str], ...]:
    """What was rated as (key, name), in the order of those columns: what charts of a whole record are of."""
    names = {**monograph.rating_names, **own_symptoms}
    heads = effect_columns(monograph, own_symptoms, rated).heads
    return tuple((key, names.get(key, key)) for key in heads if key in rated)


def _moment_cells(entry: Entry) -> Row:
    moment = entry.moment
    shown = wall(moment.at, moment.offset_minutes)
    day, second = shown[:10], shown[11:19]
    return day, second, moment.zone, moment.offset_minutes, instant(moment.at)


def _tail_cells(entry: Entry, writers: Writers) -> Row:
    by = writer_cell(entry.recorded_by, writers)
    return entry.detail.note, instant(entry.recorded_at), instant(entry.edited_at), by


def writer_cell(account_id: str | None, writers: Writers) -> Cell:
    """Who wrote something that is not the patient's own: the name, as medicines have theirs in tables, or the id where
    the account is gone; nothing where it was the patient."""
    return None if account_id is None else writers.get(account_id, account_id)


@lru_cache(maxsize=1000)  # a record knows a handful of amounts
def exact(amount: int) -> Decimal:
    """An amount as a number of its unit."""
    return Decimal(write_number(amount))
