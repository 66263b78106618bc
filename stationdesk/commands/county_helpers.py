"""`county helper`, `county team`: the people and teams of the departments that a county sends to its stations."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from stationdesk.commands.answer import JsonFlag, Run, begin, table
from stationdesk.commands.county_word import To, take_back
from stationdesk.commands.session import open_county
from stationdesk.i18n import _

if TYPE_CHECKING:
    from datetime import date

    from sqlmodel import Session

Kind = Annotated[str | None, typer.Option("--kind", help=_("Kind, as a code or the Chinese word."))]
Org = Annotated[str | None, typer.Option("--org", help=_("Department or organisation."))]
Post = Annotated[str | None, typer.Option("--post", help=_("Post."))]
Phone = Annotated[str | None, typer.Option("--phone", help=_("Phone numbers, with a space between."))]


def add(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help=_("The helper's name."))],
    kind: Kind = None,
    org: Org = None,
    post: Post = None,
    phone: Phone = None,
    to: To = "all",
    as_json: JsonFlag = False,
) -> None:
    """Send a helper to stations; sent again he is changed, never doubled."""
    run = begin(ctx, as_json)

    def work(session: Session, on: date, audience: str) -> Any:
        from stationdesk.county.people_sent import send_helper

        return send_helper(session, {"name": name} | fields_of(kind, org, post, phone), audience, on)

    send(run, to, _("Helper for stations: {name}").format(name=name[:40]), work)


def change(
    ctx: typer.Context,
    helper: Annotated[str, typer.Argument(metavar="HELPER", help=_("Name, or the end of the number."))],
    kind: Kind = None,
    org: Org = None,
    post: Post = None,
    phone: Phone = None,
    as_json: JsonFlag = False,
) -> None:
    """Change what is known of a helper who was sent."""
    run = begin(ctx, as_json)

    def work(session: Session, _on: date, _audience: str) -> Any:
        from stationdesk.county.people_sent import change_helper

        return change_helper(session, helper, {name: value for name, value in fields_of(kind, org, post, phone).items() if value})

    send(run, "all", _("Change {name}|helper").format(name=helper[:40]), work)


def team(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help=_("The team's name."))],
    kind: Kind = None,
    above: Annotated[str | None, typer.Option("--above", help=_("The team above, by name: then it is a branch."))] = None,
    leader: Annotated[str | None, typer.Option("--leader", help=_("The leader: a helper who was sent, by name or number."))] = None,
    phone: Phone = None,
    to: To = "all",
    as_json: JsonFlag = False,
) -> None:
    """Send a team to stations; sent again it is changed, never doubled."""
    run = begin(ctx, as_json)

    def work(session: Session, on: date, audience: str) -> Any:
        from stationdesk.county.people_sent import code_called, helper_called, phones_of, send_team, team_called

        fields = {
            "name": name,
            "kind": code_called("team_kind", kind),
            "parent_id": team_called(session, above).id if above else None,
            "leader_id": helper_called(session, leader).id if leader else None,
            "phones": phones_of(phone),
        }
        return send_team(session, fields, audience, on)

    send(run, to, _("Team for stations: {name}").format(name=name[:40]), work)


def join(
    ctx: typer.Context,
    team: Annotated[str, typer.Argument(metavar="TEAM", help=_("Name, or the end of the number."))],
    helper: Annotated[str, typer.Argument(metavar="HELPER", help=_("Name, or the end of the number."))],
    role: Annotated[str, typer.Option("--role", help=_("leader, deputy, contact or member, or the Chinese word."))] = "member",
    as_json: JsonFlag = False,
) -> None:
    """Put a helper who was sent into a team that was sent."""
    run = begin(ctx, as_json)

    def work(session: Session, on: date, _audience: str) -> Any:
        from stationdesk.county.people_sent import code_called, helper_called, join_team, team_called

        known = code_called("team_role", role) or "member"
        return join_team(session, team_called(session, team), helper_called(session, helper).id, None, known, on)

    send(run, "all", _("{name} comes into {team}").format(name=helper[:40], team=team[:40]), work)


def fields_of(kind: str | None, org: str | None, post: str | None, phone: str | None) -> dict[str, Any]:
    """Return what was said of a helper. Raises HelperUnclear."""
    from stationdesk.county.people_sent import code_called, phones_of

    return {"helper_type": code_called("helper_type", kind), "org": org, "post": post, "phones": phones_of(phone)}


def send(run: Run, to: str, says: str, work: Callable[[Session, date, str], Any]) -> None:
    """Carry out one action of the county, and answer with the record's number."""
    from stationdesk.county.word import audience_called, audience_words
    from stationdesk.services.operators import must_change_settings

    with open_county(run) as (_county, desk):
        must_change_settings(desk.operator)
        with desk.database.writing(desk.operator.name, says) as session:
            made = work(session, desk.today, audience_called(session, to))
            number, audience, whom = made.id, made.audience, audience_words(session, made.audience)
    line = _("{says}. For {whom}; it goes with the next answers. Number {number}.")
    run.answer({"id": number, "audience": audience}, line.format(says=says, whom=whom, number=number[-8:]))


