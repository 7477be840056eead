"""Several files of what was chosen in one: the tables as an archive or as a workbook."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from journal.actions.acting import ActingForPatient
from journal.actions.exchange.tables import FILES, KIND_OF, Tables, read_tables
from journal.actions.exchange.wanted import Wanted
from journal.core.exchange import dictionary
from journal.core.exchange.exports import Row
from journal.core.exchange.readme import about_rows, tables_readme
from journal.core.medicine.medicines import name_of
from journal.core.record.entries import KINDS
from journal.core.values.clock import moment
from journal.core.values.languages import N_, _, listed
from journal.core.values.periods import Period, day_words, from_to_words
from journal.formats.archives import archive_chunks
from journal.formats.tables import csv_chunks
from journal.formats.workbooks import SheetOf, workbook_chunks

ARCHIVE, WORKBOOK = "tables.zip", "tables.xlsx"
_NAMES = {  # of the sheets that are not one of a kind of entry
    "regimen.csv": N_("The plan"),
    "planned.csv": N_("Planned times"),
    "alerts.csv": N_("Alerts"),
    "visits.csv": N_("Visits"),
}
LONGEST_NAME = 31  # of a sheet


def archive_of_tables(session: Session, acting: ActingForPatient, wanted: Wanted, days: Period) -> Iterator[bytes]:
    """Every table as CSV, with README.txt and the data dictionary, sent while it is read."""
    tables = read_tables(session, acting, wanted)
    here = moment(acting.now, tables.account.settings.zone)
    words = tables_readme(tables.account, _medicines(tables), _span(days), acting.now, tables.sign)
    files = [("README.txt", [words.encode()]), *((file, csv_chunks(tables.rows(file), tables.sign)) for file in FILES)]
    return archive_chunks(files, here.local, f"side-effect-journal-tables-{here.on}")


def workbook_of_tables(session: Session, acting: ActingForPatient, wanted: Wanted, days: Period) -> Iterator[bytes]:
    """The same as one workbook: a sheet a table, and first one that says what the others hold."""
    tables = read_tables(session, acting, wanted)
    return workbook_chunks(_sheets(tables, _span(days)), acting.now)


def _sheets(tables: Tables, days: str) -> Iterator[SheetOf]:
    signs = frozenset(tables.wanted.monograph.alert_names.values())
    names = {file: _sheet_name(file) for file in FILES[:-1]}
    heads = {file: tables.heads(file) for file in names}
    described = dictionary.dictionary_sheet(((file, heads[file]) for file in names), signs)
    about = about_rows(tables.account, _medicines(tables), days, tables.acting.now)
    yield SheetOf(_("About"), ["text" for _column in dictionary.HEAD], _about(about, described, names))
    for file, name in names.items():
        holds = [dictionary.column_of(file, head, signs).holds for head in heads[file]]
        yield SheetOf(name, holds, tables.rows(file))


def _about(lines: Iterator[tuple[str, str]], described: Iterator[Row], names: dict[str, str]) -> Iterator[Row]:
    for name, words in lines:
        yield name, words, None, None, None
    yield None, None, None, None, None
    yield _("Sheet"), *next(described)[1:]
    for file, *rest in described:
        yield names[str(file)], *rest


def _sheet_name(file: str) -> str:
    name = _(KINDS[KIND_OF[file]].plural) if file in KIND_OF else _(_NAMES[file])
    return name.translate(dict.fromkeys(map(ord, "[]:*?/\\'")))[:LONGEST_NAME]


def _medicines(tables: Tables) -> str:
    return listed([name_of(each, tables.wanted.known) for each in tables.account.medicines])


def _span(days: Period) -> str:
    return from_to_words(*(day_words(on, with_year=True) for on in (days.first_on, days.last_on)))
