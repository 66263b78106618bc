"""The last contacts that are kept equal the visits, whoever writes them and however often."""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import insert

from stationdesk.registers.record import new_id
from stationdesk.registers.visit import Visit
from stationdesk.services.undoing import NothingToUndo, undo_last
from stationdesk.store import last_contact
from stationdesk.store.database import Database
from tests.store.kit import STATION, open_again, quick_desk

PEOPLE = [new_id() for _nth in range(3)]
WORDS = "resident_id, reached, mode, home, tried, outcome"
_OF = "FROM visit v WHERE v.resident_id = p.resident_id AND removed_at IS NULL AND"
_LAST = "ORDER BY visited_on DESC, key DESC LIMIT 1"
_COUNTED = f"""
SELECT p.resident_id,
  (SELECT max(visited_on) {_OF} outcome = 'met'), (SELECT mode {_OF} outcome = 'met' {_LAST}),
  (SELECT max(visited_on) {_OF} outcome = 'met' AND mode = 'home'),
  (SELECT max(visited_on) {_OF} outcome IS NOT 'met'), (SELECT outcome {_OF} outcome IS NOT 'met' {_LAST})
FROM (SELECT DISTINCT resident_id FROM visit WHERE resident_id IS NOT NULL) p ORDER BY 1
"""


def equal(desk: Database) -> None:
    with desk.reading() as session:
        ask = session.connection().exec_driver_sql
        kept = [tuple(row) for row in ask(f"SELECT {WORDS} FROM last_contact ORDER BY 1") if any(row[1:])]
        assert kept == [tuple(row) for row in ask(_COUNTED) if any(row[1:])]


def one_visit(dice: random.Random) -> dict[str, object]:
    return {
        "id": new_id(),
        "author": STATION,
        "resident_id": dice.choice([*PEOPLE, None]),
        "household_id": "h",
        "visited_on": (date(2026, 11, 1) + timedelta(days=dice.randrange(6))).isoformat(),
        "mode": dice.choice(("home", "phone", None)),
        "outcome": dice.choice(("met", "met", "no_answer", "nobody", None)),
    }


def act(desk: Database, dice: random.Random) -> None:
    """Write, change, take back or undo something."""
    deed = dice.randrange(5)
    if deed == 4:
        with suppress(NothingToUndo):
            undo_last(desk, "甲")
        return
    with desk.writing("甲", "动一动") as session:
        connection = session.connection()
        connection.execute(insert(Visit), [one_visit(dice) for _nth in range(dice.choice((1, 1, 5)))])
        known = [row[0] for row in connection.exec_driver_sql("SELECT id FROM visit WHERE removed_at IS NULL")]
        chosen, values = dice.choice(known), one_visit(dice)
        if deed == 1:
            connection.exec_driver_sql("UPDATE visit SET removed_at = '2026-11-20T00:00:00Z' WHERE id = ?", (chosen,))
        elif deed == 2:
            moved = (values["resident_id"], values["visited_on"], values["mode"], values["outcome"], chosen)
            connection.exec_driver_sql("UPDATE visit SET resident_id = ?, visited_on = ?, mode = ?, outcome = ? WHERE id = ?", moved)
        elif deed == 3:
            connection.exec_driver_sql("UPDATE visit SET resident_id = ? WHERE resident_id = ?", (PEOPLE[0], PEOPLE[1]))


@settings(max_examples=15)
@given(st.integers(0, 2**31))
def test_whatever_is_written_the_last_contacts_equal_the_visits(tmp_path_factory: object, seed: int) -> None:
    dice = random.Random(seed)
    with quick_desk(tmp_path_factory.mktemp("last")) as desk:  # type: ignore[attr-defined]
        act(desk, random.Random(0))
        for _nth in range(12):
            act(desk, dice)
            equal(desk)


def test_an_action_that_fails_and_a_store_opened_again_leave_them_right(tmp_path: Path) -> None:
    dice = random.Random(5)
    desk = quick_desk(tmp_path)
    with desk.writing("甲", "一些") as session:
        session.connection().execute(insert(Visit), [one_visit(dice) for _nth in range(40)])
    try:
        with desk.writing("甲", "不成") as session:
            session.connection().execute(insert(Visit), [one_visit(dice) for _nth in range(40)])
            raise ZeroDivisionError
    except ZeroDivisionError:
        equal(desk)
    folder, key = desk.folder, desk.key
    desk.close()
    with open_again(folder, key) as again:
        equal(again)
        act(again, random.Random(1))
        equal(again)
        with again._writer.begin() as connection:
            connection.exec_driver_sql("UPDATE last_contact SET reached = '1999-01-01'")
            last_contact.rebuild(connection.connection.driver_connection)
        equal(again)
