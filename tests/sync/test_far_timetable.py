"""When it goes by itself: by the hour, at a time of the day, later after each failure, and whatever the clock says."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from stationdesk.store.clock import stamp
from stationdesk.sync.far_address import Kind, UnfitAddress, read_address
from stationdesk.sync.far_road import FarRoad, FarRoadDraft, UnfitFarRoad, far_road, forget_far_road, keep, set_far_road
from stationdesk.sync.far_timetable import FURTHEST, LONGEST_WAIT, is_due, next_time, wait_after
from tests.road_kit import OPERATOR, Road, made_road

NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
HOURLY, DAILY = FarRoad("/x", every_hours=4), FarRoad("/x", time_of_day="18:30")
MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 (given their zone here)


@pytest.fixture
def road(tmp_path: Path) -> Iterator[Road]:
    with made_road(tmp_path) as found:
        yield found


def test_off_until_a_timetable_is_set() -> None:
    assert not is_due(None, NOW)
    assert not is_due(FarRoad("/x"), NOW)
    assert is_due(HOURLY, NOW)


def test_at_a_time_of_the_day() -> None:
    assert not is_due(DAILY, NOW), "09:00, and it has never run"
    assert is_due(DAILY, NOW + timedelta(hours=10))
    planned = next_time(DAILY, NOW + timedelta(hours=10), Random(1))
    assert planned is not None
    assert planned.astimezone(UTC) == datetime(2026, 11, 23, 10, 30, tzinfo=UTC)
    done = replace(DAILY, tried_at=stamp(NOW + timedelta(hours=10)), next_at=stamp(planned))
    assert not is_due(done, planned - timedelta(minutes=1))
    assert is_due(done, planned), "also on a desk that was closed at that minute"


@given(failures=st.integers(1, 1000), seed=st.integers())
def test_the_wait_grows_and_ends_growing(failures: int, seed: int) -> None:
    wait, lasting = wait_after(failures, Random(seed)), wait_after(failures, Random(seed), lasting=True)
    assert timedelta(minutes=3) < wait <= LONGEST_WAIT * 1.25
    assert lasting >= timedelta(hours=9), "a wrong password is not tried until the account is locked"
    assert wait_after(1, Random(seed)) <= wait_after(3, Random(seed)) <= wait_after(9, Random(seed))


@example(then=NOW.replace(hour=10, minute=29, second=50), now=NOW, seed=1, road=DAILY)
@given(then=MOMENTS, now=MOMENTS, seed=st.integers(), road=st.sampled_from([HOURLY, DAILY, replace(HOURLY, every_hours=24)]))
def test_no_clock_stops_it_for_good_and_none_makes_it_run_wild(then: datetime, now: datetime, seed: int, road: FarRoad) -> None:
    planned = next_time(road, then, Random(seed))
    assert planned is not None
    done = replace(road, tried_at=stamp(then), done_at=stamp(then), next_at=stamp(planned))
    assert not is_due(done, then + timedelta(seconds=20)), "right after it went, it rests"
    assert timedelta() < planned - then <= FURTHEST
    waited = next(hours for hours in range(60) if is_due(done, now + timedelta(hours=hours)) or now + timedelta(hours=hours) > planned)
    assert waited <= 27 or now > planned
    if now < then - timedelta(hours=1):
        assert is_due(done, now), "a clock that was set back does not silence it"


@pytest.mark.parametrize(
    ("typed", "kind", "words"),
    [
        ("sftp://county.example/in", Kind.SFTP, "sftp://county.example/in"),
        (" SFTP://County.example:2222/~/in ", Kind.SFTP, "sftp://county.example:2222/~/in"),
        ("sftp://xu@county.example/", Kind.SFTP, "sftp://county.example/"),
        ("https://county.example:443/上报/", Kind.WEBDAV, "https://county.example/%E4%B8%8A%E6%8A%A5/"),
        ("davs://county.example/in/", Kind.WEBDAV, "https://county.example/in/"),
        ("sftp://[::1]:22/in", Kind.SFTP, "sftp://[::1]/in"),
        ("/mnt/share", Kind.FOLDER, "/mnt/share"),
        (r"\\county\share", Kind.FOLDER, r"\\county\share"),
        ("D:\\上报", Kind.FOLDER, "D:\\上报"),
    ],
)
def test_addresses(typed: str, kind: Kind, words: str) -> None:
    found = read_address(typed)
    assert (found.kind, found.words) == (kind, words)
    assert read_address(found.words).words == words


@given(text=st.text(max_size=60) | st.from_regex(r"(sftp|https)://[^ ]{0,40}"))
def test_any_address_is_read_or_refused_in_words(text: str) -> None:
    words = ""
    with suppress(UnfitAddress):
        words = read_address(text).words
    if words:
        assert read_address(words).words == words


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "county",
        "http://county.example/",
        "ftp://x/",
        "sftp://xu:geheim@county.example/",
        "sftp://x/../etc",
        "sftp://",
        "https://x:99999/",
        "sftp://a b/",
    ],
)
def test_addresses_that_are_none(typed: str) -> None:
    with pytest.raises(UnfitAddress):
        read_address(typed)


def test_a_kept_password_never_goes_to_another_host(road: Road) -> None:
    first = FarRoadDraft("sftp://county.example/in", login="xu", password="geheim")
    with road.desk.writing(OPERATOR, "x") as session:
        set_far_road(session, first)
        keep(session, host_key="ssh-ed25519 AAAA")
        assert set_far_road(session, replace(first, password="", every_hours=4)).password == "geheim"
        assert set_far_road(session, replace(first, address="sftp://county.example/other", password="")).host_key == "ssh-ed25519 AAAA"
        for other in ("sftp://evil.example/in", "sftp://county.example:2222/in", "https://county.example/in"):
            with pytest.raises(UnfitFarRoad):
                set_far_road(session, replace(first, address=other, password=""))
        with pytest.raises(UnfitFarRoad):
            set_far_road(session, replace(first, login="other", password=""))
        for unfit in ({"every_hours": 3}, {"time_of_day": "25:00"}, {"login": ""}, {"password": "x" * 501}):
            with pytest.raises(UnfitFarRoad):
                set_far_road(session, replace(first, **unfit))
        forget_far_road(session)
        assert far_road(session) is None
