"""The commands of the Makefile on machines where something is missing: one clear sentence each, no traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ENVIRONMENT = ROOT / "scripts" / "environment.py"


def run(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the script's main() after some lines that take something away from the machine."""
    program = f"import sys\nsys.path.insert(0, {str(ENVIRONMENT.parent)!r})\n{code}\n"
    return subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, env=os.environ | environment
    )


def test_a_too_old_python_is_named():
    found = run("import environment\nenvironment.OLDEST = (99, 0)\nenvironment.main([])")
    assert found.returncode == 1
    assert found.stderr.startswith("The journal needs Python 3.11 or later; this is 3.")
    assert found.stderr.count("\n") == 1


@pytest.mark.parametrize("missing", ["ensurepip", "venv"])
def test_a_missing_venv_says_what_to_install(missing):
    found = run(f"sys.modules[{missing!r}] = None\nimport environment\nenvironment.main([])")
    assert found.returncode == 1
    assert found.stderr == (
        "Python's venv is missing. On Debian and Ubuntu install it with: sudo apt install python3-venv\n"
    )


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("in the way")
    found = run("import environment\nenvironment.main([])", JOURNAL_VENV=str(tmp_path / "file" / "venv"))
    assert found.returncode == 1
    assert "cannot be made in" in found.stderr
    assert "Traceback" not in found.stderr


def test_an_environment_that_is_up_to_date_is_not_made_again(tmp_path):
    code = """
import environment
open(environment.FOLDER + "/installed-requirements.txt", "w").write(environment.wanted(["requirements.txt"]))
environment.main([])
"""
    found = run(code, JOURNAL_VENV=str(tmp_path))
    assert (found.returncode, found.stdout, found.stderr) == (0, "", "")


def test_a_missing_browser_is_a_failure_with_a_sentence(tmp_path):
    code = "import os, runpy\nos.geteuid = lambda: 1000\nrunpy.run_module('browser', run_name='__main__')"
    found = run(code, PATH=str(tmp_path), JOURNAL_CHROMIUM="")
    assert found.returncode == 1
    assert "The browser tests need Chromium" in found.stderr
    assert "Traceback" not in found.stderr


def test_what_the_browser_driver_lacks_is_installed(tmp_path):
    """Its Node starts only when the library is there, as on a small Debian."""
    code = """
import os, browser
os.geteuid = lambda: 0
browser.driver_starts = lambda: os.path.exists("libatomic1")
os.chdir(os.environ["HERE"])
browser.main()
"""
    apt = tmp_path / "apt-get"
    apt.write_text("#!/bin/sh\nfor last; do :; done\n[ $1 = install ] && : >$HERE/$last\n:\n")
    apt.chmod(0o755)
    where = {"PATH": str(tmp_path), "HERE": str(tmp_path), "JOURNAL_CHROMIUM": str(apt)}
    found = run(code, **where)
    assert (found.returncode, found.stderr) == (0, "")
    assert found.stdout == "Installing libatomic1 for the tests ...\n"
    assert run(code, **where).stdout == ""


def test_a_browser_driver_that_does_not_start_is_a_failure_with_a_sentence(tmp_path):
    code = "import os, browser\nos.geteuid = lambda: 1000\nbrowser.driver_starts = lambda: False\nbrowser.main()"
    found = run(code, JOURNAL_CHROMIUM=sys.executable)
    assert found.returncode == 1
    assert "apt install libatomic1" in found.stderr
    assert "Traceback" not in found.stderr


def test_a_missing_compiler_is_a_failure_with_a_sentence(tmp_path):
    code = "import os, runpy\nos.geteuid = lambda: 1000\nrunpy.run_module('compiler', run_name='__main__')"
    found = run(code, PATH=str(tmp_path))
    assert found.returncode == 1
    assert "no compiler could be installed" in found.stderr
    assert "Traceback" not in found.stderr


def test_a_named_browser_is_taken(tmp_path):
    browser = tmp_path / "my-chromium"
    browser.write_text("#!/bin/sh\n")
    browser.chmod(0o755)
    found = run("import browser\nprint(browser.find())", JOURNAL_CHROMIUM=str(browser))
    assert found.stdout.strip() == str(browser)


def test_mutants_are_made_of_one_module_of_the_rules_alone():
    script = [sys.executable, str(ROOT / "scripts" / "mutants.py")]
    for module in ([], ["journal/core/plan/nothing.py"], ["journal/web/regimens.py"], ["journal/core/plan"]):
        ended = subprocess.run([*script, *module], check=False, capture_output=True, text=True)
        assert (ended.returncode, "Name a module of the rules" in ended.stdout) == (2, True)
