"""What the operator does for people: an account where nobody signs up alone, a new way in for who forgot everything,
the log-in given back to who gave it up.

Each gives a pass phrase for a day, which the patient replaces first.
"""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from journal.actions.accounts import accounts as own
from journal.actions.accounts import passwords, throttle
from journal.actions.acting import Acting
from journal.core.accounts.accounts import NewAccount
from journal.core.accounts.audit import Action
from journal.core.accounts.grants import Grant
from journal.core.accounts.pass_phrases import LENGTH, words
from journal.core.values.clock import moment
from journal.core.values.errors import JournalError
from journal.store.accounts import accounts, devices
from journal.store.accounts import second_factors as store
from journal.store.accounts.audit import add_event
from journal.store.accounts.grants import list_open_of
from journal.store.accounts.second_factors import Listed

LASTS = timedelta(days=1)  # the operator knows the phrase: it must not become the patient's password


class NoSuchAccount(JournalError):
    """Nobody has this name here."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no account with the name {name!r}. `flask --app app account list` shows the names.")


class HasLogIn(JournalError):
    """What is done for a record without a log-in is not done for one whose patient can log in."""

    def __init__(self, name: str) -> None:
        super().__init__(f"{name} has a log-in. This is for people who gave it up; nothing was done.")


class HasNoLogIn(JournalError):
    """The log-in was given up on purpose: words to log in with would give it back by mistake."""

    def __init__(self, name: str) -> None:
        way = "`flask --app app account give-back` gives it back"
        super().__init__(f"{name} gave up the log-in, and others care for the record. {way}; nothing was done.")


@dataclass(frozen=True, slots=True)
class Account:
    """An account as the operator sees it: nothing of its record. `carers` are the names of those who care in full for
    somebody who gave up the log-in; None for everybody who can log in."""

    name: str
    has_second_factor: bool
    carers: tuple[str, ...] | None = None


def list_accounts(acting: Acting) -> list[Account]:
    """Every account by name."""
    with acting.database.reading() as session:
        found = store.list_accounts(session)
        there = list_open_of(session, {each.id for each in found if each.log_in_given_up_at is not None})
        return [_account(each, there[each.id], acting.now) for each in found]


def _account(found: Listed, there: Iterable[Grant], now: datetime) -> Account:
    if found.log_in_given_up_at is None:
        return Account(found.name, bool(found.confirmed_at))
    today = moment(now, found.zone).on
    return Account(found.name, False, tuple(sorted(each.other_name for each in there if each.is_full_care(today))))


def find_name(acting: Acting, name: str) -> str:
    """The name of an account as its owner writes it. Raises NoSuchAccount."""
    with acting.database.reading() as session:
        found = accounts.find_patient(session, name)
        if found is None:
            raise NoSuchAccount(name)
        return store.get_name(session, found.id)


def new_phrase() -> str:
    """Words to log in with, drawn by chance."""
    return " ".join(secrets.choice(words()) for _ in range(LENGTH))


def give_account(acting: Acting, account: NewAccount) -> None:
    """Make an account whose pass phrase the operator knows: it opens it for a day, and is to be replaced at once.

    Raises InvalidEntry when the name is taken.
    """
    own.sign_up(acting, account, until=acting.now + LASTS)


def reset_log_in(acting: Acting, name: str) -> str:
    """Give an account a new pass phrase for a day, to be replaced at once, and return it.

    The second step and its codes are gone, every device is logged out, and the name can be tried again at once. The
    record stays as it is. Raises NoSuchAccount, and HasNoLogIn.
    """
    return _give_phrase(acting, name, Action.OPERATOR_RESET)


def give_log_in_back(acting: Acting, name: str) -> str:
    """Give somebody who gave up the log-in a pass phrase for a day, to be replaced at once, and return it.

    Who has access to the record keeps it: the patient can end that again. Raises NoSuchAccount, and HasLogIn.
    """
    return _give_phrase(acting, name, Action.LOG_IN_GIVEN_BACK)


def _give_phrase(acting: Acting, name: str, action: Action) -> str:
    phrase = new_phrase()
    password_hash = passwords.hash_password(phrase)
    with acting.database.writing() as session:
        found = accounts.find_patient(session, name)
        if found is None:
            raise NoSuchAccount(name)
        found = accounts.lock_patient(session, found.id) or found
        _check_log_in(session, found, action)
        accounts.give_log_in_back(session, found.id)
        accounts.set_password_hash(session, found.id, password_hash, acting.now + LASTS)
        store.delete_second_factor(session, found.id)
        devices.delete_other_login_sessions(session, found.id, b"")
        throttle.forget_account(session, acting.keys, name)
        add_event(session, acting.keys.audit, action, acting.origin, found.id)
    return phrase


def _check_log_in(session: Session, found: accounts.FoundPatient, action: Action) -> None:
    """Raises HasLogIn or HasNoLogIn where that is not what the account needs."""
    gave_up = found.log_in_given_up_at is not None
    if gave_up != (action is Action.LOG_IN_GIVEN_BACK):
        raise (HasNoLogIn if gave_up else HasLogIn)(store.get_name(session, found.id))
