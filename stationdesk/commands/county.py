"""`county`: a data folder for a county, and its stations."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from stationdesk.commands.answer import JsonFlag, Run, begin, table
from stationdesk.commands.new import code_to_keep, sound_code
from stationdesk.commands.session import Desk, folder_of, new_passphrase, open_county
from stationdesk.i18n import _


def init(
    ctx: typer.Context,
    name: Annotated[str, typer.Option(help=_("Name of the county or district."))],
    code: Annotated[str | None, typer.Option(help=_("The county's code; 360202, say."), callback=sound_code)] = None,
    store: Annotated[str, typer.Option(help=_("Keep the ledger in PostgreSQL: postgresql+psycopg://name@server/database."))] = "",
    partitions: Annotated[
        bool, typer.Option("--partitions", help=_("Spread PostgreSQL's tables over 16 partitions: for a province, say."))
    ] = False,
    operator: Annotated[str, typer.Option(help=_("Name of the first operator."))] = _("county clerk"),
    as_json: JsonFlag = False,
) -> None:
    """Set a county's desk up in an empty data folder."""
    from stationdesk.county.desk import set_up_county
    from stationdesk.registers.operator import OperatorDraft
    from stationdesk.services.operators import keep_first
    from stationdesk.store.database import new_copy_id

    run = begin(ctx, as_json)
    code, folder = code or f"c{new_copy_id()}", folder_of(run)
    if folder.store.exists():
        folder.must_be_free()
    who = OperatorDraft(name=operator, may_see_children=True, may_change_settings=True)
    made = set_up_county(folder, new_passphrase("STATIONDESK_PASSPHRASE"), code=code, name=name, url=store, partitions=partitions)
    with made.database as database:
        keep_first(database, who, made.slot.id)
    run.answer(
        {"county": code, "name": name, "data": folder.path, "operator": operator, "recovery_code": made.recovery_code},
        _("The county's desk of {name} is set up in {folder}.").format(name=name, folder=folder.path),
        *code_to_keep(made.recovery_code),
    )


def enrol(
    ctx: typer.Context,
    code: Annotated[str, typer.Argument(help=_("The station's code."), callback=sound_code)],
    name: Annotated[str, typer.Argument(help=_("The village's or community's name."))],
    town: Annotated[str, typer.Option(help=_("Town or street office."))],
    out: Annotated[Path, typer.Option(help=_("Folder for the enrolment file."))],
    replace: Annotated[
        bool, typer.Option("--replace", help=_("The station's computer or keys are gone: let new ones take their place."))
    ] = False,
    as_json: JsonFlag = False,
) -> None:
    """Write the enrolment file of a station."""
    run = begin(ctx, as_json)
    with open_county(run) as (county, desk):
        from stationdesk.county.stations import enrol_station
        from stationdesk.services.operators import must_change_settings
        from stationdesk.store.files import spoken_errors
        from stationdesk.sync.own_keys import own_keys
        from stationdesk.sync.words import county_words

        must_change_settings(desk.operator)
        with spoken_errors(out):
            out.mkdir(parents=True, exist_ok=True)
        path = enrol_station(county, desk.operator.name, code=code, name=name, town=town, to=out, replace=replace)
        with desk.database.reading() as session:
            keys = own_keys(session)
    words = county_words(keys.chain[0].sign_key, keys.recipient)
    run.answer(
        {"station": code, "enrolment": path, "county_words": list(words)},
        _("{file} is written. Give it to {name} by hand: whoever has it can report as that station, once.").format(file=path, name=name),
        _("The county's words, for the comparison by phone: {words}").format(words=" ".join(words)),
    )


def status(ctx: typer.Context, as_json: JsonFlag = False) -> None:
    """Show how far each station has come."""
    from stationdesk.county.coverage import county_coverages

    run = begin(ctx, as_json)
    with open_county(run) as (county, desk):
        document, lines = stations_of(run, desk)
        there = county_coverages(county, desk.today.isoformat())
    said = [f"{one.definition.title}: {one.sentence}" for one in there]
    run.answer(document | {"coverage": [one.as_json() for one in there]}, *lines, *said)


def stations_of(_run: Run, desk: Desk) -> tuple[dict[str, Any], list[str]]:
    """Return how a county's desk stands, for a script and for a person."""
    from stationdesk.county.desk import CountyDesk
    from stationdesk.county.standings import standings, state_words

    with CountyDesk(desk.database) as county:
        there = standings(county, desk.today)
        document = {"county": county.code, "name": county.name, "data": desk.database.folder.path, "stations": there}
    head = [_("Code"), _("Station"), _("Town"), _("Changes"), _("Last taken"), _("Days quiet"), _("Computers"), _("Set aside"), _("Remark")]
    rows = [
        [
            one.code,
            one.name,
            one.town,
            str(one.cursor),
            one.taken_at[:16] or _("never"),
            "" if one.quiet_days is None else str(one.quiet_days),
            str(one.reporting),
            str(one.held),
            state_words(one) + (_(" · its answer is not written yet") if one.owes_answer else ""),
        ]
        for one in there
    ]
    lines = [_("{name} ({code}), {count} stations").format(name=document["name"], code=document["county"], count=len(there))]
    return document, [*lines, *(table([head, *rows]) if rows else [])]


def rename(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(help=_("The county's new name."))],
    tell: Annotated[bool, typer.Option("--tell", help=_("Announce it to every station, too."))] = False,
    as_json: JsonFlag = False,
) -> None:
    """Change the county's name: enrolment files have it from now on; code, keys and words stay."""
    run = begin(ctx, as_json)
    with open_county(run) as (_county, desk):
        from stationdesk.county.naming import rename_county
        from stationdesk.services.operators import must_change_settings

        must_change_settings(desk.operator)
        says = _("The county's name is {name}").format(name=name[:60])
        with desk.database.writing(desk.operator.name, says, final=True) as session:
            before = rename_county(session, name, desk.today, tell=tell)
    said = _("The county is called {name} now, before {before}. Stations that enrolled before show the old name until they enrol anew.")
    run.answer({"name": name, "before": before}, said.format(name=name, before=before))


COMMANDS = (
    ("init", init, _("Set a county's desk up.")),
    ("enrol", enrol, _("Write the enrolment file of a station.")),
    ("rename", rename, _("Change the county's name.")),
    ("status", status, _("Show how far each station has come.")),
)
