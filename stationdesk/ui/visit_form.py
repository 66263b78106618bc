"""Noting a visit beside the person: three choices, what was seen and said, what is to be done; saved with one key."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.services import drafts
from stationdesk.services.day_words import day_words
from stationdesk.services.person_facts import person_facts
from stationdesk.services.visit_writing import next_after, possible_visitors, says_visit, write_visit
from stationdesk.ui import key_map
from stationdesk.ui.form_draft_keeper import DraftKeeper
from stationdesk.ui.form_leaving import may_leave
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.labels import ElidedLabel, Label, ground
from stationdesk.ui.visit_form_body import VisitFields, long_day

FORM = "visit"


class VisitForm(QWidget):
    """One visit to one person; `closed` when it is left, `next_wanted` when the next in the list shall follow."""

    closed = Signal()
    next_wanted = Signal()

    def __init__(self, desk: OpenDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.look = desk, desk.look
        self.resident_id = self.name = ""
        self.setAccessibleName(_("Note a visit"))
        ground(self, "surface")
        self.body = VisitFields(self.look)
        self.body.changed.connect(self._touched)
        self.keeper = DraftKeeper(desk, FORM, self.body.typed, self)
        self._build()
        for name, slot in (("visit.save", self.save), ("visit.save_next", self.save_and_next), ("visit.leave", self.cancel)):
            key_map.attach(self, name, slot)
        self.keeper.kept.connect(self.kept.setText)

    # -- what it is made of

    def _build(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = ground(QWidget(), "surface")
        lines = QVBoxLayout(inner)
        lines.setContentsMargins(24, 14, 24, 8)
        lines.setSpacing(12)
        lines.addLayout(self._title())
        lines.addWidget(self.body)
        lines.addStretch(1)
        scroll.setWidget(inner)
        box.addWidget(scroll, 1)
        box.addWidget(self._foot())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return the room of the buttons, which are never cut."""
        hint = super().minimumSizeHint()
        return QSize(max(400, hint.width()), hint.height())

    def _title(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(Label(_("Note a visit"), "title"))
        self.whom = ElidedLabel("", "body", "ink2")
        line.addWidget(self.whom, 1)
        self.kept = Label("", "small", "ink3")
        line.addWidget(self.kept)
        return line

    def _foot(self) -> QFrame:
        foot = QFrame()
        foot.setProperty("part", "foot")
        rows = QVBoxLayout(foot)
        rows.setContentsMargins(24, 8, 24, 10)
        rows.setSpacing(6)
        self.next = Label("", "small", "ink2")
        self.next.setAlignment(Qt.AlignmentFlag.AlignRight)
        rows.addWidget(self.next)
        line = QHBoxLayout()
        line.setSpacing(10)
        self.save_button = Button(_("Save"), self.look, "primary", key_map.shown("visit.save"))
        self.next_button = Button(_("Save and note the next one"), self.look, "plain", key_map.shown("visit.save_next"))
        self.leave_button = Button(_("Do not save"), self.look, "quiet", key_map.shown("visit.leave"))
        buttons = ((self.save_button, self.save), (self.next_button, self.save_and_next), (self.leave_button, self.cancel))
        for button, slot in buttons:
            button.clicked.connect(slot)
            line.addWidget(button)
            if button is self.next_button:
                line.addStretch(1)
        rows.addLayout(line)
        return foot

    # -- what it holds

    def open_for(self, resident_id: str) -> None:
        """Begin a visit to somebody, or go on with the one half noted."""
        on, now = self.desk.today(), self.desk.now()
        with self.desk.reading() as session:
            facts = person_facts(session, resident_id, on, may_see_children=bool(self.desk.operator.may_see_children))
            people = possible_visitors(session, on)
        self.resident_id, self.name = resident_id, facts.listed
        self.whom.setText(facts.name)
        self.body.visitors.offer_people(people)
        typed = self.keeper.begin(resident_id)
        fresh = {"day": _("{day} today").format(day=long_day(on)), "clock": f"{now:%H:%M}", "visitors": [self.desk.operator.name]}
        self.body.fill(fresh | dict(typed or {}))
        self.body.check_day(on)
        self.keeper.dirty = typed is not None
        self.kept.setText(_("what you had begun is back") if typed else "")
        self._say_next()
        self.body.mode.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- while one types

    def _touched(self) -> None:
        self.keeper.touch()
        self.body.check_day(self.desk.today())
        self._say_next()

    def _say_next(self) -> None:
        form = self.body.filled(self.resident_id, self.desk.today())
        if form is None:
            self.next.setText("")
            return
        with self.desk.reading() as session:
            day = next_after(session, form, self.desk.today())
        days = (day - self.desk.today()).days if day else None
        words = {0: _("today"), 1: _("tomorrow")}.get(days, day_words(day, self.desk.today())) if day and days is not None else ""
        if days is not None and days < 0:
            words = _("{days} days late").format(days=-days)
        self.next.setText(_("After saving, the next is {when}").format(when=words) if words else "")

    # -- saving and leaving

    def save(self) -> bool:
        """Save the visit and close; tells whether it was saved."""
        if not self._written():
            return False
        self.closed.emit()
        return True

    def save_and_next(self) -> None:
        """Save the visit and go on with the next person of the list."""
        if self._written():
            self.next_wanted.emit()

    def _written(self) -> bool:
        self.body.visitors.take_typed()
        form = self.body.filled(self.resident_id, self.desk.today())
        self.body.check_day(self.desk.today())
        if form is None or form.visited_on > self.desk.today():
            self.body.day.setFocus(Qt.FocusReason.OtherFocusReason)
            return False
        says = says_visit(self.name)
        with self.desk.writing(says) as session:
            write_visit(session, form, self.desk.today(), self.desk.operator.name)
            drafts.forget(session, self.desk.operator.name, FORM, self.resident_id)
        self.keeper.saved()
        self.desk.said(says)
        return True

    def cancel(self) -> None:
        """Esc: leave without saving."""
        if self.leave():
            self.closed.emit()

    def leave(self) -> bool:
        """Tell whether the form may be left; asks only if something was typed."""
        return may_leave(self, self.look, self.keeper, self._written)

    def keep(self) -> None:
        """Keep what was typed."""
        self.keeper.keep()
