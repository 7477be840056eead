"""The visit in the browser: choose days and a medicine, look at the page, read it in words, take it along."""

import re
from io import BytesIO

import pytest
from pypdf import PdfReader

from journal.store.database.database import Database
from journal.web.site.chart_cache import MOST_REPORTS
from tests.caring import look_after
from tests.conftest import counted
from tests.web.charts.test_trends import keep_three_weeks
from tests.web.client import YES, Browser, Page

DETAILS = "Details, on pages of their own Week by week, the plan, alerts, episodes, and notes if you want"
FILLED_BY = {"kept": keep_three_weeks}


@pytest.fixture
def kept(owner: Browser) -> Browser:
    return owner


def pdf_words(page: Page) -> str:
    document = PdfReader(BytesIO(page.body))
    assert len(document.pages) == 1
    return " ".join(document.pages[0].extract_text().split()).replace("\u00a0", " ")


def pages_of(page: Page) -> list[str]:
    """The words of each page of a PDF."""
    pages = PdfReader(BytesIO(page.body)).pages
    return [" ".join(each.extract_text().split()).replace("\u00a0", " ") for each in pages]


def width_of(page: Page) -> float:
    return float(PdfReader(BytesIO(page.body)).pages[0].mediabox.width)


def test_two_taps_lead_from_today_to_the_paper(kept: Browser) -> None:
    page = kept.get(kept.get("/").link("Visit"))
    assert page.h1 == "One page for your doctor"
    assert kept.get(page.link("Take it along (PDF)")).body.startswith(b"%PDF")
    assert kept.get("/trends").link("One page for your doctor") == "/visit"
    assert page.link("7 days") == "/visit?period=7"


def test_the_page_in_words_says_what_the_paper_says(kept: Browser) -> None:
    page = kept.get("/visit")
    said = pdf_words(kept.get(page.link("Take it along (PDF)")))
    for words in ("Clonazepam 0.5 mg a day", "Drowsiness", "Dizziness", "1 skipped"):
        assert words in page.text
        assert words in said
    assert kept.name in said
    image = page.document.find(".//img")
    assert image is not None
    drawn = kept.get(image.get("src", ""))
    assert drawn.body.startswith(b"<svg")


def test_another_paper_and_a_name_for_the_file(kept: Browser) -> None:
    page = kept.get("/visit?period=7")
    letter = kept.get(page.link("US Letter (PDF)"))
    assert PdfReader(BytesIO(letter.body)).pages[0].mediabox.width == 612
    assert letter.headers["Content-Disposition"] == (
        'attachment; filename="clonazepam-report-2026-11-17-to-2026-11-23.pdf"'
    )
    assert width_of(kept.get("/visit/report.pdf?paper=napkin")) < 600


def test_the_paper_is_the_one_that_was_chosen(kept: Browser) -> None:
    """For everything that is made for paper; the other size is one press away, and a form of before leaves it."""
    addresses = [page.link("Take it along (PDF)") for page in (kept.get("/visit"), kept.get("/trends"))]
    sheet = "/week-sheets/2026-11-23/paper.pdf"
    assert [width_of(kept.get(address)) for address in addresses] == [pytest.approx(595.28, abs=0.1)] * 2
    assert "on A4 (PDF)" in kept.get("/week-sheets").text
    kept.submit("/settings", "/settings", {"paper": "us-letter"})
    kept.submit("/settings", "/settings", {"paper": None})
    assert kept.get("/settings").fields("/settings")["paper"] == "us-letter"
    assert [width_of(kept.get(address)) for address in (*addresses, sheet)] == [612, 612, 792]
    assert "on US Letter (PDF)" in kept.get("/week-sheets").text
    page = kept.get("/visit")
    assert 'width="612" height="792"' in page.html
    assert kept.get("/visit/report.svg").body.startswith(b'<svg viewBox="0 0 612 792"')
    assert width_of(kept.get(page.link("A4 (PDF)"))) < 600
    assert "one of the papers" in kept.submit("/settings", "/settings", {"paper": "napkin"}, 422).error_beside("paper")


