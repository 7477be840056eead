"""Every address says what the worst is that it can be asked for; `tests/trials/test_bounds.py` asks for it."""

from flask import Flask

from tests.bounds import LONG, WORST, World


def test_every_address_says_what_the_worst_is_that_it_can_be_asked_for(whole_app: Flask) -> None:
    reading = {f"GET {rule.rule}" for rule in whole_app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    said = {rule for rule in WORST if rule.startswith("GET")}
    assert reading == said, "add the address to WORST in tests/bounds.py, with the dearest query it allows"


def test_every_address_is_asked_for_with_its_parts_filled_in(whole_app: Flask) -> None:
    world = World(whole_app, {}, {}, [])
    asked = [address for rule in WORST for address in world._filled(rule, LONG)]
    assert [address for address in asked if "<" in address] == [], "World._filled does not know that part"
