"""A step that falls faster than the example on the label: told before it is saved, when it is, and in the timeline."""

from tests.web.client import Browser, Page
from tests.web.lint import words_of

PLAN = {"starts_on": "2026-11-01", "time_1": "08:00", "amount_1": "1", "time_2": "20:00", "amount_2": "1"}
FACT = "From 2 mg to 1 mg a day after 10 days: that is faster than the example on the label."
SECOND = "From 1 mg to 0.5 mg a day after 5 days: that is faster than the example on the label."
ROWS = {"from_1": "2026-12-01", "amount_1_1": "1", "from_2": "2026-12-06", "amount_2_1": "0.5"}
LESS = {"starts_on": "2026-11-24", "often": "morning", "amount_1": "1", "amount_3": ""}


def told(page: Page) -> list[str]:
    return [words for words in map(words_of, page.all("notice")) if words.startswith("Caution")]


def steps(page: Page) -> list[str]:
    return [words_of(step) for step in page.all("step-words")]


def test_a_plan_that_falls_fast_is_told_of_when_it_is_saved_and_stands_in_the_timeline(owner: Browser) -> None:
    owner.submit("/regimens/new", "/regimens", PLAN | {"starts_on": "2026-11-14"})
    page = owner.follow(owner.submit("/regimens/new", "/regimens", LESS))
    (notice,) = told(page)
    assert FACT in notice
    assert "Show it to your prescriber." in notice
    assert 'href="/emergency#run-out"' in page.html
    assert [FACT in step for step in steps(page)] == [False, True]
    later = owner.get("/medicine")
    assert told(later) == [], "told when it is saved"
    assert [FACT in step for step in steps(later)] == [False, True]
    assert FACT in owner.get("/alerts").text
    assert "Your plan from Tuesday 24 November on" in owner.get("/alerts").text


def test_a_plan_that_falls_slowly_says_nothing(owner: Browser) -> None:
    owner.submit("/regimens/new", "/regimens", PLAN)
    page = owner.follow(owner.submit("/regimens/new", "/regimens", LESS))
    assert told(page) == []
    assert "the example on the label" not in page.text


def test_several_steps_are_told_of_before_they_are_saved_and_when_they_are(owner: Browser) -> None:
    owner.submit("/regimens/new", "/regimens", PLAN | {"starts_on": "2026-11-21"})
    rule = "first_on=2026-12-01&every=5&less=0.5&at=each&down_to=0.5"
    preview = owner.get(f"/regimens/tapers/new?{rule}")
    assert told(preview)[0].startswith(f"Caution {FACT}")
    assert FACT in words_of(preview.all("versions")[0])
    page = owner.follow(owner.send(preview, "/regimens/tapers", {"from_2": "2026-12-06", "amount_2_1": "0.5"}))
    (notice,) = told(page)
    assert notice.startswith("Caution 2 of these steps fall faster than the example on the label. Show it")
    assert [step for step in steps(page) if FACT in step or SECOND in step] == steps(page)[1:]
    assert owner.get("/alerts").html.count("after 5 days: that is faster") == 1


def test_a_preview_that_falls_slowly_and_a_table_with_a_mistake_say_nothing(owner: Browser) -> None:
    owner.submit("/regimens/new", "/regimens", PLAN)
    slow = owner.get("/regimens/tapers/new?first_on=2026-12-01&every=14&less=0.25&at=08:00&down_to=0.5")
    assert told(slow) == []
    refused = owner.send(slow, "/regimens/tapers", {"from_1": "never"}, 422)
    assert told(refused) == []


def test_an_address_that_names_a_step_of_somebody_else_or_none_says_nothing(owner: Browser, tester: Browser) -> None:
    owner.submit("/regimens/new", "/regimens", PLAN | {"starts_on": "2026-11-14"})
    saved = owner.submit("/regimens/new", "/regimens", LESS)
    assert told(tester.get(saved.location)) == []
    assert told(owner.get("/medicine?saved=")) == []
