"""Pictures of the forms that go out: the page, a column, a county's form, after writing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt

from installers.shots_stage import ALL, LIGHT, USUAL, Stage
from installers.shots_village import Village
from stationdesk.ledgers.template_reading import read_template
from stationdesk.registers.export_profile import FormColumn
from stationdesk.ui.form_column_dialog import ColumnDialog
from stationdesk.ui.forms_page import Listed
from stationdesk.ui.template_dialog import TemplateDialog
from tests.ledgers.county_forms import list_form


def forms(stage: Stage, full: Village, folder: Path) -> None:
    """Take the page with a narrow and a wide form, a list's people, its dialogs."""
    for dress in ALL:
        with stage.window(full.desk, dress) as window:
            window.open("forms")
            stage.shoot("forms", dress, window, full.desk.jobs)
    for dress in USUAL:
        with stage.window(full.desk, dress) as window:
            page: Any = window.page("forms")
            window.open("forms", "left_behind_children")
            page.shown.columns.setFocus(Qt.FocusReason.TabFocusReason)
            stage.shoot("forms-wide", dress, window, full.desk.jobs)
    with stage.window(full.desk, LIGHT) as window:
        window.open("residents")
        residents: Any = window.page("residents")
        window.open("forms", Listed(tuple(residents.pane.table.listed()[:3]), "标记 3 人"))
        stage.shoot("forms-listed", LIGHT, window, full.desk.jobs)
    template = read_template(list_form(folder / "昌江区空巢老人统计表.xlsx"))
    look, number = full.desk.look, FormColumn(path="resident.id_no", heading="公民身份号码")
    with stage.window(full.desk, LIGHT) as window:
        stage.shoot_dialog("forms-column", USUAL, lambda: ColumnDialog(window, look, number, ("resident",)))
        stage.shoot_dialog("forms-template", USUAL, lambda: TemplateDialog(window, look, template, known=False))


def forms_other(stage: Stage, name: str, there: Village) -> None:
    """Take the page of another village."""
    for dress in USUAL:
        with stage.window(there.desk, dress) as window:
            window.open("forms", "elders")
            stage.shoot(f"forms-{name}", dress, window, there.desk.jobs)
