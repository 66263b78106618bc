"""Open a desk and hold it: `python -m tests.store.hold_open PLACE KEY [spawn]`; says `open`, or the sentence it was refused with."""

from __future__ import annotations

import multiprocessing
import sys
import time
from pathlib import Path

from stationdesk.errors import DeskError
from tests.store.kit import data_folder, open_again


def wait() -> None:
    """Outlive the parent for a while."""
    time.sleep(20)


def main(place: str, key: str, how: str = "") -> None:
    """Open, say so, wait for the end of the input."""
    try:
        database = open_again(data_folder(Path(place)), bytes.fromhex(key))
    except DeskError as error:
        print(type(error).__name__, error.message, flush=True)  # noqa: T201 - the test reads it
        return
    if how == "spawn":
        child = multiprocessing.get_context("spawn").Process(target=wait, daemon=True)
        child.start()
        print(child.pid, flush=True)  # noqa: T201
    print("open", flush=True)  # noqa: T201
    sys.stdin.read()
    database.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
