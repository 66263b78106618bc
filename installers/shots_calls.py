"""Pictures of the page of family calls: the week, one call being noted, booking, paper."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from sqlmodel import Session, select

from installers.shots_stage import ALL, USUAL, Stage, settle
from installers.shots_village import XU, Village
from stationdesk.registers.consent import Consent, ConsentDraft
from stationdesk.registers.family_call import FamilyCall
from stationdesk.registers.resident import Resident
from stationdesk.services.calls import start
from stationdesk.services.demo_calls import arrange_calls
from stationdesk.store.clock import local_day
from stationdesk.store.database import author_of
from stationdesk.ui.call_book_dialog import BookDialog
from stationdesk.ui.call_small_dialogs import ReasonDialog, WhenDialog
from stationdesk.ui.calls_paper import LogDialog, PaperDialog, round_paper, week_paper
from stationdesk.ui.paper_job import list_job
from stationdesk.ui.print_preview import PrintPreview

SAID = "妈妈说腊月二十回家。问能不能带一本字典。\n"


def arrange(there: Village) -> None:
    """Write the demo village's calls down, on the day of the pictures."""
    there.clock.set(local_day(there.clock()).replace(month=11, day=23), 9, 20)
    with there.database.writing(XU, "连线") as session:
        arrange_calls(session, local_day(there.clock()), XU)
        _photos_agreed(session, there)


def _photos_agreed(session: Session, there: Village) -> None:
    """Let the guardian of one child agree to photos, so that both is seen."""
    child = session.exec(select(Resident).where(Resident.parents_away == "both")).first()
    if child is not None:
        day = local_day(there.clock()).isoformat()
        draft = ConsentDraft(
            resident_id=child.id, kind="photo", given_by="guardian", giver_name=XU, child_agrees=True, given_on=day, form="paper"
        )
        session.add(Consent.model_validate(draft, update={"author": author_of(session)}))


def _call(there: Village, at: str) -> str:
    with there.desk.reading() as session:
        on = there.desk.today().isoformat()
        return session.exec(select(FamilyCall.id).where(FamilyCall.call_on == on, FamilyCall.call_at == at)).one()


def calls(stage: Stage, full: Village) -> None:
    """Take week and list, a call booked, one that runs, one nobody answered, and the dialogs."""
    wanted = _call(full, "15:00")
    for dress in ALL:
        with stage.window(full.desk, dress) as window:
            window.open("calls")
            stage.shoot("calls", dress, window, full.desk.jobs)
            window.open("calls", wanted)
            stage.shoot("calls-note", dress, window, full.desk.jobs)
    for dress in USUAL:
        with stage.window(full.desk, dress) as window:
            window.open("calls", wanted)
            page: Any = window.page("calls")
            page.form.choose("no_answer")
            stage.shoot("calls-silent", dress, window, full.desk.jobs)
            page.form.keeper.saved()
    dialogs(stage, full)
    running(stage, full, wanted)


def running(stage: Stage, full: Village, wanted: str) -> None:
    """Take the call while it runs, half noted."""
    full.clock.set(full.desk.today(), 15, 2)
    with full.database.writing(XU, "开始连线") as session:
        start(session, wanted, full.clock())
    full.clock.set(full.desk.today(), 15, 20)
    for dress in ALL:
        with stage.window(full.desk, dress) as window:
            window.open("calls", wanted)
            page: Any = window.page("calls")
            page.form.body.said.setPlainText(SAID.strip())
            page.form.body.services["tutoring"].setChecked(True)
            page.form.body.need.setText("字典一本")
            page.form.body.said.setFocus(Qt.FocusReason.OtherFocusReason)
            stage.shoot("calls-running", dress, window, full.desk.jobs)
            page.form.keeper.drop()
    full.clock.set(full.desk.today(), 9, 20)


def dialogs(stage: Stage, full: Village) -> None:
    """Take booking, another day, calling off, printing."""
    desk, on = full.desk, full.desk.today()
    with desk.reading() as session:
        ids = list(session.exec(select(Resident.id).limit(2)))
    stage.shoot_dialog("calls-book", ALL, lambda: BookDialog(desk, None, ids))
    stage.shoot_dialog("calls-book-held", USUAL, lambda: BookDialog(desk, None, ids[:1], held=True))
    when = ("余水莲改到哪天？", "对方空闲：晚上，白天上班", (on, "19:00"), "改到这天")
    stage.shoot_dialog("calls-move", USUAL, lambda: WhenDialog(desk, *when, None))
    stage.shoot_dialog("calls-cancel", USUAL, lambda: ReasonDialog(desk, "余水莲", None))
    stage.shoot_dialog("calls-print", USUAL, lambda: PaperDialog(desk, on, None))
    stage.shoot_dialog("calls-log", USUAL, lambda: LogDialog(desk, None))
    for name, paper in (("week", week_paper(desk, on)), ("round", round_paper(desk, on, today=False))):
        make = partial(PrintPreview, desk, list_job(paper), None)
        stage.shoot_dialog(f"calls-paper-{name}", USUAL[:1], make, lambda _dialog: settle(desk.jobs))


def calls_other(stage: Stage, name: str, there: Village) -> None:
    """Take the page of another village."""
    if name == "nasty":
        arrange(there)
    for dress in ALL if name == "nasty" else USUAL:
        with stage.window(there.desk, dress) as window:
            window.open("calls")
            stage.shoot(f"calls-{name}", dress, window, there.desk.jobs)
            if name == "nasty":
                page: Any = window.page("calls")
                call = next(iter(page.board.week.calls), None)
                if call is not None:
                    page.open_call(call.id)
                    stage.shoot(f"calls-{name}-note", dress, window, there.desk.jobs)
