"""A connection that is watched while it is used: it can be cancelled at once, and one that says nothing is given up."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from stationdesk.services.progress import Report, silent
from stationdesk.sync.far_troubles import cut_off, not_there, silent_host

CONNECT = 20.0
"""Seconds in which a host must have taken the call."""
QUIET = 60.0
"""Seconds after which a connection that moved fewer than LEAST bytes is given up."""
LEAST = 2048
LOOK = 0.1


class FarLine:
    """Watches what goes over one connection to `host`. `report` may raise, to cancel: then the connection is cut and that is raised."""

    def __init__(self, host: str, report: Report = silent, quiet: float = QUIET) -> None:
        self.host, self.report, self.quiet = host, report, quiet
        self.said: tuple[str, int, int] = ("", 0, 0)
        self._stopped: BaseException | None = None
        self._silent, self._moved, self._since = False, 0, time.monotonic()
        self._cut: Callable[[], None] = lambda: None

    def tell(self, sentence: str, done: int = 0, total: int = 0) -> None:
        """Say what is being done and how far it is."""
        self.said = (sentence, done, total)

    def moved(self, count: int) -> None:
        """Note that bytes went over the line."""
        self._moved += count

    def dial(self, port: int) -> socket.socket:
        """Return a connection to the host. Raises NotThere, FarSilent or what `report` raised, even while a name is looked up."""
        found: list[socket.socket] = []
        left, turn = threading.Event(), threading.Lock()

        def call() -> None:
            with suppress(OSError, UnicodeError):
                made = socket.create_connection((self.host, port), timeout=CONNECT)
                with turn:
                    if left.is_set():
                        made.close()
                    else:
                        found.append(made)

        def leave() -> None:
            with turn:
                left.set()
                for made in found:
                    made.close()

        caller = threading.Thread(target=call, name="far call", daemon=True)
        caller.start()
        until = time.monotonic() + min(CONNECT, self.quiet)
        while caller.is_alive():
            caller.join(LOOK)
            try:
                self.report(*self.said)
            except BaseException:
                leave()
                raise
            if time.monotonic() > until:
                leave()
                raise silent_host(self.host)
        if not found:
            raise not_there(self.host)
        found[0].settimeout(self.quiet)
        return found[0]

    @contextmanager
    def watched(self, cut: Callable[[], None]) -> Iterator[None]:
        """Watch what is done inside; `cut` breaks the connection from another thread.

        What the broken connection raises becomes what the caller is to know: the cancelling, FarSilent or CutOff.
        """
        self._cut, self._since, self._moved = cut, time.monotonic(), 0
        over = threading.Event()
        watcher = threading.Thread(target=self._watch, args=(over,), name="far watch", daemon=True)
        watcher.start()
        try:
            yield
        except Exception as error:
            if self._stopped is not None:
                raise self._stopped from error
            if self._silent or isinstance(error, TimeoutError):
                raise silent_host(self.host) from error
            if isinstance(error, OSError | EOFError):
                raise cut_off(self.host) from error
            raise
        finally:
            over.set()
            watcher.join()
        if self._stopped is not None:
            raise self._stopped

    def _watch(self, over: threading.Event) -> None:
        while not over.wait(LOOK):
            try:
                self.report(*self.said)
            except BaseException as error:  # noqa: BLE001 (raised again where the connection is used)
                self._stopped = error
                self._cut()
                return
            if self._moved >= LEAST:
                self._since, self._moved = time.monotonic(), 0
            elif time.monotonic() - self._since > self.quiet:
                self._silent = True
                self._cut()
                return


def hang_up(line: socket.socket) -> None:
    """Break a connection, from whatever thread."""
    with suppress(OSError):
        line.shutdown(socket.SHUT_RDWR)
    with suppress(OSError):
        line.close()
