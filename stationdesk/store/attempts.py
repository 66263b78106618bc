"""Wrong passphrases make the next try wait, longer each time, through restarts and whatever the clock is set to."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.store.folder import KEY_FILES

FREE = 3
FIRST = 60.0
"""Seconds of the first pause."""
LONGEST = 3600.0


class TooManyTries(DeskError):
    """The pause after wrong passphrases is not over."""


def boot() -> str:
    """Return something that changes when the machine starts again; empty where the system does not tell."""
    try:
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    except OSError:
        return ""


@dataclass(frozen=True)
class Attempts:
    """How many wrong tries there were, and how much of the pause is left since when.

    Within one run of the machine the pause is counted on the clock that nobody can set; after a restart on the wall clock, where
    going backwards counts for nothing.
    """

    failures: int = 0
    pause: float = 0.0
    wall: float = 0.0
    monotonic: float = 0.0
    boot: str = ""

    @classmethod
    def from_json(cls, data: object) -> Attempts:
        """Read what `as_json` wrote; anything strange counts as a full row of failures, never as none."""
        if data is None:
            return cls()
        try:
            found: dict[str, Any] = dict(data)  # type: ignore[call-overload]
            wall, monotonic = float(found["wall"]), float(found["monotonic"])
            return cls(max(0, int(found["failures"])), min(LONGEST, float(found["pause"])), wall, monotonic, str(found["boot"]))
        except (TypeError, ValueError, KeyError, OverflowError):
            return cls(FREE, FIRST, time.time(), time.monotonic(), boot())

    def as_json(self) -> dict[str, Any]:
        """Return the value kept in the key file."""
        return {"failures": self.failures, "pause": self.pause, "wall": self.wall, "monotonic": self.monotonic, "boot": self.boot}

    def left(self) -> float:
        """Return the seconds of the pause that are left."""
        same_run = self.boot == boot() and time.monotonic() >= self.monotonic
        passed = time.monotonic() - self.monotonic if same_run else time.time() - self.wall
        return max(0.0, self.pause - max(0.0, passed))

    def checked(self) -> Attempts:
        """Return self when a try is allowed.

        Raises TooManyTries with the seconds to wait.
        """
        left = self.left()
        if left > 0:
            raise TooManyTries(
                _("Too many wrong passphrases. Please wait {seconds} seconds, then try again.").format(seconds=int(left) + 1)
            )
        return self

    def after_failure(self) -> Attempts:
        """Return the state after one more wrong try: from the third on a pause of a minute, doubling up to an hour."""
        failures = self.failures + 1
        pause = 0.0 if failures < FREE else min(LONGEST, FIRST * 2 ** min(failures - FREE, 10))
        return Attempts(failures, pause, time.time(), time.monotonic(), boot())

    def free_tries(self) -> int:
        """Return how many tries are left before the next one must wait."""
        return max(0, FREE - self.failures)


def kept_attempts(folder: Path) -> Attempts:
    """Return the wrong tries noted beside the store, without loading what opens it; none where there is no key file to ask."""
    for name in KEY_FILES:
        try:
            found = json.loads((folder / name).read_bytes())
        except (OSError, ValueError, RecursionError):
            continue
        if isinstance(found, dict):
            return Attempts.from_json(found.get("attempts"))
    return Attempts()
