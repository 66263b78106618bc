"""An operator and his slot come and go together, or neither does."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from stationdesk.registers.operator import Operator, OperatorDraft
from stationdesk.services.operators import (
    NoOperator,
    NoSuchOperator,
    add_operator,
    change_passphrase,
    keep_first,
    operator_of,
    operators,
    recovered,
    remove_operator,
    renew_recovery_code,
)
from stationdesk.store.database import Database
from stationdesk.store.desk import NewDesk, set_up, unlock_desk, unlock_with_code
from stationdesk.store.files import NotWritable
from stationdesk.store.folder import DataFolder
from stationdesk.store.keys import WrongPassphrase, WrongRecoveryCode, read_keys
from tests.store.kit import PASSPHRASE, STATION

HERS = "ein anderes langes Wort"


@pytest.fixture
def made(tmp_path: Path) -> Iterator[NewDesk]:
    new = set_up(DataFolder(tmp_path / "data", tmp_path / "state"), PASSPHRASE, side="station", author=STATION)
    with new.database:
        yield new


def first(made: NewDesk) -> Operator:
    return keep_first(made.database, OperatorDraft(name="徐丽华", may_change_settings=True), made.slot.id)


def opened_by(folder: DataFolder, passphrase: str) -> str:
    database, slot = unlock_desk(folder, passphrase)
    with database:
        return operator_of(database, slot.id).name


def names(database: Database) -> list[str]:
    with database.reading() as session:
        return [one.name for one in operators(session)]


def test_a_set_up_that_was_cut_short_still_has_an_operator(made: NewDesk) -> None:
    one = operator_of(made.database, made.slot.id)
    assert one.may_change_settings
    assert one.may_see_children
    assert operator_of(made.database, made.slot.id).id == one.id
    with pytest.raises(NoOperator):
        operator_of(made.database, "another slot")


def test_a_slot_that_cannot_be_written_makes_no_operator(made: NewDesk) -> None:
    boss = first(made)
    folder = made.database.folder
    before = [slot.id for slot in read_keys(folder.path).slots]
    (folder.path / "keys.json.partial").mkdir()
    with pytest.raises(NotWritable):
        add_operator(made.database, boss, OperatorDraft(name="石小兰"), HERS)
    assert names(made.database) == ["徐丽华"]
    (folder.path / "keys.json.partial").rmdir()
    add_operator(made.database, boss, OperatorDraft(name="石小兰"), HERS)
    assert [slot.id for slot in read_keys(folder.path).slots][: len(before)] == before
    (folder.path / "keys.json.partial").mkdir()
    with pytest.raises(NotWritable):
        remove_operator(made.database, boss, "石小兰")
    assert names(made.database) == ["徐丽华", "石小兰"]
    (folder.path / "keys.json.partial").rmdir()
    made.database.close()
    assert opened_by(folder, HERS) == "石小兰"


def test_what_an_operator_leaves_is_never_in_the_journal(made: NewDesk) -> None:
    boss = first(made)
    add_operator(made.database, boss, OperatorDraft(name="石小兰"), HERS)
    remove_operator(made.database, boss, "石小兰")
    assert made.database.position().seq == 0, "operators are local"
    folder = made.database.folder
    made.database.close()
    with pytest.raises(WrongPassphrase):
        opened_by(folder, HERS)
    assert opened_by(folder, PASSPHRASE) == "徐丽华"


def test_changing_and_recovering(made: NewDesk) -> None:
    boss = first(made)
    change_passphrase(made.database, boss, HERS)
    folder = made.database.folder
    made.database.close()
    assert opened_by(folder, HERS) == "徐丽华"
    database, slot = unlock_with_code(folder, made.recovery_code, "das dritte lange Wort")
    with database:
        with pytest.raises(NoSuchOperator):
            recovered(database, "niemand", slot.id, "das dritte lange Wort")
        assert slot.id not in {one.id for one in read_keys(folder.path).slots}
    database, slot = unlock_with_code(folder, made.recovery_code, "das dritte lange Wort")
    with database:
        assert recovered(database, "", slot.id, "das dritte lange Wort").name == "徐丽华"
    assert opened_by(folder, "das dritte lange Wort") == "徐丽华"
    with pytest.raises(WrongPassphrase):
        opened_by(folder, HERS)


def test_a_new_recovery_code_takes_the_place_of_the_old_one(made: NewDesk) -> None:
    folder, operator = made.database.folder, first(made)
    code = renew_recovery_code(made.database, operator)
    made.database.close()
    with pytest.raises(WrongRecoveryCode):
        unlock_with_code(folder, made.recovery_code, HERS)
    database, _slot = unlock_with_code(folder, code, HERS)
    with database:
        assert [slot.kind for slot in read_keys(folder.path).slots].count("recovery") == 1
    assert opened_by(folder, PASSPHRASE) == operator.name


def test_a_chosen_slot_is_the_only_one_that_is_tried(made: NewDesk) -> None:
    folder, operator = made.database.folder, first(made)
    hers = add_operator(made.database, operator, OperatorDraft(name="汪志强"), HERS)
    made.database.close()
    with pytest.raises(WrongPassphrase):
        unlock_desk(folder, HERS, chosen=made.slot.id)
    for chosen in (hers.slot or "", "no such slot", ""):
        database, slot = unlock_desk(folder, HERS, chosen=chosen)
        database.close()
        assert slot.id == hers.slot
