"""`check`: verifies everything and says in words what is wrong."""

from __future__ import annotations

import typer

from stationdesk.commands.answer import REFUSED, JsonFlag, begin
from stationdesk.commands.session import open_desk
from stationdesk.i18n import _


def check(ctx: typer.Context, as_json: JsonFlag = False) -> None:
    """Verify store, journal, records, keys, marks and backups; exit code 3 if something is wrong."""
    run = begin(ctx, as_json)
    with open_desk(run, side="") as desk:
        from stationdesk.services.checking import check as verify

        found = verify(desk.database)
        if desk.database.about.side == "county":
            from stationdesk.county.checking import check_ledger
            from stationdesk.county.desk import CountyDesk

            with CountyDesk(desk.database) as county:
                check_ledger(county, found)
    seen = found.looked_at
    whole = _(
        "Everything is whole: file, keys and marks, {journal} journal entries and every record against them, {backups} backups."
    ).format(journal=seen.get("journal", 0), backups=seen.get("backups", 0))
    run.answer({"whole": not found.wrong, "looked_at": found.looked_at, "wrong": found.wrong}, *([] if found.wrong else [whole]))
    if found.wrong:
        for sentence in found.wrong:
            typer.echo(sentence, err=True)
        raise typer.Exit(REFUSED)
