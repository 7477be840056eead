"""The house holds: the arrows between the rings, no pyplot, nothing from elsewhere, files a person can read."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.installations import begin
from tests.source_files import CODE, ROOT, tree_of

SCRIPTS = sorted((ROOT / "scripts").rglob("*.py"))
# Lists, one thing after the other, that nobody follows from top to bottom may be longer: the tables of the database.
LISTS = {"journal/store/database/models.py": 590}
TEMPLATES = sorted((ROOT / "templates").rglob("*.*"))
STATIC = [
    file
    for file in sorted((ROOT / "static").rglob("*"))
    if file.is_file() and file.suffix in {".css", ".js", ".svg", ".webmanifest", ".html", ".json"}
]


def test_every_arrow_points_inwards() -> None:
    command = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    done = subprocess.run([sys.executable, "-c", command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_files_and_functions_have_a_readable_size() -> None:
    """What is too long is split where what it is about changes, not in the middle."""
    for file in [*CODE, *SCRIPTS]:
        lines = len(file.read_text().splitlines())
        assert lines <= LISTS.get(str(file.relative_to(ROOT)), 300), file
        for function in _functions(tree_of(file)):
            length = (function.end_lineno or 0) - function.lineno + 1
            assert length <= 60, f"{function.name} in {file} has {length} lines"


def _functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def _imports(file: Path) -> Iterator[str]:
    for node in ast.walk(tree_of(file)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_pyplot_is_nowhere_and_nobody_imports_the_entry_point() -> None:
    for file in CODE:
        found = set(_imports(file))
        assert not {name for name in found if "pyplot" in name or "pylab" in name}, file
        assert "app" not in found, file
        assert not {name for name in found if name.split(".")[0] in {"requests", "httpx", "urllib3"}}, file


def test_nothing_is_fetched_from_elsewhere() -> None:
    for file in CODE:
        for call in ("urllib.request", "http.client", "urlopen(", "smtplib"):
            assert call not in file.read_text(), f"{file}: {call}"


def test_pages_go_by_key_and_never_by_offset() -> None:
    for file in (ROOT / "journal" / "store").rglob("*.py"):
        assert ".offset(" not in file.read_text()


def test_only_the_store_speaks_sql() -> None:
    for ring in ("web", "actions", "core", "render"):
        for file in (ROOT / "journal" / ring).rglob("*.py"):
            source = file.read_text()
            assert not re.search(r"\.execute\(|\btext\(\"|SELECT ", source), file


def test_templates_escape_everything_and_load_nothing_from_elsewhere() -> None:
    for file in TEMPLATES:
        source = file.read_text()
        assert not re.search(r"\|\s*safe\b|autoescape\s+false|Markup", source), file
        assert not re.search(r"(https?:)?//[a-z0-9-]+\.[a-z]", source), file
        assert not re.search(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=", source), file


def test_no_code_marks_text_as_safe() -> None:
    """But messages, as Jinja's own extension does it: what a message is given is escaped, and markup that a translation
    brings is left out (`core.values.languages.misfit`)."""
    for file in CODE:
        assert "Markup" not in file.read_text() or file == ROOT / "journal/web/site/languages.py", file


def test_static_files_load_nothing_from_elsewhere() -> None:
    for file in STATIC:
        found = set(re.findall(r"https?://[^\s\"')]+", file.read_text()))
        assert found <= {"http://www.w3.org/2000/svg"}, file
        assert "@import" not in file.read_text(), file


def test_a_start_with_nothing_to_do_loads_no_more_than_it_needs(tmp_path: Path) -> None:
    up_to_date, new = str(begin(tmp_path / "up to date")), str(tmp_path / "new")
    starts = (
        "import sys, app, babel.localedata\n"
        "heavy = {'matplotlib', 'typst', 'alembic', 'numpy', 'waitress', 'html5lib', 'pytest'}\n"
        "heavy |= {'sqlalchemy.dialects.postgresql'}\n"
        f"for instance in ({up_to_date!r}, {new!r}):\n"
        "    made = app.create_app({'INSTANCE': instance, 'TESTING': True})\n"
        "    made.test_client().get('/emergency')\n"
        "    made.extensions['journal'].database.close()\n"
        "    print(sorted(heavy & sys.modules.keys()) + sorted(babel.localedata._cache))\n"
    )
    said = subprocess.run([sys.executable, "-c", starts], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert said.splitlines() == ["[]", "['alembic', 'sqlalchemy.dialects.postgresql']"]


def test_numpy_comes_with_the_first_chart_and_not_before(tmp_path: Path) -> None:
    asks = (
        "import sys\n"
        "from pathlib import Path\n"
        "from benchmarks.seed import make_world\n"
        f"world = make_world(Path({str(tmp_path)!r}), 100)\n"
        "for address in ('/', '/history', '/trends'):\n"
        "    assert world.client().get(address).status_code == 200\n"
        "    print(address, 'numpy' in sys.modules)\n"
    )
    said = subprocess.run([sys.executable, "-c", asks], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert said.splitlines() == ["/ False", "/history False", "/trends True"]


def test_every_module_says_what_it_is_for() -> None:
    for file in CODE:
        if file.read_text():
            assert ast.get_docstring(tree_of(file)), file


def test_every_template_is_used() -> None:
    used = " ".join(file.read_text() for file in CODE + TEMPLATES)
    for file in TEMPLATES:
        name = str(file.relative_to(ROOT / "templates"))
        assert name in used or file.name in used, name


def test_names_that_say_nothing_are_not_used() -> None:
    assert not [file for file in CODE if re.search(r"util|helper|common|manager|misc", file.stem)]
