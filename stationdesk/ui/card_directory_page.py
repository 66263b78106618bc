"""Settings, directory and contact cards: whom the people can call, in which order, and the card as it will be printed."""

from __future__ import annotations

from typing import ClassVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from stationdesk.i18n import _
from stationdesk.printing.contact_card import spaced_phone
from stationdesk.printing.filled_card import card_of
from stationdesk.registers.phone import read_phones
from stationdesk.services.card_places import Entry, directory, station_here
from stationdesk.services.card_receivers import sample_card
from stationdesk.services.cards import LINES, officers_of
from stationdesk.services.desk_settings import change_settings, desk_settings
from stationdesk.services.directory import add_place, change_place, changed_by_county, move_place, print_place, refuse_countys, remove_place
from stationdesk.services.stations import change_station
from stationdesk.services.undoing import undo_last
from stationdesk.ui import key_map
from stationdesk.ui.card_directory_side import CardDirectorySide
from stationdesk.ui.card_directory_table import DirectoryTable, directory_rows
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.page import Page
from stationdesk.ui.parts.bars import KeyStrip
from stationdesk.ui.parts.buttons import Button
from stationdesk.ui.parts.dialogs import Dialog
from stationdesk.ui.parts.fields import LineField
from stationdesk.ui.parts.labels import Label
from stationdesk.ui.parts.segments import Segments
from stationdesk.ui.parts.tags import FlowLayout
from stationdesk.ui.place_form import PlaceForm

SIDE = 424


