"""How the journal is reached: the names it answers to, HTTPS or not, how many proxies stand in front."""

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass

from journal.core.values.errors import CannotStart

LOOPBACK = ("localhost", "127.0.0.1", "[::1]")
A_YEAR = "max-age=31536000"
PORTS = {"http": ":80", "https": ":443"}
FOREIGN = {"cross-site", "same-site"}  # a neighbour on the same domain is another program


@dataclass(frozen=True, slots=True)
class Hosting:
    """How this installation is reached."""

    https: bool = False
    hosts: tuple[str, ...] = LOOPBACK
    proxies: int = 0
    hsts_subdomains: bool = False
    open_http: bool = False

    @property
    def hsts(self) -> str:
        """The value of Strict-Transport-Security; "" without HTTPS."""
        if not self.https:
            return ""
        return A_YEAR + ("; includeSubDomains" if self.hsts_subdomains else "")

    def cookie(self, name: str) -> str:
        """A cookie's name: over HTTPS with the prefix that no neighbouring site can write to."""
        return f"__Host-{name}" if self.https else name

    def cookie_below(self, name: str) -> str:
        """The name of a cookie that goes to one address alone: the other prefix is for those that go everywhere."""
        return f"__Secure-{name}" if self.https else name

    def answers_to(self, host: str) -> bool:
        """Whether a Host header, with or without a port, names this installation."""
        name, colon, port = host.rpartition(":")
        if not colon or port.endswith("]"):  # no port; the colon was one of an IPv6 address
            return host.lower() in self.hosts
        return port.isascii() and port.isdigit() and name.lower() in self.hosts

    def address(self, scheme: str, host: str) -> str:
        """Our origin as a browser writes it: scheme and host, a port only where it is not the usual one."""
        scheme = "https" if self.https else scheme
        return f"{scheme}://{host.lower().removesuffix(PORTS[scheme])}"


def is_foreign(site: str | None, origin: str | None, ours: str) -> bool:
    """Whether a form came from another site, by its Sec-Fetch-Site and Origin headers.

    "none" is a person's own doing, such as loading the answer of a form again. Old browsers send no Sec-Fetch-Site, and
    none is sent over plain HTTP: then Origin decides. Without either the form's token alone does.
    """
    if site:
        return site.strip().lower() in FOREIGN
    return origin is not None and origin.strip().lower() != ours


def read_hosting(given: Mapping[str, str]) -> Hosting:
    """How this installation is reached, by the JOURNAL_* variables. Raises CannotStart with what is missing."""
    host = given.get("JOURNAL_HOST") or "127.0.0.1"
    https, insecure = given.get("JOURNAL_HTTPS") == "1", given.get("JOURNAL_INSECURE_HTTP") == "1"
    named = tuple(_read_host(name) for name in (given.get("JOURNAL_HOSTS") or "").split(",") if name.strip())
    if https and not named:
        raise CannotStart(
            "With JOURNAL_HTTPS=1, JOURNAL_HOSTS must say under which names people reach the journal, "
            "for example JOURNAL_HOSTS=journal.example.org."
        )
    open_http = not is_loopback(host) and not https
    if open_http and not insecure:
        raise CannotStart(
            f"With JOURNAL_HOST={host} others on the network could read along, since this is not HTTPS. Put a proxy "
            "with HTTPS in front and set JOURNAL_HTTPS=1, or, on a network you trust, set JOURNAL_INSECURE_HTTP=1."
        )
    if open_http and not named and _is_every_address(host):
        raise CannotStart(
            f"With JOURNAL_HOST={host}, JOURNAL_HOSTS must say under which names or addresses people reach the "
            "journal, for example JOURNAL_HOSTS=192.168.1.20."
        )
    hosts = (*LOOPBACK, *(named or (_bracketed(host.lower()),)))
    subdomains = given.get("JOURNAL_HSTS_SUBDOMAINS") == "1"
    return Hosting(https, tuple(dict.fromkeys(hosts)), _read_proxies(given), subdomains, open_http)


def is_loopback(host: str) -> bool:
    """Whether only programs on this machine can reach a listening address."""
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host.lower() == "localhost"


def _is_every_address(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_unspecified
    except ValueError:
        return False


def _read_host(text: str) -> str:
    name = _bracketed(text.strip().lower())
    torn = len(name.split()) != 1 or '"' in name or "'" in name
    if torn or "/" in name or "*" in name or (":" in name and not name.endswith("]")):
        raise CannotStart(
            f"JOURNAL_HOSTS cannot hold “{text.strip()}”. Write names alone, without https:// and without a port, "
            "separated by commas."
        )
    return name


def _bracketed(host: str) -> str:
    """An IPv6 address as it stands in an address line."""
    try:
        return f"[{ipaddress.IPv6Address(host)}]"
    except ValueError:
        return host


def _read_proxies(given: Mapping[str, str]) -> int:
    text = given.get("JOURNAL_PROXIES") or "0"
    if len(text) != 1 or text not in "0123456789":
        raise CannotStart("JOURNAL_PROXIES must be the number of proxies in front of the journal, for example 1.")
    return int(text)
