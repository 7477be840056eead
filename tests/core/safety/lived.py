"""Doses that are checked as they are lived: each after those before it, as the record knows them then."""

from journal.core.medicine.monograph import DATA, Monograph, read_monograph
from journal.core.plan.adherence import TakenDose, in_order
from journal.core.record.doses import Dose
from journal.core.safety.check import RULES, Found, find
from journal.core.safety.rules import Context, Finding, Speaking
from journal.core.values.clock import moment
from tests.core.plan.plans import BERLIN, as_plan

CLONAZEPAM = read_monograph(DATA / "clonazepam.toml")
SPEAKING = Speaking(CLONAZEPAM, zone=BERLIN)


def without(**thresholds: object) -> Monograph:
    """The monograph with other thresholds: None leaves one out."""
    changed = CLONAZEPAM.thresholds.model_copy(update=thresholds)
    return CLONAZEPAM.model_copy(update={"thresholds": changed})


def detail_of(dose: TakenDose, zone: str = BERLIN) -> Dose:
    """The entry of that dose."""
    said = {"status": dose.status, "amount": dose.amount, "form": "tablet", "medicine_id": dose.medicine_id}
    return Dose.model_validate({"moment": moment(dose.at, zone), **said})


def context_of(
    dose: TakenDose, doses: list[TakenDose], plan: object = (), zone: str = BERLIN, monograph: Monograph = CLONAZEPAM
) -> Context:
    """What is known at a dose: those before it, and the plan."""
    before = [each for each in doses if in_order(each) < in_order(dose)]
    return Context(monograph, dose.recorded_at, zone, as_plan(plan), before)  # type: ignore[arg-type]


def found_of(
    dose: TakenDose, doses: list[TakenDose], plan: object = (), zone: str = BERLIN, monograph: Monograph = CLONAZEPAM
) -> dict[str, Finding]:
    """What each rule finds in a dose, by its key."""
    known = context_of(dose, doses, plan, zone, monograph)
    asked: tuple[Found, ...] = find(detail_of(dose, zone), known, RULES)
    return {each.rule.key: each.finding for each in asked}
