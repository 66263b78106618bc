"""A package's lines on their way into the ledger: all checked before anything is written, then added a few thousand at a time."""

from __future__ import annotations

import gc
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice

from sqlalchemy import Connection

from stationdesk.county.pictures import KIND, Pictures
from stationdesk.county.rows import append_lines, apply_lines
from stationdesk.sync.line_check import Checked, check_line
from stationdesk.sync.lines import Line
from stationdesk.sync.package_reading import OpenedLines

BATCH = 4000


@contextmanager
def no_collecting() -> Iterator[None]:
    """Let Python's search for circles of objects rest: lines have none, and looking through them again and again costs a fifth."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def check_all(payload: OpenedLines, pictures: Pictures) -> None:
    """Walk all lines once, before anything is written: after this they and the pictures are known to be what the manifest says."""
    for number, line in enumerate(payload.lines(), 2):
        if check_line(line.value, number, from_county=False, line=line.line).reason:
            payload.disliked.append(line.seq)
        elif line.kind == KIND:
            pictures.note(line)
        payload.keep(line)
    pictures.check()


def add_lines(connection: Connection, station: str, payload: OpenedLines, after: int, pictures: Pictures) -> None:
    """Add the lines after `after` to the station's journal and apply them to its rows; `check_all` has walked them before."""
    pictures.keep(connection, station)
    without = pictures.without(connection, station)
    for lines in batches(payload.again(after)):
        append_lines(connection, station, lines)
        apply_lines(connection, station, checked_again(lines, payload, without))
        gc.collect(0)  # the questions have circles, with the ids that were asked for; lines have none (`no_collecting`)
    pictures.forget(connection, station)


def checked_again(lines: Iterable[Line], payload: OpenedLines, without: Mapping[str, str]) -> Iterator[tuple[int, Checked]]:
    """Yield lines that were checked before with what they move; only those that our rules disliked are asked once more why.

    `without` are the entries to be set aside because their picture is not there, with the reason.
    """
    disliked = payload.disliked
    for line in lines:
        at = bisect_left(disliked, line.seq) if disliked else 0
        if at < len(disliked) and disliked[at] == line.seq:
            yield line.seq, check_line(line.value, line.seq, from_county=False)
        else:
            reason = without.get(line.value["id"], "") if line.kind == KIND else ""
            yield line.seq, Checked(line.kind, line.value["id"], line.value["fields"], False, None, reason)


def batches(lines: Iterator[Line]) -> Iterator[list[Line]]:
    """Yield lines a few thousand at a time."""
    while batch := list(islice(lines, BATCH)):
        yield batch
