"""`county photos`: ask stations for photos, see which came, write them into a folder."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stationdesk.commands.answer import JsonFlag, begin, table
from stationdesk.commands.county_word import DAY, To, said
from stationdesk.commands.session import open_county
from stationdesk.i18n import _

if TYPE_CHECKING:
    from datetime import date

    from stationdesk.county.desk import CountyDesk
    from stationdesk.county.pictures_out import HeldPicture

Of = Annotated[str | None, typer.Option("--station", help=_("Only this station, by name or code."))]


def ask(
    ctx: typer.Context,
    purpose: Annotated[str, typer.Argument(help=_("What the photos are for, in a few words; the station reads it."))],
    since: Annotated[str | None, typer.Option("--from", metavar=DAY, help=_("Taken on this day or later; today, if left out."))] = None,
    until: Annotated[str | None, typer.Option("--until", metavar=DAY, help=_("Taken on this day or earlier."))] = None,
    children: Annotated[bool, typer.Option("--children", help=_("Photos with children too, where guardian and child agreed."))] = False,
    to: To = "all",
    as_json: JsonFlag = False,
) -> None:
    """Ask stations for photos of some days; each sends those whose people agreed, with its next reports. `county take-back` ends it."""
    from stationdesk.registers.photo_ask import PhotoAskDraft

    run = begin(ctx, as_json)
    fields = {"purpose": purpose, "to_date": until, "children": children}
    says = _("Photos asked for: {purpose}").format(purpose=purpose[:80])
    said(run, to, lambda on: PhotoAskDraft.model_validate(fields | {"from_date": since or on}), says)


def list_(ctx: typer.Context, station: Of = None, as_json: JsonFlag = False) -> None:
    """List what photos are asked for, and those the county holds."""
    run = begin(ctx, as_json)
    with open_county(run) as (county, desk):
        from stationdesk.county.pictures_out import asked_for

        asked, found = asked_for(county), of_station(county, desk.today, station)
    words = _("Photos asked for: {purpose}; {whom}; {first} to {last}. Number {number}.")
    lines = [
        words.format(purpose=one.purpose, whom=one.whom, first=one.from_date or "…", last=one.to_date or "…", number=one.id[-8:])
        for one in asked
    ]
    head = [_("Station"), _("Taken on"), _("What the photos are for"), _("Caption"), _("KB")]
    rows = [[one.name, one.taken_on, one.purpose[:20], one.caption[:30], str(-(-one.bytes // 1024))] for one in found]
    lines += table([head, *rows]) if rows else [_("There are no photos.")]
    run.answer({"asked": asked, "photos": found}, *lines)


def export(
    ctx: typer.Context,
    to: Annotated[Path, typer.Option("--to", help=_("The folder to write them into."))],
    station: Of = None,
    yes: Annotated[bool, typer.Option("--yes", help=_("Do not ask."))] = False,
    as_json: JsonFlag = False,
) -> None:
    """Write the photos the county holds into a folder, open; that it was done is noted."""
    run = begin(ctx, as_json)
    question = _("Outside the desk the photos are not encrypted: whoever has the folder sees them. Write them?")
    if not yes and not typer.confirm(question, err=True):
        raise typer.Abort
    with open_county(run) as (county, desk):
        from stationdesk.county.pictures_out import give_out
        from stationdesk.services.operators import must_change_settings

        must_change_settings(desk.operator)
        found = of_station(county, desk.today, station)
        files = give_out(county, desk.operator.name, desk.today, found, to)
    photos = [{"file": path, "photo": one} for path, one in zip(files, found, strict=True)]
    guard = _("{count} photos are in {folder}. Guard it, and remove it when it is not needed any more.")
    run.answer({"folder": to, "photos": photos}, guard.format(count=len(files), folder=to))


def of_station(county: CountyDesk, on: date, written: str | None) -> list[HeldPicture]:
    """Return the photos of one station, by name or code, or of all. Raises NoSuchAudience."""
    from stationdesk.county.pictures_out import held_pictures
    from stationdesk.county.word import one_station

    if written is None:
        return held_pictures(county, on)
    with county.database.reading() as session:
        code = one_station(session, written)
    return held_pictures(county, on, code)


COMMANDS = (
    ("ask", ask, _("Ask stations for photos.")),
    ("list", list_, _("List what photos are asked for, and those the county holds.")),
    ("export", export, _("Write the photos the county holds into a folder.")),
)
