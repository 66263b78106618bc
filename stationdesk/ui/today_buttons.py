"""The buttons on the current line of the day's list: how it was done, and opening it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.services.contacts import How
from stationdesk.services.today_lines import Line
from stationdesk.ui import key_map
from stationdesk.ui.parts.buttons import Button, LinkButton
from stationdesk.ui.parts.look import Look

CONTACTS = frozenset({"contacts", "follow_ups"})
"""Kinds of lines that the four ways of a contact settle."""


class LineButtons(QWidget):
    """The ways of having done it, and the person himself, on the current line; of a day to come only the person."""

    chosen = Signal(object)
    """A How."""
    done = Signal(str)
    """How, where there is a choice."""
    opened = Signal()

    def __init__(self, look: Look, line: Line, top: int, parent: QWidget, *, to_come: bool = False) -> None:
        super().__init__(parent)
        self.setAutoFillBackground(False)
        self.look, self.margin = look, look.sizes.page_margin
        box = QHBoxLayout(self)
        box.setContentsMargins(self.margin, top, 0, 0)
        box.setSpacing(8)
        self.buttons: list[Button] = []
        if not to_come:
            self._ways(line)
        link = LinkButton(_("Open|button"), look, key_map.shown("today.open"))
        link.setAccessibleName(_("Open {name}").format(name=line.name))
        link.clicked.connect(self.opened)
        self.buttons.append(link)
        link.setFixedHeight(look.sizes.small_button)
        for button in self.buttons:
            # The figures do the same; what has the keyboard inside a list is silent to a screen reader.
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            box.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        box.addStretch(1)

    def _ways(self, line: Line) -> None:
        if line.done_words:
            self._add(line, line.done_words, "today.done", first=True).clicked.connect(lambda _checked=False: self.done.emit(""))
        elif line.ways:
            self._choice(line)
        elif takes_contacts(line):
            self._contacts(line)

    def _choice(self, line: Line) -> None:
        """Give each way a button; none of them comes first, for nobody may choose but the operator."""
        for code, text in line.ways:
            self._add(line, text, f"{line.kind}.{code}", first=False).clicked.connect(
                lambda _checked=False, code=code: self.done.emit(code)
            )

    def _add(self, line: Line, text: str, name: str, *, first: bool) -> Button:
        button = Button(text, self.look, "primary" if first else "plain", key_map.shown(name), small=True)
        button.setAccessibleName(_("{what}: {name}").format(what=text, name=line.name))
        self.buttons.append(button)
        return button

    def _contacts(self, line: Line) -> None:
        words = {
            How.PHONE: _("Phoned|button"),
            How.HOME: _("At the door|button"),
            How.VIDEO: _("Video|button"),
            How.NOBODY: _("Nobody|button"),
        }
        for how, text in words.items():
            button = self._add(line, text, f"today.{how.value}", first=how is (How.HOME if line.home else How.PHONE))
            button.clicked.connect(lambda _checked=False, how=how: self.chosen.emit(how))

    def reach(self) -> int:
        """Return where the last button ends."""
        return int(self.margin + sum(button.sizeHint().width() + 8 for button in self.buttons) + 8)


def takes_contacts(line: Line) -> bool:
    """Tell whether a line is done by having reached the person; another has a button of its own, or is only opened."""
    return not line.done_words and not line.ways and line.kind in CONTACTS
