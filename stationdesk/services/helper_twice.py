"""One helper written down twice: everything of this station that names the one record names the other afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import String, type_coerce
from sqlmodel import Session, col, select

from stationdesk.registers.catalogue import REGISTERS
from stationdesk.registers.pointing_at_helper import INSIDE, LISTED, MOVED
from stationdesk.registers.stand_in import StandIn
from stationdesk.store.database import author_of

_BY_NAME: dict[str, Any] = {register.__table__.name: register for register in REGISTERS}  # type: ignore[attr-defined]


def name_the_other(session: Session, from_id: str, to_id: str) -> None:
    """Let every record of this station that names the one helper name the other; who would stand in for himself does not."""
    for kind, name in sorted(MOVED):
        for one in _own(session, kind, col(getattr(_BY_NAME[kind], name)) == from_id):
            setattr(one, name, to_id)
            if isinstance(one, StandIn) and one.helper_id == one.stand_in_helper_id:
                one.removed_at = session.info["at"]
    for kind, name in sorted(LISTED):
        for one in _own(session, kind, _names(kind, name, from_id)):
            named = (to_id if some == from_id else some for some in getattr(one, name))
            setattr(one, name, tuple(dict.fromkeys(named)))
    for kind, name in sorted(INSIDE):
        for one in _own(session, kind, _names(kind, name, from_id)):
            items = getattr(one, name)
            setattr(one, name, tuple(_of(item, to_id) if item.helper_id == from_id else item for item in items))


def _names(kind: str, name: str, helper_id: str) -> Any:
    """Return the condition that a list names a helper, as it is written."""
    return type_coerce(getattr(_BY_NAME[kind], name), String).contains(helper_id)


def _own(session: Session, kind: str, which: Any) -> Iterator[Any]:
    register = _BY_NAME[kind]
    for one in session.exec(select(register).where(which, register.author == author_of(session))).all():
        yield one
        session.add(one)


def _of(item: Any, helper_id: str) -> Any:
    return item.model_copy(update={"helper_id": helper_id})
