"""The right part of the family page: whom to ring first, what happened to the family lately, how its consents stand."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.services.calling_order import Caller
from stationdesk.services.event_words import Part
from stationdesk.services.family_side import ConsentLine, Happening
from stationdesk.ui import key_map
from stationdesk.ui.family_tables import PlainTable
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.buttons import LinkButton
from stationdesk.ui.parts.labels import Label, ground, rule
from stationdesk.ui.parts.record_model import Column
from stationdesk.ui.parts.tags import Key

EVENTS, CALLERS = 5, 8
"""Lines that are seen at once; more are scrolled to."""


class FamilySide(QScrollArea):
    """Three blocks, one below the other."""

    wanted = Signal(str)

    def __init__(self, desk: OpenDesk) -> None:
        super().__init__()
        self.desk, self.look = desk, desk.look
        self.numbers: dict[str, str] = {}
        """Uncovered numbers by caller, while they are shown."""
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        inner = ground(QWidget(), "paper")
        ground(self, "paper")
        self.box = QVBoxLayout(inner)
        self.box.setSpacing(4)
        self._build()
        self.setWidget(inner)
        self._measure()
        self.look.changed.connect(self._measure)

    def _build(self) -> None:
        look = self.look
        self.callers = PlainTable(
            look,
            [
                Column("", self._place, 1.7, tone=lambda _row: "teal", bold=True),
                Column("", lambda row: row.title, None, bold=True, spoken=lambda row: row.sentence),
                Column("", lambda row: row.where, 5.2, tone=lambda _row: "ink2"),
                Column("", self._number, 7.2, right=True),
            ],
            {},
            height=36,
            most=CALLERS,
        )
        self.callers.setAccessibleName(_("Whom to ring first"))
        self.nobody = Label(_("No number is known yet."), "body", "amber", wrap=True)
        head = self._heading(_("Whom to ring first"))
        head.addWidget(Key(key_map.shown("family.up")))
        head.addWidget(Key(key_map.shown("family.down")))
        head.addWidget(Label(_("changes the order"), "small", "ink2"))
        self.box.addWidget(rule())
        self.box.addWidget(self.callers)
        self.box.addWidget(self.nobody)
        self.box.addSpacing(10)
        self._build_happened()
        self.box.addSpacing(10)
        self._build_consents()
        self.box.addStretch(1)

    def _build_happened(self) -> None:
        self.happened = PlainTable(
            self.look,
            [
                Column("", lambda row: row.day, 6.2, tone=lambda _row: "ink2"),
                Column("", lambda row: "".join(part.text for part in row.parts), None, spoken=lambda row: row.sentence),
                Column("", lambda row: row.author, 4.4, right=True, tone=lambda _row: "ink2"),
            ],
            {1: lambda row: row.parts},
            height=33,
            most=EVENTS,
        )
        self.happened.setAccessibleName(_("What happened in the family"))
        head = self._heading(_("What happened in the family"))
        head.insertWidget(1, Label(_("newest first"), "small", "ink2"))
        self.box.addWidget(rule())
        self.box.addWidget(self.happened)
        self.quiet = Label(_("Nothing is written down yet."), "body", "ink3")
        self.box.addWidget(self.quiet)

    def _build_consents(self) -> None:
        self.consents = PlainTable(
            self.look,
            [
                Column("", lambda row: row.label, 4.6, tone=lambda _row: "ink2"),
                Column("", lambda row: "".join(part.text for part in row.parts), None, spoken=lambda row: row.sentence),
                Column("", lambda row: row.day, 6.4, right=True, tone=lambda _row: "ink2"),
            ],
            {1: _consent_parts},
            height=33,
        )
        self.consents.setAccessibleName(_("Consents"))
        self.consents.activated_row.connect(lambda _row: self.wanted.emit("family.consents"))
        head = self._heading(_("Consents"))
        self.change = LinkButton(_("write down|consents"), self.look, key_map.shown("family.consents"))
        self.change.clicked.connect(lambda: self.wanted.emit("family.consents"))
        head.addWidget(self.change)
        self.box.addWidget(rule())
        self.box.addWidget(self.consents)
        said = _("Children's real names and schools are on this page only; who has the right sees them with {key}, and it is noted.")
        self.note = Label(said.format(key=key_map.shown("family.reveal")), "small", "ink2", wrap=True)
        self.box.addWidget(self.note)

    def _heading(self, words: str) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(6)
        line.addWidget(Label(words, "strong"))
        line.addStretch(1)
        self.box.addLayout(line)
        return line

    def _measure(self) -> None:
        margin = self.look.sizes.page_margin
        self.box.setContentsMargins(margin, 14, margin, 12)

    def _place(self, row: Caller) -> str:
        ids = self.callers.model().ids()
        return str(list(ids).index(row.key) + 1)

    def _number(self, row: Caller) -> str:
        return self.numbers.get(row.key) or row.phone

    # -- what it shows

    def show_side(self, callers: Sequence[Caller], happened: Sequence[Happening], consents: Sequence[ConsentLine], *, sees: bool) -> None:
        """Show the three blocks of a family."""
        self.callers.show_rows(callers, lambda row: row.key)
        self.callers.setVisible(bool(callers))
        self.nobody.setVisible(not callers)
        self.happened.show_rows(happened)
        self.happened.setVisible(bool(happened))
        self.quiet.setVisible(not happened)
        self.consents.show_rows(consents, lambda row: row.kind)
        self.consents.setVisible(bool(consents))
        self.note.setVisible(sees)

    def forget(self) -> None:
        """Show nothing."""
        for table in (self.callers, self.happened, self.consents):
            table.model().forget()

    def reveal(self, numbers: dict[str, str]) -> None:
        """Show numbers uncovered, or covered again with none."""
        self.numbers = numbers
        self.callers.viewport().update()

    def current(self) -> Caller | None:
        """Return whom the keyboard is on."""
        found: Caller | None = self.callers.current_row()
        return found


def _consent_parts(row: ConsentLine) -> Sequence[Part]:
    return row.parts
