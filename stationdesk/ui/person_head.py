"""The facts of the open person, label and value, in the order a caller needs them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QLayout, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.services.person_facts import KinFact, PersonFacts, Phone
from stationdesk.ui import key_map
from stationdesk.ui.parts.buttons import LinkButton
from stationdesk.ui.parts.labels import Label, literal
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.paint import SEPARATOR
from stationdesk.ui.parts.tags import FlowLayout, Tag
from stationdesk.ui.parts_line import Parts, PartsLine

REVEALED = 20_000
"""Milliseconds for which uncovered numbers stay on the screen."""
LABEL = 3.7
"""Width of the labels, in em."""

PHONES, TAGS = 2, 10
"""Numbers and tags that are shown; how many more there are is said, and the form shows all."""


class FactsGrid(QWidget):
    """Phone, address, kin, situation, next, who is responsible; empty lines are left out."""

    reveal_wanted = Signal()
    rebuilt = Signal()
    """The lines were made anew, and with them the links in them."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = look
        self.grid = QGridLayout(self)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setHorizontalSpacing(0)
        self.grid.setVerticalSpacing(6)
        self.grid.setColumnStretch(1, 1)
        self.facts: PersonFacts | None = None
        self.one_kin_a_line = False
        self.revealed: Sequence[tuple[str, str]] = ()
        self.hide_again = QTimer(self)
        self.hide_again.setSingleShot(True)
        self.hide_again.setInterval(REVEALED)
        self.hide_again.timeout.connect(self.cover)
        look.changed.connect(self.rebuild)

    def set_column(self, *, narrow: bool) -> None:
        """Give every relative a line of his own, or let them stand side by side."""
        self.one_kin_a_line = narrow
        self.rebuild()

    def show_facts(self, facts: PersonFacts | None) -> None:
        """Show another person's facts, all numbers covered."""
        self.facts, self.revealed = facts, ()
        self.hide_again.stop()
        self.rebuild()

    def reveal(self, numbers: Sequence[tuple[str, str]]) -> None:
        """Show the numbers uncovered for twenty seconds."""
        self.revealed = numbers
        self.hide_again.start()
        self.rebuild()

    def cover(self) -> None:
        """Cover the numbers again."""
        self.revealed = ()
        self.hide_again.stop()
        self.rebuild()

    def rebuild(self) -> None:
        """Make the lines anew."""
        empty(self.grid)
        facts = self.facts
        if facts is None or facts.locked:
            return
        self.grid.setColumnMinimumWidth(0, round(LABEL * self.look.sizes.body))
        if self.revealed:
            self._line(_("Numbers|facts"), self._flow([[(f"{whose} ", "ink2"), (number, "bold")] for whose, number in self.revealed]))
        else:
            self._line(_("Phone|facts"), self._phones(facts))
        self._line(
            _("Address|facts"), PartsLine(self.look, _spaced(facts.address or _("not known yet"), facts.address_note, facts.address))
        )
        if facts.birthday:
            self._line(_("Birthday|facts"), PartsLine(self.look, [(facts.birthday, "")]))
        if facts.kin and not self.revealed:
            self._line(_("Kin|facts"), self._flow([self._kin(kin) for kin in facts.kin]))
        if facts.tags:
            self._line(_("Situation|facts"), self._tags(facts.tags, facts.since))
        if facts.next:
            self._line(
                _("Next|facts"), PartsLine(self.look, [(part.text, "late" if part.tone == "red" else part.tone) for part in facts.next])
            )
        if facts.responsible:
            self._line(_("Who|facts"), self._flow([[(f"{role} ", ""), (name, "")] for role, name in facts.responsible]))
        self.rebuilt.emit()

    def _line(self, label: str, value: QWidget) -> None:
        at = self.grid.rowCount()
        name = Label(label, tone="ink2")
        name.setFixedHeight(PartsLine(self.look).sizeHint().height())
        self.grid.addWidget(name, at, 0, Qt.AlignmentFlag.AlignTop)
        self.grid.addWidget(value, at, 1)
        if not value.accessibleName():
            value.setAccessibleName(label)

    def _phones(self, facts: PersonFacts) -> QWidget:
        box = QWidget()
        line = FlowLayout(box, 6)
        if not facts.phones:
            line.addWidget(Label(_("no number yet"), tone="amber"))
        for phone in facts.phones[:PHONES]:
            line.addWidget(PartsLine(self.look, [*phone_parts(phone), ("  ", "")]))
        if len(facts.phones) > PHONES:
            line.addWidget(Label(_("{count} more numbers").format(count=len(facts.phones) - PHONES), tone="ink2"))
        if facts.phones or facts.id_no or any(kin.phones for kin in facts.kin):
            button = LinkButton(_("See the numbers"), self.look, key_map.shown("residents.reveal"), "eye")
            button.clicked.connect(self.reveal_wanted)
            line.addWidget(button)
        return box

    @staticmethod
    def _kin(kin: KinFact) -> Parts:
        parts: list[tuple[str, str]] = [(kin.relation, "bold"), (f" {kin.name}", "")]
        if not kin.alive:
            return [*parts, (" " + _("has died"), "ink2")]
        if kin.place:
            parts += [(SEPARATOR, "ink2"), (kin.place, "")]
        for phone in kin.phones:
            parts += [(" ", ""), *phone_parts(phone, "ink2")]
        return parts

    def _flow(self, sentences: Sequence[Parts]) -> QWidget:
        box = QWidget()
        if self.one_kin_a_line:
            lines = QVBoxLayout(box)
            lines.setContentsMargins(0, 0, 0, 0)
            lines.setSpacing(6)
            for parts in sentences:
                lines.addWidget(PartsLine(self.look, parts))
            return box
        flow = FlowLayout(box, 6)
        for parts in sentences:
            flow.addWidget(PartsLine(self.look, [*parts, ("   ", "")]))
        return box

    def _tags(self, tags: Sequence[tuple[str, str]], since: Mapping[str, str]) -> QWidget:
        box = QWidget()
        flow = FlowLayout(box, 4)
        for word, tone in tags[:TAGS]:
            tag = Tag(word, tone or "ink2")
            tag.setToolTip(literal(since.get(word, "")))
            flow.addWidget(tag)
        everything = "、".join(since.get(word, word) for word, _tone in tags)
        if len(tags) > TAGS:
            more = Tag(_("{count} more tags").format(count=len(tags) - TAGS))
            more.setToolTip(literal(everything))
            flow.addWidget(more)
        box.setAccessibleName(everything)
        return box


def phone_parts(phone: Phone, tone: str = "") -> list[tuple[str, str]]:
    """Return a masked number, whose it is, and that it is dead, as pieces."""
    parts = [(phone.number, "ink3" if phone.dead else tone)]
    if phone.whose:
        parts.append((f" {phone.whose}", "ink2"))
    if phone.dead:
        parts.append((" " + _("out of use"), "amber"))
    return parts


def _spaced(text: str, note: str, known: str) -> list[tuple[str, str]]:
    parts = [(text, "" if known else "amber")]
    return [*parts, ("   ", ""), (note, "ink2")] if note else parts


def empty(layout: QLayout) -> None:
    """Take everything out of a layout."""
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.deleteLater()
