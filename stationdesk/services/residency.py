"""Moving a resident: away, into hospital, back, to another village, or a death; with all that follows from it, in one action."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlmodel import Session, col, select

from stationdesk.errors import DeskError
from stationdesk.i18n import _
from stationdesk.registers.catalogue import register_of
from stationdesk.registers.code import table
from stationdesk.registers.resident import Resident
from stationdesk.registers.status_change import StatusChange, StatusChangeDraft, Touched
from stationdesk.services.day_words import day_words
from stationdesk.services.due import PRESENT
from stationdesk.services.residency_around import Around, around, named
from stationdesk.services.residency_effects import effects
from stationdesk.services.residency_parts import ENDED, PAUSED, Effect, Move, Step
from stationdesk.services.status_history import changes_of
from stationdesk.store.database import author_of


class MoveImpossible(DeskError):
    """The move cannot have been as it is written; the sentence says why and what to do."""


class SeenLater(DeskError):
    """Somebody saw the person after the day he is said to have died; it may be written all the same, if it is sure."""


@dataclass(frozen=True)
class StatusDraft:
    """What the dialog holds of a move."""

    to_status: str
    happened_on: date
    place: str = ""
    reason: str = ""
    expected_back: date | None = None
    told_by: str = ""

    @property
    def move(self) -> Move:
        """The move as its consequences need it."""
        return Move(self.to_status, self.happened_on, self.place)


def possible_moves(resident: Resident) -> tuple[str, ...]:
    """Return the states a resident can go into now, in the order of the dialog; nobody comes back from death but by a correction."""
    now = resident.residency_status or "living"
    if now in ("deceased", "merged"):
        return ()
    back = () if now in PRESENT else (back_state(now),)
    if now == "moved_out":
        return back
    offered = ("away", *back, "hospital", "institution", "moved_out", "deceased", "missing")
    return tuple(code for code in offered if code != now or now == "away")


def back_state(now: str) -> str:
    """Return what somebody is who is back: 返乡 for one who was away for work, else simply living here."""
    return "returned" if now == "away" else "living"


def preview(session: Session, resident_id: str, draft: StatusDraft, on: date, successor: str = "") -> tuple[Effect, ...]:
    """Return what a move would bring with it, without writing anything. Raises NoSuchResident."""
    return effects(around(session, resident_id, on), draft.move, successor)


def refusal(found: Around, draft: StatusDraft, last: StatusChange | None = None) -> MoveImpossible | None:
    """Return why a move cannot be, or None; `last` is the latest move that was written down."""
    one, name, on = found.resident, found.name_of(found.resident), found.on
    now, day = one.residency_status or "living", draft.happened_on
    since = max(filter(None, (one.residency_since, last.happened_on if last else None)), default=None)
    said = day_words(date.fromisoformat(since), on) if since else ""
    label = table("residency_status").label
    if day > on:
        return MoveImpossible(_("This day has not come yet. Please write the day on which it happened."))
    if now == "deceased":
        sentence = _("{name} is written down as dead already, since {day}. If that is wrong, choose «this was wrong».")
        return MoveImpossible(sentence.format(name=name, day=said or _("an unknown day")))
    if now == "merged":
        return MoveImpossible(_("This record was put together with another one. Please open that one."))
    if now == "moved_out" and draft.to_status not in PRESENT:
        sentence = _("{name} moved away and is not looked after here any more. If he is back, write that first.")
        return MoveImpossible(sentence.format(name=name))
    if draft.to_status in PRESENT and now in PRESENT:
        return MoveImpossible(_("{name} is at home already.").format(name=name))
    if draft.to_status == now and (draft.place or "") == (one.residency_place or ""):
        sentence = _("{name}: {state} stands there already. Write another place if it changed.")
        return MoveImpossible(sentence.format(name=name, state=label(now)))
    if _before_birth(one, day):
        return MoveImpossible(_("This day lies before the birth of {name}. Please look at the year again.").format(name=name))
    if since is not None and day.isoformat() < since:
        sentence = _("Since {day} it stands: {state}. What happens now cannot lie before that day.")
        return MoveImpossible(sentence.format(day=said, state=label(now)))
    if draft.expected_back is not None and draft.expected_back < day:
        return MoveImpossible(_("He cannot be expected back before he left. Please look at both days."))
    return None


def _before_birth(one: Resident, day: date) -> bool:
    """Tell whether a day lies before somebody's birth, as far as that is known; a lunar date only by its year."""
    born = one.birth_date or ""
    if one.birth_calendar == "lunar" or one.birth_precision == "age":
        born = born[:4]
    return bool(born) and day.isoformat()[: len(born)] < born


