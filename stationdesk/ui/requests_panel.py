"""Sending a request out: how urgent, to whom, until when, with which words; the quiet one is seen by what he has on hand."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.services.dispatching import Sending
from stationdesk.services.request_list import Row
from stationdesk.services.request_receivers import Offered
from stationdesk.services.request_state import plus
from stationdesk.services.request_terms import Terms
from stationdesk.services.request_words import colour_words
from stationdesk.ui.parts.fields import FieldGrid, LineField, half_width
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.record_model import Column
from stationdesk.ui.parts.record_table import RecordTable
from stationdesk.ui.parts.segments import Segments
from stationdesk.ui.request_dialogs import MomentField

SEEN, FEW = 4, 8
"""Receivers that are seen at once."""
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class OfferedSource:
    """Receivers as rows, each with its letter."""

    def __init__(self, found: Sequence[Offered]) -> None:
        self.found = {str(at): (LETTERS[at] if at < len(LETTERS) else "", one) for at, one in enumerate(found)}

    def ids(self) -> Sequence[Hashable]:
        """Return the places in the order shown."""
        return list(self.found)

    def rows(self, ids: Sequence[Hashable]) -> Mapping[Any, tuple[str, Offered]]:
        """Return some of them."""
        return {one: self.found[str(one)] for one in ids}


class ReceiverTable(RecordTable):
    """Whom it can be sent to; a letter goes to its line."""

    def __init__(self, look: Look) -> None:
        columns = [
            Column("", lambda row: row[0], 1.2, tone=lambda _row: "ink3", spoken=lambda row: row[1].sentence),
            Column(_("To whom|request"), self._name, 7.4, bold=True),
            Column(_("Who that is"), self._about, None, tone=lambda row: "amber" if row[1].gave_back or row[1].away else "ink2"),
            Column(_("On hand|request"), lambda row: _("{count}|on hand").format(count=row[1].holds), 3.6, right=True),
        ]
        super().__init__(look, columns, margin=8)
        self.end_margin = 8
        self.setAccessibleName(_("To whom|request"))

    @staticmethod
    def _name(row: tuple[str, Offered]) -> str:
        return row[1].receiver.name + (_(" (county)") if row[1].of_county else "")

    @staticmethod
    def _about(row: tuple[str, Offered]) -> str:
        one = row[1]
        back = _("gave it back: {why}").format(why=one.gave_back) if one.gave_back else ""
        return " · ".join(part for part in (back, one.away_words, one.words, one.phone) if part)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Go to the line of a letter."""
        letter = event.text().upper()
        if letter and letter in LETTERS and not event.modifiers() & ~Qt.KeyboardModifier.ShiftModifier:
            self.go_to_row(LETTERS.index(letter))
            return
        super().keyPressEvent(event)


