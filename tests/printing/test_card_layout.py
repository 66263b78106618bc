from __future__ import annotations

from collections.abc import Callable
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stationdesk.printing import number_card, person_card
from stationdesk.printing.card_parts import Side
from stationdesk.printing.card_sheet import lay_out, place
from stationdesk.printing.contact_card import Card, CardLine, Design, Imprint, LeftOut, NoDutyPhone, dialled, sentences, spaced_phone
from stationdesk.printing.page import MM_PER_POINT, Qr, Text, printable
from stationdesk.printing.qr_code import QUIET_MODULES, qr_bars
from stationdesk.printing.typeface import NoTypeface, Typefaces

Make = Callable[..., Card]
Box = tuple[float, float, float, float]

WORDS = st.text("汪厚行鱼山生欧阳国平𠅤䶮·、 卫院送药abc", max_size=40)
PHONES = st.one_of(st.sampled_from(["13800000046", "07980123456", "", "010 6512 3456"]), st.text("0123456789-转 ", max_size=24))
LEADERS = st.one_of(st.none(), st.builds(CardLine, label=WORDS, phone=PHONES, name=WORDS))
MANY_LINES = st.lists(st.builds(CardLine, label=WORDS, phone=PHONES, name=WORDS), max_size=12).map(tuple)


def texts(side: Side) -> list[Text]:
    return [mark for mark in side.marks if isinstance(mark, Text)]


def box(text: Text, faces: Typefaces) -> Box:
    """Return where the ink of a text is, roughly: 0.72 of its size above the baseline, 0.03 below."""
    size = text.size * MM_PER_POINT
    width = faces.width(text.text, text.size, text.weight) * (1 + text.tracking)
    left = text.x - {"left": 0.0, "centre": 0.5, "right": 1.0}[text.align] * width
    return left, text.y - 0.72 * size, left + width, text.y + 0.03 * size


def meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


@pytest.mark.parametrize(("design", "most"), [(number_card, 7), (person_card, 5)])
def test_the_back_has_the_first_lines_of_the_list_and_names_the_others(design: object, most: int, card: Make, typefaces: Typefaces) -> None:
    side = design.back(card(), typefaces)  # type: ignore[attr-defined]
    said = {mark.text for mark in texts(side)}
    lines = card().lines
    assert {spaced_phone(line.phone) for line in lines[:most]} <= said
    assert [left.what for left in side.left_out] == [
        f"{line.label} {line.name} {spaced_phone(line.phone)}".replace("  ", " ") for line in lines[most:]
    ]
    assert {left.why for left in side.left_out} == {"no_room"}
    rows = [mark for mark in texts(side) if mark.y < 36]
    assert len({mark.text for mark in rows if mark.align == "right"}) == most
    assert all(mark.size >= 9 for mark in rows)


def test_a_line_that_cannot_be_printed_gives_its_place_to_the_next(card: Make, typefaces: Typefaces) -> None:
    long = "0798-012 3456 转 8001 再转 2 再转 15 再转 801"
    lines = (CardLine("村医", "", "胡文斌"), CardLine("卫生院", long), *card().lines[:7])
    side = number_card.back(card(lines=lines), typefaces)
    assert side.left_out == [LeftOut("汪家组01", "村医 胡文斌", "no_phone"), LeftOut("汪家组01", f"卫生院 {long}", "no_room")]
    assert len([mark for mark in texts(side) if mark.align == "right" and mark.y < 36]) == 7


@pytest.mark.parametrize("front", [number_card.front, person_card.front])
def test_the_duty_phone_is_at_least_20_points_on_both_fronts(front: Callable[..., Side], card: Make, typefaces: Typefaces) -> None:
    for phone in ("07980123456", "13800000077", "010-65123456", "0798-01234567"):
        side = front(card(duty_phone=phone), typefaces)
        assert [mark.size >= 20 for mark in texts(side) if mark.text == spaced_phone(phone)] == [True]
        assert side.left_out == []


@given(station=WORDS, duty=PHONES, leader=LEADERS, group=WORDS, address=WORDS, lines=MANY_LINES, slogan=WORDS, number=WORDS)
def test_nothing_overlaps_leaves_the_card_or_touches_the_code_whatever_is_written(
    typefaces: Typefaces, card: Make, **fields: object
) -> None:
    fields |= {"duty_phone": fields.pop("duty") or "07980123456", "grid_leader": fields.pop("leader")}
    full = card(**fields)
    for side in (
        number_card.front(full, typefaces),
        number_card.back(full, typefaces),
        person_card.front(full, typefaces),
        person_card.back(full, typefaces),
    ):
        boxes = [(mark.text, box(mark, typefaces)) for mark in texts(side)]
        for said, (left, top, right, bottom) in boxes:
            assert left >= 4.4, said
            assert right <= 85.3, said
            assert top >= 3, said
            assert bottom <= 51.4, said
        for (one, first), (other, second) in combinations(boxes, 2):
            assert not meet(first, second), (one, other)
        for mark in side.marks:
            if isinstance(mark, Qr):
                quiet = mark.size / qr_bars(mark.content)[0] * QUIET_MODULES - 0.05
                zone = (mark.x - quiet, mark.y - quiet, mark.x + mark.size + quiet, mark.y + mark.size + quiet)
                assert [said for said, ink in boxes if meet(ink, zone)] == []