class CardDirectoryPage(Page):
    """Everything is saved as it is done and can be undone."""

    name: ClassVar[str] = "settings.directory"
    reads: ClassVar[frozenset[str]] = frozenset({"place", "station", "card_issue", "helper", "pairing", "resident", "category_tag"})

    def __init__(self, desk: OpenDesk) -> None:
        super().__init__(desk)
        self.entries: list[Entry] = []
        self.duty_phone = LineField(self.look)
        self._resize()
        self.look.changed.connect(self._resize)
        self.duty_phone.setAccessibleName(_("24-hour phone|paper"))
        self.duty_words = Label("", "small", "red")
        self.design = Segments((("number", _("A number large")), ("person", _("B name large"))), self.look, numbered=False)
        self.design.setAccessibleName(_("Which design"))
        self.table = DirectoryTable(self.look)
        self.strip = KeyStrip(self.look)
        self.side = CardDirectorySide(desk)
        self._lay_out()
        self._bind()
        self.refresh()

    def _resize(self) -> None:
        self.duty_phone.setFixedWidth(10 * self.look.sizes.body)

    def _lay_out(self) -> None:
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        left = QVBoxLayout()
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        margin = self.look.sizes.page_margin
        head = QHBoxLayout()
        head.setContentsMargins(margin, 16, margin, 10)
        head.addWidget(Label(_("Who stands on the back of the card, the first first"), "strong"), 1)
        self.add_button = Button(_("Add one"), self.look, "plain", key_map.shown("settings.add"), "plus")
        head.addWidget(self.add_button)
        left.addLayout(head)
        left.addWidget(self._top_line(margin))
        left.addWidget(self.table, 1)
        nothing = _("The directory is empty. Ctrl N adds the first entry: the village doctor, for instance.")
        self.empty = Label(nothing, "body", "ink2", wrap=True)
        self.empty.setContentsMargins(margin, 12, margin, 12)
        left.addWidget(self.empty)
        left.addWidget(self.strip)
        middle = QWidget()
        middle.setLayout(left)
        whole.addWidget(middle, 1)
        beside = QScrollArea()
        beside.setWidget(self.side)
        beside.setWidgetResizable(True)
        beside.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        beside.setFixedWidth(SIDE)
        beside.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole.addWidget(beside)
        self.strip.set_keys(
            (
                (key_map.shown("settings.up"), _("up")),
                (key_map.shown("settings.down"), _("down")),
                (key_map.shown("settings.tick"), _("print or not")),
                (key_map.shown("settings.edit"), _("change")),
                (key_map.shown("settings.remove"), _("remove")),
            )
        )

    def _top_line(self, margin: int) -> QWidget:
        """Return the 24-hour phone and the design, in two lines where one has no room."""
        whole = QWidget()
        around = QVBoxLayout(whole)
        around.setContentsMargins(margin, 0, margin, 8)
        inner = QWidget()
        around.addWidget(inner)
        flow = FlowLayout(inner, 8)
        for words, fields in ((_("24-hour phone|paper"), (self.duty_phone, self.duty_words)), (_("Which design"), (self.design,))):
            part = QWidget()
            line = QHBoxLayout(part)
            line.setContentsMargins(0, 0, 20, 0)
            line.setSpacing(10)
            line.addWidget(Label(words, "body", "ink2"))
            for field in fields:
                line.addWidget(field)
            flow.addWidget(part)
        return whole

    def _bind(self) -> None:
        key_map.attach(self, "settings.add", self.add)
        key_map.attach(self.table, "settings.up", lambda: self.move_entry(-1))
        key_map.attach(self.table, "settings.down", lambda: self.move_entry(1))
        key_map.attach(self.table, "settings.remove", self.remove)
        key_map.attach(self, "settings.print", self.side.print_due)
        self.add_button.clicked.connect(self.add)
        self.table.activated_row.connect(lambda row: self.edit(row.entry))
        self.table.ticked.connect(self.tick)
        self.design.changed.connect(self.choose_design)
        self.duty_phone.editingFinished.connect(self.save_duty_phone)
        self.desk.did.connect(lambda sentence: self.strip.say(sentence, undo=self.desk.can_undo))
        self.strip.undo.connect(self.undo)

    def refresh(self) -> None:
        """Read directory, station and sample card again."""
        on = self.desk.today().isoformat()
        with self.desk.reading() as session:
            design = desk_settings(session).card_design
            self.entries = directory(session, on)
            changed = changed_by_county(session, on)
            station = station_here(session)
            sample = sample_card(session, on, design)
            taken = max((len(lines) for lines in officers_of(session, on).values()), default=0)
        if not self.duty_phone.hasFocus():
            self.duty_phone.setText(spaced_phone(station.duty_phone or "" if station else ""))
        self.design.set_value(design)
        self.table.design = design
        self.table.show_rows(directory_rows(self.entries, design, min(taken, LINES[design] - 1), changed))
        self.table.setVisible(bool(self.entries))
        self.empty.setVisible(not self.entries)
        if self.table.currentIndex().row() < 0:
            self.table.go_to_row(0)
        self.side.show_sample(card_of(sample, self.desk.now()) if sample and sample.duty_phone else None, design, taken)
        self.side.refresh()

    # -- what can be done

    def add(self) -> None:
        """Add an entry after the others."""
        form = PlaceForm(self.look, None, self)
        if form.ask() and form.draft is not None:
            says = _("Add to the directory: {name}").format(name=form.draft.name)
            with self.desk.writing(says) as session:
                made = add_place(session, form.draft).id
            self._done(says, made)

    def edit(self, entry: Entry | None) -> None:
        """Change an entry; the county's gets one of the station's own in its place."""
        if entry is None:
            return
        form = PlaceForm(self.look, entry.place, self, own=entry.own)
        if form.ask() and form.draft is not None:
            says = _("Change in the directory: {name}").format(name=form.draft.name)
            with self.desk.writing(says) as session:
                changed = change_place(session, entry.place.id, form.draft).id
            self._done(says, changed)

    def remove(self) -> None:
        """Take an own entry out; the county's stays, which is said."""
        entry = self.table.entry()
        if entry is None:
            return
        if not entry.own:
            Dialog(
                self, self.look, _("This entry is the county's"), _("It stays in the directory. The space bar leaves it off the cards.")
            ).ask()
            return
        says = _("Take out of the directory: {name}").format(name=entry.place.name)
        with self.desk.writing(says) as session:
            refuse_countys(session, entry.place.id)
            remove_place(session, entry.place.id)
        self._done(says)

    def move_entry(self, step: int) -> None:
        """Move the current entry up or down."""
        entry = self.table.entry()
        if entry is None:
            return
        says = _("Another order on the cards: {name}").format(name=entry.place.name)
        with self.desk.writing(says) as session:
            moved = move_place(session, entry.place.id, step, on=self.desk.today().isoformat())
        if moved:
            self._done(says, entry.place.id)

    def tick(self, place_id: str, design: str) -> None:
        """Let an entry stand on a design, or no more."""
        entry = next((one for one in self.entries if one.place.id == place_id), None)
        if entry is None:
            return
        shown = not entry.stands_on(design)
        says = (_("On the card: {name}") if shown else _("Not on the card: {name}")).format(name=entry.place.name)
        with self.desk.writing(says) as session:
            print_place(session, place_id, design, shown=shown, on=self.desk.today().isoformat())
        self._done(says, place_id)

    def choose_design(self, design: str) -> None:
        """Use another design from now on."""
        with self.desk.writing(_("Another design of the card")) as session:
            change_settings(session, card_design=design)
        self.refresh()

    def save_duty_phone(self) -> None:
        """Save the number that is answered day and night, if it can be dialled."""
        written = self.duty_phone.value()
        read = read_phones(written)
        with self.desk.reading() as session:
            station = station_here(session)
        kept = station.duty_phone or "" if station else ""
        if station is None or written in {kept, spaced_phone(kept)}:
            self.duty_words.say("")
            return
        if len(read.phones) != 1 or read.rest:
            self.duty_words.say(_("This cannot be dialled"))
            return
        self.duty_words.say("")
        says = _("Another 24-hour phone")
        with self.desk.writing(says) as session:
            change_station(session, {"duty_phone": read.phones[0].number})
        self._done(says)

    def undo(self) -> None:
        """Take back what was done last."""
        undone = undo_last(self.desk.database, self.desk.operator.name)
        self.desk.said(_("Undone: {says}").format(says=undone.says), undo=False)
        self.refresh()

    def _done(self, says: str, place_id: str = "") -> None:
        self.desk.said(says)
        self.refresh()
        if place_id:
            self.table.go_to(place_id)
        if not self.duty_phone.hasFocus():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
