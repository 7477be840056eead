"""The points of the charts of the made-up patient, as the files in tests/data/demo_charts hold them.

`python -m tests.core.charts.demo_points` writes them anew; the diff then shows what a change does to the charts.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from journal.core.charts.amount import Curve, amount_chart
from journal.core.charts.balance import balance_chart
from journal.core.charts.benefits import answered, day_by_day
from journal.core.charts.calendar import calendar_chart
from journal.core.charts.day_marks import with_days
from journal.core.charts.dose_changes import dose_changes_chart
from journal.core.charts.dose_lines import Doses
from journal.core.charts.doses import doses_chart
from journal.core.charts.hours import NOT_NOW, Answers, CheckIns, hours_chart
from journal.core.charts.points import Chart, Of
from journal.core.charts.severity import severity_chart
from journal.core.charts.worst_days import WorstDays
from journal.core.demo.beside import with_others
from journal.core.demo.days import with_days as told_with_days
from journal.core.demo.story import story
from journal.core.demo.told import Story
from journal.core.medicine.monograph import DATA, read_monograph
from journal.core.plan.adherence import Lived, TakenDose, taken_dose
from journal.core.plan.regimens import Plan
from journal.core.record.checkins import CheckIn
from journal.core.record.day_counts import Answer as DayAnswer
from journal.core.record.days import Day
from journal.core.record.doses import Dose
from journal.core.record.episodes import Episode
from journal.core.values.clock import Zones, minute_number
from journal.core.values.periods import Period
from tests.core.charts.worst import worst
from tests.core.plan.plans import BERLIN, change

FOLDER = Path(__file__).parents[2] / "data" / "demo_charts"
NOW = datetime(2026, 3, 10, 20, 30, tzinfo=UTC)
EFFECTS = (("drowsiness", "Drowsiness"), ("dizziness", "Dizziness"), ("mood_low", "Low mood"))


@dataclass(frozen=True)
class Told:
    """A story as the charts read a record."""

    daily: WorstDays
    check_ins: CheckIns
    answers: dict[str, Answers]
    doses: tuple[TakenDose, ...]
    entry_days: set[date]


def read(told: Story) -> Told:
    """The ratings and doses of a story, and the days with any entry."""
    daily, check_ins, doses, days = [], [], [], set()
    answers = defaultdict(list)
    for _, recorded_at, detail in told.entries:
        if isinstance(detail, CheckIn):
            daily += [(detail.day_on, rated.effect, rated.severity) for rated in detail.ratings]
            for each in detail.ratings:
                now = NOT_NOW if each.now_severity is None else each.now_severity
                answers[each.effect].append((len(check_ins), each.severity, now))
            check_ins.append((minute_number(detail.moment.at), detail.day_on.toordinal()))
        if isinstance(detail, Dose):
            doses.append(taken_dose(detail.moment, detail.amount, detail.status, recorded_at))
        days.add(detail.day_on if isinstance(detail, CheckIn) else detail.moment.on)
    of_effects = {effect: Answers(*zip(*own, strict=True)) for effect, own in answers.items()}
    return Told(worst(daily), CheckIns(*zip(*check_ins, strict=True)), of_effects, tuple(doses), days)


def read_days(told: Story) -> list[DayAnswer]:
    """What the made-up patient answers about days, as charts read it."""
    days = [each.detail for each in told_with_days(told, 1, NOW, BERLIN).entries if isinstance(each.detail, Day)]
    return [(day.day_on, key, value) for day in days for key, value in day.answers.items()]


def charts() -> Iterator[tuple[str, Chart]]:
    """Every chart by its name: 150 days that end on 10 March 2026, as lived in Berlin."""
    told = story(1, NOW, BERLIN, read_monograph(DATA / "clonazepam.toml"))
    record, period = read(told), Period(told.first_on, told.last_on)
    plan = []
    for _, saved_at, step, _medicine in told.steps:
        walls = " ".join(f"{wall:%H:%M}" for wall in step.times)
        plan = change(plan, saved_at, walls, step.doses[0].amount, step.starts_on)
    plan = Plan(tuple(plan))
    taken = [(dose.on, dose.amount if dose.status == "taken" else 0) for dose in record.doses]
    answers, doses = read_days(told), Doses(plan.counting, taken)
    severity = severity_chart(period, EFFECTS, record.daily, doses, record.entry_days, period.last_on)
    yield "severity", with_days(severity, answers)
    yield "severity_and_worry", _with_worry(record, answers, Doses(plan.counting, taken), period)
    yield "calendar", calendar_chart(period, "Drowsiness", record.daily.of_effect("drowsiness", period), period.last_on)
    lived = Lived(record.doses, record.entry_days)
    yield "doses", with_days(doses_chart(period, plan, lived, told.first_on, Zones(BERLIN), NOW), answers)
    yield "hours", hours_chart(period, EFFECTS, record.check_ins, record.answers, record.doses, record.entry_days)
    daily, doses = record.daily, Doses(plan.counting)
    yield "dose_changes", dose_changes_chart(period, EFFECTS, lambda _on: EFFECTS[:2], daily, doses, period.last_on)
    yield "balance", _balance(told, record, plan, period, answers)
    yield "amount", _amount(told, record, period)
    yield "amount_of_a_month", _amount(told, record, Period(period.last_on - timedelta(days=27), period.last_on))
    yield "severity_of_three", _of_three(told, record, plan, period)


def _with_worry(record: Told, answers: Sequence[DayAnswer], doses: Doses, period: Period) -> Chart:
    """What the medicine is for below an effect."""
    below = day_by_day(period, answered(period, answers, {"worry": "Worry"}), answers)
    return severity_chart(period, EFFECTS[:1], record.daily, doses, record.entry_days, period.last_on, benefits=below)


def _balance(told: Story, record: Told, plan: Plan, period: Period, answers: Sequence[DayAnswer]) -> Chart:
    """The seizures of the story and how strong worry was, beside its hard days, at each dose."""
    came = Counter((one.detail.day_on, one.detail.what) for one in told.entries if isinstance(one.detail, Episode))
    names = read_monograph(DATA / "clonazepam.toml").episode_names
    doses, days = Doses(plan.counting), record.entry_days
    of_worry = [each for each in answers if each[1] == "benefit-worry"]
    below, span = answered(period, answers, {"worry": "Worry"}), (period.last_on, told.first_on)
    return balance_chart(period, EFFECTS, record.daily, came, names, of_worry, doses, days, *span, benefits=below)


def _amount(told: Story, record: Told, period: Period) -> Chart:
    """What is in the body, as a band over the whole story and as a line over its last month."""
    pk = read_monograph(DATA / "clonazepam.toml").pk
    assert pk is not None
    curve = Curve(Of(), pk, record.doses, told.first_on)
    lived = Lived(record.doses, record.entry_days)
    return amount_chart(period, [curve], (), lived, told.first_on, Zones(BERLIN), NOW)


def _of_three(told: Story, record: Told, plan: Plan, period: Period) -> Chart:
    """The severity chart with the other medicines of the made-up patient, and the days in hospital."""
    whole = with_others(told, 1, NOW, BERLIN)
    taken: dict[str, list[tuple[date, int]]] = defaultdict(list)
    for entry in whole.entries:
        if isinstance(entry.detail, Dose):
            taken[entry.detail.medicine_id].append((entry.detail.moment.on, entry.detail.taken_amount))
    others = []
    for medicine in whole.others:
        steps = [step.step for step in whole.steps if step.medicine_id == medicine.id]
        closed = [replace(one, ends_on=two.starts_on - timedelta(days=1)) for one, two in pairwise(steps)]
        others.append(Doses((*closed, steps[-1]), taken[medicine.id], Of(medicine.name or "", medicine.unit)))
    doses = Doses(plan.counting, taken["clonazepam"], Of("Clonazepam"))
    daily, days = record.daily, record.entry_days
    return severity_chart(period, EFFECTS, daily, doses, days, period.last_on, None, others, whole.pauses)


def written(chart: Chart) -> str:
    """The points as JSON, one value a line where lists are long."""
    return json.dumps(asdict(chart), default=str, indent=1, ensure_ascii=False) + "\n"


def main() -> None:
    """Write every file anew."""
    FOLDER.mkdir(exist_ok=True)
    for name, chart in charts():
        (FOLDER / f"{name}.json").write_text(written(chart), "utf-8")


if __name__ == "__main__":
    main()
