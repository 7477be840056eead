"""History: read the filter, the cursor of keyset pagination and the month of the calendar beside it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from journal.core.medicine.monograph import Monograph
from journal.core.record.days import BENEFIT, QUESTIONS
from journal.core.record.entries import KINDS
from journal.core.record.forms import Errors, read_severity, severity_word
from journal.core.values.errors import InvalidEntry
from journal.core.values.languages import _, in_a_row, number, pgettext
from journal.core.values.periods import LENGTHS, Period, period_words, read_date, read_period
from journal.core.values.sentences import inside
from journal.core.values.text import searchable

PAGE = 50
LONGEST_SEARCH = 100
EPOCH, MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)

_CURSOR = re.compile(r"([0-9-]+)\.(-?[0-9]{1,16})\.(-?[0-9]{1,16})\.(.*)", re.ASCII | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where a page ends, for pagination: day, order and id of its last entry. The next one starts strictly after it.

    The day comes first: a check-in at 01:30 stands with the day before, below a dose of that night.
    """

    on: date
    at: datetime
    recorded_at: datetime
    id: str

    def __str__(self) -> str:
        at, recorded_at = ((instant - EPOCH) // MICROSECOND for instant in (self.at, self.recorded_at))
        return f"{self.on.isoformat()}.{at}.{recorded_at}.{self.id}"


@dataclass(frozen=True, slots=True)
class Filter:
    """What is asked for; empty fields ask for everything. `search` is as `core.values.text` looks for it; `named`,
    `episodes`, `medicines`, `signs` and `answers` are the keys of the effects, the kinds of episodes, the medicines,
    the danger signs and the questions about days whose present names hold it."""

    kind: str = ""
    effect: str = ""
    severity: int | None = None
    search: str = ""
    period: Period | None = None
    named: tuple[str, ...] = ()
    episodes: tuple[str, ...] = ()
    medicine: str = ""
    medicines: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return self != Filter()

    @property
    def asks_for_words_alone(self) -> bool:
        """Whether words are looked for and nothing else is asked: then visits are among what is found."""
        rest = self.kind, self.effect, self.severity is not None, self.period, self.medicine
        return bool(self.search) and not any(rest)


def read_filter(
    args: Mapping[str, str],
    effects: Mapping[str, str],
    known: Monograph,
    today: date,
    medicines: Mapping[str, str],
) -> Filter:
    """Read the filter of the history page: "kind", "effect", "severity", "words", "medicine", and the days in "period",
    "first" and "last".

    `effects` and `medicines` are the present names by key, and `known` has those of what medicines bring: words find
    by key what is called so now.

    Raises InvalidEntry with a sentence for every field that cannot be read.
    """
    errors: Errors = {}
    kind, effect, search = args.get("kind", ""), args.get("effect", ""), args.get("words", "").strip()
    if kind and kind not in KINDS:
        errors["kind"] = _("Choose one of the kinds in the list.")
    if effect and effect not in effects:
        errors["effect"] = _("Choose one of the effects in the list.")
    medicine = args.get("medicine", "")
    if medicine and medicine not in medicines:
        errors["medicine"] = _("Choose one of your medicines.")
    if len(search) > LONGEST_SEARCH or "\x00" in search:
        errors["words"] = _("Search for %(longest)s characters or fewer.", longest=number(LONGEST_SEARCH))
    severity = None
    try:
        severity = read_severity(args.get("severity", ""))
    except ValueError as error:
        errors["severity"] = str(error)
    period = _read_period(args, today, errors)
    if errors:
        raise InvalidEntry(errors)
    wanted = searchable(search)
    named, of_kind, of_medicine, of_sign = (
        _named(wanted, names) for names in (effects, known.episode_names, medicines, known.alert_names)
    )
    questions = {question.key: _(question.name) for question in QUESTIONS}
    questions |= {BENEFIT + key: name for key, name in known.benefit_names.items()}
    answers = _named(wanted, questions)
    return Filter(kind, effect, severity, wanted, period, named, of_kind, medicine, of_medicine, of_sign, answers)


def _named(search: str, names: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(key for key, name in names.items() if search and search in searchable(name))


def _read_period(args: Mapping[str, str], today: date, errors: Errors) -> Period | None:
    name, first, last = (args.get(field, "") for field in ("period", "first", "last"))
    if name in {"", "all"} and not first and not last:
        return None
    try:
        return read_period(name if name != "all" else "free", first, last, today, None)
    except InvalidEntry as error:
        errors.update(error.errors)
        return None


def filter_words(
    wanted: Filter, typed: str, effects: Mapping[str, str], today: date, medicines: Mapping[str, str]
) -> str:
    """What is asked for, as a part of a sentence: "check-ins, drowsiness at least moderate, the last 90 days".

    `typed` is the search as it was typed.
    """
    kinds = (pgettext("kind inside a sentence", each.inside) for kind, each in KINDS.items() if kind == wanted.kind)
    parts = [next(kinds, ""), medicines.get(wanted.medicine, ""), _rated_words(wanted, effects)]
    parts.append(_("“%(text)s”", text=typed.strip()) if wanted.search else "")
    if wanted.period is not None:
        days = LENGTHS.get(wanted.period.name)
        parts.append(_("the last %(days)s days", days=days) if days else period_words(wanted.period, today))
    return in_a_row([part for part in parts if part])


def _rated_words(wanted: Filter, effects: Mapping[str, str]) -> str:
    effect = inside(effects.get(wanted.effect, wanted.effect)) if wanted.effect else ""
    if not wanted.severity:
        return effect
    severity = severity_word(wanted.severity)
    if effect:
        return _("%(effect)s at least %(severity)s", effect=effect, severity=severity)
    return _("at least %(severity)s", severity=severity)


def read_cursor(text: str) -> Cursor | None:
    """Read the "before" of an address; None when there is none or it makes no sense (then the first page shows)."""
    found = _CURSOR.fullmatch(text)
    if found is None:
        return None
    try:
        on = read_date(found[1])
    except ValueError:
        return None
    at, recorded_at = (EPOCH + int(microseconds) * MICROSECOND for microseconds in found.group(2, 3))
    return Cursor(on, at, recorded_at, found[4])


@dataclass(frozen=True, slots=True)
class MonthMap:
    """The calendar of one month: whole weeks, None for days of other months."""

    first_on: date
    weeks: tuple[tuple[date | None, ...], ...]

    @property
    def before(self) -> date:
        """The first day of the month before."""
        return (self.first_on - timedelta(days=1)).replace(day=1)

    @property
    def after(self) -> date:
        """The first day of the month after."""
        return (self.first_on + timedelta(days=32)).replace(day=1)


def month_map(on: date, first_weekday: int = 0) -> MonthMap:
    """The calendar of the month that holds the day, in weeks that begin with that weekday (Monday 0)."""
    first_on = on.replace(day=1)
    after = (first_on + timedelta(days=32)).replace(day=1)
    cells: list[date | None] = [None] * ((first_on.weekday() - first_weekday) % 7)
    cells += [first_on + timedelta(days=n) for n in range((after - first_on).days)]
    cells += [None] * (-len(cells) % 7)
    return MonthMap(first_on, tuple(tuple(cells[n : n + 7]) for n in range(0, len(cells), 7)))


def read_month(text: str, today: date) -> date:
    """Read "2026-03" as the first day of that month; anything else, or a month to come, is the present month."""
    try:
        first_on = date.fromisoformat(f"{text}-01")
    except ValueError:
        return today.replace(day=1)
    return first_on if first_on.year >= 1900 and first_on <= today else today.replace(day=1)
