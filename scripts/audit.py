"""Ask whether a vulnerability is known in what the journal runs on: every line of requirements.txt.

    python scripts/audit.py

Exit status 0: asked about all, and none is known. 1: some are known; also when others could not be looked up. 75: NOT
AUDITED, because the service that knows could not be asked, or not about every package; that is not the same as "none".
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
OPTIONS = ["--disable-pip", "--require-hashes", "--format=json", "--progress-spinner=off"]
NONE_KNOWN, SOME_KNOWN, NOT_AUDITED = 0, 1, 75
SECONDS = 300


def main() -> int:
    """Ask, say it in words, return the exit status."""
    try:
        asked = subprocess.run(
            [tool(), *OPTIONS, f"--requirement={ROOT / 'requirements.txt'}"],
            capture_output=True, text=True, timeout=SECONDS, check=False,
        )  # fmt: skip
        found = json.loads(asked.stdout)["dependencies"]
    except (OSError, subprocess.TimeoutExpired) as error:
        return not_audited(str(error))
    except (ValueError, KeyError, TypeError):
        return not_audited((asked.stderr.strip().splitlines() or ["pip-audit said nothing"])[-1])
    skipped = [part["name"] for part in found if "skip_reason" in part]
    status = tell([part for part in found if "skip_reason" not in part])
    if skipped or not found:
        not_audited(f"nothing is known about {', '.join(skipped) or 'any package'}")
        return SOME_KNOWN if status == SOME_KNOWN else NOT_AUDITED
    if status == NONE_KNOWN:
        print(f"Audited: no vulnerability is known in {len(found)} packages.")
    return status


def tool() -> str:
    """pip-audit from the PATH, else the one that was installed beside this Python."""
    return shutil.which("pip-audit") or str(Path(sys.executable).with_name("pip-audit"))


def tell(found: list) -> int:
    """Say which packages are affected; returns whether some are known."""
    affected = [part for part in found if part["vulns"]]
    for part in affected:
        for fault in part["vulns"]:
            fixed = ", ".join(fault.get("fix_versions", [])) or "no version yet"
            print(f"VULNERABLE: {part['name']} {part['version']}: {fault['id']}, fixed in {fixed}")
    return SOME_KNOWN if affected else NONE_KNOWN


def not_audited(reason: str) -> int:
    """Say loudly what nobody knows."""
    print(f"NOT AUDITED: {reason}\nNOT AUDITED: whether these packages have known vulnerabilities is not known.")
    return NOT_AUDITED


if __name__ == "__main__":
    sys.exit(main())
