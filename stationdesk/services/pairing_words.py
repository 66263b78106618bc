"""How pairings, helpers and rhythms are said in a few words: 每两周, 团干，带 1 人，最多 3 人, 帮扶人上月调走."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from stationdesk.i18n import _
from stationdesk.registers.code import table
from stationdesk.services.day_words import day_words
from stationdesk.services.hands import Hand
from stationdesk.services.pairing_world import GROUPS, Pair, World

LEFT = {
    "helper_transferred": "transferred",
    "helper_retired": "retired",
    "helper_left": "left",
    "appraisal": "left",
    "by_wish": "left",
    "changed": "left",
}
"""Reasons of an end that lie with the helper, and the word for each."""
NAMED = 2
"""Names that are said in one cell; of more the number is said."""


def every_words(days: int | None) -> str:
    """Return a rhythm in words: 每天, 每周, 每两周, 每月, 每季度, 每 10 天."""
    if not days:
        return ""
    known = {1: _("daily|rhythm"), 7: _("weekly|rhythm"), 14: _("fortnightly|rhythm"), 15: _("twice a month|rhythm")}
    known |= {30: _("monthly|rhythm"), 90: _("quarterly|rhythm"), 180: _("every half-year|rhythm"), 365: _("yearly|rhythm")}
    return known.get(days) or _("every {days} days|rhythm").format(days=days)


def what_of(hand: Hand) -> str:
    """Return what a helper is: whether he is the county's, his post, else his kind; a team's name says it already."""
    what = "" if hand.type in GROUPS else hand.post or (table("helper_type").label(hand.type) if hand.type else "")
    return "，".join(filter(None, (_("the county's"), what))) if hand.of_county else what


def load_words(world: World, hand: Hand) -> str:
    """Return how many a helper has and may have: 团干，说好带 2 人，还没带; 带 1 人，最多 3 人."""
    load, most = world.load(hand.id), world.most_of(hand)
    if load and most:
        said = _("has {count}, {most} at most").format(count=load, most=most)
    elif load:
        said = _("has {count}|helper").format(count=load)
    elif most:
        said = _("ready for {most}, has nobody yet").format(most=most)
    else:
        said = _("has nobody yet")
    what = what_of(hand)
    return f"{what}，{said}" if what else said


def month_words(day: str, on: date) -> str:
    """Return when something was, roughly: 本月, 上月, else the day."""
    then = date.fromisoformat(day)
    months = (on.year - then.year) * 12 + on.month - then.month
    return {0: _("this month|when"), 1: _("last month|when")}.get(months) or day_words(then, on)


def gone_words(pair: Pair, on: date) -> str:
    """Return how somebody's help came to an end: 帮扶人上月调走."""
    when = month_words(pair.end, on)
    how = LEFT.get(pair.end_reason)
    if how == "transferred":
        return _("the helper was transferred {when}").format(when=when)
    if how == "retired":
        return _("the helper retired {when}").format(when=when)
    if how == "left":
        return _("the helper stopped {when}").format(when=when)
    return _("the help ended {when}").format(when=when)


def names(world: World, pairs: Iterable[Pair]) -> str:
    """Return the helpers of pairings, the leading one first; of many the number."""
    said = list(dict.fromkeys(world.name_of(one) for one in pairs))
    if len(said) > NAMED:
        return _("{names} and others, {more} in all|helpers").format(names="、".join(said[: NAMED - 1]), more=len(said))
    return "、".join(said)


def away_words(world: World, pairs: Sequence[Pair]) -> str:
    """Return who of some helpers is away today, and who stands in: 外出，占国林代; of several with the name."""
    gone = {one.helper: world.name_of(one) for one in pairs if one.helper in world.away}
    alone = len({one.helper or one.helper_name for one in pairs}) == 1
    said = [_("away, {name} stands in").format(name=world.away[helper]) for helper in gone]
    return "；".join(said if alone else [f"{name}{words}" for name, words in zip(gone.values(), said, strict=True)])
