"""评估: the scores of each item, the grade they propose, and beside it every grade the person had before."""

from __future__ import annotations

from datetime import date
from functools import partial

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.grade_scheme import Grade, GradeSchemeDraft
from stationdesk.services.assessing import (
    Assessment,
    AssessmentImpossible,
    assess,
    grade_on,
    grades_of,
    history,
    last_scores,
    proposal,
    refusal,
    says_assessed,
    says_stays,
    stays_as_it_is,
    total_of,
)
from stationdesk.services.day_reading import read_coming_day, read_day
from stationdesk.services.day_words import day_words
from stationdesk.services.grading import review_due, scheme_on
from stationdesk.services.person_writing import own_resident
from stationdesk.services.residency_around import named
from stationdesk.services.reviews import review_of
from stationdesk.ui import key_map
from stationdesk.ui.assess_history import GradeHistory
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.bars import clear
from stationdesk.ui.parts.fields import ComboField, FieldGrid, LineField
from stationdesk.ui.parts.grade_mark import GradeMark
from stationdesk.ui.parts.halves import halves
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.parts.segments import Segments
from stationdesk.ui.score_field import ScoreField
from stationdesk.ui.tall_dialog import TallDialog


class AssessDialog(TallDialog):
    """Left what is assessed, right what was before; `draft` is what was decided, None if nothing."""

    def __init__(self, desk: OpenDesk, resident_id: str, parent: QWidget | None = None) -> None:
        self.desk, self.resident_id, self.on = desk, resident_id, desk.today()
        with desk.reading() as session:
            self.one = own_resident(session, resident_id)
            self.scheme = scheme_on(session, self.on)
            self.held = grade_on(session, resident_id, self.on)
            self.asked = review_of(session, resident_id, self.on)
            past, scores = history(session, resident_id, self.on), last_scores(grades_of(session, resident_id), self.scheme)
        title = _("Assess {name}").format(name=named(self.one, self.on))
        super().__init__(parent, desk.look, title, self.asked.why() if self.asked else "", width=1080)
        self.draft: Assessment | None = None
        self.items = [ScoreField(item, desk.look) for item in self.scheme.score_items]
        self._build()
        self.history.show_past(past, self.on)
        for item in self.items:
            item.show_score(scores.get(item.item.code))
        self._listen()
        self._scored()
        held = self.scheme.counted_as(self.held.grade) if self.held else None
        if held is not None and proposal(self.scheme, self.scores()) is None:
            self.grade.set_value(held.code)
        self._told()
        first = self.items[0] if self.items else self.grade
        first.setFocus()

    def _build(self) -> None:
        look = self.look
        self.form = FieldGrid(look, label_width=round(5.2 * look.sizes.body))
        self.day = LineField(look)
        self.day.setText(_("today|typed"))
        for item in self.items:
            self.form.add(item.item.label, item)
            (item.steps or item.number or item).installEventFilter(self.form)
        self.proposed = QHBoxLayout()
        self.proposal = QWidget()
        self.proposal.setLayout(self.proposed)
        self.proposed.setContentsMargins(0, 0, 0, 0)
        if self.items:
            self.form.add(_("Together"), self.proposal)
        self.grade = Segments([(one.code, one.label) for one in self.scheme.grades], look)
        self.form.add(_("Care grade"), self.grade, stretch=False)
        self._ask_about()
        self.trouble = Label("", "body", "red", wrap=True)
        self.trouble.setMinimumHeight(round(1.6 * look.sizes.body))
        self.history = GradeHistory(look)
        left, right = QVBoxLayout(), QVBoxLayout()
        left.addWidget(self.form)
        left.addStretch(1)
        right.addWidget(Label(_("Grades so far"), "strong"))
        right.addWidget(self.history, 1)
        self.inside.setContentsMargins(6, 6, 12, 6)
        self.inside.addLayout(halves(left, right, (7, 4)))
        self.body.addWidget(self.trouble)
        self._lay_buttons()

    def _ask_about(self) -> None:
        """Ask on what occasion, why, from when and who."""
        look, optional = self.look, _("may stay empty")
        causes = [(row.code, row.label) for row in table("grade_cause").rows if row.code != "import"]
        self.cause = ComboField(causes, look)
        self.cause.set_value(self.asked.cause if self.asked else "regular" if self.held else "first")
        self.form.add(_("Occasion|assessment"), self.cause)
        self.reason, self.approver, self.review = LineField(look, optional), LineField(look, optional), LineField(look)
        self.assessor = LineField(look)
        self.assessor.setText(self.desk.operator.name)
        self.form.add(_("Reason"), self.reason)
        self.form.add(_("Holds from"), self.day, _("like 22, 11-22"))
        both = QWidget()
        line = QHBoxLayout(both)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(10)
        line.addWidget(self.assessor, 1)
        approved = Label(_("Approved by"), tone="ink2")
        approved.setBuddy(self.approver)
        self.approver.setAccessibleName(_("Approved by"))
        self.assessor.setAccessibleName(_("Assessed by"))
        line.addWidget(approved)
        line.addWidget(self.approver, 1)
        self.form.add(_("Assessed by"), both)
        self.review_row = self.form.add(_("Look again on"), self.review, _("as the scheme says, if left empty"))

    def _lay_buttons(self) -> None:
        self.save_button = self.add_button(_("Keep the assessment"), "primary", key_map.shown("assess.save"), closes=False)
        self.save_button.clicked.connect(self.save)
        if self.held is not None:
            self.same = self.add_button(_("The grade stays"), "plain", key_map.shown("assess.same"), "same")
            key_map.attach(self, "assess.same", partial(self.give, "same"))
        self.add_button(_("Do not save"), "plain", "Esc")
        key_map.attach(self, "assess.save", self.save)

    def _listen(self) -> None:
        for item in self.items:
            if item.steps is not None:
                item.steps.changed.connect(lambda _code: self._scored())
            elif item.number is not None:
                item.number.textChanged.connect(lambda _text: self._scored())
        self.grade.changed.connect(lambda _code: self._told())
        for line in (self.reason, self.day, self.review):
            line.textChanged.connect(lambda _text: self._told())
        self.day.editingFinished.connect(self._other_day)

    # -- what is asked

    def scores(self) -> dict[str, int]:
        """Return what is scored so far, by item."""
        return {item.item.code: score for item in self.items if (score := item.score()) is not None}

    def _scored(self) -> None:
        """Say what the scores come to, and choose the grade they propose."""
        clear(self.proposed)
        total, grade = total_of(self.scheme, self.scores()), proposal(self.scheme, self.scores())
        points = _("{total} of {most} points")
        if total is None:
            self.proposed.addWidget(Label(_("not everything is scored yet"), "body", "ink3"))
        else:
            self.proposed.addWidget(Label(points.format(total=total, most=self.scheme.highest_total()), "body_bold"))
        if grade is not None:
            self.proposed.addWidget(Label(_("proposes|scores"), "body", "ink2"))
            self.proposed.addWidget(GradeMark(self.look, grade.code, grade.label, bold=True))
            self.grade.set_value(grade.code)
        elif total is not None:
            self.proposed.addWidget(Label(_("this scheme has no score lines"), "body", "ink3"))
        self.proposed.addStretch(1)
        self._told()

    def _other_day(self) -> None:
        """Offer the grades of the scheme that was in use on the day."""
        day = read_day(self.day.value(), self.on)
        if day is not None:
            with self.desk.reading() as session:
                scheme = scheme_on(session, day)
            self.grade.offer([(one.code, one.label) for one in scheme.grades])
            self._told()

    def typed(self) -> Assessment | None:
        """Return what stands in the fields, or None with the trouble said beside the field it is in."""
        day = read_day(self.day.value(), self.on) or read_coming_day(self.day.value(), self.on)
        self.day.say("error" if day is None else "plain", _("Please write a day: 22, 11-22, 2026-11-22.") if day is None else "")
        again = read_coming_day(self.review.value(), self.on)
        wrong = bool(self.review.value()) and again is None
        self.review.say("error" if wrong else "plain", _("Please write a day: 12-31, 2026-12-31.") if wrong else "")
        if day is None or wrong or self.grade.value() is None:
            return None
        names = {"reason": self.reason.value(), "assessor": self.assessor.value(), "approver": self.approver.value()}
        return Assessment(
            self.resident_id, self.grade.value() or "", day, self.cause.value(), self.scores(), review_due=again or None, **names
        )

    def refused(self) -> AssessmentImpossible | None:
        """Return why what stands in the fields cannot be kept, or None."""
        draft = self.typed()
        if draft is None:
            return None
        with self.desk.reading() as session:
            return refusal(session, self.one, draft, self.on)

    def _told(self) -> None:
        """Say what the assessment would do, or why it cannot be."""
        draft, refused = self.typed(), self.refused()
        if draft is not None and refused is None and not self.review.value():
            due = review_due(self.scheme, draft.from_date)
            words = day_words(date.fromisoformat(due), self.on) if due else _("not again")
            self.review.setPlaceholderText(words)
        before, after = self._grade_held(), self.scheme.grade(draft.grade) if draft else None
        said = _way(self.scheme, before, after) if refused is None else str(refused)
        self.trouble.say(said, "red" if refused is not None else "amber" if said else "ink2")

    def _grade_held(self) -> Grade | None:
        return self.scheme.counted_as(self.held.grade) if self.held else None

    def save(self) -> None:
        """Take what was decided, if it can be."""
        draft = self.typed()
        if self.grade.value() is None:
            self.trouble.say(_("Please choose a grade."), "red")
            self.grade.setFocus()
        elif draft is not None and self.refused() is None:
            self.draft = draft
            self.give("saved")
        else:
            self._told()


