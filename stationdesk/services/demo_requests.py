"""Requests of the demo village: some of every state, one past its term, one that came back, some closed; everybody is invented."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session, col, select

from stationdesk.registers.field import plain_key
from stationdesk.registers.resident import Resident
from stationdesk.services import dispatching as do
from stationdesk.services.dispatching import Sending
from stationdesk.services.doers import Doer, doers
from stationdesk.services.doubles import is_child
from stationdesk.services.request_asking import Wanted, note_request
from stationdesk.services.request_state import Receiver
from stationdesk.settings import resource
from stationdesk.store.database import author_of

SKIPPED = 12
"""Residents passed over at the beginning: the first ones have calls and plans already."""


def arrange_requests(session: Session, now: datetime, by: str) -> int:
    """Write the requests down as if it were `now`; returns how many."""
    own = select(Resident).where(Resident.author == author_of(session), col(Resident.removed_at).is_(None))
    people = [one for one in session.exec(own.order_by(col(Resident.key)).limit(150)) if one.cared_for()]
    there = doers(session, now.date())
    rounds = {
        "child": _round([one.id for one in people if is_child(one, now.date())]),
        "elder": _round([one.id for one in people if not is_child(one, now.date())][SKIPPED:]),
    }
    told = json.loads(resource("samples/requests.json").read_text(encoding="utf-8"))["requests"]
    return sum(_one(session, one, rounds, there, now, by) for one in told)


def _round(some: list[str]) -> Iterator[str]:
    while some:
        yield from some


def _one(session: Session, told: dict[str, Any], rounds: dict[str, Iterator[str]], there: list[Doer], now: datetime, by: str) -> int:
    raised = now - timedelta(hours=told["ago"])
    who = next(rounds[told["who"]], "") if told["who"] else ""
    county = told["source"] == "county"
    wanted = Wanted(
        told["text"],
        told["source"],
        told.get("urgency", ""),
        told["kind"],
        who,
        asked_by=told.get("name", ""),
        asker_phone=told.get("phone", ""),
        address=told.get("address", ""),
        sender_body="county" if county else "",
        sender=told.get("sender", ""),
    )
    if not (who or wanted.asked_by):
        return 0
    request = note_request(session, wanted, raised, by).id
    for name, hours, *rest in told["steps"]:
        _step(session, request, name, raised + timedelta(hours=hours), rest, there, by)
    return 1


def _step(session: Session, request: str, name: str, at: datetime, rest: list[str], there: list[Doer], by: str) -> None:
    if name == "send":
        do.send(session, request, _receiver(rest[0], there, by), at, Sending(rest[1]), by=by)
    elif name == "transfer":
        do.hand_over(session, request, (rest[0], rest[1]), at, by=by, receipt=rest[2])
    elif name == "done":
        do.finish(session, request, at, by=by, note=rest[0])
    elif name == "rate":
        do.rate(session, request, rest[0], at, by=by, note=rest[1])
    elif name in ("decline", "refuse"):
        (do.decline if name == "decline" else do.refuse)(session, request, rest[0], at, by=by)
    else:
        _plain(session, request, name, at, by)


def _plain(session: Session, request: str, name: str, at: datetime, by: str) -> None:
    if name == "myself":
        do.see_to_it(session, request, at, by=by)
    else:
        {"accept": do.accept, "arrive": do.arrive, "tell": do.tell}[name](session, request, at, by=by)


def _receiver(wanted: str, there: list[Doer], by: str) -> Receiver:
    """Return the team or helper of that name, else the first there is, else whoever sits at the desk."""
    found = next((one for one in there if one.name == wanted), there[len(wanted) % len(there)] if there else None)
    return Receiver(found.kind, found.id, found.name) if found is not None else Receiver("own", plain_key(by), by)
