"""The service catalogue (服务项目): what the station offers, who does it, within what time; dispatch proposes from it (F0-2)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlmodel import Session, col, select

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.service_item import ServiceItem, ServiceItemDraft
from stationdesk.services.day_words import narrow_day
from stationdesk.services.doers import HELPER, TEAM, Doer, there_of
from stationdesk.services.person_writing import moved_fields
from stationdesk.settings import resource
from stationdesk.store.database import author_of

HOURS_A_DAY = 24


class ServiceImpossible(DeskError):
    """A service that cannot be kept so."""


@dataclass(frozen=True, slots=True)
class ServiceRow:
    """A service as the catalogue shows it."""

    id: str
    name: str
    kind: str
    """As a code; `kind_words` in words."""
    kind_words: str
    covers: str
    term_hours: int | None
    minutes: int | None
    doers: tuple[Doer, ...]
    """In the order in which they are asked; those who are not there any more are left out."""
    missing: int
    """How many of those who did it are not there any more."""
    offered: bool
    status: str
    """Empty where it is offered now; else since when not any more, or from when."""

    @property
    def term(self) -> str:
        """Within what time it is done, in words."""
        return term_words(self.term_hours)

    @property
    def sentence(self) -> str:
        """The row as it is read aloud."""
        who = "、".join(one.name for one in self.doers)
        return "，".join(part for part in (self.name, self.kind_words, self.term, who, self.status) if part)


def term_words(hours: int | None) -> str:
    """Return a term in words: 2 小时, 1 天, 1.5 天 as hours."""
    if hours is None:
        return ""
    if hours % HOURS_A_DAY == 0:
        return _("{count} days|term").format(count=hours // HOURS_A_DAY)
    return _("{count} hours|term").format(count=hours)


def service_rows(session: Session, on: date, *, gone: bool = False) -> list[ServiceRow]:
    """Return what is offered on day `on` and what will be, in the catalogue's order; with `gone` what was offered once as well."""
    items = own_items(session)
    named = [key for one in items for key in asked_of(one)]
    doers = there_of(session, named, on)
    rows = [_row(one, on, doers) for one in items]
    return [row for row, one in zip(rows, items, strict=True) if gone or one.offered_until is None or one.offered_until > on.isoformat()]


def _row(one: ServiceItem, on: date, doers: Mapping[tuple[str, str], Doer]) -> ServiceRow:
    named = asked_of(one)
    there, day, status = tuple(doers[who] for who in named if who in doers), on.isoformat(), ""
    if one.offered_until and one.offered_until <= day:
        status = _("not offered since {day}").format(day=narrow_day(date.fromisoformat(one.offered_until), on))
    elif one.offered_from and one.offered_from > day:
        status = _("offered from {day}").format(day=narrow_day(date.fromisoformat(one.offered_from), on))
    kind = table("need_kind").label(one.kind) if one.kind else ""
    gone = len(named) - len(there)
    return ServiceRow(
        one.id, one.name, one.kind or "", kind, one.covers or "", one.term_hours, one.usual_minutes, there, gone, one.offered(day), status
    )


def asked_of(one: ServiceItemDraft) -> list[tuple[str, str]]:
    """Return the teams and helpers a service names, in the order in which they are asked."""
    return [(TEAM, id_) for id_ in one.team_ids] + [(HELPER, id_) for id_ in one.helper_ids]


def services_for(session: Session, kind: str | None, on: date) -> list[ServiceRow]:
    """Return the services offered on day `on` that answer a kind of need, in the catalogue's order."""
    return [one for one in service_rows(session, on) if one.offered and kind and one.kind == kind]


def own_items(session: Session) -> list[ServiceItem]:
    """Return the station's services in the catalogue's order."""
    mine = select(ServiceItem).where(ServiceItem.author == author_of(session), col(ServiceItem.removed_at).is_(None))
    return sorted(session.exec(mine), key=lambda one: (one.sort_order is None, one.sort_order or 0, one.key or 0))


