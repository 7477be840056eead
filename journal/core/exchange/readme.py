"""The page of words that goes with everything that is taken out."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from journal.core.exchange import dictionary
from journal.core.exchange.exports import FORMAT_VERSION, TABLES, Account
from journal.core.record.checkins import MOODS, mood_word
from journal.core.record.days import LOOKS, look_word
from journal.core.record.forms import SEVERITIES, severity_word
from journal.core.values.languages import N_, _, in_a_row, listed, pgettext

NAMES_WIDTH, FILES_WIDTH = 12, 16  # of the columns of names, in signs

COLUMNS = {
    ".": N_("commas between the columns and numbers as 0.5"),
    ",": N_("semicolons between the columns and numbers as 0,5"),
}


def readme(
    account: Account, medicine: str, at: datetime, missing: Sequence[str] = (), left_out: Sequence[str] = ()
) -> str:
    """README.txt: what each file is, what its numbers mean, which pictures are missing, and which medicines have no
    charts of their own (`left_out`). No advice."""
    lines = [
        *_heading(_("Side-effect journal: everything"), "="),
        "",
        _row(pgettext("head of the page", "Whose"), account.name, NAMES_WIDTH),
        _row(pgettext("head of the page", "Medicine"), medicine, NAMES_WIDTH),
        _row(pgettext("head of the page", "Taken out"), f"{at:%Y-%m-%d %H:%M} UTC", NAMES_WIDTH),
        *(_missing(missing) if missing else [""]),
        _("Whoever has these files can read them: they are not encrypted. Keep them where nobody else looks."),
        "",
        "",
        *_heading(_("The files"), "-"),
        *(_row(file, about, FILES_WIDTH) for file, about in _files(left_out)),
        "",
        *_tables(_(COLUMNS[account.settings.decimal_sign])),
        "",
        "",
        *_heading(_("What the numbers mean"), "-"),
        *meanings(),
        "",
    ]
    return "\n".join(lines)


def tables_readme(account: Account, medicine: str, days: str, at: datetime, sign: str) -> str:
    """README.txt beside tables of a part: whose they are, of which days, and what their numbers mean."""
    lines = [
        *_heading(_("Side-effect journal: tables"), "="),
        "",
        _row(pgettext("head of the page", "Whose"), account.name, NAMES_WIDTH),
        _row(pgettext("head of the page", "Medicine"), medicine, NAMES_WIDTH),
        _row(pgettext("head of the page", "Days"), days, NAMES_WIDTH),
        _row(pgettext("head of the page", "Taken out"), f"{at:%Y-%m-%d %H:%M} UTC", NAMES_WIDTH),
        "",
        *_tables(_(COLUMNS[sign])),
        _("%(file)s says what each column holds, in which unit, and what it means.", file=dictionary.FILE),
        "",
        "",
        *_heading(_("What the numbers mean"), "-"),
        *meanings(),
        "",
    ]
    return "\n".join(lines)


def about_rows(account: Account, medicine: str, days: str, at: datetime) -> Iterator[tuple[str, str]]:
    """The same for the first sheet of a workbook, line by line: a name where it has one, and what is said of it."""
    yield _("Side-effect journal: tables"), ""
    yield pgettext("head of the page", "Whose"), account.name
    yield pgettext("head of the page", "Medicine"), medicine
    yield pgettext("head of the page", "Days"), days
    yield pgettext("head of the page", "Taken out"), f"{at:%Y-%m-%d %H:%M} UTC"
    yield pgettext("head of the page", "Time zone"), account.settings.zone
    yield (
        "",
        _(
            "Dates and times are those on the clock where something was lived. Columns with UTC in their heads are "
            "in UTC. Days before March 1900 stand as text."
        ),
    )
    for line in meanings():
        if line:
            yield "", line.replace("\n", " ")


def _heading(words: str, line: str) -> tuple[str, str]:
    return words, line * len(words)


def _row(name: str, words: str, width: int) -> str:
    """A name, and beside it the lines of what is said about it."""
    return f"{name:<{width}}" + words.replace("\n", "\n" + " " * width)


def _files(left_out: Sequence[str]) -> Iterator[tuple[str, str]]:
    yield (
        "journal.json",
        _(
            "Everything, for programs: settings, plan, entries with every earlier version, deleted\n"
            "entries, alerts, own symptoms (%(states)s says which are hidden, merged or removed),\n"
            "the order of a check-in's questions and what is watched (%(asking)s),\n"
            "pregnancy, breastfeeding or a kidney disease where you noted it, what others saw, visits to a doctor,\n"
            "what was ticked for one (%(marks)s) and who has access,\n"
            "devices that are logged in, and what happened to the account.\n"
            "Nothing is rounded. Its format has the number %(version)s.",
            states='"own_symptom_states"',
            asking='"asking"',
            marks='"doctor_marks"',
            version=FORMAT_VERSION,
        ),
    )
    for table in TABLES.values():
        yield table.file, _(table.about)
    yield "regimen.csv", _("One row for each dose of each step of the plan, as it was prescribed.")
    yield (
        "planned.csv",
        _(
            "What became of the plan, as it was computed when this was taken out: one row for each planned\n"
            "time of a medicine, and one for each dose that belongs to none. Long journals: the last years."
        ),
    )
    yield (
        "alerts.csv",
        _(
            "What the journal told or asked, one row each. %(told)s: told when it was saved, %(answered)s: asked\n"
            "before, and the answer was yes, %(not_asked)s: nobody could be asked. Struck: an edit made it untrue.\n"
            "Entries from before the journal kept alerts have none.",
            told='"told"',
            answered='"answered"',
            not_asked='"not_asked"',
        ),
    )
    yield (
        "visits.csv",
        _("One row a visit to a doctor: when and with whom, the three lines you wrote before, and what was decided."),
    )
    yield (
        dictionary.FILE,
        _("One row for each column of these tables: what it holds, in which unit, and what it means."),
    )
    charts = _(
        "Every chart over the whole time as a picture (SVG), and all of them on paper (PDF). A long\n"
        "journal has a folder for every ten years. The journal gives pictures as PNG too, under\n"
        "Download everything."
    )
    yield "charts/", f"{charts}\n{_left_out(left_out)}" if left_out else charts
    yield (
        "SHA256SUMS",
        _("The checksums of the files. %(command)s says whether one was changed.", command='"sha256sum -c SHA256SUMS"'),
    )


def _left_out(medicines: Sequence[str]) -> str:
    """Which medicines have no charts of their own: there is room for a few, and in long journals for fewer."""
    return _("No pictures of their own have: %(medicines)s. Trends draw them one by one.", medicines=listed(medicines))


def _tables(columns: str) -> Iterator[str]:
    yield _(
        "The tables (.csv) open in a spreadsheet. They are written in UTF-8 with %(columns)s.\n"
        "For a spreadsheet that writes numbers otherwise, choose the other way under More, then download again.",
        columns=columns,
    )
    yield _(
        "Deleted entries are in journal.json only. Where a sign that a spreadsheet would take for a formula\n"
        "(= + - @) begins a text, a line of it or what follows a semicolon (and a comma, in tables that are split\n"
        "at semicolons), an apostrophe stands in front of it."
    )


def meanings() -> Iterator[str]:
    """What the numbers in tables mean, line by line."""
    severities = [f"{severity} {severity_word(severity)}" for severity in range(len(SEVERITIES))]
    moods = [f"{mood} {mood_word(mood)}" for mood in range(1, len(MOODS) + 1)]
    yield _(
        "Severity, the worst since the check-in before or in the last 24 hours, whichever is shorter: %(severities)s.\n"
        "An empty cell was not answered. That is unknown, and never none.",
        severities=in_a_row(severities),
    )
    yield _(
        "“Right now” is how strong it was at the moment of the check-in, where that was answered, in the same words."
    )
    yield _(
        "Danger signs, such as confused, have a column each: %(yes)s where one was ticked. An empty cell says nothing.",
        yes='"yes"',
    )
    yield _("Mood: %(moods)s.", moods=in_a_row(moods))
    yield from _about_days()
    yield _(
        "Amounts are exact, each in the unit of its medicine; those in mg have a column of their own.\n"
        "In journal.json each is written out, and stands beside it as a whole number\n"
        "of millionths (%(key)s): no program need round it.",
        key='"amount_millionths"',
    )
    yield _planned()
    yield _(
        "The last column of a table of entries, and of alerts.csv, says who recorded it: the name of somebody\n"
        "who looked after the record, or the number of an account that is gone. It is empty where it was you."
    )
    yield ""
    yield _(
        "Every entry has the date and the time on the clock where it was lived, the time zone, the offset from\n"
        "UTC and the instant in UTC. A check-in also has the day it counts for, since the night belongs to the\n"
        "day before."
    )
    yield ""
    yield _("The scale is not validated. The journal is not a medical device.")


def _about_days() -> Iterator[str]:
    """What stands in days.csv. The weekly look is our own and not validated."""
    yield _(
        "In days.csv a question about a day is answered with %(yes)s or %(no)s. An empty cell was not\n"
        "answered: that is unknown, and never no. Sleep is in hours; in journal.json it is in half hours.",
        yes='"yes"',
        no='"no"',
    )
    yield _(
        "What a medicine is for, such as pain, has a column each where one of your medicines has such a question:\n"
        "how strong it was that day, in the words of the severities. Lower is better."
    )
    yield _("Three questions look back at the seven days until then. They are our own, and not validated:")
    for question in LOOKS:
        answers = [f"{n} {look_word(question, n)}" for n in range(len(question.answers))]
        yield _("%(question)s: %(answers)s.", question=_(question.name), answers=in_a_row(answers))


def _planned() -> str:
    """What the words in planned.csv mean."""
    states = [f'"{word}"' for word in ("taken", "late", "skipped", "missed", "not_recorded", "open", "to_come")]
    return _(
        "In planned.csv the state of a planned time is one of %(states)s:\n"
        "%(missed)s where something else was recorded that day, %(not_recorded)s where nothing was. The mark says\n"
        "%(other_amount)s than planned, or of a dose that belongs to no planned time %(one_more)s than planned,\n"
        "%(without_plan)s or %(as_needed)s. The doses of a row are named by their instants, as in doses.csv.\n"
        "Days of a pause have no planned times.",
        states=in_a_row(states),
        missed='"missed"',
        not_recorded='"not_recorded"',
        other_amount='"other_amount"',
        one_more='"one_more"',
        without_plan='"without_plan"',
        as_needed='"as_needed"',
    )


def _missing(names: Sequence[str]) -> Iterator[str]:
    yield from ("", "")
    yield from _heading(_("What is missing"), "-")
    yield _("The record is here, whole. These could not be drawn, and what they show is in the tables:")
    yield ""
    yield from names
    yield ""
    yield _("Download everything once more in a while: most often they are drawn then.")
    yield from ("", "")
