"""Writing teams: a new one, what moved of one, its leader, and its end."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.registers.team import Team, TeamDraft
from stationdesk.registers.team_member import LEADER, MEMBER, TeamMember
from stationdesk.services.known_helpers import known_helper
from stationdesk.services.person_writing import moved_fields
from stationdesk.services.team_members import settle_leader
from stationdesk.services.teams import TeamImpossible, Teams, members_of, own_team, read_teams, team_called
from stationdesk.store.database import author_of


def write_team(session: Session, fields: Mapping[str, Any], on: date, team_id: str = "") -> Team:
    """Keep a new team, or what moved of one; its leader becomes a member. Raises TeamImpossible, pydantic's ValidationError."""
    now = own_team(session, team_id) if team_id else None
    if now is not None:
        settle_leader(session, now, on)
    kept = {name: getattr(now, name) for name in TeamDraft.model_fields} if now else {}
    draft = TeamDraft.model_validate(kept | dict(fields))
    _refuse_impossible(session, draft, on, team_id)
    if draft.leader_id:
        draft = draft.model_copy(update={"leader_name": None})
    before = now.leader_id if now else None
    if now is None:
        now = Team.model_validate(draft, update={"author": author_of(session), "founded_on": draft.founded_on})
    else:
        for name, value in moved_fields(now, TeamDraft, {name: getattr(draft, name) for name in TeamDraft.model_fields}).items():
            setattr(now, name, value)
    session.add(now)
    session.flush()
    if before != now.leader_id or not team_id:
        _follow_leader(session, now, on)
    session.flush()
    return now


def _refuse_impossible(session: Session, draft: TeamDraft, on: date, team_id: str) -> None:
    teams = read_teams(session, on)
    if draft.parent_id:
        parent = team_called(session, draft.parent_id)
        if team_id and draft.parent_id in _branch_of(teams, team_id):
            raise TeamImpossible(_("{name} stands below this team, so it cannot stand above it too.").format(name=parent.name))
        if not parent.there(on.isoformat()) and (draft.ended_on or "9") > on.isoformat():
            raise TeamImpossible(_("{name} was dissolved. Please choose another team above.").format(name=parent.name))
    for one in teams.teams.values():
        same = one.id != team_id and one.author == teams.own and one.name == draft.name and one.parent_id == draft.parent_id
        if same and one.there(on.isoformat()):
            raise TeamImpossible(_("There is a team called {name} already. Please give it another name.").format(name=draft.name))
    if draft.leader_id:
        leader = known_helper(session, draft.leader_id)
        if not leader.helps(on.isoformat()):
            raise TeamImpossible(_("{name} is not there any more. Please choose another leader.").format(name=leader.name))


def _branch_of(teams: Teams, team_id: str) -> set[str]:
    """Return a team and every team below it."""
    found, waiting = set[str](), [team_id]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += teams.below.get(one, [])
    return found


def _follow_leader(session: Session, team: Team, on: date) -> None:
    """Give the leader his membership, and let whoever led before be a member like the others."""
    day = on.isoformat()
    running = [one for one in members_of(session, [team.id]) if one.in_force(day)]
    for one in running:
        if one.role == LEADER and one.helper_id != team.leader_id:
            one.role = MEMBER
            session.add(one)
    if not team.leader_id:
        return
    there = next((one for one in running if one.helper_id == team.leader_id), None)
    if there is None:
        since = max(day, team.founded_on or day)
        there = TeamMember(author=author_of(session), team_id=team.id, helper_id=team.leader_id, from_date=since)
    there.role = LEADER
    session.add(there)


def dissolve(session: Session, team_id: str, on: date, reason: str = "") -> int:
    """Dissolve a team; day `on` is the first without it, and nobody is in it any more. Returns how many were. Raises TeamImpossible."""
    team, day = own_team(session, team_id), on.isoformat()
    if team.ended_on and team.ended_on <= day:
        raise TeamImpossible(_("{name} was dissolved already.").format(name=team.name))
    if team.founded_on and day < team.founded_on:
        raise TeamImpossible(_("A team cannot end before it began, on {day}.").format(day=team.founded_on))
    teams = read_teams(session, on)
    branches = [teams.teams[one].name for one in teams.below.get(team_id, []) if teams.teams[one].there(day)]
    if branches:
        said = _("{name} has branches: {branches}. Dissolve them first, or put them below another team.")
        raise TeamImpossible(said.format(name=team.name, branches="、".join(branches[:5])))
    team.ended_on, team.end_reason = day, reason.strip()[:200] or None
    session.add(team)
    left = [one for one in members_of(session, [team_id]) if one.to_date is None or one.to_date > day]
    for one in left:
        one.to_date, one.end_reason = max(day, one.from_date or day), one.end_reason or _("the team was dissolved")
        session.add(one)
    session.flush()
    return len(left)
