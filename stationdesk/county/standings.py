"""How each station stands with the county, in one word the clerk acts on: whom to ring first, and only then the many that are fine."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import func, select

from stationdesk.county.desk import CountyDesk
from stationdesk.county.ledger import STATION_TABLES, held, journal, station_copy, station_state, transaction
from stationdesk.county.parted import parted
from stationdesk.county.report import QUIET_DAYS, day_of
from stationdesk.county.signers import SPENT
from stationdesk.i18n import _, ngettext
from stationdesk.store.database import Database
from stationdesk.store.tables import came_package, package, peer


class State(StrEnum):
    """What is to be done about a station, the most urgent first."""

    REVOKED = "revoked"
    """Its computer is trusted no more, and no other has reported under a new enrolment yet."""
    TWO = "two"
    """Two computers report, or an older copy was put back."""
    RENEWED = "renewed"
    """A new computer with a new enrolment file, which has not read what the county has of the station yet."""
    MISSING = "missing"
    """Changes are missing before the package that came last."""
    REFUSED = "refused"
    """Its last file could not be taken."""
    ASIDE = "aside"
    """Records are set aside."""
    NEVER = "never"
    """Enrolled, and not heard yet."""
    QUIET = "quiet"
    """Not heard for longer than a month and some days."""
    GOOD = "good"


@dataclass(frozen=True)
class Copy:
    """One computer that reports for a station."""

    copy: str
    number: int
    heard_at: str
    leads: bool
    parted_at: int | None
    retired: bool


@dataclass(frozen=True)
class StationStanding:
    """One station as the county knows it."""

    code: str
    name: str
    town: str
    enrolled: bool
    leader: str = ""
    phone: str = ""
    """Who leads the station and its duty phone, as the station wrote them."""
    cursor: int = 0
    taken_at: str = ""
    heard_at: str = ""
    entered_at: str = ""
    """When the last change that the county has was entered at the station, and not after the moment it came, whatever its clock said."""
    quiet_days: int | None = None
    """Days since its last package that counted; None where none ever did."""
    missing: tuple[int, int] | None = None
    held: int = 0
    forked: bool = False
    renewed: bool = False
    """A computer with keys of its own, by the newest enrolment file, begins anew and waits for the answer; it is none of the `forked`."""
    computers: tuple[Copy, ...] = ()
    """Every computer that was ever heard for it, the last one first."""
    last_file: str = ""
    refused: str = ""
    """Why its last file was refused, where nothing of it was heard since."""
    owes_answer: bool = False
    """Something of it came since its last answer was written."""
    revoked: bool = False
    """Every key that is known of it is revoked."""
    file_waits: bool = False
    """An enrolment file was written for it that nobody has reported with yet."""
    state: State = State.GOOD
    also: tuple[State, ...] = ()
    """What else is to be done about it."""
    reporting: int = 0
    """Copies that are not retired."""


def standings(desk: CountyDesk, on: date, quiet: int = QUIET_DAYS) -> list[StationStanding]:
    """Return every station, those to be rung first."""
    found = []
    for one in _known(desk, on):
        state, *also = states_of(one, quiet) or [State.GOOD]
        found.append(replace(one, state=state, also=tuple(also)))
    order = list(State)
    return sorted(found, key=lambda one: (order.index(one.state), -(one.quiet_days or 0) if one.state is State.QUIET else 0))


def _known(desk: CountyDesk, on: date) -> list[StationStanding]:
    """Return what store and ledger know of every station, by town and name."""
    with desk.database.reading() as session:
        peers = session.connection().execute(select(peer).order_by(peer.c.town, peer.c.name)).all()
        answered = _newest(session, package.c.peer, package.c.at, package.c.direction == "out")
        newest = select(func.max(came_package.c.number)).group_by(came_package.c.station)
        last = {row.station: row for row in session.connection().execute(select(came_package).where(came_package.c.number.in_(newest)))}
    with transaction(desk.ledger) as connection:
        states = {row.station: row for row in connection.execute(select(station_state))}
        copies = defaultdict[str, list[Any]](list)
        for row in connection.execute(select(station_copy).order_by(station_copy.c.heard_at.desc(), station_copy.c.copy)):
            copies[row.station].append(row)
        counts = connection.execute(select(held.c.station, func.count()).where(~held.c.removed).group_by(held.c.station))
        own = STATION_TABLES["station"]
        told = select(own.c.station, own.c.leader_name, own.c.duty_phone).where(own.c.removed_at.is_(None))
        leaders = {row.station: (row.leader_name or "", row.duty_phone or "") for row in connection.execute(told)}
        there = (station_state.c.station == journal.c.station) & (station_state.c.cursor == journal.c.seq)
        lines = connection.execute(select(journal.c.station, journal.c.line).join(station_state, there))
        entered = {station: str(json.loads(bytes(line))["at"]) for station, line in lines}
        aside = {station: count for station, count in counts}  # noqa: C416 - dict() would take a result for a mapping
    return [
        replace(
            one,
            held=aside.get(row.code, 0),
            entered_at=min(entered[row.code], one.taken_at) if row.code in entered else "",
            leader=leaders.get(row.code, ("", ""))[0],
            phone=leaders.get(row.code, ("", ""))[1],
            owes_answer=not one.revoked and max((each.heard_at for each in copies[row.code]), default="") > answered.get(row.code, ""),
        )
        for row in peers
        for one in (_standing(row, states.get(row.code), copies[row.code], last.get(row.code), on),)
    ]


def _standing(row: Any, there: Any, known: Sequence[Any], came: Any, on: date) -> StationStanding:
    """Return what is known of one station."""
    heard = max((one.heard_at for one in known), default="")
    cursor, head = (there.cursor, there.head) if there is not None else (0, "")
    computers = tuple(Copy(one.copy, one.number, one.heard_at, one.copy == head, one.forked_at, one.retired) for one in known)
    keys = {row.sign_key, *(key["sign_key"] for key in json.loads(row.keys or "[]"))} - {""}
    revoked = bool(keys & set(json.loads(row.revoked or "[]"))) or (not keys and row.secret.startswith(SPENT))
    gap, away = came is not None and came.outcome == "gap" and came.last > cursor, parted(row, head, known)
    return StationStanding(
        row.code,
        row.name,
        row.town,
        bool(row.sign_key),
        cursor=cursor,
        taken_at=there.taken_at if there is not None else "",
        heard_at=heard,
        quiet_days=(on - day_of(heard)).days if heard else None,
        missing=(cursor + 1, came.last) if gap else None,
        forked=bool(away.other),
        renewed=bool(away.waiting),
        computers=computers,
        last_file=came.file if came is not None else "",
        refused=came.says if came is not None and came.outcome == "refused" and came.at >= heard else "",
        reporting=sum(not one.retired for one in computers),
        revoked=revoked,
        file_waits=not row.secret.startswith(SPENT),
    )


def states_of(one: StationStanding, quiet: int) -> list[State]:
    """Return what is to be done about a station, the most urgent first; nothing where all is well."""
    there = {
        State.REVOKED: one.revoked,
        State.TWO: one.forked,
        State.RENEWED: one.renewed,
        State.MISSING: one.missing is not None,
        State.REFUSED: bool(one.refused),
        State.ASIDE: bool(one.held),
        State.NEVER: one.quiet_days is None and not (one.revoked or one.refused),
        State.QUIET: one.quiet_days is not None and one.quiet_days > quiet,
    }
    return [state for state, is_so in there.items() if is_so]


def state_words(one: StationStanding) -> str:
    """Say what is to be done about a station, with its numbers: all of it, where it is more than one thing."""
    return " · ".join(words_of(one, state) for state in (one.state, *one.also))


def words_of(one: StationStanding, state: State) -> str:
    """Say one thing that is to be done about a station."""
    match state:
        case State.REVOKED if one.file_waits:
            return _("trusted no more: the new computer has to report")
        case State.REVOKED:
            return _("trusted no more: write a new enrolment file")
        case State.TWO:
            return _("two computers are reporting")
        case State.RENEWED:
            return _("a new computer waits for the answer")
        case State.MISSING:
            first, last = one.missing or (0, 0)
            return _("changes {first} to {last} are missing").format(first=first, last=last)
        case State.REFUSED:
            return _("its last file could not be taken")
        case State.ASIDE:
            return ngettext("{count} record is set aside", "{count} records are set aside", one.held).format(count=one.held)
        case State.NEVER:
            return _("enrolled, and never reported")
        case State.QUIET:
            return _("nothing for {count} days").format(count=one.quiet_days)
    return _("all taken|station")


def _newest(session: Any, whose: Any, at: Any, where: Any) -> dict[str, str]:
    rows = session.connection().execute(select(whose, func.max(at)).where(where).group_by(whose))
    return {code: when for code, when in rows}  # noqa: C416 - dict() would take a result for a mapping


@dataclass(frozen=True)
class Came:
    """What came of one package."""

    number: int
    at: str
    file: str
    station: str
    name: str
    outcome: str
    changes: int
    says: str


def what_came(desk: CountyDesk, most: int = 1000) -> list[Came]:
    """Return what came of the packages that were looked at last, the newest first."""
    with desk.database.reading() as session:
        names = {row.code: row.name for row in session.connection().execute(select(peer.c.code, peer.c.name))}
        rows = session.connection().execute(select(came_package).order_by(came_package.c.number.desc()).limit(most)).all()
    return [
        Came(row.number, row.at, row.file, row.station, names.get(row.station, row.station), row.outcome, row.changes, row.says)
        for row in rows
    ]


def files_taken(database: Database) -> frozenset[str]:
    """Return the names of the files that were taken before: a hint how much on a stick is new."""
    with database.reading() as session:
        asked = select(came_package.c.file).where(came_package.c.outcome.in_(("taken", "known")))
        return frozenset(session.connection().execute(asked).scalars())
