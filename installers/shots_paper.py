"""Pictures of visit sheets: chosen, printed, half typed back, done; and of what is asked on the way."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from sqlmodel import col, select

from installers.shots_road import OFFICE, Printers, shoot_preview
from installers.shots_stage import ALL, LIGHT, USUAL, Dress, Stage
from installers.shots_village import Village
from stationdesk.registers.resident import GONE, Resident
from stationdesk.services.sheet_entry import Head, pass_line, save_line
from stationdesk.services.sheet_reading import Entry
from stationdesk.services.visit_sheets import Part, keep_sheet, plan_sheets
from stationdesk.ui.parts.tokens import TextSize, Theme
from stationdesk.ui.sheet_paper import SheetDialog, sheets_job

LARGE = Dress("light-l", Theme.LIGHT, TextSize.LARGE)
EVERY = (*ALL, LARGE)


def people_of(there: Village, count: int) -> list[str]:
    """Return whom to put on a sheet: the first old ones."""
    with there.desk.reading() as session:
        asked = select(Resident).where(col(Resident.removed_at).is_(None)).order_by(col(Resident.key))
        return [one.id for one in session.exec(asked) if one.residency_status not in GONE][:count]


def printed(there: Village, count: int, about: str, days: int = 0) -> str:
    """Keep a sheet as if it had been printed some days ago; returns its id."""
    on = there.desk.today() - timedelta(days=days)
    with there.desk.writing("打印走访单") as session:
        (planned,) = plan_sheets(session, [Part(about, tuple(people_of(there, count)))], on, may_see_children=True)
        return keep_sheet(session, planned, there.desk.operator.name).id


def half(there: Village, sheet_id: str) -> None:
    """Enter the first lines of a sheet."""
    desk, on = there.desk, there.desk.today()
    with desk.reading() as session:
        from stationdesk.services.sheet_entry import own_sheet

        stops = own_sheet(session, sheet_id).stops
    head = Head(on, ("占国林", "程雪琴"))
    told = [
        Entry(pressure=(138, 82)),
        Entry(outcome="kin_answered", checks=("watch", "normal", "normal", "normal"), goods="米 10 斤", need="要买胶布", request=True),
    ]
    for stop, entry in zip(stops, told, strict=False):
        with desk.writing("录走访单") as session:
            save_line(session, sheet_id, stop.code, entry, head, on, desk.operator.name)
    if len(stops) > len(told):
        with desk.writing("没去") as session:
            pass_line(session, sheet_id, stops[len(told)].code, head, on)


def paper(stage: Stage, there: Village) -> None:
    """Take the sheets of a village: on paper, chosen, half done and done."""
    desk = there.desk
    stage.shoot_dialog("sheet-print", ALL, lambda: SheetDialog(desk, people_of(there, 12), "今天要走访的", None, route=True))
    with desk.reading() as session:
        planned = plan_sheets(session, [Part("全村", tuple(people_of(there, 12)), ("占国林",))], desk.today(), may_see_children=True)
    for dress in USUAL:
        shoot_preview(stage, there, ("preview-sheet", dress), sheets_job(desk, planned), Printers(OFFICE))
    old, new = printed(there, 5, "河口组", 3), printed(there, 8, "岭下组")
    half(there, new)
    for dress in EVERY:
        with stage.window(desk, dress) as window:
            window.open("paper")
            page: Any = window.page("paper")
            stage.shoot("paper-choice", dress, window, desk.jobs)
            page.take(new)
            page.pane.view.setFocus()
            stage.shoot("paper-half", dress, window, desk.jobs)
            type_a_line(page)
            stage.shoot("paper-typing", dress, window, desk.jobs)
            page.pane.pressing.go_back()
    with stage.window(desk, LIGHT) as window:
        window.open("paper", old)
        page = window.page("paper")
        page.pane.head.day.setText("2099-01-01")
        page.pane.head.check(desk.today())
        stage.shoot("paper-odd-day", LIGHT, window, desk.jobs)
        page.pane.head.fill(desk.today(), ("占国林",), desk.today())
        for _line in range(5):
            page.pane.save_and_next()
        stage.shoot("paper-done", LIGHT, window, desk.jobs)


def type_a_line(page: Any) -> None:
    """Type the line of the drawing: a reading begun, safety to watch, a need."""
    form = page.pane.form
    QTest.keyClick(page.pane.view, Qt.Key.Key_A)
    form.need.setText("水管漏水，灶房地上滑")
    form.pressure.over.setText("146")
    form.pressure.under.setText("88")
    form.pressure.under.setFocus()


def paper_other(stage: Stage, name: str, there: Village) -> None:
    """Take the page of a village without anybody, and of one with everything that hurts."""
    if people_of(there, 12):
        half(there, printed(there, 12, "一百二十三组与河口组和山背组之间的人" * 3))
    for dress in ALL if name == "nasty" else (LIGHT,):
        with stage.window(there.desk, dress) as window:
            window.open("paper")
            page: Any = window.page("paper")
            if name == "nasty":
                page.choice.table.activated_row.emit(page.choice.table.current_row())
                page.pane.view.setFocus()
            stage.shoot(f"paper-{name}", dress, window, there.desk.jobs)
