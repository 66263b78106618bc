"""Wishes on paper: cards, the list for the wall, claim forms, the delivery list, thank-you sheets."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from PySide6.QtWidgets import QWidget
from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.printing.contact_card import Imprint, LeftOut, Printout
from stationdesk.printing.wish_card import Stationed, WishFace, wish_cards
from stationdesk.printing.wish_claim_form import Taker, claim_form
from stationdesk.printing.wish_delivery import Drop, delivery_list
from stationdesk.printing.wish_thanks import Thanks, thank_you
from stationdesk.printing.wish_wall import WallNotice, wall_list
from stationdesk.registers.code import table
from stationdesk.services.day_words import day_words
from stationdesk.services.stations import own_station
from stationdesk.services.wish_papers import Face, Faces, LeftOff, faces, taker_of, way_round
from stationdesk.services.wish_steps import agreed_on
from stationdesk.services.wish_thanks import note_thanked, to_thank
from stationdesk.services.wish_walls import Hung, hang, next_edition, no_longer_public
from stationdesk.services.wishes import wish_here
from stationdesk.ui import key_map
from stationdesk.ui.day_field import DayField
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.paper_job import PrintJob, type_at_hand
from stationdesk.ui.parts.dialogs import Dialog, tell
from stationdesk.ui.parts.fields import ComboField, FieldGrid
from stationdesk.ui.print_preview import preview


def station_of(session: Session) -> Stationed:
    """Return whose papers they are."""
    station = own_station(session)
    return Stationed(station.name, station.duty_phone or station.office_phone or "")


def printed(face: Face, on: date) -> WishFace:
    """Return a public face as the papers show it."""
    card = face.card
    wanted = day_words(date.fromisoformat(card.wanted_by), on) if card.wanted_by else ""
    return WishFace(card.number, face.wall, card.called, card.age, card.content, card.spec, wanted, face.taken)


def with_left(printout: Printout, left: Iterable[LeftOff]) -> Printout:
    """Return a print with what may not hang named for the preview."""
    named = [LeftOut(one.number, _("{number}: {why}").format(number=one.number, why=one.why), "not_for_walls") for one in left]
    return Printout(printout.pages, (*printout.left_out, *named))


def _nothing(desk: OpenDesk, parent: QWidget, left: Sequence[LeftOff], fact: str, text: str) -> None:
    reasons = "\n".join(_("{number}: {why}").format(number=one.number, why=one.why) for one in left[:6])
    tell(parent, desk.look, fact, reasons or text, _("Close"))


def read_faces(desk: OpenDesk, wish_ids: Sequence[str], *, unpublished: bool = False) -> tuple[Faces, Stationed]:
    """Read the public faces of some wishes."""
    with desk.reading() as session:
        return faces(session, wish_ids, desk.today(), unpublished=unpublished), station_of(session)


def cards_job(desk: OpenDesk, found: Faces, station: Stationed) -> PrintJob:
    """Return the job of wish cards."""
    wishes = [printed(face, desk.today()) for face in found.shown]

    def laid_out(imprint: Imprint) -> Printout:
        return with_left(wish_cards(wishes, station, imprint, type_at_hand()), found.left)

    title = _("Wish cards")
    return PrintJob(title=title, about=title, lay_out=laid_out, document="wish-cards", people=len(wishes), reprint=False)


def print_cards(desk: OpenDesk, wish_ids: Sequence[str], parent: QWidget) -> None:
    """Show the wish cards as they will be printed."""
    found, station = read_faces(desk, wish_ids)
    if found.shown:
        preview(desk, cards_job(desk, found, station), parent)
    else:
        text = _("A card is printed of what waits to be claimed: approve a wish and put it on the wall first.")
        _nothing(desk, parent, found.left, _("No wish can go on a card now."), text)


class WallDialog(Dialog):
    """Asks until when the list hangs, and in which one's place where some have to come down; `one` is the list."""

    def __init__(
        self, desk: OpenDesk, parent: QWidget | None, proposed: Hung, count: int, wrong: Sequence[Hung] = (), *, whole: bool = True
    ) -> None:
        """Ask; `wrong` are the lists with something on them nobody may read any more, `whole` tells that all is printed that can hang."""
        text = _("{words}, {count} wishes. On the day it comes down the day's list says so.").format(words=proposed.words, count=count)
        if wrong:
            text += "\n" + _("The list it replaces is taken down. What else is to come down stays on the day's list.")
        super().__init__(parent, desk.look, _("Until when does the list hang?"), text, width=480)
        self.desk, self.one = desk, proposed
        self.last = DayField(self.look, desk.today(), coming=True)
        self.last.set_day((date.fromisoformat(proposed.down) - timedelta(days=1)).isoformat())
        self.instead = ComboField([("", _("none, it hangs beside them|wall")), *((one.mark, one.words) for one in wrong)], self.look)
        self.instead.set_value(wrong[0].mark if whole and len(wrong) == 1 else "")
        grid = FieldGrid(self.look, label_width=90)
        grid.moves_on = False
        grid.add(_("Hangs until|wall"), self.last, stretch=False)
        if wrong:
            grid.add(_("In the place of|wall"), self.instead)
        self.body.addWidget(grid)
        button = self.add_button(_("Show the list|wall"), "primary", "Enter", closes=False)
        button.clicked.connect(self.take)
        key_map.attach(self, "visit.save", self.take)
        self.add_button(_("Not now|wish"), "quiet", "Esc")
        self.last.setFocus()
        self.last.selectAll()

    def take(self) -> None:
        """Close with the day."""
        if self.last.wrong() or not (day := self.last.day()) or day < self.desk.today().isoformat():
            self.last.say("error", _("Please write a day to come, like 2026-12-20."))
            return
        down = (date.fromisoformat(day) + timedelta(days=1)).isoformat()
        self.one = replace(self.one, down=down)
        self.give("wall")


