"""The list of messages is what the program and its pages say, and every translation fits it."""

import ast
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from scripts import languages

FUNCTIONS = {"_", "N_", "NP_", "pgettext", "ngettext", "npgettext"}
CODE = sorted((languages.ROOT / "journal").rglob("*.py"))
TRANSLATIONS = sorted(languages.FOLDER.glob("*.po"))


def messages(file: Path) -> set[object]:
    with file.open("rb") as opened:
        return {(message.context, message.id) for message in read_po(opened) if message.id}


def test_the_list_of_messages_is_up_to_date(tmp_path: Path) -> None:
    languages.extract(tmp_path / "messages.pot")
    now, listed = messages(tmp_path / "messages.pot"), messages(languages.TEMPLATE)
    assert now - listed == set(), "new: run `make languages`"
    assert listed - now == set(), "no longer said: run `make languages`"


@pytest.mark.parametrize("file", CODE, ids=lambda file: str(file.relative_to(languages.ROOT)))
def test_no_message_stands_inside_of_an_f_string(file: Path) -> None:
    """Up to Python 3.11 an f-string is one token: what is inside would not be found."""
    for whole in (node for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.JoinedStr)):
        for call in (node for node in ast.walk(whole) if isinstance(node, ast.Call)):
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
