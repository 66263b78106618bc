"""The parts of the page of what the county wants and where they stand: kinds, list, the answer beside it, keys."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.services.county_claims import ClaimState, HeldClaim
from stationdesk.services.from_county import ANNOUNCEMENT, ARRIVAL, CLAIM, CORRECTION, DEPARTURE, TASK, TEMPLATE, Entry
from stationdesk.ui import key_map
from stationdesk.ui.from_county_pane import FromCountyPane
from stationdesk.ui.from_county_table import EntryTable
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.page import Page
from stationdesk.ui.parts.bars import EmptyState, KeyStrip
from stationdesk.ui.parts.labels import ElidedLabel, Label, ground, rule
from stationdesk.ui.parts.word_list import WordList

KINDS, PANE, WIDEST = 7.8, 25.0, 400
"""Widths of the list of kinds and of the right side in em, and the most pixels of the latter: at large text the list needs them."""


class FromCountyLayout(Page):
    """What stands on the page; what is in it is the page's."""

    def __init__(self, desk: OpenDesk) -> None:
        super().__init__(desk)
        self.kinds = WordList(self.look, _("From the county"), indent=20)
        self.table = EntryTable(self.look)
        self.pane = FromCountyPane(self.look)
        self.strip = KeyStrip(self.look, undo_key=key_map.shown("everywhere.undo"))
        self.empty = EmptyState(self.look, "", "")
        self._lay_out()

    def _lay_out(self) -> None:
        self.title, self.told = Label(_("From the county"), "title"), ElidedLabel("", "body", "ink2")
        head = QHBoxLayout()
        head.setContentsMargins(self.look.sizes.page_margin, 12, self.look.sizes.page_margin, 8)
        head.setSpacing(16)
        head.addWidget(self.title)
        head.addWidget(self.told, 1)
        self.lost = Label("", "small", "ink2", wrap=True)
        self.lost.setContentsMargins(self.look.sizes.page_margin, 6, 12, 8)
        middle = QVBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.table, 1)
        self.nothing = QWidget()
        box = QVBoxLayout(self.nothing)
        box.setContentsMargins(self.look.sizes.page_margin, 8, 0, 0)
        box.addWidget(ground(self.empty, "paper"))
        box.addStretch(1)
        middle.addWidget(self.nothing, 1)
        middle.addWidget(self.lost)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.kinds)
        row.addWidget(rule(upright=True))
        row.addLayout(middle, 1)
        self.edge = rule(upright=True)
        row.addWidget(self.edge)
        row.addWidget(self.pane)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(head)
        whole.addLayout(row, 1)
        whole.addWidget(self.strip)
        self.look.changed.connect(self._resize)
        self._resize()

    def _resize(self) -> None:
        self.kinds.setFixedWidth(round(KINDS * self.look.sizes.body))
        self.pane.setFixedWidth(min(round(PANE * self.look.sizes.body), WIDEST))

    def set_keys(self, one: Entry | None) -> None:
        """Say which keys work for what is current."""
        words = {TASK: _("done|key"), CORRECTION: _("corrected|key"), ANNOUNCEMENT: _("read|key")}
        opens = {TASK: _("report|key"), CORRECTION: _("open the record|key")}
        if one is not None and one.kind == CLAIM and one.open:
            live = isinstance(one.held, HeldClaim) and one.held.state is not ClaimState.CLOSED
            words[CLAIM], opens[CLAIM] = (_("delivered|key"), _("nothing comes of it|key")) if live else (_("told|key"), "")
        if one is not None and one.kind == ARRIVAL and one.open:
            words[ARRIVAL], opens[ARRIVAL] = _("take in|key"), _("not ours|key")
        opens[DEPARTURE] = _("open the record|key")
        keys = []
        if one is not None:
            asks = "" if one.kind != TASK else _("make a request|key") if one.request is None else _("to the request|key")
            keys = [("done", words.get(one.kind, "")), ("open", opens.get(one.kind, "")), ("request", asks)]
            keys += [("next_kind", _("next kind|key"))]
            report = [("earlier", _("the time before|key")), ("print", _("print|key")), ("export", _("export|key"))]
            keys += report if one.kind == TEMPLATE else []
        self.strip.set_keys([(key_map.shown(f"from_county.{name}"), word) for name, word in [*keys, ("back", _("back|key"))] if word])
