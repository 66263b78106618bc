"""The work behind the first run: all of it or nothing, and a code from the county when it comes."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import select

from stationdesk.county.desk import CountyDesk, set_up_county
from stationdesk.county.intake import take
from stationdesk.registers.resident import Resident
from stationdesk.registers.station import Station
from stationdesk.services.checking import check
from stationdesk.services.operators import operators
from stationdesk.settings import Settings
from stationdesk.store.desk import unlock_desk
from stationdesk.store.files import NotWritable
from stationdesk.store.folder import DataFolder
from stationdesk.store.keys import WrongRecoveryCode
from stationdesk.sync import outbox
from stationdesk.sync.enrolling import enrol
from stationdesk.ui import setting_up
from stationdesk.ui.doorkeeper import is_set_up
from stationdesk.ui.opening import data_folder, open_with_passphrase
from stationdesk.ui.setting_up import KEPT, Answers, Secrets, kept_answers, make_desk
from tests.store.kit import add, resident
from tests.ui.first_run_kit import PASSPHRASE, enrolment_on
from tests.ui.front_kit import settings_in


@pytest.fixture
def county(tmp_path: Path) -> Iterator[CountyDesk]:
    """Give a county."""
    made = set_up_county(DataFolder(tmp_path / "county", tmp_path / "state"), "of the county", code="999901", name="云溪县")
    with made.database, CountyDesk(made.database) as county:
        yield county


@pytest.mark.parametrize("data", [b"", b"[]", b"\xff", b'{"name": 7, "start": null, "colour": "red"}', b"[" * 50_000])
def test_strange_kept_answers_are_passed_over(tmp_path: Path, data: bytes) -> None:
    (tmp_path / KEPT).write_bytes(data)
    assert kept_answers(Settings(tmp_path, tmp_path)) == Answers()


def test_a_desk_that_cannot_be_made_leaves_nothing(tmp_path: Path) -> None:
    settings = settings_in(tmp_path)
    with pytest.raises(WrongRecoveryCode):
        make_desk(settings, Answers(village="村", name="徐丽华"), Secrets(passphrase=PASSPHRASE, code="NO-CODE"))
    assert not data_folder(settings).store.exists()
    assert list(settings.data.iterdir()) == []


def test_a_station_without_a_code_takes_the_countys_when_it_enrols(tmp_path: Path, county: CountyDesk) -> None:
    settings = settings_in(tmp_path)
    database, _slot = make_desk(settings, Answers(village="上徐村", name="徐丽华"), Secrets(passphrase=PASSPHRASE))
    with database:
        before = database.about.author
        add(database, resident("章火香", author=before), resident("汪厚行", author=before), operator="徐丽华")
        enrolment = enrolment_on(tmp_path / "stick", county)
        enrol(database, "徐丽华", enrolment)
        assert database.about.author == enrolment.station
        with database.reading() as session:
            assert {person.author for person in session.exec(select(Resident))} == {enrolment.station}
            assert session.exec(select(Station)).one().code == enrolment.station
        add(database, resident("余国平", author=enrolment.station), operator="徐丽华")
        assert take(county, "clerk", outbox.export(database, "徐丽华", tmp_path).path).sentence
        assert check(database).wrong == []
    database, _slot = unlock_desk(data_folder(settings), PASSPHRASE)
    with database:
        assert database.notices == []
        assert (database.about.author, database.about.recipient) == (enrolment.station, "999901")


@pytest.mark.parametrize("moved", [0, 1, 2, 3])
def test_a_first_run_that_was_killed_can_be_gone_on_with(tmp_path: Path, moved: int, monkeypatch: pytest.MonkeyPatch) -> None:
    settings, answers, secrets = settings_in(tmp_path), Answers(village="上徐村", name="徐丽华"), Secrets(passphrase=PASSPHRASE)
    left, move = [moved], os.replace

    class Killed(BaseException):
        """The power went."""

    def dying(source: Path, to: Path) -> None:
        if Path(to).parent == settings.data and Path(source).parent.name == setting_up.UNFINISHED:
            if not left[0]:
                raise Killed
            left[0] -= 1
        move(source, to)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", dying)
        patch.setattr(shutil, "rmtree", lambda *_where, **_how: None)
        with pytest.raises(Killed):
            make_desk(settings, answers, secrets)
    setting_up.finish_setting_up(settings)
    if is_set_up(settings):
        assert moved >= 2
        database, _slot = open_with_passphrase(settings, "", PASSPHRASE)
    else:
        database, _slot = make_desk(settings, answers, secrets)
    with database, database.reading() as session:
        assert [one.name for one in operators(session)] == ["徐丽华"]
    assert database.notices == []
    assert not (settings.data / setting_up.UNFINISHED).exists()


def test_a_store_that_cannot_be_put_into_its_place_leaves_no_keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings, move = settings_in(tmp_path), os.replace

    def held(source: Path, to: Path) -> None:
        if Path(to) == settings.data / "store.sdb":
            raise PermissionError(13, "held by another program")
        move(source, to)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", held)
        with pytest.raises(NotWritable):
            make_desk(settings, Answers(village="上徐村", name="徐丽华"), Secrets(passphrase=PASSPHRASE))
    assert not is_set_up(settings), "or nobody would be asked the first run's questions again"