def test_an_empty_journal_has_a_page_that_says_so(owner: Browser) -> None:
    page = owner.get("/visit")
    assert "No side effect is rated in these days." in page.text
    assert "no plan now" in pdf_words(owner.get(page.link("Take it along (PDF)")))


def test_days_that_cannot_be_are_told_beside_their_field_and_stay_typed(kept: Browser) -> None:
    page = kept.get("/visit?period=free&first=2026-03-02&last=2026-03-01", 400)
    assert page.errors()["last"] == "The last day must not be before the first day."
    assert 'value="2026-03-01"' in page.html
    assert kept.get("/visit/report.pdf?period=free&first=2026-03-02&last=2026-03-01", 404)
    assert kept.get("/visit/report.docx", 404)


def test_other_days_are_those_of_the_paper(kept: Browser) -> None:
    page = kept.get("/visit?period=free&first=2026-11-10&last=2026-11-20")
    said = pdf_words(kept.get(page.link("Take it along (PDF)")))
    assert "10 November 2026 to 20 November 2026" in said
    assert "11 days" in said


def test_of_several_medicines_one_is_in_front_and_the_others_are_named(kept: Browser) -> None:
    other = kept.add_medicine("Ibuprofen")
    kept.log_dose(medicine=other)
    page = kept.get("/visit")
    assert "Also: Ibuprofen, taken on 1 day, last on 23 Nov." in page.text
    front = kept.get(page.link("Ibuprofen"))
    assert "Ibuprofen, no plan now" in front.text
    assert "Also: Clonazepam 0.5 mg a day since " in front.text
    assert "Ibuprofen, no plan now" in pdf_words(kept.get(front.link("Take it along (PDF)")))


def test_the_same_few_statements_whatever_the_journal_holds(kept: Browser, database: Database) -> None:
    with counted(database) as few:
        kept.get("/visit?period=7")
    for day in range(1, 20):
        on = {"when": "earlier", "on": f"2026-11-{day:02}", "at": "07:00"}
        kept.check_in({"drowsiness": 2, "memory": 1}, **on)
    with counted(database) as many:
        kept.get("/visit?period=28")
    assert len(many) == len(few)


def test_what_is_saved_is_on_the_next_page_at_once(kept: Browser) -> None:
    before = kept.get("/visit/report.pdf").body
    kept.check_in({"memory": 3})
    after = kept.get("/visit/report.pdf")
    assert after.body != before
    assert "Memory" in pdf_words(after)


def test_it_is_kept_by_nobody_but_the_browser_of_the_patient(kept: Browser) -> None:
    answer = kept.get("/visit/report.pdf")
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    again = kept.get("/visit/report.pdf", 304, headers={"If-None-Match": answer.headers["ETag"]})
    assert not again.body


def test_a_stranger_and_nobody_see_nothing_of_it(kept: Browser, stranger: Browser, nobody: Browser) -> None:
    assert kept.name not in pdf_words(stranger.get("/visit/report.pdf"))
    assert nobody.get("/visit", 303).location.startswith("/sessions/new")
    assert nobody.get("/visit/report.pdf", 303).location.startswith("/sessions/new")


def test_a_carer_has_a_page_of_their_own_kept_apart_from_the_patients(kept: Browser, stranger: Browser) -> None:
    """What is the patient's alone is not counted for anybody else, in whichever order the two ask."""
    kept.submit("/circumstances", "/circumstances", {"pregnant_since": "2026-11-10"})
    at = look_after(kept, stranger)
    own, anothers = (kept.get("/visit").text, stranger.get(f"{at}/visit").text)
    assert "7 alerts" in own
    assert "6 alerts" in anothers
    assert "6 alerts" in pdf_words(stranger.get(f"{at}/visit/report.pdf"))
    assert "7 alerts" in pdf_words(kept.get("/visit/report.pdf"))


