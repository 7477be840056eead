"""How often somebody may try: ten times in five minutes, then waits that double. Values and rules, no clock of its own.

The instants of tries need not rise: requests overtake each other, and a server's clock is put right at times. What a
clock ahead of time wrote never closes a bucket for longer than its wait, and a clock put back never opens one.
"""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

NOTHING = timedelta(0)


class Kind(StrEnum):
    """What is counted."""

    ACCOUNT = "account"  # tries for a name, from devices nobody knows
    DEVICE = "device"  # tries for a name, from a device that was logged in under it before
    ADDRESS = "address"  # tries from an address, for whatever name
    SECOND_FACTOR = "second factor"
    SIGN_UP = "sign-up"
    INVITATION = "invitation"  # codes that open somebody's record, tried by an account
    INVITATION_ADDRESS = "invitation address"  # the same from an address, whoever tries
    SHARE = "share"  # tries of one link for a doctor, with whatever PIN
    SHARE_ADDRESS = "share address"  # tries of such links from an address, whichever they are


@dataclass(frozen=True, slots=True)
class Rule:
    """So many tries within a time, then closed; each closing in a row lasts twice as long as the one before."""

    tries: int
    within: timedelta = timedelta(minutes=5)
    first_wait: timedelta = timedelta(minutes=5)
    longest_wait: timedelta = timedelta(hours=1)
    remembered: timedelta = timedelta(days=1)  # for how long after a closing the next one still lasts longer

    def wait(self, waits: int) -> timedelta:
        """How long the bucket closes when it was closed so many times in a row before."""
        return min(self.first_wait * (1 << min(waits, 20)), self.longest_wait)


RULES: Mapping[Kind, Rule] = {
    Kind.ACCOUNT: Rule(10),
    Kind.DEVICE: Rule(10),
    Kind.ADDRESS: Rule(30),
    Kind.SECOND_FACTOR: Rule(5),
    Kind.SIGN_UP: Rule(20, within=timedelta(hours=1)),
    Kind.INVITATION: Rule(5),
    Kind.INVITATION_ADDRESS: Rule(20),
    Kind.SHARE: Rule(5),
    Kind.SHARE_ADDRESS: Rule(30),
}
FORGIVEN = {Kind.ACCOUNT, Kind.DEVICE, Kind.SECOND_FACTOR, Kind.SHARE}  # what a success clears


@dataclass(frozen=True, slots=True)
class Bucket:
    """How often somebody tried lately; the row of the database as a value."""

    attempts: int
    started_at: datetime
    waits: int
    closed_until: datetime | None
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Verdict:
    """What becomes of a try: the bucket after it, for how long it is refused, and whether it is the one that closes."""

    bucket: Bucket
    wait: timedelta = NOTHING
    closes: bool = False

    @property
    def admitted(self) -> bool:
        """Whether the try may go on."""
        return self.wait == NOTHING


def empty(now: datetime) -> Bucket:
    """A bucket nobody tried yet."""
    return Bucket(0, now, 0, None, now)


def attempt(bucket: Bucket, rule: Rule, now: datetime) -> Verdict:
    """Count one try. A refused one is not counted: waiting is enough, however often somebody asks meanwhile."""
    present = _at(bucket, rule, now)
    if present.closed_until is not None:
        return Verdict(present, present.closed_until - now)
    if present.attempts < rule.tries:
        lasts = max(min(present.expires_at, now + rule.remembered), present.started_at + rule.within)
        return Verdict(replace(present, attempts=present.attempts + 1, expires_at=lasts))
    wait = rule.wait(present.waits)
    until = now + wait
    closed = Bucket(present.attempts, present.started_at, present.waits + 1, until, until + rule.remembered)
    return Verdict(closed, wait, closes=True)


def _at(bucket: Bucket, rule: Rule, now: datetime) -> Bucket:
    """The bucket as it is now: what is over is forgotten, what lies too far ahead is brought back."""
    if now >= bucket.expires_at:
        return empty(now)
    if bucket.closed_until is not None:
        return _closed_at(bucket, bucket.closed_until, rule, now)
    started = min(bucket.started_at, now)
    if now - started >= rule.within:
        return replace(bucket, attempts=0, started_at=now)
    return replace(bucket, started_at=started)


def _closed_at(bucket: Bucket, until: datetime, rule: Rule, now: datetime) -> Bucket:
    if now >= until:
        return replace(bucket, attempts=0, started_at=now, closed_until=None)
    until = min(until, now + rule.wait(bucket.waits - 1))
    return replace(bucket, closed_until=until, expires_at=min(bucket.expires_at, until + rule.remembered))


def network(address: str | None) -> str:
    """Under which name an address is counted: IPv4 whole, IPv6 by its /64; IPv4 written as IPv6 is IPv4."""
    try:
        found = ipaddress.ip_address(address or "")
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv4Address):
        return str(found)
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((int(found), 64), strict=False))
