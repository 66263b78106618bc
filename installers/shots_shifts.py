"""Pictures of the roster: full, empty and nasty, its dialogs, and the month on paper with and without the numbers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtWidgets import QWidget
from sqlmodel import select

from installers.shots_nasty import NAMES
from installers.shots_stage import ALL, LIGHT, USUAL, Stage
from installers.shots_village import TODAY, XU, Village
from stationdesk.registers.helper import Helper
from stationdesk.services.demo_duty import keep_roster
from stationdesk.services.demo_pairings import pair_up
from stationdesk.services.shift_handovers import hand_over
from stationdesk.services.shift_month import read_month
from stationdesk.services.shift_writing import SPANS, Person, Rota, fill
from stationdesk.services.shifts import turns_between
from stationdesk.ui.paper_job import type_at_hand
from stationdesk.ui.print_preview import PrintPreview
from stationdesk.ui.rota_dialog import RepeatDialog, RotaDialog
from stationdesk.ui.shift_book_dialog import BookDialog
from stationdesk.ui.shift_dialogs import SwapDialog, TurnDialog
from stationdesk.ui.shifts_paper import paper_of, shift_job

NEXT = TODAY + timedelta(days=31)


def shifts(stage: Stage, full: Village, empty: Village, nasty: Village) -> None:
    """Take the page of every village, its dialogs and papers."""
    _other(stage, "empty", empty)
    _other(stage, "nasty", nasty)
    with full.database.writing(XU, "值班") as session:
        if session.exec(select(Helper)).first() is None:
            pair_up(session, TODAY, 5)
        keep_roster(session, TODAY, XU, "东头的路灯还没修，夜里走路当心。", "去镇上培训")
    for dress in ALL:
        with stage.window(full.desk, dress) as window:
            for page, name in (("shifts", "shifts"), ("today", "shifts-today")):
                window.open(page, None)
                stage.shoot(name, dress, window, full.desk.jobs)
    with full.desk.reading() as session:
        turns = turns_between(session, TODAY, TODAY + timedelta(days=3))
        month = read_month(session, TODAY, TODAY)
    swapped = next(one for one in turns if one.instead_of)
    made: dict[str, Callable[[], QWidget]] = {
        "shift-turn": lambda: TurnDialog(full.desk, None, TODAY, "day"),
        "shift-swap": lambda: SwapDialog(full.desk, None, swapped.id),
        "shift-rota": lambda: RotaDialog(full.desk, None, TODAY, "night"),
        "shift-repeat": lambda: RepeatDialog(full.desk, None, TODAY),
        "shift-book": lambda: BookDialog(full.desk, None),
    }
    for name, make in made.items():
        stage.shoot_dialog(name, ALL, make)
    type_at_hand()
    for name, purpose in (("print-roster-wall", "wall"), ("print-roster-desk", "desk")):
        stage.wear(LIGHT)
        shown = PrintPreview(full.desk, shift_job(paper_of(full.desk, month, "desk" if purpose == "desk" else "wall")))
        shown.show()
        stage.shoot(name, LIGHT, shown, full.desk.jobs)
        shown.leave()
        shown.deleteLater()


def _other(stage: Stage, name: str, village: Village) -> None:
    """Take the roster of a village without one, and of one of everything that hurts."""
    if name == "nasty":
        people = tuple(Person(word) for word in NAMES[:5])
        with village.database.writing(XU, "值班") as session:
            fill(session, Rota(TODAY.replace(day=1), TODAY + timedelta(days=4), people, "night", *SPANS["night"], leader=NAMES[0]), TODAY)
            fill(session, Rota(TODAY, NEXT, people[2:], "other", "08:00", "17:59", leader=NAMES[1]), TODAY)
            hand_over(session, village.desk.now(), NAMES[0], NAMES[1], "，".join(NAMES))
    for dress in USUAL:
        with stage.window(village.desk, dress) as window:
            for page, called in (("shifts", f"shifts-{name}"), ("today", f"shifts-today-{name}")):
                window.open(page, None)
                stage.shoot(called, dress, window, village.desk.jobs)
    if name == "empty":
        with village.database.writing(XU, "值班") as session:
            fill(session, Rota(TODAY, TODAY, (Person("占国林"),), "night", *SPANS["night"]), TODAY)
        with stage.window(village.desk, LIGHT) as window:
            stage.shoot("shifts-today-holes", LIGHT, window, village.desk.jobs)
    if name == "nasty":
        stage.shoot_dialog("shift-rota-nasty", USUAL, lambda: RotaDialog(village.desk, None, TODAY, "night"))
