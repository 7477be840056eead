"""History: everything by local day, newest first, found again, page by page."""

import uuid
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from journal.actions.record import entries as actions
from journal.core.accounts.accounts import Patient, Settings
from journal.core.medicine.medicines import of_monograph
from journal.core.medicine.monograph import Monograph
from journal.core.record.checkins import CheckIn, Rated
from journal.core.record.doses import Dose
from journal.core.safety.check import askable
from journal.core.values.clock import moment
from journal.store.database.database import Database
from tests.acting import acting
from tests.conftest import NOW, counted
from tests.web.client import Browser, Page
from tests.web.lint import words_of

YES = askable()


def fill(database: Database, patient_id: str, monograph: Monograph, count: int, same_instant: int = 0) -> None:
    """Entries every six hours back from NOW, doses and check-ins in turn; the newest `same_instant` share a moment."""
    patient = Patient(patient_id, "x", Settings("Europe/Berlin"), (of_monograph(monograph.key),), 0)
    for n in range(count):
        at = NOW - timedelta(hours=6) * max(n - same_instant, 0) - timedelta(minutes=1)
        lived = moment(at, "Europe/Berlin")
        detail: Dose | CheckIn = Dose(
            moment=lived, status="taken", amount=500_000, form="tablet", medicine_id="clonazepam", note=f"number {n};"
        )
        if n % 2:
            ratings = tuple(Rated(effect=r.key, severity=n % 5) for r in monograph.ratings)
            detail = CheckIn(moment=lived, day_on=lived.on, ratings=ratings, note=f"number {n};")
        actions.log_entry(acting(database, patient, at), str(uuid.uuid4()), detail, bytes([n % 256]), monograph, YES)


def numbers(page: Page) -> list[int]:
    return [int(row.partition("number ")[2].partition(";")[0]) for row in page.entries]


def test_an_empty_history_says_where_to_begin(owner: Browser) -> None:
    page = owner.get("/history")
    assert "Nothing is recorded yet." in page.text
    assert page.link("Log a dose") == "/doses/new"


def test_everything_stands_by_local_day_newest_first(owner: Browser) -> None:
    owner.log_dose(when="earlier", on="2026-11-22", at="20:00")
    owner.log_episode(when="earlier", on="2026-11-20", at="23:59", what="seizure")
    owner.check_in({"drowsiness": 1})
    owner.log_dose(when="earlier", on="2025-11-20", at="08:00", day_confirmed="2025-11-20")
    page = owner.get("/history")
    assert page.words("day-heading") == ["Today", "Yesterday", "Friday 20 November", "Thursday 20 November 2025"]
    assert [row.split()[1] for row in page.entries] == ["Check-in", "0.5", "Seizure", "0.5"]


def test_pages_by_key_show_each_entry_once_and_in_order(
    owner: Browser, database: Database, clonazepam: Monograph
) -> None:
    fill(database, owner.patient_id, clonazepam, 120, same_instant=3)
    page, seen = owner.get("/history"), []
    for _ in range(9):
        seen.append(numbers(page))
        more = [link.get("href") for link in page.document.iter("a") if link.get("rel") == "next"]
        if not more:
            break
        page = owner.get(more[0] or "")
    assert [len(part) for part in seen] == [50, 50, 20]
    flat = [number for part in seen for number in part]
    assert sorted(flat) == list(range(120))
    assert flat[4:] == list(range(4, 120))  # the first four share a moment
    assert page.link("Newest") == "/history"


@pytest.mark.parametrize(("count", "more"), [(49, False), (50, False), (51, True)])
def test_older_is_offered_when_there_is_more_than_one_page(
    owner: Browser, database: Database, clonazepam: Monograph, count: int, more: bool
) -> None:
    def offered(address: str) -> bool:
        page = owner.get(address)
        assert len(numbers(page)) == min(count, 50)
        return any(link.get("rel") == "next" for link in page.document.iter("a"))

    fill(database, owner.patient_id, clonazepam, count)
    assert offered("/history") is more
    with database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE entry SET deleted_at = 1")
    assert offered("/history/deleted") is more


