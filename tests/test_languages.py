"""The list of messages is what the program and its pages say, and every translation fits it."""

import ast
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from scripts import languages
from tests.source_files import CODE, tree_of

FUNCTIONS = {"_", "N_", "NP_", "pgettext", "ngettext", "npgettext"}
TRANSLATIONS = sorted(languages.FOLDER.glob("*.po"))


def messages(file: Path) -> set[object]:
    with file.open("rb") as opened:
        return {(message.context, message.id) for message in read_po(opened) if message.id}


def test_the_list_of_messages_is_up_to_date(tmp_path: Path) -> None:
    languages.extract(tmp_path / "messages.pot")
    now, listed = messages(tmp_path / "messages.pot"), messages(languages.TEMPLATE)
    assert now - listed == set(), "new: run `make languages`"
    assert listed - now == set(), "no longer said: run `make languages`"


def test_no_message_stands_inside_of_an_f_string() -> None:
    """Up to Python 3.11 an f-string is one token: what is inside would not be found."""
    strings = (node for file in CODE for node in ast.walk(tree_of(file)) if isinstance(node, ast.JoinedStr))
    for call in (node for whole in strings for node in ast.walk(whole) if isinstance(node, ast.Call)):
        marks = isinstance(call.func, ast.Name) and call.func.id in FUNCTIONS
        assert not (marks and isinstance(call.args[-1], ast.Constant)), ast.unparse(call)


def test_every_translation_is_of_this_list_and_fits() -> None:
    """There is none yet: `test_what_does_not_fit_is_named` makes one."""
    for file in TRANSLATIONS:
        assert messages(file) == messages(languages.TEMPLATE)
        assert languages.faults(file) == []


def test_what_does_not_fit_is_named(tmp_path: Path) -> None:
    header = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n\n'
    (tmp_path / "de.po").write_text(header + 'msgid "%(names)s and %(last)s"\nmsgstr "%(names)s und"\n')
    languages.update(tmp_path / "de.po")
    assert languages.faults(tmp_path / "de.po") == ["de.po: its named parts are others: '%(names)s and %(last)s'"]
    assert messages(tmp_path / "de.po") == messages(languages.TEMPLATE)


# What the journal never says

NEVER = {  # in each language: a verdict it cannot give, and a dose it must not propose
    "en": (
        r"\b(significan\w*|caus(e|es|ed|ing)|prov(e|es|ed|en|ing)|proofs?|(un)?safe(r|st|ly|ty)?|harmless)\b",
        r"(?<!\bDid you )\b(take|lower|raise|reduce|increase|cut|double|halve|skip|stop)\b"
        r"[^.?]*%\((amount|dose|strength)\)s",
        r"\d\s*(mg|ml)\b",
    ),
}


def said_in(file: Path) -> dict[str, list[str]]:
    """Every message of a file, as it is said in its language; of the list itself in English."""
    with file.open("rb") as opened:
        catalog = [message for message in read_po(opened) if message.id]
    said = {}
    for message in catalog:
        key = message.id if isinstance(message.id, str) else message.id[0]
        words = message.id if file == languages.TEMPLATE else message.string
        said[str(key)] = [words] if isinstance(words, str) else list(words)
    return said


@pytest.mark.parametrize("file", [languages.TEMPLATE, *TRANSLATIONS], ids=lambda file: file.name)
def test_no_message_gives_a_verdict_or_proposes_a_dose(file: Path) -> None:
    language = "en" if file == languages.TEMPLATE else file.stem
    assert language in NEVER, "say here which words that language must not use"
    said = said_in(file)
    assert len(said) > 500
    found = [(key, words) for key, texts in said.items() for words in texts if is_never_said(words, language)]
    assert found == []


def is_never_said(words: str, language: str) -> bool:
    return any(re.search(pattern, words, re.IGNORECASE) for pattern in NEVER[language])


@pytest.mark.parametrize(
    ("words", "is_never"),
    [
        ("A significant change.", True),
        ("The dose caused it.", True),
        ("This proves that it is safe.", True),
        ("Lower the dose to %(amount)s.", True),
        ("Take %(amount)s more.", True),
        ("Many people take 0.5 mg.", True),
        ("Ask, because nobody here knows.", False),
        ("Took %(amount)s at %(time)s.", False),
        ("Did you take it? %(amount)s is planned.", False),
        ("Did you take %(amount)s more?", False),
        ("Now take %(amount)s more?", True),
        ("Improved since then.", False),
    ],
)
def test_what_counts_as_such_a_word(words: str, is_never: bool) -> None:
    assert is_never_said(words, "en") is is_never
