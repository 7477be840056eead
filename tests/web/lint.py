"""What every page must be, checked on every page a test loads (an idea of GOV.UK Notify's test client)."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from html import unescape
from pathlib import Path
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element, TreeBuilder

import html5lib
from flask import Flask
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import RequestRedirect

from journal.web.site import access

FOR_ANOTHER = re.compile("/for/[A-Za-z0-9_-]{22}/")
NOBODYS = re.compile(r"/(people|about|emergency(#[\w-]+)?|site\.webmanifest|static/.*)")
ADDRESSES = {"href", "src", "action", "srcset", "poster", "data", "content", "formaction"}
REFERENCES = {"for", "aria-labelledby", "aria-describedby", "list", "form"}
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
PIECE = re.compile(r'([^<]*)<(/?)([a-z][a-z0-9]*)((?:\s+[\w:-]+(?:="[^"]*")?)*+)\s*(/?)>', re.IGNORECASE)
ATTRIBUTE = re.compile(r'([\w:-]+)(?:="([^"]*)")?')
COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
# What may be another in each answer and changes no page: words, what fields hold, ids and numbers.
WORDS = re.compile(r">\s*[^<>\s][^<>]*(?=<)")
VALUE = re.compile(r'(\bvalue=")[^"<>]+')
ID = re.compile("[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
NUMBER = re.compile("[0-9]+(?<!<h[0-9])(?<!</h[0-9])")  # but for that of a heading
VALUES = re.compile(r'="[^"]*"')
# What a parser might stumble over whatever it stands in: a comment, a half reference, a sign no page may hold.
DOUBTFUL = re.compile(
    r"<!--|&(?!(?:amp|lt|gt|quot|#34|#39);)|[\x01-\x08\x0b\x0e-\x1f\x7f-\x9f\ufdd0-\ufdef\ufffe-\U0010ffff]"
)


class Shapes:
    """Pages found right but for words and numbers, by this process or by another one of the same run."""

    def __init__(self) -> None:
        self._here: set[str] = set()
        self._shared: Path | None = None

    def share(self, folder: Path) -> None:
        """Say what is right to the other workers of this run, and believe them: an empty file each."""
        folder.mkdir(parents=True, exist_ok=True)
        self._shared = folder

    def __contains__(self, shape: str) -> bool:
        key = _key(shape)
        if key not in self._here and self._shared and (self._shared / key).exists():
            self._here.add(key)
        return key in self._here

    def add(self, shape: str) -> None:
        """Remember that this is right."""
        self._here.add(_key(shape))
        if self._shared:
            (self._shared / _key(shape)).touch()


shapes = Shapes()
_pages: set[str] = set()  # what was found right, but for words and values
_places: set[str] = set()  # tags, and where they stand, that a conforming parser has read without an error


def tree(html: str) -> Element:
    """The document as a tree. Quick, and right only for pages without errors: those the linter passes."""
    builder = TreeBuilder()
    text = COMMENT.sub("", html.removeprefix("<!doctype html>")).strip()
    pieces = PIECE.findall(text)
    for words, ends, name, attributes, closed in pieces:
        if words:
            builder.data(unescape(words))
        if not ends:
            builder.start(name, dict(_attributes(attributes)) if attributes else {})
        if ends or closed or name in VOID:
            builder.end(name)
    assert len(pieces) == text.count("<")
    assert text.endswith(">")
    return builder.close()


@lru_cache(4096)
def _attributes(written: str) -> tuple[tuple[str, str], ...]:
    """The attributes of a tag; most tags have the same as those of another page."""
    return tuple((key, unescape(value)) for key, value in ATTRIBUTE.findall(written))


def faults(app: Flask, html: str) -> list[str]:
    """Everything that is wrong with a page, each as a sentence.

    A page that differs from one seen before only in words, values, numbers and ids is not looked at again: words that
    break out of their place change the shape.
    """
    if "\x00" in html:
        return ["NUL in the page"]
    if not _title(html).removesuffix("– Side-effect journal").strip():
        return ["no title of its own"]
    if not html.startswith("<!doctype html>"):
        return ["no doctype"]
    without_words = _without(html, WORDS, VALUE)
    page = _key(without_words)
    if page in _pages:
        return []
    shape = _without(without_words, ID, NUMBER)
    if shape not in shapes:
        document, found = _parsed(html)
        found += _leaving_faults(document)
        for look in (_document_faults, _name_faults, _label_faults, _form_faults, _inline_faults):
            found += look(document)
        found += _address_faults(app, document)
        if found:
            return found
        shapes.add(shape)
    _pages.add(page)
    return []


def _title(html: str) -> str:
    head = html.partition("</head>")[0]
    return head.partition("<title>")[2].partition("</title>")[0]


def _without(html: str, *patterns: re.Pattern[str]) -> str:
    """The page with a mark in the place of everything that fits."""
    for pattern in patterns:
        html = "\0".join(pattern.split(html))
    return html


def _parsed(html: str) -> tuple[Element, list[str]]:
    """The document as a tree, and why it is no HTML5.

    A conforming parser takes ten times as long as `tree`. Where each tag is closed by one of its own, what such a
    parser says of a tag depends on the tags it stands in, so it reads only pages with a tag in a new place.
    """
    places = _places_in(html)
    if places and places <= _places:
        return tree(html), []
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    document = parser.parse(html)
    found = [f"not strict HTML5: line {place[0]}: {error} {data}" for place, error, data in parser.errors]
    if not found:
        _places.update(places)
    return document, found


def _places_in(html: str) -> set[str]:
    """Each tag with the names of its attributes, and each tag and word with all the tags around it.

    Nothing when a tag is not closed by one of its own, or when there is something doubtful.
    """
    text = html.removeprefix("<!doctype html>").strip()
    pieces = PIECE.findall(text)
    if text == html or DOUBTFUL.search(text) or len(pieces) != text.count("<"):
        return set()
    places, around, top = set(), [""], ""
    for words, ends, name, attributes, closed in pieces:
        if words and not words.isspace():
            places.add(f"{around[-1]} words")
        if ends:
            if around.pop().rpartition("/")[2] != name:
                return set()
            continue
        places |= {f"<{name}{VALUES.sub('', attributes)}{closed}>", f"{around[-1]}/{name}"}
        if len(around) == 2:
            top += f" {name}"
        if not closed and name not in VOID:
            around.append(f"{around[-1]}/{name}")
    return places | {top} if around == [""] else set()


def _key(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def words_of(element: Element) -> str:
    """The text inside, spaces made plain."""
    return " ".join(" ".join(element.itertext()).split()).replace(" , ", ", ")


def _document_faults(document: Element) -> Iterator[str]:
    if not document.get("lang"):
        yield "no lang"
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
    for element in document.iter():
        for name in REFERENCES & element.attrib.keys():
            for wanted in element.attrib[name].split():
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
        is_door = "door" in (form.get("class") or "").split()  # of a link: its secret address is its token
        if form.get("method") == "post" and not tokens and not is_door:
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


def _leaving_faults(document: Element) -> Iterator[str]:
    """On a page about somebody else's record every link stays with it, but for those that are nobody's or one's own."""
    if not any("for-whom" in (element.get("class") or "").split() for element in document.iter()):
        return
    for element in document.iter():
        address = element.get("href") or element.get("action") or ""
        if address.startswith("/") and not FOR_ANOTHER.match(address) and not NOBODYS.fullmatch(address):
            yield f"{address} leads out of the record that this page is about"


def _address_faults(app: Flask, document: Element) -> Iterator[str]:
    ids = {element.get("id") for element in document.iter()}
    adapter = app.url_map.bind("localhost")
    for element in document.iter():
        for name, address in element.attrib.items():
            if name not in ADDRESSES or (name == "content" and element.tag == "meta" and "//" not in address):
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
    found = FOR_ANOTHER.match(path)
    path = path[found.end() - 1 :] if found else path
    try:
        endpoint, values = adapter.match(path, method=method)  # type: ignore[attr-defined]
    except (NotFound, MethodNotAllowed, RequestRedirect) as error:
        yield f"{method} {path} leads nowhere: {error!r}"
        return
    if found and access.decision_of(app.view_functions[endpoint]).others == "none":
        yield f"{method} {path} is the patient's alone"
    if endpoint == "static" and not (Path(str(app.static_folder)) / values["filename"]).is_file():
        yield f"there is no file {path}"
