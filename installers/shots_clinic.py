"""Pictures of the free clinic: whom to ask, the list being typed back, nobody."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from installers.shots_stage import ALL, LIGHT, Stage
from installers.shots_village import Village
from stationdesk.services.clinic import lines_of, to_ask
from stationdesk.services.clinic_slips import code_of, keep_slips
from stationdesk.ui.clinic_dialog import ClinicDialog
from stationdesk.ui.clinic_entry import ClinicEntry
from stationdesk.ui.clinic_paper import slips_job
from stationdesk.ui.paper_job import type_at_hand
from stationdesk.ui.print_preview import PrintPreview


def clinic(stage: Stage, there: Village) -> None:
    """Take the dialog and the list half typed in."""
    on = there.desk.today()
    with there.desk.reading() as session:
        ids = to_ask(session, on, "elder")[:12]
    kept: dict[str, Any] = {"day": on.isoformat(), "by": "镇卫生院 胡医生、方护士", "ids": ids, "occasion": "c" * 36, "absent": []}
    with stage.window(there.desk, LIGHT) as window:
        stage.shoot_dialog("clinic-entry", ALL, lambda: ClinicEntry(there.desk, kept, window), half_typed)
        slips: dict[str, Any] = kept | {"occasion": "d" * 36, "code": code_of("d" * 36), "owner": there.desk.operator.name}
        with there.desk.writing("clinic") as session:
            keep_slips(session, there.desk.operator.name, slips)
        stage.shoot_dialog("clinic", ALL, lambda: ClinicDialog(there.desk, ids, window))
    slips_shown(stage, there, slips)


def slips_shown(stage: Stage, there: Village, slips: dict[str, Any]) -> None:
    """Take the slips as the preview shows them, in full and covered."""
    with there.desk.reading() as session:
        lines = lines_of(session, slips["ids"][:5], there.desk.today())
    type_at_hand()
    for name, full in (("full", True), ("covered", False)):
        stage.wear(LIGHT)
        shown = PrintPreview(there.desk, slips_job(there.desk, lines, slips, full=full))
        shown.show()
        stage.shoot(f"clinic-slips-{name}", LIGHT, shown, there.desk.jobs)
        shown.leave()
        shown.deleteLater()


def half_typed(dialog: Any) -> None:
    """Type one line and begin another that is high."""
    for text in ("128", "78", "186", "112"):
        field = dialog.figures["systolic" if text in ("128", "186") else "diastolic"]
        field.setFocus()
        field.setText("")
        QTest.keyClicks(field, text)
        if text == "78":
            QTest.keyClick(QApplication.focusWidget() or field, Qt.Key.Key_Return)


def clinic_empty(stage: Stage, there: Village) -> None:
    """Take the dialog of a village without anybody."""
    with stage.window(there.desk, LIGHT) as window:
        stage.shoot_dialog("clinic-empty", (LIGHT,), lambda: ClinicDialog(there.desk, [], window))
