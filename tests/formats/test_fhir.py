"""A document of FHIR is JSON a piece at a time: exact numbers, no empty list, and nothing that is no value."""

import json
from decimal import Decimal

import pytest

from journal.formats.fhir import bundle_chunks

HEAD, FIRST = {"resourceType": "Bundle"}, {"resourceType": "Composition", "id": "c"}


def written(*resources: dict[str, object]) -> str:
    sections = [({"title": "full"}, iter(["Basic/1", "Basic/2"])), ({"title": "empty"}, iter([]))]
    return b"".join(bundle_chunks(HEAD, FIRST, sections, resources, "https://x.invalid")).decode()


def test_a_document_is_written_with_its_sections_and_no_empty_list() -> None:
    read = json.loads(written({"resourceType": "Basic", "id": "1"}))
    assert [entry["fullUrl"] for entry in read["entry"]] == [
        "https://x.invalid/Composition/c",
        "https://x.invalid/Basic/1",
    ]
    full, empty = read["entry"][0]["resource"]["section"]
    assert full["entry"] == [{"reference": "Basic/1"}, {"reference": "Basic/2"}]
    assert empty == {"title": "empty"}


@pytest.mark.parametrize("number", ["0.1", "0.000001", "100000", "12345678901.000001", "0.30"])
def test_a_number_is_written_as_it_is(number: str) -> None:
    assert f'"value":{number}}}' in written({"resourceType": "Basic", "id": "1", "value": Decimal(number)})


def test_what_is_no_value_is_refused() -> None:
    with pytest.raises(TypeError):
        written({"resourceType": "Basic", "id": "1", "value": object()})
