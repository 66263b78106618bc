"""`unit`: the villages and communities of the town as data, and coverage counted over them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stationdesk.commands.answer import JsonFlag, Run, begin, table
from stationdesk.commands.session import Desk, open_desk
from stationdesk.i18n import _

if TYPE_CHECKING:
    from stationdesk.services.coverage import Coverage

UNIT = _("Its name, town and name, or division code.")


def list_(ctx: typer.Context, as_json: JsonFlag = False) -> None:
    """Show towns, villages and communities."""
    run = begin(ctx, as_json)
    with open_desk(run, side="") as desk:
        from stationdesk.services.unit_lines import unit_lines

        with desk.database.reading() as session:
            there = unit_lines(session, desk.today.isoformat())
    head = [_("Town"), _("Village or community"), _("Kind"), _("Code"), _("Station"), _("Call room"), _("Remark")]
    rows = [[one.town, one.name, one.kind, one.code, one.station, one.call_room, one.remark] for one in there]
    empty = _("No village or community is written down yet. «unit add» writes one, «unit import» takes a list in.")
    run.answer({"units": there}, *(table([head, *rows]) if rows else [empty]))


def add(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help=_("Name of the village or community."))],
    town: Annotated[str | None, typer.Option(help=_("Town or street office."))] = None,
    code: Annotated[str, typer.Option(help=_("Division code of 12 digits."))] = "",
    kind: Annotated[str, typer.Option(help=_("Kind, if name and code do not say it: village, community… or the Chinese word."))] = "",
    station: Annotated[bool | None, typer.Option(help=_("Whether it has a station."))] = None,
    call_room: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help=_("Since when it has a call room."))] = None,
    as_json: JsonFlag = False,
) -> None:
    """Write a village or community down."""
    run = begin(ctx, as_json)
    with open_desk(run, side="") as desk:
        from stationdesk.registers.org_unit import OrgUnitDraft
        from stationdesk.services.operators import must_change_settings
        from stationdesk.services.units import add_unit, read_code, unit_kind

        must_change_settings(desk.operator)
        draft = OrgUnitDraft(
            name=name,
            town=town,
            region_code=read_code(code),
            unit_kind=unit_kind(kind) if kind else None,
            has_station=station,
            has_call_room=True if call_room else None,
            call_room_opened_on=call_room,
        )
        with desk.database.writing(desk.operator.name, _("Add the unit {name}").format(name=name)) as session:
            made = add_unit(session, draft, on=desk.today.isoformat())
            said = made.model_dump(include={"id", "name", "unit_kind", "town", "region_code"})
    run.answer({"unit": said}, _("In the list now: {name}.").format(name=name))


def change(
    ctx: typer.Context,
    unit: Annotated[str, typer.Argument(metavar="UNIT", help=UNIT)],
    name: Annotated[str | None, typer.Option(help=_("Another name."))] = None,
    code: Annotated[str | None, typer.Option(help=_("Division code of 12 digits; the old one stays known."))] = None,
    kind: Annotated[str | None, typer.Option(help=_("Kind: village, community… or the Chinese word."))] = None,
    station: Annotated[bool | None, typer.Option(help=_("Whether it has a station."))] = None,
    call_room: Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help=_("Since when it has a call room."))] = None,
    as_json: JsonFlag = False,
) -> None:
    """Change what is written down of a village or community."""
    run = begin(ctx, as_json)
    with open_desk(run, side="") as desk:
        from stationdesk.services.operators import must_change_settings
        from stationdesk.services.unit_tree import tree
        from stationdesk.services.units import change_unit, read_code, unit_called, unit_kind

        must_change_settings(desk.operator)
        given = {"name": name, "has_station": station, "call_room_opened_on": day_of(call_room)}
        given |= {"region_code": read_code(code) if code else None, "unit_kind": unit_kind(kind) if kind else None}
        changes = {field: value for field, value in given.items() if value is not None} | ({"has_call_room": True} if call_room else {})
        if not changes:
            raise typer.BadParameter(_("Nothing was given to change."))
        with desk.database.writing(desk.operator.name, _("Change the unit {name}").format(name=unit)) as session:
            made = change_unit(session, unit_called(tree(session), unit).id, changes, on=desk.today.isoformat())
            said = made.model_dump(include={"id", "name", "unit_kind", "town", "region_code"})
    run.answer({"unit": said}, _("Changed: {name}.").format(name=said["name"]))


def end(
    ctx: typer.Context,
    unit: Annotated[str, typer.Argument(metavar="UNIT", help=UNIT)],
    on: Annotated[str | None, typer.Option("--on", metavar="YYYY-MM-DD", help=_("On which day; today, if left out."))] = None,
    into: Annotated[str | None, typer.Option(metavar="UNIT", help=_("The unit it was merged into; dissolved, if left out."))] = None,
    as_json: JsonFlag = False,
) -> None:
    """Write down that a village or community was merged or dissolved."""
    run = begin(ctx, as_json)
    with open_desk(run, side="") as desk:
        from stationdesk.services.operators import must_change_settings
        from stationdesk.services.unit_tree import tree
        from stationdesk.services.units import Ending, close_unit, unit_called

        must_change_settings(desk.operator)
        day = day_of(on) or desk.today.isoformat()
        with desk.database.writing(desk.operator.name, _("End of the unit {name}").format(name=unit)) as session:
            there = tree(session)
            ending = Ending(day, unit_called(there, into).id if into else None)
            said = close_unit(session, unit_called(there, unit).id, ending).model_dump(include={"id", "name", "closed_on", "succeeded_by"})
    run.answer({"unit": said}, _("{name} ended on {day}. What was done there counts where it went.").format(name=said["name"], day=day))


def import_(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help=_("A list of villages and communities: Excel, WPS or CSV."))],
    plan: Annotated[bool, typer.Option("--plan", help=_("Only say what each row would become."))] = False,
    as_json: JsonFlag = False,
) -> None:
    """Take a list of villages and communities in, in one action that can be undone."""
    run = begin(ctx, as_json)
    with open_desk(run, side="") as desk:
        from stationdesk.ledgers.reading import read_files
        from stationdesk.ledgers.unit_list import read_units
        from stationdesk.services.operators import must_change_settings
        from stationdesk.services.unit_intake import plan_units, take_units

        must_change_settings(desk.operator)
        on = desk.today.isoformat()
        rows, skipped = read_units(read_files([file])[0], desk.today)
        with desk.database.reading() as session:
            wanted = plan_units(session, rows, skipped, on)
        if wanted.moves and not plan:
            with desk.database.writing(desk.operator.name, _("Take in the list of units {file}").format(file=file.name)) as session:
                take_units(session, plan_units(session, rows, skipped, on))
    counts = {one.value: wanted.count(one) for one in type(wanted.rows[0].becomes)}
    run.answer({"counts": counts, "skipped": skipped, "doubts": wanted.doubts, "taken": not plan}, wanted.summary, *wanted.doubts)


def coverage(
    ctx: typer.Context,
    of: Annotated[str | None, typer.Option("--of", help=_("Only this one: station, call_room, record, visit, video, wish."))] = None,
    on: Annotated[str | None, typer.Option("--on", metavar="YYYY-MM-DD", help=_("Cut-off day; today, if left out."))] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="YYYY-MM-DD", help=_("First day of what is counted; the beginning, if left out."))
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Count coverage: villages and communities that have something, of all there are on the cut-off day."""
    run = begin(ctx, as_json)
    with open_desk(run, side="") as desk:
        found = counted(desk, of, day_of(on) or desk.today.isoformat(), day_of(since))
        alone = desk.database.about.side == "station"
    say_coverage(run, found, alone=alone)


