"""The index follows every way a resident can be written, in the same transaction, in a real encrypted file."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, insert, update
from sqlmodel import Session

from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.resident import Resident
from stationdesk.store import search_index
from stationdesk.store.connection import connect, engine_of

TABLE: Any = Resident.__table__  # type: ignore[attr-defined]


@pytest.fixture
def writer(tmp_path: Path) -> Iterator[Engine]:
    """Give an engine on a fresh encrypted file whose one connection keeps the index."""
    path, key = tmp_path / "store.sdb", secrets.token_bytes(48)
    connection = connect(path, key, create=True)
    shape = engine_of(path, key, begin="BEGIN IMMEDIATE", size=1)
    with shape.begin() as making:
        TABLE.metadata.create_all(making, [TABLE])
    shape.dispose()
    for statement in search_index.SEARCH_SQL:
        connection.execute(statement)
    connection.close()
    engine = engine_of(path, key, begin="BEGIN IMMEDIATE", size=1, prepare=search_index.attach)
    yield engine
    engine.dispose()


def keys(writer: Engine, match: str) -> list[int]:
    """Return the keys the index gives for an FTS5 expression."""
    with writer.begin() as connection:
        return [
            row[0]
            for row in connection.exec_driver_sql(
                "SELECT rowid FROM resident_search WHERE resident_search MATCH ? ORDER BY rowid", (match,)
            )
        ]


def resident(key: int, name: str, **more: Any) -> dict[str, Any]:
    """Return one row."""
    return {"key": key, "id": f"r{key}", "author": "S1", "name": name, "phones": (), "nickname": None, "removed_at": None, **more}


def test_orm_core_bulk_and_plain_sql_are_all_indexed(writer: Engine) -> None:
    with Session(writer) as session:
        session.add(Resident(**resident(1, "张桂花", phones=(PhoneNumber(number="13812345678"),))))
        session.execute(insert(Resident), [resident(2, "李桂花"), resident(3, "王桂花")])
        session.execute(insert(TABLE).values([resident(4, "赵桂花"), resident(5, "周桂花")]))
        plain = ["key", *(column.name for column in TABLE.columns if not column.nullable and column.name != "key")]
        copied = ", ".join({"key": "6", "id": "'r6'", "name": "'吴桂花'"}.get(name, name) for name in plain)
        session.connection().exec_driver_sql(f"INSERT INTO resident ({', '.join(plain)}) SELECT {copied} FROM resident WHERE key = 2")
        session.commit()
    assert keys(writer, '"桂 花"') == [1, 2, 3, 4, 5, 6]
    assert keys(writer, '"587654321831"') == [1]


@pytest.mark.parametrize(
    ("column", "before", "after", "found_by"),
    [
        ("name", "张桂花", "解桂花", '"0xieguihua"'),
        ("former_name", None, "张招弟", '"4招 4弟"'),
        ("nickname", None, "老三家的", '"4老 4三 4家 4的"'),
        ("alias", None, "小芳", '"4xf"'),
        ("village_group", "1组", "第十二村民小组", '"u12组"'),
        ("hamlet", None, "上屋", '"u上 u屋"'),
        ("id_no", None, "11010519491231002X", f'"6{"11010519491231002x"[::-1]}"'),
        ("phones", (), (PhoneNumber(number="0798-8221234"),), '"54321228"*'),
    ],
)
def test_a_changed_column_changes_the_index(writer: Engine, column: str, before: Any, after: Any, found_by: str) -> None:
    row = resident(1, "张桂花") | {column: before}
    with writer.begin() as connection:
        connection.execute(insert(TABLE), [row])
    assert keys(writer, found_by) == []
    with writer.begin() as connection:
        connection.execute(update(TABLE).values({column: after}))
    assert keys(writer, found_by) == [1]
    with writer.begin() as connection:
        connection.execute(update(TABLE).values({column: before}))
    assert keys(writer, found_by) == []


def test_the_removed_leave_and_come_back(writer: Engine) -> None:
    with writer.begin() as connection:
        connection.execute(insert(TABLE), [resident(1, "张桂花"), resident(2, "张桂香", removed_at="2026-01-01T00:00:00Z")])
    assert keys(writer, '"张 桂"') == [1]
    with writer.begin() as connection:
        connection.execute(update(TABLE).where(TABLE.c.key == 1).values(removed_at="2026-11-22T00:00:00Z"))
        connection.execute(update(TABLE).where(TABLE.c.key == 2).values(removed_at=None))
    assert keys(writer, '"张 桂"') == [2]


def test_what_is_rolled_back_was_never_indexed(writer: Engine) -> None:
    with Session(writer) as session:
        session.add(Resident(**resident(1, "张桂花")))
        session.flush()
        session.rollback()
    with Session(writer) as session:
        session.execute(insert(TABLE), [resident(2, "李桂花")])
        with session.begin_nested() as inner:
            session.execute(update(TABLE).values(name="李桂香"))
            inner.rollback()
        session.commit()
    assert keys(writer, '"桂 花"') == [2]
    assert keys(writer, '"桂 香"') == []


def test_rare_characters_survive_the_tokenizer(writer: Engine) -> None:
    names = ["李\U0002c9b1", "王\U00030edd\U00030edd面", "\U00031350某", "张\ue863", "买买提·艾合买提", "\U00020bb7野"]
    with writer.begin() as connection:
        connection.execute(insert(TABLE), [resident(number, name) for number, name in enumerate(names, 1)])
    assert [keys(writer, f'"{c}"') for c in ("\U0002c9b1", "\U00030edd", "\U00031350", "\ue863", "艾", "\U00020bb7")] == [
        [1],
        [2],
        [3],
        [4],
        [5],
        [6],
    ]


def test_one_insert_with_an_existing_key_replaces(writer: Engine) -> None:
    with writer.begin() as connection:
        connection.execute(insert(TABLE), [resident(1, "张桂花")])
        connection.execute(insert(TABLE).prefix_with("OR REPLACE"), [resident(1, "李秀英")])
    assert (keys(writer, '"桂 花"'), keys(writer, '"秀 英"')) == ([], [1])


def test_rebuilding_gives_the_same_index_and_heals_a_lost_one(writer: Engine) -> None:
    with writer.begin() as connection:
        connection.execute(
            insert(TABLE),
            [resident(1, "张桂花", nickname="老三家的"), resident(2, "尉迟恭", removed_at="2026-01-01T00:00:00Z"), resident(3, "单田芳")],
        )
        connection.exec_driver_sql("DELETE FROM resident_search WHERE rowid = 1")
    assert keys(writer, '"4老 4三"') == []
    with writer.begin() as connection:
        search_index.rebuild(connection.connection.driver_connection)
    assert keys(writer, '"4老 4三"') == [1]
    assert keys(writer, '"2stf"') == [3]
    assert keys(writer, '"尉"') == []
    with writer.begin() as connection:
        connection.exec_driver_sql("INSERT INTO resident_search (resident_search) VALUES ('integrity-check')")


def test_ten_thousand_people_are_indexed_at_once(writer: Engine) -> None:
    rows = [
        resident(number, "张王李赵"[number % 4] + chr(0x4E00 + number % 3000) + chr(0x5E00 + number % 700)) for number in range(1, 10_001)
    ]
    with writer.begin() as connection:
        connection.execute(insert(TABLE), rows)
    assert len(keys(writer, '"2z"*')) >= 5000
