"""What a move means for somebody's health record and care plan: plan and medicines end, nothing is to be measured again."""

from __future__ import annotations

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.services.health_around import HealthAround
from stationdesk.services.residency_parts import Effect, Move, Step


def of_ending(around: HealthAround, move: Move) -> list[Effect]:
    """End the care plan and the medicines; nobody is reminded of measuring again."""
    found, reason = [], table("residency_status").label(move.to_status)
    if around.plans:
        says = _("The care plan ends; its measures are not due any more")
        steps = tuple(Step("care_plan", one.id, {"ended_on": max(move.day, one.made_on), "end_reason": reason}) for one in around.plans)
        found.append(Effect("care_plan", says, steps=steps))
    taken = [one for one in around.medicines if one.to_date is None or one.to_date > max(move.day, one.from_date or "")]
    if taken:
        says = _("{count} medicines end; nobody is reminded of fetching them").format(count=len(taken))
        steps = tuple(
            Step("medicine", one.id, {"to_date": max(move.day, one.from_date or ""), "next_refill": None, "end_reason": reason})
            for one in taken
        )
        found.append(Effect("medicine", says, count=len(taken), steps=steps))
    if around.waiting:
        says = _("{count} readings are not to be repeated any more").format(count=around.waiting)
        found.append(Effect("reading", says, "note", around.waiting))
    return found


def of_pause(around: HealthAround) -> list[Effect]:
    """Let the measures rest: the state does it by itself."""
    if not around.plans:
        return []
    return [Effect("care_plan", _("The measures of the care plan rest until he is back"), "stop")]


def of_return(around: HealthAround) -> list[Effect]:
    """Let the measures go on, and ask for a look at the plan."""
    if not around.plans:
        return []
    return [Effect("care_plan", _("The measures of the care plan go on: look whether it still fits"), "note")]