def test_an_entry_added_meanwhile_moves_nothing_on_the_next_page(
    owner: Browser, database: Database, clonazepam: Monograph
) -> None:
    fill(database, owner.patient_id, clonazepam, 60)
    older = owner.get("/history").link("Older")
    owner.log_dose(note="number 999;")
    assert numbers(owner.get(older)) == list(range(50, 60))


def test_a_page_boundary_inside_one_moment_loses_nothing(
    owner: Browser, database: Database, clonazepam: Monograph
) -> None:
    fill(database, owner.patient_id, clonazepam, 60, same_instant=60)
    page = owner.get("/history")
    rest = owner.get(page.link("Older"))
    assert sorted(numbers(page) + numbers(rest)) == list(range(60))


@pytest.mark.parametrize(
    "before",
    [
        "x",
        "1",
        "-5.x",
        "99999999999999999999.x",
        "1e9",
        "%00",
        "' OR 1=1 --",
        "2026-11-23.9999999999999999.z",
        "2026-02-30.1.z",
        "2026-11-23.1",
        "2026-11-23.x.y",
    ],
)
def test_a_made_up_page_is_the_first_or_an_empty_one(owner: Browser, before: str) -> None:
    owner.log_dose()
    assert len(owner.get(f"/history?before={before}").entries) in {0, 1}
    owner.get(f"/history/deleted?before={before}")


def test_the_deleted_have_pages_too(owner: Browser, database: Database, clonazepam: Monograph) -> None:
    fill(database, owner.patient_id, clonazepam, 60)
    with database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE entry SET deleted_at = 1")
    page = owner.get("/history/deleted")
    assert numbers(page) + numbers(owner.get(page.link("Older"))) == list(range(60))


# Filters


def log_some_of_each(owner: Browser) -> None:
    """Entries of each kind over three months."""
    owner.log_dose(note="Breakfast dose, İstanbul", when="earlier", on="2026-11-21", at="08:00")
    owner.check_in(
        {"drowsiness": 3, "dizziness": 1}, note="fell ASLEEP 100%", when="earlier", on="2026-11-22", at="10:00"
    )
    owner.check_in({"drowsiness": 1, "dizziness": 0}, when="earlier", on="2026-11-23", at="10:00")
    owner.log_episode(severity="4", minutes="3", when="earlier", on="2026-10-01", at="10:00")
    owner.check_in(new_symptom="Itchy Élbow", when="earlier", on="2026-09-01", at="10:00", **{"rating-new": "2"})


FILLED_BY = {"mixed": log_some_of_each}


@pytest.fixture
def mixed(owner: Browser) -> Browser:
    return owner


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["Check-in", "Check-in", "0.5", "Panic", "Check-in"]),
        ("kind=dose", ["0.5"]),
        ("kind=check_in", ["Check-in", "Check-in", "Check-in"]),
        ("kind=episode", ["Panic"]),
        ("effect=drowsiness", ["Check-in", "Check-in"]),
        ("effect=drowsiness&severity=2", ["Check-in"]),
        ("effect=dizziness&severity=0", ["Check-in", "Check-in"]),
        ("severity=3", ["Check-in", "Panic"]),
        ("severity=4", ["Panic"]),
        ("words=asleep", ["Check-in"]),
        ("words=100%25", ["Check-in"]),
        ("words=_", []),
        ("words=%25", ["Check-in"]),
        ("words=panic", ["Panic"]),
        ("words=drowsiness", ["Check-in", "Check-in"]),
        ("words=DIZZ", ["Check-in"]),
        ("words=istanbul", ["0.5"]),
        ("words=%C4%B0stanbul", ["0.5"]),
        ("words=ÉLBOW", ["Check-in"]),
        ("words=nothing+like+it", []),
        ("period=7", ["Check-in", "Check-in", "0.5"]),
        ("period=90", ["Check-in", "Check-in", "0.5", "Panic", "Check-in"]),
        ("period=free&first=2026-09-01&last=2026-10-01", ["Panic", "Check-in"]),
        ("first=2026-11-22", ["Check-in", "Check-in"]),
        ("kind=check_in&words=asleep&severity=3&period=28&effect=drowsiness", ["Check-in"]),
    ],
)
def test_filters_find_what_they_say(mixed: Browser, query: str, expected: list[str]) -> None:
    page = mixed.get(f"/history?{query}")
    assert [row.split()[1] for row in page.entries] == expected
    (said,) = page.words("found") or [""]
    counted = "Nothing matches." if not expected else "1 entry:" if len(expected) == 1 else f"{len(expected)} entries:"
    assert said.startswith(counted) == bool(query)
    folded = [part for part in page.all("filters") if "open" not in part.attrib]
    assert folded, "the form closes over what it found"


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (
            "kind=check_in&words=asleep&severity=3&period=28&effect=drowsiness",
            "1 entry: check-ins, drowsiness at least severe, “asleep”, the last 28 days. Show everything",
        ),
        ("severity=3", "2 entries: at least severe. Show everything"),
        ("period=free&first=2026-09-01&last=2026-10-01", "2 entries: 1 September to 1 October. Show everything"),
        ("words=nothing+like+it", "Nothing matches. You asked for: “nothing like it”. Show everything"),
    ],
)
def test_a_search_says_how_many_and_what_was_asked(mixed: Browser, query: str, said: str) -> None:
    assert mixed.get(f"/history?{query}").words("found") == [said]


