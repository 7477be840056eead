"""Links to the report, as actions: made once, opened as often as they may be, and nothing seen that was not chosen."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import text

from journal.actions.accounts.accounts import token_hash
from journal.actions.accounts.grants import RightEnded
from journal.actions.doctor import shares, visits
from journal.actions.doctor.shares import Made, Seen
from journal.actions.record import entries
from journal.actions.trends import SOURCES
from journal.core.accounts.accounts import Patient
from journal.core.accounts.audit import Action
from journal.core.doctor.shares import MOST_LIVE, Choice, Terms
from journal.core.doctor.visits import Appointment
from journal.core.medicine.medicines import Medicine, of_monograph
from journal.core.medicine.monograph import DATA
from journal.core.medicine.monographs import read_monographs
from journal.core.record.checkins import CheckIn, Rated
from journal.core.record.days import Day
from journal.core.record.doses import Dose
from journal.core.values.clock import moment
from journal.core.values.errors import InvalidEntry, NotFound
from journal.store.accounts import audit
from journal.store.accounts.devices import get_patient
from journal.store.accounts.erasures import delete_patient
from journal.store.database.database import Database
from journal.store.doctor import shares as store
from tests.acting import NOW, acting
from tests.conftest import counted

DAY = timedelta(days=1)
MONOGRAPHS = read_monographs(DATA)
DROPS = Medicine("drops", "Secret drops", unit="drops")
LAST_WEEK = Choice(date(2026, 11, 17), date(2026, 11, 23), ("clonazepam",), ("severity", "doses", "amount"))
SHAME = "own_0000000000000001"


@pytest.fixture
def ann(database: Database, make_patient: Callable[..., str]) -> Patient:
    """Two medicines, one with a name of her own, a symptom of her own, and notes on two days of each week."""
    patient_id = make_patient("Ann")
    with database.writing() as session:
        own = {"names": f'{{"{SHAME}": "Shame"}}', "id": patient_id}
        session.execute(text("UPDATE patient SET own_symptoms = :names WHERE id = :id"), own)
        drops = (
            "INSERT INTO medicine (patient_id, id, name, unit, amounts, position, created_at)"
            " VALUES (:id, 'drops', 'Secret drops', 'drops', '[]', 1, 0)"
        )
        session.execute(text(drops), {"id": patient_id})
    patient = read(database, patient_id)
    for back, when in ((1, "inside"), (9, "before")):
        lived = moment(NOW - back * DAY, "Europe/Berlin")
        rated = (Rated(effect="drowsiness", severity=3), Rated(effect=SHAME, severity=2))
        check_in = CheckIn(moment=lived, day_on=lived.on, ratings=rated, note=f"check-in {when}")
        doses = [
            Dose(moment=lived, status="taken", amount=10**6, form=form, medicine_id=each, note=f"{each} {when}")
            for each, form in (("clonazepam", "tablet"), ("drops", "other"))
        ]
        for number, detail in enumerate((check_in, *doses)):
            monograph = MONOGRAPHS["clonazepam"]
            entries.log_entry(acting(database, patient, lived.at), f"{when}-{number}", detail, b"f", monograph)
    return read(database, patient_id)


def read(database: Database, patient_id: str) -> Patient:
    with database.reading() as session:
        return get_patient(session, patient_id)


def made(
    database: Database, ann: Patient, choice: Choice = LAST_WEEK, share_id: str = "a" * 22, **terms: object
) -> Made:
    found = shares.make(acting(database, ann), share_id, choice, Terms(**terms))  # type: ignore[arg-type]
    assert found is not None
    return found


def opens(database: Database, token: str, pin: str = "", at: timedelta = timedelta(0)) -> bool:
    return shares.open_link(acting(database, at=NOW + at), token, pin) is not None


def looked(database: Database, share_id: str = "a" * 22, at: timedelta = timedelta(0)) -> Seen:
    seen = shares.find_opened(acting(database, at=NOW + at), share_id, MONOGRAPHS)
    assert seen is not None
    return seen


def said(seen: Seen) -> str:
    """Everything that whoever looks could read."""
    report = shares.report_of(seen)
    charts = shares.charts_of(seen, report, seen.choice.charts)
    words = repr((seen.acting.patient, dict(seen.acting.patient.own_symptoms), report, charts, shares.notes_of(seen)))
    return re.sub(" at 0x[0-9a-f]+", "", words)


def test_of_token_and_pin_only_hashes_are_kept_and_the_trail_says_nothing_of_health(
    database: Database, ann: Patient
) -> None:
    link = made(database, ann, name="Dr Weber", pin="481592")
    assert re.fullmatch(r"[A-Za-z0-9_-]{43}", link.token)
    assert link.share.expires_at == NOW + 14 * DAY
    assert opens(database, link.token, "481592")
    shares.end(acting(database, ann, address="192.0.2.0/24"), link.share.id)
    with database.reading() as session:
        kept = repr(session.execute(text("SELECT * FROM share")).all())
        events = audit.list_events(session, ann.id)
    assert link.token not in kept
    assert "481592" not in kept
    trail = [(each.action, each.about, each.address, each.device) for each in events]
    assert trail == [
        (Action.SHARE_ENDED, "a" * 22, "192.0.2.0/24", ""),
        (Action.SHARE_OPENED, "a" * 22, "", ""),
        (Action.SHARE_MADE, "a" * 22, "", ""),
    ]


def test_the_same_form_sent_twice_makes_one_link(database: Database, ann: Patient) -> None:
    link = made(database, ann)
    assert shares.make(acting(database, ann), link.share.id, LAST_WEEK, Terms()) is None
    assert opens(database, link.token)


def test_no_more_can_be_opened_at_a_time_than_anybody_has_doctors(database: Database, ann: Patient) -> None:
    for number in range(MOST_LIVE):
        made(database, ann, share_id=f"{number:022}", days=1)
    with pytest.raises(InvalidEntry, match="End one first"):
        made(database, ann)
    shares.end(acting(database, ann), f"{0:022}")
    made(database, ann)
    much_later = acting(database, ann, NOW + 120 * DAY)
    assert shares.make(much_later, "b" * 22, LAST_WEEK, Terms()) is not None
    with database.reading() as session:
        assert [each.id for each in store.list_shares(session, ann.id, 99)] == ["b" * 22], "those long over are gone"


def test_wrong_expired_used_up_and_ended_are_one_statement_and_the_same_work(database: Database, ann: Patient) -> None:
    ended, used, with_pin = (
        made(database, ann, share_id=n * 22, most_views=1, pin=p)
        for n, p in zip("eup", ["", "", "481592"], strict=True)
    )
    assert opens(database, used.token)
    shares.end(acting(database, ann), ended.share.id)
    live = made(database, ann)
    tried = [
        (live.token[:-1] + ("A" if live.token[-1] != "A" else "B"), ""),
        (live.token.swapcase(), ""),
        (live.token[:-1], ""),
        (live.token + "A", ""),
        ("", ""),
        (live.share.id, ""),
        (token_hash(live.token).hex(), ""),
        (ended.token, ""),
        (used.token, ""),
        (with_pin.token, ""),
        (with_pin.token, "481593"),
        (with_pin.token, "48159"),
    ]
    work = []
    for token, pin in tried:
        with counted(database) as sent:
            assert not opens(database, token, pin), token
        work.append(tuple(sent))
    with counted(database) as sent:
        assert not opens(database, live.token, at=14 * DAY)
    assert {*work, tuple(sent)} == {work[0]}
    assert len(work[0]) == 1
    assert opens(database, live.token, at=14 * DAY - timedelta(seconds=1))
    assert opens(database, with_pin.token, "481592")


def test_opened_twenty_times_at_once_with_three_views_left_it_opens_three_times(
    database: Database, ann: Patient
) -> None:
    link = made(database, ann, most_views=5)
    assert [opens(database, link.token), opens(database, link.token)] == [True, True]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda _n: opens(database, link.token), range(20)))
    assert sum(found) == 3
    with database.reading() as session:
        assert store.list_shares(session, ann.id, 9)[0].views == 5
        assert len(audit.list_events(session, ann.id, actions={Action.SHARE_OPENED})) == 5


def test_what_was_opened_is_looked_at_until_it_ends(database: Database, ann: Patient) -> None:
    link = made(database, ann, most_views=1)
    opening = shares.open_link(acting(database), link.token, "")
    assert opening is not None
    assert opening.until == NOW + timedelta(hours=1)
    assert looked(database).choice == LAST_WEEK, "also when it is used up: this was its view"
    assert shares.find_opened(acting(database, at=NOW + 14 * DAY), link.share.id, MONOGRAPHS) is None
    assert shares.find_opened(acting(database), "b" * 22, MONOGRAPHS) is None
    shares.end(acting(database, ann), link.share.id)
    shares.end(acting(database, ann), link.share.id)
    assert shares.find_opened(acting(database), link.share.id, MONOGRAPHS) is None


def test_nobody_ends_the_link_of_somebody_else(
    database: Database, ann: Patient, make_patient: Callable[..., str]
) -> None:
    link = made(database, ann)
    ben = read(database, make_patient("Ben"))
    for share_id in (link.share.id, "b" * 22):
        with pytest.raises(NotFound):
            shares.end(acting(database, ben), share_id)
    assert shares.make(acting(database, ben), link.share.id, LAST_WEEK, Terms()) is None
    assert opens(database, link.token)
    assert looked(database).acting.patient.id == ann.id


def test_erasing_ends_every_link(database: Database, ann: Patient) -> None:
    link = made(database, ann)
    with database.writing() as session:
        delete_patient(session, ann.id)
    assert not opens(database, link.token)
    assert shares.find_opened(acting(database), link.share.id, MONOGRAPHS) is None


def test_whoever_gave_up_the_log_in_makes_none(database: Database, ann: Patient) -> None:
    with database.writing() as session:
        session.execute(text("UPDATE patient SET log_in_given_up_at = 1"))
    with pytest.raises(RightEnded):
        made(database, ann)


def test_of_one_medicine_nothing_of_the_others_is_seen_and_nothing_typed(database: Database, ann: Patient) -> None:
    made(database, ann, replace(LAST_WEEK, with_notes=True))
    seen = looked(database)
    words = said(seen)
    assert "'clonazepam inside'" in words
    assert "Drowsiness" in words or "drowsiness" in words
    for hidden in ("Ann", "drops", "Secret", "Shame", "check-in inside", "before'"):
        assert hidden not in words, hidden
    with pytest.raises(RightEnded), seen.acting.database.writing():
        pass


def test_of_all_medicines_check_in_notes_are_seen_where_notes_were_chosen(database: Database, ann: Patient) -> None:
    both = replace(LAST_WEEK, medicines=("drops", "clonazepam"), with_notes=True)
    words = said(looked_at(database, ann, both))
    for shown in ("check-in inside", "clonazepam inside", "drops inside", "Medicine 1"):
        assert shown in words
    for hidden in ("Ann", "Secret", "Shame", "before'"):
        assert hidden not in words, hidden
    assert "inside" not in said(looked_at(database, ann, replace(both, with_notes=False)))
    all_of_it = said(looked_at(database, ann, replace(both, with_typed=True, with_name=True)))
    for shown in ("Ann", "Secret drops", "Shame"):
        assert shown in all_of_it


def test_what_another_medicine_is_for_is_not_told(database: Database, ann: Patient) -> None:
    """Worry is what clonazepam is for; pain is asked for pregabalin, which is not shown."""
    lived = moment(NOW - DAY, "Europe/Berlin")
    answered = Day(moment=lived, day_on=lived.on, benefits={"worry": 3, "pain": 2})
    entries.log_entry(acting(database, ann, lived.at), "day", answered, b"f", MONOGRAPHS["clonazepam"])
    words = said(looked_at(database, ann, replace(LAST_WEEK, charts=tuple(SOURCES))))
    assert "benefit-worry" in words
    assert "pain" not in words.lower()


def test_what_is_to_be_said_at_the_visit_is_a_note_to_all_medicines(database: Database, ann: Patient) -> None:
    """Also of days that are over by then: the link is opened at the visit."""
    visits.log_visit(acting(database, ann), "v", Appointment(NOW.date() + DAY, to_ask="Is it the drops"), b"f")
    of_all = replace(LAST_WEEK, medicines=("clonazepam", "drops"), with_notes=True)
    earlier = replace(of_all, last_on=date(2026, 11, 22))
    for choice, is_shown in (
        (of_all, True),
        (earlier, True),
        (replace(of_all, with_notes=False), False),
        (replace(of_all, medicines=("clonazepam",)), False),
    ):
        assert ("Is it the drops" in said(looked_at(database, ann, choice))) is is_shown, choice


def looked_at(database: Database, ann: Patient, choice: Choice) -> Seen:
    """The preview: what a choice shows before there is a link."""
    seen = shares.look(replace(acting(database, ann), monographs=MONOGRAPHS), choice)
    assert seen is not None
    return seen


def test_the_preview_is_what_is_seen_later(database: Database, ann: Patient) -> None:
    made(database, ann)
    assert said(looked_at(database, ann, LAST_WEEK)) == said(looked(database))


def test_no_rating_of_another_day_is_in_it(database: Database, ann: Patient) -> None:
    """The week before holds a rating: the report of the visit compares with it, the link does not."""
    seen = looked_at(database, ann, LAST_WEEK)
    report = shares.report_of(seen)
    assert [(row.name, row.before, row.alone) for row in report.effects.rows] == [("Drowsiness", None, True)]
    with database.writing() as session:
        session.execute(text("UPDATE rating SET severity = 4 WHERE day_on < '2026-11-17'"))
        session.execute(text("DELETE FROM alert"))
    assert said(looked_at(database, ann, LAST_WEEK)) == said(seen)


def test_it_shows_what_the_record_says_when_it_is_looked_at(database: Database, ann: Patient) -> None:
    made(database, ann, replace(LAST_WEEK, with_notes=True))
    before = said(looked(database))
    lived = moment(NOW - 2 * DAY, "Europe/Berlin")
    late = Dose(moment=lived, status="taken", amount=10**6, form="tablet", medicine_id="clonazepam", note="added since")
    entries.log_entry(acting(database, ann, NOW), "late", late, b"f", MONOGRAPHS["clonazepam"])
    assert "added since" not in before
    assert "added since" in said(looked(database))


def test_a_link_to_a_medicine_that_is_gone_or_not_known_any_more_shows_nothing(
    database: Database, ann: Patient
) -> None:
    made(database, ann, replace(LAST_WEEK, medicines=("gone",)))
    assert shares.find_opened(acting(database), "a" * 22, MONOGRAPHS) is None
    made(database, ann, share_id="b" * 22)
    assert shares.find_opened(acting(database), "b" * 22, {}) is None


def test_days_that_have_not_come_or_lie_before_the_record_are_not_shown(database: Database, ann: Patient) -> None:
    wide = replace(LAST_WEEK, first_on=date(1990, 1, 1), last_on=date(2027, 1, 1))
    period = looked_at(database, ann, wide).request.period
    assert (period.first_on, period.last_on) == ((NOW - 9 * DAY).date(), NOW.date())
    to_come = replace(LAST_WEEK, first_on=date(2026, 12, 1), last_on=date(2026, 12, 2))
    assert list(looked_at(database, ann, to_come).request.period.days()) == [NOW.date()]


def test_an_empty_record_and_one_without_ratings_have_a_report_too(
    database: Database, make_patient: Callable[..., str]
) -> None:
    new = Patient(
        make_patient("New"), "New", read(database, make_patient("Ben")).settings, (of_monograph("clonazepam"),), 0
    )
    choice = Choice(date(2026, 11, 23), date(2026, 11, 23), ("clonazepam",), ("severity",), with_notes=True)
    assert "New" not in said(looked_at(database, new, choice))
