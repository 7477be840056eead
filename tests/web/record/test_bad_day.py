"""A bad day: two large buttons and nothing else, by the rules of the one tap of Today."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from journal.store.database.database import Database
from journal.store.database.models import RatingRow
from tests.conftest import counted
from tests.web.client import Browser, Page

TWICE = {"time_1": "08:00", "amount_1": "0.5", "time_2": "20:00", "amount_2": "0.5"}
TOOK, RATED = "/bad-day/doses", "/bad-day/ratings"


def buttons(page: Page) -> list[str]:
    return page.words("bad-press")


def rate(owner: Browser, severity: int, page: Page | None = None) -> Page:
    shown = page or owner.get("/bad-day")
    return owner.follow(owner.send(shown, RATED, {"rating-drowsiness": str(severity)}))


def doses(owner: Browser) -> list[str]:
    return [row for row in owner.get("/history").entries if " mg" in row or "drops" in row]


def at(clock, hour: int, minute: int = 0) -> None:
    """Move to that time of 23 November in Berlin."""
    clock.move_to(datetime(2026, 11, 23, hour - 1, minute, 5, tzinfo=UTC))


@pytest.fixture
def planned(owner: Browser, clock) -> Browser:
    at(clock, 7)
    owner.submit("/regimens/new", "/regimens", TWICE)
    at(clock, 8, 5)
    return owner


def test_two_buttons_and_nothing_else(planned: Browser) -> None:
    page = planned.get("/bad-day")
    assert buttons(page) == [
        "I took it, 0.5 mg, the one for 08:00",
        "none",
        "mild",
        "moderate",
        "severe",
        "very severe",
    ]
    assert page.text == (
        "Bad day I took it, 0.5 mg, the one for 08:00 How sleepy? none mild moderate severe very severe Back to Today"
    )
    assert not page.all("places")
    assert page.link("Emergency") == "/emergency"
    assert planned.get("/").link("Bad day? Two buttons") == "/bad-day"


def test_one_press_saves_and_the_page_says_so_with_undo(planned: Browser) -> None:
    page = planned.follow(planned.send(planned.get("/bad-day"), TOOK))
    assert page.notice == "Saved: 0.5 mg tablet, 08:05 Undo 0.5 mg tablet"
    assert page.words("bad-state") == ["Yes: 0.5 mg at 08:05"]
    assert buttons(page)[0] == "Log a dose"
    back = planned.follow(planned.send(page, "/bad-day/removal"))
    assert back.notice == "Taken back: 0.5 mg tablet"
    assert buttons(back)[0] == "I took it, 0.5 mg, the one for 08:00"
    assert doses(planned) == []
    planned.send(back, TOOK)
    assert len(doses(planned)) == 1


def test_one_word_saves_a_check_in_of_one_answer(planned: Browser) -> None:
    page = rate(planned, 2)
    assert page.notice == "Saved: check-in, drowsiness moderate, 08:05 Undo check-in, drowsiness moderate"
    assert "Moderate at 08:05" in page.words("bad-state")
    planned.send(page, "/bad-day/removal")
    assert planned.get("/history").entries == []


def test_none_is_a_real_answer_and_the_other_effects_stay_unknown(planned: Browser, database: Database) -> None:
    rate(planned, 0)
    [row] = planned.get("/history").entries
    assert "1 rated none" in row
    with database.reading() as session:
        rated = session.execute(select(RatingRow.effect, RatingRow.severity)).all()
    assert rated == [("drowsiness", 0)]


def test_another_word_is_another_check_in_and_the_same_sent_twice_is_one(planned: Browser) -> None:
    form = planned.get("/bad-day")
    rate(planned, 2, form)
    again = rate(planned, 2, form)
    assert again.notice.startswith("Already recorded, once: check-in, drowsiness moderate")
    rate(planned, 3, form)
    assert len(planned.get("/history").entries) == 2


def test_two_windows_save_one_dose(planned: Browser) -> None:
    first, second = planned.get("/bad-day"), planned.get("/bad-day")
    planned.send(first, TOOK)
    page = planned.follow(planned.send(second, TOOK))
    assert page.notice.startswith("Already recorded, once: 0.5 mg tablet, 08:05")
    assert len(doses(planned)) == 1


def test_what_was_undone_is_not_saved_again_by_an_old_window(planned: Browser) -> None:
    form = planned.get("/bad-day")
    page = planned.follow(planned.send(form, TOOK))
    planned.send(page, "/bad-day/removal")
    page = planned.follow(planned.send(form, TOOK))
    assert page.notice == "Not recorded again, since you deleted it: 0.5 mg tablet"
    assert doses(planned) == []


def test_nothing_of_a_form_that_is_not_whole_is_saved(planned: Browser) -> None:
    form = planned.get("/bad-day")
    page = planned.send(form, TOOK, {"medicine_1": ""}, 422)
    assert "Press once more" in page.text
    page = planned.send(form, TOOK, {"amount_1": "much"}, 422)
    assert page.all("error-summary")
    assert planned.send(form, RATED, {"rating-drowsiness": "9"}, 422).all("error-summary")
    assert planned.send(form, RATED, {}, 422).all("error-summary")
    planned.send(form, TOOK, {"medicine_1": "nobodys"}, 404)
    planned.post("/bad-day/removal", planned.marks() | {"entries": "no-such-entry"}, 404)
    assert planned.get("/history").entries == []


def test_another_content_under_the_same_id_is_refused(planned: Browser) -> None:
    form = planned.get("/bad-day")
    planned.send(form, TOOK)
    page = planned.send(form, TOOK, {"amount_1": "other", "other_amount_1": "0.75"}, 409)
    assert "sent before with other words" in page.text
    assert len(doses(planned)) == 1


def test_where_nothing_is_due_it_says_so(planned: Browser, clock) -> None:
    at(clock, 4)
    page = planned.get("/bad-day")
    assert page.words("bad-state") == ["Nothing is planned before 08:00"]
    assert page.link("Log a dose") == "/doses/new"


def test_the_one_tap_held_back_is_not_offered_here_either(planned: Browser, clock) -> None:
    planned.log_dose(when="earlier", on="2026-11-23", at="04:00")
    planned.log_dose(when="earlier", on="2026-11-23", at="03:50")
    page = planned.get("/bad-day")
    assert page.words("bad-state") == ["Not recorded: 0.5 mg planned for 08:00"]
    assert "as much as is planned for a day" in page.text
    assert "The last one was only 4 hours 5 minutes ago: 0.5 mg at 04:00." in page.text
    assert buttons(page)[0] == "Log a dose"


def test_half_a_dose_leaves_the_rest(planned: Browser) -> None:
    planned.log_dose(amount="0.25")
    page = planned.get("/bad-day")
    assert buttons(page)[0] == "I took the rest, 0.25 mg, the one for 08:00"
    assert "Saved: 0.25 mg" in planned.follow(planned.send(page, TOOK)).notice


def test_long_before_its_time_it_says_early_and_which_one(planned: Browser, clock) -> None:
    at(clock, 17, 30)
    page = planned.get("/bad-day")
    assert buttons(page)[0] == "I took it early, 0.5 mg, the one for 20:00"
    assert "Taken now it counts for 20:00. Took the one for 08:00 earlier? Another time ." in page.text


def test_without_a_plan_a_habit_is_offered(owner: Browser, clock) -> None:
    assert buttons(owner.get("/bad-day"))[0] == "Log a dose"
    for day in ("21", "22"):
        owner.log_dose(when="earlier", on=f"2026-11-{day}", at="08:00")
    page = owner.get("/bad-day")
    assert buttons(page)[0] == "I took it, 0.5 mg, same as last time"
    page = owner.follow(owner.send(page, TOOK))
    assert buttons(page)[0] == "Log a dose"
    assert page.words("bad-state") == ["Yes: 0.5 mg at 12:00"]


@pytest.fixture
def three(planned: Browser, clock) -> Browser:
    """Clonazepam and two others, all planned for 08:00."""
    at(clock, 7, 1)
    for name, amount in (("Drops", "5"), ("Levetiracetam", "500")):
        medicine = planned.add_medicine(name, unit="drops" if name == "Drops" else "mg", amounts=amount)
        step = {"time_1": "08:00", "amount_1": amount}
        planned.submit(f"/regimens/new?medicine={medicine}", "/regimens", step)
    at(clock, 8, 5)
    return planned


def test_one_press_for_all_three_each_a_dose_of_its_own(three: Browser) -> None:
    page = three.get("/bad-day")
    assert buttons(page)[0] == (
        "I took all 3 planned for 08:00, Clonazepam 0.5 mg, Drops 5 drops, Levetiracetam 500 mg"
    )
    page = three.follow(three.send(page, TOOK))
    assert page.notice.startswith("Saved: 3 doses, 08:05 Undo 0.5 mg Clonazepam, tablet")
    assert len(doses(three)) == 3
    assert page.words("bad-state") == [
        "Clonazepam 0.5 mg at 08:05",
        "Drops 5 drops at 08:05",
        "Levetiracetam 500 mg at 08:05",
    ]
    page = three.follow(three.send(page, "/bad-day/removal"))
    assert page.notice == "Taken back: 3 doses"
    assert doses(three) == []


def test_among_several_one_that_is_taken_as_needed_is_not_spoken_of(three: Browser, clock) -> None:
    at(clock, 7, 1)
    added = three.add_medicine("Paracetamol", unit="mg", amounts="500")
    three.submit(f"/regimens/new?medicine={added}", "/regimens", {"as_needed_amount": "500"})
    at(clock, 8, 5)
    page = three.follow(three.send(three.get("/bad-day"), TOOK))
    assert [words.split()[0] for words in page.words("bad-state")] == ["Clonazepam", "Drops", "Levetiracetam"]


def test_all_or_none(three: Browser) -> None:
    form = three.get("/bad-day")
    assert three.send(form, TOOK, {"amount_3": "other", "other_amount_3": "a lot"}, 422).all("error-summary")
    assert doses(three) == []


def test_what_must_be_looked_at_first_is_left_out_by_name(three: Browser, clock) -> None:
    three.log_dose(when="earlier", on="2026-11-23", at="04:55", medicine="clonazepam")
    page = three.get("/bad-day")
    assert buttons(page)[0] == "I took both planned for 08:00, Drops 5 drops, Levetiracetam 500 mg"
    assert "Not in this: Clonazepam. Look first ." in page.text
    assert page.link("Look first") == "/doses/new?medicine=clonazepam"


def test_times_of_their_own_are_said_with_each(planned: Browser, clock) -> None:
    at(clock, 7, 1)
    medicine = planned.add_medicine("Drops", unit="drops", amounts="5")
    step = {"time_1": "07:30", "amount_1": "5"}
    planned.submit(f"/regimens/new?medicine={medicine}", "/regimens", step)
    at(clock, 8, 4)
    page = planned.get("/bad-day")
    assert buttons(page)[0] == "I took both, Clonazepam 0.5 mg, 08:00, Drops 5 drops, 07:30"
    at(clock, 7, 2)
    third = planned.add_medicine("Third", unit="mg", amounts="1")
    planned.submit(f"/regimens/new?medicine={third}", "/regimens", step | {"amount_1": "1"})
    at(clock, 8, 5)
    assert buttons(planned.get("/bad-day"))[0].startswith("I took all 3, Clonazepam 0.5 mg, 08:00,")


def test_a_question_of_the_safety_rules_is_asked_in_the_same_big_letters(owner: Browser, clock) -> None:
    at(clock, 7)
    owner.submit("/regimens/new", "/regimens", {"time_1": "08:00", "amount_1": "6", "confirmed": "yes"})
    at(clock, 8, 5)
    asked = owner.send(owner.get("/bad-day"), TOOK, status=422)
    assert asked.h1 == "Nothing is saved yet"
    assert asked.words("bad-state")[0].startswith("6 mg is more than one dose of Clonazepam usually is.")
    assert buttons(asked) == ["No, save nothing", "Yes, this is the amount I took"]
    assert asked.link("No, save nothing") == "/bad-day"
    assert doses(owner) == []
    clock.shift(timedelta(minutes=3))
    page = owner.follow(owner.send(asked, TOOK))
    assert page.notice.startswith("Saved: 6 mg tablet, 08:05")  # when it was pressed first, not when it was confirmed


def test_of_a_medicine_nobody_knows_the_second_button_leads_to_the_check_in(owner: Browser) -> None:
    owner.submit("/medicines/new?first=1", "/medicines", {"name": "Own", "not_taken": "clonazepam"})
    page = owner.get("/bad-day")
    assert buttons(page) == ["Log a dose", "How are you?"]
    assert page.link("How are you?") == "/check-ins/new"


def test_a_log_in_that_ran_out_holds_the_press(three: Browser) -> None:
    form = three.get("/bad-day").fields(TOOK)
    three.client.delete_cookie("journal")
    assert "What you typed is kept" in three.post(TOOK, form, 401).text


def test_an_old_page_says_what_it_would_save(three: Browser) -> None:
    form = three.get("/bad-day").fields(TOOK) | {"csrf_token": "old"}
    page = three.post(TOOK, form, 400)
    assert "I took all 3 planned for 08:00: Clonazepam 0.5 mg, Drops 5 drops and Levetiracetam 500 mg" in page.text
    assert len(doses(three)) == 0
    three.send(page, TOOK)
    assert len(doses(three)) == 3


def test_in_the_hour_that_is_lived_twice_each_press_is_a_dose_of_its_hour(owner: Browser, clock) -> None:
    clock.move_to(datetime(2026, 10, 24, 12, 0, 5, tzinfo=UTC))
    owner.submit("/regimens/new", "/regimens", {"time_1": "02:30", "amount_1": "0.5", "starts_on": "2026-10-24"})
    clock.move_to(datetime(2026, 10, 25, 0, 35, 5, tzinfo=UTC))
    page = owner.follow(owner.send(owner.get("/bad-day"), TOOK))
    assert page.words("bad-state")[0] == "Yes: 0.5 mg at 02:35"
    clock.move_to(datetime(2026, 10, 25, 1, 35, 5, tzinfo=UTC))
    assert buttons(owner.get("/bad-day"))[0] == "Log a dose"  # the same time once more is not another planned dose


def test_in_the_hour_that_is_left_out_a_dose_is_due_all_the_same(owner: Browser, clock) -> None:
    clock.move_to(datetime(2026, 3, 28, 12, 0, 5, tzinfo=UTC))
    owner.submit("/regimens/new", "/regimens", {"time_1": "02:30", "amount_1": "0.5", "starts_on": "2026-03-28"})
    clock.move_to(datetime(2026, 3, 29, 1, 35, 5, tzinfo=UTC))
    page = owner.get("/bad-day")
    assert buttons(page)[0].startswith("I took it, 0.5 mg, the one for ")
    assert owner.follow(owner.send(page, TOOK)).notice.startswith("Saved: 0.5 mg tablet, 03:35")


def test_nobody_else_takes_an_entry_back(planned: Browser, stranger: Browser) -> None:
    page = planned.follow(planned.send(planned.get("/bad-day"), TOOK))
    ids = page.fields("/bad-day/removal")["entries"]
    stranger.post("/bad-day/removal", stranger.marks() | {"entries": ids}, 404)
    assert len(doses(planned)) == 1
    assert stranger.get(f"/bad-day?saved={ids}").notice == ""


def test_it_costs_as_many_statements_with_three_medicines(three: Browser, database: Database) -> None:
    with counted(database) as statements:
        three.get("/bad-day")
    assert len(statements) <= 7