def test_of_very_many_it_is_said_that_there_are_more(mixed: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("journal.web.record.history.MOST_COUNTED", 2)
    assert mixed.get("/history?kind=check_in").words("found")[0].startswith("More than 2 entries: check-ins.")
    assert mixed.get("/history?kind=dose").words("found")[0].startswith("1 entry: doses.")


ASKED = "kind=check_in&words=asleep"


def first_edit(page: Page) -> str:
    """Where the first "Edit" of the list leads."""
    return page.all("entry-actions")[0].find("a").get("href") or ""  # type: ignore[union-attr]


def test_saving_an_entry_that_was_found_leads_back_to_the_search(mixed: Browser) -> None:
    form = mixed.get(first_edit(mixed.get(f"/history?{ASKED}")))
    assert f"/history?{ASKED}#" in form.link("Back")
    action = next(form.forms()).get("action") or ""
    refused = mixed.send(form, action, {"on": "yesterday", "when": "earlier"}, 422)
    assert f"/history?{ASKED}" in refused.link("Back"), "a form that is shown again still knows the way"
    saved = mixed.follow(mixed.send(refused, action, {"on": "2026-11-22", "at": "10:00", "note": "Fell asleep again"}))
    assert len(saved.entries) == 1
    assert saved.words("found")[0].startswith("1 entry: check-ins, “asleep”.")
    assert saved.notice.startswith("Saved: check-in")


def test_deleting_an_entry_that_was_found_leads_back_to_the_search(mixed: Browser) -> None:
    form = mixed.get(first_edit(mixed.get(f"/history?{ASKED}")))
    deletion = next(f.get("action") or "" for f in form.forms() if (f.get("action") or "").endswith("/deletion"))
    gone = mixed.follow(mixed.send(form, deletion))
    assert gone.notice.startswith("Deleted: check-in")
    assert gone.words("found") == ["Nothing matches. You asked for: check-ins, “asleep”. Show everything"]


@pytest.mark.parametrize(
    "found",
    ["https://evil.example/", "//evil.example", "next=https://evil.example", "_scheme=evil&_external=1&_anchor=x",
     "saved=1&kind=x", "%0d%0aSet-Cookie:a=b", "kind=" + "x" * 3000],
)  # fmt: skip
def test_the_way_back_leads_only_to_the_history(mixed: Browser, found: str) -> None:
    """Whatever somebody writes into the address of a form: the answer goes to our own page, with fields it knows."""
    link = first_edit(mixed.get("/history?kind=dose")).partition("?")[0]
    form = mixed.get(f"{link}?{urlencode({'found': found})}")
    assert form.link("Back").startswith("/history")
    sent = mixed.send(form, link, {"note": "x", "found": found})
    location = urlsplit(sent.headers["Location"])
    assert (location.scheme, location.netloc, location.path) == ("", "", "/history")
    assert set(parse_qs(location.query)) <= {"saved", "kind"}
    assert "evil" not in sent.headers["Location"]


def test_without_a_search_the_way_back_is_the_plain_history(mixed: Browser) -> None:
    link = first_edit(mixed.get("/history"))
    assert "?" not in link
    assert mixed.get(link).link("Back").startswith("/history#")


def test_nothing_is_said_of_a_search_when_everything_is_shown(mixed: Browser) -> None:
    assert mixed.get("/history").words("found") == []


def test_an_own_symptom_can_be_looked_for(mixed: Browser) -> None:
    page = mixed.get("/history")
    key = next(o.get("value") for o in page.document.iter("option") if "Élbow" in (o.text or ""))
    assert len(mixed.get(f"/history?effect={key}").entries) == 1


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("kind=party", "kind"),
        ("effect=levitation", "effect"),
        ("severity=9", "severity"),
        ("severity=x", "severity"),
        ("words=" + "x" * 101, "words"),
        ("words=%00", "words"),
        ("period=tomorrow", "period"),
        ("period=free&first=2026-02-30", "first"),
        ("period=free&first=2026-11-20&last=2026-11-01", "last"),
        ("period=free&first=2027-01-01", "first"),
        ("first=0001-01-01", "first"),
        ("last=9999-01-01&first=2026-01-01", "last"),
    ],
)
def test_a_filter_that_makes_no_sense_says_so_and_keeps_the_rest(mixed: Browser, query: str, field: str) -> None:
    page = mixed.get(f"/history?{query}&words=kept" if field != "words" else f"/history?{query}", 400)
    assert page.error_beside(field)
    if field != "words":
        assert page.fields("/history")["words"] == "kept"


