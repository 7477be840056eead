"""Letters of every script: what counts as one sign, which font draws it, and what stands for one that none has."""

import json
import re
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from matplotlib.ft2font import FT2Font, LoadFlags
from pypdf import PdfReader
from pypdf.generic import ContentStream

from journal.render import images, paper
from journal.render.style import EMBEDDED, FAMILY, FONTS
from journal.render.text import font_fallback
from journal.render.text.graphemes import graphemes
from journal.render.text.text_shaping import FINE, outlines, path_data
from journal.render.text.text_widths import PLACEHOLDER, drawable, measure, plain, runs, sentence_runs, wrap
from tests.render import samples

# As people write what they feel, and what the fonts must have for it: script by script.
DRAWN = {
    "Latin with marks": "orí fífọ́ ẹ̀dùn x̣ Schwindel Übelkeit świąd çarpıntı đau đầu ʻōlelo ñ ß",
    "Greek": "πονοκέφαλος ζάλη Ἀρχή",
    "Cyrillic": "головна́ біль тошнота сұйық",
    "Arabic": "صداع شديد في الرأس گیجی چکر",
    "Hebrew": "כְּאֵב רֹאשׁ סחרחורת",
    "Devanagari": "डिज़ी सिर का दर्द क्षमता",
    "Thai": "ปวดหัว คลื่นไส้ น้ำ",
    "Chinese": "頭痛 头晕 恶心 噁心",
    "Japanese": "ずつう 頭痛 めまい ダルい",
    "Korean": "두통 어지러움",
    "signs": "½ tablet → 2 × 3 ≤ 4 “so” … € ° ❤",
}
SAMPLE = samples.severity(28, 1)


@pytest.mark.parametrize("script", DRAWN)
def test_every_script_we_promise_is_drawn(script: str) -> None:
    assert PLACEHOLDER not in drawable(DRAWN[script])
    assert drawable(DRAWN[script]) == DRAWN[script]


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("1️⃣ headache", "1 headache"),
        ("#️⃣ pain", "# pain"),
        ("❤️ races", "❤ races"),
        ("👩‍👩‍👧 stress", f"{PLACEHOLDER} stress"),
        ("👍🏽🇩🇪🏴󠁧󠁢󠁳󠁣󠁴󠁿", PLACEHOLDER * 3),
        ("கை வலி", f"{PLACEHOLDER} {PLACEHOLDER * 2}"),
        ("a\u200bb\u00ad\ufeffc\u2060d\u3164e", "abcde"),
        ("ori\u0301", "orí"),  # decomposed, as some keyboards send it
        ("می\u200cخواهم", "می\u200cخواهم"),  # the non-joiner is part of how it is written
        ("\u200d\u200c\ufe0f", ""),
        ("\u0301", "\u0301"),
        ("\U0001d5a0", PLACEHOLDER),  # DejaVu has it, but not in bold
    ],
)
def test_what_no_font_has_is_one_placeholder_for_a_sign(text: str, drawn: str) -> None:
    assert drawable(text) == drawn


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("abc", 3),
        ("ọ́ẹ̀", 2),
        ("1️⃣2️⃣", 2),
        ("👩‍👩‍👧👨🏿‍⚕️", 2),
        ("🇩🇪🇫🇷🇩", 3),
        ("क्षमता", 3),
        ("น้ำ", 2),
        ("각ᄀ", 2),
        ("", 0),
    ],
)
def test_signs_are_counted_as_a_reader_counts_them(text: str, signs: int) -> None:
    assert len(list(graphemes(text))) == signs
    assert "".join(graphemes(text)) == text


def test_a_word_is_in_one_font_and_its_marks_with_it() -> None:
    assert runs("Zoë Ẹ̀dùn x̣") == [(FAMILY, "Zoë "), ("Noto Sans", "Ẹ̀dùn"), (FAMILY, " "), ("Noto Sans", "x̣")]
    assert runs("頭痛 ראש") == [("Noto Sans CJK SC", "頭痛"), (FAMILY, " "), ("Noto Sans Hebrew", "ראש")]
    mixed = runs("頭ש")  # no font has the whole word
    assert mixed == [("Noto Sans CJK SC", "頭"), ("Noto Sans Hebrew", "ש")]
    assert runs("") == []


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("قلق شديد 1 mg a day", "قلق شديد\u200e 1 mg a day"),
        ("כאב", "כאב\u200e"),  # what stands beside it may begin with a number
        ("כאב, 3 ימים", "כאב, 3 ימים\u200e"),
        ("Fatigue 1 of 2", "Fatigue 1 of 2"),
    ],
)
def test_a_number_after_a_name_from_right_to_left_stays_where_it_is(line: str, said: str) -> None:
    assert "".join(part for _, part in sentence_runs(line)) == said
    assert [family for family, _ in sentence_runs(line)] == [family for family, _ in runs(line)]


