"""Moments: the instant in UTC, the zone it was lived in, and the wall time with its offset.

Two 01:30s on the night the clock goes back stay two: anything that compares, sorts or subtracts uses `at`;
anything that speaks of days uses the local date. Aware datetimes of one zone with different folds compare
equal in Python, so instants are always UTC here.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import cache, lru_cache
from zoneinfo import ZoneInfo, available_timezones

from journal.core.values.languages import _

FUTURE_TOLERANCE = timedelta(minutes=5)
EARLIEST = date(1900, 1, 1)

_MINUTE = timedelta(minutes=1)
# Instants are stored as whole microseconds since 1970, and counted so where there are tens of thousands.
MINUTE = 60_000_000
DAY = 24 * 60 * MINUTE
EPOCH, MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)


# The day of a number, as `date.toordinal` numbers them. Charts ask for each day of ten years again and again, and look
# it up in sets and tables: a day that is the same object is found in half the time.
numbered_day = lru_cache(8192)(date.fromordinal)


class UnknownZone(ValueError):
    """No such time zone."""


class NonexistentTime(ValueError):
    """The clock skipped this wall time; `before` and `after` are the neighbouring wall times that exist."""

    def __init__(self, before: datetime, after: datetime) -> None:
        super().__init__(before, after)
        self.before, self.after = before, after

    def __str__(self) -> str:
        return self.words("24")

    def words(self, hours: str) -> str:
        """The sentence, with times in the clock of 24 or 12 hours."""
        before, after = (wall_words(wall.time(), hours) for wall in (self.before, self.after))
        return _(
            "On this night the clock went forward and there was no such time. "
            "Choose %(before)s or earlier, or %(after)s or later.",
            before=before,
            after=after,
        )


class AmbiguousTime(ValueError):
    """The clock showed this wall time twice; the person must say which one was meant."""

    def __init__(self) -> None:
        super().__init__(_("On this night the clock went back and showed this time twice. Say which one you mean."))


def microseconds(at: datetime) -> int:
    """An instant as whole microseconds since 1970, as it is stored."""
    return (at - EPOCH) // MICROSECOND


def instant(number: int) -> datetime:
    """The instant of so many microseconds."""
    return EPOCH + number * MICROSECOND


def minute_of(at: datetime) -> datetime:
    """The minute an instant lies in, as pages and forms show it."""
    return at.replace(second=0, microsecond=0)


def minute_number(at: datetime) -> int:
    """The number of the minute an instant lies in, counted from the beginning of 1970 in UTC."""
    return minutes(at - EPOCH)


def minutes(span: timedelta) -> int:
    """The whole minutes of a span of time."""
    return span // _MINUTE


def in_one_minute(one: datetime, other: datetime) -> bool:
    """Whether two instants lie in the same minute; both in UTC."""
    return one.minute == other.minute and minute_of(one) == minute_of(other)


@cache
def _east_of_utc(minutes: int) -> timezone:
    return timezone(timedelta(minutes=minutes))


def wall_at(at: datetime, offset_minutes: int) -> datetime:
    """The wall time of an instant, so many minutes east of UTC, with its offset."""
    return at.astimezone(_east_of_utc(offset_minutes))


@dataclass(frozen=True, slots=True, order=True)
class Moment:
    """One moment as it was lived. `at` is UTC; `zone` an IANA name; `offset_minutes` east of UTC.

    Sorting moments sorts instants, since `at` comes first.
    """

    at: datetime
    zone: str
    offset_minutes: int

    @property
    def local(self) -> datetime:
        """The wall time with its offset, as the clock on the wall showed it."""
        return wall_at(self.at, self.offset_minutes)

    @property
    def on(self) -> date:
        """The calendar day on the wall."""
        return self.local.date()

    def day(self, day_starts: time) -> date:
        """The day this moment belongs to when a day lasts until `day_starts` of the next morning."""
        wall = self.local
        return wall.date() - timedelta(days=wall.time() < day_starts)


def wall_words(wall: time, hours: str) -> str:
    """A wall time to the minute in the clock a person chose: "20:05" of "24" hours, "8:05 pm" of "12"."""
    if hours == "12":
        shown = f"{wall.hour % 12 or 12}:{wall:%M}"
        return _("%(time)s\u00a0am", time=shown) if wall.hour < 12 else _("%(time)s\u00a0pm", time=shown)
    return f"{wall.hour:02}:{wall.minute:02}"  # a page has a hundred: half the time of "%H:%M"


@dataclass(frozen=True, slots=True)
class DayIn:
    """A calendar day as it was lived in one zone: whole, or its instants `since` and before `until` alone."""

    zone: str
    since: datetime | None = None
    until: datetime | None = None

    def has(self, instant: datetime) -> bool:
        """Whether that instant of the day was lived in this zone."""
        return (self.since is None or self.since <= instant) and (self.until is None or instant < self.until)


@dataclass(frozen=True, slots=True)
class Zones:
    """The zones that were set one after the other: the `present` one, and the `past` ones as (until, IANA name).

    `past` ascends; its first one stands for everything before it. What was planned for a day keeps the zone that was
    set when that day began, whatever is set later.
    """

    present: str
    past: tuple[tuple[datetime, str], ...] = ()

    def of_day(self, on: date) -> tuple[DayIn, ...]:
        """In which zone the calendar day was lived: the one that was set when it began.

        A day that began once more after a flight to the west was lived in both zones, one after the other; one that
        had begun already where a flight to the east ended is lived from then on.
        """
        if not self.past:
            return (DayIn(self.present),)
        sinces = (None, *(until for until, _ in self.past))
        untils = (*(until for until, _ in self.past), None)
        names = (*(zone for _, zone in self.past), self.present)
        begun, jumped = [], None
        for zone, since, until in zip(names, sinces, untils, strict=True):
            midnight = datetime.combine(on, time(), ZoneInfo(zone)).astimezone(UTC)
            if until is None or midnight < until:
                if since is None or since <= midnight:
                    begun.append(DayIn(zone, None, until))
                elif jumped is None:
                    jumped = DayIn(zone, since)
        if begun:
            return (*begun[:-1], DayIn(begun[-1].zone))
        return (jumped,) if jumped else (DayIn(self.present),)

    def at(self, instant: datetime) -> ZoneInfo:
        """The zone that was set at that instant."""
        return ZoneInfo(next((zone for until, zone in self.past if instant < until), self.present))


@lru_cache(16384)  # more than the days of ten years in each of two zones
def even_midnight(on: date, zone: str) -> datetime | None:
    """The instant a day begins at where its clock shows each minute once, so that a wall time is so long after it; None
    for the days on which the clock is changed."""
    info = ZoneInfo(zone)
    begins, ends = (datetime.combine(day, time(), info).astimezone(UTC) for day in (on, on + timedelta(days=1)))
    return begins if ends - begins == timedelta(days=1) else None


@cache
def zone_names() -> tuple[str, ...]:
    """All IANA zones a person may choose from, sorted; legacy aliases without a region are left out."""
    regions = (z for z in available_timezones() if "/" in z and not z.startswith(("Etc/", "posix", "right")))
    return ("UTC", *sorted(regions))


def read_zone(name: str) -> ZoneInfo:
    """The zone of that IANA name. Raises UnknownZone, also for names that look like paths."""
    if name not in zone_names():
        raise UnknownZone(_("Choose a time zone from the list, for example Europe/Berlin."))
    return ZoneInfo(name)


def named_zone(typed: str) -> str:
    """The name of the zone somebody means who types its city alone, "new york"; else what was typed."""
    wanted = typed.strip().casefold().replace(" ", "_")
    cities = [name for name in zone_names() if name.rpartition("/")[2].casefold() == wanted]
    return cities[0] if len(cities) == 1 else typed.strip()


def moment(at: datetime, zone: str) -> Moment:
    """The moment of an aware instant, as it was lived in `zone`."""
    utc = at.astimezone(UTC)
    offset = utc.astimezone(ZoneInfo(zone)).utcoffset() or timedelta()
    # Old local mean times had seconds. Rounded up, so that a wall time never slips into the minute (or day) before.
    return Moment(utc, zone, -(-offset // timedelta(minutes=1)))


def local_moment(wall: datetime, zone: str, fold: bool | None = None) -> Moment:
    """The moment a naive wall time stands for in `zone`.

    `fold` says whether the second one is meant when the clock showed the time twice (PEP 495); None means nobody asked
    yet.
    Raises NonexistentTime and AmbiguousTime.
    """
    first_at, second_at = (_instant(wall, zone, fold) for fold in (0, 1))
    if first_at == second_at:
        return moment(first_at, zone)
    if first_at > second_at:  # in a gap, fold 0 reads the old offset and lands after fold 1
        raise NonexistentTime(*_gap(second_at, first_at, zone))
    if fold is None:
        raise AmbiguousTime
    return moment(second_at if fold else first_at, zone)


def is_fold(lived: Moment) -> bool | None:
    """Which of two equal wall times this moment is: the second, the first (False), or None when there is only one.

    The rules of its zone may have changed since it was recorded; then the nearer one counts.
    """
    wall = lived.local.replace(tzinfo=None)
    first_at, second_at = (_instant(wall, lived.zone, fold) for fold in (0, 1))
    return abs(lived.at - second_at) < abs(lived.at - first_at) if first_at < second_at else None


def _instant(wall: datetime, zone: str, fold: int) -> datetime:
    return wall.replace(tzinfo=ZoneInfo(zone), fold=fold).astimezone(UTC)


def _gap(low: datetime, high: datetime, zone: str) -> tuple[datetime, datetime]:
    """The last minute before and the first minute after the clock jumped, searched between two instants."""
    info = ZoneInfo(zone)
    offset_before = low.astimezone(info).utcoffset()
    while high - low > timedelta(minutes=1):
        middle = low + (high - low) // 2
        if middle.astimezone(info).utcoffset() == offset_before:
            low = middle
        else:
            high = middle
    jump = high.replace(second=0, microsecond=0)
    before, after = (jump - timedelta(minutes=1)).astimezone(info), jump.astimezone(info)
    return before.replace(tzinfo=None), after.replace(tzinfo=None)
