"""The stations of a county: giving one its enrolment, and seeing how each stands."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session, col
from sqlmodel import select as select_record

from stationdesk.county.desk import CountyDesk
from stationdesk.county.ledger import held, station_copy, station_state, transaction
from stationdesk.county.parted import all_parted
from stationdesk.county.signers import SPENT
from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.division import guessed_kind, whole_code
from stationdesk.registers.org_unit import OrgUnit, OrgUnitDraft
from stationdesk.services.unit_tree import tree
from stationdesk.services.units import add_unit, change_unit, same_unit
from stationdesk.store.clock import local_day
from stationdesk.store.database import author_of
from stationdesk.store.files import NoSpace, NotWritable, replace_file, spoken_reading
from stationdesk.store.tables import peer
from stationdesk.sync.enrolment import Enrolment, NotAnEnrolment, new_secret, read_enrolment_bytes, write_enrolment
from stationdesk.sync.own_keys import OwnKeys, own_keys
from stationdesk.sync.peers import read_peer, set_peer
from stationdesk.sync.seal import key_id


class AlreadyEnrolled(DeskError):
    """The county has this station already."""


class WrongTown(DeskError):
    """The file names another town than the one the station belongs to."""


class NoSuchStation(DeskError):
    """The county has no station of this code."""


class UnusableName(DeskError):
    """A station's code, name or town does not fit into an enrolment file."""


@dataclass(frozen=True)
class StationStatus:
    """How the county stands with one station."""

    code: str
    name: str
    town: str
    cursor: int
    taken_at: str
    copies: int
    held: int
    forked: bool
    enrolled: bool


def enrol_station(desk: CountyDesk, operator: str, *, code: str, name: str, town: str, to: Path, replace: bool = False) -> Path:
    """Enrol a station and write its file `CODE.sdenrol`, with a new one-time secret, into the folder `to`.

    The village goes into the county's directory, which every station receives. A file that nobody has used yet may be written
    again; `replace` gives a station whose computer or keys are gone a new one, and the old key stays good until the new one
    reports. What was told to its town has reached it: the town is changed by `move_station` alone. Raises AlreadyEnrolled, WrongTown,
    UnusableName, NoSpace, NotWritable; then the file that was handed over before is as good as it was.
    """
    with desk.database.reading() as session:
        found = session.connection().execute(select(peer).where(peer.c.code == code)).first()
        if found is not None and found.sign_key:
            refuse_used(code, town, found.town, replace=replace)
        keys = own_keys(session)
    enrolment = drawn_up(desk, keys, code, name, town)
    path, values = to / enrolment.file_name, {"name": name, "town": town, "secret": enrolment.secret.hex()}
    with spoken_reading(path, to):
        before = path.read_bytes() if path.is_file() else None
    try:
        with desk.database.writing(operator, _("Enrol station {name}").format(name=name), final=True) as session:
            if found is None:
                session.connection().execute(peer.insert().values(code=code, **values))
                put_in_directory(session, code, name, town, local_day(desk.database.clock()).isoformat())
            else:
                session.connection().execute(peer.update().where(peer.c.code == code).values(**values))
                rename_in_directory(session, code, name, town, local_day(desk.database.clock()).isoformat())
            write_enrolment(to, enrolment)
    except BaseException:
        with suppress(OSError):
            take_file_back(path, enrolment.to_bytes(), before)
        raise
    return path


def take_file_back(path: Path, made: bytes, before: bytes | None) -> None:
    """Take back a file whose secret the county does not know; the one of that name `before` stays, or comes back. Raises OSError."""
    if path.read_bytes() != made:
        return
    if before is not None:
        with suppress(NoSpace, NotWritable):
            replace_file(path, before)
            return
    path.unlink()


def drawn_up(desk: CountyDesk, keys: OwnKeys, code: str, name: str, town: str) -> Enrolment:
    """Return a station's enrolment with a new secret, which nobody knows yet. Raises UnusableName."""
    enrolment = Enrolment(
        station=code,
        name=name,
        town=town,
        county=desk.code,
        county_name=desk.name,
        county_sign_key=keys.chain[0].sign_key,
        county_age_recipient=keys.recipient,
        secret=new_secret(),
    )
    try:
        if not name.strip() or not town.strip():
            raise NotAnEnrolment(name)
        read_enrolment_bytes(enrolment.to_bytes())
    except NotAnEnrolment as error:
        raise UnusableName(_("This code, name or town cannot be used: is one empty, or longer than 72 characters?")) from error
    return enrolment


