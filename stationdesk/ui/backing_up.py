"""Where copies of the backups go besides the data folder, and making them."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.services.desk_settings import DeskSettings
from stationdesk.store.backup import Backup, back_up, tidy
from stationdesk.store.database import Database
from stationdesk.store.desk import back_up_daily
from stationdesk.sync.carriers import volumes

STICK = "stick:"
FOLDER = "stationdesk-backups"
"""The folder on a stick that the copies go to."""


@dataclass(frozen=True)
class Copied:
    """What became of a backup: itself, the places that have a copy, and sentences for those that have none."""

    backup: Backup | None
    places: list[Path] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)


def place_name(place: str) -> str:
    """Return what the operator calls a place: the stick's label, or the folder."""
    return _("Stick «{label}»").format(label=place.removeprefix(STICK)) if place.startswith(STICK) else place


def folder_of(place: str) -> Path | None:
    """Return the folder of a place, None for a stick that is not plugged in or a folder that is gone."""
    if place.startswith(STICK):
        label = place.removeprefix(STICK)
        found = next((one for one in volumes() if one.label == label), None)
        return found.path / FOLDER if found is not None else None
    return Path(place) if Path(place).is_dir() else None


def has_ledger_file(database: Database) -> bool:
    """Tell whether a ledger lies beside the store; one on a server is backed up there, and the server need not be asked for the rest."""
    if database.about.side != "county":
        return False
    from stationdesk.county.desk import LEDGER_SETTING, read_setting

    with database.reading() as session:
        return not read_setting(session, LEDGER_SETTING)


def backed_up_into(database: Database, folder: Path) -> Backup:
    """Back a desk up into a folder, a county's with its ledger. Raises NoSpace or NotWritable."""
    if not has_ledger_file(database):
        return back_up(database, folder)
    from stationdesk.county.desk import CountyDesk

    with CountyDesk(database) as county:
        return county.back_up(folder)


def with_copies(database: Database, settings: DeskSettings, made: Backup) -> Copied:
    """Write a backup of now into every further place that is there, too, and drop the old ones in each.

    A place that cannot be written to is told in a sentence and stops nothing.
    """
    done = Copied(made)
    for place in settings.backup_places:
        folder = folder_of(place)
        if folder is None:
            done.troubles.append(_("{place} is not there, so it has no copy.").format(place=place_name(place)))
            continue
        try:
            tidy(folder)
            backed_up_into(database, folder)
            tidy(folder)
            done.places.append(folder)
        except DeskError as error:
            done.troubles.append(f"{place_name(place)}: {error.message}")
    return done


def daily(database: Database) -> Backup | None:
    """Make the backup of the day, if there is none yet. Raises NoSpace or NotWritable."""
    if not has_ledger_file(database):
        return back_up_daily(database)
    from stationdesk.county.desk import CountyDesk

    with CountyDesk(database) as county:
        return county.back_up_daily()


def back_up_now(database: Database, settings: DeskSettings) -> Copied:
    """Make a backup in the data folder, whatever was made today, and a copy in every further place. Raises DeskError."""
    return with_copies(database, settings, backed_up_into(database, database.folder.backups))


def back_up_today(database: Database, settings: DeskSettings) -> Copied:
    """Make the backup of the day, if there is none yet, and its copies. Raises DeskError."""
    made = daily(database)
    return with_copies(database, settings, made) if made is not None else Copied(None)
