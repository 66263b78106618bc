"""Pictures of the free clinic: whom to ask, the list being typed back, nobody."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from installers.shots_stage import ALL, LIGHT, Stage
from installers.shots_village import Village
from stationdesk.services.clinic import to_ask
from stationdesk.ui.clinic_dialog import ClinicDialog
from stationdesk.ui.clinic_entry import ClinicEntry


def clinic(stage: Stage, there: Village) -> None:
    """Take the dialog and the list half typed in."""
    on = there.desk.today()
    with there.desk.reading() as session:
        ids = to_ask(session, on, "elder")[:12]
    kept: dict[str, Any] = {"day": on.isoformat(), "by": "镇卫生院 胡医生、方护士", "ids": ids, "occasion": "c" * 36, "absent": []}
    with stage.window(there.desk, LIGHT) as window:
        stage.shoot_dialog("clinic-entry", ALL, lambda: ClinicEntry(there.desk, kept, window), half_typed)
        stage.shoot_dialog("clinic", ALL, lambda: ClinicDialog(there.desk, ids, window))


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