def test_a_word_longer_than_a_line_can_be_broken_but_never_inside_a_sign() -> None:
    ((family, text),) = runs("ẹ́" * 30)
    assert (family, text.replace("\u200b", "")) == ("Noto Sans", "ẹ́" * 30)
    assert text.split("\u200b") == [*["ẹ́"] * 30, ""]
    lines = wrap("क्षा" * 40, 15, 120)
    assert len(lines) > 2
    assert all(line == "क्षा" * (len(line) // 4) for line in lines)


def test_plain_is_western_letters_alone() -> None:
    assert plain("Zoë Ẹ̀dùn 頭 👩‍👩‍👧") == f"Zoë {PLACEHOLDER}dùn {PLACEHOLDER} {PLACEHOLDER}"
    assert font_fallback.family(PLACEHOLDER) == "Noto Sans"


@pytest.mark.parametrize("bold", [True, False])
def test_widths_and_signs_of_the_files_are_those_of_the_fonts(bold: bool) -> None:
    for face, path in zip(font_fallback.FACES, font_fallback.paths(bold)[1:], strict=True):
        font = FT2Font(path)
        assert font.family_name == face.family
        known = font_fallback._known(face.name, face.style(bold))
        assert set(font.get_charmap()) == set(known)
        font.set_size(1000, 72)
        for code in list(known)[:: max(1, len(known) // 40)]:
            width = font.load_char(code, LoadFlags.NO_HINTING).linearHoriAdvance / 65536
            assert abs(width - known[code]) <= 1, f"{face.name} {code:x}"


def test_lines_are_measured_with_the_font_that_draws_them() -> None:
    assert measure("頭" * 10, 15) == 150
    assert 0 < measure("ẹ́", 15) == measure("ẹ", 15)
    assert measure("\ud7ff", 15) == 15


def test_fonts_come_with_their_licence_and_weigh_little() -> None:
    assert sum(path.stat().st_size for path in FONTS.iterdir()) <= 12 * 1024 * 1024
    licence = (FONTS / "OFL-Noto.txt").read_text("utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    for face in font_fallback.FACES:
        assert face.name == "DejaVuSans" or f"{face.name}: " in licence
    assert (FONTS / "OFL.txt").exists()


# Pictures


def named(name: str) -> samples.SeverityChart:
    words = replace(SAMPLE.caption, answer=f"{name} moderate at 1.5 mg, mild at 1 mg.")
    return replace(SAMPLE, caption=words, panels=(replace(SAMPLE.panels[0], name=name),))


def test_the_picture_has_words_as_text_and_other_letters_as_outlines() -> None:
    root = ElementTree.fromstring(images.draw(named("頭痛"), "svg"))
    text = [line.text or "" for line in root.iter("{http://www.w3.org/2000/svg}text")]
    assert "rated on 24 of 28 days" in text
    assert all(EMBEDDED.issuperset(line) for line in text)
    assert root.findtext("{http://www.w3.org/2000/svg}title") == "頭痛 moderate at 1.5 mg, mild at 1 mg."


def test_a_usual_name_in_another_script_costs_little() -> None:
    for name in DRAWN.values():
        assert len(images.draw(named(name), "svg")) <= 64_000


def test_an_english_sentence_stays_english_when_it_begins_with_another_script() -> None:
    """The first word of the sentence stands at its left, whichever way the word itself is written."""
    word, sentence = (
        {(round(x), round(y)) for x, y in outlines(text, False, 1000).vertices} for text in ("ראש", "ראש mild")
    )
    assert word <= sentence


def test_letters_are_joined_and_ordered_as_their_script_wants_it() -> None:
    def width(text: str) -> float:
        return float(outlines(text, False, 100).vertices[:, 0].max())

    assert width("لللل") < 4 * width("ل") * 0.8, "Arabic letters are joined"
    assert width("क्ष") < width("क") + width("ष"), "a conjunct is one sign"
    alef, bet = (outlines(text, False, 100).vertices[:, 0].min() for text in ("א", "בא"))
    assert abs(alef - bet) < 1, "Hebrew goes from right to left: the second letter stands at the left"


def test_outlines_are_the_same_in_every_file() -> None:
    """Path data in hundredths of a pixel is the path that PNG and PDF are drawn from."""
    path = outlines("頭é", True, 16)
    parsed = parse(path_data(path, 10, 50))
    wanted = [
        (10 + x, 50 - y) for (x, y), code in zip(path.vertices, path.codes, strict=True) if code != path.CLOSEPOLY
    ]
    assert len(parsed) == len(wanted)
    assert (
        max(abs(a - b) for one, two in zip(parsed, wanted, strict=True) for a, b in zip(one, two, strict=True)) < 0.02
    )


def parse(data: str) -> list[tuple[float, float]]:
    """The points of path data, on the curve or beside it."""
    here, points = (0.0, 0.0), []
    for letter, numbers in re.findall(r"([Mlqcz])([-\d ]*)", data):
        values = [int(number) / FINE for number in re.findall(r"-?\d+", numbers)]
        step = [(x, y) for x, y in zip(values[::2], values[1::2], strict=True)]
        if letter in "lqc":
            step = [(here[0] + x, here[1] + y) for x, y in step]
        points += step
        here = step[-1] if step else here
    return points


# Paper


def glyphs(document: PdfReader) -> set[int]:
    """The numbers of all glyphs a document draws with fonts that number their glyphs."""
    found: set[int] = set()
    for page in document.pages:
        for operands, operator in ContentStream(page.get_contents(), document).operations:
            for text in operands[0] if operator == b"TJ" else operands if operator == b"Tj" else ():
                raw = getattr(text, "original_bytes", text if isinstance(text, bytes) else b"")
                found |= {int.from_bytes(raw[n : n + 2], "big") for n in range(0, len(raw), 2)}
    return found


@pytest.mark.parametrize("script", DRAWN)
def test_every_script_comes_out_of_the_printer(script: str) -> None:
    name = DRAWN[script]
    document = PdfReader(BytesIO(paper.charts_pdf("Side effects", name, "", [named(name)], [])))
    drawn = glyphs(document)
    assert len(drawn) > 20
    assert 0 not in drawn, "an empty box is drawn"
    text = "".join(document.pages[0].extract_text().split())
    if script not in {"Arabic", "Hebrew", "Devanagari", "Thai"}:  # pypdf gives those in the order they are drawn
        assert "".join(name.split()[0]) in text
    assert "no letter for" not in document.pages[0].extract_text()


def test_the_sheet_says_what_the_placeholder_is() -> None:
    document = PdfReader(BytesIO(paper.charts_pdf("Side effects", "👩‍👩‍👧", "", [], [])))
    assert f"{PLACEHOLDER} stands for a sign that this paper has no letter for" in document.pages[0].extract_text()
    assert 0 not in glyphs(document)


def test_a_letter_typst_refuses_costs_the_letter_not_the_sheet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paper, "drawable", lambda text: text)
    document = PdfReader(BytesIO(paper.charts_pdf("Side effects", "Ann கை", "", [], [])))
    assert f"Ann {PLACEHOLDER}" in document.pages[0].extract_text()


@settings(max_examples=40)
@given(st.text(max_size=80), st.text(alphabet=st.characters(codec="utf-8"), min_size=1, max_size=30))
def test_any_text_is_a_picture_and_a_page(name: str, symptom: str) -> None:
    chart = named(symptom)
    ElementTree.fromstring(images.draw(chart, "svg", "print"))
    document = PdfReader(BytesIO(paper.charts_pdf("Side effects", name, "", [chart], [])))
    assert 0 not in glyphs(document)


@settings(max_examples=300)
@given(st.text(max_size=120))
@example("0 \U000e0100")
def test_any_text_is_one_line_of_letters_we_have(text: str) -> None:
    line = drawable(text)
    assert line == drawable(line)
    assert line.isprintable() or "\u200c" in line or "\u200d" in line
    assert all(family in font_fallback.FAMILIES for family, _ in runs(line))
    assert "".join(part for _, part in runs(line)).replace("\u200b", "") == line
    assert all(measure(part, 15) <= 120 or len(list(graphemes(part))) == 1 for part in wrap(text, 15, 120))


def test_fonts_that_are_listed_are_those_that_lie_there() -> None:
    listed = {Path(path).name for bold in (True, False) for path in font_fallback.paths(bold)}
    lie_there = {path.name for path in FONTS.iterdir() if path.suffix in {".ttf", ".otf"}}
    assert lie_there <= listed
    assert all(json.loads(path.read_text("utf-8")) for path in FONTS.glob("*.json"))
