"""Consents of a person, or of the children of a family at once: how each stands, one more written down, one taken back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QGridLayout, QWidget
from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.resident import Resident
from stationdesk.services.consent_givers import Giver, givers_of
from stationdesk.services.consents import KINDS, PUBLIC, needs_guardian, says_consent, standing, withdraw, write_consent
from stationdesk.services.day_words import day_words
from stationdesk.services.doubles import is_child
from stationdesk.services.family_troubles import called
from stationdesk.services.person_writing import own_resident
from stationdesk.ui import key_map
from stationdesk.ui.day_field import DayField
from stationdesk.ui.form_foot import saved
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.fields import ComboField, FieldGrid, LineField
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.parts.segments import Segments
from stationdesk.ui.parts.tags import FlowLayout
from stationdesk.ui.person_head import empty
from stationdesk.ui.tall_dialog import TallDialog


class ConsentDialog(TallDialog):
    """Writes consents of one or several people; one giver signs for all that is ticked."""

    def __init__(self, desk: OpenDesk, resident_ids: Sequence[str], parent: QWidget | None = None) -> None:
        self.on = desk.today()
        with desk.reading() as session:
            self.people = [own_resident(session, one) for one in resident_ids]
            self.givers = givers_of(session, self.people[0], self.on)
        names = "、".join(called(one, self.on) for one in self.people)
        super().__init__(parent, desk.look, _("Consents of {name}").format(name=names), "", width=660)
        self.desk = desk
        self.stands = QGridLayout()
        self.stands.setHorizontalSpacing(14)
        self.stands.setVerticalSpacing(3)
        self.stands.setColumnStretch(2, 1)
        self.inside.addLayout(self.stands)
        self.form = FieldGrid(self.look)
        self._build()
        self.inside.addWidget(self.form)
        self.trouble = Label("", "small", "red", wrap=True)
        self.inside.addWidget(self.trouble)
        self.save_button = self.add_button(_("Write down"), "primary", key_map.shown("family_form.save"), closes=False)
        self.save_button.clicked.connect(self.save)
        self.back_button = self.add_button(_("Take the consent back"), "plain", closes=False)
        self.back_button.clicked.connect(self.take_back)
        self.add_button(_("Close"), "plain", "Esc")
        key_map.attach(self, "family_form.save", self.save)
        self._show_standing()
        self._turn()
        next(iter(self.kinds.values())).setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self) -> None:
        look, children = self.look, any(is_child(one, self.on) for one in self.people)
        words = table("consent_kind")
        holder = QWidget()
        flow = FlowLayout(holder, 10)
        self.kinds: dict[str, QCheckBox] = {}
        for code in KINDS:
            self.kinds[code] = QCheckBox(words.label(code))
            self.kinds[code].toggled.connect(lambda _on: self._turn())
            flow.addWidget(self.kinds[code])
        self.form.add(_("What for|consent"), holder)
        self.given = Segments((("yes", _("agrees")), ("no", _("does not agree"))), look)
        self.given.set_value("yes")
        self.form.add(_("Says"), self.given, stretch=False)
        self.giver = ComboField([(one.key, one.words) for one in self.givers], look)
        self.form.add(_("Who agreed"), self.giver)
        self.name = LineField(look)
        self.name_row = self.form.add(_("Name of who agreed"), self.name)
        self.child = Segments((("yes", _("wants it")), ("no", _("does not want it")), ("", _("not asked"))), look)
        self.child.set_value("" if children else None)
        self.child_row = self.form.add(_("The child itself"), self.child, stretch=False)
        forms = table("consent_form")
        self.how = ComboField([(row.code, row.label) for row in forms.rows], look)
        self.form.add(_("How|consent"), self.how)
        self.witness = LineField(look)
        self.witness_row = self.form.add(_("Witness"), self.witness)
        self.day, self.until = DayField(look, self.on), DayField(look, self.on, coming=True)
        self.day.set_day(self.on.isoformat())
        self.form.add(_("Day|consent"), self.day)
        self.form.add(_("Valid to"), self.until, _("empty: without end"))
        self.paper = LineField(look)
        self.form.add(_("Where the paper is"), self.paper)
        self.reason = LineField(look)
        self.form.add(_("Why it is taken back"), self.reason, _("only where it is taken back"))
        self.how.currentIndexChanged.connect(lambda _at: self._turn())
        self.giver.currentIndexChanged.connect(lambda _at: self._turn())

    def _turn(self) -> None:
        """Ask only what is to be asked now."""
        chosen = self._giver()
        self.name_row.set_visible(not chosen.name)
        children = any(is_child(one, self.on) for one in self.people)
        self.child_row.set_visible(children and any(self.kinds[kind].isChecked() for kind in PUBLIC if kind in self.kinds))
        self.witness_row.set_visible(self.how.value() == "oral")

    def _giver(self) -> Giver:
        return next(one for one in self.givers if one.key == self.giver.value())

    def _show_standing(self) -> None:
        empty(self.stands)
        at = 0
        with self.desk.reading() as session:
            for person in self.people:
                for kind, state, consent in standing(session, person.id, self.on):
                    if consent is None:
                        continue
                    label = table("consent_kind").label(kind)
                    who = called(person, self.on) if len(self.people) > 1 else ""
                    told = "，".join(filter(None, (state.said, consent.giver_name, consent.withdrawn_reason, consent.paper_location)))
                    day = consent.withdrawn_on or consent.given_on
                    for column, text in enumerate((who, label, told, day_words(type(self.on).fromisoformat(day), self.on))):
                        tone = "ink2" if column != 2 else "ink" if state.holds else "amber"
                        self.stands.addWidget(Label(text, tone=tone, wrap=column == 2), at, column)
                    at += 1
        if not at:
            self.stands.addWidget(Label(_("Nothing was asked yet."), tone="ink3"), 0, 0)
        self.fit()

    # -- writing

    def _fields(self) -> dict[str, Any]:
        giver = self._giver()
        asked = {"yes": True, "no": False}.get(self.child.value() or "")
        return {
            "given": self.given.value() == "yes",
            "given_by": giver.by,
            "giver_name": giver.name or self.name.value() or None,
            "giver_relation": giver.relation,
            "guardian_id": giver.guardian_id,
            "form": self.how.value() or None,
            "witness": self.witness.value() or None,
            "given_on": self.day.day() or self.on.isoformat(),
            "valid_to": self.until.day(),
            "paper_location": self.paper.value() or None,
            "taken_by": self.desk.operator.name,
            "child_agrees": asked,
        }

    def save(self) -> None:
        """Write one consent for everything ticked and everybody; what cannot be is said, and nothing is changed."""
        kinds = [kind for kind, box in self.kinds.items() if box.isChecked()]
        if any(field.wrong() for field in (self.day, self.until)):
            return
        if not kinds:
            self.trouble.setText(_("Please tick what it is for."))
            return
        fields = self._fields()

        def work(session: Session) -> None:
            for person in self.people:
                for kind in kinds:
                    self._one(session, person, kind, fields)

        self._write(work)

    def _one(self, session: Session, person: Resident, kind: str, fields: dict[str, Any]) -> None:
        child = fields["child_agrees"] if kind in PUBLIC and is_child(person, self.on) else None
        by = {} if needs_guardian(person, kind, self.on) or is_child(person, self.on) else {"giver_relation": None}
        write_consent(session, person.id, fields | by | {"kind": kind, "child_agrees": child}, self.on)

    def take_back(self) -> None:
        """End what is ticked and holds now."""
        kinds = {kind for kind, box in self.kinds.items() if box.isChecked()}
        with self.desk.reading() as session:
            held = [
                consent.id
                for person in self.people
                for kind, _state, consent in standing(session, person.id, self.on)
                if kind in kinds and consent is not None and consent.given and not consent.withdrawn_on
            ]
        if not held:
            self.trouble.setText(_("Please tick a consent that was given."))
            return

        def work(session: Session) -> None:
            for one in held:
                withdraw(session, one, self.on, self.reason.value())

        self._write(work)

    def _write(self, work: Callable[[Session], None]) -> None:
        says = "；".join(dict.fromkeys(says_consent(one, self.on) for one in self.people))
        if saved(self.desk, says, work, self.trouble):
            self.give("saved")


def consents_of(desk: OpenDesk, resident_ids: Sequence[str], parent: QWidget) -> bool:
    """Open the consents of people; tells whether something was written."""
    return bool(resident_ids) and ConsentDialog(desk, resident_ids, parent).ask() == "saved"
