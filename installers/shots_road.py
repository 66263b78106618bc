"""Pictures of the road to the county, of ledgers being taken in, and of paper before it is printed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from installers.shots_stage import ALL, DARK, LIGHT, USUAL, Dress, Stage, settle
from installers.shots_village import Village
from stationdesk.services.cards import cards_for
from stationdesk.services.routes import route
from stationdesk.services.today import today
from stationdesk.settings import resource
from stationdesk.ui import birthday_paper, moves_paper
from stationdesk.ui.county_periods import ActionsDialog
from stationdesk.ui.county_watch import Carrier
from stationdesk.ui.desk_window import DeskWindow
from stationdesk.ui.enrol_dialog import EnrolDialog
from stationdesk.ui.paper_job import PrintJob, cards_job, list_job, visit_job
from stationdesk.ui.print_cards import PrintCards
from stationdesk.ui.print_preview import PrintPreview
from stationdesk.ui.printer_queue import Ordered, PrinterFound

OFFICE = PrinterFound("office", "HP LaserJet 黑白激光", usual=True)
FREE = 5_200_000_000


class Printers:
    """The printer of every village office; nothing is ever printed on it here."""

    def __init__(self, *found: PrinterFound) -> None:
        self.found = found

    def printers(self) -> Sequence[PrinterFound]:
        """Return the printers there are."""
        return self.found

    def device(self, name: str, ordered: Ordered) -> Any:
        """Refuse: a picture is taken, nothing is printed."""
        raise AssertionError(name, ordered)


def county(stage: Stage, full: Village) -> None:
    """Take 上报 without a stick, with one that brings an answer, and after reporting."""
    for dress in ALL:
        with stage.window(full.desk, dress) as window:
            window.open("county")
            stage.shoot("county-no-stick", dress, window, full.desk.jobs)
            stick_in(window, full.road)
            stage.shoot("county", dress, window, full.desk.jobs)
    with stage.window(full.desk, LIGHT) as window:
        window.open("county")
        page: Any = window.page("county")
        for name, dialog in dialogs_of(page):
            dialog.show()
            stage.shoot(name, LIGHT, dialog, full.desk.jobs)
            dialog.hide()


def dialogs_of(page: Any) -> list[tuple[str, QWidget]]:
    """Return the list of a report, as the page makes it."""
    from stationdesk.services.waiting import waiting_actions

    with page.desk.reading() as session:
        found = waiting_actions(session, page.desk.today(), children=True, limit=500)
    return [("county-list", ActionsDialog(page, page.desk, "这次要报的", found, page.waiting.entries))]


def reported(stage: Stage, full: Village) -> None:
    """Take 上报 while the stick is written to and after it; this changes the village."""
    with stage.window(full.desk, LIGHT) as window:
        window.open("county")
        page = stick_in(window, full.road)
        page.card.work(on=True)
        page.progress("正在封好要报的记录", 120, 338)
        stage.shoot("county-running", LIGHT, window)
        page.card.work(on=False)
        page.show_carrier()
        page.watch.pause = lambda _paused: None  # what is plugged in stays plugged in
        page.report()
        while page.job is not None:
            QTest.qWait(10)
        settle(full.desk.jobs)
        page.watch.carrier = replace(page.watch.carrier, answers=0)
        for dress in ALL:
            stage.wear(dress)
            page.refresh()
            stage.shoot("county-reported", dress, window, full.desk.jobs)


def stick_in(window: DeskWindow, road: Path, answers: int = 1) -> Any:
    """Let the page believe that a stick is plugged in, of a size that is the same on every machine."""
    page: Any = window.page("county")
    settle(page.desk.jobs)
    page.watch.stop()
    page.watch.pause(True)
    page.watch.carrier, page.watch.looked = Carrier(road, is_stick=True, label="文明实践", free=FREE, answers=answers), True
    page.show_carrier()
    return page


def county_other(stage: Stage, name: str, there: Village) -> None:
    """Take 上报 of another village: not enrolled yet, or with endless names."""
    for dress in USUAL:
        with stage.window(there.desk, dress) as window:
            window.open("county")
            stage.shoot(f"county-{name}", dress, window, there.desk.jobs)


def enrolling(stage: Stage, full: Village) -> None:
    """Take the county's six words; the keys are new every time, so the words are put in by hand."""
    from stationdesk.county.desk import CountyDesk
    from stationdesk.county.stations import enrol_station
    from stationdesk.sync.enrolment import read_enrolment

    assert isinstance(full.county, CountyDesk)  # noqa: S101 - this village has one
    path = enrol_station(full.county, "县", code="999901203209", name="石门村", town="白鹭镇", to=stage.room)
    enrolment = replace(read_enrolment(path), county_sign_key="00" * 32, county_age_recipient="age1" + "q" * 58)
    stage.shoot_dialog("county-six-words", ALL, lambda: EnrolDialog(None, stage.look, enrolment))


