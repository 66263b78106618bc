"""Who looks after the children of a household: guardians, whom the parents entrusted and until when, where the letter is."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget
from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.guardian import Guardian
from stationdesk.services.family_data import FamilyData
from stationdesk.services.family_troubles import called
from stationdesk.services.guardianship import (
    ORDER,
    change_guardian,
    end_guardian,
    fields_of_kin,
    fields_of_resident,
    write_guardians,
)
from stationdesk.services.kin_words import kin_word
from stationdesk.ui import key_map
from stationdesk.ui import resident_fields as known
from stationdesk.ui.day_field import DayField
from stationdesk.ui.form_foot import saved
from stationdesk.ui.head_dialog import relation_choices
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.fields import ComboField, FieldGrid, LineField
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.tall_dialog import TallDialog

SOMEBODY = "other"


class GuardianDialog(TallDialog):
    """Writes a guardianship down, changes one, or ends it."""

    def __init__(self, desk: OpenDesk, data: FamilyData, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, desk.look, _("Who looks after the children: {home}").format(home=title), "", width=620)
        self.desk, self.data = desk, data
        held = [(child, one) for child in data.children for one in data.guardians.get(child.id, ()) if not one.end_reason]
        self.kept = {one.id: (child, one) for child, one in held}
        self.form = FieldGrid(self.look)
        self._build()
        self.trouble = Label("", "small", "red", wrap=True)
        self.inside.addWidget(self.form)
        self.inside.addWidget(self.trouble)
        self.save_button = self.add_button(_("Save"), "primary", key_map.shown("family_form.save"), closes=False)
        self.save_button.clicked.connect(self.save)
        self.end_button = self.add_button(_("It ends today"), "plain", closes=False)
        self.end_button.clicked.connect(self.end)
        self.add_button(_("Do not save"), "plain", "Esc")
        key_map.attach(self, "family_form.save", self.save)
        self.which.currentIndexChanged.connect(lambda _at: self._turn())
        self.who.currentIndexChanged.connect(lambda _at: self._person())
        letters = [one.id for _child, one in self.kept.values() if one.kind == "delegated"]
        self.which.set_value(letters[0] if letters else "")
        self._turn()

    def _build(self) -> None:
        look, on = self.look, self.data.on
        relations = table("guardian_kind")
        words = [(id_, self._words(child.id, one)) for id_, (child, one) in self.kept.items()]
        self.which = ComboField([("", _("a new one|guardian")), *words], look)
        self.form.add(_("Which|guardian"), self.which)
        holder = QWidget()
        lines = QVBoxLayout(holder)
        lines.setContentsMargins(0, 0, 0, 0)
        self.boxes: dict[str, QCheckBox] = {}
        for child in self.data.children:
            box = QCheckBox(called(child, on).replace("&", "&&"))
            box.setChecked(True)
            self.boxes[child.id] = box
            lines.addWidget(box)
        self.children_row = self.form.add(_("Of which children"), holder)
        self.kind = ComboField([(code, relations.label(code)) for code in ORDER], look)
        self.kind.set_value("delegated")
        self.kind_row = self.form.add(_("How|guardian"), self.kind)
        self.who = ComboField(self._people(), look)
        self.who_row = self.form.add(_("Who|guardian"), self.who)
        self.name, self.phone = LineField(look), LineField(look)
        self.name_row = self.form.add(_("Name"), self.name)
        self.phone_row = self.form.add(_("Phone"), self.phone)
        self.relation = ComboField(relation_choices(), look)
        self.relation_row = self.form.add(_("Is to the child"), self.relation)
        self.begin, self.until = DayField(look, on, coming=True), DayField(look, on, coming=True)
        self.signed_on = DayField(look, on)
        self.form.add(_("From"), self.begin)
        self.form.add(_("To"), self.until, _("empty: without end"))
        self.signed = QCheckBox(_("The letter is signed"))
        self.form.add(_("Letter"), self.signed)
        self.form.add(_("Signed on"), self.signed_on)
        self.place = LineField(look)
        self.form.add(_("Where the letter is kept"), self.place)
        self.reason = LineField(look)
        self.reason_row = self.form.add(_("Why it ends"), self.reason, _("only where it ends"))

    def _words(self, child: str, one: Guardian) -> str:
        term = " ".join(filter(None, (one.from_date, "—" if one.to_date else "", one.to_date)))
        name = called(next(other for other in self.data.children if other.id == child), self.data.on)
        kind = table("guardian_kind").label(one.kind)
        return "，".join(filter(None, (one.name, _("of {child}|guardian").format(child=name), kind, term)))

    def _people(self) -> list[tuple[str, str]]:
        found = [(f"r:{one.id}", one.name) for one in self.data.adults]
        seen = {one.name for one in self.data.members}
        for child in self.data.children:
            for kin in self.data.kin.get(child.id, ()):
                if kin.name and kin.name not in seen and kin.life_state != "deceased":
                    seen.add(kin.name)
                    found.append((f"k:{kin.id}", f"{kin_word(kin.relation, kin.relation_written)} {kin.name}"))
        return [*found, (SOMEBODY, _("somebody else"))]

    # -- while one chooses

    def _turn(self) -> None:
        """Show what is kept of the chosen one, or an empty form with this year proposed."""
        kept = self.kept.get(self.which.value())
        fresh = kept is None
        for row in (self.children_row, self.kind_row, self.who_row):
            row.set_visible(fresh)
        self.reason_row.set_visible(not fresh)
        self.end_button.setVisible(not fresh)
        self.trouble.setText("")
        self.reason.clear()
        if kept is None:
            self.begin.set_day(self.data.on.isoformat())
            self.until.set_day(f"{self.data.on.year}-12-31" if self.data.on.month < 12 else f"{self.data.on.year + 1}-12-31")
            self.signed.setChecked(False)
            self.signed_on.set_day(None)
            self.place.clear()
            carer = next((f"r:{one.resident_id}" for one in self.data.facts.carers if one.resident_id), "")
            if self.who.findData(carer) >= 0:
                self.who.set_value(carer)
            self._person()
            return
        one = kept[1]
        for row in (self.name_row, self.phone_row):
            row.set_visible(False)
        self.relation.set_value(one.relation)
        self.begin.set_day(one.from_date)
        self.until.set_day(one.to_date)
        self.signed.setChecked(bool(one.letter_signed))
        self.signed_on.set_day(one.letter_on)
        self.place.setText(one.letter_place or "")

    def _person(self) -> None:
        """Fill in what is known of the one chosen."""
        kind, _sep, id_ = self.who.value().partition(":")
        for row in (self.name_row, self.phone_row):
            row.set_visible(kind == SOMEBODY and not self.which.value())
        child = self.data.children[-1].id if self.data.children else ""
        if kind == "r":
            self.relation.set_value(self.data.relation(child, id_) or "")
        elif kind == "k":
            self.relation.set_value(next((kin.relation for kins in self.data.kin.values() for kin in kins if kin.id == id_), "") or "")
        self.fit()

    # -- writing

    def _fields(self) -> dict[str, Any]:
        return {
            "relation": self.relation.value() or None,
            "from_date": self.begin.day(),
            "to_date": self.until.day(),
            "letter_signed": self.signed.isChecked(),
            "letter_on": self.signed_on.day(),
            "letter_place": self.place.value() or None,
        }

    def _whose(self) -> dict[str, Any]:
        kind, _sep, id_ = self.who.value().partition(":")
        if kind == "r":
            return fields_of_resident(next(one for one in self.data.adults if one.id == id_))
        if kind == "k":
            return fields_of_kin(next(kin for kins in self.data.kin.values() for kin in kins if kin.id == id_))
        phones, _tone, _sentence = known.read_phones_typed(self.phone.value(), ())
        return {"name": self.name.value(), "phones": phones}

    def save(self) -> None:
        """Write it; what cannot be is said, and nothing is changed."""
        if any(field.wrong() for field in (self.begin, self.until, self.signed_on)):
            return
        kept, children = self.which.value(), [id_ for id_, box in self.boxes.items() if box.isChecked()]
        if not kept and (not children or not self._whose().get("name")):
            self.trouble.setText(_("Please say of which child, and who."))
            return
        fields = self._fields()
        says = _("Who looks after {children}").format(children="、".join(self._called([self.kept[kept][0].id] if kept else children)))

        def work(session: Session) -> None:
            if kept:
                change_guardian(session, kept, fields, self.data.on)
            else:
                write_guardians(session, children, self._whose() | {"kind": self.kind.value()} | fields, self.data.on)

        if saved(self.desk, says, work, self.trouble):
            self.give("saved")

    def end(self) -> None:
        """End the chosen one today."""
        kept = self.which.value()
        says = _("Nobody looks after {children} by this letter any more")
        says = says.format(children="、".join(self._called([self.kept[kept][0].id])))
        if saved(self.desk, says, lambda session: end_guardian(session, kept, self.data.on, self.reason.value()), self.trouble):
            self.give("ended")
        else:
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def _called(self, ids: list[str]) -> list[str]:
        return [called(one, self.data.on) for one in self.data.children if one.id in ids]
