"""Marks on views: who may call an address, and what the gate does before it answers.

Every view carries one mark, and it says all of it: nothing else in the program names addresses to let them through or
to hold them back. The program does not start while a view is without one, or while one that takes forms does not say
what becomes of a form that is interrupted.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeVar

from flask import Flask, current_app, request
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from journal.core.accounts.grants import Caring
from journal.web.site import acting_for
from journal.web.site.late_forms import Handling

# Who else may come to an address, below /for/…: nobody but the patient; those who observe, and all who care; those who
# care for some of the medicines; those who care for all of them; or anybody, to log in there.
Others = Literal["none", "observe", "some", "all", "log_in"]

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided about a view.

    `who` may come: anybody, or a patient who is logged in and then sees nothing of anybody else. `confirmed` are those
    alone who typed the password on this device lately. `form` is what becomes of its form when it is interrupted.
    `before_own_password` and `before_second_step` say that it is open to whoever still has to choose a password in the
    place of the operator's, or to set up the second step that the operator asks for. `ends_log_in` says that nothing is
    left to do for whoever is not logged in, `is_page` that one may be led there after a log-in. `others` are the carers
    who may come on behalf of the patient: none, unless that was decided. `by_address` says that the address is a secret
    that opens by itself: whoever is logged in plays no part, and a form to it needs nothing else.
    """

    who: Literal["public", "patient"]
    form: Handling | None = None
    confirmed: bool = False
    before_own_password: bool = False
    before_second_step: bool = False
    ends_log_in: bool = False
    is_page: bool = True
    others: Others = "none"
    by_address: bool = False

    def allows(self, caring: Caring) -> bool:
        """Whether somebody who cares for a patient on those terms may come."""
        if self.others in {"observe", "log_in"}:
            return True
        return not caring.observes and (self.others == "some" or (self.others == "all" and caring.is_of_all))


NO_VIEW = Decision("public")  # an address that is not there shows nothing of anybody


def public(
    form: Handling | None = None,
    *,
    ends_log_in: bool = False,
    is_page: bool = True,
    others: Others = "none",
    by_address: bool = False,
) -> Callable[[View], View]:
    """Anybody may call this address."""
    return _marked(
        Decision("public", form, ends_log_in=ends_log_in, is_page=is_page, others=others, by_address=by_address)
    )


def patient(
    form: Handling | None = None,
    *,
    confirmed: bool = False,
    before_own_password: bool = False,
    before_second_step: bool = False,
    others: Others = "none",
) -> Callable[[View], View]:
    """Only a patient who is logged in may call this address, and those `others` on the patient's behalf. It shows
    nothing of anybody else."""
    return _marked(
        Decision(
            "patient",
            form,
            confirmed=confirmed,
            before_own_password=before_own_password,
            before_second_step=before_second_step,
            others=others,
        )
    )


def present() -> Decision:
    """The decision about the view of this request."""
    view = current_app.view_functions.get(request.endpoint or "")
    return NO_VIEW if view is None else decision_of(view)


def decision_of(view: Callable[..., Any]) -> Decision:
    """The decision about a view."""
    found: Decision = view.decision  # type: ignore[attr-defined]
    return found


def match(address: str, method: str = "POST") -> tuple[Decision, Mapping[str, Any]] | None:
    """The decision about the view that forms to an address of ours go to, with what the address says; None for any
    other address."""
    address, adapter = acting_for.within(address), current_app.create_url_adapter(request)
    if adapter is None or not address.startswith("/") or address.startswith("//") or "\\" in address:
        return None
    try:
        endpoint, values = adapter.match(address, method=method)
    except (HTTPException, RequestRedirect):
        return None
    decision = decision_of(current_app.view_functions[endpoint])
    return None if acting_for.grant_id() and decision.others == "none" else (decision, values)


def form_at(address: str) -> Handling | None:
    """What becomes of a form to that address; None when no view of ours takes it."""
    found = match(address)
    return found[0].form if found else None


def check_every_view(app: Flask) -> None:
    """Refuse to start while nothing is decided about a view, or about the forms of one that takes them."""
    silent = {name for name, view in app.view_functions.items() if not hasattr(view, "decision")}
    if silent:
        raise RuntimeError(f"These addresses do not say who may call them: {', '.join(sorted(silent))}")
    takes_forms = {rule.endpoint for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())}
    silent = {name for name in takes_forms if decision_of(app.view_functions[name]).form is None}
    if silent:
        raise RuntimeError(f"These addresses do not say what becomes of their form: {', '.join(sorted(silent))}")


def _marked(decision: Decision) -> Callable[[View], View]:
    def put(view: View) -> View:
        if hasattr(view, "decision"):
            raise RuntimeError(f"Two marks stand on {view.__name__}: one says everything")
        view.decision = decision  # type: ignore[attr-defined]
        return view

    return put
