"""类别: what somebody is and was, since when; added, ended, corrected by keys; an elder's four questions, a child's parents beside it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.registers.category_tag import CategoryTag, CategoryTagDraft
from stationdesk.registers.resident import Resident
from stationdesk.services.categories import (
    Stay,
    correct_category,
    corrected,
    days_words,
    give_category,
    impossible,
    own_tag,
    remove_category,
    stays,
)
from stationdesk.services.category_doubts import OLD
from stationdesk.services.doubles import is_child
from stationdesk.services.elder_axes import axes_of, doubts_of, set_axes
from stationdesk.services.person_writing import own_resident
from stationdesk.services.residency_around import named
from stationdesk.services.unattended import Answer, unattended
from stationdesk.ui import key_map
from stationdesk.ui.axes_form import AxesForm
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.dialogs import Dialog, tell
from stationdesk.ui.parts.halves import halves
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.parts.word_list import StayList
from stationdesk.ui.tag_form import TagForm


class TagsDialog(Dialog):
    """Left every stay, in force first; right what is asked of an elder or a child."""

    def __init__(self, desk: OpenDesk, one: Resident, parent: QWidget | None = None) -> None:
        super().__init__(parent, desk.look, _("{name}: categories").format(name=named(one, desk.today())), width=1040)
        self.desk, self.one = desk, one
        self.moved = False
        self.stays: list[Stay] = []
        self.axes: AxesForm | None = None
        self.verdict: Label | None = None
        left, right = self._left(), self._right()
        self.body.addLayout(left if right is None else halves(left, right, (5, 6)))
        self._foot()
        self.refresh()
        self.list.setFocus()

    def _foot(self) -> None:
        if self.axes is not None:
            self.save_button = self.add_button(_("Save the four answers"), "primary", key_map.shown("visit.save"), closes=False)
            self.save_button.clicked.connect(self.save_axes)
            key_map.attach(self, "visit.save", self.save_axes)
        self.add_button(_("Close|button"), "plain", "Esc")

    def _left(self) -> QLayout:
        box = QVBoxLayout()
        self.list = StayList(self.look, _("Categories, in force and past"), indent=12)
        self.list.setMinimumHeight(min(8 * self.look.sizes.row, 380))
        box.addWidget(self.list, 1)
        self.note = Label("", "small", "ink2", wrap=True)
        box.addWidget(self.note)
        line = QHBoxLayout()
        line.setSpacing(8)
        self.buttons_by: dict[str, Button] = {}
        for name, words, slot in (
            ("tags.add", _("Add one|category"), self.add),
            ("tags.end", _("End|category"), self.end),
            ("tags.edit", _("Change|category"), self.change),
            ("tags.remove", _("Never was"), self.remove),
        ):
            button = Button(words, self.look, "plain", key_map.shown(name), small=True)
            button.clicked.connect(slot)
            key_map.attach(self, name, slot)
            line.addWidget(button)
            self.buttons_by[name] = button
        line.addStretch(1)
        box.addLayout(line)
        self.list.currentRowChanged.connect(lambda _row: self._say_chosen())
        self.list.taken.connect(self.change)
        self.list.itemDoubleClicked.connect(lambda _item: self.change())
        return box

    def _right(self) -> QLayout | None:
        on, age = self.desk.today(), self.one.age(self.desk.today().isoformat())
        if is_child(self.one, on):
            return self._child() if self.desk.sees_children else None
        if (age or 0) < OLD and age is not None:
            return None
        box = QVBoxLayout()
        box.addWidget(Label(_("Four questions, each by itself"), "strong"))
        with self.desk.reading() as session:
            self.axes = AxesForm(self.look, axes_of(session, self.one.id, on))
        self.axes.changed.connect(self._say_doubts)
        box.addWidget(self.axes)
        box.addStretch(1)
        return box

    def _child(self) -> QLayout:
        """Say what the parents' situations come to by the rule."""
        box = QVBoxLayout()
        box.addWidget(Label(_("Does anybody in fact look after this child?"), "strong"))
        found = unattended(self.one.father_status, self.one.mother_status, self.one.age(self.desk.today().isoformat()))
        yes = found.answer in (Answer.UNATTENDED, Answer.ORPHAN)
        self.verdict = Label(found.why, tone="amber" if yes else "ink", wrap=True)
        box.addWidget(self.verdict)
        box.addWidget(Label(_("Rule: {source}").format(source=found.source), "small", "ink2", wrap=True))
        if self.one.parents_evidence:
            box.addWidget(Label(_("Evidence: {what}").format(what=self.one.parents_evidence), "small", "ink2", wrap=True))
        box.addWidget(
            Label(
                _("What is marked «never printed» stays in this computer and stands on no paper and in no sheet."),
                "small",
                "ink2",
                wrap=True,
            )
        )
        box.addStretch(1)
        return box

    # -- what is shown

    def refresh(self) -> None:
        """Read the stays again."""
        chosen = self.list.chosen()
        on = self.desk.today()
        with self.desk.reading() as session:
            self.one = own_resident(session, self.one.id)
            self.stays = stays(session, self.one.id, on, household_id=self.one.household_id, may_see=self.desk.sees_children)
        if any(one.restricted for one in self.stays):
            self.desk.log("opened", resident_id=self.one.id, about=_("restricted categories"))
        self.list.offer((one.id, self._line(one)) for one in self.stays)
        at = next((number for number, one in enumerate(self.stays) if one.id == chosen), 0)
        if self.stays:
            self.list.setCurrentRow(at)
        self._say_chosen()
        self._say_doubts()

    def _line(self, one: Stay) -> str:
        words = one.word if one.now else _("{word} (past)").format(word=one.word)
        whose = _("household|tag") if one.of_household else ""
        held = _("never printed") if one.restricted else ""
        return _(" · ").join(filter(None, (words, days_words(one, self.desk.today()), whose, held)))

    def _say_chosen(self) -> None:
        one = self.chosen()
        for name in ("tags.end", "tags.edit", "tags.remove"):
            self.buttons_by[name].setEnabled(one is not None and (name != "tags.end" or one.now))
        self.note.setText(
            _("No category is written down yet. {key} adds one.").format(key=key_map.shown("tags.add")) if not self.stays else ""
        )
        self.note.setVisible(not self.stays)

    def _say_doubts(self) -> None:
        if self.axes is not None:
            with self.desk.reading() as session:
                self.axes.say(doubts_of(session, self.one, self.desk.today(), self.axes.answers()))

    def chosen(self) -> Stay | None:
        """Return the stay one stands on."""
        wanted = self.list.chosen()
        return next((one for one in self.stays if one.id == wanted), None)

    # -- what is done

    def add(self) -> None:
        """Write another stay down."""
        opened = "child" if is_child(self.one, self.desk.today()) else "elder"
        self._ask_and_write(TagForm(self.desk, self, None, opened, household=bool(self.one.household_id)), None)

    def end(self) -> None:
        """End the stay one stands on."""
        self._open(ends=True)

    def change(self) -> None:
        """Correct the stay one stands on."""
        self._open(ends=False)

    def _open(self, *, ends: bool) -> None:
        one = self.chosen()
        if one is None or (ends and not one.now):
            return
        with self.desk.reading() as session:
            tag = own_tag(session, one.id)
        self._ask_and_write(TagForm(self.desk, self, tag, ends=ends), tag)

    def _ask_and_write(self, form: TagForm, tag: CategoryTag | None) -> None:
        """Show the form until it can be kept or is left: what cannot be is said in it, and nothing typed is lost."""
        on = self.desk.today()
        while form.ask() == "saved" and form.fields is not None:
            draft = self._draft(form, tag)
            with self.desk.reading() as session:
                refused = impossible(session, draft, on, besides=tag.id if tag else "")
            if refused is None:
                before = self.desk.database.position().seq
                with self.desk.writing(self._says(_("Categories of {name}"))) as session:
                    _kept = give_category(session, draft, on) if tag is None else correct_category(session, tag.id, form.fields, on)
                self._done(undo=self.desk.database.position().seq > before)
                return
            form.trouble.setText(str(refused))
        self.list.setFocus()

    def _draft(self, form: TagForm, tag: CategoryTag | None) -> CategoryTagDraft:
        if tag is not None:
            return corrected(tag, form.fields or {})
        owner = {"household_id": self.one.household_id} if form.of_household else {"resident_id": self.one.id}
        return CategoryTagDraft.model_validate((form.fields or {}) | owner)

    def remove(self) -> None:
        """Take a stay off that never was, after asking."""
        one = self.chosen()
        if one is None:
            return
        asked = Dialog(
            self,
            self.look,
            _("Was «{word}» never true?").format(word=one.word),
            _("It goes from the list as if it had not been. If it was true once, end it instead."),
        )
        asked.add_button(_("It never was"), "primary", "Enter", "yes")
        asked.add_button(_("Leave it be|button"), "plain", "Esc")
        if asked.ask() == "yes":
            with self.desk.writing(self._says(_("Categories of {name}"))) as session:
                remove_category(session, one.id)
            self._done()

    def save_axes(self) -> None:
        """Write the four answers."""
        if self.axes is None:
            return
        answers = self.axes.answers()
        with self.desk.writing(self._says(_("Categories of {name}"))) as session:
            set_axes(session, self.one.id, answers, self.desk.today())
        self._done()

    def _says(self, words: str) -> str:
        return words.format(name=named(self.one, self.desk.today()))

    def _done(self, *, undo: bool = True) -> None:
        """Say what was done; what stays at home (an evidence alone) is in no journal, and Ctrl+Z would take back something else."""
        self.moved = True
        self.desk.said(self._says(_("Categories of {name}")), undo=undo)
        self.refresh()
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)


def change_categories(desk: OpenDesk, parent: QWidget | None, resident_id: str) -> bool:
    """Show the categories of a resident; tells whether something was written."""
    with desk.reading() as session:
        one = own_resident(session, resident_id)
    if is_child(one, desk.today()) and not desk.sees_children:
        tell(parent, desk.look, _("A child's record"), _("A child's record: opened only with the right to it."), _("Close|button"))
        return False
    dialog = TagsDialog(desk, one, parent)
    dialog.ask()
    return dialog.moved
