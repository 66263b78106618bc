"""Debian's own tools open what the simulator wrote: unzip, minisign, sha256sum, age, zstd, jq."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from pathlib import Path

from tests.simulation.letters import Letter

SCRIPT = Path(__file__).with_name("open_package.sh")


def opened_by_hand(letters: Sequence[Letter], base: Path) -> int:
    """Let the tools open these packages; returns how many did, which is all of them or an AssertionError."""
    asked = "".join(f"{one.path} {one.signed_by} {base / 'keys' / one.sealed_to}\n" for one in letters)
    done = subprocess.run(["bash", SCRIPT], input=asked, check=False, capture_output=True, text=True)
    opened = done.stdout.splitlines()
    if done.returncode or len(opened) != len(letters):
        raise AssertionError(f"{letters[len(opened)].path.name} does not open: {done.stderr}")
    return len(opened)