def own_item(session: Session, item_id: str) -> ServiceItem:
    """Return a service of the catalogue. Raises ServiceImpossible."""
    mine = select(ServiceItem).where(
        ServiceItem.id == item_id, ServiceItem.author == author_of(session), col(ServiceItem.removed_at).is_(None)
    )
    found = session.exec(mine).first()
    if found is None:
        raise ServiceImpossible(_("This service was taken off meanwhile. Please look at the catalogue again."))
    return found


def write_item(session: Session, fields: Mapping[str, Any], on: date, item_id: str = "") -> ServiceItem:
    """Keep a new service, or what moved of one. Raises ServiceImpossible, pydantic's ValidationError."""
    now = own_item(session, item_id) if item_id else None
    kept = {name: getattr(now, name) for name in ServiceItemDraft.model_fields} if now else {}
    draft = ServiceItemDraft.model_validate(kept | dict(fields))
    items = own_items(session)
    if any(one.name == draft.name and one.id != item_id and one.offered(on.isoformat()) for one in items):
        raise ServiceImpossible(_("There is a service called {name} already. Please change that one.").format(name=draft.name))
    if now is not None:
        for name, value in moved_fields(now, ServiceItemDraft, dict(fields)).items():
            setattr(now, name, value)
    else:
        last = max((one.sort_order or 0 for one in items), default=0)
        now = ServiceItem.model_validate(draft, update={"author": author_of(session), "sort_order": draft.sort_order or last + 1})
    session.add(now)
    session.flush()
    return now


def stop_offering(session: Session, item_id: str, day: date) -> ServiceItem:
    """Offer a service no more; `day` is the first without it. Raises ServiceImpossible."""
    one = own_item(session, item_id)
    if one.offered_until and one.offered_until <= day.isoformat():
        raise ServiceImpossible(_("{name} is not offered any more already.").format(name=one.name))
    if one.offered_from and day.isoformat() < one.offered_from:
        raise ServiceImpossible(_("{name} is offered from {day} only.").format(name=one.name, day=one.offered_from))
    one.offered_until = day.isoformat()
    session.add(one)
    return one


def offer_again(session: Session, item_id: str, day: date) -> ServiceItem:
    """Offer a service once more, from day `day`. Raises ServiceImpossible."""
    one = own_item(session, item_id)
    if one.offered(day.isoformat()):
        raise ServiceImpossible(_("{name} is offered already.").format(name=one.name))
    one.offered_until = None
    if one.offered_from and one.offered_from > day.isoformat():
        one.offered_from = day.isoformat()
    session.add(one)
    return one


def move_item(session: Session, item_id: str, step: int) -> bool:
    """Move a service up (-1) or down (1) in the catalogue; tells whether it moved. Raises ServiceImpossible."""
    own_item(session, item_id)
    items = own_items(session)
    at = next(number for number, one in enumerate(items) if one.id == item_id)
    if not 0 <= at + step < len(items):
        return False
    items.insert(at + step, items.pop(at))
    for number, one in enumerate(items, 1):
        if one.sort_order != number:
            one.sort_order = number
            session.add(one)
    session.flush()
    return True


@cache
def usual_services() -> tuple[ServiceItemDraft, ...]:
    """Return the services most stations offer, to begin a catalogue with."""
    rows = json.loads(resource("samples/service_items.json").read_text(encoding="utf-8"))["services"]
    return tuple(ServiceItemDraft.model_validate(row) for row in rows)


def add_usual(session: Session, on: date) -> int:
    """Write the usual services down that the catalogue has not by name; returns how many."""
    there = {one.name for one in own_items(session)}
    fresh = [one for one in usual_services() if one.name not in there]
    for one in fresh:
        write_item(session, one.model_dump(exclude_defaults=True), on)
    return len(fresh)
