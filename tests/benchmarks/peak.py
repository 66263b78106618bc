"""The peak memory of this process, as the system counts it."""

from __future__ import annotations

from pathlib import Path


def peak_mib() -> int:
    """Return the peak resident memory of this process in MiB.

    VmHWM and not ru_maxrss, which a child inherits from its parent.
    """
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) // 1024 for line in status.splitlines() if line.startswith("VmHWM"))
