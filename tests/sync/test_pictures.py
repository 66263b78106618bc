"""Pictures on the road: only what is asked for and agreed to goes, what the county says it has it has, and a lost desk gets them back."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from stationdesk.services import photo_offers
from stationdesk.services.photo_road import asked_words
from stationdesk.services.undoing import undo_last
from stationdesk.store.clock import local_day
from tests.sync.photo_kit import OPERATOR, Photographer, jpeg, sha
from tests.sync.sample import sample
from tests.sync.world import World

CODE = "360202101209"
OTHER = "360202102001"


@pytest.fixture
def world() -> Iterator[World]:
    made = World(sample())
    yield made
    made.close()


@pytest.fixture
def village(world: World) -> Photographer:
    return photographer(world, CODE)


def photographer(world: World, code: str) -> Photographer:
    return Photographer(world.county, world.desks[code].database, code, world.base / "road")


def test_a_picture_goes_where_it_is_asked_for_and_its_state_is_told_truly(world: World, village: Photographer) -> None:
    photo = village.takes(village.person())
    assert village.says(photo) == "照片不报县里"
    village.round_trip()
    assert (village.at_county(), village.offers()) == (set(), []), "nobody asked"
    village.asks()
    village.round_trip()
    assert village.says(photo) == "照片：还没报"
    made = world.export(CODE)
    assert village.says(photo) == "照片：等回执"
    assert village.at_county() == set()
    assert world.deliver(made) == "taken"
    assert village.at_county() == {sha(jpeg(1))}
    assert village.says(photo) == "照片：等回执", "only a receipt makes it received"
    answer = world.answer(CODE)
    assert answer is not None
    world.deliver(answer)
    assert village.says(photo) == "照片：县已收"
    before, size = village.lines(), made.path.stat().st_size
    village.round_trip()
    assert village.lines() == before, "nothing is written where nothing is lacking"
    assert world.export(CODE).path.stat().st_size < size, "what has arrived does not go again"


def test_who_did_not_agree_and_children_stay_at_home(village: Photographer) -> None:
    village.asks()
    village.round_trip()
    assert [title for title, _text in told(village)] == ["县里要照片：冬季走访"]
    child, gran = village.person("方乐乐", "2018-05-01"), village.person()
    village.takes(child)
    village.takes(gran, child)
    good = village.takes(gran)
    village.round_trip()
    assert village.at_county() == {sha(jpeg(3))}
    (said,) = [text for _title, text in told(village)]
    assert said == "这些天的照片，1 张报县里；2 张留在本站（照片上的人没有都同意，或者等下一次上报）；有孩子的不报。"
    village.asks(children=True, audience=f"station:{CODE}")
    village.round_trip()
    village.round_trip()
    assert village.at_county() == {sha(jpeg(one)) for one in (1, 2, 3)}
    village.withdraws(child)
    village.round_trip()
    assert village.at_county() == {sha(jpeg(3))}, "a consent taken back takes the picture back"
    village.takes_out(good)
    village.round_trip()
    assert village.at_county() == set()
    undo_last(village.desk, OPERATOR)
    village.round_trip()
    assert village.at_county() == {sha(jpeg(3))}
    assert village.aside() == {}


def test_only_the_days_and_the_stations_that_are_meant(world: World, village: Photographer) -> None:
    on = local_day(village.desk.clock()).isoformat()
    other = photographer(world, OTHER)
    village.asks(to_date="2026-01-31")
    village.asks(audience=f"station:{OTHER}", from_date=on)
    for one in (village, other):
        one.takes(one.person(), content=jpeg(7 if one is village else 8))
        one.round_trip()
        one.round_trip()
    assert (village.at_county(), other.at_county()) == (set(), {sha(jpeg(8))})


def test_the_program_follows_what_an_operator_undoes(village: Photographer) -> None:
    village.asks()
    village.round_trip()
    who = village.person()
    village.takes(who)
    village.round_trip()
    assert undo_last(village.desk, OPERATOR).says == "拍照", "what the program wrote stands in nobody's way"
    village.round_trip()
    assert (village.at_county(), village.offers()) == (set(), [])


def test_many_pictures_go_a_few_at_a_time(village: Photographer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photo_offers, "MOST", 2)
    village.asks()
    village.round_trip()
    who = village.person()
    for _each in range(5):
        village.takes(who)
    for count in (2, 4, 5):
        village.round_trip()
        assert len(village.at_county()) == count
        assert village.aside() == {}


def test_an_older_computer_gets_its_pictures_back(world: World, village: Photographer, monkeypatch: pytest.MonkeyPatch) -> None:
    village.asks()
    village.round_trip()
    who = village.person()
    world.back_station_up(CODE)
    for _each in range(5):
        village.takes(who)
    village.round_trip()
    private = village.takes(village.person("汪大爷"))
    village.withdraws(village_person(village, private))
    village.round_trip()
    everything = village.here()
    monkeypatch.setattr("stationdesk.county.pictures.MOST", 2)
    world.put_station_back(CODE, unseen=False)
    assert village.here() == {}
    said = village.round_trip()
    assert "还回 2 张照片。" in said
    assert "还有 3 张照片在县里：上报一次，县里的回件就带回来。" in said
    assert "有 1 张照片没有报过县里，只在另一台电脑上；照片的说明都在。" in said
    assert not any("从不" in one and "照片" in one for one in said)
    village.round_trip()
    assert len(village.here()) == 4
    village.round_trip()
    assert village.here() == {photo: content for photo, content in everything.items() if photo != private}
    assert village.says(private) == "照片不报县里"
    before = village.lines()
    village.round_trip()
    village.round_trip()
    assert village.lines() - before <= 1, "once the last picture is here nothing is asked for any more"
    assert not any(one.wanted for one in village.offers())
    assert len(village.at_county()) == 5


def told(village: Photographer) -> list[tuple[str, str]]:
    """Return what the page says of what the county asks for."""
    with village.desk.reading() as session:
        return asked_words(session)


def village_person(village: Photographer, photo: str) -> str:
    """Return who is on a photo."""
    from sqlmodel import select

    from stationdesk.registers.photo import Photo

    with village.desk.reading() as session:
        return str(session.exec(select(Photo.resident_ids).where(Photo.id == photo)).one()[0])


def test_a_county_put_back_is_sent_its_pictures_again(world: World, village: Photographer, monkeypatch: pytest.MonkeyPatch) -> None:
    village.asks()
    village.round_trip()
    world.back_county_up()
    who = village.person()
    for _each in range(5):
        village.takes(who)
    village.round_trip()
    monkeypatch.setattr(photo_offers, "MOST", 2)
    world.restore_county(0)
    assert village.at_county() == set()
    said: list[Any] = []
    for _round in range(6):
        said += village.round_trip()
    assert len(village.at_county()) == 5
    assert village.aside() == {}
    assert "有 3 张照片没有完整送到，下次上报自动再报。" in said
