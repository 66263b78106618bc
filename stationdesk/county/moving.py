"""A station that belongs to another town from now on: what the towns are told follows, and no slice already sent changes."""

from __future__ import annotations

from sqlalchemy import text
from sqlmodel import Session

from stationdesk.county.desk import CountyDesk
from stationdesk.county.slices import towns_of
from stationdesk.county.stations import NoSuchStation
from stationdesk.i18n import _
from stationdesk.registers.catalogue import kind_of, register_of
from stationdesk.store.database import author_of, position
from stationdesk.store.journal import line_for
from stationdesk.store.tables import peer, station_town
from stationdesk.sync.line_check import COUNTY_WRITES


def move_station(desk: CountyDesk, operator: str, station: str, town: str) -> int:
    """Let a station belong to `town` from the county's next line on; returns how many entries that changes for it.

    What was told to its former town goes out of its slice (`gone`), what was told to the new one comes in, both under the station's own
    label (exchange.md, "Audience"). Raises NoSuchStation; nothing is written where it is there already.
    """
    with desk.database.reading() as session:
        if station not in set(session.connection().execute(peer.select().with_only_columns(peer.c.code)).scalars()):
            raise NoSuchStation(_("There is no station {station} in this county.").format(station=station))
        before = towns_of(session, station)
    if before[-1][1] == town:
        return 0
    with desk.database.writing(
        operator, _("Station {station} belongs to {town} now").format(station=station, town=town), final=True
    ) as session:
        since = position(session.connection(), session.info["about"]).seq + 1
        known = [(0, before[0][1])] if len(before) == 1 else []
        rows = [{"station": station, "since_seq": seq, "town": name} for seq, name in [*known, (since, town)]]
        kept = session.connection().execute(station_town.select().where(station_town.c.station == station)).first() is not None
        again = (station_town.c.station == station) & (station_town.c.since_seq == since)
        session.connection().execute(station_town.delete().where(again))  # moved twice with no line in between: the last one holds
        session.connection().execute(station_town.insert(), rows[-1:] if kept else rows)
        session.connection().execute(peer.update().where(peer.c.code == station).values(town=town))
        return hand_on(session, f"town:{before[-1][1]}", station, gone=True) + hand_on(session, f"town:{town}", station, gone=False)


def hand_on(session: Session, label: str, station: str, *, gone: bool) -> int:
    """Write a line for the station alone for every record told to `label`; returns how many."""
    done = 0
    for kind in sorted(COUNTY_WRITES):
        register = register_of(kind)
        mine = {"author": author_of(session), "label": label}
        asked = text(f"SELECT id FROM {kind_of(register)} WHERE author = :author AND audience = :label ORDER BY key")  # noqa: S608 - a register
        for (record,) in session.connection().execute(asked, mine).all():
            values = {"id": record, "author": author_of(session), "audience": f"station:{station}"}
            session.connection().exec_driver_sql(line_for(register, gone=gone), values)
            done += 1
    return done
