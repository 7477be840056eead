"""The tables. Every row of a record is keyed by its patient first, so that no query can forget whose it is."""

from datetime import date, datetime, time
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from journal.core.plan.schedules import Days, PlannedDose
from journal.store.database.types import Instant, Keys, PlannedDays, PlannedDoses, WallTime


class Base(DeclarativeBase):
    """Names every constraint, so that migrations can find them on every database."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class Patient(Base):
    """The account owner whose record it is, with settings and the words of symptoms not on the list."""

    __tablename__ = "patient"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    login_name: Mapped[str] = mapped_column(String(240), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    password_hash: Mapped[str] = mapped_column(String(200))
    password_expires_at: Mapped[datetime | None] = mapped_column(Instant)  # set by the operator, to be changed at once
    log_in_given_up_at: Mapped[datetime | None] = mapped_column(Instant)  # nobody logs in here: others care for it
    created_at: Mapped[datetime] = mapped_column(Instant)
    zone: Mapped[str] = mapped_column(String(64))
    day_starts: Mapped[time] = mapped_column(WallTime)
    hours: Mapped[str] = mapped_column(String(2))
    decimal_sign: Mapped[str | None] = mapped_column(String(1))  # of tables to download; None: a point
    week_starts: Mapped[str | None] = mapped_column(String(3))  # None: as it is usual where the zone is
    paper: Mapped[str | None] = mapped_column(String(9))  # A4 or US Letter; None: likewise
    own_symptoms: Mapped[dict[str, str]] = mapped_column(JSON)  # every name there ever was, by key
    past_zones: Mapped[list[list[Any]]] = mapped_column(JSON, default=list)  # [until (µs), zone], oldest first
    symptom_states: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))  # hidden, merged, removed
    asking: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))  # order, what is watched
    pregnant_since: Mapped[date | None] = mapped_column(Date)  # only where the patient noted it; NULL: not noted
    breastfeeding_since: Mapped[date | None] = mapped_column(Date)
    kidney_disease: Mapped[bool | None]  # true where the patient ticked it; NULL: not noted
    revision: Mapped[int] = mapped_column(BigInteger, default=0)


class LoginSession(Base):
    """One device that is logged in. Only the hash of its token is stored."""

    __tablename__ = "login_session"

    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id", ondelete="CASCADE"))
    id: Mapped[str] = mapped_column(String(36))  # names the row in the list of devices; opens nothing
    created_at: Mapped[datetime] = mapped_column(Instant)
    last_seen_at: Mapped[datetime] = mapped_column(Instant)
    idle_until: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    remembered: Mapped[bool] = mapped_column("kept")  # "keep me logged in here": it lasts longer, nothing else
    confirmed_at: Mapped[datetime] = mapped_column(Instant)  # when the password was last typed here
    second_factor_at: Mapped[datetime | None] = mapped_column(Instant)
    device: Mapped[str] = mapped_column(String(200))

    __table_args__ = (UniqueConstraint("patient_id", "id"),)


class SecondFactor(Base):
    """The secret a patient's authenticator shares with the journal, sealed; without `confirmed_at` not in use yet."""

    __tablename__ = "second_factor"

    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id", ondelete="CASCADE"), primary_key=True)
    sealed: Mapped[bytes] = mapped_column(LargeBinary(200))
    created_at: Mapped[datetime] = mapped_column(Instant)
    confirmed_at: Mapped[datetime | None] = mapped_column(Instant)
    last_step: Mapped[int] = mapped_column(BigInteger)  # the newest time step whose code was used


class RecoveryCode(Base):
    """A printed code that stands in for the authenticator once. Only its keyed hash is stored."""

    __tablename__ = "recovery_code"

    patient_id: Mapped[str] = mapped_column(
        ForeignKey("second_factor.patient_id", ondelete="CASCADE"), primary_key=True
    )
    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    used_at: Mapped[datetime | None] = mapped_column(Instant)


