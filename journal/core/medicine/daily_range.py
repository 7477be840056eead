"""The usual amount a day of a medicine: one range, several ranges of which each is for somebody else, or none."""

from typing import Annotated

from pydantic import Field, model_validator

from journal.core.medicine.parts import ExactAmount, Part, Words
from journal.core.values.amounts import LARGEST_UNLESS_SAID, Amount, write_number
from journal.core.values.text import comparable


class RangeFor(Part):
    """The usual amount a day for some of those who take a medicine: for panic disorder, beside another medicine.

    Which one is a patient's own the journal does not know.
    """

    for_whom: Words
    low: Annotated[ExactAmount, Field(alias="low_mg")]
    high: Annotated[ExactAmount, Field(alias="high_mg")]

    @model_validator(mode="after")
    def _ordered(self) -> "RangeFor":
        if self.low > self.high:
            raise ValueError("low_mg and high_mg must ascend")
        return self


class DailyRange(Part):
    """The usual amount a day, and the amount of one dose above which the journal asks once before it records.

    It is one range for everybody (`low` and `high`), several `ranges`, or none. Where a day has several doses, one that
    is unlikely can be less than the most of a day. `largest` is the largest amount that can be typed at all: above it
    is nothing that a person could mean.
    """

    low: Annotated[ExactAmount | None, Field(alias="low_mg")] = None
    high: Annotated[ExactAmount | None, Field(alias="high_mg")] = None
    ranges: Annotated[tuple[RangeFor, ...], Field(min_length=1)] = ()
    ask_above: Annotated[ExactAmount | None, Field(alias="ask_above_mg")] = None
    largest: Annotated[ExactAmount, Field(alias="largest_mg")] = LARGEST_UNLESS_SAID
    about: Words

    @property
    def highest(self) -> Amount | None:
        """The most of a day by any of the ranges; None where there is none."""
        return max((each.high for each in self.ranges), default=self.high)

    def asks_about(self, amount: Amount) -> bool:
        """Whether a single amount is so large that a slip is likelier than such a dose."""
        return self.ask_above is not None and amount > self.ask_above

    @model_validator(mode="after")
    def _is_one_range_or_several(self) -> "DailyRange":
        if (self.low is None) != (self.high is None):
            raise ValueError("low_mg and high_mg belong together: give both or neither")
        if self.low is not None and self.ranges:
            raise ValueError("give low_mg and high_mg, or ranges, not both")
        if self.low is not None and self.ask_above is None:
            raise ValueError("ask_above_mg belongs to low_mg and high_mg: give it too")
        for_whom = [comparable(each.for_whom) for each in self.ranges]
        twice = [each.for_whom for n, each in enumerate(self.ranges) if for_whom[n] in for_whom[:n]]
        if twice:
            raise ValueError(f"ranges: two are for the same people, {twice[0]!r}")
        return self

    @model_validator(mode="after")
    def _ordered(self) -> "DailyRange":
        if self.low is not None and self.high is not None and self.low > self.high:
            raise ValueError("low_mg and high_mg must ascend")
        if self.largest < max(self.highest or 0, self.ask_above or 0):
            usual = write_number(LARGEST_UNLESS_SAID)
            raise ValueError(
                f"largest_mg ({usual} where it is left out) must be at least every high_mg and ask_above_mg"
            )
        return self


def no_range(largest: Amount = LARGEST_UNLESS_SAID) -> DailyRange:
    """Of a medicine of which no usual amount is known: nothing is above it, and no dose is asked about."""
    return DailyRange.model_construct(largest=largest, about="")
