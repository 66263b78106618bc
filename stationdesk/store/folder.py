"""The data folder: the names in it, and the lock that lets one process in."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.store.files import spoken_errors

STORE = "store.sdb"
LEDGER = "ledger.sdb"
BACKUPS = "backups"
KEY_FILES = ("keys.json", "keys.copy.json")
"""The key file and its copy."""


class AlreadyOpen(DeskError):
    """Another process has this data folder open."""


class NoDesk(DeskError):
    """The data folder holds no store yet."""


class DeskExists(DeskError):
    """The data folder holds a store already."""


@dataclass(frozen=True)
class DataFolder:
    """Paths of one desk."""

    path: Path
    state: Path
    """A folder elsewhere on the machine for the second copy of the journal mark."""

    @property
    def store(self) -> Path:
        """The encrypted store."""
        return self.path / STORE

    @property
    def unfinished(self) -> Path:
        """The store while it is being set up."""
        return self.path / (STORE + ".new")

    @property
    def ledger(self) -> Path:
        """A county's encrypted ledger."""
        return self.path / LEDGER

    @property
    def backups(self) -> Path:
        """Where daily backups are kept."""
        return self.path / BACKUPS

    def must_exist(self) -> None:
        """Raise NoDesk unless there is a store."""
        if not self.store.exists():
            raise NoDesk(_("There is no desk in {folder} yet. Set one up with «new», or choose another folder.").format(folder=self.path))

    def must_be_free(self) -> None:
        """Raise DeskExists if there is a store or keys already: nothing is ever written over."""
        if self.store.exists() or (self.path / "keys.json").exists():
            raise DeskExists(_("There is a desk in {folder} already. Nothing was changed.").format(folder=self.path))


class FolderLock:
    """Holds the data folder for this process; the system lets go of it when the process ends, however it ends.

    Raises AlreadyOpen, NoSpace or NotWritable.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / "lock"
        with spoken_errors(folder):
            self._file = self.path.open("a+b")
        try:
            _lock(self._file.fileno())
        except OSError as error:
            self._file.close()
            raise AlreadyOpen(_("The desk is open already, in another window or another command. Close it there first.")) from error

    def release(self) -> None:
        """Let the folder go."""
        self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.release()


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        os.lseek(handle, 0, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
