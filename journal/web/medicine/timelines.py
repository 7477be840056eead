"""The timeline of a medicine's plan as its page shows it: a line for each step, in words."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request, url_for

from journal.core.plan.adherence import Lived
from journal.core.plan.regimens import Plan
from journal.core.plan.timeline import Timeline, TimelineStep, When, all_steps, count, timeline
from journal.core.plan.timeline_words import day_of_step, days_of_step, pause_of_step, told_words
from journal.core.safety.rules import Notice
from journal.core.values.periods import read_date
from journal.render.charts.plan_line import PlanLine, plan_line
from journal.web.medicine import plan_notices
from journal.web.medicine.step_visits import days_of_visits
from journal.web.site import context, wording


@dataclass(frozen=True, slots=True)
class Row:
    """A step in words: its days, how much a day, what was ordered, what the safety rules say of it, its `facts`, and
    what is `told` of its doses.

    `nothing_from` is the day after it where nothing is planned then, and `stopped` when it was ended, if that was
    within a day; `form` is named where the plan has several. `visit` is the day and the address of the visit at which
    it was decided.
    """

    when: When
    days: str
    daily: str
    ordered: str
    form: str
    ordered_by: str
    pauses: tuple[str, ...]
    facts: tuple[str, ...]
    told: tuple[str, ...]
    stopped: str
    nothing_from: str
    visit: tuple[str, str] | None = None


@dataclass(frozen=True, slots=True)
class View:
    """The timeline of a page, with the addresses of the steps before and after it, and of those of now where they are
    not on it."""

    rows: tuple[Row, ...]
    line: PlanLine | None
    earlier: str
    later: str
    now: str


def page_asked_for(plan: Plan, first_entry_on: date | None) -> Timeline:
    """The page of the timeline this request asks for; the record begins on `first_entry_on`."""
    today = context.today()
    return timeline(all_steps(plan, today), today, first_entry_on, _asked("before"), _asked("after"))


def view(page: Timeline, plan: Plan, lived: Lived, first_entry_on: date | None) -> View:
    """That page in words, with what became of the planned doses; `lived` are the doses of the days it counts."""
    counted = count(page, plan, lived, context.patient().zones, first_entry_on, context.now())
    is_elsewhere = bool(_asked("before") or _asked("after"))
    steps = plan.counting
    forms, said = {step.form for step in steps}, plan_notices.of_steps(steps)
    days = days_of_visits(counted.steps)
    return View(
        rows=tuple(_row(each, said.get(each.first_on, ()), days, names_form=len(forms) > 1) for each in counted.steps),
        line=None if is_elsewhere else plan_line(plan, lived, context.today(), context.medicine().unit),
        earlier=_address(before=page.earlier) if page.earlier else "",
        later=_address(after=page.later) if page.later else "",
        now=_address() if is_elsewhere else "",
    )


def _row(each: TimelineStep, said: Sequence[Notice], days: Mapping[str, date | None], *, names_form: bool) -> Row:
    today, step, visit_id = context.today(), each.recorded.step, each.recorded.visit_id or ""
    visited_on = days.get(visit_id)
    forms, ended_at = context.known().form_names, each.recorded.ended_at
    return Row(
        when=each.when,
        days=days_of_step(each, today),
        daily=wording.daily_words(step),
        ordered=wording.ordered_words(step),
        form=forms.get(step.form, step.form) if names_form else "",
        ordered_by=step.ordered_by,
        pauses=tuple(pause_of_step(pause, today) for pause in each.pauses),
        facts=tuple(notice.sentences[0] for notice in said),
        told=told_words(each, today, context.medicine().unit),
        stopped=wording.instant_words(ended_at) if ended_at and each.nothing_from else "",
        nothing_from=day_of_step(each.nothing_from, today) if each.nothing_from else "",
        visit=(wording.day_inside(visited_on), url_for("visits.show", visit_id=visit_id)) if visited_on else None,
    )


def _address(**asked: date | None) -> str:
    """This page with other steps."""
    days: dict[str, Any] = {name: on.isoformat() for name, on in asked.items() if on is not None}
    return url_for("medicine.show", **days, **context.of_medicine(), _anchor="steps")


def _asked(name: str) -> date | None:
    """A day of the address; None for what is none."""
    with suppress(ValueError):
        return read_date(request.args.get(name, ""))
    return None
