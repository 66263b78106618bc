"""The sheet of wishes for departments: written where the operator says, and taken in when it comes back."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QWidget

from stationdesk.i18n import _
from stationdesk.ledgers.claim_sheet import ReadClaims, read_claim_sheet
from stationdesk.ledgers.station_claims import Taken, take_in
from stationdesk.ledgers.station_claims import write_sheet as written
from stationdesk.services.wish_papers import Faces
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.background import Report
from stationdesk.ui.parts.dialogs import choose_files, choose_new_file, tell
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.tall_dialog import TallDialog


def write_sheet(desk: OpenDesk, wish_ids: Sequence[str], parent: QWidget) -> None:
    """Ask where to, and write the sheet in the background."""
    if not wish_ids:
        text = _("Put wishes on the wall first: the sheet holds those that wait to be claimed.")
        tell(parent, desk.look, _("No wish waits to be claimed."), text, _("Close"))
        return
    name = _("wishes for departments") + f" {desk.today():%Y-%m-%d}.xlsx"
    path = choose_new_file(parent, _("Save the sheet"), name, "Excel (*.xlsx)")
    if path is None:
        return
    path, on = path if path.suffix.lower() == ".xlsx" else path.with_name(path.name + ".xlsx"), desk.today()
    database = desk.database

    def work(report: Report) -> Faces:
        report(_("Writing the sheet"))
        with database.reading() as session:
            return written(session, path, wish_ids, on)

    def done(found: Faces) -> None:
        count = sum(not face.taken for face in found.shown)
        desk.log("exported", about=_("wishes for departments"), people=count)
        title = _("{file}: {count} wishes that may be taken.").format(file=path.name, count=count)
        desk.said(title, undo=False)
        if found.left:
            said = _("{count} wishes are not on it:").format(count=len(found.left))
            tell_all(desk, parent, title, said, [f"{one.number}  {one.why}" for one in found.left])

    desk.jobs.start(work, done)


def take_sheet_in(desk: OpenDesk, parent: QWidget) -> None:
    """Ask for the sheet that came back, read it in the background and take its sound rows in one action."""
    for path in choose_files(parent, _("The sheet that came back"), "Excel (*.xlsx)")[:1]:
        _take(desk, parent, path)


def _take(desk: OpenDesk, parent: QWidget, path: Path) -> None:
    on = desk.today()

    def work(report: Report) -> ReadClaims:
        report(_("Reading the sheet"))
        return read_claim_sheet(path, on)

    def done(read: ReadClaims) -> None:
        says = _("Claims of wishes from {file}").format(file=path.name)
        with desk.writing(says) as session:
            taken = take_in(session, read, path.name, on, desk.operator.name)
        said = _("{taken} claims taken, {known} known already, {empty} rows without a claim.")
        words = said.format(taken=len(taken.wishes), known=taken.known, empty=taken.empty)
        desk.said(words, undo=bool(taken.wishes))
        _tell_troubles(desk, parent, taken, words)

    desk.jobs.start(work, done)


def _tell_troubles(desk: OpenDesk, parent: QWidget, taken: Taken, words: str) -> None:
    if taken.troubles:
        title = _("{count} rows were not taken; everything else was.").format(count=len(taken.troubles))
        lines = [_("Row {row} ({sheet}): {why}").format(row=one.row, sheet=one.sheet, why=one.sentence) for one in taken.troubles]
        tell_all(desk, parent, title, words, lines)


def tell_all(desk: OpenDesk, parent: QWidget, title: str, text: str, lines: Sequence[str]) -> None:
    """Tell every line of a list, however long: it scrolls."""
    dialog = TallDialog(parent, desk.look, title, text, width=640)
    for line in lines:
        dialog.inside.addWidget(Label(line, wrap=True))
    dialog.add_button(_("I see"), "primary", "Enter", "ok")
    dialog.ask()
