"""Pictures of the page of visits: the list, the form beside the person and beside the list, empty, nasty, at every size."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt

from installers.shots_stage import ALL, LIGHT, USUAL, Stage
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
    for dress in USUAL:
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
    for dress in (LIGHT,) if name == "empty" else USUAL:
        with stage.window(there.desk, dress) as window:
            page: Any = window.page("visits")
            window.open("visits")
            page.pane.filters.widen()
            stage.shoot(f"visits-{name}", dress, window, there.desk.jobs)


def photos(stage: Stage, there: Village) -> None:
    """Take a visit with three photos, the picture of one lost, two of them large, and the photos of a person."""
    from stationdesk.ui.photo_dialog import PhotoDialog
    from stationdesk.ui.photo_person import PersonPhotos

    visit, who, ids = kept_photos(there)
    for dress in USUAL:
        with stage.window(there.desk, dress) as window:
            window.open("visits", Reading(visit))
            page: Any = window.page("visits")
            form = page.forms.form
            form.photos.strip.thumbs[ids[0]].setFocus(Qt.FocusReason.TabFocusReason)
            stage.shoot("visits-photos", dress, window, there.desk.jobs)
            form.keeper.saved()
    with stage.window(there.desk, LIGHT) as window:
        stage.shoot_dialog("photo", USUAL, lambda: PhotoDialog(window, there.desk, ids, ids[0]))
        stage.shoot_dialog("photo-lost", USUAL, lambda: PhotoDialog(window, there.desk, ids, ids[2]))
        stage.shoot_dialog("photo-person", USUAL, lambda: PersonPhotos(window, there.desk, who, "某人"))


def kept_photos(there: Village) -> tuple[str, str, list[str]]:
    """Keep three painted pictures with the newest visit, one to be reported and one lost; returns the visit, the person, the photos."""
    from sqlmodel import col, delete, select

    from stationdesk.registers.photo_offer import PhotoOffer, PhotoOfferDraft
    from stationdesk.registers.photo_picture import PhotoPicture
    from stationdesk.registers.visit import Visit
    from stationdesk.services.photo_grounds import Spoken
    from stationdesk.services.photos import attach, keep_pictures
    from stationdesk.ui.photo_reading import read_bytes
    from tests.ui.photo_kit import encoded

    on = there.desk.today()
    with there.desk.writing("照片") as session:
        visit = session.exec(select(Visit).where(Visit.mode == "home").order_by(col(Visit.visited_on).desc())).all()[0]
        ids = keep_pictures(session, [read_bytes(encoded("JPEG", *size)) for size in ((640, 480), (480, 640), (600, 400))])
        session.flush()
        who = visit.resident_id or ""
        word = Spoken("self", "", "oral")
        attach(session, dict.fromkeys(ids, ""), [who], on, taken_on=on, by=there.desk.operator.name, spoken=word, visit_id=visit.id)
        session.connection().execute(delete(PhotoPicture).where(col(PhotoPicture.photo_id) == ids[2]))
        offer = PhotoOfferDraft(photo_id=ids[0], sha256="0" * 64, bytes=1)
        session.add(PhotoOffer.model_validate(offer, update={"author": visit.author}))
        return visit.id, who, ids
