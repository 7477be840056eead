"""A second seizure within some hours is an emergency, as far back as the monograph says."""

from datetime import UTC, datetime, timedelta

from journal.core.medicine.monograph import DATA, read_monograph
from journal.core.medicine.thresholds import Thresholds
from journal.core.record.episodes import Episode
from journal.core.safety import repeated_seizure
from journal.core.safety.rules import Context, Finding, Speaking
from journal.core.values.clock import moment

NOW = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
CLONAZEPAM = read_monograph(DATA / "clonazepam.toml")


def episode(what: str = "seizure", **ago: float) -> Episode:
    return Episode(moment=moment(NOW - timedelta(**ago), "Europe/Berlin"), what=what)


def found(detail: Episode, *before: Episode, thresholds: Thresholds | None = None) -> Finding | None:
    monograph = CLONAZEPAM.model_copy(update={"thresholds": thresholds or CLONAZEPAM.thresholds})
    return repeated_seizure.find(detail, Context(monograph, NOW, "Europe/Berlin", episodes=before))


def test_a_second_seizure_is_told_up_to_the_hours_and_not_after() -> None:
    second = Finding("emergency", {"within_hours": 24, "seizures": 2})
    assert found(episode(), episode(minutes=5)) == second
    assert found(episode(), episode(hours=24)) == second
    assert found(episode(), episode(hours=24, seconds=1)) is None
    assert found(episode()) is None
    three = found(episode(), episode(hours=1), episode(hours=2))
    assert three == Finding("emergency", {"within_hours": 24, "seizures": 3})


def test_only_seizures_that_were_lived_before_count() -> None:
    assert found(episode(hours=1), episode()) is None
    assert found(episode(), episode("panic_attack", hours=1)) is None
    assert found(episode("panic_attack"), episode("panic_attack", hours=1)) is None


def test_without_a_threshold_it_is_silent() -> None:
    assert found(episode(), episode(hours=1), thresholds=Thresholds()) is None
    assert repeated_seizure.find(None, Context(CLONAZEPAM, NOW, "UTC")) is None


def test_it_says_how_many_and_leads_to_help() -> None:
    notice = repeated_seizure.words(Finding("emergency", {"within_hours": 24, "seizures": 2}), Speaking(CLONAZEPAM))
    assert notice.sentences == ("2 seizures within 24 hours.",)
    assert (notice.link, notice.heading) == ("A second seizure: when to call, and what to do", "seizure")
