"""The demo's families show what the desk can do, on whatever day they are told."""

from __future__ import annotations

from datetime import date

import pytest
from sqlmodel import select

from stationdesk.registers.category_tag import CategoryTag
from stationdesk.registers.guardian import Guardian
from stationdesk.registers.id_number import read_id_number
from stationdesk.registers.kin import Kin
from stationdesk.registers.resident import Resident
from stationdesk.services.birthdays import birthdays
from stationdesk.services.demo_stories import stories, tell_stories
from stationdesk.services.demo_village import demo_station, furnish, settle
from stationdesk.services.doubles import Typed, likely
from stationdesk.services.gaps import all_gaps
from stationdesk.services.stations import open_station
from stationdesk.store.database import Database


@pytest.mark.parametrize("on", [date(2026, 11, 28), date(2028, 2, 29), date(2031, 1, 1)])
def test_the_families_are_written_on_any_day(desk: Database, on: date) -> None:
    with desk.writing("程建国", "演示", final=True) as session:
        open_station(session, demo_station())
        furnish(session)
        settle(session, 40, on)
        told = tell_stories(session, on)
    with desk.reading() as session:
        people = {one.name: one for one in session.exec(select(Resident)).all()}
        letters = session.exec(select(Guardian).where(Guardian.kind == "delegated")).all()
        kin = session.exec(select(Kin).where(Kin.name == "方志明")).all()
        tags = session.exec(select(CategoryTag)).all()
        assert told == sum(len(story["members"]) for story in stories())
        numbers = [one.id_no for one in people.values() if one.id_no]
        assert len(numbers) == len(set(numbers))
        assert read_id_number(people["上官玉娇"].id_no).state == "ok"
        assert people["方子轩"].is_young_child(on.isoformat())
        assert all(0 < (date.fromisoformat(one.to_date or "") - on).days < 30 for one in letters)
        assert len(kin) == 2
        assert all(one.works_at for one in kin)
        held = [one for one in tags if one.restricted_category]
        assert [one.resident_id for one in held] == [people["叶梓浩"].id]
        assert people["李秀兰"].id in {one.resident_id for one in birthdays(session, on)}
        assert all_gaps(session, on)
        for typed, double in (("祝贵花", "祝桂花"), ("石峯", "石峰")):
            one = people[typed]
            typing = Typed(one.name, birth=one.birth_date, precision=one.birth_precision, sex=one.sex, village_group=one.village_group)
            found = likely(session, typing, on, besides=one.id)
            assert people[double].id in {other.id for other in found}
