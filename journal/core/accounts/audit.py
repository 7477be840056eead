"""The audit log: who did what to an account, from where, and when. Never what somebody wrote or took.

Every event is a link of a chain: its digest covers the digest before it, under a key that is not in the database. A
changed, swapped or missing event shows. What an event says enters the chain through a salted hash, so that it can be
blanked, when its account is erased or it has grown old: the chain still holds, and nobody can guess what stood there.
"""

import hashlib
import hmac
import ipaddress
import json
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum

from journal.core.values.errors import JournalError

START = bytes(32)  # what the first link hangs on
PAGE = 50
OPERATOR = "the operator"  # where others have a device: who acts with a command on the machine itself

_BLANKED = re.compile(r"(\d{1,9}) events blanked")


class ChainBroken(JournalError):
    """The audit log is not what was written; the sentence names the first event that shows it."""


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
    PLAN_PAUSED = "plan paused"
    PAUSE_REMOVED = "pause taken back"
    MEDICINE_ADDED = "medicine added"
    MEDICINE_CHANGED = "medicine changed"
    MEDICINE_ENDED = "medicine ended"
    MEDICINE_REMOVED = "medicine removed"
    NOTE_MADE = "note about oneself made"  # pregnancy, breastfeeding or a kidney disease: the trail does not name it
    NOTE_TAKEN_BACK = "note about oneself taken back"
    ACCESS_OFFERED = "access offered"
    ACCESS_ACCEPTED = "access accepted"
    ACCESS_CHANGED = "access changed"
    ACCESS_ENDED = "access ended"
    LOOKS_AFTER = "looks after a record"
    LOOKS_AFTER_NO_MORE = "looks after a record no more"
    LOG_IN_GIVEN_UP = "log-in given up"
    LOG_IN_GIVEN_BACK = "log-in given back by the operator"
    SHARE_MADE = "link made"
    SHARE_OPENED = "link opened"
    SHARE_ENDED = "link ended"
    EXPORTED = "everything exported"
    FILE_EXPORTED = "file exported"
    ACCOUNT_ERASED = "account erased"
    OLD_EVENTS_BLANKED = "old events blanked"


BLANKING = (Action.ACCOUNT_ERASED, Action.OLD_EVENTS_BLANKED)  # they say how many, so they are never blanked themselves


@dataclass(frozen=True, slots=True)
class Origin:
    """From where somebody acts: the instant, a shortened address and the browser's name for itself."""

    at: datetime
    address: str = ""
    device: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """One link. Blanked events have no `action`, `at` or `patient_id` left. `actor_id` is who did it to the record of
    that patient, where it was somebody else."""

    number: int
    at: datetime | None
    patient_id: str | None
    action: str | None
    about: str | None
    address: str | None
    device: str | None
    actor_id: str | None = None

    @property
    def is_blanked(self) -> bool:
        """Whether nothing is left of what it said."""
        return self == Event(self.number, None, None, None, None, None, None)