class AccessGrant(Base):
    """What a patient lets somebody else do with the record, from the invitation on. Of its code a keyed hash stays.

    The id stands in addresses and opens nothing by itself. A grant that ended is kept: it says who wrote an entry.
    """

    __tablename__ = "access_grant"

    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id", ondelete="CASCADE"), primary_key=True)
    id: Mapped[str] = mapped_column(String(22), primary_key=True)
    other_id: Mapped[str | None] = mapped_column(ForeignKey("patient.id", ondelete="CASCADE"))  # who accepted it
    name: Mapped[str] = mapped_column(String(60))  # what the patient calls that person
    kind: Mapped[str] = mapped_column(String(10))
    medicines: Mapped[list[str] | None] = mapped_column(JSON(none_as_null=True))  # their ids; None: all there will be
    starts_on: Mapped[date | None] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)
    created_at: Mapped[datetime] = mapped_column(Instant)
    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    code_expires_at: Mapped[datetime] = mapped_column(Instant)
    accepted_at: Mapped[datetime | None] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    ended_by: Mapped[str | None] = mapped_column(String(36))  # the patient, or the other one

    __table_args__ = (
        Index("ix_access_grant_other", "other_id", "id"),
        CheckConstraint("kind IN ('care', 'observe')", name="kind"),
        CheckConstraint("starts_on <= ends_on", name="days"),
        CheckConstraint("patient_id <> other_id", name="other"),
    )


class Share(Base):
    """A link to the report of some days, for whoever opens it. Of its token and its PIN a hash stays.

    The id stands in addresses and opens nothing by itself. One that ended is listed for a while: it says who was shown
    what, and how often.
    """

    __tablename__ = "share"

    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id", ondelete="CASCADE"), primary_key=True)
    id: Mapped[str] = mapped_column(String(22), primary_key=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    pin_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    name: Mapped[str] = mapped_column(String(60))  # whom it is for; who opens it is not told
    first_on: Mapped[date] = mapped_column(Date)
    last_on: Mapped[date] = mapped_column(Date)
    medicines: Mapped[list[str]] = mapped_column(JSON)  # their ids, the one the report is of first
    charts: Mapped[list[str]] = mapped_column(JSON)
    with_name: Mapped[bool]
    with_notes: Mapped[bool]
    with_typed: Mapped[bool]  # the names of medicines and symptoms that the patient typed
    created_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    most_views: Mapped[int] = mapped_column(SmallInteger)
    views: Mapped[int] = mapped_column(SmallInteger)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (
        UniqueConstraint("id"),
        CheckConstraint("first_on <= last_on", name="days"),
        CheckConstraint("views BETWEEN 0 AND most_views", name="views"),
    )


class Throttle(Base):
    """How often somebody tried lately. The bucket is a keyed hash: the table names neither accounts nor addresses."""

    __tablename__ = "throttle"

    bucket: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    attempts: Mapped[int]
    started_at: Mapped[datetime] = mapped_column(Instant)
    waits: Mapped[int]  # how often in a row the bucket ran over: each wait is twice the one before
    closed_until: Mapped[datetime | None] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant, index=True)


class AuditEvent(Base):
    """One link of the audit log. It points to the patient without a foreign key: the link outlives the account.

    When an account is erased its events are blanked, all but `number`, `content_hash` and `digest`; `salt` becomes a
    keyed mark. The chain still holds, says nothing of the person, and shows blanking by anybody else.
    """

    __tablename__ = "audit_event"

    number: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime | None] = mapped_column(Instant)
    patient_id: Mapped[str | None] = mapped_column(String(36))
    action: Mapped[str | None] = mapped_column(String(40))
    about: Mapped[str | None] = mapped_column(String(200))
    address: Mapped[str | None] = mapped_column(String(45))
    device: Mapped[str | None] = mapped_column(String(200))
    actor_id: Mapped[str | None] = mapped_column(String(36))  # who did it, where that is not the patient
    salt: Mapped[bytes | None] = mapped_column(LargeBinary(16))
    content_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))

    __table_args__ = (Index("ix_audit_event_patient", "patient_id", "number"),)


