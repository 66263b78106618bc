"""`export`: writes the package for the county."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from stationdesk.commands.answer import JsonFlag, begin
from stationdesk.commands.carrier import stored, tell
from stationdesk.commands.session import open_desk
from stationdesk.i18n import _


def export(
    ctx: typer.Context,
    to: Annotated[str, typer.Option(help=_("Folder on the stick, or the address that was set."))],
    as_json: JsonFlag = False,
) -> None:
    """Write the next package for the county."""
    run = begin(ctx, as_json)
    with open_desk(run) as desk:
        if stored(desk, to):
            from stationdesk.sync.far_reporting import report_far

            tell(run, desk, report_far(desk.database, desk.operator.name, fetching=False))
            return
        from stationdesk.sync.outbox import export as write

        made = write(desk.database, desk.operator.name, Path(to))
    done = {"package": made.path, "number": made.number, "first": made.first, "last": made.last, "changes": made.changes}
    run.answer(
        done,
        _("{name} is written: package {number} with {count} changes.").format(name=made.path.name, number=made.number, count=made.changes),
        _("They count as reported only when the county's receipt has been read."),
    )
