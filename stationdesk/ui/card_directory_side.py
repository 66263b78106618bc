"""Beside the directory: the card as it will be printed, whose card is out of date, and what comes from the county."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.printing.contact_card import Card
from stationdesk.services.card_hand_over import PrintedCard, cards_to_hand_over
from stationdesk.services.card_receivers import most_changed
from stationdesk.services.cards import DueCard, due_cards
from stationdesk.ui import key_map
from stationdesk.ui.card_face import CardFace
from stationdesk.ui.card_hand_over import HandOver
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.background import Job, Report
from stationdesk.ui.parts.buttons import Button, LinkButton
from stationdesk.ui.parts.labels import Label, ground, rule
from stationdesk.ui.print_cards import print_cards


class CardDirectorySide(QWidget):
    """The right side of the page; who is due is worked out in the background."""

    def __init__(self, desk: OpenDesk) -> None:
        super().__init__()
        self.desk, self.look = desk, desk.look
        self.working: Job | None = None
        self.again = False
        self.due: Sequence[DueCard] = ()
        self.setProperty("edge_left", "true")
        ground(self, "surface")
        self.face = CardFace(self.look)
        nobody = _("The card shows here once somebody is in the register and the 24-hour phone is entered.")
        self.no_sample = Label(nobody, "body", "ink2", wrap=True)
        self.face_words = Label(_("The grid leader and the phone stand on the front, each group has its own."), "body", "ink2", wrap=True)
        self.due_words = Label("", "body", wrap=True)
        self.due_rest = Label("", "body", "ink2", wrap=True)
        self.print_button = Button("", self.look, "primary", key_map.shown("settings.print"), "printer")
        self.hand_over = LinkButton("", self.look)
        self.print_button.clicked.connect(self.print_due)
        self.hand_over.clicked.connect(self.show_hand_over)
        self._lay_out()

    def _lay_out(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(24, 14, 24, 8)
        box.setSpacing(7)
        box.addWidget(Label(_("This is how it will be printed"), "strong"))
        box.addWidget(self.face)
        box.addWidget(self.no_sample)
        box.addWidget(self.face_words)
        box.addSpacing(6)
        box.addWidget(Label(_("A phone changed: new cards"), "strong"))
        box.addWidget(rule())
        box.addWidget(self.due_words)
        box.addWidget(self.due_rest)
        box.addWidget(self.print_button)
        box.addWidget(self.hand_over)
        box.addSpacing(6)
        box.addWidget(Label(_("And the county's directory"), "strong"))
        box.addWidget(rule())
        for words in (
            _("The county's numbers come with its answers and are marked so."),
            _("What the village knows first may be changed here; the county sees it as a suggestion."),
        ):
            box.addWidget(Label(words, "body", "ink2", wrap=True))
        box.addStretch(1)

    def show_sample(self, card: Card | None, design: str, officers: int) -> None:
        """Show the back of `card`; `officers` is how many lines the household's own officers take."""
        self.face.show_card(card, design)
        self.face.setVisible(card is not None)
        self.no_sample.setVisible(card is None)
        words = _("The grid leader and the phone stand on the front, each group has its own.")
        if officers:
            words += _("Who is responsible for the household comes first on the back and takes {count} lines.").format(count=officers)
        self.face_words.setText(words)

    def refresh(self) -> None:
        """Work out again whose card is out of date; asked for while it runs, it runs once more."""
        if self.working is not None:
            self.again = True
            return
        desk, on, sees = self.desk, self.desk.today().isoformat(), self.desk.operator.may_see_children

        def work(_report: Report) -> tuple[list[DueCard], list[PrintedCard]]:
            with desk.reading() as session:
                return due_cards(session, on=on), cards_to_hand_over(session, on, may_see_children=sees)

        self.working = self.desk.jobs.start(work, self._found, self._failed, self._failed)

    def _found(self, found: tuple[list[DueCard], list[PrintedCard]]) -> None:
        self.working = None
        if self.again:
            self.again = False
            self.refresh()
            return
        self.due, waiting = found
        old = [one for one in self.due if one.card.last_issue]
        label, count = most_changed(self.due)
        if old and label:
            self.due_words.setText(_("{what} is not what it was: {count} households have an old card.").format(what=label, count=count))
        elif old:
            self.due_words.setText(_("{count} households have an old card.").format(count=len(old)))
        elif self.due:
            self.due_words.setText(_("{count} people have no card yet.").format(count=len(self.due)))
        else:
            self.due_words.setText(_("Every card is up to date."))
        missing = len(self.due) - len(old)
        more = _("{count} people have no card yet.").format(count=missing) if old and missing else ""
        self.due_rest.setText(more or (_("Once handed over, a tick in the list makes it count.") if self.due or waiting else ""))
        self.print_button.setText(_("Print {count} new cards").format(count=len(self.due)))
        self.print_button.setVisible(bool(self.due))
        self.hand_over.setText(_("Tick who has got the card: {count} lie here").format(count=len(waiting)))
        self.hand_over.setVisible(bool(waiting))

    def _failed(self, error: DeskError | None = None) -> None:
        self.working = None
        self.due_words.setText(error.message if error else "")
        for widget in (self.print_button, self.hand_over):
            widget.hide()

    def print_due(self) -> None:
        """Print the cards of those whose card is missing or out of date."""
        print_cards(self.desk, self.window(), whom="due")

    def show_hand_over(self) -> None:
        """Show which cards still lie here."""
        HandOver(self.desk, self.window()).ask()
