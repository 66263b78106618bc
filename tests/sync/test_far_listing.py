"""What is kept of a folder on the network that nobody ever clears: the newest of each sort, and a word where it is too much."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from stationdesk.county import answers, intake
from stationdesk.services.far_state import far_state, last_words
from stationdesk.sync import far_place, far_reporting
from stationdesk.sync.far_place import FarFile, Listing, Wanted
from stationdesk.sync.far_reporting import Names, report_far
from stationdesk.sync.far_road import FarRoadDraft
from tests.far_kit import tell
from tests.road_kit import OPERATOR, Road, made_road
from tests.store.kit import STATION

COUNTY = "360202"


def answer(number: int) -> str:
    """Return the name of one of the county's answers."""
    return f"SD_{COUNTY}_to_{STATION}_000001-000000_n{number:04d}.sdpkg"


def own(number: int) -> str:
    """Return the name of one of the station's packages."""
    return f"SD_{STATION}_000001-000000_n{number:04d}.sdpkg"


class Shelf:
    """A far place that names its files in the order in which they were put there."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.named: list[str] = []

    def listing(self, wanted: Wanted) -> Listing:
        """Name them all."""
        self.named += [path.name for path in sorted(self.folder.iterdir()) if path.name not in self.named]
        found = Listing()
        for name in self.named:
            if not found.add(FarFile(name, (self.folder / name).stat().st_size, "1"), wanted):
                break
        return found

    def fetch(self, one: FarFile, to: Path) -> None:
        """Bring it here."""
        shutil.copy(self.folder / one.name, to)

    def put(self, path: Path) -> FarFile:
        """Put it there."""
        shutil.copy(path, self.folder / path.name)
        return FarFile(path.name, path.stat().st_size)

    def close(self) -> None:
        """Hang up."""


@pytest.fixture
def road(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Road]:
    with made_road(tmp_path) as found:
        shelf = Shelf(found.stick)
        monkeypatch.setattr(far_reporting, "open_far", lambda _road, _line: (shelf, ""))
        tell(found, FarRoadDraft("https://dav.example/x/", "shangxu", "口令"))
        yield found


def test_the_newest_answer_is_read_however_many_lie_before_it(road: Road, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(far_place, "KEPT", 3)
    for day in range(1, 8):
        road.set_clock(11, day)
        road.add(f"人{day}")
        outcome = report_far(road.desk, OPERATOR)
        assert not outcome.trouble
        assert outcome.written is not None
        assert outcome.written.number == day, "numbers go on above those that lie there"
        assert [one.outcome for one in outcome.read] == (["read"] if day > 1 else [])
        intake.take_and_note(road.county, "县", road.stick / outcome.written.path.name)
        answers.answer(road.county, "县", STATION, road.stick)


def test_of_each_sort_the_highest_numbers_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(far_place, "KEPT", 2)
    found, wanted = Listing(), Names(STATION, COUNTY).wanted
    for name in (answer(3), own(7), answer(1), "x.jpg", own(2), answer(9), answer(2), own(9), own(9) + ".partial", answer(4)):
        assert found.add(FarFile(name, 1), wanted)
    assert [one.name for one in found.files] == [own(7), answer(9), own(9), own(9) + ".partial", answer(4)]
    assert (found.whole, found.looked_at, dict(found.counts)) == (True, 10, {"answer": 5, "own": 3, "half": 1})


@pytest.mark.parametrize("sending", [True, False])
def test_a_folder_too_full_to_be_looked_at_is_told(road: Road, monkeypatch: pytest.MonkeyPatch, *, sending: bool) -> None:
    road.add("甲")
    said = "请县里清理一下"
    assert said not in report_far(road.desk, OPERATOR, sending=sending).says
    for number in range(4):
        (road.stick / f"{number}.jpg").write_bytes(b"x")
    monkeypatch.setattr(far_place, "NAMES", 3)
    road.add("乙")
    assert said in report_far(road.desk, OPERATOR, sending=sending).says


def test_a_look_that_sent_nothing_is_not_said_to_have_sent(road: Road) -> None:
    road.set_clock(11, 22, 9)
    assert report_far(road.desk, OPERATOR, sending=False).written is None
    with road.desk.reading() as session:
        state = far_state(session)
        assert state is not None
        assert last_words(state, road.desk.clock()) == "上次联网 今天 09:00"


@pytest.mark.parametrize(("station", "county"), [("shangxu-1", COUNTY), (STATION, "jx-360202"), ("a-b-c", "x-1"), ("JX0012", COUNTY)])
def test_every_code_that_may_be_given_gets_its_answers(station: str, county: str) -> None:
    names = Names(station, county)
    ending = "_000001-000002_n0007.sdpkg"
    assert names.wanted(f"SD_{county}_to_{station}{ending}") == ("answer", 7)
    assert names.wanted(f"SD_{station}{ending}") == ("own", 7)
    assert names.wanted(f"SD_{station}{ending}.partial") == ("half", 7)
    assert names.wanted(f"SD_{county}_to_{station}x{ending}") is None
    assert names.wanted(f"SD_{county}_to_{station}{ending}.partial") is None
