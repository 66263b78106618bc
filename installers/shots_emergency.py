"""Pictures of the emergency sheet: in the middle of one, over, nobody known, endless names; its dialogs and its paper."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from sqlmodel import Session, col, select

from installers.shots_stage import ALL, USUAL, Stage, settle
from installers.shots_village import XU, Village
from stationdesk.registers.health_record import HealthRecord, HealthRecordDraft
from stationdesk.registers.kin import Kin
from stationdesk.registers.resident import Resident
from stationdesk.services.incident_requests import note_left
from stationdesk.services.incident_sheet import Sheet, sheet
from stationdesk.services.incidents import begin, happened, write_down
from stationdesk.store.clock import local_time
from stationdesk.store.database import author_of
from stationdesk.ui.emergency_dialogs import FactsDialog, KinlessDialog, LateDialog, LeftDialog, NoteDialog, OverDialog
from stationdesk.ui.emergency_key import WhoseDialog
from stationdesk.ui.emergency_paper import sheet_job
from stationdesk.ui.emergency_parts import step_words
from stationdesk.ui.print_preview import PrintPreview


def fallen(there: Village) -> str:
    """Let an elder with family fall, and half of it be done."""
    with there.database.writing(XU, "紧急求助") as session:
        return _fall(session, there)


def _fall(session: Session, there: Village) -> str:
    reached = select(Kin.resident_id).where(col(Kin.phones) != ())
    some = select(Resident).where(col(Resident.birth_date) < "1955", col(Resident.id).in_(reached), Resident.residency_status == "living")
    elder = session.exec(some.order_by(col(Resident.key))).first() or session.exec(select(Resident)).one()
    record = HealthRecordDraft(resident_id=elder.id, allergies="青霉素", doctor_name="胡文斌", doctor_phone="13800000058")
    session.add(HealthRecord.model_validate(record, update={"author": author_of(session)}))
    at = there.clock()
    made = begin(session, at, XU, resident_id=elder.id, caller="老伴", what="在灶房摔倒，叫得应，站不起来")
    write_down(session, made.id, way="车从村口牌坊进，过桥左手第三家，有人在桥头接")
    happened(session, made.id, "reached", at + timedelta(minutes=2), XU, whom="急救中心", line="n:120", text="说 25 分钟到")
    happened(session, made.id, "missed", at + timedelta(minutes=4), XU, whom="儿子", line="k:0", is_kin=True)
    happened(session, made.id, "doctor_came", at + timedelta(minutes=6), XU)
    note_left(session, made.id, "到镇卫生院拿降压药，修好灶房门口的灯", local_time(at + timedelta(minutes=6)), XU)
    return made.id


def emergency(stage: Stage, full: Village) -> None:
    """Take the sheet in the middle of it, when it is over, of somebody unknown, and everything around it."""
    full.clock.set(full.desk.today(), 14, 1)
    incident = fallen(full)
    full.clock.at += timedelta(minutes=6, seconds=12)
    for dress in ALL:
        with stage.window(full.desk, dress) as window:
            window.open("emergency", incident)
            page: Any = window.page("emergency")
            page.dial(2)
            stage.shoot("emergency", dress, window, full.desk.jobs)
            page.go_away()
            stage.shoot("emergency-today", dress, window, full.desk.jobs)
    with full.desk.reading() as session:
        found = sheet(session, incident, full.desk.now(), may_see_children=True)
    _small_windows(stage, full, found)
    stage.shoot_dialog(
        "emergency-paper",
        USUAL[:1],
        lambda: PrintPreview(full.desk, sheet_job(full.desk, found), None),
        lambda _one: settle(full.desk.jobs),
    )
    with full.database.writing(XU, "收尾") as session:
        happened(session, incident, "over", full.clock(), XU, follow_up_on=(full.desk.today() + timedelta(days=1)).isoformat())
        other = begin(session, full.clock(), XU, what="叫不应").id
        write_down(session, other, somebody="骑三轮车的老人", place="村口桥头")
    for dress in USUAL:
        with stage.window(full.desk, dress) as window:
            window.open("emergency", incident)
            stage.shoot("emergency-over", dress, window, full.desk.jobs)
            window.open("emergency", other)
            stage.shoot("emergency-unknown", dress, window, full.desk.jobs)
    with full.database.writing(XU, "收尾") as session:
        happened(session, other, "false_alarm", full.clock(), XU)


def _small_windows(stage: Stage, full: Village, found: Sheet) -> None:
    """Take what is asked for from the sheet."""
    stage.shoot_dialog("emergency-facts", USUAL, lambda: FactsDialog(full.desk, found, None))
    stage.shoot_dialog("emergency-note", USUAL, lambda: NoteDialog(full.desk, found, None))
    stage.shoot_dialog("emergency-kinless", USUAL, lambda: KinlessDialog(full.desk, found, None))
    stage.shoot_dialog(
        "emergency-late", USUAL, lambda: LateDialog(full.desk, step_words("doctor_came"), lambda _then: lambda _s: None, None)
    )
    stage.shoot_dialog("emergency-left", USUAL, lambda: LeftDialog(full.desk, found, None))
    stage.shoot_dialog("emergency-over", USUAL, lambda: OverDialog(full.desk, found, None))
    with full.desk.reading() as session:
        another = session.exec(select(Resident.id).where(Resident.id != found.held.incident.resident_id)).first() or ""
    with stage.window(full.desk, USUAL[0]) as window:
        stage.shoot_dialog("emergency-whose", USUAL, lambda: WhoseDialog(window, another, found.held.incident))


def emergency_other(stage: Stage, there: Village) -> None:
    """Take the sheet of a village with endless names."""
    incident = fallen(there)
    for dress in USUAL:
        with stage.window(there.desk, dress) as window:
            window.open("emergency", incident)
            stage.shoot("emergency-nasty", dress, window, there.desk.jobs)
    with there.database.writing(XU, "收尾") as session:
        happened(session, incident, "over", there.clock() + timedelta(minutes=20), XU)
