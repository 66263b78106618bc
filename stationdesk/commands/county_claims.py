"""`county claims`: wishes that departments may take, as a sheet; the sheet back in; which claims there are, and the end of one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from stationdesk.commands.answer import REFUSED, JsonFlag, begin, table
from stationdesk.commands.session import open_county
from stationdesk.i18n import _


def export(
    ctx: typer.Context,
    to: Annotated[Path, typer.Option("--to", help=_("The workbook to write (.xlsx)."))],
    as_json: JsonFlag = False,
) -> None:
    """Write the published wishes that nobody has taken as a sheet for departments, without names; says what is left out and why."""
    run = begin(ctx, as_json)
    with open_county(run) as (county, desk):
        from stationdesk.county.claims import export_claims

        path = to if to.suffix.lower() == ".xlsx" else to.with_name(to.name + ".xlsx")
        found = export_claims(county, path, desk.today)
    lines = [_("{file}: {count} wishes that may be taken.").format(file=path, count=len(found.wishes))]
    if found.left_out:
        lines.append(_("{count} published wishes are not on it; only their stations can mend that:").format(count=len(found.left_out)))
        lines += table([[one.station.name, one.number or one.code, one.reason] for one in found.left_out])
    run.answer({"file": path, "wishes": len(found.wishes), "left_out": found.left_out}, *lines)


def import_(
    ctx: typer.Context,
    file: Annotated[Path, typer.Argument(help=_("The sheet that came back from departments."))],
    as_json: JsonFlag = False,
) -> None:
    """Take in the claims of departments; exit code 3 if a row was not taken, the others are taken all the same."""
    run = begin(ctx, as_json)
    with open_county(run) as (county, desk):
        from stationdesk.county.claims_in import import_claims
        from stationdesk.services.operators import must_change_settings

        must_change_settings(desk.operator)
        done = import_claims(county, desk.operator.name, file, desk.today)
    said = _("{taken} claims taken, {known} known already, {empty} rows without a claim. Each goes to its station with the next answer.")
    lines = [said.format(taken=len(done.taken), known=done.known, empty=done.empty)]
    lines += [_("Row {row} ({sheet}): {why}").format(row=one.row, sheet=one.sheet, why=one.sentence) for one in done.troubles]
    run.answer({"taken": done.taken, "known": done.known, "empty": done.empty, "troubles": done.troubles}, *lines)
    if done.troubles:
        typer.echo(_("{count} rows were not taken; everything else was.").format(count=len(done.troubles)), err=True)
        raise typer.Exit(REFUSED)


def list_(
    ctx: typer.Context,
    waiting: Annotated[bool, typer.Option("--waiting", help=_("Only those their station has not answered yet."))] = False,
    as_json: JsonFlag = False,
) -> None:
    """List the claims of departments and what their stations answered."""
    run = begin(ctx, as_json)
    with open_county(run) as (county, _desk):
        from stationdesk.county.claims import claims_of

        found = [one for one in claims_of(county) if one.state == "waiting" or not waiting]
        head = [_("Number"), _("Station"), _("What is wished for"), _("Unit that takes it"), _("Promised for"), _("State"), _("Answer")]
        rows = [
            [one.id[-8:], one.station.name, one.content[:20], one.claimer[:20], one.promised_on, one.label, one.reason[:40]]
            for one in found
        ]
    run.answer({"claims": found}, *(table([head, *rows]) if rows else [_("There are no claims.")]))


def end(
    ctx: typer.Context,
    number: Annotated[str, typer.Argument(metavar="NUMBER", help=_("Its number, as «county claims list» shows it."))],
    how: Annotated[str, typer.Option("--how", help=_("withdrawn, lapsed or refused, or the Chinese word."))] = "withdrawn",
    why: Annotated[str, typer.Option("--why", help=_("Why, in a few words; the station reads it."))] = "",
    as_json: JsonFlag = False,
) -> None:
    """End a claim, so that the wish is free again."""
    run = begin(ctx, as_json)
    with open_county(run) as (county, desk):
        from stationdesk.county.claims import ENDS, end_claim
        from stationdesk.registers.code import table as codes
        from stationdesk.services.operators import must_change_settings

        known = codes("claim_end").code_for(how)
        if known not in ENDS:
            raise typer.BadParameter(_("There are: {kinds}.").format(kinds="、".join(codes("claim_end").label(one) for one in ENDS)))
        must_change_settings(desk.operator)
        done = end_claim(county, desk.operator.name, number, str(known), why, desk.today)
    said = _("Ended: the claim of {unit}. {station} hears it with the next answer.")
    run.answer({"claim": done.id, "how": known}, said.format(unit=done.claimer, station=done.station.name))


COMMANDS = (
    ("export", export, _("Write the wishes that departments may take.")),
    ("import", import_, _("Take in the claims of departments.")),
    ("list", list_, _("List claims and what became of them.")),
    ("end", end, _("End a claim.")),
)
