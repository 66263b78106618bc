"""The bar under the grid of contacts: who and which day is meant, what is the matter, and the four ways of having done it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from stationdesk.i18n import _
from stationdesk.services.contact_cells import CellFacts, matter
from stationdesk.services.contact_grid import Grid, GridRow
from stationdesk.services.contacts import How
from stationdesk.services.day_words import day_words
from stationdesk.services.due import Care
from stationdesk.ui import key_map
from stationdesk.ui.parts.buttons import Button, LinkButton
from stationdesk.ui.parts.labels import ElidedLabel, PiecesLabel, ground
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.paint import width_of
from stationdesk.ui.parts_line import PartsLine

NAME_EM = 9
"""Room of the name at most, in em of its type."""


class GridBar(QWidget):
    """Says the current cell in large type; its buttons do what the keys do."""

    chosen = Signal(object)
    """A How."""
    noted = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look = look
        ground(self, "surface")
        self.setProperty("edge_top", "true")
        self.name = ElidedLabel("", "title")
        self.name.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.told, self.more = PartsLine(look), PiecesLabel("", "body", "ink2")
        self.told.WIDEST = 460
        line = QHBoxLayout(self)
        line.setContentsMargins(look.sizes.page_margin, 4, look.sizes.page_margin, 4)
        line.setSpacing(8)
        line.addWidget(self.name)
        line.addSpacing(4)
        line.addWidget(self.told)
        line.addSpacing(8)
        line.addWidget(self.more, 1)
        self.buttons: dict[How, Button] = {}
        words = {
            How.PHONE: _("By phone|grid"),
            How.HOME: _("At the door|grid"),
            How.VIDEO: _("By video|grid"),
            How.NOBODY: _("Nobody|button"),
        }
        for how, text in words.items():
            button = Button(text, look, "plain", key_map.shown(f"grid.{how.value}"), small=True)
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys of the grid do the same
            button.clicked.connect(lambda _on=False, how=how: self.chosen.emit(how))
            self.buttons[how] = button
            line.addWidget(button)
        self.note = LinkButton(_("Write a sentence"), look, key_map.shown("grid.note"))
        self.note.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.note.clicked.connect(self.noted)
        line.addWidget(self.note)
        look.changed.connect(self._resize)
        self._resize()

    def _resize(self) -> None:
        self.setFixedHeight(self.look.sizes.small_button + 20)

    def say(self, grid: Grid, row: GridRow | None, day: int, facts: CellFacts) -> None:
        """Say the cell at place `day` of a person; with nobody there is nothing to press."""
        self.setVisible(row is not None and day >= 0)
        if row is None or day < 0:
            return
        self.name.setText(row.name)
        wide = width_of(self.look.font("title"), self.name.text()) + 4
        self.name.setFixedWidth(min(wide, NAME_EM * self.look.sizes.title))
        on = grid.day(day)
        when = _("today {day}|grid").format(day=day_words(on, grid.on)) if day == grid.today else day_words(on, grid.on)
        self.told.set_parts(((when + _(" · "), "ink"), *matter(grid, row, day, facts.contacts)))
        self.more.set_pieces((facts.phone, facts.kin, row.group))
        primary = How.HOME if row.need is Care.HOME else How.PHONE
        for how, button in self.buttons.items():
            button.set_kind("primary" if how is primary else "plain")
            button.setEnabled(day <= grid.today)
            button.setAccessibleName(_("{what}: {name}").format(what=button.text(), name=row.name))
        self.note.setEnabled(day <= grid.today)
