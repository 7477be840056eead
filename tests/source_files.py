"""The files of the program, each parsed once for all the rules that read it."""

import ast
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
CODE = [*sorted((ROOT / "journal").rglob("*.py")), ROOT / "app.py"]


@cache
def tree_of(file: Path) -> ast.Module:
    """A file as its syntax tree."""
    return ast.parse(file.read_text())