class AuditHead(Base):
    """The end of the audit log's chain; its one row makes writers wait in line."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(SmallInteger, primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(BigInteger)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32))

    __table_args__ = (CheckConstraint("id = 1", name="one"),)


class MedicineRow(Base):
    """A medicine of a patient's. Its doses and steps name it: with any of them it can be ended, not deleted."""

    __tablename__ = "medicine"

    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id", ondelete="CASCADE"), primary_key=True)
    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    name: Mapped[str | None] = mapped_column(String(60))  # None: as its monograph calls it
    monograph: Mapped[str | None] = mapped_column(String(40))  # the key of what is known of it
    unit: Mapped[str] = mapped_column(String(10))
    amounts: Mapped[list[int]] = mapped_column(JSON)  # those the person takes, in millionths of the unit
    starts_on: Mapped[date | None] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)
    position: Mapped[int] = mapped_column(SmallInteger)
    created_at: Mapped[datetime] = mapped_column(Instant)
    count_id: Mapped[str | None] = mapped_column(String(36))  # the count that holds; None: nothing is counted

    __table_args__ = (CheckConstraint("name IS NOT NULL OR monograph IS NOT NULL", name="name"),)


def _of_a_medicine() -> ForeignKeyConstraint:
    """Checked at the end of the transaction: an account that is erased takes its rows along in any order."""
    own = ["medicine.patient_id", "medicine.id"]
    return ForeignKeyConstraint(["patient_id", "medicine_id"], own, deferrable=True, initially="DEFERRED")


LIVED = (
    "patient_id",
    "medicine_id",
    "day_on",
    "kind",
    "at",
    "offset_minutes",
    "status",
    "amount",
    "recorded_at",
    "deleted_at",
    "id",
    "what",
)


class EntryRow(Base):
    """A dose, a check-in, an episode, a day or days that were quiet; the columns of the other kinds stay empty."""

    __tablename__ = "entry"

    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id", ondelete="CASCADE"), primary_key=True)
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    kind: Mapped[str] = mapped_column(String(10))
    at: Mapped[datetime] = mapped_column(Instant)
    zone: Mapped[str] = mapped_column(String(64))
    offset_minutes: Mapped[int] = mapped_column(SmallInteger)
    day_on: Mapped[date] = mapped_column(Date)
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    medicine_id: Mapped[str | None] = mapped_column(String(40))  # of a dose; other entries belong to no medicine
    version: Mapped[int]
    edited_at: Mapped[datetime | None] = mapped_column(Instant)
    deleted_at: Mapped[datetime | None] = mapped_column(Instant)
    recorded_by: Mapped[str | None] = mapped_column(String(36))  # whose log-in recorded it; None: the patient's own
    fingerprint: Mapped[bytes] = mapped_column(LargeBinary(32))
    search_text: Mapped[str] = mapped_column("words", Text, key="search_text")  # as core.values.text compares it
    note: Mapped[str] = mapped_column(Text)
    status: Mapped[str | None] = mapped_column(String(10))
    amount: Mapped[int | None] = mapped_column(BigInteger)
    form: Mapped[str | None] = mapped_column(String(40))
    answer: Mapped[str | None] = mapped_column(String(10))
    mood: Mapped[int | None] = mapped_column(SmallInteger)
    signs: Mapped[tuple[str, ...] | None] = mapped_column(Keys)  # the danger signs that were ticked; NULL: none was
    what: Mapped[str | None] = mapped_column(String(40))
    minutes: Mapped[int | None]
    severity: Mapped[int | None] = mapped_column(SmallInteger)
    first_on: Mapped[date | None] = mapped_column(Date)  # of quiet days; `day_on` is the last of them, too
    last_on: Mapped[date | None] = mapped_column(Date)

    __table_args__ = (
        Index("ix_entry_kind", "patient_id", "kind", "at"),
        Index("ix_entry_day", "patient_id", "day_on", "at", "id"),
        Index("ix_entry_medicine", "patient_id", "medicine_id", "at"),
        Index("ix_entry_lived", *LIVED),  # holds all that charts ask of an entry: they read it and not the table
        _of_a_medicine(),
        CheckConstraint(
            "(kind = 'dose' AND status IS NOT NULL AND amount IS NOT NULL AND form IS NOT NULL"
            " AND medicine_id IS NOT NULL)"
            " OR (kind = 'check_in' AND answer IS NOT NULL) OR (kind = 'episode' AND what IS NOT NULL)"
            " OR kind = 'day'"
            " OR (kind = 'quiet' AND first_on IS NOT NULL AND last_on IS NOT NULL)",
            name="kind",
        ),
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("mood BETWEEN 1 AND 5", name="mood"),
        CheckConstraint("severity BETWEEN 0 AND 4", name="severity"),
        CheckConstraint("first_on <= last_on", name="days"),
    )


