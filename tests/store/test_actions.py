"""One action, all or nothing: what `writing()` and `reading()` allow and what is left when something goes wrong."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import select

from stationdesk.registers.resident import Resident
from stationdesk.registers.setting import Setting, SettingDraft
from stationdesk.store.database import Database, author_of
from stationdesk.store.mark import places
from tests.store.kit import STATION, add, bytes_of, journal, open_again, resident, table_of


def test_nothing_is_written_through_reading(desk: Database) -> None:
    add(desk, resident("甲某"))
    with desk.reading() as session:
        session.add(resident("乙某"))
        with pytest.raises(DBAPIError, match="readonly"):
            session.flush()
    with desk.reading() as session, pytest.raises(DBAPIError, match="readonly"):
        session.connection().execute(text("UPDATE resident SET name = '丙'"))
    with desk.reading() as session:
        session.exec(select(Resident)).one().name = "丁某"
    assert [line.fields["name"] for line in journal(desk)] == ["甲某"]
    with desk.reading() as session:
        assert session.exec(select(Resident.name)).all() == ["甲某"]


def test_a_travelling_record_is_not_written_outside_an_action(desk: Database) -> None:
    row = {"author": STATION, "name": "偷偷"}
    with pytest.raises(DBAPIError, match="user-defined function"), desk._writer.begin() as connection:
        connection.execute(insert(table_of(Resident)).values(**row))
    add(desk, resident("甲某"))
    with pytest.raises(DBAPIError, match="user-defined function"), desk._writer.begin() as connection:
        connection.execute(text("UPDATE resident SET name = '偷偷'"))
    assert len(journal(desk)) == 1


def test_actions_do_not_nest_and_do_not_hang(desk: Database) -> None:
    with pytest.raises(RuntimeError, match="hand the session down"), desk.writing("徐", "外"), desk.writing("徐", "内"):
        pass
    add(desk, resident())
    assert len(journal(desk)) == 1


def test_a_failing_action_leaves_nothing(desk: Database) -> None:
    add(desk, resident("甲某"))
    heard: list[frozenset[str]] = []
    desk.on_saved(heard.append)
    marks = [path.read_bytes() for path in places(desk.folder, desk.about.store)]
    with pytest.raises(ZeroDivisionError), desk.writing("徐", "半途") as session:  # noqa: PT012 - where it fails is the point
        session.add(resident("乙某"))
        session.exec(select(Resident).where(Resident.name == "甲某")).one().remark = "改了"
        session.flush()
        raise ZeroDivisionError
    with pytest.raises(DBAPIError, match="author only"), desk.writing("徐", "末尾") as session:
        session.add_all([resident("乙某"), resident("外人", author="360202")])
    assert [line.fields.get("name") for line in journal(desk)] == ["甲某"]
    with desk.reading() as session:
        assert [(one.name, one.remark) for one in session.exec(select(Resident))] == [("甲某", None)]
        assert session.connection().execute(text("SELECT count(*) FROM action")).scalar_one() == 1
        assert session.connection().execute(text("SELECT count(*) FROM resident_search")).scalar_one() == 1
    assert [path.read_bytes() for path in places(desk.folder, desk.about.store)] == marks
    assert heard == []


def test_a_savepoint_taken_back_leaves_no_gap_and_no_line(desk: Database) -> None:
    with desk.writing("徐", "两步") as session:
        with session.begin_nested() as point:
            session.add_all([resident("一去"), resident("二去")])
            session.flush()
            point.rollback()
        session.add(resident("甲某"))
        session.flush()
        with session.begin_nested() as point:
            session.add(resident("三去"))
            session.flush()
            point.rollback()
        session.add_all([resident("乙某"), resident("丙某")])
    assert [line.fields["name"] for line in journal(desk)] == ["甲某", "乙某", "丙某"]


def test_an_action_whose_only_lines_were_taken_back_is_none(desk: Database) -> None:
    with desk.writing("徐", "空") as session, session.begin_nested() as point:
        session.add_all([resident("一去"), resident("二去")])
        session.flush()
        point.rollback()
    add(desk, resident("甲某"), resident("乙某"), operator="李")
    assert [line.said["operator"] for line in journal(desk)] == ["李", "李"]
    with desk.reading() as session:
        assert session.connection().execute(text("SELECT operator, first, last FROM action")).all() == [("李", 1, 2)]


def test_a_statement_refused_and_caught_leaves_the_rest_whole(desk: Database) -> None:
    with desk.writing("徐", "试") as session:
        with pytest.raises(DBAPIError, match="author only"):
            session.connection().execute(insert(table_of(Resident)), [{"author": who, "name": "某某"} for who in (STATION, "360202")])
        session.add(resident("甲某"))
    journal(desk)
    with desk.reading() as session:
        assert "甲某" in session.exec(select(Resident.name)).all()


def test_the_registers_written_are_told(desk: Database) -> None:
    heard: list[frozenset[str]] = []
    desk.on_saved(heard.append)
    add(desk, resident())
    with desk.writing("徐", "都") as session:
        session.add(resident("乙某"))
        session.add(Setting.model_validate(SettingDraft(name="x"), update={"author": STATION}))
    with desk.writing("徐", "无") as session:
        session.exec(select(Resident)).all()
    assert heard == [{"resident"}, {"resident", "setting"}]


def test_a_listener_may_write(desk: Database) -> None:
    desk.on_saved(lambda registers: None if "setting" in registers else note_it())

    def note_it() -> None:
        with desk.writing("徐", "记") as session:
            session.add(Setting.model_validate(SettingDraft(name="last"), update={"author": author_of(session)}))

    add(desk, resident())
    with desk.reading() as session:
        assert session.exec(select(Setting.name)).one() == "last"


def test_threads_write_one_after_the_other(desk: Database) -> None:
    def work(name: str) -> None:
        for number in range(15):
            add(desk, resident(f"{name}{number}"), resident(f"{name}{number}乙"), operator=name)

    threads = [threading.Thread(target=work, args=(name,)) for name in ("赵", "钱", "孙", "李")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(journal(desk)) == 120


def test_a_reader_sees_one_state_while_others_write(desk: Database) -> None:
    add(desk, resident())
    with desk.reading() as session:
        before = len(session.exec(select(Resident)).all())
        add(desk, resident("乙某"))
        assert len(session.exec(select(Resident)).all()) == before
    with desk.reading() as session:
        assert len(session.exec(select(Resident)).all()) == before + 1


def test_a_mark_that_cannot_be_written_does_not_make_a_saved_action_fail(desk: Database) -> None:
    add(desk, resident("甲某"))
    mark = places(desk.folder, desk.about.store)[1]
    mark.unlink()
    mark.mkdir()  # nothing can be put in its place
    add(desk, resident("乙某"))
    assert [line.fields["name"] for line in journal(desk)] == ["甲某", "乙某"]
    with pytest.raises(Exception, match="state"):
        desk.write_mark(flush=True)


def test_what_was_saved_is_there_after_closing(tmp_path: Path, desk: Database) -> None:
    add(desk, resident("甲某"))
    folder, key = desk.folder, desk.key
    desk.close()
    assert desk.key == b""
    assert not any(name.endswith(("-wal", "-shm")) for name in bytes_of(folder.path))
    with open_again(folder, key) as again:
        assert again.notices == []
        assert [line.fields["name"] for line in journal(again)] == ["甲某"]
