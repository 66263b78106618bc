"""A step that is done with several wishes at once: what is refused names the one it speaks of, and whose it is."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlmodel import Session

from stationdesk.errors import DeskError
from stationdesk.services import wish_giving
from stationdesk.store.database import Database
from stationdesk.ui.wish_steps_form import FORMS, Said
from tests.services.wish_kit import BY, ON, child, in_days, noted, published, thrown_away, unit
from tests.store.kit import quick_desk


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    with quick_desk(tmp_path_factory.mktemp("batches")) as found:
        yield found


@pytest.fixture
def session(desk: Database) -> Iterator[Session]:
    with thrown_away(desk) as found:
        yield found


def test_of_several_it_is_said_which_one_is_refused_and_whose(session: Session) -> None:
    first, kids = noted(session, "碗").id, noted(session, "书包", child(session, agreed=False)).id
    with pytest.raises(DeskError, match=r"^冯爷爷，碗：.*上门") as told, session.begin_nested():
        FORMS["approve"].write(session, Said([first, kids], ON, BY, {}))
    with pytest.raises(DeskError, match=r"^小树（化名），书包：.*监护人"), session.begin_nested():
        FORMS["approve"].write(session, Said([first, kids], ON, BY, {"wall": True}, sure=True))
    with pytest.raises(DeskError, match=r"^这个心愿还没") as alone, session.begin_nested():
        FORMS["approve"].write(session, Said([first], ON, BY, {}))
    assert str(told.value).endswith(str(alone.value)), "of one alone it is plain which one is meant"
    hung = [published(session, content) for content in ("锅", "瓢")]
    with pytest.raises(DeskError, match=r"^冯爷爷，锅：.*11月20日|^冯爷爷，锅：.*2026-11-20"), session.begin_nested():
        wish_giving.claim(session, hung, unit(claimed_on=in_days(-3).isoformat()), ON, by=BY)
    wish_giving.claim(session, hung[1:], unit(), ON, by=BY)
    with pytest.raises(DeskError, match=r"^冯爷爷，瓢：[^：]*$"), session.begin_nested():
        wish_giving.claim(session, hung, unit("区医保局"), ON, by=BY)
