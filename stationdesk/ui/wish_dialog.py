"""Writing a wish down, or correcting one: what, for how much, until when, and under which name it may hang on the wall."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QCheckBox, QWidget
from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.wish import Wish, WishDraft
from stationdesk.services import wish_noting
from stationdesk.services.consents import allowed
from stationdesk.services.doubles import is_child
from stationdesk.services.person_writing import own_resident
from stationdesk.services.visit_writing import read_money
from stationdesk.services.wish_says import says_wish
from stationdesk.services.wish_story import name_of
from stationdesk.ui import key_map
from stationdesk.ui.day_field import DayField
from stationdesk.ui.form_foot import saved
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.fields import ComboField, FieldGrid, LineField
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.parts.segments import Segments
from stationdesk.ui.tall_dialog import TallDialog

PUBLIC = {"yes": True, "no": False, "": None}


class WishDialog(TallDialog):
    """A wish of a person, or of a household where it has one already; `written` is its id once it is saved."""

    def __init__(self, desk: OpenDesk, parent: QWidget | None, resident_id: str = "", one: Wish | None = None) -> None:
        self.resident_id = (one.resident_id if one is not None else resident_id) or ""
        self.child, self.agreed, who, consent = False, True, "", ""
        covered = desk.faces_visitors
        if self.resident_id:
            with desk.reading() as session:
                person = own_resident(session, self.resident_id)
                self.child = is_child(person, desk.today())
                said = allowed(session, person.id, "public_wish", desk.today())
                self.agreed, consent, who = bool(said), said.said, name_of(person, desk.today(), covered=covered)
                self.alias = person.alias or ""
        else:
            self.alias = ""
        title = _("{who}: the wish").format(who=who) if who else _("The wish of a household")
        super().__init__(parent, desk.look, title, width=620)
        self.desk, self.one, self.written, self.consent = desk, one, "", consent
        untold = covered or (self.child and not desk.sees_children)
        self.hides = bool(untold and one is not None and one.reason)
        """What was said in confidence stands nowhere on this form, and stays as it is."""
        self._fields()
        if one is not None:
            self._show(one)
        self.trouble = Label("", "body", "red", wrap=True)
        self.inside.addWidget(self.trouble)
        self.sure = QCheckBox(_("Yes, it is meant so"))
        self.sure.hide()
        self.inside.addWidget(self.sure)
        button = self.add_button(_("Save"), "primary", key_map.shown("visit.save"), closes=False)
        button.clicked.connect(self.save)
        key_map.attach(self, "visit.save", self.save)
        self.add_button(_("Do not save"), "quiet", "Esc")
        self.content.setFocus()

    def _fields(self) -> None:
        look, on = self.look, self.desk.today()
        grid = FieldGrid(look, label_width=110)
        self.content = LineField(look, _("cotton shoes, a radio, company on the way to the hospital…"))
        self.spec, self.quantity, self.money = LineField(look), LineField(look), LineField(look)
        self.kind = ComboField([(row.code, row.label) for row in table("wish_kind").given], look, word=table("wish_kind").label)
        self.kind.set_value("goods")
        self.wanted = DayField(look, on, coming=True)
        self.told = DayField(look, on)
        self.source = ComboField([(row.code, row.label) for row in table("wish_source").given], look)
        self.source.set_value("counter")
        self.reason = LineField(look, "" if self.hides else _("stays at the station, is never printed"))
        self.reason.setEnabled(not self.hides)
        self.public = Segments([("", _("not asked|public")), ("yes", _("may hang|public")), ("no", _("may not hang|public"))], look)
        self.public.set_value("")
        self.name = LineField(look, self.alias or (_("another name, 2 or 3 letters") if self.child else ""))
        grid.add(_("What is wished for"), self.content)
        grid.add(_("Size, colour, model"), self.spec, _("may stay empty"))
        grid.add(_("Quantity"), self.quantity, stretch=False)
        grid.add(_("Kind of wish"), self.kind)
        grid.add(_("Estimated cost, yuan"), self.money, stretch=False)
        grid.add(_("Wanted by"), self.wanted, _("may stay empty"), stretch=False)
        grid.add(_("How it was collected"), self.source)
        grid.add(_("Collected on"), self.told, stretch=False)
        why = grid.add(_("Why it is wished for"), self.reason)
        why.say("plain", _("covered here, stays as it is") if self.hides else "")
        row = grid.add(_("On the wall|wish field"), self.public, stretch=False)
        if self.resident_id:
            said = _("consent to make it public: {said}").format(said=self.consent)
            row.say("doubt" if self.child and not self.agreed else "plain", said)
        grid.add(_("Name on the wall"), self.name)
        self.inside.addWidget(grid)
        self.grid = grid

    def _show(self, one: Wish) -> None:
        for field, value in ((self.content, one.content), (self.spec, one.spec), (self.quantity, one.quantity)):
            field.setText(value or "")
        self.reason.setText("" if self.hides else one.reason or "")
        self.money.setText("" if one.budget is None else f"{one.budget / 100:.2f}".removesuffix(".00"))
        self.kind.set_value(one.kind)
        self.wanted.set_day(one.wanted_by)
        self.told.set_day(one.collected_on)
        self.source.set_value(one.source)
        self.public.set_value({True: "yes", False: "no", None: ""}[one.may_be_public])
        self.name.setText(one.public_name or "")

    def values(self) -> dict[str, Any] | None:
        """Return what the fields say; None where one cannot be read, which is said beside it."""
        if self.wanted.wrong() or self.told.wrong():
            return None
        typed = self.money.value()
        cents = read_money(typed) if typed else None
        self.money.say(
            "error" if typed and cents is None else "plain",
            _("Please write the amount like 45 or 45.50.") if typed and cents is None else "",
        )
        if typed and cents is None:
            self.money.setFocus()
            return None
        said = {} if self.hides else {"reason": self.reason.value() or None}
        return {
            **said,
            "content": self.content.value(),
            "spec": self.spec.value() or None,
            "quantity": self.quantity.value() or None,
            "kind": self.kind.value() or None,
            "budget": cents,
            "wanted_by": self.wanted.day(),
            "collected_on": self.told.day() or (self.one.collected_on if self.one else None),
            "source": self.source.value() or None,
            "may_be_public": PUBLIC[self.public.value() or ""],
            "public_name": self.name.value() or None,
        }

    def save(self) -> None:
        """Write the wish, or what was corrected; what is refused stays in the form."""
        found = self.values()
        if found is None:
            return
        on, by, sure = self.desk.today(), self.desk.operator.name, self.sure.isChecked()
        one, made = self.one, WishDraft(resident_id=self.resident_id or "-", content=found["content"][:1000])

        def work(session: Session) -> None:
            if one is not None:
                self.written = wish_noting.change(session, one.id, found, on, by=by, sure=sure).id
            else:
                draft = WishDraft.model_validate({**found, "resident_id": self.resident_id})
                self.written = wish_noting.note(session, draft, on, by=by, sure=sure).id

        if saved(self.desk, says_wish("changed" if one else "noted", made), work, self.trouble):
            self.give("saved")
            return
        self.sure.show()
        if not found["content"]:
            self.content.setFocus()
        self.fit()
