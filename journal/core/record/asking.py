"""What a check-in asks: every question once, in the person's own order, and which of them come first."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, NamedTuple

from journal.core.medicine.benefits import Benefit
from journal.core.medicine.monograph import Monograph
from journal.core.medicine.parts import Choice, Rating
from journal.core.record.days import ASKABLE, ASKED_AT_FIRST
from journal.core.record.symptoms import OWN, Symptoms
from journal.core.values.languages import _
from journal.core.values.sentences import opening

LATELY = timedelta(days=14)
FEWEST_FIRST, MOST_FIRST = 3, 5  # what one screen of a phone holds, and what still comes before the fold
MOST_UNFOLDED = 10  # with more rows than these the fold stays closed for somebody new, and on a desk


class Watch(NamedTuple):
    """From which day to which an effect was watched; None: it still is."""

    effect: str
    first_on: date
    last_on: date | None = None

    def began_before(self, on: date) -> bool:
        """Whether it was chosen before that day, and had not ended by then."""
        return self.first_on < on and (self.last_on is None or self.last_on >= on)


@dataclass(frozen=True, slots=True)
class Asking:
    """What a person chose about the questions of a check-in: their order, and which effects are watched.

    `order` holds keys, what it does not name follows in the order of the medicines' lists. Keys of what is not asked
    for any more may stand in both; they wait there, for the day it is asked for again. `watches` say since when, and
    until when: what is judged after a change of dose was chosen before it. `chosen` are effects of the lists that are
    asked for though no list asks for them by itself. `days` are the questions about days that are asked; None: nobody
    chose. `benefits` are what medicines are for that is asked each day. With `only_when_wrong` nobody is asked for a
    check-in each day, but once a week whether all was quiet.
    """

    order: tuple[str, ...] = ()
    watched: tuple[str, ...] = ()
    watches: tuple[Watch, ...] = ()
    days: tuple[str, ...] | None = None
    only_when_wrong: bool = False
    chosen: tuple[str, ...] = ()
    benefits: tuple[str, ...] = ()

    @property
    def asked_days(self) -> tuple[str, ...]:
        """The questions about days that are asked, in their order; the others are folded."""
        return ASKED_AT_FIRST if self.days is None else tuple(key for key in ASKABLE if key in self.days)

    def asking_days(self, key: str, asked: bool) -> "Asking":
        """The same with this question about days asked, or folded."""
        others = tuple(other for other in self.asked_days if other != key)
        return replace(self, days=(*others, key) if asked else others)

    def asking_benefit(self, key: str, asked: bool) -> "Asking":
        """The same with this benefit asked each day, or not."""
        others = tuple(other for other in self.benefits if other != key)
        return replace(self, benefits=(*others, key) if asked else others)

    def choosing(self, key: str, chosen: bool) -> "Asking":
        """The same with this effect of a list asked for, or only where the list asks for it by itself."""
        others = tuple(other for other in self.chosen if other != key)
        return replace(self, chosen=(*others, key) if chosen else others)

    @property
    def values(self) -> dict[str, Any]:
        """As it is stored and taken out; what nobody chose is left out."""
        said: dict[str, Any] = {} if self.days is None else {"days": list(self.days)}
        if self.only_when_wrong:
            said["only_when_wrong"] = True
        if self.chosen:
            said["chosen"] = list(self.chosen)
        if self.benefits:
            said["benefits"] = list(self.benefits)
        return said | {
            "order": list(self.order),
            "watched": list(self.watched),
            "watches": [
                {"effect": each.effect, "first_on": f"{each.first_on}", "last_on": each.last_on and f"{each.last_on}"}
                for each in self.watches
            ],
        }

    def watching(self, key: str, watched: bool, symptoms: Symptoms, on: date) -> "Asking":
        """The same with this effect watched from that day on, or not any more; what was merged into it goes with it."""
        others = tuple(other for other in self.watched if symptoms.present(other) != key)
        found = []
        for each in self.watches:
            goes_on = each.last_on is None and symptoms.present(each.effect) == key
            if goes_on and not watched and each.first_on < on:
                found.append(each._replace(last_on=on))
            elif not (goes_on and not watched):  # what began on this very day was watched on none
                found.append(each)
        if watched and not any(each.last_on is None and symptoms.present(each.effect) == key for each in found):
            found.append(Watch(key, on))
        return replace(self, watched=(*others, key) if watched else others, watches=tuple(found))

    def watched_before(self, on: date, symptoms: Symptoms) -> tuple[str, ...]:
        """The effects that were watched before that day, each once under its present key."""
        found = (symptoms.present(each.effect) for each in self.watches if each.began_before(on))
        return tuple(dict.fromkeys(found))

    def ever_watched(self, symptoms: Symptoms) -> set[str]:
        """The effects that were watched at any time, under their present keys."""
        return {symptoms.present(each.effect) for each in self.watches}

    def moving(self, key: str, present: Sequence[str], *, before: str = "", after: str = "") -> "Asking":
        """The same with this effect right before or right after another one; `present` is the order it is asked in now.

        Whoever sends the same move twice moves it once.
        """
        order = [other for other in present if other != key]
        order.insert(order.index(before) if before else order.index(after) + 1, key)
        waiting = (other for other in self.order if other not in present)
        return replace(self, order=(*order, *waiting))


def read_asking(values: Mapping[str, Any] | None) -> Asking:
    """What was stored, see `Asking.values`; None: nothing was chosen."""
    stored = values or {}
    watches = (
        Watch(
            each["effect"],
            date.fromisoformat(each["first_on"]),
            date.fromisoformat(each["last_on"]) if each["last_on"] else None,
        )
        for each in stored.get("watches", ())
    )
    days = tuple(stored["days"]) if "days" in stored else None
    names = ("order", "watched", "chosen", "benefits")
    order, watched, chosen, benefits = (tuple(stored.get(name, ())) for name in names)
    return Asking(order, watched, tuple(watches), days, bool(stored.get("only_when_wrong")), chosen, benefits)


def asked_benefits(monograph: Monograph, asking: Asking) -> tuple[Benefit, ...]:
    """What the medicines are for that the person wants to be asked each day, in the order of the medicines' lists."""
    return tuple(benefit for benefit in monograph.benefits if benefit.key in asking.benefits)