def wall_job(desk: OpenDesk, found: Faces, station: Stationed, one: Hung, instead_of: str = "") -> PrintJob:
    """Return the job of the list for the wall; once it was printed the day's list reminds of taking it down."""
    wishes = [printed(face, desk.today()) for face in found.shown]
    with desk.reading() as session:
        mine = own_station(session)
        county, phone = mine.county or "", mine.complaint_phone or ""
    down = date.fromisoformat(one.down)
    notice = WallNotice(date.fromisoformat(one.printed_on), down - timedelta(days=1), down, one.words, county, phone)

    def laid_out(imprint: Imprint) -> Printout:
        return with_left(wall_list(wishes, notice, station, imprint, type_at_hand()), found.left)

    about = f"{_('Wish wall|paper')} {one.words}"
    return PrintJob(
        title=_("Wish wall|paper"),
        about=about,
        lay_out=laid_out,
        document="wish-wall",
        people=len(wishes),
        noted=lambda session: hang(session, replace(one, wishes=tuple(face.card.wish_id for face in found.shown)), instead_of),
    )


def print_wall(desk: OpenDesk, wish_ids: Sequence[str], parent: QWidget, *, whole: bool = True) -> None:
    """Ask until when, and show the list for the wall as it will be printed."""
    found, station = read_faces(desk, wish_ids)
    if not found.shown:
        text = _("The list holds what waits to be claimed and what is taken: approve a wish and put it on the wall first.")
        _nothing(desk, parent, found.left, _("No wish can hang on the wall now."), text)
        return
    with desk.reading() as session:
        proposed = next_edition(session, desk.today())
        wrong = [one for one, _wishes in no_longer_public(session, desk.today())]
    dialog = WallDialog(desk, parent, proposed, len(found.shown), wrong, whole=whole)
    if dialog.ask() == "wall":
        preview(desk, wall_job(desk, found, station, dialog.one, dialog.instead.value()), parent)


