"""How the emergency sheet is laid out: head, what to read aloud, the lines to dial, the steps, what has happened, what comes after."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.services.day_words import day_words
from stationdesk.services.incident_sheet import LOOK_IN_AT, Sheet
from stationdesk.ui import key_map
from stationdesk.ui.emergency_parts import FIGURES, AlarmHead, NumberRow, Scrolled, StepKeys, show_lines
from stationdesk.ui.parts.bars import KeyStrip, clear
from stationdesk.ui.parts.buttons import LinkButton
from stationdesk.ui.parts.labels import ElidedLabel, Label, ground, rule
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.tokens import TextSize

LEFT = {TextSize.STANDARD: 57, TextSize.LARGE: 60, TextSize.EXTRA_LARGE: 63}
"""Hundredths of the width for the numbers; the rest is for what happens."""


class EmergencyFrame(QWidget):
    """Everything that is seen of one emergency; it knows no store."""

    dialled = Signal(int)
    answered = Signal(str)
    undo = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.rows: list[NumberRow] = []
        self.head, self.steps = AlarmHead(look), StepKeys(look)
        self.numbers, self.story = Scrolled("paper"), Scrolled("surface")
        self.strip = KeyStrip(look, undo_key=key_map.shown("everywhere.undo"))
        self.strip.undo.connect(self.undo)
        self.also = ElidedLabel("", "body_bold", "amber")
        self.later, self.kin = Label("", "small", "ink2", wrap=True), Label("", "small", "amber", wrap=True)
        bar, middle, whole = QHBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        self.halves = middle
        bar.setContentsMargins(24, 0, 24, 0)
        bar.addWidget(self.also)
        middle.setSpacing(0)
        middle.addWidget(self._left())
        middle.addWidget(rule(upright=True))
        middle.addWidget(self._right())
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.head)
        whole.addLayout(bar)
        whole.addLayout(middle, 1)
        whole.addWidget(self.strip)

    def _left(self) -> QWidget:
        self.say_head, self.say, self.way = Label("", "small", "ink2"), Label("", "strong", wrap=True), Label("", "body", wrap=True)
        card = QFrame()
        card.setProperty("part", "aloud")
        aloud = QVBoxLayout(card)
        aloud.setContentsMargins(16, 8, 12, 8)
        aloud.setSpacing(2)
        for label in (self.say_head, self.say, self.way):
            aloud.addWidget(label)
        left, holder = QWidget(), QHBoxLayout()
        left.setMinimumWidth(0)
        rows = QVBoxLayout(left)
        rows.setContentsMargins(0, 10, 0, 0)
        rows.setSpacing(8)
        holder.setContentsMargins(24, 0, 24, 0)
        holder.addWidget(card)
        rows.addLayout(holder)
        rows.addWidget(self.numbers, 1)
        return left

    def _right(self) -> QWidget:
        right, heading = ground(QWidget(), "surface"), QHBoxLayout()
        column = QVBoxLayout(right)
        column.setContentsMargins(24, 12, 24, 8)
        column.setSpacing(8)
        column.addWidget(Label(_("How far is it? Press a letter"), "strong"))
        column.addWidget(self.steps)
        heading.addWidget(Label(_("What happened|heading"), "strong"))
        told = ElidedLabel(_("Times are written by themselves; of earlier: Shift and the letter"), "small", "ink3")
        told.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        heading.addWidget(told, 1)
        back = LinkButton(_("Undo"), self.look, key_map.shown("everywhere.undo"))
        back.clicked.connect(self.undo)
        heading.addWidget(back)
        column.addLayout(heading)
        column.addWidget(rule())
        column.addWidget(self.story, 1)
        column.addWidget(rule())
        column.addWidget(self.later)
        column.addWidget(self.kin)
        self.left_link = LinkButton(_("What still has to be done: write it down as a request"), self.look, key_map.shown("emergency.left"))
        column.addWidget(self.left_link, 0, Qt.AlignmentFlag.AlignLeft)
        return right

    def show_nothing(self) -> None:
        """Say that no emergency is open."""
        self._hide(hidden=True)
        self.say.setText(_("No emergency is open. F8 begins one."))
        self.strip.set_keys([(key_map.shown("emergency.leave"), _("back|key"))])

    def _hide(self, *, hidden: bool) -> None:
        for widget in (self.head, self.steps, self.numbers, self.story, self.way, self.say_head, self.later, self.kin, self.left_link):
            widget.setVisible(not hidden)

    def show_sheet(self, found: Sheet, current: str, live: tuple[str, str] | None) -> None:
        """Show a sheet, the line `current` the one to dial."""
        self._hide(hidden=False)
        left = LEFT[self.look.text_size]
        self.halves.setStretch(0, left)
        self.halves.setStretch(2, 100 - left)
        self.say_head.setText(_("Read aloud to 120"))
        self.say.setText("".join(text for text, _bold in found.say))
        self.way.setText(found.way or _("F3: write down what happened and how to get there"))
        self.way.set_tone("ink" if found.way else "ink3")
        self._show_numbers(found, current)
        self.steps.show_sheet(found)
        last = show_lines(self.story.column, found.lines, live, self.look)
        if last is not None:
            self.story.show_soon(last)
        self._show_foot(found)

    def show_others(self, names: list[str]) -> None:
        """Say which others are open."""
        self.also.setText(_("Open too: {names}").format(names="，".join(names)) + f"  {key_map.shown('emergency.next')}")
        self.also.setVisible(bool(names))

    def _show_numbers(self, found: Sheet, current: str) -> None:
        clear(self.numbers.column)
        self.rows = []
        for place, one in enumerate(found.numbers):
            row = NumberRow(self.look, place, one)
            row.chosen.connect(self.dialled)
            row.answered.connect(self.answered)
            row.set_current(current=one.line == current, running=True)
            self.rows.append(row)
            self.numbers.column.addWidget(row)
            self.numbers.column.addWidget(rule())
            if one.line == current:
                self.numbers.show_soon(row)
        self.numbers.column.addStretch(1)

    def _show_foot(self, found: Sheet) -> None:
        standing = found.held.standing
        self.later.setText(after_words(found, date.fromisoformat(found.held.incident.happened_on)))
        kin = not standing.kin_told and not standing.kin_none and found.known and standing.is_real
        told = _("The family does not know yet; it is asked until somebody has told them. There is none, or nobody reaches it: {key}")
        self.kin.setText(told.format(key=key_map.shown("emergency.kinless")) if kin else "")
        self.kin.setVisible(kin)

    def show_keys(self, found: Sheet, *, visitors: bool) -> None:
        """Show the keys that work now."""
        keys = [("who", _("who it is|key")), ("facts", _("what is known|key")), ("print", _("print|key")), ("leave", _("elsewhere|key"))]
        keys += [("false", _("false alarm|key"))] if found.held.standing.is_open else []
        keys += [("reveal", _("show covered|key"))] if visitors else []
        count = len(found.numbers)
        figures = [("1—9|0" if count >= FIGURES else "1—9", _("whom to ring|key"))]
        figures += [("↑|↓", _("further down|key"))] if count > FIGURES else []
        pairs = [*figures, *((key_map.shown(f"emergency.{name}"), word) for name, word in keys)]
        self.strip.set_keys([*pairs, (key_map.shown("everywhere.emergency"), _("one more|key"))])


def after_words(found: Sheet, on: date) -> str:
    """Say who looks in afterwards: while it runs, whom the end will propose."""
    standing = found.held.standing
    if standing.is_open:
        told, who = _("At the end will be noted: tomorrow {clock} somebody looks in, {who}"), found.look_in_by or _("the station")
        return told.format(clock=LOOK_IN_AT, who=who)
    if not standing.follow_up_on:
        return ""
    day, who = day_words(date.fromisoformat(standing.follow_up_on), on), standing.follow_up_by or _("the station")
    return _("Somebody looks in on {day} {clock}: {who}").format(day=day, clock=standing.follow_up_at, who=who)
