"""The ledger's rows are the replay of the lines, whatever the database and however the lines were cut into packages."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Engine, select

from stationdesk.county.bulk import BY_KEY, STAGE, STAGED, laying, looking
from stationdesk.county.ledger import STATION_TABLES, held, postgres_ledger, sqlite_ledger
from stationdesk.county.ledger_shape import make_sqlite, make_tables
from stationdesk.county.rows import apply_lines
from stationdesk.registers.record import canonical
from stationdesk.sync.line_check import Checked, check_line
from tests.sync.replaying import plain, replay

STATION = "360202101209"
IDS = [f"0190c0de-0000-7000-8000-{n:012d}" for n in range(4)]
TEXTS = st.one_of(st.sampled_from(["", "一\n二", "NULL", '"', "\\", "\\N", "\t", "𠮷 <b>&'", "a" * 900, "%s {x} :y"]), st.text(max_size=6))
PHONES = st.lists(
    st.fixed_dictionaries(
        {"number": st.sampled_from(["13800000000", "0798-1"])}, optional={"owner": st.text("儿子\\\"'", min_size=1, max_size=3)}
    ),
    max_size=2,
)
RESIDENT = st.fixed_dictionaries(
    {},
    optional={
        "name": st.sampled_from(["汪甲", "买买提·艾合买提", "名" * 80, None]),
        "remark": st.one_of(st.none(), TEXTS),
        "phones": st.one_of(st.none(), PHONES),
        "hobbies": st.one_of(st.none(), st.lists(st.sampled_from(["下棋", "a\\b", '"']), max_size=3)),
        "is_remote": st.one_of(st.none(), st.booleans()),
        "route_order": st.one_of(st.none(), st.integers(0, 900)),
        "removed_at": st.one_of(st.none(), st.just("2026-11-22T01:02:03.456Z")),
    },
)
LINES = st.lists(st.tuples(st.sampled_from(IDS), RESIDENT), max_size=14)
CUTS = st.lists(st.integers(0, 14), max_size=3)


@pytest.fixture(scope="module")
def file_ledger(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    path, key = tmp_path_factory.mktemp("ledger") / "ledger.sdb", b"k" * 48
    make_sqlite(path, key, "360202")
    engine = sqlite_ledger(path, key)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def server_ledger(postgres: str) -> Iterator[Engine]:
    engine = postgres_ledger(postgres)
    make_tables(engine, "360202")
    yield engine
    engine.dispose()


def lines_of(said: list[tuple[str, dict[str, Any]]]) -> list[tuple[int, Checked, bytes]]:
    """Return lines as a package has them, checked; a record's first line is whole, as a journal writes it, except now and then."""
    found, seen = [], set[str]()
    for seq, (record, moved) in enumerate(said, 1):
        fields = dict(moved)
        if record not in seen and seq % 5:
            fields.setdefault("name", "汪甲")
        seen.add(record)
        frame = {"seq": seq, "kind": "resident", "id": record, "fields": fields}
        value = {**frame, "operator": "x", "at": "2026-11-22T01:02:03.456Z", "copy": "abcd2345", "action": "a"}
        line = canonical(value).encode()
        judged = check_line(value, seq, from_county=False, line=line)
        assert judged == check_line(value, seq, from_county=False), "read from the bytes, and from what was parsed"
        found.append((seq, judged, line))
    return found


def rows_and_held(connection: Connection) -> tuple[dict[tuple[str, str], dict[str, Any]], list[Any]]:
    """Return all rows of the ledger as JSON says them, and what is set aside."""
    found = {}
    for kind, table in STATION_TABLES.items():
        for row in connection.execute(select(table)):
            values = {name: plain(value) for name, value in row._mapping.items()}
            found[kind, values["id"]] = {name: value for name, value in values.items() if name not in ("station", "id")}
    aside = connection.execute(select(held.c.id, held.c.reason, held.c.since_seq).order_by(held.c.id)).all()
    return found, [tuple(one) for one in aside]


def applied(ledger: Engine, lines: list[tuple[int, Checked, bytes]], cuts: list[int]) -> tuple[Any, Any]:
    """Apply the lines in pieces, look, and take it all back."""
    with ledger.connect() as connection, connection.begin() as whole:
        ends = [0, *sorted(min(cut, len(lines)) for cut in cuts), len(lines)]
        for start, end in pairwise(ends):
            apply_lines(connection, STATION, [(seq, judged) for seq, judged, _line in lines[start:end]])
        found = rows_and_held(connection)
        whole.rollback()
    return found


