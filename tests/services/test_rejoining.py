"""Every register that travels says by which fields two records of it look like one thing written twice, or that none does."""

from __future__ import annotations

from pathlib import Path

from stationdesk.registers.catalogue import register_of
from stationdesk.registers.claim_answer import ClaimAnswer
from stationdesk.registers.wish_claim import WishClaim
from stationdesk.services import wish_giving
from stationdesk.services.rejoining import ALIKE, Branch, claim_answer
from stationdesk.store.database import author_of
from stationdesk.sync.line_check import TRAVELLING
from tests.services.wish_kit import BY, ON, published, thrown_away, unit
from tests.store.kit import quick_desk


def test_every_travelling_register_says_what_looks_alike_by_fields_it_has() -> None:
    assert set(TRAVELLING) == set(ALIKE)
    for kind, ways in ALIKE.items():
        for names in ways:
            assert set(names) <= set(register_of(kind).model_fields), kind


def test_a_yes_after_an_earlier_no_is_kept_and_any_other_second_answer_is_not(tmp_path: Path) -> None:
    """A yes to a claim that the station came to prefer is put back; one against what the county's branch has decided is not."""
    with quick_desk(tmp_path) as desk, thrown_away(desk) as session:
        made = published(session)
        wanted = wish_giving.claim(session, [made], unit(), ON, by=BY)[0]
        rival = WishClaim(wish_id=made, claimer="区医保局", author=author_of(session), claimed_on=ON.isoformat())
        session.add(rival)
        no = ClaimAnswer(wish_id=made, claim_id=rival.id, answer="no", answered_on=ON.isoformat(), author=author_of(session))
        session.add(no)
        session.flush()
        yes, again = ({"wish_id": made, "claim_id": rival.id, "answer": answer} for answer in ("yes", "no"))
        here, theirs = Branch(lambda _kind: (), {}), Branch(lambda kind: {no.id} if kind == "claim_answer" else (), {})
        assert claim_answer(session, yes, here) == "这个心愿已经另有人认领", "the other claim is live still"
        wish_giving.give_back(session, made, "withdrawn", ON, by=BY, text="送不了")
        assert claim_answer(session, yes, here) == "", "preferred after a no of before"
        assert claim_answer(session, again, here) == "这次认领已经答复过", "a second no says nothing new"
        assert claim_answer(session, yes, theirs) == "这次认领已经答复过", "the no is the county's branch's: decided there meanwhile"
        answer_claim = {"wish_id": made, "claim_id": wanted.id, "answer": "yes"}
        assert claim_answer(session, answer_claim, here) == "这次认领已经答复过", "a yes after a yes"
