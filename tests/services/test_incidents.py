"""An emergency from the call to the day after: what is stamped stays, what must not be forgotten is in the day's list."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.health_record import HealthRecord, HealthRecordDraft
from stationdesk.registers.place import PlaceDraft
from stationdesk.services import timeline
from stationdesk.services.directory import add_place
from stationdesk.services.grave_changes import grave_changes
from stationdesk.services.incident_numbers import Number
from stationdesk.services.incident_requests import note_left
from stationdesk.services.incident_sheet import Sheet, minutes_words, sheet
from stationdesk.services.incidents import (
    IncidentImpossible,
    begin,
    happened,
    held,
    open_incidents,
    say_who,
    write_down,
)
from stationdesk.services.incidents_today import INCIDENTS
from stationdesk.services.request_reading import request_called
from stationdesk.services.request_ties import tie_of
from stationdesk.services.residency import StatusDraft, change_status, preview
from stationdesk.services.reviews import reviews_due
from stationdesk.services.scheme_rules import scheme_book
from stationdesk.services.status_line import emergency_facts
from stationdesk.services.today import today
from stationdesk.services.today_lines import Asked, Line
from stationdesk.services.undoing import undo_last
from stationdesk.store.clock import local_time
from stationdesk.store.database import Database
from stationdesk.store.keys import new_key
from tests.services.people import ON, OPERATOR, person, put, relative, visited
from tests.store.kit import data_folder, open_again, quick_desk

CALL = datetime(2026, 11, 23, 14, 1, 20, tzinfo=UTC) - timedelta(hours=8)
"""14:01 in the village, on the day ON."""
NEXT = ON + timedelta(days=1)


def after(minutes: float) -> datetime:
    return CALL + timedelta(minutes=minutes)


def do(desk: Database, says: str, work: Callable[[Any], Any]) -> Any:
    with desk.writing(OPERATOR, says) as session:
        return work(session)


def refused(desk: Database, work: Callable[[Any], Any]) -> str:
    with pytest.raises(IncidentImpossible) as error, desk.writing(OPERATOR, "x") as session:
        work(session)
    return error.value.message


def fell(desk: Database, who: str = "", minutes: float = 0, what: str = "在灶房摔倒") -> str:
    return str(do(desk, "求助", lambda s: begin(s, after(minutes), OPERATOR, resident_id=who, caller="老伴方根生", what=what).id))


def stamp(desk: Database, incident: str, kind: str, minutes: float, **fields: Any) -> None:
    do(desk, kind, lambda s: happened(s, incident, kind, after(minutes), OPERATOR, **fields))


def lines(desk: Database, on: date, **asked: Any) -> tuple[Line, ...]:
    with desk.reading() as session:
        return INCIDENTS.section(session, Asked(on, **asked)).lines


def seen(desk: Database, incident: str, minutes: float = 6, **eyes: Any) -> Sheet:
    with desk.reading() as session:
        return sheet(session, incident, local_time(after(minutes)), **eyes)


def elder(desk: Database) -> str:
    who = person(desk, "余水莲", 79, "red", sex="female", current_address="河口组7号", village_group="河口组")
    relative(desk, who, "son", "温州", "13800004417", name="方建平", contact_order=1)
    put(desk, HealthRecord, HealthRecordDraft(resident_id=who, allergies="青霉素", doctor_name="胡文斌", doctor_phone="13800000058"))
    phones = (PhoneNumber(number="0798-0120120"),)
    do(desk, "便民", lambda s: add_place(s, PlaceDraft(kind="clinic", name="镇卫生院", phones=phones)))
    return who


def test_the_sheet_says_whom_to_ring_and_what_to_say(desk: Database) -> None:
    who = elder(desk)
    incident = fell(desk, who)
    found = seen(desk, incident, minutes=6.2)
    assert [one.number for one in found.numbers] == [
        *("120", "13800000058", "13800004417", "13800005678", "0798-0120120", "119", "110"),
    ]
    assert "青霉素" in found.allergies
    assert found.age == 79
    assert "".join(text for text, _bold in found.say) == "河口组7号，79岁，女，在灶房摔倒。"
    assert found.held.seconds(after(6.2)) == 372
    assert minutes_words(372) == "6 分 12 秒"
    with desk.reading() as session:
        assert [(one.tone, "余水莲" in one.text, one.page) for one in emergency_facts(session, local_time(after(6)))] == [
            ("red", True, "emergency")
        ]


def over_it(desk: Database, who: str) -> str:
    """Let a fall run from the call to its end; the son was not reached."""
    incident = fell(desk, who)
    son = seen(desk, incident).numbers[2]
    stamp(desk, incident, "reached", 2, whom="急救中心", line="n:120", text="说25分钟到")
    stamp(desk, incident, "missed", 5, whom=son.title, line=son.line, is_kin=True)
    stamp(desk, incident, "doctor_came", 9)
    stamp(desk, incident, "ambulance_came", 27)
    stamp(desk, incident, "taken_away", 31)
    assert [one.lead for one in lines(desk, ON)] == ["紧急"], "while it runs, its own line says it all"
    over = {"follow_up_on": NEXT.isoformat(), "follow_up_at": "09:00", "follow_up_by": "占国林"}
    stamp(desk, incident, "over", 33, **over)
    return incident


def test_what_a_fall_leaves_to_do_is_in_the_list_until_it_is_done(desk: Database) -> None:
    who = elder(desk)
    incident = over_it(desk, who)
    told = seen(desk, incident, minutes=60)
    assert [line[0] for line in told.lines] == ["14:01", "14:03", "14:06", "14:10", "14:28", "14:32", "14:34"]
    assert told.lines[2] == ("14:06", "打儿子 方建平，没人接", True)
    assert told.numbers[2].result == "missed"
    assert told.held.seconds(after(600)) == 33 * 60, "the clock stands still when it is over"
    assert [one.lead for one in lines(desk, ON)] == ["告诉家里"]
    assert [one.lead for one in lines(desk, NEXT)] == ["告诉家里", "去看看"]
    kin, look = lines(desk, NEXT)
    with desk.reading() as session:
        assert INCIDENTS.days is not None
        assert INCIDENTS.days(session, ON, NEXT) == {NEXT: 1}
        day = today(session, NEXT)
        assert [one.kind for one in day.sections][:2] == ["incidents", "visits"]
        assert [one.kind for one in grave_changes(session, ON, NEXT, scheme_book(session))[who]] == ["emergency"], (
            "a visit within 24 h follows"
        )
        assert reviews_due(session, NEXT)[0].cause == "emergency"
    assert INCIDENTS.done is not None
    do(desk, "家里", lambda s: INCIDENTS.done(s, kin, NEXT, OPERATOR))  # type: ignore[misc]
    assert [one.lead for one in lines(desk, NEXT)] == ["去看看"]
    do(desk, "看过", lambda s: INCIDENTS.done(s, look, NEXT, OPERATOR))  # type: ignore[misc]
    assert lines(desk, NEXT) == ()
    undo_last(desk, OPERATOR)
    assert [one.lead for one in lines(desk, NEXT)] == ["去看看"], "undone: it is to be done again"
    visited(desk, who, -1, "home")
    assert lines(desk, NEXT) == (), "a visit does it, too"
    with desk.reading() as session:
        story = [one.sentence for one in timeline.events(session, who, NEXT.isoformat()) if one.kind == "incident"]
        covered = [one.sentence for one in timeline.events(session, who, NEXT.isoformat(), covered=True) if one.kind == "incident"]
    assert story == ["紧急求助 14:01 · 在灶房摔倒 · 村医到了，救护车到了，送走了，家里人知道了"]
    assert "灶房" not in covered[0]


def test_somebody_unknown_named_later_and_a_way_that_is_remembered(desk: Database) -> None:
    who = elder(desk)
    incident = fell(desk, what="")
    assert "＿＿＿＿" in "".join(text for text, _bold in seen(desk, incident).say)
    assert [one.number for one in seen(desk, incident).numbers] == ["120", "0798-0120120", "119", "110"]
    do(
        desk,
        "记",
        lambda s: write_down(s, incident, somebody="骑三轮车的老人", place="村口桥头", what="叫不应", caller_phone="13800009999"),
    )
    assert "骑三轮车的老人" in "".join(text for text, _bold in seen(desk, incident).say)
    assert "13800009999" in [one.number for one in seen(desk, incident).numbers]
    assert lines(desk, ON)[0].name == "骑三轮车的老人"
    do(desk, "是谁", lambda s: say_who(s, incident, who, ON))
    do(desk, "路", lambda s: write_down(s, incident, way="过桥左手第三家"))
    assert seen(desk, incident).name == "余水莲"
    stamp(desk, incident, "over", 10)
    again = fell(desk, who, minutes=60)
    assert seen(desk, again, 61).way == "过桥左手第三家"


def test_what_cannot_be_is_said(desk: Database) -> None:
    who = elder(desk)
    incident = fell(desk, who)
    assert "14:01" in refused(desk, lambda s: begin(s, after(1), OPERATOR, resident_id=who))
    other = fell(desk, minutes=2)
    assert "14:01" in refused(desk, lambda s: say_who(s, other, who, ON))
    with desk.reading() as session:
        assert [one.id for one in open_incidents(session)] == [incident, other], "two at once"
    stamp(desk, incident, "doctor_came", 5)
    assert "14:06" in refused(desk, lambda s: happened(s, incident, "doctor_came", after(6), OPERATOR))
    assert refused(desk, lambda s: happened(s, incident, "resumed", after(6), OPERATOR))
    assert refused(desk, lambda s: happened(s, incident, "over", after(6), OPERATOR, follow_up_on=(ON - timedelta(days=1)).isoformat()))
    stamp(desk, incident, "over", 7)
    assert "G" in refused(desk, lambda s: happened(s, incident, "ambulance_came", after(8), OPERATOR))
    stamp(desk, incident, "resumed", 9)
    stamp(desk, incident, "ambulance_came", 10)
    assert refused(desk, lambda s: happened(s, "0" * 36, "note", after(8), OPERATOR))
    do(desk, "去世", lambda s: change_status(s, who, StatusDraft("deceased", ON), ON, operator=OPERATOR))
    stamp(desk, incident, "over", 20, follow_up_on=NEXT.isoformat())
    assert "去看看" not in [one.lead for one in lines(desk, NEXT)], "nobody looks in on somebody who died"
    assert "告诉家里" in [one.lead for one in lines(desk, NEXT)], "but the family is told"
    assert refused(desk, lambda s: begin(s, after(90), OPERATOR, resident_id=who))


def test_a_false_alarm_leaves_nothing_to_do(desk: Database) -> None:
    who = elder(desk)
    incident = fell(desk, who)
    stamp(desk, incident, "false_alarm", 2)
    assert lines(desk, NEXT) == ()
    with desk.reading() as session:
        assert grave_changes(session, ON, NEXT, scheme_book(session)) == {}
        assert not open_incidents(session)
    undo_last(desk, OPERATOR)
    with desk.reading() as session:
        assert len(open_incidents(session)) == 1


def test_the_death_of_somebody_says_that_nobody_looks_in_any_more(desk: Database) -> None:
    who = elder(desk)
    incident = fell(desk, who)
    stamp(desk, incident, "over", 20, follow_up_on=NEXT.isoformat())
    with desk.reading() as session:
        said = [one.count for one in preview(session, who, StatusDraft("deceased", ON), ON) if one.code == "follow_up"]
    assert said == [1]


def test_a_clock_set_back_puts_nothing_before_what_was_stamped(desk: Database) -> None:
    incident = fell(desk)
    stamp(desk, incident, "note", 5, text="村医在路上")
    stamp(desk, incident, "note", -120, text="到了")
    with desk.reading() as session:
        found = held(session, incident)
    assert [one.text for one in found.events] == ["村医在路上", "到了"]
    assert [one.at for one in found.events] == ["14:06", "14:06"]
    assert found.seconds(after(-120)) is None, "the time passed is not known, and no number is made up"


def test_a_child_goes_by_alias_and_the_page_tells_nothing_without_the_right(desk: Database) -> None:
    child = person(desk, "甄小满", 9, alias="小甄", current_address="河口组9号", sex="female")
    relative(desk, child, "father", "深圳", "13800004444", name="甄国", contact_order=1)
    incident = fell(desk, child)
    locked, opened = seen(desk, incident), seen(desk, incident, may_see_children=True)
    assert "甄小满" not in repr(locked)
    assert "河口组9号" not in repr(locked.say)
    assert locked.age is None
    assert "河口组9号" in repr(opened.say)
    assert "甄小满" not in repr(lines(desk, ON)) + repr(lines(desk, ON, may_see_children=True))
    with desk.reading() as session:
        assert "甄小满" not in repr(emergency_facts(session, local_time(CALL)))


def test_each_stamp_is_there_after_the_power_failed(tmp_path: Path) -> None:
    key = new_key()
    with quick_desk(tmp_path / "desk", key) as running:
        incident = fell(running)
        stamp(running, incident, "reached", 1, whom="急救中心", line="n:120")
        shutil.copytree(tmp_path / "desk", tmp_path / "cut")  # as it lies on the disk at that moment, nothing closed
    shutil.rmtree(tmp_path / "desk")
    (tmp_path / "cut").rename(tmp_path / "desk")
    with open_again(data_folder(tmp_path / "desk"), key) as after_it, after_it.reading() as session:
        assert [one.kind for one in open_incidents(session)[0].events] == ["reached"]
        assert open_incidents(session)[0].incident.called_at == "14:01"


def test_a_number_twice_is_one_line(desk: Database) -> None:
    who = elder(desk)
    do(
        desk,
        "便民",
        lambda s: add_place(
            s, PlaceDraft(kind="village_doctor", name="村卫生室", person="胡文斌", phones=(PhoneNumber(number="138 0000 0058"),))
        ),
    )
    found: list[Number] = [one for one in seen(desk, fell(desk, who)).numbers if one.number.replace(" ", "") == "13800000058"]
    assert [one.title for one in found] == ["村医 胡文斌"]


def test_what_still_has_to_be_done_is_a_request_that_knows_its_emergency(desk: Database) -> None:
    who = elder(desk)
    incident = fell(desk, what="")
    now = local_time(after(12))
    do(desk, "记", lambda s: write_down(s, incident, somebody="骑三轮车的老人", place="村口桥头"))
    request = str(do(desk, "还要办", lambda s: note_left(s, incident, "把三轮车推回家", now, OPERATOR).id))
    stamp(desk, incident, "taken_away", 20)
    with desk.reading() as session:
        asked = request_called(session, request)
        assert (asked.request.asked_by, asked.request.address, asked.standing.urgency) == ("骑三轮车的老人", "村口桥头", "yellow")
        assert tie_of(session, asked.request, NEXT) == ("来自紧急求助（11月23日 14:01）", "ink2", "emergency", incident)
    assert [line[:2] for line in seen(desk, incident).lines][1:] == [("14:13", "求助：把三轮车推回家（还没派）"), ("14:21", "送走了")]
    do(desk, "是谁", lambda s: say_who(s, incident, who, ON))
    with desk.reading() as session:
        assert request_called(session, request).request.resident_id == who, "named with the emergency"
    assert "三轮车" not in repr(seen(desk, incident, covered=True).lines)
