"""What the trials measured is told at the end of the run, also when they ran in processes of their own."""

from collections.abc import Callable
from typing import Any

import pytest

Tell = Callable[[str], None]


@pytest.fixture
def tell(record_property: Callable[[str, object], None]) -> Tell:
    """Takes a sentence with figures."""
    return lambda sentence: record_property("told", sentence)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print the sentences."""
    reports = [report for status in ("passed", "failed") for report in terminalreporter.getreports(status)]
    for report in reports:
        for name, sentence in report.user_properties:
            if name == "told" and report.when == "call":
                terminalreporter.write_line(sentence)
