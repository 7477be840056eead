"""Draw a QR code as a picture: black on white in every theme, since cameras read nothing else for certain."""

from io import BytesIO


def draw(text: str) -> bytes:
    """The text as an SVG that takes the size it is given, with the quiet zone around it that cameras need."""
    import segno  # noqa: PLC0415 - loaded when somebody sets up a second step, which is seldom

    made = BytesIO()
    segno.make_qr(text, error="m").save(
        made,
        kind="svg",
        border=4,
        dark="#000",
        light="#fff",
        xmldecl=False,
        omitsize=True,
        svgclass=None,
        lineclass=None,
    )
    return made.getvalue()


def strokes(text: str) -> tuple[int, str]:
    """The same code inside a page: how many squares wide it is with its quiet zone, and the path of the dark ones."""
    import segno  # noqa: PLC0415 - as above

    rows = list(segno.make_qr(text, error="m").matrix_iter(border=4))
    return len(rows), "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
