"""Made-up monographs for the tests: the file in `tests/data`, with other words or keys in their place."""

from pathlib import Path

from journal.core.medicine.monograph import DATA, Monograph, read_monograph

EXAMPLAMINE = (Path(__file__).parent / "data" / "examplamine.toml").read_text(encoding="utf-8")
CLONAZEPAM = (DATA / "clonazepam.toml").read_text(encoding="utf-8")

DESIRE = """
[[side_effects]]
key = "desire"
name = "Desire"
about = "Less desire than usual, in the tests."

[[side_effects.ratings]]
key = "desire"
name = "Desire"
short = "Desire"
question = "Less than usual?"
delicate = true
"""


def write_monograph(folder: Path, text: str, *changes: tuple[str, str], key: str = "") -> Path:
    """Write the text with the first of each pair replaced by the second, under a key of its own where one is given."""
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    if key:
        text = text.replace(text[text.index("key = ") :].split("\n", 1)[0], f'key = "{key}"', 1)
        text = text.replace(text[text.index("name = ") :].split("\n", 1)[0], f'name = "{key.capitalize()}"', 1)
    path = folder / f"{key or 'made_up'}.toml"
    path.write_text(text, encoding="utf-8")
    return path


def asking_few(folder: Path) -> Monograph:
    """Clonazepam, whose file asks for three effects by itself, offers seven, and has a delicate one."""
    few = '[check_in]\nfirst = ["drowsiness", "dizziness", "memory"]\n'
    return read_monograph(write_monograph(folder, CLONAZEPAM, ("[[episodes]]", f"{few}{DESIRE}\n[[episodes]]")))
