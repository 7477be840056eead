"""Trends: each chart with its question, sentence, picture, files and table; four states; any period."""

import uuid
from datetime import time, timedelta
from xml.etree.ElementTree import Element

import pytest

from journal.actions import regimens
from journal.actions.record import entries
from journal.core.accounts.accounts import Patient, Settings
from journal.core.medicine.medicines import of_monograph
from journal.core.medicine.monograph import Monograph
from journal.core.plan.regimens import Step
from journal.core.record.checkins import CheckIn, Rated
from journal.core.record.doses import Dose
from journal.core.values.clock import moment
from journal.store.database.database import Database
from journal.web.charts import trends
from tests.acting import acting
from tests.caring import look_after
from tests.conftest import NOW, counted
from tests.web.client import Browser, Page
from tests.web.lint import words_of
from tests.web.record.test_history import fill

CHARTS = ["severity", "dose_changes", "calendar", "doses", "hours", "balance", "amount"]
DRAWN = ["severity", "calendar", "doses", "hours", "balance", "amount"]  # where the dose never changed


def answers(page: Page) -> dict[str, str]:
    return dict(zip(CHARTS, page.words("chart-answer"), strict=True))


def pictures(page: Page) -> list[Element]:
    """The pictures for the screen."""
    return page.document.findall(".//picture/img")


def keep_three_weeks(owner: Browser) -> None:
    """Three weeks of a journal: a plan, doses, check-ins, one day without an entry."""
    parts = owner.app.extensions["journal"]
    database, clonazepam = parts.database, parts.monographs["clonazepam"]
    patient = Patient(owner.patient_id, owner.name, Settings("Europe/Berlin"), (of_monograph("clonazepam"),), 0)
    first_at = NOW - timedelta(days=21)
    regimens.log_step(
        acting(database, patient, first_at), "s", Step.every_day(first_at.date(), None, (time(12),), 500_000, "tablet")
    )
    for day in range(22):
        lived = moment(first_at + timedelta(days=day), "Europe/Berlin")
        dose = Dose(
            moment=lived,
            status="skipped" if day == 5 else "taken",
            amount=500_000,
            form="tablet",
            medicine_id="clonazepam",
        )
        ratings = (
            Rated(effect="drowsiness", severity=day % 4, now_severity=day % 4),
            Rated(effect="dizziness", severity=1),
        )
        for detail in (dose, CheckIn(moment=lived, day_on=lived.on, ratings=ratings)) if day != 10 else ():
            entries.log_entry(acting(database, patient, lived.at), str(uuid.uuid4()), detail, b"f", clonazepam)


FILLED_BY = {"kept": keep_three_weeks}


@pytest.fixture
def kept(owner: Browser) -> Browser:
    return owner


def test_an_empty_journal_says_so_once_and_leads_to_the_first_check_in(owner: Browser) -> None:
    page = owner.get("/trends")
    assert page.h1 == "How has it been?"
    assert "Three rated days are enough for a first picture." in page.text
    assert page.link("How are you?") == "/check-ins/new"
    assert not page.all("chart")
    assert page.document.find(".//img") is None
    assert page.document.find(".//table") is None
    assert "Take it along" not in page.text


def test_a_chart_with_nothing_in_it_says_so_beside_the_others(owner: Browser) -> None:
    owner.log_dose()
    page = owner.get("/trends")
    assert [section.get("id") for section in page.all("chart")] == CHARTS
    assert "There is nothing to draw in this period." in page.words("chart-state")
    without_table = [section.get("id") for section in page.all("chart") if section.find(".//table") is None]
    assert without_table == ["dose_changes", "balance"], "no fold with nothing in it"


def test_too_little_is_said_and_not_drawn(owner: Browser) -> None:
    owner.check_in({"drowsiness": 2})
    owner.log_dose()
    page = owner.get("/trends")
    states = page.words("chart-state")
    assert len(states) == 7
    assert "too few rated days" in states[0]
    assert "nothing to draw" in states[1]
    assert "too few doses" in states[3]
    assert "nothing to draw" in states[4]
    assert "too few days" in states[6]


