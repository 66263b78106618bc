"""`county take` and `county answer`: the stations' packages in, the county's out."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from stationdesk.commands.answer import REFUSED, JsonFlag, begin, table
from stationdesk.commands.session import open_county
from stationdesk.i18n import _


def take(
    ctx: typer.Context,
    folder: Annotated[Path, typer.Argument(help=_("Folder with the stations' packages, or one package."))],
    as_json: JsonFlag = False,
) -> None:
    """Take every package of a folder; exit code 3 if one was refused, the others are taken all the same."""
    run = begin(ctx, as_json)
    with open_county(run) as (county, desk):
        from stationdesk.county.intake import take_and_note
        from stationdesk.county.taking import TakingStopped, take_folder
        from stationdesk.store.files import spoken_errors

        with spoken_errors(folder):
            folder.stat()
        who, stopped = desk.operator.name, None
        try:
            taken = [take_and_note(county, who, folder)] if folder.is_file() else take_folder(county, who, folder)
        except TakingStopped as error:
            taken, stopped = error.taken, error
    rows = [[one.file, one.station, outcomes()[one.outcome], one.sentence] for one in taken]
    none = [] if stopped else [_("There is no package in {folder}.").format(folder=folder)]
    run.answer({"packages": taken, "not_looked_at": stopped.left if stopped else 0}, *(table(rows) if rows else none))
    refused = [one for one in taken if one.outcome == "refused"]
    if refused:
        typer.echo(_("{count} of {all} packages were refused; the others were taken.").format(count=len(refused), all=len(taken)), err=True)
    if stopped:
        run.warn(stopped.message)
    if refused or stopped:
        raise typer.Exit(REFUSED)


def outcomes() -> dict[str, str]:
    """Return the words for what came of a package."""
    return {
        "taken": _("taken"),
        "known": _("nothing new"),
        "old": _("old"),
        "gap": _("gap"),
        "fork": _("two versions"),
        "retired": _("retired"),
        "refused": _("refused"),
    }


def answer(
    ctx: typer.Context,
    out: Annotated[Path, typer.Option(help=_("Folder for the answers."))],
    as_json: JsonFlag = False,
) -> None:
    """Write an answer, with its receipt, for every station that was heard; exit code 3 if one could not be written."""
    run = begin(ctx, as_json)
    with open_county(run) as (county, desk):
        from stationdesk.county.answers import answer_all
        from stationdesk.store.files import spoken_errors

        with spoken_errors(out):
            out.mkdir(parents=True, exist_ok=True)
        written, without = answer_all(county, desk.operator.name, out)
    rows = [[one.station, one.path.name, _("has everything up to change {seq}").format(seq=one.received)] for one in written]
    rows += [[station, _("not written"), error.message] for station, error in without]
    document = {"answers": written, "not_written": [{"station": station, "why": error.message} for station, error in without]}
    run.answer(document, *(table(rows) if rows else [_("No station has been heard yet.")]))
    if without:
        raise typer.Exit(REFUSED)


COMMANDS = (
    ("take", take, _("Take the packages of a folder.")),
    ("answer", answer, _("Write the answers to the stations.")),
)
