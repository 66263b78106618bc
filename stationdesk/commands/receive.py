"""`receive`: reads the county's package, and with it the receipt."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from stationdesk.commands.answer import JsonFlag, begin
from stationdesk.commands.session import open_desk
from stationdesk.i18n import _


def receive(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help=_("The county's package, .sdpkg."))],
    as_json: JsonFlag = False,
) -> None:
    """Read a package from the county."""
    run = begin(ctx, as_json)
    with open_desk(run) as desk:
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