@dataclass(frozen=True, slots=True)
class AskedEffect:
    """One row of the check-in. `asks_now` says that the second question, "And right now?", belongs to it."""

    key: str
    name: str
    question: str
    watched: bool = False
    asks_now: bool = False
    directions: tuple[Choice, ...] = ()
    direction_question: str = ""

    @property
    def own(self) -> bool:
        """Whether it is a symptom of the person's own."""
        return self.key.startswith(OWN)


@dataclass(frozen=True, slots=True)
class Lately:
    """How an effect was rated lately: in how many check-ins above "none", the worst, and the last answer."""

    bothered: int
    worst: int
    last: int


def asked_effects(
    monograph: Monograph,
    symptoms: Symptoms,
    asking: Asking,
    also: Collection[str] = (),
    lately: Mapping[str, Lately] | None = None,
) -> tuple[AskedEffect, ...]:
    """Every row of the check-in in the person's order: of the lists of the medicines what these ask by themselves, what
    the person chose or watches and what came `lately`, and the symptoms of their own.

    `also` are symptoms that are hidden, and effects that are only offered, and asked for all the same, since a form
    holds an answer to them.
    """
    watched = {symptoms.present(key) for key in asking.watched}
    came = {key for key, known in (lately or {}).items() if known.bothered}
    asked = {*monograph.asked, *asking.chosen, *watched, *also}
    listed = [
        _listed(rating, rating.key in watched)
        for rating in monograph.ratings
        if rating.key in asked or (rating.key in came and not rating.delicate)
    ]
    own = symptoms.rateable | {key: name for key, name in symptoms.items() if key in also}
    rows = [*listed, *(_own(key, name, key in watched) for key, name in own.items())]
    place = {key: number for number, key in enumerate(asking.order)}
    return tuple(sorted(rows, key=lambda row: place.get(row.key, len(place))))


def offered_effects(monograph: Monograph, asked: Iterable[AskedEffect]) -> tuple[AskedEffect, ...]:
    """What the lists of the medicines have besides the rows that are asked: to be answered by whoever looks for it.
    What is delicate is not among it."""
    known = {row.key for row in asked}
    return tuple(
        _listed(rating, watched=False)
        for rating in monograph.ratings
        if rating.key not in known and not rating.delicate
    )


def choices(monograph: Monograph, asking: Asking) -> tuple[tuple[Rating, bool], ...]:
    """The effects that no list asks for by itself, each with whether it is chosen; delicate ones are among them."""
    return tuple((each, each.key in asking.chosen) for each in monograph.ratings if each.key not in monograph.asked)


def _listed(rating: Rating, watched: bool) -> AskedEffect:
    return AskedEffect(
        rating.key,
        opening(rating.short),
        rating.question,
        watched,
        watched or rating.asks_now,
        rating.directions,
        rating.direction_question,
    )


def _own(key: str, name: str, watched: bool) -> AskedEffect:
    return AskedEffect(key, name, _("Not on the list"), watched, asks_now=watched)


def split_first(
    rows: Sequence[AskedEffect], lately: Mapping[str, Lately]
) -> tuple[tuple[AskedEffect, ...], tuple[AskedEffect, ...]]:
    """What is asked first, and the rest; both stay in the person's order.

    First come the effects that are watched or were rated above "none" lately, three at least and five at most. Where
    there are more: what is watched, then what came most often, then what was worst, then what stands higher.
    """

    def rank(row: AskedEffect) -> tuple[bool, int, int]:
        known = lately.get(row.key)
        return (not row.watched, -known.bothered, -known.worst) if known else (not row.watched, 0, 0)

    wanted = sum(row.watched or (row.key in lately and lately[row.key].bothered > 0) for row in rows)
    count = min(max(wanted, FEWEST_FIRST), MOST_FIRST)
    first = {row.key for row in sorted(rows, key=rank)[:count]}
    return tuple(r for r in rows if r.key in first), tuple(r for r in rows if r.key not in first)
