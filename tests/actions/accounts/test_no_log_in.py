"""Giving up the log-in as an action: what is gone at once, what cannot happen beside it, what the operator may do."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from pyotp import TOTP
from sqlalchemy.exc import DBAPIError

from journal.actions.accounts import accounts as own
from journal.actions.accounts import grants, log_in, no_log_in, resets
from journal.actions.accounts import second_factors as second
from journal.actions.accounts.erasures import erase_account
from journal.actions.acting import ActingForPatient
from journal.actions.doctor import shares
from journal.core.accounts.accounts import Patient, Settings
from journal.core.accounts.grants import Terms
from journal.core.accounts.second_factors import Typed
from journal.core.doctor.shares import Choice
from journal.core.doctor.shares import Terms as Link
from journal.core.medicine.medicines import of_monograph
from journal.core.values.errors import InvalidEntry
from journal.store.accounts import accounts as store
from journal.store.accounts.grants import list_grants
from journal.store.database.database import Database
from journal.store.database.models import AuditEvent, LoginSession, RecoveryCode, SecondFactor
from tests.acting import NOW, acting
from tests.conftest import PASSWORD
from tests.devices import create_login_session


@pytest.fixture
def people(database: Database, make_patient: Callable[..., str]) -> dict[str, Patient]:
    """Ann, whose record it is, and two who may care for it."""
    made = {name: make_patient(name) for name in ("Ann", "Ben", "Cleo")}
    settings = Settings("Europe/Berlin")
    return {name: Patient(made[name], name, settings, (of_monograph("clonazepam"),), 0) for name in made}


def care(database: Database, whose: Patient, who: Patient) -> str:
    """Somebody accepts to care in full; returns the id of the grant."""
    made = grants.invite(acting(database, whose), Terms(who.name))
    grants.accept(acting(database, who), made.code)
    return made.grant_id


def give_up(database: Database, who: Patient, typed: Typed | None = None) -> None:
    no_log_in.give_up(acting(database, who), hash_of(database, who), typed)


def hash_of(database: Database, who: Patient) -> str:
    return own.check_password(acting(database, who), PASSWORD, "password")


def gave_up(database: Database, who: Patient) -> bool:
    with database.reading() as session:
        return store.has_no_log_in(session, who.id)


def test_every_door_is_shut_and_it_is_written_down(database: Database, people: dict[str, Patient]) -> None:
    ann = people["Ann"]
    care(database, ann, people["Ben"])
    token = create_login_session(acting(database, device="a phone"), ann.id)
    secret = second.begin_set_up(acting(database, ann))
    second.turn_on(acting(database, ann), TOTP(secret).at(NOW), token)
    create_login_session(acting(database, device="a laptop"), ann.id)
    code = TOTP(secret).at(NOW + timedelta(seconds=30))
    link = shares.make(acting(database, ann), "s" * 22, Choice(NOW.date(), NOW.date(), ("clonazepam",)), Link())
    assert link is not None
    give_up(database, ann, Typed(code))
    assert shares.open_link(acting(database), link.token, "") is None, "nobody could end it any more"
    with database.reading() as session:
        assert session.query(AuditEvent).filter_by(action="link ended", about="s" * 22).count() == 1
        for table in (LoginSession, SecondFactor, RecoveryCode):
            assert session.query(table).count() == 0
        last = session.query(AuditEvent).order_by(AuditEvent.number.desc()).first()
    assert last is not None
    assert (last.action, last.patient_id) == ("log-in given up", ann.id)
    assert gave_up(database, ann)
    assert log_in.log_in(acting(database), "Ann", PASSWORD) is None


def test_a_password_changed_meanwhile_gives_nothing_up(database: Database, people: dict[str, Patient]) -> None:
    ann = people["Ann"]
    care(database, ann, people["Ben"])
    before = hash_of(database, ann)
    own.edit_password(acting(database, ann), PASSWORD, "quiet rivers carry tall boats", "")
    with pytest.raises(InvalidEntry, match="changed in this very moment"):
        no_log_in.give_up(acting(database, ann), before, None)
    assert not gave_up(database, ann)


def test_a_second_step_turned_on_meanwhile_gives_nothing_up(database: Database, people: dict[str, Patient]) -> None:
    ann = people["Ann"]
    care(database, ann, people["Ben"])
    before = hash_of(database, ann)
    secret = second.begin_set_up(acting(database, ann))
    second.turn_on(acting(database, ann), TOTP(secret).at(NOW), "")
    with pytest.raises(InvalidEntry, match="changed in this very moment"):
        no_log_in.give_up(acting(database, ann), before, None)
    assert not gave_up(database, ann)


def test_a_carer_gone_meanwhile_leaves_the_log_in_as_it_was(database: Database, people: dict[str, Patient]) -> None:
    ann, ben = people["Ann"], people["Ben"]
    grant_id = care(database, ann, ben)
    assert no_log_in.look_ahead(acting(database, ann)).is_possible
    grants.leave(acting(database, ben), grant_id)
    with pytest.raises(InvalidEntry, match="as it was"):
        give_up(database, ann)
    assert not gave_up(database, ann)


def test_what_was_on_its_way_from_another_window_changes_no_access(
    database: Database, people: dict[str, Patient]
) -> None:
    ann, ben, cleo = people.values()
    grant_id = care(database, ann, ben)
    asked = grants.invite(acting(database, cleo), Terms("Ann"))
    give_up(database, ann)
    late: list[Callable[[ActingForPatient], object]] = [
        lambda who: grants.end(who, grant_id),
        lambda who: grants.change(who, grant_id, Terms("Ben", kind="observe")),
        lambda who: grants.invite(who, Terms("Cleo")),
        lambda who: grants.accept(who, asked.code),
    ]
    for act in late:
        with pytest.raises(grants.RightEnded):
            act(acting(database, ann))
    with database.reading() as session:
        (grant,) = list_grants(session, ann.id)
    assert grant.is_full_care(NOW.date())
    with pytest.raises(InvalidEntry, match="in this very moment"):
        no_log_in.give_up(acting(database, ann), "the hash before", None)


def test_the_last_who_cares_cannot_go_in_any_way(database: Database, people: dict[str, Patient]) -> None:
    ann, ben, cleo = people.values()
    first, second_grant = care(database, ann, ben), care(database, ann, cleo)
    care(database, ben, cleo)
    give_up(database, ann)
    grants.leave(acting(database, cleo), second_grant)
    ways: list[Callable[[], object]] = [
        lambda: grants.leave(acting(database, ben), first),
        lambda: erase_account(acting(database, ben)),
        lambda: give_up(database, ben),
    ]
    for way in ways:
        with pytest.raises(grants.LastCarer, match=r"^You are the last who cares for Ann, .* Nothing was changed\.$"):
            way()
    erase_account(acting(database, cleo))
    assert no_log_in.look_ahead(acting(database, ben)).last_for == ["Ann"]


def test_two_who_leave_at_once_wait_for_each_other(database: Database, people: dict[str, Patient]) -> None:
    ann, ben, cleo = people.values()
    care(database, ann, ben)
    care(database, ann, cleo)
    give_up(database, ann)
    address = database.url.render_as_string(hide_password=False)
    impatient = Database(address, patience=0.05)
    with database.writing() as leaving:
        grants.check_others_care(leaving, ben.id, NOW)
        with pytest.raises(DBAPIError), impatient.writing() as other:
            grants.check_others_care(other, cleo.id, NOW)
    impatient.close()


def test_who_gives_up_looks_after_nobody_and_takes_invitations_back(
    database: Database, people: dict[str, Patient]
) -> None:
    ann, ben, cleo = people.values()
    care(database, ann, ben)
    care(database, cleo, ann)
    open_one = grants.invite(acting(database, ann), Terms("Cleo"))
    give_up(database, ann)
    with database.reading() as session:
        mine = {each.id: each for each in list_grants(session, ann.id)}
        (theirs,) = list_grants(session, cleo.id)
        told = [row.action for row in session.query(AuditEvent).filter_by(patient_id=ann.id)]
    assert mine[open_one.grant_id].ended_by == ann.id
    assert (theirs.ended_at, theirs.ended_by) == (NOW, ann.id)
    assert told[-3:] == ["access ended", "looks after a record no more", "log-in given up"]


def test_the_operator_acts_only_on_a_record_without_a_log_in(database: Database, people: dict[str, Patient]) -> None:
    ann, ben, _cleo = people.values()
    care(database, ann, ben)
    with pytest.raises(resets.NoSuchAccount):
        no_log_in.record_of(acting(database), "Ghost", {})
    for act in (
        lambda: no_log_in.record_of(acting(database), "Ann", {}),
        lambda: resets.give_log_in_back(acting(database), "Ann"),
    ):
        with pytest.raises(resets.HasLogIn, match=r"^Ann has a log-in"):
            act()
    give_up(database, ann)
    found = no_log_in.record_of(acting(database), " ANN ", {})
    assert (found.patient.id, found.actor.id) == (ann.id, ann.id)
    assert [each.id for each in found.patient.medicines] == ["clonazepam"]
    with pytest.raises(resets.HasNoLogIn, match="account give-back"):
        resets.reset_log_in(acting(database), "Ann")


def test_the_list_says_who_cares_and_that_nobody_does(database: Database, people: dict[str, Patient]) -> None:
    ann, ben, cleo = people.values()
    for who in (cleo, ben):
        care(database, ann, who)
    give_up(database, ann)
    assert resets.list_accounts(acting(database))[0] == resets.Account("Ann", False, ("Ben", "Cleo"))
    with database.writing() as session:  # as only somebody can who writes into the database itself
        session.execute(LoginSession.metadata.tables["access_grant"].delete())
    assert resets.list_accounts(acting(database))[0].carers == ()
