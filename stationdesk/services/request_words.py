"""A request in the words of a clerk: where it stands, what is to be done next, by when, how long that is still."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.services.day_words import day_words
from stationdesk.services.request_state import END_OF_DAY, FORMAT, HELD, Standing

SOON = 60 * 3
"""Minutes before a term from which the time that is left is told, not the term."""


def at(moment: str) -> datetime:
    """Return a moment as the time it is in the village."""
    return datetime.strptime(moment, FORMAT)  # noqa: DTZ007 (a time in the village)


def step_words(standing: Standing) -> str:
    """Return what is to be done next."""
    return {
        "judge": _("Say how urgent it is"),
        "dispatch": _("Send it out|step"),
        "accept": _("Wait for their word|step"),
        "solve": _("Get it done|step"),
        "receipt": _("Get the receipt|step"),
        "reply": _("Ask for the answer|step"),
        "rate": _("Ask whether it is all right|step"),
        "tell": _("Tell who asked|step"),
    }.get(standing.step, "")


def state_words(standing: Standing) -> str:
    """Return who has it and how far: 送药队 已接, 还没派, 过期没办好."""
    label = table("request_state").label(standing.state)
    if standing.state in HELD and standing.holder is not None:
        return _("{who} {state}|request").format(who=standing.holder.name, state=label)
    if standing.state in ("transferred", "receipted") and standing.holder is not None:
        return _("Handed to {who}|request").format(who=standing.holder.name)
    if standing.state == "done" and standing.holder is not None:
        return _("{who} has done it|request").format(who=standing.holder.name)
    if standing.state == "judged" and standing.satisfaction == "dissatisfied":
        return _("Not content, to be done again")
    return label


def time_words(standing: Standing, now: str) -> tuple[str, str]:
    """Return how long the next step still has and its tone: 还剩 40 分, 明天 9:20 前, 过期 2 小时."""
    if not standing.is_open or not standing.next_by:
        return "", "ink2"
    by, here = at(standing.next_by), at(now)
    minutes = int((by - here) / timedelta(minutes=1))
    if minutes < 0:
        return _("{time} late|term").format(time=span_of(-minutes)), "red"
    if minutes <= SOON and standing.next_by[11:] != END_OF_DAY:
        return _("{time} left|term").format(time=span_of(minutes)), "red" if minutes <= 60 else "amber"
    return by_words(standing.next_by, here.date()), "amber" if by.date() == here.date() else "ink"


def by_words(moment: str, on: date) -> str:
    """Return a term: 今天 17:00 前, 明天 9:20 前, 11月26日 前."""
    day = date.fromisoformat(moment[:10])
    clock = "" if moment[11:] == END_OF_DAY else f"{int(moment[11:13])}:{moment[14:]}"
    match (day - on).days:
        case 0:
            said = _("today {clock}|term").format(clock=clock)
        case 1:
            said = _("tomorrow {clock}|term").format(clock=clock)
        case _days:
            said = _("{day} {clock}|term").format(day=day_words(day, on), clock=clock)
    return _("by {when}|term").format(when=" ".join(said.split()))


def when_words(moment: str, on: date) -> str:
    """Return when something was: 今天 9:20, 昨天 18:05, 11月20日 8:00."""
    day = date.fromisoformat(moment[:10])
    clock = "" if moment[11:] == END_OF_DAY else f"{int(moment[11:13])}:{moment[14:]}"
    match (on - day).days:
        case 0:
            said = _("today {clock}").format(clock=clock)
        case 1:
            said = _("yesterday {clock}").format(clock=clock)
        case _days:
            said = _("{day} {clock}|moment").format(day=day_words(day, on), clock=clock)
    return " ".join(said.split())


def span_of(minutes: int) -> str:
    """Return a length of time: 45 分, 2 小时 10 分, 3 天."""
    days, rest = divmod(minutes, 24 * 60)
    hours, left = divmod(rest, 60)
    if days:
        return _("{days} days|span").format(days=days)
    if hours and left:
        return _("{hours} hours {minutes} minutes|span").format(hours=hours, minutes=left)
    return _("{hours} hours|span").format(hours=hours) if hours else _("{minutes} minutes|span").format(minutes=left)


def term_words(urgency: str, hours: int) -> str:
    """Return an urgency with its term: 黄 24 小时."""
    return _("{urgency} {hours} h|term").format(urgency=colour_words(urgency), hours=hours)


def colour_words(urgency: str) -> str:
    """Return the colour of an urgency in a word: 红, 黄, 蓝."""
    return {"red": _("red|urgency"), "yellow": _("yellow|urgency"), "blue": _("blue|urgency")}.get(urgency, _("not judged|urgency"))
