"""Where the desk keeps its things and which language it speaks: read once at the top and passed on."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

import platformdirs

APP = "stationdesk"


@dataclass(frozen=True)
class Settings:
    """What a run is told from outside: no personal data, nothing that belongs in the encrypted store."""

    data: Path
    """The data folder: store, keys, backups."""
    state: Path
    """A second folder, elsewhere on the machine, for the journal mark (exchange.md, principle 8)."""
    language: str = "zh_CN"
    county: bool = False
    """The window is the county clerk's."""


def read_settings(data: Path | None = None) -> Settings:
    """Read the settings of this run.

    `data` wins over STATIONDESK_DATA, which wins over the user's own data folder. STATIONDESK_STATE and STATIONDESK_LANGUAGE
    replace the machine's state folder and Chinese.
    """
    chosen = data or Path(os.environ.get("STATIONDESK_DATA") or platformdirs.user_data_path(APP, appauthor=False))
    state = Path(os.environ.get("STATIONDESK_STATE") or platformdirs.user_state_path(APP, appauthor=False))
    return Settings(chosen.expanduser().absolute(), state.expanduser().absolute(), os.environ.get("STATIONDESK_LANGUAGE") or "zh_CN")


def resource(name: str) -> Path:
    """Return the path of `name` under resources/, in a bundle, in an installed wheel or in the repository.

    Raises FileNotFoundError if no such resource is shipped.
    """
    package = Path(__file__).resolve().parent
    for root in (Path(getattr(sys, "_MEIPASS", package)) / "resources", package / "resources", package.parent / "resources"):
        path = root / name
        if path.exists():
            return path
    raise FileNotFoundError(name)
