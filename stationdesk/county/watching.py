"""Watching a folder into which the stations' packages fall: each is taken once, nothing in it is moved, changed or removed.

What was taken is known by the ledger, not by the folder: killed and begun again, it takes what it has not, and what it has changes
nothing. Within one run a file is looked at again only when it has become another one. A folder that is gone for a while, and a
server that is down, are waited for, longer and longer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from stationdesk.county.desk import CountyDesk
from stationdesk.county.intake import Taken, take_and_note
from stationdesk.county.ledger import COUNTYS_TROUBLE
from stationdesk.county.taking import is_its_own, not_read, packages_for

EVERY = 5.0
"""Seconds between two looks at the folder."""
LONGEST = 300.0
"""Seconds that are waited at most when looking fails again and again."""

Stamp = tuple[int, int, int]
"""What tells a file from another of the same name: size, time of change, number on the disk."""


@dataclass
class Watching:
    """One run over one folder."""

    desk: CountyDesk
    operator: str
    folder: Path
    looked_at: dict[Path, Stamp] = field(default_factory=dict)
    not_read: dict[Path, Stamp] = field(default_factory=dict)
    """Files that were there and could not be read."""
    failures: int = 0
    trouble: str = ""
    """Why the last look failed, in words; empty when it did not."""

    @property
    def wait(self) -> float:
        """Seconds to wait before the next look: twice as long after each that failed."""
        return min(LONGEST, EVERY * 2.0**self.failures) if self.failures < 10 else LONGEST

    def look(self) -> Iterator[Taken]:
        """Take what is new in the folder, one after the other; one bad file never blocks the others.

        A file that cannot be read is told once, and tried again at every look until it can. A server that is away leaves all for the next.
        """
        try:
            found = packages_for(self.desk.code, self.folder)
        except COUNTYS_TROUBLE as error:
            self.fail(error.message)
            return
        for path in found:
            stamp = stamp_of(path)
            if stamp is None or self.looked_at.get(path) == stamp:
                continue
            try:
                taken = take_and_note(self.desk, self.operator, path)
            except COUNTYS_TROUBLE as error:
                if not is_its_own(error, self.folder):
                    self.fail(error.message)
                    return
                if self.not_read.get(path) != stamp:
                    self.not_read[path] = stamp
                    yield not_read(self.desk, self.operator, path, error)
                continue
            self.looked_at[path] = stamp
            yield taken
        self.failures, self.trouble = 0, ""

    def fail(self, trouble: str) -> None:
        """Note that a look failed."""
        self.failures, self.trouble = self.failures + 1, trouble


def stamp_of(path: Path) -> Stamp | None:
    """Return what tells a file from another of the same name; None where it is gone again."""
    try:
        found = path.stat()
    except FileNotFoundError:
        return None
    except OSError:  # the taking says why
        return 0, 0, 0
    return found.st_size, found.st_mtime_ns, found.st_ino


def watch(watching: Watching, sleep: Callable[[float], None], told: Callable[[str], None]) -> Iterator[Taken]:
    """Look again and again, for ever; `told` hears once what keeps it from looking, and that it goes on."""
    said = ""
    while True:
        yield from watching.look()
        if watching.trouble != said:
            said = watching.trouble
            told(said)
        sleep(watching.wait)