class RatingRow(Base):
    """One answer of a check-in. Its day stands here too, so that charts read this table alone.

    The ratings of a deleted check-in are removed here and kept in its version: no chart can count them by mistake.
    """

    __tablename__ = "rating"

    patient_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    entry_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    effect: Mapped[str] = mapped_column(String(40), primary_key=True)
    position: Mapped[int] = mapped_column(SmallInteger)
    severity: Mapped[int] = mapped_column(SmallInteger)
    direction: Mapped[str] = mapped_column(String(40))
    now_severity: Mapped[int | None] = mapped_column(SmallInteger)  # at the moment of the check-in; None: not answered
    day_on: Mapped[date] = mapped_column(Date)

    __table_args__ = (
        ForeignKeyConstraint(["patient_id", "entry_id"], ["entry.patient_id", "entry.id"], ondelete="CASCADE"),
        Index("ix_rating_day", "patient_id", "day_on", "effect", "severity"),
        # Holds all that charts ask of an effect: of ten effects they read the rows of those they show.
        Index("ix_rating_effect", "patient_id", "effect", "day_on", "severity", "now_severity", "entry_id"),
        CheckConstraint("severity BETWEEN 0 AND 4", name="severity"),
        CheckConstraint("now_severity BETWEEN 0 AND severity", name="now_severity"),
    )


class DayAnswerRow(Base):
    """One answer about a day: no 0 and yes 1, half hours of sleep, 0 to 4 of the weekly look and of what a medicine is
    for ("benefit-pain"). What was not answered has no row. Those of a deleted entry are removed here and kept in its
    version, as ratings are."""

    __tablename__ = "day_answer"

    patient_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    entry_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    question: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[int] = mapped_column(SmallInteger)
    day_on: Mapped[date] = mapped_column(Date)

    __table_args__ = (
        ForeignKeyConstraint(["patient_id", "entry_id"], ["entry.patient_id", "entry.id"], ondelete="CASCADE"),
        Index("ix_day_answer_day", "patient_id", "day_on", "question", "value"),
        CheckConstraint("value BETWEEN 0 AND 48", name="value"),
    )


class EntryVersion(Base):
    """What an entry said before it was edited, deleted or put back."""

    __tablename__ = "entry_version"

    patient_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    entry_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    change: Mapped[str] = mapped_column(String(10))
    changed_at: Mapped[datetime] = mapped_column(Instant)
    changed_by: Mapped[str] = mapped_column(String(36))  # whose log-in made the change
    content: Mapped[dict[str, Any]] = mapped_column(JSON)

    __table_args__ = (
        ForeignKeyConstraint(["patient_id", "entry_id"], ["entry.patient_id", "entry.id"], ondelete="CASCADE"),
    )


class ObservationRow(Base):
    """What somebody else saw. A table of its own: no chart and no count can take it for the patient's own."""

    __tablename__ = "observation"

    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id", ondelete="CASCADE"), primary_key=True)
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    at: Mapped[datetime] = mapped_column(Instant)
    zone: Mapped[str] = mapped_column(String(64))
    offset_minutes: Mapped[int] = mapped_column(SmallInteger)
    day_on: Mapped[date] = mapped_column(Date)
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    recorded_by: Mapped[str] = mapped_column(String(36))
    deleted_at: Mapped[datetime | None] = mapped_column(Instant)
    fingerprint: Mapped[bytes] = mapped_column(LargeBinary(32))
    what: Mapped[str] = mapped_column(String(40))  # the key of an episode or of a side effect, or "other"
    severity: Mapped[int | None] = mapped_column(SmallInteger)
    minutes: Mapped[int | None]
    note: Mapped[str] = mapped_column(Text)

    __table_args__ = (
        Index("ix_observation_day", "patient_id", "day_on", "at"),
        CheckConstraint("severity BETWEEN 0 AND 4", name="severity"),
        CheckConstraint("minutes > 0", name="minutes"),
    )


