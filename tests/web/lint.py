"""What every page must be, checked on every page a test loads (an idea of GOV.UK Notify's test client)."""

import re
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, TreeBuilder

import html5lib
from flask import Flask
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect

ADDRESSES = ("href", "src", "action", "srcset", "poster", "data", "content", "formaction")
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
TOKEN = re.compile(r'(?<=name="csrf_token" value=")[^"]+|[0-9a-f]{8}-[0-9a-f-]{27}|[0-9]+')
TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*(/?)>', re.IGNORECASE)
ATTRIBUTE = re.compile(r'([\w:-]+)(?:="([^"]*)")?')
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
VALUE = re.compile(r'\bvalue="[^"<>]+"')
WORDS = re.compile(r">(?=[^<>]*[^<>\s])[^<>]+<")

_seen: set[bytes] = set()


def tree(html: str) -> Element:
    """The document as a tree. Quick, and right only for pages without errors: those the linter passes."""
    builder, at = TreeBuilder(), 0
    text = COMMENT.sub("", html.removeprefix("<!doctype html>")).strip()
    for tag in TAG.finditer(text):
        builder.data(unescape(text[at : tag.start()]))
        at = tag.end()
        ends, name, attributes, closed = tag.groups()
        if not ends:
            builder.start(name, {key: unescape(value) for key, value in ATTRIBUTE.findall(attributes)})
        if ends or closed or name in VOID:
            builder.end(name)
    assert at == len(text)
    return builder.close()


def faults(app: Flask, html: str) -> list[str]:
    """Everything that is wrong with a page, each as a sentence.

    A page that differs from one seen before only in words, values, numbers and tokens is not looked at again:
    words that break out of their place change the shape.
    """
    if "\x00" in html:
        return ["NUL in the page"]
    shape = sha256(WORDS.sub(">w<", VALUE.sub('value="v"', TOKEN.sub("0", html))).encode()).digest()
    if shape in _seen:
        return []
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    document = parser.parse(html)
    found = [f"not strict HTML5: line {place[0]}: {error} {data}" for place, error, data in parser.errors]
    if not html.startswith("<!doctype html>"):
        found.append("no doctype")
    for look in (_document_faults, _name_faults, _label_faults, _form_faults, _inline_faults):
        found += look(document)
    found += _address_faults(app, document)
    if not found:
        _seen.add(shape)
    return found


def words_of(element: Element) -> str:
    """The text inside, spaces made plain."""
    return " ".join(" ".join(element.itertext()).split()).replace(" , ", ", ")


def _document_faults(document: Element) -> Iterator[str]:
    if not document.get("lang"):
        yield "no lang"
    title = document.find("head/title")
    if title is None or not words_of(title).removesuffix("– Side-effect journal").strip():
        yield "no title of its own"
    headings = len(document.findall(".//h1"))
    if headings != 1:
        yield f"{headings} h1"
    yield from (f"img {image.get('src')} without alt" for image in document.iter("img") if not image.get("alt"))
    if any(table.find("caption") is None for table in document.iter("table")):
        yield "a table without caption"
    levels = [int(element.tag[1]) for element in document.iter() if re.fullmatch("h[1-6]", str(element.tag))]
    for one, after in zip([0, *levels], levels, strict=False):
        if after > one + 1:
            yield f"a heading of level {after} after one of level {one}"


def _name_faults(document: Element) -> Iterator[str]:
    ids = Counter(element.get("id") for element in document.iter() if element.get("id") is not None)
    yield from (f"the id {name!r} stands {count} times" for name, count in ids.items() if count > 1 or not name)
    for name in ("for", "aria-labelledby", "aria-describedby", "list", "form"):
        for element in document.iter():
            for wanted in (element.get(name) or "").split():
                if wanted not in ids:
                    yield f"{name}={wanted!r} names nothing"


def _label_faults(document: Element) -> Iterator[str]:
    labelled = {label.get("for") for label in document.iter("label")}
    wrapped = {id(field) for label in document.iter("label") if words_of(label) for field in label.iter()}
    for field in (field for tag in ("input", "select", "textarea") for field in document.iter(tag)):
        has_label = field.get("id") in labelled or id(field) in wrapped or field.get("aria-label")
        if field.get("type") != "hidden" and not has_label:
            yield f"{field.tag} {field.get('name')!r} has no label"
    for button in [*document.iter("button"), *document.iter("a")]:
        if not (words_of(button) or button.get("aria-label")):
            yield f"a {button.tag} without words: {button.attrib}"


def _form_faults(document: Element) -> Iterator[str]:
    for form in document.iter("form"):
        tokens = [field for field in form.iter("input") if field.get("name") == "csrf_token" and field.get("value")]
        if form.get("method") == "post" and not tokens:
            yield f"the form to {form.get('action')} has no csrf_token"
        if form.find(".//button") is None:
            yield f"the form to {form.get('action')} has no button"
    for fieldset in document.iter("fieldset"):
        legend = fieldset.find("legend")
        if legend is None or not words_of(legend):
            yield "a fieldset without legend"
    for group, radios in _radio_groups(document).items():
        if sum("checked" in radio.attrib for radio in radios) > 1:
            yield f"two radios of {group} are checked"


def _radio_groups(document: Element) -> dict[tuple[int, str], list[Element]]:
    groups: dict[tuple[int, str], list[Element]] = {}
    for number, form in enumerate(document.iter("form")):
        for field in form.iter("input"):
            if field.get("type") == "radio":
                groups.setdefault((number, field.get("name", "")), []).append(field)
    return groups


def _inline_faults(document: Element) -> Iterator[str]:
    for element in document.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag == "style" or (element.tag == "script" and (not element.get("src") or words_of(element))):
            yield f"an inline {element.tag}"
        for name in element.attrib:
            if name == "style" or name.startswith("on"):
                yield f"an inline {name}= on {element.tag}"


def _address_faults(app: Flask, document: Element) -> Iterator[str]:
    ids = {element.get("id") for element in document.iter()}
    adapter = app.url_map.bind("localhost")
    for element in document.iter():
        for name in ADDRESSES:
            address = element.get(name)
            if address is None or (name == "content" and element.tag == "meta" and "//" not in address):
                continue
            parts = urlsplit(address)
            if parts.scheme in {"tel", "otpauth"}:
                continue
            if parts.scheme or parts.netloc:
                yield f"{element.tag} {name}={address!r} leads out of the journal"
            elif address.startswith("#"):
                if address[1:] not in ids:
                    yield f"the link {address!r} leads to nothing on the page"
            elif not parts.path.startswith("/"):
                yield f"{element.tag} {name}={address!r} is relative"
            else:
                method = "POST" if element.tag == "form" and element.get("method") == "post" else "GET"
                yield from _route_faults(app, adapter, parts.path, method)


def _route_faults(app: Flask, adapter: object, path: str, method: str) -> Iterator[str]:
    try:
        endpoint, values = adapter.match(path, method=method)  # type: ignore[attr-defined]
    except (NotFound, MethodNotAllowed, RequestRedirect) as error:
        yield f"{method} {path} leads nowhere: {error!r}"
        return
    if endpoint == "static" and not (Path(str(app.static_folder)) / values["filename"]).is_file():
        yield f"there is no file {path}"
