"""What a request works with: the journal's parts, the clock and who is asking."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, cast

from flask import current_app, g, request
from flask_login import current_user

from journal.actions.acting import Acting, ActingForPatient
from journal.actions.keys import Keys, keyed_hash
from journal.core.accounts.accounts import Actor, Patient
from journal.core.accounts.audit import Origin, shortened
from journal.core.accounts.passwords import Breached
from journal.core.hosting import Hosting
from journal.core.medicine.emergency import Numbers
from journal.core.medicine.medicines import Medicine
from journal.core.medicine.monograph import Monograph
from journal.core.record.forms import FormContext
from journal.core.values.clock import moment
from journal.core.values.languages import ENGLISH, Language
from journal.store.database.database import Database
from journal.store.upkeep.readiness import Readiness
from journal.web.site.chart_cache import ChartCache


@dataclass(frozen=True, slots=True)
class Journal:
    """The parts every request shares."""

    database: Database
    monographs: dict[str, Monograph]
    numbers: Numbers
    charts: ChartCache
    keys: Keys
    require_second_factor: bool = False
    sign_up: bool = True
    hosting: Hosting = field(default_factory=Hosting)
    breached: Breached | None = None
    readiness: Readiness = field(default_factory=Readiness)
    languages: Mapping[str, Language] = field(default_factory=lambda: {"en": ENGLISH})

    @property
    def emergency_number(self) -> str:
        """The number in danger, as people write it."""
        return self.numbers.emergency.number


def journal() -> Journal:
    """The parts of the running program."""
    return cast("Journal", current_app.extensions["journal"])


def database() -> Database:
    """The database."""
    return journal().database


def _kept() -> Any:
    """What is kept for this request (`flask.g`) itself. A page of entries asks some hundred times, and each look at it
    through Flask's stand-in takes longer than the look."""
    return cast("Any", g)._get_current_object()


def now() -> datetime:
    """The instant of this request, one and the same from its beginning to its end."""
    kept = _kept()
    if "now" not in kept:
        kept.now = datetime.now(UTC)
    return cast("datetime", kept.now)


def origin() -> Origin:
    """From where this request comes, as the audit log writes it."""
    return Origin(now(), shortened(request.remote_addr), request.user_agent.string)


def anonymous() -> Acting:
    """Acting for nobody yet: for addresses that anybody may call."""
    return Acting(database(), journal().keys, origin())


def acting() -> ActingForPatient:
    """Who acts, on whose record; only for addresses of patients who are logged in."""
    return ActingForPatient(database(), journal().keys, origin(), actor(), patient())


def actor() -> Actor:
    """Who is logged in; only for addresses of patients who are logged in."""
    return cast("Actor", current_user.actor)


def patient() -> Patient:
    """The patient whose record this request is about; only for addresses of patients who are logged in."""
    return cast("Patient", asking())


def asking() -> Patient | None:
    """The patient whose record this request is about, or None when nobody is logged in."""
    kept = _kept()
    if "patient" not in kept:  # Flask-Login's way there is long
        kept.patient = cast("Any", current_user).patient if current_user.is_authenticated else None
    return cast("Patient | None", kept.patient)


def forget_asking() -> None:
    """Ask anew who is asking: somebody has just logged in."""
    for name in ("patient", "monograph", "owner_tag"):
        g.pop(name, None)


def owner_tag() -> str:
    """What every form of whoever is asking carries, so that another's form can be told by it; "" for nobody."""
    if "owner_tag" not in g:  # a page of entries has a form for each
        g.owner_tag = keyed_hash(journal().keys.form, actor().id).hex()[:32] if asking() else ""
    return cast("str", g.owner_tag)


def go_on_without_database() -> None:
    """The database does not answer: whoever is not known by now stays nobody for the rest of this request."""
    g.without_database = True
    g.setdefault("patient", None)


def is_without_database() -> bool:
    """Whether this request goes on without the database."""
    return "without_database" in g


def medicine() -> Medicine:
    """The first medicine of the patient who is logged in."""
    return patient().medicines[0]


def monograph() -> Monograph:
    """The medicine of the patient who is logged in."""
    kept = _kept()
    if "monograph" not in kept:
        known = (medicine.monograph for medicine in patient().medicines if medicine.monograph)
        kept.monograph = journal().monographs[next(known)]
    return cast("Monograph", kept.monograph)


def form_context() -> FormContext:
    """The context in which this request's form is read."""
    return patient().form_context(now(), monograph())


def today() -> date:
    """The calendar day where the patient is."""
    return moment(now(), patient().settings.zone).on
