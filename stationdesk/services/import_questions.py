"""The questions a plan leaves open, as an operator answers them: one a row with every candidate, one a column nobody knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.registers.code import table as code_table
from stationdesk.registers.household import Household
from stationdesk.registers.mask import masked_child, masked_id_no, masked_phone
from stationdesk.registers.resident import Resident, ResidentDraft
from stationdesk.services.column_words import column_words
from stationdesk.services.import_known import CHUNK, Values, table_of
from stationdesk.services.import_plan import LEFT_OUT, Answer, ColumnPlan, Plan, PlanQuestion, RowPlan, Spot, subject_of
from stationdesk.store.database import author_of

TELLING = frozenset({"same_name", "two_candidates"})
"""Questions in which group and birth year help to tell the candidates apart."""
MOST = 7
"""Candidates offered at most: with the two other answers, as many as there are figures."""
NAMED, LONGEST = 5, 20
"""Columns named at most in one question, and characters of a heading."""
SINGLY = 3
"""Columns nobody knows that are asked about one by one; more are asked about together."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to a question about a row, in words: who it is, and what helps to tell."""

    answer: Answer
    words: str
    more: str = ""
    button: str = ""
    """What the button says once this is chosen."""


@dataclass(frozen=True, slots=True)
class RowQuestion:
    """Whom is this row about?"""

    spot: Spot
    title: str
    where: str
    """File and sheet, where the plan has several; else empty."""
    facts: str
    sentence: str
    choices: tuple[Choice, ...]
    likely: Answer | None = None
    """The answer marked from the start: the one candidate that is nearer than all others."""


@dataclass(frozen=True, slots=True)
class ColumnQuestion:
    """What do these columns hold? `columns` are layout and place of each; `choices` code and words.

    A question about a sheet itself (`what` is village, colour or comment) has the one place its answer is kept under.
    """

    columns: tuple[tuple[str, int], ...]
    sentence: str
    choices: tuple[tuple[str, str], ...]
    what: str = "column"


def column_questions(plan: Plan) -> list[ColumnQuestion]:
    """Return what is asked about columns; many that nobody knows and nothing hints at are one question."""
    asked: dict[tuple[str, int], ColumnPlan] = {}
    for file in plan.files:
        for sheet in file.sheets:
            for table in sheet.tables if sheet.rows else ():
                asked |= {(table.layout, at): column for at, column in enumerate(table.columns) if column.asked}
    single = {key: column for key, column in asked.items() if column.suggestions}
    rest = {key: column for key, column in asked.items() if not column.suggestions}
    if len(rest) <= SINGLY:
        single, rest = asked, {}
    asks = _("Where does the column “{heading}” go?")
    found = [
        ColumnQuestion((key,), asks.format(heading=_cut(column.heading)), _choices(column.suggestions)) for key, column in single.items()
    ]
    if rest:
        names = _(", (list)").join(_cut(column.heading) for column in list(rest.values())[:NAMED])
        more = "…" if len(rest) > NAMED else ""
        sentence = _("Nobody here knows {count} of the columns: {names}. Where do they go?").format(count=len(rest), names=names + more)
        found.append(ColumnQuestion(tuple(rest), sentence, _choices(())))
    return found


def _cut(heading: str) -> str:
    """Return a heading as far as it helps to know it."""
    return heading if len(heading) <= LONGEST else f"{heading[:LONGEST]}…"


def _choices(codes: Iterable[str]) -> tuple[tuple[str, str], ...]:
    return tuple((code, column_words(code)) for code in (*codes, "", LEFT_OUT))


def row_questions(session: Session, plan: Plan, on: date, *, may_see_children: bool) -> list[RowQuestion]:
    """Return what is asked about rows, in their order; `on` is the day ages are counted from."""
    by_row: dict[Spot, list[PlanQuestion]] = {}
    for question in plan.questions:
        by_row.setdefault(question.places[0], []).append(question)
    wanted = {spot for questions in by_row.values() for question in questions for spot in question.places}
    rows = {(file.file, sheet.sheet, row.row): row for file, sheet, row in plan.rows() if (file.file, sheet.sheet, row.row) in wanted}
    several = sum(1 for file in plan.files for sheet in file.sheets if sheet.rows) > 1
    known = _residents(session, [q.known for q in plan.questions if q.known])
    heads = _heads(session, known.values())
    asker = _Asker(rows, known, heads, on, several=several, may_see_children=may_see_children)
    return [asker.ask(spot, questions) for spot, questions in by_row.items()]


def _residents(session: Session, ids: Sequence[str]) -> dict[str, Values]:
    t, found = table_of(Resident), {}
    names = ("id", "name", "alias", "sex", "birth_date", "village_group", "living_arrangement", "household_id", "birth_precision")
    for start in range(0, len(ids), CHUNK):
        own = select(*(t.c[name] for name in names)).where(t.c.id.in_(ids[start : start + CHUNK]), t.c.author == author_of(session))
        found.update({row.id: dict(row._mapping) for row in session.connection().execute(own)})
    return found


def _heads(session: Session, people: Iterable[Values]) -> dict[str, str]:
    """Return household → name of its head."""
    wanted = list({one["household_id"] for one in people if one["household_id"]})
    t, r, found = table_of(Household), table_of(Resident), {}
    for start in range(0, len(wanted), CHUNK):
        own = select(t.c.id, t.c.head_name, r.c.name).outerjoin(r, (r.c.id == t.c.head_id) & (r.c.author == t.c.author))
        for row in session.connection().execute(own.where(t.c.id.in_(wanted[start : start + CHUNK]))):
            found[row.id] = row.name or row.head_name or ""
    return found


