"""How the measures of a care plan read: how often, from when to when, and what changed from one version to the next."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from stationdesk.i18n import _
from stationdesk.registers.care_plan import CarePlanDraft, PlanMeasure
from stationdesk.services.day_words import day_words

WEEKS = 7


def weekday_word(number: int) -> str:
    """Return a day of the week, 1 Monday to 7 Sunday."""
    return (
        _("Monday|short"),
        _("Tuesday|short"),
        _("Wednesday|short"),
        _("Thursday|short"),
        _("Friday|short"),
        _("Saturday|short"),
        _("Sunday|short"),
    )[number - 1]


def every_words(one: PlanMeasure) -> str:
    """Return how often a measure is done: 每天, 每两周, 每周二晚上, 一次, 天气不好时."""
    if one.every:
        return one.every
    if one.kind == "once":
        return _("once|measure")
    if one.kind == "weather":
        return _("in bad weather|measure")
    if one.weekday:
        return _("every {weekday}").format(weekday=weekday_word(one.weekday)) + one.time
    usual = {0: "", 1: _("every day|measure"), 7: _("every week|measure"), 14: _("every two weeks|measure"), 30: _("every month|measure")}
    said = usual.get(one.every_days)
    return (said if said is not None else _("every {count} days|measure").format(count=one.every_days)) + one.time


def when_words(one: PlanMeasure, on: date) -> str:
    """Return from when to when a measure counts: 11月24日 起, 11月24日 前, 到 2月28日."""
    begin = day_words(date.fromisoformat(one.from_date), on) if one.from_date else ""
    end = _short(one.until, on) if one.until else ""
    if one.kind == "once" and end:
        return _("by {day}|measure").format(day=end)
    if one.kind == "weather" and end:
        return _("until {day}|measure").format(day=end)
    if begin and end:
        return _("{begin} until {end}|measure").format(begin=begin, end=end)
    if end:
        return _("until {day}|measure").format(day=end)
    return _("from {day}|measure").format(day=begin) if begin else ""


def _short(day: str, on: date) -> str:
    """Return a last day, without its year while it lies within the next twelve months."""
    found = date.fromisoformat(day)
    near = 0 <= (found - on).days < 360
    return _("{month}/{day}|day").format(month=found.month, day=found.day) if near else day_words(found, on)


def measure_words(one: PlanMeasure, on: date) -> str:
    """Return a measure as one line: 上门看一次，志愿者 程雪琴，每周，11月25日 起."""
    return "，".join(filter(None, (one.what, one.who, every_words(one), when_words(one, on))))


def differences(before: CarePlanDraft, after: CarePlanDraft, on: date) -> list[str]:
    """Return in sentences what the later version changed; empty if it says the same."""
    found: list[str] = []
    for word, old, new in (
        (_("What is hard"), before.problems, after.problems),
        (_("What is aimed at"), before.goals, after.goals),
    ):
        found += [_("{part}, new: {text}").format(part=word, text=text) for text in new if text not in old]
        found += [_("{part}, no longer: {text}").format(part=word, text=text) for text in old if text not in new]
    found += _measures(before.measures, after.measures, on)
    if (before.review_due, before.review_when) != (after.review_due, after.review_when):
        days = [_day(one.review_due, on) for one in (before, after)]
        moved = _("Look again: {before} → {after}").format(before=days[0], after=days[1])
        found.append(moved if days[0] != days[1] else _("Look again when: changed"))
    return found


def _day(day: str | None, on: date) -> str:
    return day_words(date.fromisoformat(day), on) if day else _("no day set")


def _measures(before: tuple[PlanMeasure, ...], after: tuple[PlanMeasure, ...], on: date) -> list[str]:
    old: Mapping[str, PlanMeasure] = {one.key: one for one in before}
    new: Mapping[str, PlanMeasure] = {one.key: one for one in after}
    found = [_("New: {measure}").format(measure=measure_words(one, on)) for key, one in new.items() if key not in old]
    found += [_("No longer: {measure}").format(measure=measure_words(one, on)) for key, one in old.items() if key not in new]
    for key, one in new.items():
        if key in old and (was := measure_words(old[key], on)) != (now := measure_words(one, on)):
            found.append(_("Changed: {before} → {after}").format(before=was, after=now))
    return found
