"""Today: did I take it, one tap for the usual dose, and what is logged so far."""

from datetime import UTC, datetime, timedelta

from journal.store.database.database import Database
from tests.conftest import counted
from tests.web.client import Browser, Page
from tests.web.lint import words_of

TWICE = {"time_1": "08:00", "amount_1": "0.5", "time_2": "20:00", "amount_2": "0.5"}


def answer(browser: Browser) -> str:
    return " ".join(browser.get("/").words("answer"))


def planned(browser: Browser) -> list[str]:
    """The rows of the planned times."""
    return browser.get("/").words("today-row")


def row_fields(page: Page, time: str) -> dict[str, str]:
    """The fields of the form in the row of that time."""
    row = next(row for row in page.all("today-row") if words_of(row).startswith(time))
    return {field.get("name") or "": field.get("value") or "" for field in row.iter("input")}


def buttons(page: Page) -> dict[str, list[str]]:
    """The words of the large buttons of Today, by their kind."""
    return {kind: page.words(f"button-{kind}") for kind in ("primary", "secondary", "row")}


SECONDARY = [
    "Earlier",
    "How are you?, check-in, the first one",
    "Enter the planned times, then Today can say what comes next",
]


def test_the_first_day_says_that_nothing_is_recorded(owner: Browser) -> None:
    page = owner.get("/")
    assert page.h1 == "Today"
    assert "Monday 23 November" in page.text
    assert "No dose recorded yet today Here you will see whether you took it, and what comes next." in page.text
    assert "Nothing is recorded yet" in page.text
    assert "check-in, the first one" in page.text
    assert page.link("Log a dose, the first one; later it takes one tap") == "/doses/new"
    assert page.link("Enter the planned times, then Today can say what comes next") == "/regimens/new"


def test_the_usual_dose_takes_one_tap_once_a_dose_is_known(owner: Browser, clock) -> None:
    owner.log_dose(when="earlier", on="2026-11-22", at="08:00", amount="0.5")
    assert "Here you will see" not in owner.get("/").text
    assert owner.get("/").link("Log a dose, now or earlier") == "/doses/new"  # once is no habit
    owner.log_dose(amount="0.5")
    owner.log_dose(amount="4")
    clock.shift(timedelta(hours=20))
    page = owner.get("/")
    assert buttons(page) == {"primary": ["I took 0.5 mg now, same as last time"], "secondary": SECONDARY, "row": []}
    after = owner.follow(owner.send(page, "/doses"))
    assert after.notice.startswith("Saved: 0.5 mg")
    assert answer(owner) == "Yes: 0.5 mg at 08:00 Less than a minute ago. Last 24 hours: 5 mg."
    assert len(after.entries) == 1


def test_once_today_says_yes_the_same_tap_records_one_more_and_says_so(owner: Browser, clock) -> None:
    """It still takes one tap and stops nobody; but the largest button is no longer an invitation to a second dose."""
    owner.submit("/regimens/new", "/regimens", TWICE)
    owner.log_dose(when="earlier", on="2026-11-23", at="08:02")
    clock.move_to(datetime(2026, 11, 23, 18, 30, 5, tzinfo=UTC))  # 19:30: the planned time is near
    assert buttons(owner.get("/"))["primary"] == ["Took it, 0.5 mg, the one for 20:00"]
    clock.move_to(datetime(2026, 11, 23, 19, 0, 5, tzinfo=UTC))
    page = owner.get("/")
    assert buttons(page)["primary"] == ["Took it, 0.5 mg, the one for 20:00"]
    owner.send(page, "/doses")
    clock.shift(timedelta(minutes=88))
    page = owner.get("/")
    assert buttons(page)["primary"] == ["How are you?, check-in, the first one"]
    assert "Took 0.5 mg more, 1 hour 28 minutes after the last one" in buttons(page)["row"]
    asked = owner.send(page, "/doses", status=422)
    assert asked.h1 == "Did you take 0.5 mg more?"
    owner.send(asked, "/doses")
    assert answer(owner).startswith("Yes: 0.5 mg at 20:00 and 0.5 mg more at 21:28 Less than a minute ago.")
    assert "Last 24 hours: 1.5 mg." in answer(owner)
    clock.move_to(datetime(2026, 11, 24, 7, 0, 5, tzinfo=UTC))
    # The evening's doses are as much as a day's: it is said, and the tap is not the first thing to press.
    assert "Took it, 0.5 mg, the one for 08:00" in buttons(owner.get("/"))["row"]


