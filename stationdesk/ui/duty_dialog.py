"""How a helper does: what was due and done person by person, what was said of it, and visits asked about."""

from __future__ import annotations

import secrets
from datetime import date, timedelta
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from stationdesk.i18n import _
from stationdesk.registers.check_call import CheckCall
from stationdesk.registers.code import table
from stationdesk.registers.visit import Visit
from stationdesk.services.appraisals import appraisals_of, checks_of, confirmed, draw, duty_of, noted_visits
from stationdesk.services.day_words import day_words
from stationdesk.services.helper_duty import HelperDuty, PersonDuty
from stationdesk.services.pairing_world import read_world
from stationdesk.services.person_writing import own_resident
from stationdesk.services.residency_around import named
from stationdesk.ui import key_map
from stationdesk.ui.candidate_list import Choice, Choices
from stationdesk.ui.duty_checks import AppraisalDialog, CheckDialog, done
from stationdesk.ui.form_foot import saved
from stationdesk.ui.moves_paper import span_of
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.record_model import Column
from stationdesk.ui.parts.record_table import RecordTable
from stationdesk.ui.parts.segments import Segments
from stationdesk.ui.tall_dialog import TallDialog

SEEDS = 1_000_000
SAMPLE = 3
"""Visits drawn at once."""
PEOPLE = 5
"""People seen at once."""
SAID = 3
"""Of what was said, as much as is shown."""