def list_(ctx: typer.Context, as_json: JsonFlag = False) -> None:
    """List the helpers that were sent and stand."""
    run = begin(ctx, as_json)
    with open_county(run) as (_county, desk):
        from stationdesk.county.people_lists import sent_helpers

        with desk.database.reading() as session:
            found = sent_helpers(session)
    head = [_("Number"), _("Name|column"), _("Kind of helper"), _("Organisation"), _("Phone"), _("For whom|county")]
    rows = [[one.id[-8:], one.name, one.kind, one.org, one.phones, one.whom] for one in found]
    run.answer({"helpers": found}, *(table([head, *rows]) if rows else [_("No helper was sent yet.")]))


def teams(ctx: typer.Context, as_json: JsonFlag = False) -> None:
    """List the teams that were sent and stand, with who is in them."""
    run = begin(ctx, as_json)
    with open_county(run) as (_county, desk):
        from stationdesk.county.people_lists import sent_teams

        with desk.database.reading() as session:
            found = sent_teams(session, desk.today)
    head = [_("Number"), _("Team"), _("Kind of team"), _("Team above"), _("Leader"), _("Members|team"), _("For whom|county")]
    rows = [[one.id[-8:], one.name, one.kind, one.above, one.leader, "、".join(one.members), one.whom] for one in found]
    run.answer({"teams": found}, *(table([head, *rows]) if rows else [_("No team was sent yet.")]))


def import_(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help=_("A list of helpers: Excel, WPS or CSV, one row each, under any headings."))],
    to: To = "all",
    plan: Annotated[bool, typer.Option("--plan", help=_("Only say what each row would become."))] = False,
    as_json: JsonFlag = False,
) -> None:
    """Send the helpers of a sheet, in one action that can be undone; a row may say itself for whom it is."""
    run = begin(ctx, as_json)
    with open_county(run) as (_county, desk):
        from stationdesk.county.helpers_in import plan_helpers, take_helpers
        from stationdesk.county.word import audience_called
        from stationdesk.ledgers.helper_list import read_helper_list
        from stationdesk.services.operators import must_change_settings

        must_change_settings(desk.operator)
        lines, skipped = read_helper_list(file)
        with desk.database.reading() as session:
            audience = audience_called(session, to)
            wanted = plan_helpers(session, lines, skipped, audience)
        if wanted.moves and not plan:
            with desk.database.writing(desk.operator.name, _("Helpers from {file}").format(file=file.name)) as session:
                take_helpers(session, plan_helpers(session, lines, skipped, audience), desk.today)
    rows = [{"row": one.line.row, "name": one.name, "becomes": one.becomes.value, "doubts": one.doubts} for one in wanted.rows]
    doubts = [
        _("Row {row} ({sheet}): {why}").format(row=one.line.row, sheet=one.line.sheet, why=f"{one.name}，{one.words}")
        for one in wanted.doubtful
    ]
    run.answer({"rows": rows, "skipped": skipped, "taken": not plan}, wanted.summary, *doubts)


def otherwise(ctx: typer.Context, as_json: JsonFlag = False) -> None:
    """List where a station has one of the helpers otherwise than the county."""
    run = begin(ctx, as_json)
    with open_county(run) as (county, _desk):
        from stationdesk.county.helpers_otherwise import helpers_otherwise

        found = helpers_otherwise(county)
    head = [_("Station"), _("Name|column"), _("How it counts|column"), _("County → station|column")]
    how = {True: _("the station's counts there"), False: _("both stand there")}
    rows = [[one.name, one.called, how[one.linked], one.words] for one in found]
    nothing = _("Every station has the county's helpers as the county has them.")
    told = [{"station": one.station, "helper": one.helper, "linked": one.linked, "fields": one.fields} for one in found]
    run.answer({"otherwise": told}, *(table([head, *rows]) if rows else [nothing]))


HELPERS = (
    ("add", add, _("Send a helper to stations.")),
    ("change", change, _("Change what is known of a helper who was sent.")),
    ("import", import_, _("Send the helpers of a sheet.")),
    ("list", list_, _("List the helpers that were sent.")),
    ("otherwise", otherwise, _("List where stations have them otherwise.")),
    ("take-back", take_back, _("Take back a helper.")),
)
TEAMS = (
    ("add", team, _("Send a team to stations.")),
    ("join", join, _("Put a helper into a team.")),
    ("list", teams, _("List the teams that were sent.")),
    ("take-back", take_back, _("Take back a team, and who is in it.")),
)
