"""A station's desk in the model of the exchange: its journal, what it read of the county, and how two branches become one."""

from __future__ import annotations

import copy as copying
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.sync.model import RECHECK, Down, Ids, Line, Received, Records, Up, put, replay, start_of


@dataclass
class Desk:  # long: the whole of a station's side in one place, to be read beside the text
    """One copy of a station's desk. `ids` is the world's; everything else is in the store."""

    ids: Ids
    station: str
    copy: str = ""
    following: str = ""
    lines: list[Line] = field(default_factory=list)
    digests: list[int] = field(default_factory=list)
    records: Records = field(default_factory=dict)
    confirmed: int = 0
    number: int = 0
    followed_number: int = 0
    followed_heard: int = 0
    since: int = 1
    left: frozenset[str] = frozenset()
    theirs: list[Line] = field(default_factory=list)
    their_digests: dict[int, int] = field(default_factory=dict)
    cursor: int = 0
    received: Records = field(default_factory=dict)
    held: frozenset[str] = frozenset()
    retired: bool = False
    forked: bool = False

    def __post_init__(self) -> None:
        self.copy = self.ids("copy")
        self.digests = [start_of(self.station)]
        self.their_digests = {0: start_of(f"county {self.station}")}

    def backup(self) -> Desk:
        """Return the store as it is now."""
        ids, self.ids = self.ids, Ids()
        kept = copying.deepcopy(self)
        self.ids = kept.ids = ids
        return kept

    def take_new_copy(self) -> None:
        """Go on under a new copy id."""
        self.copy, self.number, self.followed_heard, self.since, self.retired = self.ids("copy"), 0, 0, 1, False

    def use_again(self) -> None:
        """Go on although retired: nothing counts as received until the county has spoken under the new id."""
        self.take_new_copy()
        self.confirmed = 0

    def log(self, record: str, fields: Iterable[tuple[str, Any]], uid: int = 0) -> None:
        """Write a change down."""
        line = Line(len(self.lines) + 1, self.copy, uid or self.ids.number(), record, tuple(fields))
        self._append(line)

    def _append(self, line: Line) -> None:
        self.lines.append(line)
        self.digests.append(hash((self.digests[-1], hash(line))))
        put(self.records, line.record, line.fields)

    def export(self) -> Up:
        """Write a package: everything after the county's last confirmation."""
        self.number += 1
        known = self.their_digests[max(seq for seq in self.their_digests if seq <= self.cursor)]
        received = Received(self.following, self.cursor, known, self.followed_number)
        lines = tuple(self.lines[self.confirmed :])
        return Up(self.station, self.copy, self.number, self.digests[self.confirmed], self.confirmed + 1, lines, received)

    def counts(self, down: Down) -> bool:
        """Tell whether a package is newer than the last that counted (principle 9)."""
        heard = down.heard.get(self.copy, 0)
        if down.copy == self.following:
            return (heard, down.number) > (self.followed_heard, self.followed_number)
        return heard >= self.since and (down.copy not in self.left or heard > self.since)

    def receive(self, down: Down) -> None:
        """Read the county's package."""
        if not self.retired and down.heard.get(self.copy, 0) > self.number:
            self.take_new_copy()
        if not self.counts(down):
            return
        if down.copy != self.following:
            self.left |= {self.following} if self.following else set()
            self.following, self.since = down.copy, self.number + 1
        self.followed_number, self.followed_heard = down.number, down.heard.get(self.copy, 0)
        self.retired = self.retired or self.copy in down.retired
        self._take_down(down)
        seq, digest = down.received.seq, down.received.digest
        if self._has(seq, digest):
            self.confirmed, self.forked = seq, False
        else:
            self.confirmed, self.forked = 0, True
            if not self.retired and down.received.copy == self.copy:
                self.take_new_copy()
        self.held = down.held
        if down.yours and not self.retired:
            self._repair(down, *down.yours)

    def _has(self, seq: int, digest: int) -> bool:
        return seq <= len(self.lines) and self.digests[seq] == digest

    def _take_down(self, down: Down) -> None:
        at = max(seq for seq in self.their_digests if seq <= down.first - 1)
        joins = self.their_digests[at] == down.before
        if not joins or down.first - 1 > self.cursor:
            if not joins:
                self.cursor, self.their_digests = 0, {0: start_of(f"county {self.station}")}
            if down.first > 1:
                return
        digest, new = down.before, {}
        for line in down.lines:
            new[line.seq] = digest = hash((digest, hash(line)))
        old = {seq: one for seq, one in self.their_digests.items() if down.first <= seq <= min(down.last, self.cursor)}
        other = any(new.get(seq) != one for seq, one in old.items()) or any(seq <= self.cursor and seq not in old for seq in new)
        forked = other or self.cursor > down.last
        if not forked and down.last <= self.cursor:
            return
        keep = down.first - 1 if forked else self.cursor
        self.theirs = [line for line in self.theirs if line.seq <= keep] + [line for line in down.lines if line.seq > keep]
        self.their_digests = {seq: one for seq, one in self.their_digests.items() if seq <= keep} | {
            seq: one for seq, one in new.items() if seq > keep
        }
        self.cursor, self.received = down.last, replay(self.theirs)

    def _repair(self, down: Down, first: int, before: int, given: Sequence[Line]) -> None:
        if not self._has(first - 1, before):
            return
        common = first - 1
        for line in given:
            if common >= len(self.lines) or self.lines[common] != line:
                break
            common += 1
        if common == first - 1 + len(given):
            return
        own, given = self.lines[common:], given[common - first + 1 :]
        if own and any(line.copy == self.copy for line in given):
            self.take_new_copy()
        mine = copying.deepcopy(self.records)
        self.lines, self.digests = self.lines[:common], self.digests[: common + 1]
        self.records = replay(self.lines)
        for line in given:
            self._append(line)
        seq = down.received.seq
        self.confirmed, self.forked = (seq if self._has(seq, down.received.digest) else common), False
        self._put_back(own, mine, given)

    def _put_back(self, own: Sequence[Line], mine: Records, given: Sequence[Line]) -> None:
        """Own changes after the county's; where both moved a field the county's stands, and it is listed, after everything else."""
        theirs = copying.deepcopy(self.records)
        moved = {(line.record, name) for line in given for name, _value in line.fields}
        touched = {line.record for line in given}
        listed: dict[tuple[str, str], None] = {}
        for line in own:
            one, keep = line.record, [(name, value) for name, value in line.fields if (line.record, name) not in moved]
            for name, _value in line.fields:
                both_removed = name == "removed" and mine[one].get(name) and theirs.get(one, {}).get(name)
                if (one, name) in moved and mine[one].get(name) != theirs.get(one, {}).get(name) and not both_removed:
                    listed[one, name] = None
            if (one, "removed") in moved and theirs.get(one, {}).get("removed") and not mine[one].get("removed"):
                listed[one, "removed"] = None
            if dict(keep).get("removed") and one in touched:
                listed[one, "removed"] = None
            if keep:
                self.log(one, keep, line.uid)
        for one, name in listed:
            self.log(self.ids(RECHECK), (("record", one), ("field", name)))