class ChoiceTable(RecordTable):
    """Names with words; Enter takes one."""

    taken = Signal()

    def __init__(self, look: Look, name: str, rows: int) -> None:
        super().__init__(
            look,
            (
                Column("", lambda row: row.name, 9.0, bold=True, spoken=lambda row: f"{row.name}，{row.words}"),
                Column("", lambda row: row.words, None, tone=lambda row: "soon" if row.doubtful else "ink2"),
            ),
            margin=10,
        )
        self.horizontalHeader().hide()
        self.setAccessibleName(name)
        self.setFixedHeight(rows * look.sizes.row + 2)
        self.activated_row.connect(lambda _row: self.taken.emit())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 (Qt's name)
        """Pass nothing but what a list knows on to the dialog."""
        super().keyPressEvent(event)


class DutyDialog(TallDialog):
    """One helper in a period."""

    def __init__(self, desk: OpenDesk, parent: QWidget | None, helper_id: str) -> None:
        self.desk, self.helper_id = desk, helper_id
        with desk.reading() as session:
            self.world = read_world(session, desk.today())
        self.hand = self.world.hands[helper_id]
        super().__init__(parent, desk.look, _("{name}: what was due and done").format(name=self.hand.name), width=760)
        self.duty, self.checks, self.first, self.last = HelperDuty(helper_id, ()), list[CheckCall](), desk.today(), desk.today()
        times = [("month", _("this month")), ("before", _("last month")), ("quarter", _("this quarter")), ("year", _("this year"))]
        self.when = Segments(times, self.look)
        self.when.setAccessibleName(_("For which time"))
        self.when.set_value("month")
        self.when.changed.connect(lambda _code: self.refresh())
        self.inside.addWidget(self.when)
        self.told = Label("", wrap=True)
        self.inside.addWidget(self.told)
        self.people = ChoiceTable(self.look, _("Person by person"), PEOPLE)
        self.inside.addWidget(self.people)
        self.said = Label("", "body", "ink2", wrap=True)
        self.inside.addWidget(self.said)
        self._asked_about()
        for words, name, slot, kind in (
            (_("Write an appraisal"), "duty.appraise", self.appraise, "primary"),
            (_("Draw visits to ask about"), "duty.draw", self.draw, "plain"),
        ):
            self.add_button(words, kind, key_map.shown(name), closes=False).clicked.connect(slot)
            key_map.attach(self, name, slot)
        self.add_button(_("Close|button"), "quiet", "Esc")
        self.refresh()
        self.when.setFocus()

    def _asked_about(self) -> None:
        self.asked = Label("", "strong")
        self.inside.addWidget(self.asked)
        self.calls = ChoiceTable(self.look, _("Visits to ask about"), 3)
        self.calls.taken.connect(self.ask_about)
        self.inside.addWidget(self.calls)
        self.trouble = Label("", "body", "red", wrap=True)
        self.inside.addWidget(self.trouble)

    # -- what is shown

    def refresh(self) -> None:
        """Read everything again for the period chosen."""
        on = self.desk.today()
        self.first, self.last = span_of(self.when.value() or "month", on)
        before = self.first - (self.last - self.first) - timedelta(days=1), self.first - timedelta(days=1)
        with self.desk.reading() as session:
            self.duty = duty_of(session, self.world, self.helper_id, self.first, self.last)
            earlier = duty_of(session, self.world, self.helper_id, *before)
            self.checks = checks_of(session, self.helper_id)
            found = confirmed(session).get(self.helper_id)
            words = appraisals_of(session, self.helper_id)[:SAID]
            visits = {one.id: one for one in noted_visits(session, self.helper_id, on - timedelta(days=800), on)} if self.checks else {}
            names = {one.resident_id or "": named(own_resident(session, one.resident_id or ""), on) for one in self.checks}
        self.told.setText(duty_words(self.duty, earlier, on))
        self.people.show(
            Choices([Choice(one.pairing, self.world.shown(one.resident), person_words(one, on), _lags(one)) for one in self.duty.people])
        )
        self.people.setVisible(bool(self.duty.people))
        self.people.setFixedHeight(min(len(self.duty.people), PEOPLE) * self.look.sizes.row + 2)
        said = [
            f"{day_words(date.fromisoformat(one.said_on), on)} {table('appraisal_kind').label(one.kind)}：{_result(one)}" for one in words
        ]
        self.said.setText("\n".join(said))
        self.said.setVisible(bool(said))
        head = _("Asked about: {drawn}").format(drawn=len(self.checks))
        if found is not None and found.answered:
            head = _("Asked about: {answered} of {drawn}, {true} were true, {rate}%").format(
                answered=found.answered, drawn=found.drawn, true=found.true, rate=found.rate()
            )
        self.asked.setText(head)
        self.calls.show(Choices([self._call(one, names, visits) for one in self.checks]))
        if self.calls.current_id() is None:
            self.calls.go_to_row(0)
        self.calls.setVisible(bool(self.checks))
        self.calls.setFixedHeight(min(len(self.checks), SAMPLE) * self.look.sizes.row + 2)
        self.asked.setVisible(bool(self.checks))
        self.fit()

    def _call(self, one: CheckCall, names: dict[str, str], visits: dict[str, Visit]) -> Choice:
        visit = visits.get(one.visit_id or "")
        day = day_words(date.fromisoformat(visit.visited_on), self.desk.today()) if visit else ""
        how = table("contact_mode").label(visit.mode) if visit else _("taken out meanwhile")
        state = table("check_answer").label(one.answer) if one.answer else _("still to ask")
        return Choice(
            one.id,
            names.get(one.resident_id or "", ""),
            "，".join(filter(None, (f"{day} {how}".strip(), state, one.text))),
            one.answer != "true",
        )

    # -- what is done

    def appraise(self) -> None:
        """Write an appraisal of the period."""
        if AppraisalDialog(self.desk, self, self.hand.name, self.duty, (self.first, self.last)).ask() == "saved":
            self.refresh()

    def draw(self) -> None:
        """Draw a few of the period's visits by chance."""
        says = _("Draw visits of {name} to ask about").format(name=self.hand.name)
        self.trouble.setText("")
        seed, on = secrets.randbelow(SEEDS), self.desk.today()
        if saved(
            self.desk, says, lambda session: done(draw(session, self.helper_id, self.first, self.last, SAMPLE, seed, on)), self.trouble
        ):
            self.refresh()
            self.calls.setFocus()

    def ask_about(self) -> None:
        """Write down what was answered about the visit one stands on."""
        chosen = self.calls.current_row()
        one = next((check for check in self.checks if chosen is not None and check.id == chosen.id), None)
        if one is not None and CheckDialog(self.desk, self, one, chosen).ask() == "saved":
            self.refresh()
            self.calls.setFocus()


def duty_words(duty: HelperDuty, before: HelperDuty, on: date) -> str:
    """Return a helper's period in a sentence: 应做 6 次，做到 4 次，66%，上一期 50%；最近一次 11月21日."""
    rate, earlier = duty.rate(), before.rate()
    if rate is None:
        said = _("Nothing fell due in this time: no rhythm is agreed, or it has not come round yet.")
    else:
        said = _("{due} times due, {done} done, {rate}%").format(due=duty.due, done=duty.done, rate=rate)
        said += "，" + _("the time before {rate}%").format(rate=earlier) if earlier is not None else ""
    last = duty.last
    return said + ("；" + _("last on {day}").format(day=day_words(last, on)) if last else "")


def person_words(one: PersonDuty, on: date) -> str:
    """Return what was due and done for one person."""
    parts = (
        _("contacts {done} of {due}").format(done=one.done, due=one.due) if one.due else "",
        _("home visits {done} of {due}").format(done=one.home_done, due=one.home_due) if one.home_due else "",
        _("nothing fell due") if not one.due and not one.home_due else "",
        _("last on {day}").format(day=day_words(one.last, on)) if one.last else _("never in touch in this time"),
    )
    return "，".join(part for part in parts if part)


def _lags(one: PersonDuty) -> bool:
    return one.done < one.due or one.home_done < one.home_due


def _result(one: Any) -> str:
    figures = _("{due} times due, {done} done").format(due=one.due, done=one.done) if one.due is not None else ""
    score = _("{score} points").format(score=one.score) if one.score is not None else ""
    return "，".join(filter(None, (figures, score, one.text, one.said_by)))
