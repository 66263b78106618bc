"""Who is in a team: coming in, what he is there, leaving with a reason, and what follows when a helper goes or was written down twice."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from stationdesk.i18n import _
from stationdesk.registers.team import Team
from stationdesk.registers.team_member import LEADER, MEMBER, TeamMember, TeamMemberDraft
from stationdesk.services.known_helpers import helpers_there, known_helper
from stationdesk.services.person_writing import moved_fields
from stationdesk.services.teams import CountysTeam, TeamImpossible, members_of, own_team, team_called
from stationdesk.store.database import author_of


def add_member(session: Session, fields: Mapping[str, Any], on: date) -> TeamMember:
    """Let somebody into a team. Raises TeamImpossible, CountysTeam, PairingImpossible, pydantic's ValidationError."""
    draft = TeamMemberDraft.model_validate(dict(fields))
    team = own_team(session, draft.team_id)
    since = draft.from_date or on.isoformat()
    draft = draft.model_copy(update={"from_date": since, "helper_name": None if draft.helper_id else draft.helper_name})
    if team.ended_on and team.ended_on <= since:
        raise TeamImpossible(_("{name} was dissolved already.").format(name=team.name))
    if draft.helper_id:
        helper = known_helper(session, draft.helper_id)
        if helper.merged_into or not helper.helps(max(since, on.isoformat())):
            raise TeamImpossible(_("{name} is not there any more. Please choose somebody else.").format(name=helper.name))
    _refuse_twice(session, draft)
    made = TeamMember.model_validate(draft, update={"author": author_of(session)})
    session.add(made)
    session.flush()
    if made.role == LEADER:
        _lead(session, team, made, on)
    return made


def _refuse_twice(session: Session, draft: TeamMemberDraft, member_id: str = "") -> None:
    since, until = draft.from_date or "", draft.to_date or "9"
    for one in members_of(session, [draft.team_id]):
        same = one.helper_id == draft.helper_id if draft.helper_id else not one.helper_id and one.helper_name == draft.helper_name
        if same and one.id != member_id and (one.from_date or "") < until and since < (one.to_date or "9"):
            raise TeamImpossible(_("{name} is in this team already.").format(name=name_of(session, one)))


def change_member(session: Session, member_id: str, fields: Mapping[str, Any], on: date) -> TeamMember:
    """Keep what moved of a membership. Raises TeamImpossible, CountysTeam, pydantic's ValidationError."""
    one = own_member(session, member_id)
    team = own_team(session, one.team_id)
    settle_leader(session, team, on)
    before = one.role
    moved = moved_fields(one, TeamMemberDraft, fields)
    draft = TeamMemberDraft.model_validate({name: moved.get(name, getattr(one, name)) for name in TeamMemberDraft.model_fields})
    _refuse_twice(session, draft, one.id)
    for name, value in moved.items():
        setattr(one, name, value)
    session.add(one)
    if one.role == LEADER and before != LEADER:
        _lead(session, team, one, on)
    elif before == LEADER and one.role != LEADER:
        _leaderless(session, team, one)
    session.flush()
    return one


def _lead(session: Session, team: Team, member: TeamMember, on: date) -> None:
    """Let a member lead his team; whoever led it before is a member like the others. Of one who comes later, only from that day."""
    if (member.from_date or "") > on.isoformat():
        return
    for one in members_of(session, [team.id]):
        if one.id != member.id and one.role == LEADER and one.in_force(on.isoformat()):
            one.role = MEMBER
            session.add(one)
    team.leader_id, team.leader_name = member.helper_id, None if member.helper_id else member.helper_name
    session.add(team)


def settle_leader(session: Session, team: Team, on: date) -> None:
    """Write who leads now where a leader's day has come since: before anything else of the team is written."""
    leading = [one for one in members_of(session, [team.id]) if one.role == LEADER and one.in_force(on.isoformat())]
    if len(leading) > 1:
        _lead(session, team, max(leading, key=lambda one: (one.from_date or "", one.key or 0)), on)
        session.flush()


