"""The chain of the audit log: whole, it is sound; any change to it is noticed and named."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from journal.core.accounts.audit import (
    START,
    Action,
    ChainBroken,
    Event,
    Head,
    Link,
    Noted,
    blanked_words,
    blanking_mark,
    content_hash,
    digest,
    read_head,
    shortened,
    verify,
)

KEY, SALT = b"k" * 32, b"s" * 16
AT = datetime(2026, 11, 23, 11, 0, tzinfo=UTC)


def chain(*told: tuple[str, str]) -> list[Link]:
    """Links that say (action, about), one after the other."""
    links: list[Link] = []
    before = START
    for number, (action, about) in enumerate(told, 1):
        event = Event(number, AT + timedelta(minutes=number), "p", action, about, "192.0.2.0/24", "a test")
        content = content_hash(event, SALT)
        before = digest(KEY, before, number, content)
        links.append(Link(event, SALT, content, before))
    return links


def head(links: list[Link]) -> Head:
    return Head(len(links), links[-1].digest if links else START)


def blanked(link: Link, key: bytes = KEY) -> Link:
    event = Event(link.event.number, None, None, None, None, None, None)
    return replace(link, event=event, salt=blanking_mark(key, event.number, link.digest))


FIVE = [(Action.LOGGED_IN, str(n)) for n in range(5)]


@given(st.integers(0, 30))
def test_a_chain_as_it_was_written_is_sound(length: int) -> None:
    links = chain(*[(Action.LOGGED_IN, str(n)) for n in range(length)])
    assert verify(KEY, links, head(links)).head.number == length


def test_the_hour_is_the_same_hour_in_another_zone() -> None:
    event = Event(1, AT, "p", "logged in", "", "", "")
    elsewhere = replace(event, at=AT.astimezone(timezone(timedelta(hours=9))))
    assert content_hash(event, SALT) == content_hash(elsewhere, SALT)


@given(st.data())
def test_any_two_events_swapped_are_noticed(data: st.DataObject) -> None:
    links = chain(*FIVE)
    first, second = data.draw(st.lists(st.sampled_from(range(5)), min_size=2, max_size=2, unique=True).map(sorted))
    a, b = links[first], links[second]
    links[first] = replace(b, event=replace(b.event, number=a.event.number))
    links[second] = replace(a, event=replace(a.event, number=b.event.number))
    with pytest.raises(ChainBroken, match=f"Event {first + 1} "):
        verify(KEY, links, head(chain(*FIVE)))


def test_an_event_put_in_is_noticed() -> None:
    links = chain(*FIVE)
    forged = replace(links[2], event=replace(links[2].event, about="forged"))
    content = content_hash(forged.event, SALT)
    links[2] = replace(forged, content_hash=content, digest=digest(b"x" * 32, links[1].digest, 3, content))
    with pytest.raises(ChainBroken, match="Event 3 is out of the chain"):
        verify(KEY, links, head(chain(*FIVE)))


def test_an_end_that_was_cut_off_is_noticed() -> None:
    links = chain(*FIVE)
    with pytest.raises(ChainBroken, match="Event 4 is missing"):
        verify(KEY, links[:3], head(links))
    with pytest.raises(ChainBroken, match="Event 1 is missing"):
        verify(KEY, [], head(links))


def test_a_head_moved_back_with_the_end_is_noticed_by_a_head_noted_before() -> None:
    links = chain(*FIVE)
    cut = links[:3]
    assert verify(KEY, cut, head(cut)).head.number == 3  # nothing inside the database can show it
    with pytest.raises(ChainBroken, match="Event 4 is missing: the log ended at event 5"):
        verify(KEY, cut, head(cut), earlier=[Noted(head(links))])
    verify(KEY, links, head(links), earlier=[Noted(head(cut))])


def test_of_many_heads_noted_the_one_that_does_not_hold_is_named() -> None:
    links = chain(*FIVE)
    noted = [Noted(head(links[:2]), "in the copy of Monday"), Noted(head(links), "in the copy of Friday")]
    verify(KEY, links, head(links), earlier=noted)
    with pytest.raises(ChainBroken, match="Event 4 is missing: the log ended at event 5 in the copy of Friday"):
        verify(KEY, links[:3], head(links[:3]), earlier=noted)
    changed = replace(noted[0], head=Head(2, bytes(32)))
    with pytest.raises(ChainBroken, match="Event 2 is not the one that was noted down in the copy of Monday"):
        verify(KEY, links, head(links), earlier=[noted[1], changed])


def test_a_log_begun_anew_is_not_the_one_that_was_noted_before() -> None:
    links, other = chain(*FIVE), chain(*[(Action.LOGGED_IN, "x")] * 5)
    with pytest.raises(ChainBroken, match="not the one that was noted"):
        verify(KEY, other, head(other), earlier=[Noted(head(links[:2]))])


def test_events_behind_the_head_and_another_head_are_noticed() -> None:
    links = chain(*FIVE)
    with pytest.raises(ChainBroken, match="Event 4 was added behind"):
        verify(KEY, links, head(links[:3]))
    with pytest.raises(ChainBroken, match="end of the log was changed"):
        verify(KEY, links, Head(5, b"x" * 32))


def test_blanked_events_are_accepted_when_an_erased_account_accounts_for_them() -> None:
    links = chain(*FIVE, (Action.ACCOUNT_ERASED, blanked_words(2)))
    links[1], links[3] = blanked(links[1]), blanked(links[3])
    assert verify(KEY, links, head(links)).blanked == 2


def test_blanking_without_the_key_is_noticed() -> None:
    links = chain(*FIVE, (Action.ACCOUNT_ERASED, blanked_words(1)))
    for stolen in (blanked(links[1], b"x" * 32), replace(blanked(links[1]), salt=None)):
        with pytest.raises(ChainBroken, match="Event 2 was blanked"):
            verify(KEY, [links[0], stolen, *links[2:]], head(links))


def test_a_mark_does_not_fit_another_event() -> None:
    links = chain(*FIVE, (Action.ACCOUNT_ERASED, blanked_words(2)))
    mark = blanked(links[1]).salt
    moved = replace(blanked(links[2]), salt=mark)
    with pytest.raises(ChainBroken, match="Event 3 was blanked"):
        verify(KEY, [links[0], blanked(links[1]), moved, *links[3:]], head(links))


@pytest.mark.parametrize("about", [blanked_words(1), blanked_words(3), "nothing to be read", ""])
def test_more_or_fewer_blanked_than_were_accounted_for_are_noticed(about: str) -> None:
    links = chain(*FIVE, (Action.ACCOUNT_ERASED, about))
    links[1], links[3] = blanked(links[1]), blanked(links[3])
    with pytest.raises(ChainBroken, match="2 events are blanked"):
        verify(KEY, links, head(links))


def test_only_an_erased_account_accounts_for_blanked_events() -> None:
    links = chain((Action.LOGGED_IN, blanked_words(1)), *FIVE)
    with pytest.raises(ChainBroken, match="1 events are blanked, but the journal blanked 0"):
        verify(KEY, [links[0], blanked(links[1]), *links[2:]], head(links))


def test_a_head_is_read_as_it_was_printed() -> None:
    found = Head(41, bytes(range(32)))
    assert read_head(f" {found}\n") == found
    for text in ("", "41", "41 xyz", f"{found}0", f"-{found}"):
        assert read_head(text) is None


@pytest.mark.parametrize(
    ("address", "kept"),
    [("192.0.2.17", "192.0.2.0/24"), ("2001:db8:1:2::3", "2001:db8:1::/48"), ("", ""), (None, ""), ("nonsense", "")],
)
def test_an_address_is_shortened_to_its_network(address: str | None, kept: str) -> None:
    assert shortened(address) == kept


def test_an_ipv4_address_written_as_ipv6_is_shortened_as_ipv4() -> None:
    assert shortened("::ffff:192.0.2.7") == shortened("192.0.2.7") == "192.0.2.0/24"
