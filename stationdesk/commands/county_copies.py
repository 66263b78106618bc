"""`county copies`, `retire`, `revoke`, `rotate`, `move`, `put-back`: what the clerk decides about stations, their computers and keys."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from stationdesk.commands.answer import REFUSED, JsonFlag, begin, table
from stationdesk.commands.new import sound_code
from stationdesk.commands.session import open_county
from stationdesk.i18n import _, ngettext

Station = Annotated[str, typer.Argument(help=_("The station's code."), callback=sound_code)]


def copies(ctx: typer.Context, station: Station, as_json: JsonFlag = False) -> None:
    """List the computers that have reported for a station."""
    run = begin(ctx, as_json)
    with open_county(run) as (county, _desk):
        from stationdesk.county.copies import copies_of

        found = copies_of(county, station)
    head = [_("Copy"), _("Packages"), _("Heard last"), _("Remark")]
    rows = [[one.copy, str(one.number), one.heard_at[:16], remark_of(one.leads, one.parted_at, one.retired, one.retiring)] for one in found]
    run.answer({"copies": found}, *(table([head, *rows]) if rows else [_("No computer has reported for this station yet.")]))


def remark_of(leads: bool, parted_at: int | None, retired: bool, retiring: bool) -> str:
    """Say how a copy stands."""
    if retired:
        return _("retired")
    said = [_("reports")] if leads else []
    if parted_at is not None:
        said.append(_("has its own version after change {seq}").format(seq=parted_at))
    if retiring:
        said.append(_("retired once another one reports"))
    return _(", ").join(said)


def retire(
    ctx: typer.Context,
    station: Station,
    copy: Annotated[str, typer.Argument(help=_("The copy's number, as «county copies» shows it."))],
    as_json: JsonFlag = False,
) -> None:
    """Take no change of one computer of a station any more; a last stick of it still counts until another one reports."""
    run = begin(ctx, as_json)
    with open_county(run) as (county, desk):
        from stationdesk.county.copies import retire as retire_copy
        from stationdesk.services.operators import must_change_settings

        must_change_settings(desk.operator)
        done = retire_copy(county, desk.operator.name, station, copy)
    now = _("Copy {copy} is retired. It is told so with the next answer, and loses nothing.")
    later = _("Copy {copy} is retired as soon as another computer of the station has brought a change.")
    run.answer({"copy": done}, (now if done.retired else later).format(copy=copy))


def revoke(ctx: typer.Context, station: Station, as_json: JsonFlag = False) -> None:
    """Read nothing any more that a station's present keys have signed: its computer was stolen, or is not trusted."""
    run = begin(ctx, as_json)
    with open_county(run) as (county, desk):
        from stationdesk.county.stations import revoke as revoke_keys
        from stationdesk.services.operators import must_change_settings

        must_change_settings(desk.operator)
        keys = revoke_keys(county, desk.operator.name, station)
    run.answer(
        {"station": station, "keys": list(keys)},
        _("Nothing that these keys have signed is read any more: {keys}.").format(keys=_(", ").join(keys)),
        _("Write the station a new enrolment file with «county enrol --replace», and compare the six words by phone."),
    )


def rotate(
    ctx: typer.Context,
    to: Annotated[Path, typer.Option(help=_("Folder for the backup and the key file."))],
    anew: Annotated[
        bool, typer.Option("--anew", help=_("The keys are in wrong hands: take some that follow from none; every station enrols anew."))
    ] = False,
    as_json: JsonFlag = False,
) -> None:
    """Give the county new keys; the stations learn of them with their next answers, and the old ones stay for late sticks."""
    run = begin(ctx, as_json)
    with open_county(run) as (county, desk):
        from stationdesk.county.rotating import left_words, rotate_county
        from stationdesk.services.operators import must_change_settings

        must_change_settings(desk.operator)
        done = rotate_county(county, desk.operator.name, to, anew=anew)
    run.answer(
        {
            "version": done.version,
            "backup": done.backup,
            "backup_not_written": done.trouble,
            "identity": done.key_file,
            "county_words": list(done.words),
        },
        _("The county's keys are new (version {version}).").format(version=done.version),
        *left_words(done, str),
        _("The county's words, for the comparison by phone: {words}").format(words=" ".join(done.words)),
        *(
            [_("Now write every station a new enrolment file with «county enrol --replace»; until it has read it, it reads no answer.")]
            * anew
        ),
    )
    if done.backup is None:
        raise typer.Exit(REFUSED)


def move(
    ctx: typer.Context,
    station: Station,
    town: Annotated[str, typer.Argument(help=_("Town or street office it belongs to from now on."))],
    as_json: JsonFlag = False,
) -> None:
    """Let a station belong to another town from now on."""
    run = begin(ctx, as_json)
    with open_county(run) as (county, desk):
        from stationdesk.county.moving import move_station
        from stationdesk.services.operators import must_change_settings

        must_change_settings(desk.operator)
        count = move_station(county, desk.operator.name, station, town)
    said = ngettext("{count} entry of the directory changes for it.", "{count} entries of the directory change for it.", count)
    run.answer({"station": station, "town": town, "entries": count}, said.format(count=count))


def put_back(ctx: typer.Context, station: Station, as_json: JsonFlag = False) -> None:
    """Try the records of a station again that were set aside; those that today's rules accept are put back."""
    run = begin(ctx, as_json)
    with open_county(run) as (county, _desk):
        from stationdesk.county.ledger import lock_station, transaction
        from stationdesk.county.quarantine import put_all_back

        with transaction(county.ledger) as connection:
            lock_station(connection, station)
            count = put_all_back(connection, station)
    run.answer({"station": station, "records": count}, _("{count} records are put back.").format(count=count))


COMMANDS = (
    ("copies", copies, _("List a station's computers.")),
    ("retire", retire, _("Retire a computer of a station.")),
    ("revoke", revoke, _("Revoke a station's keys.")),
    ("rotate", rotate, _("Give the county new keys.")),
    ("move", move, _("Let a station belong to another town.")),
    ("put-back", put_back, _("Put records back that were set aside.")),
)