def _leaderless(session: Session, team: Team, member: TeamMember) -> None:
    if (member.helper_id and team.leader_id == member.helper_id) or (member.helper_name and team.leader_name == member.helper_name):
        team.leader_id = team.leader_name = None
        session.add(team)


def end_members(session: Session, member_ids: Iterable[str], day: date, on: date, reason: str = "") -> int:
    """Let members leave; `day` is the first without them, which may lie ahead. Returns how many. Raises TeamImpossible, CountysTeam."""
    done = 0
    for one in [own_member(session, id_) for id_ in member_ids]:
        team = own_team(session, one.team_id)
        if one.to_date and one.to_date <= day.isoformat():
            continue
        if one.from_date and day.isoformat() < one.from_date:
            said = _("{name} came into the team on {day}, so he cannot leave it before.")
            raise TeamImpossible(said.format(name=name_of(session, one), day=one.from_date))
        settle_leader(session, team, on)
        one.to_date, one.end_reason = day.isoformat(), reason.strip()[:200] or None
        session.add(one)
        if day <= on:
            _leaderless(session, team, one)
        done += 1
    if not done:
        raise TeamImpossible(_("He has left the team already."))
    session.flush()
    return done


def own_member(session: Session, member_id: str) -> TeamMember:
    """Return a membership this station may change. Raises CountysTeam, TeamImpossible."""
    asked = select(TeamMember).where(TeamMember.id == member_id, col(TeamMember.removed_at).is_(None))
    found = session.exec(asked.order_by(col(TeamMember.key))).first()
    if found is None:
        raise TeamImpossible(_("He was taken off this team meanwhile. Please look at the list again."))
    if found.author != author_of(session):
        said = _("The county says who is in {name}, and the county alone changes it.")
        raise CountysTeam(said.format(name=team_called(session, found.team_id).name))
    return found


def name_of(session: Session, one: TeamMember) -> str:
    """Return a member's name."""
    helper = helpers_there(session, [one.helper_id]).get(one.helper_id or "")
    return helper.name if helper else one.helper_name or _("somebody|helped")


def leave_teams(session: Session, helper_id: str, day: date, on: date, reason: str) -> int:
    """Let a helper who goes leave the station's teams; returns how many."""
    mine = _running(session, helper_id, day)
    for one in mine:
        settle_leader(session, team_called(session, one.team_id), on)
        one.to_date, one.end_reason = max(day.isoformat(), one.from_date or ""), reason[:200] or None
        session.add(one)
    if day <= on:
        _leads_no_more(session, helper_id, None)
    return len(mine)


def move_memberships(session: Session, from_id: str, to_id: str, on: date) -> int:
    """Give what the one is in the station's teams to the other, where both are one person; returns how many moved."""
    theirs, moved = {one.team_id for one in _running(session, to_id, on)}, 0
    for one in _running(session, from_id, on):
        if one.team_id in theirs:
            one.to_date, one.end_reason = max(on.isoformat(), one.from_date or ""), _("written down twice")
        else:
            one.helper_id = to_id
            moved += 1
        session.add(one)
    _leads_no_more(session, from_id, to_id)
    return moved


def _running(session: Session, helper_id: str, day: date) -> list[TeamMember]:
    mine = select(TeamMember).where(
        TeamMember.helper_id == helper_id, TeamMember.author == author_of(session), col(TeamMember.removed_at).is_(None)
    )
    return [one for one in session.exec(mine.order_by(col(TeamMember.key))) if one.to_date is None or one.to_date > day.isoformat()]


def _leads_no_more(session: Session, helper_id: str, instead: str | None) -> None:
    mine = select(Team).where(Team.leader_id == helper_id, Team.author == author_of(session), col(Team.removed_at).is_(None))
    for team in session.exec(mine):
        team.leader_id = instead
        session.add(team)
