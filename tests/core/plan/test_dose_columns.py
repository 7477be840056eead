"""Doses as columns are the doses they were made of."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from journal.core.plan.dose_columns import DoseColumns, columns_of
from tests.core.plan.plans import BERLIN, at, dose

lived = st.builds(
    dose,
    st.integers(1, 40).flatmap(lambda day: st.sampled_from([f"{day} 00:00", f"{day} 08:15", f"{day} 23:59"])),
    st.sampled_from(["taken", "skipped"]),
    st.sampled_from([BERLIN, "America/New_York", "Asia/Kathmandu"]),
    st.integers(1, 10**9),
    st.none() | st.just(at("50 12:00")),
)


@given(st.lists(lived, max_size=10))
def test_columns_give_back_each_dose_in_order(doses) -> None:
    found = columns_of(doses)
    assert list(found) == sorted(doses, key=lambda each: each.at)
    assert columns_of(found) is found
    assert [*found[1:3]] == [*found][1:3]
    assert found.chosen(range(len(found))) == [*found]
    assert found.chosen([]) == []
    assert [*found.days()] == [each.on.toordinal() for each in found]
    assert not doses or found.first_day() == min(found.days())


@given(st.lists(lived, max_size=10))
def test_what_was_taken_on_a_day_is_the_sum_of_its_doses_and_nothing_where_all_were_skipped(doses) -> None:
    expected: dict[date, int] = {}
    for each in doses:
        expected[each.on] = expected.get(each.on, 0) + (each.amount if each.status == "taken" else 0)
    assert columns_of(doses).taken_by_day() == sorted(expected.items())


def test_without_a_dose_there_is_nothing_in_any_column() -> None:
    assert columns_of([]) == DoseColumns([], [], [], [], [])
