"""Questions about what stands beside a person: a ledger's other word, a category, a letter, a relative, the household's head."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from sqlmodel import Session

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.resident import Resident, ResidentDraft
from stationdesk.services import mending_beside as beside
from stationdesk.services.guardianship import guardians_of
from stationdesk.services.import_doubts import doubt_in_words
from stationdesk.services.mending_ask import Ask, Fill, question
from stationdesk.services.mending_values import field_words, value_words
from stationdesk.services.resident_list import category_word

BOTH = frozenset({"name", "birth_date", "current_address", "registered_address", "remark", "health_note", "occupation", "school"})
"""Fields of which both words can be kept."""


def _ledger_doubt(session: Session, resident: Resident, on: date) -> Ask | None:
    note = beside.open_note(session, resident.id, on)
    if note is None:
        return None
    heading, where = note.heading or "", _(", ").join(filter(None, (note.source_file, note.source_sheet)))
    if note.source_row:
        where = _("{where} row {row}").format(where=where, row=note.source_row)
    if heading not in ResidentDraft.model_fields:
        told = _("{field}: the ledger says {value}. ({where})").format(field=field_words(heading), value=note.text or "", where=where)
        return question(Fill.CHOICE, _("Ledger"), told=told, choices=(("keep", _("seen, leave it so")),), chosen="keep", about=note.id)
    told = _("Here {kept}, the ledger says {value}. ({where})").format(
        kept=value_words(heading, getattr(resident, heading)), value=value_words(heading, note.text), where=where
    )
    choices = [("keep", _("as it is here")), ("take", _("as the ledger says"))]
    if heading == "residency_status":  # a death or a move brings much with it and has a day: it is written where all that is asked
        told = _("{told} If the ledger is right, open the person and write the move down there, with all that follows.").format(told=told)
        choices.pop()
    if heading in BOTH and (heading != "birth_date" or len(note.text or "") == 10):
        choices.append(("both", _("keep both")))
    return question(Fill.CHOICE, field_words(heading), told=told, choices=tuple(choices), about=note.id)


def _import_doubt(session: Session, resident: Resident, on: date) -> Ask | None:
    row = beside.open_row(session, resident.id, on)
    if row is None:
        return None
    said = _("; ").join(doubt_in_words(one) for one in beside.problems_of(row))
    told = _("{said}. (sheet {sheet} row {row})").format(said=said, sheet=row.sheet or "", row=row.row or "")
    return question(Fill.CHOICE, _("Ledger"), told=told, choices=(("keep", _("looked at, it is right")),), chosen="keep", about=row.id)


def _category_age(session: Session, resident: Resident, on: date) -> Ask | None:
    tag = beside.open_tag(session, "category_age", resident, on)
    if tag is None:
        return None
    age = resident.age(on.isoformat())
    told = _("{category} at {age} years.").format(category=category_word(tag.category), age=age)
    choices = (("end", _("end this category")), ("keep", _("it is right so")))
    return question(Fill.CHOICE, _("Category"), told=told, choices=choices, about=tag.id)


def _tag_review(session: Session, resident: Resident, on: date) -> Ask | None:
    tag = beside.open_tag(session, "tag_review", resident, on)
    if tag is None:
        return None
    told = _("{category}, to be reviewed by {due}.").format(category=category_word(tag.category), due=tag.review_due)
    choices = (("keep", _("still so, review in a year")), ("end", _("end this category")))
    return question(Fill.CHOICE, _("Category"), told=told, choices=choices, about=tag.id)


def _letter(session: Session, resident: Resident, on: date) -> Ask | None:
    letter = beside.open_letter(session, resident.id, on)
    if letter is None:
        return None
    told = _("{name} looked after the child until {day}.").format(name=letter.name, day=letter.to_date)
    return question(Fill.DAY, _("New letter until"), told=told, none=_("no guardian by letter any more"), about=letter.id)


def _nameless_kin(session: Session, resident: Resident, on: date) -> Ask | None:
    kin = beside.open_kin(session, resident.id, on)
    if kin is None:
        return None
    where = kin.works_at or kin.place or ""
    told = _(", ").join(filter(None, (table("relation").label(kin.relation), where)))
    return question(Fill.WORDS, _("Name of the relative"), told=told, none=_("nobody knows"), about=kin.id)


def _no_head(session: Session, resident: Resident, on: date) -> Ask | None:
    members = beside.heads_to_be(session, resident, on)
    if not members:
        return None
    return question(Fill.CHOICE if len(members) <= beside.MOST else Fill.LIST, _("Head of the household"), choices=members)


def _no_consent(session: Session, resident: Resident, _on: date) -> Ask:
    kept = [one for one in guardians_of(session, [resident.id])[resident.id] if not one.end_reason]
    told = _("Has a guardian signed that the child may be written down here? Who?")
    return question(Fill.WORDS, _("Signed by"), told=told, value=kept[0].name if kept else "", none=_("the guardian refuses"))


ASK: Mapping[str, Callable[[Session, Resident, date], Ask | None]] = {
    "ledger_doubt": _ledger_doubt,
    "import_doubt": _import_doubt,
    "category_age": _category_age,
    "tag_review": _tag_review,
    "letter_expired": _letter,
    "nameless_kin": _nameless_kin,
    "no_head": _no_head,
    "no_consent": _no_consent,
}
