"""Small questions about a call: another day, the next try after nobody answered, why it is called off."""

from __future__ import annotations

from datetime import date

from PySide6.QtWidgets import QWidget

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.services.day_reading import read_clock, read_coming_day
from stationdesk.services.day_words import day_words
from stationdesk.services.free_hours import weekday_names
from stationdesk.ui.call_form_body import side_by_side
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.parts.fields import FieldGrid, LineField
from stationdesk.ui.parts.word_list import WordList


class WhenDialog(Dialog):
    """Asks for a day and a time, which are proposed; `ask` returns `when`, or `without` where no new time is wanted."""

    def __init__(
        self, desk: OpenDesk, title: str, text: str, proposed: tuple[date, str], button: str, parent: QWidget | None, without: str = ""
    ):
        super().__init__(parent, desk.look, title, text, width=560)
        self.desk = desk
        grid = FieldGrid(desk.look)
        grid.moves_on = False
        self.day, self.clock = LineField(desk.look), LineField(desk.look)
        self.day.setAccessibleName(_("Day of the call"))
        self.clock.setAccessibleName(_("Time of the call"))
        self.day.setText(day_words(proposed[0], desk.today()))
        self.clock.setText(proposed[1])
        self.day.setFixedWidth(round(10.5 * desk.look.sizes.body))
        self.clock.setFixedWidth(round(4.8 * desk.look.sizes.body))
        self.row = grid.add(_("When|visit"), side_by_side(self.day, self.clock))
        self.body.addWidget(grid)
        self.take_button = self.add_button(button, "primary", "Enter", closes=False)
        self.take_button.clicked.connect(self.take)
        if without:
            self.add_button(without, "plain", "", "without")
        self.add_button(_("Not now|call"), "quiet", "Esc")
        for field in (self.day, self.clock):
            field.textEdited.connect(self.judge)
        self.judge()
        self.day.setFocus()
        self.day.selectAll()

    def when(self) -> tuple[date, str] | None:
        """Return day and time; None where they cannot be read."""
        day, clock = read_coming_day(self.day.value(), self.desk.today()), read_clock(self.clock.value())
        return (day, clock) if day is not None and clock else None

    def judge(self) -> None:
        """Say the weekday, or what cannot be read."""
        when = self.when()
        if when is None:
            self.row.say("error", _("Please write day and time like 11/27 and 19:00."))
        else:
            self.row.say("plain", weekday_names()[when[0].weekday()])

    def take(self) -> None:
        """Close with day and time."""
        if self.when() is not None:
            self.give("when")
        else:
            self.judge()
            self.day.setFocus()


class ReasonDialog(Dialog):
    """Asks why a call is called off; `ask` returns `cancel`."""

    def __init__(self, desk: OpenDesk, who: str, parent: QWidget | None) -> None:
        title = _("Why is the call of {name} called off?").format(name=who)
        super().__init__(parent, desk.look, title, _("The booking leaves the week; what was noted stays."), width=520)
        skip = {"deceased", "moved_out"}
        self.codes = [row.code for row in table("call_cancel_reason").rows if row.code not in skip]
        self.reasons = WordList(desk.look, _("Reason"))
        self.reasons.addItems([table("call_cancel_reason").label(code) for code in self.codes])
        self.reasons.setCurrentRow(0)
        self.reasons.setFixedHeight(len(self.codes) * max(desk.look.sizes.row, self.reasons.sizeHintForRow(0)) + 4)
        self.body.addWidget(self.reasons)
        self.note = LineField(desk.look, _("remark, if there is one"))
        self.note.setAccessibleName(_("Remark"))
        self.body.addWidget(self.note)
        self.add_button(_("Call it off"), "primary", "Enter", "cancel")
        self.add_button(_("Not now|call"), "quiet", "Esc")
        self.reasons.setFocus()

    def reason(self) -> str:
        """Return the code of the reason chosen."""
        return self.codes[max(0, self.reasons.currentRow())]
