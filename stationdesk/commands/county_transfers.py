"""`county transfers`: who is on his way from one station of the county to another."""

from __future__ import annotations

from typing import Annotated

import typer

from stationdesk.commands.answer import JsonFlag, begin, table
from stationdesk.commands.session import open_county
from stationdesk.i18n import _


def transfers(
    ctx: typer.Context,
    open_only: Annotated[bool, typer.Option("--open", help=_("Only those that wait for a station."))] = False,
    as_json: JsonFlag = False,
) -> None:
    """List residents who move between stations; they are passed on with the answers, nothing has to be done for it."""
    run = begin(ctx, as_json)
    with open_county(run) as (county, _desk):
        from stationdesk.county.transfers import moved

        found = [one for one in moved(county) if not open_only or one.state in ("sent", "declined", "no_station")]
        words = states()
        head = [_("Resident"), _("From which village"), _("To which village|transfer"), _("Moved on"), _("State"), _("Reason")]
        rows = [
            [one.called, one.sender.name, one.receiver.name if one.receiver else "", one.moved_on, words[one.state], one.reason[:40]]
            for one in found
        ]
    run.answer({"transfers": found}, *(table([head, *rows]) if rows else [_("Nobody is on the way between stations.")]))


def states() -> dict[str, str]:
    """Return the words for how far a transfer is."""
    from stationdesk.registers.code import table as codes

    told = {row.code: row.label for row in codes("transfer_answer").rows}
    return told | {"sent": _("waits for the receiver"), "withdrawn": _("taken back by the sender")}


COMMANDS = (("transfers", transfers, _("List residents who move between stations.")),)
