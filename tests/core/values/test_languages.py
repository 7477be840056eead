"""The language a person reads: messages with named parts, plurals, days, and translations that cannot break a page."""

import logging
from datetime import date
from gettext import NullTranslations
from pathlib import Path

import pytest
from babel import Locale

from journal.core.values import languages
from journal.core.values.amounts import read_amount, write_amount
from journal.core.values.languages import (
    ENGLISH,
    N_,
    NP_,
    _,
    either,
    in_a_row,
    isolated,
    listed,
    ngettext,
    npgettext,
    pgettext,
    read_languages,
    using,
)
from tests.pseudo import MIRRORED, PSEUDO, bare_words

HEADER = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: {forms};\n"
"""
GERMAN = "nplurals=2; plural=(n != 1)"
POLISH = "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2)"


def test_from_right_to_left_each_part_keeps_its_own_direction_and_the_message_its_languages() -> None:
    """What a reader of the bidirectional algorithm needs: without it "0.5 mg" is shown as "mg 0.5"."""
    with using(MIRRORED):
        assert _("%(amount)s a day", amount="1") == "\u200f\u20681\u2069⟦ a day⟧"
        assert write_amount(500_000) == "\u20680.5\u00a0mg\u2069"
        assert ngettext("%(num)s day", "%(num)s days", 2) == "\u200f\u20682\u2069⟦ days⟧"
        assert _("Today") == "⟦Today⟧"
        assert isolated("") == ""
        assert listed(["Aspirin"]) == "Aspirin"


def test_from_left_to_right_nothing_is_added() -> None:
    for language in (ENGLISH, PSEUDO):
        with using(language):
            assert isolated("Aspirin") == "Aspirin"
            assert not set("\u2068\u2069\u200f") & set(_("%(amount)s a day", amount=write_amount(500_000)))


def test_an_amount_written_from_right_to_left_is_read_back() -> None:
    with using(MIRRORED):
        assert read_amount(write_amount(62_500)) == 62_500


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Translations of a few messages into German, Polish and Arabic."""
    return tmp_path


def translate(folder: Path, language: str, messages: str, forms: str = GERMAN) -> languages.Language:
    (folder / f"{language}.po").write_text(HEADER.format(forms=forms) + messages)
    return read_languages(folder)[language]


def test_english_is_spoken_until_another_language_is_entered(folder: Path) -> None:
    german = translate(folder, "de", 'msgid "Saved: %(what)s"\nmsgstr "Gespeichert: %(what)s"\n')
    assert _("Saved: %(what)s", what="0.5 mg") == "Saved: 0.5 mg"
    with using(german):
        assert _("Saved: %(what)s", what="0.5 mg") == "Gespeichert: 0.5 mg"
        with using(ENGLISH):
            assert _("Saved: %(what)s", what="0.5 mg") == "Saved: 0.5 mg"
        assert languages.present() is german
    assert languages.present() is ENGLISH


def test_what_is_put_in_is_no_message_and_no_format() -> None:
    assert _("Saved: %(what)s", what="100 % of %(it)s") == "Saved: 100 % of %(it)s"
    assert _("%(num)s %% of it", num=50) == "50 % of it"


def test_one_word_has_a_translation_for_each_of_its_meanings(folder: Path) -> None:
    messages = 'msgctxt "severity"\nmsgid "none"\nmsgstr "keine"\n\nmsgctxt "amount"\nmsgid "none"\nmsgstr "nichts"\n'
    with using(translate(folder, "de", messages)):
        assert (pgettext("severity", "none"), pgettext("amount", "none"), _("none")) == ("keine", "nichts", "none")


def test_a_language_has_its_own_plurals(folder: Path) -> None:
    messages = (
        'msgid "%(num)s day"\nmsgid_plural "%(num)s days"\n'
        'msgstr[0] "dzień"\nmsgstr[1] "%(num)s dni (kilka)"\nmsgstr[2] "%(num)s dni"\n\n'
        'msgctxt "taken"\nmsgid "%(num)s dose"\nmsgid_plural "%(num)s doses"\n'
        'msgstr[0] "%(num)s dawka"\nmsgstr[1] "%(num)s dawki"\nmsgstr[2] "%(num)s dawek"\n'
    )
    polish = translate(folder, "pl", messages, POLISH)
    counts = (0, 1, 2, 3, 5, 11, 21, 100, 101, 1234)
    assert [ngettext("%(num)s day", "%(num)s days", n) for n in counts] == [
        "0 days", "1 day", "2 days", "3 days", "5 days", "11 days", "21 days", "100 days", "101 days", "1,234 days",
    ]  # fmt: skip
    with using(polish):
        assert [ngettext("%(num)s day", "%(num)s days", n) for n in counts] == [
            "0 dni", "dzień", "2 dni (kilka)", "3 dni (kilka)", "5 dni", "11 dni", "21 dni", "100 dni", "101 dni",
            "1\u00a0234 dni (kilka)",
        ]  # fmt: skip
        assert npgettext("taken", "%(num)s dose", "%(num)s doses", 5) == "5 dawek"


