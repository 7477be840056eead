"""Files of data about medicines, read from TOML: a mistake names the file, the key and the reason, in one line."""

import re
import tomllib
from itertools import takewhile
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from journal.core.medicine.parts import Part
from journal.core.values.errors import InvalidMonograph

T = TypeVar("T", bound=Part)

LONGEST_REPEATED = 300  # of what a broken file says
_KEY = re.compile(r"""key\s*=\s*["']([a-z][a-z0-9_]{0,39})["']\s*(?:#.*)?""")


def read_toml(path: Path) -> dict[str, Any]:
    """What stands in a file. Raises InvalidMonograph."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        reason = f"it is not in UTF-8 (byte {error.start}): save it in that encoding"
    except RecursionError:
        reason = "too many brackets stand in each other"
    except (OSError, ValueError) as error:
        reason = str(error)
    raise InvalidMonograph(f"{path}: this is not a readable TOML file: {_in_short(reason)}")


def checked(path: Path, model: type[T], values: dict[str, Any], context: object = None) -> T:
    """The values of a file as what it should hold. Raises InvalidMonograph for the first mistake."""
    try:
        return model.model_validate(values, context=context)
    except ValidationError as error:
        first: Any = error.errors(include_url=False, include_input=False)[0]
        key = ".".join(str(part) for part in first["loc"]) or "the file as a whole"
        reason = first["msg"].removeprefix("Value error, ")
        raise InvalidMonograph(f"{path}: {_in_short(key)}: {_in_short(reason)}") from None


def declared_key(path: Path) -> str | None:
    """The key that a file gives itself before its first table, where that can be read in a broken one."""
    try:
        text = path.read_text(encoding="utf-8-sig", errors="replace")
    except OSError:
        return None
    lines = takewhile(lambda line: not line.startswith("["), map(str.strip, text.splitlines()))
    return next((found[1] for line in lines if (found := _KEY.fullmatch(line))), None)


def _in_short(text: str) -> str:
    """What a file says, as it can be repeated in one line: a mistake may be 20,000 characters long."""
    line = "".join(sign if sign.isprintable() else "?" for sign in text)
    return line if len(line) <= LONGEST_REPEATED else line[:LONGEST_REPEATED] + "…"
