"""Files on the road between stations and county: late, lost, twice, in another order, damaged."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

LOST, DAMAGED, TWICE, LATE = 0.08, 0.09, 0.12, 0.2


@dataclass(frozen=True)
class Letter:
    """A package on its way: from or to `station`, for the computer it was written on or, down, for the one that comes first."""

    path: Path
    station: str
    up: bool
    due: int
    epoch: int
    sealed_to: str = ""
    """Name of the file with the reader's age identities, for the independent tools."""
    signed_by: str = ""


@dataclass
class Post:
    """Everything that is under way, and everything that was ever written."""

    dice: Random
    counted: Counter[str]
    waiting: list[Letter] = field(default_factory=list)
    written: list[Letter] = field(default_factory=list)

    def send(self, letter: Letter) -> None:
        """Bring a letter on its way, with what happens to letters."""
        self.written.append(letter)
        self.counted["files"] += 1
        self.counted["bytes"] += letter.path.stat().st_size
        if self.dice.random() < LOST:
            self.counted["lost"] += 1
            return
        if self.dice.random() < DAMAGED:
            self.counted["damaged"] += 1
            self.waiting.append(self._late(Letter(damaged(letter.path, self.dice), letter.station, letter.up, letter.due, letter.epoch)))
        if self.dice.random() < TWICE:
            self.counted["twice"] += 1
            self.waiting.append(self._late(letter, at_least=1))
        self.waiting.append(self._late(letter) if self.dice.random() < LATE else letter)

    def _late(self, letter: Letter, at_least: int = 0) -> Letter:
        weeks = self.dice.randint(at_least, 5)
        if weeks:
            self.counted["late"] += 1
        return Letter(letter.path, letter.station, letter.up, letter.due + weeks, letter.epoch)

    def arrive(self, week: int, *, up: bool, station: str = "") -> list[Letter]:
        """Take out what has come by now, in any order."""
        come = [one for one in self.waiting if one.up is up and one.due <= week and station in ("", one.station)]
        taken = set(map(id, come))
        self.waiting = [one for one in self.waiting if id(one) not in taken]
        self.dice.shuffle(come)
        return come


def damaged(path: Path, dice: Random) -> Path:
    """Return a copy of a file, cut, or with bytes changed, or of another thing altogether."""
    content = bytearray(path.read_bytes())
    kind = dice.randrange(4)
    if kind == 0:
        content = content[: dice.randrange(len(content))]
    elif kind == 1:
        content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)
    elif kind == 2:
        place = dice.randrange(len(content))
        content[place : place + 512] = bytes(len(content[place : place + 512]))
    else:
        content += dice.randbytes(40)
    (path.parent / "damaged").mkdir(exist_ok=True)
    copy = path.parent / "damaged" / path.name
    copy.write_bytes(content)
    return copy
