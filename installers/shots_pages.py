"""Pictures of the pages of the window: today, residents, forms, settings."""

from __future__ import annotations

from typing import Any

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from sqlmodel import col, select

from installers.shots_nasty import NAMES
from installers.shots_stage import ALL, LIGHT, LIGHT_XL, USUAL, Dress, Stage
from installers.shots_village import Village, first_with_history
from stationdesk.registers.category_tag import CategoryTag
from stationdesk.registers.id_number import check_character
from stationdesk.registers.resident import Resident
from stationdesk.services.demo_village import sample
from stationdesk.ui.desk_window import DeskWindow
from stationdesk.ui.resident_form import ResidentForm
from stationdesk.ui.settings_page import PARTS

TYPED = {
    "mode": "home",
    "pressure": ["186", "104"],
    "checks": {"health": "watch"},
    "content": "说这两天头晕，药盒里还剩三天的药。厨房门口的灯不亮，晚上摸黑走。\n和儿子视频了十分钟，下个月回来。",
    "need": "换一个灯泡",
    "follow": True,
    "handed": ["200", "米 10 斤"],
}


def today(stage: Stage, full: Village) -> None:
    """Take the list of the day."""
    for dress in ALL:
        with stage.window(full.desk, dress) as window:
            stage.shoot("today", dress, window, full.desk.jobs)
    with stage.window(full.desk, LIGHT, demo=True) as window:
        stage.shoot("today-demo", LIGHT, window, full.desk.jobs)


def today_other(stage: Stage, name: str, there: Village) -> None:
    """Take the list of another village."""
    for dress in ALL if name == "nasty" else USUAL:
        with stage.window(there.desk, dress) as window:
            stage.shoot(f"today-{name}", dress, window, there.desk.jobs)


def residents(stage: Stage, full: Village) -> None:
    """Take list and person, filtered, narrowed by typing, nobody found, the search box, the person alone."""
    who = first_with_history(full)
    for dress in ALL:
        with stage.window(full.desk, dress) as window:
            page: Any = window.page("residents")
            window.open("residents", who)
            stage.shoot("residents", dress, window, full.desk.jobs)
            page.turn_alone()
            stage.shoot("residents-alone", dress, window, full.desk.jobs)
    for dress in USUAL:
        with stage.window(full.desk, dress) as window:
            narrowed(stage, full, window, dress)
        with stage.window(full.desk, dress) as window:
            window.search.focus()
            QTest.keyClicks(window.search.field, sample()["asked"][:1])
            stage.shoot("search", dress, window, full.desk.jobs)
            window.search.field.clear()
            QTest.keyClicks(window.search.field, "zzzz")
            stage.shoot("search-nobody", dress, window, full.desk.jobs)
    child(stage, full)


def narrowed(stage: Stage, full: Village, window: DeskWindow, dress: Dress) -> None:
    """Take the list narrowed by filters, by typing, and to nobody."""
    window.open("residents")
    page: Any = window.page("residents")
    stage.shoot("residents-list", dress, window, full.desk.jobs)
    page.pane.filters["grades"].set_chosen({"red"})
    page.pane.filters["categories"].set_chosen({"living_alone"})
    page.pane.filters["grades"].changed.emit()
    stage.shoot("residents-filtered", dress, window, full.desk.jobs)
    page.pane.table.setFocus()
    QTest.keyClicks(page.pane.table, "zz")
    stage.shoot("residents-nobody", dress, window, full.desk.jobs)


def child(stage: Stage, full: Village) -> None:
    """Take a child, with the right to see it and without."""
    with full.desk.reading() as session:
        found = session.exec(select(CategoryTag.resident_id).where(CategoryTag.category == "left_behind_child")).first()
    for name, sees in (("residents-child", True), ("residents-child-locked", False)):
        full.desk.operator = full.desk.operator.model_copy(update={"may_see_children": sees})
        with stage.window(full.desk, LIGHT) as window:
            window.open("residents", found)
            stage.shoot(name, LIGHT, window, full.desk.jobs)
    full.desk.operator = full.desk.operator.model_copy(update={"may_see_children": True})


def residents_other(stage: Stage, name: str, there: Village) -> None:
    """Take the residents of another village; of the nasty one several."""
    for dress in ALL if name == "nasty" else USUAL:
        with stage.window(there.desk, dress) as window:
            window.open("residents")
            stage.shoot(f"residents-{name}", dress, window, there.desk.jobs)
    if name == "nasty":
        for dress in USUAL:
            nasty_people(stage, there, dress)