@given(lines=MANY_LINES, leader=LEADERS)
def test_what_is_not_on_a_back_is_named(typefaces: Typefaces, card: Make, lines: tuple[CardLine, ...], leader: CardLine | None) -> None:
    side = number_card.back(card(lines=lines, grid_leader=leader), typefaces)
    said = [mark.text for mark in texts(side)]
    named = "\n".join(left.what for left in side.left_out)
    for line in lines:
        for part in (line.label, line.name, spaced_phone(line.phone)):
            assert not printable(part) or printable(part) in said or printable(part) in named


def test_the_wall_sheet_carries_every_line_on_as_many_sheets_as_it_takes(card: Make, typefaces: Typefaces, imprint: Imprint) -> None:
    many = tuple(CardLine(f"第{n}小组联络员", f"138000001{n:02}", "欧阳厚行") for n in range(14)) + tuple(
        CardLine(f"便民服务点第{n}处", f"079801202{n:02}") for n in range(31)
    )
    printout = lay_out([card(lines=many)], "wall", imprint, typefaces)
    assert printout.left_out == ()
    assert len(printout.pages) > 1
    said = [mark.text for page in printout.pages for mark in page.marks if isinstance(mark, Text)]
    for line in (*many, card().grid_leader or many[0]):
        assert line.label in said
        assert said.count(spaced_phone(line.phone)) == 1
    assert {(page.width, page.height) for page in printout.pages} == {(148, 210)}
    for page in printout.pages:
        boxes = [box(mark, typefaces) for mark in page.marks if isinstance(mark, Text)]
        assert not any(meet(one, other) for one, other in combinations(boxes, 2))
        assert all(left >= 9 and right <= 138.2 for left, _top, right, _bottom in boxes)


def test_backs_lie_behind_their_fronts(card: Make, typefaces: Typefaces, imprint: Imprint) -> None:
    cards = [card(n, lines=(CardLine("村医", f"138000000{n:02}", "胡文斌"),)) for n in range(1, 14)]
    pages = lay_out(cards, "number", imprint, typefaces).pages
    assert len(pages) == 4
    for sheet in (0, 1):
        front = {
            mark.text.removeprefix("领卡号 "): mark
            for mark in pages[2 * sheet].marks
            if isinstance(mark, Text) and mark.text.startswith("领卡号")
        }
        back = {mark.text: mark for mark in pages[2 * sheet + 1].marks if isinstance(mark, Text)}
        for n in range(1 + 10 * sheet, min(14, 11 + 10 * sheet)):
            there, here = front[f"汪家组{n:02}"], back[f"138 0000 00{n:02}"]
            assert int((there.y - 13.5) // 54) == int((here.y - 13.5) // 54)
            assert int((there.x - 15) // 90) == 1 - int((here.x - 15) // 90)
    assert [place(n, mirrored=True)[0] for n in (0, 1)] == [105, 15]


@pytest.mark.parametrize("design", ["number", "person", "wall"])
def test_a_card_without_duty_phone_is_refused(design: Design, card: Make, typefaces: Typefaces, imprint: Imprint) -> None:
    with pytest.raises(NoDutyPhone):
        lay_out([card(), card(duty_phone=" ")], design, imprint, typefaces)


def test_the_same_words_on_many_cards_are_said_once(card: Make, typefaces: Typefaces, imprint: Imprint) -> None:
    printout = lay_out([card(n) for n in range(1, 13)], "number", imprint, typefaces)
    assert sentences(printout.left_out) == ["印不下，没有印：燃气 0798-012 0111（12 张卡）"]


@pytest.mark.parametrize(
    ("kept", "shown", "called"),
    [
        ("13800000046", "138 0000 0046", "tel:13800000046"),
        ("138-0000-0046", "138 0000 0046", "tel:13800000046"),
        ("07980123456", "0798-012 3456", "tel:07980123456"),
        ("(0798) 01234567", "0798-0123 4567", "tel:079801234567"),
        ("01065123456", "010-6512 3456", "tel:01065123456"),
        ("0798-0123456转802", "0798-0123456转802", "tel:07980123456"),
        ("+86 138 0000 0046", "+86 138 0000 0046", "tel:+8613800000046"),
        ("12345", "12345", "tel:12345"),
    ],
)
def test_phones_are_grouped_for_reading_and_bare_for_dialling(kept: str, shown: str, called: str) -> None:
    assert spaced_phone(kept) == shown
    assert dialled(kept) == called


def test_what_has_no_look_is_not_printed() -> None:
    assert printable("汪\u200b厚\ufe00行\n\t𠅤\U000e0101 ") == "汪厚行 𠅤"


def test_a_machine_without_chinese_typefaces_says_so() -> None:
    with pytest.raises(NoTypeface, match="fonts-noto-cjk"):
        Typefaces([])
