"""`new`: sets a station's desk up."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stationdesk.commands.answer import JsonFlag, begin
from stationdesk.commands.session import folder_of, new_passphrase
from stationdesk.i18n import _

if TYPE_CHECKING:
    from stationdesk.store.database import Database
    from stationdesk.sync.enrolment import Enrolment


def sound_code(written: str | None) -> str | None:
    """Return a code that may stand in packages and file names; anything else is a slip of the command."""
    if written is not None and not re.fullmatch(r"[0-9A-Za-z][0-9A-Za-z-]{0,31}", written):
        raise typer.BadParameter(_("A code has 1 to 32 figures, letters and dashes."))
    return written


def new(  # noqa: PLR0913, PLR0917 - typer takes one argument for each option
    ctx: typer.Context,
    station_code: Annotated[str, typer.Option(help=_("The station's code, as the county has it."), callback=sound_code)],
    station_name: Annotated[str, typer.Option(help=_("The village's or community's name."))],
    town: Annotated[str, typer.Option(help=_("Town or street office."))],
    county: Annotated[str, typer.Option(help=_("County or district."))],
    enrolment: Annotated[Path | None, typer.Option(help=_("The county's enrolment file."))] = None,
    operator: Annotated[str, typer.Option(help=_("Name of the first operator."))] = _("Operator"),
    duty_phone: Annotated[str | None, typer.Option(help=_("The number answered day and night; it stands on every contact card."))] = None,
    as_json: JsonFlag = False,
) -> None:
    """Set a desk up in an empty data folder."""
    from stationdesk.registers.operator import OperatorDraft
    from stationdesk.registers.station import StationDraft
    from stationdesk.services.operators import keep_first
    from stationdesk.services.stations import open_station
    from stationdesk.store.desk import set_up
    from stationdesk.sync.enrolment import read_enrolment

    run = begin(ctx, as_json)
    folder = folder_of(run)
    if enrolment is not None:
        refuse_other_station(read_enrolment(enrolment), station_code)
    if folder.store.exists():
        folder.must_be_free()
    who = OperatorDraft(name=operator, may_see_children=True, may_change_settings=True)
    draft = StationDraft(code=station_code, name=station_name, village=station_name, town=town, county=county, duty_phone=duty_phone)
    made = set_up(folder, new_passphrase("STATIONDESK_PASSPHRASE"), side="station", author=station_code)
    with made.database as database:
        first = keep_first(database, who, made.slot.id)
        with database.writing(first.name, _("Set the station up"), final=True) as session:
            open_station(session, draft)
        words = enrolled(database, first.name, enrolment)
    told = {"station": station_code, "name": station_name, "data": folder.path, "copy": database.about.line_copy, "operator": operator}
    run.answer(
        told | {"recovery_code": made.recovery_code, "county_words": list(words)},
        _("The desk of {name} is set up in {folder}.").format(name=station_name, folder=folder.path),
        *code_to_keep(made.recovery_code),
        *words_to_compare(words),
    )


def code_to_keep(code: str) -> list[str]:
    """Return the sentence that shows the recovery code."""
    said = _("Recovery code, shown only now. Print it and lock it away; with it a forgotten passphrase can be replaced:")
    return [said, f"    {code}"]


def refuse_other_station(said: Enrolment, ours: str) -> None:
    """Raise EnrolledElsewhere, before anything is made, if the enrolment file is for another station."""
    from stationdesk.sync.enrolling import EnrolledElsewhere

    if said.station != ours:
        raise EnrolledElsewhere(
            _("This enrolment file is for station {theirs} ({name}), and this desk is station {ours}. Nothing was changed.").format(
                theirs=said.station, name=said.name, ours=ours
            )
        )


def enrolled(database: Database, operator: str, path: Path | None) -> tuple[str, ...]:
    """Enrol with the county of the file, if one was given; returns the county's six words."""
    from stationdesk.sync.enrolling import enrol
    from stationdesk.sync.enrolment import read_enrolment

    return enrol(database, operator, read_enrolment(path)) if path else ()


def words_to_compare(words: tuple[str, ...]) -> list[str]:
    """Return the sentence that asks to compare the county's words by phone."""
    if not words:
        return []
    return [_("Enrolled. Ask the county by phone whether its words are these:"), "    " + " ".join(words)]
