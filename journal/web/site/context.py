"""What a request works with: the journal's parts, the clock and who is asking."""

import hmac
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, cast
from urllib.parse import urlsplit

from flask import current_app, g, request
from flask_login import AnonymousUserMixin, current_user
from flask_wtf.csrf import generate_csrf

from journal.actions.accounts.grants import under
from journal.actions.acting import Acting, ActingForPatient
from journal.actions.keys import Keys, keyed_hash
from journal.core.accounts.accounts import Actor, Patient
from journal.core.accounts.audit import Origin, shortened
from journal.core.accounts.grants import Caring
from journal.core.accounts.passwords import Breached
from journal.core.hosting import Hosting, is_loopback
from journal.core.medicine import medicines
from journal.core.medicine.emergency import Numbers
from journal.core.medicine.medicines import Medicine, asked_about
from journal.core.medicine.monograph import Monograph
from journal.core.record.forms import FormContext
from journal.core.values.clock import moment
from journal.core.values.errors import NotFound
from journal.core.values.languages import ENGLISH, Language
from journal.store.database.database import Database
from journal.store.upkeep.readiness import Readiness
from journal.web.site import acting_for
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
    left_out: tuple[str, ...] = ()  # a sentence about each monograph of the operator's own that was not taken in

    @property
    def emergency_number(self) -> str:
        """The number in danger, as people write it."""
        return self.numbers.emergency.number


def journal() -> Journal:
    """The parts of the running program."""
    return cast("Journal", current_app.extensions["journal"])


def database() -> Database:
    """The database, as whoever is asking may see it: under a grant as far as that goes, and no longer."""
    kept = vars(_kept())
    if "database" not in kept:
        terms = caring() if acting_for.grant_id() else None
        kept["database"] = journal().database if terms is None else under(terms, journal().database)
    return cast("Database", kept["database"])


def _kept() -> Any:
    """What is kept for this request (`flask.g`) itself. A page of entries asks some hundred times, and each look at it
    through Flask's stand-in takes longer than the look."""
    return cast("Any", g)._get_current_object()


def remembered(name: str) -> dict[Any, Any]:
    """What was worked out under that name during this request, to be asked for again: a dict to fill."""
    return cast("dict[Any, Any]", vars(_kept()).setdefault(name, {}))


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
    return Acting(journal().database, journal().keys, origin())


def acting() -> ActingForPatient:
    """Who acts, on whose record; only for addresses of patients who are logged in."""
    return ActingForPatient(database(), journal().keys, origin(), actor(), patient(), journal().monographs)


def actor() -> Actor:
    """Who is logged in; only for addresses of patients who are logged in."""
    return cast("Actor", current_user.actor)


def patient() -> Patient:
    """The patient whose record this request is about; only for addresses of patients who are logged in."""
    kept = vars(_kept())
    return cast("Patient", kept["patient"] if "patient" in kept else asking())  # a page of rows asks a hundred times


def caring() -> Caring | None:
    """The grant under which this request is about somebody else's record; None for one's own."""
    return cast("Caring | None", current_user.caring) if asking() is not None else None


def asking() -> Patient | None:
    """The patient whose record this request is about, or None when nobody is logged in."""
    kept = vars(_kept())
    if "patient" not in kept:  # Flask-Login's way there is long
        kept["patient"] = cast("Any", current_user).patient if current_user.is_authenticated else None
    return cast("Patient | None", kept["patient"])


def forget_asking() -> None:
    """Ask anew who is asking: somebody has just logged in."""
    for name in ("patient", "database", "asked_about", "all_known", "owner_tag", "known", "clocks", "when"):
        g.pop(name, None)


def is_here_alone() -> bool:
    """Whether this page was reached by a name of this machine: an address under it leads nowhere from any other."""
    return is_loopback(urlsplit(f"//{request.host}").hostname or "")


def be_nobody() -> None:
    """Whoever is logged in plays no part in this request, and is not asked for: its answer is the same for anybody."""
    g.patient = None
    g._login_user = AnonymousUserMixin()  # templates are handed whoever that is


def owner_tag() -> str:
    """What every form of whoever is asking carries, so that another's form can be told by it, and one that was opened
    for the record of somebody else; "" for nobody."""
    kept = vars(_kept())
    if "owner_tag" not in kept:  # a page of entries has a form for each
        kept["owner_tag"] = _owner_tag() if asking() else ""
    return cast("str", kept["owner_tag"])


def keep_owner_tag(tag: str) -> None:
    """Let the forms of this answer carry that tag: they are another record's, and this answer only hands them on."""
    vars(_kept())["owner_tag"] = tag


