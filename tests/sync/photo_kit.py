"""A village photographer: people with consents, photos of them, and what of their pictures is at the desk and at the county."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col
from sqlmodel import select as select_record

from stationdesk.county import answers, intake
from stationdesk.county.desk import CountyDesk
from stationdesk.county.ledger import held, station_picture
from stationdesk.registers.consent import Consent
from stationdesk.registers.photo import Photo
from stationdesk.registers.photo_ask import PhotoAsk, PhotoAskDraft
from stationdesk.registers.photo_offer import PhotoOffer
from stationdesk.registers.photo_picture import PhotoPicture
from stationdesk.registers.resident import Resident, ResidentDraft
from stationdesk.services.consents import withdraw, write_consent
from stationdesk.services.photo_road import roads
from stationdesk.services.photos import Shot, attach, keep_pictures, take_out
from stationdesk.store.clock import local_day
from stationdesk.store.database import Database
from stationdesk.sync import inbox, outbox

OPERATOR = "徐丽华"


def jpeg(number: int, size: int = 600) -> bytes:
    """Return a JPEG as far as its frame goes, another for each number."""
    return b"\xff\xd8\xff\xc0\x00\x11\x08\x00\x64\x00\xc8" + f"{number:08}".encode() * (size // 8) + b"\xff\xd9"


def sha(content: bytes) -> str:
    """Return the checksum of a picture."""
    return hashlib.sha256(content).hexdigest()


class Photographer:
    """Takes photos at one station of a county."""

    def __init__(self, county: CountyDesk, desk: Database, code: str, road: Path) -> None:
        self.county, self.desk, self.code, self.road, self.count = county, desk, code, road, 0

    def asks(self, children: bool = False, audience: str = "all", **fields: Any) -> str:
        """Let the county ask for photos."""
        draft = PhotoAskDraft(purpose="冬季走访", children=children, **fields)
        with self.county.database.writing("clerk", "要照片") as session:
            made = PhotoAsk.model_validate(draft, update={"author": self.county.code, "audience": audience})
            session.add(made)
            return made.id

    def person(self, name: str = "汪奶奶", born: str = "1948-03-05", *, agrees: bool = True) -> str:
        """Write somebody down who agrees to photos."""
        on = local_day(self.desk.clock())
        with self.desk.writing(OPERATOR, f"登记 {name}") as session:
            person = Resident.model_validate(ResidentDraft(name=name, birth_date=born), update={"author": self.code})
            session.add(person)
            session.flush()
            if agrees:
                by = {"given_by": "self"} if born < "2010" else {"given_by": "guardian", "giver_name": "方小军", "child_agrees": True}
                write_consent(session, person.id, {"kind": "photo", "given_on": on.isoformat(), "form": "paper"} | by, on)
            return person.id

    def takes(self, *people: str, content: bytes = b"") -> str:
        """Take a photo of some people; returns its id."""
        self.count += 1
        on = local_day(self.desk.clock())
        with self.desk.writing(OPERATOR, "拍照") as session:
            made = keep_pictures(session, [Shot(content or jpeg(self.count), b"small", 200, 100)])
            return attach(session, {made[0]: "在门口"}, people, on, taken_on=on, by=OPERATOR)[0].id

    def takes_out(self, photo: str) -> None:
        """Take a photo out."""
        with self.desk.writing(OPERATOR, "拿掉照片") as session:
            take_out(session, photo)

    def withdraws(self, who: str) -> None:
        """Take somebody's consent back."""
        with self.desk.writing(OPERATOR, "撤回") as session:
            said = select_record(Consent).where(
                Consent.resident_id == who, col(Consent.withdrawn_on).is_(None), col(Consent.removed_at).is_(None)
            )
            given = session.exec(said).first()
            if given is not None:
                withdraw(session, given.id, local_day(self.desk.clock()), "不想了")

    def round_trip(self) -> list[str]:
        """Bring a package to the county and its answer back; returns what the answer said."""
        intake.take(self.county, "clerk", outbox.export(self.desk, OPERATOR, self.road).path)
        return inbox.receive(self.desk, OPERATOR, answers.answer(self.county, "clerk", self.code, self.road).path).sentences

    # -- looking

    def at_county(self) -> set[str]:
        """Return the checksums of the pictures the county holds of this station; each is what its name says."""
        with self.county.ledger.begin() as connection:
            rows = connection.execute(
                select(station_picture.c.sha256, station_picture.c.content).where(station_picture.c.station == self.code)
            )
            found = {name: bytes(content) for name, content in rows}
        assert all(sha(content) == name for name, content in found.items())
        return set(found)

    def aside(self) -> dict[str, str]:
        """Return the offers the county has set aside, with its reason."""
        with self.county.ledger.begin() as connection:
            rows = connection.execute(select(held.c.id, held.c.reason).where(held.c.station == self.code, held.c.kind == "photo_offer"))
            return dict(rows.all())

    def here(self) -> dict[str, bytes]:
        """Return the pictures at the desk by photo."""
        with self.desk.reading() as session:
            return dict(session.exec(select_record(PhotoPicture.photo_id, PhotoPicture.whole)).all())

    def offers(self) -> list[PhotoOffer]:
        """Return the offers that stand at the desk."""
        with self.desk.reading() as session:
            return offers_of(session)

    def says(self, photo: str) -> str:
        """Return where the desk says a photo's picture is."""
        with self.desk.reading() as session:
            found = session.exec(select_record(Photo).where(Photo.id == photo)).one()
            return roads(session, [found])[photo].words

    def lines(self) -> int:
        """Return the number of the desk's last line."""
        return self.desk.position().seq


def offers_of(session: Session) -> list[PhotoOffer]:
    """Return the offers that stand."""
    return list(session.exec(select_record(PhotoOffer).where(col(PhotoOffer.removed_at).is_(None)).order_by(col(PhotoOffer.key))))