class SendPanel(QWidget):
    """The fields; `chosen_changed` when another receiver is current, `urgent` when another urgency is chosen."""

    chosen_changed = Signal()
    urgent = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.found: Sequence[Offered] = ()
        self.hours: Terms | None = None
        self.proposed = ""
        """What the field of the term says as long as nobody has typed in it."""
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        self.urgency = Segments([(one, colour_words(one)) for one in ("red", "yellow", "blue")], look, tones={"yellow": "amber"})
        self.urgency.setAccessibleName(_("How urgent"))
        self.within = Label("", "small", "ink2")
        line = QHBoxLayout()
        line.addWidget(Label(_("How urgent"), tone="ink2"))
        line.addWidget(self.urgency)
        line.addWidget(self.within, 1)
        box.addLayout(line)
        self.filter = LineField(look, _("find a team, a helper, a unit"))
        self.filter.setAccessibleName(_("Find to whom"))
        box.addWidget(self.filter)
        self.table = ReceiverTable(look)
        box.addWidget(self.table)
        self.about = Label("", "small", "ink2", wrap=True)  # all that is known of whom is chosen: his line in the list may be cut
        box.addWidget(self.about)
        nobody = _("Nobody to send it to yet: write teams and helpers down under Pairings, see to it yourself, or hand it over.")
        self.nobody = Label(nobody, "small", "amber", wrap=True)
        box.addWidget(self.nobody)
        self.grid = self._fields(look)
        box.addWidget(self.grid)
        self.slip = QCheckBox(_("print the slip"))
        box.addWidget(self.slip)
        self.urgency.changed.connect(self._urgent)
        self.filter.textChanged.connect(lambda _text: self._show())
        self.table.current_changed.connect(lambda _row: self._tell())

    def _fields(self, look: Look) -> FieldGrid:
        """Make the fields of the words and of the times."""
        grid = FieldGrid(look, label_width=round(look.sizes.body * 3))
        self.due, self.note = MomentField(look, date.today()), LineField(look, _("what to take along, ring first…"))  # noqa: DTZ011 (set with each request)
        self.due.coming = True
        self.when = MomentField(look, date.today())  # noqa: DTZ011 (set with each request)
        self.when.setPlaceholderText(_("empty: now, or like 8:10"))
        self.note.setMaxLength(500)
        grid.add(_("Term|request"), self.due)
        grid.add(_("Tell them"), self.note)
        grid.add(_("Sent when|request"), self.when)
        return grid

    def begin(self, row: Row, found: Sequence[Offered], hours: Terms, now: str) -> None:
        """Show for whom a request may be; what was typed is gone."""
        self.found, self.proposed = found, ""
        self.due.on = self.when.on = date.fromisoformat(now[:10])
        for field in (self.due, self.note, self.when, self.filter):
            field.setText("")
        self.follow(row, hours, now)
        self._show()

    def follow(self, row: Row, hours: Terms, now: str) -> None:
        """Go along with a request that was judged anew or has another term by now; a term that was typed stays."""
        standing, self.hours = row.held.standing, hours
        self.urgency.set_value(standing.urgency or None)
        self._within()
        if self._as_proposed():
            self.due.set_moment(standing.due if standing.due > now else plus(now, hours["solve"].get(standing.urgency, 72)))
            self.proposed = self.due.text()

    def _as_proposed(self) -> bool:
        return self.due.text() == self.proposed

    def _within(self) -> None:
        code = self.urgency.value() or ""
        self.within.setText(_("within {hours} hours").format(hours=self.hours["solve"][code]) if self.hours and code else "")

    def _urgent(self, code: str) -> None:
        self._within()
        self.urgent.emit(code)

    def _show(self) -> None:
        wanted = half_width(self.filter.value()).strip().lower()
        shown = [one for one in self.found if wanted in f"{one.receiver.name} {one.words}".lower()] if wanted else list(self.found)
        self.table.model().forget()
        self.table.show(OfferedSource(shown))
        self.table.go_to_row(0)
        self.table.fit(SEEN)
        self.table.setVisible(bool(self.found))
        self.filter.setVisible(len(self.found) > FEW)
        self.nobody.setVisible(not self.found)
        self._tell()

    def _tell(self) -> None:
        one = self.chosen()
        self.about.setText(one.whole if one is not None else "")
        self.about.setVisible(one is not None)
        self.chosen_changed.emit()

    def chosen(self) -> Offered | None:
        """Return the receiver that is current."""
        row: tuple[str, Offered] | None = self.table.current_row()
        return row[1] if row is not None else None

    def sending(self) -> Sending | None:
        """Return what is told, by when, and when it was sent; only a term that was typed is agreed anew.

        None where a time cannot be read: its field says so and gets the keyboard.
        """
        for field in (self.due, self.when):
            if field.wrong():
                field.setFocus()
                return None
        happened = self.when.moment() or ""
        due = "" if self._as_proposed() and not happened else self.due.moment() or ""  # of an earlier minute, the term that is seen
        return Sending(self.note.value(), due, happened)