def ledgers(stage: Stage, full: Village) -> None:
    """Take the import: the start, the sample ledgers planned, the questions, another sheet, the end."""
    files = sample_ledgers()
    for dress in ALL:
        with stage.window(full.desk, dress) as window:
            window.open("import")
            stage.shoot("import-start", dress, window, full.desk.jobs)
            page: Any = window.page("import")
            page.start.say("空白.xlsx：里面什么也没有。")
            stage.shoot("import-refused", dress, window, full.desk.jobs)
            page.open(files)
            stage.shoot("import", dress, window, full.desk.jobs)
            page.sheet.go_to_table(1)
            stage.shoot("import-second", dress, window, full.desk.jobs)
            if page.sheet.head.ask.isVisible():
                page.sheet.to_questions()
                stage.shoot("import-questions", dress, window, full.desk.jobs)


def sample_ledgers() -> list[Path]:
    """Return the sample ledgers, the one with the most doubts first."""
    return sorted((path for path in resource("samples").iterdir() if path.suffix in {".xlsx", ".csv"}), reverse=True)


def taken_in(stage: Stage, full: Village) -> None:
    """Take the progress and the end of an import; this changes the village."""
    files = sample_ledgers()
    with stage.window(full.desk, LIGHT) as window:
        window.open("import")
        page: Any = window.page("import")
        page.progress.begin("read")
        page.progress.tell("读 桃源村空巢独居留守老人摸底表.xlsx", 120, 480)
        page.steps.setCurrentWidget(page.progress)
        for dress in USUAL:
            stage.wear(dress)
            stage.shoot("import-progress", dress, window)
        page.steps.setCurrentWidget(page.start)
        page.open(files)
        settle(full.desk.jobs)
        page.work.apply()
        settle(full.desk.jobs)
        for dress in ALL:
            stage.wear(dress)
            stage.shoot("import-done", dress, window, full.desk.jobs)
        page.end.undo.emit()
        stage.wear(LIGHT)
        stage.shoot("import-undone", LIGHT, window, full.desk.jobs)


def previews(stage: Stage, full: Village) -> None:
    """Take the preview of cards in both designs, of wall sheets, of the list, the route and the visit sheet."""
    desk = full.desk
    with desk.reading() as session:
        cards = cards_for(session, on=desk.today().isoformat())[:13]
        day = today(session, desk.today(), may_see_children=True)
        stops = route(session, [line.resident_id for line in day.lines()][:12], desk.today(), may_see_children=True)
    makers: list[tuple[str, Callable[[], PrintJob], Sequence[Dress]]] = [
        ("preview-number", lambda: cards_job(desk, cards, "number"), ALL),
        ("preview-person", lambda: cards_job(desk, cards, "person"), (LIGHT,)),
        ("preview-wall", lambda: cards_job(desk, cards, "wall"), (LIGHT,)),
        ("preview-route", lambda: route_job(stops), USUAL),
        ("preview-list", lambda: people_job(full), USUAL),
        ("preview-blank", blank_job, (LIGHT,)),
        ("preview-birthdays", lambda: birthdays_job(full), (LIGHT,)),
        ("preview-moves", lambda: list_job(moves_paper.paper(desk, *moves_paper.span_of("year", desk.today()))), (LIGHT,)),
    ]
    for name, make, dresses in makers:
        for dress in dresses:
            shoot_preview(stage, full, (name, dress), make(), Printers(OFFICE))
    shoot_preview(stage, full, ("preview-no-printer", LIGHT), makers[0][1](), Printers())