def seen_later(found: Around, draft: StatusDraft) -> SeenLater | None:
    """Return that somebody was seen after the day of his death, or None."""
    if draft.to_status != "deceased" or found.last_seen is None or found.last_seen <= draft.happened_on:
        return None
    sentence = _("On {day} a visit or a call still reached {name}. One of the two days is wrong. Is the day of the death right?")
    return SeenLater(sentence.format(day=day_words(found.last_seen, found.on), name=found.name_of(found.resident)))


def change_status(
    session: Session,
    resident_id: str,
    draft: StatusDraft,
    on: date,
    *,
    operator: str = "",
    choices: Mapping[str, bool] | None = None,
    successor: str = "",
    sure: bool = False,
) -> StatusChange:
    """Write a move and what follows from it; `choices` says of an effect that is a choice whether it is wanted.

    `sure`: the day of a death is right although somebody was seen later. Raises NoSuchResident, MoveImpossible, SeenLater.
    """
    found = around(session, resident_id, on)
    last = next(reversed(changes_of(session, resident_id)), None)
    refused = refusal(found, draft, last) or (None if sure else seen_later(found, draft))
    if refused is not None:
        raise refused
    chosen = wanted(effects(found, draft.move, successor), choices or {})
    steps = [own_step(found.resident, draft), *(step for effect in chosen for step in effect.steps)]
    before = found.resident.residency_status or "living"
    touched = tuple(mark for step in steps for mark in carry_out(session, step))
    return _keep(session, resident_id, draft, before, touched, operator)


def own_step(one: Resident, draft: StatusDraft) -> Step:
    """Return what a move writes of the person himself."""
    place = draft.place if draft.to_status not in PRESENT else ""
    own = {
        "residency_status": draft.to_status,
        "residency_since": draft.happened_on.isoformat(),
        "residency_place": place or None,
        "expected_return": draft.expected_back.isoformat() if draft.expected_back else None,
    }
    return Step("resident", one.id, own)


def _keep(session: Session, resident_id: str, draft: StatusDraft, before: str, touched: tuple[Touched, ...], operator: str) -> StatusChange:
    made = StatusChangeDraft(
        resident_id=resident_id,
        happened_on=draft.happened_on.isoformat(),
        from_status=before,
        to_status=draft.to_status,
        place=draft.place or None,
        reason=draft.reason or None,
        expected_back=draft.expected_back.isoformat() if draft.expected_back else None,
        told_by=draft.told_by or None,
        recorded_at=session.info["at"],
        recorded_by=operator or None,
        touched=touched,
    )
    change = StatusChange.model_validate(made, update={"author": author_of(session)})
    session.add(change)
    session.flush()
    return change


def wanted(found: Iterable[Effect], choices: Mapping[str, bool]) -> list[Effect]:
    """Return the effects that are to be: those that are no choice, and those that are ticked."""
    return [one for one in found if not one.choice or choices.get(one.code, one.ticked)]


def carry_out(session: Session, step: Step) -> list[Touched]:
    """Write one step; return which fields it moved, with what they held before."""
    kind = register_of(step.kind)
    if not step.record:
        made = kind.model_validate(step.fields, update={"author": author_of(session)})
        session.add(made)
        return [Touched(kind=step.kind, record=made.id, made=True)]
    mine = select(kind).where(kind.id == step.record, kind.author == author_of(session), col(kind.removed_at).is_(None))
    record = session.exec(mine).first()
    if record is None:
        return []
    marks = []
    for name, value in step.fields.items():
        before = getattr(record, name)
        if before != value:
            setattr(record, name, value)
            marks.append(Touched(kind=step.kind, record=step.record, field=name, before=before, after=value))
    session.add(record)
    session.flush()
    return marks


def says_move(resident: Resident, draft: StatusDraft, on: date) -> str:
    """Return the sentence of a move, which an undo repeats; a child goes by alias."""
    what = {
        "away": _("{name} went away, {day}"),
        "returned": _("{name} is back, {day}"),
        "living": _("{name} is back, {day}"),
        "hospital": _("{name} went into hospital, {day}"),
        "institution": _("{name} moved into a home, {day}"),
        "moved_out": _("{name} moved away for good, {day}"),
        "deceased": _("{name} died, {day}"),
        "missing": _("{name} is missing, {day}"),
    }[draft.to_status]
    return what.format(name=named(resident, on), day=day_words(draft.happened_on, on))


def button_words(to_status: str, ending: int) -> str:
    """Return what the button will do: 登记去世，停 3 件事."""
    label: dict[str, Any] = {
        "away": _("Write down: away"),
        "returned": _("Write down: back"),
        "living": _("Write down: back"),
        "hospital": _("Write down: in hospital"),
        "institution": _("Write down: in a home"),
        "moved_out": _("Write down: moved away"),
        "deceased": _("Write down the death"),
        "missing": _("Write down: missing"),
    }
    words = str(label[to_status])
    if to_status in (*ENDED, *PAUSED) and ending:
        return _("{words}, {count} things stop").format(words=words, count=ending)
    return words