class _Asker:
    """Puts questions into words."""

    def __init__(
        self,
        rows: Mapping[Spot, RowPlan],
        known: Mapping[str, Values],
        heads: Mapping[str, str],
        on: date,
        *,
        several: bool,
        may_see_children: bool,
    ) -> None:
        self.rows, self.known, self.heads, self.on = rows, known, heads, on.isoformat()
        self.several, self.may_see_children = several, may_see_children

    def ask(self, spot: Spot, questions: Sequence[PlanQuestion]) -> RowQuestion:
        """Return the question about one row with everybody it may be."""
        row = self.rows[spot]
        name = str(subject_of(row.record).get("name") or _("nobody named"))
        choices = [choice for question in questions for choice in self._candidates(question)]
        unique = list({choice.answer: choice for choice in choices}.values())
        unique.sort(key=lambda choice: -self._nearness(row, choice.answer))
        near = [self._nearness(row, choice.answer) for choice in unique[:2]] + [0]
        likely = unique[0].answer if questions[0].code in TELLING and near[0] > near[1] else None
        nobody = _("None of them, a new person") if len(unique) > 1 else _("Somebody else, a new person")
        nobody = nobody if unique else _("Put into the register as a new person")
        more = (
            Choice(Answer("new"), nobody, "", _("A new person")),
            Choice(Answer("out"), _("Leave this row out"), "", _("Leave it out")),
        )
        sentence = self._sentence(questions, name, len(unique))
        title = _("Row {row}").format(row=spot[2]) + f" {name}"
        where = f"{spot[0]} · {spot[1]}" if self.several else ""
        return RowQuestion(spot, title, where, self._facts(row), sentence, (*unique[:MOST], *more), likely)

    def _where(self, spot: Spot) -> str:
        file, sheet, row = spot
        return _("{file} {sheet} row {row}").format(file=file, sheet=sheet, row=row) if self.several else _("Row {row}").format(row=row)

    def _facts(self, row: RowPlan) -> str:
        record = subject_of(row.record)
        phones = record.get("phones") or ()
        number = record.get("id_no")
        parts = [
            str(record.get("village_group") or ""),
            self._age(record),
            masked_phone(str(phones[0])) if phones else "",
            masked_id_no(str(number)) if number else _("no ID number written"),
        ]
        return _(", (then)").join(part for part in parts if part) + _(". (end)")

    def _age(self, one: Mapping[str, Any]) -> str:
        age = _person(one).age(self.on)
        return "" if age is None else _("{age} years").format(age=age)

    def _sentence(self, questions: Sequence[PlanQuestion], name: str, candidates: int) -> str:
        code = questions[0].code
        if code == "same_id_other_name":
            return _("The same ID number stands beside another name. Is it one person?")
        if code == "sounds_alike":
            return _("Born on the same day as somebody whose name sounds the same. Is it one person?")
        if code == "named_alike":
            return _("{name} is in no list; a name that sounds the same is. Is it one person?").format(name=name)
        if code == "nobody":
            return _("{name} is not in the register. Is it somebody new? Unanswered, what is said is kept as a note.").format(name=name)
        if questions[0].known is None:
            return _("The ledger has this name more than once. Is it one person?")
        if candidates > 1:
            return _("The village has {count} people called {name} already. Which one is it?").format(count=candidates, name=name)
        return _("The village has a {name} already. Is it the same person?").format(name=name)

    def _candidates(self, question: PlanQuestion) -> Iterator[Choice]:
        if question.known is not None:
            if question.known in self.known:
                yield self._resident(self.known[question.known])
        elif len(question.places) > 1:
            spot = question.places[1]
            row = self.rows[spot]
            said = subject_of(row.record)
            words = " ".join(filter(None, (self._where(spot), str(said.get("name") or ""), self._age(said))))
            yield Choice(Answer("row", spot=spot), words, str(said.get("village_group") or ""), _("One person"))

    def _resident(self, one: Values) -> Choice:
        answer = Answer("known", known=one["id"])
        button = {"female": _("That is her"), "male": _("That is him")}.get(one["sex"], _("That is the one"))
        if _person(one).is_minor(self.on) and not self.may_see_children:
            return Choice(answer, masked_child(one["name"], one["alias"]), _("a child"), button)
        words = " ".join(filter(None, (one["village_group"], one["name"], self._age(one))))
        head = self.heads.get(one["household_id"] or "", "")
        more = _("householder {name}").format(name=head) if head and head != one["name"] else ""
        return Choice(answer, words, more or code_table("living_arrangement").label(one["living_arrangement"]), button)

    def _nearness(self, row: RowPlan, answer: Answer) -> int:
        """Return how near a candidate is to a row: group and birth year agree."""
        other: Mapping[str, Any] = subject_of(self.rows[answer.spot].record) if answer.spot else self.known.get(answer.known or "", {})
        said = subject_of(row.record)
        group = bool(said.get("village_group")) and said.get("village_group") == other.get("village_group")
        year = bool(said.get("birth_date")) and str(said["birth_date"])[:4] == str(other.get("birth_date") or "")[:4]
        return 2 * group + year


def _person(one: Mapping[str, Any]) -> ResidentDraft:
    """Return what is known of a birth, ready to be asked for the age."""
    return ResidentDraft.model_construct(birth_date=one.get("birth_date") or None, birth_precision=one.get("birth_precision"))
