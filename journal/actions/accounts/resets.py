"""What the operator does for people: an account where nobody signs up alone, a new way in for who forgot everything.

Both give a pass phrase for a day, which the patient replaces first.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from journal.actions.accounts import accounts as own
from journal.actions.accounts import passwords, throttle
from journal.actions.acting import Acting
from journal.core.accounts.accounts import NewAccount
from journal.core.accounts.audit import Action
from journal.core.accounts.pass_phrases import LENGTH, words
from journal.core.values.errors import JournalError
from journal.store.accounts import accounts, devices
from journal.store.accounts import second_factors as store
from journal.store.accounts.audit import add_event

LASTS = timedelta(days=1)  # the operator knows the phrase: it must not become the patient's password


class NoSuchAccount(JournalError):
    """Nobody has this name here."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no account with the name {name!r}. `flask --app app account list` shows the names.")


@dataclass(frozen=True, slots=True)
class Account:
    """An account as the operator sees it: nothing of its record."""

    name: str
    has_second_factor: bool


def list_accounts(acting: Acting) -> list[Account]:
    """Every account by name."""
    with acting.database.reading() as session:
        return [Account(name, bool(confirmed_at)) for name, confirmed_at in store.list_accounts(session)]


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
    record stays as it is. Raises NoSuchAccount.
    """
    phrase = new_phrase()
    password_hash = passwords.hash_password(phrase)
    with acting.database.writing() as session:
        found = accounts.find_patient(session, name)
        if found is None:
            raise NoSuchAccount(name)
        accounts.set_password_hash(session, found.id, password_hash, acting.now + LASTS)
        store.delete_second_factor(session, found.id)
        devices.delete_other_login_sessions(session, found.id, b"")
        throttle.forget_account(session, acting.keys, name)
        add_event(session, acting.keys.audit, Action.OPERATOR_RESET, acting.origin, found.id)
    return phrase
