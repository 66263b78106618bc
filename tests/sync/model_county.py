"""The county in the model of the exchange: its own journal and slices, and what it takes from the stations."""

from __future__ import annotations

import copy as copying
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.sync.model import Down, Fields, Ids, Line, Received, Records, Up, chain, put, start_of


@dataclass
class Ledger:
    """What the county keeps of one station."""

    station: str
    lines: list[Line] = field(default_factory=list)
    digests: list[int] = field(default_factory=list)
    records: Records = field(default_factory=dict)
    head: str = ""
    numbers: dict[str, int] = field(default_factory=dict)
    received: dict[str, Received] = field(default_factory=dict)
    parted: dict[str, int] = field(default_factory=dict)
    retired: set[str] = field(default_factory=set)
    held: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.digests = [start_of(self.station)]


class County:
    """The county: its own journal and what the stations sent. `retiring` stands in its own store, the ledgers in another."""

    def __init__(self, ids: Ids, towns: Mapping[str, str]) -> None:
        self.ids, self.copy = ids, ids("county")
        self.numbers = dict.fromkeys(towns, 0)
        self.lines: list[Line] = []
        self.records: Records = {}
        self.audiences: dict[str, str] = {}
        self.towns = {station: [(0, town)] for station, town in towns.items()}
        self.ledgers = {station: Ledger(station) for station in towns}
        self.retiring: dict[str, set[str]] = {station: set() for station in towns}

    def backup(self) -> dict[str, Any]:
        """Return everything as it is now."""
        return copying.deepcopy({name: value for name, value in vars(self).items() if name != "ids"})

    def restore(self, kept: Mapping[str, Any], *, unseen: bool = False) -> None:
        """Put an older state back, under a new copy id unless nobody notices."""
        vars(self).update(copying.deepcopy(dict(kept)))
        if not unseen:
            self.take_new_copy()

    def take_new_copy(self) -> None:
        """Go on under a new copy id."""
        self.copy, self.numbers = self.ids("county"), dict.fromkeys(self.numbers, 0)

    # -- its own journal

    def write(self, record: str, fields: Fields, audience: str) -> None:
        """Write a change of the county's; a record that is told to others is gone under the old label, and told whole under the new."""
        told = self.audiences.get(record, audience)
        if told != audience:
            self._log(record, (("gone", True),), told)
            fields = tuple((self.records[record] | dict(fields)).items())
        self.audiences[record] = audience
        self._log(record, fields, audience)
        put(self.records, record, fields)

    def _log(self, record: str, fields: Fields, audience: str) -> None:
        self.lines.append(Line(len(self.lines) + 1, self.copy, self.ids.number(), record, fields, audience))

    def move(self, station: str, town: str) -> None:
        """Let a station belong to another town."""
        old = self.towns[station][-1][1]
        if old == town:
            return
        self.towns[station].append((len(self.lines) + 1, town))
        for record in [one for one, label in self.audiences.items() if label == f"town:{old}"]:
            self._log(record, (("gone", True),), f"station:{station}")
        for record in [one for one, label in self.audiences.items() if label == f"town:{town}"]:
            self._log(record, tuple(self.records[record].items()), f"station:{station}")

    def slice(self, station: str) -> list[Line]:
        """Return the lines that a station may read, each by the town it belonged to then."""
        found = []
        for line in self.lines:
            town = [town for since, town in self.towns[station] if since <= line.seq][-1]
            if line.audience in ("all", f"town:{town}", f"station:{station}"):
                found.append(line)
        return found

    # -- the road

    def take(self, up: Up) -> str:
        """Take a station's package; returns the outcome."""
        book = self.ledgers[up.station]
        if up.received.copy == self.copy and up.received.number > self.numbers[up.station]:
            self.take_new_copy()
        if up.number <= book.numbers.get(up.copy, 0):
            return "old"
        new = up.copy not in book.numbers
        book.numbers[up.copy], book.received[up.copy] = up.number, up.received
        if up.copy in book.retired:
            return "retired"
        known, common = len(book.lines), up.first - 1
        if common > known:
            return "gap"
        if book.digests[common] != up.before:
            book.parted[up.copy] = 0
            return "fork"
        for line in up.lines:
            if common >= known or book.lines[common] != line:
                break
            common += 1
        if common < min(up.last, known):
            book.parted[up.copy] = common
            return "fork"
        repaired = book.parted.pop(up.copy, None) is not None
        if known > up.last and up.copy != book.head and book.head:
            book.parted[up.copy] = up.last
        elif new or repaired:
            self._close_former_lives(book)
        if up.last > known:
            self._extend(book, up)
            return "taken"
        book.head = book.head or up.copy
        return "known"

    def _close_former_lives(self, book: Ledger) -> None:
        """Forget that copies parted from lines of their own: their repair gave the id up, and a new or repaired copy goes on."""
        lived_twice = [one for one, at in book.parted.items() if any(line.copy == one for line in book.lines[at:])]
        for one in lived_twice:
            del book.parted[one]

    def _extend(self, book: Ledger, up: Up) -> None:
        for line in up.lines[len(book.lines) - up.first + 1 :]:
            book.lines.append(line)
            book.digests.append(hash((book.digests[-1], hash(line))))
            if line.record in book.held or ("bad", True) in line.fields:
                book.held.add(line.record)
            else:
                put(book.records, line.record, line.fields)
        book.head = up.copy
        for one in self.retiring[up.station] - {up.copy}:
            self._retired(book, one)

    def retire(self, station: str, copy: str) -> None:
        """Retire a copy: at once where it does not lead, else with the first change that another brings."""
        self.retiring[station].add(copy)
        if copy != self.ledgers[station].head:
            self._retired(self.ledgers[station], copy)

    def _retired(self, book: Ledger, copy: str) -> None:
        if copy in book.numbers:
            book.retired.add(copy)
            book.parted.pop(copy, None)

    def answer(self, station: str) -> Down | None:
        """Write a package for a station; None before it was heard."""
        book = self.ledgers[station]
        if not book.numbers:
            return None
        self.numbers[station] += 1
        live = [one for copy, one in book.received.items() if copy not in book.retired]
        lines = self.slice(station)
        digests = chain(lines, start_of(f"county {station}"))

        def at(seq: int) -> int:
            return digests[sum(line.seq <= seq for line in lines)]

        start = min((one.seq if one.seq <= len(self.lines) and at(one.seq) == one.digest else 0 for one in live), default=0)
        yours, common = None, min(book.parted.values(), default=None)
        if common is not None:
            yours = (common + 1, book.digests[common], tuple(book.lines[common:]))
        return Down(
            station,
            self.copy,
            self.numbers[station],
            at(start),
            start + 1,
            len(self.lines),
            tuple(line for line in lines if line.seq > start),
            dict(book.numbers),
            Received(book.head, len(book.lines), book.digests[-1], book.numbers.get(book.head, 0)),
            frozenset(book.retired),
            frozenset(book.held),
            yours,
        )
