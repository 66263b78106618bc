"""`county key`: fingerprints, and the secret key that opens packages by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from stationdesk.commands.answer import JsonFlag, begin
from stationdesk.commands.session import open_county
from stationdesk.i18n import _


def show(ctx: typer.Context, as_json: JsonFlag = False) -> None:
    """Show the county's public keys and their six words."""
    run = begin(ctx, as_json)
    with open_county(run) as (county, desk):
        from stationdesk.sync.own_keys import own_keys
        from stationdesk.sync.words import county_words

        with desk.database.reading() as session:
            keys = own_keys(session)
        words = county_words(keys.chain[0].sign_key, keys.recipient)
        code, name = county.code, county.name
    run.answer(
        {"county": code, "name": name, "sign_key": keys.sign.public, "age_recipient": keys.recipient, "county_words": list(words)},
        _("Signing key:   {key}").format(key=keys.sign.public),
        _("Age recipient: {key}").format(key=keys.recipient),
        _("Words of {county}: {words}").format(county=name, words=" ".join(words)),
    )


def export(
    ctx: typer.Context,
    to: Annotated[Path, typer.Option(help=_("File to write the key to."))],
    yes: Annotated[bool, typer.Option("--yes", help=_("Do not ask."))] = False,
    as_json: JsonFlag = False,
) -> None:
    """Write the secret key that opens every package sent to this county."""
    run = begin(ctx, as_json)
    question = _("Whoever has this file can read everything the stations sent. Write it?")
    if not yes and not typer.confirm(question, err=True):
        raise typer.Abort
    with open_county(run) as (county, desk):
        from stationdesk.county.key_file import write_key_file
        from stationdesk.services.operators import must_change_settings

        must_change_settings(desk.operator)
        write_key_file(county, desk.operator.name, to, desk.today)
    run.answer(
        {"identity": to},
        _("{file} is written. Guard it, and remove it when the packages are open.").format(file=to),
    )


KEYS = (
    ("show", show, _("Show the county's public keys.")),
    ("export", export, _("Write the secret key that opens packages by hand.")),
)
