"""The report: one page of a period for the doctor, as values. What is drawn and what is read are both in it."""

from dataclasses import dataclass

from journal.core.charts.balance_points import BalanceChart, Level
from journal.core.charts.balance_words import drawn
from journal.core.charts.hours import HoursChart, HoursPanel
from journal.core.charts.severity_points import Panel, SeverityChart
from journal.core.doctor.benefits import BenefitRow
from journal.core.doctor.effects import EffectTable
from journal.core.doctor.head import Head
from journal.core.doctor.spoken import NOTHING_TO_SAY, Spoken
from journal.core.doctor.strip import Cell
from journal.core.values.languages import _, ngettext
from journal.core.values.periods import Period

MOST_PANELS = 4  # how many of them fit is seen when the page is set
MOST_LEVELS = 3  # times at a dose whose episodes are drawn, the newest
LATE_DAYS = 1  # an entry made more than so many days after what it tells of is late


@dataclass(frozen=True, slots=True)
class Entries:
    """How many entries the period has, how many of them were made more than `LATE_DAYS` after what they tell of, and
    on how many days."""

    entries: int
    late: int
    days: int


@dataclass(frozen=True, slots=True)
class Report:
    """All that stands on the page, in the order in which it is read.

    `severity` has a panel for each row of `effects`, `hours` one for each effect that was answered so. `entries` says
    how the record came about, `spoken` what the patient wants to say, `benefits` how strong what the medicines are for
    was.
    """

    head: Head
    strip: tuple[Cell, ...]
    effects: EffectTable
    severity: SeverityChart
    hours: HoursChart
    balance: BalanceChart
    entries: Entries
    spoken: Spoken = NOTHING_TO_SAY
    benefits: tuple[BenefitRow, ...] = ()

    @property
    def period(self) -> Period:
        """The days the page speaks of."""
        return self.severity.period

    @property
    def panels(self) -> tuple[Panel, ...]:
        """The effects that are drawn day by day."""
        return self.severity.panels[:MOST_PANELS] if self.severity.caption.state == "chart" else ()

    @property
    def hours_panel(self) -> HoursPanel | None:
        """The effect drawn by the hours since a dose: the one with the most answers."""
        if self.hours.caption.state != "chart":
            return None
        return max(self.hours.panels, key=lambda panel: panel.answers)

    @property
    def tells_episodes(self) -> bool:
        """Whether the page speaks of episodes: not of none, where no medicine is against them and a benefit is told."""
        return self.balance.counts_episodes or bool(self.balance.kinds) or not self.benefits

    @property
    def levels(self) -> tuple[Level, ...]:
        """The times at a dose whose episodes are drawn, oldest first; none where no episode is recorded."""
        if not self.balance.kinds:
            return ()
        return tuple(sorted(drawn(self.balance.levels), key=lambda level: level.days.first_on)[-MOST_LEVELS:])

    @property
    def small_print(self) -> tuple[str, ...]:
        """Whose ratings these are, how they came about, and what the page is not."""
        return (
            _(
                "The words are the patient’s own: none, mild, moderate, severe, very severe. Each is the worst since "
                "the last check-in. “Usual” is the middle rating. A day without a rating is left out and never counts "
                "as none."
            ),
            _("Missed means that nothing was recorded for a planned time: it may have been taken."),
            _late_words(self.entries),
            _(
                "More, less and same only describe these days and those before; they are no test. After a lower dose, "
                "new or stronger symptoms can also be withdrawal."
            ),
            _(
                "Recorded by the patient with a side-effect journal. Its scale is not validated. It is no medical "
                "device."
            ),
        )


def _late_words(entries: Entries) -> str:
    if not entries.late:
        return _("No entry was made more than a day later.")
    return ngettext(
        "%(num)s of %(all)s entries was made more than a day later.",
        "%(num)s of %(all)s entries were made more than a day later.",
        entries.late,
        all=entries.entries,
    )
