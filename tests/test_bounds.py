"""No address takes more than 2 s of CPU or 150 MB, whatever it is asked for, on a record of ten years."""

import json
import os
import subprocess
import sys

import pytest
from flask import Flask

from tests.bounds import WORST, Asked, Cost, is_too_much

QUIET = {name: text for name, text in os.environ.items() if not name.startswith(("COV", "JOURNAL_"))}


def test_every_address_says_what_the_worst_is_that_it_can_be_asked_for(whole_app: Flask) -> None:
    reading = {f"GET {rule.rule}" for rule in whole_app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    said = {rule for rule in WORST if rule.startswith("GET")}
    assert reading == said, "add the address to WORST in tests/bounds.py, with the dearest query it allows"


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_no_address_costs_more_than_a_process_can_bear() -> None:
    command = [sys.executable, "-m", "tests.bounds", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=QUIET)
    assert done.returncode == 0, done.stderr
    found = [(Asked(**asked), Cost(**cost)) for asked, cost in map(json.loads, done.stdout.splitlines())]
    assert {asked.rule for asked, _ in found} == set(WORST)
    assert [asked for asked, cost in found if cost.status >= 400] == []
    assert [(asked, cost) for asked, cost in found if is_too_much(asked, cost)] == []