def shoot_preview(stage: Stage, full: Village, called: tuple[str, Dress], job: PrintJob, printers: Printers) -> None:
    """Take a preview, made anew in its dress."""
    name, dress = called
    stage.wear(dress)
    window = PrintPreview(full.desk, job, None, printers)
    window.show()
    stage.shoot(name, dress, window, window.desk.jobs)
    window.done(0)
    window.deleteLater()


def birthdays_job(full: Village) -> PrintJob:
    """Return the birthdays of thirty days."""
    return list_job(birthday_paper.paper(full.desk, birthday_paper.found_for(full.desk, "days", "all"), "30 天"))


def route_job(stops: Any) -> PrintJob:
    """Return the visiting route."""
    from stationdesk.printing.route_sheet import route_pages
    from stationdesk.ui.paper_job import type_at_hand

    return PrintJob(
        title="走访路线",
        about="走访路线",
        lay_out=lambda imprint: route_pages(stops, imprint, type_at_hand()),
        document="visiting-route",
        people=stops.people(),
        reprint=False,
    )


def people_job(full: Village) -> PrintJob:
    """Return the list of residents as the page prints it."""
    from stationdesk.printing.list_sheet import ListColumn, ListPaper, ListRow
    from stationdesk.services.resident_roll import EVERYBODY, roll_of
    from stationdesk.services.stations import station_name
    from stationdesk.ui.paper_job import list_job
    from stationdesk.ui.residents_paper import cells, heads, read

    desk = full.desk
    roll = roll_of(desk.database)
    with desk.reading() as session:
        roll.follow(session, desk.today())
        station = station_name(session)
    ids = [str(one) for one in roll.ids(EVERYBODY)][:60]
    columns = tuple(ListColumn(title, width, "right" if at == 2 else "left", at == 1) for at, (title, width) in enumerate(heads()))
    return list_job(ListPaper("居民名单", columns, tuple(ListRow(cells(row), row.child) for row in read(desk, ids)), "在村", station))


def blank_job() -> PrintJob:
    """Return the blank visit sheet."""
    from stationdesk.printing.visit_blank import VisitHeading

    return visit_job((), VisitHeading(station="桃源村新时代文明实践站"))


def card_dialogs(stage: Stage, full: Village) -> None:
    """Take the dialogs about cards: for whom, those to hand over, an entry of the directory."""
    from stationdesk.ui.card_hand_over import HandOver
    from stationdesk.ui.place_form import PlaceForm

    desk = full.desk

    def settled(_dialog: QWidget) -> None:
        settle(desk.jobs)

    stage.shoot_dialog("cards", ALL, lambda: PrintCards(desk), settled)
    one = first_name(full)
    stage.shoot_dialog("cards-one", (LIGHT, DARK), lambda: PrintCards(desk, resident_id=one[0], name=one[1]), settled)
    stage.shoot_dialog("cards-hand-over", ALL, lambda: HandOver(desk))
    stage.shoot_dialog("place", ALL, lambda: PlaceForm(stage.look, None))


def first_name(full: Village) -> tuple[str, str]:
    """Return id and name of somebody."""
    with full.desk.reading() as session:
        card = cards_for(session, on=full.desk.today().isoformat())[0]
    return card.resident_id, card.name
