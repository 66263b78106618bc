"""`backup` and `restore`: a whole, checked copy of a desk, and the way back from one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from stationdesk.commands.answer import JsonFlag, begin
from stationdesk.commands.session import ask, folder_of, open_desk
from stationdesk.i18n import _
from stationdesk.services.lost_since import lost_lines

SHOWN = 20
"""Lines of what must be made again that are shown at most."""


def backup(
    ctx: typer.Context,
    to: Annotated[Path, typer.Option(help=_("Folder on the stick."))],
    as_json: JsonFlag = False,
) -> None:
    """Write a backup of this desk, a county's ledger included."""
    run = begin(ctx, as_json)
    with open_desk(run, side="") as desk:
        if desk.database.about.side == "county":
            from stationdesk.county.desk import CountyDesk

            with CountyDesk(desk.database) as county:
                made = county.back_up(to)
                if county.url:
                    run.warn(_("The ledger is in PostgreSQL and not in this backup: back it up with its server."))
        else:
            from stationdesk.store.backup import back_up

            made = back_up(desk.database, to)
    run.answer(
        {"backup": made.path, "made_at": made.made_at, "rows": made.rows},
        _("{name} is written and was read back: {count} journal entries.").format(name=made.path.name, count=made.seq),
    )


def restore(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help=_("The backup, .sdbackup."))],
    as_json: JsonFlag = False,
) -> None:
    """Bring a desk back from a backup; what stood in the folder is moved aside."""
    from stationdesk.store.desk import done_since
    from stationdesk.store.desk import restore as bring_back

    run = begin(ctx, as_json)
    folder = folder_of(run)
    restored = bring_back(folder, file, ask("STATIONDESK_PASSPHRASE", _("Passphrase of the backup's time, or the recovery code")))
    with restored.database as database:
        side, line_copy = database.about.side, database.about.line_copy
        lost = done_since(database, restored.aside) if restored.aside is not None and side == "county" else ()
    lines = [
        _("The desk of {made_at} (UTC) is back, under the new copy number {copy}.").format(made_at=restored.made_at[:16], copy=line_copy)
    ]
    if restored.aside is not None:
        lines.append(_("What stood in the folder before was moved to {aside}; nothing was deleted.").format(aside=restored.aside))
    if side == "county":
        lines += [_("The county's own entries since then must be made again."), *lost_lines(lost, SHOWN)]
        lines.append(_("What the stations sent comes back by itself with their next packages."))
    else:
        lines.append(_("The next exchange with the county shows what the backup lacks."))
    document = {"side": side, "made_at": restored.made_at, "copy": line_copy, "aside": restored.aside, "lost": list(lost)}
    run.answer(document | {"sentences": lines}, *lines)
