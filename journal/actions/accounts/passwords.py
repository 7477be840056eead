"""Passwords as the database keeps them: hashed, slow to guess, never more at once than the machine can bear."""

import os
import secrets
from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from journal.core.accounts.accounts import read_password
from journal.core.accounts.passwords import LONGEST_PASSWORD

# One hash takes 64 MiB and a tenth of a second: more at once than the machine has cores only makes all of them slow.
_HASHING = BoundedSemaphore(os.cpu_count() or 2)


def hash_password(password: str) -> str:
    """The password, hashed with Argon2id."""
    with _HASHING:
        return _hasher().hash(read_password(password))


def verify(password_hash: str, typed: str) -> bool:
    """Whether what was typed is the password behind the hash."""
    if len(typed) > LONGEST_PASSWORD:
        return False
    try:
        with _HASHING:
            return _hasher().verify(password_hash, read_password(typed))
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(password_hash: str) -> bool:
    """Whether a hash was made with other costs than today's."""
    return _hasher().check_needs_rehash(password_hash)


@cache
def nobodys_hash() -> str:
    """A hash to check unknown names against, so that they take as long as known ones."""
    return hash_password(secrets.token_urlsafe(16))


@cache
def _hasher() -> PasswordHasher:
    # 64 MiB, three passes, four lanes. Source: RFC 9106, 4 (second recommended option); OWASP asks for less.
    return PasswordHasher(time_cost=3, memory_cost=65536, parallelism=4)
