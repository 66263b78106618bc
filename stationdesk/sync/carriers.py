"""Sticks and other removable volumes as the system knows them: where they are, what they are called, how much they take.

Nothing is opened on them here: a dying stick can make the system wait, so whoever looks at one does it away from the screen.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

ROOT = Path("/")
PLACES = ((PurePosixPath("/run/media"), (1, 2)), (PurePosixPath("/media"), (1, 2)), (PurePosixPath("/mnt"), (0, 1)))
"""Where systems put what is plugged in, and how many names deep."""
NO_CARRIER = frozenset({"proc", "sysfs", "devtmpfs", "devpts", "cgroup", "cgroup2", "overlay", "squashfs", "autofs", "iso9660"})
NAMELESS = re.compile(r"[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}|[0-9a-fA-F]{16}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|usb\d*|disk\d*|sd[a-z]\d*")
"""What a system calls a volume that has no name of its own."""
REMOVABLE_DRIVE = 2
READ_ONLY_VOLUME = 0x00080000
NO_ERROR_BOXES = 0x0001


@dataclass(frozen=True)
class Volume:
    """A removable volume that is plugged in and open to us. `label` is empty where it has no name; `free` is in bytes."""

    path: Path
    label: str
    free: int
    writable: bool

    @property
    def there(self) -> bool:
        """Tell whether it is still plugged in."""
        return self.path.is_dir()


def volumes(root: Path = ROOT) -> list[Volume]:
    """Return the removable volumes, as they are now, by name; `root` is where a Linux system's own files are looked for.

    May wait for a slow stick. One that fails while it is looked at is left out.
    """
    if os.name == "nt" and root == ROOT:  # pragma: no cover - Windows only
        return list(_windows_volumes())
    found: dict[str, Volume] = {}
    for mount in _mounts(root):
        if mount.device not in found and _is_carrier(root, mount):
            with suppress(OSError):
                found[mount.device] = _measured(root, mount)
    return sorted(found.values(), key=lambda one: (one.label, str(one.path)))


def fingerprint(root: Path = ROOT) -> str:
    """Return something that changes when a volume comes or goes; cheap, and waits for no stick."""
    if os.name == "nt" and root == ROOT:  # pragma: no cover - Windows only
        return str(_kernel().GetLogicalDrives())
    with suppress(OSError):
        return (root / "proc/self/mountinfo").read_text(encoding="utf-8", errors="surrogateescape")
    return ""


@dataclass(frozen=True)
class Mount:
    """One line of /proc/self/mountinfo, as far as it matters."""

    device: str
    place: PurePosixPath
    read_only: bool
    kind: str
    source: str


def _mounts(root: Path) -> Iterator[Mount]:
    for line in fingerprint(root).splitlines():
        before, _dash, after = line.partition(" - ")
        head, tail = before.split(" "), after.split(" ")
        if len(head) < 6 or len(tail) < 3:
            continue
        options = {*head[5].split(","), *tail[2].split(",")}
        yield Mount(head[2], PurePosixPath(_plain(head[4])), "ro" in options, tail[0], _plain(tail[1]))


def _plain(text: str) -> str:
    """Return a path of mountinfo with its octal escapes (for spaces and the like) put back."""
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), text)


def _is_carrier(root: Path, mount: Mount) -> bool:
    """Tell whether a mount is a stick, by its device or by where the system has put it."""
    if mount.kind in NO_CARRIER or mount.place == PurePosixPath("/"):
        return False
    for place, depths in PLACES:
        if mount.place.is_relative_to(place) and len(mount.place.relative_to(place).parts) in depths:
            return True
    return _is_removable(root, mount.device) and not mount.place.is_relative_to("/boot")


def _is_removable(root: Path, device: str) -> bool:
    """Tell whether the block device `major:minor`, or the disk it is a part of, can be taken out or hangs on USB."""
    here = (root / "sys/dev/block" / device).resolve()
    for folder in (here, here.parent):
        with suppress(OSError):
            if (folder / "removable").read_text(encoding="ascii").strip() == "1":
                return True
    return any(part.startswith("usb") for part in here.parts)


def _measured(root: Path, mount: Mount) -> Volume:
    path = root / mount.place.relative_to("/")
    room = os.statvfs(path)
    writable = not mount.read_only and not room.f_flag & os.ST_RDONLY and os.access(path, os.W_OK)
    return Volume(path, _label(root, mount), room.f_bavail * room.f_frsize, writable)


def _label(root: Path, mount: Mount) -> str:
    """Return the volume's own name: as udev knows it, else the folder's, unless that is only a number."""
    with suppress(OSError):
        wanted = os.path.realpath(root / mount.source.lstrip("/")) if mount.source.startswith("/") else ""
        for link in (root / "dev/disk/by-label").iterdir():
            if wanted and os.path.realpath(link) == wanted:
                return re.sub(r"\\x([0-9a-f]{2})", lambda found: chr(int(found[1], 16)), link.name).strip()
    name = mount.place.name
    return "" if NAMELESS.fullmatch(name) or mount.place in {place for place, _depths in PLACES} else name


def settle(folder: Path) -> None:
    """Wait until everything written to the volume of `folder` is on it, so that it may be pulled out; a failure is no matter here.

    The package itself is on the disk already; this is for the file system's own books.
    """
    if os.name == "nt":
        return
    with suppress(OSError):
        import ctypes

        handle = os.open(folder, os.O_RDONLY)
        try:
            libc = ctypes.CDLL(None, use_errno=True)
            if not hasattr(libc, "syncfs") or libc.syncfs(handle):
                os.sync()
        finally:
            os.close(handle)


def _kernel() -> Any:  # pragma: no cover - Windows only
    import ctypes

    return vars(ctypes)["windll"].kernel32


def _windows_volumes() -> Iterator[Volume]:  # pragma: no cover - Windows only
    import ctypes

    kernel = _kernel()
    before = kernel.SetErrorMode(NO_ERROR_BOXES)
    try:
        drives = kernel.GetLogicalDrives()
        for number in range(26):
            drive = f"{chr(ord('A') + number)}:\\"
            if not drives >> number & 1 or kernel.GetDriveTypeW(drive) != REMOVABLE_DRIVE:
                continue
            label, flags, free = ctypes.create_unicode_buffer(261), ctypes.c_ulong(), ctypes.c_ulonglong()
            if not kernel.GetVolumeInformationW(drive, label, 261, None, None, ctypes.byref(flags), None, 0):
                continue
            if not kernel.GetDiskFreeSpaceExW(drive, ctypes.byref(free), None, None):
                continue
            yield Volume(Path(drive), label.value, free.value, not flags.value & READ_ONLY_VOLUME)
    finally:
        kernel.SetErrorMode(before)
