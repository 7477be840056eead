"""What is shipped: image, compose file, gunicorn's settings, the list of parts, its audit. No image is built here."""

import json
import os
import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from gunicorn.config import Config
from gunicorn.errors import AppImportError

import app as program
import wsgi
from journal.store import locks

ROOT = Path(__file__).parents[1]
DOCKERFILE = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text())
SETTINGS = set(re.findall(r"`([A-Z_]+)`", (ROOT / "docs" / "operating.md").read_text()))


def instructions(name: str) -> list[str]:
    return re.findall(rf"^{name} (.*)$", DOCKERFILE, re.MULTILINE)


# The image


def test_everything_that_is_copied_is_there_and_not_ignored():
    allowed = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    sources = [word for line in instructions("COPY") if "--from" not in line for word in line.split()[:-1]]
    assert {"app.py", "wsgi.py", "journal", "templates", "static", "migrations", "deploy"} <= set(sources)
    assert [source for source in sources if not (ROOT / source).exists()] == []
    assert set(sources) == allowed


def test_the_image_holds_what_the_program_reads():
    """Every folder and module of ours that the program names when it starts."""
    copied = {word for line in instructions("COPY") if "--from" not in line for word in line.split()[:-1]}
    imported = {
        Path(module.__file__).relative_to(ROOT).parts[0]
        for module in list(sys.modules.values())
        if (getattr(module, "__file__", None) or "").startswith(str(ROOT / "journal"))
    }
    assert imported | {"app.py", "wsgi.py"} <= copied
    assert {"/data", "/tmp"} == set(re.findall(r"(?:INSTANCE|HOME)=(\S+)", DOCKERFILE))


def test_the_image_runs_as_nobody_in_particular_with_pinned_parts():
    *_, user = instructions("USER")
    assert user == "10001:10001"
    assert DOCKERFILE.index("\nUSER") < DOCKERFILE.index("\nCMD")
    assert "--require-hashes" in DOCKERFILE
    assert all(re.fullmatch(r"python:3\.11-slim-\w+( AS parts)?", line) for line in instructions("FROM"))
    assert json.loads(instructions("CMD")[0])[:3] == ["gunicorn", "--config", "deploy/gunicorn.conf.py"]
    assert "--no-control-socket" in instructions("CMD")[0]


def test_the_image_says_whether_it_is_healthy():
    (check,) = instructions("HEALTHCHECK")
    *_, script = json.loads(check[check.index("[") :])
    assert (ROOT / script).is_file()


# Compose


def test_the_journal_can_write_nowhere_but_to_its_record():
    journal = COMPOSE["services"]["journal"]
    assert (journal["read_only"], journal["cap_drop"]) == (True, ["ALL"])
    assert journal["security_opt"] == ["no-new-privileges:true"]
    assert journal["volumes"] == ["record:/data"]
    assert [place.split(":")[0] for place in journal["tmpfs"]] == ["/tmp"]
    assert "ports" not in journal  # only the proxy is reached from outside


@pytest.mark.parametrize("name", COMPOSE["services"])
def test_every_service_gives_up_what_it_does_not_need(name):
    service = COMPOSE["services"][name]
    assert service["cap_drop"] == ["ALL"]
    assert service["read_only"] is True
    assert "no-new-privileges:true" in service["security_opt"]
    assert service.get("image", "").rpartition(":")[2] != "latest"
    for volume in service["volumes"]:
        source = volume.split(":")[0]
        assert source in COMPOSE["volumes"] or (ROOT / source).exists()


def test_postgresql_comes_only_when_asked_for_and_nobody_outside_reaches_it():
    service = COMPOSE["services"]["postgresql"]
    assert (service["profiles"], service["networks"], COMPOSE["networks"]["back"]["internal"]) == (
        ["postgresql"],
        ["back"],
        True,
    )


def test_every_setting_of_the_deployment_is_documented():
    texts = [ROOT / "Dockerfile", ROOT / "compose.yaml", *(ROOT / "deploy").iterdir()]
    named = {name for text in texts if text.is_file() for name in re.findall(r"\bJOURNAL_[A-Z_]+", text.read_text())}
    assert named - SETTINGS == {"JOURNAL_UPSTREAM"}  # Caddy's own, for a proxy on the same machine
    assert {"WEB_CONCURRENCY", "FORWARDED_ALLOW_IPS", "POSTGRES_PASSWORD"} <= SETTINGS


def test_the_settings_of_compose_start_the_program(monkeypatch):
    from journal.core.hosting import read_hosting

    given = COMPOSE["services"]["journal"]["environment"] | {
        "JOURNAL_HOSTS": "journal.example",
        "JOURNAL_HOST": "0.0.0.0",
    }
    found = read_hosting(given)
    assert (found.https, found.proxies, found.answers_to("127.0.0.1:8000")) == (True, 1, True)


# gunicorn


