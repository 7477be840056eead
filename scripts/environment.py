"""Make the environment the journal runs in, then run a command inside it.

    python3 scripts/environment.py [--tests] COMMAND [ARGUMENT ...]

Uses nothing but the standard library, and syntax that an old Python still reads, so that it can say what is missing.
"""

import hashlib
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
FOLDER = os.environ.get("JOURNAL_VENV") or os.path.join(ROOT, ".venv")
OLDEST = (3, 11)


def stop(sentence):
    """End with one clear sentence."""
    sys.stderr.write(sentence + "\n")
    sys.exit(1)


def check_python():
    """The Python that runs this must be new enough and able to make an environment."""
    if sys.version_info < OLDEST:
        have = "%d.%d" % sys.version_info[:2]
        stop(
            "The journal needs Python 3.11 or later; this is %s. Install a newer one, or run it with PYTHON=python3.11."
            % have
        )
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        stop("Python's venv is missing. On Debian and Ubuntu install it with: sudo apt install python3-venv")


def wanted(files):
    """What must be installed, as a hash of the pinned requirements and the Python they are for."""
    content = b"".join(open(os.path.join(ROOT, name), "rb").read() for name in files)
    return hashlib.sha256(content + sys.version.encode()).hexdigest()


def make(files):
    """Make the environment and install the pinned requirements, unless that is done already."""
    stamp = os.path.join(FOLDER, "installed-" + "-".join(files))
    state = wanted(files)
    try:
        with open(stamp) as done:
            if done.read() == state:
                return
    except OSError:
        pass
    python = os.path.join(FOLDER, "bin", "python")
    try:
        if not os.path.exists(python):
            if not os.path.isdir(FOLDER):
                os.makedirs(FOLDER)
            say("Making the environment in %s ..." % FOLDER)
            subprocess.check_call([sys.executable, "-m", "venv", FOLDER])
        say("Installing what the journal needs; this takes a minute the first time ...")
        command = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
        for name in files:
            command += ["-r", os.path.join(ROOT, name)]
        subprocess.check_call(command)
        with open(stamp, "w") as done:
            done.write(state)
    except OSError as error:
        stop(
            "The environment cannot be made in %s (%s). Give this user the right to write there, "
            "or name another folder in JOURNAL_VENV." % (FOLDER, error.strerror)
        )
    except subprocess.CalledProcessError:
        stop("The requirements could not be installed. Check the connection to the package index and try again.")


def say(sentence):
    """Tell what takes long."""
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()


def main(arguments):
    """Make the environment, then become the command."""
    check_python()
    tests = arguments[:1] == ["--tests"]
    make(["requirements.txt"])
    if tests:
        make(["requirements.txt", "requirements-dev.txt"])
    command = arguments[1:] if tests else arguments
    if command:
        os.chdir(ROOT)
        program = os.path.join(FOLDER, "bin", command[0])
        os.execv(program, [program] + command[1:])


if __name__ == "__main__":
    main(sys.argv[1:])