def test_a_filter_goes_along_to_the_next_page(owner: Browser, database: Database, clonazepam: Monograph) -> None:
    fill(database, owner.patient_id, clonazepam, 120)
    older = owner.get("/history?kind=dose").link("Older")
    assert "kind=dose" in older
    assert all(number % 2 == 0 for number in numbers(owner.get(older)))


def test_words_with_markup_are_shown_as_words(owner: Browser) -> None:
    page = owner.get('/history?words="><script>alert(1)</script>')
    assert page.fields("/history")["words"] == '"><script>alert(1)</script>'
    assert "<script>alert" not in page.html


# The calendar


def cells(page: Page) -> dict[int, str]:
    found = {}
    for cell in page.document.iter("td"):
        link = cell.find("a")
        if link is not None and (link.get("href") or "").startswith("/history/20"):
            found[int((link.text or "").strip())] = cell.get("class") or ""
    return found


def test_the_heat_map_shows_the_worst_of_each_day(mixed: Browser) -> None:
    page = mixed.get("/history")
    days = cells(page)
    assert days[22] == "severity-3"
    assert days[23] == "severity-1"
    assert days[21] == "unrated"
    assert max(days) == 23  # days to come are not links
    assert "Sunday 22 November: worst severe" in page.text
    assert "Saturday 21 November: not rated" in page.text


def test_days_before_the_first_entry_are_not_called_unrated(owner: Browser) -> None:
    owner.log_dose(when="earlier", on="2026-11-19", at="08:00")
    page = owner.get("/history")
    assert sorted(cells(page)) == [19, 20, 21, 22, 23]
    assert "Wednesday 18 November: before this journal" in page.text
    assert "Thursday 19 November: not rated" in page.text
    assert words_of(page.all("heatmap")[0]).count("before this journal") == 18


def test_real_zeros_are_shown_and_are_not_the_same_as_unrated(owner: Browser) -> None:
    owner.check_in(quick="none")
    assert cells(owner.get("/history"))[23] == "severity-0"
    assert "Monday 23 November: worst none" in owner.get("/history").text


