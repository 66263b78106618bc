"""Mending one thing: what was filled in is written, and what was said instead (none, right as it stands, later) is remembered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session

from stationdesk.i18n import N_, _
from stationdesk.registers.gap_answer import GapAnswer, GapAnswerDraft
from stationdesk.registers.id_number import read_id_number
from stationdesk.registers.mask import masked_child
from stationdesk.services import mending_check as check
from stationdesk.services import mending_wider as wider
from stationdesk.services.birthday_words import written_of
from stationdesk.services.consents import write_consent
from stationdesk.services.doubles import is_child
from stationdesk.services.gaps import title_of
from stationdesk.services.mending_ask import Ask
from stationdesk.services.mending_beside import grade_in_force
from stationdesk.services.person_writing import PersonDraft, change_resident, own_resident, set_categories, set_grade
from stationdesk.services.resident_list import categories_of
from stationdesk.store.database import author_of

LATER_DAYS = 14
"""Days until what was put off is asked again."""
NUMBERS = ("no_id_no", "lost_digits", "checksum", "bad_id_no", "same_id_no")
"""Kinds that are about the ID number: who has none is never asked for one again."""
REVIEW_DAYS = 182
"""Days until a grade that was looked at is looked at again, where the scheme says nothing else."""


def says_mended(session: Session, ask: Ask, on: date) -> str:
    """Return the sentence of mending something; a child goes by alias, for the sentence is read by others."""
    resident = own_resident(session, ask.resident_id)
    name = masked_child(resident.name, resident.alias) if is_child(resident, on) else resident.name
    return _("Mend {name}: {what}").format(name=name, what=title_of(ask.gap))


_SAID = {
    "none": N_("{mended} (there is none)"),
    "kept": N_("{mended} (right as it stands)"),
    "later": N_("Later: {mended}"),
}


def says_answered(session: Session, ask: Ask, said: str, on: date) -> str:
    """Return the sentence of answering otherwise."""
    return _(_SAID[said]).format(mended=says_mended(session, ask, on))


def mend(session: Session, ask: Ask, typed: str, choice: str, on: date, operator: str) -> None:
    """Write what was filled in: `typed` into the field, `choice` among the choices.

    Raises NothingFilledIn, NoSuchResident, and what the writing of a letter, a household or a consent refuses.
    """
    _MEND[ask.gap](session, ask, typed.strip(), choice, on, operator)
    session.flush()


def answer(session: Session, ask: Ask, said: str, on: date, operator: str, *, days: int = LATER_DAYS) -> None:
    """Remember what was said instead: `none`, `kept`, or `later` (asked again after `days`). What a fact says is written as one too."""
    if said == "none" and ask.gap in _NONE:
        _NONE[ask.gap](session, ask, on)
    draft = GapAnswerDraft(
        resident_id=ask.resident_id,
        gap="no_id_no" if said == "none" and ask.gap in NUMBERS else ask.gap,
        about=ask.about,
        answer=said,
        seen=None if said == "later" or (said == "none" and ask.gap in NUMBERS) else ask.seen,
        until=(on + timedelta(days=days)).isoformat() if said == "later" else None,
        said_on=on.isoformat(),
        said_by=operator[:72] or None,
    )
    session.add(GapAnswer.model_validate(draft, update={"author": author_of(session)}))


def _fields(session: Session, ask: Ask, fields: Mapping[str, Any], on: date) -> None:
    change_resident(session, ask.resident_id, PersonDraft(fields), on)


def _id_no(session: Session, ask: Ask, typed: str, _choice: str, on: date, _operator: str) -> None:
    check.number_typed(ask, typed)
    _fields(session, ask, {"id_no": typed}, on)


def _phone(session: Session, ask: Ask, typed: str, _choice: str, on: date, _operator: str) -> None:
    resident, number = own_resident(session, ask.resident_id), check.phone_typed(typed)
    others = tuple(one for one in resident.phones if one.number and one.number != number.number)
    _fields(session, ask, {"phones": (number, *others)}, on)


def _relative(session: Session, ask: Ask, typed: str, choice: str, on: date, _operator: str) -> None:
    wider.reach_relative(session, ask.resident_id, check.needed(choice), check.phone_typed(typed), on)


def _birth(session: Session, ask: Ask, typed: str, _choice: str, on: date, _operator: str) -> None:
    read = check.born(typed, on)
    fields = {"birth_date": read.iso, "birth_precision": read.precision, "birth_calendar": read.calendar}
    _fields(session, ask, fields | {"birth_written": written_of(read)}, on)


def _birth_differs(session: Session, ask: Ask, _typed: str, choice: str, on: date, operator: str) -> None:
    resident = own_resident(session, ask.resident_id)
    if check.needed(choice) == "kept":
        answer(session, ask, "kept", on, operator)
        return
    fields: dict[str, Any] = {"birth_date": read_id_number(resident.id_no).birth, "birth_precision": "day", "birth_calendar": "solar"}
    if choice == "both" and resident.birth_date:
        fields |= {"birthday": resident.birth_date[5:], "birthday_calendar": resident.birth_calendar or "solar"}
    _fields(session, ask, fields, on)


def _sex(session: Session, ask: Ask, _typed: str, choice: str, on: date, operator: str) -> None:
    if check.needed(choice) == ask.sex:
        answer(session, ask, "kept", on, operator)
    else:
        _fields(session, ask, {"sex": choice}, on)


def _category(session: Session, ask: Ask, _typed: str, choice: str, on: date, _operator: str) -> None:
    have = categories_of(session, [(ask.resident_id, None)], on).get(ask.resident_id, ())
    set_categories(session, ask.resident_id, frozenset({*have, check.needed(choice)}), on)


def _grade(session: Session, ask: Ask, _typed: str, choice: str, on: date, operator: str) -> None:
    set_grade(session, ask.resident_id, check.needed(choice), on, reason="", assessor=operator)


def _review(session: Session, ask: Ask, _typed: str, choice: str, on: date, operator: str) -> None:
    held = grade_in_force(session, ask.resident_id, on)
    again = (on + timedelta(days=wider.days_to_review(session, on) or REVIEW_DAYS)).isoformat()
    if held is not None and held.grade == check.needed(choice):
        held.review_due = again
        session.add(held)
        return
    made = set_grade(session, ask.resident_id, choice, on, reason="", assessor=operator)
    if made is not None:
        made.review_due = again


def _certificate(session: Session, ask: Ask, typed: str, _choice: str, on: date, _operator: str) -> None:
    _fields(session, ask, {"disability_valid_to": check.later(typed, on).isoformat()}, on)


def _pension(session: Session, ask: Ask, typed: str, _choice: str, on: date, _operator: str) -> None:
    done = check.past(typed, on)
    due = f"{done.year + 1}{done.isoformat()[4:]}" if (done.month, done.day) != (2, 29) else f"{done.year + 1}-02-28"
    _fields(session, ask, {"pension_check_done": done.isoformat(), "pension_check_due": due}, on)


def _group(session: Session, ask: Ask, typed: str, choice: str, on: date, _operator: str) -> None:
    _fields(session, ask, {"village_group": check.needed(choice or typed)}, on)


def _village(session: Session, ask: Ask, typed: str, _choice: str, on: date, _operator: str) -> None:
    _fields(session, ask, {"village": check.needed(typed)}, on)


def _household(session: Session, ask: Ask, typed: str, _choice: str, on: date, _operator: str) -> None:
    wider.join_household(session, ask.resident_id, check.needed(typed), on)


def _head(session: Session, ask: Ask, _typed: str, choice: str, _on: date, _operator: str) -> None:
    wider.take_head(session, ask.resident_id, check.needed(choice))


def _doubt(session: Session, ask: Ask, _typed: str, choice: str, on: date, operator: str) -> None:
    if check.needed(choice) != "keep":
        wider.take_from_ledger(session, str(ask.about), on, both=choice == "both")
    answer(session, ask, "kept", on, operator)


def _tag(session: Session, ask: Ask, _typed: str, choice: str, on: date, operator: str) -> None:
    if check.needed(choice) == "end":
        wider.end_tag(session, str(ask.about), on)
    elif ask.gap == "tag_review":
        wider.review_tag(session, str(ask.about), on)
    else:
        answer(session, ask, "kept", on, operator)


def _letter(session: Session, ask: Ask, typed: str, _choice: str, on: date, _operator: str) -> None:
    wider.renew_letter(session, str(ask.about), check.later(typed, on), on)


def _kin(session: Session, ask: Ask, typed: str, _choice: str, _on: date, _operator: str) -> None:
    wider.name_kin(session, str(ask.about), check.needed(typed))


def _consent(session: Session, ask: Ask, typed: str, _choice: str, on: date, operator: str) -> None:
    fields = {"kind": "enrolment", "given": True, "given_by": "guardian", "giver_name": check.needed(typed), "form": "paper"}
    write_consent(session, ask.resident_id, fields | {"given_on": on.isoformat(), "taken_by": operator[:72] or None}, on)


def _letter_over(session: Session, ask: Ask, on: date) -> None:
    wider.end_letter(session, str(ask.about), on)


def _refused(session: Session, ask: Ask, on: date) -> None:
    write_consent(session, ask.resident_id, {"kind": "enrolment", "given": False, "given_by": "guardian", "given_on": on.isoformat()}, on)


def _no_id(session: Session, ask: Ask, on: date) -> None:
    resident = own_resident(session, ask.resident_id)
    if resident.id_state not in (None, "empty"):
        _fields(session, ask, {"id_no": None}, on)
    _fields(session, ask, {"id_type": "none"}, on)


_NONE: Mapping[str, Callable[[Session, Ask, date], None]] = {
    **dict.fromkeys(NUMBERS, _no_id),
    "letter_expired": _letter_over,
    "no_consent": _refused,
}
"""What «there is none» writes beside being remembered."""
_MEND: Mapping[str, Callable[[Session, Ask, str, str, date, str], None]] = {
    **dict.fromkeys(NUMBERS, _id_no),
    **dict.fromkeys(("no_phone", "dead_phone"), _phone),
    **dict.fromkeys(("no_children_phone", "no_guardian_phone"), _relative),
    **dict.fromkeys(("no_birth_date", "birth_year_only"), _birth),
    **dict.fromkeys(("ledger_doubt", "import_doubt"), _doubt),
    **dict.fromkeys(("category_age", "tag_review"), _tag),
    "birth_differs": _birth_differs,
    "sex_differs": _sex,
    "no_category": _category,
    "no_grade": _grade,
    "review_due": _review,
    "certificate_expired": _certificate,
    "pension_check": _pension,
    "letter_expired": _letter,
    "no_group": _group,
    "no_village": _village,
    "no_household": _household,
    "no_head": _head,
    "nameless_kin": _kin,
    "no_consent": _consent,
}
