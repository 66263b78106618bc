"""Every grade somebody had, the latest first, with what spoke for it: the side of the assessment."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.services.assessing import Past
from stationdesk.services.day_words import day_words
from stationdesk.ui.parts.grade_mark import GradeMark
from stationdesk.ui.parts.labels import Label, ground
from stationdesk.ui.parts.look import Look

MOST = 60
"""Assessments that are shown; of more the latest."""


class GradeHistory(QScrollArea):
    """The grades of the past; it can be scrolled with the keyboard."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("Grades so far"))
        self.setMinimumHeight(6 * look.sizes.row)
        self.inner = ground(QWidget(), "surface")
        self.lines = QVBoxLayout(self.inner)
        self.lines.setContentsMargins(10, 8, 12, 8)
        self.lines.setSpacing(10)
        self.setWidget(self.inner)

    def show_past(self, past: Sequence[Past], on: date) -> None:
        """Show these."""
        if not past:
            self.lines.addWidget(Label(_("No grade yet: this is the first assessment."), tone="ink2", wrap=True))
        for one in past[:MOST]:
            self.lines.addWidget(self._line(one, on))
        self.lines.addStretch(1)

    def _line(self, one: Past, on: date) -> QWidget:
        widget = QWidget()
        box = QVBoxLayout(widget)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(2)
        box.addWidget(
            GradeMark(self.look, one.grade, _("{grade}, looked at again, stays").format(grade=one.word) if one.same else one.word)
        )
        box.addWidget(Label(_days(one, on), "small", "ink2", wrap=True))
        total = _("{total} points").format(total=one.total) if one.total is not None else ""
        said = [table("grade_cause").label(one.cause or None), total, one.scored, one.by, one.reason]
        if told := _(" · ").join(part for part in said if part):
            box.addWidget(Label(told, "small", "ink3", wrap=True))
        return widget


def _days(one: Past, on: date) -> str:
    first = day_words(date.fromisoformat(one.day), on) if one.day else _("an unknown day")
    if one.same:
        return first
    if not one.until:
        return _("since {day}").format(day=first)
    return _("{first} to {last}|days").format(first=first, last=day_words(date.fromisoformat(one.until), on))
