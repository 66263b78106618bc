"""设置 · 字号和颜色: text size and theme of this operator, and what is covered while the screen faces a visitor."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QCheckBox, QHBoxLayout

from stationdesk.i18n import _
from stationdesk.services.desk_settings import Appearance, change_appearance, change_settings, desk_settings
from stationdesk.services.front_door import read_front_door, renewed, write_front_door
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.fields import FieldGrid
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.parts.segments import Segments
from stationdesk.ui.parts.tokens import TextSize, Theme
from stationdesk.ui.settings_part import Part


class LooksPart(Part):
    """How everything looks; seen at once."""

    def __init__(self, desk: OpenDesk) -> None:
        super().__init__(desk, _("Writing and colours"))
        self.beside.say(_("seen at once"))
        grid = FieldGrid(self.look, label_width=96)
        sizes = [(str(TextSize.STANDARD), _("Standard")), (str(TextSize.LARGE), _("Large")), (str(TextSize.EXTRA_LARGE), _("Very large"))]
        self.writing = Segments(sizes, self.look)
        self.writing.changed.connect(lambda _code: self._save_look())
        grid.add(_("Writing"), self.writing, stretch=False).say("plain", _("Ctrl + and Ctrl − work everywhere."))
        themes = [(str(Theme.LIGHT), _("Light")), (str(Theme.DARK), _("Dark")), (str(Theme.SYSTEM), _("As the computer"))]
        self.theme = Segments(themes, self.look)
        self.theme.changed.connect(lambda _code: self._save_look())
        grid.add(_("Colours"), self.theme, stretch=False)
        self.body.addWidget(grid)
        self.visitors = QCheckBox(_("The screen faces visitors: cover children, birthdays and illnesses"))
        self.visitors.clicked.connect(lambda on: self._save_setting(_("Screen faces visitors"), hide_for_visitors=on))
        self.door = QCheckBox(_("Show 120 and the public duty numbers on the unlock window"))
        self.door.clicked.connect(lambda on: self._save_setting(_("Numbers on the unlock window"), numbers_at_the_door=on))
        for box in (self.visitors, self.door) if desk.database.about.side == "station" else ():
            line = QHBoxLayout()
            line.addSpacing(108)
            line.addWidget(box, 1)
            self.body.addLayout(line)
        note = Label(_("Every operator has writing and colours of his own."), "small", "ink3", wrap=True)
        self.body.addWidget(note)
        self.body.addStretch(1)

    def refresh(self) -> None:
        """Show what is chosen."""
        with self.desk.reading() as session:
            settings = desk_settings(session)
        self.writing.set_value(str(self.look.text_size))
        self.theme.set_value(str(self.look.theme))
        self.visitors.setChecked(settings.hide_for_visitors)
        self.door.setChecked(settings.numbers_at_the_door)
        allowed = self.desk.operator.may_change_settings
        self.visitors.setEnabled(allowed)
        self.door.setEnabled(allowed)

    def _save_look(self) -> None:
        size, theme = TextSize(self.writing.value() or TextSize.STANDARD), Theme(self.theme.value() or Theme.LIGHT)
        self.look.set(theme=theme, text_size=size)
        with self.desk.writing(_("Writing and colours")) as session:
            change_appearance(session, self.desk.operator.id, Appearance(str(size), str(theme)))
        self._renew_door()
        self.desk.said(_("Writing and colours changed"), undo=False)

    def _save_setting(self, says: str, **changes: bool) -> None:
        with self.desk.writing(says) as session:
            change_settings(session, **changes)
        self._renew_door()
        self.desk.said(says, undo=False)

    def _renew_door(self) -> None:
        folder = self.desk.database.folder.path
        with self.desk.reading() as session:
            door = renewed(session, read_front_door(folder))
        write_front_door(folder, replace(door, text_size=str(self.look.text_size), theme=str(self.look.theme)))
