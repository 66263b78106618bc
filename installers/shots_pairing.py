"""Pictures of pairings: the page full, empty and nasty, a helper leaving, the dialogs, the helpers, the papers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from PySide6.QtWidgets import QWidget
from sqlmodel import Session, select

from installers.shots_nasty import NAMES
from installers.shots_stage import ALL, LIGHT, USUAL, Stage
from installers.shots_village import TODAY, XU, Village
from stationdesk.registers.check_call import CheckCall
from stationdesk.registers.helper import Helper, HelperDraft
from stationdesk.registers.pairing import Pairing
from stationdesk.registers.stand_in import StandIn, StandInDraft
from stationdesk.registers.visit import Visit, VisitDraft, Visitor
from stationdesk.services.appraisals import answer, draw
from stationdesk.services.demo_pairings import pair_up
from stationdesk.services.pairing_board import board
from stationdesk.services.pairing_world import World, read_world
from stationdesk.services.projects import projects
from stationdesk.ui.duty_dialog import DutyDialog
from stationdesk.ui.helper_dialog import HelperDialog
from stationdesk.ui.helper_duty_paper import DutyListDialog
from stationdesk.ui.helper_duty_paper import paper as duty_paper
from stationdesk.ui.levels_dialog import LevelsDialog
from stationdesk.ui.pair_cards import cards_job, cards_of
from stationdesk.ui.pairing_dialog import PairingDialog
from stationdesk.ui.pairing_paper import helper_paper, ledger_paper, responsibility_paper
from stationdesk.ui.pairing_steps import AgreeDialog, EndDialog, RestDialog
from stationdesk.ui.paper_job import list_job, type_at_hand
from stationdesk.ui.print_preview import PrintPreview
from stationdesk.ui.projects_dialog import ProjectForm, ProjectsDialog
from stationdesk.ui.stand_in_dialog import StandInDialog


def world_of(village: Village) -> World:
    """Read the pairings of a village."""
    with village.desk.reading() as session:
        return read_world(session, TODAY)


def paired(village: Village) -> None:
    """Give the village helpers, two pairs that wait and rest, and a helper written down twice."""
    with village.database.writing(XU, "结对") as session:
        pair_up(session, TODAY - timedelta(days=2), 3)
        held = [one for one in session.exec(select(Pairing)) if one.kind != "responsibility"]
        held[1].state, held[1].suspended_on, held[1].suspended_reason = "suspended", "2026-11-12", "外出"
        held[2].state, held[2].start_date, held[2].proposed_on, held[2].resident_agreed_on = "proposed", None, "2026-11-19", None
        held[3].state, held[3].end_date, held[3].end_reason = "ended", "2026-10-20", "helper_transferred"
        double = HelperDraft(name="黄晓燕", helper_type="youth_league_sibling", org="村志愿服务队")
        session.add(Helper.model_validate(double, update={"author": held[0].author}))
        visited(session, held[4:40])
        for first, last in ((-40, -36), (-2, 6), (20, 25)):
            begins, ends = ((TODAY + timedelta(days=days)).isoformat() for days in (first, last))
            absence = StandInDraft(helper_id=held[5].helper_id, stand_in_helper_id=held[0].helper_id, from_date=begins, to_date=ends)
            session.add(StandIn.model_validate(absence, update={"author": held[0].author}))


def visited(session: Session, held: list[Pairing]) -> None:
    """Note visits of the helpers, some of them drawn to be asked about."""
    names = {one.id: one.name for one in session.exec(select(Helper))}
    for at, one in enumerate(held):
        visitors = (Visitor(name=names[one.helper_id or ""], helper_id=one.helper_id or ""),)
        for back in range(at % 3, 40, 4 + at % 5):
            day = (TODAY - timedelta(days=back)).isoformat()
            draft = VisitDraft(resident_id=one.resident_id, visited_on=day, mode="phone" if back % 3 else "home", visitors=visitors)
            session.add(Visit.model_validate(draft, update={"author": one.author}))
        one.contact_every_days = 7
    session.flush()
    for nth, one in enumerate(held[5:9]):
        drawn = draw(session, one.helper_id or "", TODAY - timedelta(days=40), TODAY, 3, 5, TODAY)
        for asked, code in zip(drawn, ("true", "true", "false" if nth % 2 else "not_reached"), strict=False):
            answer(session, asked.id, code, TODAY, by="徐丽华", text="说那天没见到人" if code == "false" else "")


def pairings(stage: Stage, full: Village) -> None:
    """Take the page, a helper leaving, the helpers and their dialogs."""
    paired(full)
    world = world_of(full)
    busiest = max((one for one in world.hands if world.hands[one].type != "team"), key=world.load)
    for dress in ALL:
        with stage.window(full.desk, dress) as window:
            window.open("pairings", None)
            page: Any = window.page("pairings")
            page.pane.table.setFocus()
            stage.shoot("pairings", dress, window, full.desk.jobs)
            page.take(f"leave:{busiest}")
            stage.shoot("pairings-leaving", dress, window, full.desk.jobs)
            page.form.leave()
            window.open("helpers", None)
            stage.shoot("helpers", dress, window, full.desk.jobs)
            window.open("helper_week", None)
            stage.shoot("helper-week", dress, window, full.desk.jobs)
    for name, make in dialogs(full).items():
        stage.shoot_dialog(name, USUAL, make)
    papers(stage, full)


def dialogs(full: Village) -> dict[str, Callable[[], QWidget]]:
    """Return the dialogs of the two pages."""
    desk, world = full.desk, world_of(full)
    alone = next(row.id for row in board(world).rows if row.alone and not row.child)
    waiting = next(one for one in world.pairs if one.state == "proposed")
    with desk.reading() as session:
        ready = projects(session)[0]
        helpers = {one.id: one for one in session.exec(select(Helper))}
        pair = next(one for one in world.pairs if one.helper in helpers and one.helps and one.holds(world.day) and one.state == "active")
        helper = helpers[pair.helper]
        drawn = session.exec(select(CheckCall.helper_id)).first() or pair.helper
    who, away = world.shown(pair.resident), next(iter(world.away))
    return {
        "pairings-find": lambda: PairingDialog(desk, None, [alone]),
        "pairings-level": lambda: PairingDialog(desk, None, [alone], 2),
        "pairings-end": lambda: EndDialog(desk, None, world, who, [pair], child=False),
        "pairings-rest": lambda: RestDialog(desk, None, world, who, [pair]),
        "pairings-agree": lambda: AgreeDialog(desk, None, world, world.shown(waiting.resident), waiting, child=False),
        "pairings-projects": lambda: ProjectsDialog(desk, None),
        "pairings-project": lambda: ProjectForm(desk, None, ready),
        "pairings-levels": lambda: LevelsDialog(desk, None),
        "helper": lambda: HelperDialog(desk, None, helper),
        "helper-duty": lambda: DutyDialog(desk, None, drawn),
        "helper-away": lambda: StandInDialog(desk, None, pair.helper),
        "helper-away-written": lambda: StandInDialog(desk, None, away),
        "helpers-duty-list": lambda: DutyListDialog(desk, None),
    }


def papers(stage: Stage, full: Village) -> None:
    """Take the papers as the preview shows them."""
    world = world_of(full)
    ids = [row.id for row in board(world).rows][:40]
    found = {"responsibility": responsibility_paper(full.desk, ids, ""), "ledger": ledger_paper(full.desk, ids, "")}
    found["sheet"] = helper_paper(full.desk, max(world.hands, key=world.load))
    found["duty"] = duty_paper(full.desk, TODAY.replace(day=1), TODAY)
    type_at_hand()
    jobs = {name: list_job(paper) for name, paper in found.items()} | {"cards": cards_job(cards_of(full.desk, ids))}
    for name, job in jobs.items():
        stage.wear(LIGHT)
        shown = PrintPreview(full.desk, job)
        shown.show()
        stage.shoot(f"pairings-paper-{name}", LIGHT, shown, full.desk.jobs)
        shown.leave()
        shown.deleteLater()


def pairings_other(stage: Stage, name: str, there: Village) -> None:
    """Take the pages of a village without anybody, or with names that hurt."""
    if name == "nasty":
        with there.database.writing(XU, "结对") as session:
            pair_up(session, TODAY, 5)
            for helper, long in zip(session.exec(select(Helper)), NAMES, strict=False):
                helper.name, helper.org = long[:72], long[:120]
    for dress in USUAL:
        with stage.window(there.desk, dress) as window:
            window.open("pairings", None)
            stage.shoot(f"pairings-{name}", dress, window, there.desk.jobs)
            window.open("helpers", None)
            stage.shoot(f"helpers-{name}", dress, window, there.desk.jobs)
