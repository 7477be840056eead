"""Addresses in templates: those that say nothing else are remembered, for the place the journal is served at."""

from flask import Flask, render_template_string

PAGE = "{{ url_for('history.index') }} {{ url_for('history.index', words=words) }} {{ static('theme.css') }}"


def named(app: Flask, root: str, words: str = "dizzy") -> list[str]:
    with app.test_request_context(base_url=f"http://localhost{root}"):
        return render_template_string(PAGE, words=words).split()


def test_an_address_begins_where_the_journal_is_served(app: Flask) -> None:
    plain, asked, file = named(app, "")
    assert (plain, asked, file.partition("?v=")[0]) == ("/history", "/history?words=dizzy", "/static/theme.css")
    assert named(app, "/journal") == [f"/journal{address}" for address in (plain, asked, file)]
    assert named(app, "") == [plain, asked, file]


def test_what_somebody_looks_for_is_not_remembered_by_the_address(app: Flask) -> None:
    asked = [named(app, "", words)[1] for words in ("dizzy", "tired")]
    assert asked == ["/history?words=dizzy", "/history?words=tired"]
