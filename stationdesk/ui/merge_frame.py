"""What the merge page is made of: title with the reason, the comparison and what stands under it, the buttons at the foot."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.ui import key_map
from stationdesk.ui.merge_blocks import MergeBlocks
from stationdesk.ui.merge_grid import OUT, MergeGrid
from stationdesk.ui.parts.bars import EmptyState
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.parts.labels import ElidedLabel, Label, ground
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.tags import Key

LONGEST = 10
"""Characters of a name in a button."""


class MergeFrame(QWidget):
    """The widgets of the page and their places; what they do is the page's."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.grid, self.blocks = MergeGrid(look), MergeBlocks(look)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(self._head())
        whole.addWidget(self._middle(), 1)
        whole.addWidget(self._nobody(), 1)
        whole.addWidget(self._foot())
        self.grid.below.connect(self._below)
        self.grid.current_changed.connect(self.see_current)
        self.measure()
        look.changed.connect(self.measure)

    def _head(self) -> QHBoxLayout:
        self.head = QHBoxLayout()
        self.head.setSpacing(8)
        self.title = Label(_("Are these one person?"), "title")
        self.why, self.sure = ElidedLabel("", "body", "ink2"), ElidedLabel("", "body_bold", "ink2")
        self.apart_button = Button(_("Not one person, do not ask again"), self.look, "plain", key_map.shown("merge.apart"), small=True)
        self.next_button = Button("", self.look, "plain", key_map.shown("merge.next"), small=True)
        self.head.addWidget(self.title)
        self.head.addSpacing(14)
        for label in (self.why, self.sure):
            label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
            self.head.addWidget(label)
        self.head.addStretch(1)
        self.head.addWidget(self.apart_button)
        self.head.addWidget(self.next_button)
        return self.head

    def say(self, why: str, sure: str) -> None:
        """Say what the two have in common, and in bold how sure it is."""
        self.why.setText(why + (_(", |merge reason") if why and sure else ""))
        self.sure.setText(sure)

    def _middle(self) -> QScrollArea:
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = ground(QWidget(), "paper")
        self.inside = QVBoxLayout(inner)
        self.inside.setSpacing(12)
        self.inside.addWidget(self.grid)
        self.inside.addWidget(self.blocks)
        self.inside.addStretch(1)
        self.area.setWidget(inner)
        return self.area

    def _nobody(self) -> QWidget:
        self.empty = EmptyState(self.look, "", "")
        ground(self.empty, "paper")
        self.around = QWidget()
        lines = QVBoxLayout(self.around)
        lines.setContentsMargins(4, 8, 4, 0)
        lines.addWidget(self.empty)
        lines.addStretch(1)
        return self.around

    def _foot(self) -> QFrame:
        foot = QFrame()
        foot.setProperty("part", "foot")
        line = QHBoxLayout(foot)
        line.setSpacing(12)
        self.merge_button = Button("", self.look, "primary", key_map.shown("merge.save"))
        line.addWidget(self.merge_button)
        self.hints: list[QWidget] = [ElidedLabel(_("With the next report the county follows."), "body", "ink2")]
        line.addWidget(self.hints[0], 1)
        self.foot_end = QWidget()
        line.addWidget(self.foot_end, 1)
        for keys, words in ((("merge.left", "merge.right"), _("left or right|key")), (("merge.both",), _("keep both|key"))):
            hint = QWidget()
            pair = QHBoxLayout(hint)
            pair.setContentsMargins(0, 0, 0, 0)
            pair.setSpacing(3)
            for name in keys:
                pair.addWidget(Key(key_map.shown(name)))
            pair.addWidget(Label(words, "small", "ink2"))
            line.addWidget(hint)
            self.hints.append(hint)
        self.leave_button = Button(_("Put off"), self.look, "quiet", key_map.shown("merge.leave"))
        line.addWidget(self.leave_button)
        self.foot_line = line
        return foot

    def measure(self) -> None:
        """Take the margins of the text size."""
        margin = self.look.sizes.page_margin
        self.head.setContentsMargins(margin, 14, margin, 12)
        self.inside.setContentsMargins(margin - OUT, 0, margin - OUT, 12)
        self.foot_line.setContentsMargins(margin, 11, margin, 11)
        self.blocks.setContentsMargins(OUT, 0, OUT, 0)

    def turn(self, *, there: bool, several: bool) -> None:
        """Show two people, or the words of an empty page; `several`: there is a next pair."""
        for widget in (self.area, self.apart_button, self.merge_button, *self.hints):
            widget.setVisible(there)
        self.foot_end.setVisible(not there)
        self.leave_button.setText(_("Put off") if there else _("Back to the list"))
        self.next_button.setVisible(several)
        self.around.setVisible(not there)
        if not there:
            self.say("", "")

    def _below(self) -> None:
        self.blocks.focus(0)
        self.area.ensureWidgetVisible(self.blocks)

    def see_current(self) -> None:
        """Scroll to the current line."""
        if self.grid.lines:
            box = self.grid.place().translated(self.grid.pos())
            self.area.ensureVisible(box.center().x(), box.center().y(), 0, box.height() * 2)


def short_name(name: str) -> str:
    """Return a name as it fits into a button."""
    return name if len(name) <= LONGEST else name[: LONGEST - 1] + "…"


def surely_one(parent: QWidget, look: Look, against: Sequence[str]) -> bool:
    """Ask once more where much speaks for two people; leaving them as they are is the first answer."""
    dialog = Dialog(parent, look, _("These look like two people"), " ".join(against), width=520)
    dialog.add_button(_("Leave them as they are"), "primary", "Enter")
    dialog.add_button(_("They are one all the same"), "plain", "", "yes")
    return dialog.ask() == "yes"
