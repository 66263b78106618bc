"""Who calls and with whom, as fields of a form: people chosen from the register, their relatives to tick, others to write."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.registers.call_wish import OtherEnd
from stationdesk.services.call_booking import Speaker
from stationdesk.services.call_ends import End, ends_of, wishes_of
from stationdesk.services.call_gaps import last_others
from stationdesk.services.shown_person import details_of
from stationdesk.ui import key_map
from stationdesk.ui.find_dialog import FindDialog
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.bars import clear
from stationdesk.ui.parts.buttons import Button, LinkButton
from stationdesk.ui.parts.fields import LineField
from stationdesk.ui.parts.labels import Label, literal, shown
from stationdesk.ui.parts.tags import FlowLayout

MOST = 6
"""Relatives that are offered of one person."""


class OnePerson(QWidget):
    """Somebody who calls, and the relatives he may call with; `unwanted` takes him out."""

    changed = Signal()
    unwanted = Signal(object)

    def __init__(self, desk: OpenDesk, resident_id: str, chosen: Sequence[OtherEnd] | None = None) -> None:
        super().__init__()
        self.desk, self.resident_id = desk, resident_id
        on, sees = desk.today(), desk.sees_children
        with desk.reading() as session:
            person = details_of(session, [resident_id]).get(resident_id)
            child = person is not None and person.is_child(on)
            self.ends = ends_of(session, resident_id, names=sees or not child)[:MOST]
            wish = wishes_of(session, [resident_id], on).get(resident_id)
            before = last_others(session, [resident_id]).get(resident_id, ())
        self.name = person.shown(on) if person is not None else ""
        self.gone = person is None
        begun = tuple(chosen) if chosen is not None else (wish.others if wish else ()) or before
        self._build(begun)

    def _build(self, begun: Sequence[OtherEnd]) -> None:
        look = self.desk.look
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(4)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(Label(self.name, "body_bold"))
        out = Button("", look, "quiet", icon="close", small=True)
        out.setToolTip(literal(_("Take {name} out").format(name=self.name)))
        out.setAccessibleName(shown(_("Take {name} out").format(name=self.name)))
        out.clicked.connect(lambda: self.unwanted.emit(self))
        line.addWidget(out)
        line.addStretch(1)
        box.addLayout(line)
        holder = QWidget()
        flow = FlowLayout(holder, 14)
        wanted = {one.kin_id for one in begun if one.kin_id} or {end.other.kin_id for end in self.ends[:1] if not begun}
        self.boxes: list[tuple[QCheckBox, End]] = []
        for end in self.ends:
            tick = QCheckBox(shown(end.label) + ("" if not end.unreachable else "（" + _("no number yet") + "）"))
            tick.setChecked(end.other.kin_id in wanted)
            tick.toggled.connect(lambda _on: self.changed.emit())
            self.boxes.append((tick, end))
            flow.addWidget(tick)
        other = [one for one in begun if not one.kin_id]
        self.other = LineField(look, _("somebody else: old comrade Jiang, Ganzhou"))
        self.other.setAccessibleName(_("Somebody else at the other end"))
        self.other.setText("，".join(filter(None, (other[0].title, other[0].place))) if other else "")
        self.other.textEdited.connect(lambda _text: self.changed.emit())
        self.more = LinkButton(_("somebody else|call"), look, "", "plus")
        self.more.clicked.connect(self._unfold)
        flow.addWidget(self.more)
        box.addWidget(holder)
        box.addWidget(self.other)
        self.other.setVisible(bool(self.other.text()) or not self.ends)
        self.more.setVisible(self.other.isHidden())

    def _unfold(self) -> None:
        self.other.show()
        self.more.hide()
        self.other.setFocus(Qt.FocusReason.OtherFocusReason)

    def chosen(self) -> list[End]:
        """Return the relatives that are ticked."""
        return [end for tick, end in self.boxes if tick.isChecked()]

    def speaker(self) -> Speaker:
        """Return him with those at the other end."""
        return Speaker(self.resident_id, (*(end.other for end in self.chosen()), *written_end(self.other.value())))


def written_end(text: str) -> tuple[OtherEnd, ...]:
    """Return somebody at the other end as he is written: who, then a comma, then where."""
    who, _comma, place = text.strip().replace(",", "，").partition("，")
    relation, _space, name = who.strip().partition(" ")
    return (OtherEnd(name=name.strip()[:72], relation=relation.strip()[:40], place=place.strip()[:120]),) if who.strip() else ()


class PeopleField(QWidget):
    """Everybody who calls at this end."""

    changed = Signal()

    def __init__(self, desk: OpenDesk) -> None:
        super().__init__()
        self.desk = desk
        self.people: list[OnePerson] = []
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(8)
        self.lines = QVBoxLayout()
        self.lines.setSpacing(8)
        box.addLayout(self.lines)
        self.add_button = LinkButton(_("add somebody who calls along"), desk.look, key_map.shown("call_form.add"), "plus")
        self.add_button.clicked.connect(self.ask)
        line = QHBoxLayout()
        line.addWidget(self.add_button)
        line.addStretch(1)
        box.addLayout(line)
        self.setFocusProxy(self.add_button)

    def add(self, resident_id: str, chosen: Sequence[OtherEnd] | None = None) -> None:
        """Add somebody, unless he is there already."""
        if any(one.resident_id == resident_id for one in self.people):
            return
        made = OnePerson(self.desk, resident_id, chosen)
        made.changed.connect(self.changed)
        made.unwanted.connect(self._take_out)
        self.people.append(made)
        self.lines.addWidget(made)
        self.changed.emit()

    def ask(self) -> None:
        """Ask for somebody of the register."""
        there = [one.resident_id for one in self.people]
        text = _("Type, choose with the arrows, Enter.")
        chosen = FindDialog(self.desk, _("Who calls?"), text, _("This one calls"), besides=there, parent=self.window()).ask()
        if chosen:
            self.add(chosen)
            first = self.people[-1].boxes
            (first[0][0] if first else self.people[-1].other).setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_out(self, one: OnePerson) -> None:
        self.people.remove(one)
        one.hide()
        one.deleteLater()
        self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def empty(self) -> None:
        """Take everybody out."""
        clear(self.lines)
        self.people = []

    def speakers(self) -> tuple[Speaker, ...]:
        """Return everybody with those at his other end."""
        return tuple(one.speaker() for one in self.people if not one.gone)

    def ends(self) -> list[End]:
        """Return every relative that is ticked."""
        return [end for one in self.people for end in one.chosen()]

    def names(self) -> str:
        """Return whom a sentence names."""
        return _(", (list)").join(one.name for one in self.people)
