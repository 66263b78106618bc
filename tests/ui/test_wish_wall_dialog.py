"""Printing a list for the wall while others hang that have to come down: it is asked which of them is replaced."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlmodel import select

from stationdesk.registers.wish import Wish
from stationdesk.services.wish_walls import Hung, hang, hung, next_edition, no_longer_public
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.wishes_paper import WallDialog, read_faces, wall_job
from tests.services.wish_kit import BY, published


def wrong_lists(desk: OpenDesk, count: int) -> tuple[str, list[Hung]]:
    """Hang some lists with a wish, and say that it may not be public any more; return one that may, and the lists."""
    with desk.database.writing(BY, "心愿") as session:
        wish, other = published(session, "护膝"), published(session, "锅")
        for _nth in range(count):
            hang(session, replace(next_edition(session, desk.today()), wishes=(wish,)))
        session.exec(select(Wish).where(Wish.id == wish)).one().may_be_public = False
    with desk.reading() as session:
        return other, [one for one, _wishes in no_longer_public(session, desk.today())]


@pytest.mark.parametrize(("count", "whole", "instead"), [(1, True, "2026-1"), (1, False, ""), (2, True, "")])
def test_a_new_list_asks_which_one_it_replaces(empty_desk: OpenDesk, count: int, whole: bool, instead: str) -> None:
    other, wrong = wrong_lists(empty_desk, count)
    with empty_desk.reading() as session:
        dialog = WallDialog(empty_desk, None, next_edition(session, empty_desk.today()), 1, wrong, whole=whole)
    assert dialog.instead.value() == instead, "of several, or for a few wishes only, none is taken for granted"
    assert [dialog.instead.itemData(nth) for nth in range(dialog.instead.count())] == ["", *(one.mark for one in wrong)]
    dialog.instead.set_value("2026-1")
    dialog.take()
    found, station = read_faces(empty_desk, [other])
    job = wall_job(empty_desk, found, station, dialog.one, dialog.instead.value())
    assert job.noted is not None
    with empty_desk.writing("打印") as session:
        job.noted(session)
    with empty_desk.reading() as session:
        assert [one.edition for one in hung(session)] == list(range(2, count + 2))


def test_nothing_is_asked_where_nothing_has_to_come_down(empty_desk: OpenDesk) -> None:
    with empty_desk.reading() as session:
        dialog = WallDialog(empty_desk, None, next_edition(session, empty_desk.today()), 1)
    assert dialog.instead.row is None
    assert dialog.instead.value() == ""
