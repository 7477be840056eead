"""The pictures: never another person's, never older than the record, the same bytes for the same data."""

import gzip
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from xml.etree import ElementTree

import pytest
from pypdf import PdfReader

from journal.actions.trends import SOURCES, Source
from journal.core.medicine.monograph import Monograph
from journal.render import images, slots
from journal.render.slots import Slot
from journal.render.style import THEMES
from journal.store.database.database import Database
from journal.web.site.chart_cache import ChartCache
from tests.conftest import counted
from tests.render.test_slots import hold
from tests.web.client import Browser, Page
from tests.web.record.test_history import fill

TYPES = {"svg": "image/svg+xml", "png": "image/png", "pdf": "application/pdf"}
BEGINS = {"svg": b"<svg", "png": b"\x89PNG", "pdf": b"%PDF"}


def rate_ten_days(owner: Browser) -> None:
    """Doses and check-ins, by turns."""
    parts = owner.app.extensions["journal"]
    fill(parts.database, owner.patient_id, parts.monographs["clonazepam"], 40)


FILLED_BY = {"rated": rate_ten_days}


@pytest.fixture
def rated(owner: Browser) -> Browser:
    return owner


@pytest.mark.parametrize("extension", ["svg", "png", "pdf"])
@pytest.mark.parametrize("name", ["severity", "dose_changes", "calendar", "doses", "hours", "balance", "amount"])
def test_every_chart_comes_as_every_file(rated: Browser, name: str, extension: str) -> None:
    page = rated.get(f"/charts/{name}.{extension}")
    assert page.headers["Content-Type"].split(";")[0] == TYPES[extension]
    assert page.body.startswith(BEGINS[extension])
    assert page.headers["Cache-Control"] == "private, no-cache"
    assert (
        page.headers["Content-Security-Policy"]
        == "default-src 'none'; style-src 'unsafe-inline'; font-src data:; sandbox"
    )
    assert "Cookie" in page.headers["Vary"]
    how = "inline" if extension == "svg" else "attachment"
    file = f"clonazepam-{name}-2026-11-13-to-2026-11-23.{extension}"
    assert page.headers["Content-Disposition"] == f'{how}; filename="{file}"'


def test_the_picture_says_what_it_shows_and_holds_no_script(rated: Browser) -> None:
    body = rated.get("/charts/severity.svg").body
    root = ElementTree.fromstring(body)
    assert root.find("{http://www.w3.org/2000/svg}title") is not None
    assert b"<script" not in body
    assert b"http://" not in re.sub(
        rb'(xmlns(:\w+)?|rdf:resource)="[^"]*"|<!DOCTYPE[^>]*>|<metadata>.*?</metadata>', b"", body, flags=re.S
    )


def test_themes_widths_and_words_are_other_pictures(rated: Browser) -> None:
    widths = ("width=small", "width=narrow", "width=medium", "width=desk")
    queries = ("", "theme=dark", *widths, "words=no", "theme=dark&width=narrow&words=no")
    bodies = {rated.get(f"/charts/calendar.svg?{query}").body for query in queries}
    assert len(bodies) == len(queries)
    assert rated.get("/charts/calendar.svg?theme=purple&width=x").body == rated.get("/charts/calendar.svg").body


def test_all_charts_on_paper(rated: Browser) -> None:
    page = rated.get("/charts/all.pdf?period=28")
    assert page.headers["Content-Disposition"] == 'attachment; filename="clonazepam-2026-11-13-to-2026-11-23.pdf"'
    text = " ".join(part.extract_text() for part in PdfReader(BytesIO(page.body)).pages)
    for words in ("Owner", "11 days, from the first day of the journal on", "not a medical device"):
        assert words in " ".join(text.split())


def test_paper_of_an_empty_journal_is_still_paper(owner: Browser) -> None:
    assert owner.get("/charts/all.pdf").body.startswith(b"%PDF")


def test_paper_with_a_name_full_of_markup(
    log_in: Callable[..., Browser], database: Database, clonazepam: Monograph
) -> None:
    person = log_in('#set text(1pt) $\\foo$ "q" <b> ليل')
    fill(database, person.patient_id, clonazepam, 20)
    text = PdfReader(BytesIO(person.get("/charts/all.pdf").body)).pages[0].extract_text()
    assert "#set text(1pt) $\\foo$" in " ".join(text.split())


@pytest.mark.parametrize(
    "address",
    ["/charts/unknown.svg", "/charts/severity.exe", "/charts/severity.svg?period=tomorrow", "/charts/.svg",
     "/charts/severity.svg?effect=levitation", "/charts/severity.svg?period=free&first=2026-02-30",
     "/charts/severity.SVG", "/charts/all.svg", "/charts/all.pdf?period=x", "/charts/all.pdf?effect=x",
     "/charts/severity.svg?" + "&".join(f"effect=e{n}" for n in range(40)), "/charts/..%2fapp.svg"],
)  # fmt: skip
def test_what_does_not_exist_is_not_found(owner: Browser, address: str) -> None:
    owner.get(address, 404)


