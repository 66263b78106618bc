"""What every subject of the settings has in common."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.page import Page
from stationdesk.ui.parts.labels import Label


class Part(Page):
    """One subject: a title with a word beside it, and its widgets in `body`; `aside` at the right end of the title line."""

    def __init__(self, desk: OpenDesk, title: str, *, scrolls: bool = True) -> None:
        super().__init__(desk)
        self.whole = whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 18, 24, 12)
        whole.setSpacing(12)
        head = QHBoxLayout()
        head.setSpacing(12)
        self.title = Label(title, "strong")
        head.addWidget(self.title)
        self.beside = Label("", "small", "ink2")
        head.addWidget(self.beside, 1)
        self.aside = QHBoxLayout()
        head.addLayout(self.aside)
        whole.addLayout(head)
        self.body = QVBoxLayout()
        self.body.setSpacing(12)
        if scrolls:
            area = QScrollArea()
            area.setWidgetResizable(True)
            inner = QWidget()
            inner.setProperty("ground", "clear")
            inner.setLayout(self.body)
            self.body.setContentsMargins(4, 4, 12, 4)
            area.setWidget(inner)
            area.setFocusPolicy(area.focusPolicy().NoFocus)
            whole.addWidget(area, 1)
        else:
            whole.addLayout(self.body, 1)

    def above(self, widget: QWidget) -> None:
        """Put a widget under the title, where it is seen however far the rest is scrolled."""
        self.whole.insertWidget(1, widget)

    def may_change(self) -> bool:
        """Tell whether this operator may change settings, and say so at the title if he may not."""
        allowed = self.desk.operator.may_change_settings
        if not allowed:
            self.beside.say(_("Only to look at: changing this needs the right to change settings."), "amber")
        return allowed
