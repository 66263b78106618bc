"""Teams with their branches and members, as a tree and as rosters (F0-2, F3-12).

A team is its author's: the county's teams are read here like the station's own and never written.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from sqlmodel import Session, col, select

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.helper import Helper
from stationdesk.registers.mask import masked_phone
from stationdesk.registers.team import Team
from stationdesk.registers.team_member import LEADER, MEMBER, TeamMember
from stationdesk.services.day_words import narrow_day
from stationdesk.services.known_helpers import helpers_there
from stationdesk.store.database import author_of

ROLES = (LEADER, "deputy", "contact", MEMBER)
"""In the order of a roster; a role that is not here comes last."""


class TeamImpossible(DeskError):
    """A team, or a membership, that cannot be kept so."""


class CountysTeam(TeamImpossible):
    """The team is the county's, which alone can change it."""


@dataclass(frozen=True, slots=True)
class MemberRow:
    """Somebody in a team, as a roster shows him."""

    id: str
    helper_id: str
    name: str
    role: str
    """As a code."""
    phone: str
    """The number to dial first, masked."""
    since: str
    until: str
    """The first day without him, YYYY-MM-DD, or nothing."""
    reason: str
    there: bool
    note: str = ""
    of_county: bool = False
    """The helper is the county's."""

    @property
    def role_words(self) -> str:
        """What he is in the team."""
        return table("team_role").label(self.role) if self.role else ""


@dataclass(frozen=True, slots=True)
class TeamRow:
    """A team as the list shows it."""

    id: str
    name: str
    kind: str
    """In words."""
    level: str
    parent_id: str
    depth: int
    """How many teams stand above it in the list."""
    leader: str
    leader_id: str
    phone: str
    """The team's first number, else its leader's, masked."""
    members: int
    branches: int
    there: bool
    status: str
    """Empty where it works; else since when it is dissolved, or when it begins."""
    of_county: bool
    helper_id: str = ""
    groups: tuple[str, ...] = ()
    free_times: str = ""

    @property
    def sentence(self) -> str:
        """The row as it is read aloud."""
        parts = (self.name, _("the county's") if self.of_county else "", self.kind, self.leader)
        return "，".join(part for part in (*parts, _("{count} members").format(count=self.members), self.status) if part)


