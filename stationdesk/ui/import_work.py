"""An import under way: files read once, planned again after every answer, taken in as one action."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.ledgers import plan
from stationdesk.ledgers.matters import ONCE, home_of
from stationdesk.ledgers.reading import LedgerFile, read_files
from stationdesk.ledgers.refusals import FileRefused
from stationdesk.services import drafts
from stationdesk.services.import_kept import FORM, HalfDone
from stationdesk.services.import_matters import matter_questions, station_names
from stationdesk.services.import_plan import Answer, Plan, Spot
from stationdesk.services.import_questions import ColumnQuestion, RowQuestion, column_questions, row_questions
from stationdesk.services.import_rights import refuse_children
from stationdesk.services.import_summary import Tally, tally
from stationdesk.services.imports import ImportOutcome, apply, known_people
from stationdesk.services.ledger_columns import remember_columns, remembered_columns
from stationdesk.services.undoing import undo_action
from stationdesk.ui.open_desk import OpenDesk
from stationdesk.ui.parts.background import Job, Report

Question = RowQuestion | ColumnQuestion


@dataclass(frozen=True)
class Planned:
    """What planning came to: the plan, its questions in the order they are asked, its sum."""

    plan: Plan
    questions: tuple[Question, ...]
    sum: Tally


@dataclass
class Read:
    """What was read: the files, what was refused, and what operators said of such columns before."""

    paths: tuple[Path, ...] = ()
    files: tuple[LedgerFile, ...] = ()
    refused: list[FileRefused] = field(default_factory=list)
    columns: dict[str, dict[int, str]] = field(default_factory=dict)
    before: HalfDone = field(default_factory=HalfDone)
    """What was said of these files before the desk was locked."""


@dataclass(frozen=True)
class Done:
    """What an import did: the journal's action and what became of the people."""

    action: str
    outcome: ImportOutcome
    sum: Tally


def _copy(said: Mapping[str, Mapping[int, str]]) -> dict[str, dict[int, str]]:
    return {layout: dict(columns) for layout, columns in said.items()}