def test_every_chart_with_sentence_picture_files_and_table(kept: Browser) -> None:
    page = kept.get("/trends")
    assert all(answers(page).values())
    for name, image in zip(DRAWN, pictures(page), strict=True):
        assert " ".join(image.get("alt", "").split()) == answers(page)[name]
        assert (image.get("src") or "").startswith(f"/charts/{name}.svg?")
        assert int(image.get("width") or 0) > int(image.get("height") or 0) / 3 > 0
    assert len(page.all("chart-files")) == len(DRAWN)
    assert len(list(page.document.iter("table"))) == len(DRAWN)
    for link in page.document.iter("a"):
        if (link.get("href") or "").startswith("/charts/calendar"):
            kept.get(link.get("href") or "")


def test_tables_are_newest_first(kept: Browser) -> None:
    """As the history is: the last day of the period stands on top."""
    tables = {table.find("caption").get("id"): table for table in kept.get("/trends").document.iter("table")}  # type: ignore[union-attr]
    days = [row.find("a") for row in tables["severity-table-caption"].iter("th") if row.get("scope") == "row"]
    assert [day.text for day in (days[0], days[-1])] == ["23 November", "2 November"]  # type: ignore[union-attr]


def days_of_pictures(page: Page) -> dict[str, list[str]]:
    """The days that each picture leads to, for the width of a desk."""
    found = {}
    for chart in page.all("chart"):
        pictures = [svg for svg in chart.iter("svg") if "chart-days-desk" in (svg.get("class") or "")]
        found[chart.get("id") or ""] = [link.get("href") or "" for svg in pictures for link in svg.iter("a")]
    return found


def test_each_day_of_a_picture_and_of_its_table_leads_to_its_page(kept: Browser) -> None:
    page = kept.get("/trends?period=7")
    every = [f"/history/2026-11-{day}" for day in range(17, 24)]
    assert days_of_pictures(page) == {
        "severity": every,
        "calendar": every,
        "doses": every,
        "hours": [],
        "balance": [],
        "amount": every,
        "dose_changes": [],
    }
    rows = {
        table.find("caption").get("id"): [link.get("href") for link in table.iter("a")]  # type: ignore[union-attr]
        for table in page.document.iter("table")
    }
    assert rows["severity-table-caption"] == every[::-1]
    assert rows["doses-table-caption"] == every[::-1]
    assert rows["calendar-table-caption"] == ["/history?month=2026-11"]
    kept.get(every[0])


def test_of_a_long_period_the_tables_alone_lead_to_days(kept: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trends, "DAYS_TO_PRESS", 21)
    page = kept.get("/trends?period=all")
    assert not any(days_of_pictures(page).values())
    assert "/history/2026-11-23" in page.html


def test_what_is_pressed_in_a_picture_is_no_stop_of_the_keyboard(kept: Browser) -> None:
    """Eighty stops for the pictures: the tables lead there too."""
    for svg in kept.get("/trends").all("chart-days"):
        assert svg.get("aria-hidden") == "true"
        assert {link.get("tabindex") for link in svg.iter("a")} == {"-1"}


def test_there_is_a_picture_for_every_screen_by_day_and_by_night(kept: Browser) -> None:
    addresses = [source.get("srcset") or "" for source in kept.get("/trends").document.iter("source")]
    assert len(addresses) == len(DRAWN) * 11
    assert len(set(addresses)) == len(DRAWN) * 11
    for address in addresses:
        if "calendar" in address:
            assert kept.get(address).headers["Content-Type"].startswith("image/svg+xml")


