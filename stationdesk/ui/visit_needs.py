"""What is to be done, found on a visit: one line each, its kind guessed from the words; a tick makes a request of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.services.visit_asking import need_kind_of
from stationdesk.services.visit_writing import Need
from stationdesk.ui import key_map
from stationdesk.ui.parts.buttons import LinkButton
from stationdesk.ui.parts.fields import CodeField, ComboField, LineField, Row
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.tags import FlowLayout

MOST = 8
"""Needs that one visit may name; more are another visit, or a mistake."""


class NeedLine(QWidget):
    """One need: its words, and below them, once there are any, its kind, how urgent it is and whether it becomes a request."""

    changed = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.request_id = ""
        self.guessed = ""
        self.text = LineField(look)
        self.text.setAccessibleName(_("To be done"))
        self.kind = CodeField("need_kind", look, none=_("kind?"))
        self.kind.setAccessibleName(_("Kind of need"))
        self.urgency = ComboField([(row.code, row.label) for row in reversed(table("urgency").rows)], look)
        self.urgency.setAccessibleName(_("How urgent"))
        self.request = QCheckBox(_("make it a thing to do"))
        self.request.setChecked(True)
        self.kept = Label(_("is a thing to do already"), "small", "ink3")
        self.below = QWidget()
        line = FlowLayout(self.below, 8)
        for widget in (self.kind, self.urgency, self.request, self.kept):
            line.addWidget(widget)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(4)
        rows.addWidget(self.text)
        rows.addWidget(self.below)
        self.setFocusProxy(self.text)
        self.text.textChanged.connect(self._typed)
        self.kind.currentIndexChanged.connect(self.changed)
        self.urgency.currentIndexChanged.connect(self.changed)
        self.request.toggled.connect(self.changed)
        self._typed()

    def _typed(self) -> None:
        """Guess the kind, unless the operator chose one."""
        if self.kind.value() == self.guessed:
            self.guessed = need_kind_of(self.text.value())
            if self.guessed != self.kind.value():
                self.kind.set_value(self.guessed)
        self.below.setVisible(bool(self.text.value()))
        self.request.setVisible(not self.request_id)
        self.kept.setVisible(bool(self.request_id))
        self.changed.emit()

    def set_need(self, need: Mapping[str, Any]) -> None:
        """Show a need as a draft or a kept visit has it."""
        self.request_id = str(need.get("request_id", ""))
        self.text.setText(str(need.get("text", "")))
        self.guessed = str(need.get("kind", "")) or self.guessed
        if need.get("kind"):
            self.kind.set_value(str(need["kind"]))
        self.urgency.set_value(str(need.get("urgency") or "blue"))
        self.request.setChecked(bool(need.get("request", True)))
        self._typed()

    def need(self) -> Need:
        """Return what the line says."""
        wanted = self.request.isChecked() or bool(self.request_id)
        return Need(self.text.value(), self.kind.value(), self.urgency.value() or "blue", wanted, self.request_id)


class NeedsField(QWidget):
    """One line to begin with; a link adds another when the last one is filled."""

    changed = Signal()
    row: Row | None = None

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.lines: list[NeedLine] = []
        self.box = QVBoxLayout(self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(6)
        self.more = LinkButton(_("one more thing"), look, key_map.shown("visit.need_more"), "plus")
        self.more.clicked.connect(self.add)
        below = QWidget()
        self.line = FlowLayout(below, 12)
        self.line.addWidget(self.more)
        self.box.addWidget(below)
        self._line()

    @property
    def first(self) -> LineField:
        """The field of the first need."""
        return self.lines[0].text

    def _line(self) -> NeedLine:
        line = NeedLine(self.look)
        self.lines.append(line)
        self.box.insertWidget(len(self.lines) - 1, line)
        line.changed.connect(self._changed)
        self.setFocusProxy(self.lines[0])
        self._offer()
        return line

    def add(self) -> None:
        """Give one more line, and go there."""
        empty = next((line for line in self.lines if not line.text.value()), None)
        line = empty or (self._line() if len(self.lines) < MOST else self.lines[-1])
        line.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _changed(self) -> None:
        self._offer()
        self.changed.emit()

    def _offer(self) -> None:
        self.more.setVisible(bool(self.lines[-1].text.value()) and len(self.lines) < MOST)

    def needs(self) -> tuple[Need, ...]:
        """Return every need that has words."""
        return tuple(line.need() for line in self.lines if line.text.value())

    def typed(self) -> list[dict[str, Any]]:
        """Return the needs as a draft keeps them."""
        return [
            {"text": one.text, "kind": one.kind, "urgency": one.urgency, "request": one.request, "request_id": one.request_id}
            for one in self.needs()
        ]

    def set_needs(self, needs: Sequence[Mapping[str, Any]]) -> None:
        """Show these, and one empty line if there are none; what is no need in a strange draft is left out."""
        kept = [one for one in needs if hasattr(one, "get")]
        while len(self.lines) > max(1, len(kept)):
            line = self.lines.pop()
            self.box.removeWidget(line)
            line.hide()
            line.deleteLater()
        while len(self.lines) < len(kept):
            self._line()
        for at, line in enumerate(self.lines):
            line.set_need(kept[at] if at < len(kept) else {})
        self._offer()
