"""Where stations have the county's helpers otherwise, in a file and in PostgreSQL: in their place, beside them, and when that is over."""

from __future__ import annotations

from datetime import date
from typing import Any

from stationdesk.county.helpers_otherwise import helpers_otherwise
from stationdesk.county.people_sent import change_helper, send_helper
from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.helper import Helper, HelperDraft
from tests.county.conftest import OTHER, STATION, Village

ON = date(2026, 11, 20)


def number(written: str) -> tuple[PhoneNumber, ...]:
    """Return one number."""
    return (PhoneNumber(number=written),)


def own(village: Village, **fields: Any) -> str:
    """Write a helper down at the station."""
    made = Helper.model_validate(HelperDraft.model_validate(fields), update={"author": STATION})
    with village.desk.writing("徐丽华", "写下") as session:
        session.add(made)
    return made.id


def test_what_a_station_has_otherwise_is_listed_until_it_is_the_same(village: Village) -> None:
    county = village.county
    with county.database.writing("clerk", "发") as session:
        sent = {"name": "李医生", "org": "县医院", "phones": number("13800000001"), "post": "主任"}
        li = send_helper(session, sent, "all", ON).id
        send_helper(session, {"name": "别村的", "org": "县医院"}, f"station:{OTHER}", ON)
        send_helper(session, {"name": "王护士", "org": "县医院"}, "all", ON)
    own(village, name="李医生", org="县医院", phones=number("13900000002"), instead_of=li)
    own(village, name="别村的", org="县医院")
    own(village, name="王护士", org="县中医院", phones=number("13800000003"))
    own(village, name="王护士", org="县医院", helper_type="doctor")
    own(village, name="王护士", org="县医院", merged_into=li)
    village.take(village.export())
    beside, instead = sorted(helpers_otherwise(county), key=lambda one: one.linked)
    assert (instead.station, instead.helper, instead.called, set(instead.fields)) == (STATION, li, "李医生", {"phones"})
    assert instead.there == {"phones": number("13900000002")}, "what is empty there says nothing"
    assert "13900000002" not in instead.words, "a number is masked in a list"
    assert (beside.called, beside.linked, set(beside.fields)) == ("王护士", False, {"helper_type"})
    with county.database.writing("clerk", "照站里的改") as session:
        change_helper(session, li, instead.there)
    assert [one.called for one in helpers_otherwise(county)] == ["王护士"]