class ImportWork(QObject):
    """Holds the plan and everything said about it; every long step is a job that can be cancelled."""

    began = Signal(str)
    """A job that the operator waits for: reading or applying."""
    progressed = Signal(str, int, int)
    planned = Signal()
    failed = Signal(object)
    """A DeskError: nothing could be read, or nothing was taken in."""
    cancelled = Signal(str)
    applied = Signal(object)

    def __init__(self, desk: OpenDesk, parent: QObject) -> None:
        super().__init__(parent)
        self.desk = desk
        self.read = Read()
        self.now: Planned | None = None
        self.said: dict[str, dict[int, str]] = {}
        """Columns as this operator changed them now, by layout."""
        self.answers: dict[Spot, Answer] = {}
        self.asked: dict[Spot, RowQuestion] = {}
        """Every question about a row that was ever shown, so that an answer can be thought over."""
        self.job: Job | None = None
        self._again, self._turn = False, 0
        self._then: Callable[[], None] | None = None

    @property
    def busy(self) -> bool:
        """Tell whether a job is under way."""
        return self.job is not None

    def forget(self) -> None:
        """Drop everything that was read, so that nothing of it stays in memory."""
        if self.job is not None:
            self.job.cancel()
            self.job = None
        self.read, self.now, self._then, self._again = Read(), None, None, False
        self.said.clear()
        self.answers.clear()
        self.asked.clear()

    def half_done(self) -> HalfDone:
        """Return what was said so far of files that are not taken in yet."""
        prints = {file.name: file.sha256 for file in self.read.files}
        paths = tuple(map(str, self.read.paths)) if self.read.files else ()
        return HalfDone(paths, prints, {layout: dict(said) for layout, said in self.said.items()}, dict(self.answers))

    def open(self, paths: Sequence[Path], before: HalfDone | None = None) -> None:
        """Read files and plan them, with what was said of them `before` if it is still true. An earlier plan is dropped."""
        self.forget()
        said = before or HalfDone()
        desk = self.desk
        self.began.emit("read")

        def work(report: Report) -> tuple[Read, Planned]:
            read = Read(paths=tuple(paths))
            read.files = read_files(paths, report, passed_over=read.refused)
            if not read.files:
                raise read.refused[0]
            with desk.reading() as session:
                read.columns = remembered_columns(session)
            read.before = said.still_true({file.name: file.sha256 for file in read.files})
            return read, _planned(desk, read, _copy(read.before.columns), dict(read.before.answers), report)

        self._start(work, self._opened, "read")

    def _opened(self, found: tuple[Read, Planned]) -> None:
        self.read, self.now = found
        self.said, self.answers = _copy(self.read.before.columns), dict(self.read.before.answers)
        self._shown()

    def _shown(self) -> None:
        if self.now is not None:
            self.asked |= {question.spot: question for question in self.now.questions if isinstance(question, RowQuestion)}
        self.planned.emit()

    # -- what the operator says

    def change_column(self, columns: Sequence[tuple[str, int]], code: str) -> None:
        """Take columns (layout and place of each) for something else."""
        for layout, at in columns:
            self.said.setdefault(layout, {})[at] = code
        self.plan_again()

    def answer(self, spot: Spot, answer: Answer) -> None:
        """Answer the question about a row, for the first time or anew."""
        self.answers[spot] = answer
        self.plan_again()

    def plan_again(self) -> None:
        """Plan once more, after the planning under way if there is one."""
        if self.job is not None:
            self._again = True
            self.job.cancel()
            return
        desk, read, said, answers = self.desk, self.read, _copy(self.said), dict(self.answers)
        self._start(lambda report: _planned(desk, read, said, answers, report), self._replanned, "plan")

    def _replanned(self, now: Planned) -> None:
        self.now = now
        self._shown()

    # -- taking in

    def apply(self) -> None:
        """Take the plan in, in one action, once the planning under way has ended; whoever is asked about is left for later."""
        if self.job is not None or self._again:
            self._then = self.apply
            return
        now = self.now
        if now is None or not now.sum.anything:
            return
        names = _(", ").join(file.name for file in self.read.files)
        said = {layout: self.read.columns.get(layout, {}) | columns for layout, columns in self.said.items() if not layout.startswith(ONCE)}
        desk = self.desk
        self.began.emit("apply")

        def work(report: Report) -> Done:
            with desk.writing(_("Import {files}").format(files=names)) as session:
                outcome = apply(session, now.plan.without_open_questions(), on=desk.today(), report=report)
                remember_columns(session, said)
                drafts.forget(session, desk.operator.name, FORM)
                return Done(str(session.info["action"]), outcome, now.sum)

        self._start(work, self._applied, "apply")

    def _applied(self, done: Done) -> None:
        self.forget()
        self.applied.emit(done)

    def undo(self, action: str) -> str:
        """Take a whole import back; returns what was taken back. Raises NothingToUndo or ChangedSince."""
        return undo_action(self.desk.database, self.desk.operator.name, action).says

    # -- jobs

    def _start(self, work: Callable[[Report], object], done: Callable[..., None], what: str) -> None:
        self._turn += 1
        turn = self._turn

        def nothing() -> None:
            if what != "plan":
                self.cancelled.emit(what)

        self.job = self.desk.jobs.start(
            work,
            lambda found: self._end(turn, lambda: done(found)),
            lambda error: self._end(turn, lambda: self._fail(error)),
            lambda: self._end(turn, nothing),
        )
        if what != "plan":
            self.job.progressed.connect(self.progressed)

    def _fail(self, error: DeskError) -> None:
        self.failed.emit(error)

    def _end(self, turn: int, then: Callable[[], None]) -> None:
        """Go on after a job; one that was dropped meanwhile counts for nothing."""
        if turn != self._turn or self.job is None:
            return
        self.job = None
        if self._again:
            self._again = False
            self.plan_again()
            return
        then()
        after, self._then = self._then, None
        if after is not None:
            after()

    def cancel(self) -> None:
        """Stop what is under way; nothing of it stays."""
        if self.job is not None:
            self._again, self._then = False, None
            self.job.cancel()


def _planned(desk: OpenDesk, read: Read, said: dict[str, dict[int, str]], answers: dict[Spot, Answer], report: Report) -> Planned:
    """Plan what was read, beside the window."""
    on = desk.today()
    choices = read.columns | {layout: read.columns.get(layout, {}) | columns for layout, columns in said.items()}
    with desk.reading() as session:
        home = home_of(*station_names(session))
        planned = plan.plan_again(read.files, known_people(session), on, choices, answers, report, home)
        refuse_children(desk.operator, planned, on)
        rows = row_questions(session, planned, on, may_see_children=desk.operator.may_see_children)
    report(_("Looking at what the rows say"), 0, 0)
    sheets = list(matter_questions(planned, may_see_children=desk.operator.may_see_children))
    villages = [one for one in sheets if one.what == "village"]
    rest = [one for one in sheets if one.what != "village"]
    return Planned(planned, (*villages, *rows[:1], *column_questions(planned), *rest, *rows[1:]), tally(planned))