# Kept and never stale


def test_the_same_data_gives_the_same_bytes_however_often_it_is_drawn(rated: Browser) -> None:
    for address in ("/charts/severity.svg", "/charts/doses.png", "/charts/calendar.pdf", "/charts/all.pdf"):
        first = rated.get(address)
        journal = rated.app.extensions["journal"]
        object.__setattr__(journal, "charts", ChartCache())
        again = rated.get(address)
        assert first.body == again.body
        assert first.headers["ETag"] == again.headers["ETag"]


def test_a_picture_the_browser_has_is_not_sent_again(rated: Browser, database: Database) -> None:
    etag = rated.get("/charts/severity.svg").headers["ETag"]
    with counted(database) as statements:
        again = rated.get("/charts/severity.svg", 304, headers={"If-None-Match": etag})
    assert again.body == b""
    assert again.headers["ETag"] == etag
    assert again.headers["Cache-Control"] == "private, no-cache"
    assert len(statements) <= 3


def test_a_picture_is_drawn_once(rated: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = count_drawing(monkeypatch)
    for _ in range(3):
        rated.get("/charts/severity.svg")
    assert drawn == ["SeverityChart"]


def count_drawing(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    drawn: list[str] = []
    real = images.draw

    def draw(chart: object, *args: object, **options: object) -> bytes:
        drawn.append(type(chart).__name__)
        return real(chart, *args, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(images, "draw", draw)
    return drawn


@pytest.mark.parametrize("query", ["", "?period=all", "?period=free&first=2026-11-20&effect=dizziness"])
def test_a_page_and_its_pictures_build_each_chart_once(
    rated: Browser, database: Database, monkeypatch: pytest.MonkeyPatch, query: str
) -> None:
    built = count_building(monkeypatch)
    nothing = b'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'
    monkeypatch.setattr(images, "draw", lambda *_, **__: nothing)  # it is handed what was built, and takes 40 ms
    for save in (lambda: None, rated.log_dose):
        save()
        built.clear()
        page = rated.get(f"/trends{query}")
        with counted(database) as statements:
            pictures = [rated.get(address) for address in sorted(set(addresses_in(page)))]
        assert len(pictures) > 3 * 5 * 2
        assert built == ["severity", "dose_changes", "calendar", "doses", "hours", "balance", "amount"]
        assert [
            statement for statement in statements if re.search(r"FROM (entry|rating|regimen_step)\b", statement)
        ] == []


def addresses_in(page: Page) -> Iterator[str]:
    """Every address of a chart on the page: for each screen, by day and by night, on paper and as a file."""
    for element in page.document.iter():
        for found in (element.get("src"), element.get("srcset"), element.get("href")):
            if found and found.startswith("/charts/"):
                yield found


def count_building(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    built: list[str] = []

    def counting(name: str, source: Source) -> Source:
        return replace(source, build=lambda *args: (built.append(name), source.build(*args))[1])

    for name, source in SOURCES.items():
        monkeypatch.setitem(SOURCES, name, counting(name, source))  # type: ignore[arg-type]
    return built


def test_after_a_save_the_old_picture_is_not_shown(rated: Browser) -> None:
    addresses = [
        "/charts/severity.svg?effect=drowsiness",
        "/charts/calendar.svg?effect=drowsiness",
        "/charts/doses.svg",
    ]
    before = [rated.get(address) for address in addresses]
    entry_id = rated.check_in({"drowsiness": 4}, when="earlier", on="2026-11-23", at="11:58")
    rated.log_dose()
    after = [
        rated.get(address, headers={"If-None-Match": page.headers["ETag"]})
        for address, page in zip(addresses, before, strict=True)
    ]
    assert all(one.body != other.body for one, other in zip(before, after, strict=True))
    rated.submit(f"/check-ins/{entry_id}", f"/entries/{entry_id}/deletion")
    assert rated.get(addresses[1]).body == before[1].body


def test_a_planned_dose_becomes_a_missed_one_without_anything_being_saved(owner: Browser, clock) -> None:
    owner.submit("/regimens/new", "/regimens", {"time_1": "12:30", "amount_1": "0.5"})
    owner.check_in({"drowsiness": 2})
    before = owner.get("/charts/doses.svg")
    clock.shift(timedelta(hours=18))
    after = owner.get("/charts/doses.svg", headers={"If-None-Match": before.headers["ETag"]})
    assert after.body != before.body


def test_two_patients_who_ask_for_the_same_get_each_their_own(
    rated: Browser, stranger: Browser, database: Database, clonazepam: Monograph
) -> None:
    fill(database, stranger.patient_id, clonazepam, 7)
    mine, theirs = (person.get("/charts/calendar.svg?effect=dizziness") for person in (rated, stranger))
    assert mine.body != theirs.body
    assert mine.headers["ETag"] != theirs.headers["ETag"]
    stranger.get("/charts/calendar.svg?effect=dizziness", headers={"If-None-Match": mine.headers["ETag"]})


def test_many_threads_draw_each_person_their_own_picture(
    rated: Browser, stranger: Browser, database: Database, clonazepam: Monograph
) -> None:
    fill(database, stranger.patient_id, clonazepam, 9)
    address = "/charts/severity.svg?effect=dizziness&period=7"
    expected = {person.name: person.get(address).body for person in (rated, stranger)}
    object.__setattr__(rated.app.extensions["journal"], "charts", ChartCache())

    def ask(person: Browser) -> tuple[str, bytes]:
        browser = Browser(person.app)
        cookie = person.client.get_cookie("journal")
        browser.client.set_cookie("journal", cookie.value if cookie else "")
        return person.name, browser.get(address).body

    with ThreadPoolExecutor(6) as pool:
        for name, body in pool.map(ask, [rated, stranger] * 6):
            assert body == expected[name]


def test_svg_travels_compressed_to_whoever_can_read_that(rated: Browser) -> None:
    plain = rated.get("/charts/severity.svg")
    packed = rated.get("/charts/severity.svg", headers={"Accept-Encoding": "gzip, br"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert "Content-Encoding" not in plain.headers
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert "Content-Encoding" not in rated.get("/charts/severity.png", headers={"Accept-Encoding": "gzip"}).headers


def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    def draw(*_: object, **__: object) -> bytes:
        raise MemoryError("no room to draw")

    monkeypatch.setattr(images, "draw", draw)


def test_a_chart_that_fails_says_so_in_a_picture_and_is_drawn_the_next_time(
    rated: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as while_broken:
        broken(while_broken)
        page = rated.get("/charts/severity.svg", 500)
        paper = rated.get("/charts/severity.pdf", 500)
        everything = rated.get("/charts/all.pdf", 500)
    assert page.headers["Content-Type"].startswith("image/svg+xml")
    words = " ".join("".join(ElementTree.fromstring(page.body).itertext()).split())
    assert "could not be drawn" in words
    assert page.headers["Cache-Control"] == "no-store"
    assert "ETag" not in page.headers
    for failed in (paper, everything):
        assert failed.headers["Content-Type"].startswith("text/plain")
        assert b"could not be drawn" in failed.body
    rated.get("/charts/severity.svg")


@pytest.mark.parametrize(
    ("address", "most"),
    [
        ("/charts/severity.svg?period=28&effect=drowsiness&effect=dizziness", 7),
        ("/charts/calendar.svg?period=28&effect=drowsiness", 4),
        ("/charts/doses.svg?period=28&effect=drowsiness", 6),
        ("/charts/doses.svg", 7),
        ("/charts/hours.svg?period=28&effect=drowsiness", 6),
        ("/charts/balance.svg?period=28&effect=drowsiness", 8),
        ("/charts/amount.svg?period=28&effect=drowsiness", 5),
        ("/charts/dose_changes.svg?period=28&effect=drowsiness", 5),
        ("/charts/all.pdf?period=28&effect=drowsiness", 11),
    ],
)
def test_a_chart_reads_only_what_it_is_made_of(rated: Browser, database: Database, address: str, most: int) -> None:
    with counted(database) as statements:
        rated.get(address)
    assert len(statements) <= most, statements
    assert statements.commits == 0


def test_the_addresses_on_the_page_name_everything_they_show(rated: Browser) -> None:
    page = rated.get("/trends")
    for image in page.document.iter("img"):
        assert "period=28" in (image.get("src") or "")
        assert "effect=" in (image.get("src") or "")


# One large picture at a time


@pytest.fixture
def busy(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Another thread draws something large, and nobody waits for it."""
    monkeypatch.setattr(slots, "LARGE", Slot(patience=0))
    with ThreadPoolExecutor(1) as pool:
        done = hold(slots.LARGE, pool)
        yield
        done.set()


LONG = "period=free&first=2024-01-01"


def test_while_something_large_is_drawn_the_next_is_asked_to_come_again(rated: Browser, busy: None) -> None:
    for address in ("/charts/calendar.png", "/charts/doses.pdf?period=28", "/charts/all.pdf?effect=dizziness"):
        page = rated.get(address, 503)
        assert page.headers["Retry-After"] == "5"
        assert page.h1 == "The journal is busy"
        assert page.link("Try again") == address
        assert "ETag" not in page.headers


def test_a_picture_on_the_page_says_so_itself_and_the_page_keeps_its_table(rated: Browser, busy: None) -> None:
    rated.log_dose(when="earlier", on="2024-01-01", at="08:00", day_confirmed="2024-01-01")
    picture = rated.get(f"/charts/calendar.svg?{LONG}", 503)
    assert picture.headers["Retry-After"] == "5"
    assert picture.headers["Cache-Control"] == "no-store"
    words = " ".join("".join(ElementTree.fromstring(picture.body).itertext()).split())
    assert "Load the page again in a moment" in words
    night = rated.get(f"/charts/calendar.svg?{LONG}&theme=dark&width=desk", 503).body
    assert THEMES["dark"].ink.encode() in night
    assert b'width="942"' in night
    page = rated.get(f"/trends?{LONG}")
    assert len(list(page.document.iter("table"))) == 5, "all but those of the doses of a plan, of which there is none"


def test_small_pictures_and_those_drawn_before_wait_for_nobody(rated: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    before = rated.get("/charts/calendar.png").body
    monkeypatch.setattr(slots, "LARGE", Slot(patience=0, most_waiting=0))
    with ThreadPoolExecutor(1) as pool:
        done = hold(slots.LARGE, pool)
        assert rated.get("/charts/calendar.png").body == before
        rated.get("/charts/calendar.svg?period=365")
        rated.get("/charts/doses.png", 503)
        done.set()
    rated.get("/charts/doses.png")


# What is not shown is said


@pytest.mark.parametrize("name", ["severity", "dose_changes", "calendar", "doses", "hours", "balance", "amount"])
def test_a_picture_that_leaves_the_page_says_where_the_journal_begins(rated: Browser, name: str) -> None:
    said = "The journal begins on 13 November 2026."  # forty entries, six hours apart
    assert said in drawn_words(rated, f"/charts/{name}.svg?period=free&first=1900-01-01")
    assert said not in drawn_words(rated, f"/charts/{name}.svg?period=free&first=1900-01-01&words=no")
    assert said not in drawn_words(rated, f"/charts/{name}.svg?period=free&first=2026-11-14")


def test_more_than_ten_years_are_answered_with_the_newest_ten(rated: Browser) -> None:
    rated.log_dose(when="earlier", on="1926-03-01", at="08:00", day_confirmed="1926-03-01")
    said = "These are the newest ten years of what was asked for."
    for query in ("period=all", "period=free&first=1926-03-01"):
        assert said in drawn_words(rated, f"/charts/calendar.svg?{query}")
        text = " ".join(PdfReader(BytesIO(rated.get(f"/charts/all.pdf?{query}").body)).pages[0].extract_text().split())
        assert "3,653 days, the newest ten years of what was asked for" in text
    assert said not in drawn_words(rated, "/charts/calendar.svg?period=free&first=1926-03-01&last=1930-03-01")


def drawn_words(browser: Browser, address: str) -> str:
    return " ".join("".join(ElementTree.fromstring(browser.get(address).body).itertext()).split())


# The store of pictures


def test_the_oldest_pictures_leave_when_there_is_no_room() -> None:
    cache = ChartCache(room=2500)
    drawn: list[int] = []

    def draw(n: int) -> Callable[[], bytes]:
        return lambda: (drawn.append(n), bytes([n]) * 1000)[1]

    for n in (1, 2, 1, 3, 1, 2):
        cache.get(n, draw(n), compress=False)
    assert drawn == [1, 2, 3, 2]


def test_one_draws_while_the_others_wait() -> None:
    cache, drawn = ChartCache(), []

    def draw() -> bytes:
        drawn.append(1)
        return b"picture"

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _: cache.get("key", draw, compress=True).plain, range(50)))
    assert found == [b"picture"] * 50
    assert drawn == [1]


def test_a_picture_larger_than_the_room_is_kept_until_the_next() -> None:
    cache = ChartCache(room=10)
    assert cache.get("a", lambda: b"x" * 100, compress=False).plain == b"x" * 100
    assert cache.get("a", lambda: b"again", compress=False).plain == b"x" * 100
    assert cache.get("b", lambda: b"y" * 100, compress=False).plain == b"y" * 100
    assert cache.get("a", lambda: b"again", compress=False).plain == b"again"


def test_what_was_asked_for_long_ago_is_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("journal.web.site.chart_cache.MOST_FACTS", 2)
    cache, computed = ChartCache(), []
    for n in (1, 2, 1, 3, 2, 1):
        cache.digest(n, lambda n=n: computed.append(n))
    assert computed == [1, 2, 3, 2, 1]