def test_after_a_skipped_dose_the_tap_is_the_planned_one(owner: Browser) -> None:
    owner.submit("/regimens/new", "/regimens", {"time_1": "12:30", "amount_1": "0.5"})
    owner.log_dose(status="skipped")
    page = owner.get("/")
    assert "Took it, 0.5 mg, the one for 12:30" in buttons(page)["row"]
    assert buttons(page)["primary"] == [
        "How are you?, check-in, the first one"
    ]  # nobody is pressed to take it after all


def test_the_one_tap_works_with_an_amount_that_is_no_listed_strength(owner: Browser, clock) -> None:
    for _ in range(2):
        owner.log_dose(amount="other", other_amount="0,75")
    clock.shift(timedelta(hours=8))
    page = owner.get("/")
    assert page.fields("/doses")["other_amount"] == "0.75"
    assert owner.follow(owner.send(page, "/doses")).notice.startswith("Saved: 0.75 mg")


def test_the_answer_follows_the_day(owner: Browser, clock) -> None:
    clock.move_to(datetime(2026, 11, 23, 6, 0, tzinfo=UTC))
    owner.submit("/regimens/new", "/regimens", TWICE)
    clock.move_to(datetime(2026, 11, 23, 11, 0, tzinfo=UTC))
    assert answer(owner).startswith("Not recorded: 0.5 mg planned for 08:00")
    assert "Took it, 0.5 mg, the one for 08:00" in owner.get("/").text
    owner.log_dose(when="earlier", on="2026-11-23", at="08:02")
    clock.move_to(datetime(2026, 11, 23, 11, 12, 5, tzinfo=UTC))
    assert answer(owner) == (
        "Yes: 0.5 mg at 08:02 4 hours 10 minutes ago. Next planned 0.5 mg at 20:00. Last 24 hours: 0.5 mg."
    )
    clock.move_to(datetime(2026, 11, 23, 20, 0, 5, tzinfo=UTC))
    assert answer(owner).startswith("Not recorded: 0.5 mg planned for 20:00")
    owner.log_dose(status="skipped")
    assert answer(owner).startswith("Skipped: 0.5 mg at 21:00")
    assert "Next planned 0.5 mg tomorrow at 08:00." in answer(owner)


def test_a_dose_taken_ahead_of_its_time_is_the_planned_one(owner: Browser) -> None:
    owner.submit(
        "/regimens/new", "/regimens", {"time_1": "12:30", "amount_1": "0.5", "time_2": "22:00", "amount_2": "0.5"}
    )
    owner.log_dose()
    assert answer(owner).startswith("Yes: 0.5 mg at 12:00")
    assert "Next planned 0.5 mg at 22:00." in answer(owner)


def test_a_second_dose_by_mistake_is_said_and_leaves_the_evening_open(owner: Browser, clock) -> None:
    clock.move_to(datetime(2026, 11, 22, 12, 0, tzinfo=UTC))
    owner.submit("/regimens/new", "/regimens", TWICE)
    clock.move_to(datetime(2026, 11, 23, 11, 0, tzinfo=UTC))
    for at in ("08:00", "08:40"):
        owner.log_dose(when="earlier", on="2026-11-23", at=at)
    assert answer(owner) == (
        "Yes: 0.5 mg at 08:00 and 0.5 mg more at 08:40 3 hours 20 minutes ago. Next planned 0.5 mg at 20:00. "
        "Last 24 hours: 1 mg."
    )
    clock.move_to(datetime(2026, 11, 23, 19, 5, tzinfo=UTC))
    assert answer(owner).startswith("Not recorded: 0.5 mg planned for 20:00")
    assert (
        "You have recorded 1 mg since 02:05, as much as is planned for a day. "
        "Not sure? Ask your pharmacist before you take another." in answer(owner)
    )
    assert "Took it, 0.5 mg, the one for 20:00" in buttons(owner.get("/"))["row"]
    owner.send(owner.get("/"), "/doses")  # said, and never blocked
    assert answer(owner).startswith("Yes: 0.5 mg at 20:05")


