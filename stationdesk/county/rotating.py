"""New keys for the county: announced in every answer, after a backup, with a key file to be locked away (exchange.md, "Enrolment")."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from stationdesk.county.desk import CountyDesk
from stationdesk.i18n import _
from stationdesk.store.clock import local_day
from stationdesk.store.files import spoken_errors
from stationdesk.sync.own_keys import own_keys, start_anew
from stationdesk.sync.own_keys import rotate as rotate_keys
from stationdesk.sync.words import county_words


@dataclass(frozen=True)
class Rotated:
    """What a rotation left: the version of the keys, the backup, the file with every age identity, the six words."""

    version: int
    backup: Path
    key_file: Path
    words: tuple[str, ...]


def rotate_county(desk: CountyDesk, operator: str, to: Path, *, anew: bool = False) -> Rotated:
    """Give the county new keys, and write a backup and the key file into `to`.

    The former keys still open what is under way. With `anew` the keys follow from none before, for the case that the former ones are in
    wrong hands: whoever has them could announce any that do. A station trusts the new ones, and the former no more, once it has read an
    enrolment file written from now on. Raises TooManyKeys, NoSpace or NotWritable; where the backup cannot be written the new keys stand
    all the same, and the next backup carries them.
    """
    with spoken_errors(to):
        to.mkdir(parents=True, exist_ok=True)
    day = local_day(desk.database.clock()).isoformat()
    with desk.database.writing(operator, _("The county takes new keys"), final=True) as session:
        if anew:
            start_anew(session)
        else:
            rotate_keys(session, _("new keys of {day}").format(day=day))
        keys = own_keys(session)
    version = len(keys.identities)
    path = to / f"{desk.code}-keys-{version}.txt"
    with spoken_errors(to), os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write("".join(f"{identity}\n" for identity in keys.identities))
    backup = desk.back_up(to)
    return Rotated(version, backup.path, path, county_words(keys.chain[0].sign_key, keys.recipient))
