"""认领: which departments took which wishes and what the stations said; the sheet for departments out and in; a claim ended."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import ClassVar, NamedTuple

from PySide6.QtWidgets import QWidget

from stationdesk.county.claims import ENDS, HeldClaim, claims_of, end_claim, export_claims
from stationdesk.county.claims_in import Imported, import_claims
from stationdesk.county.wish_offer import Offer
from stationdesk.i18n import _, ngettext
from stationdesk.registers.code import table as codes
from stationdesk.services.day_words import day_words
from stationdesk.services.operators import must_change_settings
from stationdesk.ui import key_map
from stationdesk.ui.clerk_desk import ClerkDesk, CountyRoom
from stationdesk.ui.clerk_lists import ReadPage
from stationdesk.ui.parts.background import Report
from stationdesk.ui.parts.dialogs import Dialog, choose_files, choose_new_file
from stationdesk.ui.parts.fields import ComboField, FieldGrid, LineField
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.parts.look import Look
from stationdesk.ui.parts.record_model import Column
from stationdesk.ui.tall_dialog import TallDialog

STANDS = frozenset({"waiting", "yes"})
"""States of a claim that the county may still end."""
TONES = {"waiting": "amber", "yes": "green", "no": "red", "refused": "red"}


class Ending(NamedTuple):
    """The end of a claim: of which, how, and why."""

    claim: HeldClaim
    kind: str
    why: str


def read_claims(room: CountyRoom, _report: Report) -> list[HeldClaim]:
    """Read the claims."""
    return claims_of(room.desk())


def offered(room: CountyRoom, to: Path, on: date, _report: Report) -> Offer:
    """Write the sheet of wishes for departments."""
    return export_claims(room.desk(), to, on)


def imported(room: CountyRoom, path: Path, on: date, _report: Report) -> Imported:
    """Take the departments' sheet in."""
    return import_claims(room.desk(), room.operator, path, on)


def ended(room: CountyRoom, ending: Ending, on: date, _report: Report) -> HeldClaim:
    """End a claim."""
    return end_claim(room.desk(), room.operator, ending.claim.id, ending.kind, ending.why, on)


class EndDialog(Dialog):
    """Asks how a claim ends, and why."""

    def __init__(self, parent: QWidget, look: Look, one: HeldClaim) -> None:
        text = _("{unit}: {wish}").format(unit=one.claimer, wish=one.content)
        told = _("The wish is free again. The station hears it with the next answer.")
        super().__init__(parent, look, _("End this claim?"), f"{text}\n{told}", width=520)
        self.how = ComboField([(kind, codes("claim_end").label(kind)) for kind in ENDS], look)
        self.how.set_value(ENDS[0])
        self.why = LineField(look)
        self.why.setMaxLength(200)
        grid = FieldGrid(look, label_width=90)
        grid.add(_("How it ends"), self.how)
        grid.add(_("Why|claims"), self.why, _("may be left empty"))
        self.body.addWidget(grid)
        self.add_button(_("End it|claims"), "primary", "Enter", "end")
        self.add_button(_("Leave it|claims"), "quiet", "Esc")
        self.how.setFocus()


