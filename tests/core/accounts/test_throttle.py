"""The throttle's rules: so many tries, then waits that double; no clock opens or closes a bucket for ever."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.core.accounts.throttle import RULES, Bucket, Kind, Rule, Verdict, attempt, empty, network

NOW = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)
RULE = Rule(10)
MINUTE = timedelta(minutes=1)

seconds = st.integers(-100_000, 100_000).map(lambda number: timedelta(seconds=number))


def tried(times: int, bucket: Bucket | None = None, now: datetime = NOW, rule: Rule = RULE) -> Verdict:
    """The last of so many tries at one instant."""
    verdict = Verdict(bucket or empty(now))
    for _ in range(times):
        verdict = attempt(verdict.bucket, rule, now)
    return verdict


def test_ten_tries_in_five_minutes_then_closed() -> None:
    last = tried(10)
    assert last.admitted
    over = attempt(last.bucket, RULE, NOW + MINUTE)
    assert (over.admitted, over.closes, over.wait) == (False, True, 5 * MINUTE)
    again = attempt(over.bucket, RULE, NOW + 2 * MINUTE)
    assert (again.admitted, again.closes, again.wait) == (False, False, 4 * MINUTE)
    assert again.bucket == over.bucket, "whoever only asks again waits no longer for it"
    assert attempt(over.bucket, RULE, NOW + 6 * MINUTE).admitted


def test_five_minutes_later_one_may_try_ten_times_more() -> None:
    verdict = tried(10, tried(10).bucket, NOW + 5 * MINUTE)
    assert verdict.admitted
    assert verdict.bucket.attempts == 10


def test_each_wait_is_twice_the_one_before_up_to_an_hour() -> None:
    bucket, now, waits = empty(NOW), NOW, []
    for _ in range(7):
        verdict = tried(11, bucket, now)
        waits.append(verdict.wait // MINUTE)
        bucket, now = verdict.bucket, now + verdict.wait
    assert waits == [5, 10, 20, 40, 60, 60, 60]


def test_a_day_after_a_closing_the_waits_begin_anew() -> None:
    closed = tried(11)
    assert tried(11, closed.bucket, NOW + timedelta(hours=23)).wait == 10 * MINUTE
    assert tried(11, closed.bucket, NOW + timedelta(hours=25)).wait == 5 * MINUTE
    later = attempt(closed.bucket, RULE, NOW + timedelta(hours=24, minutes=4))
    assert later.bucket.expires_at == NOW + timedelta(hours=24, minutes=9), "the last tries are remembered on their own"


@pytest.mark.parametrize(
    ("kind", "tries"),
    [(Kind.ACCOUNT, 10), (Kind.DEVICE, 10), (Kind.ADDRESS, 30), (Kind.SECOND_FACTOR, 5), (Kind.SIGN_UP, 20)],
)
def test_every_kind_has_its_limit(kind: Kind, tries: int) -> None:
    assert tried(tries, rule=RULES[kind]).admitted
    assert not tried(tries + 1, rule=RULES[kind]).admitted


def test_a_second_factor_takes_some_twenty_guesses_an_hour_and_few_more_a_day() -> None:
    rule, bucket, now, guesses = RULES[Kind.SECOND_FACTOR], empty(NOW), NOW, []
    while now < NOW + timedelta(days=1):
        verdict = attempt(bucket, rule, now)
        guesses += [now] if verdict.admitted else []
        bucket, now = verdict.bucket, now + verdict.wait
    assert sum(at < NOW + timedelta(hours=1) for at in guesses) == 20
    assert len(guesses) < 150


@given(ahead=seconds.map(abs), back=seconds.map(abs))
def test_a_clock_put_back_neither_opens_nor_closes_for_ever(ahead: timedelta, back: timedelta) -> None:
    closed = tried(11, now=NOW + ahead)
    found = attempt(closed.bucket, RULE, NOW + ahead - back)
    assert not found.admitted
    assert found.wait <= 5 * MINUTE
    assert attempt(found.bucket, RULE, NOW + ahead - back + found.wait).admitted
    full = tried(10, now=NOW + ahead)
    assert attempt(full.bucket, RULE, NOW + ahead - back).closes, "the tries are not forgotten either"


@given(st.lists(seconds, max_size=60))
def test_whatever_the_clock_does_a_bucket_stays_sound(steps: list[timedelta]) -> None:
    bucket, now = empty(NOW), NOW
    for step in steps:
        now += step
        verdict = attempt(bucket, RULE, now)
        before, bucket = bucket, verdict.bucket
        assert 0 <= bucket.attempts <= RULE.tries
        assert 0 <= bucket.waits <= before.waits + 1
        assert timedelta(0) <= verdict.wait <= RULE.longest_wait
        assert verdict.admitted == (bucket.closed_until is None)
        assert now < bucket.expires_at <= now + RULE.longest_wait + RULE.remembered
        assert not verdict.closes or not verdict.admitted


@given(st.lists(st.integers(0, 600), min_size=1, max_size=120))
def test_nobody_gets_in_before_a_closed_bucket_opens(gaps: list[int]) -> None:
    bucket, now, closed_until = empty(NOW), NOW, NOW
    for gap in gaps:
        now += timedelta(seconds=gap)
        verdict = attempt(bucket, RULE, now)
        bucket = verdict.bucket
        if verdict.closes:
            assert bucket.closed_until is not None
            closed_until = bucket.closed_until
        assert verdict.admitted == (now >= closed_until)


@given(
    st.lists(st.integers(0, 299), min_size=1, max_size=40).flatmap(
        lambda at: st.tuples(st.just(at), st.permutations(at))
    )
)
def test_requests_that_overtake_each_other_count_alike(tries: tuple[list[int], list[int]]) -> None:
    def admitted(order: list[int]) -> int:
        bucket, count = empty(NOW), 0
        for second in order:
            verdict = attempt(bucket, RULE, NOW + timedelta(seconds=second))
            bucket, count = verdict.bucket, count + verdict.admitted
        return count

    assert admitted(tries[0]) == admitted(tries[1]) == min(len(tries[0]), 10)


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        (None, ""),
        ("unix:", ""),
    ],
)
def test_an_address_is_counted_as_the_network_of_one_household(address: str | None, counted: str) -> None:
    assert network(address) == counted
