"""`visit note`: writes down a visit or a call."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

import typer

from stationdesk.commands.answer import JsonFlag, begin
from stationdesk.commands.session import open_desk
from stationdesk.i18n import _


def sound_day(written: str | None) -> str | None:
    """Return a day as YYYY-MM-DD; anything else is a slip of the command."""
    try:
        return written and date.fromisoformat(written).isoformat()
    except ValueError as error:
        raise typer.BadParameter(_("A day is written 2026-11-22.")) from error


def note(
    ctx: typer.Context,
    resident: Annotated[
        str, typer.Argument(metavar="ID", help=_("Number of the resident as «find» shows it, or a unique beginning or end of it."))
    ],
    mode: Annotated[str, typer.Option(help=_("How: home, phone, video… or the Chinese word."))],
    outcome: Annotated[str, typer.Option(help=_("Result: met, nobody, no_answer… or the Chinese word."))],
    text: Annotated[str, typer.Option(help=_("What was done and said."))],
    on: Annotated[str | None, typer.Option(help=_("The day, 2026-11-22; today if left out."), callback=sound_day)] = None,
    visitor: Annotated[list[str] | None, typer.Option(help=_("Who went or called; may be given several times. You, if left out."))] = None,
    as_json: JsonFlag = False,
) -> None:
    """Write down a visit."""
    run = begin(ctx, as_json)
    with open_desk(run) as desk:
        from stationdesk.registers.resident import ResidentDraft
        from stationdesk.registers.visit import VisitDraft, Visitor
        from stationdesk.services.operators import must_see_children
        from stationdesk.services.visiting import code_of, note_visit, resident_called

        today = desk.today
        with desk.database.reading() as session:
            person = resident_called(session, resident)
        if ResidentDraft.is_minor(person, today.isoformat()):
            must_see_children(desk.operator)
        draft = VisitDraft(
            resident_id=person.id,
            visited_on=on or today.isoformat(),
            mode=code_of("contact_mode", mode),
            outcome=code_of("visit_outcome", outcome),
            content=text,
            visitors=tuple(Visitor(name=name) for name in visitor or [desk.operator.name]),
            recorder=desk.operator.name,
        )
        with desk.database.writing(desk.operator.name, _("Note a visit")) as session:
            visit = note_visit(session, draft, today)
        said = visit.model_dump(include={"id", "resident_id", "visited_on", "mode", "outcome"})
    run.answer({"visit": said}, _("Noted: {name}, {day}.").format(name=person.name, day=datetime.fromisoformat(draft.visited_on).date()))


COMMANDS = (("note", note, _("Write down a visit or a call.")),)
