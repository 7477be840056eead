"""Say the doses chart in a sentence whose counts add up."""

from collections import Counter
from collections.abc import Iterator

from journal.core.charts.dose_words import pause_words
from journal.core.charts.doses_intake import Intake
from journal.core.charts.points import Caption, State
from journal.core.plan.adherence import Status
from journal.core.values.languages import _, in_a_row, listed, ngettext

FEWEST_MARKS = 3


def caption(intake: Intake, weekly: bool, has_lanes: bool) -> Caption:
    """What the chart asks, what it answers and how it is read."""
    mark = _("Each mark is a dose at the time it was taken. Skipped and missed ones stand at their planned time.")
    if has_lanes:
        mark = _("Each row is a planned time, each pale cell a dose as planned. A mark stands where it was not.")
    if weekly:
        mark = _("Each column is a week: its doses taken, late, skipped and missed.")
    late = _("Late is more than a quarter of the time to the next planned dose (30 minutes to 3 hours).")
    missed = _("Missed means that nothing was logged for that time. Shaded days have no entry at all.")
    return Caption(
        question=_question(intake.of.name, has_lanes),
        answer=_answer(intake),
        explanation=" ".join((mark, late, missed)),
        state=_state(intake),
        medicine=intake.of.name,
    )


def _question(medicine: str, has_lanes: bool) -> str:
    if has_lanes and medicine:
        return _("Which doses of %(medicine)s were not as planned?", medicine=medicine)
    if has_lanes:
        return _("Which doses were not as planned?")
    if medicine:
        return _("Which doses of %(medicine)s were taken, and when?", medicine=medicine)
    return _("Which doses were taken, and when?")


def _state(intake: Intake) -> State:
    if not intake.has_marks():
        return "empty"
    return "chart" if intake.has_marks(FEWEST_MARKS) else "too_few_doses"


def _answer(intake: Intake) -> str:
    if not intake.has_marks():
        return _("No dose is recorded in this period.")
    due = intake.due
    said = _planned_words(intake, due) if due else [_unplanned_words(intake)]
    if blank := len(intake.not_recorded):
        said.append(ngettext("%(num)s day has no entry.", "%(num)s days have no entry.", blank))
    if pauses := pause_words(intake.pauses, intake.today):
        said.append(pauses)
    return " ".join(said)


def _planned_words(intake: Intake, due: Counter[Status]) -> list[str]:
    """ "Of 56 planned doses 49 were taken on time, 3 late, 1 skipped, 2 missed or not logged": these add up."""
    parts = [ngettext("%(num)s was taken on time", "%(num)s were taken on time", due["taken"])]
    if late := due["late"]:
        parts.append(ngettext("%(num)s late", "%(num)s late", late))
    if skipped := due["skipped"]:
        parts.append(ngettext("%(num)s skipped", "%(num)s skipped", skipped))
    if missed := due["missed"]:
        parts.append(ngettext("%(num)s missed or not logged", "%(num)s missed or not logged", missed))
    if blank := due["not_recorded"]:
        parts.append(ngettext("%(num)s on a day with nothing logged", "%(num)s on a day with nothing logged", blank))
    return [
        ngettext(
            "Of %(num)s planned dose %(counts)s.",
            "Of %(num)s planned doses %(counts)s.",
            due.total(),
            counts=in_a_row(parts),
        ),
        *_further_words(intake),
    ]


def _further_words(intake: Intake) -> Iterator[str]:
    """What the counts of planned times do not say."""
    if others := intake.others:
        yield ngettext(
            "%(num)s was in another amount than planned.", "%(num)s were in another amount than planned.", others
        )
    if as_needed := len(intake.as_needed):
        yield ngettext("%(num)s dose was taken as needed.", "%(num)s doses were taken as needed.", as_needed)
    beside, without = (sum(d.status == "taken" for d in doses) for doses in (intake.beside, intake.without_plan))
    if beside:
        yield ngettext(
            "%(num)s more dose was taken beside the plan.", "%(num)s more doses were taken beside the plan.", beside
        )
    if without:
        yield ngettext(
            "%(num)s more dose was taken without a plan.", "%(num)s more doses were taken without a plan.", without
        )


def _unplanned_words(intake: Intake) -> str:
    marks = [each.mark for each in intake.marks()]
    counts = Counter(mark.status for mark in marks)
    days = len({mark.on for mark in marks})
    doses = [ngettext("%(num)s dose taken", "%(num)s doses taken", counts["taken"] + counts["late"])]
    if skipped := counts["skipped"]:
        doses.append(ngettext("%(num)s skipped", "%(num)s skipped", skipped))
    return ngettext("%(doses)s on %(num)s day.", "%(doses)s on %(num)s days.", days, doses=listed(doses))
