"""The form of a resident: name, one category and the village are enough; the ID number fills and checks while one types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from sqlmodel import Session, col, select

from stationdesk.i18n import _
from stationdesk.registers.kin import Kin
from stationdesk.registers.resident import ADULT, may_be_under
from stationdesk.registers.station import Station
from stationdesk.services import drafts
from stationdesk.services.contacts import known_of
from stationdesk.services.doubles import likely
from stationdesk.services.grading import scheme_on
from stationdesk.services.id_check import IdSeen, look_at, unfinished_is_doubtful
from stationdesk.services.person_writing import PersonDraft, add_resident, change_resident, own_resident, says_added, says_changed
from stationdesk.services.resident_list import categories_of
from stationdesk.services.resident_roll import roll_of
from stationdesk.ui import key_map
from stationdesk.ui import resident_fields as known
from stationdesk.ui.form_draft_keeper import DraftKeeper
from stationdesk.ui.form_foot import FormFoot
from stationdesk.ui.form_leaving import may_leave
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.bars import AttentionBar
from stationdesk.ui.parts.labels import ElidedLabel, Label, ground
from stationdesk.ui.resident_double import show_double, typed_of
from stationdesk.ui.resident_form_body import ResidentFields

FORM = "resident"
REST = 250
"""Milliseconds of rest after which the register is asked for a double."""


class ResidentForm(QWidget):
    """Adds a resident or changes one; `closed` with the id to show, empty for the one shown before."""

    closed = Signal(str)
    other_wanted = Signal(str)
    """The double that was offered shall be opened instead."""

    def __init__(self, desk: OpenDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk, self.look = desk, desk.look
        self.resident_id = self.county = ""
        self.before: Mapping[str, Any] = {}
        self.filled_in: dict[str, str] = {}
        ground(self, "surface")
        self.setAccessibleName(_("Form of a resident"))
        self.body = ResidentFields(self.look)
        self.keeper = DraftKeeper(desk, FORM, self.body.typed, self)
        self._build()
        self.asking = QTimer(self)
        self.asking.setSingleShot(True)
        self.asking.setInterval(REST)
        self.asking.timeout.connect(self.offer_double)
        desk.closing.connect(self.asking.stop)
        self.body.changed.connect(self._changed)
        self.keeper.kept.connect(self.kept.setText)
        key_map.attach(self, "resident_form.save", self.save)
        key_map.attach(self, "resident_form.leave", self.cancel)

    def _build(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        head = QVBoxLayout()
        head.setContentsMargins(24, 14, 24, 10)
        head.setSpacing(10)
        line = QHBoxLayout()
        line.setSpacing(12)
        self.title = ElidedLabel("", "title")
        self.kept = Label("", "small", "ink3")
        line.addWidget(self.title, 1)
        line.addWidget(self.kept)
        head.addLayout(line)
        self.double = AttentionBar(self.look)
        head.addWidget(self.double)
        box.addLayout(head)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inner = ground(QWidget(), "surface")
        lines = QVBoxLayout(inner)
        lines.setContentsMargins(24, 4, 24, 16)
        lines.addWidget(self.body)
        lines.addStretch(1)
        scroll.setWidget(inner)
        self.scrolled = scroll
        box.addWidget(scroll, 1)
        box.addWidget(self._foot())

    def _foot(self) -> FormFoot:
        foot = FormFoot(self.look, "resident_form", _("Name, one category and the village are enough; the rest can come later."))
        foot.save_button.clicked.connect(self.save)
        foot.leave_button.clicked.connect(self.cancel)
        return foot

    # -- opening

    def open_for(self, resident_id: str) -> None:
        """Begin with a new resident (empty id) or an existing one; what was typed and not saved comes back."""
        self.resident_id, self.filled_in = resident_id, {}
        with self.desk.reading() as session:
            station = session.exec(select(Station).where(col(Station.removed_at).is_(None))).first()
            self.county = (station.region_code if station else None) or ""
            self.before = self._kept(session) if resident_id else {"village": (station.village if station else None) or ""}
            groups = list(station.village_groups) if station else []
            grades = scheme_on(session, self.desk.today()).grades
        self.body.grade.offer([(one.code, one.label) for one in grades])
        self.body.offer_groups(list(dict.fromkeys([*groups, *roll_of(self.desk.database).groups()])))
        self.title.setText(_("Change {name}").format(name=self.before["name"]) if resident_id else _("Add somebody"))
        if resident_id:
            self.desk.log("shown", resident_id=resident_id, about=_("form|log"))
        self.double.hide()
        typed = self.keeper.begin(resident_id)
        self.body.fill(dict(self.before) | dict(typed or {}))
        self.kept.setText(_("what you had begun is back") if typed else "")
        self._advise()
        self.body.close_moves(closed=bool(resident_id))
        self.scrolled.verticalScrollBar().setValue(0)
        self.body.focus("name")

    def _kept(self, session: Session) -> Mapping[str, Any]:
        """Return what the form shows of a resident who is kept."""
        resident, on = own_resident(session, self.resident_id), self.desk.today()
        self.body.kept_phones = resident.phones
        found: dict[str, Any] = {name: known.shown_value(resident, name) for name in self.body.fields}
        found["categories"] = list(categories_of(session, [(resident.id, None)], on).get(resident.id, ()))
        grade = known_of(session, [resident.id], on)[resident.id].grade
        found["grade"] = grade.code if grade else None
        kin = select(Kin).where(Kin.resident_id == resident.id, Kin.author == resident.author, col(Kin.removed_at).is_(None))
        self.body.kin.show_kin(sorted(session.exec(kin), key=lambda one: (one.contact_order or 99, one.key or 0)))
        return found | {"kin": self.body.kin.typed()}

    # -- while one types

    def _changed(self, what: str) -> None:
        name = what.removesuffix(" left")
        if what == name:
            self.keeper.touch()
            self.filled_in.pop(name, None)
        if name == "id_no":
            self._read_id(left=what != name)
        self._advise_on(name, left=what != name)
        if name in ("name", "id_no", "birth_date", "sex", "village_group", "phones", "nickname", "kin") and what == name:
            self.asking.start()

    def _read_id(self, *, left: bool) -> None:
        """Read the ID number: fill sex and birth date where nobody wrote them, and say what is doubtful."""
        seen = self._seen()
        for name, value in (("sex", seen.number.sex), ("birth_date", seen.number.birth if seen.number.valid else None)):
            empty = not self.body.text(name) or self.filled_in.get(name) == self.body.text(name)
            if value and empty:
                self.body.set_text(name, value)
                self.filled_in[name] = value
                self._advise_on(name)
        seen = unfinished_is_doubtful(self._seen()) if left else self._seen()
        self.body.rows["id_no"].say(seen.tone, seen.sentence)

    def _seen(self) -> IdSeen:
        on, birth = self.desk.today(), self.body.text("birth_date")
        read, _tone, _sentence = known.read_birth_typed(birth, on)
        solar = read.iso if read.calendar == "solar" and read.precision != "age" else None
        return look_at(self.body.text("id_no"), on, county=self.county, sex=self.body.text("sex") or None, birth=solar)

    def _advise(self) -> None:
        for name in ("id_no", "birth_date", "birthday", "phones"):
            self._advise_on(name, left=True)
        if self.body.text("id_no"):
            self._read_id(left=True)

    def _advise_on(self, name: str, *, left: bool = False) -> None:
        """Say beside a field what was understood, or what is doubtful."""
        on = self.desk.today()
        if name == "birth_date":
            read, tone, sentence = known.read_birth_typed(self.body.text(name), on)
            self.body.show_child(bool(read.iso and may_be_under(ADULT, read.iso, read.precision, read.calendar, on.isoformat())))
            if tone != "error" or left:
                self.body.rows[name].say(tone, sentence)
            if self.body.text("id_no"):
                seen = self._seen()
                self.body.rows["id_no"].say(seen.tone, seen.sentence)
        elif name == "birthday":
            _fields, tone, sentence = known.read_birthday_typed(self.body.text(name), on)
            if tone != "error" or left:
                self.body.rows[name].say(tone, sentence)
        elif name == "phones":
            _phones, tone, sentence = known.read_phones_typed(self.body.text(name), self.body.kept_phones)
            self.body.rows[name].say(tone if left else "plain", sentence if left or tone == "plain" else "")
        elif name in ("name", "village", "categories") and name in self.body.rows:
            self.body.rows[name].say("plain", "")

    def offer_double(self) -> None:
        """Offer somebody of the register who may be the person being typed in."""
        on, sees = self.desk.today(), self.desk.operator.may_see_children
        with self.desk.reading() as session:
            found = likely(session, typed_of(self.body, on), on, besides=self.resident_id, may_see_children=sees)
        if not found:
            self.double.hide()
            return
        opens, compares = show_double(self.double, found[0], kept=bool(self.resident_id))
        opens.clicked.connect(lambda: self._open_other(found[0].id))
        if compares is not None:
            compares.clicked.connect(lambda: self._compare(found[0].id))

    def _open_other(self, resident_id: str) -> None:
        if self.leave():
            self.other_wanted.emit(resident_id)

    def _compare(self, other: str) -> None:
        who = self.resident_id
        if self.leave():
            self.closed.emit(who)
            self.desk.open_page.emit("merge", (who, other))

    # -- saving and leaving

    def save(self) -> bool:
        """Save and close; tells whether it was saved. What is missing is said beside its field."""
        who = self._written()
        if who:
            self.closed.emit(who)
        return bool(who)

    def _written(self) -> str:
        self.body.categories.take_typed()
        on, operator = self.desk.today(), self.desk.operator.name
        if wrong := self.body.wrong(on):
            words = {"name": _("The name is needed."), "categories": _("One category is needed."), "village": _("The village is needed.")}
            row = self.body.rows[wrong]
            row.say("error", words.get(wrong) or row.words.text() or _("This cannot be read."))
            self._advise_on(wrong, left=True) if wrong not in words else None
            self.body.focus(wrong)
            return ""
        draft, before = self.draft(), self.desk.database.position().seq
        with self.desk.reading() as session:
            says = says_changed(own_resident(session, self.resident_id), on) if self.resident_id else says_added(draft.fields, on)
        with self.desk.writing(says) as session:
            if self.resident_id:
                change_resident(session, self.resident_id, draft, on, operator)
                who = self.resident_id
            else:
                who = add_resident(session, draft, on, operator).id
            drafts.forget(session, operator, FORM, self.resident_id)
        self.keeper.saved()
        self.desk.said(says, undo=self.desk.database.position().seq > before)  # a parent's situation stays out of the journal
        return who

    def draft(self) -> PersonDraft:
        """Return what the form says, only what moved of a resident who is kept."""
        typed, values = self.body.typed(), self.body.values(self.desk.today())
        if not self.resident_id:
            return PersonDraft(values, frozenset(typed["categories"]), typed["grade"], typed["grade_reason"], self.body.kin.filled())
        moved = {name for name in self.body.fields if typed[name] != self.before.get(name, "")}
        moved |= {"birth_precision", "birth_calendar", "birth_written"} if "birth_date" in moved else set()
        moved |= {"birthday_calendar"} if "birthday" in moved else set()
        return PersonDraft(
            {name: value for name, value in values.items() if name in moved},
            frozenset(typed["categories"]) if set(typed["categories"]) != set(self.before["categories"]) else None,
            typed["grade"] if typed["grade"] != self.before["grade"] else None,
            typed["grade_reason"],
            self.body.kin.filled() if typed["kin"] != self.before["kin"] else None,
        )

    def cancel(self) -> None:
        """Esc: leave without saving."""
        if self.leave():
            self.closed.emit("")

    def leave(self) -> bool:
        """Tell whether the form may be left; asks only if something was typed."""
        return may_leave(self, self.look, self.keeper, lambda: bool(self._written()))

    def keep(self) -> None:
        """Keep what was typed."""
        self.keeper.keep()
