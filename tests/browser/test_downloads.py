"""Everything is downloaded, and once more, from a page that stays open: its answer is a file."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zipfile import ZipFile

import pytest
from playwright.sync_api import Page
from sqlalchemy import update

from journal.store.database.models import LoginSession
from tests.browser.conftest import PASSWORD, Installation

pytestmark = pytest.mark.browser

Window = Callable[..., Page]


def forget_password(installation: Installation, name: str) -> None:
    """It was typed an hour ago on every device of this patient."""
    long_ago = datetime.now(UTC) - timedelta(hours=1)
    with installation.database.writing() as session:
        of = LoginSession.patient_id == installation.patient(name).id
        session.execute(update(LoginSession).where(of).values(confirmed_at=long_ago))


@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without a script"])
def test_a_page_that_asked_for_the_password_downloads_twice(
    window: Window, installation: Installation, tmp_path: Path, script: bool
) -> None:
    name = f"Downloads {script}"
    page = window(name, java_script_enabled=script)
    forget_password(installation, name)
    page.goto("/exports/new")
    page.get_by_label("Your password").fill(PASSWORD)
    for _ in range(2):
        # A second press within four seconds is not sent.
        page.locator("form[action='/exports']:not([data-sent])").wait_for()
        with page.expect_download() as found:
            page.get_by_role("button", name="Download everything").click()
        found.value.save_as(tmp_path / "all.zip")
        assert any(entry.endswith("journal.json") for entry in ZipFile(tmp_path / "all.zip").namelist())
    page.reload()
    assert page.get_by_label("Your password").count() == 0
