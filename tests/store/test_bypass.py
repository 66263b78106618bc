"""Nothing can pass the journal by: ORM, Core, bulk and plain SQL all leave the same lines."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import UniqueConstraint, bindparam, insert, text, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlmodel import Session, col, select
from sqlmodel import update as orm_update

from stationdesk.registers.catalogue import REGISTERS
from stationdesk.registers.note import Note, NoteDraft
from stationdesk.registers.org_unit import OrgUnit, OrgUnitDraft
from stationdesk.registers.record import JsonList, Road, new_id
from stationdesk.registers.resident import Resident
from stationdesk.registers.setting import Setting, SettingDraft
from stationdesk.store.database import Database
from tests.store.kit import STATION, add, journal, quick_desk, resident, table_of

RESIDENT = table_of(Resident)
ONE, TWO = "01a20489-3c21-7c05-b587-f7d6394e1750", "01a20489-3c21-7c05-b587-f7d6394e1751"
LISTS = [column.name for column in RESIDENT.columns if isinstance(column.type, JsonList)]
COLUMNS = ", ".join(["id", "author", "name", *LISTS])
EMPTY = ", ".join(["'[]'"] * len(LISTS))


def rows(*ids: str) -> list[dict[str, Any]]:
    return [{"id": one, "author": STATION, "name": "胡大爷", "remark": None} for one in ids]


def plain(session: Session, statement: str, **values: object) -> object:
    return session.connection().execute(text(statement), values)


INSERTS: dict[str, Callable[[Session], object]] = {
    "ORM add": lambda s: s.add_all([Resident(**row) for row in rows(ONE, TWO)]),
    "ORM bulk": lambda s: s.execute(insert(Resident), rows(ONE, TWO)),
    "Core, many rows": lambda s: s.connection().execute(insert(RESIDENT), rows(ONE, TWO)),
    "Core, one statement": lambda s: s.connection().execute(insert(RESIDENT).values(rows(ONE, TWO))),
    "bulk_insert_mappings": lambda s: s.bulk_insert_mappings(Resident, rows(ONE, TWO)),
    "plain SQL": lambda s: [
        plain(s, f"INSERT INTO resident ({COLUMNS}) VALUES (:id, '{STATION}', '胡大爷', {EMPTY})", id=one) for one in (ONE, TWO)
    ],
    "REPLACE of nobody": lambda s: [
        plain(s, f"REPLACE INTO resident ({COLUMNS}) VALUES (:id, '{STATION}', '胡大爷', {EMPTY})", id=one) for one in (ONE, TWO)
    ],
    "upsert of nobody": lambda s: s.connection().execute(upsert(RESIDENT).values(rows(ONE, TWO)).on_conflict_do_nothing()),
    "INSERT OR IGNORE": lambda s: s.connection().execute(insert(RESIDENT).prefix_with("OR IGNORE").values(rows(ONE, TWO))),
    "driver": lambda s: [
        s.connection().exec_driver_sql(f"INSERT INTO resident ({COLUMNS}) VALUES (?, ?, '胡大爷', {EMPTY})", (one, STATION))
        for one in (ONE, TWO)
    ],
}


@pytest.mark.parametrize("how", INSERTS)
def test_every_way_to_insert_is_logged(desk: Database, how: str) -> None:
    with desk.writing("徐", "登记") as session:
        INSERTS[how](session)
    lines = journal(desk)
    assert [(line.kind, line.id, line.fields["name"]) for line in lines] == [("resident", ONE, "胡大爷"), ("resident", TWO, "胡大爷")]
    assert all(set(line.fields) <= {"name", "residency_status"} for line in lines)
    assert lines[0].said["operator"] == "徐"
    assert lines[0].said["copy"] == desk.about.line_copy


def change_record(session: Session) -> None:
    for one in session.exec(select(Resident)):
        one.remark = "耳背"


UPDATES: dict[str, Callable[[Session], object]] = {
    "ORM": change_record,
    "session.exec(update)": lambda s: s.exec(orm_update(Resident).values(remark="耳背")),
    "Core": lambda s: s.connection().execute(update(RESIDENT).values(remark="耳背")),
    "Core, many": lambda s: s.connection().execute(
        update(RESIDENT).where(RESIDENT.c.id == bindparam("who")).values(remark="耳背"), [{"who": ONE}, {"who": TWO}]
    ),
    "bulk_update_mappings": lambda s: s.bulk_update_mappings(
        Resident,
        [{"key": key, "remark": "耳背"} for key in s.exec(select(col(Resident.key)))],
    ),
    "plain SQL": lambda s: plain(s, "UPDATE resident SET remark = '耳背', name = name"),
    "UPDATE OR REPLACE": lambda s: plain(s, "UPDATE OR REPLACE resident SET remark = '耳背'"),
    "upsert": lambda s: s.connection().execute(
        upsert(RESIDENT).values(rows(ONE, TWO)).on_conflict_do_update(index_elements=["id", "author"], set_={"remark": "耳背"})
    ),
}


@pytest.mark.parametrize("how", UPDATES)
def test_every_way_to_update_logs_what_moved_and_nothing_else(desk: Database, how: str) -> None:
    with desk.writing("徐", "登记") as session:
        session.connection().execute(insert(RESIDENT), rows(ONE, TWO))
    with desk.writing("徐", "改") as session:
        UPDATES[how](session)
    lines = journal(desk)[2:]
    assert [(line.id, line.fields) for line in lines] == [(ONE, {"remark": "耳背"}), (TWO, {"remark": "耳背"})]


def test_a_write_that_moves_nothing_leaves_no_line(desk: Database) -> None:
    add(desk, resident("胡大爷"))
    with desk.writing("徐", "改") as session:
        plain(session, "UPDATE resident SET name = '胡大爷', remark = NULL")
    assert len(journal(desk)) == 1


REFUSED: dict[str, tuple[str, str]] = {
    "DELETE": ("DELETE FROM resident", "removed, never deleted"),
    "REPLACE of a record": (
        f"REPLACE INTO resident ({COLUMNS}) VALUES ('{ONE}', '{STATION}', '换', {EMPTY})",
        "removed, never deleted",
    ),
    "REPLACE by row number": (
        f"INSERT OR REPLACE INTO resident (key, {COLUMNS}) VALUES (1, '{TWO}', '{STATION}', '换', {EMPTY})",
        "removed, never deleted",
    ),
    "another's author": (
        f"INSERT INTO resident ({COLUMNS}) VALUES ('{TWO}', '360202', '县', {EMPTY})",
        "written by its author only",
    ),
    "no author": (f"INSERT INTO resident ({COLUMNS}) VALUES ('{TWO}', '', '无', {EMPTY})", "written by its author only"),
    "another id": (f"UPDATE resident SET id = '{TWO}'", "keeps its id and its author"),
    "giving away": ("UPDATE resident SET author = '360202'", "keeps its id and its author"),
    "UPDATE of the journal": ("UPDATE change SET line = x'7b7d'", "only added to"),
    "DELETE from the journal": ("DELETE FROM change", "only added to"),
    "REPLACE in the journal": (
        "REPLACE INTO change (seq, kind, record, action, line, digest) VALUES (1, 'resident', 'x', 'x', x'7b7d', x'00')",
        "only added to",
    ),
    "text in a number": ("UPDATE resident SET route_order = 'abc'", "wrong type for route_order"),
    "2 in a yes or no": ("UPDATE resident SET is_migrant = 2", "wrong type for is_migrant"),
    "no JSON in a list": ("UPDATE resident SET phones = 'x'", "wrong type for phones"),
    "no list in a list": ("UPDATE resident SET phones = '{}'", "wrong type for phones"),
    "bytes in a text": ("UPDATE resident SET remark = x'ff00'", "JSON cannot hold BLOB"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_the_database_refuses(desk: Database, what: str) -> None:
    statement, why = REFUSED[what]
    with desk.writing("徐", "登记") as session:
        session.connection().execute(insert(RESIDENT), rows(ONE))
    with pytest.raises(Exception, match=why), desk.writing("徐", "坏") as session:
        plain(session, statement)
    assert [line.fields["name"] for line in journal(desk)] == ["胡大爷"]
    with desk.reading() as session:
        kept = session.exec(select(Resident)).one()
        assert (kept.id, kept.author, kept.name) == (ONE, STATION, "胡大爷")


def test_a_list_is_not_changed_in_place(desk: Database) -> None:
    add(desk, resident(phones=[{"number": "13800000001"}]))
    with desk.writing("徐", "改") as session:
        found = session.exec(select(Resident)).one()
        with pytest.raises(AttributeError):
            found.phones.append("13800000002")  # type: ignore[attr-defined]
        with pytest.raises(TypeError):
            found.phones[0] = "13800000002"  # type: ignore[index]
        with pytest.raises(ValueError, match="frozen"):
            found.phones[0].number = "13800000002"
        found.phones = ()
    assert journal(desk)[-1].fields == {"phones": []}


def test_a_local_register_never_comes_into_the_journal(desk: Database) -> None:
    with desk.writing("徐", "设置") as session:
        session.add(Setting.model_validate(SettingDraft(name="x", value="1"), update={"author": STATION}))
        session.flush()
        plain(session, "UPDATE setting SET value = '2'")
        plain(session, "DELETE FROM setting")
    assert journal(desk) == []


def test_every_register_says_its_road() -> None:
    local = {register.__tablename__ for register in REGISTERS if register.road is Road.LOCAL}
    assert local == {"operator", "setting", "import_batch", "import_row", "access_entry", "form_draft", "photo_picture"}
    for register in REGISTERS:
        assert "road" in vars(register), f"{register.__tablename__} does not say whether it travels"
        assert register.held_back <= set(register.model_fields)
        assert register.road is Road.TRAVELLING or not register.held_back
        unique = [set(c.columns.keys()) for c in table_of(register).constraints if isinstance(c, UniqueConstraint)]
        assert unique == [{"id", "author"}]


def test_what_is_held_back_is_in_no_line(desk: Database) -> None:
    held_back = {register.__tablename__: register.held_back for register in REGISTERS if register.held_back}
    assert {"resident", "note"} <= set(held_back)
    add(desk, resident(counselling_note="悄悄话", school="小学"))
    with desk.writing("徐", "改") as session:
        session.exec(select(Resident)).one().counselling_note = "又一句悄悄话"
        session.add(Note.model_validate(NoteDraft(text="来过", counselling_text="悄悄话三"), update={"author": STATION}))
    lines = journal(desk)
    assert len(lines) == 2, "a move of held back fields alone is no change for the other side"
    assert all(not set(line.fields) & held_back[line.kind] for line in lines)
    with desk.reading() as session:
        raw = b"".join(bytes(line) for (line,) in session.connection().execute(text("SELECT line FROM change")))
    assert "悄悄话".encode() not in raw
    assert "小学".encode() in raw


def test_a_record_that_changes_its_audience_goes_under_the_old_and_comes_whole_under_the_new(tmp_path: Any) -> None:
    with quick_desk(tmp_path / "county", author="360202", recipient="", side="county") as county:
        with county.writing("县", "登记") as session:
            draft = OrgUnitDraft(name="上徐村", unit_kind="village", town="鲇鱼山镇")
            session.add(OrgUnit.model_validate(draft, update={"author": "360202", "audience": "all"}))
        with county.writing("县", "改") as session:
            found = session.exec(select(OrgUnit)).one()
            found.audience, found.name = "town:鲇鱼山镇", "徐村"
        first, gone, again = journal(county)
    assert (first.said["audience"], gone.said["audience"], again.said["audience"]) == ("all", "all", "town:鲇鱼山镇")
    assert gone.fields == {"gone": True}
    assert again.fields == first.fields | {"name": "徐村"}


def test_ids_rise(desk: Database) -> None:
    ids = [new_id() for _ in range(500)]
    assert len(set(ids)) == 500
    assert all(one[14] == "7" for one in ids)
    assert [one[:13] for one in ids] == sorted(one[:13] for one in ids)