def nasty_people(stage: Stage, there: Village, dress: Dress) -> None:
    """Take those with the worst names, alone and beside their forms."""
    with there.desk.reading() as session:
        ids = dict(session.exec(select(Resident.name, Resident.id)).all())
    for number in (0, 1, 3):
        with stage.window(there.desk, dress) as window:
            who = ids[NAMES[number]] if NAMES[number] in ids else list(ids.values())[number]
            window.open("residents", who)
            page: Any = window.page("residents")
            stage.shoot(f"residents-nasty{number}", dress, window, there.desk.jobs)
            if number == 1:
                page.turn_alone()
                stage.shoot("residents-nasty-alone", dress, window, there.desk.jobs)
                page.note_visit()
                stage.shoot("visit-nasty", dress, window, there.desk.jobs)
                page.forms.visit.keeper.drop()
                page.forms.visit.closed.emit()
                page.change()
                stage.shoot("person-form-nasty", dress, window, there.desk.jobs)


def visits(stage: Stage, full: Village) -> None:
    """Take the form of a visit: as it opens, and filled with something to think about."""
    who = first_with_history(full)
    for dress in ALL:
        with stage.window(full.desk, dress) as window:
            window.open("residents", who)
            page: Any = window.page("residents")
            page.note_visit()
            stage.shoot("visit", dress, window, full.desk.jobs)
            form = page.forms.visit
            form.body.fill({**form.body.typed(), **TYPED})
            form._touched()
            stage.shoot("visit-filled", dress, window, full.desk.jobs)
            form.keeper.drop()
            form.closed.emit()


def forms(stage: Stage, full: Village) -> None:
    """Take the form of a resident: new, with doubts and a double offered, of somebody known, of a child."""
    who = first_with_history(full)
    for dress in ALL:
        with stage.window(full.desk, dress) as window:
            window.open("residents", who)
            page: Any = window.page("residents")
            page.add()
            stage.shoot("person-new", dress, window, full.desk.jobs)
            doubtful(page.forms.resident, full, who)
            stage.shoot("person-doubts", dress, window, full.desk.jobs)
            page.forms.resident.save()
            page.forms.resident.keeper.drop()
            page.forms.resident.closed.emit("")
            page.change()
            stage.shoot("person-form", dress, window, full.desk.jobs)
            page.forms.resident.scrolled.verticalScrollBar().setValue(10_000)
            stage.shoot("person-form-foot", dress, window, full.desk.jobs)


def doubtful(form: ResidentForm, full: Village, who: str) -> None:
    """Type somebody in who is known already, with a number whose check digit is wrong."""
    with full.desk.reading() as session:
        known = session.exec(select(Resident).where(col(Resident.id) == who)).one()
    digits = (known.id_no or "99990119500101001X")[:17]
    wrong = digits + ("1" if check_character(digits) != "1" else "2")
    fields: dict[str, Any] = form.body.fields
    for name, text in (("name", known.name), ("id_no", wrong), ("village_group", known.village_group or ""), ("phones", "12345")):
        fields[name].setText(text)
        fields[name].textEdited.emit(text)
        fields[name].editingFinished.emit()
    form.offer_double()


def settings(stage: Stage, full: Village) -> None:
    """Take every subject of the settings."""
    for dress in ALL:
        with stage.window(full.desk, dress) as window:
            for name in PARTS:
                window.open("settings", name)
                if name == "about":
                    same_everywhere(stage, full, window)
                stage.shoot(f"settings-{name}", dress, window, full.desk.jobs)


def same_everywhere(stage: Stage, full: Village, window: DeskWindow) -> None:
    """Put a usual folder and number in the place of those of this run."""
    for label in window.findChildren(QLabel):
        text = label.text().replace(str(stage.room), "D:\\村站台").replace(full.database.about.line_copy, "kq3w7xdp")
        if text != label.text():
            label.setText(text)


def settings_other(stage: Stage, name: str, there: Village) -> None:
    """Take the subjects that another village changes."""
    for dress in (LIGHT, LIGHT_XL) if name == "nasty" else (LIGHT,):
        with stage.window(there.desk, dress) as window:
            for part in ("station", "cards", "operators", "printed"):
                window.open("settings", part)
                stage.shoot(f"settings-{part}-{name}", dress, window, there.desk.jobs)