def test_a_dose_now_that_counts_for_another_time_than_is_spoken_of_says_so(owner: Browser, clock) -> None:
    clock.move_to(datetime(2026, 11, 22, 12, 0, tzinfo=UTC))
    owner.submit("/regimens/new", "/regimens", TWICE)
    clock.move_to(datetime(2026, 11, 23, 17, 0, tzinfo=UTC))
    page = owner.get("/")
    assert answer(owner).startswith("Not recorded: 0.5 mg planned for 08:00")
    assert "Taken now it counts for 20:00. Took the one for 08:00 earlier?" in page.text
    assert page.link("Another time") == "/doses/new?when=earlier"
    owner.post("/doses", row_fields(page, "20:00"))
    assert answer(owner).startswith("Yes: 0.5 mg at 18:00")


def test_half_of_the_planned_amount_asks_for_the_other_half(owner: Browser, clock) -> None:
    clock.move_to(datetime(2026, 11, 22, 12, 0, tzinfo=UTC))
    owner.submit("/regimens/new", "/regimens", {"time_1": "12:00", "amount_1": "0.5"})
    clock.move_to(datetime(2026, 11, 23, 11, 0, tzinfo=UTC))
    owner.log_dose(amount="0.25")
    assert answer(owner).startswith("0.25 mg of 0.5 mg at 12:00")
    page = owner.get("/")
    assert buttons(page)["primary"] == ["Took the other 0.25 mg, for 12:00"]
    owner.send(page, "/doses")
    assert answer(owner).startswith("Yes: 0.25 mg at 12:00 and 0.25 mg at 12:00")
    owner.log_dose(amount="2")
    assert answer(owner).startswith("Yes: 0.25 mg at 12:00 and 0.25 mg at 12:00 and 2 mg more at 12:00")
    for _ in range(3):
        owner.log_dose(amount="2")
    assert "and 4 more, 8 mg together" in answer(owner)


def test_another_amount_than_planned_is_said(owner: Browser, clock) -> None:
    clock.move_to(datetime(2026, 11, 22, 12, 0, tzinfo=UTC))
    owner.submit("/regimens/new", "/regimens", {"time_1": "12:00", "amount_1": "0.5"})
    clock.move_to(datetime(2026, 11, 23, 11, 0, tzinfo=UTC))
    owner.log_dose(amount="2")
    assert answer(owner).startswith("Yes: 2 mg at 12:00 (planned 0.5 mg)")


def test_a_dose_close_to_the_last_one_is_told_so(owner: Browser, clock) -> None:
    clock.move_to(datetime(2026, 11, 21, 12, 0, tzinfo=UTC))
    owner.submit("/regimens/new", "/regimens", TWICE)
    clock.move_to(datetime(2026, 11, 23, 7, 5, tzinfo=UTC))
    owner.log_dose(when="earlier", on="2026-11-23", at="04:10")
    assert answer(owner).startswith(
        "Not recorded: 0.5 mg planned for 08:00 The last one was only 3 hours 55 minutes ago: 0.5 mg today at 04:10."
    )
    assert "Took it, 0.5 mg, the one for 08:00" in buttons(owner.get("/"))["row"]


def test_a_time_of_another_day_is_said_with_its_day(owner: Browser, clock) -> None:
    clock.move_to(datetime(2026, 11, 21, 12, 0, tzinfo=UTC))
    owner.submit("/regimens/new", "/regimens", {"time_1": "22:00", "amount_1": "0.5"})
    clock.move_to(datetime(2026, 11, 23, 23, 30, tzinfo=UTC))
    assert answer(owner).startswith("Not recorded: 0.5 mg planned for 22:00 yesterday")
    assert "Took it, 0.5 mg, the one for 22:00 yesterday" in buttons(owner.get("/"))["primary"]
    owner.log_dose(when="earlier", on="2026-11-23", at="22:10")
    assert answer(owner).startswith("Yes: 0.5 mg at 22:10 yesterday")


