"""The parts of the page of requests and where they stand: head, lanes, list, foot; one request beside them."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.services.request_list import LANES, Counted, Month, Row
from stationdesk.ui import key_map
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.page import Page
from stationdesk.ui.parts.bars import EmptyState, KeyStrip
from stationdesk.ui.parts.buttons import Button, LinkButton
from stationdesk.ui.parts.fields import LineField
from stationdesk.ui.parts.filters import FilterButton
from stationdesk.ui.parts.labels import ElidedLabel, Label, ground
from stationdesk.ui.parts.segments import Segments
from stationdesk.ui.requests_pane import RequestPane, words_of
from stationdesk.ui.requests_table import RequestTable

MOST_TYPED = 260
SIDE = 0.355
"""Part of the width one request takes beside the list."""


class RequestsLayout(Page):
    """What stands on the page; what is in it is the page's."""

    def __init__(self, desk: OpenDesk) -> None:
        super().__init__(desk)
        self.table, self.pane = RequestTable(self.look), RequestPane(self.look)
        self.strip = KeyStrip(self.look, undo_key=key_map.shown("everywhere.undo"))
        self.empty = EmptyState(self.look, "", "")
        self.left = QWidget()
        self._lay_out_left()
        self.parts = QSplitter(Qt.Orientation.Horizontal)
        self.parts.setChildrenCollapsible(False)
        self.parts.setHandleWidth(1)
        self.parts.addWidget(self.left)
        self.parts.addWidget(self.pane)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.parts)

    def _lay_out_left(self) -> None:  # long: head, lanes, list, foot, one under the other
        margin = self.look.sizes.page_margin
        box = QVBoxLayout(self.left)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(margin, 14, margin, 8)
        head.setSpacing(12)
        head.addWidget(Label(_("Requests|page"), "title"))
        self.told, self.late = Label("", "body", "ink2"), Label("", "body_bold", "red")
        head.addWidget(self.told)
        head.addWidget(self.late)
        head.addStretch(1)
        self.new_button = Button(_("Write one down|request"), self.look, "plain", key_map.shown("requests.new"), "plus", small=True)
        head.addWidget(self.new_button)
        box.addLayout(head)
        row = QHBoxLayout()
        row.setContentsMargins(margin, 0, margin, 8)
        row.setSpacing(8)
        self.lanes = Segments([("all", _("All|lanes"))], self.look, numbered=False, small=True)
        self.lanes.setAccessibleName(_("Which requests"))
        self.lanes.set_value("all")
        self.holders = FilterButton(_("Sent to|filter"), (), self.look)
        row.addWidget(self.lanes)
        row.addWidget(self.holders)
        self.typed = LineField(self.look, _("number, words, name…|requests"))
        self.typed.setAccessibleName(_("Narrow the list by number, words or name"))
        self.typed.setMaximumWidth(MOST_TYPED)
        row.addWidget(self.typed, 10)
        row.addStretch(1)
        box.addLayout(row)
        box.addWidget(self.table, 1)
        self.nothing = QWidget()
        inner = QVBoxLayout(self.nothing)
        inner.setContentsMargins(margin, 8, margin, 0)
        inner.addWidget(ground(self.empty, "paper"))
        inner.addStretch(1)
        box.addWidget(self.nothing, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(margin, 8, margin, 8)
        self.month = ElidedLabel("", "body", "ink2")
        self.closed_link = LinkButton(_("look at the closed ones"), self.look)
        foot.addWidget(self.month, 1)
        foot.addWidget(self.closed_link)
        box.addLayout(foot)
        box.addWidget(self.strip)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Go from what is typed down into the list."""
        if event.key() == Qt.Key.Key_Down and self.typed.hasFocus():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        super().keyPressEvent(event)

    def share(self, *, alone: bool) -> None:
        """Divide the width; `alone`: the request has all of it."""
        side = round(self.width() * SIDE)
        if not alone and self.pane.isVisibleTo(self):
            self.parts.setSizes([self.width() - side, side])

    def tell(self, count: Counted, month: Month) -> None:
        """Say how many there are, how many are late, and what was closed this month."""
        waiting = count.lanes["dispatch"]
        said = _("{count} not closed").format(count=count.all)
        self.told.setText(_("{said}, {waiting} to send out|requests").format(said=said, waiting=waiting) if waiting else said)
        self.late.setText(_("{count} late|requests").format(count=count.late) if count.late else "")
        words = {"dispatch": _("To send|lanes"), "doing": _("At work|lanes"), "rate": _("To ask|lanes")}
        lanes = [("all", _("All|lanes"), count.all), *((lane, words[lane], count.lanes[lane]) for lane in LANES)]
        chosen = self.lanes.value()
        self.lanes.offer([*((lane, f"{word} {number}") for lane, word, number in lanes), ("closed", _("Closed|lanes"))])
        self.lanes.set_value(chosen)
        self.closed_link.setText(_("look at the open ones") if chosen == "closed" else _("look at the closed ones"))
        told = [_("{count} closed this month").format(count=month.closed)]
        if month.hours is not None:
            told.append(_("{hours} hours on average|requests").format(hours=month.hours))
        if month.said:
            told.append(_("{content} of {said} content").format(content=month.content, said=month.said))
        self.month.setText("，".join(told))

    def show_rows(self, there: bool, *, any_open: bool, lane: str) -> None:
        """Show the list, or what to do where it is empty."""
        self.table.setVisible(there)
        self.nothing.setVisible(not there)
        if lane == "closed":
            self.empty.say(_("Nothing was closed in the last three months."), _("Esc goes back to the open ones."))
        elif self.typed.value():
            said = _("Under All also what was closed in the last three months is looked through, what is older by its whole number.")
            self.empty.say(_("No request fits."), _("{said} Esc takes it back.").format(said=said))
        elif any_open:
            self.empty.say(_("Nothing stands here."), _("The other requests stand under All."))
        else:
            key = key_map.shown("requests.new")
            self.empty.say(_("Nobody waits for anything."), _("When somebody rings or comes, {key} writes it down.").format(key=key))
            self.strip.set_keys([(key, _("write one down|key"))])

    def set_keys(self, row: Row) -> None:
        """Say which letters work for the current request."""
        names = [name for name in self.pane.names(row) if name not in ("red", "yellow", "blue")][:5]
        find = (key_map.shown("requests.find_too"), _("find|request key"))
        judged = [("1|2|3", _("red, yellow, blue|key"))] if row.held.standing.state == "raised" else []
        self.strip.set_keys(
            [("↑|↓", _("choose|request key")), find, *judged, *((key_map.shown(f"requests.{name}"), words_of(name)) for name in names)]
        )
