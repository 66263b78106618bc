"""设置 · 求助期限: within how many hours each step of a request is to be done, by urgency."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.services.request_terms import SETTING, STEPS, URGENCIES, change_term, ship_terms, terms
from stationdesk.services.request_words import colour_words
from stationdesk.ui.form_foot import saved
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.fields import LineField
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.settings_part import Part

SHORT = 5.2
"""Width of a field of hours in em."""


def step_names() -> dict[str, str]:
    """Return what each term is for, in words."""
    return {
        "solve": _("To get it done, counted from when it came in"),
        "judge": _("To say how urgent it is"),
        "accept": _("To hear whether they take it"),
        "receipt": _("To get the receipt of a body"),
        "reply": _("To get the answer of a body"),
        "rate": _("To ask back whether it is all right"),
        "tell": _("To tell who asked that it is not ours"),
    }


class RequestTermsPart(Part):
    """One line a step, three fields of hours each; a field that is left is kept."""

    def __init__(self, desk: OpenDesk) -> None:
        super().__init__(desk, _("Terms of requests"))
        told = _("Hours. What was written down before keeps its term; a change counts for what comes.")
        self.body.addWidget(Label(told, "body", "ink2", wrap=True))
        holder = QWidget()
        grid = QGridLayout(holder)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(self.look.sizes.field_gap)
        grid.setColumnStretch(4, 1)
        for at, urgency in enumerate(URGENCIES, 1):
            grid.addWidget(Label(colour_words(urgency), "body_bold"), 0, at, Qt.AlignmentFlag.AlignLeft)
        self.fields: dict[tuple[str, str], LineField] = {}
        for row, step in enumerate(STEPS, 1):
            grid.addWidget(Label(step_names()[step]), row, 0)
            for at, urgency in enumerate(URGENCIES, 1):
                grid.addWidget(self._field(step, urgency), row, at)
        self.body.addWidget(holder)
        self.trouble = Label("", "body", "red", wrap=True)
        self.body.addWidget(self.trouble)
        self.ship = Button(_("As it was delivered"), self.look)
        self.ship.clicked.connect(self.as_delivered)
        line = QHBoxLayout()
        line.addWidget(self.ship)
        line.addStretch(1)
        self.body.addLayout(line)
        self.body.addStretch(1)
        self.begin_at(self.fields["solve", "red"])

    def _field(self, step: str, urgency: str) -> LineField:
        field = LineField(self.look)
        field.setMaxLength(4)
        field.setFixedWidth(round(SHORT * self.look.sizes.body))
        field.setAccessibleName(f"{step_names()[step]} {colour_words(urgency)}")
        field.editingFinished.connect(lambda: self.set_term(step, urgency))
        self.fields[step, urgency] = field
        return field

    def refresh(self) -> None:
        """Read the terms again."""
        with self.desk.reading() as session:
            hours = terms(session)
        for (step, urgency), field in self.fields.items():
            field.setText(str(hours[step][urgency]))
        allowed = self.may_change()
        for widget in (*self.fields.values(), self.ship):
            widget.setEnabled(allowed)

    def set_term(self, step: str, urgency: str) -> None:
        """Keep one term; what is none is said and taken back."""
        with self.desk.reading() as session:
            before = terms(session)[step][urgency]
        typed = unicodedata.normalize("NFKC", self.fields[step, urgency].value()).strip()
        if typed == str(before):
            return
        hours = int(typed) if typed.isascii() and typed.isdigit() else 0

        def work(session: object) -> None:
            change_term(session, step, urgency, hours)  # type: ignore[arg-type]

        self.trouble.setText("")
        says = _("Term: {step}, {colour} {hours} h").format(step=step_names()[step], colour=colour_words(urgency), hours=hours)
        if not saved(self.desk, says, work, self.trouble, setting=SETTING):
            self.fields[step, urgency].setText(str(before))

    def as_delivered(self) -> None:
        """Put every term back to what it is delivered with."""
        says = _("Terms of requests as delivered")
        with self.desk.settings_back.changing(says, SETTING) as session:
            ship_terms(session)
        self.desk.said(says)
        self.trouble.setText("")
        self.refresh()
