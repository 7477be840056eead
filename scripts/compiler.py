"""Find a C compiler for the power cuts of `make trials`, or install Debian's; else say in one sentence what to do."""

import shutil
import sys

from browser import install

if __name__ == "__main__":
    if shutil.which("cc") is None:
        install("gcc", "libc6-dev")
    if shutil.which("cc") is None:
        sys.exit(
            "The trials cut the power with a small library in C, and no compiler could be installed. "
            "Install one (on Debian: sudo apt install gcc libc6-dev)."
        )
