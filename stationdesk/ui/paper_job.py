"""What can be printed, as the preview is given it: how it is laid out, what is written down when it was printed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.printing.card_sheet import lay_out
from stationdesk.printing.contact_card import Design, Imprint, Printout
from stationdesk.printing.filled_card import card_of
from stationdesk.printing.list_sheet import ListPaper, list_pages
from stationdesk.printing.page import Page
from stationdesk.printing.recovery_sheet import recovery_pages
from stationdesk.printing.typeface import Typefaces, installed_typefaces
from stationdesk.printing.visit_blank import VisitHeading, VisitPerson, blank_people, visit_pages
from stationdesk.services.cards import CardContent, cards_for, record_issues
from stationdesk.ui.open_desk import OpenDesk


@dataclass(frozen=True)
class PrintJob:
    """One thing to print."""

    title: str
    """What the preview is headed with."""
    about: str
    """What the print log says it was; names nobody."""
    lay_out: Callable[[Imprint], Printout]
    """Called in the background: it may not read the store."""
    document: str
    """Name in the printer's queue, ASCII."""
    two_sided: bool = False
    """Pages come as front, back, front, back…"""
    people: int = 0
    resident_id: str = ""
    of_cards: bool = False
    calibrated: bool = True
    """Moved by the station's measured offset; the test page is not."""
    may_be_file: bool = True
    """May be saved as PDF; the recovery code may not."""
    reprint: bool | None = None
    """Printed before; None asks the log."""
    noted: Callable[[Session], None] | None = None
    """Writes down what else is to be known once it was printed."""


@cache
def type_at_hand() -> Typefaces:
    """Return the typefaces of this machine, read once. Raises NoTypeface."""
    return installed_typefaces()


def plain(pages: Callable[[Imprint], Sequence[Page]]) -> Callable[[Imprint], Printout]:
    """Return a layout whose pages leave nothing out."""
    return lambda imprint: Printout(tuple(pages(imprint)))


def cards_job(desk: OpenDesk, cards: Sequence[CardContent], design: Design, *, reprint: bool = False) -> PrintJob:
    """Return the job of contact cards; printing them writes down who has which card now."""
    on = desk.today().isoformat()
    residents = [one.resident_id for one in cards]
    now = desk.now()

    def note(session: Session) -> None:
        sees = desk.operator.may_see_children
        printed = cards_for(session, on=on, design=design, residents=residents, may_see_children=sees)
        record_issues(session, printed, on=on, by=desk.operator.name)

    title = {"number": _("Contact cards A"), "person": _("Contact cards B"), "wall": _("Contact cards for the wall")}[design]
    return PrintJob(
        title=title,
        about=title,
        lay_out=lambda imprint: lay_out([card_of(one, now) for one in cards], design, imprint, type_at_hand()),
        document="contact-cards",
        two_sided=design != "wall",
        people=len(cards),
        resident_id=residents[0] if len(residents) == 1 else "",
        of_cards=True,
        reprint=reprint,
        noted=note,
    )


def list_job(paper: ListPaper) -> PrintJob:
    """Return the job of a list."""
    about = f"{paper.title} {paper.about}".strip()
    return PrintJob(
        title=paper.title,
        about=about,
        lay_out=lambda imprint: list_pages(paper, imprint, type_at_hand()),
        document="list",
        people=len(paper.rows),
        reprint=False,
    )


def visit_job(people: Sequence[VisitPerson], heading: VisitHeading) -> PrintJob:
    """Return the job of a visit sheet; without people it is blank."""
    about = f"{_('Visit sheet')} {heading.number or heading.about}".strip()
    return PrintJob(
        title=_("Visit sheet") if people else _("Blank visit sheet"),
        about=about if people else _("Blank visit sheet"),
        lay_out=lambda imprint: visit_pages(people or blank_people(), heading, imprint, type_at_hand()),
        document="visit-sheet",
        people=len(people),
        reprint=None if heading.number else False,
    )


def recovery_job(code: str, station: str) -> PrintJob:
    """Return the job of the recovery code, which goes onto paper only."""
    return PrintJob(
        title=_("Recovery code"),
        about=_("Recovery code"),
        lay_out=plain(lambda imprint: recovery_pages(code, station, imprint, type_at_hand())),
        document="recovery-sheet",
        may_be_file=False,
        reprint=False,
    )
