"""A broken file of a medicine: when the journal serves without it, when it does not start, and what it says."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask

from app import create_app, warnings
from journal.core.accounts.accounts import NewAccount, Settings
from journal.core.medicine.monograph import DATA as SHIPPED
from journal.core.medicine.monographs import read_monographs
from journal.core.values.errors import InvalidMonograph
from tests.conftest import DATA, PASSWORD, add_patient
from tests.installations import begin

EXAMPLAMINE = (DATA / "examplamine.toml").read_text(encoding="utf-8")
LOTS = ('low_mg = "5"', 'low_mg = "lots"')


@contextmanager
def started(instance: Path, folder: Path) -> Iterator[Flask]:
    app = create_app({"INSTANCE": str(instance), "MONOGRAPHS": str(folder), "EMERGENCY_NUMBER": "112"})
    yield app
    app.extensions["journal"].database.close()


@pytest.fixture
def broken(tmp_path: Path) -> Callable[[str, str], Path]:
    """Makes a folder of the operator's own with a broken file: the made-up medicine, with a text replaced."""

    def make(old: str, new: str) -> Path:
        folder = tmp_path / "own"
        folder.mkdir(exist_ok=True)
        assert old in EXAMPLAMINE
        (folder / "broken.toml").write_text(EXAMPLAMINE.replace(old, new, 1), encoding="utf-8")
        return folder

    return make


@pytest.fixture
def taken(tmp_path: Path, password_hash: str) -> Callable[[str], Path]:
    """Makes an installation whose one account takes the medicine of a monograph."""

    def make(monograph: str) -> Path:
        instance = begin(tmp_path / f"takes-{monograph}")
        with started(instance, DATA) as app:
            account = NewAccount("Ann", PASSWORD, Settings("Europe/Berlin"), monograph)
            add_patient(app.extensions["journal"].database, password_hash, account)
        return instance

    return make


def test_it_is_left_out_and_said_while_nobody_takes_its_medicine(
    broken: Callable[[str, str], Path], taken: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.is_nearly_full", lambda folder: False)
    folder = broken(*LOTS)
    with started(taken("clonazepam"), folder) as app:
        assert list(app.extensions["journal"].monographs) == list(read_monographs(SHIPPED))
        (said,) = warnings(app)
        assert "Examplamine" not in app.test_client().get("/accounts/new").text
    assert said.startswith(f"WARNING: {folder}/broken.toml: daily_range.low_mg: Write the amount as a number")
    assert said.endswith("The file is left out, since nobody takes its medicine.")


def test_while_somebody_takes_its_medicine_the_journal_does_not_start(
    broken: Callable[[str, str], Path], taken: Callable[[str], Path]
) -> None:
    """Else it would go on without the questions, the range and the rules of that medicine, and say nothing."""
    instance, folder = taken("examplamine"), broken(*LOTS)
    with pytest.raises(InvalidMonograph, match=r"broken\.toml: daily_range\.low_mg: .* Somebody may take this"):
        create_app({"INSTANCE": str(instance), "MONOGRAPHS": str(folder)})


def test_a_file_whose_key_cannot_be_read_may_be_any_that_is_missing(
    broken: Callable[[str, str], Path], taken: Callable[[str], Path]
) -> None:
    instance, folder = taken("examplamine"), broken('key = "examplamine"', "key = 5")
    with pytest.raises(InvalidMonograph, match=r"broken\.toml: key: .* Somebody may take this medicine"):
        create_app({"INSTANCE": str(instance), "MONOGRAPHS": str(folder)})
    (folder / "good.toml").write_text(EXAMPLAMINE, encoding="utf-8")
    with started(instance, folder) as app:
        assert "examplamine" in app.extensions["journal"].monographs, "now it is known which file they take"


def test_in_place_of_a_shipped_file_it_stops_the_start_while_that_is_taken(
    broken: Callable[[str, str], Path], taken: Callable[[str], Path], tmp_path: Path
) -> None:
    folder = broken('key = "examplamine"', 'key = "clonazepam"\ncolour = "red"')
    with pytest.raises(InvalidMonograph, match=r"broken\.toml: colour: Extra inputs"):
        create_app({"INSTANCE": str(taken("clonazepam")), "MONOGRAPHS": str(folder)})
    with started(begin(tmp_path / "empty"), folder) as app:
        assert app.extensions["journal"].monographs["clonazepam"].name == "Clonazepam"


def test_the_shared_effects_of_the_folder_stop_the_start_whoever_takes_what(
    broken: Callable[[str, str], Path], tmp_path: Path
) -> None:
    shared = broken("key", "key") / "shared"
    shared.mkdir()
    (shared / "effects.toml").write_text("effects = 5", encoding="utf-8")
    with pytest.raises(InvalidMonograph, match=r"effects\.toml: effects: "):
        create_app({"INSTANCE": str(tmp_path / "i"), "MONOGRAPHS": str(shared.parent)})


def test_the_commands_say_what_is_known_and_what_is_wrong(
    broken: Callable[[str, str], Path], taken: Callable[[str], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FLASK_RUN_FROM_CLI", "true")
    folder = broken(*LOTS)

    def ask(instance: Path, *words: str) -> tuple[int, str]:
        app = create_app({"INSTANCE": str(instance), "MONOGRAPHS": str(folder)})
        asked = app.test_cli_runner().invoke(args=["monographs", *words])
        app.extensions["journal"].database.close()
        return asked.exit_code, asked.output

    instance = taken("clonazepam")
    status, said = ask(instance, "list")
    assert (status, "Clonazepam  (clonazepam)\n" in said) == (1, True)
    assert f"Error: {folder}/broken.toml: daily_range.low_mg" in said
    status, said = ask(instance, "check", f"{folder}/broken.toml")
    assert (status, "broken.toml: daily_range.low_mg: Write" in said) == (1, True)
    assert ask(instance, "check", f"{DATA}/examplamine.toml") == (
        0,
        f"{DATA}/examplamine.toml: sound. It is about Examplamine.\n",
    )
    (folder / "broken.toml").unlink()
    count = len(read_monographs(SHIPPED))
    assert ask(instance, "list")[1].endswith(f"{count} medicine{'s' if count > 1 else ''}.\n")
    broken("key", "= key")
    status, said = ask(taken("examplamine"), "list")
    assert (status, "broken.toml: this is not a readable TOML file: Invalid" in said) == (1, True)
    assert "Somebody may take this medicine, so the journal does not start" in said
