"""The keys of one installation: each use has its own, derived from the secret in the instance folder."""

import hmac
import os
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE = 12  # bytes; Source: NIST SP 800-38D, 8.2.2


class CannotUnseal(Exception):
    """Sealed with another key, for another place, or changed since."""


@dataclass(frozen=True, slots=True)
class Keys:
    """One key for each use, 32 bytes each, so that what one of them signs says nothing of another."""

    throttle: bytes  # names the buckets of accounts and addresses
    device: bytes  # signs the cookie of a device that is known
    recovery: bytes  # hashes recovery codes
    invitation: bytes  # hashes the codes of invitations
    share: bytes  # hashes the PINs of links for a doctor, and signs the cookie of one that was opened
    audit: bytes  # chains the audit log
    form: bytes  # for the owner tag of forms
    sealing: bytes  # encrypts the secret of a second factor
    copies: bytes  # stands in the manifests of copies, so that one knows its own


def derive(secret: str) -> Keys:
    """The keys that follow from the installation's secret. Source: RFC 5869 (HKDF)."""
    return Keys(**{use: _derive(secret, use) for use in Keys.__slots__})


def keyed_hash(key: bytes, *parts: bytes | str) -> bytes:
    """HMAC-SHA256 over the parts; where one ends and the next begins counts."""
    code = hmac.new(key, digestmod="sha256")
    for part in parts:
        content = part.encode() if isinstance(part, str) else part
        code.update(len(content).to_bytes(8) + content)
    return code.digest()


def seal(key: bytes, content: bytes, place: str) -> bytes:
    """Encrypt for one place (table, column, row): moved to another row it does not open. AES-256-GCM."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, content, place.encode())


def unseal(key: bytes, sealed: bytes, place: str) -> bytes:
    """What `seal` hid. Raises CannotUnseal."""
    try:
        return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], place.encode())
    except (InvalidTag, ValueError):
        raise CannotUnseal from None


def _derive(secret: str, use: str) -> bytes:
    return HKDF(SHA256(), length=32, salt=None, info=f"side-effect journal: {use}".encode()).derive(secret.encode())
