"""Change a module of the rules in every small way there is, and tell which changes no test notices.

    python scripts/mutants.py journal/core/plan/adherence.py [TESTS ...]

Works on a copy of the tracked files, with the tests of the module's wing unless others are named, and for ten minutes
at most. Prints the changes that survived, and the score: how many of a hundred were noticed.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
MOST_SECONDS = 600
NOTICED = {"killed", "timeout", "segfault", "suspicious"}


def main(module: str, *tests: str) -> int:
    """Run the mutants of one module; 2 where there is no such module."""
    if not (ROOT / module).is_file() or not module.startswith("journal/core/"):
        print("Name a module of the rules: make mutants MODULE=journal/core/plan/adherence.py")
        return 2
    with tempfile.TemporaryDirectory(prefix="mutants-") as name:
        folder = Path(name)
        _copy(folder)
        with (folder / "pyproject.toml").open("a") as settings:
            settings.write(_settings(module, tests or (_tests_of(module),)))
        ended = _run(folder)
        _tell(folder, module, ended)
    return 0


def _copy(folder: Path) -> None:
    command = ["git", "ls-files", "-z"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True)
    for path in filter(None, listed.stdout.split("\0")):
        if (ROOT / path).is_file():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / path, folder / path)


def _settings(module: str, tests: tuple[str, ...]) -> str:
    beside = sorted(path.name for path in ROOT.iterdir() if not path.name.startswith(".") and path.name != "journal")
    return f"""
[tool.mutmut]
source_paths = ["journal"]
only_mutate = ["{module}"]
also_copy = {beside}
pytest_add_cli_args = ["-p", "no:cacheprovider", "--hypothesis-profile=mutants"]
pytest_add_cli_args_test_selection = {list(tests)}
"""


def _tests_of(module: str) -> str:
    """The folder of the tests of a module's wing."""
    return str(Path("tests") / Path(module).parent.relative_to("journal"))


def _run(folder: Path) -> bool:
    """Whether all mutants were tried in time."""
    command = [sys.executable, "-m", "mutmut", "run", "--max-children", "2"]
    with (folder / "log").open("w") as log:
        running = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, start_new_session=True)
        try:
            running.wait(MOST_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGTERM)
            time.sleep(1)
            return False
    return True


def _tell(folder: Path, module: str, ended: bool) -> None:
    listed = _mutmut(folder, "results", "--all", "true")
    found = re.findall(r"^\s*(\S+__mutmut_\d+): (.+)$", listed, re.MULTILINE)
    tried = [status for _, status in found if status not in {"not checked", "skipped"}]
    if not tried:
        print((folder / "log").read_text()[-2000:])
        return
    for name, status in found:
        if status in {"survived", "no tests"}:
            shown = _mutmut(folder, "show", name)
            changed = [line for line in shown.splitlines() if re.match(r"[-+](?![-+])", line)]
            print(f"{name.rpartition('.')[2]} ({status})", *changed, sep="\n", end="\n\n")
    noticed = sum(status in NOTICED for status in tried)
    late = "" if ended else f"; {len(found) - len(tried)} more were not tried in {MOST_SECONDS // 60} minutes"
    print(f"{module}: {noticed} of {len(tried)} changes noticed, {100 * noticed // len(tried)} of 100{late}")


def _mutmut(folder: Path, *arguments: str) -> str:
    command = [sys.executable, "-m", "mutmut", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, check=False, text=True).stdout


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]) if len(sys.argv) > 1 else main(""))
