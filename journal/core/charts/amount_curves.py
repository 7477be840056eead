"""Which medicines have a curve of the amount in the body, and in words why the others have none."""

from collections.abc import Collection, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from journal.core.charts.amount import Curve
from journal.core.charts.points import Of
from journal.core.medicine.circumstances import NOTHING_NOTED, Circumstances
from journal.core.medicine.kinetics import Kinetics
from journal.core.medicine.medicines import Medicine
from journal.core.medicine.monograph import Monograph
from journal.core.plan.adherence import TakenDose
from journal.core.plan.regimens import Plan, Step
from journal.core.values.languages import _, listed, ngettext
from journal.core.values.periods import Period
from journal.core.values.sentences import opening


class Taken(NamedTuple):
    """A medicine, what a chart calls it ("" where it is the only one), and its monograph if it has one."""

    medicine: Medicine
    called: str
    known: Monograph | None

    @property
    def name(self) -> str:
        """What it is called where it has to be named."""
        return opening(self.called or self.medicine.name or (self.known.name if self.known else ""))

    @property
    def pk(self) -> Kinetics | None:
        """The numbers a curve is made of, if they are known and go by its unit."""
        return self.known.pk if self.known and self.medicine.unit == "mg" else None


class Beside(NamedTuple):
    """What can make the numbers wrong besides the plan: what the patient noted of the body, and the forms of each
    medicine that were taken around the period."""

    noted: Circumstances = NOTHING_NOTED
    forms: Mapping[str, Collection[str]] = MappingProxyType({})


NOTHING_BESIDE = Beside()


class Curves(NamedTuple):
    """The medicines with a curve, and a sentence for each reason why others have none."""

    curves: tuple[Curve, ...]
    without: tuple[str, ...]


def curves_of(
    period: Period,
    taken: Sequence[Taken],
    plan: Plan,
    doses_of: Mapping[str, Sequence[TakenDose]],
    dosed: Collection[str] = (),
    beside: Beside = NOTHING_BESIDE,
) -> Curves:
    """Those of the medicines that were planned in the period or taken around it. `dosed` are those with a dose around
    it; `doses_of` need not have each of them where there is no curve."""
    curves, unknown, said = list[Curve](), list[str](), list[str]()
    for each in taken:
        own, doses = plan.of(each.medicine.id), doses_of.get(each.medicine.id, ())
        planned = [step for step in own.counting if _is_in(step, period)]
        if not planned and not doses and each.medicine.id not in dosed:
            continue
        pk = each.pk
        if pk is None:
            why = each.known.no_curve if each.known else None
            if why:
                said.append(_("No curve for %(medicine)s. %(why)s", medicine=each.name, why=why))
            else:
                unknown.append(each.name)
        elif why := (
            _not_in_this_form(each, {*(step.form for step in planned), *beside.forms.get(each.medicine.id, ())})
            or _not_in_this_body(each, pk, beside.noted, period)
            or _not_with_another(each, pk, [other for other in taken if other is not each], period)
        ):
            said.append(why)
        else:
            steps = sorted((one for one in own.steps if one.replaced_at is None), key=lambda one: one.step.starts_on)
            before = next((one for one in steps if one.step.taken_before), None)
            begins_on = steps[0].step.starts_on if steps else None
            curves.append(Curve(Of(each.called, each.medicine.unit), pk, doses, begins_on, before))
    if unknown:
        sentence = ngettext(
            "No curve for %(medicines)s: the journal does not know how long it stays in the body.",
            "No curve for %(medicines)s: the journal does not know how long they stay in the body.",
            len(unknown),
            medicines=listed(unknown),
        )
        said.insert(0, sentence)
    return Curves(tuple(curves), tuple(said))


def _is_in(step: Step, period: Period) -> bool:
    return step.starts_on <= period.last_on and (step.ends_on is None or step.ends_on >= period.first_on)


def _not_in_this_form(each: Taken, used: Collection[str]) -> str:
    """That the numbers of its monograph do not hold for a form that is planned or taken; "" where they do."""
    known = each.known
    barred = [form for form in known.forms if form.key in known.forms_without_curve.intersection(used)] if known else []
    if not known or not barred:
        return ""
    parts = {"medicine": each.name, "form": known.form_names[barred[0].key]}
    if barred[0].release == "extended":
        return _("No curve for %(medicine)s in this form: %(form)s. It gives the medicine off slowly.", **parts)
    if barred[0].release == "delayed":
        return _("No curve for %(medicine)s in this form: %(form)s. It gives the medicine off later.", **parts)
    return _("No curve for %(medicine)s in this form: %(form)s.", **parts)


def _not_in_this_body(each: Taken, pk: Kinetics, noted: Circumstances, period: Period) -> str:
    """That they do not hold with what the patient noted, which is not named: others look at charts too."""
    if not pk.forbidden_by_body(noted, period.last_on):
        return ""
    return _(
        "No curve for %(medicine)s: with what is noted of the body the numbers of a typical person do not hold.",
        medicine=each.name,
    )


def _not_with_another(each: Taken, pk: Kinetics, others: Sequence[Taken], period: Period) -> str:
    """That they do not hold beside another medicine that was taken in the period."""
    beside = [other for other in others if not other.medicine.has_ended(period.first_on)]
    for other in beside:
        names = (other.name, other.known.name if other.known else "")
        if any(pk.forbidden_by(name) for name in names):
            return _(
                "No curve for %(medicine)s beside %(other)s: that changes how long it stays in the body.",
                medicine=each.name,
                other=other.name,
            )
    return ""
