"""Taking a member out, moving him to another household, splitting one (分户), merging two (合户): one dialog, what happens shown first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.services.families_found import homes_called
from stationdesk.services.family_data import FamilyData
from stationdesk.services.family_troubles import called
from stationdesk.services.household_heads import propose_head
from stationdesk.services.households import Proposal, members_of, merge_households, move_to, propose_merged, split_off, take_out
from stationdesk.ui import key_map
from stationdesk.ui.head_dialog import relation_choices
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.fields import ComboField, FieldGrid, LineField
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.parts.segments import Segments
from stationdesk.ui.person_head import empty
from stationdesk.ui.tall_dialog import TallDialog


class MovesDialog(TallDialog):
    """Asks what shall happen with the household's members, and shows what everybody becomes."""

    def __init__(self, desk: OpenDesk, data: FamilyData, title: str, member: str = "", parent: QWidget | None = None) -> None:
        text = _("Nobody is lost: whoever leaves a household stays in the register with everything that happened.")
        super().__init__(parent, desk.look, _("Take out, move, split, merge: {home}").format(home=title), text, width=640)
        self.desk, self.data, self.home_title = desk, data, title
        self.names = {one.id: called(one, data.on) for one in data.members}
        self._build(member)
        self.rows = QGridLayout()
        self.rows.setHorizontalSpacing(14)
        self.rows.setVerticalSpacing(6)
        self.rows.setColumnStretch(2, 1)
        self.inside.addLayout(self.rows)
        self.boxes: dict[str, QCheckBox] = {}
        self.fields: dict[str, ComboField] = {}
        self.trouble = Label("", "small", "red", wrap=True)
        self.inside.addWidget(self.trouble)
        self.save_button = self.add_button(_("Do it"), "primary", key_map.shown("family_form.save"), closes=False)
        self.save_button.clicked.connect(self.save)
        self.add_button(_("Change nothing"), "plain", "Esc")
        key_map.attach(self, "family_form.save", self.save)
        self.asked.textEdited.connect(lambda _text: self._find())
        for box in (self.other, self.relation, self.who):
            box.currentIndexChanged.connect(lambda _at: self._show_rows())
        self._turn("move")
        self.what.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self, member: str) -> None:
        choices = [("move", _("Move to another household")), ("split", _("Split the household"))]
        choices += [("merge", _("Merge with another household")), ("out", _("Take out"))]
        self.what = Segments(choices, self.look, wraps=True)
        self.what.set_value("move")
        self.what.changed.connect(self._turn)
        self.form = FieldGrid(self.look)
        self.form.add(_("What|moves"), self.what, stretch=False)
        self.who = ComboField([(one.id, self.names[one.id]) for one in self.data.members], self.look)
        if member in self.names:
            self.who.set_value(member)
        self.who_row = self.form.add(_("Who|moves"), self.who)
        self.asked = LineField(self.look, _("head, pinyin, group, number…"))
        self.asked_row = self.form.add(_("Find the household"), self.asked)
        self.other = ComboField((), self.look)
        self.other_row = self.form.add(_("Which household"), self.other)
        self.relation = ComboField(relation_choices(), self.look)
        self.relation.set_value("")
        self.relation_row = self.form.add(_("Is to the head there"), self.relation)
        self.inside.addWidget(self.form)

    def _turn(self, what: str) -> None:
        self.who_row.set_visible(what != "merge")
        for row in (self.asked_row, self.other_row, self.relation_row):
            row.set_visible(what in ("move", "merge"))
        self.who_row.label.setText(_("New head") if what == "split" else _("Who|moves"))
        self.relation_row.label.setText(_("Its head is to the head here") if what == "merge" else _("Is to the head there"))
        words = {"move": _("Move"), "split": _("Split"), "merge": _("Merge|households"), "out": _("Take out")}
        self.save_button.setText(words[what])
        self._show_rows()

    def _find(self) -> None:
        """Offer the households that fit what was typed."""
        self.other.clear()
        with self.desk.reading() as session:
            sees = self.desk.sees_children
            found = homes_called(session, self.desk.database, self.asked.value(), self.data.on, may_see_children=sees)
        for id_, words in found:
            if id_ != self.data.home.id:
                self.other.addItem(words, id_)

    def _show_rows(self) -> None:
        """Show what everybody concerned becomes."""
        empty(self.rows)
        self.boxes, self.fields = {}, {}
        self.trouble.setText("")
        what, other = self.what.value(), self.other.value()
        if what == "split" and self.who.value():
            self._show_split()
        elif what == "merge" and other:
            with self.desk.reading() as session:
                proposed = propose_merged(session, self.data.home.id, other, self.relation.value() or None)
                names = {one.id: called(one, self.data.on) for one in members_of(session, other)}
            self._offer(proposed, names)
        self.fit()

    def _show_split(self) -> None:
        with self.desk.reading() as session:
            try:
                proposed = propose_head(session, self.data.home.id, self.who.value())
            except DeskError as error:
                self.trouble.setText(error.message)
                return
        self._offer(proposed, self.names, boxes=True)

    def _offer(self, proposed: Sequence[Proposal], names: dict[str, str], *, boxes: bool = False) -> None:
        for at, one in enumerate(proposed):
            name = names.get(one.resident_id, "")
            field = ComboField(relation_choices(one.codes), self.look)
            field.set_value(one.after or "")
            field.setAccessibleName(_("{name} becomes").format(name=name))
            if one.asked:
                field.setProperty("state", "doubt")
            self.fields[one.resident_id] = field
            if boxes:
                box = QCheckBox(_("{name} comes along").format(name=name.replace("&", "&&")))
                box.setChecked(one.after in ("wife", "husband", "spouse", "son", "daughter"))
                self.boxes[one.resident_id] = box
                self.rows.addWidget(box, at, 0)
            else:
                self.rows.addWidget(Label(name, "body_bold"), at, 0)
            self.rows.addWidget(Label(_("becomes"), tone="ink3"), at, 1)
            self.rows.addWidget(field, at, 2)

    # -- writing

    def save(self) -> None:
        """Write what was chosen; what cannot be is said, and nothing is changed."""
        what, who, other, on = self.what.value(), self.who.value(), self.other.value(), self.data.on
        if what in ("move", "merge") and not other:
            self.trouble.setText(_("Please find the other household first."))
            self.asked.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        says = self._says(str(what))
        relations = {one: field.value() or None for one, field in self.fields.items()}
        try:
            with self.desk.writing(says) as session:
                if what == "out":
                    take_out(session, who)
                elif what == "move":
                    move_to(session, who, other, self.relation.value() or None, on)
                elif what == "split":
                    going = {one: relation for one, relation in relations.items() if self.boxes[one].isChecked()}
                    split_off(session, self.data.home.id, who, going, on)
                else:
                    merge_households(session, self.data.home.id, other, relations)
        except DeskError as error:
            self.trouble.setText(error.message)
            return
        self.desk.said(says)
        self.give("saved")

    def _says(self, what: str) -> str:
        name = self.names.get(self.who.value(), "")
        other = self.other.currentText().partition("，")[0]
        if what == "out":
            return _("Take {name} out of {home}").format(name=name, home=self.home_title)
        if what == "move":
            return _("Move {name} to {home}").format(name=name, home=other)
        if what == "split":
            return _("Split {home}: {name} is a head now").format(home=self.home_title, name=name)
        return _("Merge {other} into {home}").format(other=other, home=self.home_title)
