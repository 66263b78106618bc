"""The exchange protocol as plain data and functions, without files, keys or stores: what the real thing must come to, step by step.

The rules that the docstrings of `sync` and `county` state, written once more and independently: lines are tuples, a digest is a hash, a
package is an object, a desk is a handful of lists. `test_same_states` plays every history on this model and on the real desks at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

Fields = tuple[tuple[str, Any], ...]
Records = dict[str, dict[str, Any]]
RECHECK = "recheck"
"""The records that list what differs begin so."""


class Line(NamedTuple):
    """One change. A county's has an audience, a station's none."""

    seq: int
    copy: str
    uid: int
    record: str
    fields: Fields
    audience: str = ""


class Received(NamedTuple):
    """How far a side has the other's journal."""

    copy: str
    seq: int
    digest: int
    number: int


def start_of(author: str) -> int:
    """Return the digest before the first line."""
    return hash(("stationdesk/1", author))


def chain(lines: Iterable[Line], start: int) -> list[int]:
    """Return the digest before the first line and after each."""
    found = [start]
    for line in lines:
        found.append(hash((found[-1], hash(line))))
    return found


def put(records: Records, record: str, fields: Iterable[tuple[str, Any]]) -> None:
    """Move fields of a record, or make it."""
    records.setdefault(record, {}).update(fields)


def replay(lines: Iterable[Line]) -> Records:
    """Return what lines add up to."""
    found: Records = {}
    for line in lines:
        if ("gone", True) in line.fields:
            found.pop(line.record, None)
        else:
            put(found, line.record, line.fields)
    return found


@dataclass(frozen=True)
class Up:
    """A station's package."""

    station: str
    copy: str
    number: int
    before: int
    first: int
    lines: tuple[Line, ...]
    received: Received

    @property
    def last(self) -> int:
        """Its last line."""
        return self.first - 1 + len(self.lines)


@dataclass(frozen=True)
class Down:
    """The county's package for one station: its slice from `first` to `last`, and the station's own lines where the two have parted."""

    station: str
    copy: str
    number: int
    before: int
    first: int
    last: int
    lines: tuple[Line, ...]
    heard: Mapping[str, int]
    received: Received
    retired: frozenset[str]
    held: frozenset[str]
    yours: tuple[int, int, tuple[Line, ...]] | None


class Ids:
    """Gives names and numbers that nobody had before."""

    def __init__(self) -> None:
        self.count: Counter[str] = Counter()

    def __call__(self, what: str) -> str:
        self.count[what] += 1
        return f"{what}{self.count[what]}"

    def number(self) -> int:
        """Return the next number of a change."""
        self.count["uid"] += 1
        return self.count["uid"]
