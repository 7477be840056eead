"""The slot for large pictures: one draws, a few wait a little, the rest are sent away."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest

from journal.core.values.errors import Busy
from journal.render.slots import Slot


def hold(slot: Slot, pool: ThreadPoolExecutor) -> Event:
    """Take the slot in another thread, until the event is set."""
    taken, done = Event(), Event()

    def draw() -> None:
        with slot.taken():
            taken.set()
            done.wait(10)

    pool.submit(draw)
    assert taken.wait(10)
    return done


def test_one_draws_at_a_time_and_the_others_have_their_turn_after_it() -> None:
    slot, drawing, most, begin = Slot(patience=10), [], [], Barrier(5)

    def draw(n: int) -> int:
        begin.wait(10)
        with slot.taken():
            drawing.append(n)
            most.append(len(drawing))
            drawing.remove(n)
        return n

    with ThreadPoolExecutor(5) as pool:
        assert sorted(pool.map(draw, range(5))) == [0, 1, 2, 3, 4]
    assert most == [1] * 5


def test_whoever_waits_too_long_is_sent_away() -> None:
    slot = Slot(patience=0.05)
    with ThreadPoolExecutor(1) as pool:
        done = hold(slot, pool)
        with pytest.raises(Busy, match="wait a moment"), slot.taken():
            pass
        assert slot._waiting == 0
        done.set()
    with slot.taken():  # free again
        pass


def test_with_enough_waiting_the_next_is_sent_away_at_once() -> None:
    slot, waiting = Slot(patience=10, most_waiting=1), Event()

    def wait() -> bool:
        waiting.set()
        with slot.taken():
            return True

    with ThreadPoolExecutor(2) as pool:
        done = hold(slot, pool)
        patient = pool.submit(wait)
        assert waiting.wait(10)
        while slot._waiting < 1 and not patient.done():
            pass
        with pytest.raises(Busy), slot.taken():
            pass
        assert not patient.done()  # who began to wait earlier still does
        done.set()
        assert patient.result(10)
    assert slot._waiting == 0


def test_the_slot_is_given_back_after_a_fault_and_taken_twice_by_the_same_thread() -> None:
    slot = Slot(patience=0)
    with pytest.raises(MemoryError), slot.taken(), slot.taken():
        raise MemoryError
    with ThreadPoolExecutor(1) as pool:
        hold(slot, pool).set()


def test_who_can_wait_longer_says_so() -> None:
    slot = Slot(patience=0)
    with ThreadPoolExecutor(2) as pool:
        done = hold(slot, pool)

        def wait() -> bool:
            with slot.taken(patience=10):
                return True

        patient = pool.submit(wait)
        done.set()
        assert patient.result(10)
