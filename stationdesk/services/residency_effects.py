"""What a move of a resident brings with it (domain 3.6), one pure function over what the register holds."""

from __future__ import annotations

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.registers.pairing import Pairing
from stationdesk.services import residency_family as family
from stationdesk.services import residency_health as health
from stationdesk.services.due import PRESENT
from stationdesk.services.residency_around import Around
from stationdesk.services.residency_calls import of_calls
from stationdesk.services.residency_parts import (
    BACK,
    ENDED,
    PAUSED,
    Effect,
    Move,
    Step,
    day_of,
    end_of,
    names,
    pairing_runs,
    running,
    tag_end,
)


def effects(around: Around, move: Move, successor: str = "") -> tuple[Effect, ...]:
    """Return everything the move brings with it, what is urgent first; `successor` is who shall be head of the household."""
    found: list[Effect] = []
    if move.to_status in ENDED:
        found = [*_ends(around, move), *family.of_ending(around, move, successor)]
    elif move.to_status in PAUSED:
        found = [*_pauses(around, move), *of_calls(around, move), *health.of_pause(around.health), *family.of_pause(around, move)]
    elif move.to_status in BACK:
        found = [*_resumes(around, move), *health.of_return(around.health), *family.of_return(around, move)]
    order = {"urgent": 0, "stop": 1, "change": 2, "note": 3}
    return tuple(sorted(found, key=lambda one: order[one.tone]))


def _reason(move: Move) -> str:
    return "deceased" if move.to_status == "deceased" else "moved_out"


def _ends(around: Around, move: Move) -> list[Effect]:
    """Grade and due visits, pairings, wishes, birthday, card, categories."""
    return [
        *_grade(around, move),
        *_pairings(around, move),
        *of_calls(around, move),
        *_wishes(around, move),
        *_care(around, move),
        *health.of_ending(around.health, move),
        *_birthday(around),
        *_card(around, move),
        *_tags(around, move),
        *_home_tags(around, move),
    ]


def _grade(around: Around, move: Move) -> list[Effect]:
    held = [one for one in around.grades if running(one, move)]
    found = []
    if held:
        word = around.word_of(held[-1].grade)
        says = _("The care grade {grade} ends on {day}; no contact and no visit is due any more").format(
            grade=word, day=day_of(move, around)
        )
        steps = tuple(Step("care_grade", one.id, {"to_date": end_of(one.from_date, move)}) for one in held)
        found.append(Effect("grade", says, steps=steps))
    if around.follow_ups:
        says = _("{count} follow-ups left by visits are not reminded of any more").format(count=around.follow_ups)
        found.append(Effect("follow_up", says, "note", around.follow_ups))
    return found


def _pairings(around: Around, move: Move) -> list[Effect]:
    own = [one for one in around.pairings if pairing_runs(one, move)]
    if not around.members:
        own += [one for one in around.home_pairings if pairing_runs(one, move)]
    found = []
    if own:
        who = names([(around.helpers or {}).get(one.id, "") for one in own])
        says = _("{count} pairings and responsibilities end; please tell {who}").format(count=len(own), who=who or _("the helpers"))
        found.append(Effect("pairing", says, count=len(own), steps=tuple(_pairing_end(one, move, _reason(move)) for one in own)))
    helping = [one for one in around.helping if pairing_runs(one, move)]
    if helping:
        whom = names([(around.helped or {}).get(one.id, "") for one in helping])
        says = _("He helps others himself: {whom} need another helper").format(whom=whom or _("somebody|helped"))
        steps = tuple(_pairing_end(one, move, "helper_left") for one in helping)
        found.append(Effect("helping", says, "urgent", len(helping), steps=steps))
    return found


def _pairing_end(one: Pairing, move: Move, reason: str) -> Step:
    day = max(move.day, one.start_date or "")
    return Step("pairing", one.id, {"end_date": day, "end_reason": reason, "state": "ended"})


def _wishes(around: Around, move: Move) -> list[Effect]:
    found = []
    for wish in around.wishes:
        says = _("The wish for {what} is cancelled").format(what=wish.content)
        day = max(move.day, wish.last_day)
        made = {"wish_id": wish.id, "kind": "cancelled", "happened_on": day, "reason": _reason(move)}
        found.append(Effect(f"wish:{wish.id}", says, choice=True, steps=(Step("wish_event", "", made),)))
    return found


def _care(around: Around, move: Move) -> list[Effect]:
    """End duties and needs; a need may be left open, for the household may still have it."""
    found = []
    if around.care.duties:
        said = names([table("duty_kind").label(one.kind) for one in around.care.duties])
        fields = {"ended_on": move.day, "end_reason": _reason(move)}
        steps = tuple(Step("duty", one.id, fields) for one in around.care.duties)
        found.append(Effect("duty", _("{words}: not due any more").format(words=said), count=len(around.care.duties), steps=steps))
    for need in around.care.needs:
        day = max(move.day, need.last_day)
        made = {"request_id": need.id, "kind": "dropped", "happened_on": day, "nth": need.next_nth}
        says = (
            _("«{what}» was done: nobody is asked any more how it was")
            if need.is_done
            else _("The need «{what}» is not to be met any more")
        )
        steps = (Step("request_event", "", made),)
        found.append(Effect(f"request:{need.id}", says.format(what=need.text), choice=True, ticked=not need.is_done, steps=steps))
    return found


