"""The thresholds of a monograph: from where on the safety rules speak of its medicine."""

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field, model_validator

from journal.core.medicine.parts import ExactAmount, From, Key, Part


class LongSeizure(Part):
    """From how many minutes of which kind of episode on the journal says when to call."""

    episode: Key
    minutes: Annotated[int, Field(ge=1)]


class RepeatedSeizure(Part):
    """Within how many hours a second one of which kind of episode is told as a repeated seizure."""

    episode: Key
    hours: Annotated[int, Field(ge=1, le=24)]


class DayTotal(Part):
    """From which amount of a day on the journal asks, and from which it shows the signs of an overdose too."""

    ask_above: Annotated[ExactAmount, Field(alias="ask_above_mg")]
    overdose_above: Annotated[ExactAmount, Field(alias="overdose_above_mg")]

    @model_validator(mode="after")
    def _ordered(self) -> "DayTotal":
        if self.ask_above >= self.overdose_above:
            raise ValueError("ask_above_mg must be less than overdose_above_mg")
        return self


class Driving(Part):
    """From which answer to one of these questions on driving is asked about."""

    ratings: Annotated[tuple[Key, ...], Field(min_length=1)]
    severity: Annotated[int, Field(ge=1, le=4)]

    def worst(self, rated: Mapping[str, int]) -> tuple[str, int] | None:
        """Which of them is worst of those that are there yet, and how strong; None where all are below."""
        high = [(key, rated[key]) for key in self.ratings if rated.get(key, 0) >= self.severity]
        return max(high, key=lambda each: each[1]) if high else None


class Together(Part):
    """At which level something taken on the day of a dose is told. `of` are the monographs that say so, by key, where
    those of several medicines are united; without any it is the monograph's own."""

    level: Literal["note", "caution", "urgent"]
    of: frozenset[Key] = frozenset()


class Drop(Part):
    """Below which part of what was usual the total of the last `days` is told: of the totals of as many days in a row
    in the `before_days` before them, of which at least `least_days` have an entry."""

    percent: Annotated[int, Field(ge=1, le=99)]
    days: Annotated[int, Field(ge=1, le=7)]
    before_days: Annotated[int, Field(ge=2, le=60)]
    least_days: Annotated[int, Field(ge=2, le=60)]

    @model_validator(mode="after")
    def _ordered(self) -> "Drop":
        if not self.days < self.least_days <= self.before_days:
            raise ValueError("days, least_days and before_days must ascend")
        return self

    def is_below(self, total: int, usual: int) -> bool:
        """Whether a total is less than that part of another."""
        return 100 * total < self.percent * usual


class FastStep(Part):
    """How much less a day, after how many days, is as fast as a step of a plan may fall without being told."""

    less: Annotated[ExactAmount, Field(alias="less_mg")]
    days: Annotated[int, Field(ge=1, le=366)]

    def is_passed(self, less: int, days: int) -> bool:
        """Whether so much less a day after so many days is faster."""
        return less * self.days > self.less * days


class Thresholds(Part):
    """From where on the safety rules speak; a rule whose threshold is left out stays silent.

    `soonest_hours` is how many hours lie at least between two doses without a plan.
    """

    low_mood: From | None = None
    very_drowsy: From | None = None
    long_seizure: LongSeizure | None = None
    repeated_seizure: RepeatedSeizure | None = None
    gap_hours: Annotated[int, Field(ge=1)] | None = None
    drop: Drop | None = None
    withdrawal_days: Annotated[int, Field(ge=1, le=60)] | None = None
    fast_step: FastStep | None = None
    soonest_hours: Annotated[int, Field(ge=1)] | None = None
    day_total: DayTotal | None = None
    driving: Driving | None = None
    alcohol: Together | None = None
    sedative: Together | None = None
