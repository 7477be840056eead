"""The QR code: what a camera reads is the text, module by module."""

import re
from xml.etree import ElementTree as Xml

import segno

from journal.render import qr

TEXT = "otpauth://totp/Side-effect%20journal:Ann?secret=ABCDEFGHIJKLMNOPQRSTUVWXYZ234567&issuer=Side-effect%20journal"


def modules(svg: bytes) -> set[tuple[int, int]]:
    """The dark modules of a picture drawn in strokes: column and row, the quiet zone counted."""
    path = next(e for e in Xml.fromstring(svg).iter() if e.tag.endswith("path") and e.get("stroke"))
    found, x, y = set(), 0, 0.5
    for command, first, second in re.findall(r"([Mmh])(-?[\d.]+)(?: ?(-?[\d.]+))?", path.get("d") or ""):
        if command == "h":
            found |= {(x + step, int(y)) for step in range(int(first))}
            x += int(first)
        else:
            x, y = (int(first), float(second)) if command == "M" else (x + int(first), y + float(second))
    return found


def test_the_picture_is_the_matrix_of_the_text() -> None:
    matrix = segno.make_qr(TEXT, error="m").matrix
    wanted = {(x + 4, y + 4) for y, row in enumerate(matrix) for x, dark in enumerate(row) if dark}
    assert modules(qr.draw(TEXT)) == wanted


def test_the_picture_is_black_on_white_and_takes_the_size_it_is_given() -> None:
    root = Xml.fromstring(qr.draw(TEXT))
    assert root.get("width") is None
    assert root.get("viewBox")
    colours = {e.get("fill") or e.get("stroke") for e in root.iter() if e.tag.endswith("path")}
    assert colours == {"#fff", "#000"}
    assert b"style" not in qr.draw(TEXT)


def test_inside_a_page_it_has_the_same_dark_squares() -> None:
    side, path = qr.strokes(TEXT)
    found = {(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", path)}
    assert found == modules(qr.draw(TEXT))
    root = Xml.fromstring(qr.draw(TEXT))
    assert root.get("viewBox") == f"0 0 {side} {side}"
