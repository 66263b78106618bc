"""What is to be read of somebody who moved between stations before he is taken in, or after: in sentences, with what to do."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.mask import masked_id_no, masked_phone
from stationdesk.registers.resident import ResidentDraft
from stationdesk.services.day_words import day_words
from stationdesk.services.transfer_person import categories_in, kin_in, resident_in, words_in
from stationdesk.services.transfers import Departure, DepartureState
from stationdesk.services.transfers_in import Arrival, ArrivalState

Said = tuple[str, str]
"""A sentence and its role: strong, body or small."""


def said_of_move(one: Arrival | Departure, on: date, *, covered: bool) -> Iterator[Said]:
    """Yield what a move between stations says; `covered`: the screen faces visitors."""
    if isinstance(one, Departure):
        yield from _left(one, on)
    else:
        yield from _came(one, on, covered=covered)


def _came(one: Arrival, on: date, *, covered: bool) -> Iterator[Said]:
    yield _to_do(one), "strong"
    if one.state is ArrivalState.OPEN:
        if covered:
            yield _("The screen faces visitors: who it is is not shown."), "body"
        else:
            yield from _person(one, on)
    if one.answer is not None:
        word = table("transfer_answer").label(one.answer.answer)
        yield _answered(one.answer.answered_on, one.answer.answered_by, word, one.answer.reason, on), "small"


def _to_do(one: Arrival) -> str:
    village = one.relay.from_name or one.relay.from_station
    if one.state is ArrivalState.OPEN:
        said = _("{village} says that this person moved to our village. Please look whether it is so, then take the record in.")
    elif one.state is ArrivalState.BOTH:
        said = _("{village} has taken this back, but the person was taken in here. Please ring: only one of both may keep the person.")
    elif one.state is ArrivalState.WITHDRAWN:
        said = _("{village} has taken this back. Nothing has to be done.")
    elif one.state is ArrivalState.ACCEPTED:
        said = _("Taken in; {village} hears it from the county. The consents have to be asked for anew, and the care grade to be assessed.")
    else:
        said = _("Sent back; {village} hears the reason from the county.")
    return said.format(village=village)


def _person(one: Arrival, on: date) -> Iterator[Said]:
    """Say who came: enough to know him by, numbers covered; of a child without the right nothing more than his name for others."""
    for like in one.doubles:
        said = _("Perhaps here already: {name} ({why}; {facts}). If it is the same person, take in and merge, or send back.")
        yield said.format(name=like.name, why=like.why, facts=like.facts), "strong"
    draft = resident_in(one.relay.person)
    if draft is None:
        return
    if one.child and one.who != draft.name:
        yield _("A child's record: opened only with the right to it."), "body"
        return
    yield _facts(draft, on), "body"
    if draft.phones:
        yield _("Phone: {phones}").format(phones=_(", ").join(masked_phone(phone.number) for phone in draft.phones)), "body"
    kin = [
        f"{table('relation').label(kin.relation) if kin.relation else kin.relation_written or ''} {kin.name or ''}".strip()
        for kin in kin_in(one.relay.person, one.relay.transfer_id)
    ]
    if kin:
        yield _("Relatives: {names}").format(names=_(", ").join(kin[:6])), "body"
    labels = [table("resident_category").label(code) for code in categories_in(one.relay.person)]
    if labels:
        yield _("Categories: {names}").format(names=_(", ").join(labels)), "body"
    for line in words_in(one.relay.person, one.relay.note).splitlines():
        yield line, "body"


def _facts(draft: ResidentDraft, on: date) -> str:
    sex = table("sex").label(draft.sex) if draft.sex else ""
    age = draft.age(on.isoformat())
    number = masked_id_no(draft.id_no) if draft.id_no else ""
    parts = (sex, _("{age} years|old").format(age=age) if age is not None else "", number, draft.registered_address or "")
    return _(" · ").join(part for part in parts if part)


def _left(one: Departure, on: date) -> Iterator[Said]:
    village = one.transfer.to_name or one.transfer.to_station
    words = {
        DepartureState.SENT: _("The record is closed here and on its way. {village} has not answered yet."),
        DepartureState.ACCEPTED: _("{village} has taken the person in. Nothing has to be done."),
        DepartureState.DECLINED: _(
            "{village} says that the person is not theirs. Please ask where the person lives. If nobody moved, open the record, "
            "choose «this was wrong» under what has happened, and the care goes on; then, if need be, hand over to another village."
        ),
        DepartureState.NO_STATION: _(
            "The county has no station «{village}». Open the record, choose «this was wrong» under what has happened, and hand over "
            "to the right village; if the person left the county, write «moved away»."
        ),
    }
    yield words[one.state].format(village=village), "strong"
    if one.outcome is not None and one.outcome.outcome != "no_station":
        word = table("transfer_answer").label(one.outcome.outcome or "")
        yield _answered(one.outcome.answered_on, one.outcome.answered_by, word, one.outcome.reason, on), "small"


def _answered(day: str | None, by: str | None, word: str, reason: str | None, on: date) -> str:
    when = day_words(date.fromisoformat(day), on) if day else ""
    said = _(", |pause").join(part for part in (word, reason) if part)
    return _("{when} {who}: {said}").format(when=when, who=by or "", said=said).strip()
