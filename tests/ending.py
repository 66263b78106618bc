"""What a test may say of time: that a thing comes to an end. How long it takes is for `tests/benchmarks` to say."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import event
from sqlmodel import Session

ENOUGH = 60.0
"""Seconds: a hundred times what any of these things takes on a slow machine, and nothing beside for ever."""


@contextmanager
def ends(within: float = ENOUGH) -> Iterator[None]:
    """Fail when what is done inside took longer than seconds by which it can only have been caught."""
    began = time.monotonic()
    yield
    assert time.monotonic() - began < within


@contextmanager
def asking(session: Session) -> Iterator[list[str]]:
    """Give the statements that a session sends to its store, as they are sent; one for many rows counts once."""
    sent: list[str] = []
    connection = session.connection()

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        sent.append(statement)

    event.listen(connection, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(connection, "before_cursor_execute", note)
