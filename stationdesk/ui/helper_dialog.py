"""Writing a helper down, or changing what is known of one."""

from __future__ import annotations

from typing import Any

from PySide6.QtGui import QIntValidator
from PySide6.QtWidgets import QWidget
from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.helper import Helper
from stationdesk.registers.phone import read_phones
from stationdesk.services.helpers import write_helper
from stationdesk.services.pairing_writing import subject_words
from stationdesk.ui import key_map
from stationdesk.ui.day_field import DayField
from stationdesk.ui.find_dialog import FindDialog
from stationdesk.ui.form_foot import saved
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.fields import ComboField, FieldGrid, LineField
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.tall_dialog import TallDialog

MOST = 999


def choices(name: str) -> list[tuple[str, str]]:
    """Return the rows of a code table for a field, none first."""
    return [("", _("not known|choice")), *((row.code, row.label) for row in table(name).given)]


class HelperDialog(TallDialog):
    """One helper; `helper_id` is who was written."""

    def __init__(self, desk: OpenDesk, parent: QWidget | None, one: Helper | None = None) -> None:
        title = _("{name}: what is known").format(name=one.name) if one else _("A new helper")
        super().__init__(parent, desk.look, title, width=600)
        self.desk, self.one, self.helper_id = desk, one, one.id if one else ""
        self.resident = one.resident_id if one else None
        self._fields()
        self._show()
        self.trouble = Label("", "body", "red", wrap=True)
        self.inside.addWidget(self.trouble)
        button = self.add_button(_("Save"), "primary", key_map.shown("visit.save"), closes=False)
        button.clicked.connect(self.save)
        key_map.attach(self, "visit.save", self.save)
        self.add_button(_("Do not save"), "quiet", "Esc")
        self.name.setFocus()

    def _fields(self) -> None:
        grid, look = FieldGrid(self.look, label_width=110), self.look
        self.name, self.org, self.post, self.phone = (LineField(look) for _number in range(4))
        self.kind = ComboField(choices("helper_type"), look, word=table("helper_type").label)
        self.level = ComboField(choices("org_level"), look)
        self.origin = ComboField(choices("helper_origin"), look, word=table("helper_origin").label)
        self.sex = ComboField(choices("sex"), look)
        self.most, self.free = LineField(look), LineField(look)
        self.most.setValidator(QIntValidator(0, MOST, self.most))
        self.joined = DayField(look, self.desk.today())
        self.who = Button("", look, "plain", small=True)
        self.who.clicked.connect(self.choose_resident)
        self.remark = LineField(look)
        grid.add(_("Name"), self.name, _("or of a team, a branch, a company"))
        grid.add(_("Kind of helper"), self.kind)
        grid.add(_("Phone"), self.phone)
        grid.add(_("Organisation"), self.org)
        grid.add(_("Post"), self.post)
        grid.add(_("Level of the organisation"), self.level)
        grid.add(_("Where the helper comes from"), self.origin)
        grid.add(_("Sex"), self.sex)
        grid.add(_("Pairings at most"), self.most, _("empty: as the project says"), stretch=False)
        grid.add(_("When free"), self.free)
        grid.add(_("Since"), self.joined, stretch=False)
        grid.add(_("Lives here"), self.who, stretch=False)
        grid.add(_("Remark"), self.remark)
        self.grid = grid
        self.inside.addWidget(grid)

    def _show(self) -> None:
        one = self.one
        if one is not None:
            for field, value in ((self.name, one.name), (self.org, one.org), (self.post, one.post), (self.free, one.free_times)):
                field.setText(value or "")
            self.remark.setText(one.remark or "")
            self.phone.setText(" ".join(phone.number for phone in one.phones))
            self.most.setText("" if one.most_pairings is None else str(one.most_pairings))
            for combo, code in ((self.kind, one.helper_type), (self.level, one.org_level), (self.origin, one.origin), (self.sex, one.sex)):
                combo.set_value(code)
            self.joined.set_day(one.joined_on)
            if one.phones:
                self.desk.log("shown", about=_("helper: phone number|log"))
        self._say_resident()

    def _say_resident(self) -> None:
        words = _("not written down, choose…")
        if self.resident:
            with self.desk.reading() as session:
                words = subject_words(session, self.resident, None, self.desk.today())
        self.who.setText(words)

    def choose_resident(self) -> None:
        """Say which resident he is, so that nobody becomes his own helper and his group is known."""
        text = _("Then nobody is paired with himself, and helpers of the same group are offered first.")
        found = FindDialog(self.desk, _("Which resident is he?"), text, _("This one"), parent=self).ask()
        self.resident = found or None
        self._say_resident()

    def fields(self) -> dict[str, Any]:
        """Return what the fields hold."""
        kept = {phone.number: phone for phone in self.one.phones} if self.one else {}
        read = read_phones(self.phone.value())
        phones = tuple(kept.get(one.number) or PhoneNumber(number=one.number, owner=one.owner) for one in read.phones)
        most = self.most.value()
        return {
            "name": self.name.value(),
            "org": self.org.value() or None,
            "post": self.post.value() or None,
            "free_times": self.free.value() or None,
            "remark": self.remark.value() or None,
            "phones": phones,
            "most_pairings": int(most) if most else None,
            "helper_type": self.kind.value() or None,
            "org_level": self.level.value() or None,
            "origin": self.origin.value() or None,
            "sex": self.sex.value() or None,
            "joined_on": self.joined.day(),
            "resident_id": self.resident,
        }

    def save(self) -> None:
        """Write the helper; what is wrong is said, and nothing typed is lost."""
        if self.joined.wrong():
            return
        if rest := read_phones(self.phone.value()).rest:
            self.trouble.setText(
                _("This is no phone number: {rest}. Please look at it again, or write it under the remark.").format(rest=rest)
            )
            self.phone.setFocus()
            return
        if not self.name.value().strip():
            self.trouble.setText(_("A helper has a name. Please write it down."))
            self.name.setFocus()
            return
        fields, words = self.fields(), _("Change {name}|helper") if self.one else _("Write {name} down|helper")

        def write(session: Session) -> None:
            self.helper_id = write_helper(session, fields, self.desk.today(), self.one.id if self.one else "").id

        if saved(self.desk, words.format(name=fields["name"]), write, self.trouble):
            self.give("saved")
