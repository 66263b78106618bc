"""`county demo`: an invented county to practise the clerk's window on."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from stationdesk.commands.answer import JsonFlag, begin
from stationdesk.commands.demo import fresh_folder
from stationdesk.i18n import _
from stationdesk.ui.opening import DEMO_PASSPHRASE


def demo(
    ctx: typer.Context,
    out: Annotated[Path, typer.Option(help=_("Folder for the demo: the county's desk, and a stick to take."))],
    as_json: JsonFlag = False,
) -> None:
    """Make an invented county of twelve villages, each trouble among them, and a stick of files to take."""
    from stationdesk.county.demo_county import make_county

    run = begin(ctx, as_json)
    folder = fresh_folder(out)
    passphrase = os.environ.get("STATIONDESK_PASSPHRASE") or DEMO_PASSPHRASE
    count = make_county(folder, folder / "state", passphrase)
    run.answer(
        {"county": folder / "county", "stick": folder / "stick", "stations": count, "passphrase": passphrase},
        _("A county of {count} invented villages. Passphrase: {passphrase}").format(count=count, passphrase=passphrase),
        _("Its window: stationdesk --county --data {folder}").format(folder=folder / "county"),
        _("Files to take: {folder}").format(folder=folder / "stick"),
    )


COMMANDS = (("demo", demo, _("Make an invented county to practise on.")),)
