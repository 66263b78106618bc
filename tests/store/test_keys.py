"""Every slot opens, nothing else does, and a key file that was lost or tampered with never crashes or blocks the desk."""

from __future__ import annotations

import json
import random
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stationdesk.store import keys as stretching
from stationdesk.store.connection import NotOurFile
from stationdesk.store.desk import NewDesk, set_up, unlock_desk, unlock_with_code
from stationdesk.store.folder import DataFolder, DeskExists
from stationdesk.store.keys import (
    ALPHABET,
    COPIES,
    KeyFile,
    KeysUnreadable,
    WeakPassphrase,
    WrongPassphrase,
    WrongRecoveryCode,
    new_key,
    new_recovery_code,
    parsed,
    read_keys,
    recovery_secret,
    sealed_right,
    write_keys,
)
from tests.light import STRETCHING
from tests.store.kit import COUNTY, PASSPHRASE, STATION, add, bytes_of, data_folder, journal, resident

SECOND, THIRD = "第二个人的口令 two", "第三个人的口令 three"


@pytest.fixture
def village(tmp_path: Path) -> tuple[DataFolder, NewDesk]:
    """Set up a desk with two more operators and close it."""
    folder = data_folder(tmp_path / "village")
    new = set_up(folder, PASSPHRASE, side="station", author=STATION, recipient=COUNTY)
    with new.database as database:
        add(database, resident("甲某"))
        keys = read_keys(folder.path)
        for passphrase in (SECOND, THIRD):
            keys.add(database.key, passphrase.encode(), "operator")
        write_keys(folder.path, keys, database.key)
    return folder, new


def opens(folder: DataFolder, passphrase: str) -> str:
    """Open with a passphrase; return the name in the store and the notices."""
    database, _slot = unlock_desk(folder, passphrase)
    with database:
        return " ".join([str(journal(database)[0].fields["name"]), *database.notices])


def tampered(folder: DataFolder, change: Any) -> None:
    for name in COPIES:
        data = json.loads((folder.path / name).read_text())
        change(data)
        (folder.path / name).write_text(json.dumps(data))


def test_a_passphrase_is_stretched_as_the_program_asks_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert STRETCHING == (64 * 1024 * 1024, 3)
    monkeypatch.setattr(stretching, "MEMORY", STRETCHING[0])
    monkeypatch.setattr(stretching, "PASSES", STRETCHING[1])
    folder = data_folder(tmp_path / "village")
    new = set_up(folder, PASSPHRASE, side="station", author=STATION, recipient=COUNTY)
    with new.database as database:
        add(database, resident("甲某"))
    assert {(slot.memory, slot.passes) for slot in read_keys(folder.path).slots} == {STRETCHING}
    assert opens(folder, PASSPHRASE) == "甲某"
    with pytest.raises(WrongPassphrase):
        opens(folder, SECOND)


def test_every_slot_opens_and_nothing_else(village: tuple[DataFolder, NewDesk]) -> None:
    folder, new = village
    assert [opens(folder, passphrase) for passphrase in (PASSPHRASE, SECOND, THIRD)] == ["甲某"] * 3
    for wrong in ("", "correct", PASSPHRASE.upper(), PASSPHRASE + " ", new.recovery_code):
        with pytest.raises(WrongPassphrase):
            opens(folder, wrong)
        assert opens(folder, PASSPHRASE) == "甲某", "a right passphrase clears the count"


def test_each_operator_is_told_from_the_others(village: tuple[DataFolder, NewDesk]) -> None:
    folder, new = village
    slots = []
    for passphrase in (PASSPHRASE, SECOND):
        database, slot = unlock_desk(folder, passphrase)
        database.close()
        slots.append(slot.id)
    assert slots[0] == new.slot.id
    assert slots[1] != slots[0]


def test_a_removed_operator_does_not_come_in_again(village: tuple[DataFolder, NewDesk]) -> None:
    folder, _new = village
    database, slot = unlock_desk(folder, SECOND)
    with database:
        keys = read_keys(folder.path)
        keys.remove(slot.id)
        write_keys(folder.path, keys, database.key)
    with pytest.raises(WrongPassphrase):
        opens(folder, SECOND)
    assert opens(folder, THIRD) == "甲某"


