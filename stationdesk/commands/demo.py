"""`demo` and `demo-day`: an invented village, to practise on and to be shown."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Annotated

import typer

from stationdesk.commands.answer import JsonFlag, begin
from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.ui.opening import DEMO_PASSPHRASE

MADE_HERE = ".stationdesk-demo"
PARTS = ("desk", "county", "road", "state", "stick", ".villages")


class NotADemo(DeskError):
    """The folder holds something that no demo has put there."""


def fresh_folder(out: Path) -> Path:
    """Return `out`, empty or holding only what a demo is about to replace.

    Raises NotADemo, NoSpace or NotWritable.
    """
    from stationdesk.store.files import spoken_errors

    out = out.absolute()
    with spoken_errors(out):
        out.mkdir(parents=True, exist_ok=True)
        if any(out.iterdir()) and not (out / MADE_HERE).exists():
            raise NotADemo(
                _("{folder} is not empty and was not made by a demo. Nothing was changed; please name a new folder.").format(folder=out)
            )
        (out / MADE_HERE).touch()
        for part in PARTS:
            shutil.rmtree(out / part, ignore_errors=True)
    return out


def demo(
    ctx: typer.Context,
    out: Annotated[Path, typer.Option(help=_("Folder for the demo: a station's desk and a county's beside it."))],
    residents: Annotated[int, typer.Option(min=1, max=1_000_000, help=_("How many invented residents."))] = 200,
    seed: Annotated[int, typer.Option(help=_("Another number gives other people."))] = 1,
    as_json: JsonFlag = False,
) -> None:
    """Make a demo village with a demo county."""
    from stationdesk.county.demo_pair import make_village

    run = begin(ctx, as_json)
    folder = fresh_folder(out)
    passphrase = os.environ.get("STATIONDESK_PASSPHRASE") or DEMO_PASSPHRASE
    count = make_village(folder, run.settings.state, passphrase, residents, seed)
    run.answer(
        {"desk": folder / "desk", "county": folder / "county", "residents": count, "passphrase": passphrase},
        _("{count} invented residents live in {folder}. Open it with --data {folder} and this passphrase: {passphrase}").format(
            count=count, folder=folder / "desk", passphrase=passphrase
        ),
        _("The demo county beside it: --data {folder}").format(folder=folder / "county"),
    )
