"""Taking what lies on a stick or in a folder: package after package, none of which can hold up the others."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from pathlib import Path

from stationdesk.county.desk import CountyDesk
from stationdesk.county.intake import Taken, named_in, note, take_and_note
from stationdesk.county.ledger import COUNTYS_TROUBLE
from stationdesk.errors import DeskError
from stationdesk.i18n import ngettext
from stationdesk.store.files import NotWritable
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
    found = packages_for(desk, folder)
    for at, path in enumerate(found):
        yield path.name, at, len(found)
        try:
            done.append(take_and_note(desk, operator, path))
        except COUNTYS_TROUBLE as error:
            if not isinstance(error, NotWritable) or not folder.is_dir():
                raise TakingStopped(error, done, len(found) - at) from error
            done.append(Taken(path.name, station=named_in(path), sentence=error.message))  # a bad place on the stick holds up no other file
            note(desk, operator, done[-1])


def packages_for(desk: CountyDesk, folder: Path) -> list[Path]:
    """Return the stations' packages in a folder, oldest number first, without the county's own answers."""
    ours = f"SD_{desk.code}_to_"
    return [path for path in packages(folder) if not path.name.startswith(ours)]
