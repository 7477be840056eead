"""No address takes more than 2 s of CPU or 150 MB, whatever it is asked for, on a record of ten years.

The seconds are those of a quiet machine (`tests/reference_work.py`)."""

import json
import os
import subprocess
import sys

import pytest

from tests.bounds import WORST, Asked, Cost, is_too_much
from tests.trials.conftest import Tell

QUIET = {name: text for name, text in os.environ.items() if not name.startswith(("COV", "JOURNAL_"))}


pytestmark = pytest.mark.trial


@pytest.mark.skipif(sys.platform != "linux", reason="memory is read from /proc")
def test_no_address_costs_more_than_a_process_can_bear(tell: Tell) -> None:
    command = [sys.executable, "-m", "tests.bounds", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=QUIET)
    assert done.returncode == 0, done.stderr
    found = [(Asked(**asked), Cost(**cost)) for asked, cost in map(json.loads, done.stdout.splitlines())]
    for asked, cost in sorted(found, key=lambda one: -one[1].cpu_s)[:3]:
        tell(f"{asked.rule}: {cost.cpu_s:.2f} s of CPU ({cost.here_s:.2f} s here), {cost.mb} MB over the idle process")
    assert {asked.rule for asked, _ in found} == set(WORST)
    refused = {422}  # what was typed was read and answered: that is dear, too
    assert [asked for asked, cost in found if cost.status >= 400 and cost.status not in refused] == []
    assert [(asked, cost) for asked, cost in found if is_too_much(asked, cost)] == []
