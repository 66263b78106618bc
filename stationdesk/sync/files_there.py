"""The files that lie in a folder and a little below: people make folders on a stick, and some programs write endings in capitals."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

DEPTH = 2
"""Folders below the stick's root that are looked into."""


def files_in(folder: Path, *endings: str, most: int | None = None, depth: int = DEPTH) -> Iterator[Path]:
    """Yield the files whose names end so, in small letters or capitals, in `folder` and a little below; hidden ones are left out.

    `most` names are looked at, or all. A folder below that cannot be listed, or vanishes, hides nothing else. Raises OSError where
    the folder itself is gone or fails.
    """
    looked_at, waiting = 0, [(folder, depth)]
    while waiting:
        here, deeper = waiting.pop(0)
        for entry in entries_of(here, folder):
            looked_at += 1
            if most is not None and looked_at > most:
                return
            if entry.name.startswith((".", "$")):
                continue
            if is_file(entry) and entry.name.lower().endswith(endings):
                yield Path(entry.path)
            elif deeper and is_folder(entry):
                waiting.append((Path(entry.path), deeper - 1))


def is_file(entry: os.DirEntry[str]) -> bool:
    """Tell whether an entry is a file; one that a dying stick cannot tell of is none."""
    try:
        return entry.is_file(follow_symlinks=False)
    except OSError:
        return False


def is_folder(entry: os.DirEntry[str]) -> bool:
    """Tell whether an entry is a folder, as `is_file` does."""
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def entries_of(folder: Path, root: Path) -> list[os.DirEntry[str]]:
    """Return a folder's entries by name; none where one below `root` cannot be listed, as long as `root` is there. Raises OSError."""
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda one: one.name)
    except OSError:
        if folder != root and os.path.isdir(root):  # noqa: PTH112 - a failing stick is no folder; Path.is_dir raises
            return []
        raise