def gunicorn_settings(monkeypatch: pytest.MonkeyPatch, **environment: str) -> dict[str, object]:
    for name in ("WEB_CONCURRENCY", "FORWARDED_ALLOW_IPS", "JOURNAL_HOST", "JOURNAL_PORT"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.syspath_prepend(str(ROOT))
    return runpy.run_path(str(ROOT / "deploy" / "gunicorn.conf.py"))


def test_gunicorns_settings_are_settings_of_gunicorn(monkeypatch):
    found = gunicorn_settings(monkeypatch)
    config = Config()
    for name, value in found.items():
        if name in config.settings:
            config.set(name, value)
    assert (config.address, config.worker_class_str) == ([("127.0.0.1", 5000)], "gthread")
    assert config.threads == program.THREADS  # the pool of connections is made for as many
    assert (config.preload_app, config.accesslog, config.control_socket_disable) == (False, None, True)
    assert config.max_requests_jitter > 0
    assert config.umask == 0o077


def test_gunicorn_listens_where_the_journal_is_told_to(monkeypatch):
    assert gunicorn_settings(monkeypatch, JOURNAL_HOST="::1", JOURNAL_PORT="8000")["bind"] == "[::1]:8000"
    assert gunicorn_settings(monkeypatch, WEB_CONCURRENCY="3")["workers"] == 3


def test_not_everybody_may_claim_to_be_the_proxy(monkeypatch):
    with pytest.raises(SystemExit, match="must name the proxy"):
        gunicorn_settings(monkeypatch, FORWARDED_ALLOW_IPS="*")


def test_a_worker_holds_the_record_and_says_what_is_in_its_way(tmp_path, monkeypatch, caplog):
    monkeypatch.setenv("JOURNAL_INSTANCE", str(tmp_path / "i"))
    monkeypatch.setattr("app.is_nearly_full", lambda folder: True)
    made = wsgi.application()
    with pytest.raises(locks.Held), locks.exclusively(tmp_path / "i" / "journal.db"):
        pass
    assert "nearly full" in caplog.text
    wsgi._held.close()
    made.extensions["journal"].database.close()
    monkeypatch.setenv("JOURNAL_HOST", "0.0.0.0")
    with pytest.raises(AppImportError, match="JOURNAL_HTTPS=1"):
        wsgi.application()


# Parts and their audit


def audit(tmp_path: Path, script: str) -> tuple[int, str]:
    """Run the audit with a pip-audit that answers like this."""
    fake = tmp_path / "pip-audit"
    fake.write_text(f"#!{sys.executable}\nimport json, sys\n{script}\n")
    fake.chmod(0o700)
    ran = subprocess.run(
        [sys.executable, "scripts/audit.py"],
        cwd=ROOT, env=os.environ | {"PATH": str(tmp_path)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return ran.returncode, ran.stdout


SOUND = 'print(json.dumps({"dependencies": [{"name": "flask", "version": "3", "vulns": []}]}))'
AFFECTED = (
    'print(json.dumps({"dependencies": [{"name": "flask", "version": "3", "vulns": '
    '[{"id": "CVE-1", "fix_versions": ["3.1"]}, {"id": "CVE-2", "fix_versions": []}]}]})); sys.exit(1)'
)


def test_an_audit_that_found_nothing_says_how_much_it_looked_at(tmp_path):
    assert audit(tmp_path, SOUND) == (0, "Audited: no vulnerability is known in 1 packages.\n")


def test_an_audit_that_found_something_names_it(tmp_path):
    status, said = audit(tmp_path, AFFECTED)
    assert status == 1
    assert said.splitlines() == [
        "VULNERABLE: flask 3: CVE-1, fixed in 3.1",
        "VULNERABLE: flask 3: CVE-2, fixed in no version yet",
    ]


@pytest.mark.parametrize(
    "script",
    [
        'sys.stderr.write("ERROR: no connection\\n"); sys.exit(1)',
        'print("No known vulnerabilities found")',
        'print(json.dumps({"dependencies": []}))',
        'print(json.dumps({"dependencies": [{"name": "flask", "skip_reason": "not found"}]}))',
    ],
)
def test_an_audit_that_could_not_look_is_never_green(tmp_path, script):
    status, said = audit(tmp_path, script)
    assert status == 75
    assert said.startswith("NOT AUDITED: ")
    assert "no vulnerability" not in said


def test_the_list_of_parts_holds_every_pinned_package_with_its_hash(tmp_path):
    pinned = re.findall(r"^([a-z0-9_.-]+)==", (ROOT / "requirements.txt").read_text(), re.MULTILINE)
    file = tmp_path / "sbom.json"
    command = [
        Path(sys.executable).with_name("cyclonedx-py"),
        "requirements",
        "requirements.txt",
        "--output-reproducible",
        "--no-validate",
    ]
    subprocess.run([*command, "--output-file", file], cwd=ROOT, check=True)
    parts = json.loads(file.read_text())["components"]
    assert {part["name"] for part in parts} == set(pinned)
