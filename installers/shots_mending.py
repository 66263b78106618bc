"""Pictures of what is missing, of birthdays, and of changing many at once."""

from __future__ import annotations

from typing import Any

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from sqlmodel import col, select

from installers.shots_stage import ALL, LIGHT, USUAL, Stage
from installers.shots_village import Village
from stationdesk.registers.note import Note, NoteDraft
from stationdesk.registers.resident import Resident
from stationdesk.store.database import author_of

KINDS = ("no_phone", "no_children_phone", "ledger_doubt", "no_id_no", "birth_differs", "no_grade")


def doubts(there: Village) -> None:
    """Let a ledger say otherwise of a few people, and lose a few facts."""
    with there.desk.writing("台账") as session:
        people = list(session.exec(select(Resident).where(col(Resident.birth_date) < "1980").order_by(col(Resident.key)).limit(30)))
        for at, one in enumerate(people):
            if at < 4:
                said = {"kind": "doubt", "heading": "current_address", "text": "下屋 8 号", "source_file": "留守老人.xlsx"}
                draft = NoteDraft.model_validate(said | {"resident_id": one.id})
                session.add(Note.model_validate(draft, update={"author": author_of(session)}))
            elif at < 9:
                one.phones = ()
            elif at < 12:
                one.id_no = one.id_state = None


def mending(stage: Stage, there: Village) -> None:
    """Take the page at several kinds, in every dress."""
    doubts(there)
    for dress in ALL:
        with stage.window(there.desk, dress) as window:
            window.open("mending")
            page: Any = window.page("mending")
            stage.shoot("mending", dress, window, there.desk.jobs)
            for kind in KINDS if dress in USUAL else KINDS[:1]:
                page.take(kind)
                if kind == "no_id_no" and (focus := QApplication.focusWidget()) is not None:
                    QTest.keyClicks(focus, "340524194203050011")
                stage.shoot(f"mending-{kind.replace('_', '-')}", dress, window, there.desk.jobs)


def mending_other(stage: Stage, name: str, there: Village) -> None:
    """Take the page of a village without anybody, and of one with everything that hurts."""
    for dress in USUAL if name == "nasty" else (LIGHT,):
        with stage.window(there.desk, dress) as window:
            window.open("mending")
            stage.shoot(f"mending-{name}", dress, window, there.desk.jobs)


def bulk(stage: Stage, there: Village) -> None:
    """Take the dialog of changing many: a group, a grade, and with a child left out."""
    from stationdesk.ui.bulk_dialog import BulkDialog

    for dress in ALL:
        with stage.window(there.desk, dress) as window:
            window.open("residents")
            page: Any = window.page("residents")
            stage.shoot("residents-before-bulk", dress, window, there.desk.jobs)
            for what in ("village_group", "grade"):
                dialog = BulkDialog(there.desk, page.pane.table.listed(), window)
                dialog.what.set_value(what)
                dialog.choice.setCurrentIndex(1)
                dialog.show()
                dialog.timer.stop()
                dialog.look_ahead()
                stage.shoot(f"bulk-{what.replace('_', '-')}", dress, dialog, there.desk.jobs)
                dialog.give("")
