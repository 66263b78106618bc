"""The frame of the visit form: title, fields that scroll, and the buttons that never do."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.services.visit_asking import at_home
from stationdesk.ui import key_map
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.labels import ElidedLabel, Label, ground
from stationdesk.ui.photo_field import PhotoField
from stationdesk.ui.visit_form_body import VisitFields

LOCK = 18
"""Pixels of the lock before a child's alias."""


class VisitFrame(QWidget):
    """What the form is made of; what its buttons do is the form's affair."""

    def __init__(self, desk: OpenDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.look = desk, desk.look
        self.resident_id = self.household_id = self.name = self.visit_id = ""
        self.setAccessibleName(_("Note a visit"))
        ground(self, "surface")
        self.photos = PhotoField(desk, self.people)
        self.body = VisitFields(self.look, self.photos)
        self.buttons: dict[str, Button] = {}
        self._build()

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

    def people(self) -> list[str]:
        """Return whom the visit is to; of a household alone everybody who lives there."""
        if self.household_id:
            with self.desk.reading() as session:
                return at_home(session, self.household_id)
        return [self.resident_id, *self.body.company.chosen()]

    def minimumSizeHint(self) -> QSize:  # noqa: N802 (Qt's name)
        """Return the room of the buttons, which are never cut."""
        hint = super().minimumSizeHint()
        return QSize(max(400, hint.width()), hint.height())

    def _title(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(12)
        self.title = Label(_("Note a visit"), "title")
        line.addWidget(self.title)
        self.lock = QLabel()
        self.lock.setToolTip(_("A child goes by alias here."))
        line.addWidget(self.lock)
        self.whom = ElidedLabel("", "body", "ink2")
        line.addWidget(self.whom, 1)
        self.kept = Label("", "small", "ink3")
        line.addWidget(self.kept)
        return line

    def say_whom(self, name: str, *, child: bool) -> None:
        """Say whose visit it is; a child goes by alias and lock, as in the list beside it."""
        self.whom.setText(name)
        self.lock.setPixmap(self.look.pixmap("lock", "ink2", LOCK))
        self.lock.setVisible(child)

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
        words = {"save": (_("Save"), "primary"), "save_next": (_("Save and note the next one"), "plain")}
        words |= {"remove": (_("Take this out|button"), "plain"), "leave": (_("Do not save"), "quiet")}
        for name, (word, kind) in words.items():
            self.buttons[name] = Button(word, self.look, kind, key_map.shown(f"visit.{name}"))
            if name == "leave":
                line.addStretch(1)
            line.addWidget(self.buttons[name])
        rows.addLayout(line)
        return foot
