"""Serves the journal on one's own machine: waitress with bounds on its connections and a graceful shutdown."""

import resource
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from waitress import wasyncore
from waitress.channel import HTTPChannel
from waitress.server import TcpWSGIServer

MOST_CONNECTIONS = 600  # beyond it the one that has been silent for longest gives way
SPARE_FILES = 100  # for the database, pictures, the log, and waitress itself
LARGEST_REQUEST = 512 * 1024  # bytes; up to here it lies in memory, and the journal's own page refuses above 256 KiB
MOST_SILENCE = 30  # seconds a connection may say and take nothing
MOST_ASKING = 60  # seconds a request may take to arrive; the largest form is 256 KiB
MOST_DRAINING = 20  # seconds running requests may take after TERM; Docker and systemd wait longer
MOST_ARRIVING = 2  # seconds of them for a request that had begun to arrive
SEND_BUFFER = 256 * 1024  # bytes; with the system's megabytes a slow connection would seem to take nothing for long
A_TURN = 0.1  # seconds
A_BATCH = 64  # connections taken before anybody is answered


class Channel(HTTPChannel):  # type: ignore[misc]
    """One connection; it knows since when its present request has been arriving."""

    asking_since = 0.0  # 0 before the first request

    def received(self, data: bytes) -> bool:
        """Take what was sent."""
        if self.request is None:
            self.asking_since = time.time()
        return bool(super().received(data))

    def service(self) -> None:
        """Answer one request; the last one when the server is stopping."""
        if self.server.is_stopping:
            self.close_after_answer()
        super().service()

    def close_after_answer(self) -> None:
        """Have the present answer say that the connection ends with it, else the next request would be cut."""
        for request in self.requests[:1]:
            request.headers["CONNECTION"] = "close"

    def close_if_stalled(self, now: float) -> None:
        """Close it when it asks too slowly, does not take its answer, or is silent."""
        if not self.outbuf_lock.acquire(blocking=False):
            return  # an answer is being written into it at this moment
        try:
            waits_for_client = self.total_outbufs_len or not self.requests
            is_silent = waits_for_client and self.last_activity < now - MOST_SILENCE
            if is_silent or (self.request is not None and self.asking_since < now - MOST_ASKING):
                self.handle_close()
        finally:
            self.outbuf_lock.release()

    def is_idle(self) -> bool:
        """Whether nothing is running for it and nothing is on its way to it; `service` ends in this order."""
        return not self.requests and not self.total_outbufs_len

    def is_arriving(self, since: float) -> bool:
        """Whether a request has begun to arrive, or the connection is younger than that and may bring its first."""
        return self.request is not None or (not self.asking_since and self.creation_time > since)


class Server(TcpWSGIServer):  # type: ignore[misc]
    """waitress, but half-sent requests never keep others out, and TERM lets what is running finish."""

    channel_class = Channel
    active_channels: dict[int, Channel]

    def __init__(self, app: Any, listening: socket.socket, **settings: Any) -> None:
        name = (listening.family, listening.type, listening.proto, listening.getsockname())
        self._most = _room_for_connections()
        self._stopping_since = 0.0
        super().__init__(
            app,
            _sock=listening,
            sockinfo=name,
            bind_socket=False,
            connection_limit=self._most + SPARE_FILES,  # waitress' own way is to stop listening
            asyncore_use_poll=True,  # select ends at the file number 1023
            cleanup_interval=1,
            max_request_body_size=LARGEST_REQUEST,
            inbuf_overflow=LARGEST_REQUEST,  # a file for each would use up the files
            ident=None,
            **settings,
        )

    @property
    def is_stopping(self) -> bool:
        """Whether `stop` was called."""
        return bool(self._stopping_since)

    def stop(self) -> None:
        """Ask the loop to finish what is running and to end; asked again, to end now. For a signal's handler."""
        self._stopping_since = -1.0 if self._stopping_since else time.time()
        self.pull_trigger()

    def run(self) -> None:
        """Serve until `stop` is called; then take nobody new, finish what is running, and return."""
        while not self.is_stopping:
            self._turn(1.0)
        self._refuse_new()
        while self.active_channels and time.time() < self._stopping_since + MOST_DRAINING:
            self._turn(A_TURN)
            self._close_idle(time.time())
        self.task_dispatcher.shutdown(timeout=1)
        wasyncore.close_all(self._map)

    def maintenance(self, now: float) -> None:
        """Close what stalls; waitress asks for it once a second."""
        for channel in list(self.active_channels.values()):
            channel.close_if_stalled(now)

    def set_socket_options(self, conn: socket.socket) -> None:
        """Set up a new connection."""
        super().set_socket_options(conn)
        conn.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)

    def handle_accept(self) -> None:
        """Take those who wait, many in one turn: a turn looks at every connection there is."""
        for _ in range(A_BATCH):
            before = len(self.active_channels)
            super().handle_accept()
            if len(self.active_channels) == before:
                return
            if before >= self._most:
                self._make_room()

    def _make_room(self) -> None:
        """Close the idle connection that has been silent for longest."""
        idle = [channel for channel in self.active_channels.values() if channel.is_idle()]
        if idle:
            min(idle, key=lambda channel: channel.last_activity).handle_close()

    def _turn(self, seconds: float) -> None:
        wasyncore.loop(timeout=seconds, map=self._map, use_poll=True, count=1)

    def _refuse_new(self) -> None:
        """Take who has connected already, then stop listening: whoever comes later is refused at once."""
        for _ in range(self._most // A_BATCH + 1):
            self.handle_accept()
        wasyncore.dispatcher.close(self)
        for channel in list(self.active_channels.values()):
            channel.close_after_answer()

    def _close_idle(self, now: float) -> None:
        """Close what waits for a next request; one that has begun to arrive may arrive."""
        may_arrive = now < self._stopping_since + MOST_ARRIVING
        for channel in list(self.active_channels.values()):
            if channel.is_idle() and not (may_arrive and channel.is_arriving(self._stopping_since - MOST_ARRIVING)):
                channel.handle_close()


@contextmanager
def stopped_by_signals(server: Server) -> Iterator[None]:
    """Have TERM and Ctrl+C stop the server, within the block. For the main thread."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        server.stop()

    before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _room_for_connections() -> int:
    """How many connections there may be with the files this process may open, of which it allows itself enough."""
    wanted = MOST_CONNECTIONS + 2 * SPARE_FILES
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    if soft == resource.RLIM_INFINITY:
        return MOST_CONNECTIONS
    return max(1, min(MOST_CONNECTIONS, soft - 2 * SPARE_FILES))
