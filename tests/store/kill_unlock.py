"""Try one passphrase and say when the try is counted: `python -m tests.store.kill_unlock PLACE PASSPHRASE`."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from stationdesk.store import keys
from tests.store.kit import data_folder


def main(place: str, passphrase: str) -> None:
    """Stop in the middle of the try, where the passphrase would be stretched."""

    def stop(_file: keys.KeyFile, _passphrase: str) -> None:
        print("trying", flush=True)  # noqa: T201 - the test reads it
        time.sleep(30)

    keys.KeyFile.open_with = stop  # type: ignore[assignment,method-assign]
    keys.unlock(data_folder(Path(place)).path, passphrase)


if __name__ == "__main__":
    main(*sys.argv[1:])
