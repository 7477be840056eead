"""Every template uses what it imports, and every macro is used by some template."""

from pathlib import Path

import pytest
from jinja2 import Environment, nodes

FOLDER = Path(__file__).parents[1] / "templates"
ENVIRONMENT = Environment(autoescape=True, extensions=["jinja2.ext.i18n"])
PAGES = sorted(file.relative_to(FOLDER).as_posix() for file in FOLDER.rglob("*.html"))


def parsed(text: str) -> nodes.Template:
    return ENVIRONMENT.parse(text)


def read(page: str) -> nodes.Template:
    return parsed((FOLDER / page).read_text("utf-8"))


def imported(template: nodes.Template) -> set[str]:
    """The names a template gives to what it imports."""
    found = {each.target for each in template.find_all(nodes.Import)}
    for each in template.find_all(nodes.FromImport):
        found |= {name if isinstance(name, str) else name[1] for name in each.names}
    return found


def used(template: nodes.Template) -> set[str]:
    return {name.name for name in template.find_all(nodes.Name) if name.ctx == "load"}


@pytest.mark.parametrize("page", PAGES)
def test_everything_that_is_imported_is_used(page: str) -> None:
    template = read(page)
    assert imported(template) - used(template) == set()


def test_an_unused_import_is_found_however_it_is_written() -> None:
    template = parsed('{% from "a.html" import b, c as d %}{% import "e.html" as f %}{{ d(b) }}{% set f = 1 %}')
    assert imported(template) - used(template) == {"f"}


def test_every_macro_is_called_somewhere() -> None:
    templates = [read(page) for page in PAGES]
    sources = {
        (each.template.value, name if isinstance(name, str) else name[0])
        for template in templates
        for each in template.find_all(nodes.FromImport)
        if isinstance(each.template, nodes.Const)
        for name in each.names
    }
    for page, template in zip(PAGES, templates, strict=True):
        for macro in template.find_all(nodes.Macro):
            assert (page, macro.name) in sources or macro.name in used(template), (page, macro.name)
