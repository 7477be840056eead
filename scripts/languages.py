"""Write the list of messages anew, bring every translation up to it, and say what does not fit.

    python -m scripts.languages

Exit status 0: every translation can be used as it is. 1: something in one cannot; the journal would say it in English.
"""

import sys
from pathlib import Path

from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po

from journal.core.values.languages import misfit

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "translations"
TEMPLATE = FOLDER / "messages.pot"
KEYWORDS = ("N_", "NP_:1c,2", "pgettext:1c,2", "npgettext:1c,2,3")
# No date, no places, sorted: the file changes when a message changes, and a search for the English finds its place.
BARE = ("--omit-header", "--no-location", "--sort-output", "--width=120")


def extract(template: Path = TEMPLATE) -> None:
    """Write every message of the program and its pages into a file."""
    keywords = [part for keyword in KEYWORDS for part in ("-k", keyword)]
    mapping = str(ROOT / "pyproject.toml")
    _babel("extract", "-F", mapping, *keywords, *BARE, "-o", str(template), str(ROOT))


def update(file: Path) -> None:
    """Bring a translation up to the list: what is new stands in it without words."""
    language = file.stem.replace("-", "_")
    options = ("--ignore-obsolete", "--no-fuzzy-matching", "--ignore-pot-creation-date", "--width=120")
    _babel("update", *options, "-i", str(TEMPLATE), "-o", str(file), "-l", language)


def faults(file: Path) -> list[str]:
    """What of a translation cannot be used, each as a line."""
    with file.open("rb") as opened:
        catalog = read_po(opened, locale=file.stem.replace("-", "_"))
    found = ((message, misfit(message)) for message in catalog if message.id and message.string)
    return [f"{file.name}: {reason}: {message.id!r}" for message, reason in found if reason]


def main() -> int:
    """Extract, update, check. Returns the exit status."""
    extract()
    found = []
    for file in sorted(FOLDER.glob("*.po")):
        update(file)
        found += faults(file)
    sys.stdout.writelines(f"{line}\n" for line in found)
    return 1 if found else 0


def _babel(*arguments: str) -> None:
    CommandLineInterface().run(["pybabel", "-q", *arguments])


if __name__ == "__main__":
    sys.exit(main())
