"""A sheet of claims of units that have the wish already, by a claim at the station."""

from __future__ import annotations

from pathlib import Path

from sqlmodel import select

from stationdesk.county.claims import claims_of
from stationdesk.i18n import _
from stationdesk.registers.wish import Wish
from stationdesk.registers.wish_claim import WishClaimDraft
from stationdesk.services.wish_claims import HAS_IT, end_claim, take_claim
from tests.county.claims_kit import BY, ON, fill
from tests.county.test_claim_sheet import UNIT, road, sheet, took
from tests.road_kit import Road

__all__ = ["road", "sheet"]


def test_a_unit_that_has_the_wish_by_another_claim_is_told_so(road: Road, sheet: Path, tmp_path: Path) -> None:
    """It took it at the station before the county's claim came there; and once it has given that back, the row says how the claim ended."""
    with road.desk.writing(BY, "认领") as session:
        taken = session.exec(select(Wish.id).where(Wish.wish_no == "W-01")).one()
        here = take_claim(session, WishClaimDraft(wish_id=taken, claimer=" 区税务局"), ON, BY).id
    back = fill(sheet, tmp_path / "b.xlsx", {4: UNIT})
    assert len(took(road, back).taken) == 1
    road.round()
    road.round()
    assert [one.state for one in claims_of(road.county)] == ["replaced"]
    for _once_more in range(2):
        told = took(road, back)
        assert ([one.sentence for one in told.troubles], told.taken, told.known) == ([_(HAS_IT)], [], 0)
    with road.desk.writing(BY, "退领") as session:
        end_claim(session, here, "withdrawn", ON, by=BY, text="局里退了")
    road.round()
    (over,) = took(road, back).troubles
    assert over.sentence.startswith("这个认领已经结束")
