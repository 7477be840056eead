"""Everything of one patient as one archive: data, tables, charts and checksums."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from tempfile import SpooledTemporaryFile
from threading import BoundedSemaphore
from typing import BinaryIO, cast

from sqlalchemy.orm import Session

from journal.actions import trends
from journal.actions.keys import Keys
from journal.core.accounts import Viewer
from journal.core.audit import Action, Origin
from journal.core.clock import moment
from journal.core.exports import (
    check_ins_sheet,
    device_value,
    document_head,
    doses_sheet,
    effect_columns,
    entry_value,
    episodes_sheet,
    event_value,
    regimen_sheet,
    step_value,
)
from journal.core.exports_readme import readme
from journal.core.monograph import Monograph
from journal.core.periods import Period, day_words
from journal.core.trends import Chart
from journal.formats.archives import Archive
from journal.formats.documents import json_chunks
from journal.formats.tables import csv_chunks
from journal.render import images
from journal.store import audit
from journal.store import exports as store
from journal.store.database import Database

_DRAWING = BoundedSemaphore(1)  # the pictures of ten years take seconds and 400 MB: one archive at a time draws them
IN_MEMORY = 4 * 1024 * 1024  # what is larger goes to a file that has no name and is gone with the answer


@dataclass(frozen=True, slots=True)
class Export:
    """An archive to be sent: whoever sends it closes the file."""

    file: BinaryIO
    size: int
    name: str


def export_everything(
    database: Database,
    keys: Keys,
    viewer: Viewer,
    monograph: Monograph,
    origin: Origin,
    small_print: Sequence[str],
) -> Export:
    """Build the archive and write down that it was taken out. No transaction is open while charts are drawn."""
    here = moment(origin.at, viewer.settings.zone)
    file = cast("BinaryIO", SpooledTemporaryFile(IN_MEMORY))  # noqa: SIM115 - the answer closes it
    try:
        with Archive(file, here.local, f"side-effect-journal-{here.on}") as archive:
            with database.reading() as session:
                rated = _add_record(archive, session, viewer, monograph, origin)
            with _DRAWING:
                _add_charts(archive, database, viewer, monograph, _asked(database, viewer, origin, rated), small_print)
        with database.writing() as session:
            audit.add_event(session, keys.audit, Action.EXPORTED, origin, viewer.id)
        size = file.tell()
        file.seek(0)
    except BaseException:
        file.close()
        raise
    return Export(file, size, f"side-effect-journal-{here.on}.zip")


def _add_record(
    archive: Archive, session: Session, viewer: Viewer, monograph: Monograph, origin: Origin
) -> tuple[tuple[str, str], ...]:
    """Everything that was recorded, as it stands at one moment. Returns the effects that were ever rated."""
    account, steps = store.get_account(session, viewer.id), store.list_planned(session, viewer.id)
    rated = store.list_rated_effects(session, viewer.id)
    effects = effect_columns(monograph, account.own_symptoms, rated)
    lists = {
        "regimen": map(step_value, steps),
        "entries": map(entry_value, store.list_written(session, viewer.id)),
        "devices": map(device_value, store.list_logged_in(session, viewer.id)),
        "audit_events": map(event_value, store.list_all_events(session, viewer.id)),
    }
    archive.add("README.txt", [readme(account, monograph.name, origin.at).encode()])
    archive.add("journal.json", json_chunks(document_head(account, monograph, origin.at), lists))
    doses, check_ins, episodes = (store.list_kind(session, viewer.id, kind) for kind in ("dose", "check_in", "episode"))
    archive.add("doses.csv", csv_chunks(doses_sheet(doses, monograph)))
    archive.add("check_ins.csv", csv_chunks(check_ins_sheet(check_ins, effects, monograph)))
    archive.add("episodes.csv", csv_chunks(episodes_sheet(episodes, monograph)))
    archive.add("regimen.csv", csv_chunks(regimen_sheet(steps, monograph)))
    names = {**monograph.rating_names, **account.own_symptoms}
    return tuple((key, names.get(key, key)) for key in effects if key in rated)


def _asked(database: Database, viewer: Viewer, origin: Origin, effects: tuple[tuple[str, str], ...]) -> trends.Asked:
    today = moment(origin.at, viewer.settings.zone).on
    first_on = trends.first_entry_on(database, viewer)
    period = Period(min(first_on or today, today), today)
    return trends.Asked(period, effects, origin.at, today, first_on)


def _add_charts(
    archive: Archive,
    database: Database,
    viewer: Viewer,
    monograph: Monograph,
    asked: trends.Asked,
    small_print: Sequence[str],
) -> None:
    charts = [(name, chart) for name, chart in _charts(database, viewer, asked) if chart.words.state == "chart"]
    for name, chart in charts:
        archive.add(f"charts/{name}.svg", [images.draw(chart, "svg", "print")])
        archive.add(f"charts/{name}.png", [images.draw(chart, "png", "print")])
    if charts:
        archive.add("charts/charts.pdf", [_paper(viewer, monograph, asked.period, small_print, charts)])


def _charts(database: Database, viewer: Viewer, asked: trends.Asked) -> Iterator[tuple[str, Chart]]:
    """Every chart by its name; a chart of severities takes up to a dozen effects, the rest stands on further ones."""
    if not asked.effects:  # only doses or episodes were ever recorded
        yield "doses", trends.build_chart(database, viewer, asked, "doses")
        return
    parts = [asked.effects[n : n + trends.MOST_EFFECTS] for n in range(0, len(asked.effects), trends.MOST_EFFECTS)]
    yield from trends.build_charts(database, viewer, replace(asked, effects=parts[0])).items()
    for number, part in enumerate(parts[1:], 2):
        for name in ("severity", "calendar"):
            yield f"{name}-{number}", trends.build_chart(database, viewer, replace(asked, effects=part), name)


def _paper(
    viewer: Viewer,
    monograph: Monograph,
    period: Period,
    small_print: Sequence[str],
    charts: Iterable[tuple[str, Chart]],
) -> bytes:
    from journal.render import paper  # noqa: PLC0415 - Typst is loaded when somebody prints

    first, last = (day_words(on, with_year=True) for on in (period.first_on, period.last_on))
    days = "1 day" if len(period) == 1 else f"{len(period)} days"
    return paper.charts_pdf(
        title=f"{monograph.name}: doses and side effects",
        name=viewer.name,
        period_words=f"{first} to {last}, {days}",
        charts=[chart for _, chart in charts],
        small_print=small_print,
    )
