"""What stands where on the clerk's page of stations."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stationdesk.county.standings import State, StationStanding
from stationdesk.i18n import _
from stationdesk.ledgers.list_export import ListColumn, export_list
from stationdesk.ui import key_map
from stationdesk.ui.clerk_carrier import ClerkWatch, StickLine, TwoBlocks
from stationdesk.ui.clerk_desk import ClerkDesk
from stationdesk.ui.clerk_pane import StationPane
from stationdesk.ui.clerk_words import TONES, entered, how, when
from stationdesk.ui.page import Page
from stationdesk.ui.parts.bars import AttentionBar, EmptyState, KeyStrip
from stationdesk.ui.parts.buttons import Button, LinkButton
from stationdesk.ui.parts.labels import ElidedLabel, Label, ground, rule
from stationdesk.ui.parts.record_model import Column
from stationdesk.ui.parts.record_table import RecordTable
from stationdesk.ui.parts.segments import Segments
from stationdesk.ui.parts.tokens import TextSize

ENTERED_COLUMN, COUNT_COLUMN = 3, 4
TONE_OF = {"late": "red", "soon": "amber"}


class StationSource:
    """The stations that are shown."""

    def __init__(self, stations: Sequence[StationStanding], on: date) -> None:
        self.on = on
        self.by_code = {one.code: one for one in stations}

    def ids(self) -> Sequence[Hashable]:
        """Return the codes in the order shown."""
        return list(self.by_code)

    def rows(self, ids: Sequence[Hashable]) -> Mapping[Any, Any]:
        """Return the stations."""
        return {code: self.by_code[str(code)] for code in ids}


def tone(one: StationStanding) -> str:
    """Return the tone in which it is said how a station stands."""
    return "green" if one.state is State.GOOD else TONE_OF[TONES[one.state]]


def spoken(one: StationStanding) -> str:
    """Return a station's line as a sentence."""
    return _(", |pause").join((one.name, one.town, how(one)))


class StationsLayout(Page):
    """The parts of the page; what they do is the page's."""

    desk: ClerkDesk

    def __init__(self, desk: ClerkDesk, root: Path) -> None:
        super().__init__(desk)
        self.watch = ClerkWatch(desk, root, self)
        on = desk.today
        columns = [
            Column(_("Station|column"), lambda row: row.name, 7.6, bold=True, spoken=spoken),
            Column(_("Town|column"), lambda row: row.town, 6.0, tone=lambda _row: "ink2"),
            Column(_("Heard last|column"), lambda row: when(row.heard_at, on()), 8.6),
            Column(_("Has up to|column"), lambda row: entered(row, on()), 5.8),
            Column(_("Changes|column"), lambda row: str(row.cursor) if row.heard_at else "", 5.0, right=True),
            Column(_("How it stands|column"), how, None, tone=tone),
        ]
        self.table = RecordTable(self.look, columns)
        self.table.setAccessibleName(_("Stations"))
        self.pane = StationPane(self.look)
        self.stick, self.blocks = StickLine(self.look), TwoBlocks(self.look)
        self.shows = Segments([("all", "")], self.look, small=True, numbered=False)
        self.shows.setAccessibleName(_("Which stations"))
        self.bar = AttentionBar(self.look)
        self.strip = KeyStrip(self.look)
        self.empty = EmptyState(self.look, "", "")
        self.head = ""
        self._lay_out()
        self.offer(dict.fromkeys(("all", "ring", "quiet", "aside", "good"), 0))
        self.shows.set_value("all")
        self.look.changed.connect(self._resize)
        self._resize()

    def _lay_out(self) -> None:
        margin = self.look.sizes.page_margin
        left = QVBoxLayout()
        left.setSpacing(0)
        top = QVBoxLayout()
        top.setContentsMargins(margin, 12, margin, 8)
        top.setSpacing(8)
        top.addLayout(self._head())
        for part in (self.stick, self.blocks, self.bar):
            top.addWidget(part)
        line = QHBoxLayout()
        line.addWidget(self.shows)
        line.addStretch(1)
        top.addLayout(line)
        left.addLayout(top)
        left.addWidget(self.table, 1)
        self.nothing = QWidget()
        box = QVBoxLayout(self.nothing)
        box.setContentsMargins(margin, 8, margin, 0)
        box.addWidget(ground(self.empty, "paper"))
        box.addStretch(1)
        left.addWidget(self.nothing, 1)
        left.addWidget(self.strip)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(left, 1)
        whole.addWidget(rule(upright=True))
        whole.addWidget(self.pane)

    def _head(self) -> QHBoxLayout:
        self.told, self.urgent = ElidedLabel("", "body", "ink2"), Label("", "body_bold", "amber")
        self.new = Button(_("Enrol a station"), self.look, "plain", key_map.shown("clerk.enrol"), icon="plus", small=True)
        head = QHBoxLayout()
        head.setSpacing(14)
        head.addWidget(Label(_("Stations"), "title"))
        head.addWidget(self.urgent)
        head.addWidget(self.told, 1)
        head.addWidget(self.new)
        return head

    def _resize(self) -> None:
        """Leave out the figures where the writing is large: they stand beside the list."""
        large = self.look.text_size is not TextSize.STANDARD
        for column in (ENTERED_COLUMN, COUNT_COLUMN):
            self.table.setColumnHidden(column, large)
        self.table.resize_columns()

    def offer(self, counts: Mapping[str, int]) -> None:
        """Offer the filters with how many stations each shows."""
        words = {
            "all": _("All|stations"),
            "ring": _("To look after"),
            "quiet": _("Long quiet"),
            "aside": _("Something wrong"),
            "good": _("All taken"),
        }
        self.shows.offer([(code, f"{word} {counts.get(code, 0)}") for code, word in words.items()])

    def say_empty(self, trouble: str, *, any_there: bool, known: bool) -> None:
        """Say why no station is shown."""
        if trouble:
            self.empty.say(_("The county's ledger could not be read."), trouble)
        elif not known:
            self.empty.say(_("Reading how the stations stand…"), "")
        elif any_there:
            self.empty.say(_("No station is like that."), _("Esc shows all of them again."))
        else:
            self.empty.say(
                _("No station is enrolled yet."),
                _("Ctrl+N writes the first enrolment file; the station takes it in and reports from then on."),
            )

    def say_done(self, tone_of: str, head: str, text: str, *, see: bool) -> None:
        """Say what came of the work, with the way to the list."""
        buttons = []
        if see:
            link = LinkButton(_("See the list"), self.look, key_map.shown("clerk_window.came"))
            link.clicked.connect(lambda: self.desk.open_page.emit("came", "bad"))
            buttons.append(link)
        self.bar.show_sentence(tone_of, head, text, buttons)

    def save_list(self, path: Path, stations: Sequence[StationStanding]) -> None:
        """Write stations into a workbook."""
        heads = (
            _("Code"),
            _("Station"),
            _("Town"),
            _("Leader|county"),
            _("Phone"),
            _("Heard last"),
            _("Has up to"),
            _("Days quiet"),
            _("Changes"),
            _("Remark"),
        )
        columns = [ListColumn(head, holds="number" if head in {_("Days quiet"), _("Changes")} else "") for head in heads]
        on = self.desk.today()
        rows = [
            (
                one.code,
                one.name,
                one.town,
                one.leader,
                one.phone,
                when(one.heard_at, on),
                entered(one, on),
                str(one.quiet_days or ""),
                str(one.cursor),
                how(one),
            )
            for one in stations
        ]
        export_list(path.with_suffix(".xlsx"), _("Stations"), columns, rows)
