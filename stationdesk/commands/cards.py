"""`cards`: contact cards to a PDF, and who needs a new one."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from stationdesk.commands.answer import JsonFlag, Run, begin, table
from stationdesk.commands.session import Desk, open_desk
from stationdesk.errors import DeskError
from stationdesk.i18n import _

if TYPE_CHECKING:
    from stationdesk.printing.contact_card import Card, Imprint, Printout
    from stationdesk.services.cards import CardContent


class Look(StrEnum):
    """The designs of a card."""

    NUMBER = "number"
    PERSON = "person"
    WALL = "wall"


class NobodyForCards(DeskError):
    """No resident gets a card of this kind."""


def cards(
    ctx: typer.Context,
    out: Annotated[Path | None, typer.Option(help=_("The PDF to write."))] = None,
    category: Annotated[str | None, typer.Option(help=_("Only residents of this category; all elders if left out."))] = None,
    design: Annotated[Look, typer.Option(help=_("The number first, the person first, or the sheet for the wall."))] = Look.NUMBER,
    due: Annotated[
        bool, typer.Option("--due", help=_("Only those whose card is missing or out of date; without --out, list them."))
    ] = False,
    as_json: JsonFlag = False,
) -> None:
    """Print contact cards."""
    run = begin(ctx, as_json)
    if out is None and not due:
        raise typer.BadParameter(_("Say where the PDF goes, --out FILE.pdf, or ask with --due who needs a card."))
    with open_desk(run) as desk:
        if out is None:
            list_due(run, desk, category)
        else:
            print_cards(run, desk, chosen(desk, category, design, due=due), design, out)


def chosen(desk: Desk, category: str | None, design: Look, *, due: bool) -> list[CardContent]:
    """Return the cards to print. Raises NobodyForCards, NoStation, NoSuchCategory."""
    from stationdesk.services.cards import cards_for, due_cards

    on, sees = desk.today.isoformat(), desk.operator.may_see_children
    with desk.database.reading() as session:
        residents = [one.card.resident_id for one in due_cards(session, on=on, category=category)] if due else None
        found = cards_for(session, on=on, design=design, category=category, residents=residents, may_see_children=sees)
    if not found:
        raise NobodyForCards(_("There is nobody to print a card for. Nothing was written."))
    return found


def list_due(run: Run, desk: Desk, category: str | None) -> None:
    """Say who needs a new card and what has changed on it."""
    from stationdesk.services.cards import due_cards

    with desk.database.reading() as session:
        found = due_cards(session, on=desk.today.isoformat(), category=category)
    due = [{"id": one.card.resident_id, "name": one.card.name, "card_no": one.card.card_no, "changed": list(one.changed)} for one in found]
    rows = [[one.card.name, one.card.card_no, _(", ").join(one.changed) or _("has no card yet")] for one in found]
    run.answer({"due": due}, *(table(rows) if rows else [_("Every card is up to date.")]))


def print_cards(run: Run, desk: Desk, found: list[CardContent], design: Look, out: Path) -> None:
    """Write the PDF, then note the cards as printed."""
    from stationdesk.printing.contact_card import Imprint, sentences
    from stationdesk.printing.filled_card import card_of
    from stationdesk.printing.painter import write_pdf
    from stationdesk.printing.typeface import installed_typefaces
    from stationdesk.services.cards import record_issues
    from stationdesk.store.clock import VILLAGE_TIME

    now = desk.database.clock().astimezone(VILLAGE_TIME)
    imprint = Imprint(desk.operator.name, now, reprint=all(one.last_issue for one in found))
    typefaces = installed_typefaces()
    paper = laid_out([card_of(one, now) for one in found], design, imprint)
    with desk.database.writing(desk.operator.name, _("Print contact cards")) as session:
        record_issues(session, found, on=desk.today.isoformat(), by=desk.operator.name)
        write_pdf(paper.pages, out, typefaces, _("Contact cards"))
    remarks = sentences(paper.left_out)
    run.answer(
        {"pdf": out, "cards": len(found), "pages": len(paper.pages), "remarks": remarks},
        _("{file}: {cards} cards on {pages} pages.").format(file=out, cards=len(found), pages=len(paper.pages)),
        *remarks,
    )


def laid_out(found: list[Card], design: Look, imprint: Imprint) -> Printout:
    """Lay cards out on sheets; the wall sheet has one person a sheet."""
    from stationdesk.printing.card_sheet import lay_out
    from stationdesk.printing.typeface import installed_typefaces

    return lay_out(found, design.value, imprint, installed_typefaces())
