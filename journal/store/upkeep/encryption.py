"""Encrypted copies, in the format of age (age-encryption.org): the machine that makes them cannot read them."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from journal.core.values.errors import JournalError


class CannotSeal(JournalError):
    """A recipient or identity cannot be used, or a file does not open with it."""


def read_recipients(texts: Sequence[str]) -> list[Any]:
    """Public keys, "age1..." or "ssh-ed25519 ...". Raises CannotSeal naming the one that is none."""
    return [_read_recipient(text.strip()) for text in texts]


def read_identities(file: Path) -> list[Any]:
    """The private keys in a file of age-keygen or ssh-keygen. Raises CannotSeal."""
    import pyrage  # noqa: PLC0415 - only who encrypts copies needs it

    try:
        text = file.read_text()
        if text.startswith("-----BEGIN"):
            return [pyrage.ssh.Identity.from_buffer(text.encode())]
        keys = [line.strip() for line in text.splitlines() if line.startswith("AGE-SECRET-KEY-")]
        if keys:
            return [pyrage.x25519.Identity.from_str(key) for key in keys]
    except (OSError, ValueError, pyrage.IdentityError) as error:
        raise CannotSeal(f"{file} holds no key that can be used: {error}") from None
    raise CannotSeal(f"{file} holds no line that begins with AGE-SECRET-KEY-.")


def seal_file(source: Path, target: Path, recipients: Sequence[Any]) -> None:
    """Encrypt a file, piece by piece. Raises CannotSeal, most likely since the disk is full."""
    import pyrage  # noqa: PLC0415

    try:
        with source.open("rb") as content, target.open("xb") as sealed:
            pyrage.encrypt_io(content, sealed, recipients)
    except pyrage.EncryptError as error:
        raise CannotSeal(f"The encrypted copy could not be written to {target.parent.parent}: {error}.") from None


def open_file(source: Path, target: Path, identities: Sequence[Any]) -> None:
    """Decrypt a file, piece by piece. Raises CannotSeal when none of the keys fits or the file was changed."""
    import pyrage  # noqa: PLC0415

    try:
        with source.open("rb") as sealed, target.open("xb") as content:
            pyrage.decrypt_io(sealed, content, identities)
    except (pyrage.DecryptError, OSError) as error:
        raise CannotSeal(f"{source} does not open with this key: {error}.") from None


def _read_recipient(text: str) -> Any:
    import pyrage  # noqa: PLC0415

    kind = pyrage.ssh if text.startswith("ssh-") else pyrage.x25519
    try:
        return kind.Recipient.from_str(text)
    except pyrage.RecipientError as error:
        raise CannotSeal(f"“{text}” is no public key of age: {error}.") from None
