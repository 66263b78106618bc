"""The file names of packages: author, range and number in ASCII, nothing about people."""

from __future__ import annotations

from pathlib import Path

from stationdesk.sync.manifest import Manifest

ENDING = ".sdpkg"
PARTIAL = ".partial"
"""Added to a package that is being written; nothing that ends so is ever read."""


def opening(manifest: Manifest, *, county: bool) -> str:
    """Return how the names of all packages from this author (a county's: to this station) begin."""
    return f"SD_{manifest.author}_to_{manifest.recipient}_" if county else f"SD_{manifest.author}_"


def file_name(manifest: Manifest, *, county: bool) -> str:
    """Return the package's name: `SD_360202101209_000124-000207_n0012.sdpkg`; a county's names the station too."""
    return f"{opening(manifest, county=county)}{manifest.first:06d}-{manifest.last:06d}_n{manifest.number:04d}{ENDING}"


def packages(folder: Path) -> list[Path]:
    """Return the packages in `folder` by name; only a hint of what they are, the manifest decides."""
    return sorted(path for path in folder.glob(f"*{ENDING}") if path.is_file())


def sweep(folder: Path, start: str) -> None:
    """Remove what writing was killed over: partial packages whose names begin with `start` and a digit."""
    for path in folder.glob(f"{start}[0-9]*{ENDING}{PARTIAL}"):
        path.unlink(missing_ok=True)