def test_paper_gets_a_light_wide_picture_whatever_the_screen_shows(kept: Browser) -> None:
    page = kept.get("/trends")
    for screen, paper in zip(pictures(page), page.all("on-paper"), strict=True):
        assert paper.get("loading") == "lazy"
        assert paper.get("alt") == screen.get("alt")
        assert (screen.get("src") or "").replace("width=small", "width=wide&theme=print") == paper.get("src")
        assert (screen.get("width"), paper.get("width")) == ("320", "680")


def test_the_effects_rated_most_often_are_shown_when_nobody_chose(kept: Browser) -> None:
    chosen = [box for box in kept.get("/trends").document.iter("input") if box.get("name") == "effect"]
    checked = [box.get("value") for box in chosen if "checked" in box.attrib]
    assert len(checked) == 3
    assert {"drowsiness", "dizziness"} <= set(checked)
    assert len(chosen) == 10


def test_the_effects_shown_first_are_those_of_a_year_whatever_the_period(owner: Browser) -> None:
    """Memory weighed most in October; that drowsiness did this week changes nothing at 7 days."""
    for day in range(1, 9):
        owner.check_in({"memory": 2, "fatigue": 1, "weakness": 1}, when="earlier", on=f"2026-10-0{day}", at="10:00")
    for day in range(17, 23):
        owner.check_in({"drowsiness": 4}, when="earlier", on=f"2026-11-{day}", at="10:00")
    said = "Shown first: fatigue, memory and weakness. You rated these above none most often in the last 12 months."
    for period in ("7", "28", "365", "all"):
        page = owner.get(f"/trends?period={period}")
        assert said in page.text
        assert "New here" not in page.text
        checked = [box.get("value") for box in page.document.iter("input") if "checked" in box.attrib]
        assert checked == ["fatigue", "memory", "weakness"]
    for hour in (10, 11, 12):
        owner.check_in({"drowsiness": 4}, when="earlier", on="2026-11-22", at=f"{hour}:30")
    page = owner.get("/trends?period=7")
    assert "Shown first: drowsiness, fatigue and memory. You rated" in page.text
    assert "New here in the last 7 days: drowsiness, in place of weakness." in page.text
    assert "Shown first" not in owner.get("/trends?period=7&effect=memory").text


def test_what_is_shown_first_in_an_unrated_journal_is_not_spoken_of(owner: Browser) -> None:
    owner.log_dose()
    assert "Shown first" not in owner.get("/trends").text


def test_effects_can_be_chosen_and_stay_chosen(kept: Browser) -> None:
    page = kept.get("/trends?effect=dizziness&period=7")
    checked = [box.get("value") for box in page.document.iter("input") if "checked" in box.attrib]
    assert checked == ["dizziness"]
    assert page.link("90 days") == "/trends?period=90&effect=dizziness"
    assert "drowsiness" not in answers(page)["severity"].lower()


@pytest.mark.parametrize(
    ("query", "days"),
    [
        ("period=7", "Tuesday 17 November 2026 to Monday 23 November 2026"),
        ("", "Monday 2 November 2026 to Monday 23 November 2026"),
        ("period=28", "Monday 2 November 2026 to Monday 23 November 2026"),
        ("period=365", "Monday 2 November 2026 to Monday 23 November 2026"),
        ("period=free&first=1900-01-01", "Monday 2 November 2026 to Monday 23 November 2026"),
        ("period=all", "Monday 2 November 2026 to Monday 23 November 2026"),
        ("period=free&first=2026-11-10&last=2026-11-20", "Tuesday 10 November 2026 to Friday 20 November 2026"),
        ("first=2026-11-10", "Tuesday 10 November 2026 to Monday 23 November 2026"),
        ("period=free&first=2026-11-20&last=2030-01-01", "Friday 20 November 2026 to Monday 23 November 2026"),
    ],
)
def test_periods(kept: Browser, query: str, days: str) -> None:
    assert kept.get(f"/trends?{query}").words("lede") == [days]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("period=tomorrow", "period"),
        ("period=%00", "period"),
        ("period=free", "first"),
        ("period=free&first=2026-02-30", "first"),
        ("period=free&first=x&last=y", "last"),
        ("period=free&first=2026-11-20&last=2026-11-10", "last"),
        ("period=free&first=2027-01-01", "first"),
        ("period=free&first=0001-01-01", "first"),
        ("period=free&first=2026-01-01&last=9999-12-31", "last"),
        ("period=free&first=2026-01-01&last=2026-11-19", "last"),
        ("effect=levitation", "effect"),
        ("effect=own_0123456789abcdef", "effect"),
        ("effect=%27%20OR%201=1", "effect"),
    ],
)
def test_what_cannot_be_shown_is_said_and_the_usual_period_shown(owner: Browser, query: str, field: str) -> None:
    owner.log_dose(when="earlier", on="2026-11-20", at="08:00")
    page = owner.get(f"/trends?{query}", 400)
    assert field in page.errors()
    assert "Friday 20 November 2026 to Monday 23 November 2026" in page.text


