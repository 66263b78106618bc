"""The helpers and teams a county sends to its stations (exchange.md, "Directory"); the stations only read them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from sqlmodel import Session, col, select

from stationdesk.county.word import audience_words, say
from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.field import Draft
from stationdesk.registers.helper import Helper, HelperDraft
from stationdesk.registers.phone import read_phones
from stationdesk.registers.record import Record
from stationdesk.registers.team import Team, TeamDraft
from stationdesk.registers.team_member import LEADER, TeamMember, TeamMemberDraft
from stationdesk.services.person_writing import moved_fields
from stationdesk.store.database import author_of

R = TypeVar("R", bound=Record)
SHORTEST = 6
"""Letters of a number's end that tell records apart."""


class HelperUnclear(DeskError):
    """The helper, the team or a word about them cannot be taken as it is written."""


@dataclass(frozen=True)
class SentHelper:
    """A helper as the county lists what it has sent."""

    id: str
    name: str
    kind: str
    org: str
    phones: str
    whom: str


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


def send_helper(session: Session, fields: Mapping[str, Any], audience: str, on: date) -> Helper:
    """Send a helper; the same one for the same stations again changes the record there is. Raises pydantic's ValidationError."""
    draft = HelperDraft.model_validate(dict(fields))
    same = select(Helper).where(Helper.name == draft.name, Helper.audience == audience, col(Helper.removed_at).is_(None))
    for one in session.exec(same.where(Helper.author == author_of(session)).order_by(col(Helper.key))):
        if one.org == draft.org:
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
    same = select(Team).where(Team.name == draft.name, Team.audience == audience, col(Team.removed_at).is_(None))
    found = session.exec(same.where(Team.author == author_of(session)).order_by(col(Team.key))).first()
    if found is None:
        made = say(session, draft, audience, on)
        assert isinstance(made, Team)  # noqa: S101 - a draft becomes its own register
        found = made
    else:
        _changed(session, found, TeamDraft, {name: value for name, value in fields.items() if value})
    if found.leader_id or found.leader_name:
        join_team(session, found, found.leader_id, found.leader_name, LEADER, on)
    return found


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


def sent_helpers(session: Session) -> list[SentHelper]:
    """Return the helpers that were sent and stand, by name."""
    mine = (
        select(Helper).where(Helper.author == author_of(session), col(Helper.removed_at).is_(None)).order_by(Helper.name, col(Helper.key))
    )
    kinds = table("helper_type")
    return [
        SentHelper(
            one.id,
            one.name,
            kinds.label(one.helper_type) if one.helper_type else "",
            one.org or "",
            " ".join(phone.number for phone in one.phones),
            audience_words(session, one.audience),
        )
        for one in session.exec(mine)
    ]


def sent_teams(session: Session) -> list[SentTeam]:
    """Return the teams that were sent and stand, with who is in them."""
    own = author_of(session)
    teams = session.exec(select(Team).where(Team.author == own, col(Team.removed_at).is_(None)).order_by(col(Team.key))).all()
    members = session.exec(select(TeamMember).where(TeamMember.author == own, col(TeamMember.removed_at).is_(None))).all()
    helpers = {one.id: one.name for one in session.exec(select(Helper).where(Helper.author == own))}
    names = {one.id: one.name for one in teams}
    return [
        SentTeam(
            one.id,
            one.name,
            table("team_kind").label(one.kind) if one.kind else "",
            names.get(one.parent_id or "", ""),
            helpers.get(one.leader_id or "", one.leader_name or ""),
            tuple(helpers.get(each.helper_id or "", each.helper_name or "") for each in members if each.team_id == one.id),
            audience_words(session, one.audience),
        )
        for one in teams
    ]
