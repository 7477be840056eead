"""The documentation names what there is: settings, commands, files, pages. It is wrong as soon as one is missing."""

import re
from pathlib import Path

import pytest

from journal.core.safety.check import RULES

ROOT = Path(__file__).parents[1]
PAPERS = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]


def read(*names: str) -> str:
    return "\n".join((ROOT / name).read_text() for name in names)


def test_every_setting_of_the_program_is_in_the_table_of_settings():
    sources = [ROOT / "app.py", *ROOT.glob("journal/**/*.py"), *ROOT.glob("scripts/*.py")]
    named = {name for source in sources for name in re.findall(r"JOURNAL_[A-Z_]+", source.read_text())}
    documented = set(re.findall(r"`(JOURNAL_[A-Z_]+)`", read("docs/operating.md")))
    assert named == documented


def test_every_command_of_the_makefile_is_in_the_papers():
    commands = re.findall(r"^([a-z]+):.*##", read("Makefile"), re.MULTILINE)
    assert {"run", "test", "demo"} <= set(commands)
    papers = read("README.md", "CONTRIBUTING.md", "docs/house.md", "docs/performance.md")
    assert [command for command in commands if f"make {command}" not in papers] == []


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper.name)
def test_every_link_of_a_paper_leads_somewhere(paper):
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", paper.read_text())
    assert [target for target in targets if not (paper.parent / target).exists()] == []


def test_every_safety_rule_has_its_row_and_the_picture_of_what_it_says():
    rows, shown = read("docs/sources.md"), read("docs/alerts.md")
    for rule in RULES:
        assert f"| `{rule.key}` |" in rows
        assert f"`{rule.key}`" in shown
        assert f"(images/alerts/{rule.key}.png)" in shown or rule.key == "withdrawal"  # never kept, so no card


def test_every_file_the_contributing_guide_names_is_there():
    names = re.findall(
        r"`((?:journal|tests|migrations|templates|docs)/[\w./]+\w)`", read("CONTRIBUTING.md", "docs/house.md")
    )
    assert [name for name in names if not (ROOT / name).exists()] == []


def test_the_house_names_every_wing_and_every_file_that_lies_flat() -> None:
    house = read("docs/house.md")
    for ring in ("core", "store", "actions", "web"):
        inside = [path for path in (ROOT / "journal" / ring).iterdir() if not path.name.startswith("__")]
        wings = {path.name for path in inside if path.is_dir()}
        assert [wing for wing in wings if f"| `{wing}` |" not in house] == []
        assert [path.stem for path in inside if path.suffix == ".py" and f"({path.stem})" not in house] == []


def test_the_papers_speak_calmly():
    """Exclamation marks stand only where Markdown needs them for a picture."""
    shouting = [paper.name for paper in PAPERS if re.search(r"!(?!\[)", re.sub(r"`[^`]*`", "", paper.read_text()))]
    assert shouting == []


def test_every_proof_the_security_paper_names_is_there():
    """Each requirement names a test file, or a test in it; what is named exists."""
    rows = re.findall(r"^\| (\d+\.\d+\.\d+) \|.*\| ([^|]+) \|$", read("docs/security.md"), re.MULTILINE)
    assert len(rows) > 150
    assert len({number for number, _ in rows}) == len(rows)
    for number, proofs in rows:
        for proof in proofs.split(", "):
            file, _, name = proof.partition("::")
            found = ROOT / "tests" / file
            assert found.is_file(), (number, file)
            assert not name or f"def {name}(" in found.read_text(), (number, proof)


def test_every_decision_has_a_number_of_its_own():
    numbers = [paper.name[:4] for paper in ROOT.glob("docs/decisions/[0-9]*.md")]
    assert len(numbers) == len(set(numbers)) >= 30
