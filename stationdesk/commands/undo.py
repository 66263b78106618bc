"""`undo`: takes the operator's last action back."""

from __future__ import annotations

import typer

from stationdesk.commands.answer import JsonFlag, begin
from stationdesk.commands.session import open_desk
from stationdesk.i18n import _


def undo(ctx: typer.Context, as_json: JsonFlag = False) -> None:
    """Take your last action back; what was recorded of it stays in the journal."""
    run = begin(ctx, as_json)
    with open_desk(run, side="") as desk:
        from stationdesk.services.undoing import undo_last

        undone = undo_last(desk.database, desk.operator.name)
    run.answer(
        {"undone": undone.says, "entries": undone.entries},
        _("Taken back: {says} ({count} entries).").format(says=undone.says, count=undone.entries),
    )
