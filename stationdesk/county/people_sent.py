"""The helpers and teams a county sends to its stations (exchange.md, "Directory"); the stations only read them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from sqlmodel import Session, col, select

from stationdesk.county.word import ALL, audience_words, say, stations
from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.field import Draft
from stationdesk.registers.helper import Helper, HelperDraft
from stationdesk.registers.phone import read_phones
from stationdesk.registers.record import Record
from stationdesk.registers.team import Team, TeamDraft
from stationdesk.registers.team_member import LEADER, MEMBER, TeamMember, TeamMemberDraft
from stationdesk.services.person_writing import moved_fields
from stationdesk.store.database import author_of

R = TypeVar("R", bound=Record)
SHORTEST = 6
"""Letters of a number's end that tell records apart."""


class HelperUnclear(DeskError):
    """The helper, the team or a word about them cannot be taken as it is written."""


def code_called(name: str, written: str | None) -> str | None:
    """Return the code of a word of a list. Raises HelperUnclear with the words there are."""
    if not written:
        return None
    found = table(name).code_for(written)
    if found is None:
        there = "、".join(row.label for row in table(name).given)
        raise HelperUnclear(_("There is no «{word}». There are: {words}.").format(word=written, words=there))
    return found


def phones_of(written: str | None) -> tuple[PhoneNumber, ...]:
    """Return the numbers in a text. Raises HelperUnclear for what is none."""
    read = read_phones(written or "")
    if read.rest:
        raise HelperUnclear(_("This is no phone number: {rest}. Nothing was written.").format(rest=read.rest))
    return tuple(PhoneNumber(number=one.number) for one in read.phones)


def same_helper(session: Session, name: str, org: str | None, audience: str) -> Helper | None:
    """Return the helper of this name and organisation whom the county has sent to the same stations already."""
    same = select(Helper).where(Helper.name == name, Helper.audience == audience, col(Helper.removed_at).is_(None))
    there = session.exec(same.where(Helper.author == author_of(session)).order_by(col(Helper.key)))
    return next((one for one in there if (one.org or "") == (org or "")), None)


def send_helper(session: Session, fields: Mapping[str, Any], audience: str, on: date) -> Helper:
    """Send a helper; the same one for the same stations again changes the record there is. Raises pydantic's ValidationError."""
    draft = HelperDraft.model_validate(dict(fields))
    one = same_helper(session, draft.name, draft.org, audience)
    if one is not None:
        return _changed(session, one, HelperDraft, {name: value for name, value in fields.items() if value})
    made = say(session, draft, audience, on)
    assert isinstance(made, Helper)  # noqa: S101 - a draft becomes its own register
    return made


def change_helper(session: Session, written: str, fields: Mapping[str, Any]) -> Helper:
    """Change what is known of a helper who was sent; who he is and where he is used stay. Raises HelperUnclear, ValidationError."""
    return _changed(session, helper_called(session, written), HelperDraft, fields)


def send_team(session: Session, fields: Mapping[str, Any], audience: str, on: date) -> Team:
    """Send a team; one of the same name for the same stations is changed. Its leader is its first member. Raises ValidationError."""
    draft = TeamDraft.model_validate(dict(fields))
    found = same_team(session, draft.name, audience)
    _refuse_above(session, found, draft.parent_id, audience)
    if found is None:
        made = say(session, draft, audience, on)
        assert isinstance(made, Team)  # noqa: S101 - a draft becomes its own register
        found = made
    else:
        _changed(session, found, TeamDraft, {name: value for name, value in fields.items() if value})
    return _led(session, found, on)


def same_team(session: Session, name: str, audience: str) -> Team | None:
    """Return the team of this name that the county has sent to the same stations already."""
    same = select(Team).where(Team.name == name, Team.audience == audience, col(Team.removed_at).is_(None))
    return session.exec(same.where(Team.author == author_of(session)).order_by(col(Team.key))).first()


def change_team(session: Session, written: str, fields: Mapping[str, Any], on: date) -> Team:
    """Change what is known of a team that was sent; where it is used stays. A new leader becomes a member, the former stays one.

    Raises HelperUnclear for a team above that cannot be, ValidationError.
    """
    team = team_called(session, written)
    _refuse_above(session, team, fields.get("parent_id"), team.audience or ALL)
    before = (team.leader_id, team.leader_name)
    _changed(session, team, TeamDraft, fields)
    if (team.leader_id, team.leader_name) != before:
        for one in members_of(session, team.id, on):
            if one.role == LEADER and (one.helper_id, one.helper_name) != (team.leader_id, team.leader_name):
                _changed(session, one, TeamMemberDraft, {"role": MEMBER})
    return _led(session, team, on)


def _led(session: Session, team: Team, on: date) -> Team:
    if team.leader_id or team.leader_name:
        join_team(session, team, team.leader_id, team.leader_name, LEADER, on)
    return team


