"""`receive`: reads the county's package, and with it the receipt."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from stationdesk.commands.answer import JsonFlag, Run, begin
from stationdesk.commands.carrier import stored, tell
from stationdesk.commands.session import Desk, open_desk
from stationdesk.i18n import _


def receive(
    ctx: typer.Context,
    file: Annotated[Path | None, typer.Argument(help=_("The county's package, .sdpkg."))] = None,
    from_: Annotated[str, typer.Option("--from", help=_("Every new answer in this folder, or at the address that was set."))] = "",
    as_json: JsonFlag = False,
) -> None:
    """Read a package from the county."""
    run = begin(ctx, as_json)
    if (file is None) == (not from_):
        raise typer.BadParameter(_("Name one package, or with --from where they lie."))
    with open_desk(run) as desk:
        if file is None:
            receive_all(run, desk, from_)
            return
        from stationdesk.commands.status import road_lines
        from stationdesk.services.road import summary
        from stationdesk.sync.inbox import receive as read

        receipt = read(desk.database, desk.operator.name, file)
        with desk.database.reading() as session:
            road = summary(session)
    held = [{"kind": one.kind, "id": one.id, "reason": one.reason} for one in receipt.held]
    done = {"outcome": receipt.outcome, "number": receipt.number, "confirmed": receipt.confirmed, "changes": receipt.changes}
    run.answer(
        done | {"held": held, "sentences": receipt.sentences, "road": road},
        *receipt.sentences,
        *[_("Sent back: {reason}").format(reason=one["reason"]) for one in held],
        *road_lines(road),
    )


def receive_all(run: Run, desk: Desk, place: str) -> None:
    """Read every new answer of the county in a folder or at the stored address."""
    from stationdesk.sync.far_reporting import report_far
    from stationdesk.sync.on_stick import look
    from stationdesk.sync.reporting import Outcome, read_answers, said_of_answers

    if stored(desk, place):
        tell(run, desk, report_far(desk.database, desk.operator.name, sending=False))
        return
    with desk.database.reading() as session:
        answers = look(session, Path(place)).answers
    read, trouble = read_answers(desk.database, desk.operator.name, answers)
    tell(run, desk, Outcome(tuple(read), None, trouble or said_of_answers(len(read)), trouble=bool(trouble)))
