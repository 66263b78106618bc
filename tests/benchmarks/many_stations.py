"""A county with as many enrolled stations as wanted, whose packages are the journal of one real store under other ids.

What a station sends is made as its desk would make it, by the package writer with the station's own keys; only typing three
thousand people into a thousand stores is spared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from sqlalchemy import select

from stationdesk.county.desk import CountyDesk, set_up_county
from stationdesk.services.demo_village import settle
from stationdesk.store.desk import set_up
from stationdesk.store.folder import DataFolder
from stationdesk.store.migrations import STEPS
from stationdesk.store.tables import change, peer
from stationdesk.sync import seal
from stationdesk.sync.digest import chain_all, digest_zero, hmac_sha256
from stationdesk.sync.enrolment import new_secret, proof_bytes
from stationdesk.sync.key_chain import announce
from stationdesk.sync.manifest import EnrolProof, Manifest, Received
from stationdesk.sync.own_keys import own_keys
from stationdesk.sync.package import Outgoing, write_package

COUNTY, TEMPLATE = "360202", "360202000000"
ID = re.compile(rb'"([0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{6})[0-9a-f]{6}"')
"""An id in a line; its last six digits are the station's."""
COPY = "abcd2345"
TOWN_SIZE = 20
ON = date(2026, 11, 22)


@dataclass(frozen=True)
class Enrolled:
    """One station: its number among the others, its code and keys."""

    number: int
    code: str
    sign: seal.SignKey
    recipient: str
    secret: bytes


@contextmanager
def county(folder: Path, url: str = "") -> Iterator[CountyDesk]:
    """Set a county up in `folder`, its ledger in a file or at `url`."""
    place = DataFolder(folder / "county", folder / "county-state")
    made = set_up_county(place, "a county's passphrase", code=COUNTY, name="昌江区", url=url)
    with made.database as database, CountyDesk(database) as desk:
        yield desk


def enrol_many(desk: CountyDesk, count: int, first: int = 1) -> list[Enrolled]:
    """Enrol `count` stations, twenty a town."""
    found = [
        Enrolled(n, f"{COUNTY}{n:06d}", seal.SignKey.new(), seal.recipient_of(seal.new_identity()), new_secret())
        for n in range(first, first + count)
    ]
    rows = [
        {"code": one.code, "name": f"{one.number}村", "town": f"{one.number // TOWN_SIZE}镇", "secret": one.secret.hex()} for one in found
    ]
    with desk.database.writing("clerk", "Enrol", final=True) as session:
        session.connection().execute(peer.insert(), rows)
    return found


def template(folder: Path, residents: int) -> list[bytes]:
    """Return the journal of a real store into which a demo village was written."""
    made = set_up(DataFolder(folder / "template", folder / "template-state"), "a station's passphrase", side="station", author=TEMPLATE)
    with made.database as database:
        with database.writing("徐丽华", "导入台账") as session:
            settle(session, residents, ON)
        with database.reading() as session:
            return [bytes(line) for (line,) in session.connection().execute(select(change.c.line).order_by(change.c.seq))]


def lines_of(station: Enrolled, lines: list[bytes]) -> list[bytes]:
    """Return the lines with ids of the station's own."""
    return ID.sub(rb'"\g<1>%06x"' % station.number, b"\n".join(lines)).split(b"\n")


def package_of(desk: CountyDesk, station: Enrolled, lines: list[bytes], to: Path, number: int = 1) -> Path:
    """Write the station's package of all `lines`."""
    with desk.database.reading() as session:
        recipient = own_keys(session).recipient
    said = proof_bytes(station.code, COPY, station.sign.public, station.recipient, recipient)
    before = digest_zero(station.code, COUNTY)
    draft = Manifest(
        author=station.code,
        recipient=COUNTY,
        copy=COPY,
        number=number,
        first=1,
        last=len(lines),
        digest_before=before,
        digest_last=chain_all(before, lines),
        received=Received("", 0, digest_zero(COUNTY, station.code), 0),
        schema=len(STEPS),
        program="0",
        made_at="2026-11-22T01:02:03.456Z",
        keys=(announce(station.code, station.sign.public, station.recipient, "", signed_by=station.sign),),
        enrol=EnrolProof(station.sign.public, station.recipient, hmac_sha256(station.secret, said)),
    )
    return write_package(to, draft, Outgoing(lines, [recipient], station.sign, proven=True), to).path
