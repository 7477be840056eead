"""The medicines a patient takes: those with a monograph, and any others, each with doses and a plan of its own."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from journal.core.medicine.daily_range import no_range
from journal.core.medicine.effects import AskedFirst
from journal.core.medicine.liquids import ml_of
from journal.core.medicine.monograph import Monograph
from journal.core.medicine.parts import Alert, EpisodeKind, Form, Overdose
from journal.core.medicine.thresholds import Driving, Thresholds, Together
from journal.core.values.amounts import LARGEST, Amount

MOST_MEDICINES = 30

# What is known of a medicine of which nothing is known.
_NOTHING = Monograph.model_construct(
    overdose=Overdose.model_construct(about="", signs=(), what_to_do=(), treatment=""),
    key="",
    name="",
    brand_names=(),
    codes=(),
    daily_range=no_range(LARGEST),
    thresholds=Thresholds(),
    uses=(),
    forms=(),
    side_effects=(),
    episodes=(),
    benefits=(),
    alerts=(),
    precautions=(),
    stopping=None,
    interactions=(),
    listed=(),
    drug_class="",
    about="",
    mechanism="",
    advice="",
    source="",
)

# The thresholds of what is asked once for all medicines; the others are of each medicine alone.
OF_CHECK_INS = ("low_mood", "very_drowsy", "long_seizure", "repeated_seizure")
OF_DAYS = ("alcohol", "sedative")  # what is told of them is told of the medicines that say so


@dataclass(frozen=True, slots=True)
class Medicine:
    """One medicine of a patient's: `monograph` is the key of what is known of it, if anything is.

    `name` is what the patient calls it; None where it is called as in its monograph. `amounts` are those the patient
    takes or has at home. It is taken from `starts_on`, if that is known, to `ends_on`, if it has ended. `count_id` is
    the count of what is left of it, None where that is not counted; it is no part of what its form changes.
    """

    id: str
    name: str | None = None
    monograph: str | None = None
    unit: str = "mg"
    amounts: tuple[Amount, ...] = ()
    starts_on: date | None = None
    ends_on: date | None = None
    count_id: str | None = field(default=None, compare=False, repr=False)

    @property
    def version_tag(self) -> str:
        """The medicine as it is, for an optimistic lock."""
        return hashlib.sha256(repr(self).encode()).hexdigest()[:16]

    def has_ended(self, today: date) -> bool:
        """Whether its last day is over."""
        return self.ends_on is not None and self.ends_on < today

    def ending(self, on: date) -> "Medicine":
        """The same with that day its last. One that was to begin later does not begin: its first day goes."""
        has_begun = self.starts_on is None or self.starts_on <= on
        return replace(self, starts_on=self.starts_on if has_begun else None, ends_on=on)


def of_monograph(key: str) -> Medicine:
    """The medicine of an account that is new: what is known of it is under that key, and so is it."""
    return Medicine(key, monograph=key)


def name_of(medicine: Medicine, monographs: Mapping[str, Monograph]) -> str:
    """What it is called everywhere."""
    return medicine.name or known_of(medicine, monographs).name


@dataclass(frozen=True, slots=True)
class Called:
    """What a file or a row says of a medicine: its name, its unit, the names of its forms by their keys, and its forms
    that are liquids."""

    name: str
    unit: str
    forms: Mapping[str, str]
    liquids: Mapping[str, Form] = field(default_factory=dict)

    def ml(self, amount: Amount, form: str) -> Amount | None:
        """How many ml of a form have that amount in them; None of what is no liquid, or at no exact number of ml."""
        return ml_of(amount, self.liquids[form]) if form in self.liquids and self.unit == "mg" else None


def called(medicines: Iterable[Medicine], monographs: Mapping[str, Monograph]) -> dict[str, Called]:
    """The words for each medicine, by its id."""
    known = {each.id: (each, known_of(each, monographs)) for each in medicines}
    return {key: Called(about.name, each.unit, about.form_names, about.liquids) for key, (each, about) in known.items()}


def known_of(medicine: Medicine, monographs: Mapping[str, Monograph]) -> Monograph:
    """What is known of it under the name the patient gave it; without a monograph nothing but that name."""
    found = monographs.get(medicine.monograph or "")
    if found is None:
        return _nothing_known(medicine)
    return _with(found, name=medicine.name) if medicine.name else found


def asked_about(
    medicines: Iterable[Medicine], monographs: Mapping[str, Monograph], today: date | None = None
) -> Monograph:
    """One list of what check-ins ask about and of the kinds of episodes: that of every medicine with a monograph which
    has not ended by `today`, in their order. What two lists share is asked once.

    Where no medicine has a monograph, the list is empty: own symptoms alone are rated.
    """
    taken = [each for each in medicines if today is None or not each.has_ended(today)]
    keys = dict.fromkeys(each.monograph for each in taken if each.monograph)
    known = [monographs[key] for key in keys if key in monographs]
    if not known:
        return _nothing_known(Medicine("", name=""))
    return known[0] if len(known) == 1 else _united(known)


def offered(medicine: Medicine, known: Monograph) -> tuple[Amount, ...]:
    """The amounts to press: those the patient takes, with a half and a quarter of each tablet, and one and a half and
    two where there is but one strength, up to the largest amount; else the strengths that are listed."""
    if not medicine.amounts:
        return known.strengths
    if medicine.unit not in {"mg", "pieces"}:
        return tuple(sorted(set(medicine.amounts)))
    quarters = (1, 2, 4, 6, 8) if len(set(medicine.amounts)) == 1 else (1, 2, 4)
    parts = {amount * n // 4 for amount in medicine.amounts for n in quarters if amount * n % 4 == 0}
    return tuple(sorted(part for part in parts if part <= known.daily_range.largest))


def _united(known: Sequence[Monograph]) -> Monograph:
    left = {rating.key: rating for each in known for rating in each.ratings}  # of one key all of them say the same
    first = tuple(key for key in left if any(key in each.asked for each in known))
    effects = []
    for effect in (effect for each in known for effect in each.side_effects):
        ratings = tuple(left.pop(rating.key) for rating in effect.ratings if rating.key in left)
        if ratings:
            effects.append(effect.model_copy(update={"ratings": ratings}))
    episodes: dict[str, EpisodeKind] = {}
    for kind in (kind for each in known for kind in each.episodes):
        episodes.setdefault(kind.key, kind)
    thresholds = Thresholds(
        **{name: next(filter(None, (getattr(each.thresholds, name) for each in known)), None) for name in OF_CHECK_INS},
        **{name: _together(known, name) for name in OF_DAYS},
        driving=_driving(known),
    )
    return _with(
        known[0],
        side_effects=tuple(effects),
        check_in=AskedFirst.model_construct(first=first),
        episodes=tuple(episodes.values()),
        benefits=tuple({each.key: each for of_one in known for each in of_one.benefits}.values()),
        alerts=_all_signs(known),
        thresholds=thresholds,
    )


def _all_signs(known: Sequence[Monograph]) -> tuple[Alert, ...]:
    """The danger signs of all of them, each once: at the more serious level where two have it, and those of an
    emergency first."""
    found: dict[str, Alert] = {}
    signs = (alert for each in known for alert in each.alerts)
    for alert in sorted(signs, key=lambda alert: alert.level != "emergency"):
        found.setdefault(alert.key, alert)
    return tuple(found.values())


def _driving(known: Sequence[Monograph]) -> Driving | None:
    """The questions by which any of them asks about driving, from the lowest answer on from which one of them does."""
    limits = [each.thresholds.driving for each in known if each.thresholds.driving is not None]
    if not limits:
        return None
    ratings = dict.fromkeys(rating for limit in limits for rating in limit.ratings)
    return Driving(ratings=tuple(ratings), severity=min(limit.severity for limit in limits))


def _together(known: Sequence[Monograph], name: str) -> Together | None:
    """At which level something is told beside one of several medicines: the first that says so, for all that do."""
    limits = {each.key: getattr(each.thresholds, name) for each in known}
    found = {key: limit for key, limit in limits.items() if limit is not None}
    return next((limit.model_copy(update={"of": frozenset(found)}) for limit in found.values()), None)


def _with(known: Monograph, **changed: object) -> Monograph:
    """The monograph with something changed; what it has counted of itself is counted anew, which a copy would not."""
    return Monograph.model_construct(**({name: getattr(known, name) for name in Monograph.model_fields} | changed))


def _nothing_known(medicine: Medicine) -> Monograph:
    """A monograph that says nothing but a name: no forms, no effects, no thresholds, and never a question."""
    return _NOTHING.model_copy(update={"key": medicine.id, "name": medicine.name or ""})
