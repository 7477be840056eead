"""What a monograph says of how long a dose stays in the body, and when no curve may be drawn from it."""

import re
import unicodedata
from datetime import date
from typing import Annotated

from pydantic import Field, model_validator

from journal.core.medicine.circumstances import Circumstances
from journal.core.medicine.parts import Key, Part, Words

LONGEST_HALF_LIFE = 120  # hours: charts look 45 days back, by when less than a five-hundredth of a dose is left

Hours = Annotated[float, Field(gt=0, le=LONGEST_HALF_LIFE, allow_inf_nan=False)]


class Kinetics(Part):
    """How a dose comes into the body of a typical person and leaves it again: one compartment, in and out at a rate.

    `band_hours` are the half-lives of quicker and of slower people. `changed_by` says what else changes them. There is
    no curve while a form of `not_for_forms` is planned or taken, nor beside a medicine with a word of `not_with` in its
    name; nor, where the file says so, while the patient has noted a kidney disease or a pregnancy.
    """

    bioavailability: Annotated[float, Field(gt=0, le=1, allow_inf_nan=False)]
    absorption_half_life_hours: Hours
    half_life_hours: Hours
    band_hours: tuple[Hours, Hours]
    changed_by: Words
    source: Words
    not_for_forms: tuple[Key, ...] = ()
    not_with: tuple[Words, ...] = ()
    not_with_kidney_disease: bool = False
    not_in_pregnancy: bool = False

    @model_validator(mode="after")
    def _lies_in_its_band(self) -> "Kinetics":
        if not self.band_hours[0] <= self.half_life_hours <= self.band_hours[1]:
            raise ValueError("band_hours must ascend, with half_life_hours between the two")
        return self

    def forbidden_by(self, name: str) -> bool:
        """Whether another medicine of that name makes the numbers wrong."""
        words = _words(name)
        return any(_words(forbidden) <= words for forbidden in self.not_with)

    @property
    def depends_on_body(self) -> bool:
        """Whether anything a patient can note makes the numbers wrong."""
        return self.not_in_pregnancy or self.not_with_kidney_disease

    def forbidden_by_body(self, noted: Circumstances, until: date) -> bool:
        """Whether what the patient noted makes the numbers wrong for a time that ends on that day."""
        is_pregnant = noted.pregnant_since is not None and noted.pregnant_since <= until
        return (self.not_in_pregnancy and is_pregnant) or (self.not_with_kidney_disease and noted.kidney_disease)


def _words(name: str) -> set[str]:
    """The words of a name, whatever their accents and capitals."""
    plain = unicodedata.normalize("NFKD", name.casefold())
    return set(re.findall(r"\w+", "".join(sign for sign in plain if not unicodedata.combining(sign))))
