"""Visit sheets on paper: who goes and how they are parted is asked, the preview shows them, and what was printed is kept."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QScrollArea, QVBoxLayout, QWidget
from sqlmodel import Session

from stationdesk.i18n import _, ngettext
from stationdesk.printing.visit_blank import VisitHeading, VisitPerson, sheets_pages
from stationdesk.registers.visit_sheet import VisitSheet
from stationdesk.services.visit_asking import possible_visitors
from stationdesk.services.visit_sheets import (
    Part,
    PlannedSheet,
    by_group,
    by_helper,
    keep_sheet,
    plan_sheets,
    printed_again,
    refuse_too_many,
)
from stationdesk.ui import key_map
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.paper_job import PrintJob, type_at_hand
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.parts.fields import FieldGrid
from stationdesk.ui.parts.labels import Label, ground
from stationdesk.ui.parts.segments import Segments
from stationdesk.ui.print_preview import preview
from stationdesk.ui.visit_parts import VisitorsField

PART_ROOM = 190
"""Pixels of the list of parts; longer ones scroll."""


def sheet_of(planned: PlannedSheet) -> tuple[tuple[VisitPerson, ...], VisitHeading]:
    """Return a planned sheet as the paper takes it."""
    people = tuple(
        VisitPerson(
            name=line.stop.listed or line.stop.name,
            age=line.stop.age,
            due=line.stop.reason,
            grade=line.stop.grade,
            grade_word=line.stop.grade_label,
            place=line.stop.address,
            phone=line.stop.phone,
            code=line.code,
            ask=line.ask,
            figure=line.place,
        )
        for line in planned.lines
    )
    hidden = ngettext("{count} child is not on it", "{count} children are not on it", planned.children).format(count=planned.children)
    about = "，".join(filter(None, (planned.about, _("in the order of the way round"), hidden if planned.children else "")))
    return people, VisitHeading(about, planned.station, str(planned.number), "、".join(planned.visitors))


def sheets_job(desk: OpenDesk, sheets: Sequence[PlannedSheet]) -> PrintJob:
    """Return the job of visit sheets; printing them keeps the order they were printed in."""
    numbers = [str(sheet.number) for sheet in sheets]
    about = f"{_('Visit sheet')} {numbers[0]}" if len(numbers) == 1 else f"{_('Visit sheet')} {numbers[0]}–{numbers[-1][-4:]}"
    papers = [sheet_of(sheet) for sheet in sheets]
    operator = desk.operator.name

    def keep(session: Session) -> None:
        for sheet in sheets:
            keep_sheet(session, sheet, operator)

    return PrintJob(
        title=_("Visit sheet"),
        about=about,
        lay_out=lambda imprint: sheets_pages(papers, imprint, type_at_hand()),
        document="visit-sheet",
        people=sum(len(sheet.lines) for sheet in sheets),
        reprint=all(sheet.again for sheet in sheets),
        noted=keep,
    )


class SheetDialog(Dialog):
    """Who goes, and on how many sheets; Enter shows them. `route` offers the plain route instead."""

    def __init__(self, desk: OpenDesk, ids: Sequence[str], about: str, parent: QWidget | None, *, route: bool = False) -> None:
        people = ngettext("{count} person", "{count} people", len(ids)).format(count=len(ids))
        text = _("{people}, each with a code; afterwards the sheet is typed back on one screen in the same order.").format(people=people)
        super().__init__(parent, desk.look, _("Print visit sheets"), text, width=620)
        self.desk, self.ids, self.about = desk, tuple(ids), about
        self.parts: list[Part] = []
        self.ways: dict[str, list[Part]] = {}
        self.boxes: list[QCheckBox] = []
        grid = FieldGrid(self.look, label_width=round(self.look.sizes.body * 4.3))
        grid.moves_on = False
        self.way = Segments([("one", _("one sheet")), ("group", _("by group")), ("helper", _("by helper"))], self.look)
        self.way.setAccessibleName(_("How the people are parted"))
        self.visitors = VisitorsField(self.look)
        self.visitors.claim_enter()
        grid.add(_("Parted|sheet"), self.way, stretch=False)
        grid.add(_("Who goes"), self.visitors)
        self.body.addWidget(grid)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body.addWidget(self.area)
        self.told = Label("", "small", "ink2", wrap=True)
        self.body.addWidget(self.told)
        self.show_button = self.add_button(_("Show the sheets"), "primary", "Enter", "sheets")
        if route:
            self.add_button(_("Plain route"), "plain", key_map.shown("today.print"), "route")
            key_map.attach(self, "sheet_print.route", lambda: self.give("route"))
        self.add_button(_("Close"), "quiet", "Esc", "")
        with desk.reading() as session:
            self.visitors.offer_people(possible_visitors(session, desk.today()))
        self.way.changed.connect(lambda _way: self._part())
        self.way.set_value("one")
        self._part()
        self.way.setFocus()

    def _part(self) -> None:
        """Show the parts of the chosen way, each to be left out if it is not to be printed."""
        way = self.way.value() or "one"
        if way not in self.ways:
            self.ways[way] = self._parts_by(way)
        self.parts = self.ways[way]
        self.visitors.setEnabled(way != "helper")
        inner = ground(QWidget(), "surface")
        lines = QVBoxLayout(inner)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(6)
        self.boxes = []
        for part in self.parts:
            count = ngettext("{count} person", "{count} people", len(part.ids)).format(count=len(part.ids))
            box = QCheckBox(f"{part.about}  {count}".replace("&", "&&"))
            box.setChecked(True)
            box.toggled.connect(self._tell)
            lines.addWidget(box)
            self.boxes.append(box)
        lines.addStretch(1)
        self.area.setWidget(inner)
        self.area.setVisible(way != "one")
        self.area.setFixedHeight(min(PART_ROOM, inner.sizeHint().height() + 4))
        self._tell()
        self.adjustSize()

    def _parts_by(self, way: str) -> list[Part]:
        on, sees = self.desk.today(), bool(self.desk.operator.may_see_children)
        if way == "one":
            return [Part(self.about, self.ids)]
        with self.desk.reading() as session:
            if way == "group":
                return by_group(session, self.ids, on, may_see_children=sees)
            return by_helper(session, self.ids, on)

    def _tell(self) -> None:
        chosen = [part for part, box in zip(self.parts, self.boxes, strict=True) if box.isChecked()]
        pages = sum(-(-len(part.ids) // 6) for part in chosen)
        self.told.say(_("{sheets} sheets, {pages} pages, six people on each").format(sheets=len(chosen), pages=pages), "ink2")
        self.show_button.setEnabled(bool(chosen))

    def chosen(self) -> list[Part]:
        """Return the parts to print, with who goes."""
        self.visitors.take_typed()
        names = tuple(self.visitors.values)
        parts = [part for part, box in zip(self.parts, self.boxes, strict=True) if box.isChecked()]
        return parts if self.way.value() == "helper" else [Part(part.about, part.ids, names) for part in parts]


def print_sheets(desk: OpenDesk, ids: Sequence[str], about: str, parent: QWidget, *, route: bool = False) -> str:
    """Ask how the people are parted, and show the sheets as they will be printed; returns `route` if the plain route is wanted."""
    refuse_too_many(len(ids))
    dialog = SheetDialog(desk, ids, about, parent.window(), route=route)
    answer = dialog.ask()
    if answer == "sheets":
        with desk.reading() as session:
            sheets = plan_sheets(session, dialog.chosen(), desk.today(), may_see_children=bool(desk.operator.may_see_children))
        preview(desk, sheets_job(desk, sheets), parent)
    return answer


def print_again(desk: OpenDesk, sheet: VisitSheet, parent: QWidget) -> None:
    """Show a kept sheet as it will be printed once more, under its number."""
    with desk.reading() as session:
        found = printed_again(session, sheet, desk.today(), may_see_children=bool(desk.operator.may_see_children))
    preview(desk, sheets_job(desk, [found]), parent)
