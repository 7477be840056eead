"""Whose record an address is about: one below /for/… is about somebody else's, and every link of its page stays there.

The part /for/<id of the grant> is taken from the path and put to what stands before all our addresses, as of a journal
that lies below another site. So views and `url_for` know nothing of it, and no session remembers whom somebody acts
for. The id opens nothing by itself: the gate asks whether whoever is logged in may act on that record.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any, cast

from flask import Flask, request, url_for

GRANT, ROOT = "journal.grant", "journal.root"  # in the environment of a request; no header can set them
_PATH = re.compile(r"/for/([A-Za-z0-9_-]{22})(/.*)", re.DOTALL)

_Serve = Callable[[dict[str, Any], Any], Iterable[bytes]]


def register(app: Flask) -> None:
    """Look at each address before the program does."""
    app.wsgi_app = _taking(app.wsgi_app)  # type: ignore[method-assign]


def grant_id() -> str:
    """The id of the grant in the address of this request; "" where it is about one's own record."""
    return cast("str", request.environ.get(GRANT, ""))


def root() -> str:
    """What stands before the addresses of one's own record."""
    return cast("str", request.environ[ROOT]) if grant_id() else request.script_root


def home_of(grant_id: str, page: str = "") -> str:
    """Where the record that somebody looks after under that grant begins."""
    return f"{root()}/for/{grant_id}/{page}"


def own(address: str) -> str:
    """The same address for one's own record."""
    return root() + address.removeprefix(request.script_root) if grant_id() else address


def own_url(endpoint: str, **values: Any) -> str:
    """`url_for` for one's own record, wherever this request is."""
    return own(url_for(endpoint, **values))


def here() -> str:
    """The whole path of this request, as a form can be sent to it again."""
    return request.script_root + request.path


def within(address: str) -> str:
    """An address of ours as the routes know it; "" for one that is about another record than this request."""
    stands_before = request.script_root
    if stands_before and address.startswith(f"{stands_before}/"):
        return address[len(stands_before) :]
    return "" if grant_id() else address


def _taking(serve: _Serve) -> Any:
    def take(environ: dict[str, Any], start: Any) -> Iterable[bytes]:
        found = _PATH.fullmatch(environ.get("PATH_INFO", ""))
        if found:
            environ[ROOT] = environ.get("SCRIPT_NAME", "")
            environ[GRANT] = found[1]
            environ["SCRIPT_NAME"] = f"{environ[ROOT]}/for/{found[1]}"
            environ["PATH_INFO"] = found[2]
        return serve(environ, start)

    return take