class ClaimsPage(ReadPage):
    """The departments' claims."""

    name: ClassVar[str] = "claims"
    reads: ClassVar[frozenset[str]] = frozenset({"wish_claim", "claim_end"})

    def __init__(self, desk: ClerkDesk) -> None:
        self.found: list[HeldClaim] = []
        on = desk.today
        columns = [
            Column(_("Station|column"), lambda row: row.station.name or row.station.code, 7.0, bold=True),
            Column(_("Wish|column"), lambda row: row.content, None),
            Column(_("Taken by|column"), lambda row: row.claimer, 11.0),
            Column(
                _("Promised for|column"), lambda row: day_words(date.fromisoformat(row.promised_on), on()) if row.promised_on else "", 6.0
            ),
            Column(_("State|column"), lambda row: row.label, 7.4, tone=lambda row: TONES.get(row.state, "ink2")),
        ]
        shows = [("open", _("Not over|claims")), ("all", _("All|claims"))]
        super().__init__(desk, _("Wishes taken by departments"), columns, shows)
        buttons = (
            ("offer", _("Write the sheet…"), self.offer),
            ("take_in", _("Take the sheet in…"), self.take_in),
            ("end", _("End it…"), self.end),
        )
        self.buttons_of = {}
        for name, words, slot in buttons:
            self.buttons_of[name] = self.add_button(words, key_map.shown(f"clerk_claims.{name}"), slot)
            key_map.attach(self, f"clerk_claims.{name}", slot)

    def asked(self) -> Callable[[Report], list[HeldClaim]]:
        """Return the work that reads."""
        return partial(read_claims, self.desk.room)

    def found_is(self, found: list[HeldClaim]) -> None:
        """Keep what was read."""
        self.found = found

    def shown_claims(self) -> Sequence[HeldClaim]:
        """Return what the filter asks for."""
        return [one for one in self.found if self.shows.value() == "all" or one.state in STANDS]

    def show_rows(self) -> None:
        """Show what the filter asks for."""
        standing = sum(one.state in STANDS for one in self.found)
        waiting = sum(one.state == "waiting" for one in self.found)
        self.shows.offer([("open", f"{_('Not over|claims')} {standing}"), ("all", f"{_('All|claims')} {len(self.found)}")])
        said = ngettext("{count} waits for its station", "{count} wait for their stations", waiting).format(count=waiting)
        self.told.setText(said if waiting else "")
        fact = _("No claim is open.") if self.found else _("No department has taken a wish yet.")
        following = _("Ctrl+E writes the sheet for departments; Ctrl+O takes it in when they have filled it in.")
        self.show_these(self.shown_claims(), self.empty_words(fact, following))

    def show_line(self) -> None:
        """Show the line in full, and what can be done about it."""
        super().show_line()
        one = self.current()
        self.buttons_of["end"].setEnabled(one is not None and one.state in STANDS)
        keys = [("↑|↓", _("choose a line|key")), (key_map.shown("clerk_claims.offer"), _("write the sheet|key"))]
        keys.append((key_map.shown("clerk_claims.take_in"), _("take it in|key")))
        if one is not None and one.state in STANDS:
            keys.append((key_map.shown("clerk_claims.end"), _("end it|claim")))
        self.strip.set_keys(keys)

    def current(self) -> HeldClaim | None:
        """Return the claim the list stands on."""
        found: HeldClaim | None = self.table.current_row() if self.table.isVisibleTo(self) else None
        return found

    def in_full(self, row: HeldClaim) -> str:
        """Return the wish in full, who took it, and what its station said."""
        head = " · ".join(filter(None, (row.station.town, row.station.name, row.content)))
        return "\n".join((head, " · ".join(filter(None, (row.claimer, row.label, row.reason)))))

    # -- what it does

    def offer(self) -> None:
        """Write the sheet of wishes."""
        must_change_settings(self.desk.operator)
        path = choose_new_file(self, _("Save the sheet"), _("wishes for departments") + ".xlsx", "Excel (*.xlsx)")
        if path is not None:
            path = path.with_suffix(".xlsx")
            self.begin(partial(offered, self.desk.room, path, self.desk.today()), partial(self._offered, path.name))

    def _offered(self, name: str, found: Offer) -> None:
        title = _("{file}: {count} wishes that may be taken.").format(file=name, count=len(found.wishes))
        if not found.left_out:
            self.desk.said(title, undo=False)
            return
        said = _("{count} published wishes are not on it; only their stations can mend that:").format(count=len(found.left_out))
        self._tell_all(title, said, [f"{one.station.name}  {one.number or one.code}  {one.reason}" for one in found.left_out])

    def take_in(self) -> None:
        """Take the departments' sheet in."""
        must_change_settings(self.desk.operator)
        for path in choose_files(self, _("The sheet that came back"), "Excel (*.xlsx)")[:1]:
            self.begin(partial(imported, self.desk.room, path, self.desk.today()), self._imported)

    def _imported(self, done: Imported) -> None:
        said = _(
            "{taken} claims taken, {known} known already, {empty} rows without a claim. Each goes to its station with the next answer."
        ).format(taken=len(done.taken), known=done.known, empty=done.empty)
        self.read()
        if not done.troubles:
            self.desk.said(said, undo=bool(done.taken))
            return
        title = _("{count} rows were not taken; everything else was.").format(count=len(done.troubles))
        self._tell_all(
            title, said, [_("Row {row} ({sheet}): {why}").format(row=one.row, sheet=one.sheet, why=one.sentence) for one in done.troubles]
        )

    def _tell_all(self, title: str, text: str, lines: Sequence[str]) -> None:
        """Tell every line of a list, however long: it scrolls."""
        dialog = TallDialog(self, self.look, title, text, width=640)
        for line in lines:
            dialog.inside.addWidget(Label(line, wrap=True))
        dialog.add_button(_("I see"), "primary", "Enter", "ok")
        dialog.ask()

    def end(self) -> None:
        """Ask, and end the claim the list stands on."""
        must_change_settings(self.desk.operator)
        one = self.current()
        if one is None or one.state not in STANDS:
            return
        dialog = EndDialog(self, self.look, one)
        if dialog.ask() == "end":
            ending = Ending(one, dialog.how.value() or ENDS[0], dialog.why.value())
            self.begin(partial(ended, self.desk.room, ending, self.desk.today()), self._ended)

    def _ended(self, done: HeldClaim) -> None:
        said = _("Ended: the claim of {unit}. {station} hears it with the next answer.")
        self.desk.said(said.format(unit=done.claimer, station=done.station.name))
        self.read()
