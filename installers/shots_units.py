"""Pictures of the villages and communities of the town, their forms, and what of them is covered."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget
from sqlmodel import select

from installers.shots_stage import ALL, LIGHT, LIGHT_XL, Stage
from installers.shots_village import TODAY, XU, Village
from stationdesk.registers.org_unit import OrgUnit, OrgUnitDraft
from stationdesk.services.demo_town import found_town
from stationdesk.services.unit_intake import UnitRow, plan_units
from stationdesk.services.unit_tree import tree
from stationdesk.services.village_groups import groups
from stationdesk.ui.group_form import GroupForm
from stationdesk.ui.settings_units import TakingIn
from stationdesk.ui.unit_form import EndingForm, UnitForm

ROWS = (
    UnitRow("名册", 4, OrgUnitDraft(name="大塘村", town="白鹭镇")),
    UnitRow("名册", 5, OrgUnitDraft(name="枫树村", town="白鹭镇", household_count=291), ("「约三百」不是数字，没有收",)),
    UnitRow("名册", 6, OrgUnitDraft(name="柳溪社区", town="白鹭镇"), ("代码「99990120300」不是 6、9 或 12 位，没有收",)),
)


def units(stage: Stage, full: Village) -> None:
    """Take the list with the towns in it, and every form over it."""
    with full.database.writing(XU, "乡镇") as session:
        if not any(one.name == "青山乡" for one in session.exec(select(OrgUnit)).all()):
            found_town(session)
    for dress in ALL:
        with stage.window(full.desk, dress) as window:
            window.open("settings", "units")
            stage.shoot("settings-units", dress, window, full.desk.jobs)
    forms(stage, full)


def forms(stage: Stage, full: Village) -> None:
    """Take the forms: a new unit, one that is doubtful, how one ends, what a list would bring."""
    look, holder, sizes = full.desk.look, QWidget(), (LIGHT, LIGHT_XL)
    with full.desk.reading() as session:
        there = tree(session)
        records = {one.name: one for one in session.exec(select(OrgUnit)).all()}
        plan = plan_units(session, ROWS, 3, TODAY.isoformat())
    one = next(unit for unit in there.units if unit.name == "枫树村")
    others = [unit for unit in there.standing(TODAY.isoformat()) if unit.id != one.id]
    with full.desk.reading() as session:
        there_now = groups(session)
    stage.shoot_dialog("dialog-group", sizes, lambda: GroupForm(look, there_now[0], there_now, holder), merge)
    stage.shoot_dialog("dialog-unit", sizes, lambda: UnitForm(look, None, holder, TODAY, town="白鹭镇"))
    stage.shoot_dialog("dialog-unit-doubtful", sizes, lambda: UnitForm(look, records["新桥社区"], holder, TODAY))
    stage.shoot_dialog("dialog-unit-end", sizes, lambda: EndingForm(look, one, others, holder, TODAY))
    stage.shoot_dialog("dialog-unit-list", sizes, lambda: TakingIn(holder, full.desk, Path("白鹭镇村社区名册.xlsx").name, plan))


def merge(dialog: QWidget) -> None:
    """Type the name of another group."""
    if isinstance(dialog, GroupForm):
        dialog.name.setText(next(iter(dialog.others)))


def units_other(stage: Stage, name: str, there: Village) -> None:
    """Take the list of a desk that knows only its own village."""
    with stage.window(there.desk, LIGHT) as window:
        window.open("settings", "units")
        stage.shoot(f"settings-units-{name}", LIGHT, window, there.desk.jobs)
