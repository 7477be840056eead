"""Write anew what of docs/data.md follows from the program, and the schema of journal.json.

python -m scripts.data_docs
"""

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from journal.core.exchange.dictionary import FIXED, HEAD, NAMED
from journal.core.exchange.exports import FORMAT_VERSION
from journal.core.exchange.fhir_values import OWN_CODES
from journal.core.exchange.schema import schema

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "data.md"
SCHEMA = ROOT / "docs" / "schema" / f"journal-{FORMAT_VERSION}.json"


def parts() -> Mapping[str, str]:
    """What stands below some headings of the page, as far as the next one."""
    own = ((f"`{code}`", words) for code, words in OWN_CODES.items())
    described = (
        (f"`{file}`", column.head, column.holds, column.unit, column.meaning)
        for file, columns in FIXED.items()
        for column in (*columns, *NAMED.get(file, ()))
    )
    columns = table(HEAD, described)
    return {"### Columns of the tables": columns, "### Codes of our own": table(("our code", "what it means"), own)}


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """A table of Markdown."""
    columns = [*head]
    lines = [
        columns,
        ["---"] * len(columns),
        *([cell.replace("|", "\\|").replace("<", "\\<") for cell in row] for row in rows),
    ]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def page() -> str:
    """The page as it should be."""
    written = PAGE.read_text()
    for heading, content in parts().items():
        below = f"{heading}\n{content}\n"
        written = re.sub(f"^{heading}\n.*?(?=^##)", lambda _, new=below: new, written, flags=re.DOTALL | re.MULTILINE)
    return written


def schema_text() -> str:
    """The schema of journal.json as it should be published."""
    return json.dumps(schema(), indent=1, ensure_ascii=False) + "\n"


def main() -> None:
    """Write them."""
    PAGE.write_text(page())
    SCHEMA.write_text(schema_text())


if __name__ == "__main__":
    main()
