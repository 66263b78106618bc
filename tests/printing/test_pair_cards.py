"""Pair cards: ten on a sheet, nothing on anything else whatever the names, the helper's number whole and the code that dials it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stationdesk.printing.contact_card import HEIGHT, WIDTH, Imprint, NoDutyPhone
from stationdesk.printing.page import Page, Qr
from stationdesk.printing.pair_card import PairCard, front, lay_out
from stationdesk.printing.typeface import Typefaces
from tests.printing.test_card_layout import PHONES, WORDS, box, meet, texts

STATION, DUTY = "上徐村新时代文明实践站", "07980123456"
NAMES = st.one_of(WORDS, st.sampled_from(["字" * 72, "买买提·艾力·阿卜杜热合曼·买买提依明", "A & B 之母 <老三家的>", "余国平"]))


def card(whom: str = "汪厚行", helper: str = "余国平", phone: str = "13800000006", **given: str) -> PairCard:
    fields = {"what": "村干部", "rhythm": "每周", "station": STATION, "duty_phone": DUTY} | given
    return PairCard(whom, helper, phone, **fields)


@settings(max_examples=60)
@given(NAMES, NAMES, PHONES, NAMES, WORDS)
def test_whatever_stands_on_a_card_nothing_stands_on_anything_else(
    typefaces: Typefaces, whom: str, helper: str, phone: str, what: str, rhythm: str
) -> None:
    side = front(card(whom, helper, phone, what=what, rhythm=rhythm), typefaces)
    boxes = [(text.text, box(text, typefaces)) for text in texts(side)]
    codes = [("code", (one.x, one.y, one.x + one.size, one.y + one.size)) for one in side.marks if isinstance(one, Qr)]
    for (one, mine), (other, theirs) in combinations(boxes + codes, 2):
        assert not meet(mine, theirs), (one, other)
    for said, (left, top, right, bottom) in boxes + codes:
        assert left >= 0
        assert top >= 0
        assert right <= WIDTH, said
        assert bottom <= HEIGHT, said


def test_without_a_number_the_station_is_dialled_and_the_preview_names_him(typefaces: Typefaces) -> None:
    side = front(card(phone=""), typefaces)
    assert [one.content for one in side.marks if isinstance(one, Qr)] == [f"tel:{DUTY}"]
    assert [(left.what, left.why) for left in side.left_out] == [("余国平", "no_phone")]
    with pytest.raises(NoDutyPhone):
        lay_out([card(duty_phone="")], Imprint("徐丽华", None), typefaces)  # type: ignore[arg-type]


@pytest.mark.parametrize(("count", "pages"), [(0, 0), (1, 1), (10, 1), (11, 2), (41, 5)])
def test_ten_stand_on_a_sheet(
    count: int, pages: int, imprint: Imprint, typefaces: Typefaces, printed: Callable[[Sequence[Page]], Path], tool: Callable[..., str]
) -> None:
    out = lay_out([card(f"汪厚行{nth}") for nth in range(count)], imprint, typefaces)
    assert len(out.pages) == pages
    if not out.pages:
        return
    said = tool("pdftotext", "-layout", printed(out.pages), "-")
    assert said.count("138 0000 0006") == said.count("0798-012 3456") == count
    assert f"第 {pages} 页，共 {pages} 页" in said
    assert "旧卡收回" in said
    if count == 1:
        path = printed(out.pages)
        tool("pdftoppm", "-r", 200, "-png", "-singlefile", path, path.with_suffix(""))
        assert "tel:13800000006" in tool("zbarimg", "-q", path.with_suffix(".png"))
