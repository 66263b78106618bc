"""`county scheme`: which grades the stations use from a day on, and how often each is contacted."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from stationdesk.commands.answer import JsonFlag, Run, begin, table
from stationdesk.commands.session import open_county
from stationdesk.i18n import _


def scheme(
    ctx: typer.Context,
    which: Annotated[str | None, typer.Argument(metavar="SCHEME", help=_("One that ships, by name, or a file; none: what holds."))] = None,
    first: Annotated[str | None, typer.Option("--from", metavar="YYYY-MM-DD", help=_("First day; tomorrow, if left out."))] = None,
    to: Annotated[str, typer.Option("--to", help=_("For whom: all, a town, or a station by name or code."))] = "all",
    export: Annotated[Path | None, typer.Option("--export", metavar="FILE.xlsx", help=_("Write the scheme as a file to change."))] = None,
    take_back: Annotated[str | None, typer.Option("--take-back", metavar="NUMBER", help=_("Give up one that has not begun."))] = None,
    as_json: JsonFlag = False,
) -> None:
    """Put a grade scheme in force for stations; it reaches them with their next answers."""
    run = begin(ctx, as_json)
    if take_back is not None and (which or export):
        raise typer.BadParameter(_("--take-back stands alone."))
    with open_county(run) as (_county, desk):
        if take_back is not None:
            give_up(run, desk, take_back)
        elif export is not None:
            write_out(run, which, export)
        elif which is not None:
            put(run, desk, which, first, to)
        else:
            show(run, desk)


def put(run: Run, desk: Any, which: str, first: str | None, to: str) -> None:
    """Put a scheme in force."""
    from datetime import timedelta

    from stationdesk.county.schemes import say_scheme, scheme_called
    from stationdesk.county.word import audience_called, audience_words
    from stationdesk.registers.field import check_day
    from stationdesk.services.operators import must_change_settings

    must_change_settings(desk.operator)
    try:
        day = check_day(first) if first else (desk.today + timedelta(days=1)).isoformat()
    except ValueError as error:
        raise typer.BadParameter(_("«{day}» is no day; please write it like 2026-12-01.").format(day=first)) from error
    draft = scheme_called(which)
    with desk.database.writing(desk.operator.name, _("Grade scheme for stations: {name}").format(name=draft.name)) as session:
        audience = audience_called(session, to)
        made = say_scheme(session, draft, audience, day, desk.today)
        whom, number = audience_words(session, audience), made.scheme.id
    said = _("«{name}» holds from {day} for {whom}; it goes with the next answers. Number {number}.")
    document = {"id": number, "name": draft.name, "from": day, "audience": audience, "beside": list(made.beside)}
    run.answer(document, said.format(name=draft.name, day=day, whom=whom, number=number[-8:]), *made.beside)


def write_out(run: Run, which: str | None, export: Path) -> None:
    """Write a scheme as a file; the one that ships first where none is named."""
    from stationdesk.county.schemes import scheme_called
    from stationdesk.ledgers.scheme_sheet import write_scheme
    from stationdesk.registers.grade_scheme import default_scheme

    draft = scheme_called(which) if which else default_scheme()
    path = export if export.suffix.lower() == ".xlsx" else Path(f"{export}.xlsx")
    write_scheme(path, draft)
    said = _("«{name}» is in {file}. Change it there, and put it in force with «county scheme {file} --from DAY».")
    run.answer({"file": path, "name": draft.name}, said.format(name=draft.name, file=path))


def give_up(run: Run, desk: Any, number: str) -> None:
    """Give up a scheme that has not begun."""
    from stationdesk.county.schemes import take_back_scheme
    from stationdesk.services.operators import must_change_settings

    must_change_settings(desk.operator)
    with desk.database.writing(desk.operator.name, _("Take back the scheme {number}").format(number=number[-8:])) as session:
        gone = take_back_scheme(session, number, desk.today)
    run.answer({"id": gone.id}, _("Taken back: {title}. The stations see it with their next answers.").format(title=gone.name))


def show(run: Run, desk: Any) -> None:
    """List the county's schemes, and those that ship."""
    from stationdesk.county.word import audience_words
    from stationdesk.registers.grade_scheme import ready_made
    from stationdesk.services.grading import own_schemes

    with desk.database.reading() as session:
        own = [(one, audience_words(session, one.audience)) for one in own_schemes(session)]
    head = [_("Number"), _("Scheme name"), _("For whom|scheme"), _("Valid from"), _("Valid to")]
    rows = [[one.id[-8:], one.name, whom, one.valid_from or "", one.valid_to or ""] for one, whom in own]
    lines = table([head, *rows]) if rows else [_("The county has put no grade scheme in force; each station has its own.")]
    ships = _("Those that ship: {names}.").format(names="、".join(one.name for one in ready_made()))
    document = [one.model_dump(include={"id", "name", "audience", "valid_from", "valid_to"}) for one, _whom in own]
    run.answer({"schemes": document}, *lines, ships)


COMMANDS = (("scheme", scheme, _("Put a grade scheme in force for stations.")),)
