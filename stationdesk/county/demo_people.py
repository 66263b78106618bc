"""Helpers and teams that the invented county sends, a village that has one otherwise, and the photos it asks for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from stationdesk.county.people_sent import helper_called, join_team, send_helper, send_team, team_called
from stationdesk.county.word import ALL, say
from stationdesk.i18n import _
from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.helper import Helper, HelperDraft
from stationdesk.registers.photo_ask import PhotoAskDraft
from stationdesk.registers.team_member import MEMBER
from stationdesk.store.clock import local_day
from stationdesk.store.database import Database, author_of


def send_people(database: Database, clerk: str, words: Mapping[str, Any]) -> dict[str, Helper]:
    """Send the helpers and the teams; returns the helpers by name."""
    on, sent = local_day(database.clock()), dict[str, Helper]()
    for row in words["helpers"]:
        with database.writing(clerk, _("Helper for stations: {name}").format(name=row["name"])) as session:
            fields = {name: row[name] or None for name in ("name", "helper_type", "org", "post")} | {"phones": numbers(row["phone"])}
            sent[row["name"]] = send_helper(session, fields, row["to"], on)
    for row in words["teams"]:
        with database.writing(clerk, _("Team for stations: {name}").format(name=row["name"])) as session:
            above = team_called(session, row["above"]).id if row["above"] else None
            fields = {"name": row["name"], "kind": row["kind"], "leader_id": helper_called(session, row["leader"]).id, "parent_id": above}
            team = send_team(session, fields, row["to"], on)
            for name in row["members"]:
                join_team(session, team, helper_called(session, name).id, None, MEMBER, on)
    return sent


def have_otherwise(desk: Database, operator: str, words: Mapping[str, Any], sent: Mapping[str, Helper]) -> None:
    """Let a village put its own record in the place of one of the county's helpers, and another one beside it."""
    moved, beside = words["otherwise"], sent[words["beside"]]
    first = sent[moved["helper"]]
    own = {"helper_type": first.helper_type, "org": moved["org"], "phones": numbers(moved["phone"]), "instead_of": first.id}
    with desk.writing(operator, _("Write {name} down|helper").format(name=first.name)) as session:
        for draft in ({"name": first.name} | own, {"name": beside.name, "org": beside.org, "phones": beside.phones}):
            session.add(Helper.model_validate(HelperDraft.model_validate(draft), update={"author": author_of(session)}))


def ask_photos(database: Database, clerk: str, words: Mapping[str, Any]) -> None:
    """Ask all stations for photos."""
    on, asked = local_day(database.clock()), words["photos"]
    with database.writing(clerk, _("Photos asked for: {purpose}").format(purpose=asked["purpose"])) as session:
        last = (on + timedelta(days=asked["days"])).isoformat()
        say(session, PhotoAskDraft(purpose=asked["purpose"], from_date=on.isoformat(), to_date=last), ALL, on)


def numbers(written: str) -> tuple[PhoneNumber, ...]:
    """Return the one number, or none."""
    return (PhoneNumber(number=written),) if written else ()
