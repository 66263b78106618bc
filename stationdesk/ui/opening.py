"""The work behind the unlock window, done in a thread: deriving the key and opening the store. It loads the heavy rooms itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.services.lost_since import lost_lines
from stationdesk.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from stationdesk.store.database import Database
    from stationdesk.store.folder import DataFolder
    from stationdesk.store.keys import Slot

DEMO_PASSPHRASE = "stationdesk-demo"  # noqa: S105 - of invented people, and told to everybody


LOST_SHOWN = 8
"""Lines of what must be made again that are told at most."""


class CountyFolder(DeskError):
    """The data folder is a county's, and this window is a station's."""


class StationFolder(DeskError):
    """The data folder is a station's, and this window is a county's."""


def data_folder(settings: Settings) -> DataFolder:
    """Return the data folder of the settings."""
    from stationdesk.store.folder import DataFolder

    return DataFolder(settings.data, settings.state)


def open_with_passphrase(settings: Settings, chosen: str, passphrase: str) -> tuple[Database, Slot]:
    """Open the store with the passphrase of the operator whose slot is `chosen`; of any operator if none is.

    Raises NoDesk, AlreadyOpen, TooManyTries, WrongPassphrase, NoOperator, CountyFolder, KeysUnreadable, NotOurFile, DamagedFile,
    NewerStore, NoSpace, NotWritable; the store is closed then.
    """
    from stationdesk.store.desk import unlock_desk

    database, slot = unlock_desk(data_folder(settings), passphrase, chosen=chosen)
    return let_in(database, slot, county=settings.county)


def open_with_code(settings: Settings, code: str, operator: str, passphrase: str) -> tuple[Database, Slot]:
    """Open the store with the recovery code and give `operator` (by name; nobody: the only one) the new passphrase.

    Raises WrongRecoveryCode, WeakPassphrase, NoSuchOperator and what `open_with_passphrase` raises; the store is closed then.
    """
    from stationdesk.services.operators import recovered
    from stationdesk.store.desk import unlock_with_code

    database, slot = unlock_with_code(data_folder(settings), code, passphrase)
    try:
        recovered(database, operator, slot.id, passphrase)
    except BaseException:
        database.close()
        raise
    return let_in(database, slot, county=settings.county)


def open_backup(settings: Settings, backup: Path, secret: str) -> tuple[Database, Slot] | None:
    """Bring a backup back with a passphrase or the recovery code of its time, and open it where it was an operator's passphrase.

    Returns None after a recovery code: it opens nothing by itself. Raises BadBackup, WrongPassphrase, NewerStore, AlreadyOpen,
    NoSpace, NotWritable; what stood in the folder is as before then.
    """
    from stationdesk.store.desk import restore
    from stationdesk.store.keys import read_keys

    database = restore(data_folder(settings), backup, secret).database
    opened = read_keys(settings.data).open_with(secret)
    if opened is None:
        database.close()
        return None
    return let_in(database, opened[1], county=settings.county)


def let_in(database: Database, slot: Slot, *, county: bool = False) -> tuple[Database, Slot]:
    """Make sure that the slot is an operator's and the folder of the window's side. Raises NoOperator, CountyFolder, StationFolder."""
    from stationdesk.services.operators import operator_of

    try:
        if not county and database.about.side != "station":
            said = _("This data folder is the county's desk. Please start the program with «stationdesk --county».")
            raise CountyFolder(said)
        if county and database.about.side != "county":
            said = _("This data folder is a village station's desk. Please start the program without «--county».")
            raise StationFolder(said)
        operator_of(database, slot.id)
    except BaseException:
        database.close()
        raise
    return database, slot


def is_wrong_passphrase(error: DeskError) -> bool:
    """Tell whether the passphrase was wrong, or too many were: the field stays, and only time or the right one helps."""
    from stationdesk.store.attempts import TooManyTries
    from stationdesk.store.keys import WrongPassphrase

    return isinstance(error, WrongPassphrase | TooManyTries)


def title_of(error: DeskError) -> str:
    """Return what happened, in a few words, for the dialog over the error's own sentence."""
    titles: dict[str, Any] = {
        "AlreadyOpen": _("The desk is open already"),
        "NewerStore": _("This program is too old for these records"),
        "DamagedFile": _("The records are damaged"),
        "NotOurFile": _("The records cannot be read"),
        "KeysUnreadable": _("The key file cannot be read"),
        "NoOperator": _("This passphrase no longer opens the desk"),
        "CountyFolder": _("This is the county's desk"),
        "StationFolder": _("This is a station's desk"),
        "NoSpace": _("The disk is full"),
        "NotWritable": _("The data folder cannot be written to"),
    }
    return str(titles.get(type(error).__name__, _("The desk did not open")))


def backup_helps(error: DeskError) -> bool:
    """Tell whether a backup is the way out."""
    return type(error).__name__ in {"DamagedFile", "NotOurFile", "KeysUnreadable", "NoDesk"}


def asked_words(*, county: bool) -> str:
    """Say what going back to a day would mean, and ask for the passphrase of that day."""
    if not county:
        return _(
            "Everything as it is now is put aside first and stays on this computer. What was noted since then will be missing until "
            "the county sends it back or it is noted again. Type the passphrase that was right on that day."
        )
    return _(
        "Everything as it is now is put aside first and stays on this computer. What the stations sent since then comes back by itself "
        "with their next packages; what the county wrote itself must be written again. Type the passphrase that was right on that day."
    )


def going_back_words(database: Database) -> str:
    """Say what going back keeps; at a county also who backs the ledger up where it is on a server."""
    if database.about.side != "county":
        return _("Before going back, everything as it is now is put aside; nothing is written over.")
    from stationdesk.ui.backing_up import has_ledger_file

    kept = _("Before going back, everything as it is now is put aside; nothing is written over.|county")
    if has_ledger_file(database):
        return kept
    return kept + " " + _("The ledger on the server is backed up by whoever looks after it.")


def bring_back(settings: Settings, backup: Path, secret: str) -> str:
    """Bring a backup back under a new copy id, and say what it lacks. Raises what `store.desk.restore` raises."""
    from stationdesk.store.desk import done_since, restore

    restored = restore(data_folder(settings), backup, secret)
    with restored.database as database:
        lost = done_since(database, restored.aside) if settings.county and restored.aside is not None else ()
    return restored_words(county=settings.county, lost=lost)


def restored_words(*, county: bool, lost: Sequence[str] = ()) -> str:
    """Say what a desk that was put back lacks, and who brings it back; a county's own entries nobody can give it back."""
    if not county:
        return _(
            "What it was like before stands in a folder of its own beside it. With the next report the county is asked what is missing."
        )
    aside = _("What it was like before stands in a folder of its own beside it.")
    own = _("The county's own entries since then must be made again.")
    theirs = _("What the stations sent comes back by itself with their next packages.")
    return "\n".join((aside, own, *lost_lines(lost, LOST_SHOWN), theirs))
