"""`demo-day`: one day of an invented village, unattended, through the real windows and by keys alone."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from stationdesk.commands.answer import JsonFlag, begin
from stationdesk.commands.demo import fresh_folder
from stationdesk.i18n import _


def demo_day(
    ctx: typer.Context,
    out: Annotated[Path, typer.Option(help=_("Folder for the cards, the package, the pictures and the report."))],
    as_json: JsonFlag = False,
) -> None:
    """Go through one day of a demo village made of the sample ledgers."""
    run = begin(ctx, as_json)
    folder = fresh_folder(out)
    if not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from stationdesk.ui.demo_day import run_day
    from stationdesk.ui.opening import DEMO_PASSPHRASE

    settings = replace(run.settings, data=folder / "desk", state=folder / "state")
    day = run_day(settings, folder)
    log = folder / _("day-report.txt")
    lines = [_("One day in the demo village (everybody in it is invented)"), "", *day.report, "", *to_go_on(folder, DEMO_PASSPHRASE)]
    log.write_text("\n".join(lines) + "\n", encoding="utf-8")
    for sentence in day.report:
        typer.echo(sentence, err=True)
    package = next(iter(sorted(day.road.glob("*.sdpkg"))), None)
    keys = {name: {"keys": pressed, "characters": typed} for name, pressed, typed in day.hand.counted()}
    run.answer(
        {"cards": day.cards, "package": package, "report": log, "screens": day.hand.pictures, "lines": day.report, "keys": keys},
        _("The report: {file}").format(file=log),
    )


def to_go_on(folder: Path, passphrase: str) -> list[str]:
    """Return how to look around in what the day has left."""
    return [
        _("To look around yourself (passphrase: {passphrase}):").format(passphrase=passphrase),
        f"    stationdesk --data {folder / 'desk'}",
        f"    stationdesk --data {folder / 'desk'} find {_('wang')}",
        f"    stationdesk --data {folder / 'county'} county status",
    ]