def test_between_windows_nothing_is_offered_and_the_next_time_is_named(owner: Browser, clock) -> None:
    clock.move_to(datetime(2026, 11, 23, 14, 0, tzinfo=UTC))
    owner.submit("/regimens/new", "/regimens", TWICE)
    owner.log_dose(when="earlier", on="2026-11-22", at="20:00")
    assert answer(owner) == (
        "Nothing is planned before 20:00 The last one was 0.5 mg yesterday at 20:00. Last 24 hours: 0.5 mg."
    )
    assert owner.get("/").link("Log a dose, now or earlier") == "/doses/new"
    assert [form.get("action") for form in owner.get("/").forms()] == []


def test_saving_is_seven_statements_at_most_and_one_commit(owner: Browser, database: Database) -> None:
    for address, fields in (
        ("/doses", {"amount": "0.5"}),
        ("/check-ins", {"rating-drowsiness": "2", "mood": "3"}),
        ("/episodes", {"what": "seizure"}),
    ):
        page = owner.get(f"{address}/new")
        with counted(database) as statements:
            owner.send(page, address, fields)
        assert len(statements) <= 7, statements
        assert statements.commits == 1


def test_a_dose_of_yesterday_is_named_when_today_has_none(owner: Browser, clock) -> None:
    owner.log_dose()
    clock.shift(timedelta(days=1))
    assert answer(owner) == "No dose recorded yet today The last one was 0.5 mg yesterday at 12:00."
    clock.shift(timedelta(days=3))
    assert "The last one was 0.5 mg Monday 23 November at 12:00." in answer(owner)


def test_so_far_today_lists_the_day_up_to_its_boundary(owner: Browser, clock) -> None:
    owner.log_dose()
    clock.shift(timedelta(minutes=1))
    owner.check_in({"drowsiness": 3}, note="slept at the table")
    clock.shift(timedelta(minutes=1))
    owner.log_episode(minutes="5", severity="2")
    rows = owner.get("/").entries
    assert [row.split(" ")[1] for row in rows] == ["Panic", "Check-in", "0.5"]
    assert "drowsiness severe" in rows[1].lower()
    assert "slept at the table" in rows[1]
    assert "5 minutes" in rows[0]
    clock.move_to(datetime(2026, 11, 24, 1, 30, tzinfo=UTC))  # 02:30 at night: the day is not over
    assert len(owner.get("/").entries) == 3
    clock.move_to(datetime(2026, 11, 24, 3, 30, tzinfo=UTC))  # 04:30
    assert owner.get("/").entries == []


def test_undo_takes_an_entry_back_and_can_itself_be_undone(owner: Browser) -> None:
    entry_id = owner.log_dose(note="twice?")
    page = owner.get("/")
    deleted = owner.follow(owner.send(page, f"/entries/{entry_id}/deletion"))
    assert deleted.h1 == "Today"
    assert deleted.notice.startswith("Deleted: 0.5 mg")
    assert deleted.entries == []
    restored = owner.follow(owner.send(deleted, f"/entries/{entry_id}/restoration"))
    assert restored.notice.startswith("Put back: 0.5 mg")
    assert "twice?" in restored.entries[0]


def test_undo_is_there_while_a_slip_is_fresh_and_edit_afterwards(owner: Browser, clock) -> None:
    """A row has one action. In the evening no single touch takes the morning's dose away."""
    owner.log_dose(note="first")
    clock.shift(timedelta(minutes=5))
    owner.log_dose(when="earlier", on="2026-11-23", at="08:00", note="entered later")
    assert actions(owner.get("/")) == ["Undo 0.5 mg at 12:00", "Undo 0.5 mg at 08:00"]
    clock.shift(timedelta(minutes=5))
    assert actions(owner.get("/")) == ["Undo 0.5 mg at 12:00", "Undo 0.5 mg at 08:00"]
    clock.shift(timedelta(seconds=1))
    page = owner.get("/")
    assert actions(page) == ["Edit 0.5 mg at 12:00", "Undo 0.5 mg at 08:00"]  # what counts is when it was recorded
    clock.shift(timedelta(minutes=5))
    assert actions(owner.get("/")) == ["Edit 0.5 mg at 12:00", "Edit 0.5 mg at 08:00"]
    address = page.link("Edit 0.5 mg at 12:00")
    owner.submit(address, f"/entries/{address.rpartition('/')[2]}/deletion")
    assert len(owner.get("/").entries) == 1


def actions(page: Page) -> list[str]:
    """What can be done with each row."""
    return page.words("entry-actions")


