"""`status`: how everything stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import typer

from stationdesk.commands.answer import JsonFlag, Run, begin
from stationdesk.commands.session import Desk, open_desk
from stationdesk.i18n import _

if TYPE_CHECKING:
    from stationdesk.services.road import RoadSummary


def status(ctx: typer.Context, as_json: JsonFlag = False) -> None:
    """Show how everything stands."""
    run = begin(ctx, as_json)
    with open_desk(run, side="") as desk:
        if desk.database.about.side == "county":
            from stationdesk.commands.county import stations_of

            document, lines = stations_of(run, desk)
        else:
            document, lines = station_status(run, desk)
    run.answer(document, *lines)


def station_status(_run: Run, desk: Desk) -> tuple[dict[str, Any], list[str]]:
    """Return how a station's desk stands, for a script and for a person."""
    from sqlmodel import col, func, select

    from stationdesk.registers.resident import Resident
    from stationdesk.registers.visit import Visit
    from stationdesk.services.operators import operators
    from stationdesk.services.road import summary
    from stationdesk.services.stations import own_station
    from stationdesk.store.backup import backups_in, day_of

    with desk.database.reading() as session:
        station, road, people = own_station(session), summary(session), len(operators(session))
        counts = [session.exec(select(func.count()).where(col(kind.removed_at).is_(None))).one() for kind in (Resident, Visit)]
    newest = next((day_of(path) for path in backups_in(desk.database.folder.backups)), None)
    document = {
        "station": station.code,
        "name": station.name,
        "copy": desk.database.about.line_copy,
        "data": desk.database.folder.path,
        "residents": counts[0],
        "visits": counts[1],
        "operators": people,
        "operator": desk.operator.name,
        "journal": desk.database.position().seq,
        "newest_backup": newest.isoformat() if newest else None,
        "road": road,
    }
    lines = [
        _("{name} ({code}), copy {copy}, in {data}").format(**{key: document[key] for key in ("name", "copy", "data")}, code=station.code),
        _("Residents: {residents}. Visits: {visits}. Operators: {operators}.").format(
            residents=counts[0], visits=counts[1], operators=people
        ),
        _("Newest backup: {day}").format(day=newest or _("none")),
        *road_lines(road),
    ]
    return document, lines


def road_lines(road: RoadSummary) -> list[str]:
    """Return the status line about the county."""
    if not road.enrolled:
        return [_("Not enrolled with a county yet: {count} records are reported nowhere.").format(count=road.unreported)]
    until = _("The county ({county}) has everything up to {day}.").format(county=road.county, day=road.has_until)
    lines = [until if road.has_until else _("The county ({county}) has confirmed nothing yet.").format(county=road.county)]
    lines.append(
        _(
            "Not reported yet: {unreported}. Waiting for the receipt: {awaiting}. The county has: {received}. Sent back: {sent_back}."
        ).format(unreported=road.unreported, awaiting=road.awaiting, received=road.received, sent_back=road.sent_back)
    )
    if road.two_versions:
        lines.append(_("The county knows another version of this station's journal. Nothing is lost; please tell the county."))
    if road.retired:
        lines.append(_("The county has retired this copy of the desk."))
    return lines
