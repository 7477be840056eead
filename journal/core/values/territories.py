"""Where a zone is: the country or region whose usual ways hold until somebody chooses others."""

from collections.abc import Mapping
from functools import cache
from importlib.resources import files


def territory_of(zone: str) -> str:
    """The two letters of the territory that a zone belongs to, "" where that is not known."""
    return _territories().get(_aliases().get(zone, zone), "")


@cache
def _territories() -> Mapping[str, str]:
    """From the name of a zone to its territory, as the time zone database has it."""
    lines = _read("zone.tab").splitlines()
    rows = (line.split("\t") for line in lines if line and not line.startswith("#"))
    return {row[2]: row[0] for row in rows}


@cache
def _aliases() -> Mapping[str, str]:
    """From the older names of zones to the present ones."""
    links = (line.split(" ") for line in _read("tzdata.zi").splitlines() if line.startswith("L "))
    return {name: present for _, present, name in links if name not in _territories()}


def _read(name: str) -> str:
    return files("tzdata").joinpath("zoneinfo", name).read_text(encoding="utf-8")
