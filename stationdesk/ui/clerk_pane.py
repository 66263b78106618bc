"""One station beside the list: what the county holds, what is missing, the one decision that waits, and what else can be done."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from stationdesk.county.standings import State, StationStanding
from stationdesk.i18n import _, ngettext
from stationdesk.ui import key_map
from stationdesk.ui.clerk_words import TONES, advice, copy_words, entered, when
from stationdesk.ui.parts.bars import clear
from stationdesk.ui.parts.buttons import Button, LinkButton
from stationdesk.ui.parts.labels import ElidedLabel, Label, ground, rule, set_property
from stationdesk.ui.parts.look import Look

WIDE, WIDEST = 25.0, 400
ACTS = ("retire", "put_back", "replace", "move", "revoke")


def act_words() -> dict[str, str]:
    """Return the verbs of what can be done about a station."""
    return {
        "retire": _("Retire a computer…"),
        "put_back": _("Put back what was set aside"),
        "replace": _("A new enrolment file…"),
        "move": _("To another town…"),
        "revoke": _("Computer stolen…"),
    }


class StationPane(QScrollArea):
    """The station the list stands on; `wanted` names what the clerk wants to do."""

    wanted = Signal(str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.look, self.deciding = look, ""
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = ground(QWidget(), "surface")
        box = QVBoxLayout(inner)
        box.setContentsMargins(24, 14, 20, 14)
        box.setSpacing(6)
        self.name, self.place = Label("", "name", wrap=True), ElidedLabel("", "body", "ink2")
        box.addWidget(self.name)
        box.addWidget(self.place)
        box.addSpacing(4)
        self.facts = QGridLayout()
        self.facts.setHorizontalSpacing(14)
        self.facts.setVerticalSpacing(6)
        self.facts.setColumnStretch(1, 1)
        box.addLayout(self.facts)
        box.addSpacing(6)
        box.addWidget(self._box())
        box.addSpacing(6)
        self.computers = Label("", "small", "ink2", wrap=True)
        box.addWidget(self.computers)
        box.addSpacing(6)
        self.line = rule()
        box.addWidget(self.line)
        self.links = {name: self._link(box, name) for name in ACTS}
        box.addStretch(1)
        self.setWidget(inner)
        self._resize()
        look.changed.connect(self._resize)

    def _box(self) -> QFrame:
        self.box = QFrame()
        self.box.setProperty("part", "bar")
        inside = QVBoxLayout(self.box)
        inside.setContentsMargins(14, 10, 12, 10)
        inside.setSpacing(6)
        self.head, self.text = Label("", "body_bold", wrap=True), Label("", "body", wrap=True)
        self.decide = Button("", self.look, small=True)
        self.decide.clicked.connect(lambda: self.wanted.emit(self.deciding))
        for part in (self.head, self.text, self.decide):
            inside.addWidget(part)
        return self.box

    def _link(self, box: QVBoxLayout, name: str) -> LinkButton:
        link = LinkButton(act_words()[name], self.look, key_map.shown(f"clerk.{name}"))
        link.clicked.connect(lambda: self.wanted.emit(name))
        box.addWidget(link)
        return link

    def _resize(self) -> None:
        self.setFixedWidth(min(round(WIDE * self.look.sizes.body), WIDEST))

    def show_station(self, one: StationStanding | None, on: date) -> None:
        """Show a station; nothing where there is none."""
        self.widget().setVisible(one is not None)
        if one is None:
            return
        self.name.setText(one.name)
        self.place.setText(" · ".join(filter(None, (one.town, one.leader, one.code))))
        clear(self.facts)
        for row, (label, text, tone) in enumerate(self._facts(one, on)):
            self.facts.addWidget(Label(label, "body", "ink2"), row, 0, Qt.AlignmentFlag.AlignTop)
            self.facts.addWidget(Label(text, "body", tone, wrap=True) if " " in text else ElidedLabel(text, "body", tone), row, 1)
        self._show_box(one)
        self.computers.setText("\n".join(copy_words(each, on) for each in one.computers))
        self.computers.setVisible(len(one.computers) > 1)
        self.links["retire"].setVisible(bool(one.computers))
        self.links["put_back"].setVisible(one.held > 0)
        self.links["revoke"].setVisible(one.file_waits or (one.enrolled and not one.revoked))
        self.verticalScrollBar().setValue(0)

    @staticmethod
    def _facts(one: StationStanding, on: date) -> list[tuple[str, str, str]]:
        count = ngettext("{count} change", "{count} changes", one.cursor).format(count=one.cursor)
        found = [(_("Phone"), one.phone, "ink")] if one.phone else []
        found.append((_("Heard last"), when(one.heard_at, on), "ink" if one.heard_at else "red"))
        if one.heard_at:
            found.append((_("The county has"), _("{count}, taken {moment}").format(count=count, moment=when(one.taken_at, on)), "ink"))
        if one.entered_at:
            found.append((_("Has up to"), entered(one, on), "ink"))
        if one.last_file:
            found.append((_("Last file"), one.last_file, "ink2"))
        if one.heard_at and not one.revoked:
            said = _("not written yet since then") if one.owes_answer else _("written")
            found.append((_("Answer|county"), said, "amber" if one.owes_answer else "green"))
        return found

    def _show_box(self, one: StationStanding) -> None:
        head, text = advice(one)
        decides = {State.TWO: "retire", State.ASIDE: "put_back", State.NEVER: "replace", State.REVOKED: "replace"}
        self.deciding = decides.get(one.state, "")
        self.box.setVisible(bool(head))
        if not head:
            return
        set_property(self.box, "tone", TONES[one.state])
        self.head.setText(head)
        self.text.setText(text)
        self.decide.setVisible(bool(self.deciding))
        if self.deciding:
            self.decide.key = key_map.shown(f"clerk.{self.deciding}")
            self.decide.setText(act_words()[self.deciding])
