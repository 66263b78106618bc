"""Forks a fresh worker for every line `KIND<tab>PLACE` it reads, says its process id, and how it ended: loaded once, killed often."""

from __future__ import annotations

import os
import sys
import traceback
from pathlib import Path

from tests.store.kill_work import work


def main() -> None:
    """Fork one worker a line."""
    for line in sys.stdin:
        kind, place = line.rstrip("\n").split("\t", 1)
        told, tell = os.pipe()
        child = os.fork()
        if not child:
            os.close(tell)
            os.read(told, 1)  # nothing: the other end is closed once the process id was said, which has to come first
            try:
                work(kind, Path(place))
            except BaseException:  # noqa: BLE001 - a worker that fails by itself is the test's business
                (Path(place) / "failed").write_text(traceback.format_exc())
            os._exit(1)
        print(child, flush=True)  # noqa: T201 - the test reads it
        os.close(tell)
        os.close(told)
        _pid, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
