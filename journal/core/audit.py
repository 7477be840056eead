"""The audit log: who did what to an account, from where, and when. Never what somebody wrote or took.

Every event is a link of a chain: its digest covers the digest before it, under a key that is not in the database. A
changed, swapped or missing event shows. What an event says enters the chain through a salted hash, so that it can be
blanked when its account is erased: the chain still holds, and nobody can guess what stood there.
"""

import hashlib
import hmac
import ipaddress
import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

START = bytes(32)  # what the first link hangs on


class Action(StrEnum):
    """What is written down."""

    ACCOUNT_CREATED = "account created"
    LOGGED_IN = "logged in"
    LOG_IN_REFUSED = "log-in refused"
    LOG_IN_THROTTLED = "log-in throttled"
    LOGGED_OUT = "logged out"
    DEVICE_REVOKED = "device logged out"
    CONFIRMED = "password confirmed"
    PASSWORD_CHANGED = "password changed"  # noqa: S105 - the name of an event
    SECOND_FACTOR_ON = "second factor on"
    SECOND_FACTOR_OFF = "second factor off"
    SECOND_FACTOR_REFUSED = "second factor refused"
    RECOVERY_CODE_USED = "recovery code used"
    RECOVERY_CODES_RENEWED = "recovery codes renewed"
    OPERATOR_RESET = "log-in reset by the operator"
    EXPORTED = "everything exported"
    ACCOUNT_ERASED = "account erased"


@dataclass(frozen=True, slots=True)
class Origin:
    """From where somebody acts: the instant, a shortened address and the browser's name for itself."""

    at: datetime
    address: str = ""
    device: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """One link. Blanked events have no `action`, `at` or `patient_id` left."""

    number: int
    at: datetime | None
    patient_id: str | None
    action: str | None
    about: str | None
    address: str | None
    device: str | None


@dataclass(frozen=True, slots=True)
class Link:
    """An event as it hangs in the chain."""

    event: Event
    salt: bytes | None
    content_hash: bytes
    digest: bytes


def shortened(address: str | None) -> str:
    """The network of an address, /24 or /48: enough to tell home from abroad, not enough to find a house."""
    try:
        found = ipaddress.ip_address(address or "")
    except ValueError:
        return ""
    bits = 24 if found.version == 4 else 48
    return str(ipaddress.ip_network(f"{found}/{bits}", strict=False))


def content_hash(event: Event, salt: bytes) -> bytes:
    """SHA-256 over the salt and everything the event says but its number."""
    at = None if event.at is None else event.at.isoformat()
    said = [at, event.patient_id, event.action, event.about, event.address, event.device]
    return hashlib.sha256(salt + json.dumps(said).encode()).digest()


def digest(key: bytes, before: bytes, number: int, content: bytes) -> bytes:
    """HMAC-SHA256 over the digest before, the number and the hash of what the event says."""
    return hmac.digest(key, before + number.to_bytes(8) + content, "sha256")
