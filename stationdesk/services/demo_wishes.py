"""Wishes of the demo village in every state of the board: told, on the wall, claimed, late, brought, come true; all invented."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, col, select

from stationdesk.registers.consent import Consent, ConsentDraft
from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.resident import Resident
from stationdesk.registers.wish import WishDraft
from stationdesk.services import wish_giving, wish_outcome, wishes
from stationdesk.services.doubles import is_child
from stationdesk.services.wish_noting import note
from stationdesk.settings import resource
from stationdesk.store.database import author_of

OLD = 60
DAYS = ("promised", "until")
"""What of a step is told in days from then."""


def tell_wishes(session: Session, on: date, by: str) -> int:
    """Write the wishes of the sample as if day `on` were today; returns how many there are."""
    samples: list[dict[str, Any]] = json.loads(resource("samples/wishes.json").read_text(encoding="utf-8"))
    whose = {kind: _people(session, on, child=kind == "child") for kind in ("child", "elder")}
    told = 0
    for at, sample in enumerate(samples):
        people = whose[sample["whose"]]
        if people:
            _tell(session, sample, people[at % len(people)], on, by)
            told += 1
    return told


def _people(session: Session, on: date, *, child: bool) -> list[Resident]:
    mine = select(Resident).where(Resident.author == author_of(session), col(Resident.removed_at).is_(None)).order_by(col(Resident.key))
    there = [one for one in session.exec(mine) if one.cared_for() and is_child(one, on) == child]
    return there if child else [one for one in there if (one.age(on.isoformat()) or 0) >= OLD]


def _tell(session: Session, sample: Mapping[str, Any], person: Resident, on: date, by: str) -> None:
    day = on + timedelta(days=sample["told"])
    names = ("content", "spec", "quantity", "budget", "source", "public_name")
    fields = {name: sample.get(name) for name in names} | {"kind": sample.get("kind", "goods"), "resident_id": person.id}
    if "wanted" in sample:
        fields["wanted_by"] = (on + timedelta(days=sample["wanted"])).isoformat()
    if sample["whose"] == "child" and sample["steps"]:
        _agree(session, person, day, by)
    wish = note(session, WishDraft.model_validate(fields), day, by=by, sure=True)
    for action, shift, *more in sample["steps"]:
        given = {name: _moved(name, value, on) for name, value in (more[0] if more else {}).items()}
        _step(session, action, wish.id, on + timedelta(days=shift), by, given)


def _moved(name: str, value: Any, on: date) -> Any:
    return (on + timedelta(days=value)).isoformat() if name in DAYS else value


def _agree(session: Session, person: Resident, day: date, by: str) -> None:
    """Let guardian and child have agreed to the wall."""
    draft = ConsentDraft(
        resident_id=person.id,
        kind="public_wish",
        given_by="guardian",
        giver_name=by,
        child_agrees=True,
        given_on=day.isoformat(),
        form="paper",
    )
    session.add(Consent.model_validate(draft, update={"author": author_of(session)}))
    session.flush()


def _step(session: Session, action: str, wish: str, on: date, by: str, given: dict[str, Any]) -> None:
    match action:
        case "check":
            wishes.check(session, wish, on, by=by)
        case "approve":
            wishes.approve(session, wish, on, by=by, sure=True)
        case "publish":
            wishes.publish(session, wish, on, by=by, until=given.get("until", ""))
        case "claim":
            fields = {name: value for name, value in given.items() if name != "promised"} | {"promised_on": given["promised"]}
            fields["phones"] = tuple(PhoneNumber.model_validate(one) for one in given.get("phones", ()))
            wish_giving.claim(session, [wish], fields, on, by=by)
        case "ready":
            wish_giving.ready(session, [wish], on, by=by)
        case "deliver":
            wish_giving.deliver(session, [wish], on, by=by)
        case "gift":
            wish_giving.add_gift(session, wish, given["what"], on, by=by)
        case "fulfil":
            wish_outcome.fulfil(session, wish, on, by=by, **given)
        case _:
            wish_outcome.thank(session, [wish], on, by=by)
