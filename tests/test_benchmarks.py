"""The table of the benchmarks: what could not be measured costs no other row."""

from collections.abc import Iterator

from benchmarks.rounds import Rounds, Row, each, table


def row(what: str) -> Row:
    return Row(what, 1.2, 1.0, "")


def late() -> Iterator[Row]:
    yield row("before")
    raise TimeoutError("it gave no answer")


def test_a_part_that_times_out_keeps_its_rows_and_those_of_others() -> None:
    found = list(each(("slow", late), ("after", lambda: [row("after")])))
    assert [(one.what, one.verdict) for one in found] == [
        ("before", "met"), ("slow", "NOT MEASURED"), ("after", "met"),
    ]  # fmt: skip
    assert "TimeoutError: it gave no answer" in table(found)


def test_a_round_that_times_out_keeps_the_others_and_what_it_had_found() -> None:
    rounds, starts = Rounds(), iter([1.0, 3.0, 2.0])

    def measure() -> Iterator[tuple[str, float, float]]:
        start = next(starts)
        yield "start", start, 1.0
        if start == 3.0:
            raise TimeoutError("no answer")
        yield "memory", 150.0, 100.0

    rounds.run(3, measure)
    start, memory = rounds.row("start", "start", 2.5, "s"), rounds.row("memory", "memory", 1.2, "MB", "PSS")
    assert (start.measured, start.note) == (2.0, "2 to 1 s")
    assert (memory.measured, memory.verdict) == (1.5, "MISSED")
    assert memory.note == "150 to 100 MB; PSS; 2 of 3 rounds: TimeoutError: no answer"


def test_what_no_round_measured_says_why() -> None:
    rounds = Rounds()

    def measure() -> Iterator[tuple[str, float, float]]:
        raise TimeoutError("no answer")
        yield

    rounds.run(2, measure)
    found = rounds.row("start", "start to first answer", 1.2)
    assert (found.verdict, found.note) == ("NOT MEASURED", "0 of 2 rounds: TimeoutError: no answer")
