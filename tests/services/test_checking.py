"""The check finds what was changed behind the program's back, and names it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from stationdesk.registers.contact import PhoneNumber
from stationdesk.registers.operator import OperatorDraft
from stationdesk.services.checking import check
from stationdesk.services.operators import keep_first
from stationdesk.store.connection import connect
from stationdesk.store.database import Database
from stationdesk.store.desk import back_up_daily, set_up
from stationdesk.store.folder import DataFolder
from tests.store.kit import NAMES, PASSPHRASE, STATION, add, resident


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Database]:
    """Give a desk with an operator, people, a backup: whole as it is."""
    made = set_up(DataFolder(tmp_path / "data", tmp_path / "state"), PASSPHRASE, side="station", author=STATION)
    with made.database as database:
        keep_first(database, OperatorDraft(name="徐丽华", may_change_settings=True), made.slot.id)
        add(
            database,
            *(resident(name, phones=(PhoneNumber(number="13800091001"),), is_migrant=False, household_reg_type=None) for name in NAMES),
        )
        with database.writing("徐丽华", "改") as session:
            from stationdesk.registers.resident import Resident

            one = session.get_one(Resident, 1)
            one.phones, one.remark, one.is_migrant = (), "改了", None
        back_up_daily(database)
        yield database


def behind_the_back(desk: Database, statement: str) -> None:
    """Change the file as only its key's owner could, past triggers and journal."""
    connection = connect(desk.folder.store, desk.key)
    connection.execute(statement)
    connection.close()


def complaint(desk: Database) -> str:
    found = check(desk)
    assert found.wrong
    return "\n".join(found.wrong)


def test_a_whole_desk(desk: Database) -> None:
    found = check(desk)
    assert found.wrong == []
    assert found.looked_at["journal"] == 6
    assert found.looked_at["resident"] == 5
    assert found.looked_at["backups"] == 1


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE resident SET remark = 'x' WHERE key = 2", "resident"),
        ("UPDATE resident SET phones = '[]' WHERE key = 3", "resident"),
        ("DELETE FROM resident WHERE key = 4", "resident"),
        ("UPDATE resident SET id = 'unlogged' WHERE key = 4", "resident"),
        ("UPDATE change SET audience = 'all' WHERE seq = 4", "4"),
        ("DELETE FROM change WHERE seq = 3", "2"),
        ("UPDATE change SET line = replace(line, '改了', '没改')", "6"),
        ("UPDATE change SET record = 'other' WHERE seq = 2", "2"),
        ("UPDATE change SET action = 'nobody' WHERE seq = 5", "1"),
        ("DELETE FROM action WHERE last = 6", "1"),
        ("DELETE FROM change WHERE seq = 6", "resident"),
        ("UPDATE operator SET slot = 'other'", "1"),
    ],
)
def test_what_was_changed_past_the_journal(desk: Database, statement: str, said: str) -> None:
    behind_the_back(desk, statement)
    assert said in complaint(desk)


def test_a_damaged_page(desk: Database) -> None:
    with desk.folder.store.open("r+b") as file:
        file.seek(4096 * 5 + 100)
        file.write(b"\xff" * 50)
    assert complaint(desk)


def test_keys_marks_and_backups(desk: Database) -> None:
    (desk.folder.path / "keys.copy.json").unlink()
    (desk.folder.path / "journal.mark").unlink()
    backup = next(desk.folder.backups.iterdir())
    backup.write_bytes(backup.read_bytes()[:-100])
    assert len(check(desk).wrong) == 3


def test_a_forged_slot(desk: Database) -> None:
    for name in ("keys.json", "keys.copy.json"):
        path = desk.folder.path / name
        path.write_text(path.read_text().replace('"kind":"recovery"', '"kind":"operator"'))
    assert len(check(desk).wrong) >= 2
