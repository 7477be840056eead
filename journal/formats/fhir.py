"""A document Bundle of FHIR R4, written a resource a line: a long record needs no more memory than a short one."""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import chain
from typing import Any

import orjson

Resource = Mapping[str, Any]


def bundle_chunks(
    head: Resource,
    composition: Resource,
    sections: Iterable[tuple[Resource, Iterable[str]]],
    resources: Iterable[Resource],
    base: str,
) -> Iterator[bytes]:
    """The bytes of the document: its head, the composition with what each of its sections refers to, and then the
    resources, which are called by their kind and id below `base`."""
    yield _json(head)[:-1] + b',"entry":[\n'
    yield _entry(base, composition)[:-2] + b',"section":['
    comma = b"\n"
    for section, references in sections:
        yield comma
        yield from _section(section, references)
        comma = b",\n"
    yield b"\n]}}"
    for resource in resources:
        yield b",\n" + _entry(base, resource)
    yield b"\n]}\n"


def _entry(base: str, resource: Resource) -> bytes:
    return _json({"fullUrl": f"{base}/{resource['resourceType']}/{resource['id']}", "resource": resource})


def _section(section: Resource, references: Iterable[str]) -> Iterator[bytes]:
    """A section; a list of FHIR is never empty, so one that refers to nothing has none."""
    found = iter(references)
    first = next(found, None)
    if first is None:
        yield _json(section)
        return
    yield _json(section)[:-1] + b',"entry":['
    comma = ""
    for reference in chain([first], found):
        yield f'{comma}{{"reference":"{reference}"}}'.encode()
        comma = ",\n"
    yield b"]}"


def _json(value: Resource) -> bytes:
    return orjson.dumps(value, default=_number)


def _number(value: object) -> orjson.Fragment:
    """An exact number as it is written: no float ever held it."""
    if not isinstance(value, Decimal):
        raise TypeError(f"no value of a resource: {type(value)}")
    return orjson.Fragment(f"{value:f}".encode())
