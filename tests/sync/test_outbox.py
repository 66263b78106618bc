"""The journal goes out by blocks: every line once and in its order, however long the lines are, and what is damaged is named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlcipher3.dbapi2 import Connection

from stationdesk.store.connection import connect
from stationdesk.sync import outbox
from stationdesk.sync.lines import Block
from stationdesk.sync.outbox import blocks_after, counted
from stationdesk.sync.refusal import BadLine
from tests.road_kit import Road, made_road

LINES = [30] * 40 + [9000] * 6 + [30] * 3 + [900] * 30
"""How much longer each line is than a bare one."""
SOME = 4096
WRITE = "INSERT INTO change (seq, kind, record, action, line, digest) VALUES (:seq, :kind, :record, :action, :line, :digest)"
HARM = {
    "a hole": "DELETE FROM change WHERE seq = 20",
    "the last gone": "DELETE FROM change WHERE seq = :last",
    "another number": "UPDATE change SET line = :line WHERE seq = :last",
    "no kind": "UPDATE change SET kind = '' WHERE seq = 20",
    "two lines in one": "UPDATE change SET line = line || x'0a' WHERE seq = 20",
}
KINDS = st.lists(st.from_regex("[a-z][a-z0-9_]{0,6}", fullmatch=True), max_size=80)


def line(seq: int) -> bytes:
    return b'{"seq":%d,"kind":"%b","text":"%b"}' % (seq, kind(seq).encode(), b"x" * LINES[seq - 1])


def kind(seq: int) -> str:
    return ("visit", "visit_item", "resident")[seq % 3]


@contextmanager
def past_the_program(road: Road) -> Iterator[Connection]:
    """Open the store without the program, which only adds to the journal, and only what it wrote itself."""
    with closing(connect(road.desk.folder.store, road.desk.key)) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'change'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        yield connection


@pytest.fixture
def road(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Road]:
    """Make a desk with the journal of LINES, written last first, which is taken by blocks of SOME bytes."""
    monkeypatch.setattr(outbox, "BLOCK", SOME)
    monkeypatch.setattr(outbox, "FIRST_LINES", 2)
    with made_road(tmp_path) as found:
        with past_the_program(found) as connection:
            for seq in range(len(LINES), 0, -1):
                values = {"seq": seq, "kind": kind(seq), "record": f"{seq * 7 % 80}", "action": "a", "line": line(seq), "digest": b""}
                connection.execute(WRITE, values)
        yield found


def blocks(road: Road, seq: int = 0) -> list[Block]:
    with road.desk.reading() as session:
        return list(blocks_after(session, seq, len(LINES)))


@pytest.mark.parametrize("after", [0, 1, 39, 43, len(LINES) - 1, len(LINES)])
def test_every_line_once_and_in_order(road: Road, after: int) -> None:
    found = blocks(road, after)
    numbers = range(after + 1, len(LINES) + 1)
    assert [one for block in found for one in block.joined.split(b"\n")] == [line(seq) for seq in numbers]
    assert [seq for block in found for seq in range(block.first, block.last + 1)] == list(numbers)
    assert sum((Counter(block.rows) for block in found), Counter()) == Counter(map(kind, numbers))


def test_blocks_follow_the_length_of_the_lines(road: Road) -> None:
    """After a block that was too long the next ones are shorter; they grow again, but only to twice the one before."""
    found = blocks(road)
    counts = [block.last - block.first + 1 for block in found]
    assert all(after <= 2 * before for before, after in pairwise(counts))
    too_long = [place for place, block in enumerate(found) if len(block.joined) > SOME]
    assert too_long
    assert all(counts[place + 1] < max(2, counts[place]) for place in too_long)
    assert min(counts) == 1 < max(counts)


@pytest.mark.parametrize("wrong", HARM)
def test_a_damaged_journal_is_named(road: Road, wrong: str) -> None:
    with past_the_program(road) as connection:
        connection.execute(HARM[wrong], {"line": line(20), "last": len(LINES)})
    with pytest.raises(BadLine):
        blocks(road)


def test_a_line_too_long_is_named(road: Road, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(outbox, "LINE_LIMIT", 8000)
    with pytest.raises(BadLine):
        blocks(road)


@given(KINDS)
def test_kinds_are_counted(kinds: list[str]) -> None:
    assert counted("  ".join(kinds)) == Counter(kinds)
