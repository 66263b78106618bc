"""`county key`: fingerprints, and the secret key that opens packages by hand."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from stationdesk.commands.answer import JsonFlag, begin
from stationdesk.commands.session import open_county
from stationdesk.errors import DeskError
from stationdesk.i18n import _


class FileExists(DeskError):
    """Something lies where the key should go."""


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
        from stationdesk.registers.note import Note, NoteDraft
        from stationdesk.services.operators import must_change_settings
        from stationdesk.store.files import spoken_errors
        from stationdesk.sync.own_keys import own_keys

        must_change_settings(desk.operator)
        if to.exists():
            raise FileExists(_("{file} is there already. Nothing was written.").format(file=to))
        with desk.database.reading() as session:
            identities = own_keys(session).identities
        said = _("The county's secret key was written to a file.")
        with desk.database.writing(desk.operator.name, said, final=True) as session:
            draft = NoteDraft(text=said, noted_on=desk.today.isoformat(), noted_by=desk.operator.name)
            session.add(Note.model_validate(draft, update={"author": county.code}))
        with spoken_errors(to.parent), os.fdopen(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write("".join(f"{identity}\n" for identity in identities))
    run.answer(
        {"identity": to},
        _("{file} is written. Guard it, and remove it when the packages are open.").format(file=to),
    )


KEYS = (
    ("show", show, _("Show the county's public keys.")),
    ("export", export, _("Write the secret key that opens packages by hand.")),
)