class VisitRow(Base):
    """An appointment: when, with whom and where, three lines of the patient's before it and what was decided at it.

    A table of its own and no kind of entry: it may lie ahead or have no day yet, and is nothing that was lived.
    """

    __tablename__ = "visit"

    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id", ondelete="CASCADE"), primary_key=True)
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    day_on: Mapped[date | None] = mapped_column(Date)  # None: not known yet
    at: Mapped[time | None] = mapped_column(WallTime)
    person: Mapped[str] = mapped_column(String(80))
    place: Mapped[str] = mapped_column(String(80))
    changed: Mapped[str] = mapped_column(Text)
    bothers: Mapped[str] = mapped_column(Text)
    to_ask: Mapped[str] = mapped_column(Text)
    decided: Mapped[str] = mapped_column(Text)
    search_text: Mapped[str] = mapped_column("words", Text, key="search_text")  # as core.values.text compares it
    version: Mapped[int]
    recorded_at: Mapped[datetime] = mapped_column(Instant)
    recorded_by: Mapped[str | None] = mapped_column(String(36))  # whose log-in recorded it; None: the patient's own
    edited_at: Mapped[datetime | None] = mapped_column(Instant)
    deleted_at: Mapped[datetime | None] = mapped_column(Instant)
    fingerprint: Mapped[bytes] = mapped_column(LargeBinary(32))

    __table_args__ = (
        Index("ix_visit_day", "patient_id", "day_on", "id"),
        CheckConstraint("at IS NULL OR day_on IS NOT NULL", name="time"),
    )


class VisitVersion(Base):
    """What a visit said before it was changed, deleted or put back."""

    __tablename__ = "visit_version"

    patient_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    visit_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    change: Mapped[str] = mapped_column(String(10))
    changed_at: Mapped[datetime] = mapped_column(Instant)
    changed_by: Mapped[str] = mapped_column(String(36))  # whose log-in made the change
    content: Mapped[dict[str, Any]] = mapped_column(JSON)

    __table_args__ = (
        ForeignKeyConstraint(["patient_id", "visit_id"], ["visit.patient_id", "visit.id"], ondelete="CASCADE"),
    )


class DoctorMark(Base):
    """An entry, of whichever kind, or an observation that was ticked to be spoken of at the next visit.

    `entry_id` is without a foreign key, for it names a row of either table; neither loses rows but with the patient.
    """

    __tablename__ = "doctor_mark"

    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(11), primary_key=True)
    entry_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    marked_at: Mapped[datetime] = mapped_column(Instant)
    marked_by: Mapped[str] = mapped_column(String(36))  # whose log-in ticked it

    __table_args__ = (
        Index("ix_doctor_mark_marked", "patient_id", "marked_at"),
        CheckConstraint("kind IN ('entry', 'observation')", name="kind"),
    )


class RegimenStep(Base):
    """One step of the regimen. A step replaced before it began is kept, marked superseded."""

    __tablename__ = "regimen_step"

    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id", ondelete="CASCADE"), primary_key=True)
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    medicine_id: Mapped[str] = mapped_column(String(40))
    starts_on: Mapped[date] = mapped_column(Date)
    ends_on: Mapped[date | None] = mapped_column(Date)
    doses: Mapped[tuple[PlannedDose, ...]] = mapped_column(PlannedDoses)
    days: Mapped[Days] = mapped_column(PlannedDays)
    as_needed_amount: Mapped[int | None] = mapped_column(BigInteger)
    most_a_day: Mapped[int | None] = mapped_column(BigInteger)  # of doses as needed, and the least hours between
    least_hours: Mapped[int | None] = mapped_column(SmallInteger)
    form: Mapped[str] = mapped_column(String(40))
    ordered_by: Mapped[str | None] = mapped_column(String(80))
    taken_before: Mapped[bool | None]  # true where the medicine was taken like that before its record began
    visit_id: Mapped[str | None] = mapped_column(String(36))  # the visit at which it was decided, where it is known
    created_at: Mapped[datetime] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)  # where it stopped counting within the day after ends_on
    superseded_at: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (
        CheckConstraint("as_needed_amount > 0", name="as_needed_amount"),
        CheckConstraint("most_a_day > 0", name="most_a_day"),
        CheckConstraint("least_hours > 0", name="least_hours"),
        CheckConstraint(
            "as_needed_amount IS NOT NULL OR (most_a_day IS NULL AND least_hours IS NULL)", name="as_needed"
        ),
        _of_a_medicine(),
    )


