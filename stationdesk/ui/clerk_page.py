"""站点: whom the county must ring, one block to take a stick, one to write the answers; beside the list one station."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from PySide6.QtGui import QHideEvent, QShowEvent

from stationdesk.county.standings import State, StationStanding
from stationdesk.errors import DeskError
from stationdesk.i18n import _, ngettext
from stationdesk.services.operators import must_change_settings
from stationdesk.sync.carriers import ROOT
from stationdesk.ui import key_map
from stationdesk.ui.clerk_acts import ASKED, ask_enrolment, done_words, tell_words
from stationdesk.ui.clerk_desk import ClerkDesk
from stationdesk.ui.clerk_layout import StationsLayout, StationSource
from stationdesk.ui.clerk_pane import ACTS
from stationdesk.ui.clerk_paper import print_ring_list
from stationdesk.ui.clerk_words import answer_words, answers_words, stick_words, take_words, taking_words
from stationdesk.ui.clerk_work import AnswersDone, TakingDone, answer_all, put_back, take_all
from stationdesk.ui.parts.dialogs import choose_folder, choose_new_file, tell

SHOWS = {
    "all": frozenset(State),
    "ring": frozenset(State) - {State.GOOD},
    "quiet": frozenset({State.QUIET, State.NEVER}),
    "aside": frozenset({State.REVOKED, State.ASIDE, State.REFUSED, State.MISSING, State.TWO, State.RENEWED}),
    "good": frozenset({State.GOOD}),
}


class ClerkPage(StationsLayout):  # long: the two blocks, the list and what is done about one station
    """The county's stations."""

    name: ClassVar[str] = "stations"
    desk: ClerkDesk

    def __init__(self, desk: ClerkDesk, root: Path = ROOT) -> None:
        super().__init__(desk, root)
        self.words = ""
        self.watch.changed.connect(self.show_stick)
        self.blocks.take.clicked.connect(self.take_stick)
        self.blocks.answer.clicked.connect(self.write_answers)
        self.stick.folder_wanted.connect(self.choose_folder)
        self.stick.stick_wanted.connect(lambda: self.watch.use_folder("", _("Take from a stick")))
        self.stick.other_wanted.connect(self.watch.next_stick)
        self.stick.cancelled.connect(self.cancel)
        self.new.clicked.connect(self.enrol)
        self.shows.changed.connect(lambda _code: self.show_board())
        self.table.current_changed.connect(lambda _row: self.show_current())
        self.pane.wanted.connect(self.act)
        keys: dict[str, Any] = {"take": self.take_stick, "answer": self.write_answers, "cancel": self.cancel, "folder": self.choose_folder}
        keys |= {"again": self.look_again, "enrol": self.enrol, "export": self.export, "print": self.print}
        keys |= {name: partial(self.act, name) for name in ACTS}
        for name, slot in keys.items():
            key_map.attach(self, f"clerk.{name}", slot)
        desk.board_read.connect(self.show_board)
        desk.work_changed.connect(self._work_changed)
        self.look.changed.connect(self.show_stick)
        desk.did.connect(lambda sentence: self.strip.say(sentence, undo=desk.can_undo))
        self.strip.undo.connect(lambda: self.window().undo())  # type: ignore[attr-defined]
        self.begin_at(self.table)

    # -- what it shows

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 (Qt's name)
        """Watch for sticks while the page is looked at."""
        super().showEvent(event)
        self.watch.start()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802 (Qt's name)
        """Watch no longer."""
        super().hideEvent(event)
        self.watch.stop()

    def topic(self) -> str:
        """Return the manual's page."""
        return "clerk"

    def take(self, argument: Any) -> None:
        """Show the stations that a word names."""
        self.words = str(argument).strip()
        self.show_board()

    def refresh(self) -> None:
        """Read the stations again."""
        self.show_board()
        self.desk.look_again()

    def look_again(self) -> None:
        """Look at the stick and the stations again."""
        self.watch.look(afresh=True)
        self.desk.look_again()

    def shown_stations(self) -> list[StationStanding]:
        """Return the stations that are shown, as filter and words have it."""
        wanted, words = SHOWS[self.shows.value() or "all"], self.words.casefold()
        return [
            one
            for one in self.desk.board.stations
            if wanted & {one.state, *one.also}
            and (not words or any(words in text.casefold() for text in (one.name, one.town, one.code, one.leader)))
        ]

    def show_board(self) -> None:
        """Show the stations as they were read last."""
        board, found = self.desk.board, self.shown_stations()
        counts = {code: sum(bool(states & {one.state, *one.also}) for one in board.stations) for code, states in SHOWS.items()}
        self.offer(counts)
        good = sum(one.state is State.GOOD for one in board.stations)
        said = ngettext("{all} station, {good} all taken", "{all} stations, {good} all taken", len(board.stations))
        self.told.setText(said.format(all=len(board.stations), good=good) if board.stations else "")
        self.urgent.setText(ngettext("{count} to look after", "{count} to look after", board.to_ring).format(count=board.to_ring))
        self.urgent.setVisible(board.to_ring > 0)
        self.table.show(StationSource(found, self.desk.today()))
        if self.table.current_id() is None:
            self.table.go_to_row(0)
        self.table.setVisible(bool(found))
        self.nothing.setVisible(not found)
        self.say_empty(self.desk.trouble, any_there=bool(board.stations), known=self.desk.known)
        self.show_current()
        self.show_stick()

    def show_current(self) -> None:
        """Show the station the list stands on."""
        self.pane.show_station(self.current(), self.desk.today())
        keys = [
            ("↑|↓", _("choose a line|key")),
            (key_map.shown("clerk.take"), _("take|key")),
            (key_map.shown("clerk.answer"), _("answers|key")),
        ]
        keys += [(key_map.shown("clerk.print"), _("print whom to ring|key")), (key_map.shown("clerk.export"), _("export|key"))]
        self.strip.set_keys(keys)

    def current(self) -> StationStanding | None:
        """Return the station the list stands on."""
        found: StationStanding | None = self.table.current_row() if self.table.isVisibleTo(self) else None
        return found

    def show_stick(self) -> None:
        """Say what is plugged in, and what the two blocks will do; while they work, how far they are."""
        if self.desk.work is not None:
            return
        there, board = self.watch.carrier, self.desk.board
        icon, tone, head, text = stick_words(there, looked=self.watch.looked)
        self.stick.show_place(icon, tone, head, text, in_folder=bool(self.watch.folder), several=there is not None and there.sticks > 1)
        under, on = take_words(there)
        self.blocks.take.setText(_("Take this folder") if self.watch.folder else _("Take this stick"))
        self.blocks.take.say(under, on=on)
        heard = sum(bool(one.heard_at) for one in board.stations)
        under, on = answer_words(there, heard, board.owing)
        self.blocks.answer.say(under, on=on)

    # -- the two blocks

    def take_stick(self) -> None:
        """Take every package that is there, one after the other."""
        if self.blocks.take.isEnabled() and self.watch.carrier is not None:
            self._work(_("Taking"), partial(take_all, self.desk.room, self.watch.carrier.path), self._taken)

    def write_answers(self) -> None:
        """Write the answers of all stations onto the stick or into the folder."""
        if self.blocks.answer.isEnabled() and self.watch.carrier is not None:
            self._work(_("Writing the answers"), partial(answer_all, self.desk.room, self.watch.carrier.path), self._answered)

    def _work(self, head: str, work: Any, done: Any) -> None:
        self.bar.hide()
        self.watch.pause(True)
        if self.desk.begin(work, done, self._failed) and self.desk.work is not None:
            self.head = head
            self.stick.show_work(head, "")
            self.desk.work.progressed.connect(self.progress)

    def progress(self, sentence: str, done: int, total: int) -> None:
        """Show how far the work is."""
        self.stick.show_work(
            self.head, _("{done} of {total} · {what}").format(done=done, total=total, what=sentence) if total else sentence
        )

    def cancel(self) -> None:
        """Stop the work after what it has in hand; without any, show every station again."""
        if self.desk.work is not None:
            self.desk.work.cancel()
            self.stick.stop.setEnabled(False)
        elif self.words:
            self.take("")

    def _work_changed(self) -> None:
        on = self.desk.work is not None
        for block in (self.blocks.take, self.blocks.answer):
            block.setEnabled(not on)
        self.new.setEnabled(not on)
        self.stick.stop.setEnabled(True)
        if not on:
            self.watch.pause(False)
            self.show_stick()

    def names(self) -> dict[str, str]:
        """Return the stations' names by their codes."""
        return {one.code: one.name for one in self.desk.board.stations}

    def _taken(self, done: TakingDone) -> None:
        self.say_done(*taking_words(done, self.names()), see=bool(done.not_taken))
        self.desk.said(_("{count} files taken").format(count=done.count("taken")), undo=False)

    def _answered(self, done: AnswersDone) -> None:
        self.say_done(*answers_words(done, self.names()), see=False)
        self.desk.said(_("{count} answers written").format(count=len(done.written)), undo=False)

    def _failed(self, error: DeskError) -> None:
        tell(self, self.look, _("This was not done"), error.message, _("I see"))

    def choose_folder(self) -> None:
        """Work with a folder instead of a stick, now and the next times."""
        folder = choose_folder(self, _("Folder with the stations' files"), self.watch.folder)
        if folder is not None:
            self.watch.use_folder(str(folder), _("Take from a folder"))

    # -- one station

    def act(self, name: str) -> None:
        """Ask, and do something about the station the list stands on."""
        one = self.current()
        if one is None or self.desk.work is not None:
            return
        if name == "replace":
            self.enrol(again=one)
            return
        if name == "put_back" and not one.held:
            self.desk.said(_("{name}: nothing is set aside").format(name=one.name), undo=False)
            return
        must_change_settings(self.desk.operator)
        work = partial(put_back, self.desk.room, (one.code,)) if name == "put_back" else ASKED[name](self, self.desk, one)
        if work is not None:
            self.desk.begin(work, lambda came: self.desk.said(done_words(name, one, came), undo=False), self._failed)

    def enrol(self, _on: bool = False, again: StationStanding | None = None) -> None:
        """Write a station's enrolment file, and show the six words."""
        there = self.watch.carrier
        work = ask_enrolment(self, self.desk, str(there.path) if there is not None else "", again)
        if work is not None:
            self.desk.begin(work, lambda done: tell_words(self, self.desk, done), self._failed)

    def print(self) -> None:
        """Print which of the stations that are shown are to be rung."""
        print_ring_list(self.desk, self.shown_stations(), self)

    def export(self) -> None:
        """Save the list that is shown as a workbook."""
        must_change_settings(self.desk.operator)
        path = choose_new_file(self, _("Save the list"), _("stations") + ".xlsx", "Excel (*.xlsx)")
        if path is not None:
            self.save_list(path, self.shown_stations())
            self.desk.said(_("Saved: {file}").format(file=path.name), undo=False)
