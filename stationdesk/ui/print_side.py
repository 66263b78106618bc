"""The right side of the preview: what it is, the choices, what is going on, the buttons."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.ui import key_map
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.parts.look import Look
from stationdesk.ui.print_choices import PrintChoices


class PrintSide(QWidget):
    """Words and buttons; it does nothing itself."""

    turned = Signal(int)
    """The next pages (1) or the previous ones (-1) are wanted."""

    def __init__(self, look: Look, title: str) -> None:
        super().__init__()
        self.look = look
        self.choices = PrintChoices(look)
        self.page_words = Label("", "body", "ink2")
        self.state = Label("", "body", "ink2", wrap=True)
        self.print_button = Button(_("Print|button"), look, "primary", key_map.shown("print.print"), "printer")
        self.pdf_button = Button(_("Save as PDF|button"), look, "plain", key_map.shown("print.pdf"))
        self.leave_button = Button(_("Close|button"), look, "plain", key_map.shown("print.leave"))
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 18, 20, 18)
        box.setSpacing(10)
        box.addWidget(Label(title, "strong", wrap=True))
        box.addWidget(self.choices, 1)
        box.addWidget(self.state)
        box.addLayout(self._page_line())
        box.addWidget(self.print_button)
        foot = QHBoxLayout()
        foot.setSpacing(10)
        foot.addWidget(self.pdf_button)
        foot.addWidget(self.leave_button)
        foot.addStretch(1)
        box.addLayout(foot)

    def _page_line(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        for name, words, icon, step in (
            ("print.previous", _("Previous page"), "chevron_left", -1),
            ("print.next", _("Next page"), "chevron_right", 1),
        ):
            button = Button("", self.look, "plain", key_map.shown(name), icon, small=True)
            button.setAccessibleName(words)
            button.setToolTip(words)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.clicked.connect(lambda _checked=False, step=step: self.turned.emit(step))
            row.addWidget(button)
        row.addWidget(self.page_words, 1)
        return row
