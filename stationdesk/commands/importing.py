"""`import`: takes ledgers in, or only says what each row would become."""

from __future__ import annotations

import typer

from stationdesk.commands.answer import JsonFlag, begin


def import_(ctx: typer.Context, as_json: JsonFlag = False) -> None:
    """Take ledgers in."""
    begin(ctx, as_json)