def test_days_before_the_journal_are_named_and_in_no_picture(kept: Browser) -> None:
    said = "Your journal begins on Monday 2 November 2026. Earlier days are before this journal."
    assert said in kept.get("/trends?period=28").text
    assert said not in kept.get("/trends?period=7").text
    assert "before this journal" not in kept.get("/trends?period=all").text


def test_the_first_rating_of_a_newcomer_is_no_usual_rating_and_counts_no_day_before(owner: Browser) -> None:
    owner.check_in({"drowsiness": 4})
    said = answers(owner.get("/trends?effect=drowsiness"))["severity"]
    assert said == "Drowsiness: very severe on the one rated day. Rated on 1 of 1 day."


def test_an_empty_journal_has_no_days_to_draw(owner: Browser) -> None:
    page = owner.get("/trends?period=free&first=1900-01-01&last=1999-12-31")
    assert page.words("lede") == ["Friday 31 December 1999"]


def test_years_are_drawn_in_weeks(kept: Browser) -> None:
    kept.log_dose(when="earlier", on="2020-01-01", at="08:00", day_confirmed="2020-01-01")
    page = kept.get("/trends?period=free&first=2020-01-01")
    assert len(pictures(page)) == len(DRAWN)
    assert kept.client.get(page.document.find(".//img").get("src")).status_code == 200  # type: ignore[union-attr,arg-type]


def test_more_than_ten_years_come_in_parts_with_a_link_to_each(kept: Browser) -> None:
    assert kept.get("/trends?period=all").document.find(".//nav[@id='earlier']") is None
    kept.log_dose(when="earlier", on="2000-01-01", at="08:00", day_confirmed="2000-01-01")
    page = kept.get("/trends?period=all&effect=dizziness")
    assert page.words("lede") == ["Wednesday 23 November 2016 to Monday 23 November 2026"]
    assert "A page shows ten years at most." in page.text
    parts = ["23 November 2006 to 22 November 2016", "1 January 2000 to 22 November 2006"]
    older = [kept.get(page.link(part)) for part in parts]
    assert [part.words("lede")[0] for part in older] == [
        "Thursday 23 November 2006 to Tuesday 22 November 2016",
        "Saturday 1 January 2000 to Wednesday 22 November 2006",
    ]
    assert all("dizziness" in page.link(part) for part in parts)
    assert "Your journal begins on Saturday 1 January 2000." in older[1].text


def test_the_same_effect_over_and_over_is_asked_for_once(kept: Browser) -> None:
    page = kept.get("/trends?" + "&".join(["effect=dizziness", "effect=drowsiness"] * 50))
    assert page.link("90 days") == "/trends?period=90&effect=dizziness&effect=drowsiness"


