"""Say what was answered about days beside the charts: how long somebody slept, and the looks back at weeks."""

from collections.abc import Iterable

from journal.core.charts.day_marks import DaysUnder, look_sentence, sleep_sentence
from journal.core.charts.points import Chart
from journal.web.site import context

MOST_LOOKS = 4  # the newest; History has all of them


def sentences(charts: Iterable[Chart]) -> list[str]:
    """A sentence on sleep, and one for each of the newest looks back."""
    chart = next((each for each in charts if isinstance(each, DaysUnder)), None)
    if chart is None:
        return []
    slept = sleep_sentence(chart.sleep)
    looks = [look_sentence(look, context.today()) for look in chart.looks[: -MOST_LOOKS - 1 : -1]]
    return [*filter(None, [slept]), *looks]
