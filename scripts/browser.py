"""Find a Chromium for the browser tests and what their driver needs, or install Debian's; else say what to do."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def find() -> str | None:
    """The path of a Chromium on this machine: JOURNAL_CHROMIUM, or the first known name on the PATH."""
    named = os.environ.get("JOURNAL_CHROMIUM")
    return named if named and os.access(named, os.X_OK) else next(filter(None, map(shutil.which, NAMES)), None)


def driver_starts() -> bool:
    """Whether Playwright's own Node starts: a small Debian lacks a library of it."""
    from playwright._impl._driver import compute_driver_executable

    node, _ = compute_driver_executable()
    return subprocess.run([node, "--version"], capture_output=True, check=False).returncode == 0


def install(*packages: str) -> None:
    """Install packages of Debian when this user may."""
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        return
    sys.stdout.write(f"Installing {', '.join(packages)} for the tests ...\n")
    sys.stdout.flush()
    quiet = {"stdout": subprocess.DEVNULL, "env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"}}
    for command in ([apt, "update", "-qq"], [apt, "install", "-y", "-qq", "--no-install-recommends", *packages]):
        subprocess.run(command, check=False, **quiet)  # type: ignore[call-overload]


def main() -> None:
    """Install what is missing; ends with a sentence when it is missing still."""
    missing = [] if find() else ["chromium"]
    missing += [] if driver_starts() else ["libatomic1"]
    if missing:
        install(*missing)
    if find() is None:
        sys.exit(
            "The browser tests need Chromium, and it could not be installed. "
            "Install it (on Debian: sudo apt install chromium) or name one in JOURNAL_CHROMIUM."
        )
    if not driver_starts():
        sys.exit(
            "The browser tests are driven by Playwright, whose Node does not start on this machine. "
            "On Debian it lacks: sudo apt install libatomic1"
        )


if __name__ == "__main__":
    main()
