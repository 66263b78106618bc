"""Who else was met on the same occasion: the household as ticks, anybody else by search."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from stationdesk.i18n import _
from stationdesk.services.visit_asking import Companion
from stationdesk.ui import key_map
from stationdesk.ui.parts.buttons import LinkButton
from stationdesk.ui.parts.fields import Row
from stationdesk.ui.parts.labels import shown
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.tags import FlowLayout


class CompanyField(QWidget):
    """Ticks for those who live with the person and those found; `find_wanted` asks for somebody else."""

    changed = Signal()
    find_wanted = Signal()
    row: Row | None = None

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        self.boxes: dict[str, QCheckBox] = {}
        self.flow = FlowLayout(self, 12)
        self.more = LinkButton(_("somebody else too"), look, key_map.shown("visit.company"), "plus")
        self.more.clicked.connect(self.find_wanted)
        self.flow.addWidget(self.more)
        self.setFocusProxy(self.more)

    def offer(self, people: Sequence[Companion]) -> None:
        """Offer these, nobody ticked."""
        for box in self.boxes.values():
            box.hide()
            box.deleteLater()
        while self.flow.count():
            self.flow.takeAt(0)
        self.boxes = {}
        for one in people:
            self._box(one)
        self.flow.addWidget(self.more)
        self.updateGeometry()

    def _box(self, one: Companion) -> QCheckBox:
        name = _("{alias} (alias)").format(alias=one.name) if one.child else one.name
        box = QCheckBox(shown(name).replace("&", "&&"))
        self.boxes[one.id] = box
        box.toggled.connect(self.changed)
        self.flow.addWidget(box)
        box.show()
        return box

    def add(self, one: Companion) -> None:
        """Tick somebody, who is offered from now on."""
        box = self.boxes.get(one.id)
        if box is None:
            self.flow.takeAt(self.flow.count() - 1)
            box = self._box(one)
            self.flow.addWidget(self.more)
        box.setChecked(True)
        self.updateGeometry()

    def chosen(self) -> tuple[str, ...]:
        """Return the ids of those ticked."""
        return tuple(one for one, box in self.boxes.items() if box.isChecked())

    def set_chosen(self, ids: Sequence[str]) -> None:
        """Tick those of `ids` who are offered."""
        for one, box in self.boxes.items():
            box.setChecked(one in ids)
