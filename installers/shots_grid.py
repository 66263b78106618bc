"""Pictures of the grid of daily contacts, its dialogs and its paper."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from sqlmodel import col, select

from installers.shots_stage import ALL, LIGHT, USUAL, Dress, Stage
from installers.shots_village import TODAY, XU, Village
from stationdesk.registers.category_tag import CategoryTag
from stationdesk.registers.resident import Resident
from stationdesk.registers.visit import Visit, VisitDraft, Visitor
from stationdesk.services.person_writing import set_grade
from stationdesk.services.visiting import note_visit
from stationdesk.ui.parts.tokens import TextSize, Theme

LIGHT_LARGE = Dress("light-large", Theme.LIGHT, TextSize.LARGE)
DAILY = 60


def daily(there: Village) -> None:
    """Let sixty people be contacted every day this month, some in vain, one not for days; a child among them."""
    there.clock.set(TODAY.replace(day=1), 9)
    with there.database.writing(XU, "每天联系") as session:
        people = session.exec(select(Resident).where(col(Resident.birth_date) < "1980").order_by(col(Resident.key)).limit(DAILY)).all()
        child = session.exec(select(CategoryTag.resident_id).where(CategoryTag.category == "left_behind_child")).first()
        some = [one.id for one in people] + ([child] if child else [])
        for one in some:
            set_grade(session, one, "red", TODAY.replace(day=1), reason="", assessor="")
    with there.database.writing(XU, "三天没联系上") as session:
        for visit in session.exec(
            select(Visit).where(Visit.resident_id == some[2], col(Visit.visited_on) > (TODAY - timedelta(days=4)).isoformat())
        ):
            visit.removed_at = session.info["at"]
    for back in range(TODAY.day - 1, 0, -1):
        day = TODAY - timedelta(days=back)
        there.clock.set(day, 10)
        with there.database.writing(XU, "日联络") as session:
            for number, one in enumerate(some):
                if number == 2 and back < 4:
                    continue
                fate = (number * 7 + back * 13) % 41
                if fate == 0:
                    continue
                how = "home" if fate in {5, 17} else "video" if fate == 9 else "phone"
                outcome = "no_answer" if fate == 3 else "met"
                draft = VisitDraft(
                    resident_id=one, visited_on=day.isoformat(), mode=how, outcome=outcome, kind="daily", visitors=(Visitor(name=XU),)
                )
                note_visit(session, draft, day if fate != 11 else TODAY - timedelta(days=max(0, back - 2)))


def grid(stage: Stage, full: Village) -> None:
    """Take the month as it is in a village in the middle of its year, in every dress; then with sixty people every day."""
    for dress in (*ALL, LIGHT_LARGE):
        with stage.window(full.desk, dress) as window:
            window.open("grid")
            stage.shoot("grid", dress, window, full.desk.jobs)
    daily(full)
    full.clock.set(TODAY, 9, 20)
    for dress in ALL:
        with stage.window(full.desk, dress) as window:
            window.open("grid")
            page: Any = window.page("grid")
            stage.shoot("grid-sixty", dress, window, full.desk.jobs)
            if dress in USUAL:
                page.next_alarm()
                stage.shoot("grid-alarm", dress, window, full.desk.jobs)
                for _nth in range(30):
                    QTest.keyClick(page.view, Qt.Key.Key_Down)
                for _nth in range(4):
                    QTest.keyClick(page.view, Qt.Key.Key_Left)
                stage.shoot("grid-down", dress, window, full.desk.jobs)
                page.parts.only.click()
                stage.shoot("grid-waiting", dress, window, full.desk.jobs)
                page.parts.only.click()
                page.turn(-1)
                stage.shoot("grid-month-before", dress, window, full.desk.jobs)


def grid_other(stage: Stage, name: str, there: Village) -> None:
    """Take the grid of another village."""
    for dress in ALL if name == "nasty" else USUAL:
        with stage.window(there.desk, dress) as window:
            window.open("grid")
            stage.shoot(f"grid-{name}", dress, window, there.desk.jobs)


def papers(stage: Stage, full: Village) -> None:
    """Write the month's sheet and the empty one, and make pictures of their pages."""
    from stationdesk.printing.contact_card import Imprint
    from stationdesk.printing.grid_sheet import grid_pages
    from stationdesk.services.contact_grid_reading import read_grid
    from stationdesk.ui.grid_paper import paper_of
    from stationdesk.ui.paper_job import type_at_hand

    with full.desk.reading() as session:
        found = read_grid(session, TODAY, TODAY, may_see_children=True)
    imprint = Imprint(XU, full.desk.now().replace(tzinfo=None))
    for name, purpose, empty in (("desk", "desk", False), ("wall", "wall", False), ("empty", "desk", True)):
        paper = paper_of(full.desk, found, "", purpose, empty=empty)  # type: ignore[arg-type]
        stage.paper(f"grid-paper-{name}", grid_pages(paper, imprint, type_at_hand()))
    with stage.window(full.desk, LIGHT) as window:
        window.open("grid")