def test_the_made_up_medicine_has_charts(tester: Browser) -> None:
    for day in range(1, 6):
        tester.check_in({"tingling": day % 5}, when="earlier", on=f"2026-11-{day + 15}", at="10:00")
        tester.submit(
            "/doses/new", "/doses", {"amount": "5", "when": "earlier", "on": f"2026-11-{day + 15}", "at": "08:00"}
        )
    page = tester.get("/trends")
    assert "tingling" in page.text.lower()
    assert "drowsiness" not in page.text.lower()
    assert b"<svg" in tester.client.get(page.document.find(".//img").get("src")).data  # type: ignore[union-attr,arg-type]


def test_an_own_symptom_has_a_chart(owner: Browser) -> None:
    for day in (20, 21, 22):
        owner.check_in(
            new_symptom="$\\foo$ <i>", when="earlier", on=f"2026-11-{day}", at="10:00", **{"rating-new": "3"}
        )
    page = owner.get("/trends")
    assert "$\\foo$ <i>" in page.text
    drawn = owner.client.get(page.document.find(".//img").get("src"))  # type: ignore[union-attr,arg-type]
    assert drawn.status_code == 200
    assert "<i>" not in drawn.get_data(as_text=True)


def test_a_deleted_check_in_leaves_the_charts(kept: Browser) -> None:
    before = answers(kept.get("/trends?effect=drowsiness"))["calendar"]
    row = kept.get("/history?kind=check_in&severity=3").document.find(".//a[@class='quiet']")
    address = (row.get("href") or "") if row is not None else ""
    entry_id = address.split("?")[0].rsplit("/", 1)[1]
    kept.submit(address, f"/entries/{entry_id}/deletion")
    assert answers(kept.get("/trends?effect=drowsiness"))["calendar"] != before


def test_the_same_few_statements_however_much_is_recorded(
    owner: Browser, database: Database, clonazepam: Monograph
) -> None:
    counts = []
    for more in (10, 290):
        fill(database, owner.patient_id, clonazepam, more)
        with counted(database) as statements:
            owner.get("/trends?period=90")
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 12


@pytest.fixture
def tapered(owner: Browser, database: Database, clonazepam: Monograph) -> Browser:
    """Forty days of check-ins around a change from 1.5 to 1 mg on 3 November; drowsiness is milder after it."""
    patient = Patient(owner.patient_id, owner.name, Settings("Europe/Berlin"), (of_monograph("clonazepam"),), 0)
    first_at = NOW - timedelta(days=40)
    for days, times, step_id in ((0, (time(8), time(14), time(20)), "s"), (20, (time(8), time(20)), "t")):
        at = first_at + timedelta(days=days)
        regimens.log_step(
            acting(database, patient, at), step_id, Step.every_day(at.date(), None, times, 500_000, "tablet")
        )
    for day in range(41):
        lived = moment(first_at + timedelta(days=day), "Europe/Berlin")
        ratings = Rated(effect="drowsiness", severity=3 if day < 20 else 1), Rated(effect="dizziness", severity=1)
        detail = CheckIn(moment=lived, day_on=lived.on, ratings=ratings)
        entries.log_entry(acting(database, patient, lived.at), str(uuid.uuid4()), detail, b"f", clonazepam)
    return owner


def test_what_changed_with_the_dose_stands_first(tapered: Browser) -> None:
    page = tapered.get("/trends?period=90&effect=dizziness&effect=drowsiness&effect=memory")
    assert "What changed when the dose changed?" in page.text
    assert "3 November: from 1.5 mg to 1 mg a day" in page.text
    assert "Less: drowsiness. The same: dizziness. Too few days rated: memory." in page.text
    [table] = [table for table in page.document.iter("table") if table.get("class") == "compared"]
    rows = [["".join(cell.itertext()).strip() for cell in row] for row in table.iter("tr")]
    assert rows[1] == [
        "Drowsiness",
        "severe",
        "mild",
        "↓ less",
        "milder in 10 of 10",
        "Days rated: 19 of 19, then 20 of 20",
    ]
    assert [row[3] for row in rows[2:]] == ["= same", "too few days"]
    assert "new or stronger symptoms can also be withdrawal" in page.text