def test_a_made_up_address_tells_nothing(owner: Browser, stranger: Browser) -> None:
    theirs = stranger.log_dose(note="hers")
    for query in (f"saved={theirs}", "saved=x", "deleted=' OR 1=1", "restored=%00", f"deleted={owner.log_dose()}"):
        page = owner.get(f"/?{query}")
        assert page.notice == ""
        assert "hers" not in page.html


def test_twelve_hours_on_the_clock(log_in) -> None:
    owner = log_in("Twelve", hours="12")
    owner.log_dose()
    assert "Yes: 0.5 mg at 12:00 pm" in answer(owner)
    owner.log_dose(when="earlier", on="2026-11-23", at="00:05")
    assert owner.get("/").entries[-1].startswith("12:05 am")


def test_the_emergency_page_is_one_tap_away(owner: Browser) -> None:
    page = owner.get("/")
    assert page.link("Emergency") == "/emergency"
    assert "Nobody watches these entries. In danger, call 112." in page.html


def test_the_form_that_was_undone_and_is_sent_again_is_not_saved_again(owner: Browser) -> None:
    page = owner.get("/doses/new")
    entry_id = owner.send(page, "/doses", {"amount": "0.5"}).location.partition("saved=")[2]
    owner.submit("/", f"/entries/{entry_id}/deletion")
    again = owner.follow(owner.send(page, "/doses", {"amount": "0.5"}))
    assert again.entries == []
    assert "Not recorded again, since you deleted it: 0.5 mg" in again.notice
    owner.send(again, f"/entries/{entry_id}/restoration")
    assert len(owner.get("/").entries) == 1


def test_the_episodes_are_the_monographs(tester: Browser, owner: Browser) -> None:
    assert owner.get("/").link("Log a seizure or panic attack") == "/episodes/new"
    assert tester.get("/").link("Log a spell of hiccups") == "/episodes/new"


def test_as_needed_the_last_one_and_what_is_left_are_said(owner: Browser, clock) -> None:
    owner.submit("/regimens/new", "/regimens", {"as_needed_amount": "0.5", "most_a_day": "1", "least_hours": "6"})
    page = owner.get("/")
    assert planned(owner) == [
        "0.5 mg As needed: none recorded in the last days. Left of the 1 mg ordered for 24 hours: 1 mg. "
        "I took 0.5 mg now, as needed"
    ]
    assert "I took 0.5 mg now, as needed" in page.text
    clock.shift(timedelta(minutes=1))
    owner.send(page, "/doses")
    clock.shift(timedelta(hours=1))
    said = planned(owner)[0]
    assert "As needed: the last one 1 hour ago. Left of the 1 mg ordered for 24 hours: 0.5 mg." in said
    assert "Ordered: at least 6 hours between, so from 18:01 on." in said
    for _ in range(2):
        owner.log_dose()
    assert "You have recorded 1.5 mg so in the last 24 hours; 1 mg at most was ordered." in planned(owner)[0]


def test_a_time_that_passed_empty_is_answered_in_its_row(owner: Browser, clock) -> None:
    """Taken earlier: the form with that time as its first button. Skipped: one press, at the planned time."""
    clock.move_to(datetime(2026, 11, 22, 12, 0, tzinfo=UTC))
    owner.submit("/regimens/new", "/regimens", TWICE)
    clock.move_to(datetime(2026, 11, 23, 17, 0, tzinfo=UTC))
    page = owner.get("/")
    assert planned(owner)[0].startswith("08:00 0.5 mg 10 h ago, not recorded Took it earlier")
    form = owner.get(page.link("Took it earlier, 0.5 mg, 08:00"))
    assert form.words("chip")[0].startswith("At 08:00")
    skip = next(button for button in page.document.iter("button") if words_of(button) == "Skipped, 0.5 mg, 08:00")
    fields = row_fields(page, "08:00") | {"pressed": skip.get("value") or ""}
    saved = owner.follow(owner.post("/doses", fields))
    assert saved.notice.startswith("Saved: Skipped 0.5 mg tablet, 08:00")
    assert planned(owner)[0].startswith("08:00 0.5 mg skipped Change")


