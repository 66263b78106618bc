"""A stick that fails at a chosen moment: full, broken, or pulled out, at open, write, flush, reading back, renaming."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

import pytest

OPERATIONS = ("open", "write", "fsync", "read", "replace", "folder")


@dataclass
class Fault:
    """What fails: the `nth` of an operation under `stick`; with `pulled` everything after it fails too, deleting included."""

    stick: Path
    operation: str
    nth: int
    errno: int
    pulled: bool
    seen: int = 0
    struck: bool = False
    handles: set[int] = field(default_factory=set)

    def come(self, operation: str) -> None:
        """Count an operation, and fail if it is the one. Raises OSError."""
        if self.struck and self.pulled:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        if operation == self.operation and not self.struck:
            self.seen += 1
            if self.seen == self.nth:
                self.struck = True
                raise OSError(self.errno, os.strerror(self.errno))

    def covers(self, path: Any) -> bool:
        """Tell whether a path is on the stick."""
        return isinstance(path, str | os.PathLike) and Path(path).is_relative_to(self.stick)


class FailingFile:
    """A file on the stick."""

    def __init__(self, file: Any, fault: Fault) -> None:
        self.file, self.fault = file, fault
        fault.handles.add(file.fileno())

    def __getattr__(self, name: str) -> Any:
        return getattr(self.file, name)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.fault.handles.discard(self.file.fileno())
        self.file.close()

    def write(self, data: bytes) -> int:
        """Write as a file does, or fail."""
        self.fault.come("write")
        return int(self.file.write(data))

    def read(self, size: int = -1) -> bytes:
        """Read as a file does, or fail."""
        self.fault.come("read")
        return bytes(self.file.read(size))


@contextmanager
def failing(fault: Fault) -> Iterator[Fault]:
    """Let the stick fail within the block."""
    real_open, real_unlink, real_fsync, real_replace, real_os_open = Path.open, Path.unlink, os.fsync, os.replace, os.open

    def opened(path: Path, *args: Any, **more: Any) -> Any:
        if not fault.covers(path):
            return real_open(path, *args, **more)
        fault.come("open")
        return FailingFile(real_open(path, *args, **more), fault)

    def unlinked(path: Path, missing_ok: bool = False) -> None:
        if fault.covers(path):
            fault.come("unlink")
        real_unlink(path, missing_ok=missing_ok)

    def flushed(handle: int) -> None:
        if handle in fault.handles:
            fault.come("fsync")
        real_fsync(handle)

    def replaced(source: Any, target: Any) -> None:
        if fault.covers(target):
            fault.come("replace")
        real_replace(source, target)

    def folder_opened(path: Any, *args: Any, **more: Any) -> int:
        if fault.covers(path) and Path(path).is_dir():
            fault.come("folder")
        return real_os_open(path, *args, **more)

    with pytest.MonkeyPatch.context() as patch:
        for where, name, new in (
            (Path, "open", opened),
            (Path, "unlink", unlinked),
            (os, "fsync", flushed),
            (os, "replace", replaced),
            (os, "open", folder_opened),
        ):
            patch.setattr(where, name, new)
        yield fault


@contextmanager
def dying(stick: Path) -> Iterator[None]:
    """Let a stick fail whenever its files are listed."""
    real = os.scandir

    def listed(place: Any = ".") -> Any:
        if str(place).startswith(str(stick)):
            raise OSError(errno.EIO, os.strerror(errno.EIO), str(place))
        return real(place)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "scandir", listed)
        yield


Work = Callable[[], object]


def faults(stick: Path, operations: tuple[str, ...], step: int) -> Iterator[Fault]:
    """Yield faults at every `step`-th moment of each operation, until that operation comes less often than that."""
    for operation in operations:
        for number, pulled in ((errno.ENOSPC, False), (errno.EIO, False), (errno.ENODEV, True)):
            if operation == "read" and number == errno.ENOSPC:
                continue
            most = 2 if operation == "folder" else 10_000  # the second time it is only for the file system's own books
            for nth in range(1, most, step if operation in {"read", "write"} else 1):
                fault = Fault(stick, operation, nth, number, pulled)
                yield fault
                if not fault.struck:
                    break
