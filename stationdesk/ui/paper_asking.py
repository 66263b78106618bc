"""What is asked while a visit sheet is typed back: an odd day, a sheet done already, a line to find, somebody to add."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from stationdesk.i18n import _, ngettext
from stationdesk.registers.visit_sheet import VisitSheet
from stationdesk.services.day_words import day_words
from stationdesk.services.sheet_entry import Head, add_extra, change_head
from stationdesk.services.sheet_numbers import read_code
from stationdesk.services.sheet_reading import Line, OpenSheet
from stationdesk.services.visit_sheets import bring_back
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.parts.fields import LineField
from stationdesk.ui.parts.labels import Label

if TYPE_CHECKING:
    from stationdesk.ui.paper_pane import PaperPane

CODE = 3


def _ask(pane: PaperPane, title: str, text: str, yes: str, no: str) -> bool:
    dialog = Dialog(pane.window(), pane.look, title, text, width=520)
    dialog.add_button(yes, "primary", "Enter", "yes")
    dialog.add_button(no, "plain", "Esc")
    return dialog.ask() == "yes"


def long_ago(pane: PaperPane, day: date) -> bool:
    """Ask whether a day long ago is right."""
    days = (pane.desk.today() - day).days
    title = _("Was it on {day}, {days} days ago?").format(day=day_words(day, pane.desk.today()), days=days)
    return _ask(pane, title, _("Please look at the day written on the paper."), _("Yes, on that day"), _("Change the day"))


def correct_it(pane: PaperPane, sheet: OpenSheet) -> bool:
    """Say that a sheet is done already, and ask whether it shall be corrected."""
    on = pane.desk.today()
    done = sheet.finished_on or on
    title = _("Sheet {number} was typed back on {day}.").format(number=sheet.number, day=day_words(done, on))
    text = _("Typing it again corrects what is entered; nothing is written down twice.")
    return _ask(pane, title, text, _("Open it to correct"), _("Another sheet"))


def bring_back_too(pane: PaperPane, sheet: VisitSheet) -> bool:
    """Ask whether a sheet whose printing was undone shall be typed back all the same, and keep it again."""
    title = _("The printing of sheet {number} was undone.").format(number=sheet.number)
    if not _ask(pane, title, _("If the paper is there, it can be typed back all the same."), _("Type it back"), _("Another sheet")):
        return False
    says = _("Go on with sheet {number}").format(number=sheet.number)
    with pane.desk.writing(says) as session:
        bring_back(session, sheet.id)
    pane.desk.said(says)
    return True


def none_of_these(pane: PaperPane, left: int) -> bool:
    """Ask whether everybody who is not entered was not visited; Enter goes on typing."""
    title = ngettext("{count} person is not entered yet", "{count} people are not entered yet", left).format(count=left)
    text = _("If nobody went to them, they are noted as not visited and stay due.")
    dialog = Dialog(pane.window(), pane.look, title, text, width=520)
    dialog.add_button(_("Go on typing"), "primary", "Enter")
    dialog.add_button(_("Nobody went to them, done"), "plain", "", "done")
    return dialog.ask() == "done"


def take_out(pane: PaperPane, line: Line) -> bool:
    """Ask whether what is entered of a line shall be taken out."""
    title = _("Nobody went to {name}?").format(name=line.name)
    return _ask(
        pane, title, _("The visit entered for this line is taken out; Ctrl+Z brings it back."), _("Take it out"), _("Leave it be|button")
    )


def change_entered(pane: PaperPane, head: Head) -> None:
    """Offer a changed day or other visitors to the lines that are entered already."""
    sheet = pane.sheet
    if sheet is None or sheet.visited_on is None or (sheet.visited_on, sheet.visitors) == (head.day, head.visitors):
        return
    done = sheet.count("done")
    if not done:
        return
    title = ngettext("Shall this hold for the {count} person entered, too?", "Shall this hold for the {count} people entered, too?", done)
    names = "、".join(head.visitors)
    text = _("Day of the visit {day}; who went: {names}").format(day=day_words(head.day, pane.desk.today()), names=names)
    if _ask(pane, title.format(count=done), text, _("For all of them"), _("Only for those to come")):
        says = _("Another day or other visitors for sheet {number}").format(number=sheet.number)
        with pane.desk.writing(says) as session:
            change_head(session, sheet.id, head, pane.desk.today(), pane.desk.operator.name)
        pane.desk.said(says)


class LineDialog(Dialog):
    """Asks for a line by its three characters or by a name."""

    def __init__(self, pane: PaperPane, lines: tuple[Line, ...]) -> None:
        text = _("The three characters at the right of the paper, or a name.")
        super().__init__(pane.window(), pane.look, _("Which line?"), text, width=460)
        self.lines = lines
        self.field = LineField(self.look)
        self.field.setAccessibleName(_("Which line?"))
        self.field.setMaxLength(20)
        self.field.textChanged.connect(self._typed)
        self.told = Label("", "small", "red", wrap=True)
        self.body.addWidget(self.field)
        self.body.addWidget(self.told)
        button = self.add_button(_("Go there"), "primary", "Enter", closes=False)
        button.clicked.connect(self._go)
        self.add_button(_("Close"), "quiet", "Esc")
        self.field.setFocus()

    def _typed(self, text: str) -> None:
        self.told.setText("")
        if len(code := read_code(text)) == CODE and any(line.code == code for line in self.lines):
            self.give(code)

    def _go(self) -> None:
        typed = self.field.value()
        found = [line for line in self.lines if typed and (typed in line.name or typed == str(line.place))]
        if found:
            self.give(found[0].code)
        elif typed:
            self.told.setText(_("No line of this sheet says {typed}. Please compare the number at the top right.").format(typed=typed))


def find_line(pane: PaperPane) -> None:
    """Ask for a line and go there."""
    code = LineDialog(pane, pane.view.rows.lines).ask()
    pane.go_to_row(pane.view.row_of(code))


def add_somebody(pane: PaperPane) -> None:
    """Ask who was met besides, put them onto the sheet and open their line. Whoever is on it already is opened."""
    from stationdesk.ui.find_dialog import FindDialog

    sheet = pane.sheet
    text = _("Somebody met on the way who is not on the paper; the line stands at the end of this sheet.")
    chosen = FindDialog(pane.desk, _("Who was met besides?"), text, _("Add a line"), parent=pane.window()).ask()
    if not chosen or sheet is None:
        return
    says = _("One more line on sheet {number}").format(number=sheet.number)
    with pane.desk.writing(says) as session:
        code = add_extra(session, sheet.id, chosen)
    pane.desk.said(says)
    pane.go_to_row(pane.view.row_of(code))
