"""What hangs on the wall and may not be public any more is told at once, in red, until it is taken down or a new list hangs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from sqlmodel import Session, select

from stationdesk.registers.consent import Consent, ConsentDraft
from stationdesk.registers.resident import Resident
from stationdesk.registers.wish import Wish, WishDraft
from stationdesk.services import wish_giving, wish_noting, wish_outcome, wishes
from stationdesk.services.desk_settings import put_value
from stationdesk.services.today_lines import Asked, Line
from stationdesk.services.today_sources import SOURCES
from stationdesk.services.wish_papers import wall_numbers
from stationdesk.services.wish_turning import turn
from stationdesk.services.wish_walls import HUNG, hang, hung, next_edition, no_longer_public
from stationdesk.services.wish_walls_today import WISH_WALLS
from stationdesk.store.database import Database, author_of
from tests.services.wish_kit import BY, ON, child, in_days, person, published, thrown_away, unit
from tests.store.kit import quick_desk


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with quick_desk(tmp_path_factory.mktemp("walls")) as found:
        yield found


@pytest.fixture
def session(desk: Database) -> Iterator[Session]:
    with thrown_away(desk) as found:
        yield found


def hanging(session: Session, *wish_ids: str, instead_of: str = "") -> None:
    hang(session, replace(next_edition(session, ON), wishes=wish_ids), instead_of)


def lines(session: Session, most: int = 9) -> tuple[Line, ...]:
    found = WISH_WALLS.section(session, Asked(ON, most=most))
    assert len(found.lines) == min(found.count, most)
    return found.lines


def _resident(session: Session, who: str) -> Resident:
    return session.exec(select(Resident).where(Resident.id == who)).one()


def _words(session: Session, who: str) -> Consent:
    return session.exec(select(Consent).where(Consent.resident_id == who)).one()


def dies(session: Session, who: str, _wish: str) -> None:
    _resident(session, who).residency_status = "deceased"


def moves(session: Session, who: str, _wish: str) -> None:
    _resident(session, who).residency_status = "moved_out"


def takes_back(session: Session, who: str, _wish: str) -> None:
    _words(session, who).withdrawn_on = ON.isoformat()


def taken_down_by_itself(session: Session, who: str, wish: str) -> None:
    takes_back(session, who, wish)
    session.flush()
    assert turn(session, ON).taken_down == (wish,)


def runs_out(session: Session, who: str, _wish: str) -> None:
    _words(session, who).valid_to = in_days(-1).isoformat()


def undone(session: Session, who: str, _wish: str) -> None:
    _words(session, who).removed_at = session.info["at"]


def cancelled(session: Session, _who: str, wish: str) -> None:
    wishes.cancel(session, wish, "other", ON, by=BY)


def withdrawn(session: Session, _who: str, wish: str) -> None:
    wishes.withdraw(session, wish, ON, by=BY)


def forbidden(session: Session, _who: str, wish: str) -> None:
    session.exec(select(Wish).where(Wish.id == wish)).one().may_be_public = False


def undone_wish(session: Session, _who: str, wish: str) -> None:
    session.exec(select(Wish).where(Wish.id == wish)).one().removed_at = session.info["at"]


@pytest.mark.parametrize("happens", [dies, moves, takes_back, taken_down_by_itself, runs_out, undone, cancelled, withdrawn, forbidden])
def test_a_childs_wish_that_may_not_hang_any_more_is_told_at_once(session: Session, happens: Callable[..., None]) -> None:
    who = child(session)
    wish, other = published(session, "水彩笔", who), published(session, "锅")
    hanging(session, wish, other)
    assert not lines(session)
    happens(session, who, wish)
    session.flush()
    (line,) = lines(session)
    number = wall_numbers(session)[wish]
    assert line.reasons == ((f"有不能再公开的心愿（墙号 {number}），请取下重打", "red"),)
    assert (line.name, line.page, line.argument, line.done_words) == ("2026年 第 1 期", "wishes", "wall", "已取下")
    assert WISH_WALLS.section(session, Asked(ON, most=0)).count == 1


def test_of_a_wish_that_was_taken_back_the_line_has_the_number_on_the_paper(session: Session) -> None:
    wish = published(session, "锅")
    hanging(session, wish)
    undone_wish(session, "", wish)
    session.flush()
    assert lines(session)[0].reasons == (("有不能再公开的心愿（墙号 1），请取下重打", "red"),)


@pytest.mark.parametrize(
    ("said", "told"), [({}, 0), ({"given": False}, 1), ({"withdrawn_on": "2026-11-20"}, 1), ({"valid_to": "2026-11-20"}, 1)]
)
def test_a_grown_up_need_not_be_asked_but_may_say_no(session: Session, said: dict[str, Any], told: int) -> None:
    who = person(session)
    hanging(session, published(session, "锅", who))
    consent = ConsentDraft.model_validate({"resident_id": who, "kind": "public_wish", "given_by": "self", "given_on": "2026-11-01"} | said)
    session.add(Consent.model_validate(consent, update={"author": author_of(session)}))
    session.flush()
    assert len(lines(session)) == told


def test_what_came_true_may_hang_until_its_day(session: Session) -> None:
    wish, expired = published(session, "锅"), published(session, "碗")
    hanging(session, wish, expired)
    wish_giving.claim(session, [wish], unit(), ON, by=BY)
    wish_giving.deliver(session, [wish], ON, by=BY)
    wish_outcome.fulfil(session, wish, ON, by=BY)
    wishes.take_down(session, expired, ON, by=BY)
    assert not lines(session)


def test_it_is_settled_when_it_is_taken_down_or_a_new_list_hangs_in_its_place(session: Session) -> None:
    who = child(session)
    wish, other = published(session, "水彩笔", who), published(session, "锅")
    hanging(session, wish, other)
    hanging(session, other)
    hanging(session, wish)
    takes_back(session, who, wish)
    session.flush()
    first, third = lines(session)
    assert (first.name, third.name) == ("2026年 第 1 期", "2026年 第 3 期")
    assert WISH_WALLS.done is not None
    WISH_WALLS.done(session, third, ON, BY)
    assert [line.name for line in lines(session)] == ["2026年 第 1 期"]
    hanging(session, other, instead_of="2026-1")
    assert not lines(session)
    assert [one.edition for one in hung(session)] == [2, 4], "a list with nothing wrong on it hangs on"


def test_a_new_list_takes_the_place_of_one_only(session: Session) -> None:
    wish, other = published(session, "锅"), published(session, "碗")
    hanging(session, wish)
    hanging(session, wish, other)
    wishes.cancel(session, wish, "other", ON, by=BY)
    hanging(session, other)
    assert [line.name for line in lines(session)] == ["2026年 第 1 期", "2026年 第 2 期"], "both papers may hang still"
    hanging(session, other, instead_of="2026-2")
    assert [line.name for line in lines(session)] == ["2026年 第 1 期"]
    assert [one.edition for one in hung(session)] == [1, 3, 4]


def test_a_list_from_before_wishes_were_kept_comes_down_on_its_day(session: Session) -> None:
    old = {"edition": 1, "year": 2026, "down": ON.isoformat(), "printed_on": in_days(-15).isoformat()}
    put_value(session, HUNG, {"hang": [old], "last": {"2026": 1}})
    (line,) = lines(session)
    assert (line.argument, line.reasons[-1]) == ("", ("今天", "amber"))
    assert no_longer_public(session, ON) == []


def test_what_is_wrong_and_what_is_late_stand_in_one_line_before_the_others(session: Session) -> None:
    who = child(session)
    wish = published(session, "水彩笔", who)
    one = next_edition(session, ON)
    hang(session, replace(one, down=in_days(-3).isoformat()))
    hang(session, replace(next_edition(session, ON), down=in_days(-1).isoformat(), wishes=(wish,)))
    dies(session, who, wish)
    session.flush()
    wrong, late = lines(session)
    assert [tone for _said, tone in wrong.reasons] == ["red", "red"]
    assert (wrong.name, late.name) == ("2026年 第 2 期", "2026年 第 1 期")
    assert len(lines(session, most=1)) == 1


def test_it_stands_in_the_list_before_the_wishes_themselves() -> None:
    kinds = [source.kind for source in SOURCES]
    assert kinds.index("wish_walls") < kinds.index("wishes")


# -- the number on the wall


def test_the_number_on_the_wall_stays_small_and_stays(session: Session) -> None:
    """Neither the new year nor a wish that came from elsewhere with the same figures changes what hangs."""
    who, begun = person(session), date(2027, 1, 5)
    old = [wish_noting.note(session, WishDraft(resident_id=who, content=what), ON, by=BY) for what in ("锅", "碗")]
    assert list(wall_numbers(session).values()) == ["1", "2"]
    new = wish_noting.note(session, WishDraft(resident_id=who, content="盆"), begun, by=BY)
    assert str(new.wish_no).startswith("2027-")
    assert list(wall_numbers(session).values()) == ["1", "2", "3"]
    for number in ("2025-XYZ-0002", "镇心愿0003", "2", "002", "7", "007"):
        wish_noting.note(session, WishDraft(resident_id=who, content=number, wish_no=number), begun, by=BY)
    walls = list(wall_numbers(session).values())
    assert walls == ["1", "2", "3", "2025-XYZ-0002", "镇心愿0003", "2-2", "002-2", "7", "007-2"]
    old[0].removed_at = session.info["at"]
    session.flush()
    assert list(wall_numbers(session).values()) == walls, "what is gone may hang still"


def test_a_wish_without_figures_in_its_number_has_all_of_it(session: Session) -> None:
    for content, number in (("锅", "甲"), ("碗", "甲")):
        wish_noting.note(session, WishDraft(resident_id=person(session), content=content, wish_no=number), ON, by=BY)
    assert list(wall_numbers(session).values()) == ["甲", "甲-2"]


def test_another_copy_counts_on(session: Session) -> None:
    """A computer that was put in another one's place goes on where that one stopped, with its own letters."""
    one = wish_noting.note(session, WishDraft(resident_id=person(session), content="锅", wish_no="2026-ZZZ-0041"), ON, by=BY)
    other = wish_noting.note(session, WishDraft(resident_id=str(one.resident_id), content="碗"), ON, by=BY)
    assert str(other.wish_no).endswith("-0042")
    assert list(wall_numbers(session).values()) == ["41", "42"]
