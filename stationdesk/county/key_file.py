"""The county's secret key in a file, for opening packages by hand (exchange.md, "Without our program"); that it was written is kept."""

from __future__ import annotations

import os
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from pathlib import Path

from stationdesk.county.desk import CountyDesk
from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.note import Note, NoteDraft
from stationdesk.store.files import spoken_errors
from stationdesk.sync.own_keys import own_keys


class FileExists(DeskError):
    """Something lies where the key should go."""


def write_key_file(desk: CountyDesk, operator: str, to: Path, on: date) -> Path:
    """Write every age identity of the county into a file that only its owner may read. Raises FileExists, NoSpace, NotWritable."""
    with desk.database.reading() as session:
        identities = own_keys(session).identities
    said = _("The county's secret key was written to a file.")
    with desk.database.writing(operator, said, final=True) as session:
        draft = NoteDraft(text=said, noted_on=on.isoformat(), noted_by=operator)
        session.add(Note.model_validate(draft, update={"author": desk.code}))
        session.flush()
        write_identities(to, identities)
    return to


def write_identities(to: Path, identities: Sequence[str]) -> None:
    """Write age identities into a new file that only its owner may read, whole or not at all. Raises FileExists, NoSpace, NotWritable."""
    with spoken_errors(to.parent):
        try:
            file = os.fdopen(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii")
        except FileExistsError as error:
            raise FileExists(_("{file} is there already. Nothing was written.").format(file=to)) from error
        try:
            with file:
                file.write("".join(f"{identity}\n" for identity in identities))
                file.flush()
                os.fsync(file.fileno())
        except OSError:
            with suppress(OSError):  # a stick that was pulled out cannot be tidied
                to.unlink()
            raise
