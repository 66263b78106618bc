"""The helpers and teams a county has sent, as lists need them, and how many of their stations have them already."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from sqlalchemy import func, select
from sqlmodel import Session, col
from sqlmodel import select as select_record

from stationdesk.county.desk import CountyDesk
from stationdesk.county.ledger import station_copy, station_state, transaction
from stationdesk.county.word import ALL, audience_words, stations
from stationdesk.i18n import _, ngettext
from stationdesk.registers.code import table
from stationdesk.registers.helper import Helper
from stationdesk.registers.record import Record
from stationdesk.registers.team import Team
from stationdesk.registers.team_member import TeamMember
from stationdesk.store.database import author_of
from stationdesk.store.tables import change

R = TypeVar("R", bound=Record)
CHUNK = 500


@dataclass(frozen=True)
class SentHelper:
    """A helper as the county lists what it has sent."""

    id: str
    name: str
    kind: str
    org: str
    phones: str
    whom: str
    post: str = ""
    audience: str = ALL


@dataclass(frozen=True)
class SentMember:
    """Somebody in a team that was sent."""

    id: str
    name: str
    role: str
    word: str
    """What he is in the team, in a word."""
    helper: str
    """His record's id, empty for one who is there by name only."""


@dataclass(frozen=True)
class SentTeam:
    """A team as the county lists what it has sent, with its members by name."""

    id: str
    name: str
    kind: str
    above: str
    leader: str
    members: tuple[str, ...]
    whom: str
    depth: int = 0
    """How many teams stand above it."""
    people: tuple[SentMember, ...] = ()
    audience: str = ALL


@dataclass(frozen=True)
class Reach:
    """How many of the stations that something is for have it."""

    there: int
    meant: int

    @property
    def everywhere(self) -> bool:
        """Whether every station has it."""
        return 0 < self.meant == self.there

    @property
    def words(self) -> str:
        """In words."""
        if not self.meant:
            return _("no station yet|reach")
        if self.there == self.meant:
            return _("every station has it")
        if not self.there:
            return _("goes with the next answers")
        return ngettext("{there} of {meant} station has it", "{there} of {meant} stations have it", self.meant).format(
            there=self.there, meant=self.meant
        )


def sent_helpers(session: Session) -> list[SentHelper]:
    """Return the helpers that were sent and stand, by name."""
    kinds, whom = table("helper_type"), _Whom(session)
    return [
        SentHelper(
            one.id,
            one.name,
            kinds.label(one.helper_type) if one.helper_type else "",
            one.org or "",
            " ".join(phone.number for phone in one.phones),
            whom.words(one.audience),
            one.post or "",
            one.audience or ALL,
        )
        for one in sorted(_standing(session, Helper), key=lambda one: (one.name, one.key or 0))
    ]


def sent_teams(session: Session, on: date) -> list[SentTeam]:
    """Return the teams that were sent and stand, each above its branches, with who is in them on day `on`."""
    teams, whom = _standing(session, Team), _Whom(session)
    every = {one.id: one.name for one in session.exec(select_record(Helper).where(Helper.author == author_of(session)))}
    people = _people(session, every, on)
    names = {one.id: one.name for one in teams}
    return [
        SentTeam(
            one.id,
            one.name,
            table("team_kind").label(one.kind) if one.kind else "",
            names.get(one.parent_id or "", ""),
            every.get(one.leader_id or "", one.leader_name or ""),
            tuple(member.name for member in people.get(one.id, ())),
            whom.words(one.audience),
            depth,
            people.get(one.id, ()),
            one.audience or ALL,
        )
        for one, depth in _as_a_tree(teams)
    ]


def _people(session: Session, names: Mapping[str, str], on: date) -> dict[str, tuple[SentMember, ...]]:
    roles = table("team_role")
    ranks = {row.code: at for at, row in enumerate(roles.rows)}
    found: dict[str, list[SentMember]] = {}
    for one in _standing(session, TeamMember):
        if one.in_force(on.isoformat()):
            name, role = names.get(one.helper_id or "", one.helper_name or ""), one.role or "member"
            found.setdefault(one.team_id, []).append(SentMember(one.id, name, role, roles.label(role), one.helper_id or ""))
    return {team: tuple(sorted(there, key=lambda one: ranks.get(one.role, len(ranks)))) for team, there in found.items()}


def _as_a_tree(teams: list[Team]) -> list[tuple[Team, int]]:
    """Return the teams with how deep each stands, branches after the team above; one whose team above is gone stands by itself."""
    there, below = {one.id for one in teams}, dict[str, list[Team]]()
    for one in teams:
        below.setdefault(one.parent_id if one.parent_id in there else "", []).append(one)
    found, waiting, seen = list[tuple[Team, int]](), [(one, 0) for one in reversed(below.get("", []))], set[str]()
    while waiting:
        one, depth = waiting.pop()
        seen.add(one.id)
        found.append((one, depth))
        waiting += [(each, depth + 1) for each in reversed(below.get(one.id, []))]
    return found + [(one, 0) for one in teams if one.id not in seen]


def _standing(session: Session, register: type[R]) -> list[R]:
    mine = select_record(register).where(register.author == author_of(session), col(register.removed_at).is_(None))
    return list(session.exec(mine.order_by(col(register.key))))


class _Whom:
    """Audiences in words, each asked once."""

    def __init__(self, session: Session) -> None:
        self.session, self.known = session, dict[str, str]()

    def words(self, audience: str | None) -> str:
        label = audience or ALL
        if label not in self.known:
            self.known[label] = audience_words(self.session, label)
        return self.known[label]


def reached(desk: CountyDesk, audiences: Mapping[str, str], together: Mapping[str, Iterable[str]] | None = None) -> dict[str, Reach]:
    """Return for each record of the county how many of its stations have its last change; `audiences` says for whom each is.

    A station has a line when the computer it reports from said so. `together` names the records whose changes belong to another's
    (the members of a team).
    """
    parts = {one: (one, *(together or {}).get(one, ())) for one in audiences}
    last = _last_lines(desk, [record for every in parts.values() for record in every])
    with transaction(desk.ledger) as connection:
        head = (station_copy.c.station == station_state.c.station) & (station_copy.c.copy == station_state.c.head)
        asked = select(station_copy.c.station, station_copy.c.received_seq).join_from(station_copy, station_state, head)
        have = {row.station: row.received_seq for row in connection.execute(asked)}
    with desk.database.reading() as session:
        there = stations(session)
    found = {}
    for one, audience in audiences.items():
        seq, meant = max((last.get(record, 0) for record in parts[one]), default=0), [each for each in there if audience in each.labels]
        found[one] = Reach(sum(have.get(each.code, 0) >= seq for each in meant), len(meant))
    return found


def _last_lines(desk: CountyDesk, records: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    with desk.database.reading() as session:
        for start in range(0, len(records), CHUNK):
            some = change.c.record.in_(records[start : start + CHUNK])
            asked = select(change.c.record, func.max(change.c.seq)).where(some).group_by(change.c.record)
            found |= {row[0]: row[1] for row in session.connection().execute(asked)}
    return found
