"""Who may call an address: each view says so itself; one that does not keeps the program from starting."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask

View = TypeVar("View", bound=Callable[..., Any])


def public(view: View) -> View:
    """Anybody may call this address."""
    view.access = "public"  # type: ignore[attr-defined]
    return view


def patient(view: View) -> View:
    """Only a patient who is logged in may call this address, and it shows nothing of anybody else."""
    view.access = "patient"  # type: ignore[attr-defined]
    return view


def check_every_address(app: Flask) -> None:
    """Refuse to start while an address does not say who may see it."""
    silent = [name for name, view in app.view_functions.items() if name != "static" and not hasattr(view, "access")]
    if silent:
        raise RuntimeError(f"These addresses do not say who may see them: {', '.join(sorted(silent))}")
