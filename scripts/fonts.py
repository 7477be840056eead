"""Write the letters of pictures and paper into journal/render/fonts/: Noto, cut down to the scripts we promise.

Atkinson Hyperlegible has Western letters alone. What people call a symptom, and what they are called, comes in others.
To repeat it, fetch the sources into a folder and name the folder:

    pip download --no-deps -d sources fontpkg-noto-sans==2.15 fontpkg-noto-sans-arabic==2.12 \\
        fontpkg-noto-sans-devanagari==2.7 fontpkg-noto-sans-thai==2.2 justmytype-intl-rtl==0.1.0
    (cd sources && apt-get download fonts-noto-cjk)      # Debian 12: 1:20220127+repack1-1
    python scripts/fonts.py sources

The same sources and the same fonttools give the same bytes. Beside the fonts stand how wide their letters are, so that
a page knows the size of a picture without opening a font.
"""

import io
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from zipfile import ZipFile

import matplotlib
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

TARGET = Path(__file__).parents[1] / "journal" / "render" / "fonts"
WEIGHTS = {"Regular": 400, "Bold": 700}
MOST = 12 * 1024 * 1024

EVERYWHERE = {0x20, 0xA0, 0x200C, 0x200D, 0x25CC}  # a mark without a letter stands on the dotted circle
LATIN_GREEK_CYRILLIC = (
    *((0x20, 0x7E), (0xA0, 0x52F), (0x1C80, 0x1C8F), (0x1D00, 0x1FFF), (0x2000, 0x218F), (0x25CC, 0x25CC)),
    *((0x2C60, 0x2C7F), (0x2DE0, 0x2DFF), (0xA640, 0xA69F), (0xA700, 0xA7FF), (0xAB30, 0xAB6F), (0xFB00, 0xFB06)),
    *((0xFE20, 0xFE2F), (0xFFFD, 0xFFFD)),
)
ARABIC = ((0x600, 0x6FF), (0x750, 0x77F), (0x8A0, 0x8FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFE))
HEBREW = ((0x590, 0x5FF), (0xFB1D, 0xFB4F))
DEVANAGARI = ((0x900, 0x97F), (0xA8E0, 0xA8FF), (0x1CD0, 0x1CFF))
THAI = ((0xE00, 0xE7F),)
SCRIPTS = {
    "NotoSans": ("fontpkg_noto_sans-*", "NotoSans[wdth,wght].ttf", LATIN_GREEK_CYRILLIC),
    "NotoSansArabic": ("fontpkg_noto_sans_arabic-*", "NotoSansArabic[wdth,wght].ttf", ARABIC),
    "NotoSansHebrew": ("justmytype_intl_rtl-*", "NotoSansHebrew[wdth,wght].ttf", HEBREW),
    "NotoSansDevanagari": ("fontpkg_noto_sans_devanagari-*", "NotoSansDevanagari[wdth,wght].ttf", DEVANAGARI),
    "NotoSansThai": ("fontpkg_noto_sans_thai-*", "NotoSansThai[wdth,wght].ttf", THAI),
}
SIMPLIFIED_CHINESE = 2  # the third face of Debian's collection


def within(ranges: Iterable[tuple[int, int]]) -> set[int]:
    """The code points of some ranges, and those every font needs."""
    return {code for first, last in ranges for code in range(first, last + 1)} | EVERYWHERE


def encoded(codec: str) -> Iterator[int]:
    """The Han signs of a national standard, as Python's codec has them."""
    for code in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000)):
        try:
            chr(code).encode(codec)
        except UnicodeEncodeError:
            continue
        yield code


def east_asian() -> set[int]:
    """The commonest signs of China, Taiwan, Japan and Korea: national standards, kana, every syllable of Hangul."""
    han = {code for codec in ("gb2312", "big5", "shift_jis", "euc_kr") for code in encoded(codec)}
    return han | set(range(0x3000, 0x3100)) | set(range(0xAC00, 0xD7A4)) | set(range(0xFF00, 0xFFEF))


def member(sources: Path, wheel: str, name: str) -> bytes:
    """A file of a wheel in the folder of sources."""
    (found,) = sources.glob(wheel)
    with ZipFile(found) as archive:
        inside = next(each for each in archive.namelist() if each.endswith("/" + name))
        return archive.read(inside)


def collection(sources: Path) -> bytes:
    """Debian's collection of the East Asian faces."""
    (package,) = sources.glob("fonts-noto-cjk_*.deb")
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(["/usr/bin/dpkg-deb", "-x", str(package), folder], check=True)
        return next(Path(folder).rglob("NotoSansCJK-Regular.ttc")).read_bytes()