def test_a_carer_of_one_medicine_reads_nothing_of_the_others(kept: Browser, stranger: Browser) -> None:
    other = kept.add_medicine("Ibuprofen")
    kept.log_dose(medicine=other)
    at = look_after(kept, stranger, which="some", **{"medicine-clonazepam": "yes"})
    for said in (stranger.get(f"{at}/visit").text, pdf_words(stranger.get(f"{at}/visit/report.pdf"))):
        assert "Clonazepam" in said
        assert "Ibuprofen" not in said


def test_details_are_asked_for_and_notes_ticked(kept: Browser, stranger: Browser) -> None:
    """Default stays one page; the paper with details says what their page says."""
    other = kept.add_medicine("Ibuprofen")
    kept.log_dose(medicine=other, note="for the knee")
    kept.check_in({"drowsiness": 4}, note="<b>Fell asleep</b> at lunch")
    kept.log_episode(what="panic_attack", minutes="12", note="in the bus")
    page = kept.get(kept.get("/visit?period=7").link(DETAILS))
    assert page.link("Back to the page for your doctor").startswith("/visit?period=7")
    told = ("Week by week", "What was ordered", "Panic attack, 12", "Very sleepy")
    assert [each for each in told if each not in page.text] == []
    assert "at lunch" not in page.text
    paper = kept.get(page.link("Take it along with details (PDF)"))
    said = pages_of(paper)
    assert len(said) == 2
    assert [each for each in told if each not in said[1]] == []
    assert "at lunch" not in said[1]
    noted = kept.get(page.link("Back to the page for your doctor").replace("/visit?", "/visit/details?notes=yes&"))
    on_paper = pages_of(kept.get(noted.link("Take it along with details (PDF)")))[1]
    for each in ("<b>Fell asleep</b> at lunch", "in the bus"):
        assert each in noted.text
        assert each in on_paper
    assert "knee" not in noted.text  # of another medicine's dose
    assert "at lunch" not in stranger.get("/visit/details?notes=yes").text


def test_details_of_days_that_cannot_be(kept: Browser) -> None:
    assert kept.get("/visit/details?period=free&first=2026-03-02&last=2026-03-01", 404)


def test_a_carer_of_one_medicine_reads_no_note_of_another_dose(kept: Browser, stranger: Browser) -> None:
    other = kept.add_medicine("Ibuprofen")
    kept.log_dose(medicine=other, note="for the knee")
    at = look_after(kept, stranger, which="some", **{"medicine-clonazepam": "yes"})
    assert "knee" in kept.get(f"/visit/details?notes=yes&medicine={other}").text
    assert "knee" not in stranger.get(f"{at}/visit/details?notes=yes").text


def test_a_suspected_side_effect_is_drafted_and_sent_nowhere(kept: Browser) -> None:
    page = kept.get(kept.get("/visit").link("Report a suspected side effect A draft to copy; nothing is sent"))
    assert page.h1 == "Report a suspected side effect"
    drowsy = kept.get("/visit/reaction?effect=drowsiness&level=3")
    assert "It began on: 5 November 2026 (first rated severe or worse)" in drowsy.text
    assert "Suspected medicine: Clonazepam" in drowsy.text
    assert drowsy.link("Back to the page for your doctor") == "/visit"
    assert all(form.get("method") == "get" for form in drowsy.forms())


def test_an_effect_that_is_none_or_was_never_there_has_a_page_all_the_same(kept: Browser, stranger: Browser) -> None:
    for query in ("?effect=nothing&level=9", "?effect=memory", ""):
        assert "Suspected side effect: " in kept.get(f"/visit/reaction{query}").text
    assert "was never rated so" in kept.get("/visit/reaction?effect=memory").text
    assert "was never rated so" in stranger.get("/visit/reaction").text


def test_the_newest_reports_alone_are_held_and_none_of_an_erased_journal(kept: Browser) -> None:
    """Each holds the points of three charts, and a minute later the same one is another."""
    charts = kept.app.extensions["journal"].charts
    for day in range(10, 10 + 2 * MOST_REPORTS):
        kept.get(f"/visit?period=free&first=2026-11-03&last=2026-11-{day}")
    assert len(charts.reports._values) == MOST_REPORTS
    kept.get("/visit/report.svg")
    charts.forget(kept.patient_id)
    assert not charts.reports._values
    assert not [key for key in charts._facts._values if "report" in key]


