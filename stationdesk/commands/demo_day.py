"""`demo-day`: one day of an invented village, unattended."""

from __future__ import annotations

import typer

from stationdesk.commands.answer import JsonFlag, begin


def demo_day(ctx: typer.Context, as_json: JsonFlag = False) -> None:
    """One day."""
    begin(ctx, as_json)
