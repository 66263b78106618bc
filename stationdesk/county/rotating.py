"""New keys for the county: announced in every answer, after a backup, with a key file to be locked away (exchange.md, "Enrolment").

The key file stands before the keys change, for without one nothing can be read once the computer is gone; the backup can only follow.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from stationdesk.county.desk import CountyDesk
from stationdesk.county.key_file import FileExists, write_identities
from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.store.clock import local_day
from stationdesk.store.files import spoken_errors
from stationdesk.sync.own_keys import own_keys, start_anew
from stationdesk.sync.own_keys import rotate as rotate_keys
from stationdesk.sync.words import county_words


@dataclass(frozen=True)
class Rotated:
    """What a rotation left: the version of the keys, the file with every age identity, the six words, the backup."""

    version: int
    key_file: Path
    words: tuple[str, ...]
    backup: Path | None
    """None where it could not be written: the keys are new all the same."""
    trouble: str = ""
    """Why there is no backup."""


def rotate_county(desk: CountyDesk, operator: str, to: Path, *, anew: bool = False) -> Rotated:
    """Give the county new keys, and write the key file and a backup into `to`.

    The former keys still open what is under way. With `anew` the keys follow from none before, for the case that the former ones are in
    wrong hands: whoever has them could announce any that do. A station trusts the new ones, and the former no more, once it has read an
    enrolment file written from now on. Raises TooManyKeys, or NoSpace or NotWritable where the key file cannot be written; the keys are
    as before then. A backup that fails is told in what is returned.
    """
    with spoken_errors(to):
        to.mkdir(parents=True, exist_ok=True)
    day = local_day(desk.database.clock()).isoformat()
    path: Path | None = None
    try:
        with desk.database.writing(operator, _("The county takes new keys"), final=True) as session:
            if anew:
                start_anew(session)
            else:
                rotate_keys(session, _("new keys of {day}").format(day=day))
            keys = own_keys(session)
            version = len(keys.identities)
            path = written_beside(to, f"{desk.code}-keys-{version}", keys.identities)
    except BaseException:
        if path is not None:  # keys that were not saved are nobody's
            with suppress(OSError):
                path.unlink()
        raise
    words = county_words(keys.chain[0].sign_key, keys.recipient)
    try:
        return Rotated(version, path, words, desk.back_up(to).path)
    except DeskError as error:
        return Rotated(version, path, words, None, error.message)


def written_beside(to: Path, name: str, identities: Sequence[str]) -> Path:
    """Write the key file under a name that is free: one may lie there from before the county was restored. Raises NoSpace, NotWritable."""
    for number in count(1):
        path = to / (f"{name}.txt" if number == 1 else f"{name} ({number}).txt")
        with suppress(FileExists):
            write_identities(path, identities)
            break
    return path


def left_words(done: Rotated, shown: Callable[[Path], str]) -> list[str]:
    """Say what a rotation left and what is to be done with it; `shown` gives the words for a file."""
    key = shown(done.key_file)
    if done.backup is None:
        now = _("Key file: {file}. Lock it away, and back up onto another stick at once: no backup holds the new keys yet.")
        return [_("The backup was not written: {why}").format(why=done.trouble), now.format(file=key)]
    both = _("Key file: {file}. Lock both away: without them nothing that the stations sent can be read once this computer is gone.")
    return [_("Backup: {file}").format(file=shown(done.backup)), both.format(file=key)]
