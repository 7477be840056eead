"""What the safety rules say of the steps of a plan, where it is shown and before it is saved."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from journal.core.plan.regimens import RecordedStep, Step
from journal.core.safety import check, fast_step
from journal.core.safety.rules import Context, Notice, Speaking
from journal.web.site import context


def of_steps(steps: Sequence[Step]) -> Mapping[date, tuple[Notice, ...]]:
    """What they say of the steps of the medicine that is shown, by the first day of each; `steps` are all that count,
    or would."""
    monograph = context.known()
    found = check.find_in_steps(steps, Context(monograph, context.now(), context.patient().settings.zone))
    speaking = Speaking(monograph, context.medicine().unit)
    return {on: check.notices(of_step, speaking) for on, of_step in found.items()}


def of_saved(steps: Sequence[RecordedStep], step_id: str) -> list[Notice]:
    """The same of those that were saved together with the step of that id, and count."""
    saved_at = next((each.saved_at for each in steps if each.id == step_id), None)
    counting = sorted((each for each in steps if each.replaced_at is None), key=lambda each: each.step.starts_on)
    said = of_steps([each.step for each in counting])
    saved = [each.step.starts_on for each in counting if each.saved_at == saved_at]
    return in_one([notice for on in saved for notice in said.get(on, ())])


def in_one(said: Sequence[Notice]) -> list[Notice]:
    """One notice of several, with how many steps it is about; which ones they are stands with each."""
    if len(said) > 1:
        return [replace(said[0], sentences=(fast_step.sentence_of(len(said)), *said[0].sentences[1:]))]
    return list(said)
