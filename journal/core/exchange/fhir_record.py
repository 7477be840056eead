"""What of a record a document of FHIR R4 is made of, and the words its resources are made with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import NamedTuple

from journal.core.exchange.choices import Choice
from journal.core.exchange.exports import Account, Effects, Writers
from journal.core.exchange.fhir_values import Order, Resource, Vocabulary, concept
from journal.core.exchange.planned import Followed
from journal.core.medicine.medicines import Medicine, known_of, name_of
from journal.core.medicine.monograph import Monograph
from journal.core.plan.regimens import Pause, RecordedStep, Step
from journal.core.values.clock import moment
from journal.core.values.languages import _
from journal.core.values.periods import Period


class EffectDays(NamedTuple):
    """On how many days an effect was rated, on how many of them it was there, and the worst rating."""

    effect: str
    rated: int
    present: int
    worst: int


@dataclass(frozen=True, slots=True)
class Counts:
    """What the words of the sections count: the doses of each medicine by what was recorded, what became of planned
    times, days on which each effect was rated, and the entries of the other kinds."""

    doses: Mapping[tuple[str, str], int] = field(default_factory=dict)
    planned: Mapping[str, Followed] = field(default_factory=dict)
    effects: Sequence[EffectDays] = ()
    episodes: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Taken:
    """What of a record a document is made of, besides its entries: the account with its settings, what is known of its
    medicines, the steps and pauses of the plan, the names of those who wrote in it, what was chosen, and when."""

    account: Account
    monograph: Monograph
    monographs: Mapping[str, Monograph]
    effects: Effects
    steps: Sequence[RecordedStep]
    pauses: Sequence[Pause]
    writers: Writers
    choice: Choice
    period: Period
    now: datetime

    @property
    def today(self) -> date:
        """The calendar day where the patient is."""
        return moment(self.now, self.account.settings.zone).on

    @property
    def ordered(self) -> list[tuple[str, RecordedStep]]:
        """The steps that count on one of the days, each with the id of what it becomes."""
        asked = self.period
        found = [each for each in self.steps if each.replaced_at is None and _touches(each.step, asked)]
        return [(f"order-{n}", each) for n, each in enumerate(found, start=1)]


def _touches(step: Step, period: Period) -> bool:
    return step.starts_on <= period.last_on and (step.ends_on is None or step.ends_on >= period.first_on)


def vocabulary(taken: Taken, planned: Mapping[str, Followed]) -> Vocabulary:
    """What the resources of the entries are made with."""
    account, monograph = taken.account, taken.monograph
    codes = {rating.key: rating.codes for each in taken.monographs.values() for rating in each.ratings}
    codes |= {rating.key: rating.codes for rating in monograph.ratings}
    names = {**taken.effects.heads, **account.own_symptoms}
    orders: dict[str, list[Order]] = {}
    for made, recorded in taken.ordered:
        step = recorded.step
        order = Order(step.starts_on, step.ends_on or date.max, f"MedicationRequest/{made}")
        orders.setdefault(recorded.medicine_id, []).append(order)
    return Vocabulary(
        medicines={each.id: _medicine_concept(each, taken) for each in account.medicines},
        units={each.id: each.unit for each in account.medicines},
        forms={each.id: known_of(each, taken.monographs).form_names for each in account.medicines},
        effects={key: concept(*codes.get(key, ()), text=name, own=key) for key, name in names.items()},
        directions={
            (rating.key, way.key): concept(own=way.key, text=way.name)
            for rating in monograph.ratings
            for way in rating.directions
        },
        episodes={kind.key: concept(*kind.codes, text=kind.name, own=kind.key) for kind in monograph.episodes},
        signs=monograph.alert_names,
        benefits={
            key: concept(
                own=f"benefit-{key}", text=_("%(benefit)s that day, 0 (none) to 4; lower is better", benefit=name)
            )
            for key, name in monograph.benefit_names.items()
        },
        orders=orders,
        late={medicine_id: followed.late for medicine_id, followed in planned.items()},
        persons={who: {"reference": f"RelatedPerson/person-{n}"} for n, who in enumerate(taken.writers, start=1)},
    )


def _medicine_concept(medicine: Medicine, taken: Taken) -> Resource:
    known = known_of(medicine, taken.monographs)
    return concept(*known.codes, text=name_of(medicine, taken.monographs))
