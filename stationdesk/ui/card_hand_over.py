"""The list of printed cards that still lie at the station: a tick for each that was handed over."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from stationdesk.i18n import _
from stationdesk.services.card_hand_over import PrintedCard, cards_to_hand_over, hand_over
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.parts.labels import Label, ground
from stationdesk.ui.parts.record_model import Column
from stationdesk.ui.parts.record_table import RecordTable, counted


class WaitingCards:
    """The rows of cards that were not handed over."""

    def __init__(self, cards: Sequence[PrintedCard]) -> None:
        self.cards = {one.issue_id: one for one in cards}

    def ids(self) -> Sequence[Hashable]:
        """Return every card's id."""
        return tuple(self.cards)

    def rows(self, ids: Sequence[Hashable]) -> Mapping[Any, Any]:
        """Return the rows of `ids`."""
        return {one: self.cards[str(one)] for one in ids if one in self.cards}


def printed_words(one: PrintedCard) -> str:
    """Return the day a card was printed on."""
    day = date.fromisoformat(one.printed_on)
    return _("{month}/{day}|paper").format(month=day.month, day=day.day)


class HandOver(Dialog):
    """Ticks cards off; Space ticks one, the button writes down all that are ticked."""

    def __init__(self, desk: OpenDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent, desk.look, _("Cards that are printed and still lie here"), _("Tick who has got theirs."), width=620)
        self.desk = desk
        self.table = RecordTable(self.look, self._columns(), margin=4)
        self.table.setAccessibleName(_("Cards that are printed and still lie here"))
        ground(self.table, "surface")
        self.table.setMinimumHeight(9 * self.look.sizes.row)
        self.count = Label("", "body", "ink2")
        self.body.addWidget(self.table)
        self.body.addWidget(self.count)
        self.all_button = self.add_button(_("Tick all"), "plain", closes=False)
        self.done_button = self.add_button(_("These were handed over"), "primary", closes=False)
        self.add_button(_("Close|button"), "plain", "Esc")
        self.all_button.clicked.connect(self.tick_all)
        self.done_button.clicked.connect(self.write)
        self.table.marks_changed.connect(self.show_count)
        self.table.activated_row.connect(lambda one: self.table.mark(one.issue_id))
        self.refresh()

    def _columns(self) -> tuple[Column, ...]:
        ticked = self.is_ticked
        return (
            Column(_("Handed over"), lambda one: _("ticked") if ticked(one) else "", 5, tone=lambda _one: "green"),
            Column(_("Name"), lambda one: one.name, 8, bold=True),
            Column(_("Village group|paper"), lambda one: one.group, 7),
            Column(_("Card number|column"), lambda one: one.card_no, 7),
            Column(_("Printed on|paper"), printed_words, None),
        )

    def is_ticked(self, one: PrintedCard) -> bool:
        """Tell whether a card is ticked."""
        return one.issue_id in self.table.model().marked

    def refresh(self) -> None:
        """Read again which cards wait."""
        with self.desk.reading() as session:
            sees = self.desk.operator.may_see_children
            self.waiting = cards_to_hand_over(session, self.desk.today().isoformat(), may_see_children=sees)
        self.table.show(WaitingCards(self.waiting))
        self.table.go_to_row(0)
        self.show_count()

    def show_count(self) -> None:
        """Say how many are ticked."""
        ticked = len(self.table.marked())
        if not self.waiting:
            self.count.say(_("Every printed card was handed over."), "green")
        else:
            self.count.say(_("{count} cards lie here").format(count=len(self.waiting)) + _(", |paper") + counted(ticked), "ink2")
        self.done_button.setEnabled(bool(ticked))
        self.all_button.setEnabled(bool(self.waiting))

    def tick_all(self) -> None:
        """Tick every card."""
        self.table.model().marked |= {one.issue_id for one in self.waiting}
        self.table.viewport().update()
        self.show_count()

    def write(self) -> None:
        """Write down that the ticked cards were handed over."""
        ticked = [str(one) for one in self.table.marked()]
        says = _("Cards handed over: {count}").format(count=len(ticked))
        with self.desk.writing(says) as session:
            hand_over(session, ticked, on=self.desk.today().isoformat(), by=self.desk.operator.name)
        self.desk.said(says)
        self.refresh()
