"""The teams of the demo village with their branches and members, and a catalogue with who does what; everybody is invented."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, col, select

from stationdesk.registers.helper import Helper
from stationdesk.services.service_items import add_usual, own_items
from stationdesk.services.team_members import add_member, end_members
from stationdesk.services.team_writing import write_team
from stationdesk.settings import resource
from stationdesk.store.database import author_of

LIVED = 300
"""Days that the first team has been there."""


def gather(session: Session, on: date) -> int:
    """Write the teams out of the helpers there are, and who does which of the usual services; returns how many teams."""
    mine = select(Helper).where(Helper.author == author_of(session), col(Helper.removed_at).is_(None)).order_by(col(Helper.key))
    helpers = {one.name: one.id for one in session.exec(mine)}
    told = json.loads(resource("samples/teams.json").read_text(encoding="utf-8"))
    made: dict[str, str] = {}
    for number, fields in enumerate(told["teams"]):
        founded = on - timedelta(days=LIVED - 20 * number)
        made[fields["name"]] = _team(session, fields, founded, made, helpers, on)
    add_usual(session, on)
    for item in own_items(session):
        names = told["services"].get(item.name, [])
        item.team_ids = tuple(made[name] for name in names if name in made)
        item.helper_ids = tuple(helpers[name] for name in names if name in helpers and name not in made)
        session.add(item)
    return len(made)


def _team(session: Session, fields: dict[str, Any], founded: date, made: dict[str, str], helpers: dict[str, str], on: date) -> str:
    """Write one team with its members, one of whom may have left."""
    known: dict[str, Any] = {name: fields[name] for name in ("name", "kind", "free_times", "level") if name in fields}
    known |= {"parent_id": made.get(fields.get("above", "")), "helper_id": helpers.get(fields["name"]), "founded_on": founded.isoformat()}
    team = write_team(session, known, on).id
    led = {fields["leader"]: "leader"} if "leader" in fields else {}
    for at, (name, role) in enumerate((led | fields["members"]).items()):
        since = founded + timedelta(days=9 * at)
        who = {"helper_id": helpers[name]} if name in helpers else {"helper_name": name}
        member = add_member(session, who | {"team_id": team, "role": role, "from_date": since.isoformat()}, on)
        if name in fields.get("left", {}):
            end_members(session, [member.id], on - timedelta(days=12), on, fields["left"][name])
    return team