def _way(scheme: GradeSchemeDraft, before: Grade | None, after: Grade | None) -> str:
    """Say which way the grade goes: up, down."""
    if before is None or after is None or before.code == after.code:
        return ""
    order = [one.code for one in scheme.grades]
    higher = order.index(after.code) < order.index(before.code)
    said = _("Higher: {before} becomes {after}") if higher else _("Lower: {before} becomes {after}")
    return said.format(before=before.label, after=after.label)


def assess_person(desk: OpenDesk, parent: QWidget | None, resident_id: str) -> bool:
    """Ask for an assessment of somebody and keep it; tells whether anything was written."""
    dialog = AssessDialog(desk, resident_id, parent)
    answer, on = dialog.ask(), desk.today()
    if answer == "same":
        leave_as_it_is(desk, resident_id, dialog.cause.value())
        return True
    if answer != "saved" or dialog.draft is None:
        return False
    with desk.reading() as session:
        says = says_assessed(session, dialog.draft, on)
    with desk.writing(says) as session:
        assess(session, dialog.draft, on)
    desk.said(says)
    return True


def leave_as_it_is(desk: OpenDesk, resident_id: str, cause: str = "regular") -> None:
    """Note that somebody's grade was looked at and stays."""
    on = desk.today()
    with desk.reading() as session:
        says = says_stays(session, resident_id, on)
    with desk.writing(says) as session:
        stays_as_it_is(session, resident_id, on, desk.operator.name, cause=cause)
    desk.said(says)
