"""What stands in the store's place is ours and whole, or it is refused in words and not touched."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from stationdesk.county.ledger import sqlite_ledger
from stationdesk.county.ledger_shape import make_sqlite
from stationdesk.errors import DeskError
from stationdesk.store.backup import troubles
from stationdesk.store.connection import DamagedFile, NotOurFile, connect
from stationdesk.store.database import Database
from stationdesk.store.desk import unlock_desk
from stationdesk.store.folder import DataFolder, NoDesk
from stationdesk.store.keys import new_key
from tests.store.kit import NAMES, add, bytes_of, data_folder, journal, open_again, quick_desk, resident

PAGE = 4096


@pytest.fixture(scope="module")
def original(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, bytes]:
    """Make a closed desk with enough records for every kind of page, and its key."""
    place = tmp_path_factory.mktemp("original") / "desk"
    with quick_desk(place) as desk:
        add(desk, *(resident(f"{NAMES[number % 5]}", remark="字" * 50, village_group=f"{number}组") for number in range(150)))
        return place, desk.key


@pytest.fixture
def copied(original: tuple[Path, bytes], tmp_path: Path) -> tuple[DataFolder, bytes]:
    shutil.copytree(original[0], tmp_path / "desk")
    return data_folder(tmp_path / "desk"), original[1]


def plaintext(store: Path) -> None:
    store.unlink()
    connection = sqlite3.connect(store)
    connection.execute("CREATE TABLE resident (name TEXT)")
    connection.execute("INSERT INTO resident VALUES ('冒充')")
    connection.commit()
    connection.close()


def foreign(store: Path) -> None:
    store.unlink()
    connection = connect(store, new_key(), create=True)
    connection.execute("CREATE TABLE resident (name TEXT)")
    connection.close()


def flipped(place: int) -> Callable[[Path], object]:
    def flip(store: Path) -> None:
        data = bytearray(store.read_bytes())
        data[place % len(data)] ^= 1
        store.write_bytes(data)

    return flip


def cut(keep: float) -> Callable[[Path], object]:
    return lambda store: store.write_bytes(store.read_bytes()[: int(len(store.read_bytes()) * keep) // PAGE * PAGE])


def zeroed(page: int) -> Callable[[Path], object]:
    def zero(store: Path) -> None:
        data = bytearray(store.read_bytes())
        data[page * PAGE : (page + 1) * PAGE] = bytes(PAGE)
        store.write_bytes(data)

    return zero


AT_ONCE: dict[str, tuple[Callable[[Path], object], type[DeskError]]] = {
    "plain SQLite": (plaintext, NotOurFile),
    "another's encrypted file": (foreign, NotOurFile),
    "empty": (lambda store: store.write_bytes(b""), NotOurFile),
    "short": (lambda store: store.write_bytes(b"x"), NotOurFile),
    "text": (lambda store: store.write_text("name,phone\n" * 2000), NotOurFile),
    "cut to half": (cut(0.5), DamagedFile),
    "cut by a page": (lambda store: store.write_bytes(store.read_bytes()[:-PAGE]), DamagedFile),
    "cut by a byte": (lambda store: store.write_bytes(store.read_bytes()[:-1]), DamagedFile),
    "first page flipped": (flipped(2000), DamagedFile),
    "first page zeroed": (zeroed(0), NotOurFile),
}


@pytest.mark.parametrize("what", AT_ONCE)
def test_refused_when_it_is_opened_and_not_touched(copied: tuple[DataFolder, bytes], what: str) -> None:
    folder, key = copied
    spoil, error = AT_ONCE[what]
    spoil(folder.store)
    before = bytes_of(folder.path)
    with pytest.raises(error) as caught:
        open_again(folder, key)
    assert caught.value.message
    after = bytes_of(folder.path)
    assert after == before


def test_a_missing_store_is_no_desk_and_none_is_made(copied: tuple[DataFolder, bytes]) -> None:
    folder, key = copied
    folder.store.unlink()
    with pytest.raises(NoDesk):
        unlock_desk(folder, "whatever it is")
    with pytest.raises(NotOurFile):
        connect(folder.store, key)
    assert not folder.store.exists()


def test_any_flipped_byte_or_zeroed_page_is_found_before_wrong_data_is_shown(copied: tuple[DataFolder, bytes], seed: int) -> None:
    folder, key = copied
    good = folder.store.read_bytes()
    spoilers = [flipped(page * PAGE + 16 + (seed + page * 977) % (PAGE - 16)) for page in range(len(good) // PAGE)]
    spoilers += [zeroed(page) for page in range(0, len(good) // PAGE, 3)]
    for number, spoil in enumerate(spoilers):
        folder.store.write_bytes(good)
        spoil(folder.store)
        assert troubles(folder.store, key), f"damage {number} is not found"


def read_all(desk: Database) -> None:
    for kind in ("resident", "change", "action"):
        with desk.reading() as session:
            session.connection().exec_driver_sql(f"SELECT * FROM {kind}").all()


def test_damage_inside_is_told_in_words_when_it_is_met(copied: tuple[DataFolder, bytes]) -> None:
    folder, key = copied
    pages = folder.store.stat().st_size // PAGE
    for page in range(pages // 3, pages):
        flipped(page * PAGE + 100)(folder.store)
    with pytest.raises(DamagedFile) as caught, open_again(folder, key) as desk:
        read_all(desk)
    assert "[SQL" not in caught.value.message


@pytest.mark.parametrize("whose", ["another desk's", "a later state's"])
def test_a_log_that_is_not_the_stores_does_not_destroy_it(copied: tuple[DataFolder, bytes], tmp_path: Path, whose: str) -> None:
    folder, key = copied
    good, wal = folder.store.read_bytes(), folder.store.with_name("store.sdb-wal")
    other = quick_desk(tmp_path / "other") if whose == "another desk's" else later_state(folder, key, tmp_path / "later")
    with other:
        add(other, *(resident(f"外人{number}", remark="x" * 400) for number in range(40)))
        wal.write_bytes(other.folder.store.with_name("store.sdb-wal").read_bytes())
    with pytest.raises(DamagedFile):
        open_again(folder, key)
    assert folder.store.read_bytes() == good
    wal.unlink()
    folder.store.with_name("store.sdb-shm").unlink(missing_ok=True)
    with open_again(folder, key) as desk:
        assert len(journal(desk)) == 150


def later_state(folder: DataFolder, key: bytes, place: Path) -> Database:
    """Return a copy of the desk that has gone on for a while."""
    shutil.copytree(folder.path.parent, place)
    with open_again(data_folder(place), key) as desk:
        add(desk, *(resident(f"后来{number}", remark="y" * 400) for number in range(200)))
    return open_again(data_folder(place), key)


def test_noise_in_the_place_of_a_log_is_passed_over(copied: tuple[DataFolder, bytes]) -> None:
    folder, key = copied
    folder.store.with_name("store.sdb-wal").write_bytes(bytes(range(256)) * 100)
    with open_again(folder, key) as desk:
        assert len(journal(desk)) == 150


def test_a_log_of_its_own_brings_back_what_was_saved(original: tuple[Path, bytes], tmp_path: Path) -> None:
    key = original[1]
    shutil.copytree(original[0], tmp_path / "live")
    with open_again(data_folder(tmp_path / "live"), key) as desk:
        add(desk, *(resident(f"新来{number}") for number in range(30)))
        shutil.copytree(tmp_path / "live", tmp_path / "crashed", ignore=shutil.ignore_patterns("*-shm", "lock"))
    with open_again(data_folder(tmp_path / "crashed"), key) as desk:
        assert len(journal(desk)) == 180


def test_a_foreign_log_does_not_destroy_a_countys_ledger(tmp_path: Path) -> None:
    key = new_key()
    make_sqlite(tmp_path / "ledger.sdb", key, "360202")
    good = (tmp_path / "ledger.sdb").read_bytes()
    with quick_desk(tmp_path / "other") as other:
        add(other, *(resident(f"外人{number}") for number in range(40)))
        (tmp_path / "ledger.sdb-wal").write_bytes(other.folder.store.with_name("store.sdb-wal").read_bytes())
    with pytest.raises(DamagedFile):
        sqlite_ledger(tmp_path / "ledger.sdb", key)
    assert (tmp_path / "ledger.sdb").read_bytes() == good
