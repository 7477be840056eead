"""Documents as JSON, written a value at a time so that a long record needs no more memory than a short one."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any


def json_chunks(head: Mapping[str, Any], lists: Mapping[str, Iterable[Mapping[str, Any]]]) -> Iterator[bytes]:
    """The bytes of one JSON object: the members of `head`, then each list with one value a line."""
    yield b"{\n"
    members = [f"{_json(name)}: {json.dumps(value, ensure_ascii=False, indent=1)}" for name, value in head.items()]
    yield ",\n".join(members).encode()
    for name, values in lists.items():
        yield f",\n{_json(name)}: [".encode()
        comma = "\n"
        for value in values:
            yield f"{comma}{_json(value)}".encode()
            comma = ",\n"
        yield b"\n]"
    yield b"\n}\n"


_json = json.JSONEncoder(ensure_ascii=False).encode
