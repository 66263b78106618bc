"""What the operator says a column holds, in place of what the desk takes it for; and which columns to ask about."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from stationdesk.ledgers.columns import Column
from stationdesk.ledgers.event_words import EVENT
from stationdesk.ledgers.labels import Meaning
from stationdesk.ledgers.people import PLACES
from stationdesk.ledgers.records import READERS
from stationdesk.ledgers.row_read import column_letters
from stationdesk.services.import_plan import LEFT_OUT, ColumnPlan

Choices = Mapping[str, Mapping[int, str]]
"""Layout of a table → place of a column among its columns → the field it holds ("" for a note, `LEFT_OUT`)."""
NAMES = ("name", "name_more")
KIND_AT = 9_999
"""Place under which a layout keeps the kind of ledger the operator says it is: no table has so many columns."""
_BY_LOOKS = {
    "phone": ("phone", "kin.phone", "helper.phone"),
    "name": ("kin.name", "helper.name", "guardian.name"),
    "id_no": ("id_no", "guardian.id_no"),
    "date": ("birth",),
    "group": ("village_group",),
    "category": ("category",),
    "grade": ("care_grade",),
    "disability": ("disability",),
}
MOSTLY = 0.6


def layout_of(columns: Sequence[Column]) -> str:
    """Return the fingerprint of a table's headings, by which its answers are found again."""
    return hashlib.sha256("|".join(column.label for column in columns).encode()).hexdigest()[:16] if columns else ""


def code_of(column: Column) -> str:
    """Return what a column is taken for (`kin.phone`), "" where its cells are kept as a note."""
    if column.field == LEFT_OUT:
        return LEFT_OUT
    if column.person == EVENT:
        return f"{EVENT}.{column.field}"
    if column.person in PLACES:
        return f"{column.person}.{column.field}" if column.field and column.field != "flag" else ""
    known = column.person in ("self", "") and (column.field in READERS or column.field == "serial")
    return column.field if known else ""


def chosen(columns: Sequence[Column], said: Mapping[int, str]) -> list[Column]:
    """Return the columns with what the operator said of some of them; one column keeps the names of the people listed."""
    found = list(columns)
    kind = next((column.meaning.word for column in columns if column.person == EVENT), "")
    for at, code in said.items():
        if 0 <= at < len(found):
            found[at] = _as(found[at], code, kind)
    own = [at for at, column in enumerate(found) if column.person == "self" and column.field in NAMES]
    if not own:
        return [guess if guess.field in NAMES and guess.person == "self" else now for guess, now in zip(columns, found, strict=True)]
    kept = next((at for at in own if said.get(at) in NAMES), own[0])
    return [_as(column, "") if at in own and at != kept else column for at, column in enumerate(found)]


def _as(column: Column, code: str, kind: str = "") -> Column:
    if code == code_of(column):
        return Column(column.index, column.label, column.meaning._replace(sure=True), column.profile)
    person, _dot, field = code.rpartition(".")
    word = column.label.split("/")[-1] if person == "helper" else kind if person == EVENT else ""
    return Column(column.index, column.label, Meaning(person or "self", field, word), column.profile)


def columns_plan(
    guessed: Sequence[Column], columns: Sequence[Column], said: Mapping[int, str], paths: Sequence[Sequence[str]]
) -> tuple[ColumnPlan, ...]:
    """Return the columns as they can be shown and changed; `guessed` as the desk takes them by itself, `paths` their own words."""
    found = []
    for at, (guess, now) in enumerate(zip(guessed, columns, strict=True)):
        asked = at not in said and guess.profile.filled > 0 and (not guess.field or not guess.meaning.sure)
        words = paths[guess.index] if guess.index < len(paths) else ()
        heading = "/".join(dict.fromkeys(" ".join(word.split()) for word in words if word.strip())) or column_letters(guess.index)
        suggestions = _suggestions(guess, guessed) if asked else ()
        found.append(ColumnPlan(guess.index, heading, code_of(now), code_of(guess), now.meaning.word, asked, suggestions))
    return tuple(found)


def _suggestions(column: Column, columns: Sequence[Column]) -> tuple[str, ...]:
    """Return the fields a column that is asked about may hold, likeliest first."""
    found = [code_of(column)] if column.field else []
    if column.person in PLACES:
        found.append(f"{column.person}.name")
    kind, share = column.profile.strongest()
    if share >= MOSTLY:
        taken = {code_of(other) for other in columns}
        found += [code for code in _BY_LOOKS.get(kind, ()) if code not in taken]
    return tuple(dict.fromkeys(code for code in found if code))[:2]
