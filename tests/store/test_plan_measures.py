"""The measures that are kept with the day they were done last are those that are worked out anew, whoever writes what and how often."""

from __future__ import annotations

import random
from contextlib import suppress
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, insert
from sqlcipher3 import dbapi2

from stationdesk.registers.care_plan import CarePlan
from stationdesk.registers.health_reading import HealthReading
from stationdesk.registers.plan_step import PlanStep
from stationdesk.registers.record import new_id
from stationdesk.registers.visit import Visit
from stationdesk.services.undoing import NothingToUndo, undo_last
from stationdesk.settings import resource
from stationdesk.store import plan_measures
from stationdesk.store.database import Database
from tests.store.kit import STATION, open_again, quick_desk

PEOPLE = [new_id() for _nth in range(2)]
REMOVED = "2026-11-20T00:00:00Z"
ROWS = "SELECT * FROM plan_measure ORDER BY resident_id, plan_id, place"
WHO = ("", "徐丽华", "村医 胡文斌")
CHANGES: dict[str, tuple[str, ...]] = {
    "visit": ("resident_id", "visited_on", "mode", "outcome", "visitors", "recorder", "removed_at"),
    "plan_step": ("resident_id", "measure", "done_on", "removed_at"),
    "health_reading": ("resident_id", "taken_on", "measured_by", "removed_at"),
    "care_plan": ("resident_id", "made_on", "ended_on", "measures", "removed_at"),
}


def a_day(dice: random.Random) -> str:
    return (date(2026, 11, 1) + timedelta(days=dice.randrange(20))).isoformat()


def some_measures(dice: random.Random) -> tuple[dict[str, Any], ...]:
    made: list[dict[str, Any]] = []
    for key in dice.sample("甲乙丙丁", dice.randrange(1, 4)):
        one: dict[str, Any] = {"key": key, "what": "看望", "kind": dice.choice(("contact", "home", "health", "other", "once", "weather"))}
        one |= {"every_days": dice.choice((1, 7, 30))} if dice.random() < 0.7 else {"weekday": dice.randrange(1, 8)}
        one |= {"who": dice.choice(WHO), "from_date": dice.choice(("", a_day(dice))), "until": dice.choice(("", a_day(dice)))}
        made.append(one | ({"helper_id": "h"} if dice.random() < 0.1 else {}))
    return tuple(made)


def something(dice: random.Random) -> list[tuple[Any, dict[str, Any]]]:
    """Make a record of each register the measures are worked out from."""
    who, known = dice.choice(PEOPLE), {"author": STATION}
    people = ({"name": dice.choice(("徐丽华", "王志国"))},) if dice.random() < 0.7 else ()
    visit = {"visited_on": a_day(dice), "mode": dice.choice(("home", "phone", None)), "outcome": dice.choice(("met", "met", "nobody"))}
    plan = {"made_on": a_day(dice), "measures": some_measures(dice), "problems": (), "goals": ()}
    return [
        (Visit, known | visit | {"id": new_id(), "resident_id": who, "visitors": people, "recorder": dice.choice((None, "徐丽华"))}),
        (PlanStep, known | {"id": new_id(), "resident_id": who, "measure": dice.choice("甲乙丙丁"), "done_on": a_day(dice)}),
        (
            HealthReading,
            known | {"id": new_id(), "resident_id": who, "taken_on": a_day(dice), "measured_by": dice.choice((None, "甲、胡文斌", 'a"b'))},
        ),
        (CarePlan, known | plan | {"id": new_id(), "resident_id": who, "ended_on": dice.choice((None, None, a_day(dice)))}),
    ]


def act(desk: Database, dice: random.Random) -> None:
    """Write something of each, change or take back one thing, or undo."""
    if dice.random() < 0.25:
        with suppress(NothingToUndo):
            undo_last(desk, "甲")
        return
    with desk.writing("甲", "动一动") as session:
        connection, made = session.connection(), something(dice)
        for kind, values in dice.sample(made, dice.randrange(1, 4)):
            connection.execute(insert(kind), [values])
        for _nth in range(6):
            other = dict(zip(("visit", "plan_step", "health_reading", "care_plan"), (one for _kind, one in something(dice)), strict=True))
            table = dice.choice(tuple(CHANGES))
            there = [row[0] for row in connection.exec_driver_sql(f"SELECT id FROM {table}")]
            if there:
                change(connection, table, dice.choice(CHANGES[table]), dice.choice(there), other[table], dice.choice((REMOVED, None)))


def change(connection: Connection, table: str, column: str, chosen: str, values: dict[str, Any], removed: str | None) -> None:
    kind: Any = {"visit": Visit, "plan_step": PlanStep, "health_reading": HealthReading, "care_plan": CarePlan}[table]
    value = removed if column == "removed_at" else values.get(column)
    connection.execute(kind.__table__.update().where(kind.__table__.c.id == chosen).values({column: value}))


def worked_out(desk: Database) -> tuple[list[Any], list[Any]]:
    """Return the table as it is kept and as it is when worked out anew."""
    with desk._writer.connect() as connection:
        raw: dbapi2.Connection = connection.connection.driver_connection
        kept = raw.execute(ROWS).fetchall()
        plan_measures.rebuild(raw)
        found = raw.execute(ROWS).fetchall()
        connection.rollback()
        return kept, found


@settings(max_examples=12)
@given(st.integers(0, 2**31))
def test_whatever_is_written_the_measures_kept_are_those_worked_out(tmp_path_factory: Any, seed: int) -> None:
    dice = random.Random(seed)
    with quick_desk(tmp_path_factory.mktemp("plans")) as desk:
        for _nth in range(14):
            act(desk, dice)
            kept, found = worked_out(desk)
            assert kept == found


def test_what_is_kept_outlives_a_failed_action_and_closing_and_the_step_that_made_the_table_fills_it_so(tmp_path: Path) -> None:
    dice = random.Random(7)
    desk = quick_desk(tmp_path)
    for _nth in range(30):
        act(desk, dice)
    before, _found = worked_out(desk)
    assert len(before) > 3
    assert any(row[-2] for row in before), "something was done"
    try:
        with desk.writing("甲", "不成") as session:
            session.connection().exec_driver_sql("UPDATE care_plan SET ended_on = '2026-11-02'")
            raise ZeroDivisionError
    except ZeroDivisionError:
        assert worked_out(desk) == (before, before)
    folder, key = desk.folder, desk.key
    desk.close()
    with open_again(folder, key) as again:
        with again._writer.begin() as connection:
            raw: dbapi2.Connection = connection.connection.driver_connection
            raw.execute("DELETE FROM plan_measure")
            for statement in resource("schema/0032.sql").read_text(encoding="utf-8").split(";\n"):
                if "INTO plan_measure" in statement or "UPDATE plan_measure" in statement:
                    raw.execute(statement)
        assert worked_out(again) == (before, before)
