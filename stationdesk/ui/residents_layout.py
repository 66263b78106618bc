"""How the residents' page divides its width between list, person and form, at every text size."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget

from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.tokens import TextSize

LIST, LIST_AT_LARGEST = 0.481, 0.407
NARROW = 280
"""Width of the list while a form stands beside the person."""
FORM, FORM_AT_LARGEST = 528, 660


class Halves(QSplitter):
    """The list at the left, the person at the right, and a form third while one notes a visit."""

    def __init__(self, look: Look, pane: QWidget, right: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.look, self.pane = look, pane
        self.form: QWidget | None = None
        self.setChildrenCollapsible(False)
        self.setHandleWidth(1)
        self.addWidget(pane)
        self.addWidget(right)
        look.changed.connect(self.divide)

    @property
    def large(self) -> bool:
        """Whether everything is written in the largest size."""
        return self.look.text_size is TextSize.EXTRA_LARGE

    def stand(self, form: QWidget) -> None:
        """Let `form` stand third; at the largest text the list makes room for it."""
        if self.form is None:
            self.addWidget(form)
        self.form = form
        form.show()
        self.pane.setVisible(not self.large)
        self.divide()

    def go(self) -> None:
        """Let the form go."""
        if self.form is not None:
            self.form.hide()
        self.pane.show()
        self.divide()

    def divide(self) -> None:
        """Give each its width."""
        width = max(self.width(), 1000)
        if self.form is not None and not self.form.isHidden():
            form = min(FORM_AT_LARGEST if self.large else FORM, width // 2 + 60)
            self.setSizes([0 if self.large else NARROW, width - form - (0 if self.large else NARROW), form])
        else:
            pane = round(width * (LIST_AT_LARGEST if self.large else LIST))
            self.setSizes([pane, width - pane, 0] if self.form is not None else [pane, width - pane])