@dataclass(frozen=True, slots=True)
class Link:
    """An event as it hangs in the chain. A blanked one has the mark of the blanking where its salt was."""

    event: Event
    salt: bytes | None
    content_hash: bytes
    digest: bytes


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the chain: the number and the digest of its last link; number 0 before the first."""

    number: int
    digest: bytes

    def __str__(self) -> str:
        return f"{self.number} {self.digest.hex()}"


@dataclass(frozen=True, slots=True)
class Noted:
    """A head that was noted down earlier, outside of the database, and where."""

    head: Head
    where: str = "before"


@dataclass(frozen=True, slots=True)
class Sound:
    """What a walk over an unbroken chain found."""

    head: Head
    blanked: int


def shortened(address: str | None) -> str:
    """The network of an address, /24 or /48: enough to tell home from abroad, not enough to find a house."""
    try:
        found = ipaddress.ip_address(address or "")
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    bits = 24 if found.version == 4 else 48
    return str(ipaddress.ip_network(f"{found}/{bits}", strict=False))


def content_hash(event: Event, salt: bytes) -> bytes:
    """SHA-256 over the salt and everything the event says but its number; over who did it where somebody is named."""
    at = None if event.at is None else event.at.astimezone(UTC).isoformat()
    said = [at, event.patient_id, event.action, event.about, event.address, event.device]
    said += [event.actor_id] if event.actor_id is not None else []
    return hashlib.sha256(salt + json.dumps(said).encode()).digest()


def digest(key: bytes, before: bytes, number: int, content: bytes) -> bytes:
    """HMAC-SHA256 over the digest before, the number and the hash of what the event says."""
    return hmac.digest(key, before + number.to_bytes(8) + content, "sha256")


def blanking_mark(key: bytes, number: int, link: bytes) -> bytes:
    """What shows that an event was blanked by the journal: without the key nobody can make one. 16 bytes."""
    return hmac.digest(key, b"blanked" + number.to_bytes(8) + link, "sha256")[:16]


def blanked_words(count: int) -> str:
    """What an event of BLANKING says about the events that were blanked with it."""
    return f"{count} events blanked"


def verify(key: bytes, links: Iterable[Link], head: Head, earlier: Collection[Noted] = ()) -> Sound:
    """Walk the whole chain, oldest link first, and compare its end with `head`. Raises ChainBroken.

    Whoever can write to the database can cut the end off and move the head back with it. Only a head that was noted
    down elsewhere shows that: `earlier`.
    """
    last, blanked, accounted = Head(0, START), 0, 0
    by_number: dict[int, list[Noted]] = {}
    for noted in earlier:
        by_number.setdefault(noted.head.number, []).append(noted)
    for link in links:
        _check(key, last, link, head)
        last = Head(link.event.number, link.digest)
        blanked += link.event.is_blanked
        accounted += _accounted(link.event)
        for noted in by_number.get(last.number, ()):
            _check_noted(noted, last)
    if last.number < head.number:
        raise ChainBroken(f"Event {last.number + 1} is missing: the end of the log was cut off.")
    if last.digest != head.digest:
        raise ChainBroken(f"The end of the log was changed after event {last.number}.")
    latest = max(earlier, key=lambda noted: noted.head.number, default=Noted(last))
    if latest.head.number > last.number:
        missing = f"Event {last.number + 1} is missing"
        raise ChainBroken(f"{missing}: the log ended at event {latest.head.number} {latest.where}.")
    if blanked != accounted:
        raise ChainBroken(f"{blanked} events are blanked, but the journal blanked {accounted}.")
    return Sound(head, blanked)


def read_head(text: str) -> Head | None:
    """Read a head as it was printed: a number, a space and 64 hexadecimal digits. None for anything else."""
    found = re.fullmatch(r"(\d{1,18}) ([0-9a-f]{64})", text.strip())
    return None if found is None else Head(int(found[1]), bytes.fromhex(found[2]))


def _check(key: bytes, last: Head, link: Link, head: Head) -> None:
    event, number = link.event, last.number + 1
    if event.number != number:
        raise ChainBroken(f"Event {number} is missing.")
    if number > head.number:
        raise ChainBroken(f"Event {number} was added behind the end of the log.")
    if not hmac.compare_digest(link.digest, digest(key, last.digest, number, link.content_hash)):
        raise ChainBroken(f"Event {number} is out of the chain: it was changed, swapped or put in.")
    if event.is_blanked:
        if link.salt != blanking_mark(key, number, link.digest):
            raise ChainBroken(f"Event {number} was blanked, but not by the journal.")
    elif link.content_hash != content_hash(event, link.salt or b""):
        raise ChainBroken(f"Event {number} was changed.")


def _check_noted(noted: Noted, found: Head) -> None:
    if noted.head.digest != found.digest:
        raise ChainBroken(f"Event {found.number} is not the one that was noted down {noted.where}.")


def _accounted(event: Event) -> int:
    found = _BLANKED.fullmatch(event.about or "") if event.action in BLANKING else None
    return int(found[1]) if found else 0
