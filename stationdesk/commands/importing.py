"""`import`: takes ledgers in, or only says what each row would become."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stationdesk.commands.answer import JsonFlag, begin
from stationdesk.commands.session import Desk, open_desk
from stationdesk.errors import DeskError
from stationdesk.i18n import _

if TYPE_CHECKING:
    from stationdesk.services.import_plan import Plan
    from stationdesk.services.imports import ImportOutcome

SHOWN = 12
"""Rows named at most after one question."""


class NoLedger(DeskError):
    """None of the files holds a ledger the desk knows."""


class Village(StrEnum):
    """What to do with rows of another village."""

    TAKE = "take"
    LEAVE = "leave"


def import_(
    ctx: typer.Context,
    files: Annotated[list[Path], typer.Argument(help=_("Ledgers as they are: Excel, WPS or CSV."))],
    other_village: Annotated[
        Village | None, typer.Option("--other-village", help=_("Rows of another village: take them in, or leave them out."))
    ] = None,
    plan: Annotated[bool, typer.Option("--plan", help=_("Only say what each row would become."))] = False,
    as_json: JsonFlag = False,
) -> None:
    """Take ledgers in: all of the files in one action that can be undone, or nothing."""
    from stationdesk.services.import_matters import refuse_other_villages

    run = begin(ctx, as_json)
    with open_desk(run) as desk:
        wanted = planned(desk, files, other_village)
        if plan:
            run.answer(wanted.as_json(), *plan_lines(wanted))
            return
        refuse_other_villages(wanted)
        done = taken_in(desk, wanted)
    from stationdesk.services.import_summary import events_in_words

    counts = {"added": done.added, "updated": done.updated, "unchanged": done.unchanged, "notes": done.notes, "conflicts": done.conflicts}
    counts |= {name: done.events.get(kind, 0) for name, kind in (("visits", "visit"), ("wishes", "wish"), ("pairings", "pairing"))}
    run.answer(
        {"done": counts, "counts": wanted.counts(), "questions": wanted.as_json()["questions"]},
        *plan_lines(wanted),
        _("Residents added: {added}. Completed: {updated}. Rows known already: {unchanged}. Notes kept: {notes}.").format(**counts),
        *events_in_words(done.events, done.loose),
        *([_("If that was a mistake: «undo» takes the whole import back.")] if any(counts[n] for n in counts if n != "unchanged") else []),
    )


def planned(desk: Desk, files: list[Path], other_village: Village | None = None) -> Plan:
    """Return what the files would bring. Raises FileRefused, NoRight."""
    from stationdesk.ledgers.matters import home_of
    from stationdesk.ledgers.plan import plan_again
    from stationdesk.ledgers.reading import read_files
    from stationdesk.services.import_matters import other_villages, station_names
    from stationdesk.services.import_rights import refuse_children
    from stationdesk.services.imports import known_people
    from stationdesk.services.ledger_columns import remembered_columns

    with desk.database.reading() as session:
        choices, home = remembered_columns(session), home_of(*station_names(session))
        read = read_files(files)
        wanted = plan_again(read, known_people(session), desk.today, choices, {}, home=home)
        said = {m.key[0]: {m.key[1]: "take" if other_village is Village.TAKE else "out"} for m in other_villages(wanted)}
        if said and other_village is not None:
            wanted = plan_again(read, known_people(session), desk.today, choices | said, {}, home=home)
    refuse_children(desk.operator, wanted, desk.today)
    return wanted


def taken_in(desk: Desk, wanted: Plan) -> ImportOutcome:
    """Apply a plan in one action. Raises NoLedger."""
    from stationdesk.services.imports import apply

    if not any(sheet.ledger for file in wanted.files for sheet in file.sheets):
        raise NoLedger(_("No ledger was recognised in these files. Nothing was taken in; «import --plan» shows how they were read."))
    names = _(", ").join(file.file for file in wanted.files)
    with desk.database.writing(desk.operator.name, _("Import {files}").format(files=names)) as session:
        return apply(session, wanted, on=desk.today)


def plan_lines(wanted: Plan) -> list[str]:
    """Return what a person should know of a plan: each sheet, every doubt, every question."""
    from stationdesk.services.import_doubts import doubt_in_words
    from stationdesk.services.import_matters import matter_questions

    counts, lines = wanted.counts(), []
    for file in wanted.files:
        for sheet in file.sheets:
            kind = kinds().get(sheet.ledger or "", _("not a ledger this desk knows"))
            lines.append(
                _("{file} · {sheet}: {rows} rows, {kind}").format(file=file.file, sheet=sheet.sheet, rows=len(sheet.rows), kind=kind)
            )
            lines += [f"    {remark}" for remark in sheet.remarks]
            doubts = [row for row in sheet.rows if row.problems]
            lines += [
                _("    row {row}: {doubts}").format(row=row.row, doubts=_("; ").join(doubt_in_words(one) for one in row.problems))
                for row in doubts
            ]
    lines += [f"? {question.sentence}" for question in matter_questions(wanted)]
    for question in wanted.questions:
        rows = _(", ").join(f"{sheet} {row}" for _file, sheet, row in question.places[:SHOWN])
        lines.append(f"? {question.sentence} ({rows})")
    lines.append(
        _("Rows: {rows}; new: {new}, completing: {update}, known: {known}, same person as another row: {join}, to be asked: {ask}.").format(
            **counts, known=counts["same"] + counts["taken"]
        )
    )
    return lines


def kinds() -> dict[str, str]:
    """Return the words for the kinds of ledgers."""
    return {
        "residents": _("list of residents"),
        "pairings": _("list of pairings"),
        "wishes": _("list of wishes"),
        "visits": _("list of visits"),
    }
