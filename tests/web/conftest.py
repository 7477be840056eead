"""The people who open the pages of `tests/pages.py`."""

from collections.abc import Callable

import pytest
import time_machine

from tests.pages import Visit, fill
from tests.people import Prepared
from tests.web.client import Browser


@pytest.fixture
def visit(
    owner: Browser,
    stranger: Browser,
    nobody: Browser,
    clock: time_machine.Traveller,
    prepare: Callable[..., Prepared],
) -> Visit:
    """Those people, for a file that says FILLED_BY = {"visit": fill}."""
    return Visit(owner, stranger, nobody, clock, prepare(fill).given)
