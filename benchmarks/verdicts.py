"""How often a verdict says "changed" where nothing did, and how often it notices what did change.

`python -m benchmarks.verdicts` prints both tables of docs/sources.md, seeded, in some minutes; a number behind it asks
for other than 2,000 pages a cell. A made-up person has a hidden level that drifts from day to day (AR(1): neighbouring
days are alike by rho) and is cut into severities 0 to 4 in one of five ways. The method alone is asked: what
a page judges is judged by `journal.core.charts.verdicts`.
"""

import sys
import time
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import sqrt
from random import Random
from statistics import NormalDist

from journal.core.charts.verdicts import CHANGED_BELOW, Judged, has_enough, holm, judge

PAGES, SEED = 2_000, 20261129
RHOS = (0.0, 0.3, 0.5, 0.7)
MISSING = (0.0, 0.2)
GOAL = 0.08
SHARES = {  # how often each severity is rated where nothing changes
    "symmetric": (0.07, 0.24, 0.38, 0.24, 0.07),
    "even": (0.2, 0.2, 0.2, 0.2, 0.2),
    "mostly low": (0.5, 0.25, 0.15, 0.07, 0.03),
    "rare": (0.85, 0.08, 0.04, 0.02, 0.01),
    "three answers": (0.3, 0.4, 0.3),
}
CUTS = {name: [NormalDist().inv_cdf(edge) for edge in accumulate(shares[:-1])] for name, shares in SHARES.items()}


@dataclass(frozen=True)
class Page:
    """What a page compares: `changes` of dose in steps of `step` days, each with `effects`; the level rises by `shift`
    with the first of them."""

    changes: int
    step: int
    effects: int
    shift: float = 0.0


LAYOUTS = {
    "14 + 14 days": Page(1, 15, 1),
    "28 + 28 days": Page(1, 29, 1),
    "28 + 28 days, three effects": Page(1, 29, 3),
    "six steps of 28 days": Page(6, 28, 1),
    "six steps of 28 days, three effects": Page(6, 28, 3),
}


def lived(random: Random, days: int, rho: float, missing: float, cut: Sequence[float], shift: Sequence[float]) -> dict:
    """The ratings of so many days by their number, those of missing days left out."""
    level, rated = random.gauss(0, 1), {}
    for day in range(days):
        if random.random() >= missing:
            rated[day] = bisect_left(cut, level + shift[day])
        level = rho * level + sqrt(1 - rho * rho) * random.gauss(0, 1)
    return rated


def judged(page: Page, rated: dict[int, int]) -> Iterator[Judged]:
    """Every verdict on one effect: the 28 days on each side of each change, as far as the steps beside it reach."""
    reach = min(28, page.step - 1)
    for number in range(1, page.changes + 1):
        on = number * page.step
        before = {day - on: rated[day] for day in range(on - reach, on) if day in rated}
        after = {day - on: rated[day] for day in range(on + 1, on + 1 + reach) if day in rated}
        if has_enough(len(before), reach) and has_enough(len(after), reach):
            yield judge(before, after)


def share_changed(page: Page, rho: float, missing: float, cut: str, pages: int, seed: int = SEED) -> float:
    """The share of pages on which at least one verdict says "changed"."""
    random = Random(f"{seed} {page} {rho} {missing} {cut}")
    days = page.step * (page.changes + 1)
    shift = [page.shift if day >= page.step else 0.0 for day in range(days)]
    changed = 0
    for _ in range(pages):
        series = (lived(random, days, rho, missing, CUTS[cut], shift) for _ in range(page.effects))
        found = [verdict.p for rated in series for verdict in judged(page, rated)]
        changed += any(p < CHANGED_BELOW for p in holm(found))
    return changed / pages


def main() -> int:
    """Print both tables; 1 where a page speaks more often than the goal."""
    pages, start = int(sys.argv[1]) if len(sys.argv) > 1 else PAGES, time.monotonic()
    print(f"“Changed” where nothing did, % of {pages:,} pages, worst of {len(CUTS)} cuts (goal: {GOAL:.0%} at most)")
    worst = 0.0
    for words, page in LAYOUTS.items():
        for missing in MISSING if page.step > 15 else MISSING[:1]:
            row = [max((share_changed(page, rho, missing, cut, pages), cut) for cut in CUTS) for rho in RHOS]
            worst = max(worst, *(share for share, _ in row))
            said = "  ".join(f"{100 * share:4.1f} ({cut})" for share, cut in row)
            print(f"| {words}, {missing:.0%} missing | {said} |", flush=True)
    print("\nWhat did change is noticed, % of pages, symmetric cut")
    for step, words in ((15, "14 + 14 days"), (29, "28 + 28")):
        for shift in (0.8, 1.5):
            for missing in MISSING if step > 15 else MISSING[:1]:
                found = [share_changed(Page(1, step, 1, shift), rho, missing, "symmetric", pages) for rho in RHOS]
                said = "  ".join(f"{100 * share:4.0f}" for share in found)
                print(f"| {words}, {missing:.0%} missing, {shift} SD | {said} |", flush=True)
    print(f"\n{time.monotonic() - start:.0f} s")
    return int(worst > GOAL)


if __name__ == "__main__":
    sys.exit(main())
