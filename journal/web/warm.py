"""Warm-up: after its first answer a process loads what draws charts, so that the first chart is not slow."""

from threading import Thread

from flask import Flask, Response

from journal.render import images


def register(app: Flask) -> None:
    """Begin once the first answer is out: earlier, the start would be slower by half a second."""
    once = iter([Thread(target=images.warm, name="warm-up", daemon=True)])  # of two first answers only one gets it

    def begin(response: Response) -> Response:
        thread = next(once, None)
        if thread is not None:
            response.call_on_close(thread.start)
        return response

    if not app.testing:
        app.after_request(begin)
