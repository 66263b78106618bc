"""`station`: the station's own record and its keys."""

from __future__ import annotations

from typing import Annotated

import typer

from stationdesk.commands.answer import JsonFlag, begin
from stationdesk.commands.session import open_desk
from stationdesk.i18n import _


def set_(
    ctx: typer.Context,
    name: Annotated[str | None, typer.Option(help=_("Name of the station."))] = None,
    duty_phone: Annotated[str | None, typer.Option(help=_("The number answered day and night; it stands on every contact card."))] = None,
    office_phone: Annotated[str | None, typer.Option(help=_("Phone of the office."))] = None,
    address: Annotated[str | None, typer.Option(help=_("Where the station is."))] = None,
    slogan: Annotated[str | None, typer.Option(help=_("Sentence on the cards."))] = None,
    as_json: JsonFlag = False,
) -> None:
    """Change what the station says of itself."""
    run = begin(ctx, as_json)
    given = {"name": name, "duty_phone": duty_phone, "office_phone": office_phone, "address": address, "slogan": slogan}
    changes = {field: value for field, value in given.items() if value is not None}
    if not changes:
        raise typer.BadParameter(_("Nothing was given to change."))
    with open_desk(run) as desk:
        from stationdesk.services.operators import must_change_settings
        from stationdesk.services.stations import change_station

        must_change_settings(desk.operator)
        with desk.database.writing(desk.operator.name, _("Change the station's record")) as session:
            said = change_station(session, changes).model_dump(include={"code", *given})
    run.answer({"station": said}, _("The station's record is changed."))


def show(ctx: typer.Context, as_json: JsonFlag = False) -> None:
    """Show this station's public keys."""
    run = begin(ctx, as_json)
    with open_desk(run) as desk:
        from stationdesk.sync.own_keys import own_keys
        from stationdesk.sync.peers import county_of
        from stationdesk.sync.words import county_words

        with desk.database.reading() as session:
            county = county_of(session)
            keys = own_keys(session)
        ours = {"sign_key": keys.sign.public, "age_recipient": keys.recipient, "copy": desk.database.about.line_copy}
        words = county_words(county.sign_key, county.age_recipient)
    run.answer(
        {"station": desk.database.about.author} | ours | {"county": county.code, "county_words": list(words)},
        _("Signing key:   {key}").format(key=keys.sign.public),
        _("Age recipient: {key}").format(key=keys.recipient),
        _("Copy number:   {copy}").format(copy=ours["copy"]),
        _("Words of {county}: {words}").format(county=county.name, words=" ".join(words)),
    )


def rotate(ctx: typer.Context, as_json: JsonFlag = False) -> None:
    """Give this station new keys; the county learns of them with the next package, and the old ones stay for late sticks."""
    run = begin(ctx, as_json)
    with open_desk(run) as desk:
        from stationdesk.services.operators import must_change_settings
        from stationdesk.sync.own_keys import rotate as rotate_keys
        from stationdesk.sync.peers import county_of

        must_change_settings(desk.operator)
        with desk.database.writing(desk.operator.name, _("New keys for this station"), final=True) as session:
            county_of(session)
            keys = rotate_keys(session, _("new keys of {day}").format(day=desk.today.isoformat()))
    run.answer({"version": keys.chain[-1].version}, _("The keys are new (version {version}).").format(version=keys.chain[-1].version))


COMMANDS = (("set", set_, _("Change what the station says of itself.")),)
KEYS = (
    ("show", show, _("Show this station's public keys.")),
    ("rotate", rotate, _("Give this station new keys.")),
)
