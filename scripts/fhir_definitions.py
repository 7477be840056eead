"""Fetch the structure definitions of FHIR R4 and what reads them, each checked against its hash, for the tests.

They are two packages of npm, which no package index for Python has. The Node that runs them is Playwright's own.
"""

import hashlib
import io
import os
import shutil
import ssl
import sys
import tarfile
import urllib.request
from base64 import b64decode
from pathlib import Path

REGISTRY = os.environ.get("NPM_CONFIG_REGISTRY", "https://registry.npmjs.org/").rstrip("/")
FOLDER = Path(os.environ.get("JOURNAL_VENV") or Path(__file__).parents[1] / ".venv") / "fhir"
VERSION = "4.5.2"
# The hashes are those of the registry (`npm view @medplum/core@4.5.2 dist.integrity`).
PACKAGES = {
    "core": "i6z32bWMY6OeJpbjGrq6pU+aYdIRPexazXUCh4+vHCo6/sc/SIKaT29NWDAhpZ/mDDB4P7ooPYdmjb5fOSYarw==",
    "definitions": "VYVyGf315GKIBf5wb7Ag00RSyOWWHPWwQYP+OciySsavmL/dCIAtYthwbo9Aa8ryunPTo2p7zaMJVimOUVyYSA==",
}
KEPT = {
    "core": ("dist/cjs/index.cjs", "dist/cjs/package.json", "package.json", "LICENSE.txt"),
    "definitions": (
        "dist/fhir/r4/profiles-types.json",
        "dist/fhir/r4/profiles-resources.json",
        "dist/fhir/r4/valuesets.json",
        "LICENSE.txt",
    ),
}


def find() -> Path:
    """The folder with both packages, fetched where they are not there yet. Raises OSError, and ValueError where what
    came is not what was pinned."""
    for name, integrity in PACKAGES.items():
        folder = FOLDER / f"{name}-{VERSION}"
        if not folder.is_dir():
            _fetch(name, integrity, folder)
    return FOLDER


def node() -> Path:
    """Playwright's Node."""
    from playwright._impl._driver import compute_driver_executable

    return Path(compute_driver_executable()[0])


def _fetch(name: str, integrity: str, folder: Path) -> None:
    address = f"{REGISTRY}/@medplum/{name}/-/{name}-{VERSION}.tgz"
    import certifi

    context = ssl.create_default_context()
    context.load_verify_locations(certifi.where())  # a small Debian has no certificates of its own
    with urllib.request.urlopen(address, timeout=60, context=context) as answer:
        content = answer.read()
    if hashlib.sha512(content).digest() != b64decode(integrity):
        raise ValueError(f"{address} is not what was pinned: its hash is another one")
    FOLDER.mkdir(parents=True, exist_ok=True)
    made = FOLDER / f"{name}.{os.getpid()}"
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        for wanted in KEPT[name]:
            member = archive.extractfile(f"package/{wanted}")
            if member is None:
                raise ValueError(f"{address} has no {wanted}")
            (made / wanted).parent.mkdir(parents=True, exist_ok=True)
            (made / wanted).write_bytes(member.read())
    try:
        made.rename(folder)
    except OSError:  # another test run was quicker
        shutil.rmtree(made)
        if not folder.is_dir():
            raise


def main() -> None:
    """Fetch what is missing; ends with a sentence when it cannot be had."""
    try:
        find()
    except (OSError, ValueError) as error:
        sys.exit(
            f"The tests of the FHIR export need two packages of npm, and they could not be had: {error}. "
            f"Check the connection to {REGISTRY}, or name another registry in NPM_CONFIG_REGISTRY."
        )


if __name__ == "__main__":
    main()
