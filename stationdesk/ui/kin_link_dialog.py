"""A relative who is in the register himself: found, linked, and the relation turned round for his own page."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QWidget

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.kin import Kin
from stationdesk.services.family_data import FamilyData
from stationdesk.services.family_troubles import called
from stationdesk.services.finding import find
from stationdesk.services.kin_links import add_reverse, link, reverse_lacking
from stationdesk.services.kin_words import kin_word
from stationdesk.services.shown_person import details_of
from stationdesk.ui import key_map
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.parts.fields import ComboField, FieldGrid, LineField
from stationdesk.ui.parts.labels import Label

OFFERED = 12


class KinLinkDialog(Dialog):
    """Links one relative to a resident."""

    def __init__(self, desk: OpenDesk, data: FamilyData, kin: Kin, parent: QWidget | None = None) -> None:
        who = f"{kin_word(kin.relation, kin.relation_written)} {kin.name or ''}".strip()
        text = _("What his own page says is then said here too: phone, where he works, how he is. Nothing is typed twice.")
        super().__init__(parent, desk.look, _("{kin} is in the register").format(kin=who), text, width=560)
        self.desk, self.data, self.kin = desk, data, kin
        self.form = FieldGrid(self.look)
        self.asked = LineField(self.look, _("name, pinyin, group…"))
        self.asked.setText(kin.name or "")
        self.form.add(_("Find somebody"), self.asked)
        self.other = ComboField((), self.look)
        self.form.add(_("Is this person"), self.other)
        self.back = QCheckBox("")
        self.back.setChecked(True)
        self.form.add(_("On his page"), self.back)
        self.body.addWidget(self.form)
        self.trouble = Label("", "small", "red", wrap=True)
        self.body.addWidget(self.trouble)
        self.save_button = self.add_button(_("It is the same person"), "primary", key_map.shown("family_form.save"), closes=False)
        self.save_button.clicked.connect(self.save)
        self.add_button(_("Change nothing"), "plain", "Esc")
        key_map.attach(self, "family_form.save", self.save)
        self.asked.textEdited.connect(lambda _text: self._find())
        self.other.currentIndexChanged.connect(lambda _at: self._propose())
        self._find()
        self.asked.setFocus(Qt.FocusReason.OtherFocusReason)

    def _find(self) -> None:
        self.other.clear()
        with self.desk.reading() as session:
            ids = [one.id for one in find(session, self.asked.value(), OFFERED) if one.id != self.kin.resident_id]
            people = details_of(session, ids)
        for id_ in ids:
            if id_ in people:
                person = people[id_]
                age = person.age(self.data.on)
                years = _("{years} years").format(years=age) if age is not None else ""
                group = "" if person.is_child(self.data.on) else person.village_group
                words = [person.shown(self.data.on), years, group]
                self.other.addItem("，".join(filter(None, words)), id_)
        self._propose()

    def _propose(self) -> None:
        """Say what would stand on the other's page."""
        other, self.back_wanted = self.other.value(), None
        if other:
            with self.desk.reading() as session:
                self.back_wanted = reverse_lacking(session, self.kin.resident_id, other, self.kin.relation)
        self.back.setVisible(self.back_wanted is not None)
        if self.back_wanted is not None:
            whose = self.data.resident(self.kin.resident_id)
            name = called(whose, self.data.on) if whose is not None else ""
            label = table("relation").label(self.back_wanted.relation)
            self.back.setText(_("write {name} down as {relation}").format(name=name, relation=label).replace("&", "&&"))

    def save(self) -> None:
        """Link them; what cannot be is said."""
        other = self.other.value()
        if not other:
            self.trouble.setText(_("Please find the person first."))
            return
        says = _("{kin} is the resident {name}").format(kin=self.kin.name or kin_word(self.kin.relation), name=self.other.currentText())
        try:
            with self.desk.writing(says.partition("，")[0]) as session:
                link(session, self.kin.id, other)
                if self.back_wanted is not None and self.back.isChecked():
                    add_reverse(session, self.back_wanted)
        except DeskError as error:
            self.trouble.setText(error.message)
            return
        self.desk.said(says.partition("，")[0])
        self.give("saved")