def form_job(desk: OpenDesk, wish_ids: Sequence[str]) -> PrintJob:
    """Return the job of a claim form: of some wishes with who took them, where it is one; without wishes blank."""
    on = desk.today()
    found, station = read_faces(desk, wish_ids, unpublished=True)
    with desk.reading() as session:
        claim = taker_of(session, wish_ids) if wish_ids else None
        agreed = agreed_on(wish_here(session, claim.wish_id).facts) if claim is not None else ""
    taker = Taker()
    if claim is not None:
        taken_on, promised = (
            day_words(date.fromisoformat(day), on) if day else "" for day in (claim.claimed_on, agreed or claim.promised_on)
        )
        phone = claim.phones[0].number if claim.phones else ""
        way = table("wish_delivery").label(claim.delivery) if claim.delivery else ""
        taker = Taker(claim.claimer, claim.contact_name or "", phone, taken_on, promised, way)
    wishes = [printed(face, on) for face in found.shown]
    ways = [row.label for row in table("wish_delivery").given if row.code != "other"]

    def laid_out(imprint: Imprint) -> Printout:
        return with_left(claim_form(wishes, taker, ways, station, imprint, type_at_hand()), found.left)

    title = _("Claim form|paper")
    return PrintJob(title=title, about=title, lay_out=laid_out, document="wish-claim-form", people=len(wishes), reprint=False)


def print_form(desk: OpenDesk, wish_ids: Sequence[str], parent: QWidget) -> None:
    """Show a claim form as it will be printed."""
    preview(desk, form_job(desk, wish_ids), parent)


def route_job(desk: OpenDesk, wish_ids: Sequence[str]) -> PrintJob | None:
    """Return the job of the delivery list; None where nothing is to be brought."""
    on = desk.today()
    with desk.reading() as session:
        stops = way_round(session, wish_ids, on, may_see_children=desk.sees_children)
        station = station_of(session)
    if not stops:
        return None
    names = ("group", "name", "phone", "address", "number", "goods", "giver", "child")
    drops = [Drop(*(getattr(stop, name) for name in names)) for stop in stops]
    day, title = _("{year}/{month}/{day}|day").format(year=on.year, month=on.month, day=on.day), _("Delivery list|paper")

    def laid_out(imprint: Imprint) -> Printout:
        return delivery_list(drops, day, station.name, imprint, type_at_hand())

    return PrintJob(title=title, about=title, lay_out=laid_out, document="wish-delivery", people=len(drops), reprint=False)


def print_route(desk: OpenDesk, wish_ids: Sequence[str], parent: QWidget) -> None:
    """Show the delivery list as it will be printed."""
    job = route_job(desk, wish_ids)
    if job is None:
        _nothing(desk, parent, (), _("Nothing is to be brought now."), _("The delivery list holds what was claimed and not yet brought."))
        return
    preview(desk, job, parent)


def thanks_job(desk: OpenDesk, wish_ids: Sequence[str], *, waiting: bool = False) -> PrintJob | None:
    """Return the job of thank-you sheets, with `waiting` of those nobody has thanked; None where nobody is to be thanked.

    Once they were printed it is written down that they were thanked.
    """
    on, by = desk.today(), desk.operator.name
    with desk.reading() as session:
        found, left = to_thank(session, wish_ids, on, waiting=waiting)
        station = station_of(session)
    if not found:
        return None
    sheets = [
        Thanks(
            one.giver,
            one.called,
            one.wish,
            day_words(date.fromisoformat(one.day), on),
            one.words,
            one.number,
            came_true=one.came_true,
            beside=one.beside,
        )
        for one in found
    ]
    thanked = list(dict.fromkeys(one.wish_id for one in found))
    title = _("Thank-you sheets")

    def laid_out(imprint: Imprint) -> Printout:
        return with_left(thank_you(sheets, station, imprint, type_at_hand()), left)

    return PrintJob(
        title=title,
        about=title,
        lay_out=laid_out,
        document="wish-thanks",
        people=len(sheets),
        reprint=False,
        noted=lambda session: note_thanked(session, thanked, on, by=by),
    )


def print_thanks(desk: OpenDesk, wish_ids: Sequence[str], parent: QWidget, *, waiting: bool = False) -> None:
    """Show the thank-you sheets as they will be printed; with `waiting` of those nobody has thanked."""
    job = thanks_job(desk, wish_ids, waiting=waiting)
    if job is None:
        text = _("A sheet is printed of a wish that was brought, for whoever took it, unless the station brought it itself.")
        if waiting:
            text = _("Who brought something was thanked, or nothing was brought yet. Mark a wish to print its sheet once more.")
        _nothing(desk, parent, (), _("Nobody is to be thanked now."), text)
        return
    preview(desk, job, parent)
