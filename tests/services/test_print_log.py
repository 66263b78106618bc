"""What was printed is written down: when, by whom, on how many sheets, and whether it was printed before."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from stationdesk.services.print_log import PrintNote, note_print, printed_before, printed_list
from stationdesk.store.database import Database
from tests.store.kit import quick_desk

NOON = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Database]:
    with quick_desk(tmp_path / "desk") as found:
        yield found


def note(desk: Database, about: str, *, at: datetime = NOON, operator: str = "徐丽华", **more: object) -> None:
    with desk.writing(operator, "打印") as session:
        note_print(session, operator, PrintNote(about, 4, 2, **more), at=at)  # type: ignore[arg-type]


def test_the_newest_comes_first_with_its_sheets_of_all_copies(desk: Database) -> None:
    note(desk, "联系卡 甲", people=13)
    note(desk, "走访单", at=NOON + timedelta(minutes=5), operator="余国平", copies=3, reprint=True)
    with desk.reading() as session:
        newest, oldest = printed_list(session)
    assert (newest.about, newest.operator, newest.sheets, newest.copies, newest.reprint) == ("走访单", "余国平", 6, 3, True)
    assert (oldest.people, oldest.pages, oldest.sheets, oldest.target) == (13, 4, 2, "printer")
    assert f"{oldest.at:%Y-%m-%d %H:%M}" == "2026-11-23 12:00"


def test_the_same_paper_about_the_same_person_was_printed_before(desk: Database) -> None:
    note(desk, "走访单 2026-KQM-0031")
    note(desk, "联系卡 甲", resident_id="r1")
    with desk.reading() as session:
        assert printed_before(session, "走访单 2026-KQM-0031")
        assert not printed_before(session, "走访单 2026-KQM-0032")
        assert printed_before(session, "联系卡 甲", resident_id="r1")
        assert not printed_before(session, "联系卡 甲", resident_id="r2")
        assert not printed_before(session, "联系卡 甲")


def test_a_long_title_is_cut_and_still_known(desk: Database) -> None:
    note(desk, "名" * 300)
    with desk.reading() as session:
        assert len(printed_list(session)[0].about) == 200
        assert printed_before(session, "名" * 300)


def test_the_log_stays_at_home_and_is_no_action_to_undo(desk: Database) -> None:
    before = desk.position().seq
    note(desk, "联系卡 甲")
    assert desk.position().seq == before
