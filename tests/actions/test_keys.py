"""The keys of an installation."""

import pytest

from journal.actions.keys import CannotUnseal, derive, keyed_hash, seal, unseal

SECRET = "5" * 64


def test_every_use_has_a_key_of_its_own_and_always_the_same() -> None:
    keys = derive(SECRET)
    found = [getattr(keys, use) for use in keys.__slots__]
    assert len(set(found)) == len(found) == 9
    assert {len(key) for key in found} == {32}
    assert derive(SECRET) == keys
    assert set(found).isdisjoint(getattr(derive("6" * 64), use) for use in keys.__slots__)


def test_a_key_is_what_rfc_5869_says() -> None:
    """Worked out by hand from the RFC's two steps with an empty salt and one block of output."""
    import hmac

    pseudorandom = hmac.digest(bytes(32), SECRET.encode(), "sha256")
    assert derive(SECRET).audit == hmac.digest(pseudorandom, b"side-effect journal: audit\x01", "sha256")


def test_where_one_part_ends_counts() -> None:
    assert keyed_hash(b"k", "ab", "c") != keyed_hash(b"k", "a", "bc")
    assert keyed_hash(b"k", "ab") == keyed_hash(b"k", b"ab") != keyed_hash(b"l", "ab")


def test_what_is_sealed_opens_in_its_place_alone() -> None:
    key = derive(SECRET).sealing
    sealed = seal(key, b"secret", "row 1")
    assert b"secret" not in sealed
    assert seal(key, b"secret", "row 1") != sealed
    assert unseal(key, sealed, "row 1") == b"secret"
    changed = bytes([*sealed[:-1], sealed[-1] ^ 1])
    for wrong_key, content, place in (
        (key, sealed, "row 2"),
        (bytes(32), sealed, "row 1"),
        (key, changed, "row 1"),
        (key, sealed[:5], "row 1"),
        (key, b"", "row 1"),
    ):
        with pytest.raises(CannotUnseal):
            unseal(wrong_key, content, place)
