"""Write journal/core/accounts/data/passwords.txt: what many people thought of before, spelled as it is compared.

Two sources lie beside this script. phrases.txt: sentences everybody knows. common_passwords.txt: the commonest
passwords and first names of zxcvbn's frequency lists (Dan Wheeler and others, MIT), four signs and longer. Repetitions,
rows of keys and days need no list: `journal.core.accounts.passwords` sees them by itself.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from journal.core.accounts.passwords import spelled  # noqa: E402 - needs the path

SOURCES = ("phrases.txt", "common_passwords.txt")
TARGET = ROOT / "journal" / "core" / "accounts" / "data" / "passwords.txt"
SHORTEST = 4  # signs; what is shorter is worth no more than its letters

if __name__ == "__main__":
    lines = [line for name in SOURCES for line in (Path(__file__).parent / name).read_text("utf-8").splitlines()]
    entries = {text for text in map(spelled, lines) if len(text) >= SHORTEST}
    TARGET.write_text("\n".join(sorted(entries)) + "\n", "utf-8")
    print(f"{TARGET}: {len(entries)} entries")