def test_the_alerts_counted_are_those_that_can_be_read(kept: Browser, stranger: Browser) -> None:
    """By the patient, and by whoever looks after one of two medicines; of those struck by an edit none."""
    other = kept.add_medicine("Ibuprofen")
    for _again in range(2):
        kept.log("dose", {"medicine": other, "amount": "other", "other_amount": "400", "note": str(_again)} | YES)
    episode = kept.log_episode(what="seizure", minutes="6")
    at = look_after(kept, stranger, which="some", **{"medicine-clonazepam": "yes"})

    def read(browser: Browser, way: str = "") -> int:
        return browser.get(f"{way}/alerts").text.count("I have read this")  # no struck one asks for it

    def counted_in(page: Page) -> int:
        return int(re.search(r"(\d+) alerts", page.text)[1])  # type: ignore[index]

    before = read(kept)
    assert counted_in(kept.get("/visit")) == before
    assert counted_in(stranger.get(f"{at}/visit")) == read(stranger, at)
    kept.submit(f"/episodes/{episode}", f"/episodes/{episode}", {"minutes": "1"})
    assert counted_in(kept.get("/visit")) == read(kept) < before


def test_another_medicine_is_shown_for_the_same_days(kept: Browser) -> None:
    kept.add_medicine("Ibuprofen")
    for query, asked in (("period=all", "period=all"), ("first=2026-11-10&last=2026-11-12", "first=2026-11-10")):
        for page in (kept.get(f"/visit?{query}"), kept.get(f"/trends?{query}")):
            assert asked in page.link("Ibuprofen")


def test_what_is_to_be_said_stands_on_the_page_of_these_days_alone(kept: Browser, stranger: Browser) -> None:
    kept.add_visit(past=None, on="2026-12-04", to_ask="Can it wait?")
    entry = kept.log_dose()
    kept.send(kept.get(f"/doses/{entry}"), "/doctor-marks", {"ticked": "yes"})
    for said in (kept.get("/visit").text, pdf_words(kept.get("/visit/report.pdf"))):
        assert "What I want to ask" in said
        assert "Can it wait?" in said
        assert "1 entry is ticked to be spoken of." in said
    gone = kept.get("/visit/report.pdf?period=free&first=2026-11-03&last=2026-11-20")
    assert "Can it wait?" not in pdf_words(gone)
    at = look_after(kept, stranger, which="some", **{"medicine-clonazepam": "yes"})
    assert "Can it wait?" not in pdf_words(stranger.get(f"{at}/visit/report.pdf"))


def test_the_days_begin_with_the_last_visit(kept: Browser, stranger: Browser) -> None:
    assert "period=visit" not in kept.get("/visit").html
    for on in ("2026-11-10", "2026-11-12", "2026-11-23"):  # the last is today: the page is still printed for it
        kept.add_visit(past=None, on=on)
    page = kept.get("/visit")
    said = pdf_words(kept.get(page.link("Take it along (PDF)")))
    assert "12 November 2026 to 23 November 2026" in said
    assert "since the last visit" in said
    assert page.link("since the last visit") == "/visit?period=visit"
    assert "since the last visit" not in pdf_words(kept.get("/visit/report.pdf?period=28"))
    plain = kept.get("/visit/report.pdf?first=2026-11-12&last=2026-11-23")  # the same days, not called so
    assert "since the last visit" not in pdf_words(plain)
    at = look_after(kept, stranger, which="some", **{"medicine-clonazepam": "yes"})
    assert "period=visit" not in stranger.get(f"{at}/visit").html


def test_a_visit_before_the_journal_and_none_at_all(kept: Browser, owner: Browser) -> None:
    visit_id = kept.add_visit(on="2026-01-12")
    assert "since the last visit" not in pdf_words(kept.get("/visit/report.pdf?period=visit"))
    kept.submit(f"/visits/{visit_id}", f"/visits/{visit_id}/deletion")
    assert "28 days" in kept.get("/visit?period=visit").text
