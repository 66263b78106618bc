"""The form of a family: the household's place once, its people line by line, and once where those away are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget
from sqlmodel import col, select

from stationdesk.i18n import _
from stationdesk.registers.station import Station
from stationdesk.services import drafts
from stationdesk.services.doubles import Likely, Typed, likely
from stationdesk.services.family_data import FamilyData
from stationdesk.services.family_list import home_title
from stationdesk.services.family_troubles import called
from stationdesk.services.family_writing import FamilyDraft, add_family, add_member, says_family
from stationdesk.ui import key_map
from stationdesk.ui import resident_fields as known
from stationdesk.ui.family_line import Line
from stationdesk.ui.family_lines import FamilyLines
from stationdesk.ui.form_draft_keeper import DraftKeeper
from stationdesk.ui.form_foot import FormFoot
from stationdesk.ui.form_leaving import may_leave
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.bars import AttentionBar
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.fields import FieldGrid, LineField
from stationdesk.ui.parts.labels import ElidedLabel, Label, ground

FORM = "family"


class FamilyForm(QWidget):
    """Writes a new family down, or more members of one; `closed` with the household to show, empty for the one shown before."""

    closed = Signal(str)

    def __init__(self, desk: OpenDesk) -> None:
        super().__init__()
        self.desk, self.look = desk, desk.look
        self.household_id = self.village = self.home_name = ""
        ground(self, "surface")
        self.setAccessibleName(_("Form of a family"))
        self.group, self.address, self.number = (LineField(self.look) for _field in range(3))
        self.place, self.employer, self.since = (LineField(self.look) for _field in range(3))
        self.lines = FamilyLines(self.look, self.number, self.place)
        self.keeper = DraftKeeper(desk, FORM, self.typed, self)
        self._build()
        for one in (self.group, self.address, self.number, self.place, self.employer, self.since):
            one.textEdited.connect(lambda _text: self.keeper.touch())
        self.lines.changed.connect(self._changed)
        self.lines.named.connect(self._named)
        self.keeper.kept.connect(self.kept.setText)
        key_map.attach(self, "family_form.save", self.save)
        key_map.attach(self, "family_form.leave", self.cancel)

    def _build(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.setSpacing(0)
        head = QVBoxLayout()
        head.setContentsMargins(24, 14, 24, 10)
        head.setSpacing(10)
        line = QHBoxLayout()
        self.title, self.kept = ElidedLabel("", "title"), Label("", "small", "ink3")
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
        lines.setSpacing(12)
        self._build_fields(lines)
        scroll.setWidget(inner)
        self.scrolled = scroll
        box.addWidget(scroll, 1)
        box.addWidget(self._foot())

    def _build_fields(self, lines: QVBoxLayout) -> None:
        self.home = FieldGrid(self.look)
        self.home.add(_("Village group"), self.group)
        self.home.add(_("House|address"), self.address, _("may be empty"))
        self.home.add(_("Household number"), self.number, _("may be empty"))
        lines.addWidget(self.home)
        lines.addWidget(Label(_("Who belongs to it"), "strong"))
        lines.addWidget(self.lines)
        lines.addWidget(Label(_("Where those are who are away; typed once for all of them"), "strong"))
        self.away = FieldGrid(self.look)
        self.away.add(_("Place|away"), self.place)
        self.away.add(_("Employer away"), self.employer, _("may be empty"))
        self.since_row = self.away.add(_("Away since"), self.since, _("may be empty"))
        lines.addWidget(self.away)
        hint = _("Relatives, who is left behind and who looks after whom follow from this; everything can be changed afterwards.")
        lines.addWidget(Label(hint, "small", "ink3", wrap=True))
        lines.addStretch(1)

    def _foot(self) -> FormFoot:
        foot = FormFoot(self.look, "family_form", _("The names are enough; the rest can come later."))
        foot.save_button.clicked.connect(self.save)
        foot.leave_button.clicked.connect(self.cancel)
        return foot

    # -- opening

    def open_new(self) -> None:
        """Begin with a new family; what was typed and not saved comes back."""
        with self.desk.reading() as session:
            station = session.exec(select(Station).where(col(Station.removed_at).is_(None))).first()
            self.village = (station.village if station else None) or ""
            groups = list(station.village_groups) if station else []
        completer = QCompleter(groups, self.group)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.group.setCompleter(completer)
        self._open("", _("A new family"))
        self.group.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_for(self, data: FamilyData) -> None:
        """Begin with more members of a household: place and surname are there already."""
        head = data.head or next(iter(data.adults), None)
        self.home_name = home_title(called(head, self.desk.today())) if head else home_title(data.home.head_name or "")
        surname = head.name[:1] if head is not None and head in data.adults else ""
        self._open(data.home.id, _("A new member: {home}").format(home=self.home_name), surname)
        first = self.lines.lines[0]
        if surname and first.empty:
            first.name.setText(surname)
        first.relation.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open(self, household_id: str, title: str, surname: str = "") -> None:
        self.household_id = household_id
        self.title.setText(title)
        self.home.setVisible(not household_id)
        self.double.hide()
        for one in (self.group, self.address, self.number, self.place, self.employer, self.since):
            one.clear()
        self.since_row.say("plain", "")
        self.lines.begin(with_head=not household_id, surname=surname)
        typed = self.keeper.begin(household_id)
        if typed:
            self._fill(typed)
        self.kept.setText(_("what you had begun is back") if typed else "")
        self.scrolled.verticalScrollBar().setValue(0)

    def _fill(self, typed: Mapping[str, Any]) -> None:
        for name, value in (*dict(typed.get("home") or {}).items(), *dict(typed.get("away") or {}).items()):
            if name in ("group", "address", "number", "place", "employer", "since"):
                getattr(self, name).setText(str(value))
        self.lines.show_typed(list(typed.get("lines") or []))

    def typed(self) -> dict[str, Any]:
        """Return what stands in the form."""
        return {
            "home": {name: getattr(self, name).text() for name in ("group", "address", "number")},
            "away": {name: getattr(self, name).text() for name in ("place", "employer", "since")},
            "lines": self.lines.typed(),
        }

    # -- while one types

    def _changed(self) -> None:
        self.keeper.touch()

    def _named(self, line: Line) -> None:
        """Say what was understood, and offer somebody of the register who may be meant."""
        on = self.desk.today()
        if line.empty or line not in self.lines.lines:
            return
        self.lines.advise(line, on)
        draft = next((one for one in self.lines.drafts(on, {}) if one.fields["name"] == line.name.value()), None)
        if draft is None or line.resident_id or len(line.name.value()) < 2:
            return
        fields = draft.fields
        typed = Typed(line.name.value(), str(fields.get("id_no") or ""), fields.get("birth_date"), fields.get("birth_precision"))
        with self.desk.reading() as session:
            found = likely(session, typed, on, may_see_children=self.desk.operator.may_see_children)
        if found:
            self._offer(line, found[0])
        else:
            self.double.hide()

    def _offer(self, line: Line, one: Likely) -> None:
        button = Button(_("It is this one"), self.look, "plain", small=True)
        button.clicked.connect(lambda: self._take(line, one))
        facts = _(", ").join(filter(None, (one.facts, one.why)))
        self.double.show_sentence("soon", _("In the register already? {name}").format(name=one.name), facts, [button])

    def _take(self, line: Line, one: Likely) -> None:
        """Take somebody of the register into the household instead of writing him a second time."""
        line.resident_id = one.id
        self.lines.say(line, "plain", _("Of the register: {name}. He moves in with what is known of him.").format(name=one.name))
        self.double.hide()
        self.keeper.touch()
        line.phone.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- saving and leaving

    def save(self) -> bool:
        """Save and close; tells whether it was saved."""
        home = self._written()
        if home:
            self.closed.emit(home)
        return bool(home)

    def _written(self) -> str:
        on, operator = self.desk.today(), self.desk.operator.name
        since, tone, sentence = known.read_birth_typed(self.since.value(), on)
        self.since_row.say("error" if tone == "error" else "plain", sentence if tone == "error" else "")
        if self.lines.wrong(on) is not None or tone == "error":
            return ""
        away = {"migrant_place": self.place.value(), "migrant_employer": self.employer.value(), "migrant_since": since.iso}
        members = self.lines.drafts(on, away)
        if not members:
            self.lines.say(self.lines.lines[0], "error", _("The name is needed."))
            self.lines.lines[0].name.setFocus(Qt.FocusReason.OtherFocusReason)
            return ""
        place = {"village": self.village, "village_group": self.group.value(), "address": self.address.value()}
        draft = FamilyDraft(place | {"household_no": self.number.value()}, members)
        says = says_family(draft, on) if not self.household_id else _("Add {count} members: {home}")
        says = says.format(count=len(members), home=self.home_name) if self.household_id else says
        with self.desk.writing(says) as session:
            home = self.household_id or add_family(session, draft, on, operator).id
            for one in members if self.household_id else ():
                add_member(session, home, one, on, operator)
            drafts.forget(session, operator, FORM, self.household_id)
        self.keeper.saved()
        self.desk.said(says)
        return home

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