def day_of(written: str | None) -> str | None:
    """Return a day as it was given; typer says which option is wrong otherwise."""
    from datetime import date

    try:
        return date.fromisoformat(written).isoformat() if written else None
    except ValueError:
        raise typer.BadParameter(_("A day is written like 2026-11-28.")) from None


def counted(desk: Desk, of: str | None, on: str, since: str | None) -> tuple[Coverage, ...]:
    """Return the coverages asked for, over this desk's records or the county's ledger. Raises NoSuchDefinition."""
    from stationdesk.services.coverage import coverages
    from stationdesk.services.coverage_definition import definition

    wanted = definition(of) if of else None
    if desk.database.about.side == "county":
        from stationdesk.county.coverage import county_coverages
        from stationdesk.county.desk import CountyDesk

        with CountyDesk(desk.database) as county:
            found = county_coverages(county, on, since)
    else:
        with desk.database.reading() as session:
            found = coverages(session, on, since)
    return tuple(one for one in found if wanted in (None, one.definition))


def say_coverage(run: Run, found: tuple[Coverage, ...], *, alone: bool) -> None:
    """Answer with coverages: figures, definition and towns."""
    from stationdesk.services.coverage import rounding

    lines = [line for one in found for line in (f"{one.definition.title}: {one.sentence}", f"    {one.towns_in_words}") if line.strip()]
    if alone:
        lines.append(_("Visits, calls and people of other villages are not on this desk: only the county can count those."))
    run.answer({"coverage": [one.as_json() for one in found], "rounding": rounding()}, *lines, rounding())


COMMANDS = (
    ("list", list_, _("Show towns, villages and communities.")),
    ("add", add, _("Write a village or community down.")),
    ("change", change, _("Change what is written down of a village or community.")),
    ("end", end, _("Write down that one was merged or dissolved.")),
    ("import", import_, _("Take a list of villages and communities in.")),
    ("coverage", coverage, _("Count coverage, with its definition and cut-off day.")),
)
