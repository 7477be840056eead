"""Episodes: a spell of hiccups, when it began, how long, how strong; what is not known is left out."""

import contextlib
from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.core.medicine.monograph import read_monograph
from journal.core.record.episodes import Episode, read_episode
from journal.core.record.forms import FormContext
from journal.core.values.clock import local_moment, moment
from journal.core.values.errors import InvalidEntry

EXAMPLAMINE = read_monograph(Path(__file__).parents[2] / "data" / "examplamine.toml")
NOW = datetime(2026, 3, 1, 7, 2, tzinfo=UTC)
FORM_CONTEXT = FormContext(NOW, "Australia/Lord_Howe", time(4), EXAMPLAMINE)


def wall(text):
    """A wall time as a clock shows it: without a zone."""
    return datetime.fromisoformat(text)


def refused(**fields):
    with pytest.raises(InvalidEntry) as error:
        read_episode(fields, FORM_CONTEXT)
    return error.value.errors


def test_one_tap_is_an_episode_of_which_nothing_else_is_known():
    assert read_episode({"what": "hiccups"}, FORM_CONTEXT) == Episode(
        moment=moment(NOW, "Australia/Lord_Howe"), what="hiccups", minutes=None, severity=None, note=""
    )


def test_everything_that_is_known_is_kept():
    fields = {"what": "hiccups", "minutes": " 12 ", "severity": "3", "note": "after lunch"}
    episode = read_episode({**fields, "on": "2026-02-28", "at": "13:30"}, FORM_CONTEXT)
    assert (episode.minutes, episode.severity, episode.note, episode.kind) == (12, 3, "after lunch", "episode")
    assert episode.moment == local_moment(wall("2026-02-28 13:30"), "Australia/Lord_Howe")


def test_a_mild_nothing_is_not_the_same_as_not_said():
    assert read_episode({"what": "hiccups", "severity": "0"}, FORM_CONTEXT).severity == 0


def test_an_episode_over_midnight_belongs_to_the_day_it_began():
    began = local_moment(wall("2024-02-29 23:59"), "Pacific/Honolulu")
    assert Episode(moment=began, what="hiccups", minutes=120).day_on == date(2024, 2, 29)


@pytest.mark.parametrize("minutes", ["0", "1441", "-5", "1.5", "٥٫٥", "ten", "0000014409999", "9" * 5000, "1\x00", "²"])
def test_a_length_that_is_none_is_asked_about(minutes):
    assert refused(what="hiccups", minutes=minutes) == {
        "minutes": "Write how many minutes it lasted, between 1 and 1440, or leave it out."
    }


@pytest.mark.parametrize("minutes", ["1", "1440", "005"])
def test_a_length_up_to_a_day_is_kept(minutes):
    assert read_episode({"what": "hiccups", "minutes": minutes}, FORM_CONTEXT).minutes == int(minutes)


def test_every_field_that_cannot_be_read_is_named_at_once():
    fields = {"what": "seizure", "minutes": "x", "severity": "9", "note": "\x00", "zone": "Nowhere", "on": "2026-01-01"}
    assert refused(**fields, at="08:00").keys() == {"what", "minutes", "severity", "note", "zone"}
    assert refused().keys() == {"what"}


@given(
    st.dictionaries(
        st.sampled_from(["minutes", "severity", "note"]), st.text(max_size=12) | st.integers(-9, 10**20).map(str)
    )
)
def test_whatever_is_sent_gives_an_episode_or_sentences(fields):
    with contextlib.suppress(InvalidEntry):
        episode = read_episode({"what": "hiccups", **fields}, FORM_CONTEXT)
        assert episode.minutes is None or 1 <= episode.minutes <= 1440


@pytest.mark.parametrize("minutes", ["٩٠", "۹۰", "９０", " \u200f90 "])
def test_a_length_is_read_in_the_digits_of_other_scripts(minutes):
    assert read_episode({"what": "hiccups", "minutes": minutes}, FORM_CONTEXT).minutes == 90
