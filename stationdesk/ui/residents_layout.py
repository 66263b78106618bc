"""How the residents' page divides its width between list, person and form, at every text size."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QSplitter, QWidget

from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.tokens import TextSize

LIST, LIST_AT_LARGEST = 0.481, 0.407
NARROW_EM = 18.4
"""Width of the list in em while a form stands beside the person."""
FORM, FORM_AT_LARGE, FORM_AT_LARGEST = 548, 600, 680


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
        look.changed.connect(self._look_changed)

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
        self.divide()

    def go(self) -> None:
        """Let the form go."""
        if self.form is not None:
            self.form.hide()
        self.pane.show()
        self.divide()

    def _look_changed(self) -> None:
        """Divide again, and once more when every part has measured itself."""
        self.divide()
        QTimer.singleShot(0, self, self.divide)

    def divide(self) -> None:
        """Give each its width."""
        width = max(self.width(), 1000)
        if self.form is not None and not self.form.isHidden():
            self.pane.setVisible(not self.large)
            wanted = {TextSize.STANDARD: FORM, TextSize.LARGE: FORM_AT_LARGE}.get(self.look.text_size, FORM_AT_LARGEST)
            form, pane = min(wanted, width // 2 + 60), 0 if self.large else round(NARROW_EM * self.look.sizes.body)
            self.setSizes([pane, width - form - pane, form])
        else:
            pane = round(width * (LIST_AT_LARGEST if self.large else LIST))
            self.setSizes([pane, width - pane, 0] if self.form is not None else [pane, width - pane])
