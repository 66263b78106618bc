"""Pictures that stations report: each named by an entry (`photo_offer`), kept beside its station's rows, gone with the last entry.

A package is refused whole where it carries a picture that none of its entries names, one that is damaged, or one too large. An entry
whose picture did not come with it, or is none, is set aside; the station's desk then sends it again by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from stationdesk.county.ledger import STATION_TABLES, event_order, station_picture
from stationdesk.i18n import _
from stationdesk.services.jpeg import LARGEST, is_picture
from stationdesk.services.photo_offers import MOST, MOST_BYTES, Room
from stationdesk.sync.lines import Line
from stationdesk.sync.manifest import blob_entry
from stationdesk.sync.package_reading import OpenedEnvelope
from stationdesk.sync.refusal import PictureTooLarge, StrayPicture

KIND = "photo_offer"
SEALING = 64 * 1024
"""Bytes by which a sealed picture may be larger than the picture."""
OFFERS = STATION_TABLES[KIND]


@dataclass
class Pictures:
    """What a package says of pictures, and those it carries; each is opened for itself, none is kept in memory."""

    envelope: OpenedEnvelope
    identities: Sequence[str]
    named: dict[str, tuple[str, int]] = field(default_factory=dict)
    """Entry → checksum and size."""
    gone: set[str] = field(default_factory=set)
    """Entries that the package takes back."""
    good: set[str] = field(default_factory=set)
    reasons: dict[str, str] = field(default_factory=dict)
    """Checksum → why what came cannot be kept."""

    def note(self, line: Line) -> None:
        """Remember what a checked line says of a picture."""
        fields, record = line.value["fields"], line.value["id"]
        if "sha256" in fields:
            self.named[record] = (fields["sha256"], fields.get("bytes") or 0)
        if fields.get("removed_at"):
            self.gone.add(record)

    def check(self) -> None:
        """Look at every picture once, before anything is written. Raises StrayPicture, PictureTooLarge or BrokenPackage."""
        sizes = dict(self.named.values())
        for one in self.envelope.manifest.blobs():
            if one not in sizes:
                raise StrayPicture
            if self.envelope.manifest.entries[blob_entry(one)].size > LARGEST + SEALING:
                raise PictureTooLarge
            content = self.envelope.open_blob(one, self.identities)
            if not is_picture(content):
                self.reasons[one] = _("what came is not a picture")
            elif len(content) != sizes[one]:
                self.reasons[one] = _("the picture has another size than was said")
            else:
                self.good.add(one)

    def keep(self, connection: Connection, station: str) -> None:
        """Keep the pictures whose entries stand and that are not there yet."""
        standing = {one for record, (one, _size) in self.named.items() if record not in self.gone}
        for one in sorted((self.good & standing) - kept(connection, station, standing)):
            content = self.envelope.open_blob(one, self.identities)
            connection.execute(station_picture.insert().values(station=station, sha256=one, content=content))

    def without(self, connection: Connection, station: str) -> Mapping[str, str]:
        """Return the entries that are to be set aside because their picture is not there, with the reason."""
        standing = {record: one for record, (one, _size) in self.named.items() if record not in self.gone}
        there = kept(connection, station, set(standing.values()))
        lacking = _("its picture did not come with it")
        return {record: self.reasons.get(one, lacking) for record, one in standing.items() if one not in there}

    def forget(self, connection: Connection, station: str) -> None:
        """Forget the pictures that no entry names any more."""
        if self.named or self.gone:
            standing = select(OFFERS.c.sha256).where(OFFERS.c.station == station, OFFERS.c.removed_at.is_(None))
            unnamed = station_picture.c.sha256.not_in(standing)
            connection.execute(station_picture.delete().where(station_picture.c.station == station, unnamed))


def kept(connection: Connection, station: str, wanted: set[str]) -> set[str]:
    """Return which of these pictures of a station are there."""
    found, names = set[str](), sorted(wanted)
    for start in range(0, len(names), 500):
        some = station_picture.c.sha256.in_(names[start : start + 500])
        found |= set(connection.execute(select(station_picture.c.sha256).where(station_picture.c.station == station, some)).scalars())
    return found


def lacks_picture(connection: Connection, station: str, kind: str, fields: Mapping[str, Any]) -> bool:
    """Tell whether a record set aside still waits for its picture."""
    waits = kind == KIND and "sha256" in fields and not fields.get("removed_at")
    return waits and not kept(connection, station, {fields["sha256"]})


def given_back(connection: Connection, station: str, parted: int | None) -> Iterator[tuple[str, bytes]]:
    """Yield checksum and content of the pictures an answer carries: what the desk asks for, and after a fork what it may have lost.

    `parted` is the line after which the station's own lines go back to it. What has no room comes with the answers after.
    """
    offers = select(OFFERS.c.sha256, OFFERS.c.bytes).where(OFFERS.c.station == station, OFFERS.c.removed_at.is_(None))
    after = select(event_order.c.id).where(event_order.c.station == station, event_order.c.kind == KIND, event_order.c.seq > (parted or 0))
    meant = OFFERS.c.wanted.is_(True) if parted is None else OFFERS.c.wanted.is_(True) | OFFERS.c.id.in_(after)
    room = Room(MOST, MOST_BYTES)
    for one, size in connection.execute(offers.where(meant).order_by(OFFERS.c.id)).all():
        if not room.takes(size):
            return
        here = (station_picture.c.station == station) & (station_picture.c.sha256 == one)
        content = connection.execute(select(station_picture.c.content).where(here)).scalar()
        if content is not None:
            yield one, bytes(content)