def test_days_numbers_and_lists_are_written_as_the_language_writes_them(folder: Path) -> None:
    messages = (
        'msgid "EEEE d MMMM"\nmsgstr "EEEE, d. MMMM"\n\n'
        'msgid "%(names)s and %(last)s"\nmsgstr "%(names)s und %(last)s"\n'
    )
    monday = date(2026, 11, 23)
    assert languages.day(monday, _("EEEE d MMMM")) == "Monday 23 November"
    with using(translate(folder, "de", messages)):
        assert languages.day(monday, _("EEEE d MMMM")) == "Montag, 23. November"
        assert [languages.number(count) for count in (-1, 999, 1000, 1234567)] == ["-1", "999", "1.000", "1.234.567"]
        assert listed(["A", "B", "C"]) == "A, B und C"
    assert [in_a_row(names) for names in ([], ["A"], ["A", "B", "C"])] == ["", "A", "A, B, C"]
    assert [either(names) for names in (["A"], ["A", "B"], ["A", "B", "C"])] == ["A", "A or B", "A, B or C"]
    assert [listed(names) for names in ([], ["A"], ["A", "B"], ["A", "B", "C", "D"])] == [
        "", "A", "A and B", "A, B, C and D",
    ]  # fmt: skip


def test_a_constant_is_marked_where_it_stands_and_translated_where_it_is_shown(folder: Path) -> None:
    assert (N_("Note"), NP_("severity", "none")) == ("Note", "none")


def test_some_languages_begin_on_the_right(folder: Path) -> None:
    assert ENGLISH.direction == "ltr"
    assert translate(folder, "ar", "").direction == "rtl"


@pytest.mark.parametrize(
    ("translation", "reason"),
    [
        ("Gespeichert: %(was)s", "its named parts are others"),
        ("Gespeichert", "its named parts are others"),
        ("Gespeichert: %(what)s %(num)s", "its named parts are others"),
        ("Gespeichert: %(what)s, 100%", "it cannot be filled in"),
        ("Gespeichert: %(what)s %s", "it cannot be filled in"),
        ("Gespeichert: %(what)s %(other)d", "it cannot be filled in"),
        ("Gespeichert: <b>%(what)s</b>", "it brings markup"),
        ("Gespeichert: %(what)s &amp;", "it brings markup"),
        (r"Gespeichert: \"%(what)s\"", "it brings markup"),
    ],
)
def test_a_translation_that_would_break_a_page_is_left_out_and_logged(
    folder: Path, caplog: pytest.LogCaptureFixture, translation: str, reason: str
) -> None:
    with (
        caplog.at_level(logging.WARNING),
        using(
            translate(
                folder, "de", f'msgid "Saved: %(what)s"\nmsgstr "{translation}"\n\nmsgid "Note"\nmsgstr "Hinweis"\n'
            )
        ),
    ):
        assert _("Saved: %(what)s", what="it") == "Saved: it"
        assert _("Note") == "Hinweis"
    (record,) = caplog.records
    assert vars(record)["fields"] == {
        "event": "not translated", "language": "de", "message": "Saved: %(what)s", "reason": reason,
    }  # fmt: skip


def test_a_plural_that_lacks_a_part_is_left_out_whole(folder: Path) -> None:
    messages = (
        'msgid "%(num)s day without %(what)s"\nmsgid_plural "%(num)s days without %(what)s"\n'
        'msgstr[0] "ein Tag ohne %(what)s"\nmsgstr[1] "%(num)s Tage"\n'
    )
    with using(translate(folder, "de", messages)):
        assert (
            ngettext("%(num)s day without %(what)s", "%(num)s days without %(what)s", 1, what="it")
            == "1 day without it"
        )


def test_a_translation_that_cannot_be_filled_in_falls_back_to_its_original(caplog: pytest.LogCaptureFixture) -> None:
    class Broken(NullTranslations):
        def gettext(self, message: str) -> str:
            return "%(missing)s"

    with using(languages.Language("xy", Locale("en"), Broken())):
        assert _("Saved: %(what)s", what="it") == "Saved: it"
    (record,) = caplog.records
    assert vars(record)["fields"] == {"event": "not translated", "message": "Saved: %(what)s"}


def test_a_message_without_one_of_its_parts_is_a_fault_of_ours() -> None:
    with pytest.raises(KeyError):
        _("Saved: %(what)s")


def test_the_pseudo_language_shows_words_that_are_no_message() -> None:
    with using(PSEUDO):
        assert bare_words(f"{_('Saved: %(what)s', what='0.5')}, 8:05") == []
        assert bare_words(_("Saved: %(what)s", what="a dose")) == ["dose"]
        assert bare_words(f"{ngettext('%(num)s day', '%(num)s days', 2)} later") == ["later"]
        assert pgettext("amount", "none") == "⟦none⟧"
        assert npgettext("taken", "%(num)s dose", "%(num)s doses", 1) == "1⟦ dose⟧"
