"""Half-filled forms outlive a lock and a crash, belong to one operator, and leave nothing behind when they are saved."""

from __future__ import annotations

from pathlib import Path

from stationdesk.services import drafts
from stationdesk.store.database import Database
from tests.store.kit import journal, open_again, quick_desk

TYPED = {"name": "<b>占凤娇</b>", "phones": [{"number": "138"}], "living_alone": True, "group": None}


def keep(desk: Database, operator: str, typed: dict[str, object], form: str = "resident", about: str = "") -> None:
    with desk.writing(operator, "") as session:
        drafts.keep(session, operator, form, typed, about)


def test_what_was_typed_comes_back_after_closing(tmp_path: Path) -> None:
    with quick_desk(tmp_path) as desk:
        keep(desk, "徐丽华", TYPED)
        folder, key = desk.folder, desk.key
    with open_again(folder, key) as desk, desk.reading() as session:
        assert dict(drafts.take(session, "徐丽华", "resident") or {}) == TYPED


def test_each_operator_has_his_own_and_each_form_and_person_too(desk: Database) -> None:
    keep(desk, "徐丽华", {"name": "甲"})
    keep(desk, "汪志强", {"name": "乙"})
    keep(desk, "徐丽华", {"content": "腿疼"}, "visit", "r1")
    keep(desk, "徐丽华", {"content": "都好"}, "visit", "r2")
    with desk.reading() as session:
        assert drafts.take(session, "徐丽华", "resident") == {"name": "甲"}
        assert drafts.take(session, "汪志强", "resident") == {"name": "乙"}
        assert drafts.take(session, "徐丽华", "visit", "r1") == {"content": "腿疼"}
        assert drafts.take(session, "徐丽华", "visit") is None
        assert drafts.take(session, "汪志强", "visit", "r1") is None
        assert [(one.form, one.about) for one in drafts.kept(session, "徐丽华")] == [("visit", "r2"), ("visit", "r1"), ("resident", None)]


def test_typing_on_replaces_and_an_emptied_form_is_forgotten(desk: Database) -> None:
    keep(desk, "徐丽华", {"name": "占"})
    keep(desk, "徐丽华", {"name": "占凤娇"})
    with desk.reading() as session:
        assert len(drafts.kept(session, "徐丽华")) == 1
        assert drafts.take(session, "徐丽华", "resident") == {"name": "占凤娇"}
    keep(desk, "徐丽华", {})
    with desk.reading() as session:
        assert not drafts.kept(session, "徐丽华")


def test_a_draft_is_no_record_for_the_county_and_gone_when_forgotten(desk: Database) -> None:
    keep(desk, "徐丽华", TYPED, about="r1")
    with desk.writing("徐丽华", "") as session:
        drafts.forget(session, "徐丽华", "resident", "r1")
    assert journal(desk) == []
    with desk.reading() as session:
        assert not drafts.kept(session, "徐丽华")


def test_a_strange_half_done_import_is_none() -> None:
    from stationdesk.services.import_kept import HalfDone, half_done

    for said in ({"files": 5}, {"files": ["a"], "columns": [1]}, {"files": ["a"], "answers": [[1]]}, {"files": ["a"], "prints": 7}):
        assert half_done(said) == HalfDone()
