"""The middle of the family page: whose home it is, the one thing about to fail, who belongs to it and where, who looks after whom."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from stationdesk.i18n import N_, _
from stationdesk.services.families import Family, MemberRow
from stationdesk.services.family_troubles import Trouble
from stationdesk.ui import key_map
from stationdesk.ui.family_tables import PlainTable, toned
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.bars import AttentionBar, EmptyState, KeyStrip
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.labels import ElidedLabel, Label, PiecesLabel, ground, rule
from stationdesk.ui.parts.more_button import MoreButton
from stationdesk.ui.parts.record_model import Column
from stationdesk.ui.parts.tags import FlowLayout
from stationdesk.ui.parts.tokens import TextSize
from stationdesk.ui.parts_line import PartsLine
from stationdesk.ui.person_head import empty

SETTLES = {
    "letter": (N_("Print the letter"), "family.letter"),
    "guardian": (N_("Say who looks after them"), "family.guardian"),
    "head": (N_("Choose the head"), "family.head"),
}


class FamilyView(QWidget):
    """Shows a family; what is to be done is asked for by name: `wanted` gives the shortcut's name."""

    wanted = Signal(str)
    opened = Signal()
    """Enter on a member; on a relative outside the register it does nothing."""
    came_to = Signal(str)
    """The keyboard came to a member, by id."""

    def __init__(self, desk: OpenDesk) -> None:
        super().__init__()
        self.desk, self.look = desk, desk.look
        self.family: Family | None = None
        ground(self, "surface")
        self.setMinimumWidth(360)
        self._build()
        self._measure()
        self.look.changed.connect(self._measure)

    def _build(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        self.scrolled = QScrollArea()
        self.scrolled.setWidgetResizable(True)
        self.scrolled.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.scrolled.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = ground(QWidget(), "surface")
        self.box = QVBoxLayout(inner)
        self.box.setSpacing(8)
        self.box.addLayout(self._title())
        self.bar = AttentionBar(self.look)
        self.box.addWidget(self.bar)
        self.members = PlainTable(self.look, self._columns(), {3: lambda row: row.now}, height=40, headed=True, ruled=True)
        self.members.setAccessibleName(_("Members of the household"))
        ground(self.members, "surface")
        self.members.activated_row.connect(lambda row: None if row.outside else self.opened.emit())
        self.members.current_changed.connect(self._came_to)
        self.box.addWidget(self.members)
        self.hidden = Label("", "small", "ink3", wrap=True)
        self.box.addWidget(self.hidden)
        self.box.addWidget(self._buttons())
        self._build_guarding()
        self.scrolled.setWidget(inner)
        whole.addWidget(self.scrolled, 1)
        self.strip = KeyStrip(self.look)
        whole.addWidget(self.strip)

    def _build_guarding(self) -> None:
        self.others = QVBoxLayout()
        self.others.setSpacing(4)
        self.box.addLayout(self.others)
        self.heading = Label(_("Who looks after whom"), "strong")
        self.box.addSpacing(8)
        self.box.addWidget(self.heading)
        self.line = rule()
        self.box.addWidget(self.line)
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(16)
        self.grid.setVerticalSpacing(8)
        self.grid.setColumnStretch(1, 1)
        self.box.addLayout(self.grid)
        self.nobody = EmptyState(self.look, _("No family is open."), _("Choose a household in the list."))
        self.box.addWidget(self.nobody)
        self.box.addStretch(1)

    def _title(self) -> QHBoxLayout:
        line = QHBoxLayout()
        line.setSpacing(14)
        self.name = ElidedLabel("", "name")
        self.name.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.facts = PiecesLabel("", "body", "ink2")
        line.addWidget(self.name)
        line.addWidget(self.facts, 1)
        self.more = MoreButton(_("More|menu"), self.look, key_map.shown("family.menu"))
        line.addWidget(self.more)
        return line

    @staticmethod
    def _columns() -> list[Column]:
        return [
            Column(_("Relation|column"), lambda row: row.relation, 4.1, tone=lambda row: "ink3" if row.outside or row.gone else "ink2"),
            Column(
                _("Name|column"),
                lambda row: row.name,
                9.0,
                bold=True,
                icon=lambda row: "lock" if row.child else "",
                tone=lambda row: "ink3" if row.gone else "ink2" if row.outside else "",
                spoken=lambda row: row.sentence,
            ),
            Column(_("Age|column"), lambda row: row.age, 3.5, tone=lambda _row: "ink2"),
            Column(_("Where now|column"), lambda row: "".join(part.text for part in row.now), None),
        ]

    def _buttons(self) -> QWidget:
        holder = QWidget()
        flow = FlowLayout(holder, 8)
        self.buttons: dict[str, Button] = {}
        for name, words, icon, key in (
            ("family.add", _("Add a member|button"), "plus", True),
            ("family.head", _("Change the head"), "", False),
            ("family.status", _("Somebody left or came back"), "", False),
        ):
            button = Button(words, self.look, "plain", key_map.shown(name) if key else "", icon, small=True)
            button.clicked.connect(lambda _on=False, name=name: self.wanted.emit(name))
            self.buttons[name] = button
            flow.addWidget(button)
        self.holder = holder
        return holder

    def _measure(self) -> None:
        margin = self.look.sizes.page_margin
        self.box.setContentsMargins(margin + 2, 12, margin, 12)
        for number, column in enumerate(self.members.model().columns):
            if column.width is not None:
                self.members.setColumnWidth(number, round(column.width * self.look.sizes.body))
        self.set_keys()

    def set_keys(self) -> None:
        """Show which keys work here."""
        keys = [("Tab", _("next part|key")), (key_map.shown("family.open"), _("open this person|key"))]
        keys.append((key_map.shown("family.reveal"), _("show numbers, logged|key")))
        keys.append((key_map.shown("family.print"), _("print the family|key")))
        if self.look.text_size is not TextSize.STANDARD:
            keys = [(key_map.shown("family.side"), _("whom to ring|key")), *keys[1:]]
        self.strip.set_keys(keys)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 (Qt's name)
        """Let the facts give way to the name."""
        super().resizeEvent(event)
        self.members.resize_columns()

    # -- what it shows

    def show_family(self, family: Family | None, found: list[Trouble]) -> None:
        """Show a family, and what needs a hand in it."""
        self.family = family
        there = family is not None
        for widget in (self.name, self.facts, self.more, self.members, self.holder):
            widget.setVisible(there)
        self.nobody.setVisible(not there)
        self.hidden.setVisible(bool(family and family.hidden))
        guarding = family.guarding if family else ()
        for widget in (self.heading, self.line):
            widget.setVisible(bool(guarding))
        empty(self.grid)
        self._say_troubles(found)
        if family is None:
            self.members.model().forget()
            return
        self.name.setText(family.title)
        self.facts.set_pieces(family.facts)
        self.hidden.setText(_("{count} children are not shown: their records need the right to them.").format(count=family.hidden))
        self.members.show_rows(family.members)
        for at, (label, parts) in enumerate(guarding):
            self.grid.addWidget(Label(label, tone="ink2"), at, 0, Qt.AlignmentFlag.AlignTop)
            line = PartsLine(self.look, toned(parts))
            self.grid.addWidget(line, at, 1)

    def _say_troubles(self, found: list[Trouble]) -> None:
        empty(self.others)
        first = next((one for one in found if not one.calm), None)
        if first is None:
            self.bar.hide()
        else:
            buttons: list[QWidget] = []
            if first.action in SETTLES:
                words, name = SETTLES[first.action]
                button = Button(_(words), self.look, "plain", "", small=True)
                button.clicked.connect(lambda: self.wanted.emit(name))
                buttons = [button]
            mark = Label("")
            mark.setPixmap(self.look.pixmap("warning", "amber", self.look.sizes.icon))
            self.bar.show_sentence("soon", first.bold, first.text, buttons, mark)
        for one in found:
            if one is not first:
                self.others.addWidget(Label(f"{one.bold}{one.text}", "body", "ink2" if one.calm else "amber", wrap=True))

    def _came_to(self, row: MemberRow | None) -> None:
        if row is not None and self.members.hasFocus():
            self.came_to.emit(row.id)

    def current(self) -> MemberRow | None:
        """Return the member the keyboard is on."""
        found: MemberRow | None = self.members.current_row()
        return found
