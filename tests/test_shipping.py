"""What is shipped: image, compose file, gunicorn's settings, the list of parts, its audit. No image is built here."""

import configparser
import json
import os
import re
import runpy
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from gunicorn.config import Config
from gunicorn.errors import AppImportError

import app as program
import wsgi
from journal.store.files import locks

ROOT = Path(__file__).parents[1]
DOCKERFILE = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text())
OPERATING = (ROOT / "docs" / "operating.md").read_text()
SETTINGS = set(re.findall(r"`([A-Z_]+)`", OPERATING))
UNIT = configparser.ConfigParser(strict=False, interpolation=None)  # a name may stand more than once
UNIT.optionxform = str  # type: ignore[assignment,method-assign]
UNIT.read(ROOT / "deploy" / "journal.service")
TOOLS = {"journal": {"cat", "cp"}, "postgresql": {"pg_dump", "pg_restore", "psql"}}


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


def test_the_image_can_be_read_by_its_user_whatever_the_umask_of_the_clone():
    last_copy = DOCKERFILE.rindex("\nCOPY")
    assert "chmod -R a+rX ." in DOCKERFILE[last_copy : DOCKERFILE.index("\nUSER")]
    assert "chmod a+r deploy/Caddyfile" in OPERATING  # Caddy's root has no right to read what others cannot


def test_what_sqlite_sets_aside_does_not_go_into_the_little_memory_of_tmp():
    assert "SQLITE_TMPDIR=/data" in DOCKERFILE


def test_the_image_says_whether_it_is_healthy():
    (check,) = instructions("HEALTHCHECK")
    *_, script = json.loads(check[check.index("[") :])
    assert (ROOT / script).is_file()


# Compose


def test_the_journal_can_write_nowhere_but_to_its_record():
    journal = COMPOSE["services"]["journal"]
    assert (journal["read_only"], journal["cap_drop"]) == (True, ["ALL"])
    assert journal["security_opt"] == ["no-new-privileges:true"]
    assert journal["volumes"] == ["record:/data", "./copies:/copies"]
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
        assert source in COMPOSE["volumes"] or source == "./copies" or (ROOT / source).exists()


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


def docker_commands() -> list[str]:
    texts = [ROOT / "README.md", ROOT / "compose.yaml", *(ROOT / "docs").glob("*.md")]
    return [found for text in texts for found in re.findall(r"docker compose ([^`\n)]+)", text.read_text())]


@pytest.mark.parametrize("command", docker_commands())
def test_every_command_for_docker_names_what_is_there(command, app):
    """The service, the tool in it, the journal's own command with its options, and folders that a volume holds."""
    action, *words = shlex.split(re.split(r" [<>] ", command)[0])
    assert action in {"up", "exec", "run", "stop", "start", "build"}
    words = [word for word in words if word not in {"-T", "--rm", "--detach", "--pull"}]
    if action in {"up", "build"}:
        assert words == []
        return
    service, *inside = words
    assert service in COMPOSE["services"]
    mounted = {volume.split(":")[1] for volume in COMPOSE["services"][service]["volumes"]}
    for path in [word for word in inside if word.startswith("/")]:
        assert f"/{path.split('/')[1]}" in mounted
    if action in {"stop", "start"}:
        assert inside == []
    elif inside[0] == "flask":
        assert inside[1:3] == ["--app", "app"]
        known = app.cli.commands[inside[3]]
        options = {option for parameter in known.params for option in parameter.opts if option.startswith("--")}
        assert {word for word in inside[4:] if word.startswith("--")} <= options
    else:
        assert inside[0] in TOOLS[service]


def test_copies_leave_the_volume_of_the_record():
    said = "\n".join(docker_commands())
    for needed in ("backup --to /copies", "pg_dump", "pg_restore", "/data/secret_key >", "--identity /copies/"):
        assert needed in said
    assert "--owner=10001 --group=10001 copies\n" in OPERATING
    assert {"/copies/", "/.env"} <= set((ROOT / ".gitignore").read_text().split())


# systemd


def test_the_unit_lets_the_journal_write_to_its_record_alone():
    service = UNIT["Service"]
    record = f"/var/lib/{service['StateDirectory']}"
    text = (ROOT / "deploy" / "journal.service").read_text()
    assert f"JOURNAL_INSTANCE={record} SQLITE_TMPDIR={record}" in text
    assert service["ReadWritePaths"] == record
    wanted = {"NoNewPrivileges": "true", "ProtectSystem": "strict", "UMask": "0077", "Restart": "always"}
    assert {name: service[name] for name in wanted} == wanted
    assert (service["User"], service["CapabilityBoundingSet"], service["StateDirectoryMode"]) == ("journal", "", "0700")


def test_the_unit_and_the_image_start_the_same_program_where_the_docs_say():
    service = UNIT["Service"]
    program, *options = service["ExecStart"].split()
    assert ["gunicorn", *options] == json.loads(instructions("CMD")[0])
    assert program == f"{service['WorkingDirectory']}/.venv/bin/gunicorn"
    assert f"cd {service['WorkingDirectory']} && sudo python3 scripts/environment.py" in OPERATING
    for named in (service["EnvironmentFile"], "/var/lib/journal", "deploy/journal.service"):
        assert named in OPERATING
    assert " gunicorn --config" not in OPERATING.replace("\n", " ")  # it is in .venv/bin


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


def test_a_worker_holds_the_record_and_says_what_is_in_its_way(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("JOURNAL_INSTANCE", str(tmp_path / "i"))
    monkeypatch.setenv("JOURNAL_EMERGENCY_NUMBER", "112")
    monkeypatch.setattr("app.is_nearly_full", lambda folder: True)
    made = wsgi.application()
    with pytest.raises(locks.Held), locks.exclusively(tmp_path / "i" / "journal.db"):
        pass
    (line,) = [json.loads(line) for line in capsys.readouterr().err.splitlines() if "warning" in line]
    assert (line["level"], line["event"]) == ("warning", "warning")
    assert "the disk of the record is nearly full" in line["warning"]
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


def test_what_could_not_be_looked_up_does_not_hide_what_is_known(tmp_path):
    script = AFFECTED.replace('[{"name": "flask"', '[{"name": "unknown", "skip_reason": "not found"}, {"name": "flask"')
    status, said = audit(tmp_path, f'assert "--strict" not in sys.argv  # which ends it at the first of them\n{script}')
    assert status == 1
    first, second, third, _ = said.splitlines()
    assert (first[:10], second[:10]) == ("VULNERABLE", "VULNERABLE")
    assert third == "NOT AUDITED: nothing is known about unknown"


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
