"""My medicine: its plan with the timeline, and the monograph in parts to be opened."""

from typing import NamedTuple

from flask import Blueprint, render_template, request, url_for

from journal.core.medicine.together import pairs
from journal.core.plan.regimens import find_resumption, from_day, planned_on, version_tag
from journal.core.plan.supplies import outlook
from journal.store.plan.regimens import read_plan
from journal.store.plan.supplies import read_supplies
from journal.store.trends import NOTHING_LIVED, first_entry_on, read_lived
from journal.web.medicine import plan_notices
from journal.web.medicine.timelines import page_asked_for, view
from journal.web.site import access, context

MOST_LISTED = 100

blueprint = Blueprint("medicine", __name__, url_prefix="/medicine")


@blueprint.get("")
@access.patient(others="some")
def show() -> str:
    """What is planned, what was planned and taken, and everything the monograph says."""
    patient, medicine = context.patient(), context.medicine()
    with context.database().reading() as session:
        plan = read_plan(session, patient.id).of(medicine.id)
        supply = read_supplies(session, patient.id, [medicine], context.today()).get(medicine.id)
        first_on = first_entry_on(session, patient.id)
        page, lived = page_asked_for(plan, first_on), NOTHING_LIVED
        if page.counted is not None:
            lived = read_lived(session, patient.id, page.counted, plan)[0].of(medicine.id)
    steps, today, ended = plan.counting, context.today(), request.args.get("ended", "")
    resumption = find_resumption(steps, plan.steps, ended)
    can_end = bool(from_day(steps, today))
    replaced = [each for each in plan.steps if each.replaced_at is not None]
    return render_template(
        "medicine/show.html",
        here="more",
        monograph=context.known(),
        together=_together(),
        is_listing=context.has_several()
        and any(context.known_of(each).tells_of_others for each in context.present_medicines()),
        is_known=medicine.monograph is not None,
        medicines=_medicines(),
        current=planned_on(steps, today),
        left=outlook(supply, plan, today) if supply else None,
        steps=steps,
        seen=version_tag(steps),
        timeline=view(page, plan, lived, first_on),
        replaced=replaced[:MOST_LISTED],
        all_replaced=len(replaced),
        can_end=can_end,
        pauses=tuple(reversed(plan.pauses))[:MOST_LISTED],
        present=plan.pause_on(today),
        said=plan_notices.of_saved(plan.steps, request.args["saved"]) if "saved" in request.args else (),
        ended=ended if resumption and not resumption.comes_too_late(context.now(), context.form_context().zone) else "",
        restored=can_end and "restored" in request.args,
        opened=request.args.get("part", ""),
    )


class ToldTogether(NamedTuple):
    """Other medicines that can act together with the one of the page in one way: their names, which kind they are, the
    level, and what is said of it."""

    names: list[str]
    kind: str
    level: str
    about: str


def _together() -> list[ToldTogether]:
    """What can act together with this medicine by the short list, the most serious first. What is the same of several
    is said once, with the names of all of them."""
    shown = context.medicine()
    if not context.has_several():
        return []
    found = pairs(context.patient().medicines, context.journal().monographs, context.today(), shown.id)
    rows: dict[tuple[str, str, str], ToldTogether] = {}
    for pair in found:
        other = pair.known if pair.other.id == shown.id else pair.other
        kind = "" if other is pair.known else pair.match.group.name
        said = kind, pair.match.group.level, pair.about
        rows.setdefault(said, ToldTogether([], *said)).names.append(context.medicine_name(other))
    return list(rows.values())


def _medicines() -> list[tuple[str, str, bool]]:
    """The medicines to choose from where there are several: the address of each, its name, and which one is shown. One
    that has ended is reached from the list of all."""
    if not context.has_several():
        return []
    shown, present = context.medicine(), context.present_medicines()
    listed = [each for each in context.patient().medicines if each == shown or each in present]
    return [(url_for("medicine.show", medicine=each.id), context.medicine_name(each), each == shown) for each in listed]
