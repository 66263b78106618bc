"""The way back from a backup: a new copy id, the old set aside, and nothing moved unless all is well."""

from __future__ import annotations

import json
import random
import shutil
import zipfile
from contextlib import suppress
from pathlib import Path

import pytest

from stationdesk.registers.record import canonical
from stationdesk.store.backup import BadBackup, back_up, hash_of, read_backup
from stationdesk.store.desk import NewDesk, restore, set_up, unlock_desk
from stationdesk.store.folder import AlreadyOpen, DataFolder
from stationdesk.store.keys import WrongPassphrase, new_key, new_recovery_code, read_keys, write_keys
from stationdesk.store.migrations import NewerStore
from tests.store.kit import COUNTY, PASSPHRASE, STATION, add, bytes_of, data_folder, journal, quick_desk, resident


@pytest.fixture
def village(tmp_path: Path) -> tuple[DataFolder, Path, NewDesk, str]:
    """Set a desk up, back it up, let it go on, close it; returns folder, backup, what the set-up gave, and the copy id."""
    folder = data_folder(tmp_path / "village")
    new = set_up(folder, PASSPHRASE, side="station", author=STATION, recipient=COUNTY)
    with new.database as database:
        add(database, resident("甲某"), resident("乙某"))
        made = back_up(database, tmp_path / "stick")
        add(database, resident("丙某"))
        return folder, made.path, new, database.about.line_copy


def kept(folder: DataFolder) -> dict[str, bytes]:
    return {name: data for name, data in bytes_of(folder.path).items() if name != "lock"}


def test_a_restored_desk_is_as_it_was_under_a_new_copy_id(village: tuple[DataFolder, Path, NewDesk, str]) -> None:
    folder, backup, _new, copy = village
    before = kept(folder)
    restored = restore(folder, backup, PASSPHRASE)
    with restored.database as database:
        assert [line.fields["name"] for line in journal(database)] == ["甲某", "乙某"]
        assert database.about.line_copy != copy
        assert database.notices == []
        add(database, resident("又来"))
        assert [line.said["copy"] for line in journal(database)] == [copy, copy, database.about.line_copy]
    assert restored.made_at == read_backup(backup)["made_at"]
    assert restored.aside is not None
    assert bytes_of(restored.aside) == before, "what stood there is all there, moved aside"
    database, _slot = unlock_desk(folder, PASSPHRASE)
    with database:
        assert database.notices == []


def test_a_backup_can_be_restored_twice_and_onto_an_empty_machine(village: tuple[DataFolder, Path, NewDesk, str], tmp_path: Path) -> None:
    folder, backup, new, copy = village
    copies = {copy}
    for secret in (PASSPHRASE, PASSPHRASE, new.recovery_code.lower()):
        with restore(folder, backup, secret).database as database:
            copies.add(database.about.line_copy)
            add(database, resident("又来"))
    assert len(copies) == 4
    assert len([entry for entry in folder.path.iterdir() if entry.name.startswith("before-")]) == 3
    restored = restore(data_folder(tmp_path / "empty"), backup, PASSPHRASE)
    restored.database.close()
    assert restored.aside is None


def test_a_wrong_passphrase_moves_nothing(village: tuple[DataFolder, Path, NewDesk, str]) -> None:
    folder, backup, _new, _copy = village
    before = kept(folder)
    for wrong in ("not the passphrase", "", new_recovery_code()):
        with pytest.raises(WrongPassphrase):
            restore(folder, backup, wrong)
        assert kept(folder) == before


def test_a_backup_opens_with_the_passphrases_of_its_own_time(village: tuple[DataFolder, Path, NewDesk, str], tmp_path: Path) -> None:
    folder, older, _new, _copy = village
    database, slot = unlock_desk(folder, PASSPHRASE)
    with database:
        keys = read_keys(folder.path)
        keys.add(database.key, b"the new passphrase", "operator")
        keys.remove(slot.id)
        write_keys(folder.path, keys, database.key)
        newer = back_up(database, tmp_path / "newer").path
    with pytest.raises(WrongPassphrase):
        restore(folder, newer, PASSPHRASE)
    with pytest.raises(WrongPassphrase):
        restore(folder, older, "the new passphrase")
    restore(folder, newer, "the new passphrase").database.close()
    restore(folder, older, PASSPHRASE).database.close()


def test_an_open_desk_is_not_restored_over(village: tuple[DataFolder, Path, NewDesk, str]) -> None:
    folder, backup, _new, _copy = village
    database, _slot = unlock_desk(folder, PASSPHRASE)
    with database:
        before = kept(folder)
        with pytest.raises(AlreadyOpen):
            restore(folder, backup, PASSPHRASE)
        assert kept(folder) == before


