"""The head of a visit sheet on the screen: which sheet, and the day and the visitors, filled in once for all."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stationdesk.i18n import _, ngettext
from stationdesk.services.day_reading import read_coming_day, read_day
from stationdesk.services.sheet_entry import Head, day_trouble
from stationdesk.services.sheet_reading import OpenSheet
from stationdesk.ui import key_map
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.fields import LineField
from stationdesk.ui.parts.labels import ElidedLabel, Label
from stationdesk.ui.parts.look import Look
from stationdesk.ui.visit_parts import VisitorsField
from stationdesk.ui.visit_words import long_day


class PaperHead(QWidget):
    """Title, day and visitors; `left` when the keyboard goes on to the lines."""

    left = Signal()
    changed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.printed_on = date.min
        self.title, self.about = Label(_("Type a visit sheet back"), "title"), ElidedLabel("", "body", "ink2")
        self.other_button = Button(_("Another sheet"), look, "plain", key_map.shown("paper.other"), small=True)
        self.day, self.visitors = LineField(look), VisitorsField(look)
        self.day.setAccessibleName(_("Day of the visit"))
        self.visitors.claim_enter()
        self.told = ElidedLabel("", "small", "ink2")
        self.told.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._lay_out()
        self.day.textEdited.connect(lambda _text: self._touched())
        self.visitors.changed.connect(self._touched)
        for field in (self.day, self.visitors.field):
            field.installEventFilter(self)
        look.changed.connect(self._measure)
        self._measure()

    def _lay_out(self) -> None:
        rows = QVBoxLayout(self)
        rows.setSpacing(8)
        self.rows = rows
        first, second = QHBoxLayout(), QHBoxLayout()
        first.setSpacing(14)
        second.setSpacing(10)
        for widget, stretch in ((self.title, 0), (self.about, 1), (self.other_button, 0)):
            first.addWidget(widget, stretch)
        second.addWidget(Label(_("Day of the visit"), "body", "ink2"))
        second.addWidget(self.day)
        second.addSpacing(12)
        second.addWidget(Label(_("Who went"), "body", "ink2"))
        second.addWidget(self.visitors, 3)
        second.addWidget(self.told, 2)
        rows.addLayout(first)
        rows.addLayout(second)

    def _measure(self) -> None:
        margin = self.look.sizes.page_margin
        self.rows.setContentsMargins(margin, 10, margin, 6)
        self.day.setFixedWidth(round(self.look.sizes.body * 9.5))

    def show_sheet(self, sheet: OpenSheet) -> None:
        """Say which sheet it is."""
        self.printed_on = sheet.printed_on
        people = ngettext("{count} person", "{count} people", len(sheet.lines)).format(count=len(sheet.lines))
        about = (_("no. {number}").format(number=sheet.number), sheet.title, people, _("in the order of the paper"))
        self.about.setText("，".join(filter(None, about)))
        self.people = len(sheet.lines)

    def fill(self, day: date, visitors: tuple[str, ...], on: date) -> None:
        """Show day and visitors."""
        self.day.setText(long_day(day))
        self.visitors.set_values(visitors)
        self.check(on)

    def head(self, on: date) -> Head | None:
        """Return day and visitors; None if the day cannot be."""
        day = read_day(self.day.value(), on)
        if day is None or day_trouble(self.printed_on, day, on):
            return None
        return Head(day, tuple(self.visitors.values))

    def check(self, on: date) -> None:
        """Say beside the day what is wrong with it, else that it is filled in once."""
        day = read_day(self.day.value(), on) or read_coming_day(self.day.value(), on)
        wrong = _("Please write the day as month and day.") if day is None else day_trouble(self.printed_on, day, on)
        self.day.say("error" if wrong else "plain", wrong)
        once = _("filled in once, for all {count}").format(count=self.people)
        self.told.say(wrong or once, "red" if wrong else "ink2")

    def _touched(self) -> None:
        self.changed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Enter goes on: from the day to the visitors if there are none, else to the lines; Esc goes to the lines."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            enter = key_map.pressed(event, "paper.next")
            if enter and watched is self.day and not self.visitors.values:
                self.visitors.field.setFocus(Qt.FocusReason.TabFocusReason)
                return True
            typing = watched is self.visitors.field and self.visitors.field.text().strip()
            if (enter and not typing) or event.key() == Qt.Key.Key_Escape:
                self.left.emit()
                return True
        return super().eventFilter(watched, event)