def refuse_used(code: str, town: str, there: str, *, replace: bool) -> None:
    """Refuse a new file for a station that has used its first one, unless it is asked for, and for its own town; raises as its caller."""
    if not replace:
        said = _("Station {code} is enrolled already. If its computer or its keys are gone, enrol it again with --replace.")
        raise AlreadyEnrolled(said.format(code=code))
    if there != town:
        said = _("Station {code} belongs to {town}. Move it to the other town first, then write the file.")
        raise WrongTown(said.format(code=code, town=there))


def revoke(desk: CountyDesk, operator: str, station: str) -> tuple[str, ...]:
    """Read nothing any more that a key of this station has signed, however it comes; returns the ids of the keys.

    All its keys that are known now, and whatever they announce later; an enrolment file that was written before opens the way no more
    either, for the computer may hold it. The station enrols anew, with a file written from now on by `replace`, and then reports under
    new keys. Raises NoSuchStation.
    """
    with desk.database.writing(operator, _("Revoke the keys of station {code}").format(code=station), final=True) as session:
        row = session.connection().execute(select(peer).where(peer.c.code == station)).first()
        if row is None:
            raise NoSuchStation(_("There is no station {station} in this county.").format(station=station))
        side = read_peer(row)
        keys = {one.sign_key for one in side.keys} | {side.sign_key, side.old_sign_key} - {""}
        secret = side.secret if side.secret.startswith(SPENT) else SPENT + side.secret
        set_peer(session, station, revoked=side.revoked | keys, old_sign_key="", secret=secret)
    return tuple(sorted(key_id(one) for one in keys))


def put_in_directory(session: Session, code: str, name: str, town: str, on: str) -> None:
    """Write the village, and its town if it is the first there, into the directory that every station receives.

    A village that the county's list has already is the same one: it gets the station.
    """
    region = code if whole_code(code) else None
    draft = OrgUnitDraft(name=name, town=town, region_code=region, station_code=code, has_station=True)
    known = same_unit(tree(session), draft, on)
    if known is not None and known.leaf:
        change_unit(session, known.id, {"station_code": code, "has_station": True}, on=on)
        return
    add_unit(session, OrgUnitDraft.model_validate(draft.model_dump() | {"unit_kind": guessed_kind(name, region) or "village"}), on=on)


def rename_in_directory(session: Session, code: str, name: str, town: str, on: str) -> None:
    """Let the directory call a station's village as its new enrolment does."""
    mine = select_record(OrgUnit).where(
        OrgUnit.author == author_of(session), OrgUnit.station_code == code, col(OrgUnit.removed_at).is_(None)
    )
    for one in session.exec(mine).all():
        if (one.name, one.town) != (name, town):
            change_unit(session, one.id, {"name": name, "town": town}, on=on)


def status(desk: CountyDesk) -> list[StationStatus]:
    """Return how the county stands with each of its stations, by town and name."""
    with desk.database.reading() as session:
        peers = session.connection().execute(select(peer).order_by(peer.c.town, peer.c.name)).all()
    away = all_parted(desk)
    with transaction(desk.ledger) as connection:
        states = {row.station: row for row in connection.execute(select(station_state))}
        copies = counted(connection.execute(select(station_copy.c.station, func.count()).group_by(station_copy.c.station)))
        aside = counted(connection.execute(select(held.c.station, func.count()).where(~held.c.removed).group_by(held.c.station)))
    return [
        StationStatus(
            code=row.code,
            name=row.name,
            town=row.town,
            cursor=states[row.code].cursor if row.code in states else 0,
            taken_at=states[row.code].taken_at if row.code in states else "",
            copies=copies.get(row.code, 0),
            held=aside.get(row.code, 0),
            forked=row.code in away and bool(away[row.code].other),
            enrolled=bool(row.sign_key),
        )
        for row in peers
    ]


def counted(rows: Iterable[Any]) -> dict[str, int]:
    """Return rows of two columns as a dictionary."""
    return {station: count for station, count in rows}  # noqa: C416 - dict() would take a result for a mapping
