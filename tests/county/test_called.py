"""Whom the county asks about: a child goes by the name for others, in a file and in PostgreSQL."""

from __future__ import annotations

from datetime import date

from stationdesk.county.replies import correction_replies
from stationdesk.county.word import resident_called, say
from stationdesk.registers.correction_request import CorrectionRequestDraft
from tests.county.conftest import STATION, Village

ON = date(2026, 11, 23)


def test_a_child_goes_by_the_name_for_others_in_what_the_county_says(village: Village) -> None:
    child = village.add("汪小军", birth_date="2018-05-01", birth_precision="day", alias="军军")
    pupil = village.add("汪小燕", schooling="in_school", school="鲇鱼山小学")
    grown = village.add("汪厚行", birth_date="1950-05-01", birth_precision="day", alias="老汪")
    village.take(village.export())
    found = [resident_called(village.county, STATION, name) for name in ("汪小军", "汪小燕", "汪厚行")]
    assert found == [(child, "军军"), (pupil, "小燕"), (grown, "汪厚行")]
    fields = {"record_kind": "resident", "record_id": child, "question": "电话对吗", "asked_on": ON.isoformat()}
    with village.county.database.writing("clerk", "核对") as session:
        say(session, CorrectionRequestDraft.model_validate(fields), f"station:{STATION}", ON)
    assert [one.about for one in correction_replies(village.county, ON)] == ["军军"]
