"""Noting a visit beside the person: three choices, what was seen and said, what is to be done; saved with one key.

The same form shows a kept visit again, to read, to correct or to take out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QScrollArea, QWidget

from stationdesk.i18n import _
from stationdesk.services import drafts
from stationdesk.services.day_words import day_words
from stationdesk.services.person_facts import person_facts
from stationdesk.services.visit_asking import (
    MUCH,
    companions,
    household_of,
    judged,
    next_after,
    noted_already,
    possible_visitors,
    remembered,
)
from stationdesk.services.visit_correcting import (
    correct_visit,
    form_of,
    own_visit,
    remove_visit,
    requests_of,
    says_correction,
    says_removal,
)
from stationdesk.services.visit_list import household_words
from stationdesk.services.visit_writing import VisitForm as Filled
from stationdesk.services.visit_writing import says_visit, says_visits, write_visits
from stationdesk.ui import key_map
from stationdesk.ui.find_dialog import FindDialog
from stationdesk.ui.form_draft_keeper import DraftKeeper
from stationdesk.ui.form_leaving import may_leave
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.visit_form_asks import ask_again, ask_money, ask_removal, typed_of
from stationdesk.ui.visit_form_frame import VisitFrame
from stationdesk.ui.visit_words import long_day

FORM = "visit"


class VisitForm(VisitFrame):
    """One visit to one person; `closed` when it is left, `next_wanted` when the next in the list shall follow."""

    closed = Signal()
    next_wanted = Signal()

    def __init__(self, desk: OpenDesk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.body.changed.connect(self._touched)
        self.body.company.find_wanted.connect(self.find_company)
        self.keeper = DraftKeeper(desk, FORM, self.typed, self)
        self.keeper.kept.connect(self.kept.setText)
        self.photos.changed.connect(self._touched)
        self.photos.laid_in.connect(self.keeper.keep)
        body = self.body
        bound = {"save": self.save, "save_next": self.save_and_next, "leave": self.cancel, "remove": self.remove}
        for name, button in self.buttons.items():
            button.clicked.connect(bound[name])
        bound |= {"all_normal": body.set_all_normal, "company": self.find_company, "more": body.unfold, "need_more": body.needs.add}
        bound |= {"photo": self.photos.choose, "paste": self.photos.paste}
        bound |= {"said": lambda: go(body.content), "need": lambda: go(body.needs.first)}
        for name, slot in bound.items():
            key_map.attach(self, f"visit.{name}", slot)

    # -- what it holds

    def open_for(self, resident_id: str) -> None:
        """Begin a visit to somebody, or go on with the one half noted."""
        on, now = self.desk.today(), self.desk.now()
        self._whose(resident_id, "")
        with self.desk.reading() as session:
            campaign, survey = remembered(session, on)
        typed = self.keeper.begin(resident_id)
        fresh: dict[str, Any] = {
            "day": _("{day} today").format(day=long_day(on)),
            "clock": f"{now:%H:%M}",
            "visitors": [self.desk.operator.name],
        }
        if campaign or survey:
            fresh["more"] = {"texts": {"campaign": campaign, "survey_round": survey}}
        self._offer_others([str(one) for one in (typed or {}).get("others", ())])
        self._begin(fresh | dict(typed or {}), typed is not None)

    def open_visit(self, visit_id: str) -> None:
        """Show a kept visit, or the correction of it that was begun."""
        with self.desk.reading() as session:
            kept = form_of(session, own_visit(session, visit_id))
        self._whose(kept.resident_id, visit_id, kept.household_id)
        typed = self.keeper.begin(visit_id)
        self.body.company_row.set_visible(False)
        self._begin(typed_of(kept, confided=self.body.more.confided) | dict(typed or {}), typed is not None)

    def _whose(self, resident_id: str, visit_id: str, household_id: str = "") -> None:
        """Say whose visit it is, and whether it is a new one; a household alone has no blood pressure."""
        on, child = self.desk.today(), False
        with self.desk.reading() as session:
            people = possible_visitors(session, on)
            if resident_id:
                facts = person_facts(session, resident_id, on, may_see_children=self.desk.sees_children)
                self.name, child = facts.listed, facts.child
            else:
                self.name = household_words(session, household_id)
        self.resident_id, self.household_id, self.visit_id = resident_id, household_id, visit_id
        self.say_whom(self.name, child=child)
        self.body.pressure_row.set_visible(bool(resident_id))
        self.body.photos_row.set_visible(bool(resident_id or self.people()))
        self.title.setText(_("A visit that was noted") if visit_id else _("Note a visit"))
        self.buttons["save_next"].setVisible(not visit_id)
        self.buttons["remove"].setVisible(bool(visit_id))
        self.buttons["leave"].setText(_("Change nothing|button") if visit_id else _("Do not save"))
        self.body.more.confided = bool(self.desk.operator.may_see_children)
        self.body.visitors.offer_people(people)

    def _offer_others(self, chosen: list[str]) -> None:
        """Offer those who live with the person, and those chosen before."""
        on = self.desk.today()
        with self.desk.reading() as session:
            home = household_of(session, self.resident_id, on)
            more = companions(session, [one for one in chosen if one not in {known.id for known in home}], on)
        self.body.company.offer([*home, *more])
        self.body.company_row.set_visible(True)

    def _begin(self, typed: dict[str, Any], back: bool) -> None:
        self.body.fill(typed)
        self.photos.fill(typed.get("photos", {}), self.visit_id)
        self.body.say({})
        self.body.check_day(self.desk.today())
        self.keeper.dirty = back
        self.kept.setText(_("what you had begun is back") if back else "")
        self._say_next()
        self.body.mode.setFocus(Qt.FocusReason.OtherFocusReason)

    def find_company(self) -> None:
        """Ask who else was met, and tick him."""
        if self.visit_id:
            return
        besides = (self.resident_id, *self.body.company.chosen())
        title, text = _("Who else was met?"), _("Each one gets a visit of his own; what was seen and given stands with the first.")
        who = FindDialog(self.desk, title, text, _("He was there too"), besides=besides, parent=self).ask()
        if who:
            with self.desk.reading() as session:
                for one in companions(session, [who], self.desk.today()):
                    self.body.company.add(one)

    # -- while one types

    def _touched(self) -> None:
        self.keeper.touch()
        self.body.check_day(self.desk.today())
        self._say_next()

    def _say_next(self) -> None:
        form = None if self.visit_id else self.body.filled(self.resident_id, self.desk.today())
        if form is None:
            self.next.setText("")
            return
        with self.desk.reading() as session:
            day = next_after(session, form, self.desk.today())
        days = (day - self.desk.today()).days if day else None
        words = {0: _("today"), 1: _("tomorrow")}.get(days, day_words(day, self.desk.today())) if day and days is not None else ""
        if days is not None and days < 0:
            words = _("{days} days late").format(days=-days)
        self.next.setText(_("After saving, the next is {when}").format(when=words) if words else "")

    # -- saving and leaving

    def save(self) -> bool:
        """Save the visit and close; tells whether it was saved."""
        if not self._written():
            return False
        self.closed.emit()
        return True

    def save_and_next(self) -> None:
        """Save the visit and go on with the next person of the list."""
        if self._written():
            self.next_wanted.emit()

    def _written(self) -> bool:
        self.body.visitors.take_typed()
        form = self.body.filled(self.resident_id, self.desk.today())
        form = form and replace(form, household_id=self.household_id)
        self.body.check_day(self.desk.today())
        if form is None:
            self.body.find_wrong()
            return False
        with self.desk.reading() as session:
            wrong = judged(session, form, self.desk.today())
            again = [] if wrong else noted_already(session, form, self.visit_id)
        self.body.say(wrong)
        if wrong or not self._sure(form, again) or not self.photos.sure():
            return False
        self._write(form)
        return True

    def _sure(self, form: Filled, again: Sequence[str]) -> bool:
        """Ask about what is odd and may be true: much money, the same visit once more."""
        if again and not ask_again(self, self.look):
            return False
        return form.money <= MUCH or ask_money(self, self.look, form.money)

    def _write(self, form: Filled) -> None:
        desk, name = self.desk, self.name
        others = len(form.others)
        says = says_correction(name) if self.visit_id else says_visits(name, others) if others else says_visit(name)
        with desk.writing(says) as session:
            if self.visit_id:
                visit = correct_visit(session, self.visit_id, form, desk.today(), desk.operator.name)
            else:
                visit = write_visits(session, form, desk.today(), desk.operator.name)[0]
            self.photos.attach(session, visit.id, form.visited_on)
            drafts.forget(session, desk.operator.name, FORM, self.keeper.about)
        self.keeper.saved()
        desk.said(says)

    def remove(self) -> None:
        """Take the kept visit out, once that is confirmed; it can be undone."""
        if not self.visit_id:
            return
        with self.desk.reading() as session:
            raised = len(requests_of(session, self.visit_id))
        if not ask_removal(self, self.look, raised):
            return
        says = says_removal(self.name)
        with self.desk.writing(says) as session:
            remove_visit(session, self.visit_id)
            drafts.forget(session, self.desk.operator.name, FORM, self.keeper.about)
        self.keeper.saved()
        self.desk.said(says)
        self.closed.emit()

    def cancel(self) -> None:
        """Esc: leave without saving."""
        if self.leave():
            self.closed.emit()

    def leave(self) -> bool:
        """Tell whether the form may be left; asks only if something was typed."""
        may = may_leave(self, self.look, self.keeper, self._written)
        if may and not self.keeper.dirty:
            self.photos.forget()
        return may

    def typed(self) -> dict[str, Any]:
        """Return everything the form holds, as a draft keeps it."""
        return dict(self.body.typed()) | {"photos": self.photos.typed()}

    def keep(self) -> None:
        """Keep what was typed."""
        self.keeper.keep()


def go(widget: QWidget) -> None:
    """Put the keyboard there, and bring the field into sight."""
    widget.setFocus(Qt.FocusReason.OtherFocusReason)
    above = widget.parentWidget()
    while above is not None and not isinstance(above, QScrollArea):
        above = above.parentWidget()
    if above is not None:
        above.ensureWidgetVisible(widget)