def _refuse_above(session: Session, team: Team | None, parent: str | None, audience: str) -> None:
    """Refuse a team above that is below, or that not every station has which gets this one."""
    if not parent:
        return
    there = {one.id: one for one in session.exec(select(Team).where(Team.author == author_of(session)))}
    above, steps = there.get(parent), set[str]()
    if above is None or above.removed_at is not None:
        raise HelperUnclear(_("The team above was taken back meanwhile. Please choose another one."))
    if not covers(session, above.audience or ALL, audience):
        said = _("«{above}» was sent to {few} only; the other stations would get a branch of a team they do not know.")
        raise HelperUnclear(said.format(above=above.name, few=audience_words(session, above.audience)))
    at: Team | None = above
    while at is not None and at.id not in steps:
        if team is not None and at.id == team.id:
            raise HelperUnclear(_("«{above}» stands below this team already. Please choose another team above.").format(above=above.name))
        steps.add(at.id)
        at = there.get(at.parent_id or "")


def covers(session: Session, wide: str, narrow: str) -> bool:
    """Tell whether every station that belongs to one audience belongs to the other."""
    if wide in {ALL, narrow}:
        return True
    return any(f"station:{one.code}" == narrow and wide in one.labels for one in stations(session))


def join_team(session: Session, team: Team, helper_id: str | None, name: str | None, role: str, on: date) -> TeamMember:
    """Put somebody into a team that was sent, by record and by name, for stations without his record; in it already, he gets the role."""
    helper = session.exec(select(Helper).where(Helper.id == helper_id, Helper.author == author_of(session))).first() if helper_id else None
    called = helper.name if helper is not None else name
    mine = select(TeamMember).where(
        TeamMember.team_id == team.id, TeamMember.author == author_of(session), col(TeamMember.removed_at).is_(None)
    )
    for one in session.exec(mine.order_by(col(TeamMember.key))):
        if (one.helper_id == helper_id if helper_id else one.helper_name == called) and one.in_force(on.isoformat()):
            return _changed(session, one, TeamMemberDraft, {"role": role})
    draft = TeamMemberDraft(team_id=team.id, helper_id=helper_id, helper_name=called, role=role, from_date=on.isoformat())
    made = say(session, draft, team.audience or "all", on)
    assert isinstance(made, TeamMember)  # noqa: S101 - a draft becomes its own register
    return made


def members_of(session: Session, team_id: str, on: date) -> list[TeamMember]:
    """Return who is in a team that was sent on day `on`, the leader first."""
    mine = select(TeamMember).where(TeamMember.team_id == team_id, TeamMember.author == author_of(session))
    there = session.exec(mine.where(col(TeamMember.removed_at).is_(None)).order_by(col(TeamMember.key)))
    ranks = {row.code: at for at, row in enumerate(table("team_role").rows)}
    return sorted((one for one in there if one.in_force(on.isoformat())), key=lambda one: ranks.get(one.role or "", len(ranks)))


def leave_team(session: Session, member_id: str, on: date) -> TeamMember:
    """Let somebody be in a team no more from day `on`; if he led it, nobody does. Raises HelperUnclear if he is not in it."""
    mine = select(TeamMember).where(TeamMember.id == member_id, TeamMember.author == author_of(session))
    one = session.exec(mine.where(col(TeamMember.removed_at).is_(None))).first()
    if one is None or not one.in_force(on.isoformat()):
        raise HelperUnclear(_("He is in this team no more."))
    team = session.exec(select(Team).where(Team.id == one.team_id, Team.author == author_of(session))).first()
    led = (team.leader_id or team.leader_name) if team is not None else None
    if team is not None and led and led == (one.helper_id if team.leader_id else one.helper_name):
        _changed(session, team, TeamDraft, {"leader_id": None, "leader_name": None})
    day = max(on.isoformat(), one.from_date or "")
    return _changed(session, one, TeamMemberDraft, {"to_date": day})


def helper_called(session: Session, written: str) -> Helper:
    """Return the helper the county sent under a name, or with this end of his number. Raises HelperUnclear."""
    found: Helper = _called(session, Helper, written, _("The county has sent no helper «{name}», or several. Please give the number."))
    return found


def team_called(session: Session, written: str) -> Team:
    """Return the team the county sent under a name, or with this end of its number. Raises HelperUnclear."""
    found: Team = _called(session, Team, written, _("The county has sent no team «{name}», or several. Please give the number."))
    return found


def _called(session: Session, register: Any, written: str, refused: str) -> Any:
    word = written.strip()
    there = list(session.exec(select(register).where(register.author == author_of(session), col(register.removed_at).is_(None))))
    found = [one for one in there if one.name == word]
    if not found and len(word) >= SHORTEST:
        found = [one for one in there if one.id.endswith(word.lower())]
    if len(found) != 1:
        raise HelperUnclear(refused.format(name=word))
    return found[0]


def _changed(session: Session, one: R, draft: type[Draft], fields: Mapping[str, Any]) -> R:
    for name, value in moved_fields(one, draft, fields).items():
        setattr(one, name, value)
    session.add(one)
    session.flush()
    return one
