"""What a document of FHIR R4 has to hold: by the models of fhir.resources, by the structure definitions of R4, and by
what neither of them looks at (value sets, kinds of references, the order of a document, XHTML, where references lead).
"""

import json
import re
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

from scripts import fhir_definitions
from tests.conftest import DATA

Resource = dict[str, Any]
XHTML = "{http://www.w3.org/1999/xhtml}"
TAGS = {f"{XHTML}{name}" for name in ("div", "p", "ul", "li", "b", "table", "tbody", "thead", "tr", "td", "th")}


def resources_of(bundle: Resource) -> list[Resource]:
    """The resources of a document, the Composition first."""
    return [entry["resource"] for entry in bundle["entry"]]


def found_wrong(bundle: Resource) -> list[str]:
    """Everything that is wrong with a document, in sentences."""
    return [
        *by_models([bundle, *resources_of(bundle)]),
        *by_definitions([bundle, *resources_of(bundle)]),
        *(problem for resource in (bundle, *resources_of(bundle)) for problem in by_value_sets(resource)),
        *by_order(bundle),
        *by_narrative(bundle),
    ]


def by_models(resources: Iterable[Resource]) -> Iterator[str]:
    """What the models of fhir.resources (R4B) refuse."""
    for resource in resources:
        kind = resource["resourceType"]
        model = getattr(import_module(f"fhir.resources.R4B.{kind.lower()}"), kind)
        try:
            model.model_validate(resource)
        except ValueError as error:
            yield f"{kind}/{resource.get('id')}: {error}"


def by_definitions(resources: Iterable[Resource]) -> list[str]:
    """What the structure definitions of R4 refuse."""
    folder = fhir_definitions.find()
    core, definitions = (folder / f"{name}-{fhir_definitions.VERSION}" for name in ("core", "definitions"))
    command = [fhir_definitions.node(), DATA / "fhir" / "validate.cjs", core, definitions]
    asked = list(resources)
    lines = "\n".join(map(json.dumps, asked)).encode()
    said = subprocess.run(command, input=lines, capture_output=True, check=True).stdout.decode().splitlines()
    assert said[-1] == f"read {len(asked)}"  # else nothing was looked at
    return said[:-1]


@cache
def _definitions() -> dict[str, dict[str, Resource]]:
    """The elements of every type of R4, by their paths."""
    folder = fhir_definitions.find() / f"definitions-{fhir_definitions.VERSION}" / "dist" / "fhir" / "r4"
    found: dict[str, dict[str, Resource]] = {}
    for name in ("profiles-types.json", "profiles-resources.json"):
        for entry in json.loads(Path(folder, name).read_text())["entry"]:
            definition = entry["resource"]
            if definition["resourceType"] == "StructureDefinition":
                elements = definition["snapshot"]["element"]
                found[definition["name"]] = {element["path"]: element for element in elements}
    return found


@cache
def _value_sets() -> Mapping[str, frozenset[str] | None]:
    """The codes of every value set of R4, by its address; None where its codes stand elsewhere."""
    folder = fhir_definitions.find() / f"definitions-{fhir_definitions.VERSION}" / "dist" / "fhir" / "r4"
    listed = [entry["resource"] for entry in json.loads(Path(folder, "valuesets.json").read_text())["entry"]]
    systems = {each["url"]: set(_codes(each)) for each in listed if each["resourceType"] == "CodeSystem"}

    def included(include: Resource) -> set[str] | None:
        if "concept" in include:
            return {each["code"] for each in include["concept"]}
        return None if include.get("filter") else systems.get(include.get("system", ""))

    found: dict[str, frozenset[str] | None] = {}
    for each in listed:
        if each["resourceType"] == "ValueSet":
            parts = [included(include) for include in each.get("compose", {}).get("include", [])]
            known = [part for part in parts if part is not None]
            found[each["url"]] = frozenset().union(*known) if parts and len(known) == len(parts) else None
    return found


def _codes(concept: Resource) -> Iterator[str]:
    for each in concept.get("concept", []):
        yield each["code"]
        yield from _codes(each)


def by_value_sets(resource: Resource) -> Iterator[str]:
    """Codes that are not of the value set they must be of, and references to a kind that may not stand there."""
    kind = resource["resourceType"]
    yield from _walked(resource, kind, kind, f"{kind}/{resource.get('id')}")