def test_a_form_sent_without_any_of_its_buttons_saves_nothing(owner: Browser, clock) -> None:
    clock.move_to(datetime(2026, 11, 22, 12, 0, tzinfo=UTC))
    owner.submit("/regimens/new", "/regimens", TWICE)
    clock.move_to(datetime(2026, 11, 23, 17, 0, tzinfo=UTC))
    asked = owner.post("/doses", row_fields(owner.get("/"), "08:00"), 422)
    assert "Nothing is saved yet. Press when it was." in asked.error_beside("when")


def test_taken_long_before_its_time_the_button_and_the_saved_line_say_so(owner: Browser, clock) -> None:
    owner.submit("/regimens/new", "/regimens", TWICE)
    owner.log_dose(when="earlier", on="2026-11-23", at="08:00")
    clock.move_to(datetime(2026, 11, 23, 17, 0, tzinfo=UTC))
    page = owner.get("/")
    assert planned(owner)[-1].startswith("20:00 0.5 mg in 2 h Took it early")
    assert buttons(page)["primary"] == ["How are you?, check-in, the first one"]
    saved = owner.follow(owner.send(page, "/doses"))
    assert saved.notice.startswith("Saved: 0.5 mg tablet, 18:00, for 20:00 Undo")


def test_what_was_late_is_said_in_its_row(owner: Browser, clock) -> None:
    clock.move_to(datetime(2026, 11, 22, 12, 0, tzinfo=UTC))
    owner.submit("/regimens/new", "/regimens", TWICE)
    clock.move_to(datetime(2026, 11, 23, 13, 0, tzinfo=UTC))
    dose = owner.log_dose(when="earlier", on="2026-11-23", at="13:30")
    assert planned(owner)[0].startswith("08:00 0.5 mg taken at 13:30, late by 5 h 30 min Change")
    assert owner.get("/").link("Change 0.5 mg, 08:00") == f"/doses/{dose}"


def several(owner: Browser, *times: str) -> dict[str, str]:
    """Two more medicines, planned for 08:00 like the first and for those times; their ids."""
    ids = {name: owner.add_medicine(name, unit="mg", amounts="300") for name in ("Lamotrigine", "Valproate")}
    for medicine in ids.values():
        plan = {f"time_{n}": at for n, at in enumerate(("08:00", *times), 1)}
        plan |= {f"amount_{n}": "300" for n in range(1, len(times) + 2)}
        owner.submit(f"/regimens/new?medicine={medicine}", "/regimens", plan)
    return ids


def test_with_several_medicines_the_sentence_counts_what_is_due(owner: Browser, clock) -> None:
    clock.move_to(datetime(2026, 11, 22, 12, 0, tzinfo=UTC))
    owner.submit("/regimens/new", "/regimens", TWICE)
    ids = several(owner)
    clock.move_to(datetime(2026, 11, 23, 7, 30, tzinfo=UTC))
    assert answer(owner).startswith("Not recorded: clonazepam, lamotrigine and valproate, planned for 08:00")
    assert len(buttons(owner.get("/"))["primary"]) == 1
    owner.log_dose(medicine="clonazepam")
    owner.log_dose(medicine=ids["Lamotrigine"], amount="300")
    said = answer(owner)
    assert said.startswith("2 of 3 planned for 08:00 are recorded; valproate is not")
    assert "Last 24 hours: 0.5 mg." in said  # of one medicine: amounts of several are never added up
    page = owner.get("/")
    owner.send(page, "/doses")
    assert answer(owner).startswith("Yes: all taken so far")
    assert buttons(owner.get("/"))["primary"] == ["How are you?, check-in, the first one"]


