"""Puts what matching leaves open into sentences an operator can answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from stationdesk.i18n import N_, _
from stationdesk.services.import_plan import KEPT_AS_NOTE, FilePlan, PlanQuestion, RowPlan, subject_of
from stationdesk.services.matching import KnownPerson, Question

SENTENCES = {
    "same_id_other_name": N_("{one} and {other} have the same ID number but different names. Whose number is it? Both are kept apart."),
    "same_name": N_("{one} and {other} have the same name. Are they one person? They are kept apart until you say so."),
    "two_candidates": N_("{one} may be {other}, but others of that name fit as well. They are kept apart until you say so."),
    "named_alike": N_("{one} is in no list, but {other} has a name that sounds the same. Is it one person? They are kept apart."),
    "sounds_alike": N_(
        "{one} and {other} were born the same day and their names sound alike. Is one of them misspelt? They are kept apart."
    ),
}


def ask(
    questions: Sequence[Question], files: Sequence[FilePlan], places: Sequence[tuple[int, int, int]], residents: Mapping[str, KnownPerson]
) -> tuple[PlanQuestion, ...]:
    """Return the questions in words, each with the rows it is about."""
    found = []
    for question in questions:
        one = _row(files, places[question.row])
        spots = [_spot(files, places[question.row])]
        if question.other_row is not None:
            other = _person(_row(files, places[question.other_row]), _spot(files, places[question.other_row]))
            spots.append(_spot(files, places[question.other_row]))
        else:
            other = _("{name} in the register").format(name=residents[question.known].name) if question.known else ""
        sentence = _(SENTENCES[question.code]).format(one=_person(one, spots[0]), other=other)
        found.append(PlanQuestion(question.code, sentence, tuple(spots), question.known))
    return tuple(found)


def ask_who(files: Sequence[FilePlan]) -> Iterator[PlanQuestion]:
    """Yield a question for each name of which nobody knows anything: its rows are kept as notes unless it is somebody new."""
    asked: set[str] = set()
    for file in files:
        for sheet in file.sheets:
            for row in sheet.rows:
                if row.action == KEPT_AS_NOTE and row.person not in asked and subject_of(row.record).get("name"):
                    asked.add(row.person)
                    spot = file.file, sheet.sheet, row.row
                    said = _(
                        "{one} is in no list and not in the register. What is said of them is kept as a note unless you say who it is."
                    )
                    yield PlanQuestion("nobody", said.format(one=_person(row, spot)), (spot,))


def _row(files: Sequence[FilePlan], place: tuple[int, int, int]) -> RowPlan:
    return files[place[0]].sheets[place[1]].rows[place[2]]


def _spot(files: Sequence[FilePlan], place: tuple[int, int, int]) -> tuple[str, str, int]:
    file = files[place[0]]
    sheet = file.sheets[place[1]]
    return file.file, sheet.sheet, sheet.rows[place[2]].row


def _person(row: RowPlan, spot: tuple[str, str, int]) -> str:
    return _("{name} (row {row} of {file})").format(name=subject_of(row.record).get("name") or "?", row=spot[2], file=spot[0])
