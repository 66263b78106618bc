"""The letter by which parents entrust their children to somebody (委托监护责任确认书), A4: filled in as far as is known, signed by hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from stationdesk.i18n import _
from stationdesk.printing.card_parts import Side
from stationdesk.printing.contact_card import Imprint, LeftOut, Printout
from stationdesk.printing.fitting import fit
from stationdesk.printing.page import MM_PER_POINT, Measure, Page, printable
from stationdesk.printing.sheet_parts import LEFT, Sheet, blank_line, box, foot, new_side

SIZE, LEAD = 11.5, 6.4
LINES = 5


@dataclass(frozen=True, slots=True)
class LetterPerson:
    """Somebody named in the letter; what is empty is a line to write on."""

    role: str
    name: str = ""
    born: str = ""
    phone: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class GuardianLetter:
    """One letter: who entrusts whom with which children, from when to when."""

    parents: tuple[LetterPerson, ...]
    guardian: LetterPerson
    children: tuple[LetterPerson, ...]
    begin: str = ""
    end: str = ""
    village: str = ""
    station: str = ""


def paragraph(side: Side, x: float, y: float, words: str, size: float, room: float) -> float:
    """Set `words` from the first baseline `y` down, broken where the room ends; return the baseline below the last line."""
    fitted = fit(printable(words), room, size, size, side.measure, "regular", LINES, 0.0)
    step = fitted.size * MM_PER_POINT * 1.5
    for at, line in enumerate(fitted.lines):
        side.text(x, y + at * step, line, fitted.size, room=room + 1)
    return y + len(fitted.lines) * step


def letter_pages(letter: GuardianLetter, imprint: Imprint, measure: Measure) -> Printout:
    """Lay the letter out on as many pages as the children need; the signatures stand together on the last."""
    pages: list[Page] = []
    left_out: list[LeftOut] = []
    sheets = _sides(letter, measure)
    for number, (side, sheet) in enumerate(sheets, start=1):
        foot(side, sheet, imprint, (letter.station, _("for those who signed only")), number, len(sheets))
        pages.append(Page(sheet.width, sheet.height, tuple(side.marks)))
        left_out += side.left_out
    return Printout(tuple(pages), tuple(dict.fromkeys(left_out)))


def _sides(letter: GuardianLetter, measure: Measure) -> list[tuple[Side, Sheet]]:
    side, sheet = new_side(measure, _("Letter of guardianship")), Sheet()
    found = [(side, sheet)]
    side.text(sheet.width / 2, 24, _("Confirmation of entrusted guardianship"), 22, "bold", "centre", room=180)
    side.rule(LEFT, sheet.right, 29, 0.6)
    y = _people(side, sheet, 38.5, _("We who entrust (parents)"), letter.parents)
    y = _people(side, sheet, y, _("Entrusted to"), (letter.guardian,))
    y = _children(side, sheet, y, letter.children)
    y = _term(side, y, letter)
    for heading, points in _promises():
        if y + LEAD * (len(points) * 1.7 + 1) > sheet.bottom - 4:
            side = new_side(measure, _("Letter of guardianship"))
            found.append((side, sheet))
            y = 26.0
        side.text(LEFT, y, heading, SIZE, "bold", room=180)
        y += LEAD
        for at, point in enumerate(points, start=1):
            y = paragraph(side, LEFT + 4, y, f"{at}. {point}", SIZE - 0.7, sheet.right - LEFT - 4) + 0.6
        y += 1.8
    if y + 58 > sheet.bottom:
        side = new_side(measure, _("Letter of guardianship"))
        found.append((side, sheet))
        y = 28.0
    _signatures(side, sheet, y + 3)
    return found


def _promises() -> Iterator[tuple[str, Sequence[str]]]:
    """Yield what each side promises (未成年人保护法 21–23)."""
    yield (
        _("The parents promise"),
        (
            _("They remain the guardians. They ask the children what they think before they entrust them, and tell station and school."),
            _("They speak with the children and with whom they are entrusted to at least once a week, and come home as often as they can."),
            _("They pay for living and schooling in time, and come back at once if the children are ill, hurt, or out of school."),
        ),
    )
    yield (
        _("Whom they are entrusted to promises"),
        (
            _("To see to food, clothes, health, the way to school and safety: water, traffic, fire, electricity, strangers."),
            _("To let every child go to school, and to tell the parents each week how the children are."),
            _("To tell parents, school and village at once if something happens, and if it cannot be gone on with."),
        ),
    )
    yield (
        _("The village"),
        (
            _("Visits the children, talks with whom they are entrusted to, and helps if care fails."),
            _("The letter ends on its last day, when the parents are back, or when both sides or the village say so in writing."),
        ),
    )


def _people(side: Side, sheet: Sheet, y: float, heading: str, people: Sequence[LetterPerson]) -> float:
    side.text(LEFT, y, heading, SIZE, "bold", room=180)
    y += LEAD + 1.2
    for one in people:
        role = side.text(LEFT + 4, y, one.role, SIZE, room=24)
        x = LEFT + 4 + role + (3 if role else 0)
        for label, value, end in (
            (_("Name|letter"), one.name, max(x + 30, 62.0)),
            (_("Born|letter"), one.born, 102.0),
            (_("Phone|letter"), one.phone, 148.0),
        ):
            x = _filled(side, x, end, y, label, value) + 3
        _filled(side, x, sheet.right, y, _("Paper no.|letter"), "")
        y += LEAD + 1.4
        _filled(side, LEFT + 4, sheet.right, y, _("Lives at or works in|letter"), one.address)
        y += LEAD + 1.6
    return y + 1


def _filled(side: Side, x: float, end: float, y: float, label: str, value: str) -> float:
    """Set a label with its value, or a line to write on; return where it ends."""
    width = side.text(x, y, label, SIZE - 1.5, room=end - x)
    start = x + width + 1.6
    if value:
        side.text(start, y, value, SIZE, "bold", room=end - start, floor=8)
    else:
        blank_line(side, start, end, y)
    return end


def _children(side: Side, sheet: Sheet, y: float, children: Sequence[LetterPerson]) -> float:
    side.text(LEFT, y, _("The children"), SIZE, "bold", room=180)
    y += LEAD + 1.2
    for one in children or (LetterPerson(""),):
        x = _filled(side, LEFT + 4, 54.0, y, _("Name|letter"), one.name) + 3
        x = _filled(side, x, 92.0, y, _("Born|letter"), one.born) + 3
        x = _filled(side, x, 146.0, y, _("Entrusted is|letter"), one.role) + 3
        _filled(side, x, sheet.right, y, _("School|letter"), one.address)
        y += LEAD + 1.4
    return y + 1.6


def _term(side: Side, y: float, letter: GuardianLetter) -> float:
    x = LEFT + side.text(LEFT, y, _("Entrusted"), SIZE, "bold", room=60) + 4
    x = _filled(side, x, 96.0, y, _("from|letter"), letter.begin) + 4
    _filled(side, x, 152.0, y, _("to|letter"), letter.end)
    return y + LEAD + 3


def _signatures(side: Side, sheet: Sheet, y: float) -> None:
    side.text(LEFT, y, _("Signed in three copies: for the parents, for whom they entrust, for the village."), SIZE - 1, room=180, floor=8)
    y += 11
    middle = sheet.width / 2 + 3
    rows = (
        (_("Father, signature and fingerprint"), _("Mother, signature and fingerprint")),
        (_("Entrusted, signature and fingerprint"), _("Child from eight years on")),
        (_("Village, seal and signature"), _("Witness")),
    )
    for left, right in rows:
        for x, end, label in ((LEFT, middle - 6, left), (middle, sheet.right, right)):
            width = side.text(x, y, label, SIZE - 1, room=60)
            blank_line(side, x + width + 2, end, y)
        y += 11
    side.marks.append(box(LEFT, y))
    side.text(LEFT + 5, y, _("The parents could not come: agreed by phone or video, witness above"), SIZE - 1.5, room=110, floor=8)
    width = side.text(middle + 30, y, _("Day|paper"), SIZE - 1, room=20)
    blank_line(side, middle + 30 + width + 2, sheet.right, y)
