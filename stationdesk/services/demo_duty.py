"""The demo village has had an emergency last week and one yesterday, after which somebody looks in today."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from stationdesk.registers.kin import Kin
from stationdesk.registers.resident import Resident
from stationdesk.services.demo_village import sample
from stationdesk.services.incidents import begin, happened, write_down
from stationdesk.store.clock import VILLAGE_TIME
from stationdesk.store.database import author_of


def keep_watch(session: Session, on: date, operator: str) -> None:
    """Write the emergencies down as if day `on` were today."""
    words = sample()["emergencies"]
    for told, elder in zip(words["told"], _elders(session, len(words["told"])), strict=False):
        _tell(session, elder, told, on, operator)


def _elders(session: Session, count: int) -> list[Resident]:
    """Return elders who live here and have somebody to ring."""
    reached = select(Kin.resident_id).where(col(Kin.removed_at).is_(None), col(Kin.phones) != ())
    mine = select(Resident).where(
        Resident.author == author_of(session),
        col(Resident.removed_at).is_(None),
        Resident.residency_status == "living",
        col(Resident.birth_date) < "1955",
        col(Resident.id).in_(reached),
    )
    return list(session.exec(mine.order_by(col(Resident.key)).limit(count)))


def _tell(session: Session, elder: Resident, told: dict[str, object], on: date, operator: str) -> None:
    """Write one emergency down: minutes after its call what happened, and on which day somebody looks in."""
    hours, minutes = (int(part) for part in str(told["clock"]).split(":"))
    call = datetime.combine(on - timedelta(days=int(str(told["days"]))), datetime.min.time(), VILLAGE_TIME)
    call += timedelta(hours=hours, minutes=minutes)
    made = begin(session, call, operator, resident_id=elder.id, what=str(told["what"]))
    write_down(session, made.id, way=str(told["way"]))
    steps = told["steps"]
    assert isinstance(steps, list)  # noqa: S101 - our own sample
    for step in steps:
        fields = {name: value for name, value in step.items() if name not in ("after", "kind")}
        if step["kind"] == "over":
            fields |= {"follow_up_on": (call.date() + timedelta(days=1)).isoformat(), "follow_up_at": "09:00", "follow_up_by": operator}
        happened(session, made.id, step["kind"], call + timedelta(minutes=step["after"]), operator, **fields)
