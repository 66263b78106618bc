"""What a move of a resident does to the calls booked for him and to his wish for calls."""

from __future__ import annotations

from stationdesk.i18n import _
from stationdesk.services.residency_around import Around
from stationdesk.services.residency_parts import ENDED, Effect, Move, Step


def of_calls(around: Around, move: Move) -> list[Effect]:
    """Return what becomes of the calls: after a death or a move for good they end; else it is asked.

    A call in which others speak too goes on without him.
    """
    for_good = move.to_status in ENDED
    reason = {"deceased": "deceased", "moved_out": "moved_out", "hospital": "ill"}.get(move.to_status, "home_again")
    steps = [step for call, place, others in around.calls for step in _steps(call.id, place.id, others, reason, move, around)]
    found = []
    if steps:
        helpers = _(", (list)").join(dict.fromkeys(one.name for call, _place, _others in around.calls for one in call.helpers))
        says = _("{count} calls booked with the family are called off; please tell {who}")
        who = _("the other end and {helpers}").format(helpers=helpers) if helpers else _("the other end")
        says = says.format(count=len(around.calls), who=who)
        found.append(Effect("calls", says, count=len(around.calls), choice=not for_good, steps=tuple(steps)))
    wishes = [one for one in around.call_wishes if one.in_force(move.day) or (one.from_date or "") > move.day]
    if wishes and for_good:
        ends = tuple(Step("call_wish", one.id, {"to_date": max(move.day, one.from_date or ""), "end_reason": reason}) for one in wishes)
        found.append(Effect("call_wish", _("The wish for calls with the family ends"), count=len(wishes), steps=ends))
    return found


def _steps(call_id: str, place_id: str, others: int, reason: str, move: Move, around: Around) -> tuple[Step, ...]:
    if others > 0:
        return (Step("call_person", place_id, {"dropped_on": move.day, "drop_reason": reason}),)
    fields = {"state": "cancelled", "cancel_reason": reason, "recorded_on": around.on.isoformat()}
    return (Step("family_call", call_id, fields),)
