"""How a family call reads on a board, in a list and on paper: with whom, where, and how far it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from stationdesk.i18n import _
from stationdesk.registers.call_wish import OtherEnd
from stationdesk.registers.code import table
from stationdesk.registers.family_call import COMPLETED, NO_ANSWER, RUNNING, FamilyCall
from stationdesk.services.kin_words import PARENTS, kin_word

TONES = {"booked": "amber", "confirmed": "green", RUNNING: "teal", COMPLETED: "green", NO_ANSWER: "red"}


def with_whom(others: Iterable[OtherEnd], *, names: bool = False, places: bool = True) -> str:
    """Say who is at the other end and where: 孙女，泉州; 爸妈，温州; with `names` 儿子 方建平，温州."""
    titles, far = dict[str, None](), dict[str, None]()
    for one in others:
        titles.setdefault((one.title if names else one.relation or one.name) or _("family|call"))
        if one.place and places:
            far.setdefault(one.place)
    who = _(", (list)").join(titles)
    if list(titles) == [kin_word("father"), kin_word("mother")] or list(titles) == [kin_word("mother"), kin_word("father")]:
        who = _("both parents|call")
    return "，".join(filter(None, (who, _(", (list)").join(far))))


def place_words(call: FamilyCall) -> str:
    """Say where the call is held and who helps: 在站，章磊."""
    helpers = [one.name for one in call.helpers]
    said = helpers[0] if len(helpers) == 1 else _(", (list)").join(helpers[:2])
    return "，".join(filter(None, (table("call_place").label(call.place or "station"), said)))


def state_words(call: FamilyCall, *, passed: bool) -> tuple[str, str]:
    """Return how far a call is, and the tone of it; `passed`: its day is over, or its time today."""
    if call.state == "booked":
        words = _("not noted yet how it went") if passed else _("not agreed with the other end yet")
        return words, "amber"
    if call.state == "confirmed":
        if passed:
            return _("not noted yet how it went"), "amber"
        return call.agreed_words or _("the other end agreed"), "green"
    if call.state == RUNNING:
        return _("under way|call"), "teal"
    if call.state == COMPLETED:
        words = _("spoke, {minutes} minutes").format(minutes=call.minutes) if call.minutes else _("spoke|call")
        return words, "green"
    return table("call_state").label(call.state), TONES.get(call.state, "ink2")


def is_parent(relation: str | None) -> bool:
    """Tell whether a relation is a parent's: the parent at the other end agrees by answering."""
    return relation in PARENTS


def joined(names: Sequence[str]) -> str:
    """Return several names as one: 小石、小满 and, from three on, how many there are."""
    if len(names) > 2:
        return _("{name} and others, {count} people").format(name=names[0], count=len(names))
    return _(", (list)").join(names)
