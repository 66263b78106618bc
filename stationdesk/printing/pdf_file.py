"""A PDF goes onto a disk whole or not at all."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from pathlib import Path

from stationdesk.errors import DeskError
from stationdesk.i18n import _


class PdfNotWritten(DeskError):
    """The PDF cannot be written where it should go."""

    def __init__(self, path: Path) -> None:
        super().__init__(
            _(
                "The PDF {name} cannot be written there: the folder is missing or read-only, the stick is out, "
                "or the file is open elsewhere. Choose another place."
            ).format(name=path.name)
        )


class NoRoomForPdf(DeskError):
    """The disk is full."""

    def __init__(self, path: Path) -> None:
        super().__init__(_("There is no room left for the PDF {name}. Free some space or choose another disk.").format(name=path.name))


def write_whole(data: bytes, path: Path) -> None:
    """Write `data` at `path`, whole or not at all. Raises NoRoomForPdf and PdfNotWritten."""
    partial = path.with_name(path.name + ".partial")
    try:
        with partial.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        partial.replace(path)
    except OSError as error:
        with suppress(OSError):
            partial.unlink()
        trouble = NoRoomForPdf if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG} else PdfNotWritten
        raise trouble(path) from error
