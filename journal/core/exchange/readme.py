"""The page of words that goes with everything that is taken out."""

from collections.abc import Sequence
from datetime import datetime

from journal.core.exchange.exports import FORMAT_VERSION, TABLES, Account
from journal.core.record.checkins import MOODS
from journal.core.record.forms import SEVERITIES


def readme(account: Account, medicine: str, at: datetime, missing: Sequence[str] = ()) -> str:
    """README.txt: what each file is, what its numbers mean, and which pictures are missing. No advice."""
    severities = ", ".join(f"{number} {word}" for number, word in enumerate(SEVERITIES))
    moods = ", ".join(f"{number} {word}" for number, word in enumerate(MOODS, 1))
    return TEXT.format(
        name=account.name,
        medicine=medicine,
        at=f"{at:%Y-%m-%d %H:%M} UTC",
        severities=severities,
        moods=moods,
        version=FORMAT_VERSION,
        tables="".join(f"{table.file:<16}{table.about}\n" for table in TABLES.values()),
        columns=COLUMNS[account.settings.decimal_sign],
        missing=MISSING.format(names="\n".join(missing)) if missing else "",
    )


COLUMNS = {
    ".": "commas between the columns and numbers as 0.5",
    ",": "semicolons between the columns and numbers as 0,5",
}
TEXT = """\
Side-effect journal: everything
===============================

Whose       {name}
Medicine    {medicine}
Taken out   {at}
{missing}
Whoever has these files can read them: they are not encrypted. Keep them where nobody else looks.


The files
---------
journal.json    Everything, for programs: settings, plan, entries with every earlier version, deleted
                entries, own symptoms ("own_symptom_states" says which are hidden, merged or removed),
                devices that are logged in, and what happened to the account.
                Nothing is rounded. Its format has the number {version}.
{tables}regimen.csv     One row a step of the plan, as it was prescribed.
charts/         Every chart over the whole time as a picture (SVG), and all of them on paper (PDF). A long
                journal has a folder for every ten years. The journal gives pictures as PNG too, under
                Download everything.
SHA256SUMS      The checksums of the files. "sha256sum -c SHA256SUMS" says whether one was changed.

The tables (.csv) open in a spreadsheet. They are written in UTF-8 with {columns}.
For a spreadsheet that writes numbers otherwise, choose the other way under More, then download again.
Deleted entries are in journal.json only. Where a sign that a spreadsheet would take for a formula
(= + - @) begins a text, a line of it or what follows a semicolon (and a comma, in tables that are split
at semicolons), an apostrophe stands in front of it.


What the numbers mean
---------------------
Severity, the worst since the check-in before or in the last 24 hours, whichever is shorter: {severities}.
An empty cell was not answered. That is unknown, and never none.
Mood: {moods}.
Amounts are in mg and exact.

Every entry has the date and the time on the clock where it was lived, the time zone, the offset from
UTC and the instant in UTC. A check-in also has the day it counts for, since the night belongs to the
day before.

The scale is not validated. The journal is not a medical device.
"""

MISSING = """

What is missing
---------------
The record is here, whole. These could not be drawn, and what they show is in the tables:

{names}

Download everything once more in a while: most often they are drawn then.

"""
