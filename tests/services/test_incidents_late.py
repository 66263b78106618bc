"""An emergency that is entered late stands at its own minutes, and so does the time until help was there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from stationdesk.registers.incident_event import IncidentEvent
from stationdesk.services.incidents import Held, called_earlier, happened, held
from stationdesk.services.request_figures import hotline_figures
from stationdesk.store.database import Database
from tests.services.people import ON, OPERATOR
from tests.services.test_incidents import CALL, after, do, elder, fell, refused, stamp

NIGHT = after(-12 * 60).replace(second=0)
"""02:01 of the same day: the fall that the duty phone was rung for; CALL is when it is typed."""


def night(minutes: float) -> Any:
    return NIGHT + timedelta(minutes=minutes)


def late(desk: Database, incident: str, kind: str, minutes: float, **fields: Any) -> IncidentEvent:
    return do(desk, kind, lambda s: happened(s, incident, kind, after(5), OPERATOR, then=night(minutes), **fields))  # type: ignore[no-any-return]


def read(desk: Database, incident: str) -> Held:
    with desk.reading() as session:
        return held(session, incident)


def test_a_fall_of_the_night_is_entered_in_the_morning_with_its_true_minutes(desk: Database) -> None:
    incident = fell(desk, elder(desk))
    do(desk, "来电", lambda s: called_earlier(s, incident, NIGHT, after(1)))
    late(desk, incident, "ambulance_came", 27)
    late(desk, incident, "doctor_came", 9)
    late(desk, incident, "reached", 3, whom="儿子", is_kin=True)
    late(desk, incident, "over", 40)
    found = read(desk, incident)
    assert (found.incident.called_at, found.incident.happened_on) == ("02:01", ON.isoformat())
    assert [(one.kind, one.at) for one in found.events] == [
        *(("reached", "02:04"), ("doctor_came", "02:10"), ("ambulance_came", "02:28"), ("over", "02:41")),
    ]
    assert found.seconds(after(5)) == 40 * 60
    with desk.reading() as session:
        figures = hotline_figures(session, ON, ON, ON)
    assert figures.mean == 9


def test_what_cannot_have_been_is_refused_and_a_minute_is_never_taken_from_the_clock(desk: Database) -> None:
    incident = fell(desk, elder(desk))
    do(desk, "来电", lambda s: called_earlier(s, incident, CALL.replace(second=0), after(1)))
    assert read(desk, incident).incident.started_at == "2026-11-23T06:01:20.000Z", "the same minute keeps its seconds"
    assert "14:20" in refused(desk, lambda s: called_earlier(s, incident, after(19), after(1)))
    stamp(desk, incident, "note", 3, text="清醒")
    assert "14:05" in refused(desk, lambda s: called_earlier(s, incident, after(4).replace(second=0), after(9)))
    assert "02:10" in refused(desk, lambda s: happened(s, incident, "doctor_came", after(5), OPERATOR, then=night(9)))
    assert "14:20" in refused(desk, lambda s: happened(s, incident, "doctor_came", after(5), OPERATOR, then=after(19)))
    assert "14:02" in refused(desk, lambda s: happened(s, incident, "over", after(5), OPERATOR, then=after(1).replace(second=0)))
    in_its_minute = do(desk, "到了", lambda s: happened(s, incident, "doctor_came", after(5), OPERATOR, then=CALL.replace(second=0)))
    assert in_its_minute.happened_at == "2026-11-23T06:01:20.000Z", "never before the call"


def test_what_turns_the_state_stands_after_all_that_was_stamped(desk: Database) -> None:
    incident = fell(desk, elder(desk))
    do(desk, "来电", lambda s: called_earlier(s, incident, NIGHT, after(1)))
    late(desk, incident, "over", 40)
    for kind in ("resumed", "followed_up"):
        assert "02:30" in refused(desk, lambda s, kind=kind: happened(s, incident, kind, after(5), OPERATOR, then=night(29)))  # type: ignore[misc]
    late(desk, incident, "resumed", 41)
    late(desk, incident, "kin_told", 35)
    found = read(desk, incident)
    assert ([one.kind for one in found.events], found.standing.state) == (["kin_told", "over", "resumed"], "open")
