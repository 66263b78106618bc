"""Pictures of the page of visits: the list, the form beside the person and beside the list, empty, nasty, at every size."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt

from installers.shots_stage import ALL, BOTH_SIZES, LIGHT, Stage
from installers.shots_village import Village
from stationdesk.ui.visit_noting import Noting, Reading


def elder(there: Village) -> str:
    """Return somebody who lives with others."""
    from sqlmodel import select

    from stationdesk.registers.resident import Resident
    from stationdesk.services.visit_asking import household_of

    with there.desk.reading() as session:
        people = session.exec(select(Resident).where(Resident.residency_status == "resident").limit(60)).all() or session.exec(
            select(Resident).limit(60)
        )
        return next(one.id for one in people if len(household_of(session, one.id, there.desk.today())) > 1)


def visits(stage: Stage, full: Village) -> None:
    """Take the list, the form of a new visit with several needs, and a kept visit."""
    for dress in ALL:
        with stage.window(full.desk, dress) as window:
            page: Any = window.page("visits")
            window.open("visits")
            page.pane.filters.span.set_chosen({"month"})
            page.pane.filters.changed.emit()
            stage.shoot("visits", dress, window, full.desk.jobs)
    for dress in ALL:
        with stage.window(full.desk, dress) as window:
            page = window.page("visits")
            window.open("visits", Noting(elder(full)))
            body = page.forms.form.body
            body.content.setPlainText("头还有点晕，夜里起来怕摔。厨房灯不亮三天了")
            body.needs.set_needs([{"text": "换厨房灯泡", "kind": "repair", "urgency": "yellow", "request": True}])
            for box in list(body.company.boxes.values())[:1]:
                box.setChecked(True)
            body.content.setFocus(Qt.FocusReason.TabFocusReason)
            stage.shoot("visits-form", dress, window, full.desk.jobs)
            page.forms.form.keeper.saved()
    for dress in BOTH_SIZES:
        with stage.window(full.desk, dress) as window:
            page = window.page("visits")
            window.open("visits")
            row = page.pane.current()
            window.open("visits", Reading(row.id))
            page.forms.form.body.unfold()
            stage.shoot("visits-reading", dress, window, full.desk.jobs)
            page.forms.form.keeper.saved()


def visits_other(stage: Stage, name: str, there: Village) -> None:
    """Take the list of another village."""
    for dress in (LIGHT,) if name == "empty" else BOTH_SIZES:
        with stage.window(there.desk, dress) as window:
            page: Any = window.page("visits")
            window.open("visits")
            page.pane.filters.widen()
            stage.shoot(f"visits-{name}", dress, window, there.desk.jobs)