def _walked(value: Resource, of: str, path: str, place: str) -> Iterator[str]:
    elements = _definitions()[of]
    for name, child in value.items():
        if name in {"resourceType", "resource", "div"}:
            continue
        element, kind = _element(elements, path, name)
        if element is None:
            yield f"{place}: no element {path}.{name}"
            continue
        for each in child if isinstance(child, list) else [child]:
            yield from _one(each, element, kind, of, f"{place} {name}")


def _element(elements: Mapping[str, Resource], path: str, name: str) -> tuple[Resource | None, str]:
    found = elements.get(f"{path}.{name}")
    if found is not None:
        return found, found.get("type", [{"code": ""}])[0]["code"]
    for own, element in elements.items():
        stem = own.removesuffix("[x]")
        if stem != own and f"{path}.{name}".startswith(stem):
            kinds = [each["code"] for each in element["type"]]
            rest = f"{path}.{name}"[len(stem) :]
            kind = next((each for each in kinds if each[:1].upper() + each[1:] == rest), None)
            if kind is not None:
                return element, kind
    return None, ""


def _one(value: Any, element: Resource, kind: str, of: str, place: str) -> Iterator[str]:
    binding = element.get("binding", {})
    if binding.get("strength") == "required" and kind == "code":
        allowed = _value_sets().get(binding["valueSet"].partition("|")[0])
        if allowed is not None and value not in allowed:
            yield f"{place}: {value!r} is not one of {sorted(allowed)}"
    if kind == "Reference" and "reference" in value:
        profiles = [p for each in element["type"] for p in each.get("targetProfile", [])]
        kinds = {profile.rpartition("/")[2] for profile in profiles}
        if kinds and "Resource" not in kinds and value["reference"].partition("/")[0] not in kinds:
            yield f"{place}: {value['reference']} is none of {sorted(kinds)}"
    if isinstance(value, dict):
        inside = kind in {"BackboneElement", "Element"}
        yield from _walked(value, of if inside else kind, element["path"] if inside else kind, place)


def by_order(bundle: Resource) -> Iterator[str]:
    """A document begins with its Composition; every reference leads to a resource in it, and to each leads one."""
    resources = resources_of(bundle)
    if resources[0]["resourceType"] != "Composition":
        yield "the first entry is no Composition"
    by_name = {f"{each['resourceType']}/{each['id']}": each for each in resources}
    if len(by_name) != len(resources):
        yield "an id stands twice"
    for entry in bundle["entry"]:
        name = f"{entry['resource']['resourceType']}/{entry['resource']['id']}"
        if not entry["fullUrl"].endswith(f"/{name}"):
            yield f"{name} goes by {entry['fullUrl']}"
        if not re.fullmatch(r"[A-Za-z0-9\-.]{1,64}", entry["resource"]["id"]):
            yield f"{name} is no id"
    reached, waiting = set[str](), [next(iter(by_name))]
    while waiting:
        name = waiting.pop()
        if name in reached:
            continue
        reached.add(name)
        if name not in by_name:
            yield f"{name} is referred to and is not there"
            continue
        waiting += _references(by_name[name])
    yield from (f"nothing leads to {name}" for name in by_name.keys() - reached)


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("reference"), str):
            yield value["reference"]
        for each in value.values():
            yield from _references(each)
    elif isinstance(value, list):
        for each in value:
            yield from _references(each)


def by_narrative(bundle: Resource) -> Iterator[str]:
    """Narrative that is no XHTML, or none that may stand there, or says nothing."""
    for section in resources_of(bundle)[0]["section"]:
        try:
            tree = ElementTree.fromstring(section["text"]["div"])
        except ElementTree.ParseError as error:
            yield f"{section['title']}: {error}"
            continue
        if tree.tag != f"{XHTML}div" or not "".join(tree.itertext()).strip():
            yield f"{section['title']}: no narrative"
        yield from (f"{section['title']}: {each.tag}" for each in tree.iter() if each.tag not in TAGS)


def codings(value: Any) -> Iterator[tuple[str, str]]:
    """Every code in a value, with the terminology it is of."""
    if isinstance(value, dict):
        if "system" in value and "code" in value:
            yield value["system"], value["code"]
        for each in value.values():
            yield from codings(each)
    elif isinstance(value, list):
        for each in value:
            yield from codings(each)
