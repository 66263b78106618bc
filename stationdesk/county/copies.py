"""The copies of a station's desk: which report, which have parted, and which the clerk has retired."""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlalchemy import Connection, select

from stationdesk.county.desk import CountyDesk
from stationdesk.county.ledger import journal, station_copy, station_state, transaction
from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.store.tables import retiring


class NoSuchCopy(DeskError):
    """The station has no copy of this number."""


@dataclass(frozen=True)
class CopyStatus:
    """One copy of a station's desk as the county knows it."""

    station: str
    copy: str
    number: int
    """Of its highest package."""
    heard_at: str
    leads: bool
    """The last change taken came from it."""
    parted_at: int | None
    """The last line it shares with the ledger, where its journal has parted."""
    retired: bool
    retiring: bool
    """The clerk has retired it; it is, from the first change that another copy brings."""


def copies_of(desk: CountyDesk, station: str) -> list[CopyStatus]:
    """Return the copies of a station, the one heard last first."""
    asked = retiring_of(desk, station)
    with transaction(desk.ledger) as connection:
        head = connection.execute(select(station_state.c.head).where(station_state.c.station == station)).scalar()
        rows = connection.execute(
            select(station_copy).where(station_copy.c.station == station).order_by(station_copy.c.heard_at.desc(), station_copy.c.copy)
        ).all()
    return [
        CopyStatus(station, row.copy, row.number, row.heard_at, row.copy == head, row.forked_at, row.retired, row.copy in asked)
        for row in rows
    ]


def retiring_of(desk: CountyDesk, station: str) -> frozenset[str]:
    """Return the copies of a station that the clerk has retired."""
    with desk.database.reading() as session:
        return frozenset(session.connection().execute(select(retiring.c.copy).where(retiring.c.station == station)).scalars())


def retire(desk: CountyDesk, operator: str, station: str, line_copy: str) -> CopyStatus:
    """Retire a copy of a station: no change of it is taken any more once another copy has brought one, so that a last stick counts.

    A copy that does not lead has been overtaken already: it is retired at once. Nothing of it is lost, and it can come back under a new
    copy number. Raises NoSuchCopy.
    """
    found = next((one for one in copies_of(desk, station) if one.copy == line_copy), None)
    if found is None:
        raise NoSuchCopy(_("Station {station} has no copy {copy}. Nothing was changed.").format(station=station, copy=line_copy))
    with desk.database.writing(operator, _("Retire copy {copy} of {station}").format(copy=line_copy, station=station)) as session:
        if not found.retiring:
            row = {"station": station, "copy": line_copy, "asked_at": session.info["at"], "asked_by": operator}
            session.connection().execute(retiring.insert().values(**row))
    if not found.leads:
        with transaction(desk.ledger) as connection:
            set_retired(connection, station, line_copy)
    return next(one for one in copies_of(desk, station) if one.copy == line_copy)


def retire_others(connection: Connection, station: str, line_copy: str, asked: frozenset[str]) -> None:
    """Let the retirements take effect that waited for a change of another copy: this one, `line_copy`, has brought it."""
    for one in asked - {line_copy}:
        set_retired(connection, station, one)


def retire_revoked(connection: Connection, station: str, line_copy: str, revoked: frozenset[str]) -> None:
    """Retire the copies whose keys were revoked, now that another one, `line_copy`, reports under new keys: they wait for nothing more."""
    for row in connection.execute(select(station_copy).where(station_copy.c.station == station)).all():
        if row.copy != line_copy and any(one["sign_key"] in revoked for one in json.loads(row.keys)):
            set_retired(connection, station, row.copy)


def close_former_lives(connection: Connection, station: str) -> None:
    """Let the alarm about a copy end that an older folder, put back by hand, had parted from itself, once a copy goes on from there.

    Lines of its own id stand in the ledger after the last that both share, so its repair gives that id up: it is the new copy now, and
    nobody reports under the old one again. Where somebody does, as a clone may, his next package rings the alarm anew.
    """
    parted = (station_copy.c.station == station) & station_copy.c.forked_at.is_not(None)
    for row in connection.execute(select(station_copy).where(parted)).all():
        after = (journal.c.station == station) & (journal.c.seq > row.forked_at)
        lines = connection.execute(select(journal.c.line).where(after).order_by(journal.c.seq).execution_options(yield_per=2000))
        if any(json.loads(line)["copy"] == row.copy for (line,) in lines):
            mine = (station_copy.c.station == station) & (station_copy.c.copy == row.copy)
            connection.execute(station_copy.update().where(mine).values(forked_at=None))


def close_lost_keys(connection: Connection, station: str, first_key: str) -> None:
    """Let the alarm about copies end that can sign no more: the chain that a change came under begins with `first_key`, theirs lacks it.

    Their computer was replaced by one with a new enrolment file, before it had brought anything or read its answer. The key before the
    newest goes with this change, so no file of theirs is read again; one that is enrolled anew rings the alarm anew.
    """
    parted = (station_copy.c.station == station) & station_copy.c.forked_at.is_not(None)
    for row in connection.execute(select(station_copy).where(parted)).all():
        keys = [one["sign_key"] for one in json.loads(row.keys)]
        if keys and first_key not in keys:  # of a copy whose keys are not known, the alarm stays
            mine = (station_copy.c.station == station) & (station_copy.c.copy == row.copy)
            connection.execute(station_copy.update().where(mine).values(forked_at=None))


def set_retired(connection: Connection, station: str, line_copy: str) -> None:
    """Retire a copy in the ledger: it is heard, and nothing more."""
    mine = (station_copy.c.station == station) & (station_copy.c.copy == line_copy)
    connection.execute(station_copy.update().where(mine).values(retired=True, forked_at=None))
