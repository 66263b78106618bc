"""Full, read-only and missing disks: a sentence, and nothing half."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from stationdesk.county import answers, intake
from stationdesk.county.desk import CountyDesk
from stationdesk.county.ledger import ServerAway
from stationdesk.store.files import NoSpace
from tests.commands.kit import STATION, Cli, ledger


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Give a disk of six megabytes, where the machine lets one be made."""
    place = tmp_path / "disk"
    place.mkdir()
    if (
        shutil.which("mount") is None
        or subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", place], capture_output=True, check=False).returncode
    ):
        pytest.skip("no right to mount a small disk here: what happens on a full one is NOT proven")
    yield place
    subprocess.run(["umount", place], check=True)


def fill(place: Path, spare: int) -> Path:
    """Fill a disk until `spare` bytes are left."""
    filler = place / "filler"
    filler.write_bytes(b"\0" * (shutil.disk_usage(place).free - spare))
    return filler


def test_a_full_data_disk_saves_nothing_half_and_everything_later(cli: Cli, small_disk: Path) -> None:
    here = Cli(small_disk)
    shutil.copytree(cli.place / "desk", small_disk / "desk")
    shutil.copytree(cli.place / "state", small_disk / "state")
    more = ledger(cli.place, *(f"占水根{at},男,,1380009{at:04},1组" for at in range(900)), name="多.csv")
    before = here.ask("desk", "status")
    filler = fill(small_disk, 100_000)
    refused = here.run("desk", "import", more, "--json")
    assert refused.code == 3, refused
    assert refused.json["error"]["kind"] == "NoSpace"
    filler.unlink()
    after = here.ask("desk", "status")
    assert (after["residents"], after["journal"]) == (before["residents"], before["journal"])
    assert here.ask("desk", "check")["whole"]
    assert here.ask("desk", "import", more)["done"]["added"] > 0


def test_a_full_stick_is_told_station_by_station(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    cli.ask("desk", "export", "--to", cli.road)
    cli.ask("county", "county", "take", cli.road)

    def full(*_any: object) -> None:
        raise NoSpace("优盘满了。")

    monkeypatch.setattr(answers, "write_package", full)
    document = cli.ask("county", "county", "answer", "--out", cli.road, code=3)
    assert document == {"answers": [], "not_written": [{"station": STATION, "why": "优盘满了。"}]}
    said = cli.run("county", "county", "answer", "--out", cli.road)
    assert said.code == 3
    assert STATION in said.out
    assert "优盘满了。" in said.out


def test_a_full_stick_gets_no_package_and_no_backup(cli: Cli, small_disk: Path) -> None:
    filler = fill(small_disk, 1000)
    assert cli.ask("desk", "export", "--to", small_disk, code=3)["error"]["kind"] == "NoSpace"
    assert cli.ask("desk", "backup", "--to", small_disk, code=3)["error"]["kind"] == "NoSpace"
    assert cli.run("desk", "cards", "--out", small_disk / "cards.pdf").code == 3
    assert [path.name for path in small_disk.iterdir()] == ["filler"]
    filler.unlink()
    sent = cli.ask("desk", "export", "--to", small_disk)
    assert (sent["number"], sent["first"]) == (2, 1), "the number of the failed one is used up, its changes are not lost"


def test_a_read_only_stick(cli: Cli, small_disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro,size=64m", small_disk], check=True)
    for command in ("export", "backup"):
        said = cli.run("desk", command, "--to", small_disk, "--json")
        assert said.code == 3
        assert said.json["error"]["kind"] == "NotWritable"
    assert not list(small_disk.iterdir())


def test_a_stick_that_is_gone(cli: Cli) -> None:
    gone = cli.place / "gone"
    assert cli.ask("desk", "export", "--to", gone, code=3)["error"]["kind"] == "NotWritable"
    assert cli.ask("desk", "receive", gone / "x.sdpkg", code=3)["error"]["message"]
    assert cli.ask("county", "county", "take", gone, code=3)["error"]["kind"] == "NotWritable"
    assert cli.ask("desk", "restore", gone / "x.sdbackup", code=3)["error"]["kind"] == "BadBackup"
    assert cli.ask("desk", "enrol", gone / "x.sdenrol", code=3)["error"]["message"]
    assert cli.ask("desk", "status")["residents"] == 2


def test_the_backup_of_the_day_never_blocks(cli: Cli) -> None:
    shutil.rmtree(cli.place / "desk" / "backups")
    (cli.place / "desk" / "backups").write_text("a file where the folder should be")
    said = cli.run("desk", "status", "--json")
    assert said.code == 0
    assert len(said.json["warnings"]) == 1
    assert said.json["warnings"][0] in said.err


def test_an_open_desk_is_open_to_one(cli: Cli) -> None:
    from stationdesk.store.folder import FolderLock

    with FolderLock(cli.place / "desk"):
        assert cli.ask("desk", "status", code=3)["error"]["kind"] == "AlreadyOpen"
    assert cli.ask("desk", "status")


def test_an_older_desk_put_back_is_noticed(cli: Cli) -> None:
    old = cli.place / "old"
    shutil.copytree(cli.place / "desk", old)
    cli.ask("desk", "station", "set", "--address", "村口")
    shutil.rmtree(cli.place / "desk")
    shutil.copytree(old, cli.place / "desk")
    said = cli.run("desk", "status", "--json")
    assert said.code == 0
    assert len(said.json["warnings"]) == 1
    assert not cli.run("desk", "status", "--json").json.get("warnings")


def test_a_server_that_goes_away_stops_the_taking_with_one_sentence(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    stick = cli.place / "many"
    stick.mkdir()
    for _each in range(4):
        cli.ask("desk", "export", "--to", stick)
    real, asked = intake.take, list[Path]()

    def take(desk: CountyDesk, operator: str, path: Path) -> intake.Taken:
        asked.append(path)
        if len(asked) == 2:
            raise ServerAway("The server is away.")
        return real(desk, operator, path)

    monkeypatch.setattr(intake, "take", take)
    said = cli.run("county", "county", "take", stick, "--json")
    assert (said.code, len(asked)) == (3, 2)
    assert [one["outcome"] for one in said.json["packages"]] == ["taken"]
    assert said.json["not_looked_at"] == 3
    assert said.err.splitlines() == ["The server is away. 3 份没有看。"]
    monkeypatch.undo()
    again = cli.ask("county", "county", "take", stick)
    assert ([one["outcome"] for one in again["packages"]], again["not_looked_at"]) == (["old", "known", "known", "known"], 0)
