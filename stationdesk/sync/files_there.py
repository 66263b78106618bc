"""The files that lie in a folder and a little below: people make folders on a stick, and some programs write endings in capitals."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

DEPTH = 2
"""Folders below the stick's root that are looked into."""


def files_in(folder: Path, *endings: str, most: int | None = None, depth: int = DEPTH) -> Iterator[Path]:
    """Yield the files whose names end so, in small letters or capitals, in `folder` and a little below; hidden ones are left out.

    `most` names are looked at, or all. Raises OSError where the folder is gone or fails.
    """
    looked_at, waiting = 0, [(folder, depth)]
    while waiting:
        here, deeper = waiting.pop(0)
        for entry in entries_of(here, may_refuse=here != folder):
            looked_at += 1
            if most is not None and looked_at > most:
                return
            if entry.name.startswith((".", "$")):
                continue
            if is_file(entry) and entry.name.lower().endswith(endings):
                yield Path(entry.path)
            elif deeper and entry.is_dir(follow_symlinks=False):
                waiting.append((Path(entry.path), deeper - 1))


def is_file(entry: os.DirEntry[str]) -> bool:
    """Tell whether an entry is a file; one that a dying stick cannot tell of is none."""
    try:
        return entry.is_file(follow_symlinks=False)
    except OSError:
        return False


def entries_of(folder: Path, *, may_refuse: bool) -> list[os.DirEntry[str]]:
    """Return a folder's entries by name; the system's own folders on a stick may be closed to us. Raises OSError."""
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda one: one.name)
    except PermissionError:
        if may_refuse:
            return []
        raise