@dataclass
class Teams:
    """Every team the station knows, read once: its own and the county's."""

    on: date
    own: str
    teams: dict[str, Team]
    members: dict[str, list[TeamMember]]
    """By team, all of them, those who left among them."""
    helpers: dict[str, Helper]
    below: dict[str, list[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for one in sorted(self.teams.values(), key=lambda team: (team.author != self.own, team.key or 0)):
            above = one.parent_id if one.parent_id in self.teams and one.parent_id != one.id else ""
            self.below.setdefault(above or "", []).append(one.id)

    def rows(self, *, gone: bool = False) -> list[TeamRow]:
        """Return the teams as a list: each with its branches below it; with `gone` those that were dissolved too."""
        found: list[TeamRow] = []
        waiting = [(team, 0) for team in reversed(self.below.get("", []))]
        seen: set[str] = set()
        while waiting:
            team, depth = waiting.pop()
            if team in seen:
                continue
            seen.add(team)
            row = self.row(team, depth)
            shown = gone or row.there or not self._is_over(team)
            if shown:
                found.append(row)
            waiting += [(below, depth + shown) for below in reversed(self.below.get(team, []))]
        lost = [team for team in self.teams if team not in seen]  # two desks can have put two teams below each other
        return found + [self.row(team) for team in lost if gone or not self._is_over(team)]

    def _is_over(self, team: str) -> bool:
        ended = self.teams[team].ended_on
        return ended is not None and ended <= self.on.isoformat()

    def row(self, team_id: str, depth: int = 0) -> TeamRow:
        """Return one team as the list shows it."""
        team, day, roster = self.teams[team_id], self.on.isoformat(), self.roster(team_id)
        leader_id, leader_name = self._leader(team, roster)
        leader = self.helpers.get(leader_id)
        numbers = [one.number for who in (team, leader) if who for one in who.phones if one.usable is not False]
        status = ""
        if team.ended_on and team.ended_on <= day:
            status = _("dissolved {day}").format(day=narrow_day(date.fromisoformat(team.ended_on), self.on))
        elif team.founded_on and team.founded_on > day:
            status = _("from {day}|team").format(day=narrow_day(date.fromisoformat(team.founded_on), self.on))
        return TeamRow(
            team.id,
            team.name,
            table("team_kind").label(team.kind) if team.kind else "",
            table("org_level").label(team.level) if team.level else "",
            team.parent_id or "",
            depth,
            leader_name,
            leader_id,
            masked_phone(numbers[0]) if numbers else "",
            sum(one.there for one in roster),
            sum(self.teams[one].there(day) for one in self.below.get(team.id, [])),
            team.there(day),
            status,
            team.author != self.own,
            team.helper_id or "",
            team.groups_served,
            team.free_times or "",
        )

    def _leader(self, team: Team, roster: Sequence[MemberRow]) -> tuple[str, str]:
        """Return who leads a team: the member who does, else whom the team names while it lists no membership of his."""
        found = next((one for one in roster if one.there and one.role == LEADER), None)
        if found is not None:
            return found.helper_id, found.name
        named = self.helpers.get(team.leader_id or "")
        if named is not None:
            left = not named.helps(self.on.isoformat()) or any(one.helper_id == named.id for one in roster)
            return ("", "") if left else (named.id, named.name)
        return "", "" if any(one.name == team.leader_name for one in roster) else team.leader_name or ""

    def roster(self, team_id: str) -> list[MemberRow]:
        """Return everybody who is or was in a team: those who are there first, the leader before all."""
        rows = [self._member(one) for one in self.members.get(team_id, [])]
        leading = sorted((one.since, at) for at, one in enumerate(rows) if one.there and one.role == LEADER)
        for _since, at in leading[:-1]:  # whose day to lead has come takes the place of whoever led before
            rows[at] = replace(rows[at], role=MEMBER)
        return sorted(rows, key=lambda one: (not one.there, _place(one.role), one.since, one.name, one.id))

    def _member(self, one: TeamMember) -> MemberRow:
        day, helper = self.on.isoformat(), self.helpers.get(one.helper_id or "")
        there = one.in_force(day) and (helper is None or helper.helps(day)) and (helper is not None or bool(one.helper_name))
        numbers = [phone.number for phone in helper.phones if phone.usable is not False] if helper else []
        return MemberRow(
            one.id,
            one.helper_id or "",
            helper.name if helper else one.helper_name or "",
            one.role or MEMBER,
            masked_phone(numbers[0]) if numbers else "",
            one.from_date or "",
            one.to_date or (helper.left_on or "" if helper and not there else ""),
            one.end_reason or (helper.leave_reason or "" if helper and not there and not one.to_date else ""),
            there,
            one.remark or "",
            helper is not None and helper.author != self.own,
        )


def _place(role: str) -> int:
    return ROLES.index(role) if role in ROLES else len(ROLES)


def read_teams(session: Session, on: date) -> Teams:
    """Read every team of day `on`, the station's and the county's, with everybody who is or was in it."""
    teams = {one.id: one for one in session.exec(select(Team).where(col(Team.removed_at).is_(None)).order_by(col(Team.key)))}
    members = defaultdict[str, list[TeamMember]](list)
    for one in session.exec(select(TeamMember).where(col(TeamMember.removed_at).is_(None)).order_by(col(TeamMember.key))):
        members[one.team_id].append(one)
    named = {one.leader_id for one in teams.values()} | {one.helper_id for some in members.values() for one in some}
    return Teams(on, author_of(session), teams, dict(members), helpers_there(session, named))


def team_rows(session: Session, on: date, *, gone: bool = False) -> list[TeamRow]:
    """Return the teams as a list, each with its branches below it."""
    return read_teams(session, on).rows(gone=gone)


def team_called(session: Session, team_id: str) -> Team:
    """Return a team, the station's or the county's. Raises TeamImpossible."""
    found = session.exec(select(Team).where(Team.id == team_id, col(Team.removed_at).is_(None)).order_by(col(Team.key))).first()
    if found is None:
        raise TeamImpossible(_("This team was taken off meanwhile. Please look at the list again."))
    return found


def own_team(session: Session, team_id: str) -> Team:
    """Return a team this station may change. Raises CountysTeam, TeamImpossible."""
    found = team_called(session, team_id)
    if found.author != author_of(session):
        said = _("{name} is the county's team, which the county alone changes. If something is wrong with it, tell the county.")
        raise CountysTeam(said.format(name=found.name))
    return found


def members_of(session: Session, team_ids: Sequence[str]) -> list[TeamMember]:
    """Return the station's own memberships in some teams, in the order in which they were written."""
    mine = select(TeamMember).where(
        col(TeamMember.team_id).in_(team_ids), TeamMember.author == author_of(session), col(TeamMember.removed_at).is_(None)
    )
    return list(session.exec(mine.order_by(col(TeamMember.key))))


def teams_of(session: Session, helper_ids: Iterable[str], on: date) -> dict[str, list[str]]:
    """Return the names of the teams each helper is in on day `on`."""
    wanted, day = sorted(set(helper_ids) - {""}), on.isoformat()
    asked = (
        select(TeamMember, Team)
        .where(TeamMember.team_id == Team.id, col(TeamMember.helper_id).in_(wanted))
        .where(col(TeamMember.removed_at).is_(None), col(Team.removed_at).is_(None))
        .order_by(col(TeamMember.key))
    )
    found = defaultdict[str, list[str]](list)
    for member, team in session.exec(asked) if wanted else ():
        if member.in_force(day) and team.there(day):
            found[member.helper_id or ""].append(team.name)
    return dict(found)
