"""Pictures of grades and duties: the assessment, what is due once or every year, a talk, on paper, and the dialogs about them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from PySide6.QtWidgets import QWidget
from sqlmodel import Session, col, select

from installers.shots_nasty import NAMES
from installers.shots_stage import ALL, LIGHT, USUAL, Stage
from installers.shots_village import TODAY, Village
from stationdesk.registers.care_grade import CareGrade
from stationdesk.registers.category_tag import CategoryTag
from stationdesk.registers.grade_scheme import default_scheme
from stationdesk.registers.resident import Resident
from stationdesk.services.assessing import Assessment, assess
from stationdesk.services.duty_writing import DutyWanted, give
from stationdesk.ui.assess_dialog import AssessDialog
from stationdesk.ui.due_dialog import DueDialog, LaterDialog
from stationdesk.ui.scheme_dialog import SchemeDialog
from stationdesk.ui.scheme_item_dialog import SchemeItemDialog
from stationdesk.ui.talk_dialog import TalkDialog
from stationdesk.ui.weather_dialog import WeatherDialog

SCORES = {"health_self_care": 7, "social_support": 7, "home_safety": 3}


def fill(there: Village) -> tuple[str, str]:
    """Let a few things be due and a few grades be looked at again; return an elder's id and a child's."""
    with there.database.reading() as session:
        elder = session.exec(select(CareGrade.resident_id).where(CareGrade.grade == "yellow").order_by(col(CareGrade.key))).first() or ""
        child = session.exec(select(CategoryTag.resident_id).where(CategoryTag.category == "left_behind_child")).first() or ""
        known = session.exec(select(Resident).where(col(Resident.pension_check_due).is_not(None))).first()
    if known is None:
        with there.desk.writing("到期事项") as session:
            _write(session, elder)
    return elder, child


def _write(session: Session, elder: str) -> None:
    people = session.exec(select(Resident).where(col(Resident.birth_date) < "1962").order_by(col(Resident.key)).limit(14)).all()
    for at, one in enumerate(people):
        if at < 6:
            give(session, one.id, DutyWanted("pension_check", TODAY + timedelta(days=9 * at - 12)), TODAY)
        elif at < 9:
            give(session, one.id, DutyWanted("medical_check", TODAY + timedelta(days=5 * at - 20), 12, 14, "镇卫生院，空腹去"), TODAY)
        elif at < 11:
            give(session, one.id, DutyWanted("id_card", date(2026, 12, 30), None, 60), TODAY)
        else:
            give(session, one.id, DutyWanted("other", TODAY + timedelta(days=3), None, 7, "高龄津贴重新填表"), TODAY)
    assess(session, Assessment(elder, "green", TODAY - timedelta(days=90), "regular", reason="身体好转", assessor="胡文斌"), TODAY)
    assess(session, Assessment(elder, "yellow", TODAY - timedelta(days=30), "fall", assessor="徐丽华", approver="余国平"), TODAY)
    held = session.exec(select(CareGrade).where(col(CareGrade.to_date).is_(None)).order_by(col(CareGrade.key)).limit(5)).all()
    for at, grade in enumerate(held):
        grade.review_due = (TODAY - timedelta(days=4 * at)).isoformat()


def grades(stage: Stage, there: Village, nasty: Village, empty: Village) -> None:
    """Take the list of what is due, and every dialog about it."""
    elder, child = fill(there)
    for dress in ALL:
        with stage.window(there.desk, dress) as window:
            window.open("duties")
            page: Any = window.page("duties")
            stage.shoot("duties", dress, window, there.desk.jobs)
            if dress in USUAL:
                page.take("review")
                stage.shoot("duties-review", dress, window, there.desk.jobs)
    for name, village in (("nasty", nasty), ("empty", empty)):
        with stage.window(village.desk, LIGHT) as window:
            window.open("duties")
            stage.shoot(f"duties-{name}", LIGHT, window, village.desk.jobs)
    stage.shoot_dialog("assess", ALL, lambda: AssessDialog(there.desk, elder), scored)
    stage.shoot_dialog("assess-first", (LIGHT,), lambda: AssessDialog(there.desk, child))
    stage.shoot_dialog("duty", USUAL, lambda: DueDialog(there.desk, [elder], "年度体检"), when)
    stage.shoot_dialog("duty-many", (LIGHT,), lambda: DueDialog(there.desk, [elder, child], "这 2 人有什么事要到期？"))
    stage.shoot_dialog("talk", USUAL, lambda: TalkDialog(there.desk, child))
    stage.shoot_dialog("scheme", ALL, lambda: SchemeDialog(there.desk))
    stage.shoot_dialog("scheme-items", USUAL, lambda: SchemeDialog(there.desk), lowest)
    stage.shoot_dialog("scheme-other", USUAL, lambda: SchemeDialog(there.desk), another)
    items = list(default_scheme().score_items)
    stage.shoot_dialog("scheme-item", ALL, lambda: SchemeItemDialog(there.desk.look, items[0], items[1:], None))
    stage.shoot_dialog("scheme-item-new", USUAL, lambda: SchemeItemDialog(there.desk.look, None, items, None), refused)
    stage.shoot_dialog("weather", ALL, lambda: WeatherDialog(there.desk), snow)
    _later(stage, there)
    with nasty.database.reading() as session:
        hurt = session.exec(select(Resident.id).where(Resident.name == NAMES[0]).order_by(col(Resident.key))).all()[0]
    stage.shoot_dialog("assess-nasty", USUAL, lambda: AssessDialog(nasty.desk, hurt))


def _later(stage: Stage, there: Village) -> None:
    """Take the dialog of another day above the list."""
    with stage.window(there.desk, LIGHT) as window:
        window.open("duties")
        page: Any = window.page("duties")
        duty = next(one.duty for one in page.found if one.duty is not None)
        dialog = LaterDialog(there.desk, duty, window)
        dialog.show()
        stage.shoot("duty-later", LIGHT, dialog, there.desk.jobs)
        dialog.give("")


def scored(shown: QWidget) -> None:
    """Score every item."""
    if isinstance(shown, AssessDialog):
        for item in shown.items:
            item.show_score(SCORES.get(item.item.code))
        shown._scored()


def another(shown: QWidget) -> None:
    """Choose a scheme that has no place for some grades."""
    if isinstance(shown, SchemeDialog):
        shown.which.set_value("monthly")


def lowest(shown: QWidget) -> None:
    """Go down to what is scored."""
    if isinstance(shown, SchemeDialog):
        shown.scrolled.verticalScrollBar().setValue(shown.scrolled.verticalScrollBar().maximum())
        shown.items.list.setFocus()


def refused(shown: QWidget) -> None:
    """Ask for an answer that has no points."""
    if isinstance(shown, SchemeItemDialog):
        shown.label.setText("路远")
        shown.steps[0][0].setText("0")
        shown.steps[0][1].setText("在村口")
        shown.steps[1][1].setText("要翻山")
        shown.save()


def snow(shown: QWidget) -> None:
    """Write snow down from yesterday on."""
    if isinstance(shown, WeatherDialog):
        shown.kind.choose("大雪")
        shown.first.setText("昨天")
        shown.last.setText("3天")


def when(shown: QWidget) -> None:
    """Choose a yearly check, and its month."""
    if isinstance(shown, DueDialog):
        shown.kind.set_value("medical_check")
        shown.day.setText("2027-03")
