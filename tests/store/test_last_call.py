"""The last calls that are kept equal the calls, whoever writes them and however often."""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import insert
from sqlcipher3 import dbapi2

from stationdesk.registers.call_person import CallPerson
from stationdesk.registers.family_call import FamilyCall
from stationdesk.registers.record import new_id
from stationdesk.services.undoing import NothingToUndo, undo_last
from stationdesk.settings import resource
from stationdesk.store import last_call
from stationdesk.store.database import Database
from tests.store.kit import STATION, open_again, quick_desk

PEOPLE = [new_id() for _nth in range(3)]
REMOVED = "2026-11-20T00:00:00Z"


def counted(desk: Database) -> dict[str, str]:
    """Return everybody's last call by a plain loop over what is there."""
    with desk.reading() as session:
        ask = session.connection().exec_driver_sql
        calls = {row[0]: row[1] for row in ask("SELECT id, call_on FROM family_call WHERE removed_at IS NULL AND state = 'completed'")}
        found: dict[str, str] = {}
        for call, who in ask("SELECT call_id, resident_id FROM call_person WHERE removed_at IS NULL AND dropped_on IS NULL"):
            if call in calls:
                found[who] = max(found.get(who, ""), calls[call])
    return found


def kept(desk: Database) -> dict[str, str]:
    with desk.reading() as session:
        rows = session.connection().exec_driver_sql("SELECT resident_id, called_on FROM last_call WHERE called_on IS NOT NULL")
        return dict(rows.all())


def a_day(dice: random.Random) -> str:
    return (date(2026, 11, 1) + timedelta(days=dice.randrange(6))).isoformat()


def act(desk: Database, dice: random.Random) -> None:
    """Write, change, take back or undo something."""
    if dice.random() < 0.2:
        with suppress(NothingToUndo):
            undo_last(desk, "甲")
        return
    with desk.writing("甲", "动一动") as session:
        connection = session.connection()
        call = {"id": new_id(), "author": STATION, "call_on": a_day(dice), "state": dice.choice(("completed", "completed", "booked"))}
        speaking = [
            {"id": new_id(), "author": STATION, "call_id": call["id"], "resident_id": who, "others": ()}
            for who in dice.sample(PEOPLE, dice.choice((1, 1, 2)))
        ]
        rows: list[tuple[Any, dict[str, Any]]] = [(FamilyCall, call), *((CallPerson, one) for one in speaking)]
        dice.shuffle(rows)  # a package may bring who speaks before the call
        for kind, values in rows:
            connection.execute(insert(kind), [values])
        calls = [row[0] for row in connection.exec_driver_sql("SELECT id FROM family_call")]
        people = [row[0] for row in connection.exec_driver_sql("SELECT id FROM call_person")]
        change, chosen, other = connection.exec_driver_sql, dice.choice(calls), dice.choice(people)
        match dice.randrange(6):
            case 0:
                state = dice.choice(("completed", "cancelled"))
                change("UPDATE family_call SET call_on = ?, state = ? WHERE id = ?", (a_day(dice), state, chosen))
            case 1:
                change("UPDATE family_call SET removed_at = ? WHERE id = ?", (dice.choice((REMOVED, None)), chosen))
            case 2:
                change("UPDATE call_person SET dropped_on = ? WHERE id = ?", (dice.choice(("2026-11-03", None)), other))
            case 3:
                change("UPDATE call_person SET removed_at = ? WHERE id = ?", (dice.choice((REMOVED, None)), other))
            case 4:
                change("UPDATE call_person SET resident_id = ? WHERE resident_id = ?", (PEOPLE[0], PEOPLE[1]))
            case 5:
                change("UPDATE call_person SET call_id = ? WHERE id = ?", (chosen, other))


@settings(max_examples=12)
@given(st.integers(0, 2**31))
def test_whatever_is_written_the_last_calls_equal_the_calls(tmp_path_factory: Any, seed: int) -> None:
    dice = random.Random(seed)
    with quick_desk(tmp_path_factory.mktemp("last")) as desk:
        for _nth in range(12):
            act(desk, dice)
            assert kept(desk) == counted(desk)


def test_an_action_that_fails_a_store_opened_again_and_a_step_that_counts_them_leave_them_right(tmp_path: Path) -> None:
    dice = random.Random(5)
    desk = quick_desk(tmp_path)
    for _nth in range(6):
        act(desk, dice)
    before = kept(desk)
    try:
        with desk.writing("甲", "不成") as session:
            session.connection().exec_driver_sql("UPDATE family_call SET call_on = '2026-12-01'")
            raise ZeroDivisionError
    except ZeroDivisionError:
        assert before == kept(desk) == counted(desk) != {}
    folder, key = desk.folder, desk.key
    desk.close()
    with open_again(folder, key) as again:
        act(again, dice)
        wanted = counted(again)
        assert kept(again) == wanted
        with again._writer.begin() as connection:
            raw: dbapi2.Connection = connection.connection.driver_connection
            raw.execute("UPDATE last_call SET called_on = '1999-01-01'")
            last_call.rebuild(raw)
        assert kept(again) == wanted
        with again._writer.begin() as connection:
            raw = connection.connection.driver_connection
            raw.execute("DELETE FROM last_call")
            raw.execute(step_that_counts())
        assert kept(again) == wanted


def step_that_counts() -> str:
    """Return the statement by which the step that made the table filled it."""
    script = resource("schema/0032.sql").read_text(encoding="utf-8")
    return next(one for one in script.split(";\n") if "INSERT INTO last_call " in one)
