"""Who can be asked to do something: the teams and the helpers who are there, the station's and the county's, as dispatch offers them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.helper import Helper
from stationdesk.registers.mask import masked_phone
from stationdesk.services.known_helpers import helpers_on, helpers_there
from stationdesk.services.teams import Teams, read_teams

TEAM, HELPER = "team", "helper"


class Doer(NamedTuple):
    """A team or a helper somebody can be asked to do something."""

    kind: str
    """team or helper."""
    id: str
    name: str
    words: str
    """What it is, in a few words."""
    phone: str
    """The number to dial first, masked."""
    of_county: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """What it is looked up by."""
        return self.kind, self.id


def doers(session: Session, on: date) -> list[Doer]:
    """Return every team and every helper who is there on day `on`: teams first, each with its branches below it, then helpers by name.

    A team that is among the helpers too (`Team.helper_id`) is offered once, as the team.
    """
    teams = read_teams(session, on)
    rows = [row for row in teams.rows() if row.there]
    twice = {row.helper_id for row in rows} - {""}
    people = [helper_doer(one, teams.own) for one in helpers_on(session, on) if one.id not in twice]
    return [*(team_doer(teams, row.id) for row in rows), *people]


def doers_called(session: Session, keys: Iterable[tuple[str, str]], on: date) -> dict[tuple[str, str], Doer]:
    """Return some teams and helpers by kind and id, also those who are not there any more on day `on`."""
    wanted = set(keys)
    teams = read_teams(session, on)
    found = {(TEAM, id_): team_doer(teams, id_) for kind, id_ in wanted if kind == TEAM and id_ in teams.teams}
    for id_, helper in helpers_there(session, [id_ for kind, id_ in wanted if kind == HELPER]).items():
        found[HELPER, id_] = helper_doer(helper, teams.own)
    return found


def there_of(session: Session, keys: Iterable[tuple[str, str]], on: date) -> dict[tuple[str, str], Doer]:
    """Return those of some teams and helpers who are there on day `on`."""
    wanted, day = set(keys), on.isoformat()
    teams = read_teams(session, on)
    found = {(TEAM, id_): team_doer(teams, id_) for kind, id_ in wanted if kind == TEAM and id_ in teams.teams}
    found = {key: one for key, one in found.items() if teams.teams[key[1]].there(day)}
    for id_, helper in helpers_there(session, [id_ for kind, id_ in wanted if kind == HELPER]).items():
        if is_there(helper, on):
            found[HELPER, id_] = helper_doer(helper, teams.own)
    return found


def is_there(helper: Helper, on: date) -> bool:
    """Tell whether a helper is there on day `on` and this is the record he is kept as."""
    return not helper.merged_into and helper.helps(on.isoformat())


def team_doer(teams: Teams, team_id: str) -> Doer:
    """Return a team as somebody who can be asked: first who leads it and how many they are, then what it is."""
    row = teams.row(team_id)
    whose = _("the county's") if row.of_county else ""
    leader = _("leader {name}").format(name=row.leader) if row.leader else ""
    words = "，".join(filter(None, (whose, leader, _("{count} members").format(count=row.members) if row.members else "", row.kind)))
    return Doer(TEAM, team_id, row.name, words, row.phone, row.of_county)


def helper_doer(helper: Helper, own: str = "") -> Doer:
    """Return a helper as somebody who can be asked; `own` is the author of the station's own records."""
    phone = next((one.number for one in helper.phones if one.usable is not False), "")
    what = helper.card_title or helper.post or (table("helper_type").label(helper.helper_type) if helper.helper_type else "")
    of_county = bool(own) and helper.author != own
    words = "，".join(filter(None, (_("the county's") if of_county else "", what, helper.org)))
    return Doer(HELPER, helper.id, helper.name, words, masked_phone(phone) if phone else "", of_county)


def doer_called(session: Session, kind: str, id_: str, on: date) -> Doer | None:
    """Return a team or a helper by kind and id, None where there is none."""
    return doers_called(session, [(kind, id_)], on).get((kind, id_))
