"""The recovery code on paper, for the red envelope: the way back in when a passphrase is forgotten."""

from __future__ import annotations

from stationdesk.i18n import _
from stationdesk.printing.card_parts import Side
from stationdesk.printing.contact_card import Imprint
from stationdesk.printing.page import Line, Measure, Page, Rect
from stationdesk.printing.sheet_parts import LEFT, Sheet, blank_line, foot, new_side

A_LINE = 3
"""Groups of four side by side."""
CODE_TOP, CODE_STEP = 92.0, 21.0


def recovery_pages(code: str, station: str, imprint: Imprint, measure: Measure) -> tuple[Page, ...]:
    """Lay out the sheet with `code`, whose groups are parted by dashes; there is no machine-readable copy of it on purpose."""
    side, sheet = new_side(measure), Sheet()
    side.text(LEFT, 32, _("Recovery code"), 34, "bold", room=110)
    side.text(sheet.right, 31, station, 12, align="right", room=95, floor=9, lines=2)
    side.rule(LEFT, sheet.right, 38, 0.7)
    for line, words in enumerate(
        (
            _("Opens this station's records when a passphrase is forgotten."),
            _("Whoever has this paper and the computer can read everything. Treat it like the seal of the village."),
        )
    ):
        side.text(LEFT, 50 + 8 * line, words, 13, room=180, floor=9)
    groups = code.split("-")
    lines = [groups[start : start + A_LINE] for start in range(0, len(groups), A_LINE)]
    side.marks.append(Rect(LEFT, CODE_TOP - 19, sheet.right - LEFT, CODE_STEP * len(lines) + 10, 0.4))
    for down, shown in enumerate(lines):
        for across, group in enumerate(shown):
            x, y = LEFT + 12 + across * 56, CODE_TOP + down * CODE_STEP
            side.text(x, y, f"{down * A_LINE + across + 1}", 9, room=6)
            side.text(x + 6, y, group, 34, "bold", room=48, tracking=0.12)
    below = CODE_TOP + CODE_STEP * len(lines) - 1
    letters = _("Figures and capital letters; there is no letter I, L, O or U, so 0 and 1 are figures.")
    side.text(LEFT, below, letters, 10.5, room=180, floor=8)
    _steps(below + 18, side, sheet)
    foot(side, sheet, imprint, (_("Recovery code, keep it sealed"),), 1, 1)
    return (Page(sheet.width, sheet.height, tuple(side.marks)),)


def _steps(y: float, side: Side, sheet: Sheet) -> None:
    """Set what is to be done with the paper, and where it is noted who sealed it."""
    steps = (
        _("Compare it with the screen, letter by letter, before the window is closed."),
        _("Put this paper into the red envelope, seal it, and sign across the seal."),
        _("Let it be kept outside this room: in the town office or in the safe of the village."),
        _("Do not photograph it, do not copy it, do not send it by phone."),
        _("When it was used, seal it in a new envelope. If it is lost, make a new code in the settings: this one is then void."),
    )
    for number, words in enumerate(steps, start=1):
        side.text(LEFT, y, f"{number}", 13, "bold", room=8)
        side.text(LEFT + 8, y, words, 12.5, room=172, floor=9, lines=2)
        y += 10
    y += 12
    side.marks.append(Line(LEFT, y - 11, sheet.right, y - 11, 0.2))
    for label, x, end in ((_("Sealed by"), LEFT, 72.0), (_("Day|paper"), 78.0, 118.0), (_("Kept at"), 124.0, sheet.right)):
        width = side.text(x, y, label, 12, room=30)
        blank_line(side, x + width + 2, end, y)
