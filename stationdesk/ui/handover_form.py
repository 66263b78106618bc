"""A helper leaves: why, from which day, and who goes on with each of his people; one button hands everything over."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.services.day_words import day_words
from stationdesk.services.handover import Leaving, Plan, days_before, hand_over, plan
from stationdesk.ui import key_map
from stationdesk.ui.day_field import DayField
from stationdesk.ui.handover_lines import OFFERED, PassingRow
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.bars import clear
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.fields import ComboField
from stationdesk.ui.parts.labels import ElidedLabel, Label, ground, rule
from stationdesk.ui.parts.segments import Segments

MANY = 4
"""From so many lines on one choice for all of them is offered."""


class HandoverForm(QFrame):
    """The form at the right; `closed` tells whether something was written."""

    closed = Signal(bool)

    def __init__(self, desk: OpenDesk) -> None:
        super().__init__()
        self.desk, self.look = desk, desk.look
        self.helper_id = ""
        self.found: Plan | None = None
        self.rows: list[PassingRow] = []
        ground(self, "surface")
        self._build()
        key_map.attach(self, "handover.save", self.save)
        key_map.attach(self, "handover.leave", self.leave)
        key_map.attach(self, "handover.agreed", self._turn_agreed)

    def _build(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        box.addLayout(self._top())
        box.addWidget(self._scrolled(), 1)
        self.trouble = Label("", "body", "red", wrap=True)
        self.trouble.setContentsMargins(24, 0, 20, 4)
        self.trouble.hide()
        box.addWidget(self.trouble)
        box.addWidget(rule())
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 10, 20, 10)
        self.save_button = Button("", self.look, "primary", key_map.shown("handover.save"))
        self.save_button.clicked.connect(self.save)
        self.leave_button = Button(_("Put it off|pairing"), self.look, "quiet", key_map.shown("handover.leave"))
        self.leave_button.clicked.connect(self.leave)
        foot.addWidget(self.save_button)
        foot.addStretch(1)
        foot.addWidget(self.leave_button)
        box.addLayout(foot)

    def _top(self) -> QVBoxLayout:
        top = QVBoxLayout()
        top.setContentsMargins(24, 14, 20, 4)
        top.setSpacing(10)
        head = QHBoxLayout()
        head.setSpacing(12)
        self.title, self.what = Label("", "title"), ElidedLabel("", "body", "ink2")
        head.addWidget(self.title)
        head.addWidget(self.what, 1)
        top.addLayout(head)
        self._questions()
        for words, field in ((_("Why"), self.why), (_("From|day"), self.day)):
            line = QHBoxLayout()
            line.setSpacing(8)
            label = Label(words, "body", "ink2")
            label.setFixedWidth(round(4.2 * self.look.sizes.body))
            line.addWidget(label)
            line.addWidget(field)
            line.addWidget(self.ahead if field is self.day else QWidget(), 1)
            top.addLayout(line)
        top.addWidget(self.agreed)
        top.addWidget(self.means)
        self.lead = Label("", "body", "ink2", wrap=True)
        top.addWidget(self.lead)
        return top

    def _questions(self) -> None:
        self.why = Segments(
            [("transferred", _("transferred|leaving")), ("retired", _("retired|leaving")), ("left", _("takes part no more|leaving"))],
            self.look,
        )
        self.why.setAccessibleName(_("Why"))
        self.day = DayField(self.look, self.desk.today(), coming=True)
        self.day.setAccessibleName(_("From which day"))
        self.day.setMaximumWidth(round(9.4 * self.look.sizes.body))
        self.day.editingFinished.connect(self._new_day)
        self.ahead = ElidedLabel("", "small", "ink2")
        asked = _("I asked: those who go on and the people themselves said yes")
        self.agreed = QCheckBox(f"{asked}  {key_map.shown('handover.agreed')}")
        self.agreed.setAccessibleName(asked)
        self.agreed.toggled.connect(lambda _on: self._say_agreed())
        self.means = Label("", "small", "ink2", wrap=True)

    def _scrolled(self) -> QScrollArea:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = ground(QWidget(), "surface")
        self.lines = QVBoxLayout(inner)
        self.lines.setContentsMargins(24, 0, 20, 8)
        self.lines.setSpacing(0)
        area.setWidget(inner)
        return area

    # -- what it shows

    def open_for(self, helper_id: str) -> bool:
        """Show what a helper has in his hands; tells whether there is such a helper."""
        self.helper_id = helper_id
        self.why.set_value("transferred")
        self.day.set_day(self.desk.today().isoformat())
        self.agreed.setChecked(False)
        self._read()
        self.why.setFocus()
        return self.found is not None

    def _day(self) -> date:
        day = self.day.day()
        return date.fromisoformat(day) if day else self.desk.today()

    def _new_day(self) -> None:
        if self.helper_id and not self.day.wrong():
            chosen = {row.line.pairing: row.combo.value() for row in self.rows}
            self._read()
            for row in self.rows:
                if row.combo.findData(chosen.get(row.line.pairing, "")) >= 0:
                    row.combo.set_value(chosen.get(row.line.pairing))

    def _read(self) -> None:
        on = self.desk.today()
        with self.desk.reading() as session:
            self.found = plan(session, self.helper_id, on, self._day(), may_see_children=self.desk.sees_children)
        self.title.setText(_("{name} leaves").format(name=self.found.helper.name))
        load = _("has {count}|helper").format(count=self.found.people)
        self.what.setText("，".join(filter(None, (self.found.what, load))))
        self._say_ahead()
        clear(self.lines)
        self.rows = [PassingRow(self.look, line) for line in self.found.lines]
        if len(self.rows) >= MANY:
            self.lines.addWidget(self._for_all())
        for row in self.rows:
            row.changed.connect(self._count)
            self.lines.addWidget(row)
        self.past = Label(self._past_words(), "body", "ink2", wrap=True)
        self.past.setContentsMargins(0, 12, 0, 4)
        self.lines.addWidget(self.past)
        self.lines.addStretch(1)
        if self.found.lines:
            self.lead.setText(_("{count} lines, one for each; who suits is filled in already:").format(count=len(self.rows)))
        else:
            self.lead.setText(_("Nothing is in his hands, nothing needs handing over."))
        self._say("")
        self._say_agreed()
        self._count()

    def _for_all(self) -> QWidget:
        """Return the line that gives everything to one helper."""
        holder = QWidget()
        line = QHBoxLayout(holder)
        line.setContentsMargins(0, 2, 0, 6)
        line.setSpacing(8)
        line.addWidget(Label(_("All to|handover"), "body", "ink2"))
        found = {one.helper_id: one.name for row in self.rows for one in row.line.candidates[:OFFERED]}
        self.all = ComboField([("", _("as filled in")), *found.items()], self.look)
        self.all.setAccessibleName(_("All to one helper"))
        self.all.setMaximumWidth(round(11 * self.look.sizes.body))
        self.all.currentIndexChanged.connect(lambda _at: self._give_all(self.all.value()))
        line.addWidget(self.all)
        line.addStretch(1)
        return holder

    def _give_all(self, helper: str) -> None:
        for row in self.rows:
            wanted = helper or row.line.proposed
            if row.combo.findData(wanted) >= 0:
                row.combo.set_value(wanted)

    def _past_words(self) -> str:
        found, day = self.found, self._day()
        if found is None:
            return ""
        turns = _("{count} turns on duty are his from then on: please swap them in the roster ({key}). ")
        words = turns.format(count=found.turns, key=key_map.shown("everywhere.shifts")) if found.turns else ""
        words += (
            _("The {count} visits and calls he made stay his. ").format(count=found.past) if found.past else _("What he did stays his. ")
        )
        if day > self.desk.today():
            said = _("What is due before {day} stays with him; what is due later goes to the new ones by itself.")
            return words + said.format(day=day_words(day, self.desk.today()))
        return words + _("What is due from now on goes to the new ones by itself.")

    def _turn_agreed(self) -> None:
        if not self.agreed.isHidden():
            self.agreed.toggle()

    def _say_agreed(self) -> None:
        """Say what the tick means; where somebody only answers for people nobody has to say yes."""
        wanted = any(not row.line.role for row in self.rows)
        self.agreed.setVisible(wanted)
        self.means.setVisible(wanted)
        yes = _("It is noted that you asked them and all agreed, for a child the guardian. The new pairs hold from the day he leaves.")
        ask = _("Without it the new pairs wait as «asked». Once both have said yes, stand on the name and press {key}.")
        self.means.say(yes if self.agreed.isChecked() else ask.format(key=key_map.shown("pairings.agree")), "ink2")

    def _say_ahead(self) -> None:
        left = days_before(self._day(), self.desk.today())
        self.ahead.setText(_("{days} days left").format(days=left) if left else "")

    def _count(self) -> None:
        given = sum(bool(row.combo.value()) for row in self.rows)
        open_ones = len(self.rows) - given
        if not self.rows:
            words = _("Write down that he leaves")
        elif any(row.line.role for row in self.rows):
            words = _("Hand {given} over, {open} hang") if open_ones else _("Hand {given} over")
        else:
            words = _("Hand {given} people over, {open} hang") if open_ones else _("Hand {given} people over")
        self.save_button.setText(words.format(given=given, open=open_ones))
        self._say_ahead()

    # -- what it does

    def save(self) -> None:
        """Hand everything over in one action."""
        if self.found is None or self.day.wrong():
            return
        choices = {row.line.pairing: row.combo.value() for row in self.rows if row.combo.value()}
        leaving = Leaving(self.why.value() or "left", self._day(), agreed=self.agreed.isChecked())
        says = _("{name} leaves, {count} handed over").format(name=self.found.helper.name, count=len(choices))
        try:
            with self.desk.writing(says) as session:
                hand_over(session, self.helper_id, leaving, choices, self.desk.today())
        except DeskError as error:
            self._say(error.message)
            return
        self.desk.said(says)
        self._close(done=True)

    def _say(self, sentence: str) -> None:
        self.trouble.setText(sentence)
        self.trouble.setVisible(bool(sentence))

    def leave(self) -> None:
        """Close without writing."""
        self._close(done=False)

    def _close(self, *, done: bool) -> None:
        self.helper_id = ""
        self.found = None
        self.closed.emit(done)
