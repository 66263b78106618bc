"""The answer to one thing the county wants, filled in beside the list: a task's report, a doubt's answer, what became of a claim."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.services.announcements import HeldAnnouncement
from stationdesk.services.corrections import HeldCorrection
from stationdesk.services.county_claims import ClaimState, HeldClaim
from stationdesk.services.from_county import Entry
from stationdesk.services.tasks import HeldTask, figure_typed
from stationdesk.services.transfers import Departure
from stationdesk.services.transfers_in import Arrival, ArrivalState
from stationdesk.services.wish_claims import GIVEN_BACK
from stationdesk.ui import key_map
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.fields import FieldGrid, LineField
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.segments import Segments


class AnswerForm(QWidget):
    """The fields and buttons under what the county says.

    `wanted` tells which answer is given: report, corrected, right, read, delivered, ended, closed, accepted, declined, go or request.
    """

    wanted = Signal(str)

    def __init__(self, look: Look, entry: Entry) -> None:
        super().__init__()
        self.look, self.entry = look, entry
        self.how: Segments | None = None
        self.first = ""
        self.words: QPlainTextEdit | None = None
        self.reason: LineField | None = None
        self.figures: dict[str, LineField] = {}
        self.begun: dict[str, Any] = {}
        """What was filled in before anybody typed."""
        self.buttons: list[Button] = []
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(10)
        if isinstance(entry.held, HeldTask):
            self._task(entry.held)
        elif isinstance(entry.held, HeldCorrection):
            self._correction(entry.held)
        elif isinstance(entry.held, HeldClaim):
            self._claim(entry.held)
        elif isinstance(entry.held, Arrival):
            self._arrival(entry.held)
        elif isinstance(entry.held, Departure):
            self._button(_("Open the record"), "plain", "open", "go", self._line())
        elif isinstance(entry.held, HeldAnnouncement) and entry.open:
            self._button(_("I have read it"), "primary", "done", "read", self._line())
        self.trouble = Label("", "body", "red", wrap=True)
        self.box.addWidget(self.trouble)

    def _line(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(10)
        self.box.addLayout(line)
        return line

    def _button(self, text: str, kind: str, key: str, what: str, line: QHBoxLayout) -> None:
        button = Button(text, self.look, kind, key_map.shown(f"from_county.{key}"))
        button.clicked.connect(lambda _checked=False: self.wanted.emit(what))
        if not self.buttons:
            line.addStretch(1)
        line.insertWidget(line.count() - 1, button)
        self.buttons.append(button)

    def _choose(self, offered: Sequence[str], codes: str) -> None:
        """Offer some codes of a table, the first one chosen."""
        self.how = Segments([(code, table(codes).label(code)) for code in offered], self.look, small=True)
        self.first = offered[0]
        self.how.set_value(self.first)
        self.how.setAccessibleName(_("How far it is"))
        self.box.addWidget(self.how)

    def _task(self, held: HeldTask) -> None:
        grid = FieldGrid(self.look, label_width=round(5.2 * self.look.sizes.body))
        self._choose([row.code for row in table("task_outcome").rows], "task_outcome")
        for name in held.task.asks_for:
            self.figures[name] = LineField(self.look)
            self.figures[name].setMaximumWidth(round(9 * self.look.sizes.body))
            grid.add(name, self.figures[name], stretch=False)
        self.words = QPlainTextEdit()
        self.words.setTabChangesFocus(True)
        self.words.setFixedHeight(round(2.4 * self.look.sizes.row))
        grid.add(_("In words|report"), self.words)
        self.box.addWidget(grid)
        line = self._line()
        self._button(_("Report it"), "primary", "save", "report", line)
        words = _("Make a request of it") if self.entry.request is None else _("Go to the request")
        self._button(words, "plain", "request", "request", line)

    def _claim(self, held: HeldClaim) -> None:
        if held.state in (ClaimState.LIVE, ClaimState.TOLD_DELIVERED):
            self._button(_("Delivered|claim"), "primary", "done", "delivered", self._line())
        if held.state is ClaimState.CLOSED:
            self._button(_("Told|claim"), "primary", "done", "closed", self._line())
        if held.state is not ClaimState.LIVE:
            return
        self.box.addWidget(Label(_("Or, if nothing comes of it:"), "small", "ink2"))
        self._choose(GIVEN_BACK, "claim_end")
        grid = FieldGrid(self.look, label_width=round(5.2 * self.look.sizes.body))
        self.reason = LineField(self.look, _("who said so, and why"))
        grid.add(_("Why|claim"), self.reason)
        self.box.addWidget(grid)
        self._second(_("The claim is over"), "ended")

    def _arrival(self, held: Arrival) -> None:
        if held.resident_id:
            self._button(_("Open the record"), "plain", "open", "go", self._line())
        if held.state is not ArrivalState.OPEN:
            return
        self._button(_("Take in|transfer"), "primary", "done", "accepted", self._line())
        grid = FieldGrid(self.look, label_width=round(5.2 * self.look.sizes.body))
        self.reason = LineField(self.look, _("what you know of it; the other station reads it"))
        grid.add(_("Or: not ours"), self.reason)
        self.box.addWidget(grid)
        self._second(_("Not of our village"), "declined")

    def _second(self, text: str, what: str) -> None:
        """Put the button of the other answer below its field."""
        line = QHBoxLayout()
        button = Button(text, self.look, "plain", key_map.shown("from_county.save"))
        button.clicked.connect(lambda _checked=False: self.wanted.emit(what))
        line.addWidget(button)
        line.addStretch(1)
        self.box.addLayout(line)
        self.buttons.append(button)

    def _correction(self, held: HeldCorrection) -> None:
        line = self._line()
        if held.resident_id:
            self._button(_("Open the record"), "plain", "open", "go", line)
        self._button(_("It is corrected"), "primary", "done", "corrected", line)
        grid = FieldGrid(self.look, label_width=round(5.2 * self.look.sizes.body))
        self.reason = LineField(self.look, _("what you looked at: the ID card, say"))
        grid.add(_("Or: right as it is"), self.reason)
        self.box.addWidget(grid)
        self._second(_("It was right"), "right")

    def start(self) -> bool:
        """Put the keyboard where the answer begins; tells whether there is anything to fill in."""
        first = next((one for one in (*self.figures.values(), self.words, self.reason) if one is not None), None)
        if first is None:
            return False
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def typed(self) -> dict[str, Any]:
        """Return what was typed, as a draft keeps it; empty if nothing was."""
        found: dict[str, Any] = {f"figure:{name}": field.value() for name, field in self.figures.items() if field.value()}
        if self.words is not None and self.words.toPlainText().strip():
            found["words"] = self.words.toPlainText()
        if self.reason is not None and self.reason.value():
            found["reason"] = self.reason.value()
        if self.how is not None and self.how.value() not in (None, self.first):
            found["how"] = self.how.value()
        return found

    def fill(self, typed: Mapping[str, Any]) -> None:
        """Put back what was typed."""
        for name, field in self.figures.items():
            field.setText(str(typed.get(f"figure:{name}", "")))
        if self.words is not None:
            self.words.setPlainText(str(typed.get("words", "")))
        if self.reason is not None:
            self.reason.setText(str(typed.get("reason", "")))
        if self.how is not None and typed.get("how") in dict(self.how.choices):
            self.how.set_value(str(typed["how"]))

    def begin(self, words: str) -> None:
        """Fill in what the answer may say, where there is something; as long as it stands so nothing was typed."""
        if words and self.words is not None:
            self.words.setPlainText(words)
            self.begun = self.typed()

    def changed(self) -> dict[str, Any]:
        """Return what was typed; empty where everything stands as it was filled in."""
        found = self.typed()
        return {} if found == self.begun else found

    def counted(self) -> dict[str, int] | None:
        """Return the figures that were typed; None with the trouble said beside the first that is none."""
        found = {}
        for name, field in self.figures.items():
            value = figure_typed(field.value()) if field.value() else None
            field.say(
                "error" if field.value() and value is None else "plain",
                _("Please write a figure: 31") if field.value() and value is None else "",
            )
            if field.value() and value is None:
                field.setFocus(Qt.FocusReason.OtherFocusReason)
                return None
            if value is not None:
                found[name] = value
        return found
