"""What an emergency left to do is asked about until it is done, however long ago the call was and in whatever order things were stamped."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import Any

from sqlmodel import Session

from stationdesk.registers.incident import Incident, IncidentDraft
from stationdesk.registers.incident_event import IncidentEvent, IncidentEventDraft
from stationdesk.services.incident_state import can_happen, standing_of
from stationdesk.services.incidents import happened, incidents_between, unfinished_incidents
from stationdesk.services.incidents_today import INCIDENTS, kin_must_know, must_look_in
from stationdesk.services.shift_handovers import left_open
from stationdesk.store.clock import stamp as utc
from stationdesk.store.database import Database, author_of
from tests.services.people import ON, OPERATOR, visited
from tests.services.test_incidents import CALL, NEXT, after, do, elder, fell, lines, refused, seen


def test_what_an_emergency_left_is_asked_about_however_long_ago_it_was(desk: Database) -> None:
    who = elder(desk)
    incident = fell(desk, who)
    far = ON + timedelta(days=90)
    over: dict[str, Any] = {"follow_up_on": far.isoformat(), "follow_up_by": "包保人"}
    do(desk, "收尾", lambda s: happened(s, incident, "over", after(30), OPERATOR, **over))
    for days in (31, 60, 89):
        assert [one.lead for one in lines(desk, ON + timedelta(days=days))] == ["告诉家里"], "until they are reached"
    assert [one.lead for one in lines(desk, far)] == ["告诉家里", "去看看"]
    assert [one.lead for one in lines(desk, far + timedelta(days=200))] == ["告诉家里", "去看看"]
    assert lines(desk, ON - timedelta(days=1)) == (), "a day before it knows nothing of it"
    with desk.reading() as session:
        assert INCIDENTS.days is not None
        assert INCIDENTS.days(session, far - timedelta(days=3), far) == {far: 1}
        assert [(one.kind, one.count) for one in left_open(session, far)] == [("kin", 1), ("look_in", 1)], "handed on with the book, too"


STAMPS = (
    ("over", True),
    ("over", False),
    *((kind, False) for kind in ("false_alarm", "resumed", "followed_up", "kin_told", "kin_none", "reached")),
)


def test_whatever_was_stamped_in_whatever_order_nothing_open_is_passed_over(desk: Database) -> None:
    seen, waits, on = elder(desk), elder(desk), NEXT
    visited(desk, seen, -1, "home")
    stories = [one for length in range(5) for one in itertools.product(STAMPS, repeat=length) if can_be(one)]
    with desk.writing(OPERATOR, "求助") as session:
        for number, stamps in enumerate(stories):
            put_story(session, (seen, waits, None)[number % 3], stamps)
    with desk.reading() as session:
        every = incidents_between(session, ON, ON)
        left = unfinished_incidents(session)
        wanted = [one.id for one in every if kin_must_know(session, one) or must_look_in(session, one, on)]
        found = [one.id for one in left if kin_must_know(session, one) or must_look_in(session, one, on)]
    assert found == wanted
    assert len(left) < len(every), "what has its ends is not even read"


def can_be(stamps: tuple[tuple[str, bool], ...]) -> bool:
    told = [
        IncidentEvent(incident_id="", kind=kind, happened_at="", happened_on="", at="", is_kin=kind == "reached")
        for kind, _follow in stamps
    ]
    return all(can_happen(standing_of(told[:place]), one.kind) for place, one in enumerate(told))


def put_story(session: Session, who: str | None, stamps: tuple[tuple[str, bool], ...]) -> None:
    mine, day = {"author": author_of(session)}, ON.isoformat()
    begun = IncidentDraft(resident_id=who, somebody=None if who else "路人", started_at=utc(CALL), happened_on=day, called_at="14:01")
    made = Incident.model_validate(begun, update=mine)
    session.add(made)
    session.flush()
    for minutes, (kind, follow) in enumerate(stamps, 1):
        same = {"incident_id": made.id, "happened_at": utc(after(minutes)), "happened_on": day, "at": f"14:{minutes:02}"}
        more = {"is_kin": True} if kind == "reached" else {"follow_up_on": NEXT.isoformat()} if follow else {}
        session.add(IncidentEvent.model_validate(IncidentEventDraft.model_validate({"kind": kind} | same | more), update=mine))
        session.flush()


def test_somebody_without_family_is_not_asked_about_for_ever_and_nobody_was_told(desk: Database) -> None:
    incident = fell(desk, elder(desk))
    do(desk, "收尾", lambda s: happened(s, incident, "over", after(30), OPERATOR))
    assert [one.lead for one in lines(desk, NEXT)] == ["告诉家里"]
    do(desk, "没有家属", lambda s: happened(s, incident, "kin_none", after(40), OPERATOR, text="五保户"))
    assert lines(desk, ON + timedelta(days=300)) == ()
    with desk.reading() as session:
        (one,) = incidents_between(session, ON, ON)
        assert (one.standing.kin_none, one.standing.kin_told) == (True, False)
        assert unfinished_incidents(session) == [], "it is not even read any more"
    assert [line[1] for line in seen(desk, incident, 50).lines][-1] == "没有家属或联系不上，五保户"
    other = fell(desk, elder(desk))
    do(desk, "知道了", lambda s: happened(s, other, "kin_told", after(50), OPERATOR))
    assert "知道了" in refused(desk, lambda s: happened(s, other, "kin_none", after(60), OPERATOR))
