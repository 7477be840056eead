"""The language of a request: what the page says it is, what templates say in it, and what is drawn in it."""

from collections.abc import Iterator
from dataclasses import replace
from gettext import NullTranslations

import pytest
from babel import Locale
from flask import Flask, render_template_string

from journal.core.values.languages import ENGLISH, Language, present, using
from tests.pseudo import PSEUDO
from tests.web.client import Browser


@pytest.fixture
def pseudo(app: Flask) -> Iterator[None]:
    """Every request is answered in the pseudo language."""
    app.extensions["journal"] = replace(app.extensions["journal"], languages={"en": PSEUDO})
    return


def test_a_page_says_which_language_it_is_in_and_where_its_lines_begin(owner: Browser, app: Flask) -> None:
    page = owner.get("/")
    assert (page.document.get("lang"), page.document.get("dir")) == ("en", "ltr")
    arabic = Language("ar", Locale("ar"), NullTranslations())
    app.extensions["journal"] = replace(app.extensions["journal"], languages={"en": arabic})
    page = owner.get("/")
    assert (page.document.get("lang"), page.document.get("dir")) == ("ar", "rtl")


def test_the_language_of_a_request_is_left_with_it(owner: Browser, pseudo: None) -> None:
    owner.get("/")
    owner.get("/nothing", 404)
    assert present() is ENGLISH


def test_templates_speak_the_language_and_escape_what_they_put_in(app: Flask) -> None:
    template = (
        "{{ _('Saved: %(what)s', what=it) }} {{ pgettext('severity', 'none') }} "
        "{{ ngettext('%(num)s day', '%(num)s days', 1234) }} {{ npgettext('x', '%(num)s day', '%(num)s days', 1) }} "
        "{% trans it=it %}\n  It is\n  {{ it }}: 100%\n{% endtrans %}"
    )
    with app.test_request_context():
        english = "Saved: &lt;b&gt; none 1,234 days 1 day It is &lt;b&gt;: 100%"
        assert render_template_string(template, it="<b>") == english
        with using(PSEUDO):
            pseudo = "⟦Saved: ⟧&lt;b&gt; ⟦none⟧ 1,234⟦ days⟧ 1⟦ day⟧ ⟦It is ⟧&lt;b&gt;⟦: 100%⟧"
            assert render_template_string(template, it="<b>") == pseudo


def test_every_way_to_say_a_message_escapes_what_it_puts_in(app: Flask) -> None:
    template = (
        "{{ _('1%% %(it)s', it=it) }} {{ pgettext('x', '2 %(it)s', it=it) }} "
        "{{ ngettext('%(num)s %(it)s', '%(num)s %(it)s!', 3, it=it) }} "
        "{{ npgettext('x', '%(num)s %(it)s', '%(num)s %(it)s!', 4, it=it) }} "
        "{{ _('100%%') }} {{ pgettext('x', '<i>') }}"
    )
    with app.test_request_context():
        said = render_template_string(template, it="<b>")
        assert said == "1% &lt;b&gt; 2 &lt;b&gt; 3 &lt;b&gt;! 4 &lt;b&gt;! 100% <i>"


def test_a_picture_in_another_language_is_another_picture(owner: Browser, app: Flask) -> None:
    owner.check_in({"drowsiness": 2})
    english = owner.get("/charts/severity.svg")
    charts = app.extensions["journal"].charts
    before = len(charts._pictures)
    app.extensions["journal"] = replace(app.extensions["journal"], languages={"en": PSEUDO})
    assert owner.get("/charts/severity.svg").headers["ETag"] != english.headers["ETag"]
    assert len(charts._pictures) == before + 1
