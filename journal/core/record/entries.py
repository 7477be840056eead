"""An entry of the record, of whichever kind, its version for the optimistic lock, and what it said before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from journal.core.record.checkins import CheckIn
from journal.core.record.days import Day
from journal.core.record.doses import Dose
from journal.core.record.episodes import Episode
from journal.core.record.quiet_days import QuietDays
from journal.core.values.clock import Moment, minute_of
from journal.core.values.languages import N_, NP_
from journal.core.values.text import comparable

LATE_AFTER = timedelta(minutes=15)

Kind = Literal["dose", "check_in", "episode", "day", "quiet"]
Detail = Dose | CheckIn | Episode | Day | QuietDays


@dataclass(frozen=True, slots=True)
class EntryKind:
    """A kind of entry: the model that says what may be recorded, `noun`, as its pages, their address and its templates
    are called, and what a person reads: `plural` as a heading, `inside` a sentence, and on the buttons of a conflict.

    There those are "" for a kind of which there can be no second one.
    """

    model: type[Detail]
    noun: str
    plural: str
    inside: str
    save_as_new: str = ""
    keep_both: str = ""


# Every kind there is. The record, the exports, the history and the pages go through this table.
KINDS: Mapping[Kind, EntryKind] = {
    "dose": EntryKind(
        Dose,
        "doses",
        plural=N_("Doses"),
        inside=NP_("kind inside a sentence", "doses"),
        save_as_new=N_("Save mine as a new dose"),
        keep_both=N_("Keep both, as two doses"),
    ),
    "check_in": EntryKind(
        CheckIn,
        "checkins",
        plural=N_("Check-ins"),
        inside=NP_("kind inside a sentence", "check-ins"),
        save_as_new=N_("Save mine as a new check-in"),
        keep_both=N_("Keep both, as two check-ins"),
    ),
    "episode": EntryKind(
        Episode,
        "episodes",
        plural=N_("Episodes"),
        inside=NP_("kind inside a sentence", "episodes"),
        save_as_new=N_("Save mine as a new episode"),
        keep_both=N_("Keep both, as two episodes"),
    ),
    "day": EntryKind(
        Day,
        "days",
        plural=N_("Days"),
        inside=NP_("kind inside a sentence", "days"),
    ),
    "quiet": EntryKind(
        QuietDays,
        "quiet_days",
        plural=N_("Quiet days"),
        inside=NP_("kind inside a sentence", "quiet days"),
        save_as_new=N_("Save mine as new quiet days"),
        keep_both=N_("Keep both, as quiet days twice"),
    ),
}


@dataclass(frozen=True, slots=True)
class Version:
    """What an entry said before it was changed: `change` is "edited", "deleted", "restored" or "merged", `changed_by`
    whose log-in did it. `content` is what it said as it was recorded then, see `content_of`."""

    version: int
    change: str
    changed_at: datetime
    changed_by: str
    content: Mapping[str, Any]

    @property
    def detail(self) -> Detail:
        """What the entry said."""
        values = dict(self.content)
        kind: Kind = values.pop("kind")
        return KINDS[kind].model.model_validate(values)


def search_text(detail: Detail) -> str:
    """What the search looks through, as texts are compared: the note, and own symptoms as they are called now.

    What has its name from the medicine is found by its key, under whatever it is called where it is looked for.
    """
    return "\n".join(filter(None, map(comparable, (detail.note, *detail.typed_names))))


def content_of(detail: Detail) -> dict[str, Any]:
    """What an entry says as values for JSON, its kind among them."""
    return {"kind": detail.kind} | detail.model_dump(mode="json")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the record, of whichever kind: what pages, exports and everything else know of it.

    `day_on` is the day it belongs to by the rules of its kind. `recorded_by` is whose log-in recorded it, where that is
    not the patient's. `versions` are what it said before, oldest first, where
    they were read with it.
    """

    id: str
    moment: Moment
    day_on: date
    recorded_at: datetime
    version: int
    detail: Detail
    edited_at: datetime | None = None
    deleted_at: datetime | None = None
    recorded_by: str | None = None
    versions: tuple[Version, ...] = ()

    @property
    def kind(self) -> Kind:
        """Which kind of entry this is."""
        return self.detail.kind

    @property
    def edited(self) -> bool:
        """Whether somebody changed what it says."""
        return self.edited_at is not None

    @property
    def deleted(self) -> bool:
        """Whether it was deleted, and not put back since."""
        return self.deleted_at is not None

    @property
    def order(self) -> tuple[datetime, datetime, str]:
        """What entries are sorted by: the minute that was lived and then when it was recorded.

        Of two entries of one minute the one recorded later is the last. Pages and forms show no seconds.
        """
        return minute_of(self.moment.at), self.recorded_at, self.id

    @property
    def entered_later(self) -> timedelta | None:
        """How long after the moment it was recorded, when that is long enough to be worth saying."""
        delay = self.recorded_at - self.moment.at
        return delay if delay > LATE_AFTER else None
