"""Small files written whole or not at all, and the sentences for folders that cannot be written to."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from stationdesk.errors import DeskError
from stationdesk.i18n import _


class NoSpace(DeskError):
    """The disk or stick is full."""


class NotWritable(DeskError):
    """The folder cannot be written to, or is gone."""


class NotReadable(NotWritable):
    """A file or folder cannot be read, is gone, or fails."""


@contextmanager
def spoken_errors(folder: Path) -> Iterator[None]:
    """Turn the system's errors about `folder` into sentences.

    Raises NoSpace when it is full, NotWritable when it is read-only, gone or failing.
    """
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            full = _("There is no space left in {folder}. Please make room or take another stick; nothing half was left behind.")
            raise NoSpace(full.format(folder=folder)) from error
        if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
            locked = _("{folder} cannot be written to. If it is a stick, is its write lock on? Nothing was changed.")
            raise NotWritable(locked.format(folder=folder)) from error
        raise NotWritable(gone_words(folder)) from error


@contextmanager
def spoken_reading(path: Path, folder: Path) -> Iterator[None]:
    """Turn the system's errors about reading `path`, which is in `folder` or is the folder itself, into sentences. Raises NotReadable."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.EACCES, errno.EPERM):
            said = _("{file} cannot be read from here: it belongs to somebody else, or another program has it open. Nothing was changed.")
            raise NotReadable(said.format(file=path)) from error
        raise NotReadable(gone_words(folder)) from error


def gone_words(folder: Path) -> str:
    """Say that a folder is gone or fails."""
    gone = _("{folder} cannot be reached or fails. If it is a stick, please plug it in again. Nothing half was left behind.")
    return gone.format(folder=folder)


def replace_file(path: Path, content: bytes, *, flush: bool = True) -> None:
    """Write `content` to `path` so that a power cut leaves the old file or the new one; `flush` waits for the disk.

    Raises NoSpace or NotWritable.
    """
    partial = path.with_name(path.name + ".partial")
    with spoken_errors(path.parent):
        try:
            with partial.open("wb") as file:
                file.write(content)
                if flush:
                    file.flush()
                    os.fsync(file.fileno())
            os.replace(partial, path)
        except OSError:
            partial.unlink(missing_ok=True)
            raise
        if flush:
            flush_folder(path.parent)


def flush_folder(folder: Path) -> None:
    """Wait until the disk has the folder's names; a no-op where the system has no such thing (Windows)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def flush_file(path: Path) -> None:
    """Wait until the disk has the file's content."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())