def test_a_passphrase_opens_however_its_accents_are_composed(tmp_path: Path) -> None:
    composed = "café déjà vu"
    set_up(data_folder(tmp_path), unicodedata.normalize("NFC", composed), side="station", author=STATION).database.close()
    database, _slot = unlock_desk(data_folder(tmp_path), unicodedata.normalize("NFD", composed))
    database.close()


def test_a_short_passphrase_is_refused_before_anything_is_made(tmp_path: Path) -> None:
    with pytest.raises(WeakPassphrase):
        set_up(data_folder(tmp_path), "1234567", side="station", author=STATION)
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_set_up_over_a_desk(village: tuple[DataFolder, NewDesk]) -> None:
    folder, _new = village
    before = bytes_of(folder.path)
    with pytest.raises(DeskExists):
        set_up(folder, PASSPHRASE, side="station", author=STATION)
    folder.store.rename(folder.path / "moved")
    with pytest.raises(DeskExists):
        set_up(folder, PASSPHRASE, side="station", author=STATION)
    (folder.path / "moved").rename(folder.store)
    assert bytes_of(folder.path) == before


def test_a_set_up_that_was_cut_off_is_begun_again(village: tuple[DataFolder, NewDesk]) -> None:
    folder, _new = village
    folder.store.rename(folder.unfinished)
    set_up(folder, "a new beginning", side="station", author=STATION).database.close()
    database, _slot = unlock_desk(folder, "a new beginning")
    with database:
        assert journal(database) == []
    assert not folder.unfinished.exists()


def test_the_recovery_code_opens_and_gives_a_new_passphrase(village: tuple[DataFolder, NewDesk]) -> None:
    folder, new = village
    untidy = new.recovery_code.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    for typed, passphrase in ((new.recovery_code, "new passphrase one"), (untidy, "new passphrase two")):
        database, _slot = unlock_with_code(folder, typed, passphrase)
        database.close()
        assert opens(folder, passphrase) == "甲某"
    assert opens(folder, PASSPHRASE) == "甲某"
    with pytest.raises(WeakPassphrase):
        unlock_with_code(folder, new.recovery_code, "short")
    with pytest.raises(WrongRecoveryCode):
        unlock_with_code(folder, new_recovery_code(), "long enough")


@given(st.randoms(use_true_random=False), st.data())
@settings(max_examples=60)
def test_any_slip_in_a_recovery_code_is_named(dice: random.Random, data: st.DataObject) -> None:
    code = new_recovery_code()
    assert recovery_secret(code) == recovery_secret(code.lower().replace("0", "O").replace("1", "i"))
    bare = code.replace("-", "")
    for place in range(len(bare)):
        other = dice.choice([letter for letter in ALPHABET if letter != bare[place]])
        with pytest.raises(WrongRecoveryCode):
            recovery_secret(bare[:place] + other + bare[place + 1 :])
    first, second = sorted(data.draw(st.sets(st.integers(0, len(bare) - 1), min_size=2, max_size=2)))
    if bare[first] != bare[second]:
        with pytest.raises(WrongRecoveryCode):
            recovery_secret(bare[:first] + bare[second] + bare[first + 1 : second] + bare[first] + bare[second + 1 :])
    for typed in (bare[:-1], bare + "0", bare[:-1] + "U", ""):
        with pytest.raises(WrongRecoveryCode):
            recovery_secret(typed)


def test_recovery_codes_are_random_and_say_160_bits() -> None:
    codes = {new_recovery_code() for _ in range(500)}
    assert len(codes) == 500
    assert all(len(recovery_secret(code)) == 32 for code in codes)
    assert {len(code) for code in codes} == {42}