def test_the_calendar_turns_its_months(mixed: Browser) -> None:
    page = mixed.get(mixed.get("/history").link("Month before"))
    assert "October 2026" in page.text
    page = mixed.get(page.link("Month before"))
    assert "September 2026" in page.text
    assert cells(page)[1] == "severity-2"
    assert len(cells(page)) == 30
    assert "November" in mixed.get(mixed.get(page.link("Month after")).link("Month after")).text
    for month in ("2026-12", "2026-13", "x", "0001-01", "9999-12", "%00"):
        assert "November 2026" in mixed.get(f"/history?month={month}").text


def test_the_calendar_is_folded_over_the_list_and_open_when_its_months_are_turned(mixed: Browser) -> None:
    """First in the page, so that nobody on a phone looks for it below a hundred entries."""
    page = mixed.get("/history")
    assert page.html.index("<summary>Calendar</summary>") < page.html.index('class="day-heading"')
    parts = {part.findtext("summary"): "open" in part.attrib for part in page.document.iter("details")}
    assert not parts["Calendar"]
    turned = mixed.get(page.link("Month before"))
    assert "open" in next(turned.document.iter("details")).attrib


def test_a_day_of_the_calendar_leads_to_its_entries(mixed: Browser) -> None:
    page = mixed.get("/history")
    days = {(link.get("href") or "") for cell in page.document.iter("td") for link in cell.iter("a")}
    assert "/history/2026-11-22" in days
    assert len(mixed.get("/history/2026-11-22").entries) == 1


def test_the_last_seven_days_stand_over_the_list_and_over_nothing_else(mixed: Browser) -> None:
    (week,) = mixed.get("/history").all("week")
    assert [link.get("href") for link in week.iter("a")] == [f"/history/2026-11-{day}" for day in range(17, 24)]
    assert "Sunday 22 November: worst severe" in words_of(week)
    assert [item.get("class") for item in week.iter("li")][-3:] == ["unrated", "severity-3", "severity-1"]
    for query in ("kind=dose", "month=2026-10", "before=x"):
        assert mixed.get(f"/history?{query}").all("week") == []


def test_the_last_seven_days_reach_into_the_month_before(owner: Browser, clock) -> None:
    clock.move_to(datetime(2026, 11, 2, 12, 0, tzinfo=UTC))
    owner.check_in({"drowsiness": 4}, when="earlier", on="2026-10-30", at="10:00")
    (week,) = owner.get("/history").all("week")
    assert "Friday 30 October: worst very severe" in words_of(week)


def test_the_days_of_the_list_lead_to_their_pages(mixed: Browser) -> None:
    assert mixed.get("/history").link("Yesterday") == "/history/2026-11-22"


# Statements


def test_the_same_few_statements_with_ten_entries_and_with_five_hundred(
    owner: Browser, database: Database, clonazepam: Monograph
) -> None:
    counts = []
    for more in (10, 490):
        fill(database, owner.patient_id, clonazepam, more)
        with counted(database) as history:
            owner.get("/history")
        with counted(database) as today:
            owner.get("/")
        counts.append((len(history), len(today)))
    assert counts[0] == counts[1]
    assert counts[0][0] <= 9  # entries, what stands beside them: versions, alerts, quiet days, answers, ticks
    assert counts[0][1] <= 8


def test_paper_says_whose_it_is_which_days_and_when_it_was_printed(mixed: Browser) -> None:
    """The days are those of the entries on the page, with their years."""
    (head,) = mixed.get("/history?period=free&first=2026-09-01&last=2026-10-01").words("paper-head")
    whose, _, rest = head.partition(",")
    assert whose.strip()
    assert rest.strip().endswith("printed 23 November 2026, 12:00")
    assert "September 2026 to" in rest
    (nothing,) = mixed.get("/history?words=zeppelin").words("paper-head")
    assert nothing == f"{whose.strip()} printed 23 November 2026, 12:00"


def test_what_stands_on_paper_only_is_no_part_of_the_page_that_is_read(mixed: Browser) -> None:
    main = mixed.get("/").document.find(".//main")
    assert main is not None
    assert "printed" not in "".join(main.itertext())
