"""The report on paper: one page whatever the record holds, tagged, in words too, and the same bytes each time."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from journal.core.charts.balance_points import Middle
from journal.core.charts.points import Caption
from journal.core.doctor.benefits import BenefitAtDose, BenefitRow
from journal.core.doctor.details import (
    LONGEST_NOTE,
    MOST_EPISODES,
    MOST_NOTES,
    MOST_STEPS,
    MOST_WEEKS,
    Details,
    Section,
    Week,
)
from journal.core.doctor.effects import MOST_ROWS, EffectRow, EffectTable, Worst
from journal.core.doctor.head import Head
from journal.core.doctor.report import Entries, Report
from journal.core.doctor.spoken import Spoken
from journal.core.doctor.strip import Cell
from journal.core.safety.alert_names import NAMES
from journal.core.values.papers import PAPERS
from journal.core.values.periods import Period
from journal.render.doctor.details import is_leftwards
from journal.render.doctor.drawings import days
from journal.render.doctor.report import report_pdf, report_svg
from tests.render import samples
from tests.render.test_paper import alternative_texts

HEAD = Head(
    "Ada",
    "Clonazepam 1 mg a day",
    "0.5 mg at 08:00 and 20:00",
    ("Last change 12 October: from 1.5 mg to 1 mg a day.",),
    ("1 November 2026 to 28 November 2026", "28 days"),
)
STRIP = tuple(Cell(f"{n} of them", ("last on 4 Nov",)) for n in range(7))
NOTHING = Caption("", "", "", "empty")


def row(name: str, usual: tuple[float | None, ...] = (1, 2.5)) -> EffectRow:
    return EffectRow(name, 5, 20, usual, Worst(3, date(2026, 11, 4)), None)


def report(days: int = 90, effects: int = 4, **changed) -> Report:
    whole = Report(
        head=HEAD,
        strip=STRIP,
        effects=EffectTable((1_500_000, 1_000_000), tuple(row(f"Effect {n}") for n in range(effects)), days),
        severity=samples.severity(days, effects),
        hours=samples.hours(1),
        balance=samples.balance(),
        entries=Entries(100, 4, 80),
    )
    return replace(whole, **changed)


def words(made: bytes) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(made)).pages)


FULL = report(effects=MOST_ROWS)
EMPTY = replace(
    report(28, 0),
    effects=EffectTable((), (), 28),
    severity=replace(samples.severity(28, 0), caption=NOTHING),
    hours=replace(samples.hours(0), caption=NOTHING),
    balance=replace(samples.balance(), levels=(), kinds=(), caption=NOTHING),
    entries=Entries(0, 0, 0),
)
AT_DOSES = tuple(BenefitAtDose(amount, Middle(3.5, 14)) for amount in (1_000_000, 1_500_000))
BENEFITS = tuple(
    BenefitRow(name, Middle(2.5, 28), AT_DOSES)
    for name in ("Sleep trouble", "Muscle spasms", "Worry or fear", "Pain", "Feeling low")
)
LONG_NAME = "Wolfeschlegelsteinhausenbergerdorff Adolph Blaine Charles David Earl Frederick G"
WORDS = (
    "Is the low mood from the lower dose? Can the next step wait until the holidays are over, "
    "and what do I do on the bad days when I cannot go out, not even for bread?"
)
ASKED = ("What changed", "What bothers me most", "What I want to ask")
BESIDE = replace(HEAD, beside=("A medicine in drops 12.5 mg a day since 31 December 2025",) * 7)
STATES = {
    "a full page": FULL,
    "one line to say": replace(FULL, spoken=Spoken((("What changed", "Less sleepy."),))),
    "three long lines": replace(FULL, head=BESIDE, spoken=Spoken(tuple((each, WORDS[:160]) for each in ASKED), 1000)),
    "three lines of the widest": replace(FULL, head=BESIDE, spoken=Spoken(tuple((e, "W" * 160) for e in ASKED), 2)),
    "lines from right to left": replace(FULL, spoken=Spoken(tuple((each, "قلق شديد " * 17) for each in ASKED))),
    "only ticks": replace(EMPTY, spoken=Spoken((), 1)),
    "a full page, and what it is for": replace(FULL, benefits=BENEFITS),
    "nothing but what it is for": replace(EMPTY, benefits=BENEFITS),
    "three long lines, and what it is for": replace(
        FULL, head=BESIDE, spoken=Spoken(tuple((each, WORDS[:160]) for each in ASKED), 1000), benefits=BENEFITS
    ),
    "nothing recorded": EMPTY,
    "three days": report(3, 2),
    "one day": report(1, 1),
    "a year": report(365, 8),
    "ten years": report(3650, 8),
    "only ratings": replace(FULL, hours=EMPTY.hours, balance=EMPTY.balance),
    "only doses": replace(EMPTY, strip=STRIP),
    "a name of 80 characters": replace(FULL, head=replace(HEAD, name=LONG_NAME)),
    **{
        f"{many} medicines beside it": replace(
            FULL, head=replace(HEAD, beside=("A medicine in drops 12.5 mg a day since 31 December 2025",) * many)
        )
        for many in (2, 4, 7)
    },
    "names of medicines that are long": replace(
        FULL, head=replace(HEAD, beside=(f"{'W' * 39}… 1234.123456 mg a day since 31 December 2025",) * 8)
    ),
    "from right to left": replace(FULL, head=replace(HEAD, name="عائشة", medicine="قلق شديد")),
    "a name that nobody sees": replace(FULL, head=replace(HEAD, name="\u3164")),
    "no name": replace(FULL, head=replace(HEAD, name="")),
    "signs no font has": replace(FULL, head=replace(HEAD, name="Ada 𓀀 🦄")),
    "long names of effects": replace(
        FULL,
        effects=EffectTable((), tuple(row("Forgetting what was said a moment ago " * 2, (1,)) for _ in range(8)), 90),
    ),
}


@pytest.mark.parametrize("paper", PAPERS)
@pytest.mark.parametrize("state", STATES)
def test_it_is_one_page_in_every_state(state: str, paper: str) -> None:
    document = PdfReader(BytesIO(report_pdf(STATES[state], paper)))
    assert len(document.pages) == 1
    width, height = {"a4": (595.28, 841.89), "us-letter": (612, 792)}[paper]
    assert (document.pages[0].mediabox.width, document.pages[0].mediabox.height) == pytest.approx(
        (width, height), abs=0.1
    )


def test_it_says_whose_it_is_what_is_taken_and_how_it_is_counted() -> None:
    said = words(report_pdf(FULL))
    expected = (HEAD.name, HEAD.medicine, HEAD.ordered, *HEAD.lines, *HEAD.facts, "6 of them", "Effect 7")
    assert [text for text in expected if text not in said] == []
    assert [line for line in FULL.small_print if line not in said] == []
    assert "usual at 1.5\u00a0mg" in said or "usual at 1.5 mg" in said
    assert "4 of 100 entries were made more than a day later." in said


def test_it_says_what_the_patient_wants_to_say_and_nothing_where_nothing_is() -> None:
    said = words(report_pdf(replace(FULL, spoken=Spoken(tuple((each, WORDS[:160]) for each in ASKED), 3))))
    for expected in (*ASKED, WORDS[:160].strip()[-30:], "3 entries are ticked to be spoken of."):
        assert expected in said
    assert not any(each in words(report_pdf(FULL)) for each in (*ASKED, "ticked"))


def test_an_empty_record_says_so_in_the_place_of_each_part() -> None:
    said = words(report_pdf(EMPTY))
    assert "No side effect is rated in these days." in said
    assert "Too few rated days to draw." in said
    assert "No answer to “And right now?” can be placed after a dose." in said
    assert "No episode is recorded in these days." in said


def test_what_the_medicines_are_for_is_told_with_the_end_that_is_better() -> None:
    found = words(report_pdf(replace(FULL, benefits=BENEFITS)))
    assert "What the medicines are for" in found
    assert "Sleep trouble: usually between severe and very severe at 1 mg a day" in found
    assert "Asked once a day. Lower is better." in found
    assert "2 more stand in Trends." in found
    assert "Episodes" in found
    without = replace(EMPTY.balance, counts_episodes=False)
    assert "Episodes" not in words(report_pdf(replace(EMPTY, benefits=BENEFITS, balance=without)))
    assert "What the medicines are for" not in words(report_pdf(FULL))


def test_it_is_tagged_named_and_every_drawing_has_its_words() -> None:
    document = PdfReader(BytesIO(report_pdf(FULL)))
    root = document.trailer["/Root"]
    assert root["/MarkInfo"] == {"/Marked": True}
    assert root["/Lang"] == "en"
    assert b"pdfuaid" in root["/Metadata"].get_data()
    assert document.metadata is not None
    assert document.metadata.title == "Ada: Clonazepam 1 mg a day, 26 August 2026 to 23 November 2026"
    days, hours, episodes = alternative_texts(document)
    assert days.startswith("The worst rating of each day over the planned dose. Drowsiness: usually ")
    assert (hours, episodes) == (FULL.hours.caption.answer, " ".join(FULL.balance.caption.lines))


def tags(document: PdfReader) -> Counter[str]:
    """How many parts of the document are tagged as what."""
    found: Counter[str] = Counter()
    left = [document.trailer["/Root"]["/StructTreeRoot"]]
    while left:
        element = left.pop().get_object()
        if isinstance(element, list):
            left.extend(element)
        elif isinstance(element, dict):
            found[element.get("/S", "")] += 1
            left.extend(each for each in [element.get("/K")] if each is not None)
    return found


def test_it_is_read_by_headings_and_a_table_with_heads() -> None:
    """Who cannot see the page goes from heading to heading, and hears over which column a word stands."""
    found = tags(PdfReader(BytesIO(report_pdf(FULL))))
    assert [found[tag] for tag in ("/H1", "/H2", "/Table", "/TH", "/TR", "/Figure")] == [1, 3, 1, 7, 9, 3]


def test_the_same_report_gives_the_same_bytes() -> None:
    assert report_pdf(FULL) == report_pdf(FULL)
    assert report_svg(FULL) == report_svg(FULL)


MANY = Details(
    effects=("Unsteady walking",) * MOST_ROWS,
    weeks=((samples.period(7), (Week(2.5, 4, 7),) * MOST_ROWS),) * MOST_WEEKS,
    sections=(
        Section("Ordered", (("31 Dec 2025 to 31 Dec 2026", "0.5 mg at 08:00, " * 8),) * (2 * MOST_STEPS), "More."),
        Section(
            "Told", (("Another medicine that can act together", "12 times, 3 urgent, last on 4 Nov"),) * len(NAMES)
        ),
        Section("Episodes", (("4 Nov 2026, 20:05", "Panic attack, 10 min, severe"),) * MOST_EPISODES),
        Section(
            "Notes", (("4 Nov 2026, 20:05", "قلق شديد 🦄 " * (LONGEST_NOTE // 11)),) * MOST_NOTES, "", is_typed=True
        ),
    ),
    remark="The newest 13.",
)
FEW = Details((), (), (*(Section(each, (), "None.") for each in ("Ordered", "Told", "Episodes")),))


def test_details_stand_on_pages_of_their_own_and_only_where_they_are_asked_for() -> None:
    first, second = PdfReader(BytesIO(report_pdf(EMPTY, details=FEW))).pages
    assert first.extract_text().split()[-4:] == ["page", "1", "of", "2"]
    said = " ".join(second.extract_text().split())
    assert said.startswith("Ada: Clonazepam 1 mg a day")  # a page that goes astray is whose it was
    assert said.endswith("page 2 of 2")
    assert "No side effect is rated in these days." in said
    assert report_pdf(EMPTY, details=FEW) == report_pdf(EMPTY, details=FEW)


@pytest.mark.parametrize("paper", PAPERS)
def test_however_much_there_is_the_pages_are_few(paper: str) -> None:
    made = PdfReader(BytesIO(report_pdf(FULL, paper, MANY)))
    assert len(made.pages) <= 4
    assert b"pdfuaid" in made.trailer["/Root"]["/Metadata"].get_data()
    assert "stands for a sign that this paper has no letter for" in words(report_pdf(FULL, paper, MANY))
    found = tags(made)
    assert (found["/Table"], found["/H2"]) == (6, 8)


@pytest.mark.parametrize(
    ("text", "leftwards"), [("قلق", True), ("2 כאב mg", True), ("Angst قلق", False), ("12:30", False), ("", False)]
)
def test_a_note_is_written_as_its_first_letter_is(text: str, leftwards: bool) -> None:
    assert is_leftwards(text) == leftwards


def test_the_picture_is_the_page() -> None:
    assert report_svg(FULL).startswith(b'<svg viewBox="0 0 595.27')


def test_four_panels_fit_beside_eight_rows() -> None:
    assert len(FULL.panels) == 4
    said = words(report_pdf(FULL))
    assert all(panel.name in said for panel in FULL.panels)


def test_a_pause_is_a_gap_with_its_word_and_every_amount_is_told() -> None:
    """Also the one of a few days at the end, which is narrower than what is said of it."""
    whole = samples.severity(90, 1)
    first = whole.period.first_on
    pause = Period(first + timedelta(days=10), first + timedelta(days=13))
    paused = replace(FULL, severity=replace(whole, dose=replace(whole.dose, pauses=(pause,))))
    drawn = days(paused, lambda text: text)["dose"]["steps"]
    assert [(each["words"], each["share"] > 0) for each in drawn[:3]] == [
        ("1\u00a0mg a day", True),
        ("pause", False),
        ("1\u00a0mg a day", True),
    ]
    assert drawn[1]["from"] == pytest.approx(10 / 90)
    said = words(report_pdf(paused)).replace("\u00a0", " ")
    assert "pause" in said
    assert "0.5 mg a day" in said


@pytest.mark.parametrize(("as_needed", "said"), [(False, "no plan"), (True, "as needed")])
def test_without_planned_times_the_row_of_the_dose_says_why_it_is_empty(as_needed: bool, said: str) -> None:
    whole = samples.severity(28, 1)
    line = replace(whole.dose, steps=(), changes=(), as_needed=as_needed)
    empty = replace(FULL, severity=replace(whole, dose=line))
    assert [each["words"] for each in days(empty, lambda text: text)["dose"]["steps"]] == [said]
    assert f"Planned dose {said}" in words(report_pdf(empty))


def test_it_says_which_page_it_is() -> None:
    assert words(report_pdf(EMPTY)).endswith("page 1 of 1")


def test_a_letter_that_no_font_has_is_told() -> None:
    assert "stands for a sign that this paper has no letter for" in words(report_pdf(STATES["signs no font has"]))
