"""What lies on a stick for this station: the county's answers in their order, our own packages, enrolment files.

A file's name is only a hint (copies get a "(1)", a clerk renames): the manifest is looked at. It is not proven here, so nothing is
decided by it but the order of reading; `inbox.receive` proves and judges.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from sqlalchemy import func, select
from sqlmodel import Session

from stationdesk.errors import DeskError
from stationdesk.store.files import spoken_reading
from stationdesk.store.tables import package
from stationdesk.sync.enrolment import ENDING as ENROLMENT_ENDING
from stationdesk.sync.files_there import files_in
from stationdesk.sync.manifest import MANIFEST, MANIFEST_LIMIT, Manifest
from stationdesk.sync.manifest_reading import read_manifest
from stationdesk.sync.package_name import ENDING, start_of
from stationdesk.sync.package_reading import SpokenFile
from stationdesk.sync.refusal import NotAPackage, PackageRefused
from stationdesk.sync.zip_shape import read_content, read_shape

ENTRIES = 5000
"""Names that are looked at on one stick: a stick full of pictures must not stop the work."""


@dataclass(frozen=True)
class Answer:
    """A file for this station that was not read yet; `copy`, `number` and `made_at` as it says, or the `trouble` it has."""

    path: Path
    copy: str = ""
    number: int = 0
    made_at: str = ""
    trouble: DeskError | None = None


@dataclass
class OnStick:
    """What was found on a stick."""

    answers: list[Answer] = field(default_factory=list)
    """Unread, in the order in which they are to be read; files that cannot be read come last."""
    known: int = 0
    """Files for this station that were read before."""
    others: int = 0
    """Packages for other stations; they are left alone."""
    enrolments: list[Path] = field(default_factory=list)


def look(session: Session, folder: Path) -> OnStick:
    """Return what lies in `folder` for this station. Raises NotWritable where the stick fails or is gone."""
    found, about = OnStick(), session.info["about"]
    newest = cache(lambda: newest_read(session))
    seen: set[tuple[str, int]] = set()
    with spoken_reading(folder, folder):
        paths = list(files_in(folder, ENDING, ENROLMENT_ENDING, most=ENTRIES))
    for path in paths:
        if path.name.lower().endswith(ENROLMENT_ENDING):
            found.enrolments.append(path)
            continue
        try:
            said = peek(path)
        except PackageRefused as error:
            claimed = number_in(path.name)
            if is_named_for(path.name, about.author, about.recipient) and claimed > newest():
                found.answers.append(Answer(path, number=claimed, trouble=error))
            continue
        if said.author == about.author:
            continue
        key = (said.copy, said.number)
        if said.recipient != about.author:
            found.others += 1
        elif said.author == about.recipient and (key in seen or was_read(session, about.recipient, *key)):
            found.known += 1
        else:
            seen.add(key)
            found.answers.append(Answer(path, said.copy, said.number, said.made_at))
    found.answers = in_order(found.answers)
    return found


def was_read(session: Session, county: str, copy: str, number: int) -> bool:
    """Tell whether a package of the county was read before."""
    key = {"peer": county, "direction": "in", "copy": copy, "number": number}
    asked = select(package.c.number).where(*(package.c[name] == value for name, value in key.items()))
    return session.connection().execute(asked).first() is not None


def newest_read(session: Session) -> int:
    """Return the highest number of the packages that were read; only where a file that cannot be read has to be judged by its name."""
    asked = select(func.coalesce(func.max(package.c.number), 0)).where(package.c.direction == "in")
    return int(session.connection().execute(asked).scalar_one())


def in_order(answers: list[Answer]) -> list[Answer]:
    """Return answers as they are to be read: copy after copy of the county by their first day, each by number; troubles last."""
    begun: dict[str, str] = {}
    for one in answers:
        begun[one.copy] = min(one.made_at, begun.get(one.copy, one.made_at))
    return sorted(answers, key=lambda one: (one.trouble is not None, begun[one.copy], one.copy, one.number, one.path.name))


def number_in(name: str) -> int:
    """Return the number a file's name claims; a very high one if it claims none."""
    found = re.search(r"_n(\d{1,9})", name)
    return int(found[1]) if found else 10**9


def is_named_for(name: str, station: str, county: str) -> bool:
    """Tell whether a file that cannot be read was meant for this station, as far as its name tells."""
    return name.startswith(start_of(county, station)) if county else f"_to_{station}_" in name


def peek(path: Path) -> Manifest:
    """Return what the package at `path` says of itself, unproven. Raises a PackageRefused or NotReadable."""
    with spoken_reading(path, path.parent):
        file = path.open("rb")
    with file:
        source = SpokenFile(file, path)
        parts = {part.name: part for part in read_shape(source)}
        if MANIFEST not in parts:
            raise NotAPackage
        return read_manifest(read_content(source, parts[MANIFEST], MANIFEST_LIMIT))
