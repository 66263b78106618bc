"""Writing a request down while somebody is on the telephone or at the counter: the number finds the person, one word is enough."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.services.day_words import day_words
from stationdesk.services.find_lines import found_lines
from stationdesk.services.request_asking import Wanted, callers, note_request, says_request
from stationdesk.services.request_terms import terms
from stationdesk.services.request_words import colour_words
from stationdesk.services.shown_person import details_of
from stationdesk.ui import key_map
from stationdesk.ui.form_foot import saved
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.fields import CodeField, FieldGrid, LineField
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.parts.segments import Segments
from stationdesk.ui.request_dialogs import MomentField
from stationdesk.ui.tall_dialog import TallDialog

SOURCES = ("hotline", "counter", "visit", "family", "county")
MOST = 6


class RequestForm(TallDialog):
    """`ask` returns `kept`; `made` is the new request's id then."""

    def __init__(self, desk: OpenDesk, parent: QWidget | None, resident_id: str = "", *, begin: Wanted | None = None) -> None:
        super().__init__(parent, desk.look, _("Write a request down"), _begun_words(begin, desk.today()), width=680)
        self.desk, self.made = desk, ""
        self.begun = begin or Wanted("")
        """What it begins with: a task of the county in its words."""
        self.people: list[tuple[str, str]] = []
        """Whom the number or the name may mean: id and words."""
        self.named: list[tuple[str, str]] | None = None
        """Who was given or may be meant by the name typed; None while only the number tells."""
        self.at = 0
        self.grid = FieldGrid(desk.look, label_width=round(desk.look.sizes.body * 5))
        self.inside.addWidget(self.grid)
        self._fields()
        self.trouble = Label("", "body", "red", wrap=True)
        self.inside.addWidget(self.trouble)
        self.trouble.hide()
        self.keep_button = self.add_button(_("Write it down|request"), "primary", key_map.shown("request_form.save"), closes=False)
        self.keep_button.clicked.connect(self.keep)
        self.add_button(_("Do not write it down"), "quiet", "Esc")
        key_map.attach(self, "request_form.save", self.keep)
        if resident_id:
            self._begin_with(resident_id)
        if begin is not None:
            self._fill(begin)
        self._source_chosen()
        (self.what if resident_id else self.who if begin is not None else self.number).setFocus()

    def _fields(self) -> None:
        look, add = self.look, self.grid.add
        self.number = LineField(look, _("the number that calls, if there is one"))
        self.number.setMaxLength(30)
        self.number_row = add(_("Number of the caller"), self.number)
        self.who = LineField(look, _("name, pinyin, last digits; or whoever it is"))
        self.who.setMaxLength(72)
        self.who_row = add(_("For whom|request"), self.who)
        self.what = LineField(look, _("in their own words: the kitchen light has been out for three days"))
        self.what.setMaxLength(1000)
        self.what_row = add(_("What|request"), self.what)
        with self.desk.reading() as session:
            hours = terms(session)["solve"]
        words = [(one, _("{colour} {hours} h|urgency").format(colour=colour_words(one), hours=hours[one])) for one in hours]
        self.urgency = Segments([*words, ("", _("judge it later"))], look, tones={"red": "amber", "yellow": "amber"})
        self.urgency.setAccessibleName(_("How urgent"))
        self.urgency.set_value("")
        add(_("How urgent"), self.urgency, stretch=False)
        self.source = Segments([(code, table("request_source").label(code)) for code in SOURCES], look)
        self.source.setAccessibleName(_("Where it came from"))
        self.source.set_value("hotline")
        self.source_row = add(_("Where it came from"), self.source, stretch=False)
        self.kind = CodeField("need_kind", look, none=_("not said|kind of need"))
        add(_("Kind of need"), self.kind, stretch=False)
        self.sent_by = LineField(look, _("like county civil affairs office"))
        self.sent_by.setMaxLength(80)
        self.sent_row = add(_("Who sent it"), self.sent_by)
        self.address = LineField(look, _("group, house, or how to find it"))
        self.address.setMaxLength(160)
        self.address_row = add(_("Where to go"), self.address)
        self.when = MomentField(look, self.desk.today())
        add(_("When it was"), self.when, _("empty: now"))
        self.number.textEdited.connect(self._number_typed)
        self.who.textEdited.connect(self._name_typed)
        self.what.textEdited.connect(self._guess)
        self.source.changed.connect(lambda _code: self._source_chosen())
        self.who.installEventFilter(self)
        self.number.installEventFilter(self)
        self.guessed = True
        self.kind.activated.connect(self._kind_chosen)

    def _begin_with(self, resident_id: str) -> None:
        with self.desk.reading() as session:
            person = details_of(session, [resident_id]).get(resident_id)
        if person is not None:
            name = person.shown(self.desk.today())
            self.people, self.at = [(resident_id, name)], 0
            self.named = self.people
            self.who.setText(name)
            self.source.set_value("counter")
            self._say_who()

    def _fill(self, begin: Wanted) -> None:
        """Fill in what is known; a name typed over who asked makes it one for a person."""
        self.what.setText(begin.text)
        self._guess(begin.text)
        self.urgency.set_value(begin.urgency)
        self.source.set_value(begin.source)
        self.sent_by.setText(begin.sender)
        self.who.setText(begin.asked_by)
        self.who.selectAll()
        self.number_row.set_visible(False)
        self.source_row.set_visible(False)

    # -- while one fills it in

    def _number_typed(self, number: str) -> None:
        """Find who has the number; who was named stays, and those are only offered behind him."""
        with self.desk.reading() as session:
            found = callers(session, number, self.desk.today())
        offers = [(one.resident_id, one.sentence) for one in found]
        if self.named is None:
            self.people, self.at = offers, 0
            self.who.setText(found[0].name if found else "")
        else:
            chosen = self.people[self.at][0] if self.people else ""
            there = self.named or [("", _("somebody else, kept under this name"))]
            more = [one for one in offers if one[0] not in dict(there)]
            self.people = [*there, *more] if more else self.named
            self.at = next((at for at, one in enumerate(self.people) if one[0] == chosen), 0)
        self._say_who()

    def _name_typed(self, text: str) -> None:
        lines = []
        if text.strip():
            with self.desk.reading() as session:
                lines = found_lines(session, text, self.desk.today(), may_see_children=self.desk.sees_children, limit=MOST)
        self.people, self.at = [(line.id, "，".join(p for p in (line.name, line.age, line.group) if p)) for line in lines], 0
        if lines:
            self.people.append(("", _("somebody else, kept under this name")))
        self.named = self.people if text.strip() else None
        self._say_who()

    def _say_who(self) -> None:
        """Say beside the field who is meant, or that nobody of the register is."""
        known = bool(self.people and self.people[self.at][0])
        if self.people:
            more = _("  ↓ the next of {count}").format(count=len(self.people)) if len(self.people) > 1 else ""
            self.who_row.say("good" if known else "doubt", self.people[self.at][1] + more)
        elif self.who.value() and not self._as_begun():
            self.who_row.say("doubt", _("Nobody of the register: kept under this name."))
        else:
            self.who_row.say("plain", "")
        self.address_row.set_visible(not known and bool(self.who.value()) and not self._as_begun())
        self.fit()

    def _as_begun(self) -> bool:
        """Tell whether it is still for who gave the task."""
        return bool(self.begun.source_id) and self.who.value() == self.begun.asked_by

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 (Qt's name)
        """Go through the people found with the arrows while the keyboard stays in the field."""
        down = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up}
        if down and self.people and isinstance(event, QKeyEvent):
            self.at = (self.at + (1 if event.key() == Qt.Key.Key_Down else -1)) % len(self.people)
            self._say_who()
            return True
        return super().eventFilter(watched, event)

    def _guess(self, text: str) -> None:
        """Propose the kind of need by the words in the text, until somebody chooses one."""
        if not self.guessed:
            return
        best = ""
        length = 1
        for row in table("need_kind").given:
            for word in (row.label, *row.synonyms):
                if len(word) > length and word in text:
                    best, length = row.code, len(word)
        self.kind.set_value(best)

    def _kind_chosen(self, _at: int) -> None:
        self.guessed = False

    def _source_chosen(self) -> None:
        self.sent_row.set_visible(self.source.value() == "county" and not self.begun.source_id)
        self._say_who()

    # -- keeping

    def wanted(self) -> Wanted:
        """Return what the form says."""
        county = self.source.value() == "county"
        resident = self.people[self.at][0] if self.people else ""
        return Wanted(
            self.what.value(),
            self.source.value() or "counter",
            self.urgency.value() or "",
            self.kind.value(),
            resident,
            "",
            "" if resident else self.who.value(),
            self.number.value(),
            "" if resident else self.address.value(),
            "county" if county else "",
            self.sent_by.value() if county else "",
            source_id=self.begun.source_id if self.source.value() == self.begun.source else "",
            happened=self.when.moment() or "",
            due_on=self.begun.due_on,
        )

    def keep(self) -> None:
        """Write the request down; what is missing is said and nothing typed is lost."""
        if self.when.wrong():
            self.when.setFocus()
            return
        wanted = self.wanted()
        name = self.people[self.at][1].partition("，")[0] if wanted.resident_id else self.who.value()

        def work(session: object) -> None:
            self.made = note_request(session, wanted, self.desk.now(), self.desk.operator.name).id  # type: ignore[arg-type]

        done = saved(self.desk, says_request(name), work, self.trouble)
        self.trouble.setVisible(not done)
        if done:
            self.give("kept")
            return
        (self.what if not wanted.text.strip() else self.who).setFocus()
        self.fit()


def _begun_words(begin: Wanted | None, on: date) -> str:
    """Return what a form says that begins with a task of the county."""
    if begin is None:
        return ""
    due = (
        _("to be done by {day}, as the county wants it").format(day=day_words(date.fromisoformat(begin.due_on), on)) if begin.due_on else ""
    )
    said = _("A task of the county. Is it for one person, type the name; else it stays for who gave it.")
    return " ".join(part for part in (said, due) if part)
