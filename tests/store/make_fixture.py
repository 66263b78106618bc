"""Write the store that this release leaves behind: `python -m tests.store.make_fixture`, once at each release, never again after."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from stationdesk.services.undoing import undo_last
from stationdesk.store.backup import back_up
from stationdesk.store.desk import set_up
from stationdesk.store.migrations import program_version
from tests.store.kit import COUNTY, NAMES, PASSPHRASE, STATION, add, data_folder, resident

RELEASES = Path(__file__).resolve().parents[1] / "data" / "store"
CODE = "recovery-code.txt"


def main() -> None:
    """Make a desk as a village would, and keep its folder with a backup in it."""
    place = RELEASES / program_version()
    if place.exists():
        sys.exit(f"{place} is there already: what a release wrote is not written again")
    desk = set_up(data_folder(place), PASSPHRASE, side="station", author=STATION, recipient=COUNTY)
    with desk.database as database:
        add(database, *(resident(name, phones=[{"number": f"1380000000{number}"}]) for number, name in enumerate(NAMES)))
        back_up(database, place / "backups")
        add(database, resident("写错了"), operator="李")
        undo_last(database, "李")
    (place / CODE).write_text(desk.recovery_code + "\n", encoding="ascii")
    (place / "data" / "lock").unlink()
    shutil.rmtree(place / "state")


if __name__ == "__main__":
    main()