HOSTILE: dict[str, Any] = {
    "memory of a TiB": lambda slot: slot.update(memory=1 << 40),
    "memory of a KiB": lambda slot: slot.update(memory=1024),
    "memory of a fraction": lambda slot: slot.update(memory=67108864.5),
    "memory true": lambda slot: slot.update(memory=True),
    "passes without end": lambda slot: slot.update(passes=1 << 40),
    "one pass": lambda slot: slot.update(passes=1),
    "short salt": lambda slot: slot.update(salt="AAAA"),
    "no base64": lambda slot: slot.update(nonce="!!"),
    "no text": lambda slot: slot.update(sealed=7),
    "nothing in it": lambda slot: slot.clear(),
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_slot_out_of_bounds_is_not_tried(village: tuple[DataFolder, NewDesk], what: str) -> None:
    folder, _new = village
    tampered(folder, lambda data: HOSTILE[what](data["slots"][0]))
    with pytest.raises(KeysUnreadable):
        opens(folder, PASSPHRASE)
    shapes: tuple[object, ...] = (
        [],
        {},
        None,
        "x",
        7,
        {"format": "stationdesk.keys/1", "slots": 7},
        {"format": "stationdesk.keys/1", "slots": [7], "store": ""},
    )
    for strange in shapes:
        with pytest.raises(ValueError, match=r"."):
            parsed(strange)


def test_the_copy_serves_where_the_key_file_is_cut_at_any_byte(village: tuple[DataFolder, NewDesk]) -> None:
    folder, _new = village
    first = folder.path / COPIES[0]
    whole = first.read_bytes()
    wanted = [slot.id for slot in read_keys(folder.path).slots]
    for end in range(len(whole)):
        first.write_bytes(whole[:end])
        assert [slot.id for slot in read_keys(folder.path).slots] == wanted
    first.unlink()
    assert opens(folder, PASSPHRASE) == "甲某"
    assert first.read_bytes(), "a lost copy is written anew"
    (folder.path / COPIES[1]).write_bytes(b"{")
    assert opens(folder, PASSPHRASE) == "甲某"
    assert [slot.id for slot in parsed(json.loads((folder.path / COPIES[1]).read_bytes())).slots] == wanted


def test_without_either_copy_there_is_a_sentence(village: tuple[DataFolder, NewDesk]) -> None:
    folder, _new = village
    for name in COPIES:
        (folder.path / name).write_bytes(b"\xff\xfe")
    with pytest.raises(KeysUnreadable):
        opens(folder, PASSPHRASE)
    for name in COPIES:
        (folder.path / name).unlink()
    with pytest.raises(KeysUnreadable):
        opens(folder, PASSPHRASE)


def test_a_slot_of_another_store_opens_nothing(village: tuple[DataFolder, NewDesk]) -> None:
    folder, _new = village
    other = KeyFile("other", [])
    other.add(new_key(), b"smuggled in by someone", "operator")
    stranger = json.loads(other.text(new_key()))["slots"][0]
    before = folder.store.read_bytes()
    tampered(folder, lambda data: data["slots"].append(stranger))
    with pytest.raises(NotOurFile):
        opens(folder, "smuggled in by someone")
    assert folder.store.read_bytes() == before
    assert opens(folder, PASSPHRASE) != "甲某", "the seal shows that a slot was put in"


def test_the_seal_shows_a_slot_put_in_taken_out_or_exchanged(village: tuple[DataFolder, NewDesk]) -> None:
    folder, _new = village
    database, _slot = unlock_desk(folder, PASSPHRASE)
    database.close()
    key = b""
    with unlock_desk(folder, PASSPHRASE)[0] as again:
        key = again.key
        assert all(sealed_right(folder.path / name, key) for name in COPIES)
    kept = bytes_of(folder.path)
    for change in (
        lambda data: data["slots"].pop(),
        lambda data: data["slots"].reverse(),
        lambda data: data["slots"][2].update(kind="recovery"),
        lambda data: data.update(store="another"),
        lambda data: data.update(seal=""),
    ):
        tampered(folder, change)
        assert not any(sealed_right(folder.path / name, key) for name in COPIES)
        assert opens(folder, PASSPHRASE) != "甲某"
        for name in COPIES:
            (folder.path / name).write_bytes(kept[name])
    assert opens(folder, PASSPHRASE) == "甲某"


def test_no_name_and_no_passphrase_stands_in_the_key_file(village: tuple[DataFolder, NewDesk]) -> None:
    folder, new = village
    text = (folder.path / COPIES[0]).read_text()
    assert PASSPHRASE not in text
    assert new.recovery_code.replace("-", "") not in text
    assert set(json.loads(text)) == {"format", "store", "slots", "seal", "attempts"}
    assert set(json.loads(text)["slots"][0]) == {"id", "kind", "memory", "passes", "salt", "nonce", "sealed"}
