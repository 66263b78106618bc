"""一人一策: what is hard, what is aimed at, who does what, when to look again; saving makes the next version."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QPlainTextEdit, QVBoxLayout, QWidget
from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.registers.care_plan import CarePlan, CarePlanDraft, PlanMeasure
from stationdesk.services import drafts
from stationdesk.services.day_words import day_words
from stationdesk.services.person_writing import own_resident
from stationdesk.services.plan_proposing import problems_for, review_when, who_helps
from stationdesk.services.plan_words import differences
from stationdesk.services.plans import end_plan, make_plan, name_said, review_plan, says_end, says_plan, versions_of
from stationdesk.ui import key_map
from stationdesk.ui.day_field import DayField
from stationdesk.ui.form_draft_keeper import DraftKeeper
from stationdesk.ui.form_foot import saved
from stationdesk.ui.form_leaving import may_leave
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.fields import FieldGrid, LineField
from stationdesk.ui.parts.halves import halves
from stationdesk.ui.parts.labels import Label, shown
from stationdesk.ui.plan_asking import ask_how_it_went, ask_why_it_ends, tell_differences
from stationdesk.ui.plan_measures import PlanMeasures
from stationdesk.ui.tall_dialog import TallDialog

FORM = "care_plan"
MONTH = 30
PROPOSALS = 6


class PlanDialog(TallDialog):
    """The newest version, to be changed; Ctrl+S keeps it as the next one."""

    def __init__(self, desk: OpenDesk, resident_id: str, parent: QWidget | None = None) -> None:
        self.on, self.who = desk.today(), resident_id
        with desk.reading() as session:
            self.one = own_resident(session, resident_id)
            self.versions = versions_of(session, resident_id)
            self.proposed = problems_for(session, resident_id, self.on)
            self.helpers = who_helps(session, resident_id, self.on)
        self.listed = name_said(self.one, self.on)
        super().__init__(parent, desk.look, _("Care plan of {name}").format(name=self.listed), self._versions(), width=1060)
        self.desk = desk
        self.measures = PlanMeasures(desk, self.helpers, self)
        self.inside.addLayout(halves(self._left(), self.measures, (5, 6)))
        self.trouble = Label("", "small", "red", wrap=True)
        self.body.addWidget(self.trouble)
        self._foot()
        self._fill()
        self.keeper = DraftKeeper(desk, FORM, self.typed, self)
        self._take_up(self.keeper.begin(resident_id))
        self.problems.setFocus(Qt.FocusReason.OtherFocusReason)

    @property
    def newest(self) -> CarePlan | None:
        """The newest version, None before the first."""
        return self.versions[0] if self.versions else None

    def _versions(self) -> str:
        if not self.versions:
            return _("The first version. What the record says stands below, to be taken with a space.")
        told = [_("version {number}, {day}|plan").format(number=one.version, day=self._day(one.made_on)) for one in self.versions[:2]]
        words = told[0] + (_("; before it {version}|plan").format(version=told[1]) if len(told) > 1 else "")
        newest = self.versions[0]
        if newest.ended_on is not None:
            words += "。" + _("It ended on {day}: saving begins it anew.").format(day=self._day(newest.ended_on))
        return words

    def _day(self, day: str) -> str:
        return day_words(type(self.on).fromisoformat(day), self.on)

    def _left(self) -> QVBoxLayout:
        box = QVBoxLayout()
        box.setSpacing(6)
        box.addWidget(Label(_("What is hard"), "strong"))
        self.problems = self._text(_("What is hard"), 4)
        box.addWidget(self.problems)
        box.addWidget(Label(_("One line each."), "small", "ink3"))
        self.ticks: dict[str, QCheckBox] = {}
        for text in self.proposed[:PROPOSALS]:
            tick = QCheckBox(shown(text if len(text) <= 26 else text[:25] + "…"))
            tick.setToolTip(shown(text))
            tick.setAccessibleName(text)
            tick.toggled.connect(lambda on, text=text: self._take(text, on=on))
            self.ticks[text] = tick
            box.addWidget(tick)
        box.addWidget(Label(_("What is aimed at"), "strong"))
        self.goals = self._text(_("What is aimed at"), 2)
        box.addWidget(self.goals)
        form = FieldGrid(self.look)
        self.review, self.when = DayField(self.look, self.on, coming=True), LineField(self.look)
        self.when.setMaxLength(60)
        form.add(_("Look again on"), self.review)
        form.add(_("Or look again when"), self.when)
        box.addWidget(form)
        box.addStretch(1)
        return box

    def _text(self, name: str, lines: int) -> QPlainTextEdit:
        text = QPlainTextEdit()
        text.setTabChangesFocus(True)
        text.setAccessibleName(name)
        text.setFixedHeight(round(lines * self.look.sizes.body * 1.55) + 12)
        return text

    def _foot(self) -> None:
        self.save_button = self.add_button(_("Save as the next version"), "primary", key_map.shown("plan.save"), closes=False)
        self.save_button.clicked.connect(self.save)
        key_map.attach(self, "plan.save", self.save)
        self.further: list[Button] = []
        for name, words, slot in (
            ("plan.review", _("Look again|button"), self.look_again),
            ("plan.compare", _("What changed"), self.compare),
            ("plan.print", _("Print"), self.print),
            ("plan.end", _("End the plan"), self.end),
        ):
            button = self.add_button(words, "plain", key_map.shown(name), closes=False)
            button.clicked.connect(lambda _on=False, slot=slot: slot())
            key_map.attach(self, name, slot)
            self.further.append(button)
        leave = self.add_button(_("Close|button"), "quiet", "Esc", closes=False)
        leave.clicked.connect(self.reject)
        for button in (self.save_button, *self.further, leave):
            button.setAutoDefault(False)
            button.setDefault(False)
        running = self.newest is not None and self.newest.ended_on is None
        for button, there in zip(self.further, (running, len(self.versions) > 1, running, running), strict=True):
            button.setEnabled(there)

    # -- what it holds

    def _fill(self) -> None:
        plan = self.newest
        self.problems.setPlainText("\n".join(plan.problems) if plan else "")
        self.goals.setPlainText("\n".join(plan.goals) if plan else "")
        self.measures.put(plan.measures if plan else ())
        again = type(self.on).fromordinal(self.on.toordinal() + MONTH).isoformat()
        self.review.set_day((plan.review_due if plan else None) or again)
        self.when.setText((plan.review_when if plan else None) or review_when())
        for text, tick in self.ticks.items():
            tick.blockSignals(True)
            tick.setChecked(plan is not None and text in plan.problems)
            tick.blockSignals(False)

    def _take(self, text: str, *, on: bool) -> None:
        """Put a proposed line among what is hard, or strike it there."""
        lines = [one for one in _lines(self.problems) if one != text]
        self.problems.setPlainText("\n".join([*lines, text] if on else lines))

    def draft(self) -> CarePlanDraft:
        """Return what the dialog says."""
        return CarePlanDraft(
            resident_id=self.who,
            made_on=self.on.isoformat(),
            made_by=self.desk.operator.name,
            problems=tuple(_lines(self.problems)),
            goals=tuple(_lines(self.goals)),
            measures=tuple(self.measures.values),
            review_due=self.review.day(),
            review_when=self.when.value() or None,
        )

    # -- saving and the rest

    def reject(self) -> None:
        """Esc: leave; what was written and not saved is asked about, and can be finished later."""
        if may_leave(self, self.look, self.keeper, self._saved):
            super().reject()

    def _saved(self) -> bool:
        self.save()
        return self.answer == "saved"

    def typed(self) -> Mapping[str, Any]:
        """Return what is written, as a draft keeps it."""
        return {
            "problems": self.problems.toPlainText(),
            "goals": self.goals.toPlainText(),
            "review": self.review.text(),
            "when": self.when.text(),
            "measures": [one.model_dump() for one in self.measures.values],
        }

    def _take_up(self, typed: Mapping[str, Any] | None) -> None:
        """Show what was written before and not saved, and keep what is written from now on."""
        if typed:
            self.problems.setPlainText(typed.get("problems", ""))
            self.goals.setPlainText(typed.get("goals", ""))
            self.review.setText(typed.get("review", ""))
            self.when.setText(typed.get("when", ""))
            self.measures.put([PlanMeasure.model_validate(one) for one in typed.get("measures", [])])
            self.trouble.say(_("what you had begun is back"), "green")
        for text in (self.problems, self.goals):
            text.textChanged.connect(self.keeper.touch)
        for field in (self.review, self.when):
            field.textEdited.connect(lambda _text: self.keeper.touch())
        self.measures.changed.connect(self.keeper.touch)

    def save(self) -> None:
        """Keep what is written as the next version; nothing changed is said, not saved again."""
        if self.review.wrong():
            self.review.setFocus()
            return
        draft, before = self.draft(), self.newest
        if before is not None and before.ended_on is None and not differences(before, draft, self.on):
            self.trouble.setText(_("Nothing was changed, so there is no new version."))
            return

        def work(session: Session) -> None:
            make_plan(session, draft, self.on, self.desk.operator.name)
            drafts.forget(session, self.desk.operator.name, FORM, self.who)

        if saved(self.desk, says_plan(self.one, (before.version if before else 0) + 1, self.on), work, self.trouble):
            self.keeper.saved()
            self.give("saved")

    def look_again(self) -> None:
        """Write down how it went; the next version is then written here."""
        plan = self.newest
        if plan is None or plan.ended_on is not None:
            return
        found = ask_how_it_went(self, self.look)
        if found is None:
            return

        def work(session: Session) -> None:
            review_plan(session, plan.id, *found, self.on, self.desk.operator.name)

        says = _("Care plan of {name} looked at again").format(name=self.listed)
        if saved(self.desk, says, work, self.trouble):
            self.review.set_day(type(self.on).fromordinal(self.on.toordinal() + MONTH).isoformat())
            told = _("Written down. Now change what is to be changed; {key} keeps the next version.")
            self.trouble.say(told.format(key=key_map.shown("plan.save")), "green")

    def compare(self) -> None:
        """Say what the newest version changed against the one before it."""
        if len(self.versions) > 1:
            tell_differences(self, self.look, self.versions[1], self.versions[0], self.on)

    def print(self) -> None:
        """Show the newest version as it will be printed."""
        from stationdesk.ui.plan_paper import print_plans

        print_plans(self.desk, [self.who], self)

    def end(self) -> None:
        """Ask why, and end the plan."""
        plan = self.newest
        if plan is None or plan.ended_on is not None:
            return
        why = ask_why_it_ends(self, self.look, self.listed)
        if why is None:
            return

        def work(session: Session) -> None:
            end_plan(session, plan.id, self.on, why)

        if saved(self.desk, says_end(self.one, self.on), work, self.trouble):
            self.give("saved")


def _lines(text: QPlainTextEdit) -> list[str]:
    return [line.strip() for line in text.toPlainText().splitlines() if line.strip()]


def care_plan(desk: OpenDesk, resident_id: str, parent: QWidget) -> bool:
    """Open the care plan of somebody; tells whether something was written."""
    return PlanDialog(desk, resident_id, parent).ask() == "saved"
