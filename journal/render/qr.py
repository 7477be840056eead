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
