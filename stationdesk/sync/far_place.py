"""What every place on the network can do: say what lies there, fetch, and take a file whole or not at all."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from heapq import heappush, heappushpop
from pathlib import Path
from types import TracebackType
from typing import IO, Protocol, Self

from stationdesk.store.files import spoken_errors
from stationdesk.sync.far_line import FarLine
from stationdesk.sync.far_troubles import differs, other_size

CHUNK = 32 * 1024
LARGEST = 2 * 1024**3
"""Bytes a package may have (exchange.md)."""
NAMES = 200_000
"""Names that are looked at in one folder; more than a county of a thousand villages leaves there in years."""
KEPT = 2_000
"""Names of one sort that are kept of a listing: those with the highest numbers."""

Wanted = Callable[[str], tuple[str, int] | None]
"""Of a name that is asked for: its sort and the number it claims; None of every other name."""


@dataclass(frozen=True)
class FarFile:
    """A file there, as the other end says; `mark` changes when the file does."""

    name: str
    size: int
    mark: str = ""


@dataclass
class Listing:
    """What lies in the folder and was asked for: nobody ever takes anything away there, so of each sort the newest."""

    looked_at: int = 0
    whole: bool = True
    """Everything was looked at; False where there are more names than anybody should read."""
    counts: Counter[str] = field(default_factory=Counter)
    """How many of each sort lie there, kept or not."""
    _kept: defaultdict[str, list[tuple[int, int, FarFile]]] = field(default_factory=lambda: defaultdict(list))

    @property
    def files(self) -> list[FarFile]:
        """Return what was kept, in the order in which it was named."""
        kept = sorted((place, one) for sort in self._kept.values() for _number, place, one in sort)
        return [one for _place, one in kept]

    def add(self, one: FarFile, wanted: Wanted) -> bool:
        """Look at a name, keep it if it is wanted and among the newest; tells whether to go on."""
        if self.looked_at >= NAMES:
            self.whole = False
            return False
        self.looked_at += 1
        found = wanted(one.name)
        if found is not None:
            sort, number = found
            self.counts[sort] += 1
            put = heappush if self.counts[sort] <= KEPT else heappushpop
            put(self._kept[sort], (number, self.looked_at, one))
        return True


class FarPlace(Protocol):
    """An open place. Everything raises a FarTrouble, and what the line's `report` raises to cancel."""

    line: FarLine

    def listing(self, wanted: Wanted) -> Listing:
        """Return the files whose names are wanted."""

    def fetch(self, one: FarFile, to: Path) -> None:
        """Bring a file here, as `to`. Raises FarDiffers where it has not the size that was said; then `to` is not there."""

    def put(self, path: Path) -> FarFile:
        """Put a file there under its name: as .partial, from where it broke, proven by reading it back, then renamed."""

    def remove(self, name: str) -> None:
        """Take a half-written file of ours away."""

    def close(self) -> None:
        """Hang up."""


class FarSession:
    """Hangs up at the end, whatever happened."""

    def close(self) -> None:
        """Hang up."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def take_down(line: FarLine, one: FarFile, to: Path, chunks: Iterator[bytes]) -> None:
    """Write what comes of a file to `to`, as many bytes as were said and no more. Raises FarDiffers, NoSpace or NotWritable."""
    count = 0
    try:
        with spoken_errors(to.parent):
            file = to.open("wb")
        with file:
            for chunk in chunks:
                count += len(chunk)
                line.moved(len(chunk))
                line.tell(line.said[0], count, one.size)
                if count > one.size:
                    break
                with spoken_errors(to.parent):
                    file.write(chunk)
        if count != one.size:
            raise other_size(line.host)
    except BaseException:
        with suppress(OSError):
            to.unlink(missing_ok=True)
        raise


def digest_of(file: IO[bytes]) -> bytes:
    """Return the sha256 of a whole file."""
    file.seek(0)
    found = hashlib.sha256()
    while chunk := file.read(1024 * 1024):
        found.update(chunk)
    return found.digest()


def must_be(line: FarLine, wanted: bytes, chunks: Iterator[bytes]) -> None:
    """Raise FarDiffers unless what is read back has this sha256."""
    found = hashlib.sha256()
    for chunk in chunks:
        line.moved(len(chunk))
        found.update(chunk)
    if found.digest() != wanted:
        raise differs(line.host)
