"""Taking what lies on a stick or in a folder: package after package, none of which can hold up the others."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Iterator
from pathlib import Path

from stationdesk.county.desk import CountyDesk
from stationdesk.county.intake import Taken, named_in, note, take_and_note
from stationdesk.county.ledger import COUNTYS_TROUBLE
from stationdesk.errors import DeskError
from stationdesk.i18n import ngettext
from stationdesk.store.files import NotReadable
from stationdesk.sync.package_name import packages


class TakingStopped(DeskError):
    """The server is away, the disk is full, the ledger is damaged, or the stick was pulled out: no package is to blame, and none goes on.

    `why` is what stopped it, `taken` what came of the packages before, `left` how many were not looked at.
    """

    def __init__(self, why: DeskError, taken: list[Taken], left: int) -> None:
        said = ngettext("{count} file was not looked at.", "{count} files were not looked at.", left).format(count=left)
        super().__init__(f"{why.message} {said}")
        self.why, self.taken, self.left = why, taken, left


def take_folder(desk: CountyDesk, operator: str, folder: Path) -> list[Taken]:
    """Take every package in a folder, oldest number first. Raises NotWritable if the folder is gone, TakingStopped."""
    done: list[Taken] = []
    deque(taking(desk, operator, folder, done), maxlen=0)
    return done


def taking(desk: CountyDesk, operator: str, folder: Path, done: list[Taken]) -> Iterator[tuple[str, int, int]]:
    """Take the packages of a folder, oldest number first, each in its own transaction: one that is bad never blocks the others.

    Yields before each its name, how many came before it and how many there are; whoever asks for no more stops the taking there. What came
    of each is added to `done`. The county's own answers, which lie on the same stick, are passed over. Raises NotWritable if the folder is
    gone, TakingStopped.
    """
    found = packages_for(desk.code, folder)
    for at, path in enumerate(found):
        yield path.name, at, len(found)
        try:
            done.append(take_and_note(desk, operator, path))
        except COUNTYS_TROUBLE as error:
            if not is_its_own(error, folder):
                raise TakingStopped(error, done, len(found) - at) from error
            done.append(not_read(desk, operator, path, error))


def packages_for(county: str, folder: Path) -> list[Path]:
    """Return the stations' packages in a folder and a little below, oldest number first, without the county's own answers.

    Raises NotWritable if the folder is gone, or fails.
    """
    ours = f"SD_{county}_to_".lower()
    return [path for path in packages(folder) if not path.name.lower().startswith(ours)]


def is_its_own(error: DeskError, folder: Path) -> bool:
    """Tell whether one file alone has this trouble: it cannot be read, and the folder is there. It holds up no other, then."""
    return isinstance(error, NotReadable) and os.path.isdir(folder)  # noqa: PTH112 - a failing stick is no folder; Path.is_dir raises


def not_read(desk: CountyDesk, operator: str, path: Path, error: DeskError) -> Taken:
    """Keep that a file could not be read, and why."""
    taken = Taken(path.name, station=named_in(path), sentence=error.message)
    note(desk, operator, taken)
    return taken
