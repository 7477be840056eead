"""Choose what is asked: an effect more, which are watched, their order in a check-in, and which questions a day has."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from journal.actions.acting import ActingForPatient
from journal.core.medicine.monograph import Monograph
from journal.core.record.asking import Asking, asked_effects, choices
from journal.core.record.days import ASKABLE
from journal.core.record.symptoms import Symptoms
from journal.core.values.errors import NotFound
from journal.store.record import asking as store
from journal.store.record.symptoms import lock_symptoms


def watch_effect(acting: ActingForPatient, monograph: Monograph, key: str, *, watched: bool) -> None:
    """Watch an effect from today on, or watch it no more. Raises NotFound for what no check-in asks for."""
    today = acting.today
    _change(acting, monograph, (key,), lambda asking, symptoms, _keys: asking.watching(key, watched, symptoms, today))


def move_effect(acting: ActingForPatient, monograph: Monograph, key: str, *, before: str = "", after: str = "") -> None:
    """Put an effect right before or right after another one. The same move twice is one.

    Raises NotFound where a check-in asks for one of the two no more.
    """
    both = key, before or after
    _change(acting, monograph, both, lambda asking, _s, keys: asking.moving(key, keys, before=before, after=after))


def choose_effect(acting: ActingForPatient, monograph: Monograph, key: str, *, chosen: bool) -> None:
    """Ask for an effect of the lists in every check-in, or only where a list asks for it by itself.

    Raises NotFound where no list leaves this effect to be chosen.
    """
    with acting.database.writing() as session:
        lock_symptoms(session, acting.patient.id)
        asking = store.get_asking(session, acting.patient.id)
        if key not in {rating.key for rating, _chosen in choices(monograph, asking)}:
            raise NotFound
        store.set_asking(session, acting.patient.id, asking.choosing(key, chosen))


def ask_about_days(acting: ActingForPatient, key: str, *, asked: bool) -> None:
    """Ask a question about days, or fold it. Raises NotFound where there is no such question."""
    if key not in ASKABLE:
        raise NotFound
    with acting.database.writing() as session:
        lock_symptoms(session, acting.patient.id)
        asking = store.get_asking(session, acting.patient.id)
        store.set_asking(session, acting.patient.id, asking.asking_days(key, asked))


def ask_about_benefit(acting: ActingForPatient, monograph: Monograph, key: str, *, asked: bool) -> None:
    """Ask each day about something that a medicine is for, or no more; what is answered stays.

    Raises NotFound where no medicine has it.
    """
    if key not in monograph.benefit_names:
        raise NotFound
    _change(acting, monograph, (), lambda asking, _symptoms, _keys: asking.asking_benefit(key, asked))


def log_only_when_wrong(acting: ActingForPatient, monograph: Monograph, *, wanted: bool) -> None:
    """Ask for no check-in each day, or for one again. What was said to be quiet stays so."""
    _change(acting, monograph, (), lambda asking, _symptoms, _keys: replace(asking, only_when_wrong=wanted))


def _change(
    acting: ActingForPatient,
    monograph: Monograph,
    named: Sequence[str],
    changed: Callable[[Asking, Symptoms, Sequence[str]], Asking],
) -> None:
    with acting.database.writing() as session:
        symptoms = lock_symptoms(session, acting.patient.id)
        asking = store.get_asking(session, acting.patient.id)
        keys = [row.key for row in asked_effects(monograph, symptoms, asking)]
        if not set(named) <= set(keys):
            raise NotFound
        anew = changed(asking, symptoms, keys)
        if anew != asking:
            store.set_asking(session, acting.patient.id, anew)
