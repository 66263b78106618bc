"""The file names of packages: author, range and number in ASCII, nothing about people."""

from __future__ import annotations

import re
from pathlib import Path

from stationdesk.store.files import spoken_reading
from stationdesk.sync.files_there import files_in
from stationdesk.sync.manifest import Manifest

ENDING = ".sdpkg"
PARTIAL = ".partial"
"""Added to a package that is being written; nothing that ends so is ever read."""


def opening(manifest: Manifest, *, county: bool) -> str:
    """Return how the names of all packages from this author (a county's: to this station) begin."""
    return start_of(manifest.author, manifest.recipient if county else "")


def start_of(author: str, to: str = "") -> str:
    """Return how the names of packages of `author` begin; a county's name the station they go `to`."""
    return f"SD_{author}_to_{to}_" if to else f"SD_{author}_"


def file_name(manifest: Manifest, *, county: bool) -> str:
    """Return the package's name: `SD_360202101209_000124-000207_n0012.sdpkg`; a county's names the station too."""
    return f"{opening(manifest, county=county)}{manifest.first:06d}-{manifest.last:06d}_n{manifest.number:04d}{ENDING}"


def next_number(folder: Path, start: str, number: int) -> int:
    """Return the number of the next package after `number`: also above those that lie in `folder` under the same beginning.

    A desk that was put back begins its numbers anew, and a package on a stick is never written over.
    """
    there = (re.fullmatch(rf"{re.escape(start)}\d+-\d+_n(\d+){ENDING}", path.name) for path in folder.glob(f"*{ENDING}"))
    return 1 + max([number, *(int(found[1]) for found in there if found)])


def packages(folder: Path) -> list[Path]:
    """Return the packages in `folder` and a little below by name; only a hint of what they are, the manifest decides.

    Raises NotWritable where the folder is gone or the stick fails.
    """
    with spoken_reading(folder, folder):
        return sorted(files_in(folder, ENDING), key=lambda path: (path.name, path))


def sweep(folder: Path, start: str) -> None:
    """Remove what writing was killed over: partial packages whose names begin with `start` and a digit."""
    for path in folder.glob(f"{start}[0-9]*{ENDING}{PARTIAL}"):
        path.unlink(missing_ok=True)