def replayed(lines: list[tuple[int, Checked, bytes]]) -> tuple[Any, Any]:
    """Return the rows the lines add up to, less what is set aside, worked out one by one."""
    aside: dict[str, tuple[str, int]] = {}
    good, there = [], set[str]()
    for seq, judged, line in lines:
        if judged.id in aside:
            continue
        if judged.reason:
            aside[judged.id] = judged.reason, seq
        elif judged.id not in there and "name" not in json.loads(line)["fields"]:
            aside[judged.id] = "「姓名」是空的", seq
        else:
            there.add(judged.id)
            good.append((seq, judged.kind, judged.id, line))
    rows = replay(good)
    for row in rows.values():
        row |= {name: row[name] or [] for name in ("phones", "hobbies")}
    return rows, sorted((record, *why) for record, why in aside.items())


@given(LINES, CUTS)
@settings(max_examples=150)
def test_file_and_server_come_to_the_replay(
    file_ledger: Engine, server_ledger: Engine, said: list[tuple[str, dict[str, Any]]], cuts: list[int]
) -> None:
    lines = lines_of(said)
    rows, aside = replayed(lines)
    for ledger in (file_ledger, server_ledger):
        found = applied(ledger, lines, cuts)
        assert found[0] == rows, ledger.dialect.name
        assert [(record, seq) for record, _why, seq in found[1]] == [(record, seq) for record, _why, seq in aside], ledger.dialect.name


def test_both_keep_the_same_text_of_a_list(file_ledger: Engine, server_ledger: Engine) -> None:
    """A tool that reads the tables finds the same bytes in either."""
    lines = lines_of([(IDS[0], {"name": "汪甲", "phones": [{"number": "13800000000", "owner": '儿"子'}]}), (IDS[1], {"name": "汪乙"})])
    kept = []
    for ledger in (file_ledger, server_ledger):
        with ledger.connect() as connection, connection.begin() as whole:
            apply_lines(connection, STATION, [(seq, judged) for seq, judged, _line in lines])
            kept.append(connection.exec_driver_sql("SELECT id, phones, hobbies, is_remote FROM resident ORDER BY id").all())
            whole.rollback()
    assert kept[0] == kept[1]
    assert kept[0][0][1] == '[{"number":"13800000000","owner":"儿\\"子"}]'
    assert kept[0][1][1] == "[]"


@pytest.mark.parametrize("counted", [False, True])
def test_rows_on_the_server_are_found_by_their_key(server_ledger: Engine, counted: bool) -> None:
    """Whatever the planner believes of an empty table: else a station's first package costs the square of its size."""
    with server_ledger.connect() as connection:
        if counted:  # as the server does by itself, sooner or later
            connection.exec_driver_sql("ANALYZE resident")
        connection.exec_driver_sql(BY_KEY)
        connection.exec_driver_sql(STAGE)
        plan = "\n".join(row[0] for row in connection.connection.cursor().execute(f"EXPLAIN {laying('resident')}").fetchall())
        look = connection.connection.cursor().execute(f"EXPLAIN {looking('resident')}", ([IDS[0]], STATION)).fetchall()
        connection.rollback()
    assert "Index Only Scan using resident_pkey" in str(look)
    assert "id = asked.id" in str(look)
    assert "Index Scan using resident_pkey" in plan
    assert f"Scan on {STAGED}" in plan


def test_a_field_hidden_in_another_is_never_taken_for_known() -> None:
    """What our own lines never look like: the quick look says nothing, and the slow one refuses."""
    from stationdesk.sync.line_check import liked
    from stationdesk.sync.refusal import BadLine

    fields = {'name"; DROP TABLE resident; --': {"fields": {}, "operator": 1}}
    frame = f'{{"seq":1,"kind":"resident","id":"{IDS[0]}","fields" : {json.dumps(fields)}, "operator":"x"}}'
    for line in (frame.encode(), frame.replace(" ", "").encode()):
        assert not liked("resident", fields, line)
    value = {"seq": 1, "kind": "resident", "id": IDS[0], "fields": fields, "operator": "x", "at": "", "copy": "", "action": ""}
    with pytest.raises(BadLine):
        check_line(value, 2, from_county=False, line=frame.encode())


def test_nothing_is_left_of_the_staging_table(server_ledger: Engine, tmp_path: Path) -> None:
    lines = lines_of([(IDS[0], {"name": "汪甲"})])
    with server_ledger.connect() as connection:
        with connection.begin() as whole:
            apply_lines(connection, STATION, [(seq, judged) for seq, judged, _line in lines])
            whole.rollback()
        assert connection.exec_driver_sql("SELECT to_regclass('staged_move') IS NULL").scalar()
    assert list(tmp_path.iterdir()) == []