class PauseRow(Base):
    """Days on which nothing is owed. A pause that was taken back is kept, with `removed_at`."""

    __tablename__ = "pause"

    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id", ondelete="CASCADE"), primary_key=True)
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    first_on: Mapped[date] = mapped_column(Date)
    last_on: Mapped[date] = mapped_column(Date)
    reason: Mapped[str] = mapped_column(String(100))
    saved_at: Mapped[datetime] = mapped_column(Instant)
    removed_at: Mapped[datetime | None] = mapped_column(Instant)

    __table_args__ = (CheckConstraint("first_on <= last_on", name="days"),)


class SupplyCount(Base):
    """How much of a medicine somebody had at home at an instant, as they counted it. A corrected one stays."""

    __tablename__ = "supply_count"

    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id", ondelete="CASCADE"), primary_key=True)
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    medicine_id: Mapped[str] = mapped_column(String(40))
    amount: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[datetime] = mapped_column(Instant)

    __table_args__ = (CheckConstraint("amount >= 0", name="amount"), _of_a_medicine())


class AlertRow(Base):
    """What a safety rule found, kept with what it speaks of; its words are made of `found` when it is read.

    It speaks of an entry as it was in that version, or of a medicine, a step of the plan or a day. An edit that makes
    it untrue strikes it. It has no foreign key to what it speaks of: that may be any of four tables, and rows of
    entries and steps are never deleted but with their patient.
    """

    __tablename__ = "alert"

    patient_id: Mapped[str] = mapped_column(ForeignKey("patient.id", ondelete="CASCADE"), primary_key=True)
    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    rule: Mapped[str] = mapped_column(String(40))
    rule_version: Mapped[int] = mapped_column(SmallInteger)
    level: Mapped[str] = mapped_column(String(10))
    found: Mapped[dict[str, Any]] = mapped_column(JSON)
    about: Mapped[str] = mapped_column(String(10))
    about_id: Mapped[str] = mapped_column(String(40))  # of a day: its date
    about_version: Mapped[int | None]  # of an entry, as it was when the rule spoke
    medicine_id: Mapped[str | None] = mapped_column(String(40))  # whose monograph and unit its words are made with
    day_on: Mapped[date] = mapped_column(Date)  # the day it speaks of
    came: Mapped[str] = mapped_column(String(10))
    raised_at: Mapped[datetime] = mapped_column(Instant)
    raised_by: Mapped[str] = mapped_column(String(36))
    acknowledged_at: Mapped[datetime | None] = mapped_column(Instant)
    acknowledged_by: Mapped[str | None] = mapped_column(String(36))
    struck_at: Mapped[datetime | None] = mapped_column(Instant)
    struck_version: Mapped[int | None]  # the version of the entry of which it is no longer true

    __table_args__ = (
        Index("ix_alert_about", "patient_id", "about", "about_id"),
        Index("ix_alert_raised", "patient_id", "raised_at", "id"),
        Index("ix_alert_day", "patient_id", "day_on"),
        CheckConstraint("level IN ('note', 'caution', 'urgent', 'emergency')", name="level"),
        CheckConstraint("about IN ('entry', 'medicine', 'step', 'day')", name="about"),
        CheckConstraint("came IN ('told', 'answered', 'not_asked')", name="came"),
        CheckConstraint("(acknowledged_at IS NULL) = (acknowledged_by IS NULL)", name="acknowledged"),
    )
