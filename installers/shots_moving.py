"""Pictures of claims of wishes and of people who move between stations: each under 县里来的, and the dialog that hands somebody over."""

from __future__ import annotations

from datetime import date
from typing import Any

from PySide6.QtWidgets import QApplication
from sqlmodel import Session, col, select

from installers.shots_stage import ALL, USUAL, Stage
from installers.shots_village import Village, report
from stationdesk.county import stations
from stationdesk.county.desk import CountyDesk
from stationdesk.county.ledger import STATION_TABLES, transaction
from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.record import new_id
from stationdesk.registers.resident import Resident
from stationdesk.registers.wish import Wish, WishDraft
from stationdesk.registers.wish_claim import WishClaim, WishClaimDraft
from stationdesk.registers.wish_event import WishEvent, WishEventDraft
from stationdesk.services.residency_around import around
from stationdesk.services.transfer_person import requests_along, wishes_along
from stationdesk.services.transfers import Destination, Sending, destinations, send
from stationdesk.store.database import author_of
from stationdesk.ui.transfer_dialog import TransferDialog

OTHER = "999901203299"
CLAIMS = (
    ("棉鞋一双，38码", "云溪县税务局", 9),
    ("<img src=x>" + "很长的心愿" * 20, "云溪县" + "很长的单位" * 8, 3),
    ("一套图书", "县教育局", None),
)
VILLAGES = (Destination("999901203301", "白鹭村", "白鹭镇"), Destination("999901203302", "很长很长的名字自然村合并新村", "丽阳街道"))
UNDONE = (
    "订了一盒降压药（11月20日，还没派）",
    "棉鞋（认领中，税务局）",
    "灶间屋顶漏雨，要换几块瓦，换完再看一遍墙角渗不渗水（银龄送药队 已接）",
)
"""What is not done yet for somebody who moves."""


def moving(stage: Stage, full: Village) -> None:
    """Take the pages with claims and moves on them, and the dialog; this changes the village."""
    happen(full)
    for dress in ALL:
        with stage.window(full.desk, dress) as window:
            window.open("from_county")
            stage.shoot("moving", dress, window, full.desk.jobs)
            page: Any = window.page("from_county")
            for kind in ("claim", "arrival", "departure"):
                page.take(next(one.key for one in page.found if one.kind == kind))
                stage.shoot(f"moving-{kind}", dress, window, full.desk.jobs)
    for dress in USUAL:
        with stage.window(full.desk, dress) as window:
            window.open("residents")
            dialog = asked(full, window)
            dialog.show()
            QApplication.processEvents()
            stage.shoot("moving-dialog", dress, dialog, full.desk.jobs)
            dialog.close()


def asked(there: Village, window: Any) -> TransferDialog:
    """Return the dialog about somebody of the village."""
    with there.desk.reading() as session:
        found = around(session, somebody(session, 3).id, there.desk.today())
        offered = [*destinations(session), *VILLAGES]
        who, on = found.resident.id, there.desk.today()
        along = [*requests_along(session, who, on), *wishes_along(session, who), *UNDONE]
    return TransferDialog(there.desk, found, offered, window, along)


def somebody(session: Session, at: int) -> Resident:
    """Return one of the elders who live here."""
    elders = select(Resident).where(col(Resident.birth_date) < "1955", Resident.residency_status == "living").order_by(col(Resident.id))
    return session.exec(elders.limit(1).offset(at)).one()


def happen(there: Village) -> None:
    """Let departments claim wishes, somebody move here, somebody leave for a village nobody knows; and bring it here."""
    assert there.county is not None  # noqa: S101 - this village has one
    stations.enrol_station(there.county, "县", code=OTHER, name="新桥村", town="白鹭镇", to=there.database.folder.path)
    desk, on, here = there.desk, there.desk.today(), there.database.about.author
    wishes = []
    with desk.writing("心愿") as session:
        for content, _unit, _days in CLAIMS:
            wish = Wish.model_validate(
                WishDraft(resident_id=somebody(session, 1).id, content=content), update={"author": author_of(session)}
            )
            session.add(wish)
            session.flush()
            event = WishEventDraft(wish_id=wish.id, kind="published", happened_on=on.isoformat())
            session.add(WishEvent.model_validate(event, update={"author": author_of(session)}))
            wishes.append(wish.id)
    with desk.writing("迁出") as session:
        send(session, somebody(session, 5).id, Sending(Destination("新丰村", "新丰村", ""), on), on, operator=desk.operator.name)
    with there.county.database.writing("县", "认领") as session:
        for wish_id, (_content, unit, days) in zip(wishes, CLAIMS, strict=True):
            promised = on.replace(day=min(28, on.day + days)).isoformat() if days else None
            draft = WishClaimDraft(
                wish_id=wish_id,
                wish_author=here,
                claimer=unit,
                contact_name="程主任",
                phones=(PhoneNumber(number="0798-0120008"),),
                promised_on=promised,
            )
            update = {"author": there.county.code, "audience": f"station:{here}"}
            session.add(WishClaim.model_validate(draft, update=update))
    arrive(there.county, here, on)
    report(there, on, back=True)
    desk.saved.emit(frozenset({"wish_claim", "transfer_relay"}))


def arrive(county: CountyDesk, here: str, on: date) -> None:
    """Let another station hand somebody over to this one."""
    person = {
        "resident": {
            "name": "吴桂花",
            "sex": "female",
            "birth_date": "1946-02-11",
            "birth_precision": "day",
            "id_no": "999901194602110027",
        },
        "kin": [{"name": "吴小明", "relation": "son"}],
        "categories": ["living_alone"],
        "grades": ["黄色，3月5日起", "红色，去年11月1日起，到3月4日"],
        "household": "户主吴桂花，家庭人口 1 人",
    }
    values: dict[str, Any] = {"resident_id": new_id(), "to_station": here, "to_name": "", "moved_on": on.isoformat(), "person": person}
    values |= {"note": "腿脚不便，爱听戏，儿子在景德镇", "sent_by": "徐丽华", "removed_at": None}
    with transaction(county.ledger) as connection:
        connection.execute(STATION_TABLES["transfer"].insert().values(station=OTHER, id=new_id(), **values))