def _birthday(around: Around) -> list[Effect]:
    there = len(around.resident.birth_date or "") == 10 or around.resident.birthday
    return [Effect("birthday", _("The birthday list does not name him any more"))] if there else []


def _card(around: Around, move: Move) -> list[Effect]:
    if not around.cards:
        return []
    number = around.cards[-1].card_no or ""
    handed = any(one.handed_on for one in around.cards)
    says = _("Contact card {number}: take it back, it does not count any more") if handed else _("Contact card {number} is void")
    fields = {"void": True, "void_on": move.day, "void_reason": table("residency_status").label(move.to_status)}
    steps = tuple(Step("card_issue", one.id, fields) for one in around.cards)
    return [Effect("card", " ".join(says.format(number=number).split()), count=len(around.cards), steps=steps)]


def _tags(around: Around, move: Move) -> list[Effect]:
    held = [one for one in around.tags if running(one, move)]
    if not held:
        return []
    words = names([table("resident_category").label(one.category) for one in held])
    says = _("{count} categories end: {words}").format(count=len(held), words=words)
    return [Effect("category", says, count=len(held), steps=tuple(tag_end(one, move, _reason(move)) for one in held))]


def _home_tags(around: Around, move: Move) -> list[Effect]:
    """End the household's categories with its last member; else the number of people they cover may have changed."""
    found = []
    for tag in around.home_tags:
        if not running(tag, move):
            continue
        word = table("resident_category").label(tag.category)
        if not around.members:
            says = _("Nobody is left in the household: its category {word} ends").format(word=word)
            found.append(Effect(f"home_tag:{tag.id}", says, steps=(tag_end(tag, move, _reason(move)),)))
        elif tag.persons_covered:
            says = _("{word} of the household covers {before} people: make it {after}").format(
                word=word, before=tag.persons_covered, after=tag.persons_covered - 1
            )
            steps = (Step("category_tag", tag.id, {"persons_covered": tag.persons_covered - 1}),)
            found.append(Effect(f"home_tag:{tag.id}", says, "change", choice=True, ticked=False, steps=steps))
    return found


def _pauses(around: Around, move: Move) -> list[Effect]:
    """Contact is paused by the status itself; pairings may be."""
    found = []
    grade = next((one for one in reversed(around.grades) if running(one, move)), None)
    if grade is not None:
        says = _("Contact by the grade {grade} is paused until he is back").format(grade=around.word_of(grade.grade))
        found.append(Effect("pause", says, "stop"))
    held = [one for one in around.pairings if pairing_runs(one, move) and one.state == "active"]
    if held:
        who = names([(around.helpers or {}).get(one.id, "") for one in held])
        says = _("{count} pairings and responsibilities rest meanwhile; please tell {who}").format(
            count=len(held), who=who or _("the helpers")
        )
        why = table("residency_status").label(move.to_status)
        fields = {"state": "suspended", "suspended_on": move.day, "suspended_reason": why}
        steps = tuple(Step("pairing", one.id, fields) for one in held)
        found.append(Effect("pairing", says, "change", len(held), choice=True, ticked=move.to_status != "hospital", steps=steps))
    alone = [one for one in around.tags if one.category == "living_alone" and running(one, move)]
    if move.to_status == "institution" and alone:
        steps = tuple(tag_end(one, move, "moved_to_institution") for one in alone)
        word = table("resident_category").label("living_alone")
        found.append(Effect("category", _("The category {word} ends: he lives in a home now").format(word=word), choice=True, steps=steps))
    return found


def _resumes(around: Around, move: Move) -> list[Effect]:
    """Contact runs on; what rested may go on; what was ended for good is not given again by itself."""
    found = []
    grade = next((one for one in reversed(around.grades) if running(one, move)), None)
    before = around.resident.residency_status
    if grade is not None and before not in (*PRESENT, None):
        found.append(Effect("resume", _("Contact by the grade {grade} runs on").format(grade=around.word_of(grade.grade)), "change"))
    elif before in ENDED:
        says = _("Grade, categories and helpers that ended are not given again by themselves: look at them")
        found.append(Effect("regrade", says, "urgent"))
    rested = [one for one in around.pairings if one.state == "suspended" and pairing_runs(one, move)]
    if rested:
        who = names([(around.helpers or {}).get(one.id, "") for one in rested])
        says = _("{count} pairings that rested go on; please tell {who}").format(count=len(rested), who=who or _("the helpers"))
        fields = {"state": "active", "suspended_on": None, "suspended_reason": None}
        steps = tuple(Step("pairing", one.id, fields) for one in rested)
        found.append(Effect("pairing", says, "change", len(rested), choice=True, steps=steps))
    return found
