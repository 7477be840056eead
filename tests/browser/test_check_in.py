"""A check-in in a real browser: one screen, few taps, nothing typed; with a keyboard, and without a script."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from journal.core.accounts.accounts import Patient
from journal.core.record.checkins import CheckIn, Rated
from journal.core.values.clock import moment
from tests.browser.conftest import Installation
from tests.browser.measures import resize
from tests.browser.test_journeys import notice, rows
from tests.browser.thumb import Keys, Thumb, choice

pytestmark = pytest.mark.browser

Window = Callable[..., Page]

RECURRING = {"drowsiness": 1, "fatigue": 1, "mood_irritable": 2}
HEIGHT = "() => document.documentElement.scrollHeight - innerHeight"


def rate(installation: Installation, patient: Patient, ratings: dict[str, int], hours_ago: int = 20) -> None:
    """Record a check-in of some hours ago: what it does not name is none."""
    severities = dict.fromkeys(installation.monograph.rating_names, 0) | ratings
    at = moment(datetime.now(UTC) - timedelta(hours=hours_ago), installation.zone)
    rated = tuple(Rated(effect=effect, severity=severity) for effect, severity in severities.items())
    installation.log(patient, CheckIn(moment=at, day_on=at.on, ratings=rated))


@pytest.fixture
def recurring(window: Window, installation: Installation, request: pytest.FixtureRequest) -> Callable[..., Page]:
    """Opens a window of somebody with three effects that come again and again."""

    def opened(**options: Any) -> Page:
        name = request.node.name[-50:]
        if name not in installation.known:
            rate(installation, installation.patient(name), RECURRING)
        return window(name, **options)

    return opened


def fold(page: Page) -> Locator:
    """What is folded below "Anything else?"."""
    return page.locator(".asked-rest")


@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without a script"])
def test_three_recurring_effects_are_five_taps_on_one_screen(recurring: Callable[..., Page], script: bool) -> None:
    """Open, three answers, save; at no moment is there anything to scroll to."""
    page = recurring(has_touch=True, java_script_enabled=script)
    page.goto("/")
    thumb = Thumb(page)
    thumb.button("How are you?")
    page.wait_for_url("**/check-ins/new?id=*")
    scrolls = []
    for effect, word in (("Drowsiness", "severe"), ("Fatigue", "none"), ("Irritability", "mild")):
        scrolls.append(page.evaluate(HEIGHT))
        expect(choice(page, effect, word)).to_be_in_viewport(ratio=1)
        thumb.rate(effect, word)
    scrolls.append(page.evaluate(HEIGHT))
    save = page.get_by_role("button", name="Save").last
    expect(save).to_be_in_viewport(ratio=1)
    assert fold(page).get_attribute("open") is None
    thumb.tap(save)
    expect(notice(page)).to_contain_text("Saved: check-in, drowsiness severe")
    assert thumb.taps == 5
    assert max(scrolls) <= 0, scrolls


@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without a script"])
@pytest.mark.parametrize("width", [390, 320])
def test_danger_signs_appear_in_place_and_the_screen_still_holds_all(
    recurring: Callable[..., Page], script: bool, width: int
) -> None:
    """Two ticks, once drowsiness is severe; the row that was pressed stays where it was."""
    page = recurring(has_touch=True, java_script_enabled=script, viewport={"width": width, "height": 844})
    page.goto("/check-ins/new")
    severe = choice(page, "Drowsiness", "severe")
    confused, slow = (page.locator(f'label:has([name="sign-{key}"])') for key in ("confused", "hard_to_wake"))
    choice(page, "Drowsiness", "moderate").tap()
    expect(confused).to_be_hidden()
    before = severe.bounding_box()
    severe.tap()
    assert severe.bounding_box() == before
    for tick in (confused, slow):
        expect(tick).to_be_in_viewport(ratio=1)
        box = tick.bounding_box()
        assert box
        assert box["height"] >= 44
    if width == 390:
        assert page.evaluate(HEIGHT) <= 0
        expect(fold(page).locator("> summary")).to_be_in_viewport(ratio=1)
    expect(page.get_by_role("button", name="Save").last).to_be_in_viewport(ratio=1)
    slow.tap()
    page.get_by_role("button", name="Save").last.tap()
    expect(page.locator(".notice", has_text="Ticked: hard to wake")).to_contain_text("Call 112 now")
    expect(rows(page).first).to_contain_text("hard to wake or slow breathing")


def test_a_sign_that_is_hidden_again_is_not_sent(recurring: Callable[..., Page]) -> None:
    page = recurring(has_touch=True)
    page.goto("/check-ins/new")
    choice(page, "Drowsiness", "severe").tap()
    page.locator('label:has([name="sign-confused"])').tap()
    choice(page, "Drowsiness", "mild").tap()
    expect(page.locator('label:has([name="sign-confused"])')).to_be_hidden()
    page.get_by_role("button", name="Save").last.tap()
    expect(rows(page).first).to_contain_text("Drowsiness mild")
    expect(rows(page).first).not_to_contain_text("confused")


def test_same_as_last_time_is_seen_before_it_is_saved(recurring: Callable[..., Page]) -> None:
    """Two taps; the button says what it saves."""
    page = recurring(has_touch=True)
    page.goto("/")
    thumb = Thumb(page)
    thumb.button("How are you?")
    same = page.get_by_role("button", name="Same as")
    expect(same).to_be_in_viewport(ratio=1)
    expect(same).to_contain_text("irritability moderate, drowsiness mild, fatigue mild, 7 rated none")
    thumb.tap(same)
    expect(notice(page)).to_contain_text("Saved: check-in, irritability moderate")
    expect(page.locator(".entry .tag").filter(has_text="mild")).to_have_count(2)
    assert thumb.taps == 2


def test_none_of_these_says_that_it_covers_what_is_folded(recurring: Callable[..., Page]) -> None:
    page = recurring(has_touch=True)
    page.goto("/check-ins/new")
    page.get_by_role("button", name="None of these 10").tap()
    expect(notice(page)).to_contain_text("recorded for all 10, those under “Anything else?” too")
    expect(rows(page).first).to_contain_text("none of the side effects")


def test_everything_stands_on_one_screen_of_a_desk(recurring: Callable[..., Page]) -> None:
    """A grid: ten rows, mood, note and Save without scrolling, in straight columns."""
    page = recurring(viewport={"width": 1280, "height": 900})
    page.goto("/check-ins/new")
    expect(fold(page)).to_have_attribute("open", "")
    assert page.evaluate(HEIGHT) <= 0
    scales = page.locator(".asked .scale").filter(visible=True)
    expect(scales).to_have_count(12)  # ten effects, drowsiness right now, and the mood
    tiles = scales.evaluate_all(
        "all => all.map(row => [...row.querySelectorAll('.tile')].map(tile => tile.getBoundingClientRect().left))"
    )
    assert len({tuple(map(round, lefts)) for lefts in tiles}) == 1
    for words in ("Save", "Same as", "None of these", "Too sleepy"):
        expect(page.get_by_role("button", name=words).last).to_be_in_viewport(ratio=1)
    expect(page.get_by_label("Note")).to_be_in_viewport(ratio=1)
    choice(page, "Low mood", "very severe").click()
    page.get_by_label("Note").fill("From the desk")
    page.get_by_role("button", name="Save").last.click()
    expect(notice(page)).to_contain_text("Saved: check-in, low mood very severe")


def test_on_a_desk_a_second_watched_effect_still_leaves_save_on_the_screen(recurring: Callable[..., Page]) -> None:
    """Thirteen rows: ten effects, two of them right now as well, and the mood."""
    page = recurring(viewport={"width": 1280, "height": 900})
    page.goto("/effects")
    page.get_by_role("button", name="Watch Irritability").click()
    page.goto("/check-ins/new")
    choice(page, "Irritability", "severe").click()
    expect(page.locator(".asked .scale").filter(visible=True)).to_have_count(13)
    assert page.evaluate(HEIGHT) <= 0
    expect(page.get_by_role("button", name="Save").last).to_be_in_viewport(ratio=1)
    tiles = (
        page.locator(".asked .tile")
        .filter(visible=True)
        .evaluate_all("all => all.map(tile => tile.getBoundingClientRect().height)")
    )
    assert min(tiles) >= 44


def test_on_a_low_screen_of_a_desk_the_rest_stays_folded_and_save_in_sight(recurring: Callable[..., Page]) -> None:
    page = recurring(viewport={"width": 1280, "height": 720})
    page.goto("/check-ins/new")
    expect(fold(page)).not_to_have_attribute("open", "")
    assert page.evaluate(HEIGHT) <= 0
    expect(page.get_by_role("button", name="Save").last).to_be_in_viewport(ratio=1)


def test_what_is_folded_is_one_press_away_without_a_script(recurring: Callable[..., Page]) -> None:
    """On a desk too; what is chosen there is saved though the fold is closed again."""
    page = recurring(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    page.goto("/check-ins/new")
    summary = fold(page).locator("> summary")
    expect(choice(page, "Dizziness", "mild")).to_be_hidden()
    summary.click()
    choice(page, "Dizziness", "mild").click()
    summary.click()
    page.get_by_role("button", name="Save").last.click()
    expect(notice(page)).to_contain_text("Saved: check-in, dizziness mild")


@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without a script"])
def test_more_or_less_appears_in_its_row_once_it_is_above_none(recurring: Callable[..., Page], script: bool) -> None:
    page = recurring(java_script_enabled=script)
    page.goto("/check-ins/new")
    fold(page).locator("> summary").click()
    less = page.locator("label.tile", has_text="Less than usual")
    for word, shown in (("none", False), ("mild", True), ("none", False), ("very severe", True)):
        choice(page, "Appetite", word).click()
        expect(less).to_be_visible(visible=shown)
    less.click()
    page.get_by_role("button", name="Save").last.click()
    expect(notice(page)).to_contain_text("Saved: check-in, appetite (Less than usual) very severe")


@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without a script"])
def test_what_is_watched_is_asked_for_right_now_once_it_is_above_none(
    recurring: Callable[..., Page], script: bool
) -> None:
    """For the first that asks it stands there always; the others have it when there is something to say."""
    page = recurring(java_script_enabled=script)
    page.goto("/effects")
    page.get_by_role("button", name="Watch Irritability").click()
    expect(page.get_by_role("button", name="Irritability is watched")).to_be_visible()
    page.get_by_role("button", name="Move Irritability up").click()
    expect(page.locator(".effects > li").nth(7)).to_contain_text("Irritability")
    page.goto("/check-ins/new")
    assert page.evaluate(HEIGHT) <= 0
    now = page.get_by_role("group", name="And right now? Irritability")
    expect(page.get_by_role("group", name="And right now? Drowsiness")).to_be_visible()
    for word, shown in (("none", False), ("severe", True)):
        choice(page, "Irritability", word).click()
        expect(now).to_be_visible(visible=shown)
    now.locator("label.tile", has_text="mild").click()
    page.get_by_role("button", name="Save").last.click()
    expect(page.locator(".entry .tag").first).to_have_text("Irritability severe, mild right now")


def test_right_now_fits_the_screen_and_is_no_tap_more_than_it_is(recurring: Callable[..., Page]) -> None:
    page = recurring(has_touch=True)
    page.goto("/check-ins/new")
    now = page.get_by_role("group", name="And right now? Drowsiness")
    expect(now).to_be_in_viewport(ratio=1)
    box = now.locator(".tile").first.bounding_box()
    assert box
    assert box["height"] >= 44
    Thumb(page).rate("Drowsiness", "severe")
    now.locator("label.tile", has_text="very severe").tap()
    assert page.evaluate(HEIGHT) <= 0


def test_an_answer_is_taken_back_where_the_last_one_stood(recurring: Callable[..., Page]) -> None:
    page = recurring()
    page.goto("/check-ins/new")
    row = page.get_by_role("group", name="Fatigue", exact=True)
    last, blank = row.get_by_text("last: mild"), row.locator(".blank")
    expect(last).to_be_visible()
    expect(blank).to_be_hidden()
    place = last.bounding_box()
    choice(page, "Fatigue", "severe").click()
    expect(last).to_be_hidden()
    box = blank.bounding_box()
    assert place
    assert box
    assert box["height"] >= 44
    assert box["y"] <= place["y"] <= box["y"] + box["height"]
    assert abs(box["x"] + box["width"] - place["x"] - place["width"]) < 2
    blank.click()
    expect(last).to_be_visible()
    expect(page.locator("#rating-fatigue-blank")).to_be_checked()


# Lines of a tile's words, and words that are broken inside: wider than their box, or on two lines.
BROKEN = """() => [...document.querySelectorAll(".asked .scale-words")].filter(e => e.checkVisibility()).filter(e => {
    const range = document.createRange();
    return [...e.firstChild.textContent.matchAll(/[^ ]+/g)].some(word => {
        range.setStart(e.firstChild, word.index);
        range.setEnd(e.firstChild, word.index + word[0].length);
        const lines = new Set([...range.getClientRects()].map(rect => Math.round(rect.top)));
        return lines.size > 1 || range.getBoundingClientRect().width > e.closest(".tile").clientWidth;
    });
}).map(e => e.textContent)"""


@pytest.mark.parametrize("width", [320, 360, 390, 1280])
def test_no_word_is_broken_whether_it_is_chosen_or_not(recurring: Callable[..., Page], width: int) -> None:
    page = recurring()
    page.goto("/check-ins/new")
    resize(page, width, 100)
    fold(page).evaluate("e => e.open = true")
    assert page.evaluate(BROKEN) == []
    for value in ("2", "4"):
        for field in page.locator(f".asked input[value='{value}']").all():
            if field.is_visible():
                field.check(force=True)
        assert page.evaluate(BROKEN) == []
    assert "\u00ad" not in page.content()
    rows_of_tiles = page.locator(".asked .scale").filter(visible=True)
    tops = rows_of_tiles.evaluate_all(
        """all => all.map(scale => new Set([...scale.querySelectorAll('.tile')].map(
            tile => tile.getBoundingClientRect().top)).size)"""
    )
    assert set(tops) == {1}


def test_name_and_question_stand_in_one_line_of_a_phone(recurring: Callable[..., Page]) -> None:
    page = recurring()
    page.goto("/check-ins/new")
    fold(page).evaluate("e => e.open = true")
    heights = page.locator("#check-in [id^=rating-].label").evaluate_all(
        "all => all.map(label => label.closest('.asked-head').getBoundingClientRect().height)"
    )
    assert max(heights) < 30


def test_check_in_by_keyboard(recurring: Callable[..., Page]) -> None:
    """Every stop is seen; Enter in a row saves what is chosen and presses none of the shortcuts."""
    page = recurring()
    page.goto("/check-ins/new")
    keys = Keys(page)
    keys.choose("Drowsiness", 2)
    keys.to(fold(page).locator("> summary"))
    page.keyboard.press("Enter")
    keys.choose("Memory", 1)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(notice(page)).to_contain_text("Saved: check-in, drowsiness moderate")
    expect(page.locator(".entry .tag").filter(has_text="Memory mild")).to_have_count(1)
    page.goto("/check-ins/new")
    Keys(page).walk()
    assert not keys.faults, "\n".join(keys.faults)
