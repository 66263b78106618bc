"""`enrol`: makes the station known to its county."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from stationdesk.commands.answer import JsonFlag, begin
from stationdesk.commands.new import enrolled, words_to_compare
from stationdesk.commands.session import open_desk
from stationdesk.i18n import _


def enrol(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help=_("The county's enrolment file, CODE.sdenrol."))],
    as_json: JsonFlag = False,
) -> None:
    """Enrol with the county of `file`; the journal stays and is offered from its first entry."""
    run = begin(ctx, as_json)
    with open_desk(run) as desk:
        from stationdesk.services.operators import must_change_settings

        must_change_settings(desk.operator)
        words = enrolled(desk.database, desk.operator.name, file)
        county = desk.database.about.recipient
    run.answer({"county": county, "county_words": list(words)}, *words_to_compare(words))
