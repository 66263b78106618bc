"""`county watch` and `county report`: a folder that is taken from as packages arrive, and what is to be looked into."""

from __future__ import annotations

import json
import time
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stationdesk.commands.answer import REFUSED, JsonFlag, Run, begin, plain, table
from stationdesk.commands.county_road import outcomes
from stationdesk.commands.session import open_county
from stationdesk.i18n import _

if TYPE_CHECKING:
    from stationdesk.county.intake import Taken
    from stationdesk.county.report import Place, Report


def watch(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(help=_("Folder into which the stations' packages arrive."))],
    once: Annotated[bool, typer.Option("--once", help=_("Look once and end."))] = False,
    as_json: JsonFlag = False,
) -> None:
    """Take packages as they arrive in a folder, until Ctrl+C; nothing in the folder is moved or changed."""
    run = begin(ctx, as_json)
    with open_county(run) as (county, desk):
        from stationdesk.county.watching import Watching
        from stationdesk.county.watching import watch as take_as_they_come
        from stationdesk.store.files import spoken_errors

        with spoken_errors(folder):
            folder.stat()
        watching = Watching(county, desk.operator.name, folder)
        if once:
            taken = [told(run, one) for one in watching.look()]
            end_of(run, watching.trouble, taken)
            return
        typer.echo(_("Watching {folder}; Ctrl+C ends it.").format(folder=folder), err=True)
        try:
            for one in take_as_they_come(watching, time.sleep, lambda said: typer.echo(said or _("It goes on."), err=True)):
                told(run, one)
        except KeyboardInterrupt:
            typer.echo(_("Ended. What was taken is kept."), err=True)


def told(run: Run, one: Taken) -> Taken:
    """Say in one line what came of a package, at once."""
    if run.as_json:
        typer.echo(json.dumps(one, ensure_ascii=False, default=plain))
    else:
        at = datetime.now().astimezone().strftime("%H:%M:%S")
        typer.echo("  ".join(part for part in (at, one.file, outcomes()[one.outcome], one.sentence) if part))
    return one


def end_of(run: Run, trouble: str, taken: list[Taken]) -> None:
    """End a single look: with the exit code of refusal where something was refused, or where the look failed."""
    if not taken and not trouble and not run.as_json:
        typer.echo(_("Nothing has arrived."))
    if trouble:
        typer.echo(trouble, err=True)
    if trouble or any(one.outcome == "refused" for one in taken):
        raise typer.Exit(REFUSED)


def report(
    ctx: typer.Context,
    days: Annotated[int, typer.Option(min=1, help=_("A station is quiet when nothing came for more than so many days."))] = 35,
    as_json: JsonFlag = False,
) -> None:
    """List what is to be looked into: quiet stations, people in two stations, records set aside, journals with two versions."""
    run = begin(ctx, as_json)
    with open_county(run) as (county, desk):
        from stationdesk.county.report import report as everything

        found = everything(county, desk.today, days)
    run.answer(
        {"quiet": found.quiet, "twice": found.twice, "aside": found.aside, "forks": found.forks},
        *([_("There is nothing to look into.")] if found.empty else lines_of(found, days)),
    )


def lines_of(found: Report, days: int) -> list[str]:
    """Return the report for a person."""
    quiet = [
        [
            *named(one.station),
            _("never heard") if one.days is None else _("last heard on {day}, {days} days ago").format(day=one.heard_on, days=one.days),
            _("{count} whole months missed").format(count=one.months_missed) if one.months_missed else "",
        ]
        for one in found.quiet
    ]
    twice = [[one.id_no, _(", ").join(place.name or place.code for place in one.stations)] for one in found.twice]
    aside = [[*named(one.station), one.kind, one.reason, _("since change {seq}").format(seq=one.since_change)] for one in found.aside]
    forks = [
        [
            *named(one.station),
            _("two versions after change {seq}").format(seq=one.common),
            _("copy {copy}").format(copy=one.copy),
            _("retired") if one.retired else "",
        ]
        for one in found.forks
    ]
    parts = (
        (_("Nothing heard for more than {days} days: {count}").format(days=days, count=len(quiet)), quiet),
        (_("The same ID number in two stations: {count}").format(count=len(twice)), twice),
        (_("Records set aside: {count}").format(count=len(aside)), aside),
        (_("Journals with two versions: {count}").format(count=len(forks)), forks),
    )
    return [line for title, rows in parts if rows for line in (title, *table(rows))]


def named(place: Place) -> tuple[str, str]:
    """Return how a station is named in a list."""
    return place.code, place.name


COMMANDS = (
    ("watch", watch, _("Take packages as they arrive in a folder.")),
    ("report", report, _("List what is to be looked into.")),
)