def cut(font: TTFont, codes: set[int], features: list[str]) -> bytes:
    """The font with these signs alone, without hints: paper and 300 dpi need none."""
    options = Options()
    options.layout_features = features
    options.hinting = False
    options.notdef_outline = True
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.drop_tables += ["BASE", "DSIG", "STAT", "VORG", "vhea", "vmtx", "MVAR", "HVAR"]
    options.recalc_timestamp = False
    subsetter = Subsetter(options)
    subsetter.populate(unicodes=codes)
    subsetter.subset(font)
    made = io.BytesIO()
    font.save(made)
    return made.getvalue()


def write_fonts(sources: Path) -> None:
    """Write every font and its licence."""
    copyrights = []
    for name, (wheel, file, ranges) in SCRIPTS.items():
        source = member(sources, wheel, file)
        for style, weight in WEIGHTS.items():
            font = TTFont(io.BytesIO(source), recalcTimestamp=False)
            axes = {"wght": weight, "wdth": 100}
            font = instantiateVariableFont(font, axes, inplace=True, updateFontNames=False)
            rename(font, name, style)
            (TARGET / f"{name}-{style}.ttf").write_bytes(cut(font, within(ranges), ["*"]))
        copyrights.append(f"{name}: {font['name'].getDebugName(0)}")
    font = TTFont(io.BytesIO(collection(sources)), fontNumber=SIMPLIFIED_CHINESE, recalcTimestamp=False)
    copyrights.append(f"NotoSansCJKsc: {font['name'].getDebugName(0)}")
    (TARGET / "NotoSansCJKsc-Regular.otf").write_bytes(cut(font, east_asian(), ["ccmp", "ljmo", "vjmo", "tjmo"]))
    licence = member(sources, SCRIPTS["NotoSans"][0], "LICENSE").decode()
    text = "\n".join([*copyrights, "", *licence.splitlines()[2:], ""])
    (TARGET / "OFL-Noto.txt").write_text(text, "utf-8")


def rename(font: TTFont, name: str, style: str) -> None:
    """Give an instance of a variable font the names of a static one: two files of one family, told by their style."""
    family = font["name"].getDebugName(16) or font["name"].getDebugName(1)
    names = {1: family, 2: style, 4: f"{family} {style}", 6: f"{name}-{style}"}
    for number in (16, 17, 21, 22, 25):
        font["name"].removeNames(nameID=number)
    for number, text in names.items():
        font["name"].setName(text, number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = WEIGHTS[style]
    bold = style == "Bold"
    font["OS/2"].fsSelection = (font["OS/2"].fsSelection & ~0x61) | (0x20 if bold else 0x40)
    font["head"].macStyle = (font["head"].macStyle & ~1) | bold


def runs(path: Path) -> list[int]:
    """How wide each sign is in thousandths of the size, as [first, how many, width, first, how many, width ...]."""
    font = TTFont(path, lazy=True)
    scale = 1000 / font["head"].unitsPerEm
    found: list[int] = []
    for code, glyph in sorted(font.getBestCmap().items()):
        width = round(font["hmtx"][glyph][0] * scale)
        if found and found[-3] + found[-2] == code and found[-1] == width:
            found[-2] += 1
        else:
            found += [code, 1, width]
    return found


def write_widths() -> None:
    """Write the widths of every font that is asked after Atkinson Hyperlegible, DejaVu of matplotlib included."""
    dejavu = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
    files = {f"{name}-{style}": TARGET / f"{name}-{style}.ttf" for name in SCRIPTS for style in WEIGHTS}
    files["NotoSansCJKsc-Regular"] = TARGET / "NotoSansCJKsc-Regular.otf"
    files |= {"DejaVuSans-Regular": dejavu / "DejaVuSans.ttf", "DejaVuSans-Bold": dejavu / "DejaVuSans-Bold.ttf"}
    for name, path in files.items():
        (TARGET / f"{name}.json").write_text(json.dumps(runs(path), separators=(",", ":")) + "\n", "utf-8")


if __name__ == "__main__":
    write_fonts(Path(sys.argv[1]))
    write_widths()
    sizes = {path.name: path.stat().st_size for path in sorted(TARGET.iterdir())}
    for name, size in sizes.items():
        print(f"{size:>9,} {name}")
    together = sum(sizes.values())
    print(f"{together:>9,} together")
    if together > MOST:
        sys.exit(f"That is more than {MOST:,} bytes.")
