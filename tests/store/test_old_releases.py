"""A real store of every release still opens."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from sqlmodel import select

from stationdesk.registers.resident import Resident
from stationdesk.store.backup import backups_in
from stationdesk.store.desk import restore, unlock_desk, unlock_with_code
from tests.store.kit import NAMES, PASSPHRASE, add, data_folder, journal, resident
from tests.store.make_fixture import CODE, RELEASES

KEPT = sorted(path.name for path in RELEASES.iterdir()) if RELEASES.is_dir() else []


def test_there_is_one_of_a_release() -> None:
    assert KEPT, "run python -m tests.store.make_fixture at the release"


@pytest.mark.parametrize("release", KEPT)
def test_it_opens_and_goes_on(tmp_path: Path, release: str) -> None:
    place = tmp_path / release
    shutil.copytree(RELEASES / release, place)
    folder, code = data_folder(place), (place / CODE).read_text(encoding="ascii")
    database, _slot = unlock_desk(folder, PASSPHRASE)
    with database:
        lines = journal(database)
        assert [line.fields.get("name") for line in lines][: len(NAMES)] == list(NAMES)
        assert "removed_at" in lines[-1].fields
        with database.reading() as session:
            phones = {one.name: one.phones[0].number for one in session.exec(select(Resident).where(Resident.phones != ()))}
        assert phones == {name: f"1380000000{number}" for number, name in enumerate(NAMES)}
        add(database, resident("新来的"))
        assert len(journal(database)) == len(lines) + 1
    database, _slot = unlock_with_code(folder, code, "another passphrase")
    database.close()


@pytest.mark.parametrize("release", KEPT)
def test_its_backup_can_be_restored(tmp_path: Path, release: str) -> None:
    (backup,) = backups_in(RELEASES / release / "backups")
    with restore(data_folder(tmp_path), backup, PASSPHRASE).database as database:
        assert [line.fields["name"] for line in journal(database)] == list(NAMES)
