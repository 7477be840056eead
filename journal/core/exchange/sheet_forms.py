"""Read a week sheet that was typed in: a dose for each planned time that was answered, a check-in for each day."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from journal.core.exchange.sheet_rows import MOST_IN_LINE, Said, check_in_key, recorded_minutes
from journal.core.exchange.week_sheets import SheetDay, SheetLine, SheetTime
from journal.core.plan.days import lived_at
from journal.core.record.checkins import CheckIn, Rated
from journal.core.record.doses import Dose
from journal.core.record.forms import (
    LONGEST_NOTE,
    Errors,
    FormContext,
    fingerprint,
    read_severity,
    read_text,
    read_time,
)
from journal.core.values import clock
from journal.core.values.amounts import Amount, InvalidAmount
from journal.core.values.clock import Moment, NonexistentTime, Zones
from journal.core.values.errors import InvalidEntry
from journal.core.values.languages import _
from journal.core.values.text import with_ascii_digits

EVENING = time(21)  # when the answers of a day on paper stand in the record, unless another time is typed
OTHERS = 3  # effects a day that have no field of their own: chosen from a list
YES = "yes"
PICKS = ("taken", "skipped")

_DAY, _HALF_A_DAY = timedelta(days=1), 12 * 60
_PREFIXES = ("dose-", "at-", "times-", "amount-", "rating-", "other-", "note-")


@dataclass(frozen=True, slots=True)
class SheetContext:
    """What a sheet is read in: the moment, the clocks, how each medicine is read, which effects are asked (with the
    words of own symptoms), what is rated already on which day, and what this form saved before, by its keys."""

    now: datetime
    zones: Zones
    medicines: Mapping[str, FormContext]
    day_starts: time
    effects: Mapping[str, str]
    rated: Mapping[date, Mapping[str, int]] = field(default_factory=dict)
    saved: Collection[str] = ()
    hours: str = "24"


def has_begun(on: date, context: SheetContext) -> bool:
    """Whether that day has begun, at the hour at which days begin: what came of it can be told."""
    return clock.moment(context.now, context.zones.of_day(on)[-1].zone).day(context.day_starts) >= on


def check_in_moment(on: date, evening: time, context: SheetContext) -> Moment:
    """When the answers of a day that has begun stand in the record: in the evening, or now where that is to come.

    A time before the hour at which a day begins is of the night after. Raises NonexistentTime.
    """
    zone = context.zones.of_day(on)[-1].zone
    wall = datetime.combine(on + _DAY if evening < context.day_starts else on, evening)
    found = clock.local_moment(wall, zone, fold=False)
    return clock.moment(context.now, zone) if found.at > context.now else found


def read_sheet(fields: Mapping[str, str], days: Sequence[SheetDay], context: SheetContext) -> tuple[Said, ...]:
    """What a sheet tells, oldest first: "dose-<key>", "at-<key>", "all-<day>", "times-<key>", "amount-<key>",
    "rating-<day>-<effect>", "other-<day>-<n>" with "other-rating-<day>-<n>", "note-<day>" and "evening".

    Raises InvalidEntry with a sentence for every field that cannot be read, and when nothing was typed.
    """
    reading = _Reading(fields, context)
    evening = reading.evening()
    found: list[Said] = []
    for day in days:
        for each in day.times:
            found += reading.dose(each, all_taken=fields.get(f"all-{day.on}") == YES)
        for line in day.lines:
            found += reading.line(line, recorded_minutes(days, line.medicine_id))
        found += reading.check_in(day.on, evening)
    if any(text.strip() for name, text in fields.items() if reading.has_no_row(name)):
        reading.errors["id"] = _(
            "Something was recorded or changed while this page was open, so an answer has no row any more. "
            "Nothing is saved yet. Look at the rows and save again."
        )
    if not found and not reading.errors:
        reading.errors["id"] = _("Nothing is typed in yet. Fill in what stands on your sheet.")
    if reading.errors:
        raise InvalidEntry(reading.errors)
    return tuple(sorted(found, key=lambda said: said.detail.moment.at))


@dataclass(slots=True)
class _Reading:
    """A form that is being read: what is wrong in it, and which of its fields have a row."""

    fields: Mapping[str, str]
    context: SheetContext
    errors: Errors = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)

    def text(self, name: str) -> str:
        """What was typed into a field that has a row."""
        self.seen.add(name)
        return self.fields.get(name, "").strip()

    def has_no_row(self, name: str) -> bool:
        """Whether that field of the form belongs to nothing on the sheet as it is now."""
        return name.startswith(_PREFIXES) and name not in self.seen

    def evening(self) -> time:
        """When the answers of each day stand in the record."""
        try:
            return read_time(self.fields["evening"]) if self.fields.get("evening", "").strip() else EVENING
        except ValueError as error:
            self.errors["evening"] = str(error)
            return EVENING

    def dose(self, each: SheetTime, *, all_taken: bool) -> Iterator[Said]:
        """The dose of a planned time: as planned, at another time, or skipped."""
        if not each.is_open(self.context.now) and each.key not in self.context.saved:
            return
        pick, typed = self.text(f"dose-{each.key}"), self.text(f"at-{each.key}")
        if pick and pick not in PICKS:
            self.errors[f"dose-{each.key}"] = _("Choose one of the answers, or leave it.")
        elif pick == "skipped" and typed:
            self.errors[f"at-{each.key}"] = _("You chose “skipped” and typed a time. Keep one of the two.")
        elif typed or pick or all_taken:
            lived = self._typed(each, typed) if typed else lived_at(each.planned, self.context.zones)
            if lived is not None:
                status = pick or "taken"
                sent = fingerprint({"status": status, "at": typed})
                yield Said(
                    each.key, self._dose(each.medicine_id, lived, status, each.planned.amount, each.planned.form), sent
                )

    def line(self, line: SheetLine, there: Collection[datetime]) -> Iterator[Said]:
        """The doses of a line, each at a time that was typed; `there` are the minutes of those that are recorded."""
        field_name = f"times-{line.key}"
        typed = self.text(field_name)
        amount = line.order.amount if line.order else self._amount(line, is_needed=bool(typed))
        walls = self._walls(field_name, typed)
        if len(walls) > MOST_IN_LINE or len(set(walls)) < len(walls):
            self.errors[field_name] = _("Write each time once, and %(most)s at most.", most=MOST_IN_LINE)
            return
        zone = self.context.zones.of_day(line.on)[-1].zone
        for n, wall in enumerate(walls):
            key = f"{line.key}.{n}"
            lived = self._lived(datetime.combine(line.on, wall), zone, field_name)
            if lived is not None and lived.at in there and key not in self.context.saved:
                self.errors[field_name] = _("One of these times is recorded already. Leave it out.")
            elif lived is not None and amount:
                sent = fingerprint({"at": str(wall), "amount": str(amount)})
                yield Said(key, self._dose(line.medicine_id, lived, "taken", amount, line.form), sent)

    def check_in(self, on: date, evening: time) -> Iterator[Said]:
        """The check-in of a day, where anything was rated or noted."""
        if not has_begun(on, self.context):
            return
        try:
            lived = check_in_moment(on, evening, self.context)
        except NonexistentTime as error:
            self.errors["evening"] = error.words(self.context.hours)
            return
        known = () if check_in_key(on) in self.context.saved else self.context.rated.get(on, ())
        asked = [effect for effect in self.context.effects if effect not in known]
        rated = [rating for effect in asked for rating in self._rated(f"rating-{on}-{effect}", effect)]
        for n in range(1, OTHERS + 1):
            rated += self._other(f"{on}-{n}", asked, {rating.effect for rating in rated})
        note_name = f"note-{on}"
        self.seen.add(note_name)
        note = read_text(self.fields, note_name, LONGEST_NOTE, self.errors)
        if rated or note:
            sent = fingerprint({rating.effect: str(rating.severity) for rating in rated} | {"": note})
            detail = CheckIn(moment=lived, day_on=on, ratings=tuple(rated), note=note)
            yield Said(check_in_key(on), detail, sent)

    def _other(self, which: str, asked: Collection[str], rated: Collection[str]) -> Iterator[Rated]:
        """The rating of an effect that was chosen from the list."""
        name, number = f"other-{which}", f"other-rating-{which}"
        effect, typed = self.text(name), self.text(number)
        if not effect and typed:
            self.errors[name] = _("Choose the side effect, or leave the number out.")
        elif effect in rated or (effect and effect not in asked):
            self.errors[name] = _("This one is rated already on that day. Choose another one, or leave it out.")
        elif effect and not typed:
            self.errors[number] = _("Write a number from 0 to 4.")
        elif effect:
            yield from self._rated(number, effect)

    def _rated(self, name: str, effect: str) -> Iterator[Rated]:
        try:
            severity = read_severity(with_ascii_digits(self.text(name)))
        except ValueError:
            self.errors[name] = _("Write a number from 0 to 4, or leave it empty.")
            return
        if severity is not None:
            yield Rated(effect=effect, severity=severity, symptom=self.context.effects[effect])

    def _walls(self, name: str, typed: str) -> list[time]:
        """The times that were typed into one field, with commas or spaces between them."""
        found = []
        for part in filter(None, (part.strip() for part in typed.replace(";", ",").split(","))):
            try:
                found += _times_of(part)
            except ValueError as error:
                self.errors[name] = str(error)
        return found

    def _typed(self, each: SheetTime, typed: str) -> Moment | None:
        """The moment of a time that was written beside a planned one: the nearest to it, on its day or the next."""
        name = f"at-{each.key}"
        try:
            wall = read_time(typed)
        except ValueError as error:
            self.errors[name] = str(error)
            return None
        planned = each.planned
        apart = wall.hour * 60 + wall.minute - planned.minute
        on = planned.on + _DAY * ((apart < -_HALF_A_DAY) - (apart > _HALF_A_DAY))
        return self._lived(datetime.combine(on, wall), lived_at(planned, self.context.zones).zone, name)

    def _lived(self, wall: datetime, zone: str, name: str) -> Moment | None:
        """The moment of a wall time; of a night with two of it the first, as planned times are."""
        try:
            found = clock.local_moment(wall, zone, fold=False)
        except NonexistentTime as error:
            self.errors[name] = error.words(self.context.hours)
            return None
        if found.at > self.context.now:
            self.errors[name] = _("This is in the future. Enter it when it has happened.")
            return None
        return found

    def _amount(self, line: SheetLine, *, is_needed: bool) -> Amount:
        name = f"amount-{line.key}"
        typed = self.text(name)
        if not typed:
            if is_needed:
                self.errors[name] = _("Write the amount of one dose.")
            return 0
        try:
            return replace(self.context.medicines[line.medicine_id], form=line.form).read_amount(typed)
        except InvalidAmount as error:
            self.errors[name] = str(error)
            return 0

    def _dose(self, medicine_id: str, lived: Moment, status: str, amount: Amount, form: str) -> Dose:
        forms = self.context.medicines[medicine_id].monograph.form_names
        values = {"moment": lived, "status": status, "amount": amount, "medicine_id": medicine_id}
        return Dose.model_validate(values | {"form": form if form in forms else next(iter(forms), "")})


def _times_of(part: str) -> list[time]:
    """One time, or several with spaces between. Raises ValueError with a sentence."""
    try:
        return [read_time(part)]
    except ValueError:
        if len(part.split()) == 1:
            raise
    return [read_time(each) for each in part.split()]