def test_a_change_is_compared_alike_however_many_days_are_shown(tapered: Browser) -> None:
    said = {
        period: [" ".join(row.itertext()) for row in tapered.get(f"/trends?{period}").document.iter("tr")][:4]
        for period in ("period=90", "period=free&first=2026-10-30&last=2026-11-10")
    }
    assert len({str(rows) for rows in said.values()}) == 1


def test_where_no_dose_changed_nothing_is_compared(kept: Browser) -> None:
    assert "What changed when the dose changed?" not in kept.get("/trends?period=90").text


def test_other_days_are_one_press_away(kept: Browser) -> None:
    assert kept.get("/trends?period=7").link("other days") == (
        "/trends?period=free&first=2026-11-17&last=2026-11-23#effect"
    )
    assert kept.get("/trends?period=7").link("Take it along (PDF)").startswith("/charts/all.pdf?period=7")


def section(page: Page, name: str) -> str:
    """The words of one chart of the page."""
    found = page.document.find(f".//section[@id='{name}']")
    assert found is not None
    return words_of(found)


def test_another_medicine_is_chosen_and_each_has_its_doses_in_its_own_unit(kept: Browser, stranger: Browser) -> None:
    before = kept.get("/trends?period=7")
    assert "Clonazepam" not in before.text
    syrup = kept.add_medicine("Syrup", unit="ml", amounts="5")
    kept.submit(f"/doses/new?medicine={syrup}", "/doses", {"amount": "5"})
    first = kept.get("/trends?period=7&effect=drowsiness")
    assert "0.5 mg" in first.text
    assert "Which doses of Clonazepam were not as planned?" in first.text
    assert "5 ml" not in section(first, "doses")
    assert "Clonazepam: 0.5 mg a day." in section(first, "severity")
    assert "Syrup: taken without a plan, on 1 day." in section(first, "severity")
    assert "Syrup: taken without a plan" in " ".join(image.get("alt", "") for image in pictures(first))
    assert [words_of(head) for head in first.document.findall(".//section[@id='severity']//th[@scope='col']")] == [
        "Day",
        "Drowsiness",
        "Clonazepam",
        "Syrup",
    ]
    chips = {words_of(link): link.get("href") for link in first.document.findall(".//nav[@id='medicine']//a")}
    assert list(chips) == ["Clonazepam", "Syrup"]
    page = kept.get(chips["Syrup"])
    assert "How was drowsiness around each dose of Syrup?" in page.text
    assert "5 ml" in section(page, "doses")
    assert "mg" not in section(page, "doses")
    asked = [link.get("href", "") for link in page.document.findall(".//ul[@id='period']//a")]
    asked += [image.get("src", "") for image in pictures(page)]
    assert all(f"medicine={syrup}" in address for address in asked)
    drawn = [kept.get(image.get("src", "")).body for image in pictures(page)]
    assert any(b">Syrup<" in picture and b">Clonazepam<" in picture for picture in drawn)
    for address in ("/trends", "/charts/doses.svg", "/charts/all.pdf"):
        stranger.get(f"{address}?medicine={syrup}", 404)
        kept.get(f"{address}?medicine=unknown", 404)


def test_who_cares_for_one_medicine_is_not_told_when_the_record_of_another_began(
    owner: Browser, stranger: Browser
) -> None:
    other = owner.add_medicine("Ibuprofen", unit="mg")
    owner.log_dose(medicine="clonazepam", when="earlier", on="2026-02-01", at="08:00")
    owner.log_dose(medicine=other, when="earlier", on="2026-11-10", at="08:00")
    at = look_after(owner, stranger, which="some", **{f"medicine-{other}": "yes"})
    assert "1 February 2026" in owner.get("/trends?period=all").words("lede")[0]
    assert "10 November 2026" in stranger.get(f"{at}/trends?period=all").words("lede")[0]
