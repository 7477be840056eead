"""Measure everything and print the table."""

import os
import platform
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.rounds import Row, each, table


def main() -> int:
    """Print the table of ratios. Returns 1 when something could not be measured; a missed goal stands in the table."""
    start = time.monotonic()
    with TemporaryDirectory(prefix="benchmarks-") as name:
        rows = list(_rows(Path(name)))
    print(table(rows))
    print(f"\n{time.monotonic() - start:.0f} s, {os.cpu_count()} cores, Python {platform.python_version()}, {_date()}")
    return int(any(row.measured is None for row in rows))


def _rows(folder: Path) -> Iterator[Row]:
    from benchmarks import caring, charts, decade, exports, pages, seed, servers  # noqa: PLC0415 - so that a missing library is said by name

    _say("writing records of 1,000 and 100,000 entries")
    small, large = seed.make_world(folder / "small", 1000), seed.make_world(folder / "large", 100_000)
    yield from each(
        ("servers", lambda: _said("servers", servers.measure(folder, small, large))),
        ("pages", lambda: _said("pages", pages.measure(folder, small, large))),
        ("whoever cares", lambda: _said("whoever cares", caring.measure(folder))),
        ("charts", lambda: _said("charts", charts.measure())),
        ("ten years", lambda: _said("ten years", decade.measure(folder))),
        ("what is taken out", lambda: _said("what is taken out", exports.measure(folder))),
    )
    small.close()
    large.close()


def _said(group: str, rows: Iterator[Row]) -> Iterator[Row]:
    _say(f"measuring {group}")
    return rows


def _say(what: str) -> None:
    print(f"{what} ...", file=sys.stderr, flush=True)


def _date() -> str:
    return time.strftime("%Y-%m-%d")


if __name__ == "__main__":
    sys.exit(main())
