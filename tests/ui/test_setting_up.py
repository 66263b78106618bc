"""The work behind the first run: all of it or nothing, and a code from the county when it comes."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import select

from stationdesk.county.desk import CountyDesk, set_up_county
from stationdesk.county.intake import take
from stationdesk.registers.resident import Resident
from stationdesk.registers.station import Station
from stationdesk.services.checking import check
from stationdesk.settings import Settings
from stationdesk.store.desk import unlock_desk
from stationdesk.store.folder import DataFolder
from stationdesk.store.keys import WrongRecoveryCode
from stationdesk.sync import outbox
from stationdesk.sync.enrolling import enrol
from stationdesk.ui.opening import data_folder
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