def test_a_damaged_backup_is_refused_and_nothing_moves(village: tuple[DataFolder, Path, NewDesk, str], seed: int) -> None:
    folder, backup, _new, _copy = village
    good, before, dice = backup.read_bytes(), kept(folder), random.Random(seed)
    parts = read_backup(backup)["parts"]
    for place in [0, 4, 30, len(good) - 3, *dice.sample(range(len(good)), 150)]:
        data = bytearray(good)
        data[place] ^= 1 << dice.randrange(8)
        backup.write_bytes(data)
        with suppress(BadBackup):  # a byte that says nothing, the time in the zip, may be anything
            assert read_backup(backup)["parts"] == parts, f"byte {place}: read as another backup"
    for end in [0, 1, 100, len(good) - 1, *dice.sample(range(len(good)), 30)]:
        backup.write_bytes(good[:end])
        with pytest.raises(BadBackup):
            restore(folder, backup, PASSPHRASE)
    for strange in (b"name,phone\n" * 99, b"PK\x05\x06" + bytes(18)):
        backup.write_bytes(strange)
        with pytest.raises(BadBackup):
            restore(folder, backup, PASSPHRASE)
    assert kept(folder) == before


def rebuilt(backup: Path, change: dict[str, bytes], *, compressed: bool = False) -> None:
    """Write a backup anew with other parts, its list made right: what a hostile hand can do."""
    with zipfile.ZipFile(backup) as bundle:
        parts = {name: bundle.read(name) for name in bundle.namelist() if name != "backup.json"} | change
        listing = json.loads(bundle.read("backup.json"))
    scratch = backup.with_name("scratch")
    listing["parts"] = {}
    with zipfile.ZipFile(backup, "w", zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED) as bundle:
        for name, data in parts.items():
            scratch.write_bytes(data)
            listing["parts"][name] = {"sha256": hash_of(scratch), "size": len(data)}
            bundle.writestr(name, data)
        bundle.writestr("backup.json", canonical(listing))
    scratch.unlink()


HOSTILE: dict[str, dict[str, bytes]] = {
    "a store that is none": {"store.sdb": bytes(8192)},
    "no keys": {"keys.json": b"{}"},
    "keys of noise": {"keys.json": b"\xff\x00"},
    "a way out": {"../outside": b"x"},
    "an absolute way": {"/tmp/outside": b"x"},  # noqa: S108 - a name inside a zip
    "a part of no desk": {"journal.mark": b"{}"},
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_backup_with_other_things_in_it_is_refused(village: tuple[DataFolder, Path, NewDesk, str], what: str) -> None:
    folder, backup, _new, _copy = village
    before = kept(folder)
    rebuilt(backup, HOSTILE[what])
    with pytest.raises(BadBackup):
        restore(folder, backup, PASSPHRASE)
    assert kept(folder) == before
    assert not (folder.path.parent / "outside").exists()


def test_a_part_that_is_not_the_listed_one_is_refused(village: tuple[DataFolder, Path, NewDesk, str], tmp_path: Path) -> None:
    folder, backup, _new, _copy = village
    database, _slot = unlock_desk(folder, PASSPHRASE)
    with database:
        newer = back_up(database, tmp_path / "newer").path
    before = kept(folder)
    with zipfile.ZipFile(newer) as bundle:
        parts = {name: bundle.read(name) for name in bundle.namelist()}
    with zipfile.ZipFile(backup) as bundle:
        parts["backup.json"] = bundle.read("backup.json")
    with zipfile.ZipFile(backup, "w", zipfile.ZIP_STORED) as bundle:
        for name, data in parts.items():
            bundle.writestr(name, data)
    with pytest.raises(BadBackup):
        restore(folder, backup, PASSPHRASE)
    assert kept(folder) == before


def test_a_compressed_backup_is_not_ours(village: tuple[DataFolder, Path, NewDesk, str]) -> None:
    folder, backup, _new, _copy = village
    rebuilt(backup, {"store.sdb": bytes(50_000_000)}, compressed=True)
    with pytest.raises(BadBackup):
        restore(folder, backup, PASSPHRASE)


def test_another_stores_file_under_our_keys_is_refused(village: tuple[DataFolder, Path, NewDesk, str], tmp_path: Path) -> None:
    folder, backup, _new, _copy = village
    with quick_desk(tmp_path / "other", new_key()) as other:
        add(other, resident("外人"))
        name = other.folder
    before = kept(folder)
    rebuilt(backup, {"store.sdb": name.store.read_bytes()})
    with pytest.raises(BadBackup):
        restore(folder, backup, PASSPHRASE)
    assert kept(folder) == before


def test_a_newer_programs_backup_is_refused_and_nothing_moves(village: tuple[DataFolder, Path, NewDesk, str], tmp_path: Path) -> None:
    folder, _backup, _new, _copy = village
    database, _slot = unlock_desk(folder, PASSPHRASE)
    with database:
        with database._writer.begin() as connection:
            connection.exec_driver_sql("INSERT INTO migration VALUES (999, 'future', '2030-01-01T00:00:00.000Z', '9')")
        backup = back_up(database, tmp_path / "newer").path
    before = kept(folder)
    with pytest.raises(NewerStore):
        restore(folder, backup, PASSPHRASE)
    assert kept(folder) == before


def test_what_a_killed_restore_left_is_swept(village: tuple[DataFolder, Path, NewDesk, str]) -> None:
    folder, backup, _new, _copy = village
    left = folder.path / ".restore-abc"
    left.mkdir()
    shutil.copy(folder.store, left / "store.sdb")
    restore(folder, backup, PASSPHRASE).database.close()
    assert not left.exists()
