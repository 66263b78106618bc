"""The journal mark: a note outside the store of how far its journal had come (exchange.md, principle 8)."""

from __future__ import annotations

import hashlib
import json
import sys
import uuid
from dataclasses import asdict, dataclass
from pathlib import Path

from stationdesk.registers.record import canonical
from stationdesk.store.files import replace_file
from stationdesk.store.folder import DataFolder


@dataclass(frozen=True)
class Mark:
    """Which copy of which store had written how much on which machine."""

    store: str
    line_copy: str
    seq: int
    digest: str
    machine: str


def machine_of(store: str) -> str:
    """Return a short hash that tells this machine from another one, and says nothing else about it."""
    return hashlib.sha256(f"{machine_name()} {store}".encode()).hexdigest()[:16]


def machine_name() -> str:
    """Return what the system calls this installation, or its network card where it has no such name."""
    if sys.platform == "win32":
        import winreg

        access = winreg.KEY_READ | winreg.KEY_WOW64_64KEY
        with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"SOFTWARE\Microsoft\Cryptography", 0, access) as key:
            return str(winreg.QueryValueEx(key, "MachineGuid")[0])
    for path in (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id")):
        try:
            name = path.read_text(encoding="ascii").strip()
        except OSError:
            continue
        if name:
            return name
    return str(uuid.getnode())


def places(folder: DataFolder, store: str) -> tuple[Path, Path]:
    """Return where the mark stands: beside the store, and outside the data folder."""
    return folder.path / "journal.mark", folder.state / f"{store}.mark"


def read_marks(folder: DataFolder, store: str) -> list[Mark]:
    """Return the marks of this store that can be read; a foreign or broken one is left out."""
    found = []
    for path in places(folder, store):
        try:
            mark = Mark(**json.loads(path.read_bytes()))
        except (OSError, ValueError, TypeError):
            continue
        if mark.store == store:
            found.append(mark)
    return found


def write_mark(folder: DataFolder, mark: Mark, *, flush: bool = False) -> None:
    """Write the mark in both places; `flush` waits for the disk (before an export).

    Raises NoSpace or NotWritable.
    """
    folder.state.mkdir(parents=True, exist_ok=True)
    for path in places(folder, mark.store):
        replace_file(path, canonical(asdict(mark)).encode(), flush=flush)
