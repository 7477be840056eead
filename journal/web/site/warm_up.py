"""Warm-up: after its first answer a process makes ready what the first chart and log-in would wait for."""

from threading import Thread

from flask import Flask, Response

from journal.actions.accounts import passwords
from journal.render import images


def register(app: Flask) -> None:
    """Begin once the first answer is out: earlier, the start would be slower by half a second."""
    # No daemon: a program that ends while libraries of C++ are being loaded would be aborted by them.
    once = iter([Thread(target=_warm, name="warm-up")])  # of two first answers only one gets it

    def begin(response: Response) -> Response:
        thread = next(once, None)
        if thread is not None:
            response.call_on_close(thread.start)
            # A new list: other requests may be walking through the present one.
            app.after_request_funcs[None] = [each for each in app.after_request_funcs[None] if each is not begin]
        return response

    if not app.testing:
        app.after_request(begin)


def _warm() -> None:
    passwords.nobodys_hash()  # else the first unknown name would take longer than a known one
    images.warm()