def test_over_several_medicines_times_that_differ_are_each_named_and_what_was_skipped_is_no_yes(
    owner: Browser, clock
) -> None:
    clock.move_to(datetime(2026, 11, 22, 12, 0, tzinfo=UTC))
    owner.submit("/regimens/new", "/regimens", TWICE)
    ids = {name: owner.add_medicine(name, unit="mg", amounts="300") for name in ("Lamotrigine", "Valproate", "Zinc")}
    for medicine, at in zip(ids.values(), ("09:00", "09:00", "09:30"), strict=True):
        owner.submit(f"/regimens/new?medicine={medicine}", "/regimens", {"time_1": at, "amount_1": "300"})
    clock.move_to(datetime(2026, 11, 23, 9, 0, tzinfo=UTC))
    assert answer(owner) == "Not recorded: 4 planned doses"
    owner.log_dose(medicine=ids["Zinc"], amount="300")
    owner.log_dose(medicine=ids["Lamotrigine"], amount="300")
    assert answer(owner).startswith("Not recorded: clonazepam for 08:00 and valproate for 09:00")
    owner.log_dose(medicine=ids["Valproate"], amount="150")
    owner.log_dose(medicine="clonazepam")
    assert answer(owner).startswith("All recorded so far, not all of it taken")
    owner.log_dose(medicine=ids["Valproate"], amount="150")
    assert answer(owner).startswith("Yes: all taken so far")
    clock.move_to(datetime(2026, 11, 24, 9, 0, tzinfo=UTC))
    owner.log_dose(medicine="clonazepam", status="skipped")
    for medicine in ids.values():
        owner.log_dose(medicine=medicine, amount="300")
    assert answer(owner).startswith("All recorded so far, 1 skipped")


def test_of_many_medicines_the_sentence_gives_the_number_and_each_has_its_facts_below(owner: Browser, clock) -> None:
    """More names than three, or the facts of one of them, would push the rows off the first screen of a phone."""
    clock.move_to(datetime(2026, 11, 22, 12, 0, tzinfo=UTC))
    owner.submit("/regimens/new", "/regimens", TWICE)
    ids = several(owner)
    for name in ("Sertraline", "Folic acid"):
        ids[name] = owner.add_medicine(name)
        owner.submit(f"/regimens/new?medicine={ids[name]}", "/regimens", {"time_1": "08:00", "amount_1": "1"})
    clock.move_to(datetime(2026, 11, 23, 7, 30, tzinfo=UTC))
    assert answer(owner) == "Not recorded: 5 planned for 08:00"
    owner.log_dose(medicine="clonazepam")
    assert answer(owner) == "1 of 5 planned for 08:00 is recorded"
    owner.log_dose(medicine=ids["Lamotrigine"], amount="300")
    assert answer(owner).startswith(
        "2 of 5 planned for 08:00 are recorded; folic acid, sertraline and valproate are not"
    )
    page = owner.get("/")
    assert any("Clonazepam" in card and "Last 24 hours: 0.5 mg." in card for card in page.words("card"))


def test_today_is_the_same_number_of_statements_with_one_medicine_and_with_three(
    owner: Browser, clock, database: Database
) -> None:
    clock.move_to(datetime(2026, 11, 22, 12, 0, tzinfo=UTC))
    owner.submit("/regimens/new", "/regimens", TWICE)
    counts = []
    for _ in range(2):
        clock.shift(timedelta(hours=4))
        with counted(database) as statements:
            owner.get("/")
        counts.append(len(statements))
        if len(counts) == 1:
            several(owner)
    assert counts[0] == counts[1]


def test_many_answered_rows_fold_away(owner: Browser, clock) -> None:
    clock.move_to(datetime(2026, 11, 22, 12, 0, tzinfo=UTC))
    owner.submit("/regimens/new", "/regimens", TWICE)
    ids = several(owner, "04:30")
    clock.move_to(datetime(2026, 11, 23, 12, 0, tzinfo=UTC))
    doses = [(medicine, at) for medicine in ids.values() for at in ("04:30", "08:00")]
    for medicine, at in doses:
        owner.log_dose(medicine=medicine, amount="300", when="earlier", on="2026-11-23", at=at)
    assert "recorded earlier" not in owner.get("/").text
    owner.log_dose(medicine="clonazepam", when="earlier", on="2026-11-23", at="08:00")
    page = owner.get("/")
    assert page.words("folded-rows")[0].startswith("5 recorded earlier")
    assert page.words("folded-rows")[0].count("taken at") == 5


def test_nobody_elses_dose_stands_in_a_row(owner: Browser, stranger: Browser, clock) -> None:
    clock.move_to(datetime(2026, 11, 22, 12, 0, tzinfo=UTC))
    owner.submit("/regimens/new", "/regimens", TWICE)
    clock.move_to(datetime(2026, 11, 23, 8, 0, tzinfo=UTC))
    stranger.log_dose()
    assert planned(owner)[0].startswith("08:00 0.5 mg 1 h ago, not recorded")
    assert planned(stranger) == []
