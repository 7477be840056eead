"""Hold a journal.json against its published schema."""

from functools import cache
from typing import Any

from jsonschema import Draft202012Validator

from journal.core.exchange.schema import schema


@cache
def _validator() -> Draft202012Validator:
    made = schema()
    Draft202012Validator.check_schema(made)
    return Draft202012Validator(made, format_checker=Draft202012Validator.FORMAT_CHECKER)


def by_schema(document: dict[str, Any]) -> list[str]:
    """What the schema refuses, each with its place."""
    return [f"{'/'.join(map(str, error.path))}: {error.message}" for error in _validator().iter_errors(document)]