def _owner_tag() -> str:
    whose = (actor().id,) if actor().id == patient().id else (actor().id, patient().id)
    return keyed_hash(journal().keys.form, *whose).hex()[:32]


def form_token() -> str:
    """What every form carries so that another site's can be told by it: where Flask-WTF keeps it for the request, for
    its own way there asks the settings for each form."""
    return cast("str", vars(_kept()).get("csrf_token") or generate_csrf())


def is_anothers(tag: str) -> bool:
    """Whether that owner tag of a form is somebody else's than of whoever is logged in."""
    return bool(tag) and not hmac.compare_digest(tag.encode(), owner_tag().encode())


def go_on_without_database() -> None:
    """The database does not answer: whoever is not known by now stays nobody for the rest of this request."""
    g.without_database = True
    g.setdefault("patient", None)


def is_without_database() -> bool:
    """Whether this request goes on without the database."""
    return "without_database" in g


def medicine() -> Medicine:
    """The medicine this request, or the part of it inside `about`, is about: that in the address or the form; without
    one the first that has not ended."""
    kept = _kept()
    if "medicine" in kept:
        return cast("Medicine", kept.medicine)
    named = str((request.view_args or {}).get("medicine_id") or request.values.get("medicine") or "")
    return find_medicine(named) if named else first_medicine()


def first_medicine() -> Medicine:
    """The medicine that is meant where none is named: the first that has not ended."""
    return patient().first_medicine(today())


def present_medicines() -> list[Medicine]:
    """The medicines that have not ended; where all have, the one that is meant all the same."""
    there = [each for each in patient().medicines if not each.has_ended(today())]
    return there or [first_medicine()]


def find_medicine(medicine_id: str) -> Medicine:
    """The medicine of that id. Raises NotFound where the patient who is logged in has none."""
    found = next((each for each in patient().medicines if each.id == medicine_id), None)
    if found is None:
        raise NotFound
    return found


@contextmanager
def about(taken: Medicine) -> Iterator[Medicine]:
    """Whatever is read or said inside is about that medicine: its unit, its forms, its name."""
    kept = _kept()
    before = kept.pop("medicine", None)
    kept.medicine = taken
    try:
        yield taken
    finally:
        kept.pop("medicine", None)
        if before is not None:
            kept.medicine = before


def known() -> Monograph:
    """What is known of the medicine this request is about."""
    return known_of(medicine())


def known_of(taken: Medicine) -> Monograph:
    """What is known of a medicine, put together once for all the rows of a page."""
    found_before = remembered("known")
    of, found = found_before.get(taken.id, (None, None))
    if of is not taken:
        found = medicines.known_of(taken, journal().monographs)
        found_before[taken.id] = taken, found
    return cast("Monograph", found)


def medicine_name(taken: Medicine) -> str:
    """What a medicine is called."""
    return known_of(taken).name


def of_medicine() -> dict[str, Any]:
    """What an address about a medicine's plan says besides: which one, where there are several."""
    return {"medicine": medicine().id} if has_several() else {}


def has_several() -> bool:
    """Whether there is more than one medicine, so that each is named."""
    return len(patient().medicines) > 1


def monograph() -> Monograph:
    """What check-ins ask about, and the kinds of episodes: of all medicines that have not ended, see `asked_about`."""
    if (request.view_args or {}).get("entry_id"):
        return all_known()  # what is recorded already keeps all it may say
    kept = _kept()
    if "asked_about" not in kept:
        kept.asked_about = asked_about(patient().medicines, journal().monographs, today())
    return cast("Monograph", kept.asked_about)


def all_known() -> Monograph:
    """The same with those that have ended: the names of everything that may be recorded."""
    kept = _kept()
    if "all_known" not in kept:
        kept.all_known = asked_about(patient().medicines, journal().monographs)
    return cast("Monograph", kept.all_known)


def form_context() -> FormContext:
    """The context in which this request's form is read."""
    return patient().form_context(now(), monograph())


def form_context_of_medicine() -> FormContext:
    """The same for a dose or a plan, which are about one medicine."""
    settings, of = patient().settings, medicine()
    return FormContext(now(), settings.zone, settings.day_starts, known_of(of), settings.hours, of)


def today() -> date:
    """The calendar day where the patient is."""
    return _day_in(now(), patient().settings.zone)


@lru_cache(16)  # a page asks for each of its days
def _day_in(at: datetime, zone: str) -> date:
    return moment(at, zone).on
