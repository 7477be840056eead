"""Say the page of a bad day in words: what its first button records, what is known where there is nothing to press, and
what the press before did."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from journal.core.medicine.medicines import Medicine
from journal.core.plan.one_press import OnePress
from journal.core.plan.today import Answer, Tap
from journal.core.values.languages import _, listed, ngettext
from journal.web.record import answers
from journal.web.record.doses import amount_fields
from journal.web.site import context, wording


@dataclass(frozen=True, slots=True)
class Card:
    """A medicine with the answer to "did I take it?"."""

    medicine: Medicine
    name: str
    answer: Answer


def press(cards: Sequence[Card], chosen: OnePress) -> dict[str, Any] | None:
    """The first button: its words, what each of the doses is, and the fields of its form."""
    if not chosen.taken:
        return None
    pressed = [cards[n] for n in chosen.taken]
    taps = [card.answer.tap for card in pressed]
    fields: dict[str, str] = {}
    doses = []
    same_time = len({tap.planned.at for tap in taps if tap and tap.planned}) == 1
    for n, (card, tap) in enumerate(zip(pressed, taps, strict=True), 1):
        assert tap is not None  # noqa: S101 - one_press chose it
        with context.about(card.medicine):
            own = {"medicine": card.medicine.id, **amount_fields(tap.amount), "form": tap.form}
            fields |= {f"{name}_{n}": text for name, text in own.items()}
            doses.append(_dose_words(card, tap, is_one=len(cards) == 1, has_time=len(pressed) > 1 and not same_time))
    words, below = _words(taps, same_time=same_time, is_early=chosen.is_early)
    return {
        "id": _form_id(pressed),
        "words": words,
        "doses": [*doses, below] if below else doses,
        "fields": fields | {"said": _("%(words)s: %(doses)s", words=words, doses=listed(doses))},
    }


def _form_id(pressed: Sequence[Card]) -> str:
    """The idempotency key of a press: the same in two windows while nothing was saved between, so that the same dose
    is not recorded by both."""
    doses = [(card.medicine.id, tap.kind, tap.planned) for card in pressed if (tap := card.answer.tap)]
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{context.patient().id} {context.patient().revision} {doses}"))


def _words(taps: Sequence[Tap | None], *, same_time: bool, is_early: bool) -> tuple[str, str]:
    """What the first button says, and for which time where that is one."""
    tap = taps[0]
    assert tap is not None  # noqa: S101 - one_press chose it
    if tap.kind in {"same", "as_needed"}:
        return _("I took it"), _("same as last time") if tap.kind == "same" else _("as needed")
    time = answers.clock(tap.planned.at) if tap.planned else ""
    if len(taps) > 1:
        count = len(taps)
        if not same_time:
            return _("I took both") if count == 2 else ngettext("I took all %(num)s", "I took all %(num)s", count), ""
        if count == 2:
            return _("I took both planned for %(time)s", time=time), ""
        return ngettext(
            "I took all %(num)s planned for %(time)s", "I took all %(num)s planned for %(time)s", count, time=time
        ), ""
    if tap.kind == "rest":
        return _("I took the rest"), _("the one for %(time)s", time=time)
    return _("I took it early") if is_early else _("I took it"), _("the one for %(time)s", time=time)


def _dose_words(card: Card, tap: Tap, *, is_one: bool, has_time: bool) -> str:
    """ "0.5 mg", among several medicines with the name, and with the time where they are of several times."""
    amount = wording.dose_words(tap.amount, tap.form)
    if is_one:
        return amount
    time = answers.clock(tap.planned.at) if tap.planned else ""
    if has_time:
        return _("%(medicine)s %(amount)s, %(time)s", medicine=card.name, amount=amount, time=time)
    return _("%(medicine)s %(amount)s", medicine=card.name, amount=amount)


def counts_for(cards: Sequence[Card], chosen: OnePress) -> tuple[str, str]:
    """The time a dose taken now counts for, and the one it does not, where one dose is offered ahead of its time."""
    if len(chosen.taken) != 1:
        return "", ""
    card = cards[chosen.taken[0]]
    with context.about(card.medicine):
        return answers.counts_for(card.answer)


def states(cards: Sequence[Card]) -> list[dict[str, Any]]:
    """Where nothing is to be pressed: what is known instead of each medicine, and whether that is that it was taken.
    Among several only of those that something is planned for or was taken of."""
    found = []
    for card in cards:
        answer, is_one = card.answer, len(cards) == 1
        if not is_one and answer.slot is None and answer.coming is None and answer.headline != "taken":
            continue
        with context.about(card.medicine):
            remarks = [answers.day_amount(answer), _only_ago(answer)]
            said = answers.headline(answer) if is_one else _of_one_among_several(card)
        is_done = answer.headline == "taken"
        found.append({"words": said, "is_done": is_done, "remarks": [remark for remark in remarks if remark]})
    return found


def _of_one_among_several(card: Card) -> str:
    slot = card.answer.slot
    if card.answer.headline == "taken" and slot is not None:
        return _("%(medicine)s %(doses)s", medicine=card.name, doses=answers.taken_for(slot))
    return _("%(medicine)s: %(said)s", medicine=card.name, said=answers.headline(card.answer))


def _only_ago(answer: Answer) -> str:
    if answer.only_ago is None or answer.last is None:
        return ""
    amount, time = wording.dose_words(answer.last.amount, answer.last.form), answers.clock(answer.last.at)
    dose = _("%(amount)s at %(time)s", amount=amount, time=time)
    return answers.facts(answer, dose)[0]


def told(first: Mapping[str, Any], said: str, count: int) -> str:
    """What the press before did, in one line: of several doses how many, since the page names each."""
    if count > 1:
        said = ngettext("%(num)s dose", "%(num)s doses", count)
    if first["what"] == "deleted":
        if first["again"]:
            return _("Not recorded again, since you deleted it: %(entry)s", entry=said)
        return _("Taken back: %(entries)s", entries=said)
    if first["again"]:
        return _("Already recorded, once: %(entries)s, %(time)s", entries=said, time=first["time"])
    return _("Saved: %(entry)s, %(time)s", entry=said, time=first["time"])
